//! A start by chance: planned, set, stopped and read.

use std::collections::HashMap;

use pannier_analytics::{self as analytics, Arm, Deciding, EffectRead, EffectVerdict, Range};
use pannier_core::{Currency, CustomerId, Money, Timestamp};
use pannier_loyalty::{self as loyalty, Millionths, StartPlan};
use pannier_report::{Finite, Locale};
use pannier_store::StartRecord;

use super::{super::worth::millionths, Orders};
use crate::{
    ApiError, Result, Shop,
    advice::{as_f64, rounded},
    shop::ShopContext,
    views::{
        AheadBy, Amount, PlanStart, PointsPosted, StartGroup, StartPreview, StartRead, StartVerdict,
    },
};

/// Customers of so many days are drawn.
const LATELY: i32 = 365;

/// What a start by chance would be, and how small an effect it can show.
///
/// # Errors
/// [`crate::Code::Validation`] for a plan that makes no sense, [`crate::Code::Conflict`] where none
/// can be set, or what the shop file says.
pub fn preview_loyalty_start(shop: &Shop, input: &PlanStart) -> Result<StartPreview> {
    check(input)?;
    let (people, before) = eligible(shop, input.days)?;
    let context = shop.context()?;
    let starts_at = begins(shop)?;
    let starts_on = context.zone.day_of(starts_at);
    let later_on = starts_on.plus_days(i64::from(input.days));
    let shows = analytics::smallest_seen(&before, input.later_share);
    let is_enough = shows.is_some_and(|shows| shows <= input.smallest);
    let locale = Locale::of_region(&context.country);
    let percent = |share: f64| percent(&locale, share);
    let people = u32::try_from(people.len()).unwrap_or(u32::MAX);
    let count = locale.count(people.into());
    let sentence = match shows {
        None => "Too little was ordered lately to say what would show".to_owned(),
        Some(shows) if is_enough => format!(
            "With {count} customers, a rise of {} in orders a customer would show in four cases \
             of five",
            percent(shows)
        ),
        Some(shows) => format!(
            "With {count} customers, only a rise of {} in orders a customer would show in four \
             cases of five. For one of {}, wait for more customers or choose more days",
            percent(shows),
            percent(input.smallest)
        ),
    };
    Ok(StartPreview {
        people,
        starts_on: starts_on.to_string(),
        later_on: later_on.to_string(),
        shows,
        is_enough,
        sentence,
    })
}

/// Sets it: who gets the programme when is drawn and frozen.
///
/// # Errors
/// As [`preview_loyalty_start`].
pub fn set_loyalty_start(shop: &Shop, input: &PlanStart) -> Result<StartPreview> {
    let seen = preview_loyalty_start(shop, input)?;
    let (people, _) = eligible(shop, input.days)?;
    let plan = StartPlan {
        later_share: millionths(input.later_share),
        days: input.days,
        smallest: millionths(input.smallest),
    };
    let now = shop.clock().now();
    shop.write(|tx| Ok(loyalty::set_start(tx, &people, &plan, now)?))?;
    Ok(seen)
}

/// Lets everybody have the programme from now on.
///
/// # Errors
/// [`crate::Code::Conflict`] where nobody waits for it, or what the shop file says.
pub fn stop_loyalty_start(shop: &Shop) -> Result<PointsPosted> {
    let now = shop.clock().now();
    let posted = shop.write(|tx| Ok(loyalty::stop_start(tx, now)?))?;
    Ok(super::super::posted_view(posted))
}

fn check(input: &PlanStart) -> Result<()> {
    if !(0.1..=0.9).contains(&input.later_share) {
        let message = "Let from 10 to 90 % of the customers have it later";
        return Err(ApiError::invalid("laterShare", message));
    }
    if !(14..=365).contains(&input.days) {
        return Err(ApiError::invalid("days", "Choose from 14 to 365 days"));
    }
    if !(0.01..=1.0).contains(&input.smallest) {
        let message = "Write a rise from 1 to 100 %";
        return Err(ApiError::invalid("smallest", message));
    }
    Ok(())
}

/// When the programme begins that some are to get later.
fn begins(shop: &Shop) -> Result<Timestamp> {
    let now = shop.clock().now();
    let (begins, start) = shop.read(|tx| {
        let begins = tx.programmes()?.iter().map(|one| one.starts_at).min();
        Ok((begins, tx.loyalty_start()?))
    })?;
    let begins = begins.ok_or(loyalty::Error::NoProgramme)?;
    if begins <= now || start.is_some() {
        return Err(loyalty::Error::StartedAlready.into());
    }
    Ok(begins)
}

/// Customers of the last year, and what they ordered within the days up to today.
fn eligible(shop: &Shop, days: u32) -> Result<(Vec<CustomerId>, Arm)> {
    let today = shop.context()?.today.number();
    let orders = Orders::of(shop)?;
    let erased = shop.read(|tx| Ok(tx.erased_customers()?))?;
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    let mut before = Arm::default();
    let mut people = Vec::new();
    for (person, bought) in &orders.0 {
        let is_lately = bought.last().is_some_and(|last| last.day > today - LATELY);
        if !is_lately || erased.contains(person) {
            continue;
        }
        let within = bought.iter().filter(|order| order.day > today - days);
        let (count, goods) = within.fold((0, 0_i64), |(count, goods), order| {
            (count + 1, goods.saturating_add(order.goods))
        });
        before.add(count, goods);
        people.push(*person);
    }
    Ok((people, before))
}

/// What can be said of a start by chance now.
pub(super) fn read(
    shop: &Shop,
    orders: &Orders,
    start: &StartRecord,
    now: Timestamp,
) -> Result<StartRead> {
    let context = shop.context()?;
    let drawn = Drawn::of(shop, orders, start)?;
    let share = share_of(start.later_share);
    let smallest = share_of(start.smallest);
    let is_closed = now >= start.later_at;
    let stopped = start.stopped_at.is_some_and(|at| at < start.later_at);
    let found = analytics::read_effect(
        &drawn.at_once,
        &drawn.later,
        share,
        smallest,
        is_closed && !stopped,
    );
    let verdict = match found.verdict {
        _ if stopped => StartVerdict::Stopped,
        _ if now < start.starts_at => StartVerdict::NotBegun,
        EffectVerdict::StillCounting => StartVerdict::StillCounting,
        EffectVerdict::Broken => StartVerdict::Broken,
        EffectVerdict::TooFew => StartVerdict::TooFew,
        EffectVerdict::More => StartVerdict::More,
        EffectVerdict::Less => StartVerdict::Less,
        EffectVerdict::NoneWorthHaving => StartVerdict::NoneWorthHaving,
        EffectVerdict::CannotTell => StartVerdict::CannotTell,
    };
    let group = |arm: &Arm| StartGroup {
        people: arm.people,
        buyers: arm.buyers,
        orders: arm.orders,
        money: Amount::new(arm.money, context.currency),
        orders_each: arm.mean_orders(),
        money_each: Amount::new(rounded(arm.mean_money()), context.currency),
        average: i64::try_from(arm.orders)
            .ok()
            .filter(|orders| *orders > 0)
            .map(|orders| {
                let mean = pannier_core::div_half_even(arm.money.into(), orders.into());
                Amount::new(i64::try_from(mean).unwrap_or(i64::MAX), context.currency)
            }),
    };
    Ok(StartRead {
        starts_on: context.zone.day_of(start.starts_at).to_string(),
        later_on: context.zone.day_of(start.later_at).to_string(),
        later_share: share,
        smallest,
        verdict,
        sentence: sentence(verdict, &found, &context, start),
        at_once: group(&drawn.at_once),
        later: group(&drawn.later),
        left_out: drawn.left_out,
        orders_ahead: found.orders.map(ahead),
        money_ahead: found.money.map(ahead),
        by_money: found.by == Some(Deciding::Money),
        more_people: found.more_people,
        least_buyers_money: analytics::least_buyers_money(share),
    })
}

/// What those who were drawn did within the window.
struct Drawn {
    at_once: Arm,
    later: Arm,
    left_out: u32,
}

impl Drawn {
    fn of(shop: &Shop, orders: &Orders, start: &StartRecord) -> Result<Self> {
        let (drawn, people) =
            shop.read(|tx| Ok((tx.loyalty_start_people(start.id)?, tx.people()?)))?;
        // By person: whether they wait; nothing where they stand in both groups.
        let mut side: HashMap<CustomerId, Option<bool>> = HashMap::new();
        let mut left_out = 0;
        for one in &drawn {
            let Some(customer) = one.customer else {
                left_out += 1;
                continue;
            };
            side.entry(people.person(customer))
                .and_modify(|before| {
                    if *before != Some(one.is_later) {
                        *before = None;
                    }
                })
                .or_insert(Some(one.is_later));
        }
        let mut found = Self {
            at_once: Arm::default(),
            later: Arm::default(),
            left_out,
        };
        for (person, is_later) in side {
            let Some(is_later) = is_later else {
                found.left_out += 1;
                continue;
            };
            let bought = orders.of_person(person);
            let first = bought.partition_point(|order| order.at < start.starts_at);
            let end = bought.partition_point(|order| order.at < start.later_at);
            let within = &bought[first..end.max(first)];
            let goods = within.iter().map(|order| order.goods);
            let arm = if is_later {
                &mut found.later
            } else {
                &mut found.at_once
            };
            arm.add(
                u32::try_from(within.len()).unwrap_or(u32::MAX),
                goods.fold(0, i64::saturating_add),
            );
        }
        Ok(found)
    }
}

fn ahead(range: Range) -> AheadBy {
    AheadBy {
        low: range.low,
        likely: range.likely,
        high: range.high,
    }
}

fn share_of(millionths: i64) -> f64 {
    as_f64(millionths) / as_f64(Millionths::WHOLE.get())
}

fn percent(locale: &Locale, share: f64) -> String {
    Finite::new(share).map_or_else(String::new, |share| locale.percent(share, 0))
}

fn sentence(
    verdict: StartVerdict,
    found: &EffectRead,
    context: &ShopContext,
    start: &StartRecord,
) -> String {
    let locale = Locale::of_region(&context.country);
    let later_on = locale.day(context.zone.day_of(start.later_at));
    match verdict {
        StartVerdict::NotBegun => {
            let starts_on = locale.day(context.zone.day_of(start.starts_at));
            format!("It begins on {starts_on}")
        }
        StartVerdict::StillCounting => {
            format!("Still counting until {later_on}. Until then nothing is told")
        }
        StartVerdict::Stopped => {
            "Everybody was given the programme before its time, so nothing can be told".to_owned()
        }
        StartVerdict::Broken => "The two groups are not of the sizes that were drawn. Something \
             went wrong, and nothing can be read off them"
            .to_owned(),
        StartVerdict::TooFew => with_more(
            "Too few customers ordered to tell",
            found.more_people,
            &locale,
        ),
        StartVerdict::More | StartVerdict::Less => {
            let word = if verdict == StartVerdict::More {
                "more"
            } else {
                "less"
            };
            format!(
                "With the programme, customers bought {word}: very likely {}",
                between(found, word, context.currency, &locale)
            )
        }
        StartVerdict::NoneWorthHaving => format!(
            "If the programme changes anything, it is less than the {} that would be worth having",
            percent(&locale, share_of(start.smallest))
        ),
        StartVerdict::CannotTell => with_more(
            "It cannot be told whether the programme changes anything",
            found.more_people,
            &locale,
        ),
    }
}

fn with_more(text: &str, more: Option<u64>, locale: &Locale) -> String {
    match more {
        None => text.to_owned(),
        Some(more) => {
            let more = i64::try_from(more).unwrap_or(i64::MAX);
            format!(
                "{text}. It would take {} more customers",
                locale.count(more)
            )
        }
    }
}

/// `between €1.20 and €3.40 more a customer`.
fn between(found: &EffectRead, word: &str, currency: Currency, locale: &Locale) -> String {
    let sides = |range: Range| {
        let (low, high) = (range.low.abs(), range.high.abs());
        (low.min(high), low.max(high))
    };
    match (found.by, found.money, found.orders) {
        (Some(Deciding::Money), Some(money), _) => {
            let (low, high) = sides(money);
            let say = |minor: f64| locale.money(Money::new(rounded(minor), currency));
            format!("between {} and {} {word} a customer", say(low), say(high))
        }
        (_, _, Some(orders)) => {
            let (low, high) = sides(orders);
            let say = |orders: f64| {
                Finite::new(orders).map_or_else(String::new, |orders| locale.number(orders, 2))
            };
            let fewer = if word == "less" { "fewer" } else { "more" };
            format!(
                "between {} and {} orders {fewer} a customer. Of money, there are too few orders \
                 to tell",
                say(low),
                say(high)
            )
        }
        _ => String::new(),
    }
}
