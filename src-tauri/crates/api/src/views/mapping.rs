//! What the columns of a file mean, as the merchant sees and says it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{DateOrder, DecimalSign};

/// What one row of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RowShape {
    /// A line of an order; only its first row says what is of the whole order.
    FirstRow,
    /// A line of an order; each row says what is of the whole order.
    EveryRow,
    /// A whole order, or a whole record of another kind.
    Whole,
}

/// One column of a file on the mapping screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MappingColumn {
    /// Its place in the file, from 0.
    pub position: u32,
    /// Its name in the file.
    pub name: String,
    /// Up to three different values of it.
    pub examples: Vec<String>,
    /// What it means: a key of the catalogue; nothing where it is not used.
    pub field: Option<String>,
    /// How sure the suggestion is, in percent; nothing where there is none, or it is settled.
    pub confidence: Option<u32>,
}

/// Something that a column can mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MappingField {
    /// Its key in the catalogue of messages.
    pub key: String,
    /// Kinds of files that can have it: `orders`, `customers`, `products`, `payments`, `behaviour`,
    /// `balances`.
    pub kinds: Vec<String>,
    /// Kinds of files that cannot do without it.
    pub needed_by: Vec<String>,
}

/// How a file is read, or would be: what the mapping screen begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Mapping {
    /// What the file holds: `orders`, `customers`, `products`, `payments`, `behaviour` or `balances`.
    pub kind: String,
    /// What a row is.
    pub rows: RowShape,
    /// The columns in the file's order.
    pub columns: Vec<MappingColumn>,
    /// Currency of amounts where no column says it (ISO 4217); nothing is the shop's own.
    pub currency: Option<String>,
    /// Zone of times without one (IANA); nothing is the shop's own.
    pub time_zone: Option<String>,
    /// Whether prices include tax; nothing where the sums of each order tell.
    pub tax_included: Option<bool>,
    /// Whether rows below zero are refunds of their own.
    pub refund_rows: bool,
    /// False for a platform whose files Pannier has not seen: the merchant confirms once.
    pub is_confirmed: bool,
    /// The name of the saved mapping that the file is read by.
    pub saved_as: Option<String>,
}

/// What the merchant says of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MappingInput {
    /// The name of the file in the preview ([`super::FilePreview::name`]).
    pub file: String,
    /// What the file holds.
    pub kind: String,
    /// What a row is.
    pub rows: RowShape,
    /// For each used column, its place in the file and what it means.
    pub columns: Vec<MappedColumn>,
    /// Currency where no column says it.
    pub currency: Option<String>,
    /// Zone of times without one.
    pub time_zone: Option<String>,
    /// Whether prices include tax.
    pub tax_included: Option<bool>,
    /// Whether rows below zero are refunds of their own.
    pub refund_rows: bool,
    /// Order of day and month.
    pub date_order: Option<DateOrder>,
    /// Decimal sign.
    pub decimal_sign: Option<DecimalSign>,
    /// Keeps the mapping under this name for files with the same columns; nothing keeps it for
    /// this drop alone.
    pub save_as: Option<String>,
}

/// What one column means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MappedColumn {
    /// Its place in the file, from 0.
    pub position: u32,
    /// A key of [`MappingField`].
    pub field: String,
}

/// What the merchant has said of one file so far, for suggestions that go with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuggestInput {
    /// Where the file is.
    pub path: String,
    /// Its name in the preview ([`super::FilePreview::name`]).
    pub file: String,
    /// What it holds.
    pub kind: String,
    /// What a row is; nothing where the merchant has not said it.
    pub rows: Option<RowShape>,
    /// The columns that the merchant has said something of.
    pub columns: Vec<SaidColumn>,
}

/// What the merchant has said of one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SaidColumn {
    /// Its place in the file, from 0.
    pub position: u32,
    /// A key of [`MappingField`]; nothing where it is not used.
    pub field: Option<String>,
}

/// A mapping that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SavedMapping {
    /// For exporting and deleting it.
    pub id: u32,
    /// The merchant's name for it.
    pub name: String,
    /// What its files hold.
    pub kind: String,
    /// How many columns it uses.
    pub columns: u32,
    /// When it was saved (UTC, milliseconds).
    #[specta(type = specta_typescript::Number)]
    pub saved_at: i64,
}

/// What one table of a file may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuggestedMapping {
    /// Name of the file, with its table where it holds several.
    pub file: String,
    /// What its columns may mean.
    pub mapping: Mapping,
    /// The mapping as a text that can be corrected and handed to an import; empty where too little
    /// could be guessed.
    pub text: String,
    /// What is still missing, a sentence.
    pub lacks: Option<String>,
}
