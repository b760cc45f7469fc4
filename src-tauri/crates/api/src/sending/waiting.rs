//! What a message that was started waits for, truly.

use pannier_core::Timestamp;
use pannier_store::{OutboxState, ReadTx, Reason, SendingRecord, StateCount};

use super::going::Doing;
use crate::{Result, Shop};

/// Said by whoever sends when everyone who is left has a time of their own.
const LATER: &str = "Some people are tried again later";

/// What it waits for, in words, and until when (UTC), where that is known; nothing while it goes out.
pub(super) fn waits(
    shop: &Shop,
    tx: &ReadTx,
    record: &SendingRecord,
    counts: &[StateCount],
) -> Result<Option<(Option<Timestamp>, String)>> {
    let now = shop.clock().now();
    let post = &shop.sending.post;
    let doing = post.doing(record.id);
    if let Doing::This = doing {
        return Ok(None);
    }
    if let Some((until, why)) = post.waits(record.id) {
        let why = if why == LATER {
            rest(counts).to_owned()
        } else {
            why
        };
        return Ok(Some((Some(until), why)));
    }
    let plain = |words: &str| Ok(Some((None, words.to_owned())));
    if let Some(at) = record.settings.starts_at.filter(|at| *at > now) {
        return Ok(Some((Some(at), "It is not time yet".to_owned())));
    }
    match doing {
        Doing::Another(other) => {
            let name = tx.sending(other)?.settings.name;
            Ok(Some((None, format!("“{name}” goes out first"))))
        }
        Doing::Inbox => plain("Pannier looks first whether anyone wants no more"),
        Doing::Soon => plain("It begins in a moment"),
        // Another program may be at it.
        Doing::Nobody if !tx.someone_sends(now)? => {
            plain("It goes on when Pannier is open, or when you start it again")
        }
        Doing::This | Doing::Nobody => Ok(None),
    }
}

/// Why those who are left have a time of their own: the reason of most of them.
fn rest(counts: &[StateCount]) -> &'static str {
    let waiting = counts
        .iter()
        .filter(|one| one.state == OutboxState::Ready && one.reason.is_some());
    match waiting
        .max_by_key(|one| one.count)
        .and_then(|one| one.reason)
    {
        Some(Reason::Night) => "It is night where those who are left live",
        Some(Reason::ComeAgain | Reason::MailboxFull) => {
            "The mail servers of those who are left ask to try again later"
        }
        Some(Reason::MailedLately) => "Those who are left got another mail lately",
        _ => LATER,
    }
}
