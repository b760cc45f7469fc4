//! What a kind of file looks like, as data: by which columns it is known, and what they mean.
//!
//! The profiles of platforms are the files of `assets/import-profiles`; a mapping that a merchant
//! made is a profile as well. A new platform needs no code where its shape is ordinary.

mod fields;
mod known;
mod names;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) use fields::{Field, FieldKind, Fields};
pub(crate) use known::{profiles, services};
pub(crate) use names::{column_names, usual_words};

use crate::Kind;

/// One kind of file of one platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Profile {
    /// The platform, one word in lower case.
    pub(crate) platform: String,
    /// Its name as people write it.
    #[serde(default)]
    pub(crate) name: String,
    /// What the file holds; without it the file is refused by name.
    #[serde(default)]
    pub(crate) kind: Option<Kind>,
    /// Whether real files of this kind were at hand; else the merchant confirms the columns once.
    #[serde(default)]
    pub(crate) seen: bool,
    /// Made of the merchant's words.
    #[serde(default, skip)]
    pub(crate) is_said: bool,
    /// What it is, as a sentence: “This is …”.
    pub(crate) what: String,
    /// How it is made where it is read; else what to make instead.
    pub(crate) need: String,
    /// How it is known.
    #[serde(default)]
    pub(crate) detect: Detect,
    /// How its rows are laid out.
    #[serde(default)]
    pub(crate) layout: Layout,
    /// For each field of its kind, the columns that fill it: the first one with something in it
    /// counts. Names are folded; `a|b` are names of one column in several versions or languages.
    #[serde(default)]
    pub(crate) columns: BTreeMap<Field, Vec<String>>,
    /// What words in the columns `payment` and `status` mean. Words are folded.
    #[serde(default)]
    pub(crate) words: BTreeMap<Meaning, Vec<String>>,
    /// Rows that are left out: by the name of a column, the words that say so, and the reason.
    #[serde(default)]
    pub(crate) ignore: Vec<IgnoreRule>,
}

impl Profile {
    /// A field's column by the name that people see, in quotation marks.
    pub(crate) fn shown(&self, field: Field) -> Option<String> {
        let name = self.columns.get(&field)?.first()?.split('|').next()?;
        let mut letters = name.chars();
        let first = letters.next()?.to_uppercase();
        Some(format!("“{first}{}”", letters.as_str()))
    }

    /// Of what a file of its kind cannot do without: each group of which no column is said.
    pub(crate) fn lacks(&self) -> Vec<&'static [Field]> {
        let groups = self.kind.map_or(&[][..], needs).iter().copied();
        groups
            .filter(|any| !any.iter().any(|field| self.columns.contains_key(field)))
            .collect()
    }

    /// What a word in a column for the state of an order or a payment means.
    pub(crate) fn meaning(&self, word: &str) -> Option<Meaning> {
        let folded = crate::header::fold(word);
        let said = self.words.iter();
        said.filter(|(_, words)| words.contains(&folded))
            .map(|(meaning, _)| *meaning)
            .next()
    }
}

/// What a file of a kind cannot do without: one field of each group.
pub(crate) fn needs(kind: Kind) -> &'static [&'static [Field]] {
    match kind {
        Kind::Orders => &[
            &[Field::PlacedAt],
            &[
                Field::Total,
                Field::Goods,
                Field::Gross,
                Field::LinePrice,
                Field::LineTotal,
                Field::PackedLines,
            ],
            &[Field::OrderNumber, Field::OrderId],
        ],
        Kind::Customers => &[&[Field::Email, Field::Phone, Field::CustomerId]],
        Kind::Products => &[&[Field::ProductTitle, Field::Sku, Field::ProductId]],
        Kind::Checkouts => &[&[Field::PlacedAt], &[Field::Email]],
        Kind::Payments => &[&[Field::Amount], &[Field::PlacedAt]],
        Kind::Behaviour => &[
            &[Field::Email],
            &[Field::Product, Field::Sku],
            &[Field::PlacedAt],
        ],
        Kind::Balances => &[&[Field::Email, Field::CustomerId], &[Field::Points]],
    }
}

/// Columns by which a kind of file is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Detect {
    /// All of them are there. `a|b` is either.
    pub(crate) required: Vec<String>,
    /// There are no columns beside the required ones.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) alone: bool,
    /// Each makes it more certain.
    #[serde(default)]
    pub(crate) strong: Vec<String>,
    /// Each speaks against it.
    #[serde(default)]
    pub(crate) against: Vec<String>,
}

/// How the rows of a file are laid out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of a file, each a line of its profile"
)]
pub(crate) struct Layout {
    /// What a row is.
    pub(crate) rows: RowLayout,
    /// What the column `linePrice` or `lineTotal` of a row without a unit price says.
    pub(crate) packed: Option<Packed>,
    /// Quotation marks are letters like others (Amazon’s tab-separated reports).
    pub(crate) unquoted: bool,
    /// Currency where no column says it (ISO 4217), such as that of “Subtotal ($)”.
    pub(crate) currency: Option<String>,
    /// IANA zone of times without one, where the platform fixes it.
    pub(crate) time_zone: Option<String>,
    /// The order of day and month, where the platform fixes it and the dates do not tell.
    pub(crate) date_order: Option<crate::DateOrder>,
    /// Whether amounts have a decimal comma, where they do not tell.
    pub(crate) decimal_comma: Option<bool>,
    /// A row with a quantity or an amount below zero, or with a word for a refund, is a refund.
    pub(crate) refund_rows: bool,
    /// What `id` is: the text as it stands, where ids are not digits alone.
    pub(crate) text_ids: bool,
    /// Amounts include tax whatever the sums say, or never do.
    pub(crate) tax_included: Option<bool>,
    /// Of payments: a shop can have no other record of its sales.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) may_be_orders: bool,
    /// Columns that nothing else is said of are places, with the pieces in stock there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) stock_places: bool,
    /// What everyone in the file said of e-mail: yes or no, where it is a list of those.
    pub(crate) consent: Option<Meaning>,
    /// Refunds show only in a total that is less than its parts.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) total_after_refunds: bool,
    /// Addresses of buyers are relays of the marketplace: nobody may be written to by them.
    pub(crate) relayed: bool,
}

/// What one row of a file is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RowLayout {
    /// A line of an order; the first row of an order has all that is of the whole order.
    #[default]
    FirstRow,
    /// A line of an order; what is of the whole order stands on each of its rows.
    EveryRow,
    /// A whole order, or a whole record of another kind.
    Whole,
}

/// How several lines are written into one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Packed {
    /// `Product ID: 1, Product Qty: 2, …|Product ID: …`
    BigCommerce,
    /// `2× Name, 1× Name`
    Times,
}

/// What a word for the state of an order or a payment means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Meaning {
    Paid,
    Pending,
    Authorized,
    PartiallyPaid,
    PartiallyRefunded,
    Refunded,
    Voided,
    Expired,
    Cancelled,
    /// The row is a refund of its own.
    Refund,
    /// A trial of the shop’s till.
    Test,
    /// For a consent column: yes.
    Yes,
    /// For a consent column: no.
    No,
}

/// Rows that are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct IgnoreRule {
    /// Name of the column, folded; `a|b` is either.
    pub(crate) column: String,
    /// Words in it, folded; an empty one is an empty cell, `word*` a beginning, `*word*` may
    /// stand anywhere.
    pub(crate) is: Vec<String>,
    /// A sentence.
    pub(crate) reason: String,
}
