//! What undoing an import would leave, since something later depends on it.

use pannier_core::ImportId;
use rusqlite::named_params;

use crate::{ReadTx, Result};

/// What of an import stays in the shop file when it is undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UndoKeeps {
    /// Orders it brought that a later import has too: they stay as that one says them.
    pub orders: u64,
    /// Customers it brought whom another import knows too.
    pub customers: u64,
    /// People who said no with it: no undo lifts that.
    pub noes: u64,
    /// Products, payments, carts and the like that another import has too.
    pub records: u64,
    /// Joinings of customers it speaks of: the merchant's word stands.
    pub joinings: u64,
}

impl ReadTx<'_> {
    /// What would stay if the import were undone now.
    pub fn undo_keeps(&self, import: ImportId) -> Result<UndoKeeps> {
        let sql = include_str!("../sql/imports/undo_keeps.sql");
        let params = named_params! { ":import": import.0 };
        let kept = self.connection().query_row(sql, params, |row| {
            let count = |name: &str| row.get::<_, i64>(name).map(i64::unsigned_abs);
            Ok(UndoKeeps {
                orders: count("orders")?,
                customers: count("customers")?,
                noes: count("noes")?,
                records: count("records")?,
                joinings: count("joinings")?,
            })
        })?;
        Ok(kept)
    }
}
