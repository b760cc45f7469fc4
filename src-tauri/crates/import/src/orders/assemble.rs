//! Rows of one order number become orders: usually one, but numbers can repeat, files can be
//! sorted anew, and exports can be joined so that an order stands in them twice.

use super::{
    amounts::{Present, fits},
    row::{Head, Item, OrderRow},
};
use crate::Rejection;

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
    /// Rows that say an order again.
    Merged(u64),
    Rejected(Vec<Rejection>),
}

/// Rows that belong together, in the file's order.
#[derive(Debug, Default)]
struct Segment {
    key: Option<String>,
    rows: Vec<OrderRow>,
    is_headed: bool,
}

/// Puts all rows of one number together. The flag says that other rows stood before this one.
pub(crate) fn assemble(rows: Vec<(bool, OrderRow)>, present: Present) -> Vec<Piece> {
    let segments = segments(rows);
    let mut keys: Vec<Option<String>> = Vec::new();
    for segment in segments.iter().filter(|segment| segment.is_headed) {
        // A first row that could not be read has no key, and is an order of its own.
        if segment.key.is_none() || !keys.contains(&segment.key) {
            keys.push(segment.key.clone());
        }
    }
    let mut pieces = Vec::new();
    if keys.is_empty() {
        return vec![Piece::Rejected(
            segments
                .into_iter()
                .flat_map(|s| s.rows)
                .map(headless)
                .collect(),
        )];
    }
    let mut families: Vec<Vec<Segment>> = keys.iter().map(|_| Vec::new()).collect();
    let mut orphans: Vec<(usize, Segment)> = Vec::new();
    let (mut current, mut unread) = (0, 0);
    for segment in segments {
        if !segment.is_headed {
            orphans.push((current, segment));
            continue;
        }
        current = if segment.key.is_some() {
            keys.iter().position(|key| *key == segment.key).unwrap_or(0)
        } else {
            let nth = keys
                .iter()
                .enumerate()
                .filter(|(_, key)| key.is_none())
                .nth(unread);
            unread += 1;
            nth.map_or(0, |(position, _)| position)
        };
        families[current].push(segment);
    }
    for (family, segment) in orphans {
        // Rows that stand apart from their order belong to it where there is only one of its
        // number, and to the nearest before them where there are several.
        if let Some(first) = families[family].first_mut() {
            first.rows.extend(segment.rows);
            first.rows.sort_by_key(|row| row.line);
        }
    }
    for family in families {
        settle(family, present, &mut pieces);
    }
    pieces
}

fn segments(rows: Vec<(bool, OrderRow)>) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for (is_apart, row) in rows {
        let joins = segments.last().is_some_and(|last| {
            !is_apart
                && if row.is_head {
                    last.is_headed && row.key.is_some() && last.key == row.key
                } else {
                    true
                }
        });
        if !joins {
            segments.push(Segment {
                key: row.key.clone(),
                rows: Vec::new(),
                is_headed: row.is_head,
            });
        }
        if let Some(last) = segments.last_mut() {
            last.rows.push(row);
        }
    }
    segments
}

/// One order, possibly said several times.
fn settle(family: Vec<Segment>, present: Present, pieces: &mut Vec<Piece>) {
    let (sound, faulty): (Vec<_>, Vec<_>) = family
        .into_iter()
        .map(|segment| segment.rows)
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

fn head_of(rows: &[OrderRow]) -> Option<&Head> {
    rows.iter().find_map(|row| row.head.as_deref())
}

fn items_of(rows: &[OrderRow]) -> Vec<Item> {
    rows.iter().filter_map(|row| row.item.clone()).collect()
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
fn standing(rows: &[OrderRow]) -> (i64, bool) {
    head_of(rows).map_or((0, false), |head| {
        (head.refunded, head.cancelled_at.is_some())
    })
}

fn order(mut rows: Vec<OrderRow>, present: Present, pieces: &mut Vec<Piece>) {
    let has_repeats = rows.iter().filter(|row| row.is_head).count() > 1;
    if has_repeats && !agrees(&rows, present) {
        let before = rows.len();
        let mut seen: Vec<u64> = Vec::new();
        let first_only: Vec<bool> = rows
            .iter()
            .map(|row| {
                let is_new = !row.is_head || !seen.contains(&row.fingerprint);
                seen.push(row.fingerprint);
                is_new
            })
            .collect();
        let items: Vec<Item> = rows
            .iter()
            .zip(&first_only)
            .filter(|(_, keep)| **keep)
            .filter_map(|(row, _)| row.item.clone())
            .collect();
        if head_of(&rows).is_some_and(|head| fits(head, &items, present)) {
            let mut keep = first_only.into_iter();
            rows.retain(|_| keep.next().unwrap_or(true));
            if rows.len() < before {
                pieces.push(Piece::Merged((before - rows.len()) as u64));
            }
        }
    }
    let count = rows.len() as u64;
    let line = rows.first().map_or(0, |row| row.line);
    let (mut number, mut key, mut head) = (String::new(), String::new(), None);
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        if head.is_none() && row.head.is_some() {
            number = row.number;
            key = row.key.unwrap_or_default();
            head = row.head;
        }
        items.extend(row.item);
    }
    if let Some(head) = head {
        // A row of an order without a line item has neither name nor pieces.
        items.retain(|item| !(item.name.is_empty() && item.sku.is_empty() && item.price.0 == 0));
        pieces.push(Piece::Order(Draft {
            number,
            key,
            head,
            items,
            rows: count,
            line,
        }));
    }
}

fn rejected(rows: Vec<OrderRow>) -> Vec<Rejection> {
    let culprit = rows
        .iter()
        .find_map(|row| row.fault.as_ref())
        .map_or(0, |fault| fault.line);
    rows.into_iter()
        .map(|row| {
            row.fault.unwrap_or_else(|| Rejection {
                line: row.line,
                column: String::new(),
                value: row.number.chars().take(80).collect(),
                reason: format!(
                    "This row belongs to an order that is left out whole, because of line {culprit}"
                ),
            })
        })
        .collect()
}

fn headless(row: OrderRow) -> Rejection {
    row.fault.unwrap_or_else(|| Rejection {
        line: row.line,
        column: String::new(),
        value: row.number.chars().take(80).collect(),
        reason: "The first row of this order, with its total, is not in the file. Export the order again".to_owned(),
    })
}
