//! A “no” follows the address, the number and the id it was said with.
//!
//! What is kept is a keyed hash of each, so that whoever is known by one of them later starts with
//! that “no”, even when the customer who said it is gone or has another address by now.

use pannier_core::{Channel, CustomerId, Timestamp};
use rusqlite::{OptionalExtension, named_params};

use super::consent::{CHANNELS, channel_word};
use crate::{CustomerWord, Result, WriteTx, erased::word_text};

impl WriteTx<'_> {
    /// Gives a customer the “no” of their address, number and ids, and gives those what the
    /// customer said no to.
    pub(super) fn spread_no(&self, customer: CustomerId) -> Result<()> {
        let has_any: bool = self
            .connection()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM suppression)
                     OR EXISTS (SELECT 1 FROM consent
                                 WHERE customer_id = :id AND state = 'unsubscribed')",
            )?
            .query_row(named_params! { ":id": customer.0 }, |row| row.get(0))?;
        if !has_any {
            return Ok(());
        }
        for channel in CHANNELS {
            let hashes = self.words_of(customer, channel)?;
            let mut says_no = self.says_no(customer, channel)?;
            for hash in &hashes {
                if !says_no {
                    says_no = self.take_no(customer, channel, hash)?;
                }
            }
            if says_no {
                for hash in &hashes {
                    self.keep_no(customer, channel, hash)?;
                }
            }
        }
        Ok(())
    }

    /// Someone said no to e-mail with an order that they placed: for good, whatever is undone.
    pub fn say_no(&self, customer: CustomerId, proof: &str, now: Timestamp) -> Result<()> {
        if !self.says_no(customer, Channel::Email)? {
            self.connection()
                .prepare_cached(
                    "INSERT INTO consent (customer_id, channel, state, source, recorded_at, dated_at, proof)
                     VALUES (:customer, 'email', 'unsubscribed', 'customers_file', :now, NULL, :proof)",
                )?
                .execute(named_params! {
                    ":customer": customer.0, ":now": now.0, ":proof": proof,
                })?;
        }
        self.spread_no(customer)
    }

    /// Someone said no to mail themselves, under this address: it joins their history, and stays with
    /// the address where nobody is known by it.
    pub(crate) fn person_said_no(
        &self,
        customer: Option<CustomerId>,
        word: &CustomerWord,
        proof: &str,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT INTO suppression (word_hash, channel, source, recorded_at, dated_at, proof)
                 VALUES (:hash, 'email', 'person', :now, :at, :proof)
                 ON CONFLICT (word_hash, channel) DO UPDATE
                    SET source = excluded.source, recorded_at = excluded.recorded_at,
                        dated_at = excluded.dated_at, proof = excluded.proof
                  WHERE excluded.dated_at > ifnull(suppression.dated_at, suppression.recorded_at)",
            )?
            .execute(named_params! {
                ":hash": self.word_hash(&word_text(word))?, ":now": now.0, ":at": at.0, ":proof": proof,
            })?;
        let Some(customer) = customer else {
            return Ok(());
        };
        self.connection()
            .prepare_cached(
                "INSERT INTO consent (customer_id, channel, state, source, recorded_at, dated_at, proof)
                 SELECT :customer, 'email', 'unsubscribed', 'person', :now, :at, :proof
                  WHERE NOT EXISTS (SELECT 1 FROM consent WHERE customer_id = :customer AND channel = 'email'
                                       AND state = 'unsubscribed' AND source = 'person' AND dated_at = :at)",
            )?
            .execute(named_params! {
                ":customer": customer.0, ":now": now.0, ":at": at.0, ":proof": proof,
            })?;
        self.spread_no(customer)?;
        self.settle_joined()
    }

    fn says_no(&self, customer: CustomerId, channel: Channel) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM consent WHERE customer_id = :customer
                                     AND channel = :channel AND state = 'unsubscribed')";
        let params = named_params! { ":customer": customer.0, ":channel": channel_word(channel) };
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.query_row(params, |row| row.get(0))?)
    }

    fn take_no(&self, customer: CustomerId, channel: Channel, hash: &[u8; 32]) -> Result<bool> {
        let taken = self
            .connection()
            .prepare_cached(
                "INSERT INTO consent (customer_id, channel, state, source, recorded_at, dated_at, proof)
                 SELECT :customer, channel, 'unsubscribed', source, recorded_at, dated_at, proof
                   FROM suppression WHERE word_hash = :hash AND channel = :channel",
            )?
            .execute(named_params! {
                ":customer": customer.0, ":channel": channel_word(channel), ":hash": hash,
            })?;
        Ok(taken > 0)
    }

    fn keep_no(&self, customer: CustomerId, channel: Channel, hash: &[u8; 32]) -> Result<()> {
        self.connection()
            .prepare_cached(
                // Of several, the one that only the newest opt-in lifts.
                "INSERT INTO suppression (word_hash, channel, source, recorded_at, dated_at, proof)
                 SELECT :hash, channel, source, recorded_at, dated_at, proof FROM consent
                  WHERE customer_id = :customer AND channel = :channel AND state = 'unsubscribed'
                  ORDER BY ifnull(dated_at, recorded_at) DESC, id DESC LIMIT 1
                 ON CONFLICT (word_hash, channel) DO UPDATE
                    SET source = excluded.source, recorded_at = excluded.recorded_at,
                        dated_at = excluded.dated_at, proof = excluded.proof
                  WHERE ifnull(excluded.dated_at, excluded.recorded_at)
                      > ifnull(suppression.dated_at, suppression.recorded_at)",
            )?
            .execute(named_params! {
                ":customer": customer.0, ":channel": channel_word(channel), ":hash": hash,
            })?;
        Ok(())
    }

    /// Hashes of what a customer is known by on a channel. A number shared by people with
    /// addresses of their own is no identity, except where it is what the message goes to.
    pub(super) fn words_of(&self, customer: CustomerId, channel: Channel) -> Result<Vec<[u8; 32]>> {
        let shop_key: [u8; 32] = self
            .connection()
            .prepare_cached("SELECT key FROM shop")?
            .query_row([], |row| row.get(0))?;
        let params = named_params! { ":id": customer.0 };
        let contact: Option<(Option<String>, Option<String>)> = self
            .connection()
            .prepare_cached("SELECT email, phone FROM customer WHERE id = :id")?
            .query_row(params, |row| Ok((row.get("email")?, row.get("phone")?)))
            .optional()?;
        let (email, phone) = contact.unwrap_or_default();
        let phone = phone.filter(|_| email.is_none() || channel != Channel::Email);
        let mut words: Vec<String> = Vec::new();
        words.extend(email.map(|email| format!("email:{email}")));
        words.extend(phone.map(|phone| format!("phone:{phone}")));
        let mut keys = self.connection().prepare_cached(
            "SELECT source_id, external_id FROM customer_key WHERE customer_id = :id",
        )?;
        let mut rows = keys.query(params)?;
        while let Some(row) = rows.next()? {
            let (source, key): (i64, String) = (row.get("source_id")?, row.get("external_id")?);
            words.push(format!("key:{source}:{key}"));
        }
        Ok(words
            .iter()
            .map(|word| *blake3::keyed_hash(&shop_key, word.as_bytes()).as_bytes())
            .collect())
    }
}
