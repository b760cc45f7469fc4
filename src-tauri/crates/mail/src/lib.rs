//! Mail out and in: messages as MIME, SMTP, the inbox, how an account is found, and what the
//! world's directory says of its domain.
//!
//! Whoever calls waits: no asynchronous type leaves the crate, and nothing here may be called
//! inside an asynchronous task. No line is ever without encryption, and every certificate is
//! checked.
#![deny(missing_docs)]

mod account;
mod mime;
mod smtp;
mod tls;
mod wait;

pub use account::{Encryption, ImapAccount, Login, Secret, Server, SmtpAccount};
pub use mime::as_file;
pub use smtp::{Patience, SmtpMessenger};
pub use tls::{NoTrust, Trust};
