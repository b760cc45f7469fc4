//! What a mail that came in means: a message that came back, a complaint, someone who wants no
//! more, an answer, or a machine's answer. Pure: bytes in, what stands in them out.
//!
//! Nothing here believes anything. Anybody can write such a mail; whether a token is ours, and
//! whether the person was ever written to, is for the caller to judge.

mod report;
mod words;

use chrono::DateTime;
use mail_parser::{Address, HeaderValue, Message as Mail, MessageParser};
use pannier_core::{Class, Email, EnhancedCode, Identifier, Stage, Timestamp, UnsubscribeToken};

use crate::smtp::classify;

/// A mail that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its own id, without brackets: the same mail is not counted twice by it.
    pub message_id: Option<String>,
    /// Who says to have written it.
    pub from: Option<Email>,
    /// When, by its own word.
    pub date: Option<Timestamp>,
    /// Its subject.
    pub subject: String,
    /// The ids of messages that it answers, without brackets, the nearest first.
    pub answers: Vec<String>,
    /// What it means.
    pub meaning: Meaning,
}

/// What a mail means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Messages that came back or are late.
    Bounces(Vec<Bounce>),
    /// Someone told their provider that a message is junk.
    Complaint(Complaint),
    /// Someone wants no more.
    Unsubscribe(Unsubscribing),
    /// A machine answered: away, moved, received.
    AutoReply,
    /// Somebody answered a message.
    Reply,
    /// Any other mail.
    Other,
}

/// Which of our messages a report is of, as far as it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Original {
    /// The word of `X-App-Id`.
    pub app_id: Option<Identifier>,
    /// The message's id, without brackets. Some providers put their own there.
    pub message_id: Option<String>,
}

/// What became of a message, as a server reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// It was not delivered and will not be.
    Failed,
    /// It is late; the server goes on trying.
    Delayed,
    /// Delivered, relayed or expanded.
    Delivered,
}

/// A report on one recipient of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// The address written to, where the report says it.
    pub recipient: Option<Email>,
    /// What became of it.
    pub action: Action,
    /// Why, as a code.
    pub status: Option<EnhancedCode>,
    /// Why, in the words of the server that refused it.
    pub diagnostic: String,
    /// Which message it was.
    pub original: Original,
}

impl Bounce {
    /// The address does not exist: nobody writes to it again. Only what failed says so, never what
    /// is late.
    pub fn says_the_address_is_dead(&self) -> bool {
        self.class() == Some(Class::Hard)
    }

    /// The mailbox did not take it: several of those and the address rests.
    pub fn counts_against_the_mailbox(&self) -> bool {
        self.class() == Some(Class::Soft)
    }

    /// The message was not delivered to this person.
    pub fn is_final(&self) -> bool {
        self.action == Action::Failed
    }

    /// Whose fault it is, as if the server had said it at once; nothing unless it failed.
    pub fn class(&self) -> Option<Class> {
        if !self.is_final() {
            return None;
        }
        let said = match self.status {
            Some(status) => format!("{status} {}", self.diagnostic),
            None => self.diagnostic.clone(),
        };
        Some(classify(Stage::Rcpt, 550, &said).class)
    }
}

/// Someone told their provider that a message is junk (ARF, RFC 5965).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Who, where the provider says so.
    pub recipient: Option<Email>,
    /// Of which message.
    pub original: Original,
}

/// Someone wants no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsubscribing {
    /// The words of the shape of a token in the subject and in the addresses written to. Whether
    /// the shop made them has to be asked of them.
    pub tokens: Vec<UnsubscribeToken>,
    /// They said so in words, such as “unsubscribe”.
    pub in_words: bool,
}

/// Reads a mail. A broken one is read as far as it goes.
pub fn read_letter(bytes: &[u8]) -> Letter {
    let Some(mail) = MessageParser::default().parse(bytes) else {
        return Letter {
            message_id: None,
            from: None,
            date: None,
            subject: String::new(),
            answers: Vec::new(),
            meaning: Meaning::Other,
        };
    };
    let subject = mail.subject().unwrap_or_default().to_owned();
    let answers = answers(&mail);
    let meaning = meaning(&mail, &subject, !answers.is_empty());
    Letter {
        message_id: mail.message_id().map(str::to_owned),
        from: mail.from().and_then(Address::first).and_then(|from| {
            let address = from.address.as_deref()?;
            Email::parse(address).ok()
        }),
        date: mail
            .date()
            .and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0))
            .map(Timestamp::from_utc),
        subject,
        answers,
        meaning,
    }
}

fn meaning(mail: &Mail<'_>, subject: &str, answers_something: bool) -> Meaning {
    if let Some(complaint) = report::complaint(mail) {
        return Meaning::Complaint(complaint);
    }
    let bounces = report::bounces(mail);
    if !bounces.is_empty() {
        return Meaning::Bounces(bounces);
    }
    let tokens = tokens(mail, subject);
    let from_machine = words::is_from_a_machine(mail, subject);
    let text = mail.body_text(0).unwrap_or_default();
    let in_words = !from_machine && words::ask_for_no_more(subject, &text);
    // A machine that answers a mail writes to the address that carries the token too, so only the
    // subject of the header's own link counts for it.
    let token_counts =
        !tokens.is_empty() && (!from_machine || !UnsubscribeToken::found_in(subject).is_empty());
    if token_counts || in_words {
        return Meaning::Unsubscribe(Unsubscribing { tokens, in_words });
    }
    if from_machine {
        Meaning::AutoReply
    } else if answers_something {
        Meaning::Reply
    } else {
        Meaning::Other
    }
}

/// Tokens in the subject and after a `+` in the addresses it was written to.
fn tokens(mail: &Mail<'_>, subject: &str) -> Vec<UnsubscribeToken> {
    let mut found = UnsubscribeToken::found_in(subject);
    let mut look_at = |address: &str| {
        if let Some((local, _)) = address.rsplit_once('@')
            && let Some((_, extra)) = local.split_once('+')
        {
            for token in UnsubscribeToken::found_in(extra) {
                if !found.contains(&token) {
                    found.push(token);
                }
            }
        }
    };
    for addresses in [mail.to(), mail.cc()].into_iter().flatten() {
        for address in addresses.iter() {
            look_at(address.address.as_deref().unwrap_or_default());
        }
    }
    for name in [
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Envelope-To",
    ] {
        if let Some(value) = mail.header_raw(name) {
            look_at(value.trim().trim_matches(['<', '>']));
        }
    }
    found
}

/// The ids that it answers.
fn answers(mail: &Mail<'_>) -> Vec<String> {
    let mut ids = listed(mail.in_reply_to());
    // The last one named is the nearest.
    ids.extend(listed(mail.references()).into_iter().rev());
    let mut kept: Vec<String> = Vec::new();
    for id in ids {
        if !kept.contains(&id) {
            kept.push(id);
        }
    }
    kept
}

fn listed(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(text) => vec![text.trim_matches(['<', '>']).to_owned()],
        HeaderValue::TextList(texts) => texts
            .iter()
            .map(|text| text.trim_matches(['<', '>']).to_owned())
            .collect(),
        _ => Vec::new(),
    }
}
