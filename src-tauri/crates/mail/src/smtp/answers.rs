//! What servers say, and what they can do.

use std::error::Error as _;

use lettre::transport::smtp::{Error, response::Response};
use pannier_core::{Class, SendError, Stage};

use super::{
    classify::classify,
    line::{Phase, Watch},
};

/// What a server offers besides the plain protocol. lettre reads fewer of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Capabilities {
    /// In capitals.
    words: Vec<String>,
    /// Ways to log in, in capitals.
    pub(super) logins: Vec<String>,
}

impl Capabilities {
    pub(super) fn starttls(&self) -> bool {
        self.has("STARTTLS")
    }

    /// Several commands may be sent before the first is answered (RFC 2920).
    pub(super) fn pipelining(&self) -> bool {
        self.has("PIPELINING")
    }

    /// Addresses may have any letters (RFC 6531).
    pub(super) fn any_letters(&self) -> bool {
        self.has("SMTPUTF8")
    }

    pub(super) fn eight_bits(&self) -> bool {
        self.has("8BITMIME")
    }

    /// The size of a message may be told in advance (RFC 1870).
    pub(super) fn size(&self) -> bool {
        self.has("SIZE")
    }

    fn has(&self, word: &str) -> bool {
        self.words.iter().any(|known| known == word)
    }
}

/// Reads the answer to `EHLO`; a greeting before it does no harm.
pub(super) fn capabilities(heard: &str) -> Capabilities {
    let mut can = Capabilities::default();
    for line in heard.lines() {
        let Some(words) = line
            .strip_prefix("250")
            .and_then(|rest| rest.strip_prefix(['-', ' ']))
        else {
            continue;
        };
        let words = words.trim().to_ascii_uppercase();
        // Old servers write `AUTH=PLAIN` too.
        let mut words = words.split([' ', '=']).filter(|word| !word.is_empty());
        match words.next() {
            Some("AUTH") => can.logins.extend(words.map(str::to_owned)),
            Some(word) => can.words.push(word.to_owned()),
            None => {}
        }
    }
    can
}

/// A server's words as they may be shown and kept: on one line, and not without end.
pub(super) fn tidy(words: &str) -> String {
    words
        .trim()
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .take(500)
        .collect()
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// The server answered.
    Said { code: u16, text: String },
    /// It did not, and nobody can talk to it any more.
    Gone { why: String, phase: Phase },
}

impl Answer {
    pub(super) fn of(result: Result<Response, Error>, watch: &Watch) -> Self {
        match result {
            Ok(response) => Self::Said {
                code: response.code().into(),
                text: response.message().collect::<Vec<_>>().join(" "),
            },
            Err(error) => Self::of_error(&error, watch),
        }
    }

    pub(super) fn of_error(error: &Error, watch: &Watch) -> Self {
        let text = error.source().map(ToString::to_string);
        match error.status() {
            Some(code) => Self::Said {
                code: code.into(),
                text: text.unwrap_or_default().replace('\n', " "),
            },
            // What cannot be understood is not an answer either: whether the next words belong to
            // it cannot be known.
            None => Self::Gone {
                why: watch.fault().or(text).unwrap_or_else(|| error.to_string()),
                phase: watch.phase(),
            },
        }
    }

    /// The server agrees: 2xx, or 3xx where it waits for more.
    pub(super) fn agrees(&self, hundred: u16) -> bool {
        matches!(self, Self::Said { code, .. } if code / 100 == hundred)
    }

    /// The line cannot be used any more. With 421 the server says that it closes it.
    pub(super) fn ends_the_line(&self) -> bool {
        !matches!(self, Self::Said { code, .. } if *code != 421)
    }

    /// What follows where the answer is not the one that was hoped for.
    pub(super) fn failure(&self, stage: Stage) -> SendError {
        match self {
            Self::Said { code, text } => classify(stage, *code, text),
            Self::Gone { why, .. } => SendError::here(stage, Class::Line, why.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capabilities_are_read_in_any_case() {
        let heard = "220 mail.example ESMTP\r\n250-mail.example\r\n250-Pipelining\r\n\
                     250-SIZE 26214400\r\n250-AUTH PLAIN login\r\n250-AUTH=XOAUTH2\r\n\
                     250-SMTPUTF8\r\n250 8BITMIME\r\n";
        let can = capabilities(heard);
        assert!(can.pipelining() && can.size() && can.any_letters() && can.eight_bits());
        assert!(!can.starttls());
        assert_eq!(can.logins, ["PLAIN", "LOGIN", "XOAUTH2"]);
        assert_eq!(capabilities("220 hello\r\n"), Capabilities::default());
    }

    #[test]
    fn words_of_servers_stay_on_a_line() {
        assert_eq!(tidy(" no\u{1b}[31m\tmail "), "no [31m mail");
        assert_eq!(tidy(&"x".repeat(9000)).len(), 500);
    }
}
