//! Codes that orders should not carry, or not so: to be looked at, the orders stand.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use pannier_core::{CustomerId, Day};
use pannier_loyalty::{is_like_ours, plain_code, shared_code};
use pannier_store::{CodeOrder, ReadTx};

use super::{Codes, Handed};
use crate::{
    Result,
    views::{OddCode, OddKind, OddOrder},
};

/// Orders that are named with a code at most.
const MOST_ORDERS: usize = 20;

/// Something odd, before names are looked up.
struct Found<'f> {
    kind: OddKind,
    code: String,
    one: Option<&'f Handed>,
    gives: Option<String>,
    orders: Vec<CodeOrder>,
}

/// What is odd, the newest order first.
pub(super) fn odd(tx: &ReadTx, codes: &Codes) -> Result<Vec<OddCode>> {
    let mut used: BTreeMap<i64, Vec<CodeOrder>> = BTreeMap::new();
    for (reward, order) in tx.orders_of_rewards()? {
        used.entry(reward).or_default().push(order);
    }
    let mut found = Vec::new();
    for one in &codes.all {
        if let Some(orders) = used.get(&one.record.id) {
            found.extend(of_reward(codes, one, orders));
        }
    }
    found.extend(of_orders(tx, codes, &used)?);
    let newest = |one: &Found| one.orders.last().map(|order| (order.placed_at, order.id));
    found.sort_by_key(|one| std::cmp::Reverse(newest(one)));
    named(tx, found)
}

/// What is odd about the uses of a reward.
fn of_reward<'f>(codes: &Codes, one: &'f Handed, orders: &[CodeOrder]) -> Vec<Found<'f>> {
    let record = &one.record;
    let late = |order: &&CodeOrder| record.valid_until.is_some_and(|last| order.day > last);
    let others = |order: &&CodeOrder| match (one.customer, order.customer) {
        (Some(theirs), Some(user)) => codes.people.person(user) != theirs,
        _ => false,
    };
    let mut kinds: Vec<(OddKind, Vec<CodeOrder>)> = vec![
        (
            OddKind::UsedLate,
            orders.iter().filter(late).cloned().collect(),
        ),
        (
            OddKind::SomeoneElse,
            orders.iter().filter(others).cloned().collect(),
        ),
    ];
    if record.taken_back_at.is_some() {
        // It was not known yet that it had been used, or it was used after that.
        kinds.push((OddKind::TakenBack, orders.to_vec()));
    }
    if orders.len() > 1 {
        kinds.push((OddKind::UsedTwice, orders.to_vec()));
    }
    kinds
        .into_iter()
        .filter(|(_, orders)| !orders.is_empty())
        .map(|(kind, orders)| Found {
            kind,
            code: record.code.clone(),
            one: Some(one),
            gives: Some(one.gives.clone()),
            orders,
        })
        .collect()
}

/// What is odd about codes that orders carry: those that nobody was given, and those that all of a
/// month share where whoever used them had no reward left.
fn of_orders<'f>(
    tx: &ReadTx,
    codes: &'f Codes,
    used: &BTreeMap<i64, Vec<CodeOrder>>,
) -> Result<Vec<Found<'f>>> {
    let Some(since) = tx.programmes()?.iter().map(|one| one.starts_at).min() else {
        return Ok(Vec::new());
    };
    let given: HashSet<String> = codes
        .all
        .iter()
        .map(|one| plain_code(&one.record.code))
        .collect();
    let referrals = tx.referral_codes()?;
    let friends: HashSet<String> = referrals.iter().map(|(code, _)| plain_code(code)).collect();
    let months: BTreeSet<(u32, Day)> = codes
        .all
        .iter()
        .map(|one| (one.record.number, one.month))
        .collect();
    let shared: HashMap<String, (u32, Day)> = months
        .into_iter()
        .map(|(number, month)| (shared_code(&codes.key, number, month), (number, month)))
        .collect();
    let of_month: HashMap<i64, (u32, Day)> = codes
        .all
        .iter()
        .map(|one| (one.record.id, (one.record.number, one.month)))
        .collect();
    let mut closed: HashSet<(i64, (u32, Day))> = HashSet::new();
    for (reward, orders) in used {
        if let Some(month) = of_month.get(reward) {
            closed.extend(orders.iter().map(|order| (order.id.0, *month)));
        }
    }
    let mut never: BTreeMap<String, Vec<CodeOrder>> = BTreeMap::new();
    let mut without: BTreeMap<String, Vec<CodeOrder>> = BTreeMap::new();
    for order in tx.orders_with_codes(since)? {
        for code in order.codes.split([',', ';']).map(plain_code) {
            if let Some(month) = shared.get(&code) {
                if !closed.contains(&(order.id.0, *month)) {
                    without.entry(code).or_default().push(order.clone());
                }
            } else if !given.contains(&code) && !friends.contains(&code) && is_like_ours(&code) {
                never.entry(code).or_default().push(order.clone());
            }
        }
    }
    let gives = |code: &str| {
        let month = shared.get(code)?;
        let one = codes
            .all
            .iter()
            .find(|one| (one.record.number, one.month) == *month)?;
        Some(one.gives.clone())
    };
    let never = never.into_iter().map(|all| (OddKind::NeverGiven, all));
    let without = without.into_iter().map(|all| (OddKind::NoReward, all));
    Ok(never
        .chain(without)
        .map(|(kind, (code, orders))| Found {
            kind,
            gives: gives(&code),
            code,
            one: None,
            orders,
        })
        .collect())
}

/// The same with what people are called.
fn named(tx: &ReadTx, found: Vec<Found>) -> Result<Vec<OddCode>> {
    let mut ids: BTreeSet<CustomerId> = BTreeSet::new();
    for one in &found {
        ids.extend(one.one.and_then(|code| code.customer));
        let orders = one.orders.iter().take(MOST_ORDERS);
        ids.extend(orders.filter_map(|order| order.customer));
    }
    let ids: Vec<CustomerId> = ids.into_iter().collect();
    let names: HashMap<CustomerId, String> = tx
        .customer_cards(&ids)?
        .into_iter()
        .map(|card| (card.id, card.called()))
        .collect();
    let name = |customer: Option<CustomerId>| {
        let name = customer.and_then(|customer| names.get(&customer));
        name.cloned().unwrap_or_default()
    };
    let views = found.into_iter().map(|one| {
        let customer = one.one.and_then(|code| code.customer);
        OddCode {
            kind: one.kind,
            sentence: sentence(&one),
            code: one.code,
            gives: one.gives,
            customer: customer.map(|id| id.0),
            name: name(customer),
            orders: one
                .orders
                .iter()
                .take(MOST_ORDERS)
                .map(|order| OddOrder {
                    id: order.id.0,
                    number: order.number.clone(),
                    day: order.day.to_string(),
                    name: name(order.customer),
                })
                .collect(),
        }
    });
    Ok(views.collect())
}

fn sentence(found: &Found) -> String {
    let code = &found.code;
    let count = found.orders.len();
    let orders = match count {
        1 => "1 order carries it".to_owned(),
        count => format!("{count} orders carry it"),
    };
    match found.kind {
        OddKind::NeverGiven => {
            format!("{code} looks like a code of this shop and was never given out. {orders}")
        }
        OddKind::UsedTwice => format!("{code} can be used once. {orders}"),
        OddKind::UsedLate => {
            let last = found.one.and_then(|one| one.record.valid_until);
            let last = last.map(|day| format!(" on {day}")).unwrap_or_default();
            format!("{code} was used after its last day{last}")
        }
        OddKind::TakenBack => format!("{code} was taken back for its points. {orders}"),
        OddKind::SomeoneElse => format!("{code} was used by someone else than it was given to"),
        OddKind::NoReward => {
            format!("{code} was used by someone who had no such reward left. {orders}")
        }
    }
}
