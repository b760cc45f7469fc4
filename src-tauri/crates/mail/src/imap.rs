//! The inbox: what came in since the last look, and whether a message lies among those sent. It
//! only ever looks: folders are opened for reading, nothing is marked, moved or deleted.

mod connect;

use std::{fmt, time::Duration};

use async_imap::{Session, error::Error as ImapError, types::NameAttribute};
use futures_util::TryStreamExt;
use pannier_core::{Class, Day, Identifier, SendError};
use tokio::{net::TcpStream, runtime::Runtime, time::timeout};
use tokio_rustls::client::TlsStream;

use self::connect::{open, refused, slow};
use crate::{
    account::ImapAccount,
    inbox::{Letter, read_letter},
    tls::Trust,
    wait::runtime,
};

/// How far a folder was read. Numbers mean something only with the same `uid_validity`: a server
/// may renumber a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// What tells one numbering of the folder from another.
    pub uid_validity: u32,
    /// The last mail that was looked at.
    pub last_uid: u32,
}

/// What a look into a folder brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The mails that were not looked at before, oldest first. After a renumbering some of them
    /// were: their ids tell.
    pub letters: Vec<Letter>,
    /// How far it was read now.
    pub cursor: Cursor,
    /// The server had renumbered the folder, and it was read from its first day again.
    pub renumbered: bool,
    /// There is more to be read.
    pub more: bool,
}

/// The folders that matter. Each by the name that the server knows it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Where mail comes in.
    pub inbox: String,
    /// Where mail that looks like junk goes: reports and answers can end up there.
    pub junk: Option<String>,
    /// Where sent mail is kept.
    pub sent: Option<String>,
}

/// The inbox could not be looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxError {
    /// Whose fault it is: the line, trust, or the account.
    pub class: Class,
    /// What was said, by the server or on this side.
    pub said: String,
}

impl InboxError {
    /// The account must not be used again before the merchant mends something.
    pub fn pauses_until_mended(&self) -> bool {
        matches!(self.class, Class::Auth | Class::Security)
    }
}

impl fmt::Display for InboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.class.words(), self.said)
    }
}

impl std::error::Error for InboxError {}

impl From<SendError> for InboxError {
    fn from(error: SendError) -> Self {
        Self {
            class: error.class,
            said: error.said,
        }
    }
}

/// What of a mail is read. Reports and answers begin with what matters; what comes after is a
/// picture somebody sent.
const MOST_OF_A_MAIL: usize = 256 * 1024;

/// How long one command may take: a search of a large folder takes its time.
const PATIENCE: Duration = Duration::from_mins(2);

type Line = Session<TlsStream<TcpStream>>;

/// An account's inbox, opened when it is first looked into.
pub struct Inbox {
    account: ImapAccount,
    trust: Trust,
    runtime: Runtime,
    line: Option<Line>,
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox")
            .field("server", &self.account.server)
            .finish_non_exhaustive()
    }
}

impl Inbox {
    /// An inbox to be opened when it is needed.
    ///
    /// # Errors
    /// An error of the system, where it cannot give what waiting for a line takes.
    pub fn new(account: ImapAccount, trust: Trust) -> std::io::Result<Self> {
        Ok(Self {
            account,
            trust,
            runtime: runtime()?,
            line: None,
        })
    }

    /// The folders that matter, by what the server says of them, else by their usual names.
    /// `sent` is the name that the provider is known to use.
    pub fn folders(&mut self, sent: Option<&str>) -> Result<Folders, InboxError> {
        self.with_line(async |line| {
            let names: Vec<_> = line.list(Some(""), Some("*")).await?.try_collect().await?;
            let by_use = |wanted: &NameAttribute<'_>| {
                names
                    .iter()
                    .find(|name| name.attributes().contains(wanted))
                    .map(|name| name.name().to_owned())
            };
            let by_name = |wanted: &[&str]| {
                names
                    .iter()
                    .map(|name| name.name())
                    .find(|name| {
                        let last = name.rsplit(['/', '.']).next().unwrap_or(name);
                        wanted.iter().any(|word| last.eq_ignore_ascii_case(word))
                    })
                    .map(str::to_owned)
            };
            let known = sent.and_then(|sent| {
                let found = names.iter().find(|name| name.name() == sent);
                found.map(|name| name.name().to_owned())
            });
            Ok(Folders {
                inbox: "INBOX".to_owned(),
                junk: by_use(&NameAttribute::Junk).or_else(|| by_name(JUNK)),
                sent: by_use(&NameAttribute::Sent)
                    .or(known)
                    .or_else(|| by_name(SENT)),
            })
        })
    }

    /// Reads what came into a folder after `cursor`, `most` mails at once; without a cursor, or
    /// after the server renumbered the folder, what came on `since` and later.
    pub fn read(
        &mut self,
        folder: &str,
        cursor: Option<Cursor>,
        since: Day,
        most: usize,
    ) -> Result<Reading, InboxError> {
        self.with_line(async |line| {
            let opened = line.examine(folder).await?;
            let uid_validity = opened.uid_validity.unwrap_or_default();
            let known = cursor.filter(|cursor| cursor.uid_validity == uid_validity);
            let search = match known {
                // `n:*` always names the last mail, even where it comes before n.
                Some(cursor) => format!("UID {}:*", cursor.last_uid.saturating_add(1)),
                None => format!("SINCE {}", imap_day(since)),
            };
            let after = known.map_or(0, |cursor| cursor.last_uid);
            let mut uids: Vec<u32> = line
                .uid_search(search)
                .await?
                .into_iter()
                .filter(|uid| *uid > after)
                .collect();
            uids.sort_unstable();
            let more = uids.len() > most;
            uids.truncate(most);
            let mut letters = Vec::with_capacity(uids.len());
            for part in uids.chunks(20) {
                letters.extend(fetch(line, part).await?);
            }
            // An empty folder has been read as far as it goes.
            let last = uids.last().copied();
            let end = opened.uid_next.map_or(after, |next| next.saturating_sub(1));
            Ok(Reading {
                letters,
                cursor: Cursor {
                    uid_validity,
                    last_uid: if more {
                        last.unwrap_or(after)
                    } else {
                        last.unwrap_or(after).max(end)
                    },
                },
                renumbered: cursor.is_some() && known.is_none(),
                more,
            })
        })
    }

    /// Which of these messages lie in the folder of sent mail, by the word in `X-App-Id` or in the
    /// message's id. That one does not lie there proves nothing where the provider keeps no copies.
    pub fn was_sent(&mut self, sent: &str, words: &[Identifier]) -> Result<Vec<bool>, InboxError> {
        self.with_line(async |line| {
            line.examine(sent).await?;
            let mut found = Vec::with_capacity(words.len());
            for word in words {
                let word = word.as_str();
                let search = format!("OR HEADER X-App-Id {word} HEADER Message-ID {word}");
                found.push(!line.uid_search(search).await?.is_empty());
            }
            Ok(found)
        })
    }

    /// Logs in and out again: whether the inbox can be looked into.
    pub fn check_login(&mut self) -> Result<(), InboxError> {
        self.with_line(async |line| line.noop().await)?;
        self.close();
        Ok(())
    }

    /// Ends the line.
    fn close(&mut self) {
        if let Some(mut line) = self.line.take() {
            // How the server says good-bye does not matter.
            let _ = self
                .runtime
                .block_on(async { timeout(Duration::from_secs(5), line.logout()).await });
        }
    }

    fn with_line<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut Line) -> Result<T, ImapError>,
    ) -> Result<T, InboxError> {
        let mut line = if let Some(line) = self.line.take() {
            line
        } else {
            let login = self.account.login.ready().map_err(SendError::from)?;
            self.runtime
                .block_on(open(&self.account.server, &login, &self.trust))?
        };
        let done = self
            .runtime
            .block_on(async { timeout(PATIENCE, work(&mut line)).await })
            .map_err(|_| slow())?
            .map_err(|error| refused(&error))?;
        // A line on which something failed is not used again.
        self.line = Some(line);
        Ok(done)
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        self.close();
    }
}

const JUNK: &[&str] = &[
    "Junk",
    "Spam",
    "Junk E-mail",
    "Junk Email",
    "Spamverdacht",
    "Bulk Mail",
    "Indésirables",
];
const SENT: &[&str] = &[
    "Sent",
    "Sent Items",
    "Sent Mail",
    "Sent Messages",
    "Gesendet",
    "Gesendete Objekte",
    "Gesendete Elemente",
    "Envoyés",
    "Enviados",
    "Inviata",
    "Verzonden",
];

/// As a search knows days: `5-Mar-2026`.
fn imap_day(day: Day) -> String {
    let iso = day.to_string();
    let mut parts = iso.split('-');
    let mut next = || parts.next().unwrap_or_default();
    let (year, month, day) = (next(), next(), next());
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = month
        .parse::<usize>()
        .ok()
        .and_then(|month| months.get(month.wrapping_sub(1)))
        .unwrap_or(&"Jan");
    format!("{}-{month}-{year}", day.trim_start_matches('0'))
}

async fn fetch(line: &mut Line, uids: &[u32]) -> Result<Vec<Letter>, ImapError> {
    let set = uids
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(",");
    let mut fetched: Vec<_> = line
        .uid_fetch(set, format!("(UID BODY.PEEK[]<0.{MOST_OF_A_MAIL}>)"))
        .await?
        .try_collect()
        .await?;
    fetched.sort_by_key(|mail| mail.uid);
    Ok(fetched
        .iter()
        .filter_map(|mail| mail.body())
        .map(read_letter)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_searches_know_them() {
        let day: Day = "2026-03-05".parse().unwrap();
        assert_eq!(imap_day(day), "5-Mar-2026");
        let day: Day = "2026-12-31".parse().unwrap();
        assert_eq!(imap_day(day), "31-Dec-2026");
    }
}
