//! Segments put to the explorer: as a filter, and as what orders are split by.

use std::sync::Arc;

use pannier_analytics::{Condition, Question, Summary};
use pannier_core::Facts;
use pannier_store::SegmentRecord;

use super::{
    Ready,
    saved::{in_order, row_number},
};
use crate::{
    Result, Shop,
    explore::Asked,
    figures::figures_of,
    views::{ExploreInput, SegmentSplit, SegmentSplitRow},
};

/// Orders of the people of a saved segment, as a condition of the explorer.
pub(crate) fn condition(shop: &Shop, facts: &Facts, id: u32) -> Result<Condition> {
    let record = shop.read(|tx| Ok(tx.segment(id.into())?))?;
    condition_of(&Ready::of(shop)?, facts, &record)
}

fn condition_of(ready: &Ready, facts: &Facts, record: &SegmentRecord) -> Result<Condition> {
    let members = ready.members_of(record)?;
    Ok(Condition::Customers {
        name: record.name.clone(),
        customers: Arc::new(ready.segmenter.customer_set(facts, &members)),
    })
}

/// The orders that were asked for, split by the saved segments of who placed them.
///
/// # Errors
/// [`crate::Code::Validation`] for a day or currency that is none, or what the file says.
pub fn segment_split(shop: &Shop, input: &ExploreInput) -> Result<SegmentSplit> {
    let asked = Asked::of(shop, input)?;
    let ready = Ready::of(shop)?;
    let whole = asked.explorer.whole(&asked.question, None).current;
    let figures = |summary: &Summary| figures_of(summary, asked.question.currency, asked.period);
    let mut rows = Vec::new();
    for record in in_order(&ready.records) {
        // The list of segments says what is wrong with one that cannot be followed.
        let Ok(condition) = condition_of(&ready, asked.facts(), record) else {
            continue;
        };
        let mut question: Question = asked.question.clone();
        question.filter.conditions.push(condition);
        let own = asked.explorer.whole(&question, None).current;
        rows.push(SegmentSplitRow {
            id: row_number(record.id),
            name: record.name.clone(),
            share: (whole.revenue != 0).then(|| share(own.revenue, whole.revenue)),
            figures: figures(&own),
        });
    }
    Ok(SegmentSplit {
        whole: figures(&whole),
        rows,
    })
}

/// A part of a sum of money, 0 to 1, to four digits.
fn share(part: i64, whole: i64) -> f64 {
    let basis_points = pannier_core::share(10_000, part, whole);
    f64::from(i32::try_from(basis_points).unwrap_or(i32::MAX)) / 10_000.0
}
