//! Refund rows of one number: several refunds of one order are as many, each with its own moment.

use std::collections::{HashMap, HashSet};

use super::{
    assemble::{Draft, Piece, draft, headless},
    row::OrderRow,
    shape::minute_key,
};
use crate::profile::RowLayout;

/// Puts rows of refunds together: of a whole refund in a row each by itself, else by the minute.
pub(super) fn assemble(rows: Vec<(bool, OrderRow)>, layout: RowLayout, pieces: &mut Vec<Piece>) {
    let mut said: HashSet<u64> = HashSet::new();
    let mut refunds: Vec<Vec<OrderRow>> = Vec::new();
    for (_, row) in rows {
        if layout == RowLayout::Whole {
            if said.insert(row.fingerprint) {
                refunds.push(vec![row]);
            } else {
                pieces.push(Piece::Merged(1));
            }
            continue;
        }
        match refunds.iter_mut().find(|rows| belongs(rows, &row)) {
            Some(rows) => rows.push(row),
            None => refunds.push(vec![row]),
        }
    }
    let mut times: HashMap<String, u32> = HashMap::new();
    for rows in refunds {
        if rows.iter().all(|row| row.head.is_none()) {
            pieces.push(Piece::Rejected(rows.into_iter().map(headless).collect()));
            continue;
        }
        let Some(mut refund) = draft(rows) else {
            continue;
        };
        let key = key_of(&refund);
        let time = times.entry(key.clone()).or_default();
        *time += 1;
        refund.key = match time {
            1 => key,
            time => format!("{key}#{time}"),
        };
        pieces.push(Piece::Refund(refund));
    }
}

/// Whether a row is of the same refund as others of its number.
fn belongs(rows: &[OrderRow], row: &OrderRow) -> bool {
    let first = rows.iter().find_map(|row| row.head.as_ref());
    match (first, &row.head) {
        (Some(first), Some(head)) => {
            first.placed_at == head.placed_at && first.refund_of == head.refund_of
        }
        // A further row, which says nothing of all of it.
        _ => true,
    }
}

/// What a refund is known by: its id where it says beside it what it is of. Else the id and the
/// number may be those of its order, which can have several.
fn key_of(refund: &Draft) -> String {
    if !refund.head.refund_of.is_empty() || refund.key.contains('@') {
        refund.key.clone()
    } else {
        minute_key(&refund.key, refund.head.placed_at)
    }
}
