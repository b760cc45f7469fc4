//! What the merchant said of the columns of files, kept for the next file with the same header.

use pannier_core::Timestamp;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::{Error, ReadTx, Result, Topic, WriteTx};

/// A mapping that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingRecord {
    /// Its row.
    pub id: i64,
    /// The merchant's name for it.
    pub name: String,
    /// What the header of its files is known by.
    pub header_key: String,
    /// What the columns mean, as the import crate writes it.
    pub text: String,
    /// When it was kept (UTC).
    pub saved_at: Timestamp,
}

fn record(row: &Row) -> rusqlite::Result<MappingRecord> {
    Ok(MappingRecord {
        id: row.get("id")?,
        name: row.get("name")?,
        header_key: row.get("header_key")?,
        text: row.get("mapping")?,
        saved_at: Timestamp(row.get("saved_at")?),
    })
}

impl ReadTx<'_> {
    /// All mappings, by name.
    pub fn mappings(&self) -> Result<Vec<MappingRecord>> {
        let sql =
            "SELECT id, name, header_key, mapping, saved_at FROM import_mapping ORDER BY name, id";
        let mut statement = self.connection().prepare_cached(sql)?;
        let records = statement.query_map([], record)?;
        Ok(records.collect::<rusqlite::Result<_>>()?)
    }

    /// One mapping.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none with that number.
    pub fn mapping(&self, id: i64) -> Result<MappingRecord> {
        let all = self.mappings()?;
        all.into_iter()
            .find(|mapping| mapping.id == id)
            .ok_or_else(|| Error::Missing(format!("There is no saved mapping number {id}")))
    }

    /// The mapping of files with that header, if any.
    pub fn mapping_of(&self, header_key: &str) -> Result<Option<MappingRecord>> {
        let sql = "SELECT id, name, header_key, mapping, saved_at FROM import_mapping
                    WHERE header_key = :key";
        let mut statement = self.connection().prepare_cached(sql)?;
        let params = named_params! { ":key": header_key };
        Ok(statement.query_row(params, record).optional()?)
    }
}

impl WriteTx<'_> {
    /// Keeps a mapping; one for the same header gives way to it. Returns its row.
    pub fn save_mapping(
        &self,
        name: &str,
        header_key: &str,
        text: &str,
        now: Timestamp,
    ) -> Result<i64> {
        let id = self
            .connection()
            .prepare_cached(
                "INSERT INTO import_mapping (name, header_key, mapping, saved_at)
                 VALUES (:name, :key, :text, :now)
                 ON CONFLICT (header_key) DO UPDATE SET name = :name, mapping = :text, saved_at = :now
                 RETURNING id",
            )?
            .query_row(
                named_params! { ":name": name, ":key": header_key, ":text": text, ":now": now.0 },
                |row| row.get(0),
            )?;
        self.touch(Topic::Imports);
        Ok(id)
    }

    /// Forgets a mapping. What was imported by it stays.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none with that number.
    pub fn delete_mapping(&self, id: i64) -> Result<()> {
        let gone = self
            .connection()
            .prepare_cached("DELETE FROM import_mapping WHERE id = :id")?
            .execute(named_params! { ":id": id })?;
        if gone == 0 {
            return Err(Error::Missing(format!(
                "There is no saved mapping number {id}"
            )));
        }
        self.touch(Topic::Imports);
        Ok(())
    }
}
