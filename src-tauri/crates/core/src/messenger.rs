//! How a message is handed to whoever carries it, and what is known when that fails: at which
//! stage, whose fault it is, and whether the message may have arrived all the same.

use std::fmt;

use crate::{Channel, Message};

/// What carries messages over one connection, one after the other. Every call waits for its end.
pub trait Messenger: Send {
    /// The way it reaches people.
    fn channel(&self) -> Channel;

    /// Hands over one message, connecting first where there is no connection.
    ///
    /// `before_body` is called once, when all is agreed and just before the first byte of the
    /// body leaves: the place to write durably that from now on the message may arrive. Where it
    /// refuses, nothing is sent, the other side forgets the message, and the error is
    /// [`Class::Stopped`].
    ///
    /// # Errors
    /// [`SendError`], whose questions say what follows from it. A message whose `before_body` was
    /// not called has certainly not been sent.
    fn send(
        &mut self,
        message: &Message,
        before_body: &mut dyn FnMut() -> Result<(), Stopped>,
    ) -> Result<Receipt, SendError>;

    /// Lets the connection go without a word, as after the computer slept; the next message opens
    /// another one.
    fn hang_up(&mut self);
}

/// The caller does not want the message sent after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stopped before anything was sent")]
pub struct Stopped;

/// The other side has taken the message over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its words, which often hold the number it gave the message.
    pub said: String,
}

/// How far a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Finding and reaching the server, and its greeting.
    Connect,
    /// Agreeing on encryption.
    Tls,
    /// Logging in.
    Auth,
    /// Saying who sends.
    Mail,
    /// Saying who receives.
    Rcpt,
    /// Asking to hand over the body.
    Data,
    /// The body was on its way, its end was not: the server has to throw it away.
    Body,
    /// The end of the body was on its way, or the server answered it.
    Dot,
}

/// An enhanced status code (RFC 3463), such as 5.1.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EnhancedCode {
    /// 2 done, 4 not now, 5 never.
    pub class: u8,
    /// What it is about: 1 address, 2 mailbox, 3 system, 4 network, 5 protocol, 6 content, 7 policy.
    pub subject: u16,
    /// What exactly.
    pub detail: u16,
}

impl EnhancedCode {
    /// Reads the code that a text begins with, if it does.
    pub fn at_start(text: &str) -> Option<Self> {
        let word = text.split_whitespace().next()?;
        let mut parts = word.trim_end_matches([':', ',', ';']).split('.');
        let class = parts.next()?.parse().ok()?;
        let code = Self {
            class,
            subject: parts.next()?.parse().ok()?,
            detail: parts.next()?.parse().ok()?,
        };
        let known = matches!(class, 2 | 4 | 5) && code.subject < 1000 && code.detail < 1000;
        (known && parts.next().is_none()).then_some(code)
    }
}

impl fmt::Display for EnhancedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// Whose fault a failure is. Callers ask the questions of [`SendError`]; this is for words and
/// counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// No network, no server, or the line broke before the message was whole.
    Line,
    /// The encryption cannot be trusted: a certificate of somebody else, an old one, none.
    Security,
    /// The account's name, password or permission was refused.
    Auth,
    /// The account may not send from this address.
    Sender,
    /// Too fast for the server.
    Rate,
    /// The account's allowance is used up.
    Quota,
    /// The address does not exist.
    Hard,
    /// The mailbox cannot take mail now, such as a full one.
    Soft,
    /// The server asks to come again later, as some do with everyone new.
    Greylist,
    /// The message or its sender was refused by a rule or a filter.
    Policy,
    /// The server did not take the whole message over, and may later.
    NotAccepted,
    /// The line broke after the message was whole: it may have arrived.
    Uncertain,
    /// The message itself cannot be sent, whoever carries it.
    BadMessage,
    /// The caller said so.
    Stopped,
}

impl Class {
    /// All of them, in the order above.
    pub const ALL: [Self; 14] = [
        Self::Line,
        Self::Security,
        Self::Auth,
        Self::Sender,
        Self::Rate,
        Self::Quota,
        Self::Hard,
        Self::Soft,
        Self::Greylist,
        Self::Policy,
        Self::NotAccepted,
        Self::Uncertain,
        Self::BadMessage,
        Self::Stopped,
    ];

    /// Its name where it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Security => "security",
            Self::Auth => "auth",
            Self::Sender => "sender",
            Self::Rate => "rate",
            Self::Quota => "quota",
            Self::Hard => "hard",
            Self::Soft => "soft",
            Self::Greylist => "greylist",
            Self::Policy => "policy",
            Self::NotAccepted => "not_accepted",
            Self::Uncertain => "uncertain",
            Self::BadMessage => "bad_message",
            Self::Stopped => "stopped",
        }
    }

    /// The class of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Why, in plain words, without the server's own.
    pub fn words(self) -> &'static str {
        match self {
            Self::Line => "The mail server could not be reached, or the line broke",
            Self::Security => "The connection to the mail server cannot be trusted",
            Self::Auth => "The mail server refused the name or the password",
            Self::Sender => "The mail account may not send from this address",
            Self::Rate => "The mail server asks to send more slowly",
            Self::Quota => "The mail account has sent as much as it may for now",
            Self::Hard => "The address does not exist",
            Self::Soft => "The mailbox cannot take mail now",
            Self::Greylist => "The mail server asks to try again later",
            Self::Policy => "The mail server refuses this message",
            Self::NotAccepted => "The mail server did not take the message this time",
            Self::Uncertain => "The line broke after the message had left: it may have arrived",
            Self::BadMessage => "The message cannot be sent as it is",
            Self::Stopped => "Stopped before anything was sent",
        }
    }
}

/// A message was not, or perhaps not, sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendError {
    /// How far it came.
    pub stage: Stage,
    /// Whose fault it is.
    pub class: Class,
    /// The server's code, such as 550, where it answered.
    pub code: Option<u16>,
    /// Its enhanced code, where it gave one.
    pub enhanced: Option<EnhancedCode>,
    /// The server's words, or what went wrong on this side.
    pub said: String,
}

impl SendError {
    /// An error on this side of the line.
    pub fn here(stage: Stage, class: Class, said: impl Into<String>) -> Self {
        Self {
            stage,
            class,
            code: None,
            enhanced: None,
            said: said.into(),
        }
    }

    /// It may have arrived: it is never sent again by itself.
    pub fn may_have_arrived(&self) -> bool {
        self.class == Class::Uncertain
    }

    /// It concerns the account or the line, not the person: their row stays as it was, and no
    /// address suffers from it.
    pub fn is_about_the_account(&self) -> bool {
        self.pauses_until_mended() || matches!(self.class, Class::Line | Class::Rate | Class::Quota)
    }

    /// The account must not be used again before the merchant mends something.
    pub fn pauses_until_mended(&self) -> bool {
        matches!(self.class, Class::Auth | Class::Sender | Class::Security)
    }

    /// The account should send more slowly from now on.
    pub fn asks_to_slow_down(&self) -> bool {
        self.class == Class::Rate
    }

    /// The account has to wait until its allowance is free again.
    pub fn is_used_up(&self) -> bool {
        self.class == Class::Quota
    }

    /// The same message to the same person may go through later. Never so where it may have
    /// arrived.
    pub fn is_worth_retrying(&self) -> bool {
        matches!(
            self.class,
            Class::Line
                | Class::Rate
                | Class::Quota
                | Class::Soft
                | Class::Greylist
                | Class::NotAccepted
        )
    }

    /// The address does not exist: nobody writes to it again.
    pub fn says_the_address_is_dead(&self) -> bool {
        self.class == Class::Hard
    }

    /// The mailbox did not take it: several of those and the address rests.
    pub fn counts_against_the_mailbox(&self) -> bool {
        self.class == Class::Soft
    }

    /// A filter or a rule refused the message: several in a row and the campaign rests.
    pub fn is_a_refusal_of_the_message(&self) -> bool {
        self.class == Class::Policy
    }

    /// The caller stopped it.
    pub fn is_stopped(&self) -> bool {
        self.class == Class::Stopped
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.class.words())?;
        if self.said.is_empty() || self.is_stopped() {
            return Ok(());
        }
        match self.code {
            Some(code) => write!(f, ". It said: {code} {}", self.said),
            None => write!(f, ": {}", self.said),
        }
    }
}

impl std::error::Error for SendError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enhanced_codes_are_read_where_they_stand() {
        let read = |text| EnhancedCode::at_start(text).map(|code| code.to_string());
        assert_eq!(read("5.1.1 No such user").as_deref(), Some("5.1.1"));
        assert_eq!(read("4.7.1: try later").as_deref(), Some("4.7.1"));
        assert_eq!(read("5.7.515 Access denied").as_deref(), Some("5.7.515"));
        for text in [
            "",
            "No such user",
            "3.1.1 x",
            "5.1",
            "127.0.0.1 refused",
            "5.1.1.1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_class_keeps_its_name() {
        for class in Class::ALL {
            assert_eq!(Class::named(class.name()), Some(class));
        }
        assert_eq!(Class::named("other"), None);
    }

    #[test]
    fn what_may_have_arrived_is_not_tried_again_and_no_account_error_harms_an_address() {
        for class in Class::ALL {
            let error = SendError::here(Stage::Dot, class, "x");
            assert!(!(error.may_have_arrived() && error.is_worth_retrying()));
            assert!(!(error.is_about_the_account() && error.says_the_address_is_dead()));
            assert!(!(error.is_about_the_account() && error.counts_against_the_mailbox()));
        }
    }

    #[test]
    fn the_servers_words_follow_ours() {
        let error = SendError {
            stage: Stage::Rcpt,
            class: Class::Hard,
            code: Some(550),
            enhanced: EnhancedCode::at_start("5.1.1"),
            said: "5.1.1 No such user".into(),
        };
        assert_eq!(
            error.to_string(),
            "The address does not exist. It said: 550 5.1.1 No such user"
        );
    }
}
