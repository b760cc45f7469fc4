//! What follows from the way a message ended: for its row, for the account, for the whole sending.

use pannier_core::{Class, SendError, Stage, Timestamp};
use pannier_store::Reason;

const MINUTE: i64 = 60_000;

/// After how many minutes a server is asked again that put someone off.
const COME_AGAIN: [i64; 4] = [5, 15, 60, 240];
/// After how many minutes a mailbox is tried again that is full.
const FULL: [i64; 3] = [15, 60, 240];
/// Nobody is tried for longer than this after the first time.
const LONGEST_MS: i64 = 24 * 60 * MINUTE;

/// What a row becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RowEnd {
    /// Taken over.
    Sent,
    /// Will not be sent.
    Failed(Reason),
    /// Is tried again.
    Waits {
        reason: Reason,
        at: Timestamp,
        /// The server put this person off.
        counts: bool,
    },
    /// May have been sent.
    Uncertain,
}

/// What an account does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccountEnd {
    /// Nothing.
    Fine,
    /// The line broke: a short rest.
    Line,
    /// Slower, after a rest.
    Slower,
    /// Its allowance is used up.
    UsedUp,
    /// It is not used until something is mended.
    Paused,
}

/// What is stored of how far it came.
pub(crate) fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Connect => "connect",
        Stage::Tls => "tls",
        Stage::Auth => "auth",
        Stage::Mail => "mail",
        Stage::Rcpt => "rcpt",
        Stage::Data => "data",
        Stage::Body => "body",
        Stage::Dot => "dot",
    }
}

/// What follows for the account.
pub(crate) fn for_account(error: &SendError) -> AccountEnd {
    if error.pauses_until_mended() {
        AccountEnd::Paused
    } else if error.is_used_up() {
        AccountEnd::UsedUp
    } else if error.asks_to_slow_down() {
        AccountEnd::Slower
    } else if error.class == Class::Line {
        AccountEnd::Line
    } else {
        AccountEnd::Fine
    }
}

/// What follows for the row: `attempt` tries were put off before, the first of all was at
/// `first_at`.
pub(crate) fn for_row(
    error: &SendError,
    attempt: u32,
    first_at: Option<Timestamp>,
    now: Timestamp,
) -> RowEnd {
    if error.may_have_arrived() {
        return RowEnd::Uncertain;
    }
    if error.is_about_the_account() || error.is_stopped() {
        // Nobody's fault but the account's, or ours: they wait as they did, and it is no try.
        return RowEnd::Waits {
            reason: Reason::Account,
            at: Timestamp(0),
            counts: false,
        };
    }
    if !error.is_worth_retrying() {
        return RowEnd::Failed(match error.class {
            Class::Hard => Reason::NotExisting,
            Class::BadMessage => Reason::BadMessage,
            _ => Reason::Refused,
        });
    }
    let is_full = error.counts_against_the_mailbox();
    let waits: &[i64] = if is_full { &FULL } else { &COME_AGAIN };
    let ended = RowEnd::Failed(if is_full {
        Reason::MailboxFull
    } else {
        Reason::TooLate
    });
    let Some(minutes) = waits.get(attempt as usize) else {
        return ended;
    };
    let at = Timestamp(now.0 + minutes * MINUTE);
    // A clock that was set back makes the first try seem to lie ahead: it is as if it were now.
    let since = first_at.map_or(0, |first| (at.0 - first.0).max(0));
    if since > LONGEST_MS {
        return ended;
    }
    RowEnd::Waits {
        reason: if is_full {
            Reason::MailboxFull
        } else {
            Reason::ComeAgain
        },
        at,
        counts: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_782_820_800_000);

    fn end(class: Class, attempt: u32) -> RowEnd {
        for_row(
            &SendError::here(Stage::Rcpt, class, "x"),
            attempt,
            Some(NOW),
            NOW,
        )
    }

    fn minutes(end: &RowEnd) -> Option<i64> {
        match end {
            RowEnd::Waits {
                at, counts: true, ..
            } => Some((at.0 - NOW.0) / MINUTE),
            _ => None,
        }
    }

    #[test]
    fn a_server_is_asked_again_less_and_less_often_and_then_no_more() {
        let asked: Vec<Option<i64>> = (0..5).map(|n| minutes(&end(Class::Greylist, n))).collect();
        assert_eq!(asked, [Some(5), Some(15), Some(60), Some(240), None]);
        assert_eq!(end(Class::NotAccepted, 4), RowEnd::Failed(Reason::TooLate));
        assert_eq!(end(Class::Soft, 3), RowEnd::Failed(Reason::MailboxFull));
        let late = for_row(
            &SendError::here(Stage::Rcpt, Class::Greylist, "x"),
            0,
            Some(Timestamp(NOW.0 - LONGEST_MS)),
            NOW,
        );
        assert_eq!(late, RowEnd::Failed(Reason::TooLate), "a day is the end");
    }

    #[test]
    fn what_is_the_accounts_fault_is_no_try_and_what_may_have_arrived_is_never_tried_again() {
        for class in Class::ALL {
            let error = SendError::here(Stage::Dot, class, "x");
            let end = for_row(&error, 0, Some(NOW), NOW);
            if error.is_about_the_account() {
                assert!(
                    matches!(end, RowEnd::Waits { counts: false, .. }),
                    "{class:?}"
                );
            }
            assert_eq!(end == RowEnd::Uncertain, class == Class::Uncertain);
        }
        assert_eq!(end(Class::Hard, 0), RowEnd::Failed(Reason::NotExisting));
        assert_eq!(end(Class::Policy, 0), RowEnd::Failed(Reason::Refused));
    }
}
