//! The sightings of one order, import by import.

/// One link of the chain of sightings of an order.
pub(super) struct Link {
    pub(super) order: i64,
    pub(super) verdict: String,
    pub(super) former: Option<String>,
}

pub(super) const OF_IMPORT: &str = "SELECT order_id, verdict, former FROM import_order
  WHERE import_id = :import AND order_id > :after ORDER BY order_id LIMIT 500";

pub(super) const NEXT: &str = "SELECT import_id, verdict FROM import_order
  WHERE order_id = :order AND import_id > :import ORDER BY import_id LIMIT 1";

/// What an order was before the first update after an import.
pub(super) const AFTER: &str = "SELECT former FROM import_order
  WHERE order_id = :order AND import_id > :import AND former IS NOT NULL
  ORDER BY import_id LIMIT 1";

pub(super) const RELINK: &str = "UPDATE import_order SET verdict = :verdict, former = :former
  WHERE import_id = :import AND order_id = :order";

pub(super) const REMOVE: &str =
    "DELETE FROM import_order WHERE import_id = :import AND order_id = :order";
