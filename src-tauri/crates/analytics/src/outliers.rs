//! Orders that move the average by themselves: a wholesale order among a shop's ordinary ones.
//!
//! An order is named when the average without it is another by more than a twentieth, and when it
//! also lies apart from the others: in a shop with few orders every second one moves the average
//! that far, and is ordinary. Apart is zero, negative, or above the upper fence of Tukey
//! (*Exploratory Data Analysis*, 1977, ch. 2): one and a half times the distance of the quartiles
//! beyond the third, on the logarithms, since order values are skewed, and at least by a factor of
//! two. The quartiles are those of the other orders, so that among few the odd one does not hide
//! itself.

use pannier_core::{Facts, OrderId, div_half_even};

use crate::{
    Formula,
    clusters::fit,
    interval::{count_float, float, wide_float},
};

/// The average without an order is another by more than one part in so many.
const PART: i128 = 20;
/// Fewer others than this have no middle that one could lie apart from.
const FEWEST_OTHERS: usize = 2;
/// From so many orders on, one of them does not move the quartiles.
const MANY: usize = 1_000;

/// An order that moves the average by itself. Amounts are minor units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlier {
    /// Its position in the facts.
    pub position: u32,
    /// Its row.
    pub order: OrderId,
    /// Its revenue by the formula.
    pub revenue: i64,
    /// The average of all others.
    pub aov_without: i64,
    /// By what part of the average of all others it moves the average; nothing where that average
    /// is not positive.
    pub moves: Option<f64>,
}

/// The orders that move the average by themselves. Amounts are minor units.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outliers {
    /// Revenue ÷ orders; nothing without orders.
    pub aov: Option<i64>,
    /// Orders.
    pub orders: u32,
    /// Those that do, the one that moves it most first.
    pub named: Vec<Outlier>,
    /// The average without any of them; nothing where none is left.
    pub aov_without: Option<i64>,
}

/// Names the orders that alone move the average by more than 5 %, among counted orders of one
/// currency, given by their positions.
pub fn outliers(facts: &Facts, formula: Formula, positions: &[u32]) -> Outliers {
    let values: Vec<i64> = positions
        .iter()
        .map(|at| formula.revenue(facts, *at as usize))
        .collect();
    let count = i128::try_from(values.len()).unwrap_or(i128::MAX);
    let sum: i128 = values.iter().map(|value| i128::from(*value)).sum();
    let average = |sum: i128, count: i128| (count > 0).then(|| fit(div_half_even(sum, count)));
    let mut found = Outliers {
        aov: average(sum, count),
        orders: u32::try_from(positions.len()).unwrap_or(u32::MAX),
        named: Vec::new(),
        aov_without: None,
    };
    // (sum ÷ n) less the average without, which is (v·(n − 1) − rest) ÷ (n·(n − 1)), against
    // rest ÷ (n − 1): both times n·(n − 1).
    let moves = |value: i64| {
        let rest = sum - i128::from(value);
        let by = i128::from(value) * (count - 1) - rest;
        (by, rest, by.abs() * PART > rest.abs() * count)
    };
    let movers = (0..).zip(&values).filter(|(_, value)| moves(**value).2);
    let movers: Vec<(usize, i64)> = movers.map(|(index, value)| (index, *value)).collect();
    let of_all = (values.len() >= MANY).then(|| Fences::of(&mut values.clone()));
    let mut taken_out = (sum, count);
    for (index, value) in movers {
        let fences = of_all.unwrap_or_else(|| Fences::of_others(&values, index));
        if fences.is_none_or(|fences| fences.hold(value)) {
            continue;
        }
        let (by, rest, _) = moves(value);
        taken_out = (taken_out.0 - i128::from(value), taken_out.1 - 1);
        let position = positions[index];
        found.named.push(Outlier {
            position,
            order: facts.order[position as usize],
            revenue: value,
            aov_without: average(rest, count - 1).unwrap_or_default(),
            moves: (rest > 0).then(|| wide_float(by) / (wide_float(rest) * wide_float(count))),
        });
    }
    let distance = |outlier: &Outlier| moves(outlier.revenue).0.abs();
    found
        .named
        .sort_by_key(|outlier| std::cmp::Reverse(distance(outlier)));
    found.aov_without = average(taken_out.0, taken_out.1);
    found
}

/// The first and the third quartile.
#[derive(Debug, Clone, Copy)]
struct Fences {
    low: f64,
    high: f64,
}

impl Fences {
    fn of(values: &mut [i64]) -> Option<Self> {
        (values.len() >= FEWEST_OTHERS).then(|| Self {
            low: quartile(values, 1),
            high: quartile(values, 3),
        })
    }

    fn of_others(values: &[i64], index: usize) -> Option<Self> {
        let mut others = values.to_vec();
        others.swap_remove(index);
        Self::of(&mut others)
    }

    fn hold(self, value: i64) -> bool {
        let Self { low, high } = self;
        let value = float(value);
        if low <= 0.0 {
            // Without logarithms, where a quarter of the orders is worth nothing or less.
            let reach = 1.5 * (high - low);
            return (low - reach..=high + reach).contains(&value);
        }
        let reach = (1.5 * (high / low).ln()).max(std::f64::consts::LN_2);
        // A small order is no odd one: it moves the average of a handful of orders alone.
        value > 0.0 && value.ln() <= high.ln() + reach
    }
}

/// The value that so many quarters of them lie below, between two of them in proportion (type 7).
fn quartile(values: &mut [i64], quarters: usize) -> f64 {
    let steps = (values.len() - 1) * quarters;
    let (rank, rest) = (steps / 4, steps % 4);
    let (_, at, above) = values.select_nth_unstable(rank);
    let at = *at;
    let next = above.iter().min().copied().unwrap_or(at);
    float(at) + (float(next) - float(at)) * count_float(rest) / 4.0
}
