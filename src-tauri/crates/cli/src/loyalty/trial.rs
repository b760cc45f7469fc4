//! `loyalty programme try`: a programme on past orders, in money.

use std::fmt::Write as _;

use anyhow::Context as _;
use pannier_api::{
    Shop, loyalty_programme, read_programme, try_programme_rules,
    views::{
        Amount, LoyaltyAssumptions, Minor, ProgrammeRules, ProgrammeTried, ProgrammesTried,
        TryProgramme,
    },
};
use pannier_core::{Money, NumberStyle};

use crate::{
    args::{Assumed, Which},
    insights::json,
    run::Answer,
};

pub(super) fn tried(
    shop: &Shop,
    which: &Which,
    from: Option<&String>,
    beside: &[String],
    assumed: &Assumed,
) -> anyhow::Result<Answer> {
    let currency = shop.context()?.currency;
    let thresholds = beside
        .iter()
        .map(|text| {
            Ok(Minor(
                Money::parse(text, NumberStyle::Point, currency)?.minor,
            ))
        })
        .collect::<anyhow::Result<Vec<Minor>>>()?;
    let input = TryProgramme {
        programme: rules(shop, which)?,
        from: from.cloned(),
        thresholds: (!thresholds.is_empty()).then_some(thresholds),
        assumed: assumptions(assumed),
    };
    let tried = try_programme_rules(shop, &input)?;
    Ok(Answer::new(json(&tried)?, text(&tried)))
}

/// What is taken for granted, from per cent.
pub(super) fn assumptions(assumed: &Assumed) -> LoyaltyAssumptions {
    let share = |percent: Option<f64>| percent.map(|percent| percent / 100.0);
    LoyaltyAssumptions {
        redeemed: share(assumed.redeemed),
        breakage: share(assumed.breakage),
        margin: share(assumed.margin),
    }
}

/// The programme that is meant.
fn rules(shop: &Shop, which: &Which) -> anyhow::Result<ProgrammeRules> {
    match &which.file {
        Some(file) => {
            let path = file.display();
            let text = std::fs::read_to_string(file);
            Ok(read_programme(
                &text.with_context(|| format!("{path} cannot be read"))?,
            )?)
        }
        None => Ok(loyalty_programme(shop)?.begin),
    }
}

pub(super) fn money(amount: &Amount) -> String {
    format!("{} {}", amount.text, amount.currency)
}

fn text(tried: &ProgrammesTried) -> String {
    let this = &tried.this;
    let mut text = this.sentences.join("\n");
    let _ = write!(
        text,
        "\n\nOn the {} orders from {} to {}:\n  {} orders of {} people earn {} points\n  \
         {} rewards, where everyone takes the cheapest as soon as they can\n  \
         {} points expire, {} are left now\n",
        tried.orders,
        tried.from,
        tried.to,
        this.earning_orders,
        this.people,
        this.points,
        this.rewards,
        this.expired,
        this.outstanding
    );
    if let (Some(near), Some(threshold)) = (&this.near, &this.threshold) {
        let _ = writeln!(
            text,
            "  {} orders ended {} or less below {}",
            near.orders,
            money(&near.within),
            money(threshold)
        );
    }
    let _ = writeln!(text, "  {}\n", this.verdict);
    if !tried.beside.is_empty() {
        text.push_str(
            "Threshold      Points  Rewards   Likely cost      More  Just below  To pay for it\n",
        );
    }
    let mut columns: Vec<&ProgrammeTried> = tried.beside.iter().chain([this]).collect();
    columns.sort_by_key(|one| one.threshold.as_ref().map(|at| at.minor.0));
    if columns.len() > 1 {
        for one in columns {
            text.push_str(&row(one));
        }
        text.push('\n');
    }
    for formula in &tried.formulas {
        let _ = writeln!(text, "{}: {}", formula.name, formula.sentence);
    }
    text.push_str("What people would have done otherwise is not in these orders\n\n");
    for month in &tried.months {
        let liability = month.liability.as_ref();
        let cost = liability.map_or_else(String::new, |cost| format!(", likely {}", money(cost)));
        let _ = writeln!(
            text,
            "{}: {} points, {} rewards, {} left{cost}",
            &month.month[..7],
            month.points,
            month.rewards,
            month.outstanding
        );
    }
    text
}

fn row(one: &ProgrammeTried) -> String {
    let amount = |amount: Option<&Amount>| amount.map_or("–", |amount| &amount.text).to_owned();
    let near = one.near.as_ref().map_or(0, |near| near.orders);
    let top_ups = match one.top_ups {
        Some(needed) if needed > 0 && needed <= near => format!("{needed} topped up"),
        _ => "–".to_owned(),
    };
    format!(
        "{:<12} {:>8} {:>8} {:>13} {:>9} {:>11}  {top_ups}\n",
        amount(one.threshold.as_ref()),
        one.points,
        one.rewards,
        amount(one.cost.as_ref().map(|cost| &cost.likely)),
        amount(one.costs_more.as_ref()),
        near
    )
}
