//! What the merchant decides: the programme, and who gets, spends or gets back what.
//!
//! Each decision first catches up with orders and the clock, so that it is taken on what holds now,
//! and is one transaction with what it brings about.

mod many;

use pannier_core::{CustomerId, Day, Timestamp};
use pannier_store::{LedgerKind, LedgerRow, NewReward, WriteTx};

use crate::{
    Error, MOST_POINTS, Programme, Result, Reward,
    balance::{holder_of, of_holder},
    codes::{code, plain_code},
    post::{Posted, post, work_out, world},
    timeline::{Timeline, Version},
};

pub use many::{GivenToMany, give_to_many};

/// A reward that was given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Its row.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// The last day on which it can be used; nothing where it holds for good.
    pub valid_until: Option<Day>,
    /// What it gives, as a sentence.
    pub gives: String,
    /// What someone has left to spend.
    pub available: i64,
}

/// Sets what the programme is from a moment on, now where none is given. The first one may begin
/// in the past: orders from then on earn points. A change may not.
///
/// # Errors
/// [`Error::Programme`], [`Error::BeginsInThePast`], or what the shop file says.
pub fn set_programme(
    tx: &WriteTx,
    programme: &Programme,
    starts_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<Posted> {
    programme.check(tx.shop()?.currency)?;
    let starts_at = starts_at.unwrap_or(now);
    if starts_at < now && tx.has_programme()? {
        return Err(Error::BeginsInThePast);
    }
    tx.insert_programme(starts_at, now, &programme.to_json())?;
    post(tx, now)
}

/// Notes that members were told that their points will expire.
///
/// # Errors
/// [`Error::NoProgramme`], or what the shop file says.
pub fn tell_of_expiry(tx: &WriteTx, now: Timestamp) -> Result<Posted> {
    if !tx.has_programme()? {
        return Err(Error::NoProgramme);
    }
    tx.insert_expiry_warning(now)?;
    post(tx, now)
}

/// Spends someone's points on a reward of the programme that holds now.
///
/// # Errors
/// [`Error`] says why not: nothing is ever spent that is not there.
pub fn redeem(tx: &WriteTx, customer: CustomerId, reward: u32, now: Timestamp) -> Result<Issued> {
    let deciding = Deciding::new(tx, now)?;
    let (version, reward) = deciding.reward(reward)?;
    if reward.costs == 0 {
        return Err(Error::NotForPoints(reward.id));
    }
    let (account, holder) = deciding.account(customer)?;
    deciding.check_limits(reward, holder)?;
    let available = of_holder(tx, holder, now)?.available;
    if available < reward.costs {
        return Err(Error::NotEnough {
            needed: reward.costs,
            available,
        });
    }
    let row = deciding.add(account, LedgerKind::Redeem, -reward.costs, now, None)?;
    deciding.issue(version, reward, (account, holder), Some(row))
}

/// Gives someone a reward without points.
///
/// # Errors
/// [`Error`] says why not.
pub fn give_reward(
    tx: &WriteTx,
    customer: CustomerId,
    reward: u32,
    now: Timestamp,
) -> Result<Issued> {
    let deciding = Deciding::new(tx, now)?;
    let (version, reward) = deciding.reward(reward)?;
    let (account, holder) = deciding.account(customer)?;
    deciding.check_limits(reward, holder)?;
    deciding.issue(version, reward, (account, holder), None)
}

/// Takes a reward back that was not used. The points it cost are there again, as old as they were.
/// Returns whose account that is, and what they have to spend now.
///
/// # Errors
/// [`Error::NoCode`], [`Error::NotOpen`], or what the shop file says.
pub fn unredeem(tx: &WriteTx, code: &str, now: Timestamp) -> Result<i64> {
    let deciding = Deciding::new(tx, now)?;
    let plain = plain_code(code);
    let reward = tx
        .reward_by_code(&plain)?
        .ok_or_else(|| Error::NoCode(plain.clone()))?;
    let why = match (reward.uses, reward.taken_back_at) {
        (0, None) => None,
        (0, Some(_)) => Some("taken back"),
        _ => Some("used"),
    };
    if let Some(why) = why {
        return Err(Error::NotOpen { code: plain, why });
    }
    if let Some(row) = reward.row {
        let spent = tx.ledger_row(row)?;
        let kind = LedgerKind::Unredeem;
        deciding.add(reward.account, kind, -spent.points, now, Some(row))?;
    }
    tx.take_back_reward(reward.id, now)?;
    let account = tx
        .ledger_accounts()?
        .into_iter()
        .find(|account| account.id == reward.account);
    let holder = account.map_or(reward.account, |account| account.holder);
    work_out(tx, holder, now)?;
    Ok(of_holder(tx, holder, now)?.available)
}

/// Gives someone points, or takes some where they are negative, for a reason in the merchant's
/// words. Returns what they have to spend then.
///
/// # Errors
/// [`Error::NotEnough`] where more is taken than there is, [`Error::BadPoints`], or what the shop
/// file says.
pub fn adjust(
    tx: &WriteTx,
    customer: CustomerId,
    points: i64,
    reason: &str,
    now: Timestamp,
) -> Result<i64> {
    check_points(points)?;
    let deciding = Deciding::new(tx, now)?;
    let (account, holder) = deciding.account(customer)?;
    let available = of_holder(tx, holder, now)?.available;
    if points < 0 && available < -points {
        return Err(Error::NotEnough {
            needed: -points,
            available,
        });
    }
    let row = deciding.add(account, LedgerKind::Adjust, points, now, None)?;
    tx.insert_ledger_reason(row, reason.trim())?;
    work_out(tx, holder, now)?;
    Ok(of_holder(tx, holder, now)?.available)
}

/// Takes over points that someone had in another programme. They can be spent from now on, and are
/// as old as `earned_at` says. Returns what they have to spend then.
///
/// # Errors
/// [`Error::BadPoints`], or what the shop file says.
pub fn open_balance(
    tx: &WriteTx,
    customer: CustomerId,
    points: i64,
    earned_at: Timestamp,
    now: Timestamp,
) -> Result<i64> {
    if points < 0 {
        return Err(Error::BadPoints(points));
    }
    check_points(points)?;
    let deciding = Deciding::new(tx, now)?;
    let (account, holder) = deciding.account(customer)?;
    let at = earned_at.min(now);
    deciding.add(account, LedgerKind::Opening, points, at, None)?;
    work_out(tx, holder, now)?;
    Ok(of_holder(tx, holder, now)?.available)
}

/// The code by which someone brings friends, made where they have none.
///
/// # Errors
/// What the shop file says.
pub fn referral_code(tx: &WriteTx, customer: CustomerId, now: Timestamp) -> Result<String> {
    let deciding = Deciding::new(tx, now)?;
    let (_, holder) = deciding.account(customer)?;
    if let Some(known) = tx.referral_code_of(holder)? {
        return Ok(known);
    }
    let taken = tx.referral_codes()?;
    let code = deciding.free_code("friend", holder, |code| {
        Ok(taken.iter().any(|(known, _)| known == code))
    })?;
    tx.insert_referral_code(&code, holder)?;
    post(tx, now)?;
    Ok(code)
}

fn check_points(points: i64) -> Result<()> {
    if points == 0 || points.unsigned_abs() > MOST_POINTS.unsigned_abs() {
        return Err(Error::BadPoints(points));
    }
    Ok(())
}

/// A decision on its way into the ledger.
struct Deciding<'d> {
    tx: &'d WriteTx<'d>,
    timeline: Timeline,
    now: Timestamp,
}

impl<'d> Deciding<'d> {
    /// Catches up first.
    fn new(tx: &'d WriteTx, now: Timestamp) -> Result<Self> {
        if !tx.has_programme()? {
            return Err(Error::NoProgramme);
        }
        post(tx, now)?;
        let timeline = world(tx)?.timeline;
        Ok(Self { tx, timeline, now })
    }

    fn reward(&self, id: u32) -> Result<(&Version, &Reward)> {
        let version = self.timeline.at(self.now).ok_or(Error::NoProgramme)?;
        let reward = version.programme.reward(id).ok_or(Error::NoReward(id))?;
        Ok((version, reward))
    }

    /// The account of a customer and the one that stands for the person, opened where there is
    /// none.
    fn account(&self, customer: CustomerId) -> Result<(i64, i64)> {
        let tx = self.tx;
        if !tx.has_customer(customer)? {
            return Err(Error::NoCustomer(customer));
        }
        if let Some(account) = tx.ledger_accounts_of(customer)?.first() {
            return Ok((account.id, account.holder));
        }
        let (_, id, _) = tx.next_in_ledger()?;
        let holder = holder_of(tx, customer)?.unwrap_or(id);
        tx.open_ledger_accounts(&[(id, customer, holder)], self.now)?;
        Ok((id, holder))
    }

    fn check_limits(&self, reward: &Reward, holder: i64) -> Result<()> {
        let (per_person, in_all) = (reward.terms.per_person, reward.terms.in_all);
        if per_person.is_none() && in_all.is_none() {
            return Ok(());
        }
        let accounts = self.tx.ledger_accounts()?;
        let is_theirs = |account: i64| {
            let known = accounts.iter().find(|known| known.id == account);
            known.is_some_and(|known| known.holder == holder)
        };
        let given: Vec<i64> = self
            .tx
            .rewards()?
            .iter()
            .filter(|given| given.number == reward.id && given.taken_back_at.is_none())
            .map(|given| given.account)
            .collect();
        let count = |given: usize| u32::try_from(given).unwrap_or(u32::MAX);
        if let Some(times) = in_all.filter(|times| count(given.len()) >= *times) {
            return Err(Error::AllGone(times));
        }
        let theirs = given.iter().filter(|account| is_theirs(**account)).count();
        match per_person.filter(|times| count(theirs) >= *times) {
            Some(times) => Err(Error::HadBefore(times)),
            None => Ok(()),
        }
    }

    fn add(
        &self,
        account: i64,
        kind: LedgerKind,
        points: i64,
        effective_at: Timestamp,
        reverses: Option<i64>,
    ) -> Result<i64> {
        let (id, ..) = self.tx.next_in_ledger()?;
        let row = LedgerRow {
            id,
            account,
            points,
            kind,
            recorded_at: self.now,
            effective_at,
            counts_from: self.now,
            order: None,
            part: 0,
            rule: 0,
            sequence: 0,
            programme: self.timeline.at(self.now).map(|version| version.id),
            reverses,
            lot: None,
            expires_at: None,
        };
        self.tx.add_to_ledger(&[], &[row])?;
        Ok(id)
    }

    fn issue(
        &self,
        version: &Version,
        reward: &Reward,
        (account, holder): (i64, i64),
        row: Option<i64>,
    ) -> Result<Issued> {
        let tx = self.tx;
        let number = i64::try_from(tx.rewards()?.len()).unwrap_or(i64::MAX);
        let (id, code, valid_until) = self.put(version, reward, account, row, number)?;
        work_out(tx, holder, self.now)?;
        Ok(Issued {
            id,
            code,
            valid_until,
            gives: version.programme.gives(&reward.gives),
            available: of_holder(tx, holder, self.now)?.available,
        })
    }

    /// Writes a reward down, the nth of all. Returns its row, its code and its last day.
    fn put(
        &self,
        version: &Version,
        reward: &Reward,
        account: i64,
        row: Option<i64>,
        nth: i64,
    ) -> Result<(i64, String, Option<Day>)> {
        let tx = self.tx;
        let terms = serde_json::to_string(reward).unwrap_or_default();
        let code = self.free_code("reward", nth, |code| Ok(tx.reward_by_code(code)?.is_some()))?;
        let today = self.timeline.zone.day_of(self.now);
        let valid_until = reward
            .terms
            .valid_days
            .map(|days| today.plus_days(i64::from(days) - 1));
        let id = tx.insert_reward(&NewReward {
            account,
            programme: version.id,
            number: reward.id,
            terms: &terms,
            code: &code,
            issued_at: self.now,
            valid_until,
            row,
        })?;
        Ok((id, code, valid_until))
    }

    fn free_code(
        &self,
        what: &str,
        number: i64,
        is_taken: impl Fn(&str) -> Result<bool>,
    ) -> Result<String> {
        let key = self.tx.shop_key()?;
        let mut attempt = 0;
        loop {
            let code = code(&key, what, number, attempt);
            if !is_taken(&code)? {
                return Ok(code);
            }
            attempt += 1;
        }
    }
}
