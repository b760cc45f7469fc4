//! How often customers will come, when next, and what they will spend: fitted to the shop's own
//! history, and silent where that cannot tell.

mod bg_nbd;
mod climb;
mod draws;
mod gamma_gamma;
mod later;
mod seen;
mod trial;

use pannier_core::{Day, Facts};
use rayon::prelude::*;

pub use bg_nbd::{BgNbd, BgNbdFit, fit_orders};
pub use gamma_gamma::{GammaGamma, GammaGammaFit, Spent, fit_spend};
pub use seen::{OrderHistories, OrderHistory};
pub use trial::OrdersTrial;

use crate::{
    MoneyRange, Range, RfmOptions,
    interval::{float, minor},
    purchases::{Days, Purchases},
};

/// Customers with two purchases or more that a forecast needs.
pub const MIN_REPEAT_BUYERS: u32 = 200;
/// A next order further away than this is not given a day.
const FAR_DAYS: f64 = 1_095.0;

/// Why nothing is foretold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CannotTell {
    /// Too few customers came back.
    FewRepeatBuyers {
        /// Customers who bought on two days or more.
        found: u32,
        /// As many are needed.
        needed: u32,
    },
    /// The shop's first order is not so many days old.
    ShortHistory {
        /// Days that are needed.
        needed: u32,
    },
    /// The history does not show that anyone leaves, or that customers differ: the best fit lies at
    /// the end of what the model's numbers can be.
    OnTheBorder,
    /// Nearly all customers did the same.
    NoDifference,
}

/// What is foretold of a customer who bought on several days, or one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Foretold {
    /// The probability that they are still with the shop.
    pub alive: f64,
    /// Purchases within 90 days.
    pub orders_90: f64,
    /// Purchases within 365 days.
    pub orders_365: f64,
}

/// When a customer orders next, if they are still with the shop: likely then, and between these
/// days in 8 of 10 cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextOrder {
    /// One in ten comes before this day.
    pub from: Day,
    /// As many come before as after; nothing where it is more than three years away.
    pub likely: Option<Day>,
    /// One in ten comes after this day; nothing where it is more than three years away.
    pub until: Option<Day>,
}

/// The models of a shop and what they say of everyone.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueModel {
    /// The day of looking ahead.
    pub as_of: Day,
    /// How often customers come.
    pub orders: BgNbdFit,
    /// What their orders are worth.
    pub spend: GammaGammaFit,
    /// How right the first was about the shop's last weeks; nothing where the shop was too young.
    pub trial: Option<OrdersTrial>,
    histories: OrderHistories,
    /// By the place in the histories.
    foretold: Vec<Foretold>,
    /// By the facts' dense index.
    spent: Vec<Spent>,
}

/// Fits the models and foretells everyone.
pub fn value_model(facts: &Facts, asked: RfmOptions) -> Result<ValueModel, CannotTell> {
    ValueModel::of(&Purchases::of(facts, asked), asked.as_of)
}

impl ValueModel {
    pub(crate) fn of(purchases: &Purchases, as_of: Day) -> Result<Self, CannotTell> {
        let histories = OrderHistories::until(purchases, as_of);
        let found = histories.repeat_buyers();
        if found < MIN_REPEAT_BUYERS {
            return Err(CannotTell::FewRepeatBuyers {
                found,
                needed: MIN_REPEAT_BUYERS,
            });
        }
        let until = as_of.number();
        let spent: Vec<Spent> = (0..purchases.customers())
            .map(|customer| Spent::of(purchases.up_to(customer, until)))
            .collect();
        let (orders, spend) = rayon::join(|| fit_orders(&histories), || fit_spend(&spent));
        let (orders, spend) = orders.zip(spend).ok_or(CannotTell::NoDifference)?;
        if orders.on_border || spend.on_border {
            return Err(CannotTell::OnTheBorder);
        }
        let foretold = foretell(&orders.model, &histories);
        Ok(Self {
            as_of,
            orders,
            spend,
            trial: trial::orders_trial(purchases, as_of),
            histories,
            foretold,
            spent,
        })
    }

    /// What is foretold of a customer, by the dense index; nothing for who has not bought.
    pub fn foretold(&self, customer: u32) -> Option<Foretold> {
        let place = self.histories.place(customer)?;
        self.foretold.get(place).copied()
    }

    /// What the models know of a customer; nothing for who has not bought.
    pub fn history(&self, customer: u32) -> Option<OrderHistory> {
        self.histories.history(customer)
    }

    /// What an order of a customer will be worth on average, in minor units; nothing for who has
    /// not bought.
    pub fn order_value(&self, customer: u32) -> Option<f64> {
        self.histories.place(customer)?;
        let spent = self.spent.get(customer as usize)?;
        Some(self.spend.model.expected(*spent))
    }

    /// What a customer will likely spend within 365 days, in minor units, rounded half to even:
    /// purchases × what one is worth. Nothing for who has not bought.
    pub fn value_365(&self, customer: u32) -> Option<i64> {
        let orders = self.foretold(customer)?.orders_365;
        Some(minor(orders * self.order_value(customer)?))
    }

    /// The same of every customer, 0 for who has not bought.
    pub(crate) fn values_365(&self) -> Vec<i64> {
        (0..)
            .take(self.histories.all())
            .map(|customer| self.value_365(customer).unwrap_or(0))
            .collect()
    }

    /// What a customer will likely spend within 365 days, with the ends between which it lies in 8
    /// of 10 cases: drawn 4,000 times from what the models leave open, always the same.
    pub fn range_365(&self, customer: u32) -> Option<MoneyRange> {
        let (seen, likely) = self.history(customer).zip(self.value_365(customer))?;
        let spent = self.spent.get(customer as usize)?;
        let (low, high) =
            draws::spent_within(&self.orders.model, &self.spend.model, seen, *spent, 365);
        // Few may spend so much that the mean lies above what nine of ten do.
        let likely = float(likely);
        Some(MoneyRange::of(Range::new(
            low.min(likely),
            likely,
            high.max(likely),
        )))
    }

    /// When a customer orders next, if they are still with the shop; nothing for who has not
    /// bought.
    pub fn next_order(&self, customer: u32) -> Option<NextOrder> {
        let seen = self.history(customer)?;
        let after = |share: f64| {
            let days = self.orders.model.days_to_next(seen, share).ceil();
            (days <= FAR_DAYS).then(|| self.as_of.plus_days(minor(days)))
        };
        Some(NextOrder {
            from: after(0.1).unwrap_or_else(|| self.as_of.plus_days(minor(FAR_DAYS))),
            likely: after(0.5),
            until: after(0.9),
        })
    }
}

impl Spent {
    /// Purchases after the first.
    fn of(days: Days) -> Self {
        let after = days.spent.get(1..).unwrap_or_default();
        let again = u32::try_from(after.len()).unwrap_or(u32::MAX);
        let total: f64 = after.iter().copied().map(float).sum();
        Self {
            again,
            mean: total / f64::from(again.max(1)),
        }
    }
}

/// What is foretold of each history; what depends on purchases and age alone is worked out once.
fn foretell(model: &BgNbd, histories: &OrderHistories) -> Vec<Foretold> {
    let alike: Vec<&[OrderHistory]> = histories
        .each
        .chunk_by(|one, other| (one.again, one.age) == (other.again, other.age))
        .collect();
    alike
        .into_par_iter()
        .flat_map_iter(|alike| {
            let of = |days: u32| {
                let first = alike.first();
                first.map_or(0.0, |seen| model.expected_alive(seen.again, seen.age, days))
            };
            let (within_90, within_365) = (of(90), of(365));
            alike.iter().map(move |seen| {
                let alive = model.alive(*seen);
                Foretold {
                    alive,
                    orders_90: alive * within_90,
                    orders_365: alive * within_365,
                }
            })
        })
        .collect()
}
