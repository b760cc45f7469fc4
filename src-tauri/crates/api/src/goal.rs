//! The merchant's goal, and a word when a week is out of the ordinary.

use pannier_analytics::{self as analytics, Expected, Question, Watch};
use pannier_core::{Day, Facts};
use pannier_store::GoalRecord;

use crate::{
    ApiError, Result, Shop,
    figures::{formula_of, main_currency},
    shop::day_of,
    views::{Amount, DismissNotice, Goal, Notice, NoticeInput, SetGoal},
};

/// The goal as it stands.
///
/// # Errors
/// What the file says.
pub fn goal(shop: &Shop) -> Result<Goal> {
    let (record, zone) = shop.read(|tx| Ok((tx.goal()?, tx.shop()?.zone)))?;
    Ok(Goal {
        target: record.map(|goal| Amount::new(goal.target, goal.currency)),
        set_on: record.map(|goal| zone.day_of(goal.set_at).to_string()),
    })
}

/// Sets the goal, in the shop's currency, or takes it away.
///
/// # Errors
/// [`crate::Code::Validation`] for an amount that is not above zero, or what the file says.
pub fn set_goal(shop: &Shop, input: &SetGoal) -> Result<Goal> {
    let context = shop.context()?;
    if input.target.is_some_and(|target| target.0 <= 0) {
        let message = "A goal is an amount above zero. Nothing was changed";
        return Err(ApiError::invalid("target", message));
    }
    let (_, facts) = shop.facts()?;
    let record = input.target.map(|target| GoalRecord {
        target: target.0,
        currency: main_currency(&facts, context.currency),
        set_at: shop.clock().now(),
    });
    shop.write(|tx| Ok(tx.set_goal(record.as_ref())?))?;
    goal(shop)
}

/// A notice where the average of the last finished week is outside what the weeks before make
/// likely; else, and where it was put away, nothing.
///
/// # Errors
/// What the file says.
pub fn notice(shop: &Shop, input: &NoticeInput) -> Result<Option<Notice>> {
    let context = shop.context()?;
    let (_, explorer) = shop.explorer()?;
    let facts: &Facts = explorer.facts();
    let newest = facts.day.last().and_then(|day| Day::from_number(*day));
    let Some(newest) = newest else {
        return Ok(None);
    };
    let formula = formula_of(input.formula);
    let currency = main_currency(facts, context.currency);
    let positions = explorer.pick(&Question::all(formula, currency));
    let until = newest.plus_days(1);
    let Some(watched) = analytics::watch_week(facts, formula, &positions, until) else {
        return Ok(None);
    };
    let (expected, above): (Expected, bool) = match watched.aov {
        Watch::Higher(expected) => (expected, true),
        Watch::Lower(expected) => (expected, false),
        Watch::Usual(_) | Watch::Silent(_) => return Ok(None),
    };
    let week = watched.week;
    if shop.read(|tx| Ok(tx.is_notice_dismissed(week.from)?))? {
        return Ok(None);
    }
    let orders = analytics::summarise(facts, formula, currency, Some(week.from), Some(week.until));
    let amount = |minor| Amount::new(minor, currency);
    Ok(Some(Notice {
        from: week.from.to_string(),
        until: week.until.to_string(),
        aov: amount(expected.value),
        orders: orders.orders,
        low: amount(expected.likely.0),
        high: amount(expected.likely.1),
        weeks: expected.weeks,
        above,
    }))
}

/// Puts the notice of a week away, or shows it again.
///
/// # Errors
/// [`crate::Code::Validation`] for a day that is none, or what the file says.
pub fn dismiss_notice(shop: &Shop, input: &DismissNotice) -> Result<()> {
    let day = day_of("week", Some(&input.week))?;
    let now = shop.clock().now();
    match day {
        Some(day) => shop.write(|tx| Ok(tx.dismiss_notice(day, input.dismissed, now)?)),
        None => Ok(()),
    }
}
