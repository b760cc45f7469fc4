//! Customers files and newsletter lists: one row a person, with what they said of consent.

mod birthday;
mod consent;

use std::sync::Arc;

use pannier_core::{Cancel, ConsentState, Email, Phone};
use pannier_store::{ConsentSaid, CustomerContent, SaidProfile};

use consent::ConsentColumns;

use crate::{
    ColumnUse, DateStyle, Rejection, ShopContext,
    cells::{self, bare},
    dates::DateEvidence,
    file::TableFile,
    header::Header,
    nobody::Nobodies,
    orders::{
        shape::shape_fault,
        survey::{BATCH, Halt},
    },
    profile::{Field, FieldKind, Fields, Profile},
    records::Row,
    report::shortened,
};

/// Positions of the columns that are used.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    id: Option<usize>,
    email: Option<usize>,
    phone: Vec<usize>,
    /// First and last name in one.
    name: Option<usize>,
    consent: ConsentColumns,
    birthday: Option<usize>,
    /// In the order of [`fields`].
    texts: [Option<usize>; 11],
    fields: Fields,
}

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
            name: fields.one(Field::CustomerName),
            consent: ConsentColumns::of(&fields),
            birthday: fields.one(Field::Birthday),
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
        let has_name = self.name.is_some();
        let (first, last) = (first || has_name, last || has_name);
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
    /// A yes was dropped, since a marketplace made the address up.
    pub(crate) is_relay_yes: bool,
    /// A word for consent that is none that is known: it counts as no yes.
    pub(crate) odd_consent: Option<String>,
}

/// How the rows of one file are to be read.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) profile: Arc<Profile>,
    pub(crate) header: Header,
    pub(crate) columns: Columns,
    pub(crate) dates: DateStyle,
    pub(crate) shop: ShopContext,
    /// What everyone in the file said of e-mail, where it is a list of those.
    of_all: Option<ConsentState>,
    /// Who was erased.
    pub(crate) nobodies: Nobodies,
}

impl Reading {
    /// How to read the file of that name.
    pub(crate) fn new(
        file: &TableFile,
        columns: Columns,
        dates: DateStyle,
        shop: &ShopContext,
    ) -> Self {
        let profile = Arc::clone(&file.table.found.profile);
        Self {
            of_all: consent::of_all(&profile, &file.part.name),
            header: file.table.header.clone(),
            profile,
            columns,
            dates,
            shop: shop.clone(),
            nobodies: Nobodies::default(),
        }
    }
}

/// A first pass over a file: what its dates say about the order of day and month.
pub(crate) fn evidence(
    file: &TableFile,
    columns: &Columns,
    cancel: &Cancel,
) -> Result<DateEvidence, Halt> {
    let mut evidence = DateEvidence::default();
    let moments = columns.fields.of_kind(FieldKind::Moment);
    if moments.is_empty() {
        return Ok(evidence);
    }
    let mut records = file.rows()?;
    let mut row = Row::default();
    let mut rows = 0_u64;
    while records.read(&mut row)? {
        if rows.is_multiple_of(BATCH) {
            cancel.check()?;
        }
        rows += 1;
        for position in &moments {
            evidence.see(row.cell(*position), row.line);
        }
    }
    Ok(evidence)
}

/// Reads a row.
pub(crate) fn read(row: &Row, reading: &Reading) -> Result<CustomerRow, Rejection> {
    let Reading {
        profile,
        header,
        columns,
        shop,
        ..
    } = reading;
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
    let mut content = texts(row, reading);
    if content.first_name.is_empty() && content.last_name.is_empty() {
        let name = columns.name.map_or("", |position| row.cell(position));
        (content.first_name, content.last_name) = parted(&cells::text(bare(name)));
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
    let email = Email::parse(raw_email).ok();
    content.email = email.as_ref().map(|email| email.as_str().to_owned());
    let own_country = if content.country.len() == 2 {
        content.country.clone()
    } else {
        shop.country.clone()
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
        .and_then(|position| cells::id(row.cell(position), profile.layout.text_ids))
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
    let mut consents = columns.consent.said(row, reading);
    let is_relay = profile.layout.relayed || email.as_ref().is_some_and(Email::is_relay);
    let is_relay_yes = is_relay && consents.iter().any(consent::is_yes);
    if is_relay {
        consents.retain(|said| !consent::is_yes(said));
    }
    Ok(CustomerRow {
        line: row.line,
        key,
        profile: SaidProfile {
            content,
            has: columns.has(),
        },
        consents,
        is_relay_yes,
        odd_consent: columns.consent.odd_word(row, reading),
    })
}

/// What a row says of someone in words, each field from its own column, and their birthday.
fn texts(row: &Row, reading: &Reading) -> CustomerContent {
    let columns = &reading.columns;
    let mut content = CustomerContent::default();
    for (field, position) in fields(&mut content).into_iter().zip(columns.texts) {
        if let (Some(field), Some(position)) = (field, position) {
            *field = cells::text(bare(row.cell(position)));
        }
    }
    if let Some(position) = columns.birthday {
        content.birthday = birthday::month_and_day(bare(row.cell(position)), reading.dates);
    }
    content
}

/// First and last name of a name in one cell: the last word is the last name.
fn parted(name: &str) -> (String, String) {
    match name.rsplit_once(' ') {
        Some((first, last)) => (first.trim_end().to_owned(), last.to_owned()),
        None => (name.to_owned(), String::new()),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_one_cell_are_parted() {
        for (name, first, last) in [
            ("Mara Linde", "Mara", "Linde"),
            ("Ana Maria del Sol", "Ana Maria del", "Sol"),
            ("Mara", "Mara", ""),
            ("", "", ""),
        ] {
            assert_eq!(parted(name), (first.to_owned(), last.to_owned()));
        }
    }
}
