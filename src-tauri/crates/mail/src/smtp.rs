//! Messages over one line to a mail server, stage by stage, so that it is always known how far one
//! came. lettre carries the words; what it must not do is decide what a broken line means.

mod answers;
mod classify;
mod connect;
mod line;
mod login;
mod talk;

use std::{fmt, sync::Arc, time::Duration};

use pannier_core::{Channel, Class, Clock, Message, Messenger, Receipt, SendError, Stage, Stopped};
use tokio::runtime::Runtime;

pub(crate) use self::{classify::classify, connect::reach};
use self::{connect::open, talk::Line};
use crate::{
    account::{Login, Server, SmtpAccount},
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
        let line = if let Some(line) = self.line.take() {
            line
        } else {
            // Before the line is there: a provider that is slow would find it asleep.
            let login = self.account.login.as_ref().map(Login::ready).transpose()?;
            let opened = Line::open(
                &self.account.server,
                login.as_ref(),
                &self.trust,
                &self.patience,
            );
            self.runtime.block_on(opened)?
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
            let fresh = !line.used;
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
