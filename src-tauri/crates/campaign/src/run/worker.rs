//! One connection: takes the next person, makes the message, hands it over, and says what became of
//! it. What became of one is written with the taking of the next.

use std::sync::atomic::Ordering;

use pannier_core::{Messenger, Receipt, SendError, Stopped, Timestamp};
use pannier_store::{Claim, ClaimedRow, KnownPeople, PausedBy, Reason};

use super::{
    Ended, Run, lock,
    row::{Done, words_of, write},
};
use crate::{
    Error,
    compose::Reader,
    outcome::{AccountEnd, RowEnd, for_account, for_row, stage_word},
    pace::Permit,
    zones::quiet_until,
};

/// Refusals of the message in a row that are enough.
const REFUSALS: u32 = 3;
/// What is said where the list of codes is used up.
const NO_CODES: &str =
    "There are no codes left. Nobody was written to without one: add codes, then go on";
/// Waiting for longer than this is worth telling (milliseconds).
const LONG_MS: i64 = 5_000;

struct Worker<'w, 'r> {
    run: &'w Run<'r>,
    number: usize,
    messenger: Box<dyn Messenger + 'w>,
    people: KnownPeople,
    slept: u32,
}

/// Works until the run ends.
pub(super) fn work(run: &Run, number: usize, messenger: Box<dyn Messenger + '_>) {
    let leaving = Leaving(run);
    let mut worker = Worker {
        run,
        number,
        messenger,
        people: KnownPeople::default(),
        slept: 0,
    };
    if let Err(error) = worker.send_all() {
        let why = format!("{error}. Nobody gets a message twice when it goes on");
        run.end(Ended::Paused(PausedBy::Trouble, why));
    }
    drop(leaving);
}

/// The watch ends when the last thread has, also one that panicked.
struct Leaving<'w, 'r>(&'w Run<'r>);

impl Drop for Leaving<'_, '_> {
    fn drop(&mut self) {
        lock(&self.0.shared).working -= 1;
        self.0.wake.notify_all();
    }
}

impl Worker<'_, '_> {
    fn send_all(&mut self) -> Result<(), Error> {
        let mut done: Option<Done> = None;
        loop {
            if self.run.is_ended() || self.run.cancel.check().is_err() {
                return self.write_done(done.take().as_ref());
            }
            let now = self.run.clock.now();
            if let Some((until, why)) = self.must_wait(now)? {
                self.write_done(done.take().as_ref())?;
                self.wait(until, why);
                continue;
            }
            let claim = self.settle_and_claim(done.take().as_ref(), now);
            if !matches!(claim, Ok(Claim::Row(_))) {
                self.give_back();
            }
            match claim? {
                Claim::Row(row) => done = self.send_one(row)?,
                other => self.nothing_to_send(&other),
            }
        }
    }

    /// A permit whose message has ended, or that was not used.
    fn give_back(&self) {
        lock(&self.run.shared).pace.ended();
    }

    /// Until when nothing may be sent over this connection, and why.
    fn must_wait(&self, now: Timestamp) -> Result<Option<(Timestamp, &'static str)>, Error> {
        let mut shared = lock(&self.run.shared);
        if let Some(until) = shared.pace.alone_until
            && self.number > 0
        {
            if until > now {
                return Ok(Some((until, "")));
            }
            shared.pace.alone_until = None;
        }
        let permit = self.run.store.read(|tx| shared.pace.permit(tx, now))?;
        Ok(match permit {
            Permit::Go => None,
            Permit::Until(until) => {
                Some((until, "The mail account has sent as much as it may for now"))
            }
        })
    }

    fn wait(&self, until: Timestamp, why: &str) {
        let run = self.run;
        if until.0 - run.clock.now().0 > LONG_MS && !why.is_empty() {
            run.end(Ended::Waits(until, why.to_owned()));
            return;
        }
        run.rest(until);
    }

    fn nothing_to_send(&self, claim: &Claim) {
        const LATER: &str = "Some people are tried again later";
        let run = self.run;
        let soon = |ms: i64| Timestamp(run.clock.now().0 + ms);
        let others = lock(&run.shared).taken > 0;
        match claim {
            Claim::Row(_) | Claim::Again => {}
            // One of those on their way may have to wait for less, or be the last.
            Claim::Later(_) | Claim::Nobody if others => run.rest(soon(50)),
            Claim::Later(at) => run.end(Ended::Waits(*at, LATER.to_owned())),
            Claim::Nobody => run.end(Ended::Finished),
            Claim::NoCodes => run.end(Ended::Paused(PausedBy::Codes, NO_CODES.to_owned())),
            Claim::Ended(state) => run.end(Ended::Elsewhere(*state)),
            Claim::Lost => run.end(Ended::Lost),
        }
    }

    fn settle_and_claim(&mut self, done: Option<&Done>, now: Timestamp) -> Result<Claim, Error> {
        let run = self.run;
        let people = &mut self.people;
        let claim = run.store.write(|tx| -> Result<Claim, Error> {
            if let Some(done) = done {
                write(tx, done)?;
            }
            let claim = tx.claim_next(run.sending.id, run.lease, run.account.id, people, now)?;
            if matches!(claim, Claim::Row(_)) {
                // Within the transaction: nobody else can find that nobody is left before.
                lock(&run.shared).taken += 1;
            }
            Ok(claim)
        })?;
        self.was_written(done);
        Ok(claim)
    }

    fn write_done(&self, done: Option<&Done>) -> Result<(), Error> {
        if let Some(done) = done {
            self.run.store.write(|tx| write(tx, done))?;
        }
        self.was_written(done);
        Ok(())
    }

    fn was_written(&self, done: Option<&Done>) {
        if done.is_some() {
            let mut shared = lock(&self.run.shared);
            shared.taken = shared.taken.saturating_sub(1);
            shared.news = true;
        }
    }

    /// Hands one message over. What became of it, to be written; on an error of the shop file the
    /// row stays as it was written last, and the next start puts it right.
    fn send_one(&mut self, row: ClaimedRow) -> Result<Option<Done>, Error> {
        let run = self.run;
        let slept = run.slept.load(Ordering::Acquire);
        if slept != self.slept {
            self.slept = slept;
            self.messenger.hang_up();
        }
        let now = run.clock.now();
        let quiet = run.sending.settings.quiet;
        let night = quiet.and_then(|quiet| quiet_until(quiet, run.zones.of(&row.country), now));
        if let Some(at) = night {
            self.give_back();
            let end = RowEnd::Waits {
                reason: Reason::Night,
                at,
                counts: false,
            };
            return Ok(Some(Done::new(row, end, now)));
        }
        let reader = Reader {
            customer: row.customer,
            address: &row.address,
            name: &row.name,
            word: &row.word,
        };
        let message = match run.store.read(|tx| run.composer.compose(tx, reader)) {
            Ok(message) => message,
            Err(Error::Store(error)) => return Err(error.into()),
            Err(error) => {
                self.give_back();
                let end = RowEnd::Failed(Reason::BadMessage);
                return Ok(Some(
                    Done::new(row, end, now).saying("", &error.to_string()),
                ));
            }
        };
        let (mut left, mut trouble) = (false, None);
        let people = &mut self.people;
        let mut before_body = || match let_go(run, &row, people) {
            Ok(true) => {
                left = true;
                Ok(())
            }
            Ok(false) => Err(Stopped),
            Err(error) => {
                trouble = Some(error);
                Err(Stopped)
            }
        };
        let outcome = self.messenger.send(&message, &mut before_body);
        self.give_back();
        if let Some(error) = trouble {
            return Err(error);
        }
        self.ended(row, left, &outcome).map(Some)
    }

    fn ended(
        &self,
        row: ClaimedRow,
        left: bool,
        outcome: &Result<Receipt, SendError>,
    ) -> Result<Done, Error> {
        let run = self.run;
        let now = run.clock.now();
        match outcome {
            Ok(receipt) => {
                // Before the shop file: where that cannot be written, the next start knows it.
                let _ = run.journal.arrived(&row.word);
                self.went_well()?;
                Ok(Done::new(row, RowEnd::Sent, now).saying("sent", &receipt.said))
            }
            Err(error) => {
                let end = for_row(error, row.attempt, row.first_at, now);
                if left && end != RowEnd::Uncertain {
                    // Where this is lost, it is not known whether it arrived: no harm.
                    let _ = run.journal.not(&row.word);
                }
                self.went_wrong(error, now)?;
                Ok(Done::new(row, end, now).saying(stage_word(error.stage), &words_of(error)))
            }
        }
    }

    fn went_well(&self) -> Result<(), Error> {
        let run = self.run;
        let pace = {
            let mut shared = lock(&run.shared);
            shared.refused = 0;
            shared.pace.went_well()
        };
        run.running.broken.store(0, Ordering::Release);
        if let Some(faster) = pace {
            run.store
                .write(|tx| tx.slow_mail_account(run.account.id, faster.0))?;
        }
        Ok(())
    }

    fn went_wrong(&self, error: &SendError, now: Timestamp) -> Result<(), Error> {
        let run = self.run;
        let account = run.account.id;
        if error.is_a_refusal_of_the_message() {
            let refused = {
                let mut shared = lock(&run.shared);
                shared.refused += 1;
                shared.refused
            };
            if refused >= REFUSALS {
                let why = format!(
                    "The mail server refused the message {refused} times in a row. {error}"
                );
                run.end(Ended::Paused(PausedBy::Refusals, why));
            }
        }
        match for_account(error) {
            AccountEnd::Fine => {}
            AccountEnd::Paused => {
                let why = error.to_string();
                run.store.write(|tx| tx.pause_mail_account(account, &why))?;
                run.end(Ended::Paused(PausedBy::Account, why));
            }
            AccountEnd::UsedUp => {
                let until = {
                    let mut shared = lock(&run.shared);
                    run.store.read(|tx| shared.pace.used_up(tx, now))?
                };
                run.store
                    .write(|tx| tx.rest_mail_account(account, Some(until)))?;
                self.rests(until, error);
            }
            AccountEnd::Slower => {
                let (until, per_minute) = {
                    let mut shared = lock(&run.shared);
                    run.store.read(|tx| shared.pace.too_fast(tx, now))?
                };
                run.store.write(|tx| -> pannier_store::Result<()> {
                    tx.slow_mail_account(account, Some(per_minute))?;
                    tx.rest_mail_account(account, Some(until))
                })?;
                self.rests(until, error);
            }
            AccountEnd::Line => {
                let (until, times) = lock(&run.shared).pace.line_broke(now);
                run.running.broken.store(times, Ordering::Release);
                self.rests(until, error);
            }
        }
        Ok(())
    }

    fn rests(&self, until: Timestamp, error: &SendError) {
        self.run.end(Ended::Waits(until, error.to_string()));
    }
}

/// Puts on the disk that a body may leave: in the journal, then in the shop file, where it is asked
/// once more whether it may.
fn let_go(run: &Run, row: &ClaimedRow, people: &mut KnownPeople) -> Result<bool, Error> {
    run.journal.leaves(&row.word).map_err(Error::Journal)?;
    let may = run
        .store
        .write(|tx| tx.let_body_go(run.sending.id, row, run.lease, people, run.clock.now()));
    if !matches!(may, Ok(true)) {
        let _ = run.journal.not(&row.word);
    }
    Ok(may?)
}
