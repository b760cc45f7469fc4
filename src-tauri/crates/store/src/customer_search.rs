//! Finding customers by their words as one types.
//!
//! The index holds what a customer's own row says: names, company, address of mail and number. It is
//! brought up to date once, at the end of a transaction, for those that it touched.

use pannier_core::CustomerId;
use rusqlite::named_params;

use crate::{ReadTx, Result, WriteTx};

/// Customers whose words may have changed.
#[derive(Debug, Default)]
pub(crate) struct TouchedCustomers {
    ids: Vec<i64>,
    /// The greatest id that the index may know: set when the first one is noted.
    known_to: Option<i64>,
}

impl WriteTx<'_> {
    /// A customer is about to be written, changed or removed.
    pub(crate) fn note_customer(&self, id: CustomerId) -> Result<()> {
        let mut touched = self.customers.borrow_mut();
        if touched.known_to.is_none() {
            touched.known_to = Some(self.greatest_searched()?);
        }
        // The orders of one customer often follow each other.
        if touched.ids.last() != Some(&id.0) {
            touched.ids.push(id.0);
            self.changes.borrow_mut().note_customer(id);
        }
        Ok(())
    }

    fn greatest_searched(&self) -> Result<i64> {
        let greatest: Option<i64> = self
            .connection()
            .prepare_cached("SELECT max(id) FROM customer_search_docsize")?
            .query_row([], |row| row.get(0))?;
        Ok(greatest.unwrap_or(0))
    }

    /// Brings the index in line with what was written.
    pub(crate) fn write_customer_words(&self) -> Result<()> {
        let mut touched = self.customers.take();
        let Some(known_to) = touched.known_to else {
            return Ok(());
        };
        touched.ids.sort_unstable();
        touched.ids.dedup();
        let connection = self.connection();
        let known = touched.ids.partition_point(|id| *id <= known_to);
        let searched: i64 = connection
            .prepare_cached("SELECT count(*) FROM customer_search_docsize")?
            .query_row([], |row| row.get(0))?;
        // Most of it is sooner written anew than changed one by one.
        if i64::try_from(known).unwrap_or(i64::MAX) > searched / 2 {
            connection.execute_batch(
                "INSERT INTO customer_search (customer_search) VALUES ('delete-all')",
            )?;
            connection
                .prepare_cached(include_str!("sql/customers/add_new_words.sql"))?
                .execute(named_params! { ":known_to": 0 })?;
            return Ok(());
        }
        let mut remove =
            connection.prepare_cached("DELETE FROM customer_search WHERE rowid = :id")?;
        for id in &touched.ids[..known] {
            remove.execute(named_params! { ":id": id })?;
        }
        let mut add = connection.prepare_cached(include_str!("sql/customers/add_words.sql"))?;
        for id in &touched.ids[..known] {
            add.execute(named_params! { ":id": id })?;
        }
        // The rest is new, and a whole range.
        connection
            .prepare_cached(include_str!("sql/customers/add_new_words.sql"))?
            .execute(named_params! { ":known_to": known_to })?;
        Ok(())
    }
}

impl ReadTx<'_> {
    /// Ids of the customers that hold a word beginning with this one, sorted. Looked for in names,
    /// company, address of mail and number; case and accents do not matter.
    ///
    /// `word` is letters and digits; anything else in it parts it, and each part must be found.
    pub fn search_customers(&self, word: &str) -> Result<Vec<CustomerId>> {
        let words: Vec<String> = word
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .map(|part| format!("\"{part}\"*"))
            .collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut statement = self.connection().prepare_cached(
            "SELECT rowid FROM customer_search WHERE customer_search MATCH :words ORDER BY rowid",
        )?;
        let found = statement
            .query_map(named_params! { ":words": words.join(" ") }, |row| {
                row.get(0).map(CustomerId)
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(found)
    }

    /// Ids of the customers of orders whose number begins so, or is it: one or two signs begin too
    /// many numbers to mean any of them. `#` and the like before it do not matter. Sorted.
    pub fn customers_of_order_number(&self, number: &str) -> Result<Vec<CustomerId>> {
        self.numbered(number, include_str!("sql/customers/of_order_number.sql"))
    }

    /// Ids of the customers whom a platform knows by a number that begins so, or is it, as with
    /// [`Self::customers_of_order_number`]. Sorted.
    pub fn customers_of_key(&self, number: &str) -> Result<Vec<CustomerId>> {
        self.numbered(number, include_str!("sql/customers/of_key.sql"))
    }

    fn numbered(&self, number: &str, sql: &str) -> Result<Vec<CustomerId>> {
        let digits = number.trim_start_matches(|c: char| !c.is_alphanumeric());
        if digits.is_empty() {
            return Ok(Vec::new());
        }
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut found = Vec::new();
        for start in [digits.to_owned(), format!("#{digits}")] {
            // No number that begins so sorts after the first: this is the last sign there is.
            let is_beginning = digits.chars().nth(2).is_some();
            let end = format!("{start}{}", if is_beginning { '\u{10ffff}' } else { '\0' });
            let ids = statement
                .query_map(named_params! { ":from": start, ":until": end }, |row| {
                    row.get(0).map(CustomerId)
                })?;
            for id in ids {
                found.push(id?);
            }
        }
        found.sort_unstable_by_key(|id: &CustomerId| id.0);
        found.dedup();
        Ok(found)
    }
}
