//! What a forecast leans on, each with where it comes from.

use pannier_core::Facts;

use super::{bunching::bunching, near::near_threshold};
use crate::{
    bundles::quantile_of,
    interval::float,
    margin::margin,
    ranges::{Assumption, Range},
};

/// A share that topped up is taken from the orders only where it is known this closely.
const CLOSE: f64 = 0.5;
/// The share of goods whose cost must be known before a margin is taken from costs.
const COSTS_KNOWN: f64 = 0.5;

/// What a merchant can move. Shares are between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ThresholdAssumptions {
    /// How far below a threshold people still top up, as a share of it.
    pub reach: f64,
    /// The share of orders within reach that top up. The same share is taken to have topped up to
    /// the present threshold.
    pub tops_up: Assumption,
    /// How far above the threshold those end, as a share of it.
    pub beyond: Assumption,
    /// What is left of goods after tax and the cost of what was sold, as a share of goods as the
    /// prices show them.
    pub margin: Assumption,
    /// The share of orders losing free shipping that do not come about.
    pub leaves: Assumption,
    /// What an order that pays shipping pays, tax in it, in minor units.
    pub shipping_charged: Assumption,
    /// What the shop pays to send an order, in minor units.
    pub shipping_cost: Assumption,
    /// The tax in prices, as a share of them: 0 where prices are without tax.
    pub tax_share: f64,
}

/// What the orders at these positions say of it, and plain guesses where they say nothing. `present`
/// is the threshold of free shipping that they were placed under; the share that tops up is read off
/// how they bunch above it. Without one, or where that cannot be told closely, 2, 8 or 15 in 100 are
/// assumed: nothing the shop has seen yet, so the range is wide. `costs` tells whether the costs of
/// products are in the currency of the orders.
pub fn threshold_assumptions(
    facts: &Facts,
    positions: &[u32],
    present: Option<i64>,
    costs: bool,
) -> ThresholdAssumptions {
    let reach = 0.2;
    let measured = present
        .and_then(|threshold| bunching(facts, positions, threshold, threshold - threshold / 5))
        .map(|found| found.topped_up)
        .filter(|share| share.high - share.low <= CLOSE && share.high > 0.0);
    let known = margin(facts, positions, costs);
    let from_costs = known
        .share
        .filter(|_| known.known.is_some_and(|share| share >= COSTS_KNOWN));
    let charged = shipping_charged(facts, positions);
    ThresholdAssumptions {
        reach,
        tops_up: measured.map_or(Assumption::assumed(0.02, 0.08, 0.15), Assumption::measured),
        beyond: Assumption::assumed(0.0, 0.03, 0.08),
        margin: from_costs.map_or(Assumption::assumed(0.25, 0.4, 0.55), |share| {
            Assumption::measured(Range::exactly(share))
        }),
        leaves: Assumption::assumed(0.0, 0.03, 0.1),
        shipping_charged: charged.map_or(Assumption::assumed(0.0, 0.0, 0.0), Assumption::measured),
        shipping_cost: charged.map_or(Assumption::assumed(0.0, 0.0, 0.0), |paid| {
            Assumption::assumed(0.8 * paid.likely, paid.likely, 1.2 * paid.likely)
        }),
        tax_share: known.tax_share.unwrap_or(0.0).clamp(0.0, 1.0),
    }
}

/// What orders that pay shipping pay: the middle one and the quarters about it.
fn shipping_charged(facts: &Facts, positions: &[u32]) -> Option<Range> {
    let mut paid: Vec<i64> = positions
        .iter()
        .map(|position| facts.shipping[*position as usize])
        .filter(|shipping| *shipping > 0)
        .collect();
    let mut at = |percent: usize| quantile_of(&mut paid, percent).map(float);
    Some(Range::new(at(25)?, at(50)?, at(75)?))
}

/// How many orders topped up to the present threshold, per one of share, and what each added on
/// average without what they ended above it: read off those who still end within reach below it.
/// They are what the share left over.
pub(super) fn within_reach(
    facts: &Facts,
    positions: &[u32],
    threshold: i64,
    reach: f64,
) -> (f64, f64) {
    let lowest = lowest(threshold, reach);
    let near = near_threshold(facts, positions, threshold, lowest);
    (f64::from(near.near), near.mean_gap.map_or(0.0, float))
}

/// The least goods from which people still top up to a threshold.
pub(super) fn lowest(threshold: i64, reach: f64) -> i64 {
    let reach = if reach.is_finite() {
        reach.clamp(0.0, 1.0)
    } else {
        0.0
    };
    let (lowest, _) = crate::interval::rounded((float(threshold) * (1.0 - reach), 0.0));
    lowest
}
