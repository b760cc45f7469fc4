//! Who will order again within 91 days, told from nine plain numbers of each customer.
//!
//! The model is fitted to what customers did in the last 91 days, given what was known before them.
//! How right it is, is seen one step earlier: fitted to the 91 days before those, it foretells them.

use pannier_core::{Currency, Day};

use crate::{
    CannotTell, HoldOut,
    interval::count_float,
    logistic::Logistic,
    purchases::{Days, Purchases},
    value::MIN_REPEAT_BUYERS,
};

/// Days that are looked ahead.
pub const AHEAD: u32 = 91;
/// Customers of each kind, those who came and those who did not, that a fit needs.
const LEAST: usize = 50;
/// Customers that the fit reads at most, evenly picked: more do not move a weight that shows.
const ROWS: usize = 100_000;

/// The chance of each customer to order again within [`AHEAD`] days.
#[derive(Debug, Clone, PartialEq)]
pub struct BuysAgain {
    /// By the facts' dense index; nothing for who has not bought.
    pub chance: Vec<Option<f64>>,
    /// How right such a forecast was about the last 91 days; nothing where the shop was too young
    /// for one before them.
    pub hold_out: Option<HoldOut>,
}

type Numbers = [f64; 9];

/// Foretells everyone as of a day.
pub(crate) fn buys_again(
    purchases: &Purchases,
    as_of: Day,
    currency: Currency,
) -> Result<BuysAgain, CannotTell> {
    let found = purchases.repeat_buyers(as_of.number());
    if found < MIN_REPEAT_BUYERS {
        return Err(CannotTell::FewRepeatBuyers {
            found,
            needed: MIN_REPEAT_BUYERS,
        });
    }
    let unit = 10_f64.powi(i32::try_from(currency.exponent()).unwrap_or(2));
    let back = |times: i64| as_of.plus_days(-times * i64::from(AHEAD));
    let known = |days: i64| {
        let since = purchases.begin()?;
        Some(i64::from(as_of.number()) - i64::from(since) >= days)
    };
    if known(i64::from(AHEAD)) != Some(true) {
        return Err(CannotTell::ShortHistory { needed: AHEAD });
    }
    let table = |on: Day| Table {
        purchases,
        on: on.number(),
        unit,
    };
    let model = table(back(1)).fit().ok_or(CannotTell::NoDifference)?;
    let hold_out = table(back(2)).fit().and_then(|earlier| {
        let foretold: Vec<(f64, bool)> = table(back(1))
            .rows(1)
            .map(|(numbers, came)| (earlier.chance(&numbers), came))
            .collect();
        HoldOut::of(back(1), as_of, &foretold)
    });
    let now = table(as_of);
    let chance = (0..purchases.customers())
        .map(|customer| Some(model.chance(&now.numbers(customer)?)))
        .collect();
    Ok(BuysAgain { chance, hold_out })
}

/// All customers as they were on a day.
struct Table<'p> {
    purchases: &'p Purchases,
    /// The last day that is known.
    on: i32,
    /// Minor units in a unit of the currency.
    unit: f64,
}

impl Table<'_> {
    /// What is known of a customer; nothing for who has not bought yet.
    fn numbers(&self, customer: usize) -> Option<Numbers> {
        numbers(self.purchases.up_to(customer, self.on), self.on, self.unit)
    }

    /// Every `step`th customer with whether they bought within the days after.
    fn rows(&self, step: usize) -> impl Iterator<Item = (Numbers, bool)> {
        let ahead = i32::try_from(AHEAD).unwrap_or(i32::MAX);
        (0..self.purchases.customers())
            .step_by(step)
            .filter_map(move |customer| {
                let numbers = self.numbers(customer)?;
                let all = self.purchases.all(customer);
                Some((numbers, all.within(self.on, self.on + ahead) > 0))
            })
    }

    fn fit(&self) -> Option<Logistic<9>> {
        let step = self.purchases.customers().div_ceil(ROWS).max(1);
        let rows: Vec<(Numbers, bool)> = self.rows(step).collect();
        let came = rows.iter().filter(|(_, came)| *came).count();
        (came >= LEAST && rows.len() - came >= LEAST)
            .then(|| Logistic::fit(&rows))
            .flatten()
    }
}

/// ln(1 + v) of: purchase days after the first; days since the last; days since the first; what a
/// purchase day and what all of them came to; the mean days between them (since the first, with
/// one alone); days since the last in such gaps; purchase days in the last 30 and 91 days.
fn numbers(days: Days, on: i32, unit: f64) -> Option<Numbers> {
    let (first, last) = (days.day.first()?, days.day.last()?);
    let ago = |day: i32| f64::from(on.saturating_sub(day).max(0));
    let (recency, tenure) = (ago(*last), ago(*first));
    let again = days.count() - 1.0;
    let total = days.total() / unit;
    let gap = if again > 0.0 {
        (tenure - recency) / again
    } else {
        tenure
    };
    let overdue = if gap > 0.0 { recency / gap } else { 0.0 };
    let lately = |within: i32| count_float(days.within(on.saturating_sub(within), on));
    let numbers = [
        again,
        recency,
        tenure,
        total / days.count(),
        total,
        gap,
        overdue,
        lately(30),
        lately(91),
    ];
    // More paid back than bought counts as nothing.
    Some(numbers.map(|number| number.max(0.0).ln_1p()))
}

impl BuysAgain {
    /// The chance of a customer, by the dense index; nothing for who has not bought.
    pub fn of(&self, customer: u32) -> Option<f64> {
        self.chance.get(customer as usize).copied().flatten()
    }
}
