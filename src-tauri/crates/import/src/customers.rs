//! Shopify's customers export: one row a customer, with the present state of their consent.

use pannier_core::{Channel, ConsentState, Email, Phone};
use pannier_store::{ConsentSaid, CustomerContent, SaidProfile};

use crate::{
    ColumnUse, Rejection,
    cells::{self, bare, clean_id, yes_no},
    header::Header,
    orders::{columns::listed, shape::shape_fault},
    records::Row,
    report::shortened,
};

/// Positions of the columns that are used.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    id: Option<usize>,
    email: Option<usize>,
    phone: Vec<usize>,
    consent: [Option<usize>; 3],
    /// In the order of [`fields`].
    texts: [Option<usize>; 11],
}

const CHANNELS: [Channel; 3] = [Channel::Email, Channel::Sms, Channel::WhatsApp];
const CONSENT: [(&str, &str); 3] = [
    ("accepts email marketing|accepts marketing", "emailConsent"),
    ("accepts sms marketing", "smsConsent"),
    ("accepts whatsapp marketing", "whatsAppConsent"),
];
const TEXTS: [(&str, &str); 11] = [
    ("first name", "firstName"),
    ("last name", "lastName"),
    ("company|default address company", "company"),
    ("address1|default address address1", "address"),
    ("address2|default address address2", "address"),
    ("city|default address city", "city"),
    ("zip|default address zip", "zip"),
    (
        "province code|default address province code|province",
        "region",
    ),
    (
        "country code|default address country code|country",
        "country",
    ),
    ("tags", "tags"),
    ("note", "note"),
];

/// The fields of a customer that [`TEXTS`] fill; the second part of the street joins the first.
fn fields(customer: &mut CustomerContent) -> [Option<&mut String>; 11] {
    let CustomerContent {
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
        ..
    } = customer;
    [
        Some(first_name),
        Some(last_name),
        Some(company),
        Some(address),
        None,
        Some(city),
        Some(zip),
        Some(region),
        Some(country),
        Some(tags),
        Some(note),
    ]
}

fn position(header: &Header, names: &str) -> Option<usize> {
    names.split('|').find_map(|name| header.find(name))
}

impl Columns {
    pub(crate) fn of(header: &Header) -> Self {
        Self {
            id: position(header, "customer id"),
            email: position(header, "email"),
            phone: ["phone", "default address phone"]
                .iter()
                .filter_map(|name| header.find(name))
                .collect(),
            consent: CONSENT.map(|(names, _)| position(header, names)),
            texts: TEXTS.map(|(names, _)| position(header, names)),
        }
    }

    fn uses(&self) -> Vec<(usize, &'static str)> {
        let mut uses: Vec<(usize, &'static str)> = Vec::new();
        uses.extend(self.id.map(|position| (position, "customerId")));
        uses.extend(self.email.map(|position| (position, "email")));
        uses.extend(self.phone.iter().map(|position| (*position, "phone")));
        for (position, (_, used_as)) in self
            .consent
            .iter()
            .zip(CONSENT)
            .chain(self.texts.iter().zip(TEXTS))
        {
            uses.extend(position.map(|position| (position, used_as)));
        }
        uses
    }

    /// Which fields there are columns for, in the order of [`SaidProfile::has`].
    fn has(&self) -> [bool; 11] {
        // The second part of the street has no field of its own: the phone takes the last place.
        let [
            first,
            last,
            company,
            address,
            _,
            city,
            zip,
            region,
            country,
            tags,
            note,
        ] = self.texts.map(|position| position.is_some());
        let phone = !self.phone.is_empty();
        [
            first, last, company, address, city, zip, region, country, tags, note, phone,
        ]
    }

    /// All columns of a file with what they are used as.
    pub(crate) fn listed(&self, header: &Header, examples: &[String]) -> Vec<ColumnUse> {
        listed(&self.uses(), header, examples)
    }

    /// The column that most rows fill: for telling the header and totals.
    pub(crate) fn first(&self) -> Option<usize> {
        self.id.or(self.texts[0]).or(self.email)
    }
}

/// A customer as a row says.
#[derive(Debug)]
pub(crate) struct CustomerRow {
    pub(crate) line: u64,
    /// The platform's id, or what stands in for it where the row has no id, address or number.
    pub(crate) key: Option<String>,
    pub(crate) profile: SaidProfile,
    pub(crate) consents: Vec<ConsentSaid>,
}

/// Reads a row of a shop in `country`.
pub(crate) fn read(
    row: &Row,
    header: &Header,
    columns: &Columns,
    country: &str,
) -> Result<CustomerRow, Rejection> {
    let uses = columns.uses();
    let is_used = |position: usize| uses.iter().any(|(used, _)| *used == position);
    if let Some((column, value, reason)) = shape_fault(row, header, is_used) {
        let column = column
            .and_then(|position| header.names.get(position))
            .cloned()
            .unwrap_or_default();
        return Err(Rejection {
            line: row.line,
            column,
            value: shortened(&value),
            reason,
        });
    }
    let mut content = CustomerContent::default();
    for (field, position) in fields(&mut content).into_iter().zip(columns.texts) {
        if let (Some(field), Some(position)) = (field, position) {
            *field = cells::text(bare(row.cell(position)));
        }
    }
    if let Some(second) = columns.texts[4]
        .map(|position| cells::text(row.cell(position)))
        .filter(|s| !s.is_empty())
    {
        if !content.address.is_empty() {
            content.address.push_str(", ");
        }
        content.address.push_str(&second);
    }
    let raw_email = columns
        .email
        .map_or("", |position| row.cell(position))
        .trim();
    content.email = Email::parse(raw_email)
        .ok()
        .map(|email| email.as_str().to_owned());
    let own_country = if content.country.len() == 2 {
        content.country.clone()
    } else {
        country.to_owned()
    };
    content.phone = columns
        .phone
        .iter()
        .map(|position| bare(row.cell(*position)))
        .find(|cell| !cell.is_empty())
        .and_then(|cell| Phone::parse(cell, &own_country).ok())
        .map(|phone| phone.as_str().to_owned());
    let id = columns
        .id
        .and_then(|position| clean_id(row.cell(position)))
        .map(str::to_owned);
    if id.is_none() && content.email.is_none() && !raw_email.is_empty() {
        let column = columns
            .email
            .and_then(|position| header.names.get(position))
            .cloned()
            .unwrap_or_default();
        let reason =
            "This is not an e-mail address. Correct it, or leave the cell empty".to_owned();
        return Err(Rejection {
            line: row.line,
            column,
            value: shortened(raw_email),
            reason,
        });
    }
    let key = match id {
        Some(id) => Some(id),
        None if content.email.is_some() || content.phone.is_some() => None,
        None => Some(stand_in(&content)),
    };
    let mut consents = Vec::new();
    for (channel, position) in CHANNELS.into_iter().zip(columns.consent) {
        if let Some(yes) = position.and_then(|position| yes_no(row.cell(position))) {
            let state = if yes {
                ConsentState::Subscribed
            } else {
                ConsentState::NotSubscribed
            };
            consents.push(ConsentSaid { channel, state });
        }
    }
    Ok(CustomerRow {
        line: row.line,
        key,
        profile: SaidProfile {
            content,
            has: columns.has(),
        },
        consents,
    })
}

/// What a customer without id, address and number is known by: name and address, so that the
/// same file does not bring them twice.
fn stand_in(content: &CustomerContent) -> String {
    let mut hasher = blake3::Hasher::new();
    let CustomerContent {
        first_name,
        last_name,
        company,
        address,
        city,
        zip,
        ..
    } = content;
    for part in [first_name, last_name, company, address, city, zip] {
        hasher.update(part.trim().to_lowercase().as_bytes());
        hasher.update(&[0]);
    }
    format!("row:{}", &hasher.finalize().to_hex()[..24])
}
