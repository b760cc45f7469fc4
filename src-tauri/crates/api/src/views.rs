//! What use-cases take and give back. These types, and no others, cross to TypeScript.
//!
//! Amounts arrive formatted for no language: minor units, the currency, and the plain decimal
//! text from which the interface formats. Days are `2026-06-30`; instants are milliseconds (UTC).

mod advice;
mod campaigns;
mod cohorts;
mod customers;
mod duplicates;
mod explain;
mod explore;
mod figures;
mod goal;
mod hand_over;
mod handout;
mod import;
mod loyalty;
mod mapping;
mod notes;
mod opportunities;
mod orders;
mod pictures;
mod privacy;
mod products;
mod segments;
mod sending;
mod shops;
mod suggestion_files;
mod suggestion_rules;
mod suggestions;
mod why;

pub use advice::*;
pub use campaigns::*;
pub use cohorts::*;
pub use customers::*;
pub use duplicates::*;
pub use explain::*;
pub use explore::*;
pub use figures::*;
pub use goal::*;
pub use hand_over::*;
pub use handout::*;
pub use import::*;
pub use loyalty::*;
pub use mapping::*;
pub use notes::*;
pub use opportunities::*;
pub use orders::*;
pub use pictures::*;
pub use privacy::*;
pub use products::*;
pub use segments::*;
pub use sending::*;
pub use shops::*;
pub use suggestion_files::*;
pub use suggestion_rules::*;
pub use suggestions::*;
pub use why::*;
