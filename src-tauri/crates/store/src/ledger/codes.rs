//! Codes at the shop: which orders carried one, and which were written to a file for it.

use pannier_core::{CustomerId, Day, OrderId, Timestamp};
use rusqlite::{Row, named_params};

use crate::{ReadTx, Result, Topic, WriteTx, shop::parsed};

/// An order that carries a code, as far as its codes are looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeOrder {
    /// Its row.
    pub id: OrderId,
    /// Its number as the shop says it.
    pub number: String,
    /// When it was placed (UTC).
    pub placed_at: Timestamp,
    /// The shop's day then.
    pub day: Day,
    /// Whose it is, where that is known.
    pub customer: Option<CustomerId>,
    /// Its codes as the file says them, parted by commas.
    pub codes: String,
}

fn code_order(row: &Row) -> Result<CodeOrder> {
    let day: String = row.get("placed_day")?;
    Ok(CodeOrder {
        id: OrderId(row.get("id")?),
        number: row.get("number")?,
        placed_at: Timestamp(row.get("placed_at")?),
        day: parsed(&day)?,
        customer: row.get::<_, Option<i64>>("customer_id")?.map(CustomerId),
        codes: row.get("discount_codes")?,
    })
}

impl ReadTx<'_> {
    /// Counted orders since a moment that carry any code, in the order in which they were placed.
    pub fn orders_with_codes(&self, since: Timestamp) -> Result<Vec<CodeOrder>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/ledger/orders_with_codes.sql"))?;
        let mut rows = statement.query(named_params! { ":since": since.0 })?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(code_order(row)?);
        }
        Ok(found)
    }

    /// Which orders used which reward, by the row of the reward, as they were placed; orders that
    /// are not in the shop file any more are left out.
    pub fn orders_of_rewards(&self) -> Result<Vec<(i64, CodeOrder)>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/ledger/orders_of_rewards.sql"))?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((row.get("reward_id")?, code_order(row)?));
        }
        Ok(found)
    }
}

impl WriteTx<'_> {
    /// Notes of rewards that their codes were written to a file, where that was not noted before.
    pub fn mark_rewards_exported(&self, rewards: &[i64], now: Timestamp) -> Result<()> {
        let mut mark = self.connection().prepare_cached(
            "UPDATE reward SET exported_at = :now WHERE id = :id AND exported_at IS NULL",
        )?;
        for id in rewards {
            mark.execute(named_params! { ":now": now.0, ":id": id })?;
        }
        self.touch(Topic::Ledger);
        Ok(())
    }
}
