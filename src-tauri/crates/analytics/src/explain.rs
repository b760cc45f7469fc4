//! From a figure to the one that another tool shows: which steps could lead there.
//!
//! Tools differ in whom they count (cancelled, refunded, test and gift-card orders), in what they
//! add up (tax, shipping, refunds, discounts …) and in when their day begins. Every choice of these
//! is tried over sums that are read once, and the shortest way that reaches the other figure to the
//! cent is told; where none does, the one that leaves least, a step having to earn its place.

use std::ops::Range;

use pannier_core::{Currency, Day, Facts, OrderFlags, Period, Timestamp};

use crate::{
    Formula, Step, StepKind,
    clusters::fit,
    interval::float,
    reconcile::{PARTS, Sums, average, has_part},
};

/// A figure that another tool shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherFigure {
    /// Revenue in minor units.
    Revenue(i64),
    /// A number of orders.
    Orders(i64),
    /// An average in minor units, rounded.
    Average(i64),
}

/// One way to another figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The steps, in the order in which they are taken.
    pub steps: Vec<Step>,
    /// Revenue after the last one, in minor units.
    pub revenue: i64,
    /// Orders after the last one.
    pub orders: i64,
    /// Their average; nothing without orders.
    pub aov: Option<i64>,
    /// What of the other figure is left unexplained, in its own unit; nothing where the way leads
    /// to no average at all.
    pub left: Option<i64>,
    /// The hour of the coordinated day (UTC) by which its days begin, where they are not the
    /// shop's: −5 is five hours behind.
    pub hours: Option<i8>,
}

/// Who can be counted beyond those whom every formula counts.
const CLASSES: [StepKind; 4] = [
    StepKind::CancelledOrders,
    StepKind::FullyRefundedOrders,
    StepKind::TestOrders,
    StepKind::GiftCardOrders,
];

/// Where the days of other tools begin: coordinated time, the coasts of America, Europe, and the
/// east of Asia and Australia.
const HOURS: [i8; 10] = [0, -8, -7, -6, -5, -4, 1, 2, 8, 10];

/// The number of the day from which instants are counted: 1 January 1970.
const EPOCH: i64 = 719_163;

/// Steps at most. With more of them anything can be explained, and nothing is.
const MOST_STEPS: u32 = 5;

/// The part of a figure that a step has to explain to be worth taking where nothing fits exactly.
const STEP_EARNS: f64 = 0.004;

/// Ways told at most.
const WAYS: usize = 3;

/// The bit of discounts, after those of [`PARTS`].
const DISCOUNTS: usize = PARTS.len();

/// Sums of each class of orders of a period, those whom every formula counts first.
#[derive(Debug, Clone, Copy, Default)]
struct Table {
    classes: [Sums; CLASSES.len() + 1],
    discounts: [i128; CLASSES.len() + 1],
}

impl Table {
    fn read(facts: &Facts, currency: u8, range: Range<usize>) -> Self {
        let mut table = Self::default();
        for at in range {
            if facts.currency[at] == currency {
                let class = class_of(facts.flags[at]);
                table.classes[class].add(facts, at);
                table.discounts[class] += i128::from(facts.discounts[at]);
            }
        }
        table
    }
}

/// The class of an order: each under the first reason that holds.
fn class_of(flags: OrderFlags) -> usize {
    if flags.has(OrderFlags::TEST) {
        3
    } else if flags.has(OrderFlags::GIFT_CARDS_ONLY) {
        4
    } else if flags.has(OrderFlags::CANCELLED) {
        1
    } else if flags.has(OrderFlags::FULLY_REFUNDED) {
        2
    } else {
        0
    }
}

/// A choice of whom to count and what to add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Choice {
    classes: u8,
    parts: u16,
    /// Index into the tables: 0 is the shop's own day.
    table: usize,
}

impl Choice {
    fn of(formula: Formula) -> Self {
        let mut classes = 0;
        for (bit, flags) in [OrderFlags::CANCELLED, OrderFlags::FULLY_REFUNDED]
            .into_iter()
            .enumerate()
        {
            if formula.counts(flags) {
                classes |= 1 << bit;
            }
        }
        let parts = (0..PARTS.len()).filter(|part| has_part(formula, *part));
        Self {
            classes,
            parts: parts.fold(0, |bits, part| bits | 1 << part),
            table: 0,
        }
    }

    fn has_class(self, class: usize) -> bool {
        class == 0 || self.classes >> (class - 1) & 1 == 1
    }

    /// Revenue and orders.
    fn figures(self, tables: &[Table]) -> (i128, i128) {
        let table = &tables[self.table];
        let (mut revenue, mut orders) = (0, 0);
        for class in (0..=CLASSES.len()).filter(|class| self.has_class(*class)) {
            let sums = &table.classes[class];
            orders += sums.orders;
            revenue += sums.goods;
            for part in 0..PARTS.len() {
                if self.parts >> part & 1 == 1 {
                    revenue += sums.parts[part];
                }
            }
            if self.parts >> DISCOUNTS & 1 == 1 {
                revenue += table.discounts[class];
            }
        }
        (revenue, orders)
    }

    /// Steps from another choice.
    fn steps_from(self, start: Self) -> u32 {
        (self.classes ^ start.classes).count_ones()
            + (self.parts ^ start.parts).count_ones()
            + u32::from(self.table != start.table)
    }

    /// The way from `start`: first when, then who, then what.
    fn steps(self, start: Self, tables: &[Table]) -> Vec<Step> {
        let mut kinds = Vec::new();
        let mut now = start;
        if self.table != now.table {
            now.table = self.table;
            kinds.push((StepKind::OtherHours, now));
        }
        for (bit, kind) in CLASSES.into_iter().enumerate() {
            if (self.classes ^ now.classes) >> bit & 1 == 1 {
                now.classes ^= 1 << bit;
                kinds.push((kind, now));
            }
        }
        let parts = PARTS.into_iter().chain([StepKind::Discounts]);
        for (bit, kind) in parts.enumerate() {
            if (self.parts ^ now.parts) >> bit & 1 == 1 {
                now.parts ^= 1 << bit;
                kinds.push((kind, now));
            }
        }
        let mut before = start.figures(tables);
        let steps = kinds.into_iter().map(|(kind, choice)| {
            let after = choice.figures(tables);
            let step = Step {
                kind,
                revenue: fit(after.0 - before.0),
                orders: i32::try_from(after.1 - before.1).unwrap_or(i32::MAX),
                aov_after: average(after.0, after.1),
            };
            before = after;
            step
        });
        steps.collect()
    }
}

/// What of the other figure a pair of revenue and orders leaves; nothing where it has no average.
fn left(other: OtherFigure, revenue: i128, orders: i128) -> Option<i128> {
    match other {
        OtherFigure::Revenue(typed) => Some(i128::from(typed) - revenue),
        OtherFigure::Orders(typed) => Some(i128::from(typed) - orders),
        OtherFigure::Average(typed) => {
            average(revenue, orders).map(|aov| i128::from(typed) - i128::from(aov))
        }
    }
}

/// The ways from a formula's figures of a period to the one that another tool shows, the best
/// first: up to three where they lead to it exactly, else the one that leaves least.
///
/// Reads each order of the period once, and those around its ends again for each hour at which
/// another tool's days may begin.
pub fn explain(
    facts: &Facts,
    currency: Currency,
    period: Period,
    formula: Formula,
    other: OtherFigure,
) -> Vec<Explained> {
    let Some(currency) = facts.currency_index(currency) else {
        return Vec::new();
    };
    let own = facts.positions(Some(period.from), Some(period.until));
    let mut tables = vec![Table::read(facts, currency, own.clone())];
    let mut hours = vec![None];
    for hour in HOURS {
        let range = range_at(facts, period, hour);
        if range != own {
            tables.push(Table::read(facts, currency, range));
            hours.push(Some(hour));
        }
    }
    let start = Choice::of(formula);
    let mut found = candidates(start, &tables, other);
    found.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    let exact = found.iter().take_while(|one| one.exact()).count();
    found.truncate(if exact > 0 { exact.min(WAYS) } else { 1 });
    // Another way of as many steps is told; a longer one says nothing more.
    let shortest = found.first().map_or(0, |one| one.steps);
    found.retain(|one| one.steps == shortest);
    found
        .into_iter()
        .map(|one| {
            let (revenue, orders) = one.choice.figures(&tables);
            Explained {
                steps: one.choice.steps(start, &tables),
                revenue: fit(revenue),
                orders: fit(orders),
                aov: average(revenue, orders),
                left: one.left.map(fit),
                hours: hours[one.choice.table],
            }
        })
        .collect()
}

struct Candidate {
    choice: Choice,
    steps: u32,
    left: Option<i128>,
    cost: f64,
}

impl Candidate {
    fn exact(&self) -> bool {
        self.left == Some(0)
    }
}

/// Every choice in reach, each with what it leaves and what that costs.
fn candidates(start: Choice, tables: &[Table], other: OtherFigure) -> Vec<Candidate> {
    let parts = match other {
        // What is added up does not change who is counted.
        OtherFigure::Orders(_) => Vec::new(),
        OtherFigure::Revenue(_) | OtherFigure::Average(_) => telling_parts(&tables[0]),
    };
    let mut found = Vec::new();
    for table in 0..tables.len() {
        for classes in 0..1_u8 << CLASSES.len() {
            let who = Choice {
                classes,
                table,
                ..start
            };
            if who.steps_from(start) > MOST_STEPS || !counts_more(start, who, tables) {
                continue;
            }
            for subset in 0..1_u32 << parts.len() {
                let mut choice = who;
                for (bit, part) in parts.iter().enumerate() {
                    if subset >> bit & 1 == 1 {
                        choice.parts ^= 1 << part;
                    }
                }
                let steps = choice.steps_from(start);
                if steps <= MOST_STEPS {
                    found.push(candidate(choice, steps, tables, other));
                }
            }
        }
    }
    found
}

fn candidate(choice: Choice, steps: u32, tables: &[Table], other: OtherFigure) -> Candidate {
    let (revenue, orders) = choice.figures(tables);
    let left = left(other, revenue, orders);
    let (OtherFigure::Revenue(figure) | OtherFigure::Orders(figure) | OtherFigure::Average(figure)) =
        other;
    let size = float(figure).abs().max(1.0);
    let cost = match left {
        // Shorter before longer, and anything exact before anything that is not.
        Some(0) => f64::from(steps) * STEP_EARNS - 1.0,
        Some(left) => float(fit(left)).abs() / size + f64::from(steps) * STEP_EARNS,
        None => f64::INFINITY,
    };
    Candidate {
        choice,
        steps,
        left,
        cost,
    }
}

/// The parts that come to anything in some class; others would be steps that do nothing.
fn telling_parts(table: &Table) -> Vec<usize> {
    (0..=DISCOUNTS)
        .filter(|part| {
            (0..=CLASSES.len()).any(|class| {
                let sum = table.classes[class].parts.get(*part);
                sum.copied().unwrap_or(table.discounts[class]) != 0
            })
        })
        .collect()
}

/// Whether each class that is counted otherwise than at the start has any orders.
fn counts_more(start: Choice, who: Choice, tables: &[Table]) -> bool {
    (0..CLASSES.len()).all(|bit| {
        (start.classes ^ who.classes) >> bit & 1 == 0
            || tables[who.table].classes[bit + 1].orders != 0
    })
}

/// The positions of a period whose days begin at an hour of the coordinated day.
fn range_at(facts: &Facts, period: Period, hour: i8) -> Range<usize> {
    let start = |day: Day| {
        let hours = (i64::from(day.number()) - EPOCH) * 24 - i64::from(hour);
        let at = Timestamp(hours * 3_600_000);
        facts.placed_at.partition_point(|placed| *placed < at)
    };
    let from = start(period.from);
    from..start(period.until).max(from)
}

/// Whether an order is one of those that a step is about, so that the step's orders can be listed.
///
/// # Panics
/// When the facts have no such position.
pub fn is_about(kind: StepKind, facts: &Facts, position: usize) -> bool {
    let class = class_of(facts.flags[position]);
    let mut sums = Sums::default();
    sums.add(facts, position);
    match kind {
        StepKind::CancelledOrders => class == 1,
        StepKind::FullyRefundedOrders => class == 2,
        StepKind::TestOrders => class == 3,
        StepKind::GiftCardOrders => class == 4,
        StepKind::Discounts => facts.discounts[position] != 0,
        StepKind::OtherHours => false,
        part => {
            let at = PARTS.iter().position(|known| *known == part);
            at.is_some_and(|at| sums.parts[at] != 0)
        }
    }
}
