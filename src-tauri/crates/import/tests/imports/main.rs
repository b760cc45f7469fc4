//! Whole imports on real shop files: what a merchant would see of each.
#![expect(
    clippy::unwrap_used,
    reason = "a step of a test that fails, fails the test"
)]

mod attached;
mod bad_input;
mod customers;
mod erased;
mod export;
mod found;
mod hostile;
mod joined;
mod joins;
mod kept;
mod kept_shared;
mod keyed;
mod large;
mod lists;
mod mapping;
mod orders;
mod origins;
mod paid_back;
mod people;
mod platforms;
mod quotation;
mod reading;
mod repeats;
mod rows;
mod sales;
mod samples;
mod search;
mod shared;
#[path = "../../../../../tests/support/shared_data.rs"]
mod shared_data;
mod soak;
mod stopping;
mod support;
mod undo;
mod variants;
mod versions;
mod words;
