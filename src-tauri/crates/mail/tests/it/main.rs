//! Mail against servers on this computer that behave, and servers that do not.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[path = "../../../../../tests/support/certificates.rs"]
mod certificates;
#[path = "../../../../../tests/support/fault_smtp.rs"]
mod fault_smtp;
#[path = "../../../../../tests/support/names.rs"]
mod names;

mod accounts;
mod building;
mod encryption;
mod letters;
mod messages;
mod oauth;
mod stages;
