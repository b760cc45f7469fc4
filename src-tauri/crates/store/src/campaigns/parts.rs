//! Who was given which part of a campaign, and what they have in it.

use std::collections::HashMap;

use pannier_core::{CustomerId, Timestamp};
use rusqlite::{OptionalExtension, named_params};

use crate::{ReadTx, Result, sending::OutboxState, stored_words::stored_words};

stored_words! {
    /// A part of a campaign, drawn by chance when it was planned, and never changed.
    Part {
        /// Held back.
        Held = "held",
        /// Reads the mail; where two are compared, the first.
        One = "one",
        /// Reads the other mail.
        Other = "other",
    }
}

/// What is of one person in a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonExtra {
    /// Their part.
    pub part: Part,
    /// Their code; empty where they have none.
    pub code: String,
    /// JSON of the products that were picked for them; empty where none were.
    pub picks: String,
}

/// Someone who was given a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// Their row.
    pub customer: CustomerId,
    /// Their part.
    pub part: Part,
    /// Their code; empty where they have none.
    pub code: String,
    /// What became of their mail.
    pub state: OutboxState,
    /// When it left (UTC), if it did.
    pub body_at: Option<Timestamp>,
}

/// When the last mail of any message left for someone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LastMail {
    customers: HashMap<i64, Timestamp>,
    addresses: HashMap<[u8; 32], Timestamp>,
}

impl LastMail {
    /// When it left (UTC) for a customer, or for an address by its keyed hash.
    pub fn of(&self, customer: CustomerId, hash: &[u8; 32]) -> Option<Timestamp> {
        let one = self.customers.get(&customer.0).copied();
        one.max(self.addresses.get(hash).copied())
    }
}

impl ReadTx<'_> {
    /// Everyone who was given a part of a campaign and is still known.
    pub fn assigned(&self, sending: i64) -> Result<Vec<Assigned>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/campaigns/assigned.sql"))?;
        let mut rows = statement.query(named_params! { ":id": sending })?;
        let mut assigned = Vec::new();
        while let Some(row) = rows.next()? {
            assigned.push(Assigned {
                customer: CustomerId(row.get("customer_id")?),
                part: Part::stored(row.get_ref("part")?.as_str().unwrap_or_default())?,
                code: row.get("code")?,
                state: OutboxState::stored(row.get_ref("state")?.as_str().unwrap_or_default())?,
                body_at: row.get::<_, Option<i64>>("body_at")?.map(Timestamp),
            });
        }
        Ok(assigned)
    }

    /// What someone has in a campaign, by the opaque id of their mail.
    pub fn person_extra(&self, word: &str) -> Result<Option<PersonExtra>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT p.part, p.code, p.picks FROM campaign_person p JOIN outbox o ON o.id = p.outbox_id
              WHERE o.word = :word",
        )?;
        let found = statement
            .query_row(named_params! { ":word": word }, |row| {
                Ok((
                    row.get::<_, String>("part")?,
                    row.get("code")?,
                    row.get("picks")?,
                ))
            })
            .optional()?;
        found
            .map(|(part, code, picks)| {
                Ok(PersonExtra {
                    part: Part::stored(&part)?,
                    code,
                    picks,
                })
            })
            .transpose()
    }

    /// When files were imported last (UTC), of the imports that stand.
    pub fn newest_import_at(&self) -> Result<Option<Timestamp>> {
        let sql = "SELECT max(applied_at) AS at FROM import WHERE state = 'applied'";
        let mut statement = self.connection().prepare_cached(sql)?;
        let at: Option<i64> = statement.query_row([], |row| row.get("at"))?;
        Ok(at.map(Timestamp))
    }

    /// How many of these customers neither said anything of mail nor ordered since a moment.
    pub fn silent_since(&self, customers: &[CustomerId], since: Timestamp) -> Result<u64> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/campaigns/silent.sql"))?;
        let mut silent = 0;
        for customer in customers {
            let params = named_params! { ":id": customer.0, ":since": since.0 };
            silent += u64::from(statement.query_row(params, |row| row.get::<_, bool>(0))?);
        }
        Ok(silent)
    }

    /// When mail left last for everyone since a moment, but for that of one message.
    pub fn mails_since(&self, since: Timestamp, but: i64) -> Result<LastMail> {
        let mut statement = self.connection().prepare_cached(
            "SELECT customer_id, address_hash, body_at FROM outbox
              WHERE body_at > :since AND state IN ('body', 'sent', 'uncertain') AND sending_id <> :but",
        )?;
        let mut rows = statement.query(named_params! { ":since": since.0, ":but": but })?;
        let mut last = LastMail::default();
        while let Some(row) = rows.next()? {
            let at = Timestamp(row.get("body_at")?);
            if let Some(customer) = row.get::<_, Option<i64>>("customer_id")? {
                let known = last.customers.entry(customer).or_insert(at);
                *known = at.max(*known);
            }
            if let Some(hash) = row.get::<_, Option<[u8; 32]>>("address_hash")? {
                let known = last.addresses.entry(hash).or_insert(at);
                *known = at.max(*known);
            }
        }
        Ok(last)
    }
}
