//! Mail out and in: messages as MIME, SMTP, the inbox, how an account is found and let in, what the
//! world's directory says of its domain, and the page on the web that takes a “no more”.
//!
//! Whoever calls waits: no asynchronous type leaves the crate, and nothing here may be called
//! inside an asynchronous task. No line is ever without encryption, and every certificate is
//! checked.
#![deny(missing_docs)]

mod account;
mod directory;
mod domain;
mod endpoint;
mod finding;
mod imap;
mod inbox;
mod mime;
mod oauth;
mod presets;
mod smtp;
mod tls;
mod wait;

pub use account::{Encryption, ImapAccount, Login, Secret, Server, SmtpAccount, TokenSource};
pub use directory::{Directory, NotLookedUp};
pub use domain::{Advice, Entry, EntryCheck, Standing, check_domain};
pub use endpoint::{PageError, PageKind, PageWords, Pulled, UnsubscribePage, page_file};
pub use finding::{FoundAccount, find_account, first_that_answers};
pub use imap::{Cursor, Folders, Inbox, InboxError, Reading};
pub use inbox::{Action, Bounce, Complaint, Letter, Meaning, Original, Unsubscribing, read_letter};
pub use mime::as_file;
pub use oauth::{Consent, OauthClient, OauthError, Tokens};
pub use presets::{LimitsAre, OauthProvider, Preset, PresetHeader, SecretKind};
pub use smtp::{Patience, SmtpMessenger};
pub use tls::{NoTrust, Trust};
