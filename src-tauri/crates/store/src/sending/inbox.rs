//! What came back, each once, with what was made of it.

use pannier_core::{CustomerId, Timestamp};
use rusqlite::{Row, named_params};

use super::stored_words;
use crate::{ReadTx, Result, Topic, WriteTx};

stored_words! {
    /// What a mail that came back is.
    EventKind {
        /// A message could not be delivered.
        Bounce = "bounce",
        /// A message is late.
        Delay = "delay",
        /// A reader called a message unwanted.
        Complaint = "complaint",
        /// A reader wants no more.
        Unsubscribe = "unsubscribe",
        /// An answer.
        Reply = "reply",
        /// An answer by a machine.
        AutoReply = "auto_reply",
        /// A copy among the sent mail.
        Copy = "copy",
    }
}

stored_words! {
    /// What was made of it.
    EventVerdict {
        /// It changed something.
        Acted = "acted",
        /// It is kept, and changes nothing.
        Noted = "noted",
        /// It is not believed.
        Refused = "refused",
    }
}

/// Something that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInboxEvent<'a> {
    /// The account, where it came by mail.
    pub account: Option<i64>,
    /// What the mail is known by, and whom it is about.
    pub known_by: &'a str,
    /// What it is.
    pub kind: EventKind,
    /// What was made of it.
    pub verdict: EventVerdict,
    /// The same in words that name nobody.
    pub sentence: &'a str,
    /// The row it is about.
    pub outbox: Option<i64>,
    /// The address it is about, or empty.
    pub address: &'a str,
    /// The server's or the reader's words.
    pub said: &'a str,
    /// When it came (UTC).
    pub arrived_at: Timestamp,
}

/// The same as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxEvent {
    /// Its row.
    pub id: i64,
    /// What it is.
    pub kind: EventKind,
    /// What was made of it.
    pub verdict: EventVerdict,
    /// The same in words.
    pub sentence: String,
    /// The row it is about.
    pub outbox: Option<i64>,
    /// The address it is about; empty where none is known, or once its owner was erased.
    pub address: String,
    /// The server's or the reader's words.
    pub said: String,
    /// When it came (UTC).
    pub arrived_at: Timestamp,
}

fn event(row: &Row) -> Result<InboxEvent> {
    Ok(InboxEvent {
        id: row.get("id")?,
        kind: EventKind::stored(&row.get::<_, String>("kind")?)?,
        verdict: EventVerdict::stored(&row.get::<_, String>("verdict")?)?,
        sentence: row.get("sentence")?,
        outbox: row.get("outbox_id")?,
        address: row.get("address")?,
        said: row.get("said")?,
        arrived_at: Timestamp(row.get("arrived_at")?),
    })
}

impl ReadTx<'_> {
    /// Whether a mail was judged before.
    pub fn knows_inbox_event(&self, known_by: &str) -> Result<bool> {
        let hash = self.word_hash(&event_word(known_by))?;
        let sql = "SELECT 1 FROM inbox_event WHERE event_hash = :hash";
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.exists(named_params! { ":hash": hash })?)
    }

    /// What came back last, the newest first.
    pub fn inbox_events(&self, limit: u32) -> Result<Vec<InboxEvent>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, kind, verdict, sentence, outbox_id, address, said, arrived_at
               FROM inbox_event ORDER BY id DESC LIMIT :limit",
        )?;
        let mut rows = statement.query(named_params! { ":limit": limit })?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.push(event(row)?);
        }
        Ok(events)
    }

    /// What came back about a customer’s messages, or from the address that is theirs.
    pub fn inbox_events_of(&self, customer: CustomerId) -> Result<Vec<InboxEvent>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/sending/events_of.sql"))?;
        let mut rows = statement.query(named_params! { ":customer": customer.0 })?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.push(event(row)?);
        }
        Ok(events)
    }
}

fn event_word(known_by: &str) -> String {
    format!("event:{known_by}")
}

impl WriteTx<'_> {
    /// Keeps what came back. Whether it is news.
    pub fn add_inbox_event(&self, new: &NewInboxEvent, now: Timestamp) -> Result<bool> {
        let event_hash = self.word_hash(&event_word(new.known_by))?;
        let address_hash = match new.address {
            "" => None,
            address => Some(self.address_hash(address)?),
        };
        let added = self
            .connection()
            .prepare_cached(
                "INSERT OR IGNORE INTO inbox_event (account_id, event_hash, kind, verdict, sentence, outbox_id,
                        address_hash, address, said, arrived_at, recorded_at)
                 VALUES (:account, :event, :kind, :verdict, :sentence, :outbox, :hash, :address, :said, :at, :now)",
            )?
            .execute(named_params! {
                ":account": new.account, ":event": event_hash, ":kind": new.kind.word(),
                ":verdict": new.verdict.word(), ":sentence": new.sentence, ":outbox": new.outbox,
                ":hash": address_hash, ":address": new.address, ":said": new.said,
                ":at": new.arrived_at.0, ":now": now.0,
            })?;
        self.touch(Topic::Sending);
        Ok(added == 1)
    }
}
