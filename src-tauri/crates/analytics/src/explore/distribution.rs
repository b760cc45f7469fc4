//! How order values and numbers of pieces are spread.

use rayon::prelude::*;

use super::{
    Explorer,
    ranked::{Revenues, Values},
    walk::mean,
};
use crate::question::Question;

/// About how many bins the larger part of a histogram has.
const BINS: i64 = 24;

/// The part of the orders that lies below the open last bin.
const BELOW_LAST: (usize, usize) = (97, 100);

/// A hump with fewer of the orders than this is none (of 1,000).
const LEAST_MODE: u32 = 20;

/// How many orders have a value within two edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// The least value, included; open at the bottom where nothing.
    pub from: Option<i64>,
    /// The value above the largest; open at the top where nothing.
    pub until: Option<i64>,
    /// Counted orders.
    pub orders: u32,
    /// Their revenue in minor units.
    pub revenue: i64,
}

impl Bin {
    #[inline]
    fn take(&mut self, value: i64) {
        self.orders += 1;
        self.revenue = self.revenue.saturating_add(value);
    }
}

/// Order values in bins of equal width with round edges. The last one is open; so is the first
/// where orders came to less than nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Histogram {
    /// The bins, without gaps.
    pub bins: Vec<Bin>,
    /// Bins that stand out above those around them, by their place.
    pub modes: Vec<usize>,
    /// The bins that given amounts lie in, in the order of the amounts.
    pub marks: Vec<usize>,
    /// The mean, in minor units.
    pub mean: Option<f64>,
}

/// How many orders have so many pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnitsBin {
    /// Pieces; the last one stands for so many and more.
    pub units: u32,
    /// Counted orders.
    pub orders: u32,
    /// Their revenue in minor units.
    pub revenue: i64,
}

impl Explorer {
    /// The values of a question's orders in bins, with the bins that amounts (such as thresholds)
    /// lie in. No bins without orders.
    pub fn histogram(&self, question: &Question, amounts: &[i64]) -> Histogram {
        let stretch = self.facts.positions(question.from, question.until);
        let picked = self.picked(question, stretch.clone());
        let count = picked.mask.count(&stretch);
        let values = Revenues::of(&picked, stretch);
        let Some(scale) = Scale::of(&values, count, self.revenue_ends(question.formula)) else {
            return Histogram::default();
        };
        let bins = (0..values.chunks()).into_par_iter().map(|chunk| {
            let mut bins = scale.bins();
            values.each(chunk, |value| bins[scale.place(value)].take(value));
            bins
        });
        let both = |mut all: Vec<Bin>, other: Vec<Bin>| {
            for (bin, other) in all.iter_mut().zip(&other) {
                bin.orders += other.orders;
                bin.revenue = bin.revenue.saturating_add(other.revenue);
            }
            all
        };
        let bins = bins.reduce_with(both).unwrap_or_default();
        let sum = bins.iter().map(|bin| bin.revenue);
        let sum = sum.fold(0_i64, i64::saturating_add);
        Histogram {
            modes: modes(&bins),
            marks: amounts.iter().map(|amount| scale.place(*amount)).collect(),
            mean: mean(sum, count),
            bins,
        }
    }

    /// How many orders have 0, 1, 2 … pieces, up to `most` and more.
    pub fn units_per_order(&self, question: &Question, most: u32) -> Vec<UnitsBin> {
        let stretch = self.facts.positions(question.from, question.until);
        let picked = self.picked(question, stretch.clone());
        let none = || -> Vec<UnitsBin> {
            let bins = (0..=most).map(|units| UnitsBin {
                units,
                ..UnitsBin::default()
            });
            bins.collect()
        };
        let orders = Revenues::of(&picked, stretch);
        let chunks = (0..orders.chunks()).into_par_iter().map(|chunk| {
            let mut bins = none();
            orders.each_order(chunk, |at, revenue| {
                let units = u32::try_from(self.facts.units[at].max(0)).unwrap_or(most);
                let bin = &mut bins[units.min(most) as usize];
                bin.orders += 1;
                bin.revenue = bin.revenue.saturating_add(revenue);
            });
            bins
        });
        let both = |mut all: Vec<UnitsBin>, other: Vec<UnitsBin>| {
            for (bin, other) in all.iter_mut().zip(&other) {
                bin.orders += other.orders;
                bin.revenue = bin.revenue.saturating_add(other.revenue);
            }
            all
        };
        chunks.reduce_with(both).unwrap_or_else(none)
    }
}

/// Edges of bins: `first`, `first + width` … `first + count × width`, the last bin open above.
#[derive(Debug, Clone, Copy)]
struct Scale {
    first: i64,
    width: i64,
    /// Bins that are closed above.
    count: i64,
    /// Whether there is an open one below.
    below: bool,
}

impl Scale {
    /// Round edges for so many values.
    fn of(values: &Revenues, count: usize, ends: (i64, i64)) -> Option<Self> {
        let last = count.checked_sub(1)?;
        let rank = last * BELOW_LAST.0 / BELOW_LAST.1;
        let least = if ends.0 < 0 {
            values.ranked(count, 0, ends)?.0
        } else {
            ends.0
        };
        let (high, _) = values.ranked(count, rank, ends)?;
        let high = high.clamp(1, i64::MAX / 4);
        let width = nice((high / BINS).max(1));
        Some(Self {
            // A scale of money begins at nothing, so that distances can be compared.
            first: 0,
            width,
            count: high / width + 1,
            below: least < 0,
        })
    }

    fn bins(self) -> Vec<Bin> {
        let bin = |from, until| Bin {
            from,
            until,
            orders: 0,
            revenue: 0,
        };
        let edge = |at: i64| self.first + at * self.width;
        let below = self.below.then(|| bin(None, Some(self.first)));
        let closed = (0..self.count).map(|at| bin(Some(edge(at)), Some(edge(at + 1))));
        below
            .into_iter()
            .chain(closed)
            .chain([bin(Some(edge(self.count)), None)])
            .collect()
    }

    fn place(self, value: i64) -> usize {
        let below = usize::from(self.below);
        if value < self.first {
            return 0;
        }
        let at = ((value - self.first) / self.width).min(self.count);
        usize::try_from(at).unwrap_or_default() + below
    }
}

/// 1, 2, 2.5 or 5 times a power of ten, at least `least`.
fn nice(least: i64) -> i64 {
    let mut power = 1;
    loop {
        let steps = [power, 2 * power, 5 * power / 2, 5 * power];
        // 2.5 of the smallest unit is no step.
        let found = steps
            .into_iter()
            .find(|step| *step >= least && (power > 1 || *step != 2 || least <= 2));
        match found {
            Some(step) => return step,
            None => power *= 10,
        }
    }
}

/// Closed bins higher than those around them, smoothed over three: a single odd bin is no hump.
fn modes(bins: &[Bin]) -> Vec<usize> {
    let closed: Vec<usize> = (0..bins.len())
        .filter(|at| bins[*at].from.is_some() && bins[*at].until.is_some())
        .collect();
    let total: u32 = bins.iter().map(|bin| bin.orders).sum();
    let orders = |at: usize| closed.get(at).map(|bin| bins[*bin].orders);
    let smooth: Vec<u32> = (0..closed.len())
        .map(|at| {
            let own = orders(at).unwrap_or(0);
            let beside = |at: Option<usize>| at.and_then(orders).unwrap_or(own);
            beside(at.checked_sub(1)) / 4 + own / 2 + beside(at.checked_add(1)) / 4
        })
        .collect();
    let height = |at: usize| smooth.get(at).copied().unwrap_or(0);
    let mut modes: Vec<usize> = Vec::new();
    let mut valley = 0;
    let mut peak: Option<usize> = None;
    for at in 0..=smooth.len() {
        let here = height(at);
        match peak {
            Some(top) if here > height(top) => peak = Some(at),
            // Down by a third: what was seen was a hump, and the next one begins here.
            Some(top) if u64::from(here) * 3 <= u64::from(height(top)) * 2 => {
                let risen = u64::from(valley) * 3 <= u64::from(height(top)) * 2;
                if risen
                    && u64::from(height(top)) * 1000 >= u64::from(total) * u64::from(LEAST_MODE)
                {
                    modes.push(closed[top]);
                }
                valley = here;
                peak = None;
            }
            Some(_) => {}
            None if here > valley => peak = Some(at),
            None => valley = here,
        }
    }
    modes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        for (least, step) in [
            (1, 1),
            (2, 2),
            (3, 5),
            (6, 10),
            (11, 20),
            (21, 25),
            (26, 50),
            (416, 500),
            (2_100, 2_500),
        ] {
            assert_eq!(nice(least), step, "{least}");
        }
    }

    #[test]
    fn humps_are_found() {
        let bins = |heights: &[u32]| -> Vec<Bin> {
            (0..)
                .zip(heights)
                .map(|(at, orders)| Bin {
                    from: Some(at),
                    until: Some(at + 1),
                    orders: *orders,
                    revenue: 0,
                })
                .collect()
        };
        assert_eq!(modes(&bins(&[])), Vec::<usize>::new());
        assert_eq!(modes(&bins(&[0, 0, 0])), Vec::<usize>::new());
        assert_eq!(modes(&bins(&[40, 90, 200, 80, 30, 10])), [2]);
        assert_eq!(
            modes(&bins(&[40, 200, 300, 90, 40, 60, 250, 300, 100, 20])),
            [2, 7]
        );
        assert_eq!(
            modes(&bins(&[400, 300, 200, 100, 50])),
            [0],
            "a slope begins with its top"
        );
    }
}
