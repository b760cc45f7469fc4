//! Erasing a person: what is personal goes from every table, their orders stay as orders of nobody.
//!
//! No copy of the file is made before, as it is before anything else that cannot be taken back: the
//! copy would hold what is to go. It is the one thing that cannot be undone. Keyed hashes of what the
//! person was known by stay, so that no later file brings them back ([`crate::Erased`]); what earlier
//! imports keep for their undo is rewritten too, so that no undo does. Once that is committed, the file
//! is written anew: what was deleted or overwritten before would else still lie in its free pages.

mod again;
mod former;
mod kept;
mod overwrite;
mod rows;
mod words;

use std::collections::BTreeSet;

use pannier_core::{CustomerId, Timestamp};
use rusqlite::named_params;

pub(crate) use again::erased_there;
pub use overwrite::Erasure;
pub(crate) use words::Words;

use crate::{Error, ReadTx, Result, Topic, WriteTx, erased::nobody};

/// What goes with a person, and what stays of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ErasedCounts {
    /// Orders that stay, as orders of nobody.
    pub orders: u64,
    /// Carts that stay, as carts of nobody.
    pub carts: u64,
    /// Payments that stay, as payments of nobody.
    pub payments: u64,
    /// Views, wishes and carts that stay, as those of nobody.
    pub behaviour: u64,
    /// Notes that go.
    pub notes: u64,
    /// Frozen lists that they leave.
    pub lists: u64,
}

impl ReadTx<'_> {
    /// What would go with a person and what would stay, of all customers who are the same person.
    ///
    /// # Errors
    /// [`Error::Missing`] when they are gone.
    pub fn erasing(&self, customer: CustomerId) -> Result<ErasedCounts> {
        let members = self.members_of(customer)?;
        self.counts_of(&members)
    }

    fn members_of(&self, customer: CustomerId) -> Result<BTreeSet<CustomerId>> {
        let people = self.people()?;
        let sql = "SELECT 1 FROM customer WHERE id = :id";
        let params = named_params! { ":id": customer.0 };
        if !self.connection().prepare_cached(sql)?.exists(params)? {
            let gone = "This customer is not in the shop file any more. Nothing was changed";
            return Err(Error::Missing(gone.to_owned()));
        }
        if self.erased_customers()?.contains(&customer) {
            let done = "This customer was erased already. Nothing was changed";
            return Err(Error::Conflict(done.to_owned()));
        }
        Ok(people.same(customer))
    }

    fn counts_of(&self, members: &BTreeSet<CustomerId>) -> Result<ErasedCounts> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/erase/counts.sql"))?;
        let mut counts = ErasedCounts::default();
        for id in members {
            let own = statement.query_row(named_params! { ":id": id.0 }, |row| {
                let count = |name: &str| row.get::<_, i64>(name).map(i64::unsigned_abs);
                Ok(ErasedCounts {
                    orders: count("orders")?,
                    carts: count("carts")?,
                    payments: count("payments")?,
                    behaviour: count("behaviour")?,
                    notes: count("notes")?,
                    lists: count("lists")?,
                })
            })?;
            counts.orders += own.orders;
            counts.carts += own.carts;
            counts.payments += own.payments;
            counts.behaviour += own.behaviour;
            counts.notes += own.notes;
            counts.lists += own.lists;
        }
        Ok(counts)
    }
}

impl WriteTx<'_> {
    /// Erases a person: all customers whom the merchant said to be one with this one.
    ///
    /// # Errors
    /// [`Error::Missing`] when they are gone, [`Error::Conflict`] when they were erased before.
    pub(crate) fn erase_person(
        &self,
        customer: CustomerId,
        now: Timestamp,
    ) -> Result<ErasedCounts> {
        let members = self.members_of(customer)?;
        let counts = self.counts_of(&members)?;
        let words = Words::of(self, &members)?;
        let person = self.keep_erased(&words, now)?;
        let erased = self.erased()?;
        let country = self.shop()?.country;
        self.forget_pairs(&words)?;
        self.forget_written(&words, &members)?;
        self.erase_points(&words, &members, person)?;
        self.erase_messages(&words, &members, now)?;
        self.erase_said(&words, &members)?;
        self.erase_rejections(&words)?;
        self.erase_orders(&words, person)?;
        self.erase_customers(&words, &members, person)?;
        self.erase_former(&words, &erased, &country)?;
        self.erase_kept(&words, &erased, &country, person)?;
        self.link_kept()?;
        self.settle_people()?;
        self.write_words_anew()?;
        for topic in Topic::ALL {
            self.touch(topic);
        }
        Ok(counts)
    }

    /// Keeps hashes of what they were known by. Returns their number.
    fn keep_erased(&self, words: &Words, now: Timestamp) -> Result<i64> {
        let hasher = self.erased()?;
        // An older copy of the file that was put back can hold someone who was erased before.
        let known = words.hashed().find_map(|word| hasher.person(&word));
        let person = if let Some(person) = known {
            self.connection().execute(
                "UPDATE erased_person SET overwritten_at = NULL WHERE id = :id",
                named_params! { ":id": person },
            )?;
            person
        } else {
            self.connection().execute(
                "INSERT INTO erased_person (erased_at) VALUES (:now)",
                named_params! { ":now": now.0 },
            )?;
            self.connection().last_insert_rowid()
        };
        let mut keep = self.connection().prepare_cached(
            "INSERT OR IGNORE INTO erased_word (word_hash, person_id) VALUES (:hash, :person)",
        )?;
        for word in words.hashed() {
            let hash = hasher.hash(&word);
            keep.execute(named_params! { ":hash": hash, ":person": person })?;
        }
        // Nobody may write to them either, should another program ask by address alone.
        let mut no = self
            .connection()
            .prepare_cached(include_str!("sql/erase/say_no.sql"))?;
        for word in words.contacts() {
            let hash = hasher.hash(&word);
            no.execute(named_params! { ":hash": hash, ":now": now.0 })?;
        }
        Ok(person)
    }

    /// The indices for search, without what was taken out of them: else it would stay in them until
    /// their parts are merged.
    fn write_words_anew(&self) -> Result<()> {
        self.write_words()?;
        self.write_customer_words()?;
        self.connection().execute_batch(
            "INSERT INTO order_search (order_search) VALUES ('optimize');
             INSERT INTO customer_search (customer_search) VALUES ('optimize');",
        )?;
        Ok(())
    }

    /// The id by which orders of an erased person are told apart, on each platform where there are
    /// any.
    fn give_nobody(&self, customer: CustomerId, person: i64) -> Result<()> {
        self.connection()
            .prepare_cached(include_str!("sql/erase/give_nobody.sql"))?
            .execute(named_params! { ":customer": customer.0, ":key": nobody(person) })?;
        Ok(())
    }
}
