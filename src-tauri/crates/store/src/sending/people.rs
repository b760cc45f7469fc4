//! Who is one person, kept between two looks for as long as nothing can have changed it.

use rusqlite::named_params;

use crate::{People, ReadTx, Result, WriteTx};

/// What joinings, imports and erasures made of people when it was looked last.
#[derive(Debug, Default)]
pub struct KnownPeople {
    seen: Option<[i64; 5]>,
    people: People,
}

impl KnownPeople {
    /// Who is one person now.
    pub(crate) fn at<'k>(&'k mut self, tx: &ReadTx) -> Result<&'k People> {
        let mut statement = tx.connection().prepare_cached(
            "SELECT (SELECT ifnull(max(id), 0) FROM customer_pair) AS pairs,
                    (SELECT count(*) FROM customer_pair WHERE taken_back_at IS NULL) AS standing,
                    (SELECT ifnull(max(id), 0) FROM import) AS imports,
                    (SELECT count(*) FROM import WHERE state = 'reverted') AS undone,
                    (SELECT count(*) FROM erased_person) AS erased",
        )?;
        let now = statement.query_row(named_params! {}, |row| {
            Ok([
                row.get("pairs")?,
                row.get("standing")?,
                row.get("imports")?,
                row.get("undone")?,
                row.get("erased")?,
            ])
        })?;
        if self.seen != Some(now) {
            self.people = tx.people()?;
            self.seen = Some(now);
        }
        Ok(&self.people)
    }
}

impl WriteTx<'_> {
    /// Works out anew whose messages those are of whom nobody was known by the address, after
    /// customers were. A row that would be a second one of someone stays nobody's.
    pub(crate) fn settle_outbox(&self) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE OR IGNORE outbox SET customer_id = (SELECT id FROM customer WHERE email = outbox.address)
                  WHERE customer_id IS NULL AND address <> ''
                    AND EXISTS (SELECT 1 FROM customer WHERE email = outbox.address)",
            )?
            .execute([])?;
        Ok(())
    }
}
