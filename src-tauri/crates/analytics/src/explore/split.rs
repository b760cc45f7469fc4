//! Orders split by what tells them apart, each group with its figures.

use pannier_core::{Period, div_half_even};

use super::{
    Dimension, Explorer,
    codes::{Codes, with_codes},
    slots::Slots,
    walk::{GroupMoves, Sides, Sum, hull, share},
};
use crate::{
    Change, Summary,
    change::Side,
    clusters::fit,
    interval::{self, Ratio},
    question::Question,
};

/// What a split is to show.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitOrder {
    /// What orders are split by.
    pub dimension: Dimension,
    /// The period that the question's is compared with.
    pub compared: Option<Period>,
    /// The parts of a small chart for each group, in the order of time and apart from each other.
    pub sparkline: Vec<Period>,
    /// What the rows are sorted by.
    pub sort: SplitSort,
    /// The least first.
    pub ascending: bool,
    /// At most so many rows, and one for all others together.
    pub limit: Option<usize>,
    /// Whether medians are wanted; they take a while on many orders.
    pub medians: bool,
}

impl SplitOrder {
    /// The plain split: largest revenue first, every group, nothing compared.
    pub fn by(dimension: Dimension) -> Self {
        Self {
            dimension,
            compared: None,
            sparkline: Vec::new(),
            sort: SplitSort::Revenue,
            ascending: false,
            limit: None,
            medians: false,
        }
    }
}

/// What rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SplitSort {
    /// Revenue.
    #[default]
    Revenue,
    /// Number of orders.
    Orders,
    /// Average order value.
    Aov,
    /// Pieces per order.
    UnitsPerOrder,
    /// By how much the average changed.
    Change,
    /// Name; the order of the calendar or of size where values have one.
    Name,
}

/// Orders split.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// What they were split by.
    pub dimension: Dimension,
    /// Whether the rows are the whole cut into parts. Where not, an order counts once under each
    /// of its values.
    pub adds_up: bool,
    /// All orders of the question.
    pub whole: Whole,
    /// The groups asked for.
    pub rows: Vec<SplitRow>,
    /// The groups beyond the limit, taken together.
    pub other: Option<Other>,
}

/// A group.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitRow {
    /// What a filter calls it. Empty for what the file does not say.
    pub value: String,
    /// What people call it.
    pub name: String,
    /// Its figures.
    pub figures: Whole,
}

/// Groups taken together. An order that has several of them counts once.
#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    /// How many groups.
    pub values: usize,
    /// Their figures.
    pub figures: Whole,
}

/// The figures of some orders.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// In the question's period.
    pub current: Summary,
    /// In the period that it is compared with.
    pub before: Option<Summary>,
    /// From that period to the question's.
    pub change: Option<Change>,
    /// Its part of the revenue of all orders; nothing where that is not positive.
    pub share: Option<f64>,
    /// One point for each part asked for.
    pub sparkline: Vec<SparkPoint>,
}

/// A point of a small chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SparkPoint {
    /// Counted orders.
    pub orders: u32,
    /// Minor units.
    pub revenue: i64,
    /// Revenue ÷ orders, rounded half to even; nothing without orders.
    pub aov: Option<i64>,
}

/// No dimension at all.
struct Nothing;

impl Codes for Nothing {
    fn each(&self, _: usize, _: impl FnMut(u32)) {}
}

impl Explorer {
    /// The figures of all orders of a question, and how they differ from another period's.
    pub fn whole(&self, question: &Question, compared: Option<Period>) -> Whole {
        let order = SplitOrder {
            compared,
            medians: true,
            ..SplitOrder::by(Dimension::Source)
        };
        self.split_with(question, &order, &Nothing, 0).whole
    }

    /// Orders split by a dimension.
    pub fn split(&self, question: &Question, order: &SplitOrder) -> Split {
        let count = self.code_count(order.dimension);
        with_codes!(self, order.dimension, question.formula, codes => {
            self.split_with(question, order, codes, count)
        })
    }

    fn split_with<C: Codes>(
        &self,
        question: &Question,
        order: &SplitOrder,
        codes: &C,
        count: usize,
    ) -> Split {
        let sides = self.sides(question, order.compared);
        let parts = order
            .sparkline
            .iter()
            .map(|part| self.facts.positions(Some(part.from), Some(part.until)));
        let stretch = parts.fold(sides.hull(), |all, part| hull(&all, &part));
        let kept = (count > 0).then_some(order.dimension);
        let laid = self.laid(question, stretch, sides, kept, codes, count);
        let adds_up = count > 0 && order.dimension.adds_up();
        let sums = laid.sums(adds_up);
        let now_whole = sums.whole.0;
        let chosen = self.choose(order, &sums.now, &sums.then);
        let slots = Slots::of(&laid, &sums, &chosen.shown, chosen.rest > 0, adds_up);
        let found = laid.moves(&slots);
        let sparks = laid.sparks(&slots, &self.facts.day, &order.sparkline);
        let points = order.sparkline.len();
        let ends = || self.revenue_ends(question.formula);
        let medians = order.medians.then(|| laid.medians(&slots, ends()));
        let figures = |slot: usize| {
            let mut figures = figures(
                &slots.sums[slot],
                &found[slot],
                order.compared.is_some(),
                now_whole.revenue,
            );
            let sparks = &sparks[slot * points..(slot + 1) * points];
            figures.sparkline = sparks.iter().map(point).collect();
            if let Some(medians) = &medians {
                figures.current.median = medians[slot].0;
                if let Some(before) = &mut figures.before {
                    before.median = medians[slot].1;
                }
            }
            figures
        };
        Split {
            dimension: order.dimension,
            adds_up: order.dimension.adds_up(),
            whole: figures(slots.sums.len() - 1),
            rows: chosen
                .shown
                .iter()
                .enumerate()
                .map(|(slot, code)| {
                    let value = self.value(order.dimension, *code);
                    SplitRow {
                        value: value.value,
                        name: value.name,
                        figures: figures(slot),
                    }
                })
                .collect(),
            other: (chosen.rest > 0).then(|| Other {
                values: chosen.rest,
                figures: figures(chosen.shown.len()),
            }),
        }
    }

    pub(super) fn sides(&self, question: &Question, compared: Option<Period>) -> Sides {
        Sides {
            now: self.facts.positions(question.from, question.until),
            then: compared.map_or(0..0, |period| {
                self.facts.positions(Some(period.from), Some(period.until))
            }),
        }
    }

    /// Which groups are shown, in their order, and which are not.
    fn choose(&self, order: &SplitOrder, now: &[Sum], then: &[Sum]) -> Choice {
        let mut codes: Vec<u32> = (0..)
            .zip(now.iter().zip(then))
            .filter(|(_, (now, then))| now.orders + then.orders > 0)
            .map(|(code, _)| code)
            .collect();
        let limit = order.limit.unwrap_or(codes.len());
        // Beyond any average: without orders there is none, and it comes last.
        let number = |code: u32| {
            let (now, then) = (&now[code as usize], &then[code as usize]);
            let per = |sum: i64, of: &Sum| {
                let of = i64::from(of.orders);
                (of > 0).then(|| i128::from(sum) * 1_000_000 / i128::from(of))
            };
            match order.sort {
                SplitSort::Revenue | SplitSort::Name => Some(i128::from(now.revenue)),
                SplitSort::Orders => Some(i128::from(now.orders)),
                SplitSort::Aov => per(now.revenue, now),
                SplitSort::UnitsPerOrder => per(now.units, now),
                SplitSort::Change => per(now.revenue, now)
                    .zip(per(then.revenue, then))
                    .map(|(now, then)| now - then),
            }
        };
        if order.sort == SplitSort::Name {
            let fixed = order.dimension.fixed_values().is_some();
            codes.sort_by_cached_key(|code| {
                let name = if fixed {
                    String::new()
                } else {
                    self.value(order.dimension, *code).name.to_lowercase()
                };
                // What is not said comes last.
                (*code == 0, name, *code)
            });
            if order.ascending {
                codes.reverse();
            }
        } else {
            let mut keyed: Vec<(i128, u32)> = codes
                .iter()
                .map(|code| {
                    let number = number(*code);
                    let key = if order.ascending {
                        number.unwrap_or(i128::MAX)
                    } else {
                        number.map_or(i128::MAX, |number| -number)
                    };
                    (key, *code)
                })
                .collect();
            // Of many groups only those that are shown need an order.
            if limit < keyed.len() {
                keyed.select_nth_unstable(limit);
            }
            let shown = limit.min(keyed.len());
            keyed[..shown].sort_unstable();
            codes = keyed.into_iter().map(|(_, code)| code).collect();
        }
        let rest = codes.len().saturating_sub(limit);
        codes.truncate(limit);
        Choice { shown: codes, rest }
    }
}

/// Which groups are shown, in their order, and how many are not.
struct Choice {
    shown: Vec<u32>,
    rest: usize,
}

fn point(sum: &Sum) -> SparkPoint {
    SparkPoint {
        orders: sum.orders,
        revenue: sum.revenue,
        aov: aov(sum),
    }
}

fn aov(sum: &Sum) -> Option<i64> {
    (sum.orders > 0).then(|| fit(div_half_even(sum.revenue.into(), sum.orders.into())))
}

pub(super) fn summary(sum: &Sum, interval: Option<(f64, f64)>) -> Summary {
    Summary {
        revenue: sum.revenue,
        orders: sum.orders,
        aov: aov(sum),
        median: None,
        units: sum.units,
        interval: interval.map(interval::rounded),
    }
}

pub(super) fn figures(
    (now, then): &(Sum, Sum),
    moves: &GroupMoves,
    is_compared: bool,
    whole_revenue: i64,
) -> Whole {
    let ratio = |sum: &Sum, clusters: usize| Ratio::new(sum.revenue.into(), sum.orders, clusters);
    let now_ratio = ratio(now, moves.now_clusters);
    let then_ratio = ratio(then, moves.then_clusters);
    let side = |sum: &Sum| Side {
        revenue: sum.revenue.into(),
        orders: sum.orders,
        units: sum.units.into(),
    };
    Whole {
        current: summary(now, interval::of_moves(now_ratio, &moves.now)),
        before: is_compared.then(|| summary(then, interval::of_moves(then_ratio, &moves.then))),
        change: is_compared.then(|| {
            let ends = interval::of_two_moves(
                (now_ratio, &moves.now),
                (then_ratio, &moves.then),
                moves.influences,
                moves.returned,
            );
            Change::between(side(now), side(then), ends)
        }),
        share: share(now.revenue, whole_revenue),
        sparkline: Vec::new(),
    }
}
