//! Products that stand in large baskets, and not merely because they are dear: what else is in
//! their orders comes to more than other orders do in all.

use super::{
    Behind, History, Opportunity, OpportunityKind,
    difference::{Groups, wider},
};
use crate::{
    clusters::{fit, median},
    interval::{MIN_ORDERS, count_float, float},
    quantiles::Z_975,
    ranges::{Assumption, MoneyRange, over_corners},
};

/// Days that are looked at.
const DAYS: i64 = 365;
/// Products that are looked at closely.
const CLOSELY: usize = 5;

/// A product that stands in large baskets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BasketOpener {
    /// Index into the products.
    pub product: u32,
    /// Days that were looked at.
    pub days: i64,
    /// Orders with it.
    pub orders: u32,
    /// Their average goods, in minor units.
    pub aov: i64,
    /// The average of what else is in them.
    pub besides: i64,
    /// Orders without it, of which products are known.
    pub other_orders: u32,
    /// Their average goods.
    pub other_aov: i64,
    /// `besides` less `other_aov` with its 95 % interval, widened for having looked at so many
    /// products; it lies above zero.
    pub difference: MoneyRange,
    /// Products that were looked at.
    pub looked_at: u32,
    /// The middle of what it brings to an order.
    pub brings: i64,
    /// The share of other orders that would take it.
    pub takes: Assumption,
}

/// Sums over the orders with a product.
#[derive(Clone, Copy, Default)]
struct With {
    /// The last order seen, from 1.
    seen: u32,
    orders: u32,
    goods: f64,
    rest: f64,
    rest_squares: f64,
}

pub(super) fn basket_opener(history: History, takes: Assumption) -> Option<Opportunity> {
    let facts = history.facts;
    let orders = history.last(DAYS);
    let mut with = vec![With::default(); facts.products.len()];
    let (mut all, mut squares, mut count) = (0.0, 0.0, 0_u32);
    for (number, position) in (1..).zip(orders) {
        let at = *position as usize;
        let lines = facts.lines.of(at);
        if lines.is_empty() {
            continue;
        }
        let goods = float(facts.goods[at]);
        all += goods;
        squares += goods * goods;
        count += 1;
        for line in lines.clone() {
            let product = facts.lines.product[line];
            let Some(entry) = with.get_mut(product as usize) else {
                continue;
            };
            if entry.seen == number || facts.lines.gift_card[line] {
                continue;
            }
            entry.seen = number;
            let rest = goods - float(own_goods(history, *position, product));
            entry.orders += 1;
            entry.goods += goods;
            entry.rest += rest;
            entry.rest_squares += rest * rest;
        }
    }
    let enough = |with: &With| with.orders >= MIN_ORDERS && count - with.orders >= MIN_ORDERS;
    let looked_at = with.iter().filter(|with| enough(with)).count();
    let needed = Z_975 * wider(looked_at);
    // A quick look at all, as if orders were of different people; the interval then clusters.
    let mut clear: Vec<(f64, u32)> = (0..)
        .zip(&with)
        .filter(|(_, with)| enough(with))
        .filter_map(|(product, with)| {
            let (n, others) = (f64::from(with.orders), f64::from(count - with.orders));
            let mean = with.rest / n;
            let other_mean = (all - with.goods) / others;
            let variance = (with.rest_squares / n - mean * mean).max(0.0) / n
                + (squares / f64::from(count) - (all / f64::from(count)).powi(2)).max(0.0) / others;
            let least = mean - other_mean - needed * variance.sqrt();
            (least > 0.0).then_some((least * n, product))
        })
        .collect();
    clear.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut groups = Groups::new(facts);
    clear
        .into_iter()
        .take(CLOSELY)
        .filter_map(|(_, product)| closely(history, orders, product, looked_at, takes, &mut groups))
        .max_by_key(|found| found.estimate.map(|range| range.likely))
}

/// What an order paid for a product.
fn own_goods(history: History, position: u32, product: u32) -> i64 {
    let lines = &history.facts.lines;
    lines
        .of(position as usize)
        .filter(|line| lines.product[*line] == product)
        .fold(0, |sum: i64, line| sum.saturating_add(lines.goods(line)))
}

fn closely(
    history: History,
    orders: &[u32],
    product: u32,
    looked_at: usize,
    takes: Assumption,
    groups: &mut Groups,
) -> Option<Opportunity> {
    let facts = history.facts;
    let known = orders
        .iter()
        .copied()
        .filter(|position| !facts.lines.of(*position as usize).is_empty());
    let holds =
        |position: &u32| facts.lines.product[facts.lines.of(*position as usize)].contains(&product);
    let (with, without): (Vec<u32>, Vec<u32>) = known.partition(holds);
    let goods = |position: u32| facts.goods[position as usize];
    let mut brings: Vec<i64> = with
        .iter()
        .map(|position| own_goods(history, *position, product))
        .collect();
    let rest = with.iter().zip(&brings);
    groups.fill_one(rest.map(|(position, own)| (*position, goods(*position).saturating_sub(*own))));
    groups.fill_other(without.iter().map(|position| (*position, goods(*position))));
    let difference = groups
        .difference(looked_at)
        .filter(|range| range.low > 0.0)?;
    let sum: i128 = with
        .iter()
        .map(|position| i128::from(goods(*position)))
        .sum();
    let count = i128::try_from(with.len()).ok().filter(|count| *count > 0)?;
    let brings = median(&mut brings).filter(|brings| *brings > 0)?;
    let days = history.covered(DAYS);
    let a_month = 30.0 / float(days) * count_float(without.len()) * float(brings);
    let share = takes.value.within(0.0, 1.0);
    Some(Opportunity {
        kind: OpportunityKind::BasketOpener(BasketOpener {
            product,
            days,
            orders: u32::try_from(with.len()).unwrap_or(u32::MAX),
            aov: fit(pannier_core::div_half_even(sum, count)),
            besides: groups.mean_of_one()?,
            other_orders: u32::try_from(without.len()).unwrap_or(u32::MAX),
            other_aov: groups.mean_of_other()?,
            difference: MoneyRange::of(difference),
            looked_at: u32::try_from(looked_at).unwrap_or(u32::MAX),
            brings,
            takes,
        }),
        estimate: Some(MoneyRange::of(over_corners([share], |[share]| {
            share * a_month
        }))),
        behind: Behind::Orders(with),
    })
}
