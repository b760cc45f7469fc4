//! What people had in another programme, as far as the ledger opens with it.

use pannier_core::{CustomerId, SourceId, Timestamp};
use rusqlite::{Row, named_params};

use crate::{BalanceContent, ReadTx, Result};

/// What someone had in another programme, as the imports that stand say. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningBalance {
    /// Its row.
    pub id: i64,
    /// Where it comes from.
    pub source: SourceId,
    /// Whose it is, where that is known.
    pub customer: Option<CustomerId>,
    /// Points, 0 or more.
    pub points: i64,
    /// Since when they had them.
    pub earned_at: Timestamp,
    /// When they go, where the other programme said so.
    pub expires_at: Option<Timestamp>,
    /// In the words of the file, or empty.
    pub note: String,
}

const BALANCES: &str = "SELECT id, source_id, customer_id, points, earned_at, expires_at, note
   FROM points_balance ";

fn balance(row: &Row) -> rusqlite::Result<OpeningBalance> {
    Ok(OpeningBalance {
        id: row.get("id")?,
        source: SourceId(row.get("source_id")?),
        customer: row.get::<_, Option<i64>>("customer_id")?.map(CustomerId),
        points: row.get("points")?,
        earned_at: Timestamp(row.get("earned_at")?),
        expires_at: row.get::<_, Option<i64>>("expires_at")?.map(Timestamp),
        note: row.get("note")?,
    })
}

impl ReadTx<'_> {
    /// All of them.
    pub fn opening_balances(&self) -> Result<Vec<OpeningBalance>> {
        let sql = [BALANCES, "ORDER BY id"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let found = statement.query_map([], balance)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Those of a customer, added by row.
    pub fn opening_balances_of(
        &self,
        customer: CustomerId,
        into: &mut Vec<OpeningBalance>,
    ) -> Result<()> {
        let sql = [
            BALANCES,
            "WHERE customer_id = :customer AND customer_id IS NOT NULL ORDER BY id",
        ]
        .concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        for found in statement.query_map(named_params! { ":customer": customer.0 }, balance)? {
            into.push(found?);
        }
        Ok(())
    }

    /// Whether one customer alone is known by what a file says of a balance.
    pub fn knows_whose(&self, said: &BalanceContent) -> Result<bool> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/ledger/knows_whose.sql"))?;
        let params = named_params! { ":email": said.email, ":key": said.customer_key };
        Ok(statement.query_row(params, |row| row.get(0))?)
    }

    /// One of them, where it is there.
    pub fn opening_balance(&self, id: i64) -> Result<Option<OpeningBalance>> {
        let sql = [BALANCES, "WHERE id = :id"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut found = statement.query_map(named_params! { ":id": id }, balance)?;
        Ok(found.next().transpose()?)
    }
}
