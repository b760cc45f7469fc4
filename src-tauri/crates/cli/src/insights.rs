//! Why the average moved, who comes back, and what to do next: the verbs, their text and their JSON.

use std::fmt::Write as _;

use anyhow::{Context as _, bail};
use pannier_api::{
    Shop, bundles as find_bundles, cohorts as find_cohorts, opportunities as find_opportunities,
    thresholds as weigh_thresholds,
    views::{
        Amount, AmountRange, BundlesInput, ChangeVerdict, CohortBy, Cohorts, CohortsInput,
        ComparedWith, ExploreInput, Minor, OpportunitiesInput, OpportunityAbout, RewardKind,
        Thresholds, ThresholdsInput, Why, WhyByGroup, WhyGroupsInput, WhyInput,
    },
    why as explain, why_groups as explain_groups,
};
use pannier_core::{Day, Money, NumberStyle, Period};
use serde_json::{Map, Value};

use crate::{
    args::{CohortsArguments, FormulaArgument, Group, Thing, ThresholdsArguments, WhyArguments},
    explore::{dimension, filter, filters},
    run::{Answer, formula_of},
};

pub(crate) fn why(shop: &Shop, arguments: &WhyArguments) -> anyhow::Result<Answer> {
    if let Some(group) = &arguments.group {
        return why_of_groups(shop, group, arguments);
    }
    let day = |text: &Option<String>| {
        let named = text.as_deref();
        Ok::<_, anyhow::Error>(named.context("Name --from and --until")?.parse::<Day>()?)
    };
    let (from, until) = (day(&arguments.from)?, day(&arguments.until)?);
    // The same number of days before, or the months before whole months.
    let before = before(Period { from, until });
    let named =
        |named: &Option<String>, usual: Day| named.clone().unwrap_or_else(|| usual.to_string());
    let told = explain(
        shop,
        &WhyInput {
            from: from.to_string(),
            until: until.to_string(),
            before_from: named(&arguments.before_from, before.from),
            before_until: named(&arguments.before_until, before.until),
            formula: formula_of(arguments.formula),
            currency: arguments.currency.clone(),
            filters: filters(&arguments.only)?,
            by: arguments.by.map(dimension),
        },
    )?;
    let mut text = format!(
        "From {} ({} to before {}) to {} ({} to before {})\n",
        average(told.before.aov.as_ref()),
        told.before.from,
        told.before.until,
        average(told.after.aov.as_ref()),
        told.after.from,
        told.after.until,
    );
    text.push_str(&parts_text(&told));
    if told.change.is_none() {
        text.push_str("One of the periods has no orders: there is nothing to explain\n");
    }
    match (&told.by_group, arguments.by) {
        (Some(by_group), _) => text.push_str(&by_group_text(by_group)),
        (None, Some(_)) if told.change.is_some() => {
            text.push_str("An order can be in several of those groups: no part is only theirs\n");
        }
        _ => {}
    }
    Ok(Answer::new(json(&told)?, text))
}

fn why_of_groups(shop: &Shop, group: &str, arguments: &WhyArguments) -> anyhow::Result<Answer> {
    let group = filter(group)?;
    let against = arguments.against.as_deref().map(filter).transpose()?;
    if against
        .as_ref()
        .is_some_and(|against| against.by != group.by)
    {
        bail!("Name two groups of one kind, such as country=DE and country=FR");
    }
    let told = explain_groups(
        shop,
        &WhyGroupsInput {
            orders: ExploreInput {
                from: arguments.from.clone(),
                until: arguments.until.clone(),
                compared_with: ComparedWith::Nothing,
                formula: formula_of(arguments.formula),
                currency: arguments.currency.clone(),
                filters: filters(&arguments.only)?,
                ..ExploreInput::default()
            },
            by: group.by,
            group: group.value,
            against: against.map(|against| against.value),
        },
    )?;
    let said = |name: &str| if name.is_empty() { "not said" } else { name }.to_owned();
    let other = told.against.as_deref();
    let mut text = format!(
        "From {} ({}) to {} ({})\n",
        average(told.why.before.aov.as_ref()),
        other.map_or_else(|| "all others".to_owned(), said),
        average(told.why.after.aov.as_ref()),
        said(&told.group),
    );
    text.push_str(&parts_text(&told.why));
    text.push_str(match told.difference.verdict {
        _ if told.difference.aov.is_none() => {
            "One of the groups has no orders: there is nothing to explain\n"
        }
        ChangeVerdict::TooFew => "Too few orders to tell whether they differ at all\n",
        ChangeVerdict::CannotTell => "It cannot be told from chance\n",
        ChangeVerdict::Higher | ChangeVerdict::Lower => "",
    });
    if told.both > 0 {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "Orders that are in both groups: {}", told.both);
    }
    Ok(Answer::new(json(&told)?, text))
}

fn average(aov: Option<&Amount>) -> String {
    aov.map_or_else(|| "no orders".to_owned(), money)
}

fn before(period: Period) -> Period {
    let months = i32::try_from(period.days() / 28).unwrap_or(0);
    let whole = (1..=months.max(1)).find(|months| {
        period.from == period.from.month_start() && period.from.plus_months(*months) == period.until
    });
    Period {
        from: match whole {
            Some(months) => period.from.plus_months(-months),
            None => period.from.plus_days(-period.days()),
        },
        until: period.from,
    }
}

fn parts_text(why: &Why) -> String {
    let mut text = String::new();
    for part in &why.parts {
        let names: Vec<&str> = part
            .products
            .iter()
            .map(|p| p.name.as_str())
            .take(3)
            .collect();
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:>14}  {}{}{}",
            signed(&part.amount),
            words(&format!("{:?}", part.kind)),
            if names.is_empty() { "" } else { ": " },
            names.join(", ")
        );
    }
    if let Some(change) = &why.change {
        let _ = writeln!(text, "{:>14}  in all", signed(change));
    }
    text
}

fn by_group_text(by_group: &WhyByGroup) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "From within groups {}, by their mix {}",
        signed(&by_group.within),
        signed(&by_group.mix)
    );
    for row in by_group.rows.iter().chain(&by_group.other) {
        let named = if row.name.is_empty() {
            &row.value
        } else {
            &row.name
        };
        let name = match named.as_str() {
            "" if by_group.other.as_ref() == Some(row) => "other",
            "" => "not said",
            name => name,
        };
        let _ = writeln!(
            text,
            "{:>14} {:>14}  {name}: {} to {} orders, {} to {}",
            signed(&row.within),
            signed(&row.mix),
            row.orders_before,
            row.orders_after,
            average(row.aov_before.as_ref()),
            average(row.aov_after.as_ref()),
        );
    }
    text
}

pub(crate) fn cohorts(shop: &Shop, arguments: &CohortsArguments) -> anyhow::Result<Answer> {
    let found = find_cohorts(
        shop,
        &CohortsInput {
            by: match arguments.by {
                Group::Month => CohortBy::FirstMonth,
                Group::Product => CohortBy::FirstProduct,
                Group::Channel => CohortBy::FirstChannel,
                Group::Code => CohortBy::FirstCode,
            },
            formula: formula_of(arguments.formula),
        },
    )?;
    Ok(Answer::new(json(&found)?, cohorts_text(&found)))
}

fn cohorts_text(cohorts: &Cohorts) -> String {
    let mut text = format!(
        "{} customers, {} of them ordered again; {} orders without a name are left out\n",
        cohorts.customers, cohorts.returned, cohorts.nameless
    );
    for row in cohorts.rows.iter().chain([&cohorts.all]) {
        let key = if std::ptr::eq(row, &raw const cohorts.all) {
            "all"
        } else if row.key.is_empty() {
            "not said"
        } else {
            &row.key
        };
        let _ = write!(text, "{key:<28} {:>7}", row.customers);
        for cell in row.cells.iter().take(13) {
            match cell {
                Some(cell) if cell.watched > 0 => {
                    let _ = write!(text, " {:>4}%", percent(cell.customers, cell.watched));
                }
                _ => text.push_str("     -"),
            }
        }
        text.push('\n');
    }
    for one in &cohorts.order_numbers {
        let aov = one
            .aov
            .as_ref()
            .map_or_else(|| "no orders".to_owned(), money);
        let _ = writeln!(
            text,
            "Order {}: {aov} on average of {}",
            one.number, one.orders
        );
    }
    text
}

/// Whole percent, rounded half up; the whole is not zero.
fn percent(part: u32, whole: u32) -> u64 {
    (u64::from(part) * 200 + u64::from(whole)) / (2 * u64::from(whole))
}

pub(crate) fn thresholds(shop: &Shop, arguments: &ThresholdsArguments) -> anyhow::Result<Answer> {
    let currency = shop.context()?.currency;
    let minor = |text: &Option<String>| -> anyhow::Result<Option<Minor>> {
        let read = |text: &String| Money::parse(text, NumberStyle::Point, currency);
        Ok(text
            .as_ref()
            .map(read)
            .transpose()?
            .map(|money| Minor(money.minor)))
    };
    let share = |percent: Option<f64>| percent.map(|percent| percent / 100.0);
    let found = weigh_thresholds(
        shop,
        &ThresholdsInput {
            reward: match arguments.reward {
                Thing::FreeShipping => RewardKind::FreeShipping,
                Thing::Points => RewardKind::Points,
                Thing::Gift => RewardKind::Gift,
            },
            threshold: minor(&arguments.at)?,
            shipping_cost: minor(&arguments.shipping_cost)?,
            gift_cost: minor(&arguments.gift_cost)?,
            tops_up: share(arguments.tops_up),
            margin: share(arguments.margin),
            ..ThresholdsInput::default()
        },
    )?;
    Ok(Answer::new(json(&found)?, thresholds_text(&found)))
}

fn thresholds_text(found: &Thresholds) -> String {
    let mut text = format!(
        "{} orders from {} to before {}\n",
        found.orders, found.from, found.until
    );
    if let Some(present) = &found.present {
        let _ = writeln!(text, "Orders ship free from {} now", money(present));
    }
    let _ = match &found.best {
        Some(best) => writeln!(text, "Likely best: from {}", money(best)),
        None if found.effects.is_empty() => writeln!(text, "Too few orders to tell"),
        None => writeln!(text, "Best to do nothing"),
    };
    for effect in found.effects.iter().chain(&found.chosen) {
        let _ = writeln!(
            text,
            "From {:>14}: average {}; revenue in 30 days {}; left after costs {}",
            money(&effect.threshold),
            spread(&effect.aov),
            spread(&effect.revenue),
            spread(&effect.margin)
        );
    }
    text
}

pub(crate) fn bundles(shop: &Shop) -> anyhow::Result<Answer> {
    let found = find_bundles(shop, &BundlesInput::default())?;
    let mut text = format!(
        "{} of {} orders hold two products or more\n",
        found.several, found.orders
    );
    for set in &found.sets {
        let names: Vec<&str> = set.products.iter().map(|p| p.name.as_str()).collect();
        let price = set
            .set_price
            .as_ref()
            .map(|price| format!("; as a set {}", money(price)));
        let _ = writeln!(
            text,
            "{}: in {} of {} orders, {:.1} times chance{}",
            names.join(" + "),
            set.held,
            set.of_first,
            set.lift,
            price.unwrap_or_default()
        );
    }
    Ok(Answer::new(json(&found)?, text))
}

pub(crate) fn opportunities(shop: &Shop, arguments: &FormulaArgument) -> anyhow::Result<Answer> {
    let input = OpportunitiesInput {
        formula: formula_of(arguments.formula),
    };
    let found = find_opportunities(shop, &input)?;
    let mut text = String::new();
    for one in &found.list {
        let about = match &one.about {
            OpportunityAbout::JustShort {
                orders, threshold, ..
            } => format!("{orders} orders stopped just short of {}", money(threshold)),
            OpportunityAbout::FirstThreshold { threshold, .. } => {
                format!("Free shipping from {} would pay", money(threshold))
            }
            OpportunityAbout::Bundle { names, held, .. } => {
                format!("{} belong together: {held} orders", names.join(" and "))
            }
            OpportunityAbout::QuietCustomers { customers, .. } => {
                format!("{customers} good customers have gone quiet")
            }
            OpportunityAbout::DiscountAway { code, orders, .. } => format!(
                "{} gives money away: {orders} orders",
                code.as_deref().unwrap_or("A discount")
            ),
            OpportunityAbout::BasketOpener { name, .. } => format!("{name} opens large orders"),
            OpportunityAbout::LargerOrders { here, .. } => {
                format!("A time of the week brings larger orders: {}", money(here))
            }
            OpportunityAbout::MoreOrders { here, .. } => {
                format!("A time of the week brings most orders: {here:.1} a week")
            }
        };
        let estimate = one
            .estimate
            .as_ref()
            .map_or_else(|| "no amount".to_owned(), spread);
        let _ = writeln!(text, "{estimate:>36}  {about}");
    }
    if found.list.is_empty() {
        text.push_str("Nothing stands out\n");
    }
    Ok(Answer::new(json(&found)?, text))
}

fn money(amount: &Amount) -> String {
    format!("{} {}", amount.text, amount.currency)
}

fn signed(amount: &Amount) -> String {
    let sign = if amount.minor.0 > 0 { "+" } else { "" };
    format!("{sign}{}", money(amount))
}

fn spread(range: &AmountRange) -> String {
    format!(
        "{} to {} {}",
        range.low.text, range.high.text, range.low.currency
    )
}

/// `UnitsPerOrder` as words: units per order.
pub(crate) fn words(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// A view with the names that the other reports use: `units_per_order` for `unitsPerOrder`.
pub(crate) fn json(view: &impl serde::Serialize) -> anyhow::Result<Value> {
    Ok(renamed(serde_json::to_value(view)?))
}

fn renamed(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, value)| (words(&name).replace(' ', "_"), renamed(value)))
                .collect::<Map<_, _>>(),
        ),
        Value::Array(values) => Value::Array(values.into_iter().map(renamed).collect()),
        other => other,
    }
}
