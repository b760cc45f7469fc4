//! What is worked out from the rows: sums of people, and what is left of each grant.

use pannier_core::Timestamp;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::{ReadTx, Result, WriteTx};

/// A person's points, by the account that stands for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerHolder {
    /// The account.
    pub account: i64,
    /// The sum of all their rows, pending ones among them.
    pub points: i64,
    /// Points that were spent and whose grant was taken back since: what they earn next pays them.
    pub owed: i64,
    /// When time changes something next (UTC).
    pub look_at: Option<Timestamp>,
}

/// What is left of the points that a row gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerLot {
    /// The row.
    pub row: i64,
    /// The account that stands for the person.
    pub holder: i64,
    /// Points left, over 0.
    pub points: i64,
    /// When they were earned (UTC).
    pub earned_at: Timestamp,
    /// From when they can be spent (UTC).
    pub counts_from: Timestamp,
    /// When they go (UTC), where they do.
    pub expires_at: Option<Timestamp>,
}

const HOLDERS: &str = "SELECT account_id, points, owed, look_at FROM ledger_holder ";
const LOTS: &str =
    "SELECT row_id, holder_id, points, earned_at, counts_from, expires_at FROM ledger_lot ";

fn holder(row: &Row) -> rusqlite::Result<LedgerHolder> {
    Ok(LedgerHolder {
        account: row.get("account_id")?,
        points: row.get("points")?,
        owed: row.get("owed")?,
        look_at: row.get::<_, Option<i64>>("look_at")?.map(Timestamp),
    })
}

fn lot(row: &Row) -> rusqlite::Result<LedgerLot> {
    Ok(LedgerLot {
        row: row.get("row_id")?,
        holder: row.get("holder_id")?,
        points: row.get("points")?,
        earned_at: Timestamp(row.get("earned_at")?),
        counts_from: Timestamp(row.get("counts_from")?),
        expires_at: row.get::<_, Option<i64>>("expires_at")?.map(Timestamp),
    })
}

impl ReadTx<'_> {
    /// Everyone with points or who had some, by the account that stands for them.
    pub fn ledger_holders(&self) -> Result<Vec<LedgerHolder>> {
        let sql = [HOLDERS, "ORDER BY account_id"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let holders = statement.query_map([], holder)?;
        Ok(holders.collect::<rusqlite::Result<_>>()?)
    }

    /// Those of whom time changes something by then.
    pub fn ledger_holders_due(&self, now: Timestamp) -> Result<Vec<i64>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT account_id FROM ledger_holder WHERE look_at IS NOT NULL AND look_at <= :now",
        )?;
        let due = statement.query_map(named_params! { ":now": now.0 }, |row| row.get(0))?;
        Ok(due.collect::<rusqlite::Result<_>>()?)
    }

    /// A person's points, by the account that stands for them; nothing where they never had any.
    pub fn ledger_holder(&self, account: i64) -> Result<Option<LedgerHolder>> {
        let sql = [HOLDERS, "WHERE account_id = :account"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let params = named_params! { ":account": account };
        Ok(statement.query_row(params, holder).optional()?)
    }

    /// What is left of each of a person's grants, the oldest first.
    pub fn ledger_lots_of(&self, holder: i64) -> Result<Vec<LedgerLot>> {
        let sql = [LOTS, "WHERE holder_id = :holder ORDER BY earned_at, row_id"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let lots = statement.query_map(named_params! { ":holder": holder }, lot)?;
        Ok(lots.collect::<rusqlite::Result<_>>()?)
    }

    /// Points that are left of everybody’s grants, by when they go (UTC), those that stay first.
    pub fn ledger_points_by_expiry(&self) -> Result<Vec<(Option<Timestamp>, i64)>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT expires_at, sum(points) AS points FROM ledger_lot
              GROUP BY expires_at ORDER BY expires_at",
        )?;
        let sums = statement.query_map([], |row| {
            let at: Option<i64> = row.get("expires_at")?;
            Ok((at.map(Timestamp), row.get("points")?))
        })?;
        Ok(sums.collect::<rusqlite::Result<_>>()?)
    }

    /// What is left of everybody's grants, by row.
    pub fn ledger_lots(&self) -> Result<Vec<LedgerLot>> {
        let sql = [LOTS, "ORDER BY row_id"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let lots = statement.query_map([], lot)?;
        Ok(lots.collect::<rusqlite::Result<_>>()?)
    }
}

impl WriteTx<'_> {
    /// Puts what was worked out in the place of what stood there, of these people; of an account
    /// that stands for nobody any more, nothing is put back.
    pub fn put_ledger_sums(
        &self,
        of: &[i64],
        holders: &[LedgerHolder],
        lots: &[LedgerLot],
    ) -> Result<()> {
        let connection = self.connection();
        let all: i64 =
            connection.query_row("SELECT count(*) FROM ledger_holder", [], |row| row.get(0))?;
        if usize::try_from(all).is_ok_and(|all| all <= of.len()) && self.is_all_of_holders(of)? {
            // Row by row, finding each place anew would take most of the time.
            connection.execute_batch("DELETE FROM ledger_lot; DELETE FROM ledger_holder;")?;
        } else {
            let mut lots =
                connection.prepare_cached("DELETE FROM ledger_lot WHERE holder_id = :holder")?;
            let mut holders = connection
                .prepare_cached("DELETE FROM ledger_holder WHERE account_id = :holder")?;
            for account in of {
                lots.execute(named_params! { ":holder": account })?;
                holders.execute(named_params! { ":holder": account })?;
            }
        }
        let mut insert = connection.prepare_cached(
            "INSERT INTO ledger_holder (account_id, points, owed, look_at)
             VALUES (?1, ?2, ?3, ?4)",
        )?;
        for holder in holders {
            insert.execute((
                holder.account,
                holder.points,
                holder.owed,
                holder.look_at.map(|at| at.0),
            ))?;
        }
        let mut insert = connection.prepare_cached(
            "INSERT INTO ledger_lot (row_id, holder_id, points, earned_at, counts_from, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for lot in lots {
            insert.execute((
                lot.row,
                lot.holder,
                lot.points,
                lot.earned_at.0,
                lot.counts_from.0,
                lot.expires_at.map(|at| at.0),
            ))?;
        }
        Ok(())
    }

    fn is_all_of_holders(&self, of: &[i64]) -> Result<bool> {
        let wanted: std::collections::HashSet<i64> = of.iter().copied().collect();
        let mut statement = self
            .connection()
            .prepare_cached("SELECT account_id FROM ledger_holder")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if !wanted.contains(&row.get("account_id")?) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
