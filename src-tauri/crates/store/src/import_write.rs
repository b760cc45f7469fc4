//! What an import reads and writes: known orders and customers, sightings, former values, undo.
//!
//! Of orders, nothing is decided here: the import crate says what is new, updated or unchanged,
//! and this module keeps for each import what it saw and what it replaced, so that taking it back
//! is exact. Customers, their ids and their consent follow from the rows of customers files and
//! from the orders by rules that stand here, since an undo has to follow them again.

mod aside;
mod chain;
mod consent;
mod content;
mod customers;
mod joined;
mod keeps;
mod kept;
mod known;
mod lines;
mod orders;
mod postponed;
mod products_left;
mod record;
mod removal;
mod replay;
mod rows;
mod said;
mod said_no;
mod sold;
mod suppression;
mod ticks;
mod undo;
mod web;
mod words;

pub use aside::{Beside, PaymentOrder, SalesAre};
pub(crate) use consent::{source_of, state_of};
pub use content::{CustomerContent, Fingerprint, LineContent, OrderContent};
pub use keeps::UndoKeeps;
pub(crate) use kept::said_fingerprint;
pub use kept::{
    BalanceContent, BehaviourContent, BehaviourKind, BehaviourRecord, BehaviourWriter, CartLine,
    CatalogueContent, CatalogueStatus, CatalogueWriter, CheckoutContent, CheckoutRecord, Kept,
    KeptKind, KeptPlace, KeptTotals, KnownCatalogue, LightOrder, OrderIndex, PaymentContent,
    PaymentHint, PaymentKind, PaymentRecord, PaymentStatus, RefundContent, SaidProduct,
    VariantContent,
};
pub use known::{KnownCustomer, KnownOrder, StoredOrder};
pub(crate) use orders::FormerOrder;
pub use orders::{OrderPlace, OrderWriter, ReadyOrder};
pub use postponed::PostponedIndices;
pub use record::{ImportStamp, NewImportFile, NewRejection};
pub(crate) use rows::RowWriter;
pub(crate) use said::profile_fingerprint;
pub use said::{ConsentSaid, CustomerSaid, SaidProfile, Who};
pub use sold::ProductNumbers;
pub(crate) use words::WaitingWords;

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
