//! What the merchant writes of a customer: notes, and tags of their own.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A note on a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerNote {
    /// Its row.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// What was written.
    pub text: String,
    /// When (UTC milliseconds).
    #[specta(type = specta_typescript::Number)]
    pub written_at: i64,
    /// The shop's day.
    pub written_on: String,
    /// The day it was changed last; nothing where it never was.
    pub changed_on: Option<String>,
}

/// A note to be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WriteNote {
    /// The customer's row; of those who were joined, any of them.
    #[specta(type = specta_typescript::Number)]
    pub customer: i64,
    /// One to 5,000 characters.
    pub text: String,
}

/// Another text for a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangeNote {
    /// The note's row.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// One to 5,000 characters.
    pub text: String,
}

/// A tag of the merchant's own, to be given to a customer or taken from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerTag {
    /// The customer's row; of those who were joined, any of them.
    #[specta(type = specta_typescript::Number)]
    pub customer: i64,
    /// One to 255 characters, without a comma.
    pub tag: String,
}
