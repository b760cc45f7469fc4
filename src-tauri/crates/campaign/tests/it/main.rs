//! Messages from their plan to what came back: over messengers that do as they are told, and over
//! real lines to a server that misbehaves.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[expect(dead_code, reason = "other tests use more of it")]
#[path = "../../../../../tests/support/fault_smtp.rs"]
mod fault_smtp;

mod cut;
mod full_disk;
mod histories;
mod hostile;
mod killed;
mod pace;
mod place;
mod planned;
mod restored;
mod returned;
mod sent;
mod stub;
mod wire;
