//! What went with past changes of the threshold.

use pannier_core::{Day, Facts};

use super::{ShippingRule, near::near_threshold};
use crate::{
    Formula,
    clusters::Gathered,
    interval,
    ranges::{MoneyRange, Range, share_of},
};

/// Days on each side of a change that are compared at most.
const DAYS: i64 = 90;

/// One change of the threshold, and the orders on both sides of it. No cause is claimed: other
/// things changed as well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ThresholdChange {
    /// The first day of the new rule.
    pub day: Day,
    /// The threshold before; nothing where there was none.
    pub before: Option<i64>,
    /// The threshold after; nothing where there is none.
    pub after: Option<i64>,
    /// Orders compared before.
    pub orders_before: u32,
    /// Orders compared after.
    pub orders_after: u32,
    /// The average order value after less that before, by the formula, with its 95 % interval in
    /// minor units; nothing under [`crate::MIN_ORDERS`] on a side.
    pub aov: Option<MoneyRange>,
    /// By how much the share of orders from the new threshold to a tenth above it grew, with its
    /// 95 % interval; nothing without a new threshold or without orders.
    pub just_above: Option<Range>,
    /// The same of orders up to a fifth below it: under zero where they moved away.
    pub just_below: Option<Range>,
}

/// Compares up to 90 days before and after each change of the rules of shipping.
pub fn threshold_changes(
    facts: &Facts,
    formula: Formula,
    positions: &[u32],
    rules: &[ShippingRule],
) -> Vec<ThresholdChange> {
    let within = |from: Day, until: Option<Day>| {
        let place = |day: Day| {
            positions.partition_point(|position| facts.day[*position as usize] < day.number())
        };
        let until = until.map_or(positions.len(), place);
        &positions[place(from).min(until)..until]
    };
    let (mut current, mut former) = (Gathered::new(facts), Gathered::new(facts));
    rules
        .windows(2)
        .map(|pair| {
            let (old, new) = (&pair[0], &pair[1]);
            let day = new.from;
            let earliest = day.plus_days(-DAYS).max(old.from);
            let latest = day.plus_days(DAYS);
            let until = Some(new.until.map_or(latest, |end| end.min(latest)));
            let (before, after) = (within(earliest, Some(day)), within(day, until));
            let value = |position: &u32| (*position, formula.revenue(facts, *position as usize));
            current.fill_with(facts, after.iter().map(value));
            former.fill_with(facts, before.iter().map(value));
            let grown = |from: i64, until: i64| {
                let share = |orders: &[u32]| {
                    let near = near_threshold(facts, orders, until, from);
                    (near.near, near.orders)
                };
                share_grown(share(after), share(before))
            };
            ThresholdChange {
                day,
                before: old.threshold,
                after: new.threshold,
                orders_before: former.orders(),
                orders_after: current.orders(),
                aov: interval::of_difference(&current, &former).map(|(low, high)| {
                    let likely = current.ratio().value - former.ratio().value;
                    MoneyRange::of(Range::new(low, likely, high))
                }),
                just_above: new
                    .threshold
                    .and_then(|threshold| grown(threshold, threshold + threshold / 10)),
                just_below: new
                    .threshold
                    .and_then(|threshold| grown(threshold - threshold / 5, threshold)),
            }
        })
        .collect()
}

/// The difference of two shares with its 95 % interval (Newcombe's tenth method, *Interval
/// estimation for the difference between independent proportions*, Statistics in Medicine 17, 1998).
fn share_grown(after: (u32, u32), before: (u32, u32)) -> Option<Range> {
    let (new, old) = (share_of(after.0, after.1)?, share_of(before.0, before.1)?);
    let apart = new.likely - old.likely;
    let root = |one: f64, other: f64| (one * one + other * other).sqrt();
    Some(Range::new(
        apart - root(new.likely - new.low, old.high - old.likely),
        apart,
        apart + root(new.high - new.likely, old.likely - old.low),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_differ_as_newcombe_published() {
        // 56 of 70 against 48 of 80: 0.0524 to 0.3339.
        let found = share_grown((56, 70), (48, 80)).unwrap();
        assert!((found.low - 0.0524).abs() < 5e-5 && (found.high - 0.3339).abs() < 5e-5);
        assert!(share_grown((0, 0), (1, 2)).is_none());
    }
}
