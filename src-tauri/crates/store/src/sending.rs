//! Mail that goes out: accounts, messages, who gets them, and what came back.
//!
//! Everyone considered for a message has one row. What a row is, and when it changes, is decided
//! here and in the campaign crate alone; that a row's message may have left is committed before its
//! first byte does.

mod accounts;
mod claim;
mod inbox;
mod lease;
mod limits;
mod pages;
mod people;
mod plan;
mod recover;
mod sendings;
mod settle;
mod suppressed;
mod unsubscribe;

use crate::stored_words::stored_words;

pub use accounts::{
    AuthKind, InboxCursor, MailAccountRecord, MailAccountSettings, Security, SenderIdentity,
};
pub use claim::{Claim, ClaimedRow};
pub use inbox::{EventKind, EventVerdict, InboxEvent, NewInboxEvent};
pub use lease::Lease;
pub use limits::{AccountUse, Window};
pub use pages::{OutboxFilter, OutboxRow, StateCount};
pub use people::KnownPeople;
pub use plan::{PlanExtra, PlanWords, Planned, Recipient};
pub use recover::{Journaled, Recovered};
pub use sendings::{PausedBy, QuietHours, SendingRecord, SendingSettings, SendingState};
pub use settle::Settling;
pub use suppressed::{NewSuppression, SuppressedAddress, SuppressionReason};
pub use unsubscribe::SaidNo;

stored_words! {
    /// Where a message to one person stands.
    OutboxState {
        /// Not for them.
        Skipped = "skipped",
        /// Held back by chance, to be compared with.
        HeldOut = "held_out",
        /// To be sent.
        Ready = "ready",
        /// About to be sent.
        Claimed = "claimed",
        /// Its body may have left.
        Body = "body",
        /// Taken over by the mail server.
        Sent = "sent",
        /// It will not be sent.
        Failed = "failed",
        /// It may have been sent: never again by itself.
        Uncertain = "uncertain",
    }
}

stored_words! {
    /// Why a message was skipped, failed, or has to wait.
    Reason {
        /// No address.
        NoAddress = "no_address",
        /// They said no.
        SaidNo = "said_no",
        /// They never said yes.
        NeverAsked = "never_asked",
        /// The address complained of a message.
        Complained = "complained",
        /// The address did not exist.
        Bounced = "bounced",
        /// The mailbox did not take several messages.
        OftenFull = "often_full",
        /// The merchant put the address on the list.
        ByHand = "by_hand",
        /// They were erased.
        Erased = "erased",
        /// The same person gets it, or was held back, under another address.
        SamePerson = "same_person",
        /// Another customer has the same address.
        SameAddress = "same_address",
        /// A marketplace made the address up.
        Relay = "relay",
        /// They have another address by now.
        AddressChanged = "address_changed",
        /// They are not in the shop file any more.
        Gone = "gone",
        /// The merchant stopped the sending.
        Stopped = "stopped",
        /// The offer was over before their turn.
        OfferOver = "offer_over",
        /// They got another mail too lately, and the offer is over before they may get one again.
        Capped = "capped",
        /// There is nothing to show them.
        NothingToShow = "nothing_to_show",
        /// The server says that the address does not exist.
        NotExisting = "not_existing",
        /// The server says that the mailbox cannot take mail.
        MailboxFull = "mailbox_full",
        /// The server refuses the message.
        Refused = "refused",
        /// The message cannot be made.
        BadMessage = "bad_message",
        /// The server put it off for too long.
        TooLate = "too_late",
        /// It came back after it was sent.
        CameBack = "came_back",
        /// Waits: the server asked to come again later.
        ComeAgain = "come_again",
        /// Waits: it is night where they are.
        Night = "night",
        /// Waits: they got another mail lately.
        MailedLately = "mailed_lately",
        /// Waits: the line or the account failed.
        Account = "account",
        /// The program ended while it was on its way.
        Interrupted = "interrupted",
        /// The line broke after it had left.
        LineBroke = "line_broke",
        /// The merchant says so.
        MerchantSays = "merchant_says",
        /// A copy of it was found among the sent mail.
        FoundSent = "found_sent",
        /// An answer or a bounce shows that it arrived at a server.
        Answered = "answered",
        /// An older copy of the shop file was put back; the journal of sent mail knows it.
        Journal = "journal",
    }
}

/// What is hashed of an address: the same as of what people are known by.
pub(crate) fn address_word(address: &str) -> String {
    format!("email:{address}")
}
