//! Shopify's customers export: one row a customer, with the present state of their consent.

use pannier_core::{Channel, ConsentState, Email, Phone};
use pannier_store::{ConsentSaid, CustomerContent, SaidProfile};

use crate::{
    ColumnUse, Rejection,
    cells::{self, bare, clean_id, yes_no},
    header::Header,
    orders::shape::shape_fault,
    profile::{Field, Fields, Profile},
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
    fields: Fields,
}

const CHANNELS: [Channel; 3] = [Channel::Email, Channel::Sms, Channel::WhatsApp];
const CONSENT: [Field; 3] = [
    Field::EmailConsent,
    Field::SmsConsent,
    Field::WhatsAppConsent,
];
const TEXTS: [Field; 11] = [
    Field::FirstName,
    Field::LastName,
    Field::Company,
    Field::Address,
    Field::AddressMore,
    Field::City,
    Field::Zip,
    Field::Region,
    Field::Country,
    Field::Tags,
    Field::Note,
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

impl Columns {
    pub(crate) fn of(header: &Header, profile: &Profile) -> Self {
        let fields = Fields::of(header, profile);
        Self {
            id: fields.one(Field::CustomerId),
            email: fields.one(Field::Email),
            phone: fields.many(Field::Phone).to_vec(),
            consent: CONSENT.map(|field| fields.one(field)),
            texts: TEXTS.map(|field| fields.one(field)),
            fields,
        }
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
        self.fields.listed(header, examples)
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
    let is_used = |position: usize| columns.fields.is_used(position);
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
