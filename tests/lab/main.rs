//! Messages as the app sends them, and what comes back, against real servers: Postfix and Dovecot on
//! this computer. `cargo xtask test --mail` sets them up and says where they are.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[expect(dead_code, reason = "a part of it is enough here")]
#[path = "../support/fault_smtp.rs"]
mod fault_smtp;
#[path = "../support/mail_lab.rs"]
mod servers;

mod campaign;
mod crowd;
mod judged;
mod mailbox;
mod over;
mod place;
mod refused;
mod returned;
mod thousand;
