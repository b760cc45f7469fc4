//! How far the average order value is from what the merchant wants it to be.

use pannier_core::Facts;

use crate::{
    Formula,
    clusters::Gathered,
    interval::{self, float},
};

/// What can be said of a target, from the orders alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The whole interval lies at or above the target.
    Reached,
    /// The average is at or above the target, but its interval begins below it.
    LikelyReached,
    /// The average is below the target, but its interval reaches up to it.
    CannotTell,
    /// The whole interval lies below the target.
    NotYet,
    /// Under [`crate::MIN_ORDERS`] orders, or all are one customer's: there is no interval.
    TooFew,
}

/// Progress towards a target. Amounts are minor units.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// What the merchant wants.
    pub target: i64,
    /// Revenue ÷ orders, rounded half to even; nothing without orders.
    pub aov: Option<i64>,
    /// Orders.
    pub orders: u32,
    /// Where the true average lies with 95 % confidence.
    pub interval: Option<(i64, i64)>,
    /// What is missing from the average, negative where it is above; nothing without orders.
    pub missing: Option<i64>,
    /// The average as a part of the target; nothing without orders or a positive target.
    pub part: Option<f64>,
    /// What can be said.
    pub standing: Standing,
}

/// How counted orders of one currency, given by their positions, stand against a target.
pub fn progress(facts: &Facts, formula: Formula, positions: &[u32], target: i64) -> Progress {
    let mut gathered = Gathered::new(facts);
    let valued = |at: &u32| (*at, formula.revenue(facts, *at as usize));
    gathered.fill_with(facts, positions.iter().map(valued));
    let aov = gathered.aov();
    let ends = interval::of_ratio(&gathered);
    Progress {
        target,
        aov,
        orders: gathered.orders(),
        interval: ends.map(interval::rounded),
        missing: aov.map(|aov| target.saturating_sub(aov)),
        part: aov
            .filter(|_| target > 0)
            .map(|aov| float(aov) / float(target)),
        standing: standing(aov, ends, target),
    }
}

fn standing(aov: Option<i64>, ends: Option<(f64, f64)>, target: i64) -> Standing {
    let Some((aov, (low, high))) = aov.zip(ends) else {
        return Standing::TooFew;
    };
    if low >= float(target) {
        Standing::Reached
    } else if high < float(target) {
        Standing::NotYet
    } else if aov >= target {
        Standing::LikelyReached
    } else {
        Standing::CannotTell
    }
}
