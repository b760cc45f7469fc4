//! Rows of one order number become orders: usually one, but numbers can repeat, files can be
//! sorted anew, and exports can be joined so that an order stands in them twice.

use std::{collections::HashMap, sync::Arc};

use pannier_core::{Timestamp, UnitPrice};

use super::{
    amounts::{Present, fits, surplus},
    every_row,
    head::Head,
    overlay::payment_stage,
    refunds,
    row::{Item, OrderRow},
    segment::{Segment, segments},
    signs::contradiction,
};
use crate::{Rejection, profile::RowLayout};

/// An order put together from its rows.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) number: String,
    pub(crate) key: String,
    pub(crate) head: Box<Head>,
    pub(crate) items: Vec<Item>,
    /// Rows that it is made of.
    pub(crate) rows: u64,
    /// Line of its first row.
    pub(crate) line: u64,
}

/// What became of some rows.
#[derive(Debug)]
pub(crate) enum Piece {
    Order(Draft),
    /// A refund of its own: amounts are positive.
    Refund(Draft),
    /// Rows that say an order again.
    Merged(u64),
    Rejected(Vec<Rejection>),
}

/// Puts all rows of one number together. The flag says that other rows stood before this one.
pub(crate) fn assemble(
    rows: Vec<(bool, OrderRow)>,
    present: Present,
    layout: RowLayout,
) -> Vec<Piece> {
    let is_refund = |(_, row): &(bool, OrderRow)| row.is_refund && row.fault.is_none();
    let (refunds, rows): (Vec<_>, Vec<_>) = if rows.iter().any(is_refund) {
        rows.into_iter().partition(is_refund)
    } else {
        (Vec::new(), rows)
    };
    let mut pieces = if rows.is_empty() {
        Vec::new()
    } else if layout == RowLayout::EveryRow {
        every_row::assemble(rows)
    } else {
        by_first_row(rows, present)
    };
    if !refunds.is_empty() {
        refunds::assemble(refunds, layout, &mut pieces);
    }
    pieces
}

fn by_first_row(rows: Vec<(bool, OrderRow)>, present: Present) -> Vec<Piece> {
    let mut families: Vec<Vec<Segment>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut orphans: Vec<(usize, Segment)> = Vec::new();
    let mut current = 0;
    for segment in segments(rows, present) {
        if !segment.is_headed() {
            orphans.push((current, segment));
            continue;
        }
        // A first row that could not be read has no key, and is an order of its own.
        current = match segment.key() {
            Some(key) => *known.entry(key.to_owned()).or_insert(families.len()),
            None => families.len(),
        };
        if current == families.len() {
            families.push(Vec::new());
        }
        families[current].push(segment);
    }
    if families.is_empty() {
        let rows = orphans.into_iter().flat_map(|(_, segment)| segment.rows);
        return vec![Piece::Rejected(rows.map(headless).collect())];
    }
    adopt(orphans, &mut families);
    let mut pieces = Vec::new();
    for family in families {
        settle(family, present, &mut pieces);
    }
    pieces
}

/// Gives rows that stand apart from their order to it: to the one that was placed when they say,
/// or else to the nearest before them; of several versions of it, to the last one before them.
fn adopt(orphans: Vec<(usize, Segment)>, families: &mut [Vec<Segment>]) {
    let mut by_moment: HashMap<Timestamp, usize> = HashMap::new();
    for (position, family) in families.iter().enumerate() {
        for placed_at in family.iter().filter_map(|segment| segment.placed_at) {
            by_moment.entry(placed_at).or_insert(position);
        }
    }
    for (nearest, orphan) in orphans {
        let is_of = |family: &[Segment]| {
            family
                .last()
                .is_some_and(|segment| segment.placed_at == orphan.placed_at)
        };
        let family = match orphan.placed_at {
            Some(placed_at) if !is_of(&families[nearest]) => {
                by_moment.get(&placed_at).copied().unwrap_or(nearest)
            }
            _ => nearest,
        };
        let versions = &mut families[family];
        let after = versions.partition_point(|segment| segment.line < orphan.line);
        if let Some(version) = versions.get_mut(after.saturating_sub(1)) {
            version.rows.extend(orphan.rows);
            version.is_mixed = true;
        }
    }
    for segment in families.iter_mut().flatten() {
        if segment.is_mixed {
            segment.rows.sort_by_key(|row| row.line);
        }
    }
}

/// One order, possibly said several times.
fn settle(family: Vec<Segment>, present: Present, pieces: &mut Vec<Piece>) {
    let (sound, faulty): (Vec<_>, Vec<_>) = family
        .into_iter()
        .map(|segment| segment.rows)
        .map(with_own_signs)
        .partition(|rows| rows.iter().all(|row| row.fault.is_none()));
    let is_said_in_parts = sound.len() > 1
        && !sound.iter().all(|rows| agrees(rows, present))
        && agrees_together(&sound, present);
    let versions = if is_said_in_parts {
        vec![sound.into_iter().flatten().collect()]
    } else {
        sound
    };
    for rows in faulty {
        pieces.push(Piece::Rejected(rejected(rows)));
    }
    let Some(best) = (0..versions.len())
        .max_by_key(|index| (standing(&versions[*index]), std::cmp::Reverse(*index)))
    else {
        return;
    };
    for (index, rows) in versions.into_iter().enumerate() {
        if index == best {
            order(rows, present, pieces);
        } else {
            pieces.push(Piece::Merged(rows.len() as u64));
        }
    }
}

/// Marks amounts of further rows whose sign is not that of the order's currency.
fn with_own_signs(mut rows: Vec<OrderRow>) -> Vec<OrderRow> {
    let Some(currency) = head_of(&rows).map(|head| head.currency) else {
        return rows;
    };
    for row in rows.iter_mut().filter(|row| row.fault.is_none()) {
        row.fault = row.signed.drain(..).find_map(|cell| {
            let reason = contradiction(&cell.value, currency)?;
            Some(Box::new(Rejection { reason, ..cell }))
        });
    }
    rows
}

fn head_of(rows: &[OrderRow]) -> Option<&Head> {
    rows.iter().find_map(|row| row.head.as_deref())
}

fn items_of(rows: &[OrderRow]) -> Vec<Item> {
    rows.iter().flat_map(|row| row.items.clone()).collect()
}

fn agrees(rows: &[OrderRow], present: Present) -> bool {
    head_of(rows).is_some_and(|head| fits(head, &items_of(rows), present))
}

fn agrees_together(versions: &[Vec<OrderRow>], present: Present) -> bool {
    let items: Vec<Item> = versions.iter().flat_map(|rows| items_of(rows)).collect();
    versions
        .first()
        .and_then(|rows| head_of(rows))
        .is_some_and(|head| fits(head, &items, present))
}

/// How far an order has come: of two versions in one file, the one with more refunded, or a
/// cancellation, is the later.
fn standing(rows: &[OrderRow]) -> (i64, bool, u8) {
    head_of(rows).map_or((0, false, 0), |head| {
        (
            head.refunded,
            head.cancelled_at.is_some(),
            payment_stage(head.payment),
        )
    })
}

/// Rows of an order that its first row says several times, without those that only say it again:
/// where every line is there as often as the first row, and the sums are nearer for it.
fn without_repeats(rows: Vec<OrderRow>, present: Present) -> (Vec<OrderRow>, u64) {
    let times = rows.iter().filter(|row| row.is_head).count();
    if times < 2 || agrees(&rows, present) {
        return (rows, 0);
    }
    let mut counts: HashMap<&Item, usize> = HashMap::new();
    for item in rows.iter().flat_map(|row| &row.items) {
        *counts.entry(item).or_default() += 1;
    }
    if !counts.values().all(|count| count.is_multiple_of(times)) {
        return (rows, 0);
    }
    let mut left: HashMap<&Item, usize> = counts
        .into_iter()
        .map(|(item, count)| (item, count / times))
        .collect();
    let keep: Vec<bool> = rows
        .iter()
        .map(|row| {
            let count = row.items.first().and_then(|item| left.get_mut(item));
            count.is_some_and(|count| {
                let is_wanted = *count > 0;
                *count = count.saturating_sub(1);
                is_wanted
            })
        })
        .collect();
    let once: Vec<Item> = rows
        .iter()
        .zip(&keep)
        .filter(|(_, keep)| **keep)
        .flat_map(|(row, _)| row.items.clone())
        .collect();
    let off = |items: &[Item]| {
        head_of(&rows)
            .and_then(|head| surplus(head, items, present))
            .map(i128::unsigned_abs)
    };
    if off(&once) >= off(&items_of(&rows)) {
        return (rows, 0);
    }
    let before = rows.len();
    let mut keep = keep.into_iter();
    let rows: Vec<OrderRow> = rows
        .into_iter()
        .filter(|_| keep.next().unwrap_or(true))
        .collect();
    let merged = before - rows.len();
    (rows, merged as u64)
}

fn order(rows: Vec<OrderRow>, present: Present, pieces: &mut Vec<Piece>) {
    let (rows, merged) = without_repeats(rows, present);
    if merged > 0 {
        pieces.push(Piece::Merged(merged));
    }
    pieces.extend(draft(rows).map(Piece::Order));
}

/// What the rows of one order say; nothing where none of them says it as a whole.
pub(super) fn draft(rows: Vec<OrderRow>) -> Option<Draft> {
    let count = rows.len() as u64;
    let line = rows.first().map_or(0, |row| row.line);
    let (mut number, mut key, mut head) = (String::new(), String::new(), None);
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        if head.is_none() && row.head.is_some() {
            number = row.number.to_string();
            key = row.key.map(|key| key.to_string()).unwrap_or_default();
            head = row.head;
        }
        items.extend(row.items);
    }
    let mut head = Box::new(Arc::unwrap_or_clone(head?));
    // A row of an order without a line item has neither name nor pieces.
    items.retain(|item| !(item.name.is_empty() && item.sku.is_empty() && item.is_worth_nothing()));
    let of_lines = |part: fn(&Item) -> UnitPrice| {
        let sum = items.iter().map(|item| part(item).0).sum();
        // Too much to be held is found when the sums are made.
        UnitPrice(sum).times(1, head.currency).unwrap_or(i64::MAX)
    };
    let (tax, shipping) = (of_lines(|item| item.tax), of_lines(|item| item.shipping));
    head.tax = head.tax.saturating_add(tax);
    head.shipping = head.shipping.saturating_add(shipping);
    Some(Draft {
        number,
        key,
        head,
        items,
        rows: count,
        line,
    })
}

pub(super) fn rejected(rows: Vec<OrderRow>) -> Vec<Rejection> {
    let culprit = rows
        .iter()
        .find_map(|row| row.fault.as_ref())
        .map_or(0, |fault| fault.line);
    rows.into_iter()
        .map(|row| {
            let reason = || {
                format!(
                    "This row belongs to an order that is left out whole, because of line {culprit}"
                )
            };
            or_rejected(row, reason)
        })
        .collect()
}

pub(super) fn headless(row: OrderRow) -> Rejection {
    or_rejected(row, || {
        "The first row of this order, with its total, is not in the file. Export the order again"
            .to_owned()
    })
}

/// What is wrong with a row, or else that reason to leave it out.
fn or_rejected(row: OrderRow, reason: impl FnOnce() -> String) -> Rejection {
    match row.fault {
        Some(fault) => *fault,
        None => Rejection {
            line: row.line,
            column: String::new(),
            value: row.number.chars().take(80).collect(),
            reason: reason(),
        },
    }
}
