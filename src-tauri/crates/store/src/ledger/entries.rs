//! Rows of the ledger with all that is said of them on a screen.

use pannier_core::{CustomerId, Money, Timestamp};
use rusqlite::{OptionalExtension, Row, named_params};

use super::{LedgerKind, LedgerRow, ledger_row};
use crate::{ReadTx, Result, shop::parsed};

/// A row of the ledger with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// The row.
    pub row: LedgerRow,
    /// Whose it is, while they are in the shop file.
    pub customer: Option<CustomerId>,
    /// The number of the order that caused it and what its goods come to, while it is in the shop
    /// file.
    pub order: Option<(String, Money)>,
    /// Why, in the merchant's words.
    pub reason: Option<String>,
    /// The code of the reward that it paid for or gave back, and JSON of what that gives.
    pub reward: Option<(String, String)>,
    /// The row that it takes back: points, when they came (UTC), and why.
    pub takes_back: Option<(i64, Timestamp, LedgerKind)>,
}

impl ReadTx<'_> {
    /// Rows of the ledger by their numbers, in that order; numbers that no row has are left out.
    pub fn ledger_entries(&self, ids: &[i64]) -> Result<Vec<LedgerEntry>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/ledger/entry.sql"))?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let params = named_params! { ":id": id };
            let one = statement.query_row(params, |row| Ok(entry(row)));
            found.extend(one.optional()?.transpose()?);
        }
        Ok(found)
    }
}

fn entry(row: &Row) -> Result<LedgerEntry> {
    let order = match row.get::<_, Option<String>>("order_number")? {
        Some(number) => {
            let currency: String = row.get("order_currency")?;
            let goods = Money::new(row.get("order_goods")?, parsed(&currency)?);
            Some((number, goods))
        }
        None => None,
    };
    let takes_back = match row.get::<_, Option<i64>>("back_points")? {
        Some(points) => {
            let kind = LedgerKind::of(row.get_ref("back_kind")?.as_str().unwrap_or_default())?;
            Some((points, Timestamp(row.get("back_at")?), kind))
        }
        None => None,
    };
    Ok(LedgerEntry {
        row: ledger_row(row)?,
        customer: row.get::<_, Option<i64>>("customer_id")?.map(CustomerId),
        order,
        reason: row.get("reason")?,
        reward: row.get::<_, Option<String>>("code")?.zip(row.get("terms")?),
        takes_back,
    })
}
