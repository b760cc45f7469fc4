//! What a use-case says when it cannot do what it was asked.

use serde::Serialize;
use specta::Type;

/// What kind of trouble it is. Interfaces branch on this, never on words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Code {
    /// It is not there.
    NotFound,
    /// What was given cannot be used; `field` names it.
    Validation,
    /// A file leaves something open that only a person can decide; `field` names the option.
    Undecided,
    /// Rows of the files could not be understood, and nobody said to go on without them.
    Rejects,
    /// It was changed meanwhile.
    Conflict,
    /// It was asked to stop.
    Cancelled,
    /// Another program holds the file.
    Busy,
    /// The disk is full.
    DiskFull,
    /// A file cannot be read or written.
    Unreadable,
    /// The shop file was written by a newer Pannier.
    ShopTooNew,
    /// The shop file is damaged.
    ShopDamaged,
    /// A fault of Pannier's own.
    Internal,
}

/// Why a use-case did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Type)]
#[error("{message}")]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    /// What kind of trouble.
    pub code: Code,
    /// A sentence for people: what happened, what is safe, what to do.
    pub message: String,
    /// The input it is about.
    pub field: Option<String>,
}

/// The result of a use-case.
pub type Result<T> = std::result::Result<T, ApiError>;

impl ApiError {
    /// An error of a kind, in a sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            field: None,
        }
    }

    /// What was given for `field` cannot be used.
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self {
            code: Code::Validation,
            message: message.into(),
            field: Some(field.to_owned()),
        }
    }
}
