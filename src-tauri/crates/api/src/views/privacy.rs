//! What is held of one person, handed to them or erased.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::BackupRow;

/// How the data of a person is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DataFormat {
    /// One page to read, with everything in the file.
    Html,
    /// For other programs.
    Json,
}

/// All that is held of one person, as a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportCustomerData {
    /// The customer's row; of those who were joined, any of them.
    #[specta(type = specta_typescript::Number)]
    pub customer: i64,
    /// How it is written.
    pub format: DataFormat,
}

/// What erasing a person would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ErasePreview {
    /// What has to be typed to erase them: their name, else what they are known by.
    pub confirm: String,
    /// Entries of the files that are this person, by your joining: all of them go.
    pub joined: u32,
    /// Orders that stay, with their sums, as orders of nobody.
    pub orders: u32,
    /// Carts that stay as carts of nobody.
    pub carts: u32,
    /// Payments that stay as payments of nobody.
    pub payments: u32,
    /// Views, wishes and carts on the site that stay as those of nobody.
    pub looks: u32,
    /// Notes of your own that go.
    pub notes: u32,
    /// Frozen lists that they leave.
    pub lists: u32,
    /// Copies of the shop file that hold them still, the newest first.
    pub backups: Vec<BackupRow>,
}

/// Erases a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EraseCustomer {
    /// The customer's row; of those who were joined, any of them.
    #[specta(type = specta_typescript::Number)]
    pub customer: i64,
    /// What was typed: it has to be what [`ErasePreview::confirm`] says. Case and blanks at its ends
    /// do not matter.
    pub confirm: String,
}

/// What erasing a person did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ErasedCustomer {
    /// Orders that stay, as orders of nobody.
    pub orders: u32,
    /// Copies of the shop file that hold them still, the newest first.
    pub backups: Vec<BackupRow>,
    /// Whether the shop file was written anew. If not, that is done when it is opened next.
    pub overwritten: bool,
    /// What is left to do, in sentences.
    pub advice: Vec<String>,
}
