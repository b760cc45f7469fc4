//! The explorer: any orders, split by anything that tells them apart, over any stretch of time.
//!
//! What every question needs of the facts is worked out once with them: the orders customer by
//! customer (chance deals out customers, so each interval walks along them), which order was a
//! customer's first, and which codes stand in a text of codes. A question then is a mask of the
//! orders that are meant, one pass for the sums of all groups, and one walk along the customers
//! for the intervals of the groups that are shown.

mod codes;
mod compare;
mod dimension;
mod distribution;
mod every;
mod pick;
mod split;
mod values;
mod walk;

use std::sync::Arc;

use pannier_core::{Facts, NO_CUSTOMER};

pub use compare::{Compared, Comparison, ComparisonNote, compared};
pub use dimension::{Dimension, UnknownDimension};
pub use distribution::{Bin, Histogram, UnitsBin};
pub use every::{Every, Point, UnknownEvery};
pub use split::{Other, SparkPoint, Split, SplitOrder, SplitRow, SplitSort, Whole};
pub use values::KnownValue;

use crate::Formula;
use codes::CodeWords;

/// Orders ready to be asked about.
#[derive(Debug)]
pub struct Explorer {
    facts: Arc<Facts>,
    /// Positions of orders customer by customer, each one's oldest first; those that nobody can be
    /// tied to at the end.
    by_customer: Vec<u32>,
    /// Where each customer's orders begin in that, and at the end where the last one's end.
    starts: Vec<u32>,
    /// By position: whether it is its customer's first order that counts, a bit for each of the
    /// ways of counting.
    firsts: Vec<u8>,
    code_words: CodeWords,
    /// Products whose name another one has as well.
    same_name: Vec<bool>,
}

impl Explorer {
    /// Makes the facts ready: a walk along all orders.
    pub fn new(facts: Arc<Facts>) -> Self {
        let (by_customer, starts) = by_customer(&facts);
        Self {
            firsts: firsts(&facts),
            code_words: CodeWords::of(&facts.codes),
            same_name: values::same_name(&facts.products),
            by_customer,
            starts,
            facts,
        }
    }

    /// The facts that it asks.
    pub fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }

    /// Whether an order is the first of its customer that counts by a formula; nothing where
    /// nobody is known.
    pub fn is_first(&self, formula: Formula, position: usize) -> Option<bool> {
        let known = self.facts.customer[position] != NO_CUSTOMER;
        known.then(|| self.firsts[position] >> counting(formula) & 1 == 1)
    }
}

/// Formulas that count the same orders have the same number.
const fn counting(formula: Formula) -> u8 {
    match formula {
        Formula::Goods => 0,
        Formula::Shopify => 1,
        Formula::Net | Formula::Collected => 2,
    }
}

fn by_customer(facts: &Facts) -> (Vec<u32>, Vec<u32>) {
    let customers = facts.customer_ids.len();
    let place = |customer: u32| (customer as usize).min(customers);
    let mut next = vec![0_u32; customers + 2];
    for customer in &facts.customer {
        next[place(*customer) + 1] += 1;
    }
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    let starts = next[..=customers].to_vec();
    let mut positions = vec![0; facts.len()];
    for (position, customer) in (0..).zip(&facts.customer) {
        let next = &mut next[place(*customer)];
        positions[*next as usize] = position;
        *next += 1;
    }
    (positions, starts)
}

fn firsts(facts: &Facts) -> Vec<u8> {
    const WAYS: [Formula; 3] = [Formula::Goods, Formula::Shopify, Formula::Net];
    let mut seen = vec![0_u8; facts.customer_ids.len()];
    let orders = facts.customer.iter().zip(&facts.flags);
    orders
        .map(|(customer, flags)| {
            let Some(seen) = seen.get_mut(*customer as usize) else {
                return 0;
            };
            let counted = WAYS
                .iter()
                .filter(|way| way.counts(*flags))
                .fold(0, |bits, way| bits | 1 << counting(*way));
            let new = counted & !*seen;
            *seen |= counted;
            new
        })
        .collect()
}
