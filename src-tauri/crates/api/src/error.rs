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
    /// The shop file and this Pannier are of different versions.
    ShopVersion,
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
pub type Result<T, E = ApiError> = std::result::Result<T, E>;

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

impl From<pannier_store::Error> for ApiError {
    fn from(error: pannier_store::Error) -> Self {
        use pannier_store::Error as Stored;
        let code = match &error {
            Stored::NotFound(_) | Stored::NoBackup(_) | Stored::Missing(_) => Code::NotFound,
            Stored::AlreadyThere(_) | Stored::NotAShop(_) => Code::Validation,
            Stored::TooNew { .. } | Stored::TooOld => Code::ShopVersion,
            Stored::Damaged(_) => Code::ShopDamaged,
            Stored::Busy => Code::Busy,
            Stored::DiskFull => Code::DiskFull,
            Stored::Unreadable(_) | Stored::BadBackup { .. } => Code::Unreadable,
            Stored::Conflict(_) => Code::Conflict,
            Stored::Cancelled(_) => Code::Cancelled,
            Stored::Sql(_) => Code::Internal,
        };
        Self::new(code, error.to_string())
    }
}

impl From<std::io::Error> for ApiError {
    fn from(error: std::io::Error) -> Self {
        pannier_store::Error::from(error).into()
    }
}

impl From<pannier_import::Error> for ApiError {
    fn from(error: pannier_import::Error) -> Self {
        use pannier_import::Error as Import;
        let code = match &error {
            Import::Store(_) => None,
            Import::Undecided(_) => Some(Code::Undecided),
            Import::FileChanged(_) | Import::ShopChanged => Some(Code::Conflict),
            Import::FileGone { .. } => Some(Code::Unreadable),
            Import::Cancelled(_) => Some(Code::Cancelled),
        };
        match (code, error) {
            (None, Import::Store(error)) => error.into(),
            (code, error) => Self::new(code.unwrap_or(Code::Internal), error.to_string()),
        }
    }
}
