//! Customers as lists and pages show them.

use std::collections::BTreeSet;

use pannier_core::{Channel, ConsentEvent, CustomerId, Timestamp};
use rusqlite::{OptionalExtension, named_params};

use crate::{
    ReadTx, Result,
    import_write::{source_of, state_of},
};

/// What a list shows of a customer. Words are empty where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerCard {
    /// Their row.
    pub id: CustomerId,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Company.
    pub company: String,
    /// Normalised address.
    pub email: String,
    /// E.164 number.
    pub phone: String,
    /// What a platform numbers them by; of several the first.
    pub key: String,
}

impl CustomerCard {
    /// Name, else company, address or number, else by what the shop numbers them: how they are
    /// called on screen. Empty where nothing at all is known.
    pub fn called(&self) -> String {
        let name = format!("{} {}", self.first_name, self.last_name);
        let numbered = match self.key.as_str() {
            "" => String::new(),
            key => format!("Customer {key}"),
        };
        [
            name.trim(),
            &self.company,
            &self.email,
            &self.phone,
            &numbered,
        ]
        .into_iter()
        .find(|word| !word.is_empty())
        .unwrap_or_default()
        .to_owned()
    }
}

/// Something that was said about messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentEntry {
    /// Which way of writing it is about.
    pub channel: Channel,
    /// What was said, by whom and when.
    pub event: ConsentEvent,
    /// Where it stands: a file and its line, or the person's own word. Empty for an order's box.
    pub proof: String,
    /// The number of the order whose box it was; else empty.
    pub order: String,
}

fn channel_of(word: &str) -> Channel {
    match word {
        "sms" => Channel::Sms,
        "whats_app" => Channel::WhatsApp,
        _ => Channel::Email,
    }
}

impl ReadTx<'_> {
    /// What a list shows of these customers, in their order; those who are gone are left out.
    pub fn customer_cards(&self, ids: &[CustomerId]) -> Result<Vec<CustomerCard>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT first_name, last_name, company, coalesce(email, '') AS email,
                    coalesce(phone, '') AS phone,
                    coalesce((SELECT min(external_id) FROM customer_key
                               WHERE customer_id = :id AND external_id NOT GLOB 'erased:*'), '') AS key
               FROM customer WHERE id = :id",
        )?;
        let mut cards = Vec::with_capacity(ids.len());
        for id in ids {
            let card = statement
                .query_row(named_params! { ":id": id.0 }, |row| {
                    Ok(CustomerCard {
                        id: *id,
                        first_name: row.get("first_name")?,
                        last_name: row.get("last_name")?,
                        company: row.get("company")?,
                        email: row.get("email")?,
                        phone: row.get("phone")?,
                        key: row.get("key")?,
                    })
                })
                .optional()?;
            cards.extend(card);
        }
        Ok(cards)
    }

    /// Everyone's row with the words that a list by name is sorted by: last name, first name, else
    /// company, address or number, else what a platform numbers them by.
    pub fn customer_names(&self) -> Result<Vec<(CustomerId, String)>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/customers/names.sql"))?;
        let names = statement
            .query_map([], |row| Ok((CustomerId(row.get("id")?), row.get("name")?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(names)
    }

    /// What these customers, who are one person, said about messages; the newest first. What no
    /// import that stands says any more is left out.
    pub fn consent_history(&self, ids: &BTreeSet<CustomerId>) -> Result<Vec<ConsentEntry>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("sql/customers/consent_history.sql"))?;
        let mut entries = Vec::new();
        for id in ids {
            let mut rows = statement.query(named_params! { ":id": id.0 })?;
            while let Some(row) = rows.next()? {
                entries.push(ConsentEntry {
                    channel: channel_of(&row.get::<_, String>("channel")?),
                    event: ConsentEvent {
                        state: state_of(&row.get::<_, String>("state")?),
                        source: source_of(&row.get::<_, String>("source")?),
                        recorded_at: Timestamp(row.get("recorded_at")?),
                        dated_at: row.get::<_, Option<i64>>("dated_at")?.map(Timestamp),
                    },
                    proof: row.get("proof")?,
                    order: row.get("number")?,
                });
            }
        }
        entries.sort_by_key(|entry| {
            let event = &entry.event;
            std::cmp::Reverse(event.dated_at.unwrap_or(event.recorded_at))
        });
        Ok(entries)
    }
}
