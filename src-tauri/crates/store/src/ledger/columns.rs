//! Points and rewards of everyone at once.

use pannier_core::{Currency, CustomerId, Day, Timestamp};
use rusqlite::named_params;

use super::orders::Days;
use crate::{ReadTx, Result};

impl ReadTx<'_> {
    /// What everyone can spend at a moment, by customer. Customers who are one person have the same
    /// points, each of them all.
    pub fn spendable_points(&self, now: Timestamp) -> Result<Vec<(CustomerId, i64)>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/ledger/spendable.sql"))?;
        let found = statement.query_map(named_params! { ":now": now.0 }, |row| {
            Ok((CustomerId(row.get("customer_id")?), row.get("points")?))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Rewards that were given out and can be used on a day, by customer whose account they are on.
    pub fn open_rewards(&self, day: Day) -> Result<Vec<(CustomerId, u32)>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/ledger/open_rewards.sql"))?;
        let found = statement.query_map(named_params! { ":day": day.to_string() }, |row| {
            Ok((CustomerId(row.get("customer_id")?), row.get("rewards")?))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// When the next points can be spent that cannot yet (UTC).
    pub fn next_release(&self, now: Timestamp) -> Result<Option<Timestamp>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT min(counts_from) FROM ledger_lot WHERE counts_from > :now")?;
        let at = statement.query_row(named_params! { ":now": now.0 }, |row| row.get(0))?;
        Ok(Option::<i64>::map(at, Timestamp))
    }

    /// Birthdays that customers files say, as month and day, such as `05-14`.
    pub fn birthdays(&self) -> Result<Vec<(CustomerId, String)>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT id, birthday FROM customer WHERE birthday <> ''")?;
        let found = statement.query_map([], |row| {
            Ok((CustomerId(row.get("id")?), row.get("birthday")?))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Goods of the counted orders in a currency since a day, in minor units, each with whose and
    /// when, in any order.
    pub fn counted_goods_since(
        &self,
        from: Day,
        currency: Currency,
    ) -> Result<Vec<(CustomerId, Day, i64)>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/ledger/counted_goods.sql"))?;
        let from = from.to_string();
        let mut rows =
            statement.query(named_params! { ":from": from, ":currency": currency.code() })?;
        let mut days = Days::default();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let day = days.read(row.get_ref("placed_day")?.as_str().unwrap_or_default())?;
            found.push((CustomerId(row.get("customer_id")?), day, row.get("goods")?));
        }
        Ok(found)
    }
}
