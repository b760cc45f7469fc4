//! From what value on the shop ships free, and since when, as its orders show it.
//!
//! Orders with free shipping are told from others by the value that parts them best: two shares of
//! free shipping, one below and one from the threshold on, by likelihood. Where two halves of the
//! time are surely better described by two such steps, the rule changed between them (binary
//! segmentation, Vostrikova 1981), and so on in each half.

use std::ops::Range as Positions;

use pannier_core::{Day, Facts};

use crate::{
    interval::MIN_ORDERS,
    ranges::{round_step, roundest, roundness},
};

/// Steps in which a threshold is looked for.
const STEPS: usize = 200;
/// Stretches of time between which it may have changed.
const STRETCHES: i32 = 156;
/// Of values that differ in log-likelihood by no more, the roundest is taken: thresholds are round.
const AS_GOOD: f64 = 3.0;
/// Below this many orders, a side of a step or of a change says nothing.
const FEW: u32 = 10;

/// Orders, and those of them that shipped free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Orders.
    pub orders: u32,
    /// Orders with a shipping of 0.
    pub free: u32,
}

impl Tally {
    fn add(&mut self, free: bool) {
        self.orders += 1;
        self.free += u32::from(free);
    }

    fn less(self, other: Self) -> Self {
        Self {
            orders: self.orders - other.orders,
            free: self.free - other.free,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            orders: self.orders + other.orders,
            free: self.free + other.free,
        }
    }

    /// The share of free shipping, never quite 0 or 1.
    fn share(self) -> f64 {
        (f64::from(self.free) + 0.5) / (f64::from(self.orders) + 1.0)
    }

    fn log_likelihood(self) -> f64 {
        let part = |part: u32| {
            if part == 0 {
                0.0
            } else {
                let part = f64::from(part);
                part * (part / f64::from(self.orders)).ln()
            }
        };
        part(self.free) + part(self.orders - self.free)
    }
}

/// A stretch of time with one rule of shipping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShippingRule {
    /// The day of its first order.
    pub from: Day,
    /// The day of the first order after it; nothing while it lasts.
    pub until: Option<Day>,
    /// Goods from which orders ship free; nothing where no such value can be told.
    pub threshold: Option<i64>,
    /// Orders below the threshold, or all where there is none.
    pub below: Tally,
    /// Orders at the threshold or above.
    pub above: Tally,
}

/// The rules of shipping that the orders show, in time order; the last one is the present one.
/// Nothing where nothing tells free orders from others: when the file says no shipping, when all
/// orders ship free, or when there are too few.
pub fn shipping_rules(facts: &Facts, positions: &[u32]) -> Vec<ShippingRule> {
    let Some(table) = Table::of(facts, positions) else {
        return Vec::new();
    };
    let mut cuts = Vec::new();
    table.cut(0..table.stretches, &mut cuts);
    let mut starts = vec![0];
    for cut in cuts {
        starts.push(table.starts[cut]);
    }
    let seen = Seen { facts, positions };
    let mut found: Vec<(Positions<usize>, Rule)> = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(positions.len());
        let rule = seen.rule(*start..end, table.step);
        match found.last_mut() {
            // Only the share of free shipping changed, say by a promotion.
            Some((range, last)) if last.threshold == rule.threshold => {
                *range = range.start..end;
                *last = seen.with_threshold(range.clone(), rule.threshold);
            }
            _ => found.push((*start..end, rule)),
        }
    }
    seen.settle_changes(&mut found);
    if found.iter().all(|(_, rule)| rule.threshold.is_none()) {
        return Vec::new();
    }
    let day = |at: usize| {
        positions
            .get(at)
            .and_then(|position| Day::from_number(facts.day[*position as usize]))
    };
    found
        .into_iter()
        .filter_map(|(range, rule)| {
            Some(ShippingRule {
                from: day(range.start)?,
                until: day(range.end),
                threshold: rule.threshold,
                below: rule.below,
                above: rule.above,
            })
        })
        .collect()
}

#[derive(Debug, Clone, Copy)]
struct Rule {
    threshold: Option<i64>,
    below: Tally,
    above: Tally,
}

impl Rule {
    /// The log-likelihood of one order under it.
    fn log_likelihood(&self, goods: i64, free: bool) -> f64 {
        let tally = if self.threshold.is_some_and(|threshold| goods >= threshold) {
            self.above
        } else {
            self.below
        };
        let share = tally.share();
        if free { share.ln() } else { (1.0 - share).ln() }
    }
}

/// Orders by stretch of time and step of goods, summed up from the first stretch on.
struct Table {
    step: i64,
    stretches: usize,
    /// Where each stretch begins in the positions.
    starts: Vec<usize>,
    /// `stretches + 1` rows of [`STEPS`] tallies.
    sums: Vec<Tally>,
}

impl Table {
    fn of(facts: &Facts, positions: &[u32]) -> Option<Self> {
        if positions.len() < MIN_ORDERS as usize {
            return None;
        }
        let free = |position: &&u32| facts.shipping[**position as usize] == 0;
        let all_free = positions.iter().filter(free).count();
        if all_free == 0 || all_free == positions.len() {
            return None;
        }
        let mut goods: Vec<i64> = positions
            .iter()
            .map(|position| facts.goods[*position as usize])
            .collect();
        let high = goods.len() * 95 / 100;
        let (_, high, _) = goods.select_nth_unstable(high);
        let step = round_step((*high / 100).max(1));
        let (first, last) = (*positions.first()?, *positions.last()?);
        let first = facts.day[first as usize];
        let days = facts.day[last as usize] - first + 1;
        let length = (days / STRETCHES + 1).max(7);
        let stretches = usize::try_from(days.div_euclid(length)).unwrap_or(0) + 1;
        let mut table = Self {
            step,
            stretches,
            starts: vec![positions.len(); stretches],
            sums: vec![Tally::default(); (stretches + 1) * STEPS],
        };
        for (index, position) in positions.iter().enumerate() {
            let at = *position as usize;
            let stretch = usize::try_from((facts.day[at] - first) / length).unwrap_or(0);
            let stretch = stretch.min(stretches - 1);
            table.starts[stretch] = table.starts[stretch].min(index);
            let bin = usize::try_from(facts.goods[at].max(0) / step).unwrap_or(0);
            table.sums[(stretch + 1) * STEPS + bin.min(STEPS - 1)].add(facts.shipping[at] == 0);
        }
        for stretch in (0..stretches - 1).rev() {
            table.starts[stretch] = table.starts[stretch].min(table.starts[stretch + 1]);
        }
        for cell in STEPS..table.sums.len() {
            table.sums[cell] = table.sums[cell].and(table.sums[cell - STEPS]);
        }
        Some(table)
    }

    /// The best log-likelihood of one step, and the orders, of some stretches.
    fn best(&self, stretches: &Positions<usize>) -> (f64, u32) {
        let row = |at: usize| &self.sums[at * STEPS..(at + 1) * STEPS];
        let cells = || {
            let (before, until) = (row(stretches.start), row(stretches.end));
            until
                .iter()
                .zip(before)
                .map(|(until, before)| until.less(*before))
        };
        let all = cells().fold(Tally::default(), Tally::and);
        let mut best = all.log_likelihood();
        let mut below = Tally::default();
        for cell in cells() {
            if cell.orders > 0 && below.orders > 0 {
                let both = below.log_likelihood() + all.less(below).log_likelihood();
                best = best.max(both);
            }
            below = below.and(cell);
        }
        (best, all.orders)
    }

    /// Finds where the rule changed, in time order.
    fn cut(&self, stretches: Positions<usize>, cuts: &mut Vec<usize>) {
        let (whole, orders) = self.best(&stretches);
        let mut best: Option<(usize, f64)> = None;
        for at in stretches.start + 1..stretches.end {
            let (before, orders_before) = self.best(&(stretches.start..at));
            let (after, orders_after) = self.best(&(at..stretches.end));
            if orders_before < MIN_ORDERS || orders_after < MIN_ORDERS {
                continue;
            }
            let gain = before + after - whole;
            if best.is_none_or(|(_, most)| gain > most) {
                best = Some((at, gain));
            }
        }
        // Two shares, a threshold and a time more, out of many times and thresholds.
        let needed = 10.0 + 3.0 * f64::from(orders.max(1)).ln();
        if let Some((at, gain)) = best
            && gain > needed
        {
            self.cut(stretches.start..at, cuts);
            cuts.push(at);
            self.cut(at..stretches.end, cuts);
        }
    }
}

struct Seen<'a> {
    facts: &'a Facts,
    positions: &'a [u32],
}

impl Seen<'_> {
    fn orders(&self, range: Positions<usize>) -> impl DoubleEndedIterator<Item = (i64, bool)> {
        self.positions[range].iter().map(|position| {
            let at = *position as usize;
            (self.facts.goods[at], self.facts.shipping[at] == 0)
        })
    }

    fn with_threshold(&self, range: Positions<usize>, threshold: Option<i64>) -> Rule {
        let (mut below, mut above) = (Tally::default(), Tally::default());
        for (goods, free) in self.orders(range) {
            if threshold.is_some_and(|threshold| goods >= threshold) {
                above.add(free);
            } else {
                below.add(free);
            }
        }
        Rule {
            threshold,
            below,
            above,
        }
    }

    /// The rule of some orders: the best step, then the exact value within it.
    fn rule(&self, range: Positions<usize>, step: i64) -> Rule {
        let none = self.with_threshold(range.clone(), None);
        let mut cells = vec![Tally::default(); STEPS];
        for (goods, free) in self.orders(range.clone()) {
            let bin = usize::try_from(goods.max(0) / step).unwrap_or(0);
            cells[bin.min(STEPS - 1)].add(free);
        }
        let (mut below, mut best) = (Tally::default(), None);
        for (edge, cell) in (0_i64..).map(|bin| bin * step).zip(&cells) {
            let above = none.below.less(below);
            let likelihood = below.log_likelihood() + above.log_likelihood();
            if below.orders >= FEW
                && above.orders >= FEW
                && best.is_none_or(|(_, most)| likelihood > most)
            {
                best = Some((edge, likelihood));
            }
            below = below.and(*cell);
        }
        let Some((edge, _)) = best else {
            return none;
        };
        let coarse = self.with_threshold(range.clone(), Some(edge));
        let exact = self.exact(range.clone(), edge, step, &coarse);
        let rule = self.with_threshold(range, Some(exact));
        let gain =
            rule.below.log_likelihood() + rule.above.log_likelihood() - none.below.log_likelihood();
        let clear = rule.below.orders >= FEW
            && rule.above.orders >= FEW
            && rule.above.share() >= 0.6
            && rule.above.share() - rule.below.share() >= 0.4
            && gain > 10.0 + 2.0 * f64::from(none.below.orders).ln();
        if clear { rule } else { none }
    }

    /// The value near `edge` that tells free orders from others best, the roundest of those that do
    /// so about as well.
    fn exact(&self, range: Positions<usize>, edge: i64, step: i64, rule: &Rule) -> i64 {
        let (lowest, highest) = ((edge - step).max(0), edge + step);
        let near = |(goods, _): &(i64, bool)| (lowest..highest).contains(goods);
        let mut orders: Vec<(i64, bool)> = self.orders(range).filter(near).collect();
        orders.sort_unstable();
        let (below, above) = (rule.below.share(), rule.above.share());
        let gain = |free: bool| {
            if free {
                (below / above).ln()
            } else {
                ((1.0 - below) / (1.0 - above)).ln()
            }
        };
        // Every order that moves below the threshold gains or costs likelihood.
        let first = orders.first().map_or(highest, |(goods, _)| *goods);
        let mut places = vec![(0.0, lowest - 1, first)];
        let mut sum = 0.0;
        for (index, (goods, free)) in orders.iter().enumerate() {
            sum += gain(*free);
            let next = orders.get(index + 1).map_or(highest, |(goods, _)| *goods);
            if next > *goods {
                places.push((sum, *goods, next));
            }
        }
        let most = places.iter().map(|place| place.0).fold(0.0, f64::max);
        let likely = places.iter().filter(|place| place.0 >= most - AS_GOOD);
        let round = likely.map(|place| (place.0, roundest(place.1, place.2).max(1)));
        round
            .max_by(|one, other| {
                let by_round = roundness(one.1).cmp(&roundness(other.1));
                by_round.then(one.0.total_cmp(&other.0))
            })
            .map_or(edge, |(_, threshold)| threshold)
    }

    /// Moves each change to the day that the orders around it speak for.
    fn settle_changes(&self, found: &mut [(Positions<usize>, Rule)]) {
        for index in 1..found.len() {
            let change = found[index].0.start;
            let (old, new) = (found[index - 1].1, found[index].1);
            let day = |at: usize| self.facts.day[self.positions[at] as usize];
            let around = |offset: i32| {
                self.positions.partition_point(|position| {
                    self.facts.day[*position as usize] < day(change) + offset
                })
            };
            // A stretch is a week at least; changes in long histories are found to the stretch.
            let (from, until) = (
                around(-14).max(found[index - 1].0.start + 1),
                around(14).min(found[index].0.end - 1),
            );
            let (mut best, mut most, mut sum) = (from, 0.0, 0.0);
            for (at, (goods, free)) in (from..until).zip(self.orders(from..until)) {
                sum += old.log_likelihood(goods, free) - new.log_likelihood(goods, free);
                let ends_a_day = day(at) != day(at + 1);
                if ends_a_day && sum > most {
                    (best, most) = (at + 1, sum);
                }
            }
            let starts_a_day = best == 0 || day(best) != day(best - 1);
            if starts_a_day {
                found[index - 1].0.end = best;
                found[index].0.start = best;
            }
            for near in [index - 1, index] {
                let (range, rule) = &found[near];
                found[near].1 = self.with_threshold(range.clone(), rule.threshold);
            }
        }
    }
}
