//! A start by chance: planned, set, stopped and read.

use std::collections::BTreeMap;

use pannier_core::{Currency, CustomerId, Money, Timestamp};
use pannier_loyalty::{self as loyalty, Millionths, StartPlan};
use pannier_measure::{
    self as measure, Arm, Before, Comparison, Estimate, Figure, Group, Person, Range, Terms,
    Verdict, WhyNot,
};
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
    let planned = measure::plan(&before, input.later_share, input.smallest);
    let shows = planned.orders.map(|orders| orders.shows);
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
fn eligible(shop: &Shop, days: u32) -> Result<(Vec<CustomerId>, Vec<Before>)> {
    let today = shop.context()?.today.number();
    let orders = Orders::of(shop)?;
    let erased = shop.read(|tx| Ok(tx.erased_customers()?))?;
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    let mut before = Vec::new();
    let mut people = Vec::new();
    for (person, bought) in &orders.0 {
        let is_lately = bought.last().is_some_and(|last| last.day > today - LATELY);
        if !is_lately || erased.contains(person) {
            continue;
        }
        let within = bought.iter().filter(|order| order.day > today - days);
        before.push(bought_in(within.map(|order| order.goods)));
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
    let reading = measure::read(
        &drawn.people,
        &Terms {
            held_share: share,
            contents: vec![1.0],
            smallest,
            is_closed: is_closed && !stopped,
        },
    );
    let found = reading.whole.as_ref();
    let verdict = match reading.verdict {
        _ if stopped => StartVerdict::Stopped,
        _ if now < start.starts_at => StartVerdict::NotBegun,
        Verdict::StillCounting => StartVerdict::StillCounting,
        Verdict::NotMeasured(WhyNot::BrokenSplit) => StartVerdict::Broken,
        Verdict::NotMeasured(_) => StartVerdict::TooFew,
        Verdict::CannotTellYet if found.is_none_or(|one| one.by.is_none()) => StartVerdict::TooFew,
        Verdict::Worked => StartVerdict::More,
        Verdict::CostYou => StartVerdict::Less,
        Verdict::NoDifference => StartVerdict::NoneWorthHaving,
        Verdict::CannotTellYet => StartVerdict::CannotTell,
    };
    let group = |arm: Arm| start_group(arm, &reading.groups, context.currency);
    let by_money = found.is_some_and(|one| one.by == Some(Figure::Revenue));
    let ahead_by = |estimate: Option<Estimate>| estimate.map(|one| ahead(one.deciding()));
    Ok(StartRead {
        starts_on: context.zone.day_of(start.starts_at).to_string(),
        later_on: context.zone.day_of(start.later_at).to_string(),
        later_share: share,
        smallest,
        verdict,
        sentence: sentence(verdict, found, &context, start),
        at_once: group(Arm::Got(0)),
        later: group(Arm::HeldBack),
        left_out: drawn.left_out,
        orders_ahead: found.and_then(|one| ahead_by(one.orders)),
        money_ahead: found.and_then(|one| ahead_by(one.revenue)),
        by_money,
        more_people: found.and_then(|one| one.more_people),
    })
}

fn start_group(arm: Arm, groups: &[Group], currency: Currency) -> StartGroup {
    let nobody = Group {
        arm,
        people: 0,
        buyers: 0,
        orders: 0,
        revenue_minor: 0,
    };
    let group = groups.iter().find(|group| group.arm == arm);
    let group = group.unwrap_or(&nobody);
    let amount = |minor| Amount::new(minor, currency);
    StartGroup {
        people: group.people,
        buyers: group.buyers,
        orders: group.orders,
        money: amount(group.revenue_minor),
        orders_each: group.orders_each().unwrap_or(0.0),
        money_each: amount(rounded(group.revenue_each().unwrap_or(0.0))),
        average: group.average_minor().map(amount),
    }
}

/// How many orders of what goods.
fn bought_in(goods: impl Iterator<Item = i64>) -> Before {
    goods.fold(Before::default(), |sum, goods| Before {
        orders: sum.orders + 1,
        revenue_minor: sum.revenue_minor.saturating_add(goods),
    })
}

/// What those who were drawn did within the window, and as long before it.
struct Drawn {
    people: Vec<Person>,
    left_out: u32,
}

impl Drawn {
    fn of(shop: &Shop, orders: &Orders, start: &StartRecord) -> Result<Self> {
        let (drawn, people) =
            shop.read(|tx| Ok((tx.loyalty_start_people(start.id)?, tx.people()?)))?;
        // By person: whether they wait; nothing where they stand in both groups. In their order, so
        // that sums come out the same each time.
        let mut side: BTreeMap<CustomerId, Option<bool>> = BTreeMap::new();
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
            people: Vec::new(),
            left_out,
        };
        let window = start.later_at.0 - start.starts_at.0;
        for (person, is_later) in side {
            let Some(is_later) = is_later else {
                found.left_out += 1;
                continue;
            };
            let bought = orders.of_person(person);
            let at = |at: i64| bought.partition_point(|order| order.at.0 < at);
            let (first, end) = (at(start.starts_at.0), at(start.later_at.0));
            let earliest = at(start.starts_at.0 - window);
            let within = |from: usize, until: usize| {
                bought_in(
                    bought[from..until.max(from)]
                        .iter()
                        .map(|order| order.goods),
                )
            };
            let after = within(first, end);
            found.people.push(Person {
                arm: if is_later { Arm::HeldBack } else { Arm::Got(0) },
                orders: after.orders,
                revenue_minor: after.revenue_minor,
                before: within(earliest, first),
            });
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
    found: Option<&Comparison>,
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
            found.and_then(|one| one.more_people),
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
            found.and_then(|one| one.more_people),
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
fn between(found: Option<&Comparison>, word: &str, currency: Currency, locale: &Locale) -> String {
    let sides = |range: Range| {
        let (low, high) = (range.low.abs(), range.high.abs());
        (low.min(high), low.max(high))
    };
    let Some(found) = found else {
        return String::new();
    };
    match (found.revenue, found.orders) {
        (Some(money), _) => {
            let (low, high) = sides(money.deciding());
            let say = |minor: f64| locale.money(Money::new(rounded(minor), currency));
            format!("between {} and {} {word} a customer", say(low), say(high))
        }
        (None, Some(orders)) => {
            let (low, high) = sides(orders.deciding());
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
        (None, None) => String::new(),
    }
}
