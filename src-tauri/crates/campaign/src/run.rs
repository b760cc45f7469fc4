//! Sending: one to four connections, each a thread with its own messenger, until nobody waits.
//!
//! Whoever runs holds the journal, which no other program on this computer can open, and the right
//! to send in the shop file, which no other computer has. A start puts right what the run before
//! left, whether it ended or was killed.

mod row;
mod watch;
mod worker;

use std::{
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use pannier_core::{Cancel, Clock, ExtraHeader, Messenger, Timestamp};
use pannier_store::{Lease, MailAccountRecord, PausedBy, SendingRecord, SendingState, Store};

use crate::{Composer, Error, Journal, Result, Variables, Zones, error::Lack, pace::Pace};

/// How often the run looks at clocks, at the right to send, and whether it should stop.
const TICK: Duration = Duration::from_millis(200);

/// What is to be sent, and how.
#[derive(Debug)]
pub struct RunInput<'r> {
    /// The message.
    pub sending: i64,
    /// What names stand for besides a person's own.
    pub variables: &'r Variables<'r>,
    /// Headers that the provider wants.
    pub headers: &'r [ExtraHeader],
    /// This computer.
    pub machine: &'r str,
    /// Begin although its time passed long ago, or another message is late.
    pub although_late: bool,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Nobody waits any more.
    Finished,
    /// Someone waits for that moment (UTC), and why in words.
    Waits(Timestamp, String),
    /// It rests, and why in words.
    Paused(PausedBy, String),
    /// The merchant paused or stopped it.
    Elsewhere(SendingState),
    /// It was asked to end. It goes on at the next start.
    Asked,
    /// Another program took over, or an older copy of the shop file was put back.
    Lost,
}

/// What a run hands on to the next one of the same message.
#[derive(Debug, Default)]
pub struct Running {
    /// Lines that broke in a row: each time it rests longer.
    broken: AtomicUsize,
}

/// What threads share.
pub(crate) struct Run<'r> {
    pub(crate) store: &'r Store,
    pub(crate) clock: &'r dyn Clock,
    pub(crate) journal: &'r Journal,
    pub(crate) lease: &'r Lease,
    pub(crate) sending: &'r SendingRecord,
    pub(crate) account: &'r MailAccountRecord,
    pub(crate) composer: &'r Composer<'r>,
    pub(crate) zones: &'r Zones,
    pub(crate) running: &'r Running,
    pub(crate) cancel: &'r Cancel,
    pub(crate) shared: Mutex<Shared>,
    pub(crate) wake: Condvar,
    /// Rises when lines must be let go without a word: the computer slept.
    pub(crate) slept: std::sync::atomic::AtomicU32,
}

pub(crate) struct Shared {
    pub(crate) pace: Pace,
    pub(crate) ended: Option<Ended>,
    /// Rows that are taken and have not ended.
    pub(crate) taken: u32,
    /// Threads that work.
    pub(crate) working: u32,
    /// Refusals of the message in a row.
    pub(crate) refused: u32,
    /// Rows that changed since anybody was told.
    pub(crate) news: bool,
}

/// What a poisoned lock guards here is replaced whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Run<'_> {
    /// Ends the run; of several reasons the first holds.
    pub(crate) fn end(&self, how: Ended) {
        lock(&self.shared).ended.get_or_insert(how);
        self.wake.notify_all();
    }

    pub(crate) fn is_ended(&self) -> bool {
        lock(&self.shared).ended.is_some()
    }

    /// Waits until a moment by the shop's clock, the end of the run, or a little while: clocks are
    /// set and computers sleep.
    pub(crate) fn rest(&self, until: Timestamp) {
        let ahead = until.0.saturating_sub(self.clock.now().0).max(1);
        let pause = Duration::from_millis(ahead.unsigned_abs()).min(TICK);
        let shared = lock(&self.shared);
        if shared.ended.is_none() {
            drop(self.wake.wait_timeout(shared, pause));
        }
    }
}

/// Sends a message to everyone who waits for it, over these connections.
///
/// # Errors
/// [`Error::SendsElsewhere`], what lacks, or what the shop file says before anything is sent.
/// Whatever happens afterwards is in [`Ended`].
pub fn run(
    store: &Store,
    clock: &dyn Clock,
    input: &RunInput,
    messengers: Vec<Box<dyn Messenger + '_>>,
    running: &Running,
    cancel: &Cancel,
) -> Result<Ended> {
    let key = store.read(|tx| tx.shop_key())?;
    let journal = Journal::open(store.path(), key)?;
    let now = clock.now();
    let lease = store.write(|tx| -> Result<_> {
        let lease = tx.take_lease(input.machine, now)?;
        tx.recover_outbox(&|word| journal.knows(word), now)?;
        Ok(lease)
    })?;
    let ended = with_lease(
        store, clock, input, messengers, running, cancel, &journal, &lease,
    );
    // Where the file cannot be written, the right is silent after a while.
    let _ = store.write(|tx| tx.release_lease(&lease));
    ended
}

#[expect(
    clippy::too_many_arguments,
    reason = "the second half of `run`, with what it made"
)]
fn with_lease(
    store: &Store,
    clock: &dyn Clock,
    input: &RunInput,
    messengers: Vec<Box<dyn Messenger + '_>>,
    running: &Running,
    cancel: &Cancel,
    journal: &Journal,
    lease: &Lease,
) -> Result<Ended> {
    let now = clock.now();
    let (sending, account, zone) = store.read(|tx| -> Result<_> {
        let sending = tx.sending(input.sending)?;
        let account = sending
            .settings
            .account
            .ok_or(Error::Lacks(Lack::Account))?;
        Ok((sending, tx.mail_account(account)?, tx.shop()?.zone))
    })?;
    if let Some(ended) = may_begin(store, input, &sending, &account, now)? {
        return Ok(ended);
    }
    let composer =
        store.read(|tx| Composer::new(tx, &sending, &account, input.variables, input.headers))?;
    store.write(|tx| tx.set_sending_running(sending.id, now))?;
    let run = Run {
        store,
        clock,
        journal,
        lease,
        sending: &sending,
        account: &account,
        composer: &composer,
        zones: &Zones::new(zone),
        running,
        cancel,
        shared: Mutex::new(Shared {
            pace: Pace::new(&account, zone, running.broken.load(Ordering::Acquire), now),
            ended: None,
            taken: 0,
            working: u32::try_from(messengers.len()).unwrap_or(u32::MAX),
            refused: 0,
            news: false,
        }),
        wake: Condvar::new(),
        slept: std::sync::atomic::AtomicU32::new(0),
    };
    std::thread::scope(|scope| {
        for (number, messenger) in (0..).zip(messengers) {
            let run = &run;
            scope.spawn(move || worker::work(run, number, messenger));
        }
        watch::watch(&run, zone);
    });
    let ended = lock(&run.shared).ended.take().unwrap_or(Ended::Asked);
    close(store, clock, &sending, ended)
}

/// What keeps a message from beginning.
fn may_begin(
    store: &Store,
    input: &RunInput,
    sending: &SendingRecord,
    account: &MailAccountRecord,
    now: Timestamp,
) -> Result<Option<Ended>> {
    match sending.state {
        SendingState::Draft => {
            let draft = "Who gets this message is not settled yet. Plan it first";
            return Err(Error::Conflict(draft.to_owned()));
        }
        SendingState::Stopped | SendingState::Finished => {
            return Ok(Some(Ended::Elsewhere(sending.state)));
        }
        SendingState::Planned | SendingState::Running | SendingState::Paused => {}
    }
    if !account.paused_why.is_empty() {
        let why = account.paused_why.clone();
        store.write(|tx| tx.pause_sending(sending.id, PausedBy::Account, &why))?;
        return Ok(Some(Ended::Paused(PausedBy::Account, why)));
    }
    if let Some(at) = sending.settings.starts_at {
        let late_ms = i64::from(sending.settings.late_minutes) * 60_000;
        if now < at {
            return Ok(Some(Ended::Waits(at, "It is not time yet".to_owned())));
        }
        if sending.started_at.is_none() && now.0 - at.0 > late_ms && !input.although_late {
            let why =
                "Its time passed while Pannier was closed. Say whether it should still go out";
            store.write(|tx| tx.pause_sending(sending.id, PausedBy::Late, why))?;
            return Ok(Some(Ended::Paused(PausedBy::Late, why.to_owned())));
        }
    }
    Ok(None)
}

/// Keeps in the shop file how a run ended.
fn close(store: &Store, clock: &dyn Clock, sending: &SendingRecord, ended: Ended) -> Result<Ended> {
    match &ended {
        Ended::Finished => {
            store.write(|tx| tx.end_sending(sending.id, SendingState::Finished, clock.now()))?;
        }
        // A full disk cannot be told of in the shop file.
        Ended::Paused(PausedBy::Trouble, why) => {
            let _ = store.write(|tx| tx.pause_sending(sending.id, PausedBy::Trouble, why));
        }
        Ended::Paused(by, why) => {
            store.write(|tx| tx.pause_sending(sending.id, *by, why))?;
        }
        Ended::Waits(..) | Ended::Elsewhere(_) | Ended::Asked | Ended::Lost => {}
    }
    Ok(ended)
}

/// A clock that goes on however the other one is set.
pub(crate) fn instant() -> Instant {
    Instant::now()
}
