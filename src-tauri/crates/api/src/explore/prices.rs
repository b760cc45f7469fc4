//! Changes of prices, as marks on the average over time.

use std::collections::BTreeMap;

use pannier_analytics::{self as analytics, PriceChange, Question};

use super::{Asked, coarse_enough, fitting, granularity};
use crate::{
    Result, Shop,
    views::{Amount, ExploreInput, PriceMark, PriceMove, TimeStep},
};

/// Days around the period whose lines tell what was usual.
const AROUND: i64 = 60;

/// A product in at least one of so many orders is sold frequently.
const FREQUENT: usize = 20;

/// From so many products on, their change is worth a mark by itself.
const MANY: usize = 5;

/// Marks on a chart at most.
const MOST_MARKS: usize = 4;

/// Products that a mark names at most.
const NAMED: usize = 3;

/// Where the price of a product that is sold frequently changed, or the prices of many, as the lines
/// of the orders show it; the oldest first.
///
/// # Errors
/// [`crate::Code::Validation`] for a day or currency that is none, or what the file says.
pub fn price_marks(shop: &Shop, input: &ExploreInput) -> Result<Vec<PriceMark>> {
    let asked = Asked::of(shop, input)?;
    let step = input.step.map_or_else(
        || fitting(asked.period),
        |step| coarse_enough(step, asked.period),
    );
    if step == TimeStep::Hour {
        return Ok(Vec::new());
    }
    let facts = asked.facts();
    let around = Question {
        from: Some(asked.period.from.plus_days(-AROUND)),
        until: Some(asked.period.until.plus_days(AROUND)),
        ..asked.question.clone()
    };
    let positions = asked.explorer.pick(&around);
    let mut marks: BTreeMap<String, Vec<PriceChange>> = BTreeMap::new();
    for change in analytics::price_changes(facts, &positions) {
        let Some(day) = pannier_core::Day::from_number(change.day) else {
            continue;
        };
        if asked.period.contains(day) {
            let starts = granularity(step).whole(day).from.max(asked.period.from);
            marks.entry(starts.to_string()).or_default().push(change);
        }
    }
    let frequent = |change: &PriceChange| change.lines as usize * FREQUENT >= positions.len();
    let mut worth: Vec<(String, Vec<PriceChange>)> = marks
        .into_iter()
        .filter(|(_, changes)| changes.len() >= MANY || changes.iter().any(frequent))
        .collect();
    let lines =
        |changes: &[PriceChange]| -> u64 { changes.iter().map(|one| u64::from(one.lines)).sum() };
    worth.sort_by_key(|(_, changes)| std::cmp::Reverse(lines(changes)));
    worth.truncate(MOST_MARKS);
    worth.sort_by(|(one, _), (other, _)| one.cmp(other));
    let amount = |minor| Amount::new(minor, asked.currency());
    let day = |number: i32| pannier_core::Day::from_number(number).map(|day| day.to_string());
    Ok(worth
        .into_iter()
        .map(|(starts, mut changes)| {
            changes.sort_by_key(|one| std::cmp::Reverse(one.lines));
            let named = changes.iter().take(NAMED);
            PriceMark {
                products: u32::try_from(changes.len()).unwrap_or(u32::MAX),
                moves: named
                    .filter_map(|one| {
                        Some(PriceMove {
                            name: facts.products.name[one.product as usize].clone(),
                            day: day(one.day)?,
                            before: amount(one.before),
                            after: amount(one.after),
                        })
                    })
                    .collect(),
                starts,
            }
        })
        .collect())
}
