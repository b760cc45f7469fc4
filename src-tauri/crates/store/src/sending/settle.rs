//! What became of a message to one person.

use pannier_core::Timestamp;
use rusqlite::named_params;

use super::{OutboxState, Reason};
use crate::{Error, Result, Topic, WriteTx};

/// What became of a row that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settling<'a> {
    /// The server took it over, with these words.
    Sent {
        /// The server's words.
        said: &'a str,
    },
    /// It will not be sent.
    Failed {
        /// Why.
        reason: Reason,
        /// How far it came.
        stage: &'a str,
        /// The server's words.
        said: &'a str,
    },
    /// It is tried again at a time. What counts is whether the server put off this person.
    Waits {
        /// Why.
        reason: Reason,
        /// How far it came.
        stage: &'a str,
        /// The server's words.
        said: &'a str,
        /// When (UTC).
        at: Timestamp,
        /// It counts as a try.
        counts: bool,
    },
    /// It may have been sent.
    Uncertain {
        /// Why.
        reason: Reason,
        /// The server's words, or the system's.
        said: &'a str,
    },
}

impl WriteTx<'_> {
    /// Says what became of a row that was taken. Whether it was still taken: not so where it was
    /// left out when its body was about to go, or an older copy of the file was put back.
    pub fn settle(&self, id: i64, what: &Settling, now: Timestamp) -> Result<bool> {
        let (state, reason, stage, said, next_at, counts) = match what {
            Settling::Sent { said } => (OutboxState::Sent, "", "sent", *said, 0, 0),
            Settling::Failed {
                reason,
                stage,
                said,
            } => (OutboxState::Failed, reason.word(), *stage, *said, 0, 0),
            Settling::Waits {
                reason,
                stage,
                said,
                at,
                counts,
            } => (
                OutboxState::Ready,
                reason.word(),
                *stage,
                *said,
                at.0,
                i64::from(*counts),
            ),
            Settling::Uncertain { reason, said } => {
                (OutboxState::Uncertain, reason.word(), "dot", *said, 0, 0)
            }
        };
        // What did not leave after all does not count against what the account may send.
        let changed = self
            .connection()
            .prepare_cached(
                "UPDATE outbox SET state = :state, reason = :reason, stage = :stage, said = :said,
                        next_at = :next_at, attempt = attempt + :counts, updated_at = :now
                  WHERE id = :id AND state IN ('claimed', 'body')",
            )?
            .execute(named_params! {
                ":state": state.word(), ":reason": reason, ":stage": stage, ":said": said,
                ":next_at": next_at, ":counts": counts, ":now": now.0, ":id": id,
            })?;
        Ok(changed == 1)
    }

    /// Settles a message that may have been sent, or was thought to have been: by evidence, or by
    /// the merchant's word. Whether that is news.
    pub fn settle_by_evidence(
        &self,
        id: i64,
        state: OutboxState,
        reason: Reason,
        said: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let changed = self
            .connection()
            .prepare_cached(
                "UPDATE outbox SET state = :state, reason = :reason, updated_at = :now,
                        said = iif(:said = '', said, :said)
                  WHERE id = :id AND state IN ('uncertain', 'sent', 'body') AND state <> :state",
            )?
            .execute(named_params! {
                ":state": state.word(), ":reason": reason.word(), ":said": said, ":now": now.0,
                ":id": id,
            })?;
        self.touch(Topic::Sending);
        Ok(changed == 1)
    }

    /// Lets those of a message who failed be tried again, and nobody else. Addresses that do not
    /// exist are left out again when their turn comes. Returns how many.
    ///
    /// # Errors
    /// [`Error::Conflict`] for a draft.
    pub fn retry_failed(&self, sending: i64, now: Timestamp) -> Result<u64> {
        if self.sending(sending)?.state == super::SendingState::Draft {
            let draft = "This message was not sent to anyone yet. Nothing was changed";
            return Err(Error::Conflict(draft.to_owned()));
        }
        let changed = self
            .connection()
            .prepare_cached(
                "UPDATE outbox SET state = 'ready', attempt = 0, next_at = 0, first_at = NULL, updated_at = :now
                  WHERE sending_id = :sending AND state = 'failed' AND reason <> 'came_back'",
            )?
            .execute(named_params! { ":now": now.0, ":sending": sending })?;
        self.touch(Topic::Sending);
        Ok(changed as u64)
    }

    /// The merchant's word on someone who may have got a message: they did, or it is to be sent
    /// again.
    ///
    /// # Errors
    /// [`Error::Conflict`] where it is not uncertain any more.
    pub fn decide_uncertain(&self, id: i64, again: bool, now: Timestamp) -> Result<()> {
        let (state, reason) = if again {
            (OutboxState::Ready, "")
        } else {
            (OutboxState::Sent, Reason::MerchantSays.word())
        };
        let changed = self
            .connection()
            .prepare_cached(
                "UPDATE outbox SET state = :state, reason = :reason, next_at = 0, updated_at = :now
                  WHERE id = :id AND state = 'uncertain'",
            )?
            .execute(named_params! {
                ":state": state.word(), ":reason": reason, ":now": now.0, ":id": id,
            })?;
        if changed == 0 {
            let settled = "This one is settled already. Nothing was changed";
            return Err(Error::Conflict(settled.to_owned()));
        }
        self.touch(Topic::Sending);
        Ok(())
    }
}
