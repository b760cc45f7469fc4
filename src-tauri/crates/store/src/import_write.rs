//! What an import reads and writes: known orders and customers, sightings, former values, undo.
//!
//! Nothing here decides. The import crate says what is new, updated or unchanged; this module
//! keeps for each import what it saw and what it replaced, so that taking it back is exact.

mod chain;
mod content;
mod customers;
mod known;
mod orders;
mod record;
mod undo;

pub use content::{ConsentSaid, CustomerContent, Fingerprint, LineContent, OrderContent};
pub use known::{KnownCustomer, KnownOrder, StoredOrder};
pub use orders::{OrderPlace, OrderWriter};
pub use record::{ImportStamp, NewImportFile, NewRejection};

/// What an import found about something that it saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sighting {
    /// It was not there.
    New,
    /// It was there, and says something else now.
    Updated,
    /// It was there, and says the same.
    Unchanged,
}

impl Sighting {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
        }
    }
}
