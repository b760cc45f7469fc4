//! The explorer: any orders, split by anything that tells them apart, over any stretch of time.
//!
//! What every question needs of the facts is worked out once with them: the orders customer by
//! customer (chance deals out customers, so each interval walks along them), which order was a
//! customer's first, and which codes stand in a text of codes; and on first use the orders of each
//! product, category and vendor. A question then is a mask of the orders that are meant, a list of
//! the orders of each group, one pass along the lists for the sums of all groups, and one for the
//! intervals of those that are shown. Lists need no counters by group: a sum stays in a register.

mod by_customer;
mod codes;
mod compare;
mod dimension;
mod distribution;
mod every;
mod lists;
mod middles;
mod pick;
mod ranked;
mod slots;
mod sparks;
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
use by_customer::ByCustomer;
use codes::CodeWords;
use pick::Counted;

/// Orders ready to be asked about.
#[derive(Debug)]
pub struct Explorer {
    facts: Arc<Facts>,
    by_customer: ByCustomer,
    counted: Counted,
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
        Self {
            by_customer: ByCustomer::of(&facts),
            counted: Counted::of(&facts),
            firsts: firsts(&facts),
            code_words: CodeWords::of(&facts.codes),
            same_name: values::same_name(&facts.products),
            facts,
        }
    }

    /// The facts that it asks.
    pub fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }

    /// Bytes that it takes in memory besides the facts, with what it worked out for the questions
    /// so far.
    pub fn bytes(&self) -> usize {
        self.by_customer.bytes() + self.firsts.capacity()
    }

    /// Whether an order is the first of its customer that counts by a formula; nothing where
    /// nobody is known.
    pub fn is_first(&self, formula: Formula, position: usize) -> Option<bool> {
        let known = self.facts.customer[position] != NO_CUSTOMER;
        known.then(|| self.firsts[position] >> counting(formula) & 1 == 1)
    }
}

/// A formula for each way of counting, in the order of their numbers.
const WAYS: [Formula; 3] = [Formula::Goods, Formula::Shopify, Formula::Net];

/// Formulas that count the same orders have the same number.
const fn counting(formula: Formula) -> u8 {
    match formula {
        Formula::Goods => 0,
        Formula::Shopify => 1,
        Formula::Net | Formula::Collected => 2,
    }
}

fn firsts(facts: &Facts) -> Vec<u8> {
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
