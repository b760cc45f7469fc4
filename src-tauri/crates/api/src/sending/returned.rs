//! Reading inboxes: what came back is judged, and what it is said of is put right.

use pannier_campaign::{Arrived, ArrivedKind, judge};
use pannier_core::{Email, Identifier, ShopZone, Timestamp};
use pannier_mail::{Action, Cursor, Inbox, InboxError, Letter, Meaning, Original, Preset};
use pannier_store::{
    EventKind, EventVerdict, InboxCursor, InboxEvent as Stored, MailAccountRecord,
};
use sha2::{Digest, Sha256};

use super::{
    connect::inbox,
    page::pull,
    words::{event_kind, event_verdict},
};
use crate::{
    ApiError, Code, Result, Shop,
    views::{InboxEvent, InboxPolled},
    words::hex,
};

/// Mails that are read at once.
const BATCH: usize = 200;
/// Events that are shown.
const SHOWN: u32 = 200;
/// An inbox is read from this long before the first message was sent (milliseconds).
const BEFORE_MS: i64 = 86_400_000;

pub(super) fn event(of: Stored) -> InboxEvent {
    InboxEvent {
        id: of.id,
        kind: event_kind(of.kind),
        verdict: event_verdict(of.verdict),
        sentence: of.sentence,
        address: of.address,
        said: of.said,
        arrived_at: of.arrived_at.0,
    }
}

/// What came back last, the newest first.
///
/// # Errors
/// What the shop file says.
pub fn inbox_events(shop: &Shop) -> Result<Vec<InboxEvent>> {
    shop.read(|tx| Ok(tx.inbox_events(SHOWN)?.into_iter().map(event).collect()))
}

fn said(error: &InboxError) -> ApiError {
    ApiError::new(Code::Unreadable, error.to_string())
}

/// Reads what came into the inbox of an account since it was read last, looks among its sent mail
/// for messages of which it is not known whether they were sent, and fetches who clicked on the page
/// that takes a no. Nothing is deleted or marked there.
///
/// # Errors
/// [`Code::Validation`] where its password is not known, [`Code::Unreadable`] where inbox or page
/// cannot be read, or what the shop file says. What was read besides is kept.
pub fn poll_inbox(shop: &Shop, id: u32) -> Result<InboxPolled> {
    let account = shop.read(|tx| Ok(tx.mail_account(id.into())?))?;
    let has_page = !account.settings.one_click_url.is_empty();
    if account.settings.imap_host.is_empty() && !has_page {
        let words = "No server to read mail from is named in this account, and no page for \
                     unsubscribing";
        return Err(ApiError::invalid("imapHost", words));
    }
    // Each is read although the other one cannot be.
    let clicked = pull(shop, &account);
    let mut polled = if account.settings.imap_host.is_empty() {
        InboxPolled::default()
    } else {
        read_inbox(shop, &account)?
    };
    polled.unsubscribed += clicked?;
    Ok(polled)
}

/// The same of the inbox alone.
fn read_inbox(shop: &Shop, account: &MailAccountRecord) -> Result<InboxPolled> {
    let (cursors, first) = shop.read(|tx| {
        let cursors = tx.inbox_cursors(account.id)?;
        Ok((cursors, tx.account_first_used(account.id)?))
    })?;
    let Some(mut line) = inbox(shop, account)? else {
        return Ok(InboxPolled::default());
    };
    let since = first.unwrap_or(account.created_at);
    let since = Timestamp(since.0 - BEFORE_MS);
    let preset = Preset::of(&account.settings.preset);
    let sent = preset.and_then(|preset| preset.sent);
    let folders = line
        .folders(sent.as_deref())
        .map_err(|error| said(&error))?;
    let mut polled = InboxPolled::default();
    for folder in std::iter::once(&folders.inbox).chain(folders.junk.as_ref()) {
        let known = cursors.iter().find(|cursor| cursor.folder == *folder);
        read_folder(shop, account, &mut line, folder, known, since, &mut polled)?;
    }
    if let Some(sent) = &folders.sent {
        polled.settled = settle_uncertain(shop, account, &mut line, sent)?;
    }
    drop(line);
    Ok(polled)
}

fn read_folder(
    shop: &Shop,
    account: &MailAccountRecord,
    line: &mut Inbox,
    folder: &str,
    known: Option<&InboxCursor>,
    since: Timestamp,
    polled: &mut InboxPolled,
) -> Result<()> {
    let cursor = known.map(|known| Cursor {
        uid_validity: known.uid_validity,
        last_uid: known.uid,
    });
    let reading = line
        .read(folder, cursor, ShopZone::UTC.day_of(since), BATCH)
        .map_err(|error| said(&error))?;
    let now = shop.clock().now();
    let own = &account.settings.address;
    let arrived: Vec<Arrived> = reading
        .letters
        .iter()
        .flat_map(|letter| arrivals(letter, own, now))
        .collect();
    let judged = judge(shop.store(), Some(account.id), &arrived, now)?;
    polled.mails += u32::try_from(reading.letters.len()).unwrap_or(u32::MAX);
    polled.more |= reading.more;
    for one in judged {
        let place = match (one.verdict, one.kind) {
            (EventVerdict::Refused, _) => &mut polled.refused,
            (_, EventKind::Bounce) => &mut polled.bounces,
            (_, EventKind::Unsubscribe) => &mut polled.unsubscribed,
            (_, EventKind::Complaint) => &mut polled.complaints,
            (_, EventKind::Reply) => &mut polled.replies,
            (_, EventKind::Delay | EventKind::AutoReply | EventKind::Copy) => continue,
        };
        *place += 1;
    }
    // After what was read was judged: where that failed, it is read again.
    let cursor = InboxCursor {
        folder: folder.to_owned(),
        uid_validity: reading.cursor.uid_validity,
        uid: reading.cursor.last_uid,
    };
    shop.write(|tx| Ok(tx.set_inbox_cursor(account.id, &cursor, now)?))
}

/// The opaque words of a message that a mail names.
fn words(original: &Original) -> Vec<String> {
    let app = original.app_id.as_ref().map(|id| id.as_str().to_owned());
    let id = original.message_id.as_deref().map(opaque);
    app.into_iter().chain(id).collect()
}

fn opaque(message_id: &str) -> String {
    let word = message_id.split('@').next().unwrap_or_default();
    word.to_owned()
}

/// What a mail is known by, however often its server numbers the folder anew: its id, else what it
/// says.
fn known_by(letter: &Letter) -> String {
    if let Some(id) = &letter.message_id {
        return id.clone();
    }
    // Addresses and tokens are left out of what is written for logs, and tell one report from another.
    let mut said = format!("{letter:?}");
    let mut say = |word: &str| said.extend(["\n", word]);
    letter.from.iter().for_each(|from| say(from.as_str()));
    match &letter.meaning {
        Meaning::Bounces(bounces) => {
            let recipients = bounces.iter().filter_map(|one| one.recipient.as_ref());
            recipients.for_each(|email| say(email.as_str()));
        }
        Meaning::Complaint(complaint) => {
            let recipient = complaint.recipient.as_ref();
            if let Some(email) = recipient {
                say(email.as_str());
            }
        }
        Meaning::Unsubscribe(said) => said.tokens.iter().for_each(|token| say(token.as_str())),
        Meaning::AutoReply | Meaning::Reply | Meaning::Other => {}
    }
    hex(&Sha256::digest(said)[..16])
}

/// What a mail says: a report can speak of several addresses.
fn arrivals(letter: &Letter, own: &str, now: Timestamp) -> Vec<Arrived> {
    let id = known_by(letter);
    let one = |part: usize, kind: ArrivedKind, words: Vec<String>, said: &str| Arrived {
        known_by: format!("{id}#{part}"),
        kind,
        words,
        from: letter.from.clone(),
        said: said.chars().take(500).collect(),
        // A mail can name any date; one that lies ahead is none.
        at: letter.date.filter(|at| *at <= now).unwrap_or(now),
    };
    let answers = || {
        letter
            .answers
            .iter()
            .map(|id| opaque(id))
            .collect::<Vec<_>>()
    };
    let is_own = letter
        .from
        .as_ref()
        .is_some_and(|from| from.as_str() == own);
    match &letter.meaning {
        Meaning::Bounces(bounces) => (0..)
            .zip(bounces)
            .filter_map(|(part, bounce)| {
                let recipient = bounce
                    .recipient
                    .as_ref()
                    .map_or_else(String::new, |email| email.as_str().to_owned());
                let kind = match bounce.action {
                    Action::Failed => ArrivedKind::Bounce {
                        recipient,
                        status: bounce
                            .status
                            .map_or_else(String::new, |code| code.to_string()),
                    },
                    Action::Delayed => ArrivedKind::Delay { recipient },
                    Action::Delivered => return None,
                };
                Some(one(part, kind, words(&bounce.original), &bounce.diagnostic))
            })
            .collect(),
        Meaning::Complaint(complaint) => {
            let recipient = complaint.recipient.as_ref().map(Email::as_str);
            let kind = ArrivedKind::Complaint {
                recipient: recipient.map(ToOwned::to_owned),
            };
            vec![one(0, kind, words(&complaint.original), "")]
        }
        Meaning::Unsubscribe(said) => {
            let kind = ArrivedKind::Unsubscribe {
                tokens: said.tokens.clone(),
                in_words: said.in_words,
            };
            // A word of ours is not theirs.
            let said = if said.tokens.is_empty() {
                letter.subject.as_str()
            } else {
                ""
            };
            vec![one(0, kind, answers(), said)]
        }
        // Only what answers a message of ours is of interest.
        Meaning::AutoReply if !letter.answers.is_empty() => {
            vec![one(0, ArrivedKind::AutoReply, answers(), &letter.subject)]
        }
        Meaning::Reply if !is_own => vec![one(0, ArrivedKind::Reply, answers(), &letter.subject)],
        _ => Vec::new(),
    }
}

/// Looks for messages that may have been sent among the sent mail. That one is not there proves
/// nothing.
fn settle_uncertain(
    shop: &Shop,
    account: &MailAccountRecord,
    line: &mut Inbox,
    folder: &str,
) -> Result<u32> {
    let rows = shop.read(|tx| Ok(tx.uncertain_rows()?))?;
    let asked: Vec<Identifier> = rows
        .iter()
        .filter_map(|row| Identifier::parse(&row.word).ok())
        .collect();
    if asked.is_empty() {
        return Ok(0);
    }
    let found = line
        .was_sent(folder, &asked)
        .map_err(|error| said(&error))?;
    let now = shop.clock().now();
    let copies: Vec<Arrived> = asked
        .iter()
        .zip(found)
        .filter(|(_, found)| *found)
        .map(|(word, _)| Arrived {
            known_by: format!("copy of {}", word.as_str()),
            kind: ArrivedKind::Copy,
            words: vec![word.as_str().to_owned()],
            from: None,
            said: String::new(),
            at: now,
        })
        .collect();
    let judged = judge(shop.store(), Some(account.id), &copies, now)?;
    let settled = judged
        .iter()
        .filter(|one| one.verdict == EventVerdict::Acted);
    Ok(u32::try_from(settled.count()).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_known_whatever_number_its_folder_gives_it() {
        let letter = |id: Option<&str>, subject: &str| Letter {
            message_id: id.map(ToOwned::to_owned),
            from: Email::parse("ida@example.com").ok(),
            date: Some(Timestamp(1_000)),
            subject: subject.to_owned(),
            answers: vec!["abc@wren.example".to_owned()],
            meaning: Meaning::Reply,
        };
        let now = Timestamp(2_000);
        let known = |letter: &Letter| {
            arrivals(letter, "shop@wren.example", now)
                .remove(0)
                .known_by
        };
        assert_eq!(known(&letter(Some("1@x.example"), "Hi")), "1@x.example#0");
        // Without an id, what it says.
        assert_eq!(known(&letter(None, "Hi")), known(&letter(None, "Hi")));
        assert_ne!(known(&letter(None, "Hi")), known(&letter(None, "Ho")));
    }
}
