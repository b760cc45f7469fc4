//! Refunds that lead to no order.

use pannier_core::{Currency, Timestamp};
use rusqlite::named_params;

use crate::{ReadTx, Result};

impl ReadTx<'_> {
    /// How many refunds without an order were made in `[from, until)`, and what they come to in
    /// minor units of `currency`. Those in other currencies are left out.
    pub fn loose_refunds(
        &self,
        currency: Currency,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<(u64, i64)> {
        let mut statement = self.connection().prepare_cached(
            "SELECT count(*) AS refunds, coalesce(sum(amount), 0) AS amount FROM refund
              WHERE order_id IS NULL AND attached_order_id IS NULL AND currency = :currency
                AND refunded_at >= :from AND refunded_at < :until",
        )?;
        let params = named_params! {
            ":currency": currency.code(), ":from": from.0, ":until": until.0,
        };
        Ok(statement.query_row(params, |row| {
            let refunds: i64 = row.get("refunds")?;
            Ok((u64::try_from(refunds).unwrap_or(0), row.get("amount")?))
        })?)
    }
}
