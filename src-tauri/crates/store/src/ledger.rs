//! The ledger of points: rows that are only ever added, whose they are, and what is worked out
//! from them.
//!
//! What the rows should be is decided by the crate `loyalty`; here they are read and written.

mod accounts;
mod assumed;
mod balances;
mod codes;
mod columns;
mod decisions;
mod derived;
mod due;
mod entries;
mod orders;
mod programmes;
mod rewards;
mod starts;
mod tiers;
mod write;

use pannier_core::Timestamp;
use rusqlite::{Row, named_params};

pub use accounts::LedgerAccount;
pub use assumed::AssumedOfPoints;
pub use balances::OpeningBalance;
pub use codes::CodeOrder;
pub use derived::{LedgerHolder, LedgerLot};
pub use due::LedgerDue;
pub use entries::LedgerEntry;
pub use orders::{EarningLine, EarningOrder, LedgerOrder, SoldThing};
pub use programmes::ProgrammeRecord;
pub use rewards::{NewReward, RewardRecord};
pub use starts::{StartPerson, StartRecord};
pub use tiers::TierReward;

use crate::{Error, ReadTx, Result};

/// Why points were given or taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LedgerKind {
    /// Given for an order.
    Earn,
    /// Takes a grant, or an expiry, back; gives back what was taken too much of a grant.
    Reverse,
    /// Spent on a reward.
    Redeem,
    /// A reward was taken back.
    Unredeem,
    /// Too old.
    Expire,
    /// By the merchant's hand.
    Adjust,
    /// Brought from another programme.
    Opening,
    /// Given for something else than what an order is worth.
    Bonus,
}

impl LedgerKind {
    /// The word that stands in the shop file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Earn => "earn",
            Self::Reverse => "reverse",
            Self::Redeem => "redeem",
            Self::Unredeem => "unredeem",
            Self::Expire => "expire",
            Self::Adjust => "adjust",
            Self::Opening => "opening",
            Self::Bonus => "bonus",
        }
    }

    fn of(word: &str) -> Result<Self> {
        Ok(match word {
            "earn" => Self::Earn,
            "reverse" => Self::Reverse,
            "redeem" => Self::Redeem,
            "unredeem" => Self::Unredeem,
            "expire" => Self::Expire,
            "adjust" => Self::Adjust,
            "opening" => Self::Opening,
            "bonus" => Self::Bonus,
            _ => return Err(Error::Damaged(format!("“{word}” is no kind of points"))),
        })
    }
}

/// A row of the ledger. Times are UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its number.
    pub id: i64,
    /// Whose.
    pub account: i64,
    /// Given, or taken where negative; never 0.
    pub points: i64,
    /// Why.
    pub kind: LedgerKind,
    /// When it was written down.
    pub recorded_at: Timestamp,
    /// When what caused it happened.
    pub effective_at: Timestamp,
    /// From when it counts.
    pub counts_from: Timestamp,
    /// The order that caused it, a row of [`LedgerOrder`].
    pub order: Option<i64>,
    /// What of the rule: 0 the buyer's, others as `loyalty` has them.
    pub part: u8,
    /// The rule of the programme that gave it; 0 where none did.
    pub rule: u32,
    /// How often the same was granted and wholly taken back before.
    pub sequence: u32,
    /// The programme that decided.
    pub programme: Option<i64>,
    /// The row that it takes back.
    pub reverses: Option<i64>,
    /// Of expiry and what takes it back: the row whose points expired.
    pub lot: Option<i64>,
    /// Of points from another programme: when they go, where that one said so.
    pub expires_at: Option<Timestamp>,
}

const ROWS: &str = "SELECT id, account_id, points, kind, recorded_at, effective_at, counts_from,
  order_id, part, rule, sequence, programme_id, reverses, lot_id, expires_at FROM ledger ";

fn ledger_row(row: &Row) -> Result<LedgerRow> {
    let kind = LedgerKind::of(row.get_ref("kind")?.as_str().unwrap_or_default())?;
    Ok(LedgerRow {
        id: row.get("id")?,
        account: row.get("account_id")?,
        points: row.get("points")?,
        kind,
        recorded_at: Timestamp(row.get("recorded_at")?),
        effective_at: Timestamp(row.get("effective_at")?),
        counts_from: Timestamp(row.get("counts_from")?),
        order: row.get("order_id")?,
        part: row.get("part")?,
        rule: row.get("rule")?,
        sequence: row.get("sequence")?,
        programme: row.get("programme_id")?,
        reverses: row.get("reverses")?,
        lot: row.get("lot_id")?,
        expires_at: row.get::<_, Option<i64>>("expires_at")?.map(Timestamp),
    })
}

impl ReadTx<'_> {
    /// Every row of the ledger, in the order they were written.
    pub fn ledger_rows(&self) -> Result<Vec<LedgerRow>> {
        let mut statement = self.connection().prepare_cached(ROWS)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(ledger_row(row)?);
        }
        found.sort_unstable_by_key(|row| row.id);
        Ok(found)
    }

    /// The rows of an account, added in the order they were written.
    pub fn ledger_rows_of_account(&self, account: i64, into: &mut Vec<LedgerRow>) -> Result<()> {
        let sql = [ROWS, "WHERE account_id = :id ORDER BY id"].concat();
        self.ledger_rows_where(&sql, account, into)
    }

    /// The rows that an order caused, with what was taken back of them.
    pub fn ledger_rows_of_order(&self, order: i64, into: &mut Vec<LedgerRow>) -> Result<()> {
        let sql = [
            ROWS,
            "WHERE order_id = :id AND order_id IS NOT NULL AND reverses IS NULL",
        ]
        .concat();
        let first = into.len();
        self.ledger_rows_where(&sql, order, into)?;
        let sql = [ROWS, "WHERE reverses = :id AND reverses IS NOT NULL"].concat();
        for place in first..into.len() {
            self.ledger_rows_where(&sql, into[place].id, into)?;
        }
        Ok(())
    }

    /// One row.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none with that number.
    pub fn ledger_row(&self, id: i64) -> Result<LedgerRow> {
        let sql = [ROWS, "WHERE id = :id"].concat();
        let mut found = Vec::new();
        self.ledger_rows_where(&sql, id, &mut found)?;
        let missing = || Error::Missing(format!("There is no line number {id} in the ledger"));
        found.first().copied().ok_or_else(missing)
    }

    fn ledger_rows_where(&self, sql: &str, id: i64, into: &mut Vec<LedgerRow>) -> Result<()> {
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query(named_params! { ":id": id })?;
        while let Some(row) = rows.next()? {
            into.push(ledger_row(row)?);
        }
        Ok(())
    }

    /// The newest rows of the ledger, the newest first, older than a row where one is named.
    pub fn newest_ledger_rows(&self, before: Option<i64>, most: u32) -> Result<Vec<LedgerRow>> {
        let sql = [
            ROWS,
            "WHERE id < coalesce(:before, 9223372036854775807) ORDER BY id DESC LIMIT :most",
        ]
        .concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut rows = statement.query(named_params! { ":before": before, ":most": most })?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(ledger_row(row)?);
        }
        Ok(found)
    }

    /// Whether a programme was ever set, so that changes of orders have to be posted.
    pub fn has_programme(&self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM programme)";
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}
