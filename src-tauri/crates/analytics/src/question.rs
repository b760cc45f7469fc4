//! What is asked of the orders: which of them, counted how.

mod text;

use std::sync::Arc;

use pannier_core::{Currency, Day, Facts};

pub use text::FilterError;

use crate::{Formula, explore::Dimension};

/// Which orders are meant, and what their revenue is.
#[derive(Debug, Clone)]
pub struct Question {
    /// Which orders count, and with what.
    pub formula: Formula,
    /// The one currency of the answer.
    pub currency: Currency,
    /// The first day; the first order's where open.
    pub from: Option<Day>,
    /// The day after the last; open where nothing.
    pub until: Option<Day>,
    /// What else has to hold of an order.
    pub filter: Filter,
}

impl Question {
    /// All counted orders in a currency.
    pub fn all(formula: Formula, currency: Currency) -> Self {
        Self {
            formula,
            currency,
            from: None,
            until: None,
            filter: Filter::default(),
        }
    }
}

/// Conditions that all hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Each of them.
    pub conditions: Vec<Condition>,
}

/// What has to hold of an order.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// It has one of these values (or, turned round, none of them). Values are compared without
    /// case; the empty one stands for what the file does not say. Where an order has several
    /// values, such as products, one is enough.
    Value {
        /// What is looked at.
        dimension: Dimension,
        /// The values, as [`crate::SplitRow::value`] names them. A product is also known by its
        /// name or SKU.
        values: Vec<String>,
        /// None of them instead of one.
        is_not: bool,
    },
    /// Its goods lie between two amounts in minor units, both included.
    Goods(Span),
    /// Its revenue by the question's formula lies between two amounts in minor units, both
    /// included.
    Revenue(Span),
    /// The number of pieces lies between two, both included.
    Units(Span),
    /// A customer of this set placed it.
    Customers {
        /// What the set is called.
        name: String,
        /// Who is in it.
        customers: Arc<CustomerSet>,
    },
}

/// From one number to another, both included; open where nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The least.
    pub from: Option<i64>,
    /// The most.
    pub to: Option<i64>,
}

impl Span {
    /// Whether a number lies in it.
    #[inline]
    pub fn holds(self, number: i64) -> bool {
        self.from.is_none_or(|from| from <= number) && self.to.is_none_or(|to| number <= to)
    }
}

/// Some of the customers of one state of the facts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerSet {
    bits: Vec<u64>,
}

impl CustomerSet {
    /// The customers of these facts of whom `is_in` holds, asked with their row.
    pub fn of(facts: &Facts, mut is_in: impl FnMut(i64) -> bool) -> Self {
        let mut bits = vec![0; facts.customer_ids.len().div_ceil(64)];
        for (index, id) in facts.customer_ids.iter().enumerate() {
            if is_in(*id) {
                bits[index / 64] |= 1 << (index % 64);
            }
        }
        Self { bits }
    }

    /// Whether a customer is in it, by their index in the facts; nobody known is not.
    #[inline]
    pub fn has(&self, customer: u32) -> bool {
        let word = self.bits.get(customer as usize / 64).copied();
        word.unwrap_or_default() >> (customer % 64) & 1 == 1
    }

    /// Takes the customers of another set of the same facts in.
    pub fn join(&mut self, other: &Self) {
        if self.bits.len() < other.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        for (own, more) in self.bits.iter_mut().zip(&other.bits) {
            *own |= more;
        }
    }

    /// The number of customers in it.
    pub fn len(&self) -> usize {
        self.bits
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|word| *word == 0)
    }
}
