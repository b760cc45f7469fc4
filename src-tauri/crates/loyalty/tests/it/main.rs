//! The ledger of points on real shop files.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test a panic is the message"
)]

mod bad_input;
mod columns;
mod decisions;
mod entering;
mod expiring;
mod histories;
mod killed;
mod model;
mod posting;
mod rewards;
mod rules;
mod starts;
mod support;
mod trying;
