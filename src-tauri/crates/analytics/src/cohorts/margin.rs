//! What orders leave after the cost of their goods, where costs are known.

use pannier_core::{Facts, OrderFlags, share};
use rayon::prelude::*;

use super::begun::Begun;
use crate::interval::float;

/// Goods after discounts and without tax, before refunds, and what they cost. Minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CohortMargin {
    /// All goods.
    pub goods: i64,
    /// Those of products whose cost is known.
    pub with_cost: i64,
    /// What these cost.
    pub cost: i64,
}

impl CohortMargin {
    /// What the goods with a known cost left; negative where they cost more than they brought.
    pub fn left(&self) -> i64 {
        self.with_cost.saturating_sub(self.cost)
    }

    /// The part of all goods whose cost is known; nothing where goods are not positive.
    pub fn known_share(&self) -> Option<f64> {
        (self.goods > 0).then(|| float(self.with_cost) / float(self.goods))
    }

    /// The part of the goods with a known cost that is left; nothing where these are not positive.
    pub fn rate(&self) -> Option<f64> {
        (self.with_cost > 0).then(|| float(self.left()) / float(self.with_cost))
    }

    #[inline]
    fn add(&mut self, other: &Self) {
        self.goods = self.goods.saturating_add(other.goods);
        self.with_cost = self.with_cost.saturating_add(other.with_cost);
        self.cost = self.cost.saturating_add(other.cost);
    }
}

/// The margin of each cohort, in the order of the cohorts.
pub(super) fn of_cohorts(facts: &Facts, positions: &[u32], begun: &Begun) -> Vec<CohortMargin> {
    let none = || vec![CohortMargin::default(); begun.count()];
    let threads = rayon::current_num_threads().max(1);
    let stretch = positions.len().div_ceil(threads).max(8_192);
    let of_stretch = |positions: &[u32]| {
        let mut margins = none();
        for position in positions {
            let at = *position as usize;
            let cohorts = begun.cohorts_of_customer(facts.customer[at]);
            if cohorts.is_empty() {
                continue;
            }
            let order = of_order(facts, at);
            for cohort in cohorts {
                margins[*cohort as usize].add(&order);
            }
        }
        margins
    };
    let stretches = positions.par_chunks(stretch).map(of_stretch);
    let together = stretches.reduce_with(|mut margins, others| {
        for (margin, other) in margins.iter_mut().zip(&others) {
            margin.add(other);
        }
        margins
    });
    together.unwrap_or_else(none)
}

fn of_order(facts: &Facts, at: usize) -> CohortMargin {
    let (mut with_cost, mut cost) = (0_i64, 0_i64);
    for line in facts.lines.of(at) {
        let product = facts.lines.product[line] as usize;
        let known = facts.products.cost.get(product).copied().flatten();
        if let Some(piece) = known.filter(|_| !facts.lines.gift_card[line]) {
            with_cost = with_cost.saturating_add(facts.lines.goods(line));
            let pieces = i64::from(facts.lines.quantity[line]);
            cost = cost.saturating_add(piece.saturating_mul(pieces));
        }
    }
    let goods = facts.goods[at];
    if !facts.flags[at].has(OrderFlags::TAX_INCLUDED) {
        return CohortMargin {
            goods,
            with_cost,
            cost,
        };
    }
    // Tax in the prices is not the shop's; the goods with a known cost bear their part of it.
    let tax = facts.goods_tax[at];
    CohortMargin {
        goods: goods.saturating_sub(tax),
        with_cost: with_cost.saturating_sub(share(tax, with_cost, goods)),
        cost,
    }
}
