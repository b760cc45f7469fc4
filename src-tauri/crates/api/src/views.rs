//! What use-cases take and give back. These types, and no others, cross to TypeScript.
//!
//! Amounts arrive formatted for no language: minor units, the currency, and the plain decimal
//! text from which the interface formats. Days are `2026-06-30`; instants are milliseconds (UTC).

mod duplicates;
mod figures;
mod import;
mod mapping;
mod orders;
mod shops;

pub use duplicates::*;
pub use figures::*;
pub use import::*;
pub use mapping::*;
pub use orders::*;
pub use shops::*;
