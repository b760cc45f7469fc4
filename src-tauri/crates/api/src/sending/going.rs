//! The thread that sends, for as long as any message is to go out: one message after the other, each
//! when its time has come.

use std::{
    collections::HashMap,
    sync::{Arc, Condvar, Mutex, Weak, atomic::Ordering},
    thread,
    time::{Duration, Instant},
};

use pannier_campaign::{Ended, RunInput, Running, run};
use pannier_core::{Cancel, Timestamp};
use pannier_store::{MailAccountRecord, PausedBy, SendingRecord, SendingState as Standing};

use super::{
    awake::Awake,
    connect::{headers, messengers},
    get_sending,
    page::pull,
    poll_inbox,
};
use crate::{
    ApiError, Code, Result, Shop,
    shop::lock,
    views::{SendingDetail, StartSending, Topic},
};

/// How long the thread sleeps at most between two looks: computers sleep, and clocks are set.
const LOOK: Duration = Duration::from_secs(20);
/// The command line waits so often for so long (milliseconds).
const SHORT_WAITS: usize = 20;
const SHORT_WAIT_MS: i64 = 60_000;
/// Inboxes are read so often while the thread lives.
const INBOX_EVERY: Duration = Duration::from_mins(10);

/// The thread, and what it waits for.
#[derive(Default)]
pub(crate) struct Post(Mutex<Kept>, Condvar);

#[derive(Default)]
struct Kept {
    /// While a thread lives: how it is asked to end.
    thread: Option<Cancel>,
    /// The message at hand.
    now: Option<i64>,
    /// What others wait for.
    waits: HashMap<i64, (Timestamp, String)>,
    /// What runs hand on to the next ones.
    runs: HashMap<i64, Arc<Running>>,
    /// Rises when there is something new to do.
    calls: u32,
    /// Inboxes are being read.
    reads: bool,
}

/// What the thread does, as one message sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// It sends this message.
    This,
    /// It sends another one.
    Another(i64),
    /// It reads inboxes.
    Inbox,
    /// It will look in a moment.
    Soon,
    /// There is no thread.
    Nobody,
}

impl Post {
    /// What a message waits for.
    pub(super) fn waits(&self, id: i64) -> Option<(Timestamp, String)> {
        lock(&self.0).waits.get(&id).cloned()
    }

    /// What is done now, as a message sees it.
    pub(super) fn doing(&self, id: i64) -> Doing {
        let kept = lock(&self.0);
        match &kept.now {
            _ if kept.thread.is_none() => Doing::Nobody,
            Some(now) if *now == id => Doing::This,
            Some(now) => Doing::Another(*now),
            None if kept.reads => Doing::Inbox,
            None => Doing::Soon,
        }
    }

    fn call(&self) {
        lock(&self.0).calls += 1;
        self.1.notify_all();
    }

    /// Whoever sends ends after the message at hand.
    pub(super) fn end(&self) {
        if let Some(cancel) = &lock(&self.0).thread {
            cancel.request();
        }
        self.1.notify_all();
    }
}

/// How sending ended on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendEnded {
    /// In words.
    pub words: String,
    /// Nobody waits any more.
    pub finished: bool,
    /// Where everybody of the message stands.
    pub detail: SendingDetail,
}

/// This computer, as the right to send names it.
fn machine() -> String {
    let named = ["/etc/machine-id", "/var/lib/dbus/machine-id"]
        .into_iter()
        .find_map(|path| std::fs::read_to_string(path).ok());
    let named = named.or_else(|| std::env::var("COMPUTERNAME").ok());
    let named = named.or_else(|| std::env::var("HOSTNAME").ok());
    let named = named.unwrap_or_default();
    match named.trim() {
        "" => "this computer".to_owned(),
        name => name.to_owned(),
    }
}

/// Sends one message as far as it can be sent now.
fn run_one(
    shop: &Shop,
    record: &SendingRecord,
    although_late: bool,
    running: &Running,
    cancel: &Cancel,
) -> Result<Ended> {
    let lacks = || ApiError::invalid("account", "Choose the mail account that it goes out from");
    let account = record.settings.account.ok_or_else(lacks)?;
    let account = shop.read(|tx| Ok(tx.mail_account(account)?))?;
    let lines = messengers(shop, &account, account.settings.connections)?;
    let awake = &shop.sending.stays_awake;
    let _awake = awake.load(Ordering::Acquire).then(Awake::begin);
    let headers = headers(&account);
    crate::campaigns::with_letters(shop, record.id, |variables| {
        let input = RunInput {
            sending: record.id,
            variables,
            headers: &headers,
            machine: &machine(),
            although_late,
        };
        let lines = lines
            .into_iter()
            .map(|line| line as Box<dyn pannier_core::Messenger>);
        Ok(run(
            shop.store(),
            shop.clock(),
            &input,
            lines.collect(),
            running,
            cancel,
        )?)
    })
}

fn ended_words(ended: &Ended) -> String {
    match ended {
        Ended::Finished => "Nobody waits for this message any more".to_owned(),
        Ended::Waits(_, why) | Ended::Paused(_, why) => why.clone(),
        Ended::Elsewhere(_) => "It was paused or stopped".to_owned(),
        Ended::Asked => "It was asked to end. It goes on when it is started again".to_owned(),
        Ended::Lost => {
            "Another program sends from this shop file, or an older copy of it was put back"
                .to_owned()
        }
    }
}

/// Sends a message as far as it can be sent now, and waits for that: for the command line.
///
/// # Errors
/// [`Code::Busy`] while another program sends, [`Code::Conflict`] where who gets it is not settled,
/// [`Code::Validation`] where a password is not known.
pub fn send_now(shop: &Shop, input: StartSending, cancel: &Cancel) -> Result<SendEnded> {
    crate::campaigns::may_begin(shop, input.id.into())?;
    let record = shop.read(|tx| Ok(tx.sending(input.id.into())?))?;
    let running = Running::default();
    let mut ended = run_one(shop, &record, input.although_late, &running, cancel)?;
    // A line that broke is worth a moment; everything else is told.
    for _ in 0..SHORT_WAITS {
        let Ended::Waits(until, _) = &ended else {
            break;
        };
        let ahead = until.0 - shop.clock().now().0;
        if ahead > SHORT_WAIT_MS {
            break;
        }
        thread::sleep(Duration::from_millis(ahead.max(0).unsigned_abs()));
        cancel.check().map_err(pannier_store::Error::from)?;
        ended = run_one(shop, &record, input.although_late, &running, cancel)?;
    }
    Ok(SendEnded {
        words: ended_words(&ended),
        finished: ended == Ended::Finished,
        detail: get_sending(shop, input.id)?,
    })
}

/// Starts a message, or goes on with it: it goes out on a thread of its own, now or when its time
/// comes.
///
/// # Errors
/// [`Code::Conflict`] where who gets it is not settled, or it has ended; [`Code::Validation`] where
/// the password of its account is not known.
pub fn start_sending(shop: &Arc<Shop>, input: StartSending) -> Result<SendingDetail> {
    let id = i64::from(input.id);
    crate::campaigns::may_begin(shop, id)?;
    let record = shop.read(|tx| Ok(tx.sending(id)?))?;
    match record.state {
        Standing::Draft => {
            let words = "Settle who gets this message first";
            return Err(ApiError::new(Code::Conflict, words));
        }
        Standing::Stopped | Standing::Finished => {
            let words = "This message has ended. Copy it, or retry those who failed";
            return Err(ApiError::new(Code::Conflict, words));
        }
        Standing::Planned | Standing::Running | Standing::Paused => {}
    }
    if let Some(account) = record.settings.account {
        let account = shop.read(|tx| Ok(tx.mail_account(account)?))?;
        let secret = shop.sending.secrets.of(shop, &account)?;
        secret.map_err(|why| ApiError::invalid("secret", why))?;
        shop.sending.secrets.renew(account.id);
        // Starting is the merchant's word that what was wrong is mended.
        shop.write(|tx| Ok(tx.pause_mail_account(account.id, "")?))?;
    }
    let now = shop.clock().now();
    shop.write(|tx| {
        tx.arm_sending(id)?;
        let late = record.settings.starts_at.is_some_and(|at| at < now);
        if input.although_late && late {
            // It is not asked again.
            tx.set_sending_running(id, now)?;
        }
        Ok(())
    })?;
    // What it waited for may be different by now.
    lock(&shop.sending.post.0).waits.remove(&id);
    spawn(shop);
    get_sending(shop, input.id)
}

/// Lets a message rest. Whoever is on their way gets it.
///
/// # Errors
/// [`Code::Conflict`] where it does not go out.
pub fn pause_sending(shop: &Shop, id: u32) -> Result<SendingDetail> {
    shop.write(|tx| {
        let state = tx.sending(id.into())?.state;
        if !matches!(
            state,
            Standing::Planned | Standing::Running | Standing::Paused
        ) {
            let words = "This message does not go out";
            return Err(ApiError::new(Code::Conflict, words));
        }
        Ok(tx.pause_sending(id.into(), PausedBy::Merchant, "You paused it")?)
    })?;
    shop.sending.post.call();
    get_sending(shop, id)
}

/// Ends a message for good: whoever still waits for it does not get it.
///
/// # Errors
/// [`Code::Conflict`] where it has ended, or was not planned.
pub fn stop_sending(shop: &Shop, id: u32) -> Result<SendingDetail> {
    let now = shop.clock().now();
    shop.write(|tx| {
        let state = tx.sending(id.into())?.state;
        if !matches!(
            state,
            Standing::Planned | Standing::Running | Standing::Paused
        ) {
            let words = "This message does not go out";
            return Err(ApiError::new(Code::Conflict, words));
        }
        tx.stop_sending(id.into(), now)?;
        Ok(())
    })?;
    shop.sending.post.call();
    get_sending(shop, id)
}

/// At the opening of a shop: what went out when it was closed goes on, unless that is long ago; then
/// it asks.
pub(crate) fn resume(shop: &Arc<Shop>) -> Result<()> {
    let now = shop.clock().now();
    let goes_on = shop.write(|tx| {
        let mut goes_on = false;
        for record in tx.sendings()? {
            if record.state != Standing::Running {
                continue;
            }
            let left = tx.sending_left_last(record.id)?.or(record.started_at);
            let late_ms = i64::from(record.settings.late_minutes) * 60_000;
            if left.is_some_and(|at| now.0 - at.0 > late_ms) {
                let why =
                    "It stopped when Pannier was closed. Say whether the rest should still go out";
                tx.pause_sending(record.id, PausedBy::Late, why)?;
            } else {
                goes_on = true;
            }
        }
        Ok(goes_on)
    })?;
    let reads = shop.read(|tx| {
        let accounts = tx.mail_accounts()?;
        Ok(accounts.iter().any(looks_back))
    })?;
    if goes_on || reads {
        spawn(shop);
    }
    Ok(())
}

/// Sees to it that there is a thread, and that it looks.
fn spawn(shop: &Arc<Shop>) {
    let mut kept = lock(&shop.sending.post.0);
    kept.calls += 1;
    if kept.thread.is_some() {
        shop.sending.post.1.notify_all();
        return;
    }
    let cancel = Cancel::default();
    let (weak, asked) = (Arc::downgrade(shop), cancel.clone());
    let name = "pannier-post".to_owned();
    let spawned = thread::Builder::new()
        .name(name)
        .spawn(move || post(&weak, &asked));
    if spawned.is_ok() {
        kept.thread = Some(cancel);
    }
}

/// Sends what is due, reads inboxes, and sleeps, until the shop is let go of.
fn post(shop: &Weak<Shop>, cancel: &Cancel) {
    let mut read: Option<Instant> = None;
    while cancel.check().is_ok() {
        let Some(shop) = shop.upgrade() else { return };
        let calls = lock(&shop.sending.post.0).calls;
        if read.is_none_or(|at| at.elapsed() >= INBOX_EVERY) {
            read = Some(Instant::now());
            lock(&shop.sending.post.0).reads = true;
            read_inboxes(&shop);
            lock(&shop.sending.post.0).reads = false;
        }
        let next = send_due(&shop, cancel);
        let pause = next.map_or(LOOK, |at| {
            let ahead = (at.0 - shop.clock().now().0).max(0).unsigned_abs();
            Duration::from_millis(ahead).clamp(Duration::from_millis(100), LOOK)
        });
        let kept = lock(&shop.sending.post.0);
        if kept.calls == calls && cancel.check().is_ok() {
            drop(shop.sending.post.1.wait_timeout(kept, pause));
        }
    }
    if let Some(shop) = shop.upgrade() {
        lock(&shop.sending.post.0).thread = None;
    }
}

/// Sends each message that goes out as far as it can be sent now. When the next look is worth it.
fn send_due(shop: &Shop, cancel: &Cancel) -> Option<Timestamp> {
    let records = shop.read(|tx| Ok(tx.sendings()?)).unwrap_or_default();
    let mut next = None;
    // The one that was written first goes first.
    for record in records.iter().rev() {
        if record.state != Standing::Running || cancel.check().is_err() {
            continue;
        }
        let rests = lock(&shop.sending.post.0)
            .waits
            .get(&record.id)
            .map(|(at, _)| *at);
        if let Some(at) = rests.filter(|at| *at > shop.clock().now()) {
            next = Some(next.map_or(at, |known: Timestamp| known.min(at)));
            continue;
        }
        let running = {
            let mut kept = lock(&shop.sending.post.0);
            let running = Arc::clone(kept.runs.entry(record.id).or_default());
            kept.now = Some(record.id);
            running
        };
        let ended = run_one(shop, record, false, &running, cancel);
        let mut kept = lock(&shop.sending.post.0);
        kept.now = None;
        kept.waits.remove(&record.id);
        match ended {
            Ok(Ended::Waits(at, why)) => {
                kept.waits.insert(record.id, (at, why));
                next = Some(next.map_or(at, |known: Timestamp| known.min(at)));
            }
            Ok(_) => {}
            Err(error) if error.code == Code::Busy => {
                let soon = Timestamp(shop.clock().now().0 + 30_000);
                kept.waits.insert(record.id, (soon, error.message));
                next = Some(next.map_or(soon, |known: Timestamp| known.min(soon)));
            }
            Err(error) => {
                drop(kept);
                // Where that cannot be written either, it is tried again at the next look.
                let _ = shop.write(|tx| {
                    Ok(tx.pause_sending(record.id, PausedBy::Trouble, &error.message)?)
                });
            }
        }
        shop.tell(&[Topic::Sending]);
    }
    next
}

/// Whether something can come back to an account by itself.
fn looks_back(account: &MailAccountRecord) -> bool {
    !account.settings.imap_host.is_empty() || !account.settings.one_click_url.is_empty()
}

/// Reads the inboxes whose password is known, and fetches who clicked. What cannot be read now is
/// read the next time.
fn read_inboxes(shop: &Shop) {
    let accounts = shop.read(|tx| Ok(tx.mail_accounts()?)).unwrap_or_default();
    for account in accounts {
        let reads = !account.settings.imap_host.is_empty() && account.paused_why.is_empty();
        if reads && matches!(shop.sending.secrets.of(shop, &account), Ok(Ok(_))) {
            let _ = poll_inbox(shop, super::number(account.id));
        } else {
            // The page asks for no password.
            let _ = pull(shop, &account);
        }
    }
}
