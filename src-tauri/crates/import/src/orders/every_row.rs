//! Orders of files that say what is of the whole order on each of its rows.

use std::collections::HashSet;

use super::{
    assemble::{Piece, draft, rejected},
    head::Head,
    row::OrderRow,
};

/// A day in milliseconds: rows of one number that are further apart are two orders.
const DAY_MILLIS: i64 = 86_400_000;

/// Puts all rows of one number together. The flag says that other rows stood before this one.
pub(super) fn assemble(rows: Vec<(bool, OrderRow)>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    // Nearly always they are one order.
    if let Some(((_, first), others)) = rows.split_first()
        && others.iter().all(|(_, row)| belongs(first, row))
    {
        settle(rows, &mut pieces);
        return pieces;
    }
    let mut orders: Vec<Vec<(bool, OrderRow)>> = Vec::new();
    for (is_apart, row) in rows {
        let own = orders
            .iter_mut()
            .find(|order| order.first().is_none_or(|(_, first)| belongs(first, &row)));
        match own {
            Some(order) => order.push((is_apart, row)),
            None => orders.push(vec![(is_apart, row)]),
        }
    }
    for rows in orders {
        settle(rows, &mut pieces);
    }
    pieces
}

/// Whether a row is of the same order as another of the same number.
fn belongs(first: &OrderRow, row: &OrderRow) -> bool {
    match (&first.head, &row.head) {
        (Some(a), Some(b)) => match (&a.id, &b.id) {
            (Some(a), Some(b)) => a == b,
            _ => (a.placed_at.0 - b.placed_at.0).abs() < DAY_MILLIS,
        },
        // One that cannot be read spoils the order beside it.
        _ => true,
    }
}

fn settle(rows: Vec<(bool, OrderRow)>, pieces: &mut Vec<Piece>) {
    if rows.iter().any(|(_, row)| row.fault.is_some()) {
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        pieces.push(Piece::Rejected(rejected(rows)));
        return;
    }
    let (rows, merged) = without_repeats(rows);
    if merged > 0 {
        pieces.push(Piece::Merged(merged));
    }
    let count = rows.len() as u64;
    let is_cancelled = |row: &OrderRow| row.head.as_ref().is_some_and(|h| h.cancelled_at.is_some());
    let mut rows = rows;
    if rows.iter().any(is_cancelled) && !rows.iter().all(is_cancelled) {
        // Marketplaces cancel single lines: the rest of the order stands.
        rows.retain(|row| !is_cancelled(row));
    }
    let of_lines = of_lines(&rows);
    if let Some(mut draft) = draft(rows) {
        of_lines.put_into(&mut draft.head);
        draft.rows = count;
        pieces.push(Piece::Order(draft));
    }
}

/// Discounts and totals that differ from row to row are those of the lines, whatever their column is called:
/// all rows together are the order's.
#[derive(Default)]
struct OfLines {
    discount: Option<i64>,
    total: Option<i64>,
}

fn of_lines(rows: &[OrderRow]) -> OfLines {
    let heads: Vec<&Head> = rows.iter().filter_map(|row| row.head.as_deref()).collect();
    if heads.windows(2).all(|pair| std::ptr::eq(pair[0], pair[1])) {
        return OfLines::default();
    }
    let sum = |of: fn(&Head) -> i64| {
        let amounts: Vec<i64> = heads.iter().map(|head| of(head)).collect();
        let differ = amounts.windows(2).any(|pair| pair[0] != pair[1]);
        let sum = amounts.iter().try_fold(0_i64, |sum, a| sum.checked_add(*a));
        sum.filter(|_| differ)
    };
    OfLines {
        discount: sum(|head| head.discount.unwrap_or(0)),
        total: sum(|head| head.total.unwrap_or(0)),
    }
}

impl OfLines {
    fn put_into(self, head: &mut Head) {
        head.discount = self.discount.or(head.discount);
        head.total = self.total.or(head.total);
    }
}

/// Rows without those that say a line again: one whose id was there, and a run further down that
/// says nothing but what was said.
fn without_repeats(rows: Vec<(bool, OrderRow)>) -> (Vec<OrderRow>, u64) {
    let has_id = |row: &OrderRow| row.items.first().is_some_and(|item| !item.id.is_empty());
    let mut others = rows.iter().skip(1);
    if others.all(|(is_apart, _)| !is_apart) && !rows.iter().any(|(_, row)| has_id(row)) {
        return (rows.into_iter().map(|(_, row)| row).collect(), 0);
    }
    let before = rows.len();
    let mut ids: HashSet<String> = HashSet::new();
    let mut runs: Vec<Vec<OrderRow>> = Vec::new();
    for (is_apart, row) in rows {
        let id = row.items.first().map_or("", |item| item.id.as_str());
        if !id.is_empty() && !ids.insert(id.to_owned()) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if !is_apart => run.push(row),
            _ => runs.push(vec![row]),
        }
    }
    let mut kept: Vec<OrderRow> = Vec::new();
    for run in runs {
        let is_said = |row: &OrderRow| kept.iter().any(|k| k.fingerprint == row.fingerprint);
        if kept.is_empty() || !run.iter().all(is_said) {
            kept.extend(run);
        }
    }
    let merged = before - kept.len();
    (kept, merged as u64)
}
