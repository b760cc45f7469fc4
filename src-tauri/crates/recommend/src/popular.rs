//! What everyone buys these days.

use std::ops::Range;

use crate::{
    history::Baskets,
    items::Items,
    num::{faded, id, single},
    settings::Popular,
};

/// The days that are called lately, and how often they fit into those before.
pub(crate) const LATELY: i32 = 28;
const BEFORE: i32 = 3;
/// A year of whole weeks, so that its days fall on the same days of the week.
const YEAR: i32 = 364;
/// Orders that two stretches of days have before their ratio is believed.
const PRIOR: f64 = 5.0;

/// What is popular now, by rank; 1 for the first.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Recent {
    pub(crate) share: Vec<f32>,
    pub(crate) order: Vec<u32>,
}

impl Recent {
    pub(crate) fn of(baskets: Baskets, items: &Items, as_of: i32, popular: Popular) -> Self {
        let mut sums = vec![0.0; items.len()];
        for basket in 0..baskets.len() {
            let left = faded(as_of - baskets.day(basket), Some(popular.half_life));
            for rank in items.ranks(baskets.products(basket)) {
                sums[rank as usize] += left;
            }
        }
        let mut lean = |now: Range<i32>, before: Range<i32>| {
            let (now, before) = (counts(baskets, items, now), counts(baskets, items, before));
            for ((sum, now), before) in sums.iter_mut().zip(now).zip(before) {
                let usual = f64::from(before) / f64::from(BEFORE);
                *sum *= ((f64::from(now) + PRIOR) / (usual + PRIOR)).sqrt();
            }
        };
        if popular.trend {
            let start = as_of - LATELY;
            lean(start..as_of, start - BEFORE * LATELY..start);
        }
        if popular.season && Self::has_seasons(baskets, as_of) {
            let last_year = as_of - YEAR;
            let before = last_year - BEFORE * LATELY;
            lean(last_year..last_year + LATELY, before..last_year);
        }
        let most = sums.iter().copied().fold(0.0, f64::max);
        let mut order: Vec<u32> = (0..id(items.len())).collect();
        order.sort_by(|one, other| {
            let by_sum = sums[*other as usize].total_cmp(&sums[*one as usize]);
            by_sum.then_with(|| items.orders(*other).cmp(&items.orders(*one)))
        });
        let share = |sum: f64| if most > 0.0 { single(sum / most) } else { 0.0 };
        Self {
            share: sums.into_iter().map(share).collect(),
            order,
        }
    }

    /// Whether the history reaches far enough back to tell what rises at this time of the year.
    pub(crate) fn has_seasons(baskets: Baskets, as_of: i32) -> bool {
        baskets.days().start <= as_of - YEAR - BEFORE * LATELY
    }
}

/// Baskets with each product, by rank, in these days.
pub(crate) fn counts(baskets: Baskets, items: &Items, days: Range<i32>) -> Vec<u32> {
    let mut counts = vec![0; items.len()];
    let (first, end) = (
        baskets.before(days.start).len(),
        baskets.before(days.end).len(),
    );
    for basket in first..end {
        for rank in items.ranks(baskets.products(basket)) {
            counts[rank as usize] += 1;
        }
    }
    counts
}
