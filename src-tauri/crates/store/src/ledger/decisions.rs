//! What the merchant said of rows of the ledger, in words.

use rusqlite::{OptionalExtension, named_params};

use crate::{ReadTx, Result, WriteTx};

impl ReadTx<'_> {
    /// Why a row is there, where the merchant said.
    pub fn ledger_reason(&self, row: i64) -> Result<Option<String>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT reason FROM ledger_reason WHERE row_id = :row")?;
        let params = named_params! { ":row": row };
        Ok(statement.query_row(params, |row| row.get(0)).optional()?)
    }
}

impl WriteTx<'_> {
    /// Says why a row is there. Nothing is kept of no words.
    pub fn insert_ledger_reason(&self, row: i64, reason: &str) -> Result<()> {
        if reason.is_empty() {
            return Ok(());
        }
        self.connection()
            .prepare_cached("INSERT INTO ledger_reason (row_id, reason) VALUES (:row, :reason)")?
            .execute(named_params! { ":row": row, ":reason": reason })?;
        Ok(())
    }
}
