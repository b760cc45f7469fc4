//! Blocks of mails that the merchant keeps for other campaigns.

use pannier_core::Timestamp;
use rusqlite::named_params;

use crate::{ReadTx, Result, Topic, WriteTx};

/// A kept block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedBlock {
    /// Its row.
    pub id: i64,
    /// What the merchant calls it.
    pub name: String,
    /// JSON of what it is.
    pub block: String,
    /// When it was kept (UTC).
    pub saved_at: Timestamp,
}

impl ReadTx<'_> {
    /// All kept blocks by their names.
    pub fn saved_blocks(&self) -> Result<Vec<SavedBlock>> {
        let sql = "SELECT id, name, block, saved_at FROM saved_block ORDER BY name";
        let mut statement = self.connection().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(SavedBlock {
                id: row.get("id")?,
                name: row.get("name")?,
                block: row.get("block")?,
                saved_at: Timestamp(row.get("saved_at")?),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl WriteTx<'_> {
    /// Keeps a block, over the one of that name. Gives its row.
    pub fn save_block(&self, name: &str, block: &str, now: Timestamp) -> Result<i64> {
        let mut statement = self.connection().prepare_cached(
            "INSERT INTO saved_block (name, block, saved_at) VALUES (:name, :block, :now)
             ON CONFLICT (name) DO UPDATE SET block = excluded.block, saved_at = excluded.saved_at RETURNING id",
        )?;
        let params = named_params! { ":name": name, ":block": block, ":now": now.0 };
        let id = statement.query_row(params, |row| row.get("id"))?;
        self.touch(Topic::Sending);
        Ok(id)
    }

    /// Takes a kept block away. Whether it was there.
    pub fn remove_block(&self, id: i64) -> Result<bool> {
        let gone = self
            .connection()
            .prepare_cached("DELETE FROM saved_block WHERE id = :id")?
            .execute(named_params! { ":id": id })?;
        self.touch(Topic::Sending);
        Ok(gone > 0)
    }
}
