//! Stopping in the middle of a statement: one alone can take longer than anybody waits for an answer.

use std::{
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use pannier_core::{Cancel, Cancelled};

use crate::ReadTx;

/// Time between two looks at whether the work should stop.
const LOOK: Duration = Duration::from_millis(20);

impl ReadTx<'_> {
    /// Does work that may run long statements, and breaks off the present one when asked to stop.
    ///
    /// # Errors
    /// What the work returns; [`Cancelled`] for whatever went wrong once it was asked to stop.
    pub fn watched<T, E: From<Cancelled>>(
        &self,
        cancel: &Cancel,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let handle = self.connection().get_interrupt_handle();
        let (done, is_done) = channel::<()>();
        let result = thread::scope(|scope| {
            scope.spawn(move || {
                while is_done.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                    if cancel.check().is_err() {
                        handle.interrupt();
                    }
                }
            });
            let result = work();
            drop(done);
            result
        });
        // What was broken off half-way says so in words of its own.
        result.map_err(|error| match cancel.check() {
            Ok(()) => error,
            Err(cancelled) => E::from(cancelled),
        })
    }
}

#[cfg(test)]
mod tests {
    use pannier_core::Cancel;
    use rusqlite::Connection;

    use super::*;
    use crate::Error;

    #[test]
    fn a_statement_without_end_ends_when_asked_to_stop() {
        let connection = Connection::open_in_memory().unwrap();
        let tx = ReadTx::begin(&connection).unwrap();
        let cancel = Cancel::default();
        let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                       SELECT count(*) FROM n";
        let asked = cancel.clone();
        let counted = tx.watched(&cancel, || {
            asked.request();
            Ok::<i64, Error>(connection.query_row(endless, [], |row| row.get(0))?)
        });
        assert!(matches!(counted, Err(Error::Cancelled(_))));
        let one = connection.query_row("SELECT 1", [], |row| row.get::<_, i64>(0));
        assert_eq!(one.unwrap(), 1, "the connection serves on");
    }
}
