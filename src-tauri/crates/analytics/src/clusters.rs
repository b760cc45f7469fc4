//! Orders gathered by customer: the units that chance deals out, since one customer's orders
//! resemble each other.

use std::ops::Range;

use pannier_core::{Facts, div_half_even};

use crate::{Formula, interval::Ratio};

/// What one customer's counted orders of a period come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cluster {
    /// Minor units.
    pub(crate) revenue: i64,
    /// Counted orders.
    pub(crate) orders: u32,
}

/// The counted orders of one period. Made once for a shop and filled for period after period: the
/// table of customers is wiped only where it was written to.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    by_customer: Vec<Cluster>,
    touched: Vec<u32>,
    alone: Vec<i64>,
    values: Vec<i64>,
    /// Sum over the counted orders.
    pub(crate) revenue: i128,
    /// Pieces on them.
    pub(crate) units: i128,
}

impl Gathered {
    /// Room for the customers of these facts.
    pub(crate) fn new(facts: &Facts) -> Self {
        let by_customer = vec![Cluster::default(); facts.customer_ids.len()];
        Self {
            by_customer,
            ..Self::default()
        }
    }

    /// Takes in the counted orders of a stretch of the facts it was made for, in place of what it
    /// held.
    pub(crate) fn fill(
        &mut self,
        facts: &Facts,
        formula: Formula,
        currency: u8,
        range: Range<usize>,
    ) {
        self.clear();
        formula.each(facts, currency, range, |position, revenue| {
            self.take(facts.customer[position], revenue, facts.units[position]);
        });
    }

    /// Takes in these orders with a value each, in place of what it held. Pieces are not counted.
    pub(crate) fn fill_with(
        &mut self,
        facts: &Facts,
        orders: impl IntoIterator<Item = (u32, i64)>,
    ) {
        self.clear();
        for (position, value) in orders {
            self.take(facts.customer[position as usize], value, 0);
        }
    }

    fn clear(&mut self) {
        for customer in self.touched.drain(..) {
            self.by_customer[customer as usize] = Cluster::default();
        }
        self.alone.clear();
        self.values.clear();
        (self.revenue, self.units) = (0, 0);
    }

    /// One more order. Nobody known has an index past the table, and is a cluster of one order.
    #[inline]
    pub(crate) fn take(&mut self, customer: u32, revenue: i64, units: i64) {
        self.values.push(revenue);
        self.revenue += i128::from(revenue);
        self.units += i128::from(units);
        match self.by_customer.get_mut(customer as usize) {
            Some(cluster) => {
                if cluster.orders == 0 {
                    self.touched.push(customer);
                }
                cluster.revenue = cluster.revenue.saturating_add(revenue);
                cluster.orders += 1;
            }
            None => self.alone.push(revenue),
        }
    }

    /// The number of counted orders.
    pub(crate) fn orders(&self) -> u32 {
        u32::try_from(self.values.len()).unwrap_or(u32::MAX)
    }

    /// The number of clusters.
    pub(crate) fn clusters(&self) -> usize {
        self.touched.len() + self.alone.len()
    }

    /// Every cluster once.
    pub(crate) fn each(&self) -> impl Iterator<Item = Cluster> {
        let known = self
            .touched
            .iter()
            .map(|customer| self.by_customer[*customer as usize]);
        known.chain(self.each_alone())
    }

    /// The orders that nobody is tied to.
    pub(crate) fn each_alone(&self) -> impl Iterator<Item = Cluster> {
        self.alone.iter().map(|revenue| Cluster {
            revenue: *revenue,
            orders: 1,
        })
    }

    /// Every known customer with counted orders, and what they come to.
    pub(crate) fn each_customer(&self) -> impl Iterator<Item = (u32, Cluster)> {
        self.touched
            .iter()
            .map(|customer| (*customer, self.by_customer[*customer as usize]))
    }

    /// A known customer's orders; none of them when there are none.
    pub(crate) fn of(&self, customer: u32) -> Cluster {
        self.by_customer
            .get(customer as usize)
            .copied()
            .unwrap_or_default()
    }

    /// Revenue ÷ orders, rounded half to even; nothing without orders.
    pub(crate) fn aov(&self) -> Option<i64> {
        (!self.values.is_empty())
            .then(|| fit(div_half_even(self.revenue, i128::from(self.orders()))))
    }

    /// The middle value, or the half-even mean of the middle two. Leaves the values in another
    /// order.
    pub(crate) fn median(&mut self) -> Option<i64> {
        median(&mut self.values)
    }

    /// The average as an estimate of the shop's true one.
    pub(crate) fn ratio(&self) -> Ratio {
        Ratio::new(self.revenue, self.orders(), self.clusters())
    }
}

/// A sum or an average as an `i64`; past its range the nearest end.
pub(crate) fn fit(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

/// The middle value, or the half-even mean of the middle two.
pub(crate) fn median(values: &mut [i64]) -> Option<i64> {
    let count = values.len();
    if count == 0 {
        return None;
    }
    let (below, upper, _) = values.select_nth_unstable(count / 2);
    let upper = *upper;
    if count % 2 == 1 {
        return Some(upper);
    }
    let lower = below.iter().copied().max().unwrap_or(upper);
    Some(fit(div_half_even(i128::from(lower) + i128::from(upper), 2)))
}
