//! How fast an account may send: its limits as facts of the last hours, a new mailbox's first days,
//! and what the server puts up with.

use pannier_core::{ShopZone, Timestamp};
use pannier_store::{AccountUse, MailAccountRecord, ReadTx, Result, Window};

/// Messages a day of a mailbox that is not used to it, from its first day on.
const RAMP: [u32; 4] = [50, 100, 200, 400];

/// After so many messages without a complaint of the server, a tenth faster.
const CLEAN: u32 = 50;
/// A server that takes so many a minute is not slow any more.
const NOT_SLOW: u32 = 1_200;

/// How long the facts are taken to hold, with what was added since (milliseconds).
const FRESH_MS: i64 = 1_000;

/// What an account may send in 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayAllowance {
    /// Messages; nothing: no limit is known.
    pub most: Option<u32>,
    /// It is that low since the mailbox is new.
    pub ramps: bool,
    /// Kept back for the merchant's own mail.
    pub reserved: u32,
}

/// What an account may send in the 24 hours up to now: its limit less what is kept back, and less
/// while it is new.
pub fn day_allowance(account: &MailAccountRecord, zone: ShopZone, now: Timestamp) -> DayAllowance {
    let said = &account.settings;
    let reserved = said
        .per_day
        .map_or(0, |most| most * u32::from(said.reserve_percent) / 100);
    let most = said.per_day.map(|most| (most - reserved).max(1));
    let ramp = said.ramp_from.and_then(|from| {
        let days = zone.day_of(now).number() - zone.day_of(from).number();
        RAMP.get(usize::try_from(days).unwrap_or(0)).copied()
    });
    match (most, ramp) {
        (Some(most), Some(ramp)) if ramp < most => DayAllowance {
            most: Some(ramp),
            ramps: true,
            reserved,
        },
        (None, Some(ramp)) => DayAllowance {
            most: Some(ramp),
            ramps: true,
            reserved,
        },
        (most, _) => DayAllowance {
            most,
            ramps: false,
            reserved,
        },
    }
}

/// Whether the next message may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permit {
    Go,
    /// Not before.
    Until(Timestamp),
}

/// Messages a minute from now on; nothing: as many as the limits allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Faster(pub(crate) Option<u32>);

/// The pace of one account while it sends.
#[derive(Debug)]
pub(crate) struct Pace {
    account: i64,
    limits: [(Window, Option<u32>); 4],
    /// Messages a minute while the server asked for fewer.
    slowed_to: Option<u32>,
    /// The most that is known to be taken a minute.
    per_minute: Option<u32>,
    facts: Option<(Timestamp, AccountUse)>,
    /// Let go since the facts were read.
    since: u32,
    /// Let go and not yet in the facts.
    under_way: u32,
    clean: u32,
    rests_until: Option<Timestamp>,
    /// Rests in a row, for lines that broke and for rates.
    lines: usize,
    rates: usize,
    /// One connection alone until then.
    pub(crate) alone_until: Option<Timestamp>,
}

/// Seconds of rest after the first, second … line that broke in a row.
const LINE_RESTS: [i64; 5] = [5, 30, 120, 300, 600];
/// Minutes of rest after the first, second … request to send more slowly.
const RATE_RESTS: [i64; 4] = [1, 2, 5, 10];

impl Pace {
    /// `lines` broke in a row before.
    pub(crate) fn new(
        account: &MailAccountRecord,
        zone: ShopZone,
        lines: usize,
        now: Timestamp,
    ) -> Self {
        let said = &account.settings;
        Self {
            account: account.id,
            limits: [
                (Window::Second, said.per_second),
                (Window::Minute, said.per_minute),
                (Window::Hour, said.per_hour),
                (Window::Day, day_allowance(account, zone, now).most),
            ],
            slowed_to: account.slowed_to,
            per_minute: said.per_minute,
            facts: None,
            since: 0,
            under_way: 0,
            clean: 0,
            rests_until: account.rests_until,
            lines,
            rates: 0,
            alone_until: None,
        }
    }

    /// The day's allowance is another one at midnight.
    pub(crate) fn set_day(&mut self, most: Option<u32>) {
        self.limits[3].1 = most;
    }

    fn most(&self, window: Window, limit: Option<u32>) -> Option<u32> {
        let slowed = self.slowed_to.filter(|_| window == Window::Minute);
        match (limit, slowed) {
            (Some(limit), Some(slowed)) => Some(limit.min(slowed)),
            (limit, slowed) => limit.or(slowed),
        }
    }

    /// Whether the next message may go. One that may counts from now on.
    pub(crate) fn permit(&mut self, tx: &ReadTx, now: Timestamp) -> Result<Permit> {
        if let Some(until) = self.rests_until.filter(|until| *until > now) {
            return Ok(Permit::Until(until));
        }
        self.rests_until = None;
        let limited = self
            .limits
            .iter()
            .any(|(window, limit)| self.most(*window, *limit).is_some());
        if limited {
            let is_old = |(at, _): &(Timestamp, AccountUse)| (now.0 - at.0).abs() >= FRESH_MS;
            if self.facts.as_ref().is_none_or(is_old) {
                self.read(tx, now)?;
            }
            for (window, limit) in self.limits {
                let Some(most) = self.most(window, limit) else {
                    continue;
                };
                if self.used(window) < most {
                    continue;
                }
                // Before it is told to wait, it is looked again: what left the window is gone.
                self.read(tx, now)?;
                if self.used(window) >= most {
                    let frees = tx.window_frees_at(self.account, window, most, now)?;
                    let soonest = Timestamp(now.0 + 50);
                    return Ok(Permit::Until(frees.map_or(soonest, |at| at.max(soonest))));
                }
            }
        }
        self.since += 1;
        self.under_way += 1;
        Ok(Permit::Go)
    }

    fn used(&self, window: Window) -> u32 {
        self.facts
            .map_or(0, |(_, used)| used.of(window))
            .saturating_add(self.since)
    }

    fn read(&mut self, tx: &ReadTx, now: Timestamp) -> Result<()> {
        self.facts = Some((now, tx.account_use(self.account, now)?));
        self.since = self.under_way;
        Ok(())
    }

    /// A message that was let go has ended, whichever way.
    pub(crate) fn ended(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// The server took one over. The new pace, where it changed.
    pub(crate) fn went_well(&mut self) -> Option<Faster> {
        self.lines = 0;
        self.rates = 0;
        self.clean += 1;
        let slowed = self.slowed_to?;
        if self.clean < CLEAN {
            return None;
        }
        self.clean = 0;
        let faster = slowed + (slowed / 10).max(1);
        let most = self.per_minute.unwrap_or(NOT_SLOW);
        self.slowed_to = (faster < most).then_some(faster);
        Some(Faster(self.slowed_to))
    }

    /// The line broke. How long the account rests, and how often that was so in a row.
    pub(crate) fn line_broke(&mut self, now: Timestamp) -> (Timestamp, usize) {
        let seconds = LINE_RESTS[self.lines.min(LINE_RESTS.len() - 1)];
        // Several connections break at once: that is one time.
        let rests = self.rests_until.is_some_and(|until| until > now);
        if !rests {
            self.lines += 1;
            self.rests_until = Some(Timestamp(now.0 + seconds * 1_000));
        }
        (self.rests_until.unwrap_or(now), self.lines)
    }

    /// The server asks for fewer: half as many a minute, over one connection, after a rest.
    pub(crate) fn too_fast(&mut self, tx: &ReadTx, now: Timestamp) -> Result<(Timestamp, u32)> {
        let rests = self.rests_until.is_some_and(|until| until > now);
        if !rests {
            self.read(tx, now)?;
            let so_far = self.facts.map_or(0, |(_, used)| used.minute);
            let known = self
                .most(Window::Minute, self.per_minute)
                .unwrap_or(NOT_SLOW);
            self.slowed_to = Some((so_far.clamp(2, known.max(2)) / 2).max(1));
            self.clean = 0;
            let minutes = RATE_RESTS[self.rates.min(RATE_RESTS.len() - 1)];
            self.rates += 1;
            self.rests_until = Some(Timestamp(now.0 + minutes * 60_000));
            self.alone_until = Some(Timestamp(now.0 + 10 * 60_000));
        }
        Ok((self.rests_until.unwrap_or(now), self.slowed_to.unwrap_or(1)))
    }

    /// The allowance is used up: until the day's window frees, and an hour at least.
    pub(crate) fn used_up(&mut self, tx: &ReadTx, now: Timestamp) -> Result<Timestamp> {
        let hour = Timestamp(now.0 + Window::Hour.length_ms());
        let used = tx.account_use(self.account, now)?;
        let frees = tx.window_frees_at(self.account, Window::Day, used.day.max(1), now)?;
        let until = frees.map_or(hour, |at| at.max(hour));
        self.rests_until = Some(until);
        Ok(until)
    }

    /// The computer slept, or its clock was set: nothing of what was known of time holds.
    pub(crate) fn woke(&mut self) {
        self.facts = None;
        self.lines = 0;
    }
}
