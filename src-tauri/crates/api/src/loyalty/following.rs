//! Segments that a programme follows: who is in them is written down each week, so that what was
//! given then is not looked at anew when people come and go.

use pannier_core::Timestamp;
use pannier_loyalty::{self as loyalty, Programme};
use pannier_store::ReadTx;

use crate::{Result, Shop, segments::Ready};

/// A list that is older is followed by the next one (milliseconds).
const WEEK: i64 = 7 * 86_400_000;

/// Freezes the lists of the segments that the programme follows now, where the last ones are a week
/// old.
///
/// # Errors
/// What the shop file says.
pub(super) fn freeze_followed(shop: &Shop) -> Result<()> {
    let now = shop.clock().now();
    let due = shop.read(|tx| match super::current(tx, now)? {
        Some(programme) => due(tx, &programme, now, WEEK),
        None => Ok(Vec::new()),
    })?;
    freeze(shop, &due, now)
}

/// Freezes the lists of the segments that a programme is going to follow, where there are none.
///
/// # Errors
/// What the shop file says.
pub(super) fn freeze_first(shop: &Shop, programme: &Programme) -> Result<()> {
    let now = shop.clock().now();
    let due = shop.read(|tx| due(tx, programme, now, WEEK))?;
    freeze(shop, &due, now)
}

/// The segments of which the newest list is so old, or that have none.
fn due(tx: &ReadTx, programme: &Programme, now: Timestamp, age: i64) -> Result<Vec<i64>> {
    let mut due = Vec::new();
    for segment in programme.followed_segments() {
        let lists = tx.segment_snapshots(segment)?;
        let newest = lists.iter().map(|list| list.taken_at.0).max();
        if newest.is_none_or(|at| now.0 - at >= age) && !due.contains(&segment) {
            due.push(segment);
        }
    }
    Ok(due)
}

fn freeze(shop: &Shop, segments: &[i64], now: Timestamp) -> Result<()> {
    if segments.is_empty() {
        return Ok(());
    }
    let ready = Ready::of(shop)?;
    for segment in segments {
        // Of one that was deleted, or cannot be followed any more, the last list holds.
        let Some(people) = ready.ids_of_saved(*segment) else {
            continue;
        };
        shop.write(|tx| Ok(tx.snapshot_segment(*segment, &people, now)?))?;
    }
    Ok(())
}

/// Whether a programme follows a segment that was never saved.
///
/// # Errors
/// [`crate::Code::NotFound`] where it does, or what the shop file says.
pub(super) fn check_followed(tx: &ReadTx, programme: &Programme) -> Result<(), loyalty::Error> {
    for segment in programme.followed_segments() {
        tx.segment(segment)?;
    }
    Ok(())
}
