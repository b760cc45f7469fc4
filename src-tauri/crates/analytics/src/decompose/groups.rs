//! How much of a change comes from within groups and how much from another mix of them: countries,
//! channels, new and returning customers.
//!
//! The average is Σ share of the orders × the group's average. A group moves it from within by its
//! mean share × the change of its average, and by the mix with the change of its share × how far
//! its mean average lies from that of all (Kitagawa, *Components of a difference between two
//! rates*, JASA 50, 1955). No logarithms, so nothing is left over with zero or negative revenue.

use pannier_core::{Facts, div_half_even};

use super::{average, mean, rounding::in_minor_units};
use crate::{Formula, clusters::fit, interval::wide_float};

/// One side of a group. Amounts are minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GroupSide {
    /// Orders.
    pub orders: u32,
    /// Revenue by the formula.
    pub revenue: i64,
    /// Revenue ÷ orders, rounded half to even; nothing without orders.
    pub aov: Option<i64>,
}

/// How far a group moves the average. Amounts are minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupMove {
    /// Which group.
    pub group: u32,
    /// The first side.
    pub before: GroupSide,
    /// The second side.
    pub after: GroupSide,
    /// Its own average changed. Nothing where it has orders on one side only.
    pub within: i64,
    /// It became a larger or smaller part of the orders.
    pub between: i64,
}

/// A change of the average order value by groups. Amounts are minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedByGroup {
    /// The difference of the exact averages, rounded half to even once.
    pub change: i64,
    /// What comes from within the groups, in all.
    pub within: i64,
    /// What comes from their mix, in all. With `within` it is the change.
    pub between: i64,
    /// The groups with orders on a side, the strongest first. Their moves add up to both sums.
    pub groups: Vec<GroupMove>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    orders: u32,
    revenue: i128,
}

impl Sums {
    fn side(self) -> GroupSide {
        GroupSide {
            orders: self.orders,
            revenue: fit(self.revenue),
            aov: average(self.revenue, self.orders.into()),
        }
    }

    fn mean(self) -> Option<f64> {
        (self.orders > 0).then(|| mean(self.revenue, self.orders.into()))
    }
}

fn sums(
    facts: &Facts,
    formula: Formula,
    positions: &[u32],
    group_of: &[u32],
    groups: usize,
) -> (Vec<Sums>, Sums) {
    // One more for orders of a group past the last, so that nothing is lost.
    let mut by_group = vec![Sums::default(); groups + 1];
    let mut all = Sums::default();
    for position in positions {
        let at = *position as usize;
        let group = group_of.get(at).map_or(groups, |group| *group as usize);
        let revenue = i128::from(formula.revenue(facts, at));
        for sums in [&mut by_group[group.min(groups)], &mut all] {
            sums.orders += 1;
            sums.revenue += revenue;
        }
    }
    (by_group, all)
}

/// Splits the change from `before` to `after`, both positions of counted orders of one currency, by
/// groups: `group_of` gives each order's group by its position in the facts (such as
/// `facts.country.of`), below `groups`; an order without one counts as group `groups`. Nothing
/// where a side has no orders.
pub fn decompose_by(
    facts: &Facts,
    formula: Formula,
    before: &[u32],
    after: &[u32],
    group_of: &[u32],
    groups: usize,
) -> Option<MovedByGroup> {
    let ((then, all_then), (now, all_now)) = rayon::join(
        || sums(facts, formula, before, group_of, groups),
        || sums(facts, formula, after, group_of, groups),
    );
    let middle = f64::midpoint(all_then.mean()?, all_now.mean()?);
    let (orders_then, orders_now) = (i128::from(all_then.orders), i128::from(all_now.orders));
    let change = fit(div_half_even(
        all_now.revenue * orders_then - all_then.revenue * orders_now,
        orders_now * orders_then,
    ));
    let mut moves = Vec::new();
    let mut exact = Vec::new();
    for (group, (old, new)) in (0..).zip(then.iter().zip(&now)) {
        if old.orders == 0 && new.orders == 0 {
            continue;
        }
        let share_then = f64::from(old.orders) / wide_float(orders_then);
        let share_now = f64::from(new.orders) / wide_float(orders_now);
        let (within, mean) = match (old.mean(), new.mean()) {
            (Some(old), Some(new)) => (new - old, f64::midpoint(old, new)),
            (one, other) => (0.0, one.or(other).unwrap_or(middle)),
        };
        exact.push(f64::midpoint(share_then, share_now) * within);
        exact.push((share_now - share_then) * (mean - middle));
        moves.push(GroupMove {
            group,
            before: old.side(),
            after: new.side(),
            within: 0,
            between: 0,
        });
    }
    let strongest = strongest(&exact);
    let rounded = in_minor_units(change, &exact, strongest);
    for (group, amounts) in moves.iter_mut().zip(rounded.chunks_exact(2)) {
        (group.within, group.between) = (amounts[0], amounts[1]);
    }
    let sum =
        |of: fn(&GroupMove) -> i64| fit(moves.iter().map(|group| i128::from(of(group))).sum());
    let (within, between) = (sum(|group| group.within), sum(|group| group.between));
    let strength =
        |group: &GroupMove| i128::from(group.within).abs() + i128::from(group.between).abs();
    moves.sort_by_key(|group| std::cmp::Reverse(strength(group)));
    Some(MovedByGroup {
        change,
        within,
        between,
        groups: moves,
    })
}

fn strongest(exact: &[f64]) -> usize {
    let by_size = |a: &usize, b: &usize| exact[*a].abs().total_cmp(&exact[*b].abs());
    (0..exact.len()).max_by(by_size).unwrap_or(0)
}
