//! How right the model of buying was about the shop's last weeks.

use pannier_core::Day;
use rayon::prelude::*;

use super::{
    MIN_REPEAT_BUYERS, fit_orders,
    seen::{OrderHistories, WEEK},
};
use crate::{HoldOut, buys_again::AHEAD, interval::count_float, purchases::Purchases};

/// What was foretold of the last [`AHEAD`] days from before them, beside what came.
#[derive(Debug, Clone, PartialEq)]
pub struct OrdersTrial {
    /// Who came, and who was expected.
    pub back: HoldOut,
    /// Purchases that were expected of all.
    pub expected: f64,
    /// Purchases that came.
    pub came: u32,
    /// The mean error of a customer's purchases, signs left out.
    pub mean_error: f64,
    /// The root of the mean squared error.
    pub root_error: f64,
    /// The root of the mean squared error of going on at one's own pace so far: purchases after
    /// the first ÷ days since the first.
    pub root_error_of_pace: f64,
}

/// Nothing where too few had come back by then, or the fit of that time lies on its border.
pub(super) fn orders_trial(purchases: &Purchases, as_of: Day) -> Option<OrdersTrial> {
    let after = as_of.plus_days(-i64::from(AHEAD));
    let histories = OrderHistories::until(purchases, after);
    if histories.repeat_buyers() < MIN_REPEAT_BUYERS {
        return None;
    }
    let fit = fit_orders(&histories).filter(|fit| !fit.on_border)?;
    let model = fit.model;
    // By place in the histories: purchases, and the chance of one at least.
    let each: Vec<(f64, f64)> = histories
        .each
        .par_iter()
        .map(|seen| (model.expected(*seen, AHEAD), model.chance(*seen, AHEAD)))
        .collect();
    let (mut expected, mut came_all, mut errors, mut squares, mut pace_squares) =
        (0.0, 0, 0.0, 0.0, 0.0);
    let mut back = Vec::with_capacity(purchases.customers());
    for (customer, index) in (0..purchases.customers()).zip(0..) {
        let Some(place) = histories.place(index) else {
            continue;
        };
        let (purchases_expected, chance) = each[place];
        let seen = histories.each[place];
        let within = purchases
            .all(customer)
            .within(after.number(), as_of.number());
        let came = count_float(within);
        let miss = purchases_expected - came;
        let weeks = f64::from(AHEAD) / WEEK;
        let pace = seen.x() / seen.age_weeks().max(1.0 / WEEK) * weeks - came;
        expected += purchases_expected;
        came_all += u32::try_from(within).unwrap_or(0);
        errors += miss.abs();
        squares += miss * miss;
        pace_squares += pace * pace;
        back.push((chance, within > 0));
    }
    let people = count_float(back.len());
    Some(OrdersTrial {
        back: HoldOut::of(after, as_of, &back)?,
        expected,
        came: came_all,
        mean_error: errors / people,
        root_error: (squares / people).sqrt(),
        root_error_of_pace: (pace_squares / people).sqrt(),
    })
}
