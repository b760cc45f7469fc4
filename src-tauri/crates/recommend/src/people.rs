//! What each customer bought, how often, and when last; and which products are bought again.

use rayon::prelude::*;

use crate::{
    gram::Member,
    history::Baskets,
    items::Items,
    lists::Lists,
    num::{faded, single},
};

/// A product that a customer bought.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Owned {
    pub(crate) product: u32,
    /// Baskets of theirs that hold it.
    pub(crate) times: u32,
    /// The same, each counted by what is left of it after a half-life.
    pub(crate) fresh: f32,
    /// The days of the first and the last of them.
    pub(crate) first: i32,
    pub(crate) last: i32,
}

/// Customers and what they bought.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct People {
    /// By customer, products ascending.
    pub(crate) owned: Lists<Owned>,
    /// Baskets of each customer.
    pub(crate) baskets: Vec<u32>,
    /// The days of each customer's first and last basket.
    pub(crate) days: Vec<(i32, i32)>,
}

impl People {
    /// As of a day; what was bought longer ago counts less, where a half-life in days is given.
    pub(crate) fn of(baskets: Baskets, as_of: i32, half_life: Option<u16>) -> Self {
        let customers = baskets.customers();
        let mut people = Self {
            owned: Lists::default(),
            baskets: vec![0; customers],
            days: vec![(i32::MAX, i32::MIN); customers],
        };
        for basket in 0..baskets.len() {
            if let Some(customer) = baskets.customer(basket) {
                let (at, day) = (customer as usize, baskets.day(basket));
                people.baskets[at] += 1;
                let (first, last) = people.days[at];
                people.days[at] = (first.min(day), last.max(day));
            }
        }
        // By customer the lines of all their baskets, oldest first.
        let bought: Lists<(u32, i32)> = Lists::gathered(customers, || {
            (0..baskets.len())
                .filter_map(move |basket| Some((basket, baskets.customer(basket)?)))
                .flat_map(move |(basket, customer)| {
                    let day = baskets.day(basket);
                    let products = baskets.products(basket).iter();
                    products.map(move |product| (customer, (*product, day)))
                })
        });
        let ages = baskets.days();
        let left: Vec<f32> = (0..=as_of.saturating_sub(ages.start).max(0))
            .map(|days| single(faded(days, half_life)))
            .collect();
        let left = |day: i32| {
            let age = usize::try_from(as_of.saturating_sub(day)).unwrap_or(0);
            left.get(age).copied().unwrap_or(0.0)
        };
        let owned: Vec<Vec<Owned>> = (0..crate::num::id(customers))
            .into_par_iter()
            .map(|customer| {
                let mut lines = bought.of(customer).to_vec();
                lines.sort_unstable();
                let same = lines.chunk_by(|one, other| one.0 == other.0);
                same.map(|lines| Owned {
                    product: lines[0].0,
                    times: crate::num::id(lines.len()),
                    fresh: lines.iter().map(|(_, day)| left(*day)).sum(),
                    first: lines[0].1,
                    last: lines[lines.len() - 1].1,
                })
                .collect()
            })
            .collect();
        for list in owned {
            people.owned.push(list);
        }
        people
    }

    pub(crate) fn len(&self) -> usize {
        self.baskets.len()
    }

    pub(crate) fn of_customer(&self, customer: u32) -> &[Owned] {
        self.owned.of(customer)
    }

    pub(crate) fn baskets(&self, customer: u32) -> u32 {
        self.baskets.get(customer as usize).copied().unwrap_or(0)
    }

    /// What a customer bought of a product.
    pub(crate) fn owns(&self, customer: u32, product: u32) -> Option<Owned> {
        let owned = self.of_customer(customer);
        let found = owned
            .binary_search_by_key(&product, |owned| owned.product)
            .ok()?;
        Some(owned[found])
    }

    /// The taste of a customer: products with the weight they have in it, at most 1.
    pub(crate) fn taste<'a>(
        &'a self,
        items: &'a Items,
        customer: u32,
    ) -> impl Iterator<Item = Member> + 'a {
        self.of_customer(customer).iter().filter_map(|owned| {
            Some(Member {
                rank: items.rank(owned.product)?,
                weight: owned.fresh.min(1.0),
            })
        })
    }

    /// The tastes of all.
    pub(crate) fn tastes(&self, items: &Items) -> Lists<Member> {
        let mut tastes = Lists::default();
        for customer in 0..crate::num::id(self.len()) {
            tastes.push(self.taste(items, customer));
        }
        tastes
    }
}

/// How a product is bought again by those who bought it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rebuy {
    /// Customers who bought it.
    pub buyers: u32,
    /// Those who bought it on another day too.
    pub again: u32,
    /// The middle number of days between two purchases; zero where nobody bought it twice.
    pub gap: u16,
}

impl Rebuy {
    /// Buyers from which it can be told whether a product is bought again.
    const BUYERS: u32 = 10;

    /// Whether it is bought again and again: by a fifth of its buyers, where there are enough to
    /// tell.
    pub fn is_usual(self) -> bool {
        self.buyers >= Self::BUYERS && self.again * 5 >= self.buyers
    }

    /// How ripe another purchase is, so many days after the last: from 0 on the day itself to 1 at
    /// three quarters of the usual gap, and slowly down again when it was let pass twice.
    pub(crate) fn ripe(self, days: i32) -> f64 {
        if self.gap == 0 {
            return 1.0;
        }
        let gaps = f64::from(days.max(0)) / f64::from(self.gap);
        let risen = (gaps / 0.75).min(1.0);
        let passed = if gaps > 2.0 { 2.0 / gaps } else { 1.0 };
        0.1 + 0.9 * risen * passed
    }

    /// Of every product.
    pub(crate) fn of_all(baskets: Baskets, products: usize) -> Vec<Self> {
        // By product the days on which each customer bought it.
        let bought: Lists<(u32, i32)> = Lists::gathered(products, || {
            (0..baskets.len())
                .filter_map(move |basket| Some((basket, baskets.customer(basket)?)))
                .flat_map(move |(basket, customer)| {
                    let day = baskets.day(basket);
                    let products = baskets.products(basket).iter();
                    products.map(move |product| (*product, (customer, day)))
                })
        });
        (0..crate::num::id(products))
            .into_par_iter()
            .map(|product| {
                let mut days = bought.of(product).to_vec();
                days.sort_unstable();
                days.dedup();
                let mut gaps: Vec<u16> = Vec::new();
                let mut rebuy = Self::default();
                for of_one in days.chunk_by(|one, other| one.0 == other.0) {
                    rebuy.buyers += 1;
                    rebuy.again += u32::from(of_one.len() > 1);
                    let between = of_one.windows(2).map(|days| days[1].1 - days[0].1);
                    gaps.extend(between.map(|days| u16::try_from(days).unwrap_or(u16::MAX)));
                }
                if !gaps.is_empty() {
                    let middle = (gaps.len() - 1) / 2;
                    rebuy.gap = *gaps.select_nth_unstable(middle).1;
                }
                rebuy
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_purchase_ripens_and_passes() {
        let rebuy = Rebuy {
            buyers: 20,
            again: 10,
            gap: 40,
        };
        let ripe = [0, 15, 30, 60, 400].map(|days| rebuy.ripe(days));
        assert!((ripe[0] - 0.1).abs() < 1e-12 && ripe[1] < ripe[2]);
        assert!((ripe[2] - 1.0).abs() < 1e-12 && (ripe[3] - 1.0).abs() < 1e-12);
        assert!(ripe[4] < 0.5);
        assert!(rebuy.is_usual());
        let few = Rebuy {
            buyers: 4,
            again: 4,
            gap: 10,
        };
        assert!(!few.is_usual(), "four buyers cannot tell");
    }
}
