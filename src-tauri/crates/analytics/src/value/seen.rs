//! What the models of buying know of a customer, and customers of whom they know the same.

use pannier_core::{Day, Facts};

use crate::{RfmOptions, purchases::Purchases};

/// Days in the models' unit of time.
pub(super) const WEEK: f64 = 7.0;

/// A customer as the models see them. Several orders of one day are one purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrderHistory {
    /// x: days with a purchase after the first such day.
    pub again: u32,
    /// T: days from the first purchase to the day of looking back.
    pub age: u32,
    /// Days from the first purchase to the last; 0 with a single one.
    pub last: u32,
}

impl OrderHistory {
    pub(super) fn of(day: &[i32], until: i32) -> Option<Self> {
        let (first, last) = (*day.first()?, *day.last()?);
        let after = |day: i32| u32::try_from(day.saturating_sub(first)).unwrap_or(0);
        Some(Self {
            again: u32::try_from(day.len() - 1).unwrap_or(u32::MAX),
            age: after(until),
            last: after(last),
        })
    }

    /// x.
    pub(super) fn x(self) -> f64 {
        f64::from(self.again)
    }

    /// T in weeks.
    pub(super) fn age_weeks(self) -> f64 {
        f64::from(self.age) / WEEK
    }

    /// The week of the last purchase after the first.
    pub(super) fn last_weeks(self) -> f64 {
        f64::from(self.last) / WEEK
    }
}

/// All customers' histories as of a day, those that are equal counted once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OrderHistories {
    /// The different ones, ascending.
    pub each: Vec<OrderHistory>,
    /// How many customers have each.
    pub customers: Vec<u32>,
    /// Which of them each customer of the facts has, by the dense index.
    of: Vec<Option<u32>>,
}

impl OrderHistories {
    /// The histories up to and with the day of `asked`.
    pub fn of(facts: &Facts, asked: RfmOptions) -> Self {
        Self::until(&Purchases::of(facts, asked), asked.as_of)
    }

    pub(crate) fn until(purchases: &Purchases, until: Day) -> Self {
        let until = until.number();
        let mut of = vec![None; purchases.customers()];
        let mut known: Vec<(OrderHistory, u32)> = (0..)
            .zip(0..purchases.customers())
            .filter_map(|(index, customer)| {
                let history = OrderHistory::of(purchases.up_to(customer, until).day, until)?;
                Some((history, index))
            })
            .collect();
        known.sort_unstable();
        let mut all = Self::default();
        for (history, customer) in known {
            if all.each.last() != Some(&history) {
                all.each.push(history);
                all.customers.push(0);
            }
            if let Some(customers) = all.customers.last_mut() {
                *customers += 1;
            }
            of[customer as usize] = u32::try_from(all.each.len() - 1).ok();
        }
        all.of = of;
        all
    }

    /// The place in [`OrderHistories::each`] of a customer, by the dense index; nothing for who
    /// has not bought.
    pub fn place(&self, customer: u32) -> Option<usize> {
        let place = self.of.get(customer as usize).copied().flatten()?;
        Some(place as usize)
    }

    /// The history of a customer, by the dense index; nothing for who has not bought.
    pub fn history(&self, customer: u32) -> Option<OrderHistory> {
        self.each.get(self.place(customer)?).copied()
    }

    /// The number of customers of the facts, also of those who have not bought.
    pub(super) fn all(&self) -> usize {
        self.of.len()
    }

    /// Customers who bought.
    pub fn buyers(&self) -> u32 {
        self.customers.iter().sum()
    }

    /// Customers who bought on two days or more.
    pub fn repeat_buyers(&self) -> u32 {
        let both = self.each.iter().zip(&self.customers);
        both.filter(|(history, _)| history.again > 0)
            .map(|(_, customers)| customers)
            .sum()
    }

    /// Purchases after the first ÷ weeks in which they could have come, over everyone.
    pub(super) fn rate(&self) -> f64 {
        let (mut again, mut weeks) = (0.0, 0.0);
        for (history, customers) in self.each.iter().zip(&self.customers) {
            let customers = f64::from(*customers);
            again += customers * history.x();
            weeks += customers * history.age_weeks();
        }
        // Half a purchase and half a week more, so that it is neither 0 nor endless.
        (again + 0.5) / (weeks + 0.5)
    }

    /// At most about so many of the histories, evenly picked.
    pub(super) fn thinned(&self, most: usize) -> Self {
        let step = self.each.len().div_ceil(most).max(1);
        Self {
            each: self.each.iter().copied().step_by(step).collect(),
            customers: self.customers.iter().copied().step_by(step).collect(),
            of: Vec::new(),
        }
    }
}
