//! What the merchant wrote of customers: notes, and tags of their own.
//!
//! It is kept apart from what files say, and of the words that a customer was known by then: so it
//! holds through imports and undos, which work customers out anew, and through joining and parting.

use std::collections::BTreeSet;

use pannier_core::{CustomerId, SourceId, Timestamp};
use rusqlite::{OptionalExtension, named_params};

use crate::{CustomerWord, Error, ReadTx, Result, Topic, WriteTx};

/// Something that the merchant wrote of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRecord {
    /// Its row.
    pub id: i64,
    /// What was written.
    pub text: String,
    /// When (UTC).
    pub written_at: Timestamp,
    /// When it was changed last (UTC), where it was.
    pub changed_at: Option<Timestamp>,
}

impl ReadTx<'_> {
    /// The notes on these customers, who are one person; the newest first.
    pub fn customer_notes(&self, ids: &BTreeSet<CustomerId>) -> Result<Vec<NoteRecord>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT t.id, t.text, t.written_at, t.changed_at
               FROM noted_customer n JOIN customer_note t ON t.noted_id = n.id
              WHERE n.customer_id = :id",
        )?;
        let mut notes = Vec::new();
        for id in ids {
            let found = statement.query_map(named_params! { ":id": id.0 }, |row| {
                Ok(NoteRecord {
                    id: row.get("id")?,
                    text: row.get("text")?,
                    written_at: Timestamp(row.get("written_at")?),
                    changed_at: row.get::<_, Option<i64>>("changed_at")?.map(Timestamp),
                })
            })?;
            for note in found {
                notes.push(note?);
            }
        }
        notes.sort_by_key(|note| std::cmp::Reverse((note.written_at, note.id)));
        Ok(notes)
    }

    /// The merchant's own tags of these customers, who are one person; each once, sorted.
    pub fn own_tags(&self, ids: &BTreeSet<CustomerId>) -> Result<Vec<String>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT t.tag FROM noted_customer n JOIN own_tag t ON t.noted_id = n.id
              WHERE n.customer_id = :id",
        )?;
        let mut tags = BTreeSet::new();
        for id in ids {
            for tag in statement.query_map(named_params! { ":id": id.0 }, |row| row.get("tag"))? {
                tags.insert(tag?);
            }
        }
        Ok(tags.into_iter().collect())
    }

    /// Everyone’s own tags, by customer’s row.
    pub(crate) fn all_own_tags(&self) -> Result<Vec<(CustomerId, String)>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT n.customer_id, t.tag FROM own_tag t JOIN noted_customer n ON n.id = t.noted_id
              WHERE n.customer_id IS NOT NULL ORDER BY n.customer_id, t.tag",
        )?;
        let tags = statement.query_map([], |row| {
            Ok((CustomerId(row.get("customer_id")?), row.get("tag")?))
        })?;
        Ok(tags.collect::<rusqlite::Result<_>>()?)
    }

    fn noted(&self, customer: CustomerId) -> Result<Option<i64>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT min(id) FROM noted_customer WHERE customer_id = :customer")?;
        Ok(statement.query_row(named_params! { ":customer": customer.0 }, |row| row.get(0))?)
    }

    /// The words by which someone was known of whom something was written.
    pub(crate) fn noted_words(&self, noted: i64) -> Result<Vec<CustomerWord>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT kind, source_id, word FROM noted_customer_word WHERE noted_id = :noted ORDER BY rank",
        )?;
        let mut rows = statement.query(named_params! { ":noted": noted })?;
        let mut words = Vec::new();
        while let Some(row) = rows.next()? {
            let word: String = row.get("word")?;
            words.push(match row.get_ref("kind")?.as_str().unwrap_or_default() {
                "key" => CustomerWord::Key(SourceId(row.get("source_id")?), word),
                "email" => CustomerWord::Email(word),
                _ => CustomerWord::Phone(word),
            });
        }
        Ok(words)
    }

    /// Of whom something was written: their rows, each with the customer that they are now.
    pub(crate) fn all_noted(&self) -> Result<Vec<(i64, Option<CustomerId>)>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT id, customer_id FROM noted_customer ORDER BY id")?;
        let all = statement.query_map([], |row| {
            let customer: Option<i64> = row.get("customer_id")?;
            Ok((row.get("id")?, customer.map(CustomerId)))
        })?;
        Ok(all.collect::<rusqlite::Result<_>>()?)
    }

    /// Who is meant by what was known of someone: whoever is known by one of the words, else whoever
    /// had that number before an address came to it.
    fn noted_meant(
        &self,
        words: &[CustomerWord],
        before: Option<CustomerId>,
    ) -> Result<Option<CustomerId>> {
        if let Some(meant) = self.customer_meant(words)? {
            return Ok(Some(meant));
        }
        let Some(before) = before else {
            return Ok(None);
        };
        let mut statement = self
            .connection()
            .prepare_cached("SELECT phone FROM customer WHERE id = :id")?;
        let phone: Option<Option<String>> = statement
            .query_row(named_params! { ":id": before.0 }, |row| row.get(0))
            .optional()?;
        let has_it = phone
            .flatten()
            .is_some_and(|phone| words.contains(&CustomerWord::Phone(phone)));
        Ok(has_it.then_some(before))
    }
}

impl WriteTx<'_> {
    /// Keeps a note on a customer; gives its row.
    ///
    /// # Errors
    /// [`Error::Conflict`] for someone without an id, an address and a number, [`Error::Missing`]
    /// when they are gone.
    pub fn write_note(&self, customer: CustomerId, text: &str, now: Timestamp) -> Result<i64> {
        let noted = self.ensure_noted(customer)?;
        self.connection()
            .prepare_cached(
                "INSERT INTO customer_note (noted_id, text, written_at) VALUES (:noted, :text, :now)",
            )?
            .execute(named_params! { ":noted": noted, ":text": text, ":now": now.0 })?;
        self.touch(Topic::Notes);
        Ok(self.connection().last_insert_rowid())
    }

    /// Changes a note.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is gone.
    pub fn change_note(&self, id: i64, text: &str, now: Timestamp) -> Result<NoteRecord> {
        let sql = "UPDATE customer_note SET text = :text, changed_at = :now WHERE id = :id
                   RETURNING written_at";
        let params = named_params! { ":text": text, ":now": now.0, ":id": id };
        let mut statement = self.connection().prepare_cached(sql)?;
        let written_at: Option<i64> = statement
            .query_row(params, |row| row.get("written_at"))
            .optional()?;
        self.touch(Topic::Notes);
        Ok(NoteRecord {
            id,
            text: text.to_owned(),
            written_at: Timestamp(written_at.ok_or_else(no_note)?),
            changed_at: Some(now),
        })
    }

    /// Takes a note away.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is gone.
    pub fn remove_note(&self, id: i64) -> Result<()> {
        let sql = "DELETE FROM customer_note WHERE id = :id RETURNING noted_id";
        let mut statement = self.connection().prepare_cached(sql)?;
        let noted: Option<i64> = statement
            .query_row(named_params! { ":id": id }, |row| row.get("noted_id"))
            .optional()?;
        self.forget_if_empty(noted.ok_or_else(no_note)?)?;
        self.touch(Topic::Notes);
        Ok(())
    }

    /// Gives a customer a tag of the merchant’s own. Whether it is news: case does not matter.
    ///
    /// # Errors
    /// As [`WriteTx::write_note`].
    pub fn add_own_tag(
        &self,
        ids: &BTreeSet<CustomerId>,
        customer: CustomerId,
        tag: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let wanted = tag.to_lowercase();
        let known = self.own_tags(ids)?;
        if known.iter().any(|known| known.to_lowercase() == wanted) {
            return Ok(false);
        }
        let noted = self.ensure_noted(customer)?;
        self.connection()
            .prepare_cached(
                "INSERT INTO own_tag (noted_id, tag, added_at) VALUES (:noted, :tag, :now)",
            )?
            .execute(named_params! { ":noted": noted, ":tag": tag, ":now": now.0 })?;
        self.touch(Topic::Customers);
        Ok(true)
    }

    /// Takes a tag of the merchant’s own from these customers, who are one person. Whether there was
    /// one: case does not matter.
    pub fn remove_own_tag(&self, ids: &BTreeSet<CustomerId>, tag: &str) -> Result<bool> {
        let wanted = tag.to_lowercase();
        let fitting = self.own_tags(ids)?.into_iter();
        let fitting: Vec<String> = fitting.filter(|own| own.to_lowercase() == wanted).collect();
        let mut find = self
            .connection()
            .prepare_cached("SELECT id FROM noted_customer WHERE customer_id = :id")?;
        let mut remove = self
            .connection()
            .prepare_cached("DELETE FROM own_tag WHERE noted_id = :noted AND tag = :tag")?;
        for id in ids {
            let params = named_params! { ":id": id.0 };
            let noted: Vec<i64> = find
                .query_map(params, |row| row.get("id"))?
                .collect::<rusqlite::Result<_>>()?;
            for noted in noted {
                for tag in &fitting {
                    remove.execute(named_params! { ":noted": noted, ":tag": tag })?;
                }
                self.forget_if_empty(noted)?;
            }
        }
        if !fitting.is_empty() {
            self.touch(Topic::Customers);
        }
        Ok(!fitting.is_empty())
    }

    fn ensure_noted(&self, customer: CustomerId) -> Result<i64> {
        if let Some(noted) = self.noted(customer)? {
            return Ok(noted);
        }
        let sql = "SELECT 1 FROM customer WHERE id = :id";
        let params = named_params! { ":id": customer.0 };
        if !self.connection().prepare_cached(sql)?.exists(params)? {
            let gone = "This customer is not in the shop file any more. Nothing was changed";
            return Err(Error::Missing(gone.to_owned()));
        }
        let words = self.customer_words(customer)?;
        if words.is_empty() {
            let unknown = "A customer without an id, an address and a number cannot be told from \
                           others. Nothing was changed";
            return Err(Error::Conflict(unknown.to_owned()));
        }
        self.connection()
            .prepare_cached("INSERT INTO noted_customer (customer_id) VALUES (:customer)")?
            .execute(named_params! { ":customer": customer.0 })?;
        let noted = self.connection().last_insert_rowid();
        let mut statement = self.connection().prepare_cached(
            "INSERT INTO noted_customer_word (noted_id, rank, kind, source_id, word)
             VALUES (:noted, :rank, :kind, :source, :word)",
        )?;
        for (rank, word) in (0_i64..).zip(words) {
            let (kind, source, word) = word.parts();
            statement.execute(named_params! {
                ":noted": noted, ":rank": rank, ":kind": kind,
                ":source": source.map(|source| source.0), ":word": word,
            })?;
        }
        Ok(noted)
    }

    fn forget_if_empty(&self, noted: i64) -> Result<()> {
        self.connection()
            .prepare_cached(
                "DELETE FROM noted_customer WHERE id = :noted
                    AND NOT EXISTS (SELECT 1 FROM customer_note WHERE noted_id = :noted)
                    AND NOT EXISTS (SELECT 1 FROM own_tag WHERE noted_id = :noted)",
            )?
            .execute(named_params! { ":noted": noted })?;
        Ok(())
    }

    /// Works out anew whom it was written of, after customers were.
    pub(crate) fn settle_noted(&self) -> Result<()> {
        for (noted, before) in self.all_noted()? {
            let meant = self.noted_meant(&self.noted_words(noted)?, before)?;
            if meant != before {
                self.connection()
                    .prepare_cached("UPDATE noted_customer SET customer_id = :to WHERE id = :id")?
                    .execute(named_params! { ":to": meant.map(|id| id.0), ":id": noted })?;
                self.touch(Topic::Notes);
                self.touch(Topic::Customers);
            }
        }
        Ok(())
    }

    /// Takes away all that was written of someone.
    pub(crate) fn forget_noted(&self, noted: i64) -> Result<()> {
        self.connection()
            .prepare_cached("DELETE FROM noted_customer WHERE id = :id")?
            .execute(named_params! { ":id": noted })?;
        self.touch(Topic::Notes);
        Ok(())
    }
}

fn no_note() -> Error {
    Error::Missing("This note is not there any more. Nothing was changed".to_owned())
}
