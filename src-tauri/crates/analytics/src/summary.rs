//! The figures of one period.

use pannier_core::{Currency, Day, Facts};

use crate::{
    Formula,
    clusters::{Gathered, fit},
    interval,
};

/// Average order value with what stands around it. Amounts are minor units of the currency that
/// was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Sum over the counted orders.
    pub revenue: i64,
    /// Counted orders.
    pub orders: u32,
    /// Revenue ÷ orders, rounded half to even once; nothing without orders.
    pub aov: Option<i64>,
    /// The order in the middle, or the half-even mean of the middle two.
    pub median: Option<i64>,
    /// Pieces on the counted orders, gift cards left out.
    pub units: i64,
    /// Where the true average lies with 95 % confidence: lower and upper end. Nothing under
    /// [`crate::MIN_ORDERS`] orders, or where all orders are one customer's.
    pub interval: Option<(i64, i64)>,
}

impl Summary {
    /// Pieces per order; nothing without orders.
    pub fn units_per_order(&self) -> Option<f64> {
        (self.orders > 0).then(|| interval::float(self.units) / f64::from(self.orders))
    }

    pub(crate) fn of(gathered: &mut Gathered) -> Self {
        Self {
            revenue: fit(gathered.revenue),
            orders: gathered.orders(),
            aov: gathered.aov(),
            units: fit(gathered.units),
            interval: interval::of_ratio(gathered).map(interval::rounded),
            median: gathered.median(),
        }
    }
}

/// The figures of the orders in `[from, until)` in one currency; all orders where an end is open.
/// Reads each order once.
///
/// The interval is that of a ratio of two sums over customers, whose orders are not independent of
/// each other: see [`crate::change()`] for the method and its sources.
pub fn summarise(
    facts: &Facts,
    formula: Formula,
    currency: Currency,
    from: Option<Day>,
    until: Option<Day>,
) -> Summary {
    let Some(currency) = facts.currency_index(currency) else {
        return Summary::default();
    };
    let mut gathered = Gathered::new(facts);
    gathered.fill(facts, formula, currency, facts.positions(from, until));
    Summary::of(&mut gathered)
}
