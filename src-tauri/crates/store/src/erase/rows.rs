//! Rows of a person's own: what files said of them, their orders, what the merchant wrote.

use std::collections::BTreeSet;

use pannier_core::{CustomerId, OrderId, Timestamp};
use rusqlite::named_params;

use super::Words;
use crate::{
    CustomerWord, Error, ReadyOrder, Result, WriteTx,
    erased::{blank, nobody},
    import_write::{SaidProfile, profile_fingerprint},
};

impl WriteTx<'_> {
    /// What the merchant said of them and another customer: it names what both were known by.
    pub(super) fn forget_pairs(&self, words: &Words) -> Result<()> {
        let mut find = self.connection().prepare_cached(
            "SELECT DISTINCT pair_id FROM customer_pair_word
              WHERE kind = :kind AND source_id IS :source AND word = :word",
        )?;
        let mut pairs = BTreeSet::new();
        for word in &words.known_by {
            let (kind, source, word) = word.clone().parts();
            let params = named_params! {
                ":kind": kind, ":source": source.map(|source| source.0), ":word": word,
            };
            for pair in find.query_map(params, |row| row.get::<_, i64>("pair_id"))? {
                pairs.insert(pair?);
            }
        }
        for pair in pairs {
            for sql in [
                "DELETE FROM customer_pair_word WHERE pair_id = :pair",
                "DELETE FROM customer_pair WHERE id = :pair",
            ] {
                self.connection()
                    .prepare_cached(sql)?
                    .execute(named_params! { ":pair": pair })?;
            }
        }
        Ok(())
    }

    /// Notes and tags of the merchant's own.
    pub(super) fn forget_written(
        &self,
        words: &Words,
        members: &BTreeSet<CustomerId>,
    ) -> Result<()> {
        for (noted, customer) in self.all_noted()? {
            let is_theirs = customer.is_some_and(|id| members.contains(&id));
            let known_by = self.noted_words(noted)?;
            if is_theirs || known_by.iter().any(|word| words.known_by.contains(word)) {
                self.forget_noted(noted)?;
            }
        }
        Ok(())
    }

    /// Points stay in the ledger, which is never shortened, on an account of nobody; reasons in the
    /// merchant's words go.
    pub(super) fn erase_points(
        &self,
        words: &Words,
        members: &BTreeSet<CustomerId>,
        person: i64,
    ) -> Result<()> {
        let connection = self.connection();
        let mut accounts: BTreeSet<i64> = BTreeSet::new();
        let mut of_customer = connection
            .prepare_cached("SELECT id FROM ledger_account WHERE customer_id = :customer")?;
        for id in members {
            for account in
                of_customer.query_map(named_params! { ":customer": id.0 }, |row| row.get("id"))?
            {
                accounts.insert(account?);
            }
        }
        let mut of_word = connection.prepare_cached(
            "SELECT account_id FROM ledger_account_word
              WHERE kind = :kind AND source_id = :source AND word = :word",
        )?;
        for word in &words.known_by {
            let (kind, source, word) = word.clone().parts();
            let source = source.map_or(0, |source| source.0);
            let params = named_params! { ":kind": kind, ":source": source, ":word": word };
            for account in of_word.query_map(params, |row| row.get("account_id"))? {
                accounts.insert(account?);
            }
        }
        for account in accounts {
            for sql in [
                "DELETE FROM ledger_reason WHERE row_id IN (SELECT id FROM ledger WHERE account_id = :account)",
                "DELETE FROM ledger_account_word WHERE account_id = :account",
            ] {
                connection
                    .prepare_cached(sql)?
                    .execute(named_params! { ":account": account })?;
            }
            for order in &words.orders {
                connection
                    .prepare_cached(
                        "INSERT OR IGNORE INTO ledger_account_word (account_id, kind, source_id, word)
                         SELECT :account, 'key', source_id, :word FROM orders WHERE id = :order",
                    )?
                    .execute(named_params! {
                        ":account": account, ":word": nobody(person), ":order": order.0,
                    })?;
            }
        }
        Ok(())
    }

    /// Messages stay, as messages to nobody: what they were known by there is a hash. Their addresses
    /// stay on the list of those that nothing is sent to, as hashes too.
    pub(super) fn erase_messages(
        &self,
        words: &Words,
        members: &BTreeSet<CustomerId>,
        now: Timestamp,
    ) -> Result<()> {
        let connection = self.connection();
        let mut hashes = BTreeSet::new();
        for email in words.emails() {
            hashes.insert(self.address_hash(email)?);
        }
        let mut of_customer = connection.prepare_cached(
            "SELECT address_hash FROM outbox WHERE customer_id = :id AND address_hash IS NOT NULL",
        )?;
        for id in members {
            let params = named_params! { ":id": id.0 };
            for hash in of_customer.query_map(params, |row| row.get("address_hash"))? {
                hashes.insert(hash?);
            }
            connection
                .prepare_cached(include_str!("../sql/erase/messages_of_customer.sql"))?
                .execute(named_params! { ":id": id.0, ":now": now.0 })?;
        }
        for hash in hashes {
            connection
                .prepare_cached(include_str!("../sql/erase/messages_of_address.sql"))?
                .execute(named_params! { ":hash": hash, ":now": now.0 })?;
            for sql in [
                "UPDATE suppressed_address SET address = '', said = '', reason = 'erased' WHERE address_hash = :hash",
                "UPDATE inbox_event SET address = '', said = '' WHERE address_hash = :hash
                    OR outbox_id IN (SELECT id FROM outbox WHERE address_hash = :hash)",
            ] {
                connection
                    .prepare_cached(sql)?
                    .execute(named_params! { ":hash": hash })?;
            }
        }
        Ok(())
    }

    /// Rows of customers files.
    pub(super) fn erase_said(&self, words: &Words, members: &BTreeSet<CustomerId>) -> Result<()> {
        let connection = self.connection();
        for id in members {
            connection
                .prepare_cached("DELETE FROM import_customer WHERE customer_id = :id")?
                .execute(named_params! { ":id": id.0 })?;
        }
        // An address can have passed to them from someone of whom a file once said it.
        for email in words.emails() {
            self.unsay_email(email)?;
        }
        connection.execute(
            "DELETE FROM said_profile WHERE NOT EXISTS (
               SELECT 1 FROM import_customer s WHERE s.profile_hash = said_profile.hash)",
            [],
        )?;
        Ok(())
    }

    fn unsay_email(&self, email: &str) -> Result<()> {
        let connection = self.connection();
        let mut find = connection.prepare_cached(
            "SELECT s.import_id, s.position, p.profile
               FROM import_customer s JOIN said_profile p ON p.hash = s.profile_hash
              WHERE s.email = :email",
        )?;
        let rows: Vec<(i64, i64, String)> = find
            .query_map(named_params! { ":email": email }, |row| {
                Ok((
                    row.get("import_id")?,
                    row.get("position")?,
                    row.get("profile")?,
                ))
            })?
            .collect::<rusqlite::Result<_>>()?;
        for (import, position, json) in rows {
            let unreadable = |e: serde_json::Error| {
                Error::Damaged(format!("what a customers file said cannot be read: {e}"))
            };
            let mut profile: SaidProfile = serde_json::from_str(&json).map_err(unreadable)?;
            profile.content.email = None;
            let hash = profile_fingerprint(&profile);
            let json = serde_json::to_string(&profile).map_err(unreadable)?;
            connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO said_profile (hash, profile) VALUES (:hash, :profile)",
                )?
                .execute(named_params! { ":hash": hash, ":profile": json })?;
            connection
                .prepare_cached(
                    "UPDATE import_customer SET email = NULL, profile_hash = :hash
                      WHERE import_id = :import AND position = :position",
                )?
                .execute(named_params! {
                    ":hash": hash, ":import": import, ":position": position,
                })?;
        }
        Ok(())
    }

    /// Rows that could not be understood are kept with what stood in them.
    pub(super) fn erase_rejections(&self, words: &Words) -> Result<()> {
        let mut find = self
            .connection()
            .prepare_cached("SELECT import_file_id, line, value, reason FROM import_rejection")?;
        let told: Vec<String> = words
            .written
            .iter()
            .map(|text| text.to_lowercase())
            .collect();
        let mut rows = find.query([])?;
        let mut telling = Vec::new();
        while let Some(row) = rows.next()? {
            let (value, reason): (String, String) = (row.get("value")?, row.get("reason")?);
            let text = format!("{value}\n{reason}").to_lowercase();
            if told.iter().any(|word| text.contains(word.as_str())) {
                let place: (i64, i64) = (row.get("import_file_id")?, row.get("line")?);
                telling.push(place);
            }
        }
        for (file, line) in telling {
            self.connection()
                .prepare_cached(
                    "UPDATE import_rejection SET value = '', reason = 'It spoke of someone who was erased'
                      WHERE import_file_id = :file AND line = :line",
                )?
                .execute(named_params! { ":file": file, ":line": line })?;
        }
        Ok(())
    }

    /// Their orders become orders of nobody; not a sum of them changes.
    pub(super) fn erase_orders(&self, words: &Words, person: i64) -> Result<()> {
        let zone = self.shop()?.zone;
        for id in &words.orders {
            let mut content = self.stored_order(*id)?.content;
            blank(&mut content, person);
            let ready = ReadyOrder::new(content, zone);
            self.write_blank(*id, &ready)?;
        }
        Ok(())
    }

    fn write_blank(&self, id: OrderId, ready: &ReadyOrder) -> Result<()> {
        let order = ready.content();
        self.connection()
            .prepare_cached(include_str!("../sql/erase/blank_order.sql"))?
            .execute(named_params! {
                ":id": id.0, ":customer_key": order.customer_key, ":codes": order.discount_codes,
                ":method": order.payment_method, ":channel": order.channel, ":device": order.device,
                ":campaign": order.campaign, ":hash": order.fingerprint(),
            })?;
        self.remove_words(id.0)?;
        self.add_words(id.0, ready.words())?;
        self.order_passes_on(id);
        Ok(())
    }

    /// Of their customers' rows one stays for the orders, without anything in it.
    pub(super) fn erase_customers(
        &self,
        words: &Words,
        members: &BTreeSet<CustomerId>,
        person: i64,
    ) -> Result<()> {
        let Some(kept) = members.first().copied() else {
            return Ok(());
        };
        for id in members {
            self.orders_pass_on(*id)?;
            self.connection()
                .prepare_cached("UPDATE orders SET customer_id = :kept WHERE customer_id = :id")?
                .execute(named_params! { ":id": id.0, ":kept": kept.0 })?;
            for sql in [
                "DELETE FROM segment_snapshot_person WHERE customer_id = :id",
                "DELETE FROM consent WHERE customer_id = :id",
                "DELETE FROM customer_key WHERE customer_id = :id",
            ] {
                self.connection()
                    .prepare_cached(sql)?
                    .execute(named_params! { ":id": id.0 })?;
            }
            if *id != kept || words.orders.is_empty() {
                self.delete_customer(*id)?;
            }
        }
        if words.orders.is_empty() {
            return Ok(());
        }
        self.note_customer(kept)?;
        self.connection()
            .prepare_cached(include_str!("../sql/erase/blank_customer.sql"))?
            .execute(named_params! { ":id": kept.0 })?;
        self.give_nobody(kept, person)
    }

    /// Whoever was known by one of their words as well is worked out as ever.
    pub(super) fn settle_people(&self) -> Result<()> {
        self.settle_joined()?;
        self.settle_noted()?;
        self.settle_outbox()
    }
}

/// Whether a text holds one of some words.
pub(super) fn speaks_of(text: &str, words: &Words) -> bool {
    words.known_by.iter().any(|word| match word {
        CustomerWord::Key(_, key) => text.contains(key.as_str()),
        CustomerWord::Email(email) => text.contains(email.as_str()),
        // As files write them, numbers look otherwise.
        CustomerWord::Phone(_) => true,
    })
}
