//! Segments put to the explorer: as a filter, and as what orders are split by.

use std::{collections::HashMap, sync::Arc};

use pannier_analytics::{Condition, CustomerSet, Question, Split, SplitOrder, SplitRow, SplitSort};
use pannier_core::Facts;
use pannier_store::SegmentRecord;

use super::{KeptSets, Ready, saved::in_order};
use crate::{
    ApiError, Result, Shop,
    explore::Asked,
    shop::lock,
    views::{Dimension, OrderFilter},
};

/// Orders of the people of saved segments, as a condition of the explorer; nothing where the
/// filters name no segment. One of several is enough.
///
/// # Errors
/// [`crate::Code::Validation`] for a segment that is not there or cannot be followed, or what the
/// file says.
pub(crate) fn condition(
    shop: &Shop,
    facts: &Facts,
    filters: &[OrderFilter],
) -> Result<Option<Condition>> {
    let mut values = filters
        .iter()
        .filter(|filter| filter.by == Dimension::Segment)
        .map(|filter| filter.value.as_str())
        .peekable();
    if values.peek().is_none() {
        return Ok(None);
    }
    let ready = Ready::of(shop)?;
    let mut names = Vec::new();
    let mut customers = CustomerSet::default();
    for value in values {
        let record = of_value(&ready, value)?;
        customers.join(set(shop, &ready, facts, record)?.as_ref());
        names.push(record.name.as_str());
    }
    Ok(Some(Condition::Customers {
        name: names.join(", "),
        customers: Arc::new(customers),
    }))
}

/// What a segment that a filter names is called.
///
/// # Errors
/// As [`condition`].
pub(crate) fn name_of(shop: &Shop, value: &str) -> Result<String> {
    Ok(of_value(&Ready::of(shop)?, value)?.name.clone())
}

/// Whether there is a saved segment to tell orders apart by.
///
/// # Errors
/// What the file says.
pub(crate) fn any(shop: &Shop) -> Result<bool> {
    let records = shop.read(|tx| Ok(tx.segments()?))?;
    Ok(records.iter().any(|record| record.deleted_at.is_none()))
}

/// The orders that were asked for, split by the saved segments of who placed them. A segment
/// without an order in either period has no row. The list of segments says what is wrong with one
/// that cannot be followed.
///
/// # Errors
/// What the file says.
pub(crate) fn split(shop: &Shop, asked: &Asked, order: &SplitOrder) -> Result<Split> {
    let ready = Ready::of(shop)?;
    // The engine is asked for the whole of a question: with what it splits that by, nobody cares.
    let order = SplitOrder {
        limit: Some(0),
        ..order.clone()
    };
    let whole = asked.explorer.split(&asked.question, &order);
    let revenue = whole.whole.current.revenue;
    let mut rows = Vec::new();
    for record in in_order(&ready.records) {
        let Ok(customers) = set(shop, &ready, asked.facts(), record) else {
            continue;
        };
        let mut question: Question = asked.question.clone();
        question.filter.conditions.push(Condition::Customers {
            name: record.name.clone(),
            customers,
        });
        let mut figures = asked.explorer.split(&question, &order).whole;
        figures.share = (revenue > 0).then(|| share(figures.current.revenue, revenue));
        let before = figures.before.as_ref().map_or(0, |before| before.orders);
        if figures.current.orders + before > 0 {
            rows.push(SplitRow {
                value: record.id.to_string(),
                name: record.name.clone(),
                figures,
            });
        }
    }
    sort(&mut rows, &order);
    Ok(Split {
        adds_up: false,
        rows,
        other: None,
        ..whole
    })
}

fn sort(rows: &mut [SplitRow], order: &SplitOrder) {
    if order.sort == SplitSort::Name {
        rows.sort_by_cached_key(|row| row.name.to_lowercase());
        if order.ascending {
            rows.reverse();
        }
        return;
    }
    rows.sort_by_cached_key(|row| {
        let (now, change) = (&row.figures.current, row.figures.change.as_ref());
        let number = match order.sort {
            SplitSort::Revenue | SplitSort::Name => Some(i128::from(now.revenue)),
            SplitSort::Orders => Some(i128::from(now.orders)),
            SplitSort::Aov => now.aov.map(i128::from),
            SplitSort::UnitsPerOrder => {
                (now.orders > 0).then(|| i128::from(now.units) * 1_000_000 / i128::from(now.orders))
            }
            SplitSort::Change => change.and_then(|change| change.difference).map(i128::from),
        };
        // What has no average comes last either way.
        let towards = |number: i128| if order.ascending { number } else { -number };
        number.map_or(i128::MAX, towards)
    });
}

/// The segment that a filter names by its number, or by its name.
fn of_value<'r>(ready: &'r Ready, value: &str) -> Result<&'r SegmentRecord> {
    let id = value.parse::<i64>().ok();
    let by_id = ready.records.iter().find(|record| Some(record.id) == id);
    let wanted = value.to_lowercase();
    by_id
        .or_else(|| {
            in_order(&ready.records)
                .into_iter()
                .find(|record| record.name.to_lowercase() == wanted)
        })
        .ok_or_else(|| {
            let message = format!("There is no saved segment “{value}”. See the list of segments");
            ApiError::invalid("filters", message)
        })
}

/// Worked out once for each state of people and rules.
fn set(
    shop: &Shop,
    ready: &Ready,
    facts: &Facts,
    record: &SegmentRecord,
) -> Result<Arc<CustomerSet>> {
    // A set is by places in the columns: those of another state have others.
    let is_of_ready = std::ptr::eq(Arc::as_ptr(&ready.all.facts), facts);
    let known = lock(&shop.segments.0)
        .sets
        .as_ref()
        .filter(|kept| is_of_ready && kept.is_of(ready))
        .and_then(|kept| kept.sets.get(&record.id).map(Arc::clone));
    if let Some(known) = known {
        return Ok(known);
    }
    let members = ready.members_of(record)?;
    let set = Arc::new(ready.segmenter.customer_set(facts, &members));
    if is_of_ready {
        let mut kept = lock(&shop.segments.0);
        if !kept.sets.as_ref().is_some_and(|kept| kept.is_of(ready)) {
            kept.sets = Some(KeptSets {
                of: Arc::clone(&ready.all),
                points: Arc::clone(&ready.points),
                records: ready.records.clone(),
                sets: HashMap::new(),
            });
        }
        if let Some(kept) = &mut kept.sets {
            kept.sets.insert(record.id, Arc::clone(&set));
        }
    }
    Ok(set)
}

/// A part of a sum of money, 0 to 1, to four digits.
fn share(part: i64, whole: i64) -> f64 {
    let basis_points = pannier_core::share(10_000, part, whole);
    f64::from(i32::try_from(basis_points).unwrap_or(i32::MAX)) / 10_000.0
}
