//! What a start finds of the run before: rows that were on their way when it ended, and messages
//! that a journal outside the file knows of.

use pannier_core::Timestamp;
use rusqlite::{ToSql, named_params};

use super::{OutboxState, Reason};
use crate::{Result, Topic, WriteTx};

/// What the journal outside the shop file knows of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Journaled {
    /// Its body was let go; nothing more is known.
    Left,
    /// The server took it over.
    Sent,
    /// It did not arrive after all.
    Not,
}

/// What a start put right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Had not left: they wait again.
    pub waiting: u64,
    /// May have left.
    pub uncertain: u64,
    /// Are known to have been sent by the journal, and were not by the file.
    pub journaled: u64,
}

impl WriteTx<'_> {
    /// Puts right what the run before left. Whoever calls this holds the right to send, so that
    /// nothing is on its way.
    pub fn recover_outbox(
        &self,
        journal: &dyn Fn(&str) -> Option<Journaled>,
        now: Timestamp,
    ) -> Result<Recovered> {
        self.believe(
            include_str!("../sql/sending/recover.sql"),
            named_params! {},
            journal,
            now,
        )
    }

    /// The same for one message that is taken up again, with nothing of it on its way.
    pub fn recover_outbox_of(
        &self,
        sending: i64,
        journal: &dyn Fn(&str) -> Option<Journaled>,
        now: Timestamp,
    ) -> Result<Recovered> {
        self.believe(
            "SELECT id, word, state FROM outbox
              WHERE sending_id = :sending AND state IN ('ready', 'uncertain', 'failed', 'skipped')
                AND reason <> 'came_back' AND address_hash IS NOT NULL",
            named_params! { ":sending": sending },
            journal,
            now,
        )
    }

    /// Holds what the file says of these rows against what the journal does, which was written first.
    /// What came back is not among them: it had been taken over before that, as the journal says, and
    /// stays what it is.
    fn believe(
        &self,
        sql: &str,
        params: &[(&str, &dyn ToSql)],
        journal: &dyn Fn(&str) -> Option<Journaled>,
        now: Timestamp,
    ) -> Result<Recovered> {
        let mut recovered = Recovered::default();
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut found: Vec<(i64, OutboxState, Reason)> = Vec::new();
        while let Some(row) = rows.next()? {
            let id = row.get("id")?;
            let state = OutboxState::stored(row.get_ref("state")?.as_str().unwrap_or_default())?;
            let known = journal(row.get_ref("word")?.as_str().unwrap_or_default());
            match (state, known) {
                (_, Some(Journaled::Sent)) => found.push((id, OutboxState::Sent, Reason::Journal)),
                (
                    OutboxState::Ready
                    | OutboxState::Claimed
                    | OutboxState::Body
                    | OutboxState::Failed,
                    Some(Journaled::Left),
                )
                | (OutboxState::Body, None) => {
                    found.push((id, OutboxState::Uncertain, Reason::Interrupted));
                }
                (OutboxState::Claimed, _) | (OutboxState::Body, Some(Journaled::Not)) => {
                    found.push((id, OutboxState::Ready, Reason::Interrupted));
                }
                _ => {}
            }
        }
        drop(rows);
        let mut change = self.connection().prepare_cached(
            "UPDATE outbox SET state = :state, reason = :reason, next_at = 0, updated_at = :now,
                    body_at = iif(:state = 'ready', body_at, coalesce(body_at, :now)) WHERE id = :id",
        )?;
        for (id, state, reason) in found {
            change.execute(named_params! {
                ":state": state.word(), ":reason": reason.word(), ":now": now.0, ":id": id,
            })?;
            match state {
                OutboxState::Ready => recovered.waiting += 1,
                OutboxState::Sent => recovered.journaled += 1,
                _ => recovered.uncertain += 1,
            }
        }
        if recovered != Recovered::default() {
            self.touch(Topic::Sending);
        }
        Ok(recovered)
    }
}
