//! What changed and was not posted yet, and how far the clock was followed.

use pannier_core::Timestamp;
use rusqlite::{OptionalExtension, named_params};

use crate::{ReadTx, Result, WriteTx};

/// So many orders or customers are sooner looked at all together.
const MANY: usize = 20_000;

/// What has to be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerDue {
    /// What has, or had, these rows.
    These {
        /// Rows of orders.
        orders: Vec<i64>,
        /// Rows of customers.
        customers: Vec<i64>,
    },
    /// Everything.
    All,
}

impl LedgerDue {
    fn of(mut orders: Vec<i64>, mut customers: Vec<i64>) -> Self {
        for rows in [&mut orders, &mut customers] {
            rows.sort_unstable();
            rows.dedup();
        }
        if orders.len().max(customers.len()) > MANY {
            Self::All
        } else {
            Self::These { orders, customers }
        }
    }
}

impl ReadTx<'_> {
    /// The clock of the last posting (UTC), and who was joined then.
    pub fn ledger_state(&self) -> Result<Option<(Timestamp, String)>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT caught_up_to, joined FROM ledger_state")?;
        Ok(statement
            .query_row([], |row| {
                Ok((Timestamp(row.get("caught_up_to")?), row.get("joined")?))
            })
            .optional()?)
    }
}

impl ReadTx<'_> {
    /// Whether earlier transactions left anything to be posted.
    pub fn has_ledger_due(&self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM ledger_due)";
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}

impl WriteTx<'_> {
    /// What has to be posted: what earlier transactions left, and what this one changed so far.
    /// It counts as posted from here on.
    pub fn take_ledger_due(&self) -> Result<LedgerDue> {
        let connection = self.connection();
        let (mut orders, mut customers, mut is_all) = (Vec::new(), Vec::new(), false);
        {
            let mut statement = connection.prepare_cached("SELECT what, id FROM ledger_due")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                match row.get_ref("what")?.as_str().unwrap_or_default() {
                    "order" => orders.push(row.get("id")?),
                    "customer" => customers.push(row.get("id")?),
                    "products" => {}
                    _ => is_all = true,
                }
            }
        }
        if is_all || !orders.is_empty() || !customers.is_empty() {
            connection.execute("DELETE FROM ledger_due", [])?;
        }
        let mut changes = self.changes.borrow_mut();
        match changes.not_posted() {
            Some((changed, touched)) => {
                orders.extend(changed);
                customers.extend(touched);
            }
            None => is_all = true,
        }
        changes.mark_posted();
        Ok(if is_all {
            LedgerDue::All
        } else {
            LedgerDue::of(orders, customers)
        })
    }

    /// What the products file says changed: rules may mean other products than before.
    pub(crate) fn products_are_due(&self) -> Result<()> {
        if self.has_programme()? {
            self.connection().execute(
                "INSERT OR IGNORE INTO ledger_due (what, id) VALUES ('products', 0)",
                [],
            )?;
        }
        Ok(())
    }

    /// Whether what the products file says changed since this was asked last.
    pub fn take_products_due(&self) -> Result<bool> {
        let sql = "DELETE FROM ledger_due WHERE what = 'products'";
        Ok(self.connection().prepare_cached(sql)?.execute([])? > 0)
    }

    /// Everything has to be posted anew: what decides changed.
    pub fn everything_is_due(&self) -> Result<()> {
        self.connection().execute(
            "INSERT OR IGNORE INTO ledger_due (what, id) VALUES ('all', 0)",
            [],
        )?;
        Ok(())
    }

    /// Keeps what this transaction changed and nobody posted, where there is a programme.
    pub(crate) fn keep_ledger_due(&self) -> Result<()> {
        let changes = self.changes.borrow();
        let left = match changes.not_posted() {
            Some(([], [])) => return Ok(()),
            _ if !self.has_programme()? => return Ok(()),
            Some((orders, customers)) => LedgerDue::of(orders.to_vec(), customers.to_vec()),
            None => LedgerDue::All,
        };
        let LedgerDue::These { orders, customers } = left else {
            return self.everything_is_due();
        };
        let mut insert = self
            .connection()
            .prepare_cached("INSERT OR IGNORE INTO ledger_due (what, id) VALUES (?1, ?2)")?;
        for (what, rows) in [("order", orders), ("customer", customers)] {
            for id in rows {
                insert.execute((what, id))?;
            }
        }
        Ok(())
    }

    /// Notes the clock of a posting, and who was joined then.
    pub fn put_ledger_state(&self, now: Timestamp, joined: &str) -> Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT INTO ledger_state (id, caught_up_to, joined) VALUES (1, :now, :joined)
                 ON CONFLICT (id) DO UPDATE SET caught_up_to = :now, joined = :joined",
            )?
            .execute(named_params! { ":now": now.0, ":joined": joined })?;
        Ok(())
    }
}
