//! A weekday or an hour that stands out, week after week.

use super::{
    Behind, History, Opportunity, OpportunityKind,
    difference::{Groups, wider},
};
use crate::{
    interval::{MIN_ORDERS, count_float, float},
    quantiles::t_975,
    ranges::Range,
};

/// Full weeks that are looked at at most, and that it takes.
const WEEKS: (usize, usize) = (52, 12);
/// With more of all orders in one hour, the file does not say hours but days.
const ONE_HOUR: f64 = 0.6;
/// A moment with less more than others is not worth waiting for.
const WORTH: f64 = 1.2;

/// A time of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// 0 is Monday.
    Weekday(u8),
    /// The shop's hour, 0 to 23.
    Hour(u8),
}

/// What it has more of than the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MoreOf {
    /// Orders: in a week, and the mean of the other times; and the difference with its 95 %
    /// interval over weeks, widened for having picked the best.
    Orders {
        /// Orders a week at this time.
        here: f64,
        /// Orders a week at another such time.
        elsewhere: f64,
        /// How many more.
        difference: Range,
    },
    /// The average order value, in minor units; and the difference with its 95 % interval over
    /// customers, widened for having picked the best.
    Value {
        /// The average here.
        here: i64,
        /// The average of all other orders.
        elsewhere: i64,
        /// How much more.
        difference: Range,
    },
}

/// A moment that stands out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BestMoment {
    /// When.
    pub moment: Moment,
    /// In what.
    pub more: MoreOf,
    /// Full weeks that were looked at.
    pub weeks: u32,
    /// Orders in them.
    pub orders: u32,
}

/// The weekday and the hour with most orders and the weekday with the highest average, where clear.
pub(super) fn best_moments(history: History) -> Vec<Opportunity> {
    let facts = history.facts;
    let today = history.today.number();
    // Whole weeks that end today, of which the shop saw all.
    let first = history
        .positions
        .first()
        .map_or(today, |at| facts.day[*at as usize]);
    let weeks = usize::try_from((today - first + 1) / 7)
        .unwrap_or(0)
        .min(WEEKS.0);
    let orders = history.last(i64::try_from(weeks * 7).unwrap_or(0));
    if weeks < WEEKS.1 || orders.len() < MIN_ORDERS as usize {
        return Vec::new();
    }
    let mut by_weekday = vec![[0_u32; 7]; weeks];
    let mut by_hour = vec![[0_u32; 24]; weeks];
    for position in orders {
        let at = *position as usize;
        let week = usize::try_from((today - facts.day[at]) / 7)
            .unwrap_or(0)
            .min(weeks - 1);
        by_weekday[week][usize::from(weekday(facts.day[at]))] += 1;
        by_hour[week][usize::from(facts.hour[at].min(23))] += 1;
    }
    let count = u32::try_from(orders.len()).unwrap_or(u32::MAX);
    let opportunity = |moment, more, behind| Opportunity {
        kind: OpportunityKind::BestMoment(BestMoment {
            moment,
            more,
            weeks: u32::try_from(weeks).unwrap_or(u32::MAX),
            orders: count,
        }),
        estimate: None,
        behind: Behind::Orders(behind),
    };
    let at = |of: &dyn Fn(usize) -> bool| -> Vec<u32> {
        let held = orders
            .iter()
            .copied()
            .filter(|position| of(*position as usize));
        held.collect()
    };
    let mut found = Vec::new();
    if let Some((day, more)) = busiest(&by_weekday) {
        let behind = at(&|order| weekday(facts.day[order]) == day);
        found.push(opportunity(Moment::Weekday(day), more, behind));
    }
    let says_hours = (0..24).all(|hour| {
        let here: u32 = by_hour.iter().map(|week| week[hour]).sum();
        f64::from(here) <= ONE_HOUR * f64::from(count)
    });
    if let Some((hour, more)) = busiest(&by_hour).filter(|_| says_hours) {
        let behind = at(&|order| facts.hour[order] == hour);
        found.push(opportunity(Moment::Hour(hour), more, behind));
    }
    if let Some((day, more)) = dearest(history, orders) {
        let behind = at(&|order| weekday(facts.day[order]) == day);
        found.push(opportunity(Moment::Weekday(day), more, behind));
    }
    found
}

/// 0 is Monday. Day 1 is 1 January of the year 1, a Monday.
fn weekday(day: i32) -> u8 {
    u8::try_from((day - 1).rem_euclid(7)).unwrap_or(0)
}

/// The time with most orders, where it has surely more than the others have on average, weeks being
/// the witnesses.
fn busiest<const N: usize>(weeks: &[[u32; N]]) -> Option<(u8, MoreOf)> {
    let sum = |time: usize| -> u32 { weeks.iter().map(|week| week[time]).sum() };
    let best = (0..N).max_by_key(|time| (sum(*time), std::cmp::Reverse(*time)))?;
    let (count, others) = (count_float(weeks.len()), count_float(N) - 1.0);
    let more = |week: &[u32; N]| {
        let all: u32 = week.iter().sum();
        f64::from(week[best]) - f64::from(all - week[best]) / others
    };
    let mean = weeks.iter().map(more).sum::<f64>() / count;
    let squares: f64 = weeks.iter().map(|week| (more(week) - mean).powi(2)).sum();
    let error = (squares / (count - 1.0) / count).sqrt();
    let half = t_975(count - 1.0) * wider(N) * error;
    let here = f64::from(sum(best)) / count;
    let elsewhere = here - mean;
    let clear = mean - half > 0.0 && here >= WORTH * elsewhere;
    let time = u8::try_from(best).ok()?;
    clear.then_some((
        time,
        MoreOf::Orders {
            here,
            elsewhere,
            difference: Range::new(mean - half, mean, mean + half),
        },
    ))
}

/// The weekday with the highest average, where it is surely above that of the other days.
fn dearest(history: History, orders: &[u32]) -> Option<(u8, MoreOf)> {
    let facts = history.facts;
    let mut sums = [(0.0, 0.0); 7];
    for position in orders {
        let (sum, count) = &mut sums[usize::from(weekday(facts.day[*position as usize]))];
        *sum += float(history.revenue(*position));
        *count += 1.0;
    }
    let mean = |day: &u8| {
        let (sum, count) = sums[usize::from(*day)];
        sum / count
    };
    let best = (0..7)
        .filter(|day| sums[usize::from(*day)].1 >= f64::from(MIN_ORDERS))
        .max_by(|one, other| mean(one).total_cmp(&mean(other)))?;
    let mut groups = Groups::new(facts);
    let value = |position: &u32| (*position, history.revenue(*position));
    let (here, elsewhere): (Vec<u32>, Vec<u32>) = orders
        .iter()
        .copied()
        .partition(|position| weekday(facts.day[*position as usize]) == best);
    groups.fill_one(here.iter().map(value));
    groups.fill_other(elsewhere.iter().map(value));
    let difference = groups.difference(7).filter(|range| range.low > 0.0)?;
    Some((
        best,
        MoreOf::Value {
            here: groups.mean_of_one()?,
            elsewhere: groups.mean_of_other()?,
            difference,
        },
    ))
}
