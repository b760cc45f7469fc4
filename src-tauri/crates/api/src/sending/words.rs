//! States and reasons as the window has them, in words.

use pannier_store::{
    EventKind, EventVerdict, OutboxState as Stored, PausedBy, Reason, SendingState as Standing,
    StateCount, SuppressionReason as Why,
};

use super::count;
use crate::views::{
    InboxKind, InboxVerdict, OutboxReasonCount, OutboxState, SendingCounts, SendingPausedBy,
    SendingState, SuppressionReason,
};

pub(super) fn sending_state(state: Standing) -> SendingState {
    match state {
        Standing::Draft => SendingState::Draft,
        Standing::Planned => SendingState::Planned,
        Standing::Running => SendingState::Running,
        Standing::Paused => SendingState::Paused,
        Standing::Stopped => SendingState::Stopped,
        Standing::Finished => SendingState::Finished,
    }
}

pub(super) fn paused_by(by: PausedBy) -> SendingPausedBy {
    match by {
        PausedBy::Merchant => SendingPausedBy::Merchant,
        PausedBy::Account => SendingPausedBy::Account,
        PausedBy::Refusals => SendingPausedBy::Refusals,
        PausedBy::Late => SendingPausedBy::Late,
        PausedBy::Codes => SendingPausedBy::Codes,
        PausedBy::Trouble => SendingPausedBy::Trouble,
    }
}

pub(super) fn outbox_state(state: Stored) -> OutboxState {
    match state {
        Stored::Skipped => OutboxState::Skipped,
        Stored::HeldOut => OutboxState::HeldOut,
        Stored::Ready => OutboxState::Ready,
        Stored::Claimed | Stored::Body => OutboxState::UnderWay,
        Stored::Sent => OutboxState::Sent,
        Stored::Failed => OutboxState::Failed,
        Stored::Uncertain => OutboxState::Uncertain,
    }
}

/// The stored state that is asked for. Of those on their way, the ones whose body left.
pub(super) fn stored_state(state: OutboxState) -> Stored {
    match state {
        OutboxState::Skipped => Stored::Skipped,
        OutboxState::HeldOut => Stored::HeldOut,
        OutboxState::Ready => Stored::Ready,
        OutboxState::UnderWay => Stored::Body,
        OutboxState::Sent => Stored::Sent,
        OutboxState::Failed => Stored::Failed,
        OutboxState::Uncertain => Stored::Uncertain,
    }
}

/// Why, in words.
pub(crate) fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::NoAddress => "No e-mail address",
        Reason::SaidNo => "They said no",
        Reason::NeverAsked => "They never agreed to get mail",
        Reason::Complained => "They called a message unwanted",
        Reason::Bounced => "The address does not exist",
        Reason::OftenFull => "The mailbox did not take the last three messages",
        Reason::ByHand => "You put the address on the list",
        Reason::Erased => "They were erased",
        Reason::SamePerson => "The same person is written to, or held back, under another address",
        Reason::SameAddress => "Another customer has the same address",
        Reason::Relay => "A marketplace made the address up: it is for orders alone",
        Reason::AddressChanged => "They have another address by now",
        Reason::Gone => "They are not in the shop any more",
        Reason::Stopped => "You stopped the message before their turn",
        Reason::OfferOver => "The offer was over before their turn",
        Reason::Capped => {
            "They got another mail lately, and the offer ends before they may get one"
        }
        Reason::NothingToShow => "There is nothing to show them",
        Reason::NotExisting => "The mail server says that the address does not exist",
        Reason::MailboxFull => "Their mailbox does not take mail now",
        Reason::Refused => "The mail server refused the message",
        Reason::BadMessage => "The message could not be made for them",
        Reason::TooLate => "The mail server put it off for a day",
        Reason::CameBack => "It came back",
        Reason::ComeAgain => "The mail server asks to try again later",
        Reason::Night => "It is night where they are",
        Reason::MailedLately => "They got another mail lately",
        Reason::Account => "The line or the account failed",
        Reason::Interrupted => "Pannier ended while it was on its way",
        Reason::LineBroke => "The line broke after it had left",
        Reason::MerchantSays => "You said that it arrived",
        Reason::FoundSent => "A copy stands among the sent mail",
        Reason::Answered => "An answer shows that it arrived",
        Reason::Journal => "The journal beside the shop file knows it",
    }
}

pub(super) fn suppression_reason(reason: Why) -> SuppressionReason {
    match reason {
        Why::Unsubscribed => SuppressionReason::Unsubscribed,
        Why::Complained => SuppressionReason::Complained,
        Why::Bounced => SuppressionReason::Bounced,
        Why::Full => SuppressionReason::Full,
        Why::ByHand => SuppressionReason::ByHand,
        Why::Erased => SuppressionReason::Erased,
    }
}

pub(super) fn suppression_words(reason: Why) -> &'static str {
    match reason {
        Why::Unsubscribed => "They said no",
        Why::Complained => "They called a message unwanted",
        Why::Bounced => "The address does not exist",
        Why::Full => "The mailbox did not take the last three messages",
        Why::ByHand => "You put it on the list",
        Why::Erased => "They were erased",
    }
}

pub(super) fn event_kind(kind: EventKind) -> InboxKind {
    match kind {
        EventKind::Bounce => InboxKind::Bounce,
        EventKind::Delay => InboxKind::Delay,
        EventKind::Complaint => InboxKind::Complaint,
        EventKind::Unsubscribe => InboxKind::Unsubscribe,
        EventKind::Reply => InboxKind::Reply,
        EventKind::AutoReply => InboxKind::AutoReply,
        EventKind::Copy => InboxKind::Copy,
    }
}

pub(super) fn event_verdict(verdict: EventVerdict) -> InboxVerdict {
    match verdict {
        EventVerdict::Acted => InboxVerdict::Acted,
        EventVerdict::Noted => InboxVerdict::Noted,
        EventVerdict::Refused => InboxVerdict::Refused,
    }
}

/// How many there are of each, the most frequent reasons first.
pub(crate) fn counts(of: &[StateCount]) -> SendingCounts {
    let mut counts = SendingCounts::default();
    for one in of {
        let people = count(one.count);
        counts.people += people;
        let place = match outbox_state(one.state) {
            OutboxState::Skipped => &mut counts.skipped,
            OutboxState::HeldOut => &mut counts.held_out,
            OutboxState::Ready => &mut counts.ready,
            OutboxState::UnderWay => &mut counts.under_way,
            OutboxState::Sent => &mut counts.sent,
            OutboxState::Failed => &mut counts.failed,
            OutboxState::Uncertain => &mut counts.uncertain,
        };
        *place += people;
        counts
            .reasons
            .extend(one.reason.map(|reason| OutboxReasonCount {
                state: outbox_state(one.state),
                reason: reason.word().to_owned(),
                words: reason_words(reason).to_owned(),
                people,
            }));
    }
    counts
        .reasons
        .sort_by_key(|reason| std::cmp::Reverse(reason.people));
    counts
}
