//! When, how often and for how much customers ordered: three values, three scores, one group.
//!
//! R is the number of days since the last counted order, F the number of counted orders, M what
//! they paid for goods. Each is scored 1 to 5 by the cuts of the shop's own buyers, so that equal
//! values score the same and in a small shop some scores are not used.

mod cuts;
mod group;
mod moves;
mod totals;

use pannier_core::{Currency, Day, Facts};

pub use cuts::Cuts;
pub use group::{RfmCode, rfm_codes};
pub use moves::{RfmFlow, RfmMeasure, RfmStep, RfmWhy, ScoreMove, rfm_flows, rfm_why};
pub use pannier_core::segment::RfmGroup;
pub use totals::{RfmGroupTotal, rfm_totals};

use crate::Formula;

/// What M is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Monetary {
    /// Goods less refunds of goods.
    #[default]
    Net,
    /// Goods as at the time of order.
    Gross,
}

impl Monetary {
    /// What an order adds, in minor units of its currency.
    #[inline]
    pub(crate) fn of(self, facts: &Facts, position: usize) -> i64 {
        match self {
            Self::Net => facts.goods[position].saturating_sub(facts.goods_refunded[position]),
            Self::Gross => facts.goods[position],
        }
    }
}

/// Which orders are looked at, and from which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RfmOptions {
    /// The shop's day from which is looked back; orders of that day count.
    pub as_of: Day,
    /// So many days, that one included; all history where nothing.
    pub window: Option<u32>,
    /// What M is.
    pub monetary: Monetary,
    /// Which orders count.
    pub formula: Formula,
    /// Orders in another currency do not count.
    pub currency: Currency,
}

impl RfmOptions {
    /// All history, goods less refunds, the orders of the plain average order value.
    pub fn on(as_of: Day, currency: Currency) -> Self {
        Self {
            as_of,
            window: None,
            monetary: Monetary::Net,
            formula: Formula::Goods,
            currency,
        }
    }

    /// The same as of another day.
    #[must_use]
    pub fn as_of(self, as_of: Day) -> Self {
        Self { as_of, ..self }
    }

    /// Hands the position of every order that counts to `each`, in order.
    pub(crate) fn each(&self, facts: &Facts, mut each: impl FnMut(usize)) {
        let Some(currency) = facts.currency_index(self.currency) else {
            return;
        };
        let from = self
            .window
            .map(|days| self.as_of.plus_days(1 - i64::from(days)));
        let range = facts.positions(from, Some(self.as_of.plus_days(1)));
        self.formula
            .each(facts, currency, range, |position, _| each(position));
    }
}

/// A customer's three values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RfmValues {
    /// Days since the last order; 0 for someone without orders.
    pub recency: u32,
    /// Orders; 0 for someone who is no buyer.
    pub frequency: u32,
    /// Spent, in minor units; may be below zero where more was paid back than goods were worth.
    pub monetary: i64,
}

/// The cuts of the shop's buyers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RfmCuts {
    /// Of days.
    pub recency: Cuts,
    /// Of orders.
    pub frequency: Cuts,
    /// Of minor units.
    pub monetary: Cuts,
}

impl RfmCuts {
    /// The code of someone with these values.
    #[inline]
    pub fn code(&self, values: RfmValues) -> RfmCode {
        RfmCode::new(
            6 - self.recency.score(i64::from(values.recency)),
            self.frequency.score(i64::from(values.frequency)),
            self.monetary.score(values.monetary),
        )
    }
}

/// All customers of the facts, by their dense index.
#[derive(Debug, Clone, PartialEq)]
pub struct Rfm {
    /// What was asked.
    pub options: RfmOptions,
    /// The values of each customer.
    pub values: Vec<RfmValues>,
    /// The code of each customer; nothing for who is no buyer.
    pub codes: Vec<Option<RfmCode>>,
    /// The cuts; nothing without buyers.
    pub cuts: Option<RfmCuts>,
    /// Customers with an order that counts.
    pub buyers: u32,
}

impl Rfm {
    /// The group of a customer; nothing for who is no buyer or not known.
    pub fn group(&self, customer: u32) -> Option<RfmGroup> {
        self.code(customer).map(RfmCode::group)
    }

    /// The code of a customer; nothing for who is no buyer or not known.
    pub fn code(&self, customer: u32) -> Option<RfmCode> {
        self.codes.get(customer as usize).copied().flatten()
    }
}

/// Scores all customers.
pub fn rfm(facts: &Facts, options: RfmOptions) -> Rfm {
    let values = values(facts, options);
    let cuts = cuts(&values);
    let mut buyers = 0;
    let codes = values
        .iter()
        .map(|values| {
            let code = cuts.filter(|_| values.frequency > 0)?.code(*values);
            buyers += 1;
            Some(code)
        })
        .collect();
    Rfm {
        options,
        values,
        codes,
        cuts,
        buyers,
    }
}

fn values(facts: &Facts, options: RfmOptions) -> Vec<RfmValues> {
    let mut values = vec![RfmValues::default(); facts.customer_ids.len()];
    let today = options.as_of.number();
    options.each(facts, |position| {
        // Nobody known has an index past the table.
        if let Some(of) = values.get_mut(facts.customer[position] as usize) {
            let ago = u32::try_from(today.saturating_sub(facts.day[position])).unwrap_or(0);
            // Days go on with the orders, save in a zone that moved; the least is the last.
            of.recency = if of.frequency == 0 {
                ago
            } else {
                ago.min(of.recency)
            };
            of.frequency = of.frequency.saturating_add(1);
            of.monetary = of
                .monetary
                .saturating_add(options.monetary.of(facts, position));
        }
    });
    values
}

fn cuts(values: &[RfmValues]) -> Option<RfmCuts> {
    let of = |value: fn(&RfmValues) -> i64| {
        let buyers = values.iter().filter(|values| values.frequency > 0);
        Cuts::of(&mut buyers.map(value).collect::<Vec<_>>())
    };
    let (recency, (frequency, monetary)) = rayon::join(
        || of(|values| i64::from(values.recency)),
        || {
            (
                of(|values| i64::from(values.frequency)),
                of(|values| values.monetary),
            )
        },
    );
    Some(RfmCuts {
        recency: recency?,
        frequency: frequency?,
        monetary: monetary?,
    })
}
