//! The counts behind every suggestion: which baskets and which people have two things in common.

use serde::{Deserialize, Serialize};

use crate::{history::Baskets, items::Items, lists::Lists, num::id};

/// Things that chance must already have given before a ratio is believed: a ratio is drawn towards
/// 1 as if so many more had been expected, and found (the gamma-Poisson shrinker with a mean of 1,
/// `DuMouchel`, *American Statistician* 53, 1999).
const CHANCE: f64 = 5.0;
/// A shrunk ratio under this is no recommendation.
const LIFT: f64 = 1.2;
/// A log-likelihood ratio that chance reaches once in 1,000 pairs that have nothing to do with each
/// other.
const SURE: f64 = 10.83;

/// Four counts of two things, in baskets or in people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Together {
    /// Baskets, or people, in all.
    pub all: u32,
    /// Those with the first thing.
    pub left: u32,
    /// Those with the second.
    pub right: u32,
    /// Those with both.
    pub both: u32,
}

impl Together {
    fn expected(self) -> f64 {
        if self.all == 0 {
            return 0.0;
        }
        f64::from(self.left) * f64::from(self.right) / f64::from(self.all)
    }

    /// The share of all with both; nothing where there is nobody.
    pub fn support(self) -> Option<f64> {
        (self.all > 0).then(|| f64::from(self.both) / f64::from(self.all))
    }

    /// The share of those with the first thing who have the second too.
    pub fn confidence(self) -> Option<f64> {
        (self.left > 0).then(|| f64::from(self.both) / f64::from(self.left))
    }

    /// How many times as often as chance says. Shown beside the counts, and never ranked by.
    pub fn lift(self) -> Option<f64> {
        let expected = self.expected();
        (expected > 0.0).then(|| f64::from(self.both) / expected)
    }

    /// The same drawn towards 1 where few speak for it.
    pub fn shrunk_lift(self) -> f64 {
        (f64::from(self.both) + CHANCE) / (self.expected() + CHANCE)
    }

    /// Twice the log of the likelihood ratio of the four counts (Dunning, *Computational
    /// Linguistics* 19, 1993).
    pub fn log_likelihood_ratio(self) -> f64 {
        let [all, left, right, both] = [self.all, self.left, self.right, self.both].map(f64::from);
        let term = |found: f64, row: f64, column: f64| {
            if found > 0.0 && row > 0.0 && column > 0.0 {
                found * (found * all / (row * column)).ln()
            } else {
                0.0
            }
        };
        let sum = term(both, left, right)
            + term(left - both, left, all - right)
            + term(right - both, all - left, right)
            + term(all - left - right + both, all - left, all - right);
        (2.0 * sum).max(0.0)
    }

    /// Whether it is more than chance, and surely so.
    pub(crate) fn is_sure(self, least: u32) -> bool {
        self.both >= least.max(1)
            && self.shrunk_lift() >= LIFT
            && self.log_likelihood_ratio() >= SURE
    }

    /// Whether it is worth saying as a reason for something that was found otherwise.
    pub(crate) fn says_something(self) -> bool {
        self.both >= 3 && self.expected() < f64::from(self.both)
    }
}

/// Which baskets hold each product, and who bought it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Evidence {
    /// Baskets that must hold two products before they count as a pair.
    pub(crate) least: u32,
    pub(crate) baskets: u32,
    /// Those with two products or more.
    pub(crate) pairs: u32,
    pub(crate) people: u32,
    /// By product the baskets that hold it, ascending; and the shop's day of each basket.
    pub(crate) holders: Lists<u32>,
    pub(crate) days: Vec<i32>,
    /// By product the people who bought it, ascending.
    pub(crate) buyers: Lists<u32>,
}

impl Evidence {
    pub(crate) fn of(baskets: Baskets, products: usize) -> Self {
        let holders = Lists::gathered(products, || {
            (0..baskets.len()).flat_map(move |basket| {
                let products = baskets.products(basket).iter();
                products.map(move |product| (*product, id(basket)))
            })
        });
        let mut people = vec![false; baskets.customers()];
        for basket in 0..baskets.len() {
            if let Some(customer) = baskets.customer(basket) {
                people[customer as usize] = true;
            }
        }
        let mut buyers = Lists::default();
        for product in 0..id(products) {
            let held = holders.of(product).iter();
            let customer = |basket: &u32| baskets.customer(*basket as usize);
            let mut customers: Vec<u32> = held.filter_map(customer).collect();
            customers.sort_unstable();
            customers.dedup();
            buyers.push(customers);
        }
        let lines = |basket: &usize| baskets.products(*basket).len();
        Self {
            least: Items::least(baskets.len()),
            baskets: id(baskets.len()),
            pairs: id((0..baskets.len())
                .filter(|basket| lines(basket) > 1)
                .count()),
            people: id(people.into_iter().filter(|known| *known).count()),
            holders,
            days: (0..baskets.len())
                .map(|basket| baskets.day(basket))
                .collect(),
            buyers,
        }
    }

    /// Baskets with both products.
    pub(crate) fn together(&self, one: u32, other: u32) -> Together {
        let (left, right) = (self.holders.of(one), self.holders.of(other));
        Together {
            all: self.baskets,
            left: id(left.len()),
            right: id(right.len()),
            both: common(left, right),
        }
    }

    /// People who bought both, in one basket or in two.
    pub(crate) fn same_people(&self, one: u32, other: u32) -> Together {
        let (left, right) = (self.buyers.of(one), self.buyers.of(other));
        Together {
            all: self.people,
            left: id(left.len()),
            right: id(right.len()),
            both: common(left, right),
        }
    }

    /// Baskets with a product from one day until another.
    pub(crate) fn held(&self, product: u32, days: std::ops::Range<i32>) -> u32 {
        let holders = self.holders.of(product);
        let at = |day: i32| holders.partition_point(|basket| self.days[*basket as usize] < day);
        id(at(days.end) - at(days.start).min(at(days.end)))
    }

    /// The days of the first and the last basket with a product.
    pub(crate) fn sold(&self, product: u32) -> Option<(i32, i32)> {
        let holders = self.holders.of(product);
        let (first, last) = (holders.first()?, holders.last()?);
        Some((self.days[*first as usize], self.days[*last as usize]))
    }
}

/// How many two ascending lists have in common.
pub(crate) fn common(one: &[u32], other: &[u32]) -> u32 {
    let (mut short, mut long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let mut both = 0;
    if long.len() / 16 > short.len() {
        // Looking each up is cheaper than walking through all.
        for id in short {
            let place = long.partition_point(|other| other < id);
            long = &long[place..];
            both += u32::from(long.first() == Some(id));
        }
        return both;
    }
    while let (Some(left), Some(right)) = (short.first(), long.first()) {
        both += u32::from(left == right);
        let (step, other) = (usize::from(left <= right), usize::from(right <= left));
        short = &short[step..];
        long = &long[other..];
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_ids_are_counted_in_short_and_long_lists() {
        let long: Vec<u32> = (0..1_000).map(|id| id * 3).collect();
        assert_eq!(common(&[3, 4, 2_997], &long), 2);
        let half: Vec<u32> = (0..500).map(|id| id * 6).collect();
        assert_eq!(common(&half, &long), 500);
        assert_eq!(common(&long, &[]), 0);
    }

    #[test]
    fn few_counts_are_not_sure() {
        let once = Together {
            all: 1_000,
            left: 1,
            right: 1,
            both: 1,
        };
        assert!(
            !once.is_sure(1),
            "a lift of 1,000 from one basket says nothing"
        );
        assert!((once.lift().unwrap() - 1_000.0).abs() < 1e-9);
        let often = Together {
            all: 1_000,
            left: 60,
            right: 50,
            both: 20,
        };
        assert!(often.is_sure(5));
        let always = Together {
            all: 100,
            left: 100,
            right: 40,
            both: 40,
        };
        assert!(
            !always.is_sure(5),
            "what is in every basket goes with nothing"
        );
    }
}
