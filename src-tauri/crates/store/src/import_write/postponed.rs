//! Indices of orders, built once at the end of a first import instead of along with its rows:
//! sorting them all is several times faster than finding each one's place.

use std::{sync::mpsc, thread, time::Duration};

use pannier_core::Cancel;
use rusqlite::named_params;

use crate::{Error, Result, WriteTx};

/// Indices of orders, and how each is taken away.
const POSTPONED: [(&str, &str); 6] = [
    ("orders_by_key", "DROP INDEX orders_by_key"),
    ("orders_by_time", "DROP INDEX orders_by_time"),
    ("orders_by_number", "DROP INDEX orders_by_number"),
    ("orders_by_customer", "DROP INDEX orders_by_customer"),
    ("order_line_by_product", "DROP INDEX order_line_by_product"),
    ("import_order_by_order", "DROP INDEX import_order_by_order"),
];

/// Time between two looks at whether the work should stop.
const LOOK: Duration = Duration::from_millis(20);

/// Indices that were taken away, and have to be built before the transaction ends.
#[derive(Debug, Default)]
#[must_use = "the indices have to be built again"]
pub struct PostponedIndices(Vec<String>);

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
        let mut statement = connection
            .prepare("SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = :name")?;
        let mut indices = Vec::with_capacity(POSTPONED.len());
        for (name, drop) in POSTPONED {
            indices.push(statement.query_row(named_params! { ":name": name }, |row| row.get(0))?);
            connection.execute_batch(drop)?;
        }
        // All that new orders refer to is known by its row: looking it up again for each line
        // takes as long as writing it.
        self.trust_references(true)?;
        Ok(PostponedIndices(indices))
    }

    /// Builds the indices that were taken away.
    ///
    /// # Errors
    /// [`crate::Error::Cancelled`] when asked to stop.
    pub fn build_indices(&self, postponed: PostponedIndices, cancel: &Cancel) -> Result<()> {
        self.trust_references(false)?;
        let connection = self.connection();
        let handle = connection.get_interrupt_handle();
        let (done, is_done) = mpsc::channel::<()>();
        let built = thread::scope(|scope| {
            // One index can take longer than anybody waits for an answer.
            scope.spawn(move || {
                while is_done.recv_timeout(LOOK) == Err(mpsc::RecvTimeoutError::Timeout) {
                    if cancel.check().is_err() {
                        handle.interrupt();
                    }
                }
            });
            let built = postponed.0.into_iter().try_for_each(|sql| -> Result<()> {
                cancel.check()?;
                Ok(connection.execute_batch(&sql)?)
            });
            drop(done);
            built
        });
        // What was broken off half-way says so in words of its own.
        built.map_err(|error| cancel.check().map_or_else(Error::from, |()| error))
    }
}
