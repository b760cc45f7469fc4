//! A start by chance: of those who were customers before, some get the programme later. Who, is
//! drawn with the shop's secret and frozen before it begins; how long, and how small an effect is
//! worth having, is set with it. So it can be told afterwards what the programme brings.

use std::collections::{HashMap, HashSet};

use pannier_core::{CustomerId, Timestamp};
use pannier_store::{ReadTx, StartRecord, WriteTx};

use crate::{
    Error, Millionths, Result,
    balance::holder_of,
    post::{Posted, post},
    timeline::Timeline,
};

/// How a start by chance is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartPlan {
    /// Of the people, the part that gets the programme later.
    pub later_share: Millionths,
    /// Days of the shop until they get it too, and the window closes.
    pub days: u32,
    /// The smallest effect worth having, of orders a person.
    pub smallest: Millionths,
}

/// Who gets the programme later, and from when to when it is kept from them.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeptBack {
    span: Option<(Timestamp, Timestamp)>,
    later: HashSet<CustomerId>,
    /// Who got it at once: of people who were joined since, nobody is kept from it.
    at_once: HashSet<CustomerId>,
}

impl KeptBack {
    pub(crate) fn read(tx: &ReadTx) -> Result<Self> {
        let Some(start) = tx.loyalty_start()? else {
            return Ok(Self::default());
        };
        let mut kept = Self {
            span: Some((start.starts_at, until(&start))),
            ..Self::default()
        };
        for person in tx.loyalty_start_people(start.id)? {
            let side = if person.is_later {
                &mut kept.later
            } else {
                &mut kept.at_once
            };
            side.extend(person.customer);
        }
        Ok(kept)
    }

    /// Whether someone has no programme yet at a moment.
    pub(crate) fn holds(&self, customers: &[CustomerId], at: Timestamp) -> bool {
        let within = self
            .span
            .is_some_and(|(from, until)| from <= at && at < until);
        within
            && customers.iter().any(|id| self.later.contains(id))
            && !customers.iter().any(|id| self.at_once.contains(id))
    }
}

/// When those who were to wait get the programme.
fn until(start: &StartRecord) -> Timestamp {
    start
        .stopped_at
        .map_or(start.later_at, |at| at.min(start.later_at))
}

/// Sets a start by chance for the programme that begins next. These people are drawn; whoever comes
/// later gets the programme at once.
///
/// # Errors
/// [`Error::NoProgramme`] where none is set, [`Error::StartedAlready`] where it has begun, or one
/// start was set before; or what the shop file says.
pub fn set_start(
    tx: &WriteTx,
    people: &[CustomerId],
    plan: &StartPlan,
    now: Timestamp,
) -> Result<StartRecord> {
    let shop = tx.shop()?;
    let timeline = Timeline::new(
        &tx.programmes()?,
        tx.expiry_warnings()?,
        shop.zone,
        shop.currency,
    )?;
    let starts_at = timeline.begins().ok_or(Error::NoProgramme)?;
    let before = tx.loyalty_start()?;
    if starts_at <= now || before.is_some() {
        return Err(Error::StartedAlready);
    }
    let first = shop.zone.day_of(starts_at);
    let start = StartRecord {
        id: 1,
        set_at: now,
        starts_at,
        later_at: shop.zone.start_of(first.plus_days(i64::from(plan.days))),
        later_share: plan.later_share.get(),
        smallest: plan.smallest.get(),
        stopped_at: None,
    };
    tx.insert_loyalty_start(&start)?;
    let key = tx.shop_key()?;
    let groups = tx.people()?;
    let persons: HashSet<CustomerId> = people.iter().map(|id| groups.person(*id)).collect();
    let mut persons: Vec<CustomerId> = persons.into_iter().collect();
    persons.sort_unstable();
    let mut accounts: HashMap<CustomerId, i64> = HashMap::new();
    for account in tx.ledger_accounts()? {
        if let Some(customer) = account.customer {
            accounts
                .entry(groups.person(customer))
                .or_insert(account.id);
        }
    }
    let (_, mut next, _) = tx.next_in_ledger()?;
    let (mut opened, mut frozen) = (Vec::new(), Vec::with_capacity(persons.len()));
    for person in persons {
        if !tx.has_customer(person)? {
            continue;
        }
        let account = if let Some(account) = accounts.get(&person) {
            *account
        } else {
            let holder = holder_of(tx, person)?.unwrap_or(next);
            opened.push((next, person, holder));
            next += 1;
            next - 1
        };
        frozen.push((account, is_later(&key, start.id, person, plan.later_share)));
    }
    tx.open_ledger_accounts(&opened, now)?;
    tx.insert_loyalty_start_people(start.id, &frozen)?;
    post(tx, now)?;
    Ok(start)
}

/// Lets everybody have the programme from now on. What would have been read of the start cannot be
/// read any more.
///
/// # Errors
/// [`Error::NoStart`] where none is under way, or what the shop file says.
pub fn stop_start(tx: &WriteTx, now: Timestamp) -> Result<Posted> {
    let start = tx.loyalty_start()?.filter(|start| now < until(start));
    let start = start.ok_or(Error::NoStart)?;
    tx.stop_loyalty_start(start.id, now)?;
    post(tx, now)
}

/// Whether someone is drawn to wait: the code of their number under the shop's secret lies below the
/// share. Nobody can tell beforehand, and asking again says the same.
fn is_later(key: &[u8; 32], start: i64, person: CustomerId, share: Millionths) -> bool {
    let text = format!("loyalty start {start} {}", person.0);
    let drawn = blake3::keyed_hash(key, text.as_bytes());
    let mut first = [0_u8; 8];
    first.copy_from_slice(&drawn.as_bytes()[..8]);
    let place = (u128::from(u64::from_be_bytes(first)) * 1_000_000) >> 64;
    i64::try_from(place).is_ok_and(|place| place < share.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_drawn_as_were_to_be() {
        let key = [3; 32];
        for share in [100_000, 500_000] {
            let share = Millionths::new(share);
            let count = |start| {
                let people = (0..10_000).map(CustomerId);
                people
                    .filter(|id| is_later(&key, start, *id, share))
                    .count()
            };
            let expected = usize::try_from(share.get() / 100).unwrap();
            assert!(count(1).abs_diff(expected) < 150, "{}", count(1));
            assert_eq!(count(1), count(1));
        }
        let none = Millionths::new(0);
        assert!(!is_later(&key, 1, CustomerId(7), none));
        assert!(is_later(&key, 1, CustomerId(7), Millionths::WHOLE));
    }
}
