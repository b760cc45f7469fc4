//! The rows of a message as lists show them, and how many there are of each.

use pannier_core::{CustomerId, Timestamp};
use rusqlite::{Row, named_params};

use super::{OutboxState, Reason};
use crate::{Error, ReadTx, Result};

/// Which rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutboxFilter {
    /// In this state alone.
    pub state: Option<OutboxState>,
    /// For this reason alone.
    pub reason: Option<Reason>,
    /// In whose name or address this stands.
    pub search: String,
}

/// A row of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// The row.
    pub id: i64,
    /// The message.
    pub sending: i64,
    /// Whose it is, while anyone is known by the address.
    pub customer: Option<CustomerId>,
    /// Normalised; empty without one, or once its owner was erased.
    pub address: String,
    /// As they are called; may be empty.
    pub name: String,
    /// Where it stands.
    pub state: OutboxState,
    /// Why, where there is something to say.
    pub reason: Option<Reason>,
    /// Tries that the server put off.
    pub attempt: u32,
    /// When it is tried next (UTC); 0: as soon as may be.
    pub next_at: Timestamp,
    /// The opaque part of the Message-ID.
    pub word: String,
    /// How far it came.
    pub stage: String,
    /// The server's words.
    pub said: String,
    /// When its body left last (UTC).
    pub body_at: Option<Timestamp>,
    /// When it changed last (UTC).
    pub updated_at: Timestamp,
}

/// How many rows are in a state for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateCount {
    /// The state.
    pub state: OutboxState,
    /// The reason, where there is one.
    pub reason: Option<Reason>,
    /// Rows.
    pub count: u64,
}

fn reason_of(word: &str) -> Result<Option<Reason>> {
    match word {
        "" => Ok(None),
        word => Reason::stored(word).map(Some),
    }
}

fn outbox_row(row: &Row) -> Result<OutboxRow> {
    Ok(OutboxRow {
        id: row.get("id")?,
        sending: row.get("sending_id")?,
        customer: row.get::<_, Option<i64>>("customer_id")?.map(CustomerId),
        address: row.get("address")?,
        name: row.get("name")?,
        state: OutboxState::stored(row.get_ref("state")?.as_str().unwrap_or_default())?,
        reason: reason_of(row.get_ref("reason")?.as_str().unwrap_or_default())?,
        attempt: row.get("attempt")?,
        next_at: Timestamp(row.get("next_at")?),
        word: row.get("word")?,
        stage: row.get("stage")?,
        said: row.get("said")?,
        body_at: row.get::<_, Option<i64>>("body_at")?.map(Timestamp),
        updated_at: Timestamp(row.get("updated_at")?),
    })
}

impl ReadTx<'_> {
    /// Rows of a message in the order they were planned.
    pub fn outbox_page(
        &self,
        sending: i64,
        filter: &OutboxFilter,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<OutboxRow>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/sending/page.sql"))?;
        let mut rows = statement.query(named_params! {
            ":sending": sending, ":state": filter.state.map(OutboxState::word),
            ":reason": filter.reason.map(Reason::word), ":search": filter.search.to_lowercase(),
            ":limit": i64::try_from(limit).unwrap_or(i64::MAX),
            ":offset": i64::try_from(offset).unwrap_or(i64::MAX),
        })?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(outbox_row(row)?);
        }
        Ok(found)
    }

    /// How many rows of a message fit.
    pub fn outbox_count(&self, sending: i64, filter: &OutboxFilter) -> Result<u64> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/sending/count.sql"))?;
        let count: i64 = statement.query_row(
            named_params! {
                ":sending": sending, ":state": filter.state.map(OutboxState::word),
                ":reason": filter.reason.map(Reason::word), ":search": filter.search.to_lowercase(),
            },
            |row| row.get(0),
        )?;
        Ok(count.unsigned_abs())
    }

    /// Everyone who waits for a message, one by one, in the order they were planned.
    pub fn each_waiting<E: From<Error>>(
        &self,
        sending: i64,
        mut each: impl FnMut(OutboxRow) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_row(
            "SELECT id, sending_id, customer_id, address, name, state, reason, attempt, next_at, word, stage,
                    said, body_at, updated_at
               FROM outbox WHERE sending_id = :sending AND state = 'ready' ORDER BY id",
            sending,
            &mut each,
        )
    }

    fn each_row<E: From<Error>>(
        &self,
        sql: &str,
        sending: i64,
        each: &mut impl FnMut(OutboxRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let broken = |error: rusqlite::Error| E::from(Error::from(error));
        let mut statement = self.connection().prepare_cached(sql).map_err(broken)?;
        let mut rows = statement
            .query(named_params! { ":sending": sending })
            .map_err(broken)?;
        while let Some(row) = rows.next().map_err(broken)? {
            each(outbox_row(row)?)?;
        }
        Ok(())
    }

    /// How many rows of a message there are of each kind.
    pub fn outbox_counts(&self, sending: i64) -> Result<Vec<StateCount>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT state, reason, count(*) AS count FROM outbox WHERE sending_id = :sending
              GROUP BY state, reason ORDER BY state, reason",
        )?;
        let mut rows = statement.query(named_params! { ":sending": sending })?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            counts.push(StateCount {
                state: OutboxState::stored(row.get_ref("state")?.as_str().unwrap_or_default())?,
                reason: reason_of(row.get_ref("reason")?.as_str().unwrap_or_default())?,
                count: row.get::<_, i64>("count")?.unsigned_abs(),
            });
        }
        Ok(counts)
    }

    /// One row.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is not there.
    pub fn outbox_row(&self, id: i64) -> Result<OutboxRow> {
        let found = self.rows_where("id = :value", &id)?.into_iter().next();
        found.ok_or_else(|| Error::Missing("This person is not in the list any more".to_owned()))
    }

    /// The row whose Message-ID has that opaque part.
    pub fn outbox_by_word(&self, word: &str) -> Result<Option<OutboxRow>> {
        Ok(self.rows_where("word = :value", &word)?.into_iter().next())
    }

    /// All rows of an address, the newest first.
    pub fn outbox_of_address(&self, hash: &[u8; 32]) -> Result<Vec<OutboxRow>> {
        self.rows_where("address_hash = :value", hash)
    }

    /// All rows of a customer, the newest first.
    pub fn outbox_of_customer(&self, customer: CustomerId) -> Result<Vec<OutboxRow>> {
        self.rows_where("customer_id = :value", &customer.0)
    }

    /// Rows of which it is not known whether they were sent.
    pub fn uncertain_rows(&self) -> Result<Vec<OutboxRow>> {
        // In words: an index of a part is not taken for a value that is given.
        self.rows_where("state = 'uncertain' AND :value", &true)
    }

    fn rows_where(
        &self,
        condition: &'static str,
        value: &dyn rusqlite::ToSql,
    ) -> Result<Vec<OutboxRow>> {
        // The condition is one of those above.
        let sql = format!(
            "SELECT id, sending_id, customer_id, address, name, state, reason, attempt, next_at, word, stage,
                    said, body_at, updated_at FROM outbox WHERE {condition} ORDER BY id DESC"
        );
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut rows = statement.query(named_params! { ":value": value })?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(outbox_row(row)?);
        }
        Ok(found)
    }
}
