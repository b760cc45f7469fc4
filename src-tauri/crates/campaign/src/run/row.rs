//! What became of one person's message, as it is written.

use pannier_core::{SendError, Timestamp};
use pannier_store::{ClaimedRow, NewSuppression, Reason, Settling, SuppressionReason, WriteTx};

use crate::{Error, outcome::RowEnd};

/// The server's words that are kept (characters).
const LONGEST: usize = 500;

/// What became of a row, to be written.
pub(super) struct Done {
    row: ClaimedRow,
    end: RowEnd,
    stage: &'static str,
    said: String,
    at: Timestamp,
}

impl Done {
    pub(super) fn new(row: ClaimedRow, end: RowEnd, at: Timestamp) -> Self {
        Self {
            row,
            end,
            stage: "",
            said: String::new(),
            at,
        }
    }

    /// With how far it came and the server's words.
    pub(super) fn saying(mut self, stage: &'static str, said: &str) -> Self {
        self.stage = stage;
        self.said = shortened(said);
        self
    }
}

/// Writes what became of a row, and what follows for its address.
pub(super) fn write(tx: &WriteTx, done: &Done) -> Result<(), Error> {
    let row = &done.row;
    let (stage, said) = (done.stage, done.said.as_str());
    let settling = match done.end {
        RowEnd::Sent => Settling::Sent { said },
        RowEnd::Failed(reason) => Settling::Failed {
            reason,
            stage,
            said,
        },
        RowEnd::Waits { reason, at, counts } => Settling::Waits {
            reason,
            stage,
            said,
            at,
            counts,
        },
        RowEnd::Uncertain => Settling::Uncertain {
            reason: Reason::LineBroke,
            said,
        },
    };
    if !tx.settle(row.id, &settling, done.at)? {
        return Ok(());
    }
    match done.end {
        RowEnd::Failed(Reason::NotExisting) => {
            tx.suppress_address(&NewSuppression {
                address: &row.address,
                reason: SuppressionReason::Bounced,
                source: "the mail server refused the address",
                said,
                at: done.at,
            })?;
        }
        RowEnd::Failed(Reason::MailboxFull) => {
            tx.suppress_if_often_full(&row.address_hash, &row.address, done.at)?;
        }
        _ => {}
    }
    Ok(())
}

/// The server's words with its code.
pub(super) fn words_of(error: &SendError) -> String {
    let code = error
        .code
        .map_or_else(String::new, |code| format!("{code} "));
    format!("{code}{}", error.said)
}

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST).collect()
}
