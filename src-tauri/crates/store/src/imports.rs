//! Imports of the past, as a merchant looks back on them.

use pannier_core::{ImportId, Timestamp};
use rusqlite::{Row, named_params};

use crate::{Error, ReadTx, Result};

/// One import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRecord {
    /// Its number.
    pub id: ImportId,
    /// When it was applied (UTC).
    pub applied_at: Timestamp,
    /// When it was undone, where it was.
    pub reverted_at: Option<Timestamp>,
    /// Its files, in the order they were given.
    pub files: Vec<ImportFileRecord>,
}

/// One file of an import, with what it brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFileRecord {
    /// File name without folder.
    pub name: String,
    /// `shopify`.
    pub platform: String,
    /// `orders`, `customers`, `products`, `checkouts`, `payments` or `behaviour`.
    pub kind: String,
    /// Rows after the header.
    pub rows: i64,
    /// Rows that could not be understood.
    pub rows_rejected: i64,
    /// Orders: new, updated, unchanged.
    pub orders: [i64; 3],
    /// Customers: new, updated, unchanged.
    pub customers: [i64; 3],
    /// Other things that it brought, by kind (`products`, `checkouts`, `payments`, `refunds`,
    /// `behaviour`): new, updated, unchanged.
    pub others: Vec<(String, [i64; 3])>,
}

impl ReadTx<'_> {
    /// All imports, newest first.
    pub fn imports(&self) -> Result<Vec<ImportRecord>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT id, applied_at, reverted_at FROM import ORDER BY id DESC")?;
        let heads = statement
            .query_map([], |row| {
                Ok((
                    row.get::<_, i64>("id")?,
                    row.get::<_, i64>("applied_at")?,
                    row.get("reverted_at")?,
                ))
            })?
            .collect::<rusqlite::Result<Vec<(i64, i64, Option<i64>)>>>()?;
        heads
            .into_iter()
            .map(|(id, applied_at, reverted_at)| {
                Ok(ImportRecord {
                    id: ImportId(id),
                    applied_at: Timestamp(applied_at),
                    reverted_at: reverted_at.map(Timestamp),
                    files: self.import_files(ImportId(id))?,
                })
            })
            .collect()
    }

    /// One import.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none with that number.
    pub fn import(&self, id: ImportId) -> Result<ImportRecord> {
        let missing = || Error::Missing(format!("There is no import number {}", id.0));
        self.imports()?
            .into_iter()
            .find(|import| import.id == id)
            .ok_or_else(missing)
    }

    fn import_files(&self, id: ImportId) -> Result<Vec<ImportFileRecord>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, name, platform, kind, row_count, rows_rejected, orders_new, orders_updated,
                    orders_unchanged, customers_new, customers_updated, customers_unchanged
               FROM import_file WHERE import_id = :id ORDER BY position",
        )?;
        let files = statement
            .query_map(named_params! { ":id": id.0 }, |row| {
                Ok((row.get("id")?, file_of(row)?))
            })?
            .collect::<rusqlite::Result<Vec<(i64, ImportFileRecord)>>>()?;
        files
            .into_iter()
            .map(|(id, file)| {
                let others = self.import_counts(id)?;
                Ok(ImportFileRecord { others, ..file })
            })
            .collect()
    }

    fn import_counts(&self, file: i64) -> Result<Vec<(String, [i64; 3])>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT kind, new, updated, unchanged FROM import_count
              WHERE import_file_id = :file ORDER BY kind",
        )?;
        let counts = statement.query_map(named_params! { ":file": file }, |row| {
            let three = [row.get("new")?, row.get("updated")?, row.get("unchanged")?];
            Ok((row.get("kind")?, three))
        })?;
        Ok(counts.collect::<rusqlite::Result<_>>()?)
    }
}

fn file_of(row: &Row) -> rusqlite::Result<ImportFileRecord> {
    Ok(ImportFileRecord {
        name: row.get("name")?,
        platform: row.get("platform")?,
        kind: row.get("kind")?,
        rows: row.get("row_count")?,
        rows_rejected: row.get("rows_rejected")?,
        orders: [
            row.get("orders_new")?,
            row.get("orders_updated")?,
            row.get("orders_unchanged")?,
        ],
        customers: [
            row.get("customers_new")?,
            row.get("customers_updated")?,
            row.get("customers_unchanged")?,
        ],
        others: Vec::new(),
    })
}
