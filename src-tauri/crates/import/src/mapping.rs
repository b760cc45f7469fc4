//! What the columns of a file mean, said by the merchant or suggested to them.

mod anew;
mod columns;
mod known;
mod suggest;

use std::{collections::BTreeMap, sync::Arc};

use pannier_core::NumberStyle;

use crate::{
    DateOrder, Kind,
    header::{Header, fold},
    profile::{Detect, Field, Layout, Packed, Profile, RowLayout, usual_words},
};

pub use anew::{SuggestionFor, suggest};
pub(crate) use columns::{draft_of, draft_of_unknown, is_name};
pub(crate) use known::{KnownColumns, kept_in};

/// What one row of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowShape {
    /// A line of an order; only its first row says what is of the whole order.
    FirstRow,
    /// A line of an order; each row says what is of the whole order.
    EveryRow,
    /// A whole order, or a whole record of another kind.
    Whole,
}

impl From<RowShape> for RowLayout {
    fn from(shape: RowShape) -> Self {
        match shape {
            RowShape::FirstRow => Self::FirstRow,
            RowShape::EveryRow => Self::EveryRow,
            RowShape::Whole => Self::Whole,
        }
    }
}

impl From<RowLayout> for RowShape {
    fn from(rows: RowLayout) -> Self {
        match rows {
            RowLayout::FirstRow => Self::FirstRow,
            RowLayout::EveryRow => Self::EveryRow,
            RowLayout::Whole => Self::Whole,
        }
    }
}

/// One column of a file, and what it means or may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftColumn {
    /// Its place in the file, from 0.
    pub position: usize,
    /// Its name in the file.
    pub name: String,
    /// Up to three different values of it.
    pub examples: Vec<String>,
    /// Key of its meaning; nothing where it has none.
    pub field: Option<&'static str>,
    /// How sure the suggestion is, in percent; nothing where the meaning is settled.
    pub confidence: Option<u8>,
}

/// How a file is read, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingDraft {
    /// What the file holds.
    pub kind: Kind,
    /// What a row is.
    pub rows: RowShape,
    /// The columns, in the file's order.
    pub columns: Vec<DraftColumn>,
    /// Currency of amounts where no column says it (ISO 4217).
    pub currency: Option<String>,
    /// Zone of times without one (IANA).
    pub time_zone: Option<String>,
    /// Whether prices include tax; nothing where the sums of each order tell.
    pub tax_included: Option<bool>,
    /// Whether rows below zero are refunds of their own.
    pub refund_rows: bool,
    /// False where nobody has confirmed what the columns mean.
    pub is_confirmed: bool,
    /// The name of the saved mapping that the file is read by.
    pub saved_as: Option<String>,
}

/// What the merchant says of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingSaid {
    /// Name of the file in its report.
    pub file: String,
    /// What the file holds.
    pub kind: Kind,
    /// What a row is.
    pub rows: RowShape,
    /// For each used column, its place and the key of its meaning.
    pub columns: Vec<(usize, String)>,
    /// Currency of amounts where no column says it (ISO 4217).
    pub currency: Option<String>,
    /// Zone of times without one (IANA).
    pub time_zone: Option<String>,
    /// Whether prices include tax.
    pub tax_included: Option<bool>,
    /// Whether rows below zero are refunds of their own.
    pub refund_rows: bool,
    /// Order of day and month, where the file leaves it open.
    pub date_order: Option<DateOrder>,
    /// Decimal sign, where the file leaves it open.
    pub decimal_sign: Option<NumberStyle>,
    /// The name under which it is kept.
    pub save_as: Option<String>,
}

/// What the columns of files with one header mean: can be kept and handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping(pub(crate) Arc<Profile>);

/// Why a text is no mapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// The text is not what Pannier writes.
    #[error("This is no mapping of Pannier: {0}")]
    Unreadable(String),
    /// Something that it says cannot be.
    #[error("{0}")]
    Wrong(String),
}

/// The name that a saved mapping's platform bears.
pub(crate) const OWN: &str = "own";

impl Mapping {
    /// Reads what [`Mapping::to_text`] wrote.
    pub fn from_text(text: &str) -> Result<Self, MappingError> {
        let profile: Profile = toml::from_str(text)
            .map_err(|error| MappingError::Unreadable(error.message().to_owned()))?;
        check(&profile)?;
        Ok(Self(Arc::new(profile)))
    }

    /// As a text that people can read and hand on (TOML).
    pub fn to_text(&self) -> String {
        // Every field of a profile is a text, a number or a list of them.
        toml::to_string_pretty(&*self.0).unwrap_or_default()
    }

    /// The merchant's name for it.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// What its files hold.
    pub fn kind(&self) -> Option<Kind> {
        self.0.kind
    }

    /// How many columns it uses.
    pub fn columns(&self) -> usize {
        self.0.columns.values().map(Vec::len).sum()
    }

    /// What the files that it is made for are known by.
    pub fn header_key(&self) -> String {
        let names: Vec<&str> = self.0.detect.required.iter().map(String::as_str).collect();
        key_of(&names)
    }
}

/// What a header is known by: its names, folded, in order.
pub(crate) fn header_key(header: &Header) -> String {
    key_of(&header.folded())
}

fn key_of(names: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        hasher.update(name.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// The profile that the merchant's words make for a file with that header, on top of what was
/// known of it.
pub(crate) fn profile_of(
    said: &MappingSaid,
    header: &Header,
    known: Option<&Profile>,
) -> Result<Profile, MappingError> {
    let mut columns: BTreeMap<Field, Vec<String>> = BTreeMap::new();
    let folded = header.folded();
    for (position, key) in &said.columns {
        let field = Field::of_key(key).ok_or_else(|| {
            MappingError::Wrong(format!("“{key}” is nothing that a column can mean"))
        })?;
        let name = folded.get(*position).ok_or_else(|| {
            MappingError::Wrong(format!("The file has no column number {}", position + 1))
        })?;
        columns.entry(field).or_default().push((*name).to_owned());
    }
    let known = known.filter(|known| known.kind == Some(said.kind));
    let base = known.map(|known| known.layout.clone()).unwrap_or_default();
    let name = said.save_as.clone().unwrap_or_default();
    let profile = Profile {
        platform: known.map_or_else(|| OWN.to_owned(), |known| known.platform.clone()),
        name,
        kind: Some(said.kind),
        seen: true,
        is_said: true,
        what: known.map_or_else(
            || "This is a file that is read by your own mapping".to_owned(),
            |known| known.what.clone(),
        ),
        need: known.map_or_else(
            || "Export it again where it came from".to_owned(),
            |known| known.need.clone(),
        ),
        detect: Detect {
            required: folded
                .iter()
                .filter(|name| !name.is_empty())
                .map(|name| (*name).to_owned())
                .collect(),
            ..Detect::default()
        },
        layout: Layout {
            rows: said.rows.into(),
            currency: said.currency.clone(),
            time_zone: said.time_zone.clone(),
            tax_included: said.tax_included,
            refund_rows: said.refund_rows,
            date_order: said.date_order.or(base.date_order),
            decimal_comma: said
                .decimal_sign
                .map(|sign| sign == NumberStyle::Comma)
                .or(base.decimal_comma),
            packed: base.packed.or(columns
                .contains_key(&Field::PackedLines)
                .then_some(Packed::Times)),
            text_ids: base.text_ids || known.is_none(),
            ..base
        },
        columns,
        words: known.map_or_else(|| usual_words(said.kind), |known| known.words.clone()),
        ignore: known.map(|known| known.ignore.clone()).unwrap_or_default(),
    };
    check(&profile)?;
    Ok(profile)
}

/// Whether a mapping can be obeyed.
fn check(profile: &Profile) -> Result<(), MappingError> {
    let wrong = |words: String| Err(MappingError::Wrong(words));
    let Some(kind) = profile.kind else {
        return wrong("The mapping does not say what its files hold".to_owned());
    };
    if let Some(field) = profile.columns.keys().find(|field| !field.is_of(kind)) {
        return wrong(format!(
            "A file of {} has no “{}”",
            kind.word(),
            field.key()
        ));
    }
    if let Some(code) = &profile.layout.currency
        && code.parse::<pannier_core::Currency>().is_err()
    {
        return wrong(format!("“{code}” is not the code of a currency"));
    }
    if let Some(zone) = &profile.layout.time_zone
        && zone.parse::<pannier_core::ShopZone>().is_err()
    {
        return wrong(format!("“{zone}” is not a time zone"));
    }
    let names = profile
        .columns
        .values()
        .flatten()
        .chain(&profile.detect.required);
    if let Some(name) = names.into_iter().find(|name| fold(name) != **name) {
        return wrong(format!(
            "The column “{name}” is not written in small letters"
        ));
    }
    match &profile.lacks()[..] {
        [] => Ok(()),
        [fields, ..] => {
            let keys: Vec<&str> = fields.iter().map(|field| field.key()).collect();
            wrong(format!("No column is said to be {}", keys.join(" or ")))
        }
    }
}

impl MappingDraft {
    /// The draft as a mapping that can be kept or corrected.
    ///
    /// # Errors
    /// [`MappingError::Wrong`] where the meanings do not suffice for a file of that kind.
    pub fn to_mapping(&self, name: &str) -> Result<Mapping, MappingError> {
        let header = Header::new(self.columns.iter().map(|column| column.name.as_str()));
        let columns = self.columns.iter();
        let said = MappingSaid {
            file: name.to_owned(),
            kind: self.kind,
            rows: self.rows,
            columns: columns
                .filter_map(|column| Some((column.position, column.field?.to_owned())))
                .collect(),
            currency: self.currency.clone(),
            time_zone: self.time_zone.clone(),
            tax_included: self.tax_included,
            refund_rows: self.refund_rows,
            date_order: None,
            decimal_sign: None,
            save_as: Some(name.to_owned()),
        };
        Ok(Mapping(Arc::new(profile_of(&said, &header, None)?)))
    }
}

/// Every meaning that a column can have: its key, the kinds of files that can have it, and those
/// that cannot do without it or one that stands for it.
pub fn meanings() -> impl Iterator<Item = (&'static str, Vec<Kind>, Vec<Kind>)> {
    Field::ALL.iter().map(|field| {
        let of = Kind::ALL.into_iter().filter(|kind| field.is_of(*kind));
        let needed = Kind::ALL.into_iter().filter(|kind| {
            let needs = crate::profile::needs(*kind).iter();
            needs.into_iter().any(|any| any.first() == Some(field))
        });
        (field.key(), of.collect(), needed.collect())
    })
}
