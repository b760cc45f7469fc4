//! Sets of two to four products that are worth offering together, with a price.

use std::collections::{BTreeMap, BTreeSet};

use pannier_core::div_half_even;
use rayon::prelude::*;

use crate::{
    evidence::{Together, common},
    num::{amount, id},
    popular::LATELY,
    reason::Reason,
    recommender::{Recommender, TooFew},
};

/// Products in a set at most.
const MOST: usize = 4;
/// Pairs that are grown into larger sets.
const GROWN: usize = 60;
/// Companions of each product that are looked at.
const NEAR: usize = 12;
/// What a set costs, in per cent of its products.
const PRICE_PERCENT: i64 = 90;
/// What a set leaves at least over its cost, in per cent of the cost.
const OVER_COST_PERCENT: i64 = 125;

/// Products that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    /// The products, ascending.
    pub products: Vec<u32>,
    /// Orders that hold all of them.
    pub held: u32,
    /// The same of the last four weeks.
    pub lately: u32,
    /// Of each product: the orders with all the others, with it, and with all.
    pub each: Vec<Together>,
    /// Times as often as chance says: the least over the products.
    pub lift: f64,
    /// What one piece of each is sold for, in minor units, where all prices are known.
    pub sells_for: Option<i64>,
    /// A price for the set: about a tenth less, ending as the shop's prices end, and a quarter over
    /// its cost where that is known. Nothing where there is no such price.
    pub set_price: Option<i64>,
}

impl Recommender {
    /// Sets of two to four where each product goes with the others more than chance says, and
    /// surely so; those that most orders of late held first.
    ///
    /// # Errors
    /// [`TooFew`] where it cannot be told.
    pub fn bundles(&self, most: usize) -> Result<Vec<Bundle>, TooFew> {
        self.enough_for_pairs()?;
        let near = self.companions();
        let mut pairs: Vec<(u32, [u32; 2])> = Vec::new();
        for (one, others) in &near {
            for (other, counts) in others {
                if one < other
                    || near
                        .get(other)
                        .is_none_or(|back| !back.iter().any(|it| it.0 == *one))
                {
                    let mut pair = [*one, *other];
                    pair.sort_unstable();
                    pairs.push((counts.both, pair));
                }
            }
        }
        pairs.sort_unstable_by_key(|(both, pair)| (std::cmp::Reverse(*both), *pair));
        pairs.dedup_by_key(|(_, pair)| *pair);
        let mut sets: BTreeSet<Vec<u32>> = pairs.iter().map(|(_, pair)| pair.to_vec()).collect();
        let mut growing: Vec<Vec<u32>> = pairs
            .iter()
            .take(GROWN)
            .map(|(_, pair)| pair.to_vec())
            .collect();
        for _ in 2..MOST {
            let grown = growing
                .par_iter()
                .flat_map_iter(|set| self.grown(set, &near));
            let mut grown: Vec<Vec<u32>> = grown.collect();
            grown.sort_unstable();
            grown.dedup();
            sets.extend(grown.iter().cloned());
            growing = grown;
        }
        let ending = self.ending();
        let found = sets.into_iter().collect::<Vec<_>>();
        let mut bundles: Vec<Bundle> = found
            .into_par_iter()
            .filter_map(|set| self.bundle(set, ending))
            .collect();
        bundles.sort_by(|one, other| {
            let by_lately = (other.lately, other.held).cmp(&(one.lately, one.held));
            by_lately.then_with(|| one.products.cmp(&other.products))
        });
        bundles.truncate(most);
        Ok(bundles)
    }

    /// Of each product what surely goes with it.
    fn companions(&self) -> BTreeMap<u32, Vec<(u32, Together)>> {
        let parts = &self.model.parts;
        let none = crate::Rules::default();
        let filter = self.filter(&none);
        let ranks = 0..id(parts.items.len());
        let near = ranks.into_par_iter().map_init(
            || self.model.desk(),
            |desk, rank| {
                let product = parts.items.product(rank);
                let blend = &self.model.settings.one;
                let list = parts.fill(desk, &[rank], &parts.single, blend, NEAR * 2);
                let found = list.iter().filter_map(|scored| {
                    let other = parts.items.product(scored.rank);
                    let counts = self.evidence.together(product, other);
                    let reason = Reason::Together {
                        with: product,
                        counts,
                    };
                    let suggestion = crate::Suggestion {
                        product: other,
                        reason,
                        score: scored.score,
                    };
                    counts.is_sure(self.evidence.least).then_some(suggestion)
                });
                let found = Self::sifted(&[product], &filter, found, NEAR);
                let counts = found.into_iter().filter_map(|found| match found.reason {
                    Reason::Together { counts, .. } => Some((found.product, counts)),
                    _ => None,
                });
                (product, counts.collect())
            },
        );
        let offered = |(product, _): &(u32, _)| {
            self.catalogue.is_offered(*product) && !self.catalogue.sold_out(*product)
        };
        near.filter(offered).collect()
    }

    /// A set with one more product that surely goes with all of it.
    fn grown(&self, set: &[u32], near: &BTreeMap<u32, Vec<(u32, Together)>>) -> Vec<Vec<u32>> {
        let held = self.holding(set);
        let mut grown = Vec::new();
        let others = set.iter().filter_map(|product| near.get(product)).flatten();
        for (other, _) in others {
            if set.contains(other) || !near.contains_key(other) {
                continue;
            }
            let right = self.evidence.holders.of(*other);
            let counts = Together {
                all: self.evidence.baskets,
                left: id(held.len()),
                right: id(right.len()),
                both: common(&held, right),
            };
            if counts.is_sure(self.evidence.least) {
                let mut more = set.to_vec();
                more.push(*other);
                more.sort_unstable();
                grown.push(more);
            }
        }
        grown.sort_unstable();
        grown.dedup();
        grown
    }

    /// The baskets that hold all of these.
    fn holding(&self, products: &[u32]) -> Vec<u32> {
        let mut lists = products
            .iter()
            .map(|product| self.evidence.holders.of(*product));
        let Some(first) = lists.next() else {
            return Vec::new();
        };
        lists.fold(first.to_vec(), |mut held, list| {
            held.retain(|basket| list.binary_search(basket).is_ok());
            held
        })
    }

    fn bundle(&self, products: Vec<u32>, ending: (i64, i64)) -> Option<Bundle> {
        let held = self.holding(&products);
        let each = products.iter().map(|product| {
            let others: Vec<u32> = products
                .iter()
                .copied()
                .filter(|it| it != product)
                .collect();
            Together {
                all: self.evidence.baskets,
                left: id(self.holding(&others).len()),
                right: id(self.evidence.holders.of(*product).len()),
                both: id(held.len()),
            }
        });
        let each: Vec<Together> = each.collect();
        if !each
            .iter()
            .all(|counts| counts.is_sure(self.evidence.least))
        {
            return None;
        }
        let since = self.model.parts.as_of - LATELY;
        let lately = held
            .iter()
            .filter(|basket| self.evidence.days[**basket as usize] >= since);
        let all = |price: fn(&Self, u32) -> Option<i64>| -> Option<i64> {
            products.iter().map(|product| price(self, *product)).sum()
        };
        let sells_for = all(Self::price);
        let cost = all(|shop, product| shop.catalogue.cost(product));
        Some(Bundle {
            held: id(held.len()),
            lately: id(lately.count()),
            lift: each
                .iter()
                .filter_map(|counts| counts.lift())
                .fold(f64::INFINITY, f64::min),
            set_price: sells_for.and_then(|sum| set_price(sum, cost, ending)),
            sells_for,
            each,
            products,
        })
    }

    /// How the shop's prices end within a hundred minor units: the commonest ending, or zero where
    /// none has a fifth of them.
    fn ending(&self) -> (i64, i64) {
        const UNIT: i64 = 100;
        let mut ends: BTreeMap<i64, u32> = BTreeMap::new();
        let mut all = 0_u32;
        for price in self.model.prices.iter().flatten() {
            *ends.entry(price.rem_euclid(UNIT)).or_default() += 1;
            all += 1;
        }
        let commonest = ends.iter().rev().max_by_key(|(_, count)| **count);
        let end = commonest.filter(|(_, count)| **count * 5 >= all);
        (UNIT, end.map_or(0, |(end, _)| *end))
    }
}

/// The highest price with the shop's ending at a tenth under what the set sells for, or at worst a
/// fifth under it; nothing where that is too near the cost, or where prices are too low for it.
fn set_price(sells_for: i64, cost: Option<i64>, (unit, end): (i64, i64)) -> Option<i64> {
    let target = i64::try_from(div_half_even(
        i128::from(sells_for) * i128::from(PRICE_PERCENT),
        100,
    ))
    .ok()?;
    let price = target - (target - end).rem_euclid(unit);
    let price = if amount(price) < 0.8 * amount(sells_for) {
        target
    } else {
        price
    };
    let floor = cost.map_or(0, |cost| cost.saturating_mul(OVER_COST_PERCENT) / 100);
    (price > 0 && price >= floor && price < sells_for).then_some(price)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_costs_about_a_tenth_less_and_ends_as_prices_end() {
        assert_eq!(set_price(5_000, None, (100, 99)), Some(4_499));
        assert_eq!(set_price(5_000, Some(3_599), (100, 99)), Some(4_499));
        assert_eq!(
            set_price(5_000, Some(3_700), (100, 99)),
            None,
            "too near its cost"
        );
        assert_eq!(
            set_price(60, None, (100, 99)),
            Some(54),
            "too low for an ending"
        );
        assert_eq!(set_price(0, None, (100, 0)), None);
    }
}
