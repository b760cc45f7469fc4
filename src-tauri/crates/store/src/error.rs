//! What can go wrong with a shop file, in words for people.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// The result of an operation on a shop file.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong with a shop file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such file.
    #[error("There is no shop file at {}", .0.display())]
    NotFound(PathBuf),
    /// There is a file already where a new one should go.
    #[error("There is a file at {} already. Nothing was changed", .0.display())]
    AlreadyThere(PathBuf),
    /// A file, but not one of ours.
    #[error("{} is not a Pannier shop file. Nothing was changed", .0.display())]
    NotAShop(PathBuf),
    /// Written by a newer Pannier.
    #[error(
        "This shop file was written by a newer Pannier (version {found}, this one knows {known}). Install the newest Pannier. Nothing was changed"
    )]
    TooNew {
        /// The file's version.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// Written by an older Pannier, and a guest may not change that.
    #[error(
        "This shop file is from an older Pannier. Open it once in the Pannier window, which makes a backup and brings it up to date"
    )]
    TooOld,
    /// The file is damaged.
    #[error(
        "The shop file is damaged ({0}). Restore a backup: your files of orders can be imported again at any time"
    )]
    Damaged(String),
    /// Another program holds the file.
    #[error(
        "Another program is writing to the shop file. Nothing was changed. Try again when it is done"
    )]
    Busy,
    /// No room.
    #[error("The disk is full. Nothing was changed. Make room and try again")]
    DiskFull,
    /// The file or its folder cannot be read or written.
    #[error(
        "The shop file cannot be read or written ({0}). Check that the folder exists and is yours to write to"
    )]
    Unreadable(String),
    /// No such backup.
    #[error("There is no backup named {0}")]
    NoBackup(String),
    /// A backup that cannot be used.
    #[error(
        "The backup {name} is damaged ({why}). The shop file was not touched. Choose another backup"
    )]
    BadBackup {
        /// Its file name.
        name: String,
        /// What SQLite says of it.
        why: String,
    },
    /// What was asked for is not there.
    #[error("{0}")]
    Missing(String),
    /// It cannot be done in the present state.
    #[error("{0}")]
    Conflict(String),
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] pannier_core::Cancelled),
    /// A fault of Pannier's own.
    #[error("Pannier made a mistake with the shop file ({0}). Nothing was changed")]
    Sql(rusqlite::Error),
}

/// Extended codes of an input/output error that come of a full disk.
const NO_ROOM: [i32; 2] = [
    rusqlite::ffi::SQLITE_IOERR_SHMSIZE,
    rusqlite::ffi::SQLITE_IOERR_SHMMAP,
];

impl Error {
    /// Whether trying again later can help.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Busy | Self::DiskFull)
    }
}

fn extended_code(error: &rusqlite::Error) -> i32 {
    error.sqlite_error().map_or(0, |error| error.extended_code)
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let Some(code) = error.sqlite_error_code() else {
            return Self::Sql(error);
        };
        match code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DiskFull => Self::DiskFull,
            // The index of the log needs a little room even for reading.
            ErrorCode::SystemIoFailure if NO_ROOM.contains(&extended_code(&error)) => {
                Self::DiskFull
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                Self::Damaged(error.to_string())
            }
            ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::ReadOnly
            | ErrorCode::SystemIoFailure => Self::Unreadable(error.to_string()),
            _ => Self::Sql(error),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            _ => Self::Unreadable(error.to_string()),
        }
    }
}
