//! Mail against real servers, Postfix and Dovecot on this computer: `cargo xtask test --mail` sets
//! them up and says where they are.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[expect(dead_code, reason = "a part of it is enough here")]
#[path = "../../../../../tests/support/fault_smtp.rs"]
mod fault_smtp;
mod judges;
mod pages;
mod reading;
mod sending;
#[path = "../../../../../tests/support/mail_lab.rs"]
mod servers;
