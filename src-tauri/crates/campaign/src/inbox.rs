//! What came back, judged: a bounce counts only for an address that we wrote to, an unsubscribing
//! only where its token is ours or its sender is known to us. Each has a plain sentence.

use std::collections::HashMap;

use pannier_core::{Email, ShopKey, Timestamp, UnsubscribeToken};
use pannier_store::{
    EventKind, EventVerdict, NewInboxEvent, NewSuppression, OutboxRow, OutboxState, Reason, Store,
    SuppressionReason, WriteTx,
};

use crate::{Result, compose::UNSUBSCRIBE_LIST};

/// What follows from a “no”.
const WANTS_NO_MORE: &str = "Someone wants no more. Nothing is sent to them any more";

/// What a mail is, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArrivedKind {
    /// A message could not be delivered. `status` is the enhanced code, such as 5.1.1.
    Bounce {
        /// The address it was for.
        recipient: String,
        /// The code.
        status: String,
    },
    /// A message is late.
    Delay {
        /// The address it was for.
        recipient: String,
    },
    /// A reader called a message unwanted.
    Complaint {
        /// The reader, where it says so.
        recipient: Option<String>,
    },
    /// A reader wants no more: by tokens that stand in the mail, or by their own address.
    Unsubscribe {
        /// Words that have the shape of a token.
        tokens: Vec<UnsubscribeToken>,
        /// Whether the mail itself says so in words of its own.
        in_words: bool,
    },
    /// An answer.
    Reply,
    /// An answer by a machine.
    AutoReply,
    /// A copy among the sent mail.
    Copy,
}

/// A mail that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// What the mail is known by, so that it is judged once.
    pub known_by: String,
    /// What it is.
    pub kind: ArrivedKind,
    /// Opaque parts of Message-IDs and of our own header that stand in it.
    pub words: Vec<String>,
    /// Who sent it, where that is an address.
    pub from: Option<Email>,
    /// The words of the server or of the reader.
    pub said: String,
    /// When it came (UTC).
    pub at: Timestamp,
}

/// What was made of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What it is.
    pub kind: EventKind,
    /// Whether it changed something.
    pub verdict: EventVerdict,
    /// The same in words that name nobody.
    pub sentence: String,
}

/// Judges mails that came, each once; those that were judged before are left out.
///
/// # Errors
/// What the shop file says.
pub fn judge(
    store: &Store,
    account: Option<i64>,
    arrived: &[Arrived],
    now: Timestamp,
) -> Result<Vec<Judged>> {
    let key = ShopKey::new(store.read(|tx| tx.shop_key())?);
    let asks = arrived.iter().any(
        |one| matches!(&one.kind, ArrivedKind::Unsubscribe { tokens, .. } if !tokens.is_empty()),
    );
    let tokens = if asks {
        tokens_of_all(store, &key)?
    } else {
        HashMap::new()
    };
    let mut judged = Vec::new();
    for one in arrived {
        let outcome = store.write(|tx| -> Result<Option<Judged>> {
            if tx.knows_inbox_event(&one.known_by)? {
                return Ok(None);
            }
            let found = Finding::of(tx, one, &key, &tokens, now)?;
            tx.add_inbox_event(
                &NewInboxEvent {
                    account,
                    known_by: &one.known_by,
                    kind: found.kind,
                    verdict: found.verdict,
                    sentence: found.sentence,
                    outbox: found.row.as_ref().map(|row| row.id),
                    address: &found.address,
                    said: &one.said,
                    arrived_at: one.at,
                },
                now,
            )?;
            Ok(Some(Judged {
                kind: found.kind,
                verdict: found.verdict,
                sentence: found.sentence.to_owned(),
            }))
        })?;
        judged.extend(outcome);
    }
    Ok(judged)
}

/// Takes the “no” of tokens that the page of an account handed over, each once. Returns how many
/// were news; forged ones and those of nobody known are none.
///
/// # Errors
/// What the shop file says.
pub fn said_no_by_token(
    store: &Store,
    account: Option<i64>,
    said: &[(UnsubscribeToken, Timestamp)],
    now: Timestamp,
) -> Result<u64> {
    let key = ShopKey::new(store.read(|tx| tx.shop_key())?);
    let tokens = tokens_of_all(store, &key)?;
    let mut news = 0;
    for (token, at) in said {
        let Some(address) = tokens.get(token).filter(|_| token.is_genuine(&key)) else {
            continue;
        };
        // A page hands over what it noted of late again, so that nothing is lost; who agreed anew
        // since is not asked to say so twice.
        let known_by = format!("page {} {}", token.as_str(), at.0);
        let at = (*at).min(now);
        let is_news = store.write(|tx| -> pannier_store::Result<bool> {
            if tx.knows_inbox_event(&known_by)? {
                return Ok(false);
            }
            let reason = SuppressionReason::Unsubscribed;
            tx.unsubscribe_address(address, reason, "a click on Unsubscribe", at, now)?;
            let event = NewInboxEvent {
                account,
                known_by: &known_by,
                kind: EventKind::Unsubscribe,
                verdict: EventVerdict::Acted,
                sentence: WANTS_NO_MORE,
                outbox: None,
                address,
                said: "A click on Unsubscribe",
                arrived_at: at,
            };
            tx.add_inbox_event(&event, now)
        })?;
        news += u64::from(is_news);
    }
    Ok(news)
}

/// Everyone's token with the address it is for: it says nothing of that itself.
fn tokens_of_all(store: &Store, key: &ShopKey) -> Result<HashMap<UnsubscribeToken, String>> {
    let addresses = store.read(|tx| tx.known_addresses())?;
    let tokens = addresses.into_iter().filter_map(|address| {
        let email = Email::parse(&address).ok()?;
        Some((
            UnsubscribeToken::issue(key, UNSUBSCRIBE_LIST, &email),
            address,
        ))
    });
    Ok(tokens.collect())
}

struct Finding {
    kind: EventKind,
    verdict: EventVerdict,
    sentence: &'static str,
    row: Option<OutboxRow>,
    address: String,
}

impl Finding {
    fn of(
        tx: &WriteTx,
        one: &Arrived,
        key: &ShopKey,
        tokens: &HashMap<UnsubscribeToken, String>,
        now: Timestamp,
    ) -> Result<Self> {
        let mut row = None;
        for word in &one.words {
            row = match row {
                None => tx.outbox_by_word(word)?,
                known => known,
            };
        }
        match &one.kind {
            ArrivedKind::Bounce { recipient, status } => {
                bounce(tx, one, row, recipient, status, now)
            }
            ArrivedKind::Delay { recipient } => {
                let row = of_recipient(tx, row, recipient)?;
                let sentence = "A message is late. The mail server keeps trying";
                Ok(Self::noted(EventKind::Delay, sentence, row))
            }
            ArrivedKind::Complaint { recipient } => {
                complaint(tx, one, row, recipient.as_deref(), now)
            }
            ArrivedKind::Unsubscribe {
                tokens: said,
                in_words,
            } => unsubscribe(tx, one, row, said, *in_words, key, tokens, now),
            ArrivedKind::Reply => {
                // Whoever answers got it.
                if let Some(row) = row
                    .as_ref()
                    .filter(|row| row.state == OutboxState::Uncertain)
                {
                    tx.settle_by_evidence(row.id, OutboxState::Sent, Reason::Answered, "", now)?;
                }
                Ok(Self::noted(
                    EventKind::Reply,
                    "Someone answered a message",
                    row,
                ))
            }
            ArrivedKind::AutoReply => {
                let sentence = "A machine answered, such as one that says that someone is away";
                Ok(Self::noted(EventKind::AutoReply, sentence, row))
            }
            ArrivedKind::Copy => {
                let settles = row
                    .as_ref()
                    .filter(|row| row.state == OutboxState::Uncertain);
                let news = match settles {
                    Some(row) => tx.settle_by_evidence(
                        row.id,
                        OutboxState::Sent,
                        Reason::FoundSent,
                        "",
                        now,
                    )?,
                    None => false,
                };
                let mut noted = Self::noted(
                    EventKind::Copy,
                    "It stands among the sent mail: it was sent",
                    row,
                );
                if news {
                    noted.verdict = EventVerdict::Acted;
                }
                Ok(noted)
            }
        }
    }

    fn noted(kind: EventKind, sentence: &'static str, row: Option<OutboxRow>) -> Self {
        Self::new(kind, EventVerdict::Noted, sentence, row)
    }

    fn new(
        kind: EventKind,
        verdict: EventVerdict,
        sentence: &'static str,
        row: Option<OutboxRow>,
    ) -> Self {
        let address = row.as_ref().map(|row| row.address.clone());
        Self {
            kind,
            verdict,
            sentence,
            row,
            address: address.unwrap_or_default(),
        }
    }
}

/// A message of ours to that address: the one that is named, or the newest that left.
fn of_recipient(
    tx: &WriteTx,
    row: Option<OutboxRow>,
    recipient: &str,
) -> Result<Option<OutboxRow>> {
    if row.is_some() {
        return Ok(row);
    }
    let Ok(email) = Email::parse(recipient) else {
        return Ok(None);
    };
    let rows = tx.outbox_of_address(&tx.address_hash(email.as_str())?)?;
    Ok(rows.into_iter().find(|row| row.body_at.is_some()))
}

/// Only what says that the address or the mailbox is not there ends it (RFC 3463: 5.1.x, 5.2.1).
fn says_dead(status: &str) -> bool {
    status.starts_with("5.1.") && !["5.1.7", "5.1.8"].contains(&status) || status == "5.2.1"
}

fn bounce(
    tx: &WriteTx,
    one: &Arrived,
    row: Option<OutboxRow>,
    recipient: &str,
    status: &str,
    now: Timestamp,
) -> Result<Finding> {
    let Some(row) = of_recipient(tx, row, recipient)? else {
        let sentence =
            "It says that a message came back that this shop never sent. It was not believed";
        return Ok(Finding::new(
            EventKind::Bounce,
            EventVerdict::Refused,
            sentence,
            None,
        ));
    };
    tx.settle_by_evidence(
        row.id,
        OutboxState::Failed,
        Reason::CameBack,
        &one.said,
        now,
    )?;
    if !says_dead(status) {
        let sentence = "A message came back. The address can be tried again";
        return Ok(Finding::new(
            EventKind::Bounce,
            EventVerdict::Acted,
            sentence,
            Some(row),
        ));
    }
    if !row.address.is_empty() {
        tx.suppress_address(&NewSuppression {
            address: &row.address,
            reason: SuppressionReason::Bounced,
            source: "a message came back",
            said: &one.said,
            at: one.at,
        })?;
    }
    let sentence = "The address does not exist. Nothing is sent to it any more";
    Ok(Finding::new(
        EventKind::Bounce,
        EventVerdict::Acted,
        sentence,
        Some(row),
    ))
}

fn complaint(
    tx: &WriteTx,
    one: &Arrived,
    row: Option<OutboxRow>,
    recipient: Option<&str>,
    now: Timestamp,
) -> Result<Finding> {
    let row = match (row, recipient) {
        (None, Some(recipient)) => of_recipient(tx, None, recipient)?,
        (row, _) => row,
    };
    let Some(row) = row.filter(|row| !row.address.is_empty()) else {
        let sentence = "It complains of a message that this shop never sent. It was not believed";
        return Ok(Finding::new(
            EventKind::Complaint,
            EventVerdict::Refused,
            sentence,
            None,
        ));
    };
    let reason = SuppressionReason::Complained;
    tx.unsubscribe_address(&row.address, reason, "a complaint", one.at, now)?;
    let sentence = "A reader called a message unwanted. Nothing is sent to them any more";
    Ok(Finding::new(
        EventKind::Complaint,
        EventVerdict::Acted,
        sentence,
        Some(row),
    ))
}

#[expect(
    clippy::too_many_arguments,
    reason = "all that decides whether someone said no"
)]
fn unsubscribe(
    tx: &WriteTx,
    one: &Arrived,
    row: Option<OutboxRow>,
    said: &[UnsubscribeToken],
    in_words: bool,
    key: &ShopKey,
    tokens: &HashMap<UnsubscribeToken, String>,
    now: Timestamp,
) -> Result<Finding> {
    let genuine = said.iter().find(|token| token.is_genuine(key));
    let by_token = genuine.and_then(|token| tokens.get(token).cloned());
    // Their own words count for their own address alone, and for the message that they answer.
    let by_words = match (&by_token, in_words && said.is_empty()) {
        (None, true) => match (&row, &one.from) {
            (Some(row), _) if !row.address.is_empty() => Some(row.address.clone()),
            (_, Some(from)) => {
                let hash = tx.address_hash(from.as_str())?;
                let wrote = tx
                    .outbox_of_address(&hash)?
                    .iter()
                    .any(|row| row.body_at.is_some());
                wrote.then(|| from.as_str().to_owned())
            }
            _ => None,
        },
        _ => None,
    };
    let kind = EventKind::Unsubscribe;
    let Some(address) = by_token.or(by_words) else {
        let sentence = if said.is_empty() {
            "Someone whom this shop never wrote to wants no more. There is nothing to end"
        } else if genuine.is_some() {
            "Someone who is not in the shop any more wants no more. There is nothing to end"
        } else {
            "It names a word that this shop did not make. It was not believed"
        };
        return Ok(Finding::new(kind, EventVerdict::Refused, sentence, None));
    };
    let reason = SuppressionReason::Unsubscribed;
    tx.unsubscribe_address(&address, reason, "an unsubscribe mail", one.at, now)?;
    let mut found = Finding::new(kind, EventVerdict::Acted, WANTS_NO_MORE, row);
    found.address = address;
    Ok(found)
}
