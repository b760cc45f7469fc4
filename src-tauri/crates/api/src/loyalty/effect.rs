//! What the programme brings: members beside others who were like them, which proves nothing, and
//! a start by chance, which does where it can be told.

mod start;

use std::collections::{HashMap, HashSet};

use pannier_analytics::{self as analytics, Followed, Means};
use pannier_core::{Currency, CustomerId, Day, Facts, Timestamp};
use pannier_store::{LedgerKind, ReadTx};

pub use start::{preview_loyalty_start, set_loyalty_start, stop_loyalty_start};

use crate::{
    Result, Shop,
    advice::rounded,
    views::{Amount, BesideMeans, LoyaltyEffect, MembersBeside},
};

/// Days that people are followed before and after an order of theirs.
const DAYS: i32 = 90;

/// What the programme brings, as far as that can be told. What orders and the clock changed is
/// posted first.
///
/// # Errors
/// What the shop file says.
pub fn loyalty_effect(shop: &Shop) -> Result<LoyaltyEffect> {
    super::catch_up(shop)?;
    let now = shop.clock().now();
    let context = shop.context()?;
    let orders = Orders::of(shop)?;
    let (begins, start) = shop.read(|tx| {
        let begins = tx.programmes()?.iter().map(|one| one.starts_at).min();
        Ok((begins, tx.loyalty_start()?))
    })?;
    let comparison = match begins.filter(|begins| *begins <= now) {
        Some(begins) => shop.read(|tx| beside(tx, &orders, begins, context.today))?,
        None => None,
    };
    let comparison_note = match (&comparison, begins) {
        (Some(_), _) => format!(
            "A comparison, not proof: who earns points may have bought more anyway. Everyone is \
             followed for {DAYS} days before and after their first order with points, or, \
             without points, their first order since the programme began"
        ),
        (None, None) => "There is no programme yet".to_owned(),
        (None, Some(_)) => format!(
            "There is nobody to hold members against yet: it takes customers without points who \
             were like them, followed for {DAYS} days"
        ),
    };
    let currency = context.currency;
    Ok(LoyaltyEffect {
        comparison: comparison.map(|found| found.view(currency)),
        comparison_note,
        start: start
            .as_ref()
            .map(|start| start::read(shop, &orders, start, now))
            .transpose()?,
        can_start: start.is_none() && begins.is_some_and(|begins| begins > now),
        begins_on: begins.map(|begins| context.zone.day_of(begins).to_string()),
    })
}

/// An order as far as it matters here.
#[derive(Debug, Clone, Copy)]
struct Bought {
    at: Timestamp,
    day: i32,
    goods: i64,
}

/// The counted orders of each person in the shop's currency, in the order they were placed.
struct Orders(HashMap<CustomerId, Vec<Bought>>);

impl Orders {
    fn of(shop: &Shop) -> Result<Self> {
        let currency = shop.context()?.currency;
        let (_, explorer) = shop.explorer()?;
        let people = shop.read(|tx| Ok(tx.people()?))?;
        let question = analytics::Question::all(analytics::Formula::Goods, currency);
        let facts: &Facts = explorer.facts();
        let mut all: HashMap<CustomerId, Vec<Bought>> = HashMap::new();
        for position in explorer.pick(&question) {
            let at = position as usize;
            let Some(id) = facts.customer_ids.get(facts.customer[at] as usize) else {
                continue;
            };
            let person = people.person(CustomerId(*id));
            all.entry(person).or_default().push(Bought {
                at: facts.placed_at[at],
                day: facts.day[at],
                goods: facts.goods[at],
            });
        }
        Ok(Self(all))
    }

    fn of_person(&self, person: CustomerId) -> &[Bought] {
        self.0.get(&person).map_or(&[], Vec::as_slice)
    }
}

struct Beside {
    followed: u32,
    found: analytics::Alike,
}

impl Beside {
    fn view(&self, currency: Currency) -> MembersBeside {
        let means = |means: &Means| BesideMeans {
            orders_before: means.orders_before,
            orders_after: means.orders_after,
            money_before: Amount::new(rounded(means.money_before), currency),
            money_after: Amount::new(rounded(means.money_after), currency),
        };
        MembersBeside {
            days: DAYS.unsigned_abs(),
            followed: self.followed,
            members: self.found.members,
            others: self.found.others,
            of_members: means(&self.found.of_members),
            of_others: means(&self.found.of_others),
        }
    }
}

/// Members from their first order with points on, and people who never had any from their first
/// order since the programme began.
fn beside(tx: &ReadTx, orders: &Orders, begins: Timestamp, today: Day) -> Result<Option<Beside>> {
    let people = tx.people()?;
    let persons: HashMap<i64, CustomerId> = tx
        .ledger_accounts()?
        .iter()
        .filter_map(|account| Some((account.id, people.person(account.customer?))))
        .collect();
    let mut joined: HashMap<CustomerId, Timestamp> = HashMap::new();
    let mut known: HashSet<CustomerId> = HashSet::new();
    for row in tx.ledger_rows()? {
        let Some(person) = persons.get(&row.account) else {
            continue;
        };
        known.insert(*person);
        if row.order.is_some() && matches!(row.kind, LedgerKind::Earn | LedgerKind::Bonus) {
            let first = joined.entry(*person).or_insert(row.effective_at);
            *first = (*first).min(row.effective_at);
        }
    }
    let (mut members, mut others) = (Vec::new(), Vec::new());
    for (person, bought) in &orders.0 {
        let from = match joined.get(person) {
            Some(first) => *first,
            None if known.contains(person) => continue,
            None => begins,
        };
        let index = bought.partition_point(|order| order.at < from);
        let followed = followed(bought, index, today);
        if joined.contains_key(person) {
            members.extend(followed);
        } else {
            others.extend(followed);
        }
    }
    let found = analytics::beside_alike(&members, &others);
    Ok(found.map(|found| Beside {
        followed: u32::try_from(members.len()).unwrap_or(u32::MAX),
        found,
    }))
}

/// Someone followed from one of their orders; nothing where that is not so long ago yet.
fn followed(bought: &[Bought], index: usize, today: Day) -> Option<Followed> {
    let from = bought.get(index)?;
    if from.day + DAYS >= today.number() {
        return None;
    }
    let sum = |orders: &[Bought]| {
        let goods = orders.iter().map(|order| order.goods);
        let count = u32::try_from(orders.len()).unwrap_or(u32::MAX);
        (count, goods.fold(0, i64::saturating_add))
    };
    let first = bought.partition_point(|order| order.day < from.day - DAYS);
    let end = bought.partition_point(|order| order.day <= from.day + DAYS);
    Some(Followed {
        quarter: from.day.div_euclid(91),
        earlier: u32::try_from(index).unwrap_or(u32::MAX),
        before: sum(&bought[first.min(index)..index]),
        after: sum(&bought[(index + 1).min(end)..end]),
    })
}
