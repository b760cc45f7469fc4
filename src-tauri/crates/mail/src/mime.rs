//! A message as the bytes of a mail (RFC 5322, 2045 to 2047, 2369, 8058). Nothing in it can break
//! out of its header: names and subjects are of types that hold no line break, and every other
//! word is checked where it is made.

use std::time::SystemTime;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use lettre::{
    Address,
    message::{
        Attachment, Mailbox as LettreMailbox, Message as Mail, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use pannier_core::{
    Class, Email, FeedbackId, HeaderText, InlinePicture, ListId, Mailbox, Message, SendError,
    Stage, Timestamp, Unsubscribe,
};

/// A mail, and whom it is from and to.
#[derive(Debug, Clone)]
pub(crate) struct Mime {
    pub(crate) from: Address,
    pub(crate) to: Address,
    /// With CR LF, and without the last one: the end of a body begins with it.
    pub(crate) text: String,
}

impl Mime {
    /// Letters other than ASCII stand before the `@` of an address, and so in a header.
    pub(crate) fn needs_any_letters(&self) -> bool {
        let plain = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
        !(plain(&self.from) && plain(&self.to) && self.text.is_ascii())
    }
}

/// The mail as a file, such as one with the ending `.eml`: what would be sent at that moment.
///
/// # Errors
/// [`SendError`] where the message cannot be sent as it is.
pub fn as_file(message: &Message, at: Timestamp) -> Result<Vec<u8>, SendError> {
    let mut text = mime(message, at)?.text;
    text.push_str("\r\n");
    Ok(text.into_bytes())
}

/// Builds the mail, dated `at` (UTC).
pub(crate) fn mime(message: &Message, at: Timestamp) -> Result<Mime, SendError> {
    let from = address(&message.from.address)?;
    let to = address(&message.to.address)?;
    let mut builder = Mail::builder()
        .from(mailbox(&message.from)?)
        .to(mailbox(&message.to)?)
        .date(SystemTime::from(at.to_utc()))
        .message_id(Some(message.id.bracketed()))
        .raw_header(text_header("Subject", &message.subject)?)
        .raw_header(plain_header("X-App-Id", message.id.opaque().as_str())?);
    if let Some(reply_to) = &message.reply_to {
        builder = builder.reply_to(mailbox(reply_to)?);
    }
    if let Some(list) = &message.list_id {
        builder = builder.raw_header(list_header(list)?);
    }
    if let Some(unsubscribe) = &message.unsubscribe {
        builder = builder.raw_header(unsubscribe_header(unsubscribe)?);
        // Without an address of the web this header is ignored by those who ask for it.
        if unsubscribe.one_click.is_some() {
            builder = builder.raw_header(plain_header(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click",
            )?);
        }
    }
    if let Some(id) = &message.feedback_id {
        builder = builder.raw_header(plain_header("Feedback-ID", &feedback_words(id))?);
    }
    for extra in &message.headers {
        builder = builder.raw_header(text_header(extra.name(), extra.value())?);
    }
    let text = SinglePart::plain(in_lines(&message.text));
    let mail = match &message.html {
        None => builder.singlepart(text),
        Some(html) => builder.multipart(both(text, html, &message.pictures)?),
    }
    .map_err(|error| bad(error.to_string()))?;
    let mut text =
        String::from_utf8(mail.formatted()).map_err(|_| bad("it holds what is no text"))?;
    while text.ends_with("\r\n") {
        text.truncate(text.len() - 2);
    }
    if has_bare_breaks(text.as_bytes()) {
        return Err(bad("it holds half a line break"));
    }
    Ok(Mime { from, to, text })
}

/// A text whose every line break is CR LF, whatever it was written with. lettre would do the same for
/// most of them, by moving all that follows once for each line.
fn in_lines(text: &str) -> String {
    let mut lines = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'\r', b'\n', rest.as_bytes()) {
        lines.push_str(&rest[..at]);
        lines.push_str("\r\n");
        let whole = rest.as_bytes()[at..].starts_with(b"\r\n");
        rest = &rest[at + if whole { 2 } else { 1 }..];
    }
    lines.push_str(rest);
    lines
}

/// A CR without its LF, or the other way round. Some servers take such for the end of a line, and
/// then what follows for commands.
fn has_bare_breaks(bytes: &[u8]) -> bool {
    memchr::memchr2_iter(b'\r', b'\n', bytes).any(|at| {
        if bytes[at] == b'\r' {
            bytes.get(at + 1) != Some(&b'\n')
        } else {
            at == 0 || bytes[at - 1] != b'\r'
        }
    })
}

/// Text and HTML, the HTML with the pictures that it shows where there are any.
fn both(text: SinglePart, html: &str, pictures: &[InlinePicture]) -> Result<MultiPart, SendError> {
    let both = MultiPart::alternative().singlepart(text);
    let html = SinglePart::html(in_lines(html));
    if pictures.is_empty() {
        return Ok(both.singlepart(html));
    }
    let mut related = MultiPart::related().singlepart(html);
    for picture in pictures {
        let kind = ContentType::parse(picture.kind.media_type())
            .map_err(|error| bad(error.to_string()))?;
        related = related.singlepart(
            Attachment::new_inline(picture.id.as_str().to_owned())
                .body(picture.bytes.to_vec(), kind),
        );
    }
    Ok(both.multipart(related))
}

/// An address as lettre knows it: a last look at what may stand before the `@`.
fn address(email: &Email) -> Result<Address, SendError> {
    let (local, domain) = email.as_str().rsplit_once('@').unwrap_or_default();
    Address::new(local, domain).map_err(|_| bad("no mail can be sent to this address"))
}

/// Longer names are cut: no mail program shows more, and some refuse the mail.
const LONGEST_NAME: usize = 100;

fn mailbox(mailbox: &Mailbox) -> Result<LettreMailbox, SendError> {
    let name = mailbox.name.as_ref().map(|name| {
        let name = name.as_str();
        if name.chars().count() <= LONGEST_NAME {
            return name.to_owned();
        }
        let mut cut: String = name.chars().take(LONGEST_NAME - 1).collect();
        cut.push('…');
        cut
    });
    Ok(LettreMailbox::new(name, address(&mailbox.address)?))
}

/// A header whose words are ASCII already and may stand on one line.
fn plain_header(name: &str, words: &str) -> Result<HeaderValue, SendError> {
    pre_encoded(name, words, words.to_owned())
}

/// A header of words for people.
fn text_header(name: &str, text: &HeaderText) -> Result<HeaderValue, SendError> {
    let text = text.as_str();
    pre_encoded(name, text, encoded(text, name.len() + 2))
}

fn pre_encoded(name: &str, raw: &str, encoded: String) -> Result<HeaderValue, SendError> {
    let name = HeaderName::new_from_ascii(name.to_owned())
        .map_err(|_| bad(format!("“{name}” is no header")))?;
    Ok(HeaderValue::dangerous_new_pre_encoded(
        name,
        raw.to_owned(),
        encoded,
    ))
}

/// Lines of a header should end by here (RFC 5322, 2.1.1).
const LINE: usize = 76;

/// A text as it may stand in a header: as it is where that is short and plain, else in encoded
/// words (RFC 2047), each on a line of its own.
fn encoded(text: &str, used: usize) -> String {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() || byte == b' ');
    // Plain words that look like encoded ones would be read as those.
    if plain && !text.contains("=?") && used + text.len() <= LINE {
        return text.to_owned();
    }
    let mut lines = vec![String::new()];
    let mut room = (LINE - used.min(40) - "=?utf-8?B??=".len()) / 4 * 3;
    for letter in text.chars() {
        let line = lines.last_mut().map_or(0, |line| line.len());
        if line + letter.len_utf8() > room {
            lines.push(String::new());
            room = (LINE - 1 - "=?utf-8?B??=".len()) / 4 * 3;
        }
        if let Some(line) = lines.last_mut() {
            line.push(letter);
        }
    }
    lines
        .iter()
        .map(|line| format!("=?utf-8?B?{}?=", STANDARD.encode(line)))
        .collect::<Vec<_>>()
        .join("\r\n ")
}

/// `Offers of the shop <offers.shop.example>`.
fn list_header(list: &ListId) -> Result<HeaderValue, SendError> {
    let id = format!("<{}>", list.id.as_str());
    let words = match &list.name {
        None => id,
        Some(name) => {
            let name = encoded(name.as_str(), "List-Id: ".len());
            let plain = name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b' ');
            if plain {
                format!("\"{name}\" {id}")
            } else if name.starts_with("=?") {
                format!("{name}\r\n {id}")
            } else {
                let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
                format!("\"{escaped}\"\r\n {id}")
            }
        }
    };
    pre_encoded("List-Id", list.id.as_str(), words)
}

/// https first, since some look at the first alone; the name of the header and its first address
/// on one line, since folding there breaks signatures at some hosts.
fn unsubscribe_header(unsubscribe: &Unsubscribe) -> Result<HeaderValue, SendError> {
    let mail_to = format!(
        "<mailto:{}?subject={}>",
        percent_encoded(unsubscribe.mail_to.as_str()),
        unsubscribe.subject.as_str()
    );
    let words = match &unsubscribe.one_click {
        Some(url) => format!("<{}>,\r\n {mail_to}", url.as_str()),
        None => mail_to,
    };
    pre_encoded("List-Unsubscribe", unsubscribe.subject.as_str(), words)
}

/// An address as it stands in a `mailto:` (RFC 6068).
fn percent_encoded(address: &str) -> String {
    use std::fmt::Write as _;
    address.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'@' | b'+') {
            text.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

fn feedback_words(id: &FeedbackId) -> String {
    format!(
        "{}:{}:{}",
        id.campaign.as_str(),
        id.kind.as_str(),
        id.sender.as_str()
    )
}

fn bad(why: impl Into<String>) -> SendError {
    SendError::here(Stage::Mail, Class::BadMessage, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_break_becomes_one() {
        for (text, lines) in [
            ("", ""),
            ("a", "a"),
            ("a\nb\r\nc\rd", "a\r\nb\r\nc\r\nd"),
            ("\n\n\r\r\n", "\r\n\r\n\r\n\r\n"),
        ] {
            assert_eq!(in_lines(text), lines);
            assert!(!has_bare_breaks(lines.as_bytes()));
        }
        for text in ["a\n", "\ra", "a\r\n\n", "\r"] {
            assert!(has_bare_breaks(text.as_bytes()), "{text:?}");
        }
    }
}
