//! Why a message cannot be planned or sent, in words for people.

use crate::TemplateError;

/// The result of something with a message.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why it cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The shop file says why.
    #[error(transparent)]
    Store(#[from] pannier_store::Error),
    /// The words of the message cannot be used.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Something that every mail needs was not said.
    #[error("{0}")]
    Lacks(Lack),
    /// Another program on this computer sends.
    #[error(
        "Pannier sends from this shop file in another window or program. Wait until it is done, or pause it there"
    )]
    SendsElsewhere,
    /// The journal of sent mail cannot be read or written.
    #[error(
        "The journal of sent mail beside the shop file cannot be written: {}. Nothing was sent without it",
        in_words(.0)
    )]
    Journal(std::io::Error),
    /// It cannot be done as things stand.
    #[error("{0}")]
    Conflict(String),
}

/// What every mail needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Lack {
    /// An account to send from.
    #[error("Choose the mail account that it goes out from")]
    Account,
    /// The shop's name and postal address.
    #[error("Say the shop’s name and postal address first: the law wants both in every mail")]
    Identity,
    /// A subject.
    #[error("Write a subject")]
    Subject,
    /// A text.
    #[error("Write a text")]
    Text,
}

/// What the disk says, where that can be said plainly.
fn in_words(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => error.to_string(),
    }
}

impl Lack {
    /// Which part of a message it is about.
    pub fn field(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Identity => "identity",
            Self::Subject => "subject",
            Self::Text => "text",
        }
    }
}

impl From<pannier_core::Cancelled> for Error {
    fn from(cancelled: pannier_core::Cancelled) -> Self {
        Self::Store(cancelled.into())
    }
}
