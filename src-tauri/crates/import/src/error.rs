//! What can go wrong with an import as a whole. What is wrong with a file or a row is not an
//! error: it is in the report.

use std::path::PathBuf;

use crate::Question;

/// The result of a step of an import.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an import cannot go on. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The files leave something open.
    #[error("The files leave something open that only you can decide. Nothing was imported")]
    Undecided(Vec<Question>),
    /// A file is not what it was when the preview was made.
    #[error("{} was changed after the preview. Nothing was imported. Look at it again, then import", .0.display())]
    FileChanged(PathBuf),
    /// A file is gone, or cannot be read any more.
    #[error("{} cannot be read any more ({reason}). Nothing was imported. Put it back and look at it again", path.display())]
    FileGone {
        /// Where it was.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// Another import was applied or undone since the preview.
    #[error(
        "The shop was changed after the preview. Nothing was imported. Look at the files again, then import"
    )]
    ShopChanged,
    /// The shop file.
    #[error(transparent)]
    Store(#[from] pannier_store::Error),
    /// Asked to stop.
    #[error(transparent)]
    Cancelled(#[from] pannier_core::Cancelled),
}

impl Error {
    /// A word that stays the same when the sentence changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Undecided(_) => "undecided",
            Self::FileChanged(_) => "file_changed",
            Self::FileGone { .. } => "file_gone",
            Self::ShopChanged => "shop_changed",
            Self::Store(pannier_store::Error::Cancelled(_)) | Self::Cancelled(_) => "cancelled",
            Self::Store(_) => "store",
        }
    }
}
