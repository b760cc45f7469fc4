//! The difference of two groups' means, customers being what chance deals out.

use pannier_core::Facts;

use crate::{
    clusters::Gathered,
    interval,
    quantiles::{Z_975, normal_quantile},
    ranges::Range,
};

/// Two groups of orders with a value each, filled again and again.
pub(super) struct Groups<'a> {
    facts: &'a Facts,
    one: Gathered,
    other: Gathered,
}

impl<'a> Groups<'a> {
    pub(super) fn new(facts: &'a Facts) -> Self {
        Self {
            facts,
            one: Gathered::new(facts),
            other: Gathered::new(facts),
        }
    }

    pub(super) fn fill_one(&mut self, orders: impl IntoIterator<Item = (u32, i64)>) {
        self.one.fill_with(self.facts, orders);
    }

    pub(super) fn fill_other(&mut self, orders: impl IntoIterator<Item = (u32, i64)>) {
        self.other.fill_with(self.facts, orders);
    }

    /// The mean of the one less that of the other with an interval that holds the truth in 95 of 100
    /// cases even when the one was picked out of `looked_at` groups (Bonferroni). Nothing under
    /// [`crate::MIN_ORDERS`] on a side.
    pub(super) fn difference(&self, looked_at: usize) -> Option<Range> {
        let (low, high) = interval::of_difference(&self.one, &self.other)?;
        let apart = self.one.ratio().value - self.other.ratio().value;
        let wider = wider(looked_at);
        Some(Range::new(
            apart - (apart - low) * wider,
            apart,
            apart + (high - apart) * wider,
        ))
    }

    /// The mean of the one.
    pub(super) fn mean_of_one(&self) -> Option<i64> {
        self.one.aov()
    }

    /// The mean of the other.
    pub(super) fn mean_of_other(&self) -> Option<i64> {
        self.other.aov()
    }
}

/// How much wider an interval is that one out of so many was picked for.
pub(super) fn wider(looked_at: usize) -> f64 {
    let level = 1.0 - 0.025 / interval::count_float(looked_at.max(1));
    (normal_quantile(level) / Z_975).max(1.0)
}
