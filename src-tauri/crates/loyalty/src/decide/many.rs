//! Giving many people a reward at once.

use std::collections::{BTreeSet, HashMap};

use pannier_core::{CustomerId, Timestamp};
use pannier_store::WriteTx;

use super::Deciding;
use crate::Result;

/// What became of giving many people a reward.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GivenToMany {
    /// Who were given one.
    pub given: u32,
    /// Who have one that waits to be used, or had it as often as its terms allow.
    pub had: u32,
    /// For whom none were left.
    pub left_out: u32,
}

/// Gives many people a reward without points: each person one, and nobody who has one that waits to
/// be used.
///
/// # Errors
/// [`crate::Error`] says why not: a programme or a reward that is not there, or what the shop file says.
pub fn give_to_many(
    tx: &WriteTx,
    customers: &[CustomerId],
    reward: u32,
    now: Timestamp,
) -> Result<GivenToMany> {
    let deciding = Deciding::new(tx, now)?;
    let (version, reward) = deciding.reward(reward)?;
    let people = tx.people()?;
    let persons: BTreeSet<CustomerId> = customers.iter().map(|id| people.person(*id)).collect();
    let before = tx.rewards()?;
    let mut number = i64::try_from(before.len()).unwrap_or(i64::MAX);
    let given = before
        .iter()
        .filter(|given| given.number == reward.id && given.taken_back_at.is_none());
    let holders: HashMap<i64, i64> = tx
        .ledger_accounts()?
        .iter()
        .map(|account| (account.id, account.holder))
        .collect();
    let today = deciding.timeline.zone.day_of(now);
    let (mut in_all, mut had) = (0_u32, HashMap::<i64, (u32, bool)>::new());
    for given in given {
        in_all = in_all.saturating_add(1);
        let holder = holders.get(&given.account).copied();
        let theirs = had.entry(holder.unwrap_or(given.account)).or_default();
        theirs.0 += 1;
        theirs.1 |= given.uses == 0 && given.valid_until.is_none_or(|last| last >= today);
    }
    let mut done = GivenToMany::default();
    for person in persons {
        if reward.terms.in_all.is_some_and(|most| in_all >= most) {
            done.left_out += 1;
            continue;
        }
        let (account, holder) = deciding.account(person)?;
        let (times, waits) = had.get(&holder).copied().unwrap_or_default();
        if waits || reward.terms.per_person.is_some_and(|most| times >= most) {
            done.had += 1;
            continue;
        }
        deciding.put(version, reward, account, None, number)?;
        number += 1;
        in_all += 1;
        done.given += 1;
    }
    Ok(done)
}
