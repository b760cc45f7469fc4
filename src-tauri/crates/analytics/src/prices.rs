//! When the price of a product changed, as the lines of orders show it.
//!
//! No file says when a price changed. A line says what a piece cost before discounts; a change is
//! named only where nearly all of a product's lines before it cost one amount and nearly all after
//! it another, close together in time. Products that are sold at several prices at once, such as
//! in several sizes or to wholesale, show no change then, rather than a false one.

use std::collections::HashMap;

use pannier_core::{Facts, div_half_even};

use crate::clusters::fit;

/// Lines on each side that a change is told by.
const LINES: usize = 10;

/// Of those, how many cost the usual amount.
const USUAL: usize = 9;

/// Days between the last line at the old price and the first at the new one at most: further apart
/// nobody can say when it changed.
const MOST_DAYS: i32 = 14;

/// A product's usual price became another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceChange {
    /// Index into [`Facts::products`].
    pub product: u32,
    /// Day of the first line at the new price, by its number.
    pub day: i32,
    /// The usual price of a piece until then, before discounts, in minor units.
    pub before: i64,
    /// The usual price of a piece from then on.
    pub after: i64,
    /// Lines of the product among the orders that were asked about.
    pub lines: u32,
}

/// The changes of prices among orders, as positions of one currency, the oldest first; the
/// product that is ordered most first where several changed on one day.
pub fn price_changes(facts: &Facts, positions: &[u32]) -> Vec<PriceChange> {
    let mut sold: HashMap<u32, Vec<(i32, i64)>> = HashMap::new();
    for position in positions {
        let at = *position as usize;
        for line in facts.lines.of(at) {
            let line = facts.lines.line(line);
            if line.gift_card || line.quantity == 0 || line.amount <= 0 {
                continue;
            }
            let price = fit(div_half_even(line.amount.into(), line.quantity.into()));
            let prices = sold.entry(line.product).or_default();
            prices.push((facts.day[at], price));
        }
    }
    let mut found: Vec<PriceChange> = sold
        .into_iter()
        .filter(|(product, _)| (*product as usize) < facts.products.len())
        .flat_map(|(product, prices)| of_product(product, &prices))
        .collect();
    found.sort_by_key(|one| (one.day, std::cmp::Reverse(one.lines), one.product));
    found
}

/// The changes of one product, by the day and price of its lines, the oldest first.
fn of_product(product: u32, prices: &[(i32, i64)]) -> Vec<PriceChange> {
    let mut found = Vec::new();
    let mut at = LINES;
    while at + LINES <= prices.len() {
        let (day, after) = prices[at];
        let change = usual(&prices[at - LINES..at])
            // The first line at the new price, not one of those that follow it.
            .filter(|before| *before != after && prices[at - 1].1 != after)
            .filter(|_| usual(&prices[at..at + LINES]) == Some(after));
        let Some(before) = change else {
            at += 1;
            continue;
        };
        let last = prices[..at].iter().rfind(|(_, price)| *price == before);
        if last.is_some_and(|(last, _)| day - last <= MOST_DAYS) {
            found.push(PriceChange {
                product,
                day,
                before,
                after,
                lines: u32::try_from(prices.len()).unwrap_or(u32::MAX),
            });
        }
        at += LINES;
    }
    found
}

/// The price that nearly all of some lines have.
fn usual(lines: &[(i32, i64)]) -> Option<i64> {
    // Nine of ten: one of the first two has it.
    lines
        .iter()
        .take(LINES - USUAL + 1)
        .map(|(_, price)| *price)
        .find(|price| {
            let same = lines.iter().filter(|(_, other)| other == price);
            same.count() >= USUAL
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines on successive days.
    fn lines(prices: &[(usize, i64)]) -> Vec<(i32, i64)> {
        let each = prices
            .iter()
            .flat_map(|(times, price)| std::iter::repeat_n(*price, *times));
        (1..).zip(each).collect()
    }

    fn told(lines: &[(i32, i64)]) -> Vec<(i32, i64, i64)> {
        let found = of_product(0, lines);
        found
            .iter()
            .map(|one| (one.day, one.before, one.after))
            .collect()
    }

    #[test]
    fn a_price_that_gives_way_to_another_is_a_change() {
        assert_eq!(
            told(&lines(&[(12, 4_900), (15, 5_200)])),
            [(13, 4_900, 5_200)]
        );
        // Up for a while, and down again.
        let sale = lines(&[(30, 4_900), (20, 3_900), (30, 4_900)]);
        assert_eq!(told(&sale), [(31, 4_900, 3_900), (51, 3_900, 4_900)]);
        // One line of another price hides nothing, on either side.
        let odd = lines(&[(11, 4_900), (1, 100), (20, 5_200)]);
        assert_eq!(told(&odd), [(13, 4_900, 5_200)]);
    }

    #[test]
    fn what_is_sold_at_several_prices_or_too_seldom_shows_none() {
        assert!(told(&lines(&[(40, 4_900)])).is_empty());
        assert!(
            told(&lines(&[(9, 4_900), (40, 5_200)])).is_empty(),
            "too few before"
        );
        assert!(
            told(&lines(&[(40, 4_900), (9, 5_200)])).is_empty(),
            "too few after"
        );
        let sizes: Vec<(i32, i64)> = (0..60)
            .map(|day| (day, 4_900 + i64::from(day % 3) * 500))
            .collect();
        assert!(told(&sizes).is_empty());
        let mut paused = lines(&[(20, 4_900), (20, 5_200)]);
        for (day, _) in &mut paused[20..] {
            *day += MOST_DAYS;
        }
        assert!(told(&paused).is_empty(), "nobody can say when it changed");
    }
}
