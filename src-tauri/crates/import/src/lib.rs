//! From a shop's export to rows with a verdict each, applied or undone whole.
//!
//! [`preview()`] looks at files and decides about every row, writing nothing. [`apply()`] reads them
//! again, makes sure that they are the same, and writes what was decided in one transaction.
//! [`undo`] takes an import back. No SQL here, and no words about screens.
#![deny(missing_docs)]

mod apply;
mod cells;
mod customers;
mod dates;
mod detect;
mod error;
mod file;
#[cfg(any(fuzzing, test))]
#[doc(hidden)]
pub mod fuzzing;
mod header;
mod kept;
mod mapping;
mod nobody;
mod numbers;
mod orders;
mod plan;
mod preview;
mod profile;
mod records;
mod report;
mod sniff;
mod source;
mod stage;
mod table;
mod unpack;
mod zones;

pub use apply::{apply, undo};
pub use error::{Error, Result};
pub use mapping::{
    DraftColumn, Mapping, MappingDraft, MappingError, MappingSaid, RowShape, SuggestionFor,
    meanings, suggest,
};
pub use plan::{Outcome, Plan};
pub use preview::{Half, halves, preview};
pub use report::{
    ColumnUse, Counts, DateOrder, DateStyle, FileReport, IgnoredRows, Kind, Options, PaymentsAre,
    Question, Refusal, Rejection, RowVerdicts, SalesAre, SameSales, SampleOrder, ShopContext,
    Understood,
};
