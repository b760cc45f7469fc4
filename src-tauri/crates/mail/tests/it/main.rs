//! Mail against servers on this computer that behave, and servers that do not.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a helper of a test fails the test"
)]

#[path = "../../../../../tests/support/certificates.rs"]
mod certificates;
mod encryption;
#[path = "../../../../../tests/support/fault_smtp.rs"]
mod fault_smtp;
mod messages;
mod stages;
