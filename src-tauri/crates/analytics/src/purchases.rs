//! The days on which each customer bought, as far back as the shop knows.

use pannier_core::Facts;

use crate::{
    RfmOptions,
    interval::{count_float, float},
};

/// Days on which customers bought, one row a customer. Several orders of one day are one purchase,
/// as in Fader, Hardie and Lee (2005).
#[derive(Debug, Clone, Default)]
pub(crate) struct Purchases {
    /// Where each customer's days begin, and at the end where the last one's end.
    first: Vec<u32>,
    /// The shop's days, ascending within a customer.
    day: Vec<i32>,
    /// What was spent on that day, in minor units.
    spent: Vec<i64>,
}

/// One customer's days, ascending, with what was spent on each.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Days<'p> {
    pub(crate) day: &'p [i32],
    pub(crate) spent: &'p [i64],
}

impl Purchases {
    /// The purchases that were asked for; what was spent is as M.
    pub(crate) fn of(facts: &Facts, asked: RfmOptions) -> Self {
        let customers = facts.customer_ids.len();
        let mut ends = vec![0_u32; customers + 1];
        asked.each(facts, |position| {
            if let Some(end) = ends.get_mut(facts.customer[position] as usize + 1) {
                *end += 1;
            }
        });
        for row in 1..ends.len() {
            ends[row] += ends[row - 1];
        }
        let orders = ends.last().copied().unwrap_or(0) as usize;
        let mut next = ends.clone();
        let mut placed = vec![(0_i32, 0_i64); orders];
        asked.each(facts, |position| {
            let customer = facts.customer[position] as usize;
            if customer < customers {
                let at = &mut next[customer];
                placed[*at as usize] = (facts.day[position], asked.monetary.of(facts, position));
                *at += 1;
            }
        });
        let mut purchases = Self {
            first: Vec::with_capacity(customers + 1),
            day: Vec::with_capacity(orders),
            spent: Vec::with_capacity(orders),
        };
        purchases.first.push(0);
        for row in ends.windows(2) {
            let own = &mut placed[row[0] as usize..row[1] as usize];
            // In order already, save in a zone that moved across the date line.
            own.sort_by_key(|(day, _)| *day);
            let begin = purchases.day.len();
            for (day, spent) in own {
                match purchases.spent.last_mut() {
                    Some(sum) if purchases.day[begin..].last() == Some(day) => {
                        *sum = sum.saturating_add(*spent);
                    }
                    _ => {
                        purchases.day.push(*day);
                        purchases.spent.push(*spent);
                    }
                }
            }
            // Four thousand million orders do not fit into memory.
            let end = u32::try_from(purchases.day.len()).unwrap_or(u32::MAX);
            purchases.first.push(end);
        }
        purchases
    }

    /// The number of customers, also of those without a purchase.
    pub(crate) fn customers(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// The days of a customer up to and with `until`, by the dense index.
    pub(crate) fn up_to(&self, customer: usize, until: i32) -> Days<'_> {
        let all = self.all(customer);
        let end = all.day.partition_point(|day| *day <= until);
        Days {
            day: &all.day[..end],
            spent: &all.spent[..end],
        }
    }

    /// All days of a customer, by the dense index.
    pub(crate) fn all(&self, customer: usize) -> Days<'_> {
        let [Some(begin), Some(end)] = [customer, customer + 1].map(|at| self.first.get(at)) else {
            return Days::default();
        };
        let range = *begin as usize..*end as usize;
        Days {
            day: &self.day[range.clone()],
            spent: &self.spent[range],
        }
    }

    /// The first day on which anyone bought.
    pub(crate) fn begin(&self) -> Option<i32> {
        self.day.iter().copied().min()
    }

    /// How many customers bought on two days or more, up to and with a day.
    pub(crate) fn repeat_buyers(&self, until: i32) -> u32 {
        (0..self.customers())
            .map(|customer| u32::from(self.up_to(customer, until).day.len() > 1))
            .sum()
    }
}

impl Days<'_> {
    /// On how many days they bought within `(after, until]`.
    pub(crate) fn within(self, after: i32, until: i32) -> usize {
        let end = self.day.partition_point(|day| *day <= until);
        let begin = self.day.partition_point(|day| *day <= after);
        end.saturating_sub(begin)
    }

    /// All that was spent, in minor units.
    pub(crate) fn total(self) -> f64 {
        self.spent.iter().copied().map(float).sum()
    }

    /// The number of purchases.
    pub(crate) fn count(self) -> f64 {
        count_float(self.day.len())
    }
}
