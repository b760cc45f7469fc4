//! How much there is of what is neither an order nor a customer.

use crate::{ReadTx, Result};

/// How much there is of each kind of record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeptTotals {
    /// Products of the catalogue.
    pub products: i64,
    /// Their variants.
    pub variants: i64,
    /// Variants that orders have sold.
    pub variants_sold: i64,
    /// Carts that were left behind.
    pub checkouts: i64,
    /// Of them, those whose customer ordered within 30 days.
    pub checkouts_recovered: i64,
    /// Payments, refunds and reservations.
    pub payments: i64,
    /// Of them, those of an order that is here.
    pub payments_matched: i64,
    /// Refunds of which no file says the order.
    pub unattached_refunds: i64,
    /// Views, wishes and carts.
    pub behaviour: i64,
    /// Of them, those of a customer that is here.
    pub behaviour_of_customers: i64,
}

impl ReadTx<'_> {
    /// How much there is of each kind of record besides orders and customers.
    pub fn kept_totals(&self) -> Result<KeptTotals> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../../sql/kept/totals.sql"))?;
        Ok(statement.query_row([], |row| {
            Ok(KeptTotals {
                products: row.get("products")?,
                variants: row.get("variants")?,
                variants_sold: row.get("variants_sold")?,
                checkouts: row.get("checkouts")?,
                checkouts_recovered: row.get("checkouts_recovered")?,
                payments: row.get("payments")?,
                payments_matched: row.get("payments_matched")?,
                unattached_refunds: row.get("unattached_refunds")?,
                behaviour: row.get("behaviour")?,
                behaviour_of_customers: row.get("behaviour_of_customers")?,
            })
        })?)
    }
}
