//! A message to the people of a segment: what it says, when it goes, and where it stands.

use pannier_core::Timestamp;
use rusqlite::{Row, named_params};

use super::stored_words;
use crate::{Error, ReadTx, Result, Topic, WriteTx};

stored_words! {
    /// Where a message to a segment stands.
    SendingState {
        /// Being written.
        Draft = "draft",
        /// Who gets it is settled.
        Planned = "planned",
        /// Going out.
        Running = "running",
        /// Waiting for the merchant.
        Paused = "paused",
        /// Ended before its time.
        Stopped = "stopped",
        /// Nobody waits for it any more.
        Finished = "finished",
    }
}

stored_words! {
    /// Who paused it.
    PausedBy {
        /// The merchant.
        Merchant = "merchant",
        /// The account was refused.
        Account = "account",
        /// The server refused the message several times.
        Refusals = "refusals",
        /// Its time passed while the program was not running.
        Late = "late",
        /// There are no codes left.
        Codes = "codes",
        /// The disk or the shop file.
        Trouble = "trouble",
    }
}

/// Between these minutes of the reader's day nothing is sent; over midnight where the first is later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// Minutes after midnight.
    pub from: u16,
    /// Minutes after midnight.
    pub until: u16,
}

/// What the merchant says of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendingSettings {
    /// What the merchant calls it.
    pub name: String,
    /// Its subject, with variables.
    pub subject: String,
    /// Its text, with variables.
    pub text: String,
    /// The segment; nothing: everybody.
    pub segment: Option<i64>,
    /// The name of the segment.
    pub segment_name: String,
    /// The account that it goes out from.
    pub account: Option<i64>,
    /// Millionths of those who may be written to.
    pub holdout_share: u32,
    /// Not before (UTC); nothing: at once.
    pub starts_at: Option<Timestamp>,
    /// When nothing is sent.
    pub quiet: Option<QuietHours>,
    /// Minutes after its time from which it asks before it begins.
    pub late_minutes: u32,
}

/// A message as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendingRecord {
    /// Its row.
    pub id: i64,
    /// What ids of its messages and draws by chance are made of.
    pub word: [u8; 16],
    /// What the merchant says of it.
    pub settings: SendingSettings,
    /// Where it stands.
    pub state: SendingState,
    /// Who paused it, where it is.
    pub paused_by: Option<PausedBy>,
    /// Why, in words; empty where it is not.
    pub paused_why: String,
    /// When it was written (UTC).
    pub created_at: Timestamp,
    /// When who gets it was settled (UTC).
    pub planned_at: Option<Timestamp>,
    /// When it began to go out (UTC).
    pub started_at: Option<Timestamp>,
    /// When it ended (UTC).
    pub ended_at: Option<Timestamp>,
}

const COLUMNS: &str = include_str!("../sql/sending/sendings.sql");

fn sending(row: &Row) -> Result<SendingRecord> {
    let word = |column: &str| row.get::<_, String>(column);
    let at = |column: &str| -> rusqlite::Result<Option<Timestamp>> {
        Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp))
    };
    let minutes = |column: &str| row.get::<_, Option<u16>>(column);
    let quiet = match (minutes("quiet_from")?, minutes("quiet_until")?) {
        (Some(from), Some(until)) => Some(QuietHours { from, until }),
        _ => None,
    };
    let paused_by = word("paused_by")?;
    Ok(SendingRecord {
        id: row.get("id")?,
        word: row.get("word")?,
        settings: SendingSettings {
            name: word("name")?,
            subject: word("subject")?,
            text: word("text")?,
            segment: row.get("segment_id")?,
            segment_name: word("segment_name")?,
            account: row.get("account_id")?,
            holdout_share: row.get("holdout_share")?,
            starts_at: at("starts_at")?,
            quiet,
            late_minutes: row.get("late_minutes")?,
        },
        state: SendingState::stored(&word("state")?)?,
        paused_by: match paused_by.as_str() {
            "" => None,
            by => Some(PausedBy::stored(by)?),
        },
        paused_why: word("paused_why")?,
        created_at: Timestamp(row.get("created_at")?),
        planned_at: at("planned_at")?,
        started_at: at("started_at")?,
        ended_at: at("ended_at")?,
    })
}

fn gone() -> Error {
    Error::Missing("This message is not there any more. Nothing was changed".to_owned())
}

impl ReadTx<'_> {
    /// All messages, the newest first.
    pub fn sendings(&self) -> Result<Vec<SendingRecord>> {
        let mut statement = self.connection().prepare_cached(COLUMNS)?;
        let mut rows = statement.query(named_params! { ":id": None::<i64> })?;
        let mut sendings = Vec::new();
        while let Some(row) = rows.next()? {
            sendings.push(sending(row)?);
        }
        Ok(sendings)
    }

    /// One message.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is not there.
    pub fn sending(&self, id: i64) -> Result<SendingRecord> {
        let mut statement = self.connection().prepare_cached(COLUMNS)?;
        let mut rows = statement.query(named_params! { ":id": id })?;
        match rows.next()? {
            Some(row) => sending(row),
            None => Err(gone()),
        }
    }
}

impl WriteTx<'_> {
    /// Keeps a message that is being written; gives its row.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is not there, [`Error::Conflict`] when it is past writing.
    pub fn write_sending(
        &self,
        id: Option<i64>,
        said: &SendingSettings,
        now: Timestamp,
    ) -> Result<i64> {
        let sql = if let Some(id) = id {
            let known = self.sending(id)?;
            if known.state != SendingState::Draft {
                let past =
                    "Who gets this message is settled: it can only be copied. Nothing was changed";
                return Err(Error::Conflict(past.to_owned()));
            }
            include_str!("../sql/sending/change_sending.sql")
        } else {
            include_str!("../sql/sending/add_sending.sql")
        };
        let id: i64 = self.connection().prepare_cached(sql)?.query_row(
            named_params! {
                ":id": id, ":now": now.0, ":name": said.name, ":subject": said.subject,
                ":text": said.text, ":segment": said.segment, ":segment_name": said.segment_name,
                ":account": said.account, ":holdout": said.holdout_share,
                ":starts_at": said.starts_at.map(|at| at.0),
                ":quiet_from": said.quiet.map(|quiet| quiet.from),
                ":quiet_until": said.quiet.map(|quiet| quiet.until),
                ":late": said.late_minutes,
            },
            |row| row.get("id"),
        )?;
        self.touch(Topic::Sending);
        Ok(id)
    }

    /// Takes a draft away.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is not there, [`Error::Conflict`] when it is past writing.
    pub fn remove_sending(&self, id: i64) -> Result<()> {
        if self.sending(id)?.state != SendingState::Draft {
            let past =
                "Who gets this message is settled: it stays in the list. Nothing was changed";
            return Err(Error::Conflict(past.to_owned()));
        }
        self.connection()
            .prepare_cached("DELETE FROM sending WHERE id = :id")?
            .execute(named_params! { ":id": id })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Says that who gets a message is settled.
    pub fn set_sending_planned(&self, id: i64, now: Timestamp) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE sending SET state = 'planned', planned_at = :now WHERE id = :id AND state = 'draft'",
            )?
            .execute(named_params! { ":now": now.0, ":id": id })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Says that a message goes out as soon as it may.
    pub fn arm_sending(&self, id: i64) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE sending SET state = 'running', paused_by = '', paused_why = ''
                  WHERE id = :id AND state IN ('planned', 'paused')",
            )?
            .execute(named_params! { ":id": id })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Says that a message begins to go out.
    pub fn set_sending_running(&self, id: i64, now: Timestamp) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE sending SET state = 'running', paused_by = '', paused_why = '', ended_at = NULL,
                        started_at = coalesce(started_at, :now) WHERE id = :id AND state <> 'draft'",
            )?
            .execute(named_params! { ":now": now.0, ":id": id })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Lets a message rest, where it goes out or is about to.
    pub fn pause_sending(&self, id: i64, by: PausedBy, why: &str) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE sending SET state = 'paused', paused_by = :by, paused_why = :why
                  WHERE id = :id AND state IN ('planned', 'running', 'paused')",
            )?
            .execute(named_params! { ":by": by.word(), ":why": why, ":id": id })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Ends a message: whoever still waits for it does not get it. Returns how many those are.
    pub fn stop_sending(&self, id: i64, now: Timestamp) -> Result<u64> {
        let left = self
            .connection()
            .prepare_cached(
                "UPDATE outbox SET state = 'skipped', reason = 'stopped', updated_at = :now
                  WHERE sending_id = :id AND state = 'ready'",
            )?
            .execute(named_params! { ":now": now.0, ":id": id })?;
        self.end_sending(id, SendingState::Stopped, now)?;
        Ok(left as u64)
    }

    /// A message that had ended has someone to be sent to again.
    pub fn reopen_sending(&self, id: i64) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE sending SET state = 'planned', ended_at = NULL
                  WHERE id = :id AND state IN ('finished', 'stopped')",
            )?
            .execute(named_params! { ":id": id })?;
        self.touch(Topic::Sending);
        Ok(())
    }

    /// Says that nobody waits for a message any more.
    pub fn end_sending(&self, id: i64, state: SendingState, now: Timestamp) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE sending SET state = :state, paused_by = '', paused_why = '', ended_at = :now
                  WHERE id = :id",
            )?
            .execute(named_params! { ":state": state.word(), ":now": now.0, ":id": id })?;
        self.touch(Topic::Sending);
        Ok(())
    }
}

impl ReadTx<'_> {
    /// Whether anyone of a message is still to be written to, or on their way.
    pub fn sending_waits(&self, id: i64) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM outbox WHERE sending_id = :id AND state = 'ready')
                       OR EXISTS (SELECT 1 FROM outbox WHERE sending_id = :id AND state IN ('claimed', 'body'))";
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.query_row(named_params! { ":id": id }, |row| row.get(0))?)
    }

    /// When a body of a message left last (UTC), if any did.
    pub fn sending_left_last(&self, id: i64) -> Result<Option<Timestamp>> {
        let sql = "SELECT max(body_at) FROM outbox WHERE sending_id = :id";
        let mut statement = self.connection().prepare_cached(sql)?;
        let at: Option<i64> = statement.query_row(named_params! { ":id": id }, |row| row.get(0))?;
        Ok(at.map(Timestamp))
    }
}
