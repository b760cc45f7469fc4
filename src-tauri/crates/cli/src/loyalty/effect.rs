//! `loyalty effect` and `loyalty start`.

use std::fmt::Write as _;

use pannier_api::{
    Shop, loyalty_effect, preview_loyalty_start, set_loyalty_start, stop_loyalty_start,
    views::{BesideMeans, LoyaltyEffect, PlanStart, StartGroup},
};

use super::trial::money;
use crate::{
    args::{Plan, StartCommand},
    insights::json,
    run::Answer,
};

pub(super) fn effect(shop: &Shop) -> anyhow::Result<Answer> {
    let found = loyalty_effect(shop)?;
    Ok(Answer::new(json(&found)?, text(&found)))
}

pub(super) fn start(shop: &Shop, command: &StartCommand) -> anyhow::Result<Answer> {
    match command {
        StartCommand::Try(plan) => {
            let seen = preview_loyalty_start(shop, &asked(*plan))?;
            let text = format!(
                "{} customers, some from {}, the others from {}\n{}\n",
                seen.people, seen.starts_on, seen.later_on, seen.sentence
            );
            Ok(Answer::new(json(&seen)?, text))
        }
        StartCommand::Set(plan) => {
            let set = set_loyalty_start(shop, &asked(*plan))?;
            let text = format!(
                "{} customers were drawn: some get the programme on {}, the others on {}\n{}\n",
                set.people, set.starts_on, set.later_on, set.sentence
            );
            Ok(Answer::new(json(&set)?, text))
        }
        StartCommand::Stop => {
            let posted = stop_loyalty_start(shop)?;
            let text = "Everybody has the programme from now on\n".to_owned();
            Ok(Answer::new(json(&posted)?, text))
        }
    }
}

fn asked(plan: Plan) -> PlanStart {
    PlanStart {
        later_share: plan.later / 100.0,
        days: plan.days,
        smallest: plan.smallest / 100.0,
    }
}

fn text(found: &LoyaltyEffect) -> String {
    let mut text = String::new();
    if let Some(beside) = &found.comparison {
        let mut group = |name: &str, people: u32, means: &BesideMeans| {
            let _ = writeln!(
                text,
                "{people} {name}: {:.2} orders and {} in {} days before, {:.2} and {} after",
                means.orders_before,
                money(&means.money_before),
                beside.days,
                means.orders_after,
                money(&means.money_after)
            );
        };
        group("members", beside.members, &beside.of_members);
        group("others like them", beside.others, &beside.of_others);
    }
    let _ = writeln!(text, "{}", found.comparison_note);
    if let Some(start) = &found.start {
        let _ = writeln!(
            text,
            "\nStart by chance, some from {}, the others from {}: {}",
            start.starts_on, start.later_on, start.sentence
        );
        let mut group = |name: &str, group: &StartGroup| {
            let _ = writeln!(
                text,
                "{name}: {} customers, {} ordered, {} orders, {:.3} each, {} each",
                group.people,
                group.buyers,
                group.orders,
                group.orders_each,
                money(&group.money_each)
            );
        };
        group("At once", &start.at_once);
        group("Later", &start.later);
    }
    text
}
