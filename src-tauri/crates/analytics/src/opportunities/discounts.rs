//! Discounts that give margin away: their orders bring in less than full-price ones, and they go to
//! people who had bought at full price before.

use std::collections::HashMap;

use super::{Behind, History, Opportunity, OpportunityKind, difference::Groups};
use crate::{
    clusters::fit,
    interval::{MIN_ORDERS, float},
    ranges::{Assumption, MoneyRange, Range, over_corners, share_of},
};

/// Days that are looked at.
const DAYS: i64 = 365;
/// Depths of discount, in percent of what the goods were before: from, to below.
const BANDS: [(i64, i64); 4] = [(0, 10), (10, 20), (20, 30), (30, 101)];
/// Discounts that are named at most.
const MOST: usize = 3;
/// Of the buyers, at least so many must surely have bought at full price before.
const LEAST_SHARE: f64 = 0.1;

/// Which orders had the discount.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DiscountGroup {
    /// Those with this code.
    Code(String),
    /// Those with so many percent off what the goods were before: from, to below.
    Depth(i64, i64),
}

/// A discount that goes to people who buy without it.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscountAway {
    /// The discount.
    pub group: DiscountGroup,
    /// Days that were looked at.
    pub days: i64,
    /// Orders with it.
    pub orders: u32,
    /// What was taken off them in all, in minor units.
    pub given: i64,
    /// Their average, in minor units.
    pub aov: i64,
    /// Orders at full price in the same days.
    pub full_price_orders: u32,
    /// Their average, in minor units.
    pub full_price_aov: i64,
    /// The first average less the second with its 95 % interval, widened for having looked at several
    /// discounts; it lies under zero.
    pub difference: MoneyRange,
    /// Orders with it whose customer is known.
    pub known: u32,
    /// Those whose customer had bought at full price before.
    pub bought_before: u32,
    /// That share with its 95 % interval.
    pub share: Range,
    /// The share of these that would buy without the discount.
    pub still_buys: Assumption,
}

/// Discounts that give margin away, most money first.
pub(super) fn given_away(history: History, still_buys: Assumption) -> Vec<Opportunity> {
    let facts = history.facts;
    let orders = history.last(DAYS);
    let full: Vec<u32> = orders
        .iter()
        .copied()
        .filter(|position| facts.discounts[*position as usize] <= 0)
        .collect();
    let (codes, bands) = (by_code(history, orders), by_depth(history, orders));
    let looked_at = codes.len() + bands.len();
    if full.len() < MIN_ORDERS as usize || looked_at == 0 {
        return Vec::new();
    }
    let mut first = vec![u32::MAX; facts.customer_ids.len()];
    for position in history.positions {
        let at = *position as usize;
        if let Some(first) = first.get_mut(facts.customer[at] as usize)
            && *first == u32::MAX
            && facts.discounts[at] <= 0
            && facts.goods[at] > 0
        {
            *first = *position;
        }
    }
    let mut groups = Groups::new(facts);
    let value = |position: u32| (position, history.revenue(position));
    groups.fill_other(full.iter().copied().map(value));
    let mut weigh = |(group, with): (DiscountGroup, Vec<u32>)| {
        groups.fill_one(with.iter().copied().map(value));
        let difference = groups.difference(looked_at)?;
        if difference.high >= 0.0 {
            return None;
        }
        let (mut known, mut before, mut given) = (0, 0, 0_i128);
        for position in &with {
            let at = *position as usize;
            given += i128::from(facts.discounts[at]);
            if let Some(first) = first.get(facts.customer[at] as usize) {
                known += 1;
                before += u32::from(*first < *position);
            }
        }
        let share = share_of(before, known).filter(|share| share.low >= LEAST_SHARE)?;
        let given = fit(given);
        let days = history.covered(DAYS);
        let a_month = float(given) * 30.0 / float(days);
        Some(Opportunity {
            kind: OpportunityKind::DiscountAway(DiscountAway {
                group,
                days,
                orders: u32::try_from(with.len()).unwrap_or(u32::MAX),
                given,
                aov: groups.mean_of_one()?,
                full_price_orders: u32::try_from(full.len()).unwrap_or(u32::MAX),
                full_price_aov: groups.mean_of_other()?,
                difference: MoneyRange::of(difference),
                known,
                bought_before: before,
                share,
                still_buys,
            }),
            estimate: Some(MoneyRange::of(over_corners(
                [share, still_buys.value.within(0.0, 1.0)],
                |[share, still_buys]| a_month * share * still_buys,
            ))),
            behind: Behind::Orders(with),
        })
    };
    let mut found: Vec<Opportunity> = codes.into_iter().filter_map(&mut weigh).collect();
    // Where codes say which discount it is, depths would say the same again.
    if found.is_empty() {
        found = bands.into_iter().filter_map(&mut weigh).collect();
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.estimate.map(|range| range.likely)));
    found.truncate(MOST);
    found
}

/// The orders of each code that enough orders carry. An order with several codes is in each.
fn by_code(history: History, orders: &[u32]) -> Vec<(DiscountGroup, Vec<u32>)> {
    let labels = &history.facts.codes;
    let mut used = vec![0_u32; labels.names.len()];
    let discounted = || {
        orders.iter().copied().filter_map(|position| {
            let at = position as usize;
            let label = *labels.of.get(at)? as usize;
            (label != 0 && history.facts.discounts[at] > 0).then_some((position, label))
        })
    };
    for (_, label) in discounted() {
        used[label] += 1;
    }
    let single = |label: usize| {
        let name = labels.names[label].as_str();
        name.split(',')
            .map(str::trim)
            .filter(|code| !code.is_empty())
    };
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for (label, count) in used.iter().enumerate().filter(|(_, count)| **count > 0) {
        for code in single(label) {
            *counts.entry(code).or_default() += count;
        }
    }
    let mut groups: Vec<(&str, Vec<u32>)> = counts
        .into_iter()
        .filter(|(_, count)| *count >= MIN_ORDERS)
        .map(|(code, count)| (code, Vec::with_capacity(count as usize)))
        .collect();
    groups.sort_unstable();
    let mut of_label: Vec<Vec<usize>> = vec![Vec::new(); labels.names.len()];
    for (label, _) in used.iter().enumerate().filter(|(_, count)| **count > 0) {
        for code in single(label) {
            if let Ok(group) = groups.binary_search_by(|(known, _)| (*known).cmp(code))
                && !of_label[label].contains(&group)
            {
                of_label[label].push(group);
            }
        }
    }
    for (position, label) in discounted() {
        for group in &of_label[label] {
            groups[*group].1.push(position);
        }
    }
    groups
        .into_iter()
        .map(|(code, orders)| (DiscountGroup::Code(code.to_owned()), orders))
        .collect()
}

/// The orders of each depth of discount that enough orders have.
fn by_depth(history: History, orders: &[u32]) -> Vec<(DiscountGroup, Vec<u32>)> {
    let facts = history.facts;
    let mut groups = BANDS.map(|_| Vec::new());
    for position in orders {
        let at = *position as usize;
        let (goods, off) = (i128::from(facts.goods[at]), i128::from(facts.discounts[at]));
        let before = goods + off;
        if off <= 0 || before <= 0 {
            continue;
        }
        let within = |(from, until): &(i64, i64)| {
            off * 100 >= before * i128::from(*from) && off * 100 < before * i128::from(*until)
        };
        if let Some(band) = BANDS.iter().position(within) {
            groups[band].push(*position);
        }
    }
    BANDS
        .into_iter()
        .zip(groups)
        .filter(|(_, orders)| orders.len() >= MIN_ORDERS as usize)
        .map(|((from, until), orders)| (DiscountGroup::Depth(from, until.min(100)), orders))
        .collect()
}
