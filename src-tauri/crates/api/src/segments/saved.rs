//! Saved segments: listed with what they come to, changed, deleted and restored, frozen, compared.

use pannier_analytics::Members;
use pannier_core::{Timestamp, segment::Rule};
use pannier_store::{SegmentDay as DayRecord, SegmentRecord, SegmentSaved, SnapshotRecord};

use super::{Ready, frozen::months, rule_of, rule_view};
use crate::{
    ApiError, Result, Shop,
    shop::lock,
    views::{
        Amount, DeletedSegment, OverlapSegment, SaveSegment, SegmentDay, SegmentDetail,
        SegmentList, SegmentOverlap, SegmentRow, SegmentSnapshot, SegmentVersion,
    },
};

/// Names are not longer than this many characters.
const LONGEST_NAME: usize = 100;

/// All saved segments with what they come to. What they come to today is kept for their history.
///
/// # Errors
/// What the file says.
pub fn list_segments(shop: &Shop) -> Result<SegmentList> {
    let ready = Ready::of(shop)?;
    let rows = rows(&ready);
    keep_days(shop, &ready, &rows)?;
    let deleted = ready.records.iter().filter_map(|record| {
        Some(DeletedSegment {
            id: row_number(record.id),
            name: record.name.clone(),
            text: record.rules.clone(),
            deleted_on: ready.day_of(record.deleted_at?),
        })
    });
    Ok(SegmentList {
        as_of: ready.all.as_of.to_string(),
        everyone: ready.segmenter.everyone().count(),
        deleted: deleted.collect(),
        tiers: crate::loyalty::tier_names(shop)?,
        segments: rows,
    })
}

/// One saved segment, its frozen lists, and what it came to over time.
///
/// # Errors
/// [`crate::Code::NotFound`] when it is not there, or what the file says.
pub fn get_segment(shop: &Shop, id: u32) -> Result<SegmentDetail> {
    let ready = Ready::of(shop)?;
    let rows = rows(&ready);
    keep_days(shop, &ready, &rows)?;
    let row = rows.into_iter().find(|row| row.id == id);
    let missing = || pannier_store::Error::Missing(format!("There is no segment number {id}"));
    let row = row.ok_or_else(missing)?;
    let (snapshots, days, versions) = shop.read(|tx| {
        Ok((
            tx.segment_snapshots(id.into())?,
            tx.segment_days(id.into())?,
            tx.segment_versions(id.into())?,
        ))
    })?;
    let rule = Rule::parse(&row.text, ready.all.currency).ok();
    let record = ready
        .records
        .iter()
        .find(|record| record.id == i64::from(id));
    let people = record.and_then(|record| ready.members_of(record).ok());
    Ok(SegmentDetail {
        rule: rule.as_ref().map(rule_view).transpose()?,
        months: people.map_or_else(Vec::new, |people| months(&ready, &people)),
        row,
        versions: versions
            .iter()
            .map(|version| SegmentVersion {
                name: version.name.clone(),
                text: version.rules.clone(),
                saved_on: ready.day_of(version.saved_at),
                replaced_on: ready.day_of(version.replaced_at),
            })
            .collect(),
        snapshots: snapshots
            .iter()
            .map(|record| snapshot(&ready, record))
            .collect(),
        days: days
            .iter()
            .map(|day| {
                let figures = pannier_analytics::SegmentFigures {
                    orders: day.orders,
                    revenue: day.revenue,
                    ..pannier_analytics::SegmentFigures::default()
                };
                SegmentDay {
                    day: day.day.to_string(),
                    people: day.people,
                    orders: day.orders,
                    revenue: Amount::new(day.revenue, day.currency),
                    aov: figures.aov().map(|minor| Amount::new(minor, day.currency)),
                }
            })
            .collect(),
    })
}

/// Saves rules under a name.
///
/// # Errors
/// [`crate::Code::Validation`] for rules or a name that cannot be used, or segments that would go
/// round in a circle; [`crate::Code::Conflict`] where the name is taken; or what the file says.
pub fn save_segment(shop: &Shop, input: &SaveSegment) -> Result<SegmentRow> {
    let name = input.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        let message = format!("A name has one to {LONGEST_NAME} characters. Nothing was changed");
        return Err(ApiError::invalid("name", message));
    }
    if input.priority == Some(0) {
        let message = "The first persona has rank 1. Nothing was changed";
        return Err(ApiError::invalid("priority", message));
    }
    let ready = Ready::of(shop)?;
    let currency = ready.all.currency;
    let mut rule = rule_of(input.rule.as_ref(), input.text.as_deref(), currency)?;
    let own = input.id.map(|id| (i64::from(id), name));
    ready.resolved(&mut rule, own)?;
    let rules = rule.text(currency);
    let saved = SegmentSaved {
        id: input.id.map(i64::from),
        name,
        rules: &rules,
        priority: input.priority,
    };
    let now = shop.clock().now();
    let id = shop.write(|tx| Ok(tx.save_segment(&saved, now)?))?;
    let found = rows(&Ready::of(shop)?)
        .into_iter()
        .find(|row| i64::from(row.id) == id);
    found.ok_or_else(|| pannier_store::Error::Missing("The segment is gone again".into()).into())
}

/// Deletes a saved segment. [`restore_segment`] brings it back.
///
/// # Errors
/// [`crate::Code::NotFound`] when it is not there, or what the file says.
pub fn delete_segment(shop: &Shop, id: u32) -> Result<()> {
    let now = shop.clock().now();
    shop.write(|tx| Ok(tx.delete_segment(id.into(), true, now)?))
}

/// Brings a deleted segment back as it was.
///
/// # Errors
/// [`crate::Code::NotFound`] when it is not there, [`crate::Code::Conflict`] where another one has
/// its name by now, or what the file says.
pub fn restore_segment(shop: &Shop, id: u32) -> Result<SegmentRow> {
    let now = shop.clock().now();
    shop.write(|tx| Ok(tx.delete_segment(id.into(), false, now)?))?;
    Ok(get_segment(shop, id)?.row)
}

/// Freezes who is in a saved segment now.
///
/// # Errors
/// [`crate::Code::NotFound`] when it is not there, [`crate::Code::Validation`] where its rules
/// cannot be followed, or what the file says.
pub fn snapshot_segment(shop: &Shop, id: u32) -> Result<SegmentSnapshot> {
    let ready = Ready::of(shop)?;
    let record = shop.read(|tx| Ok(tx.segment(id.into())?))?;
    let members = ready.members_of(&record)?;
    let people = ready.segmenter.ids(&members);
    let now = shop.clock().now();
    let list = shop.write(|tx| Ok(tx.snapshot_segment(id.into(), &people, now)?))?;
    let lists = shop.read(|tx| Ok(tx.segment_snapshots(id.into())?))?;
    let found = lists.iter().find(|found| found.id == list);
    found
        .map(|found| snapshot(&ready, found))
        .ok_or_else(|| pannier_store::Error::Missing("The list is gone again".into()).into())
}

/// How many people each two of the saved segments share.
///
/// # Errors
/// What the file says.
pub fn segment_overlap(shop: &Shop) -> Result<SegmentOverlap> {
    let ready = Ready::of(shop)?;
    let known: Vec<(&SegmentRecord, Members)> = in_order(&ready.records)
        .into_iter()
        .filter_map(|record| Some((record, ready.members_of(record).ok()?)))
        .collect();
    let shared = |one: &Members| known.iter().map(|(_, other)| one.in_both(other)).collect();
    Ok(SegmentOverlap {
        both: known.iter().map(|(_, members)| shared(members)).collect(),
        segments: known
            .iter()
            .map(|(record, members)| OverlapSegment {
                id: row_number(record.id),
                name: record.name.clone(),
                people: members.count(),
            })
            .collect(),
    })
}

/// Names of the saved segments that someone is in.
pub(crate) fn segments_of(shop: &Shop, customer: i64) -> Result<Vec<String>> {
    let ready = Ready::of(shop)?;
    let Some(person) = ready.all.person(customer) else {
        return Ok(Vec::new());
    };
    Ok(in_order(&ready.records)
        .into_iter()
        .filter(|record| {
            let members = ready.members_of(record);
            members.is_ok_and(|members| members.has(person))
        })
        .map(|record| record.name.clone())
        .collect())
}

/// Personas by rank, then the others as they were made; deleted ones left out.
pub(super) fn in_order(records: &[SegmentRecord]) -> Vec<&SegmentRecord> {
    let mut standing: Vec<&SegmentRecord> = records
        .iter()
        .filter(|record| record.deleted_at.is_none())
        .collect();
    standing.sort_by_key(|record| (record.priority.unwrap_or(u32::MAX), record.id));
    standing
}

pub(super) fn row_number(id: i64) -> u32 {
    u32::try_from(id).unwrap_or(u32::MAX)
}

fn rows(ready: &Ready) -> Vec<SegmentRow> {
    let mut free = ready.segmenter.everyone();
    in_order(&ready.records)
        .into_iter()
        .map(|record| {
            let members = ready.members_of(record);
            let mut persona = None;
            if let (Some(_), Ok(members)) = (record.priority, &members) {
                persona = Some(free.in_both(members));
                free.remove(members);
            }
            let (figures, problem) = match members {
                Ok(members) => {
                    let figures = ready.segmenter.figures(&members, None, None);
                    (Some(ready.figures(figures)), None)
                }
                Err(error) => (None, Some(error.message)),
            };
            SegmentRow {
                id: row_number(record.id),
                name: record.name.clone(),
                text: record.rules.clone(),
                priority: record.priority,
                persona,
                ready_made: record.ready_made.is_some(),
                figures,
                problem,
                changed_on: ready.day_of(record.changed_at),
            }
        })
        .collect()
}

/// Keeps what segments come to today, once for each state of the shop and of the segments.
fn keep_days(shop: &Shop, ready: &Ready, rows: &[SegmentRow]) -> Result<()> {
    let context = shop.context()?;
    let state = (
        ready.all.generation,
        ready.points_generation,
        context.today,
        ready.records.clone(),
    );
    if lock(&shop.segments.0).days.as_ref() == Some(&state) {
        return Ok(());
    }
    let days: Vec<(u32, DayRecord)> = rows
        .iter()
        .filter_map(|row| {
            let figures = row.figures.as_ref()?;
            let day = DayRecord {
                day: context.today,
                people: figures.people,
                orders: figures.orders,
                revenue: figures.revenue.minor.0,
                currency: ready.all.currency,
            };
            Some((row.id, day))
        })
        .collect();
    let written = shop.write(|tx| {
        for (id, day) in &days {
            tx.keep_segment_day(i64::from(*id), day)?;
        }
        Ok(())
    });
    match written {
        // Somebody else is writing: the next look keeps it.
        Err(error) if error.code == crate::Code::Busy => Ok(()),
        written => {
            lock(&shop.segments.0).days = Some(state);
            written
        }
    }
}

fn snapshot(ready: &Ready, record: &SnapshotRecord) -> SegmentSnapshot {
    SegmentSnapshot {
        id: row_number(record.id),
        name: record.name.clone(),
        text: record.rules.clone(),
        taken_on: ready.day_of(Timestamp(record.taken_at.0)),
        people: record.people,
        still: record.still,
    }
}
