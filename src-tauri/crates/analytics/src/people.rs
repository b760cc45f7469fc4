//! Everything about all customers at once: what a list and a page of a customer show, and what
//! groups of customers are picked by. Worked out once for a state of the facts and a day.

mod person;
mod worth;

use pannier_core::{Currency, Day, Facts};

pub use person::{Person, PersonChance, PersonValue, PlainHistory};
pub use worth::Worth;

use crate::{
    BuysAgain, CannotTell, CustomerMap, HighValue, MapBands, Rfm, RfmOptions, RfmWhy, ValueModel,
    buys_again::buys_again, high_value, purchases::Purchases, rfm, rfm_why,
};

/// What is asked of all customers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeopleOptions {
    /// The day, the orders that count, and what M is. The window is R, F and M's alone.
    pub rfm: RfmOptions,
    /// The share of customers that count as high-value, 0 to 1.
    pub high_value: f64,
    /// The bands of the map; suited to the shop where nothing.
    pub bands: Option<MapBands>,
}

impl PeopleOptions {
    /// What is taken where the merchant moved nothing.
    pub fn on(as_of: Day, currency: Currency) -> Self {
        Self {
            rfm: RfmOptions::on(as_of, currency),
            high_value: 0.2,
            bands: None,
        }
    }
}

/// All customers of one state of the facts. Vectors go by the facts' dense index of customers.
#[derive(Debug, Clone)]
pub struct People {
    /// What was asked.
    pub options: PeopleOptions,
    /// Values, scores and groups.
    pub rfm: Rfm,
    /// The same a month before.
    pub rfm_before: Rfm,
    /// Who places orders of high value; nothing where that cannot be said.
    pub high_value: Option<HighValue>,
    /// How often customers come and what they spend, or why nothing can be told of it.
    pub value: Result<ValueModel, CannotTell>,
    /// Who will order again soon, or why nothing can be told of it.
    pub buys_again: Result<BuysAgain, CannotTell>,
    /// Spend by days since the last order.
    pub map: CustomerMap,
    /// The columns that groups of customers are picked by.
    pub worth: Worth,
    purchases: Purchases,
}

impl People {
    /// Works everything out.
    pub fn of(facts: &Facts, options: PeopleOptions) -> Self {
        let asked = options.rfm;
        let as_of = asked.as_of;
        let all_history = RfmOptions {
            window: None,
            ..asked
        };
        let purchases = Purchases::of(facts, all_history);
        let scores = || {
            rayon::join(
                || rfm(facts, asked),
                || rfm(facts, asked.as_of(as_of.plus_months(-1))),
            )
        };
        let chances = || buys_again(&purchases, as_of, asked.currency);
        let ((value, buys_again), (rfm, rfm_before)) = rayon::join(
            || rayon::join(|| ValueModel::of(&purchases, as_of), chances),
            scores,
        );
        let mut positions = Vec::with_capacity(facts.len());
        all_history.each(facts, |position| {
            positions.extend(u32::try_from(position).ok());
        });
        let high = high_value(facts, asked.formula, &positions, options.high_value);
        let predicted = value.as_ref().ok().map(ValueModel::values_365);
        Self {
            worth: Worth::of(&rfm, high.as_ref(), predicted),
            map: CustomerMap::of(&purchases, as_of, asked.currency, options.bands),
            options,
            rfm,
            rfm_before,
            high_value: high,
            value,
            buys_again,
            purchases,
        }
    }

    /// Why a customer is in their group, and what changed since last month; nothing for who is no
    /// buyer.
    pub fn why(&self, customer: u32) -> Option<RfmWhy> {
        rfm_why(&self.rfm_before, &self.rfm, customer)
    }
}
