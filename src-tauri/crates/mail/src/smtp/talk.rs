//! One line that is logged in: agreeing on a message, and handing over its body.

use std::time::Duration;

use lettre::transport::smtp::{
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Rcpt},
    extension::{MailBodyParameter, MailParameter},
};
use memchr::memmem;
use pannier_core::{Class, Receipt, SendError, Stage};
use tokio::time::Instant;

use super::{
    Patience,
    answers::{Answer, Capabilities, tidy},
    connect::{Opened, open},
    line::{Phase, Watch},
    login::log_in,
};
use crate::{
    account::{Login, Server},
    mime::Mime,
    tls::Trust,
};

/// A line that is logged in.
pub(super) struct Line {
    pub(super) connection: AsyncSmtpConnection,
    pub(super) watch: Watch,
    can: Capabilities,
    /// Messages it has carried.
    pub(super) taken: u32,
    /// The server may still have the last message's sender in mind.
    to_be_reset: bool,
    pub(super) last_used: Instant,
    /// A message was spoken of on it.
    pub(super) used: bool,
}

/// A message that was not agreed upon.
pub(super) struct Failure {
    pub(super) error: SendError,
    pub(super) line_is_gone: bool,
}

/// What became of a body.
pub(super) struct Outcome {
    pub(super) result: Result<Receipt, SendError>,
    pub(super) line_is_gone: bool,
}

/// The end of a body.
const END: &str = "\r\n.\r\n";

/// A body as it travels: a dot at the beginning of a line is doubled (RFC 5321, 4.5.2), and the end
/// follows.
fn on_the_wire(text: &str) -> String {
    let mut body = String::with_capacity(text.len() + 64);
    if text.starts_with('.') {
        body.push('.');
    }
    let mut rest = text;
    while let Some(at) = memmem::find(rest.as_bytes(), b"\r\n.") {
        let (before, after) = rest.split_at(at + 3);
        body.push_str(before);
        body.push('.');
        rest = after;
    }
    body.push_str(rest);
    body.push_str(END);
    body
}

impl Line {
    pub(super) async fn open(
        server: &Server,
        login: Option<&Login>,
        trust: &Trust,
        patience: &Patience,
    ) -> Result<Self, SendError> {
        let Opened {
            mut connection,
            watch,
            can,
        } = open(server, trust, patience).await?;
        if let Some(login) = login {
            watch.talk(patience.command);
            log_in(&mut connection, &watch, &can, login).await?;
        }
        Ok(Self {
            connection,
            watch,
            can,
            taken: 0,
            to_be_reset: false,
            last_used: Instant::now(),
            used: false,
        })
    }

    /// Sender, recipient, and the wish to hand over a body.
    pub(super) async fn announce(
        &mut self,
        mime: &Mime,
        patience: &Patience,
    ) -> Result<(), Failure> {
        self.last_used = Instant::now();
        self.used = true;
        if self.to_be_reset {
            self.watch.talk(patience.command);
            let answer = self.say("RSET\r\n").await;
            if !answer.agrees(2) {
                return Err(Failure {
                    error: answer.failure(Stage::Mail),
                    line_is_gone: true,
                });
            }
            self.to_be_reset = false;
        }
        let mail = self.mail(mime)?;
        let rcpt = Rcpt::new(mime.to.clone(), Vec::new());
        self.watch.talk(patience.command);
        if self.can.pipelining() {
            return self.announce_at_once(&mail, &rcpt).await;
        }
        self.step(Stage::Mail, &mail.to_string(), 2).await?;
        self.to_be_reset = true;
        self.watch.talk(patience.command);
        self.step(Stage::Rcpt, &rcpt.to_string(), 2).await?;
        self.watch.talk(patience.command);
        self.step(Stage::Data, &Data.to_string(), 3).await
    }

    fn mail(&self, mime: &Mime) -> Result<Mail, Failure> {
        let mut parameters = Vec::new();
        if mime.needs_any_letters() {
            if !self.can.any_letters() {
                return Err(Failure {
                    error: SendError::here(
                        Stage::Mail,
                        Class::BadMessage,
                        "the account's server takes no addresses with letters such as ä or ж",
                    ),
                    line_is_gone: false,
                });
            }
            parameters.push(MailParameter::SmtpUtfEight);
            if self.can.eight_bits() {
                parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
            }
        }
        if self.can.size() {
            parameters.push(MailParameter::Size(mime.text.len()));
        }
        Ok(Mail::new(Some(mime.from.clone()), parameters))
    }

    /// One command after the other.
    async fn step(&mut self, stage: Stage, command: &str, hundred: u16) -> Result<(), Failure> {
        let answer = self.say(command).await;
        if answer.agrees(hundred) {
            return Ok(());
        }
        Err(Failure {
            error: answer.failure(stage),
            line_is_gone: answer.ends_the_line(),
        })
    }

    /// All three commands in one breath (RFC 2920): one journey to the server and back.
    async fn announce_at_once(&mut self, mail: &Mail, rcpt: &Rcpt) -> Result<(), Failure> {
        let mail = self.say(&format!("{mail}{rcpt}{Data}")).await;
        let rcpt = self.next_answer(&mail).await;
        let data = self.next_answer(&rcpt).await;
        self.to_be_reset = true;
        let steps = [
            (Stage::Mail, &mail, 2),
            (Stage::Rcpt, &rcpt, 2),
            (Stage::Data, &data, 3),
        ];
        let Some((stage, refusal, _)) = steps
            .into_iter()
            .find(|(_, answer, hundred)| !answer.agrees(*hundred))
        else {
            return Ok(());
        };
        let mut line_is_gone = [&mail, &rcpt, &data].into_iter().any(Answer::ends_the_line);
        // The server waits for a body, and somebody would receive whatever is said now.
        line_is_gone |= data.agrees(3) && rcpt.agrees(2);
        if !line_is_gone && data.agrees(3) {
            // Nobody is to receive it, and the server wants a body all the same: it gets an empty
            // one, which it refuses (RFC 2920, 3.1).
            let end = Answer::of(self.connection.message(b"").await, &self.watch);
            line_is_gone = end.ends_the_line();
        }
        Err(Failure {
            error: refusal.failure(stage),
            line_is_gone,
        })
    }

    /// The answer to a command that was sent with the one before it.
    async fn next_answer(&mut self, before: &Answer) -> Answer {
        if before.ends_the_line() {
            return before.clone();
        }
        Answer::of(self.connection.read_response().await, &self.watch)
    }

    async fn say(&mut self, command: &str) -> Answer {
        Answer::of(self.connection.command(command).await, &self.watch)
    }

    /// The body and its end, and what the server says to it.
    pub(super) async fn deliver(&mut self, mime: &Mime, patience: &Patience) -> Outcome {
        self.taken += 1;
        self.last_used = Instant::now();
        let body = on_the_wire(&mime.text);
        let length = body.len() - END.len();
        self.watch.body(length, patience.command, patience.dot);
        // Written whole and answered once, as a command is: lettre's own way of sending a body
        // looks at each byte of it.
        let answer = self.say(&body).await;
        self.last_used = Instant::now();
        let phase = self.watch.phase();
        let line_is_gone = answer.ends_the_line();
        let result = match answer {
            Answer::Said { code, text } if code / 100 == 2 => {
                self.to_be_reset = false;
                return Outcome {
                    result: Ok(Receipt {
                        said: format!("{code} {}", tidy(&text)).trim().to_owned(),
                    }),
                    line_is_gone,
                };
            }
            Answer::Said { .. } => answer.failure(Stage::Dot),
            Answer::Gone {
                why,
                phase: Phase::Dot,
            } => SendError::here(Stage::Dot, Class::Uncertain, why),
            // Its end has not left: the server has to throw the message away. What it said before
            // it hung up, such as that the message is too large, says more than that it did.
            Answer::Gone { .. } => {
                self.watch.talk(Duration::from_secs(5));
                let last_words = Answer::of(self.connection.read_response().await, &self.watch);
                match last_words {
                    Answer::Said { code, .. } if code >= 400 => last_words.failure(Stage::Body),
                    _ => answer.failure(Stage::Body),
                }
            }
        };
        self.to_be_reset = true;
        // An answer that is none leaves the line with words that belong to nothing.
        let line_is_gone = line_is_gone || phase != Phase::Dot || result.class == Class::Uncertain;
        Outcome {
            result: Err(result),
            line_is_gone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_at_the_beginning_of_a_line_are_doubled() {
        for (text, wire) in [
            ("", "\r\n.\r\n"),
            (".", "..\r\n.\r\n"),
            ("a\r\n.\r\nb", "a\r\n..\r\nb\r\n.\r\n"),
            ("a.\r\n..b\r\n.", "a.\r\n...b\r\n..\r\n.\r\n"),
            ("\r\n.\r\n.\r\n", "\r\n..\r\n..\r\n\r\n.\r\n"),
        ] {
            assert_eq!(on_the_wire(text), wire);
        }
    }
}
