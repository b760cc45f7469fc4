//! Boxes for messages that orders came with before a later import changed them.
//!
//! An order that was brought several times is read again as the last import's. Whether a “no” was
//! an unsubscribing can follow from the box that it came with before, and from whose it was then.

use std::collections::BTreeMap;

use pannier_core::{SourceId, Timestamp};
use rusqlite::named_params;

use super::{Who, consent::Told, orders::FormerOrder, said_no::SaidNo, undo::kept, web::Web};
use crate::{Result, WriteTx};

/// A ticked box.
pub(super) struct Tick {
    pub(super) source: SourceId,
    pub(super) who: Who,
    pub(super) placed_at: Timestamp,
}

impl WriteTx<'_> {
    /// The boxes that orders had ticked in imports before the one that they read as, by import and
    /// the order's row.
    pub(super) fn earlier_ticks(
        &self,
        web: &Web,
        country: &str,
    ) -> Result<BTreeMap<(i64, i64), Tick>> {
        // What an order said is kept by the next import that changed it.
        let mut statement = self.connection().prepare_cached(
            "SELECT s.import_id,
                    (SELECT n.former FROM import_order n
                      WHERE n.order_id = s.order_id AND n.import_id > s.import_id
                        AND n.verdict = 'updated'
                      ORDER BY n.import_id LIMIT 1) AS former
               FROM import_order s WHERE s.order_id = :id AND s.import_id < :present",
        )?;
        let mut ticks = BTreeMap::new();
        for ((present, id), order) in &web.orders {
            let mut rows = statement.query(named_params! { ":id": id, ":present": present })?;
            while let Some(row) = rows.next()? {
                let Some(former) = row.get::<_, Option<String>>("former")? else {
                    continue;
                };
                let content = kept::<FormerOrder>(&former)?.content;
                let Some(who) = content.who(country) else {
                    continue;
                };
                if content.accepts_marketing == Some(true) {
                    let tick = Tick {
                        source: order.source,
                        who,
                        placed_at: content.placed_at,
                    };
                    ticks.insert((row.get("import_id")?, *id), tick);
                }
            }
        }
        Ok(ticks)
    }

    /// Lets the ticks of imports that were read to their end count for whom the orders are by now.
    /// `next` is the import of which something is still to be read.
    pub(super) fn follow_ticks(
        &self,
        no: &mut SaidNo,
        ticks: &mut BTreeMap<(i64, i64), Tick>,
        next: Option<i64>,
    ) -> Result<()> {
        while let Some(first) = ticks.first_entry() {
            let (import, _) = *first.key();
            if next.is_some_and(|next| next <= import) {
                break;
            }
            let tick = first.remove();
            if let Some(known) = self.customer_of(tick.source, &tick.who)? {
                let told = Told {
                    import,
                    row: i64::MAX,
                    orders_of: import,
                    ticked_at: Some(tick.placed_at.0),
                };
                self.follow_no(no, known.id, told)?;
            }
        }
        Ok(())
    }
}
