//! Indices of orders, built once at the end of a first import instead of along with its rows:
//! sorting them all is several times faster than finding each one's place.

use pannier_core::Cancel;
use rusqlite::named_params;

use crate::{Result, WriteTx};

/// How many rows an index has.
const ORDERS: &str = "SELECT count(*) FROM orders";
const LINES: &str = "SELECT count(*) FROM order_line";

/// Indices of orders: their rows, their name, and how each is taken away.
const POSTPONED: [(&str, &str, &str); 6] = [
    (
        LINES,
        "order_line_by_product",
        "DROP INDEX order_line_by_product",
    ),
    (ORDERS, "orders_by_key", "DROP INDEX orders_by_key"),
    (ORDERS, "orders_by_time", "DROP INDEX orders_by_time"),
    (ORDERS, "orders_by_number", "DROP INDEX orders_by_number"),
    (
        ORDERS,
        "orders_by_customer",
        "DROP INDEX orders_by_customer",
    ),
    (
        ORDERS,
        "import_order_by_order",
        "DROP INDEX import_order_by_order",
    ),
];

/// What is sorted at a time (KiB, below zero as SQLite has it): the size of the cache is what
/// decides. One part is sorted on another thread while the next one is gathered, and no part takes
/// long enough to keep anybody waiting who asks to stop.
const SORTED: i64 = -4096;

/// Indices that were taken away, and have to be built before the transaction ends.
#[derive(Debug, Default)]
#[must_use = "the indices have to be built again"]
pub struct PostponedIndices(Vec<(&'static str, String)>);

impl PostponedIndices {
    /// Whether all indices are in their place.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl WriteTx<'_> {
    /// Takes the indices of orders, their lines and their sightings away where there are no orders
    /// yet. What is read in the meantime is right, and slow.
    pub fn postpone_indices(&self) -> Result<PostponedIndices> {
        let connection = self.connection();
        let has_orders =
            "SELECT EXISTS (SELECT 1 FROM orders) OR EXISTS (SELECT 1 FROM import_order)";
        if connection.query_row(has_orders, [], |row| row.get(0))? {
            return Ok(PostponedIndices::default());
        }
        let postponed = self.take_away_indices()?;
        // All that new orders refer to is known by its row: looking it up again for each line
        // takes as long as writing it.
        self.trust_references(true)?;
        Ok(postponed)
    }

    /// Takes the indices away, whatever there is.
    pub(super) fn take_away_indices(&self) -> Result<PostponedIndices> {
        let connection = self.connection();
        let mut statement = connection
            .prepare("SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = :name")?;
        let mut indices = Vec::with_capacity(POSTPONED.len());
        for (rows, name, drop) in POSTPONED {
            let sql = statement.query_row(named_params! { ":name": name }, |row| row.get(0))?;
            indices.push((rows, sql));
            connection.execute_batch(drop)?;
        }
        Ok(PostponedIndices(indices))
    }

    /// Builds the indices that were taken away, and tells how many of their rows are done, of how
    /// many.
    ///
    /// # Errors
    /// [`crate::Error::Cancelled`] when asked to stop between two of them; within one, only what is
    /// [watched](crate::ReadTx::watched) stops.
    pub fn build_indices(
        &self,
        postponed: PostponedIndices,
        cancel: &Cancel,
        mut tell: impl FnMut(u64, u64),
    ) -> Result<()> {
        self.trust_references(false)?;
        if postponed.is_empty() {
            return Ok(());
        }
        let connection = self.connection();
        let mut indices = Vec::with_capacity(postponed.0.len());
        for (rows, sql) in postponed.0 {
            let rows: i64 = connection.query_row(rows, [], |row| row.get(0))?;
            indices.push((rows.unsigned_abs(), sql));
        }
        let all = indices.iter().map(|(rows, _)| rows).sum();
        let mut done = 0;
        let cache: i64 = connection.pragma_query_value(None, "cache_size", |row| row.get(0))?;
        connection.pragma_update(None, "cache_size", SORTED)?;
        connection.pragma_update(None, "threads", 1)?;
        let built = indices
            .into_iter()
            .try_for_each(|(rows, sql)| -> Result<()> {
                cancel.check()?;
                connection.execute_batch(&sql)?;
                done += rows;
                tell(done, all);
                Ok(())
            });
        connection.pragma_update(None, "threads", 0)?;
        connection.pragma_update(None, "cache_size", cache)?;
        built
    }
}
