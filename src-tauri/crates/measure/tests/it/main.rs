//! Campaigns as a caller reads them: against published figures, by simulation and by hand.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

mod coverage;
mod golden;
mod made_up;
mod odd_shops;
mod reading;
#[path = "../../../../../tests/support/shared_data.rs"]
mod shared_data;
