//! Frozen lists beside the segment as it is now, and what its people ordered month by month.

use std::cmp::Reverse;

use pannier_analytics::Members;
use pannier_core::CustomerId;

use super::Ready;
use crate::{
    ApiError, Result, Shop,
    customers::rows,
    views::{Amount, FrozenAsked, FrozenPage, FrozenPart, SegmentMonth},
};

/// The most rows a page may have.
const PAGE_LIMIT: u32 = 200;

/// Months of orders, the unfinished one among them.
const MONTHS: i32 = 13;

/// People of a frozen list: all, those who are in the segment still, those who left it; or those
/// who came since.
///
/// # Errors
/// [`crate::Code::NotFound`] when the segment or the list is not there,
/// [`crate::Code::Validation`] where the segment's rules cannot be followed, or what the file says.
pub fn frozen_list(shop: &Shop, input: &FrozenAsked) -> Result<FrozenPage> {
    let ready = Ready::of(shop)?;
    let list = i64::from(input.list);
    let (record, ids) = shop.read(|tx| {
        let record = tx.segment(input.segment.into())?;
        let lists = tx.segment_snapshots(record.id)?;
        if !lists.iter().any(|known| known.id == list) {
            let said = "This list is not in the shop file any more".to_owned();
            return Err(ApiError::from(pannier_store::Error::Missing(said)));
        }
        Ok((record, tx.segment_snapshot_people(list)?))
    })?;
    let then = ready.segmenter.with_ids(&ids);
    let now = ready.members_of(&record)?;
    let stayed = then.in_both(&now);
    let asked = part(input.part, &then, &now);
    let mut people: Vec<usize> = Vec::with_capacity(asked.count() as usize);
    asked.each(|person| people.push(person));
    people.sort_by_key(|person| Reverse(ready.all.spent[*person]));
    let start = (input.offset as usize).min(people.len());
    let end = (start + input.limit.min(PAGE_LIMIT) as usize).min(people.len());
    let ids: Vec<CustomerId> = people[start..end]
        .iter()
        .map(|person| ready.all.people.id[*person])
        .collect();
    Ok(FrozenPage {
        stayed,
        left: then.count() - stayed,
        joined: now.count() - stayed,
        total: asked.count(),
        generation: ready.all.generation,
        rows: rows(shop, &ready.all, &ids)?,
    })
}

fn part(part: FrozenPart, then: &Members, now: &Members) -> Members {
    let without = |some: &Members, others: &Members| {
        let mut some = some.clone();
        some.remove(others);
        some
    };
    match part {
        FrozenPart::Then => then.clone(),
        FrozenPart::Stayed => without(then, &without(then, now)),
        FrozenPart::Left => without(then, now),
        FrozenPart::Joined => without(now, then),
    }
}

/// What some people ordered in each of the last months, the oldest first.
pub(super) fn months(ready: &Ready, people: &Members) -> Vec<SegmentMonth> {
    let everyone = ready.segmenter.everyone();
    let present = ready.all.as_of.month_start();
    let amount = |minor| Amount::new(minor, ready.all.currency);
    (1 - MONTHS..=0)
        .map(|back| {
            let month = present.plus_months(back);
            let (from, until) = (Some(month), Some(month.plus_months(1)));
            let own = ready.segmenter.figures(people, from, until);
            let all = ready.segmenter.figures(&everyone, from, until);
            SegmentMonth {
                month: month.to_string(),
                orders: own.orders,
                revenue: amount(own.revenue),
                aov: own.aov().map(amount),
                all_aov: all.aov().map(amount),
            }
        })
        .collect()
}
