//! A start by chance: who gets the programme when, frozen before it begins.

use pannier_core::{CustomerId, Timestamp};
use rusqlite::{OptionalExtension, named_params};

use crate::{ReadTx, Result, Topic, WriteTx};

/// A start by chance. Times are UTC, shares are millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartRecord {
    /// Its row.
    pub id: i64,
    /// When it was set.
    pub set_at: Timestamp,
    /// When some get the programme.
    pub starts_at: Timestamp,
    /// When the others get it too, and the window closes.
    pub later_at: Timestamp,
    /// Of the people, the part that gets it later.
    pub later_share: i64,
    /// The smallest effect worth having, of orders a person.
    pub smallest: i64,
    /// When everybody was given it before its time.
    pub stopped_at: Option<Timestamp>,
}

/// Someone of a start by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartPerson {
    /// Their account.
    pub account: i64,
    /// The customer it is of, while anyone is known by one of its words.
    pub customer: Option<CustomerId>,
    /// They get the programme later.
    pub is_later: bool,
}

impl ReadTx<'_> {
    /// The start by chance, where one was set: the newest.
    pub fn loyalty_start(&self) -> Result<Option<StartRecord>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, set_at, starts_at, later_at, later_share, smallest, stopped_at
               FROM loyalty_start ORDER BY id DESC LIMIT 1",
        )?;
        let found = statement.query_row([], |row| {
            Ok(StartRecord {
                id: row.get("id")?,
                set_at: Timestamp(row.get("set_at")?),
                starts_at: Timestamp(row.get("starts_at")?),
                later_at: Timestamp(row.get("later_at")?),
                later_share: row.get("later_share")?,
                smallest: row.get("smallest")?,
                stopped_at: row.get::<_, Option<i64>>("stopped_at")?.map(Timestamp),
            })
        });
        Ok(found.optional()?)
    }

    /// Who was drawn into it, by account.
    pub fn loyalty_start_people(&self, start: i64) -> Result<Vec<StartPerson>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT p.account_id, a.customer_id, p.is_later
               FROM loyalty_start_person p JOIN ledger_account a ON a.id = p.account_id
              WHERE p.start_id = :start ORDER BY p.account_id",
        )?;
        let people = statement.query_map(named_params! { ":start": start }, |row| {
            Ok(StartPerson {
                account: row.get("account_id")?,
                customer: row.get::<_, Option<i64>>("customer_id")?.map(CustomerId),
                is_later: row.get("is_later")?,
            })
        })?;
        Ok(people.collect::<rusqlite::Result<_>>()?)
    }
}

impl WriteTx<'_> {
    /// Sets a start by chance. Its number is given, since who is drawn depends on it: the next
    /// that is free.
    pub fn insert_loyalty_start(&self, start: &StartRecord) -> Result<()> {
        self.connection().execute(
            "INSERT INTO loyalty_start (id, set_at, starts_at, later_at, later_share, smallest)
             VALUES (:id, :set, :starts, :later, :share, :smallest)",
            named_params! {
                ":id": start.id, ":set": start.set_at.0, ":starts": start.starts_at.0,
                ":later": start.later_at.0, ":share": start.later_share,
                ":smallest": start.smallest,
            },
        )?;
        self.everything_is_due()?;
        self.touch(Topic::Ledger);
        Ok(())
    }

    /// Freezes who gets the programme when.
    pub fn insert_loyalty_start_people(&self, start: i64, people: &[(i64, bool)]) -> Result<()> {
        let mut insert = self.connection().prepare_cached(
            "INSERT INTO loyalty_start_person (start_id, account_id, is_later) VALUES (?1, ?2, ?3)",
        )?;
        for (account, is_later) in people {
            insert.execute((start, account, is_later))?;
        }
        Ok(())
    }

    /// Lets everybody have the programme from a moment on.
    pub fn stop_loyalty_start(&self, start: i64, now: Timestamp) -> Result<()> {
        self.connection().execute(
            "UPDATE loyalty_start SET stopped_at = :now WHERE id = :id AND stopped_at IS NULL",
            named_params! { ":now": now.0, ":id": start },
        )?;
        self.everything_is_due()?;
        self.touch(Topic::Ledger);
        Ok(())
    }
}
