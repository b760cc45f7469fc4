//! What points and rewards that are not used yet likely cost, by month of expiry, for the books.
//!
//! Points: points outstanding × what a point costs × the share that is spent × (1 − breakage). A
//! point costs what the reward that takes the fewest points costs ÷ those points, over the orders
//! of the last twelve months. Rewards that were given out: what each costs × (1 − breakage). Those
//! that nobody said the price of are counted and left out.

use std::collections::{BTreeMap, HashMap};

use pannier_core::{Currency, Day, Money};
use pannier_loyalty::{self as loyalty, Millionths, Reward, RewardCost};
use pannier_report::{About, Cell, Column, Kind, Locale, Table};

use super::{
    current,
    worth::{Worth, millionths, points_buy},
};
use crate::{
    ApiError, Exported, Result, Shop,
    export::tabled,
    views::{
        Amount, ExportFormat, ExportLiability, FormulaSaid, Liability, LiabilityMonth,
        LoyaltyAssumptions, Points,
    },
};

/// Months of orders that tell what a reward takes off.
const MONTHS: i32 = 12;

/// What is outstanding in a month: points, and rewards with what they cost at most. Minor units.
#[derive(Debug, Clone, Copy, Default)]
struct Outstanding {
    points: i64,
    rewards: u32,
    rewards_cost: i64,
    /// Rewards among them whose cost cannot be told.
    unpriced: u32,
}

/// What points and rewards that are not used yet likely cost. What orders and the clock changed is
/// posted first.
///
/// # Errors
/// [`crate::Code::Validation`] for a share that is none, or what the shop file says.
pub fn liability(shop: &Shop, said: &LoyaltyAssumptions) -> Result<Liability> {
    super::catch_up(shop)?;
    let context = shop.context()?;
    let now = shop.clock().now();
    let tomorrow = context.today.plus_days(1);
    let worth = Worth::of(shop, said, tomorrow.plus_months(-MONTHS), tomorrow)?;
    let (programme, months) = shop.read(|tx| {
        let mut months: BTreeMap<Option<Day>, Outstanding> = BTreeMap::new();
        for (goes, points) in tx.ledger_points_by_expiry()? {
            // They can be spent through the day before.
            let last = goes.map(|at| context.zone.day_of(at).plus_days(-1));
            let month = months.entry(last.map(Day::month_start)).or_default();
            month.points = month.points.saturating_add(points);
        }
        let mut costs: HashMap<String, Option<i64>> = HashMap::new();
        for reward in tx.rewards()? {
            let past = reward.valid_until.is_some_and(|last| last < context.today);
            if reward.uses > 0 || reward.taken_back_at.is_some() || past {
                continue;
            }
            let cost = costs
                .entry(reward.terms)
                .or_insert_with_key(|terms| cost_of(terms, &worth));
            let month = months
                .entry(reward.valid_until.map(Day::month_start))
                .or_default();
            month.rewards = month.rewards.saturating_add(1);
            match *cost {
                Some(cost) => month.rewards_cost = month.rewards_cost.saturating_add(cost),
                None => month.unpriced = month.unpriced.saturating_add(1),
            }
        }
        Ok((current(tx, now)?, months))
    })?;
    let reward = programme
        .as_ref()
        .and_then(|programme| worth.reward(programme, worth.goods.iter().copied()));
    let told = Told {
        currency: context.currency,
        locale: Locale::of_region(&context.country),
        is_known: reward.is_some() || months.values().all(|month| month.points == 0),
        reward,
        worth,
    };
    let mut all = Outstanding::default();
    for month in months.values() {
        all.points = all.points.saturating_add(month.points);
        all.rewards = all.rewards.saturating_add(month.rewards);
        all.rewards_cost = all.rewards_cost.saturating_add(month.rewards_cost);
        all.unpriced = all.unpriced.saturating_add(month.unpriced);
    }
    let whole = told.month(None, all);
    // What has no last day comes last.
    let (no_end, dated): (Vec<_>, Vec<_>) = months.into_iter().partition(|(m, _)| m.is_none());
    Ok(Liability {
        day: context.today.to_string(),
        points: Points(all.points),
        rewards: all.rewards,
        unpriced: all.unpriced,
        likely: whole.likely,
        at_most: whole.at_most,
        buy: programme
            .as_ref()
            .and_then(|programme| points_buy(programme, told.reward)),
        assumed: told.worth.view(),
        months: dated
            .into_iter()
            .chain(no_end)
            .map(|(month, outstanding)| told.month(month, outstanding))
            .collect(),
        formulas: told.formulas(all),
    })
}

/// The same as a table.
///
/// # Errors
/// [`crate::Code::Validation`] for another kind of file than CSV or Excel, else as [`liability`].
pub fn export_liability(shop: &Shop, input: &ExportLiability) -> Result<Exported> {
    if !matches!(input.format, ExportFormat::Csv | ExportFormat::Xlsx) {
        let message = "Liability is a table. Choose CSV or Excel";
        return Err(ApiError::invalid("format", message));
    }
    let found = liability(shop, &input.assumed)?;
    let context = shop.context()?;
    let columns = vec![
        Column::new("Last day in", Kind::Text),
        Column::new("Points", Kind::Count),
        Column::new("Rewards", Kind::Count),
        Column::new("Likely cost", Kind::Money),
        Column::new("If all is used", Kind::Money),
    ];
    let mut table = Table::new("Points and rewards not used yet", columns, "No points yet");
    let money = |amount: Option<&Amount>| match amount {
        Some(amount) => Cell::Money(Money::new(amount.minor.0, context.currency)),
        None => Cell::text("cannot be told"),
    };
    let row = |month: &str, points: Points, rewards: u32, likely: Cell, at_most: Cell| {
        [
            Cell::text(month),
            Cell::Count(points.0),
            Cell::Count(rewards.into()),
            likely,
            at_most,
        ]
    };
    for month in &found.months {
        let name = match &month.month {
            Some(day) => day.get(..7).unwrap_or(day),
            None => "no last day",
        };
        let (likely, at_most) = (money(month.likely.as_ref()), money(month.at_most.as_ref()));
        table.push(row(name, month.points, month.rewards, likely, at_most));
    }
    let (likely, at_most) = (money(found.likely.as_ref()), money(found.at_most.as_ref()));
    table.push(row("All", found.points, found.rewards, likely, at_most));
    let formulas: Vec<&str> = found
        .formulas
        .iter()
        .map(|formula| formula.sentence.as_str())
        .collect();
    let about = About {
        title: "What points likely cost".to_owned(),
        shop: shop.record()?.name,
        period: format!("As of {}", found.day),
        formula: formulas.join("; "),
        made_on: context.today,
        locale: Locale::of_region(&context.country),
    };
    tabled(about, table, "points-liability", input.format)
}

/// What a reward that was given out costs if it is used, where that can be told.
fn cost_of(terms: &str, worth: &Worth) -> Option<i64> {
    let reward: Reward = serde_json::from_str(terms).ok()?;
    let goods = worth.goods.iter().copied();
    Some(loyalty::reward_cost(&reward, goods, worth.basis())?.cost)
}

/// What figures are told with.
struct Told {
    currency: Currency,
    locale: Locale,
    worth: Worth,
    reward: Option<RewardCost>,
    /// Whether it can be told what points cost.
    is_known: bool,
}

impl Told {
    fn cost(&self, of: Outstanding, points: Millionths, rewards: Millionths) -> i64 {
        let cost = self
            .reward
            .map_or(0, |reward| reward.of_points(of.points, points));
        cost.saturating_add(rewards.of(of.rewards_cost))
    }

    fn month(&self, month: Option<Day>, of: Outstanding) -> LiabilityMonth {
        let kept = millionths(self.worth.breakage.value.likely).rest();
        let amount = |minor| self.is_known.then(|| Amount::new(minor, self.currency));
        LiabilityMonth {
            month: month.map(|day| day.to_string()),
            points: Points(of.points),
            rewards: of.rewards,
            likely: amount(self.cost(of, self.worth.used(), kept)),
            at_most: amount(self.cost(of, Millionths::WHOLE, Millionths::WHOLE)),
        }
    }

    fn formulas(&self, all: Outstanding) -> Vec<FormulaSaid> {
        let money = |minor| self.locale.money(Money::new(minor, self.currency));
        let percent = |share: f64| {
            let share = pannier_report::Finite::new(share);
            share.map_or_else(String::new, |share| self.locale.percent(share, 0))
        };
        let (redeemed, breakage) = (
            percent(self.worth.redeemed.value.likely),
            percent(self.worth.breakage.value.likely),
        );
        let mut said = Vec::new();
        if let Some(reward) = self.reward {
            said.push(FormulaSaid {
                name: "Points".to_owned(),
                sentence: format!(
                    "{} points ÷ {} for a reward × {} × {redeemed} spent × (100% − {breakage} \
                     never used) = {}",
                    self.locale.count(all.points),
                    self.locale.count(reward.points),
                    money(reward.cost),
                    money(reward.of_points(all.points, self.worth.used()))
                ),
            });
        }
        let priced = all.rewards - all.unpriced;
        if priced > 0 {
            let kept = millionths(self.worth.breakage.value.likely).rest();
            said.push(FormulaSaid {
                name: "Rewards given out".to_owned(),
                sentence: format!(
                    "{} rewards that cost {} if all are used × (100% − {breakage} never used) = {}",
                    self.locale.count(priced.into()),
                    money(all.rewards_cost),
                    money(kept.of(all.rewards_cost))
                ),
            });
        }
        if all.unpriced > 0 {
            said.push(FormulaSaid {
                name: "Rewards without a price".to_owned(),
                sentence: format!(
                    "{} given out and left out: nobody said what they cost",
                    self.locale.count(all.unpriced.into())
                ),
            });
        }
        said
    }
}
