//! Erasing again after an older copy was put in the place of the shop file: who was erased since is
//! told to the copy, so that restoring brings nobody back.

use std::{collections::BTreeSet, path::Path};

use pannier_core::{CustomerId, SourceId, Timestamp};
use rusqlite::named_params;

use crate::{
    Erased, Error, ReadTx, Result, Store, WriteTx,
    connection::{self, Mode, check_identity},
};

/// Who was erased from a shop file, as it knows them.
#[derive(Debug)]
pub(crate) struct ErasedThere {
    key: [u8; 32],
    /// Numbers and when (UTC milliseconds).
    people: Vec<(i64, i64)>,
    words: Vec<([u8; 32], i64)>,
}

/// Who was erased from a shop file that may be damaged or gone; nothing where nobody was, or where it
/// cannot tell.
pub(crate) fn erased_there(shop: &Path) -> Option<ErasedThere> {
    let connection = connection::open(shop, Mode::Read, None).ok()?;
    check_identity(&connection, shop).ok()?;
    let tx = ReadTx::begin(&connection).ok()?;
    let there = tx.erased_there().ok()?;
    (!there.people.is_empty()).then_some(there)
}

impl ReadTx<'_> {
    fn erased_there(&self) -> Result<ErasedThere> {
        let connection = self.connection();
        let mut people = connection.prepare("SELECT id, erased_at FROM erased_person")?;
        let mut words = connection.prepare("SELECT word_hash, person_id FROM erased_word")?;
        Ok(ErasedThere {
            key: connection.query_row("SELECT key FROM shop", [], |row| row.get("key"))?,
            people: people
                .query_map([], |row| Ok((row.get("id")?, row.get("erased_at")?)))?
                .collect::<rusqlite::Result<_>>()?,
            words: words
                .query_map([], |row| Ok((row.get("word_hash")?, row.get("person_id")?)))?
                .collect::<rusqlite::Result<_>>()?,
        })
    }

    /// Customers who are known by what an erased person was.
    fn erased_here(&self, erased: &Erased) -> Result<BTreeSet<CustomerId>> {
        let mut found = BTreeSet::new();
        let mut customers = self
            .connection()
            .prepare("SELECT id, email, phone FROM customer")?;
        let mut rows = customers.query([])?;
        while let Some(row) = rows.next()? {
            let (email, phone): (Option<String>, Option<String>) =
                (row.get("email")?, row.get("phone")?);
            if erased.has_customer(None, None, email.as_deref(), phone.as_deref()) {
                found.insert(CustomerId(row.get("id")?));
            }
        }
        let mut keys = self
            .connection()
            .prepare("SELECT customer_id, source_id, external_id FROM customer_key")?;
        let mut rows = keys.query([])?;
        while let Some(row) = rows.next()? {
            let source = SourceId(row.get("source_id")?);
            let key: String = row.get("external_id")?;
            if erased.has_customer(Some(source), Some(&key), None, None) {
                found.insert(CustomerId(row.get("customer_id")?));
            }
        }
        Ok(found)
    }
}

impl WriteTx<'_> {
    /// Takes in who was erased, and erases them here. Whether anybody was.
    fn erase_known(&self, there: &ErasedThere, now: Timestamp) -> Result<bool> {
        let connection = self.connection();
        let mut person = connection.prepare(
            "INSERT OR IGNORE INTO erased_person (id, erased_at, overwritten_at) VALUES (:id, :at, :now)",
        )?;
        for (id, at) in &there.people {
            person.execute(named_params! { ":id": id, ":at": at, ":now": now.0 })?;
        }
        let mut word = connection.prepare(
            "INSERT OR IGNORE INTO erased_word (word_hash, person_id) VALUES (:hash, :person)",
        )?;
        for (hash, person) in &there.words {
            word.execute(named_params! { ":hash": hash, ":person": person })?;
        }
        let mut any = false;
        loop {
            let here = self.erased_here(&self.erased()?)?;
            // Who was joined with them goes with them.
            let Some(first) = here.first() else {
                return Ok(any);
            };
            self.erase_person(*first, now)?;
            any = true;
        }
    }
}

impl Store {
    /// Erases here who was erased from the file that this one took the place of.
    ///
    /// # Errors
    /// What SQLite says; nothing was changed then.
    pub(crate) fn erase_again(&self, there: &ErasedThere, now: Timestamp) -> Result<()> {
        let is_same_shop = self.read(|tx| Ok::<_, Error>(tx.erased_there()?.key == there.key))?;
        if !is_same_shop {
            return Ok(());
        }
        self.on_writer(|writer| Ok(writer.pragma_update(None, "secure_delete", true)?))?;
        let erased = self.write(|tx| tx.erase_known(there, now));
        self.on_writer(|writer| Ok(writer.pragma_update(None, "secure_delete", false)?))?;
        if erased? {
            // Where somebody is in the way, that is done at the next opening.
            self.overwrite_erased(now)?;
        }
        Ok(())
    }
}
