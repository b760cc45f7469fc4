//! Messages over one line to a mail server, stage by stage, so that it is always known how far one
//! came. lettre carries the words; what it must not do is decide what a broken line means.

mod answers;
mod classify;
mod connect;
mod line;
mod login;

use std::{fmt, sync::Arc, time::Duration};

use lettre::transport::smtp::{
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Rcpt},
    extension::{MailBodyParameter, MailParameter},
};
use pannier_core::{Channel, Class, Clock, Message, Messenger, Receipt, SendError, Stage, Stopped};
use tokio::{runtime::Runtime, time::Instant};

use self::{
    answers::{Answer, Capabilities},
    connect::{Opened, open},
    line::{Phase, Watch},
    login::log_in,
};
pub(crate) use self::{classify::classify, connect::reach};
use crate::{
    account::{Server, SmtpAccount},
    mime::{Mime, mime},
    tls::Trust,
    wait::runtime,
};

/// How long a server may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// To take a connection.
    pub connect: Duration,
    /// To answer a command, to agree on encryption, or to take some more of a body.
    pub command: Duration,
    /// To answer the end of a body. It may be scanning and storing: who gives up here does not know
    /// whether the message arrived (RFC 5321, 4.5.3.2.6: ten minutes).
    pub dot: Duration,
    /// After so long without a message a line is not used again.
    pub idle: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            command: Duration::from_mins(1),
            dot: Duration::from_mins(10),
            idle: Duration::from_secs(30),
        }
    }
}

/// One line to an account's server, opened with the first message. It must not be used inside an
/// asynchronous task: every call waits for its end.
pub struct SmtpMessenger {
    account: SmtpAccount,
    trust: Trust,
    patience: Patience,
    clock: Arc<dyn Clock>,
    runtime: Runtime,
    line: Option<Line>,
}

impl fmt::Debug for SmtpMessenger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMessenger")
            .field("server", &self.account.server)
            .field("open", &self.line.is_some())
            .finish_non_exhaustive()
    }
}

impl SmtpMessenger {
    /// A line to be opened when it is needed. `clock` dates the messages.
    ///
    /// # Errors
    /// An error of the system, where it cannot give what waiting for a line takes.
    pub fn new(
        account: SmtpAccount,
        trust: Trust,
        patience: Patience,
        clock: Arc<dyn Clock>,
    ) -> std::io::Result<Self> {
        Ok(Self {
            account,
            trust,
            patience,
            clock,
            runtime: runtime()?,
            line: None,
        })
    }

    /// Connects and logs in, and says good-bye: whether the account can be used.
    ///
    /// # Errors
    /// [`SendError`], whose words say what to mend.
    pub fn check_login(&mut self) -> Result<(), SendError> {
        self.connected()?;
        self.quit();
        Ok(())
    }

    fn connected(&mut self) -> Result<&mut Line, SendError> {
        let stale = |line: &Line| {
            line.last_used.elapsed() >= self.patience.idle
                || line.taken >= self.account.max_per_connection.max(1)
        };
        if self.line.as_ref().is_some_and(stale) {
            self.quit();
        }
        let line = match self.line.take() {
            Some(line) => line,
            None => {
                self.runtime
                    .block_on(Line::open(&self.account, &self.trust, &self.patience))?
            }
        };
        Ok(self.line.insert(line))
    }

    /// Ends the line as it should be ended. What comes of it does not matter.
    fn quit(&mut self) {
        if let Some(mut line) = self.line.take() {
            line.watch.talk(Duration::from_secs(5));
            // Every message has its answer already.
            let _ = self.runtime.block_on(line.connection.quit());
        }
    }

    /// Agrees with the server on who writes to whom. A line that broke while it lay idle is opened
    /// once more; nothing of the message has been said by then.
    fn announced(&mut self, mime: &Mime) -> Result<(), SendError> {
        let used_before = self.line.is_some();
        for last_try in [!used_before, true] {
            let patience = self.patience;
            self.connected()?;
            let Some(line) = &mut self.line else { break };
            let fresh = line.taken == 0;
            let failure = match self.runtime.block_on(line.announce(mime, &patience)) {
                Ok(()) => return Ok(()),
                Err(failure) => failure,
            };
            if failure.line_is_gone {
                self.line = None;
            }
            let broke = failure.line_is_gone && failure.error.code.is_none();
            if last_try || fresh || !broke {
                return Err(failure.error);
            }
        }
        Err(SendError::here(Stage::Connect, Class::Line, ""))
    }
}

impl Messenger for SmtpMessenger {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    fn send(
        &mut self,
        message: &Message,
        before_body: &mut dyn FnMut() -> Result<(), Stopped>,
    ) -> Result<Receipt, SendError> {
        let mime = mime(message, self.clock.now())?;
        self.announced(&mime)?;
        if before_body().is_err() {
            // The server waits for a body now. Only a line that breaks makes it forget that; the
            // end of a body would be a message.
            self.line = None;
            return Err(SendError::here(Stage::Data, Class::Stopped, ""));
        }
        let patience = self.patience;
        let Some(line) = &mut self.line else {
            return Err(SendError::here(Stage::Data, Class::Line, ""));
        };
        let outcome = self.runtime.block_on(line.deliver(&mime, &patience));
        if outcome.line_is_gone {
            self.line = None;
        }
        outcome.result
    }

    fn hang_up(&mut self) {
        self.line = None;
    }
}

impl Drop for SmtpMessenger {
    fn drop(&mut self) {
        self.quit();
    }
}

/// Whether a mail server answers there, encrypted and as the one it should be.
pub(crate) async fn greets(
    server: &Server,
    trust: &Trust,
    patience: &Patience,
) -> Result<(), SendError> {
    let mut opened = open(server, trust, patience).await?;
    opened.watch.talk(Duration::from_secs(5));
    // It answered; how it says good-bye does not matter.
    let _ = opened.connection.quit().await;
    Ok(())
}

/// A line that is logged in.
struct Line {
    connection: AsyncSmtpConnection,
    watch: Watch,
    can: Capabilities,
    /// Messages it has carried.
    taken: u32,
    /// The server may still have the last message's sender in mind.
    to_be_reset: bool,
    last_used: Instant,
}

/// A message that was not agreed upon.
struct Failure {
    error: SendError,
    line_is_gone: bool,
}

/// What became of a body.
struct Outcome {
    result: Result<Receipt, SendError>,
    line_is_gone: bool,
}

impl Line {
    async fn open(
        account: &SmtpAccount,
        trust: &Trust,
        patience: &Patience,
    ) -> Result<Self, SendError> {
        let Opened {
            mut connection,
            watch,
            can,
        } = open(&account.server, trust, patience).await?;
        if let Some(login) = &account.login {
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
        })
    }

    /// Sender, recipient, and the wish to hand over a body.
    async fn announce(&mut self, mime: &Mime, patience: &Patience) -> Result<(), Failure> {
        self.last_used = Instant::now();
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
            parameters.push(MailParameter::Size(mime.bytes.len()));
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
    async fn deliver(&mut self, mime: &Mime, patience: &Patience) -> Outcome {
        self.taken += 1;
        self.last_used = Instant::now();
        self.watch.body(patience.command, patience.dot);
        let answer = Answer::of(self.connection.message(&mime.bytes).await, &self.watch);
        self.last_used = Instant::now();
        let phase = self.watch.phase();
        let line_is_gone = answer.ends_the_line();
        let result = match answer {
            Answer::Said { code, text } if code / 100 == 2 => {
                self.to_be_reset = false;
                return Outcome {
                    result: Ok(Receipt {
                        said: format!("{code} {text}").trim().to_owned(),
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
