//! Whose an order is, and what a row of a customers file says.

use pannier_core::{Channel, ConsentState, Email, Phone, Timestamp};
use serde::{Deserialize, Serialize};

use super::{CustomerContent, Fingerprint, OrderContent, content::Digest};

/// Whose an order is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Who {
    /// A normalised address.
    Email(String),
    /// An E.164 number, where there is no address.
    Phone(String),
    /// The platform's id of the customer, where there is neither.
    Key(String),
}

impl OrderContent {
    /// Whose it is. `shop_country` (ISO 3166) reads a number where the order names no country.
    pub fn who(&self, shop_country: &str) -> Option<Who> {
        who(
            &self.email,
            &self.phone,
            &self.customer_key,
            &self.country,
            shop_country,
        )
    }
}

/// Whose an order with these cells is.
pub(super) fn who(
    email: &str,
    phone: &str,
    key: &str,
    country: &str,
    shop_country: &str,
) -> Option<Who> {
    if let Ok(email) = Email::parse(email) {
        return Some(Who::Email(email.as_str().to_owned()));
    }
    let country = if country.len() == 2 {
        country
    } else {
        shop_country
    };
    match Phone::parse(phone, country) {
        Ok(phone) => Some(Who::Phone(phone.as_str().to_owned())),
        Err(_) => (!key.is_empty()).then(|| Who::Key(key.to_owned())),
    }
}

/// What a row of a customers file says of someone, and which fields it has a column for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidProfile {
    /// What it says; empty where it has no column.
    pub content: CustomerContent,
    /// Columns there are: first name, last name, company, address, city, zip, region, country,
    /// tags, note, phone.
    pub has: [bool; 11],
}

impl SaidProfile {
    /// This row over what is known: a file must not wipe what it has no column for.
    pub fn over(&self, stored: &CustomerContent) -> CustomerContent {
        let said = &self.content;
        let [
            first_name,
            last_name,
            company,
            address,
            city,
            zip,
            region,
            country,
            tags,
            note,
            phone,
        ] = self.has;
        let pick = |has: bool, field: fn(&CustomerContent) -> &String| {
            field(if has { said } else { stored }).clone()
        };
        CustomerContent {
            email: said.email.clone().or_else(|| stored.email.clone()),
            phone: if phone { &said.phone } else { &stored.phone }.clone(),
            first_name: pick(first_name, |c| &c.first_name),
            last_name: pick(last_name, |c| &c.last_name),
            company: pick(company, |c| &c.company),
            address: pick(address, |c| &c.address),
            city: pick(city, |c| &c.city),
            zip: pick(zip, |c| &c.zip),
            region: pick(region, |c| &c.region),
            country: pick(country, |c| &c.country),
            tags: pick(tags, |c| &c.tags),
            note: pick(note, |c| &c.note),
            // A file that leaves it empty does not know it.
            birthday: pick(!said.birthday.is_empty(), |c| &c.birthday),
        }
    }

    /// The fingerprint, of the fields and of which there are.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        let mut digest = Digest::new();
        for has in self.has {
            digest.number(i64::from(has));
        }
        digest.bytes(&self.content.fingerprint());
        digest.finish()
    }
}

/// What a profile is kept by.
pub(crate) fn profile_fingerprint(profile: &SaidProfile) -> Fingerprint {
    profile.fingerprint()
}

/// A row of a customers file.
#[derive(Debug, Clone)]
pub struct CustomerSaid {
    /// The platform's id, where the row has one.
    pub key: Option<String>,
    /// What it says of them.
    pub profile: SaidProfile,
    /// What it says of consent.
    pub consents: Vec<ConsentSaid>,
    /// The file's row in the shop file.
    pub file: i64,
    /// Line of the file where the row begins.
    pub line: u64,
}

/// Something said about consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsentSaid {
    /// The channel.
    pub channel: Channel,
    /// What was said. [`ConsentState::NotSubscribed`] is a box without a tick: an unsubscribing
    /// only after a yes. [`ConsentState::Unsubscribed`] is one by itself.
    pub state: ConsentState,
    /// When it was said, where the file tells (UTC). Kept for e-mail only.
    pub dated_at: Option<Timestamp>,
}
