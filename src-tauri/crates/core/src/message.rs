//! A message to one person, ready to be carried: parsed once, so that nothing in it can break the
//! header of a mail, whatever stood in a file.
//!
//! How it becomes MIME, and how it travels, is the business of whoever implements
//! [`Messenger`](crate::Messenger).

use std::{fmt, sync::Arc};

use crate::Email;

/// Why a text cannot become part of a message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// A line break or another control character.
    #[error("a name, a subject or a header may not contain a line break")]
    LineBreak,
    /// A header name of other than letters, digits and dashes, or one that the message has anyway.
    #[error("“{0}” cannot be a header of its own")]
    BadHeaderName(String),
    /// Not an address of the web that begins with https.
    #[error("“{0}” is not an address that begins with https://")]
    NotHttps(String),
    /// Something other than letters, digits, dots, dashes and underscores where no more may stand.
    #[error("“{0}” cannot be used as an identifier")]
    BadIdentifier(String),
}

/// One line of text in a header: a name, a subject. Any letters, no control characters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct HeaderText(String);

impl HeaderText {
    /// Takes a text that somebody typed, without the space around it.
    ///
    /// # Errors
    /// [`MessageError::LineBreak`] where it has a control character: typed by mistake it is to be
    /// mended, and put there on purpose it would add headers of its own.
    pub fn parse(text: &str) -> Result<Self, MessageError> {
        let text = text.trim();
        if text.chars().any(breaks_a_line) {
            return Err(MessageError::LineBreak);
        }
        Ok(Self(text.to_owned()))
    }

    /// Takes a text that came from files, such as a customer's name: each run of control
    /// characters and space becomes one space, so that one odd name does not stop a campaign.
    pub fn folded(text: &str) -> Self {
        let words: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || breaks_a_line(c))
            .filter(|word| !word.is_empty())
            .collect();
        Self(words.join(" "))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Subjects can name their reader.
impl fmt::Debug for HeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeaderText(…)")
    }
}

/// Some programs take the line and paragraph separators of Unicode for line breaks.
fn breaks_a_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Who sends or receives: an address, and the name shown for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mailbox {
    /// The name shown, where there is one.
    pub name: Option<HeaderText>,
    /// The address.
    pub address: Email,
}

impl Mailbox {
    /// A mailbox; a name without letters is none.
    pub fn new(name: Option<HeaderText>, address: Email) -> Self {
        Self {
            name: name.filter(|name| !name.is_empty()),
            address,
        }
    }
}

/// A short word for machines: letters, digits, `.`, `-`, `_`, at most 120 of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identifier(String);

impl Identifier {
    /// Reads one.
    ///
    /// # Errors
    /// [`MessageError::BadIdentifier`] for anything else.
    pub fn parse(text: &str) -> Result<Self, MessageError> {
        let fits = (1..=120).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
            && text.split('.').all(|part| !part.is_empty());
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(MessageError::BadIdentifier(shown(text)))
        }
    }

    /// A word of which the caller knows that it is letters and digits.
    pub(crate) fn of_letters(text: String) -> Self {
        debug_assert!(Self::parse(&text).is_ok());
        Self(text)
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An address of the web that begins with `https://`, as short as a header needs it (500 octets).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HttpsUrl(String);

impl HttpsUrl {
    /// Reads one.
    ///
    /// # Errors
    /// [`MessageError::NotHttps`] for anything else, also where letters stand in it that have to
    /// be written as `%xx`.
    pub fn parse(text: &str) -> Result<Self, MessageError> {
        let text = text.trim();
        let host_follows = text
            .strip_prefix("https://")
            .and_then(|rest| rest.split(['/', '?', '#']).next())
            .is_some_and(|host| host.contains(|c: char| c.is_ascii_alphanumeric()));
        let plain = text.bytes().all(|b| {
            b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b',' | b'\\' | b'`')
        });
        if host_follows && plain && text.len() <= 500 {
            Ok(Self(text.to_owned()))
        } else {
            Err(MessageError::NotHttps(shown(text)))
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A header that the message does not have by itself, such as the name of a provider's stream.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExtraHeader {
    name: String,
    value: HeaderText,
}

/// Headers that the message has by itself, or that would change who receives it.
const OWN_HEADERS: &[&str] = &[
    "from",
    "sender",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "return-path",
    "received",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "list-id",
    "feedback-id",
    "x-app-id",
    "auto-submitted",
];

impl ExtraHeader {
    /// A header of that name.
    ///
    /// # Errors
    /// [`MessageError::BadHeaderName`] where the name has other than letters, digits and dashes,
    /// or is one that the message writes itself.
    pub fn new(name: &str, value: HeaderText) -> Result<Self, MessageError> {
        let lower = name.to_ascii_lowercase();
        let fits = (1..=60).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !lower.starts_with("content-")
            && !OWN_HEADERS.contains(&lower.as_str());
        if !fits {
            return Err(MessageError::BadHeaderName(shown(name)));
        }
        Ok(Self {
            name: name.to_owned(),
            value,
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it says.
    pub fn value(&self) -> &HeaderText {
        &self.value
    }
}

/// The name of a message in the world: `<opaque@domain>`, the same on every attempt, so that a
/// mail that did go out twice would still be one mail, and says nothing of who gets it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MessageId {
    opaque: Identifier,
    domain: String,
}

impl MessageId {
    /// The id of a message from an address of that domain.
    pub fn new(opaque: Identifier, sender: &Email) -> Self {
        Self {
            opaque,
            domain: sender.domain().to_owned(),
        }
    }

    /// The part before the `@`: what `X-App-Id` carries too, where a provider replaces the rest.
    pub fn opaque(&self) -> &Identifier {
        &self.opaque
    }

    /// As it stands in the header, with its brackets.
    pub fn bracketed(&self) -> String {
        format!("<{}@{}>", self.opaque.as_str(), self.domain)
    }
}

/// How someone says that they want no more: by mail always, and by one click where the merchant
/// has an address of the web for it (RFC 8058).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsubscribe {
    /// The mailbox that Pannier reads; it may carry the token after a `+`.
    pub mail_to: Email,
    /// The subject that such a mail is given: ASCII, with the token.
    pub subject: Identifier,
    /// The address that takes a POST and acts at once. It names person and list by itself.
    pub one_click: Option<HttpsUrl>,
}

/// The kind of a picture inside a mail. Mail programs show no others everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
}

impl PictureKind {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
        }
    }
}

/// A picture that travels inside the message; the HTML shows it as `cid:` and its id. It is shared
/// between the messages of a campaign.
#[derive(Clone, PartialEq, Eq)]
pub struct InlinePicture {
    /// What the HTML calls it.
    pub id: Identifier,
    /// Its kind.
    pub kind: PictureKind,
    /// The file.
    pub bytes: Arc<[u8]>,
}

impl fmt::Debug for InlinePicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InlinePicture")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// One message to one person, rendered.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Who sends it.
    pub from: Mailbox,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<Mailbox>,
    /// Who gets it.
    pub to: Mailbox,
    /// Its subject.
    pub subject: HeaderText,
    /// Its words without any form; every message has them.
    pub text: String,
    /// The same with form.
    pub html: Option<String>,
    /// Pictures that the HTML shows.
    pub pictures: Vec<InlinePicture>,
    /// Headers besides.
    pub headers: Vec<ExtraHeader>,
    /// Its id: opaque, and the same on every attempt.
    pub id: MessageId,
    /// How its reader says no. Only a message to the merchant is without.
    pub unsubscribe: Option<Unsubscribe>,
    /// The list that it went to, by which mail programs sort and providers count.
    pub list_id: Option<ListId>,
    /// By what a provider tells which campaign was complained of.
    pub feedback_id: Option<FeedbackId>,
}

/// Whom it goes to and what it says are nobody's business in a log.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// The list that a message went to (RFC 2919): `Offers of the shop <offers.shop.example>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListId {
    /// Its name for people.
    pub name: Option<HeaderText>,
    /// Its name for machines: the list, a dot, and the sender's domain.
    pub id: Identifier,
}

/// `campaign:kind:sender`: no personal words, and few enough values that a provider can count them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackId {
    /// The campaign.
    pub campaign: Identifier,
    /// The kind of message, such as `newsletter`.
    pub kind: Identifier,
    /// The sender: the same in all of a shop's mail, 5 to 15 characters.
    pub sender: Identifier,
}

/// Enough of a text to recognise it.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_never_enters_a_header() {
        for text in [
            "Anna\r\nBcc: all@example.com",
            "Anna\nX: y",
            "Anna\rX: y",
            "Anna\0",
            "Anna\u{2028}X: y",
            "Anna\u{85}X: y",
        ] {
            assert_eq!(HeaderText::parse(text), Err(MessageError::LineBreak));
            let folded = HeaderText::folded(text);
            assert!(!folded.as_str().chars().any(breaks_a_line), "{text:?}");
            assert!(folded.as_str().starts_with("Anna"));
        }
        assert_eq!(
            HeaderText::folded(" Anna \r\n Berg\t").as_str(),
            "Anna Berg"
        );
        assert_eq!(HeaderText::parse(" Grüße ").unwrap().as_str(), "Grüße");
    }

    #[test]
    fn headers_of_its_own_are_not_given_twice() {
        let value = HeaderText::folded("x");
        for name in [
            "To",
            "BCC",
            "Content-Type",
            "Subject",
            "X Y",
            "X:Y",
            "",
            "Ü",
            "List-Unsubscribe",
        ] {
            assert!(ExtraHeader::new(name, value.clone()).is_err(), "{name}");
        }
        assert!(ExtraHeader::new("X-PM-Message-Stream", value).is_ok());
    }

    #[test]
    fn only_https_takes_a_click() {
        for text in ["https://shop.example/u/abc", "https://shop.example?u=1&v=2"] {
            assert!(HttpsUrl::parse(text).is_ok(), "{text}");
        }
        for text in [
            "http://shop.example/u",
            "https://",
            "https:///u",
            "https://shop.example/>,<mailto:x@example.com",
            "https://shop.example/a b",
            "https://shop.example/\r\nX: y",
            "https://büro.example/",
            "javascript:alert(1)",
        ] {
            assert!(HttpsUrl::parse(text).is_err(), "{text}");
        }
        let long = format!("https://shop.example/{}", "x".repeat(500));
        assert!(HttpsUrl::parse(&long).is_err());
    }

    #[test]
    fn identifiers_are_plain() {
        for text in ["a", "offers.shop.example", "k7-2_x"] {
            assert!(Identifier::parse(text).is_ok(), "{text}");
        }
        for text in ["", "a b", "a@b", "<a>", ".a", "a..b", "a.", "ä"] {
            assert!(Identifier::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn nothing_of_a_person_is_logged() {
        let to = Email::parse("anna@example.com").unwrap();
        let message = Message {
            from: Mailbox::new(None, Email::parse("shop@example.org").unwrap()),
            reply_to: None,
            to: Mailbox::new(Some(HeaderText::folded("Anna Berg")), to.clone()),
            subject: HeaderText::folded("For Anna"),
            text: "Dear Anna".into(),
            html: None,
            pictures: Vec::new(),
            headers: Vec::new(),
            id: MessageId::new(Identifier::parse("k7").unwrap(), &to),
            unsubscribe: None,
            list_id: None,
            feedback_id: None,
        };
        assert!(!format!("{message:?} {:?} {:?}", message.to, message.subject).contains("Anna"));
        assert_eq!(message.id.bracketed(), "<k7@example.com>");
    }
}
