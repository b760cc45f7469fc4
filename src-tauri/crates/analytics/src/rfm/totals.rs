//! What each group comes to.

use pannier_core::{Facts, segment::RfmGroup};

use super::Rfm;
use crate::{clusters::fit, ranges::ratio, reconcile::average};

/// One group of customers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RfmGroupTotal {
    /// Which one.
    pub group: RfmGroup,
    /// Customers in it.
    pub customers: u32,
    /// Their orders that count.
    pub orders: u32,
    /// The revenue of those orders by the formula that was asked, in minor units.
    pub revenue: i64,
    /// That as a part of the revenue of all known customers; nothing where there is none.
    pub share: Option<f64>,
    /// Revenue ÷ orders, rounded half to even, in minor units; nothing without orders.
    pub aov: Option<i64>,
}

/// All eleven groups in their order, also the empty ones.
pub fn rfm_totals(facts: &Facts, rfm: &Rfm) -> [RfmGroupTotal; 11] {
    let mut sums = [(0_u32, 0_u32, 0_i128); 11];
    for code in rfm.codes.iter().flatten() {
        sums[code.group().index()].0 += 1;
    }
    rfm.options.each(facts, |position| {
        if let Some(group) = rfm.group(facts.customer[position]) {
            let (_, orders, revenue) = &mut sums[group.index()];
            *orders += 1;
            *revenue += i128::from(rfm.options.formula.revenue(facts, position));
        }
    });
    let all = fit(sums.iter().map(|(_, _, revenue)| revenue).sum());
    RfmGroup::ALL.map(|group| {
        let (customers, orders, revenue) = sums[group.index()];
        RfmGroupTotal {
            group,
            customers,
            orders,
            revenue: fit(revenue),
            share: ratio(fit(revenue), all),
            aov: average(revenue, i128::from(orders)),
        }
    })
}
