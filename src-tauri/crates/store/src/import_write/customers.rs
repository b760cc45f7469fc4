//! Writing customers: their profile, their ids on platforms, and what they said about consent.

use pannier_core::{
    Channel, ConsentSource, ConsentState, CustomerId, ImportId, SourceId, Timestamp,
};
use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::{ConsentSaid, CustomerContent, Fingerprint, Sighting};
use crate::{Error, ReadTx, Result, Topic, WriteTx};

/// A customer before an update, as kept for undo.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FormerCustomer {
    pub(super) content: CustomerContent,
    pub(super) fingerprint: Option<Fingerprint>,
}

/// The stored word of a channel.
fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "email",
        Channel::Sms => "sms",
        Channel::WhatsApp => "whats_app",
    }
}

fn state_word(state: ConsentState) -> &'static str {
    match state {
        ConsentState::Subscribed => "subscribed",
        ConsentState::NotSubscribed => "not_subscribed",
        ConsentState::Unsubscribed => "unsubscribed",
    }
}

impl ReadTx<'_> {
    /// What customers files said last on a channel, undone imports left out; a no counts for ever.
    pub fn last_said(
        &self,
        customer: CustomerId,
        channel: Channel,
    ) -> Result<Option<ConsentState>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT state FROM consent
              WHERE customer_id = :customer AND channel = :channel AND voided_at IS NULL
                AND source <> 'order'
              ORDER BY id DESC LIMIT 1",
        )?;
        let params = named_params! { ":customer": customer.0, ":channel": channel_word(channel) };
        let word: Option<String> = statement.query_row(params, |row| row.get(0)).optional()?;
        Ok(word.map(|word| match word.as_str() {
            "subscribed" => ConsentState::Subscribed,
            "unsubscribed" => ConsentState::Unsubscribed,
            _ => ConsentState::NotSubscribed,
        }))
    }

    /// What a customers file adds to the history of consent, where it says something else than
    /// before. A no after a yes is an unsubscribing, and an undated yes never lifts it.
    pub fn consent_news(
        &self,
        customer: CustomerId,
        said: ConsentSaid,
    ) -> Result<Option<ConsentState>> {
        Ok(
            match (self.last_said(customer, said.channel)?, said.state) {
                (Some(ConsentState::Subscribed), ConsentState::NotSubscribed) => {
                    Some(ConsentState::Unsubscribed)
                }
                (Some(ConsentState::Unsubscribed), _) => None,
                (Some(before), now) if before == now => None,
                (_, now) => Some(now),
            },
        )
    }
}

impl WriteTx<'_> {
    /// Writes a new customer. Without `fingerprint`, only orders speak of them.
    pub fn insert_customer(
        &self,
        import: ImportId,
        customer: &CustomerContent,
        fingerprint: Option<Fingerprint>,
    ) -> Result<CustomerId> {
        self.connection()
            .prepare_cached(
                "INSERT INTO customer (email, phone, first_name, last_name, company, address, city,
                   zip, region, country, tags, note, content_hash, import_id)
                 VALUES (:email, :phone, :first_name, :last_name, :company, :address, :city, :zip,
                   :region, :country, :tags, :note, :fingerprint, :import)",
            )?
            .execute(named_params! {
                ":email": customer.email, ":phone": customer.phone,
                ":first_name": customer.first_name, ":last_name": customer.last_name,
                ":company": customer.company, ":address": customer.address,
                ":city": customer.city, ":zip": customer.zip, ":region": customer.region,
                ":country": customer.country, ":tags": customer.tags, ":note": customer.note,
                ":fingerprint": fingerprint, ":import": import.0,
            })?;
        let id = CustomerId(self.connection().last_insert_rowid());
        if fingerprint.is_some() {
            self.see_customer(import, id, Sighting::New, None)?;
        }
        self.touch(Topic::Customers);
        Ok(id)
    }

    /// Changes a customer to what a customers file says, and keeps what was there before. An
    /// address that another customer has stays theirs.
    pub fn update_customer(
        &self,
        import: ImportId,
        id: CustomerId,
        customer: &CustomerContent,
        fingerprint: Fingerprint,
    ) -> Result<()> {
        let before: Option<Fingerprint> = self
            .connection()
            .prepare_cached("SELECT content_hash FROM customer WHERE id = :id")?
            .query_row(named_params! { ":id": id.0 }, |row| row.get(0))?;
        let former = FormerCustomer {
            content: self.stored_customer(id)?,
            fingerprint: before,
        };
        let former_json = serde_json::to_string(&former)
            .map_err(|e| Error::Damaged(format!("a customer cannot be kept for undo: {e}")))?;
        let mut customer = customer.clone();
        if let Some(email) = &customer.email
            && self
                .customer_by_email(email)?
                .is_some_and(|other| other.id != id)
        {
            customer.email = former.content.email;
        }
        self.rewrite_customer(id, &customer, Some(fingerprint))?;
        self.see_customer(import, id, Sighting::Updated, Some(&former_json))?;
        self.touch(Topic::Customers);
        Ok(())
    }

    /// Notes that an import saw a customer who says the same.
    pub fn keep_customer(&self, import: ImportId, id: CustomerId) -> Result<()> {
        self.see_customer(import, id, Sighting::Unchanged, None)
    }

    /// Gives a customer an id on a platform. One that is taken stays where it is.
    pub fn add_customer_key(
        &self,
        import: ImportId,
        source: SourceId,
        key: &str,
        customer: CustomerId,
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

    /// Adds to the history of consent what a customers file says, where it says something else
    /// than before. A no after a yes is an unsubscribing.
    pub fn add_consent(
        &self,
        import: ImportId,
        customer: CustomerId,
        said: ConsentSaid,
        now: Timestamp,
        proof: &str,
    ) -> Result<()> {
        let Some(state) = self.consent_news(customer, said)? else {
            return Ok(());
        };
        self.connection()
            .prepare_cached(
                "INSERT INTO consent (customer_id, channel, state, source, recorded_at, dated_at, proof, import_id)
                 VALUES (:customer, :channel, :state, :source, :now, NULL, :proof, :import)",
            )?
            .execute(named_params! {
                ":customer": customer.0, ":channel": channel_word(said.channel),
                ":state": state_word(state), ":source": source_word(ConsentSource::CustomersFile),
                ":now": now.0, ":proof": proof, ":import": import.0,
            })?;
        self.touch(Topic::Customers);
        Ok(())
    }

    pub(super) fn rewrite_customer(
        &self,
        id: CustomerId,
        customer: &CustomerContent,
        fingerprint: Option<Fingerprint>,
    ) -> Result<()> {
        self.connection()
            .prepare_cached(
                "UPDATE customer SET email = :email, phone = :phone, first_name = :first_name,
                   last_name = :last_name, company = :company, address = :address, city = :city,
                   zip = :zip, region = :region, country = :country, tags = :tags, note = :note,
                   content_hash = :fingerprint
                 WHERE id = :id",
            )?
            .execute(named_params! {
                ":email": customer.email, ":phone": customer.phone,
                ":first_name": customer.first_name, ":last_name": customer.last_name,
                ":company": customer.company, ":address": customer.address,
                ":city": customer.city, ":zip": customer.zip, ":region": customer.region,
                ":country": customer.country, ":tags": customer.tags, ":note": customer.note,
                ":fingerprint": fingerprint, ":id": id.0,
            })?;
        Ok(())
    }

    fn see_customer(
        &self,
        import: ImportId,
        id: CustomerId,
        sighting: Sighting,
        former: Option<&str>,
    ) -> Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT INTO import_customer (import_id, customer_id, verdict, former)
                 VALUES (:import, :customer, :verdict, :former)",
            )?
            .execute(named_params! {
                ":import": import.0, ":customer": id.0, ":verdict": sighting.word(), ":former": former,
            })?;
        Ok(())
    }
}

fn source_word(source: ConsentSource) -> &'static str {
    match source {
        ConsentSource::Person => "person",
        ConsentSource::CustomersFile => "customers_file",
        ConsentSource::Order => "order",
    }
}
