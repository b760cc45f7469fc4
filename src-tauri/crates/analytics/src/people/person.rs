//! One customer, as their page shows them.

use pannier_core::{Currency, Day};

use super::People;
use crate::{
    CannotTell, Foretold, MapGroup, MoneyRange, NextOrder, Range, RfmWhy, interval::count_float,
    purchases::Days,
};

/// What a customer did, without any model. Several orders of one day are one purchase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlainHistory {
    /// Days with a purchase.
    pub purchases: u32,
    /// The first of them.
    pub first: Day,
    /// The last of them.
    pub last: Day,
    /// The mean number of days between two; nothing with a single one.
    pub every: Option<f64>,
    /// Purchases in the last 365 days.
    pub purchases_365: u32,
    /// Spent in the last 365 days, in minor units.
    pub spent_365: i64,
}

/// What is foretold of one customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersonValue {
    /// The probability that they are still with the shop, and how often they will come.
    pub foretold: Foretold,
    /// When they order next, if they are still with the shop.
    pub next_order: NextOrder,
    /// What an order of theirs will be worth, in minor units.
    pub order_value: f64,
    /// What they will spend within 365 days, in minor units, and the ends between which it lies in
    /// 8 of 10 cases.
    pub value_365: MoneyRange,
}

/// How likely one customer orders again within [`crate::AHEAD`] days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersonChance {
    /// The chance.
    pub chance: f64,
    /// What became of customers who were given about this chance the last time: the share that
    /// came, with its 95 % interval. Nothing where there were none.
    pub like_them: Option<Range>,
}

/// Everything that is worked out about one customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// The currency of all amounts.
    pub currency: Currency,
    /// What they did.
    pub history: PlainHistory,
    /// Their group, the scores and cuts that put them there, and what changed since last month;
    /// nothing for who did not order within the window of the scores.
    pub why: Option<RfmWhy>,
    /// Their mean order value, drawn towards the shop's by how few orders speak for it, where they
    /// are among the customers with the highest; minor units.
    pub high_value: Option<f64>,
    /// Where they are on the map; nothing for who did not order in the last 12 months.
    pub map_group: Option<MapGroup>,
    /// How often they will come and what they will spend.
    pub value: Result<PersonValue, CannotTell>,
    /// Whether they will order again soon.
    pub buys_again: Result<PersonChance, CannotTell>,
}

impl PlainHistory {
    /// Nothing without a purchase.
    fn of(days: Days, as_of: Day) -> Option<Self> {
        let (first, last) = (*days.day.first()?, *days.day.last()?);
        let year = as_of.number().saturating_sub(365);
        let begin = days.day.partition_point(|day| *day <= year);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let gaps = days.day.len() - 1;
        Some(Self {
            purchases: count(days.day.len()),
            first: Day::from_number(first)?,
            last: Day::from_number(last)?,
            every: (gaps > 0).then(|| f64::from(last - first) / count_float(gaps)),
            purchases_365: count(days.day.len() - begin),
            spent_365: days.spent[begin..]
                .iter()
                .fold(0_i64, |sum, spent| sum.saturating_add(*spent)),
        })
    }
}

impl People {
    /// A customer's page, by the facts' dense index; nothing for who has not bought.
    pub fn person(&self, customer: u32) -> Option<Person> {
        let asked = self.options.rfm;
        let days = self
            .purchases
            .up_to(customer as usize, asked.as_of.number());
        let value = match &self.value {
            Ok(model) => Ok(PersonValue {
                foretold: model.foretold(customer)?,
                next_order: model.next_order(customer)?,
                order_value: model.order_value(customer)?,
                value_365: model.range_365(customer)?,
            }),
            Err(why) => Err(*why),
        };
        let buys_again = match &self.buys_again {
            Ok(model) => {
                let chance = model.of(customer)?;
                let trial = model.hold_out.as_ref();
                Ok(PersonChance {
                    chance,
                    like_them: trial.and_then(|trial| trial.like(chance)),
                })
            }
            Err(why) => Err(*why),
        };
        Some(Person {
            currency: asked.currency,
            history: PlainHistory::of(days, asked.as_of)?,
            why: self.why(customer),
            high_value: self.drawn_in(customer),
            map_group: self.map.group(customer),
            value,
            buys_again,
        })
    }

    /// See [`Person::high_value`].
    fn drawn_in(&self, customer: u32) -> Option<f64> {
        let high = &self.high_value.as_ref()?.customers;
        let at = high.binary_search_by_key(&customer, |(who, _)| *who);
        at.ok().map(|at| high[at].1)
    }
}
