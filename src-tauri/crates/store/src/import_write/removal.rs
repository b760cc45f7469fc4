//! Taking out at once what goes whole with an import: its own orders, and guests of whom nothing
//! speaks any more. One by one, half of the time would go into finding each place anew.

use std::collections::BTreeSet;

use pannier_core::{Cancel, CustomerId, ImportId, OrderId};
use rusqlite::named_params;

use super::web::Touched;
use crate::{Result, WriteTx};

/// Orders between two looks at whether the work should stop.
const BATCH: usize = 500;

impl WriteTx<'_> {
    /// Takes out the orders that an import brought and no later one spoke of, with their sightings,
    /// and notes whose they were. Returns how many.
    pub(super) fn take_out_own_orders(
        &self,
        import: ImportId,
        touched: &mut Touched,
        cancel: &Cancel,
    ) -> Result<u64> {
        let connection = self.connection();
        let params = named_params! { ":import": import.0 };
        connection.execute_batch("CREATE TEMP TABLE gone_order (id INTEGER PRIMARY KEY)")?;
        let gone = connection.execute(include_str!("../sql/imports/orders_of_one.sql"), params)?;
        let count = |sql: &str| -> Result<usize> {
            let count: i64 = connection.query_row(sql, [], |row| row.get(0))?;
            Ok(usize::try_from(count).unwrap_or(usize::MAX))
        };
        let all = count("SELECT count(*) FROM orders")?;
        if gone > 0 {
            self.note_customers_of_gone(touched)?;
            self.write_words()?;
            // Indices of what is left are sooner built anew than kept through most of it going.
            let postponed = (gone > all / 2)
                .then(|| self.take_away_indices())
                .transpose()?;
            if postponed.is_none() {
                self.sums_go(cancel)?;
            }
            if gone == all {
                self.take_out_every_line()?;
            }
            for sql in [
                "DELETE FROM order_search WHERE rowid IN (SELECT id FROM gone_order)",
                "DELETE FROM order_line WHERE order_id IN (SELECT id FROM gone_order)",
                "DELETE FROM orders WHERE id IN (SELECT id FROM gone_order)",
            ]
            .into_iter()
            .skip(if gone == all { 2 } else { 0 })
            {
                cancel.check()?;
                connection.execute(sql, [])?;
            }
            connection.execute(
                "DELETE FROM import_order
                  WHERE import_id = :import AND order_id IN (SELECT id FROM gone_order)",
                params,
            )?;
            if let Some(postponed) = postponed {
                self.build_indices(postponed, cancel, |_, _| ())?;
                self.every_day_changed()?;
            }
        }
        connection.execute_batch("DROP TABLE gone_order")?;
        Ok(gone as u64)
    }

    fn note_customers_of_gone(&self, touched: &mut Touched) -> Result<()> {
        let mut statement = self.connection().prepare(
            "SELECT DISTINCT customer_id FROM orders
              WHERE id IN (SELECT id FROM gone_order) AND customer_id IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            touched.customers.entry(row.get(0)?).or_default();
        }
        Ok(())
    }

    /// Takes what goes out of the sums of its days.
    fn sums_go(&self, cancel: &Cancel) -> Result<()> {
        let mut statement = self.connection().prepare("SELECT id FROM gone_order")?;
        let mut rows = statement.query([])?;
        let mut done = 0_usize;
        while let Some(row) = rows.next()? {
            if done.is_multiple_of(BATCH) {
                cancel.check()?;
            }
            done += 1;
            self.order_goes(OrderId(row.get(0)?))?;
        }
        Ok(())
    }

    /// No order stays: its lines and words need not be looked for.
    fn take_out_every_line(&self) -> Result<()> {
        let connection = self.connection();
        connection.execute(
            "INSERT INTO order_search (order_search) VALUES ('delete-all')",
            [],
        )?;
        // Nothing refers to a line. Where references are looked at, each is deleted by itself.
        self.trust_references(true)?;
        connection.execute("DELETE FROM order_line", [])?;
        self.trust_references(false)
    }

    /// Takes out guests of whom nothing speaks any more and nothing did but orders: most people of
    /// an undone import. Returns who they were.
    pub(super) fn forget_guests(&self, touched: &Touched) -> Result<BTreeSet<i64>> {
        let connection = self.connection();
        connection.execute_batch(
            "CREATE TEMP TABLE touched_guest (id INTEGER PRIMARY KEY);
             CREATE TEMP TABLE gone_guest (id INTEGER PRIMARY KEY);",
        )?;
        let mut add = connection.prepare("INSERT INTO touched_guest (id) VALUES (:id)")?;
        // Whom a customers file spoke of hangs together with more than orders.
        for (id, _) in touched
            .customers
            .iter()
            .filter(|(_, words)| words.is_empty())
        {
            add.execute(named_params! { ":id": id })?;
        }
        connection.execute(include_str!("../sql/imports/forgotten_guests.sql"), [])?;
        let gone = connection
            .prepare("SELECT id FROM gone_guest")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<BTreeSet<i64>>>()?;
        for id in &gone {
            self.note_customer(CustomerId(*id))?;
        }
        connection.execute_batch(
            "DELETE FROM consent WHERE customer_id IN (SELECT id FROM gone_guest);
             DELETE FROM customer_key WHERE customer_id IN (SELECT id FROM gone_guest);
             DELETE FROM customer WHERE id IN (SELECT id FROM gone_guest);",
        )?;
        drop(add);
        connection.execute_batch("DROP TABLE touched_guest; DROP TABLE gone_guest;")?;
        Ok(gone)
    }
}
