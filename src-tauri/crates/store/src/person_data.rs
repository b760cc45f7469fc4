//! All that is held of one person, to be handed to them.

use std::collections::BTreeSet;

use pannier_core::{CustomerId, OrderId, Timestamp};
use rusqlite::named_params;

use crate::{
    BehaviourRecord, CheckoutRecord, Error, PaymentRecord, ReadTx, Result,
    import_write::{CustomerContent, SaidProfile},
};

/// What one row of a customers file said of someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidRecord {
    /// The file.
    pub file: String,
    /// The line where the row begins.
    pub line: u64,
    /// When it was imported (UTC).
    pub imported_at: Timestamp,
    /// What it said of them.
    pub content: CustomerContent,
}

/// A list on which someone stood when it was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRecord {
    /// The name of the segment then.
    pub name: String,
    /// When it was frozen (UTC).
    pub taken_at: Timestamp,
}

impl ReadTx<'_> {
    /// What customers files that stand say of these customers, who are one person.
    pub fn said_of(&self, ids: &BTreeSet<CustomerId>) -> Result<Vec<SaidRecord>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/customers/said_of.sql"))?;
        let mut said = Vec::new();
        for id in ids {
            let mut rows = statement.query(named_params! { ":id": id.0 })?;
            while let Some(row) = rows.next()? {
                let json = row.get_ref("profile")?.as_str().unwrap_or_default();
                let profile: SaidProfile = serde_json::from_str(json).map_err(|e| {
                    Error::Damaged(format!("what a customers file said cannot be read: {e}"))
                })?;
                said.push(SaidRecord {
                    file: row.get("file")?,
                    line: row.get::<_, i64>("line")?.unsigned_abs(),
                    imported_at: Timestamp(row.get("applied_at")?),
                    content: profile.content,
                });
            }
        }
        Ok(said)
    }

    /// Orders of these customers, the oldest first.
    pub fn person_orders(&self, ids: &BTreeSet<CustomerId>) -> Result<Vec<OrderId>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT id, placed_at FROM orders WHERE customer_id = :id")?;
        let mut orders: Vec<(i64, OrderId)> = Vec::new();
        for id in ids {
            let found = statement.query_map(named_params! { ":id": id.0 }, |row| {
                Ok((row.get("placed_at")?, OrderId(row.get("id")?)))
            })?;
            for order in found {
                orders.push(order?);
            }
        }
        orders.sort_unstable_by_key(|(at, id)| (*at, id.0));
        Ok(orders.into_iter().map(|(_, id)| id).collect())
    }

    /// Carts that these customers left behind.
    pub fn checkouts_of(&self, ids: &BTreeSet<CustomerId>) -> Result<Vec<CheckoutRecord>> {
        let mut all = Vec::new();
        for id in ids {
            let params = named_params! { ":id": id.0 };
            all.extend(self.some_checkouts("WHERE customer_id = :id", params)?);
        }
        Ok(all)
    }

    /// Payments of these customers' orders.
    pub fn payments_of(&self, ids: &BTreeSet<CustomerId>) -> Result<Vec<PaymentRecord>> {
        let mut all = Vec::new();
        for id in ids {
            let params = named_params! { ":id": id.0 };
            all.extend(self.some_payments("WHERE o.customer_id = :id", params)?);
        }
        Ok(all)
    }

    /// What these customers did on the site.
    pub fn behaviour_of(&self, ids: &BTreeSet<CustomerId>) -> Result<Vec<BehaviourRecord>> {
        let mut all = Vec::new();
        for id in ids {
            let params = named_params! { ":id": id.0 };
            all.extend(self.some_behaviour("WHERE p.customer_id = :id", params)?);
        }
        Ok(all)
    }

    /// Frozen lists on which these customers stood.
    pub fn lists_of(&self, ids: &BTreeSet<CustomerId>) -> Result<Vec<ListedRecord>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT s.name, s.taken_at
               FROM segment_snapshot_person p JOIN segment_snapshot s ON s.id = p.snapshot_id
              WHERE p.customer_id = :id ORDER BY s.taken_at",
        )?;
        let mut lists = Vec::new();
        for id in ids {
            let found = statement.query_map(named_params! { ":id": id.0 }, |row| {
                Ok(ListedRecord {
                    name: row.get("name")?,
                    taken_at: Timestamp(row.get("taken_at")?),
                })
            })?;
            for list in found {
                lists.push(list?);
            }
        }
        Ok(lists)
    }
}
