//! A page on the merchant's own web site that takes a “no more” by one click (RFC 8058): the file
//! to put there, the links to it, and fetching what it noted. The page knows nothing of anyone; it
//! checks tokens with a key of its own and signs what it hands over.

mod words;

use std::{io::ErrorKind, time::Duration};

use chrono::DateTime;
use pannier_core::{HttpsUrl, MessageError, ShopKey, Timestamp, UnsubscribeToken};

pub use self::words::PageWords;

/// What the page is to run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// One PHP file, for ordinary web space.
    Php,
    /// A Cloudflare Worker with a KV namespace bound to it as `NOTES`.
    Worker,
}

/// The file to put on the web site.
pub fn page_file(kind: PageKind, key: &ShopKey, words: &PageWords) -> String {
    let template = match kind {
        PageKind::Php => include_str!("../../../../assets/unsubscribe/unsubscribe.php"),
        PageKind::Worker => include_str!("../../../../assets/unsubscribe/worker.js"),
    };
    let key = UnsubscribeToken::endpoint_key(key);
    let file = key.signature("notes");
    let mut text = template
        .replace("@KEY@", &key.hexadecimal())
        .replace("@FILE@", &file[..16]);
    for (place, word) in [
        ("@SHOP@", &words.shop),
        ("@LANG@", &words.language),
        ("@QUESTION@", &words.question),
        ("@BUTTON@", &words.button),
        ("@DONE@", &words.done),
        ("@BROKEN@", &words.broken),
        ("@FAILED@", &words.failed),
    ] {
        text = text.replace(place, &safe(word));
    }
    text
}

/// A word as it may stand in HTML, within a string of PHP or JavaScript, and in a comment: every
/// sign that means something to one of them is written as a number.
fn safe(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    for letter in word.chars() {
        let plain = letter.is_alphanumeric() || matches!(letter, ' ' | '.' | ',' | '?' | '-' | ':');
        if plain {
            text.push(letter);
        } else if !letter.is_control() {
            text.push_str("&#");
            text.push_str(&u32::from(letter).to_string());
            text.push(';');
        }
    }
    // A place of the template is no word of the shop's.
    text
}

/// Why the page did not hand over what it noted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// There was no answer.
    #[error("The unsubscribe page could not be reached: {0}")]
    NotReached(String),
    /// Something else answers there.
    #[error("What answers at that address is not the unsubscribe page (answer {0})")]
    NotThePage(u16),
    /// It has another key: an older file, or another shop's.
    #[error("The unsubscribe page has another key. Put the file there again")]
    OtherKey,
    /// One of the two clocks is wrong.
    #[error("The clock of this computer and that of the web site are too far apart")]
    Clock,
    /// What it handed over was changed on the way.
    #[error("What the unsubscribe page handed over cannot be trusted")]
    Forged,
}

/// Why nobody answered, without the words of programs.
fn not_reached(error: &ureq::Error) -> PageError {
    let why = match error {
        ureq::Error::HostNotFound => "there is no such web site, or no network".to_owned(),
        ureq::Error::Timeout(_) => "it did not answer in time".to_owned(),
        ureq::Error::Io(broken) if broken.kind() == ErrorKind::ConnectionRefused => {
            "nothing answers there".to_owned()
        }
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => {
            "its certificate cannot be trusted".to_owned()
        }
        other => other.to_string(),
    };
    PageError::NotReached(why)
}

/// What the page noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    /// Tokens of this shop, and when each was noted. Some were handed over before.
    pub tokens: Vec<(UnsubscribeToken, Timestamp)>,
    /// To be asked from next time.
    pub until: Timestamp,
}

/// The page, as it is reached.
#[derive(Debug, Clone)]
pub struct UnsubscribePage {
    url: String,
    key: ShopKey,
    agent: ureq::Agent,
}

/// Notes are asked for again for so long: some places take a while to show them everywhere, and
/// to honour one twice does no harm. Seconds.
const OVERLAP: i64 = 24 * 60 * 60;

/// More than a page can have noted. Bytes.
const LARGEST: u64 = 32 * 1024 * 1024;

impl UnsubscribePage {
    /// The page at that address.
    ///
    /// # Errors
    /// [`MessageError::NotHttps`] where it has a question mark already, since the token follows one.
    pub fn new(url: &HttpsUrl, key: &ShopKey) -> Result<Self, MessageError> {
        if url.as_str().contains(['?', '#']) {
            return Err(MessageError::NotHttps(url.as_str().to_owned()));
        }
        Ok(Self::at(url.as_str().to_owned(), key))
    }

    /// A page on this computer, for tests.
    pub fn on_this_computer(port: u16, path: &str, key: &ShopKey) -> Self {
        Self::at(format!("http://127.0.0.1:{port}/{path}"), key)
    }

    fn at(url: String, key: &ShopKey) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(30)))
            .http_status_as_error(false)
            // A page that moved would be asked for somewhere else, with our signature.
            .max_redirects(0)
            .build();
        Self {
            url,
            key: key.clone(),
            agent: ureq::Agent::new_with_config(config),
        }
    }

    /// The link for one token: it shows a button, and takes a POST of a mail program at once.
    pub fn link(&self, token: &UnsubscribeToken) -> String {
        format!("{}?u={}", self.url, token.as_str())
    }

    /// Fetches what was noted since `since`, the `until` of the last time. `now` is this
    /// computer's clock; both UTC.
    ///
    /// # Errors
    /// [`PageError`].
    pub fn pull(&self, since: Option<Timestamp>, now: Timestamp) -> Result<Pulled, PageError> {
        let since = since.map_or(0, |since| (since.to_utc().timestamp() - OVERLAP).max(0));
        let at = now.to_utc().timestamp();
        let key = UnsubscribeToken::endpoint_key(&self.key);
        let signature = key.signature(&format!("pull {since} {at}"));
        let url = format!("{}?pull={since}&at={at}&sig={signature}", self.url);
        let mut answer = self
            .agent
            .get(&url)
            .call()
            .map_err(|error| not_reached(&error))?;
        let status = answer.status().as_u16();
        let text = answer
            .body_mut()
            .with_config()
            .limit(LARGEST)
            .read_to_string()
            .map_err(|error| not_reached(&error))?;
        match status {
            200 => self.read(&text, at, &key),
            403 if text.starts_with("clock ") => Err(PageError::Clock),
            403 if text.starts_with("refused") => Err(PageError::OtherKey),
            other => Err(PageError::NotThePage(other)),
        }
    }

    fn read(&self, text: &str, at: i64, key: &ShopKey) -> Result<Pulled, PageError> {
        let Some((notes, end)) = text.rsplit_once("sign ") else {
            return Err(PageError::NotThePage(200));
        };
        if key.signature(&format!("{at}\n{notes}")) != end.trim() {
            return Err(PageError::Forged);
        }
        let mut lines = notes.lines().filter_map(|line| line.split_once(' '));
        let moment = |seconds: &str| {
            let seconds = seconds.parse().ok()?;
            DateTime::from_timestamp(seconds, 0).map(Timestamp::from_utc)
        };
        let until = lines
            .next()
            .and_then(|(word, seconds)| (word == "now").then(|| moment(seconds))?)
            .ok_or(PageError::Forged)?;
        let tokens = lines
            .filter_map(|(word, seconds)| {
                let token = UnsubscribeToken::parse(word)?;
                token.is_genuine(&self.key).then_some(())?;
                Some((token, moment(seconds)?))
            })
            .collect();
        Ok(Pulled { tokens, until })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_the_shop_is_a_command() {
        let words = PageWords::english("Anna's <b>\"Shop\"</b> */ ?> ${x} `y` \\ \n@KEY@");
        for kind in [PageKind::Php, PageKind::Worker] {
            let plain = page_file(kind, &ShopKey::new([7; 32]), &PageWords::english("Anna"));
            let file = page_file(kind, &ShopKey::new([7; 32]), &words);
            for sign in ["'", "\"", "<", ">", "`", "\\", "*/", "?>", "${"] {
                let count = |text: &str| text.matches(sign).count();
                assert_eq!(count(&file), count(&plain), "{sign}");
            }
            assert!(!file.contains("@SHOP@") && !file.contains("@KEY@"));
            // The shop's own key is not in it, only the page's.
            assert!(!file.contains(&ShopKey::new([7; 32]).hexadecimal()));
        }
    }
}
