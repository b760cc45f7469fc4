//! Whether the last finished week was one that its own shop's history makes likely.
//!
//! Two figures are watched: the average order value, on the logarithm, and the number of orders, on
//! the scale `2·√(orders + 3/8)` on which chance has the same width at any size (Anscombe, *The
//! transformation of Poisson, binomial and negative-binomial data*, Biometrika 35, 1948). For each
//! the weeks before say where the next one lies with 97.5 % probability: see `forecast`. Two figures
//! at 2.5 % each or less make a false notice every 20 to 50 weeks; simulations in the tests hold it
//! to that. Where that cannot be promised nothing is said: under [`MIN_WEEKS`] finished weeks, and for
//! the average under [`crate::MIN_ORDERS`] orders a week.

mod forecast;

use pannier_core::{Day, Facts, Period, div_half_even};

use crate::{
    Formula, MIN_ORDERS,
    clusters::fit,
    interval::{float, minor},
};
use forecast::{Forecast, next};

/// With fewer finished weeks before the one that is judged, nothing is said.
pub const MIN_WEEKS: usize = 12;

/// Weeks further back than this are of another time.
const MOST_WEEKS: usize = 160;

/// Why nothing is said of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Silence {
    /// Under [`MIN_WEEKS`] finished weeks before it.
    TooLittleHistory,
    /// Under [`crate::MIN_ORDERS`] orders in it, or in too many weeks before it.
    TooFewOrders,
}

/// A figure of a week beside what was likely: minor units, or orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// What it was.
    pub value: i64,
    /// Where it would lie in 39 of 40 such weeks: lower and upper end.
    pub likely: (i64, i64),
    /// The middle of what was likely.
    pub middle: i64,
    /// How many weeks before it say so.
    pub weeks: u32,
}

/// What is said of a figure of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// Nothing, and why.
    Silent(Silence),
    /// It lies where it was likely to.
    Usual(Expected),
    /// It lies below what was likely: worth a notice.
    Lower(Expected),
    /// It lies above what was likely: worth a notice.
    Higher(Expected),
}

/// The last finished week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WatchedWeek {
    /// Monday to Sunday.
    pub week: Period,
    /// Its average order value.
    pub aov: Watch,
    /// Its number of orders.
    pub orders: Watch,
}

#[derive(Debug, Clone, Copy, Default)]
struct Week {
    orders: u32,
    revenue: i128,
}

impl Week {
    fn aov(self) -> Option<i64> {
        let orders = i128::from(self.orders);
        (orders > 0).then(|| fit(div_half_even(self.revenue, orders)))
    }

    /// The logarithm of its average, where there are enough orders for it to mean anything.
    fn log_aov(self) -> Option<f64> {
        let aov = self.aov().filter(|_| self.orders >= MIN_ORDERS)?;
        (aov > 0).then(|| float(aov).ln())
    }

    fn even_orders(self) -> f64 {
        2.0 * (f64::from(self.orders) + 0.375).sqrt()
    }
}

/// Judges the last ISO week that ended before `until`, the first day that nothing is known of yet
/// (that after the newest order; a week without an import is not a week without orders). Takes
/// counted orders of one currency by their positions in time order. Nothing before the first whole
/// week after the first order.
pub fn watch_week(
    facts: &Facts,
    formula: Formula,
    positions: &[u32],
    until: Day,
) -> Option<WatchedWeek> {
    let first = facts.day[*positions.first()? as usize];
    let end = until.week_start();
    // The week of the first order may have begun without the shop.
    let since_first = Day::from_number(first)?.week_start().plus_days(7);
    let start = since_first.max(end.plus_days(-7 * i64::try_from(MOST_WEEKS).ok()?));
    if start >= end {
        return None;
    }
    let (start, end) = (start.number(), end.number());
    let mut weeks = vec![Week::default(); usize::try_from((end - start) / 7).ok()?];
    let from = positions.partition_point(|at| facts.day[*at as usize] < start);
    for position in &positions[from..] {
        let at = *position as usize;
        let index = usize::try_from((facts.day[at] - start) / 7).unwrap_or(usize::MAX);
        let Some(week) = weeks.get_mut(index) else {
            break;
        };
        week.orders += 1;
        week.revenue += i128::from(formula.revenue(facts, at));
    }
    let (last, before) = weeks.split_last()?;
    Some(WatchedWeek {
        week: Period {
            from: Day::from_number(end - 7)?,
            until: Day::from_number(end)?,
        },
        aov: watch_aov(*last, before),
        orders: watch_orders(*last, before),
    })
}

fn watch_orders(last: Week, before: &[Week]) -> Watch {
    if before.len() < MIN_WEEKS {
        return Watch::Silent(Silence::TooLittleHistory);
    }
    let history: Vec<Option<f64>> = before.iter().map(|week| Some(week.even_orders())).collect();
    // Chance alone makes a deviation of one on this scale.
    let Some(forecast) = next(&history, 1.0) else {
        return Watch::Silent(Silence::TooLittleHistory);
    };
    let back = |even: f64| minor((even.max(0.0) / 2.0).powi(2) - 0.375).max(0);
    let value = last.even_orders();
    judged(forecast, value, last.orders.into(), back)
}

fn watch_aov(last: Week, before: &[Week]) -> Watch {
    if before.len() < MIN_WEEKS {
        return Watch::Silent(Silence::TooLittleHistory);
    }
    let history: Vec<Option<f64>> = before.iter().map(|week| week.log_aov()).collect();
    let told = last.aov().zip(last.log_aov());
    let Some(((aov, value), forecast)) = told.zip(next(&history, 0.0)) else {
        return Watch::Silent(Silence::TooFewOrders);
    };
    // A week with fewer orders than usual has an average that chance moves further.
    let with_average = before.iter().filter(|week| week.log_aov().is_some());
    let (weeks, orders) = with_average.fold((0_u32, 0.0), |(weeks, orders), week| {
        (weeks + 1, orders + f64::from(week.orders))
    });
    let usual = orders / f64::from(weeks.max(1));
    let wider = (usual / f64::from(last.orders)).max(1.0).sqrt();
    let forecast = forecast.wider_by(wider);
    judged(forecast, value, aov, |log| minor(log.exp()))
}

fn judged(forecast: Forecast, value: f64, shown: i64, back: impl Fn(f64) -> i64) -> Watch {
    let (low, high) = forecast.likely();
    let expected = Expected {
        value: shown,
        likely: (back(low), back(high)),
        middle: back(forecast.middle),
        weeks: forecast.weeks,
    };
    if value < low {
        Watch::Lower(expected)
    } else if value > high {
        Watch::Higher(expected)
    } else {
        Watch::Usual(expected)
    }
}
