//! The record of an import: its files, their verdicts, the rows that could not be understood.

use pannier_core::{ImportId, SourceId, Timestamp};
use rusqlite::named_params;

use crate::{ReadTx, Result, Topic, WriteTx};

/// Tells whether any import was applied or undone, or anybody erased, between two looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportStamp {
    newest: i64,
    reverted: i64,
    /// Whoever was erased is not to be brought back by what was looked at before.
    erased: i64,
}

/// A file of an import, with what it brings.
#[derive(Debug, Clone)]
pub struct NewImportFile<'f> {
    /// Position among the files of the import.
    pub position: usize,
    /// Name without folder.
    pub name: &'f str,
    /// Where it was.
    pub path: &'f str,
    /// blake3 of its bytes.
    pub content_hash: &'f [u8; 32],
    /// `shopify`.
    pub platform: &'f str,
    /// `orders`, `customers`, `products`, `checkouts`, `payments` or `behaviour`.
    pub kind: &'f str,
    /// Rows after the header.
    pub rows: u64,
    /// Rows new, updated, unchanged, merged, ignored, rejected.
    pub verdicts: [u64; 6],
    /// Orders new, updated, unchanged.
    pub orders: [u64; 3],
    /// Customers new, updated, unchanged.
    pub customers: [u64; 3],
    /// Products new.
    pub products_new: u64,
    /// The newest moment that it speaks of.
    pub newest_at: Option<Timestamp>,
}

/// A row that could not be understood.
#[derive(Debug, Clone, Copy)]
pub struct NewRejection<'r> {
    /// Line of the file where the row begins.
    pub line: u64,
    /// Column, or empty.
    pub column: &'r str,
    /// What stands there, shortened.
    pub value: &'r str,
    /// A sentence.
    pub reason: &'r str,
}

fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl ReadTx<'_> {
    /// Where the history of imports stands.
    pub fn import_stamp(&self) -> Result<ImportStamp> {
        let sql = "SELECT coalesce(max(id), 0) AS newest,
                          count(*) FILTER (WHERE state = 'reverted') AS reverted,
                          (SELECT count(*) FROM erased_person) AS erased FROM import";
        Ok(self.connection().query_row(sql, [], |row| {
            Ok(ImportStamp {
                newest: row.get("newest")?,
                reverted: row.get("reverted")?,
                erased: row.get("erased")?,
            })
        })?)
    }
}

impl WriteTx<'_> {
    /// The source of a platform and one shop on it, made where it is new.
    pub fn ensure_source(&self, platform: &str, name: &str) -> Result<SourceId> {
        if let Some(source) = self.source(platform, name)? {
            return Ok(source);
        }
        self.connection().execute(
            "INSERT INTO source (platform, name) VALUES (:platform, :name)",
            named_params! { ":platform": platform, ":name": name },
        )?;
        Ok(SourceId(self.connection().last_insert_rowid()))
    }

    /// Begins an import.
    pub fn insert_import(&self, now: Timestamp) -> Result<ImportId> {
        self.connection().execute(
            "INSERT INTO import (state, applied_at) VALUES ('applied', :now)",
            named_params! { ":now": now.0 },
        )?;
        self.touch(Topic::Imports);
        Ok(ImportId(self.connection().last_insert_rowid()))
    }

    /// Adds a file to an import; returns its row.
    pub fn insert_import_file(&self, import: ImportId, file: &NewImportFile) -> Result<i64> {
        let sql = include_str!("../sql/imports/insert_file.sql");
        self.connection().execute(sql, named_params! {
            ":import": import.0, ":position": stored(file.position as u64), ":name": file.name,
            ":path": file.path, ":content_hash": file.content_hash, ":platform": file.platform,
            ":kind": file.kind, ":rows": stored(file.rows),
            ":rows_new": stored(file.verdicts[0]), ":rows_updated": stored(file.verdicts[1]),
            ":rows_unchanged": stored(file.verdicts[2]), ":rows_merged": stored(file.verdicts[3]),
            ":rows_ignored": stored(file.verdicts[4]), ":rows_rejected": stored(file.verdicts[5]),
            ":orders_new": stored(file.orders[0]), ":orders_updated": stored(file.orders[1]),
            ":orders_unchanged": stored(file.orders[2]),
            ":customers_new": stored(file.customers[0]),
            ":customers_updated": stored(file.customers[1]),
            ":customers_unchanged": stored(file.customers[2]),
            ":products_new": stored(file.products_new),
            ":newest_at": file.newest_at.map(|at| at.0),
        })?;
        Ok(self.connection().last_insert_rowid())
    }

    /// Keeps a row that could not be understood.
    pub fn insert_rejection(&self, file: i64, rejection: &NewRejection) -> Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT OR IGNORE INTO import_rejection (import_file_id, line, column_name, value, reason)
                 VALUES (:file, :line, :column, :value, :reason)",
            )?
            .execute(named_params! {
                ":file": file, ":line": stored(rejection.line), ":column": rejection.column,
                ":value": rejection.value, ":reason": rejection.reason,
            })?;
        Ok(())
    }
}
