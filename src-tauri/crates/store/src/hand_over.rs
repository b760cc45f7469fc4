//! People as other programs are given them: an address, a number, a name, a place.

use std::collections::BTreeSet;

use pannier_core::{Channel, ConsentState, CustomerId, Timestamp};
use rusqlite::{OptionalExtension, named_params};

use crate::{Error, People, ReadTx, Result, import_write::CustomerContent};

/// Someone to be handed over. Words are empty where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonContact {
    /// What is known of them: of those who were joined, of the one whose address it is, and what that
    /// one lacks from the others.
    pub content: CustomerContent,
    /// Whether a yes to e-mail was said for the address.
    pub agreed: bool,
    /// What they said to text messages, as it holds now.
    pub sms: ConsentState,
    /// When they agreed to e-mail (UTC), where a file tells.
    pub agreed_at: Option<Timestamp>,
}

impl ReadTx<'_> {
    /// Customers' rows of whom nothing is left but their orders.
    pub fn erased_customers(&self) -> Result<BTreeSet<CustomerId>> {
        let mut statement = self.connection().prepare_cached(
            // By the key of the table: the sign after a colon is a semicolon.
            "SELECT DISTINCT k.customer_id FROM source s JOIN customer_key k
                 ON k.source_id = s.id AND k.external_id >= 'erased:' AND k.external_id < 'erased;'",
        )?;
        let rows = statement.query_map([], |row| row.get("customer_id").map(CustomerId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Someone as others are told of them; nothing when they are gone. A yes to e-mail stays with
    /// the address that it was said for: of those who were joined, that address is given.
    pub fn person_contact(
        &self,
        person: CustomerId,
        people: &People,
    ) -> Result<Option<PersonContact>> {
        let mut members = Vec::new();
        for id in people.same(person) {
            members.extend(self.found_customer(id)?.map(|content| (id, content)));
        }
        if members.is_empty() {
            return Ok(None);
        }
        let mut agreed = None;
        for (position, (id, content)) in members.iter().enumerate() {
            let may_be = agreed.is_none() && content.email.is_some();
            if may_be && self.consent(*id, Channel::Email)? == ConsentState::Subscribed {
                agreed = Some(position);
            }
        }
        members.swap(0, agreed.unwrap_or(0));
        let own = members[0].0;
        let mut sms = ConsentState::NotSubscribed;
        for (id, _) in &members {
            sms = match (sms, self.consent(*id, Channel::Sms)?) {
                (ConsentState::Unsubscribed, _) | (_, ConsentState::Unsubscribed) => {
                    ConsentState::Unsubscribed
                }
                (ConsentState::Subscribed, _) | (_, ConsentState::Subscribed) => {
                    ConsentState::Subscribed
                }
                _ => ConsentState::NotSubscribed,
            };
        }
        let contents = members.into_iter().map(|(_, content)| content);
        let content = contents.reduce(filled_up).unwrap_or_default();
        Ok(Some(PersonContact {
            content,
            agreed: agreed.is_some(),
            sms,
            agreed_at: self.agreed_at(own)?,
        }))
    }

    fn found_customer(&self, id: CustomerId) -> Result<Option<CustomerContent>> {
        match self.stored_customer(id) {
            Ok(content) => Ok(Some(content)),
            Err(Error::Sql(rusqlite::Error::QueryReturnedNoRows)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn agreed_at(&self, customer: CustomerId) -> Result<Option<Timestamp>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT max(dated_at) FROM consent
              WHERE customer_id = :id AND channel = 'email' AND state = 'subscribed'
                AND voided_at IS NULL",
        )?;
        let params = named_params! { ":id": customer.0 };
        let at: Option<Option<i64>> = statement.query_row(params, |row| row.get(0)).optional()?;
        Ok(at.flatten().map(Timestamp))
    }
}

/// What someone lacks, from another row of theirs. A place is taken whole or not at all.
fn filled_up(own: CustomerContent, other: CustomerContent) -> CustomerContent {
    let or = |own: String, other: String| if own.is_empty() { other } else { own };
    let has_place = [&own.address, &own.city, &own.zip, &own.country]
        .iter()
        .any(|part| !part.is_empty());
    let place = |own: String, other: String| if has_place { own } else { other };
    let has_name = !own.first_name.is_empty() || !own.last_name.is_empty();
    let name = |own: String, other: String| if has_name { own } else { other };
    CustomerContent {
        email: own.email.or(other.email),
        phone: own.phone.or(other.phone),
        first_name: name(own.first_name, other.first_name),
        last_name: name(own.last_name, other.last_name),
        company: or(own.company, other.company),
        address: place(own.address, other.address),
        city: place(own.city, other.city),
        zip: place(own.zip, other.zip),
        region: place(own.region, other.region),
        country: place(own.country, other.country),
        tags: match (own.tags.is_empty(), other.tags.is_empty()) {
            (false, false) => format!("{}, {}", own.tags, other.tags),
            (true, _) => other.tags,
            (_, true) => own.tags,
        },
        note: or(own.note, other.note),
        birthday: or(own.birthday, other.birthday),
    }
}
