//! Writing customers: their profile and their ids on platforms.

use std::collections::BTreeSet;

use pannier_core::{Cancel, Channel, CustomerId, ImportId, SourceId, Timestamp};
use rusqlite::{OptionalExtension, named_params, params};

use super::{
    CustomerContent, CustomerSaid, Fingerprint, KnownCustomer, OrderContent, SaidProfile, Who,
    consent::said_number,
};
use crate::{Error, Result, Topic, WriteTx};

/// Customers between two looks at whether the work should stop.
const BATCH: usize = 500;

/// A row of a customers file on its way to the customer that it speaks of.
pub(super) struct Placing<'p> {
    pub(super) import: ImportId,
    pub(super) source: SourceId,
    pub(super) key: Option<&'p str>,
    pub(super) profile: &'p SaidProfile,
    /// Who it speaks of, where they are known.
    pub(super) known: Option<KnownCustomer>,
    /// The import had spoken of them before.
    pub(super) is_repeat: bool,
    /// The row of a customer to use where they are not known.
    pub(super) free: Option<CustomerId>,
}

impl WriteTx<'_> {
    /// Takes in a row of a customers file: the `position`th of its import. An address that
    /// another customer of such a file has stays theirs; a guest with that address is them. Of someone of whom the import spoke before, only the
    /// platform's id and a “no” are taken in.
    pub fn say_customer(
        &self,
        import: ImportId,
        source: SourceId,
        position: u64,
        said: &CustomerSaid,
        now: Timestamp,
    ) -> Result<CustomerId> {
        let content = &said.profile.content;
        let (key, email, phone) = (
            said.key.as_deref(),
            content.email.as_deref(),
            content.phone.as_deref(),
        );
        let known = self.customer_said(source, key, email, phone)?;
        let is_repeat = match known {
            Some(known) => self.is_said(import, known.id)?,
            None => false,
        };
        let profile = &said.profile;
        let placing = Placing {
            import,
            source,
            key,
            profile,
            known,
            is_repeat,
            free: None,
        };
        let id = self.place_customer(&placing)?;
        let fingerprint = profile.fingerprint();
        let json = serde_json::to_string(profile)
            .map_err(|e| Error::Damaged(format!("a customer cannot be kept for undo: {e}")))?;
        self.connection()
            .prepare_cached(
                "INSERT OR IGNORE INTO said_profile (hash, profile) VALUES (:hash, :profile)",
            )?
            .execute(named_params! { ":hash": fingerprint, ":profile": json })?;
        let of = |channel: Channel| said.consents.iter().find(|said| said.channel == channel);
        let accepts = |channel: Channel| of(channel).map(|said| said_number(said.state));
        let email_said_at = of(Channel::Email).and_then(|said| said.dated_at);
        self.connection()
            .prepare_cached(include_str!("../sql/imports/insert_customer.sql"))?
            .execute(named_params! {
                ":import": import.0, ":position": i64::try_from(position).unwrap_or(i64::MAX),
                ":customer": id.0, ":file": said.file,
                ":line": i64::try_from(said.line).unwrap_or(i64::MAX), ":is_repeat": is_repeat,
                ":source": source.0, ":key": key, ":email": email, ":phone": phone,
                ":accepts_email": accepts(Channel::Email), ":accepts_sms": accepts(Channel::Sms),
                ":accepts_whats_app": accepts(Channel::WhatsApp),
                ":email_said_at": email_said_at.map(|at| at.0), ":hash": fingerprint,
            })?;
        self.settle_consent(id, now)?;
        self.touch(Topic::Customers);
        Ok(id)
    }

    /// Whose an order is; someone of whom only orders speak is made here, and bears the name of
    /// their newest order.
    pub fn customer_of_order(
        &self,
        import: ImportId,
        source: SourceId,
        who: &Who,
        order: &OrderContent,
    ) -> Result<KnownCustomer> {
        self.place_guest(
            (import, source),
            who,
            &order.customer_name,
            order.placed_at,
            None,
        )
    }

    /// The same, of someone who is not known yet: to be asked only where nobody else was there.
    pub fn new_customer_of_order(
        &self,
        import: ImportId,
        source: SourceId,
        who: &Who,
        order: &OrderContent,
    ) -> Result<KnownCustomer> {
        let name = &order.customer_name;
        self.new_guest((import, source), who, name, order.placed_at, None)
    }

    /// Someone who was found before, of whom another order speaks.
    pub fn customer_of_next_order(
        &self,
        known: KnownCustomer,
        order: &OrderContent,
    ) -> Result<KnownCustomer> {
        self.named_by(known, &order.customer_name, order.placed_at)
    }

    /// Customers that orders came to or left: a guest without orders is none, and a tick on an
    /// order can make a later “no” an unsubscribing.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when asked to stop.
    pub fn settle_customers(
        &self,
        customers: &BTreeSet<CustomerId>,
        now: Timestamp,
        cancel: &Cancel,
    ) -> Result<()> {
        for (position, id) in customers.iter().enumerate() {
            if position % BATCH == 0 {
                cancel.check()?;
            }
            let is_guest: Option<bool> = self
                .connection()
                .prepare_cached("SELECT content_hash IS NULL FROM customer WHERE id = :id")?
                .query_row(named_params! { ":id": id.0 }, |row| row.get(0))
                .optional()?;
            match is_guest {
                Some(true) => self.refresh_guest(*id)?,
                Some(false) => self.settle_consent(*id, now)?,
                None => {}
            }
        }
        self.settle_joined()?;
        self.settle_noted()?;
        self.settle_outbox()?;
        // Not left to the end of the transaction: a commit cannot be stopped.
        self.write_customer_words()
    }

    fn is_said(&self, import: ImportId, customer: CustomerId) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM import_customer
                                   WHERE customer_id = :customer AND import_id = :import)";
        let params = named_params! { ":customer": customer.0, ":import": import.0 };
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.query_row(params, |row| row.get(0))?)
    }

    pub(super) fn place_customer(&self, placing: &Placing) -> Result<CustomerId> {
        let id = match placing.known {
            None => {
                let content = &placing.profile.content;
                let fingerprint = Some(content.fingerprint());
                self.write_customer(placing.import, content, fingerprint, None, placing.free)?
            }
            Some(known) => {
                if !placing.is_repeat {
                    self.profile_over(known, placing.profile)?;
                }
                known.id
            }
        };
        if let Some(key) = placing.key {
            self.give_key(placing.source, key, id, placing.import)?;
        }
        Ok(id)
    }

    fn give_key(
        &self,
        source: SourceId,
        key: &str,
        customer: CustomerId,
        import: ImportId,
    ) -> Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT OR IGNORE INTO customer_key (source_id, external_id, customer_id, import_id)
                 VALUES (:source, :key, :customer, :import)",
            )?
            .execute(named_params! {
                ":source": source.0, ":key": key, ":customer": customer.0, ":import": import.0,
            })?;
        Ok(())
    }

    fn profile_over(&self, known: KnownCustomer, profile: &SaidProfile) -> Result<()> {
        let stored = self.stored_customer(known.id)?;
        let mut content = profile.over(&stored);
        let fingerprint = Some(content.fingerprint());
        if known.fingerprint == fingerprint {
            return Ok(());
        }
        let other = match &content.email {
            Some(email) => self.customer_by_email(email)?,
            None => None,
        };
        if let Some(other) = other.filter(|other| other.id != known.id) {
            if other.fingerprint.is_none() {
                self.take_over(known.id, other.id)?;
            } else {
                content.email = stored.email;
            }
        }
        self.rewrite_customer(known.id, &content, fingerprint, None)
    }

    /// A guest is the customer who came by their address: the orders are theirs.
    fn take_over(&self, customer: CustomerId, guest: CustomerId) -> Result<()> {
        self.orders_pass_on(guest)?;
        for sql in [
            "UPDATE orders SET customer_id = :customer WHERE customer_id = :guest",
            // While files are read again, rows still to come can point to the guest's row.
            "UPDATE import_customer SET customer_id = :customer WHERE customer_id = :guest",
        ] {
            self.connection()
                .prepare_cached(sql)?
                .execute(named_params! { ":customer": customer.0, ":guest": guest.0 })?;
        }
        self.delete_customer(guest)
    }

    pub(super) fn place_guest(
        &self,
        (import, source): (ImportId, SourceId),
        who: &Who,
        name: &str,
        placed_at: Timestamp,
        free: Option<CustomerId>,
    ) -> Result<KnownCustomer> {
        match self.customer_of(source, who)? {
            Some(known) => self.named_by(known, name, placed_at),
            None => self.new_guest((import, source), who, name, placed_at, free),
        }
    }

    /// A guest bears the name of their newest order that has one.
    fn named_by(
        &self,
        known: KnownCustomer,
        name: &str,
        placed_at: Timestamp,
    ) -> Result<KnownCustomer> {
        let is_newest = known.named_at.is_none_or(|at| at <= placed_at);
        if known.fingerprint.is_some() || !is_newest || name.trim().is_empty() {
            return Ok(known);
        }
        self.name_guest(known.id, name, placed_at)?;
        Ok(KnownCustomer {
            named_at: Some(placed_at),
            ..known
        })
    }

    fn new_guest(
        &self,
        (import, source): (ImportId, SourceId),
        who: &Who,
        name: &str,
        placed_at: Timestamp,
        free: Option<CustomerId>,
    ) -> Result<KnownCustomer> {
        let (email, phone) = match who.clone() {
            Who::Email(email) => (Some(email), None),
            Who::Phone(phone) => (None, Some(phone)),
            Who::Key(_) => (None, None),
        };
        let guest = CustomerContent::guest(email, phone, name);
        let named_at = (!name.trim().is_empty()).then_some(placed_at);
        let id = self.write_customer(import, &guest, None, named_at, free)?;
        if let Who::Key(key) = who {
            self.give_key(source, key, id, import)?;
        }
        self.spread_no(id)?;
        Ok(KnownCustomer {
            id,
            fingerprint: None,
            named_at,
        })
    }

    /// Of two names at one moment, the one that sorts last.
    fn name_guest(&self, id: CustomerId, name: &str, placed_at: Timestamp) -> Result<()> {
        let named = CustomerContent::guest(None, None, name);
        self.connection()
            .prepare_cached(
                "UPDATE customer SET first_name = :first, last_name = :last, named_at = :at
                  WHERE id = :id AND (named_at IS NOT :at OR (first_name, last_name) < (:first, :last))",
            )?
            .execute(named_params! {
                ":id": id.0, ":first": named.first_name, ":last": named.last_name,
                ":at": placed_at.0,
            })?;
        self.note_customer(id)
    }

    /// Works out a guest anew from the orders that are theirs; without any, they go.
    pub(super) fn refresh_guest(&self, id: CustomerId) -> Result<()> {
        let mut statement = self.connection().prepare_cached(
            "SELECT customer_name, placed_at FROM orders WHERE customer_id = :id",
        )?;
        let mut rows = statement.query(named_params! { ":id": id.0 })?;
        let mut newest: Option<(Option<i64>, CustomerContent)> = None;
        while let Some(row) = rows.next()? {
            let name: String = row.get("customer_name")?;
            let at: Option<i64> = row.get("placed_at")?;
            let named = CustomerContent::guest(None, None, &name);
            let at = at.filter(|_| !name.trim().is_empty());
            let rank = |at: Option<i64>, c: &CustomerContent| {
                (at, c.first_name.clone(), c.last_name.clone())
            };
            if newest
                .as_ref()
                .is_none_or(|(best, known)| rank(*best, known) < rank(at, &named))
            {
                newest = Some((at, named));
            }
        }
        let Some((at, named)) = newest else {
            return self.delete_customer(id);
        };
        self.connection()
            .prepare_cached(
                "UPDATE customer SET first_name = :first, last_name = :last, named_at = :at
                  WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": id.0, ":first": named.first_name, ":last": named.last_name, ":at": at,
            })?;
        self.note_customer(id)
    }

    /// Takes out a customer of whom nothing speaks any more. What they said no to is kept apart.
    pub(crate) fn delete_customer(&self, id: CustomerId) -> Result<()> {
        self.note_customer(id)?;
        for sql in [
            "DELETE FROM consent WHERE customer_id = :id",
            "DELETE FROM customer_key WHERE customer_id = :id",
            "DELETE FROM customer WHERE id = :id",
        ] {
            self.connection()
                .prepare_cached(sql)?
                .execute(named_params! { ":id": id.0 })?;
        }
        self.touch(Topic::Customers);
        Ok(())
    }

    /// Writes a customer as a new row, or into a row that is free.
    fn write_customer(
        &self,
        import: ImportId,
        customer: &CustomerContent,
        fingerprint: Option<Fingerprint>,
        named_at: Option<Timestamp>,
        free: Option<CustomerId>,
    ) -> Result<CustomerId> {
        self.touch(Topic::Customers);
        if let Some(id) = free {
            self.rewrite_customer(id, customer, fingerprint, named_at)?;
            self.connection()
                .prepare_cached("UPDATE customer SET import_id = :import WHERE id = :id")?
                .execute(named_params! { ":import": import.0, ":id": id.0 })?;
            return Ok(id);
        }
        self.connection()
            .prepare_cached(
                "INSERT INTO customer (email, phone, first_name, last_name, company, address, city,
                   zip, region, country, tags, note, birthday, named_at, content_hash, import_id)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            // In the order of the columns: finding sixteen names takes longer than writing the row.
            .execute(params![
                customer.email,
                customer.phone,
                customer.first_name,
                customer.last_name,
                customer.company,
                customer.address,
                customer.city,
                customer.zip,
                customer.region,
                customer.country,
                customer.tags,
                customer.note,
                customer.birthday,
                named_at.map(|at| at.0),
                fingerprint,
                import.0,
            ])?;
        let id = CustomerId(self.connection().last_insert_rowid());
        self.note_customer(id)?;
        Ok(id)
    }

    pub(super) fn rewrite_customer(
        &self,
        id: CustomerId,
        customer: &CustomerContent,
        fingerprint: Option<Fingerprint>,
        named_at: Option<Timestamp>,
    ) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE customer SET email = :email, phone = :phone, first_name = :first_name,
                   last_name = :last_name, company = :company, address = :address, city = :city,
                   zip = :zip, region = :region, country = :country, tags = :tags, note = :note,
                   birthday = :birthday, named_at = :named_at, content_hash = :fingerprint
                 WHERE id = :id",
            )?
            .execute(named_params! {
                ":email": customer.email, ":phone": customer.phone,
                ":first_name": customer.first_name, ":last_name": customer.last_name,
                ":company": customer.company, ":address": customer.address,
                ":city": customer.city, ":zip": customer.zip, ":region": customer.region,
                ":country": customer.country, ":tags": customer.tags, ":note": customer.note,
                ":birthday": customer.birthday,
                ":named_at": named_at.map(|at| at.0), ":fingerprint": fingerprint, ":id": id.0,
            })?;
        self.note_customer(id)
    }
}
