//! Recommendations as a caller sees them: against published numbers, by hand and on odd shops.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

mod groceries;
mod leakage;
mod made_up;
mod odd_shops;
mod online_retail;
mod published;
#[path = "../../../../../tests/support/shared_data.rs"]
mod shared_data;
mod suggestions;
