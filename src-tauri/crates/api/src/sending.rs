//! Mail to the people of a segment: accounts, messages, who got them, and what came back.

mod accounts;
mod awake;
mod connect;
mod files;
mod find;
mod going;
mod messages;
mod outbox;
mod page;
mod preview;
mod returned;
mod secrets;
mod suppressed;
mod tokens;
mod trying;
mod waiting;
mod words;

use std::{collections::BTreeMap, sync::Arc};

use pannier_campaign::{Footer, Variables};
use pannier_compose::{Language, footer_words};
use pannier_core::{CustomerId, Timestamp};
use pannier_store::ReadTx;

pub use accounts::{
    mail_accounts, remove_mail_account, resume_mail_account, save_mail_account, set_mail_identity,
    unlock_mail_account,
};
pub use connect::Connect;
pub(crate) use connect::headers;
pub use files::{FilesWritten, write_sending_files};
pub use find::{find_mail_account, mail_presets, try_mail_servers};
pub(crate) use going::resume;
pub use going::{SendEnded, pause_sending, send_now, start_sending, stop_sending};
pub(crate) use messages::{
    checked as checked_message, content as message_content, row as message_row,
};
pub use messages::{
    copy_sending, delete_sending, get_sending, list_sendings, plan_sending, save_sending,
};
pub use outbox::{customer_mail, decide_uncertain, export_outbox, list_outbox, retry_failed};
pub use page::{set_unsubscribe_page, unsubscribe_page_file};
pub(crate) use preview::minutes;
pub use preview::preview_sending;
pub use returned::{inbox_events, poll_inbox};
pub use suppressed::{
    export_suppressed, import_suppressed, list_suppressed, suppress_address, unsuppress_address,
};
pub use tokens::connect_mail_account;
pub use trying::{check_mail_domain, test_mail_account, test_sending};
pub(crate) use trying::{send_to_merchant, test_word};
pub(crate) use words::{counts, reason_words};

use crate::{ApiError, Code, Shop};

/// What the open shop sends with: secrets, how lines are opened, and the thread that sends.
#[derive(Default)]
pub(crate) struct SendingWork {
    secrets: secrets::Secrets,
    connect: std::sync::Mutex<Option<Arc<dyn Connect>>>,
    post: going::Post,
    /// The computer is kept awake while messages leave.
    stays_awake: std::sync::atomic::AtomicBool,
}

impl Shop {
    /// Keeps passwords of mail accounts in the keychain of the system. Without this call they are
    /// held for as long as the program runs.
    pub fn use_keychain(&self) {
        self.sending.secrets.use_keychain();
    }

    /// Keeps the computer awake while messages leave. Without this call it may fall asleep.
    pub fn stay_awake(&self) {
        let stays = &self.sending.stays_awake;
        stays.store(true, std::sync::atomic::Ordering::Release);
    }

    /// Keeps passwords in a given place, as tests do.
    pub fn keep_secrets_in(&self, vault: Arc<dyn pannier_keychain::Vault>) {
        self.sending.secrets.use_vault(vault);
    }

    /// Opens lines to mail servers by another way than the usual one, as tests do.
    pub fn connect_by(&self, connect: Arc<dyn Connect>) {
        *crate::shop::lock(&self.sending.connect) = Some(connect);
    }

    /// Whoever sends ends after the message at hand: the shop is let go of.
    pub(crate) fn end_sending(&self) {
        self.sending.post.end();
    }
}

/// What the names of points stand for with someone.
fn points(
    tx: &ReadTx,
    customer: CustomerId,
    now: Timestamp,
) -> pannier_store::Result<BTreeMap<String, String>> {
    let zone = tx.shop()?.zone;
    let member = match pannier_loyalty::member(tx, customer, now) {
        Ok(member) => member,
        Err(pannier_loyalty::Error::Store(error)) => return Err(error),
        // A programme that cannot be read gives nobody points.
        Err(_) => None,
    };
    let last_day = |at| zone.day_of(at).plus_days(-1);
    let said = member.map(|member| pannier_loyalty::message_variables(&member, last_day));
    let said = said.unwrap_or_default().into_iter();
    Ok(said.map(|(name, text)| (name.to_owned(), text)).collect())
}

/// Does something with the names that messages can use besides a person's own.
pub(crate) fn with_variables<T>(shop: &Shop, work: impl FnOnce(&Variables) -> T) -> T {
    let of = |tx: &ReadTx, customer| points(tx, customer, shop.clock().now());
    let names = pannier_loyalty::VARIABLES.iter().map(|(name, _)| *name);
    work(&Variables {
        names: names.collect(),
        of: &of,
        letters: None,
        footer: footer(shop),
    })
}

/// The language of the shop's customers, as far as its country tells.
fn language(country: &str) -> Language {
    Language::of_country(country).unwrap_or_default()
}

/// What stands under a plain message.
pub(crate) fn footer(shop: &Shop) -> Footer {
    let language = shop
        .record()
        .map_or_else(|_| Language::default(), |record| language(&record.country));
    let (why, unsubscribe) = footer_words(language);
    Footer {
        language: language.code(),
        why,
        unsubscribe,
    }
}

/// A row's number as the window has it.
pub(crate) fn number(id: i64) -> u32 {
    u32::try_from(id).unwrap_or(u32::MAX)
}

/// A count as the window has it.
pub(crate) fn count(of: u64) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

impl From<pannier_campaign::Error> for ApiError {
    fn from(error: pannier_campaign::Error) -> Self {
        use pannier_campaign::Error as Campaign;
        let (code, field) = match error {
            Campaign::Store(error) => return error.into(),
            Campaign::Template(_) => (Code::Validation, Some("text")),
            Campaign::Lacks(lack) => (Code::Validation, Some(lack.field())),
            Campaign::SendsElsewhere => (Code::Busy, None),
            Campaign::Journal(ref why) if why.kind() == std::io::ErrorKind::StorageFull => {
                (Code::DiskFull, None)
            }
            Campaign::Journal(_) => (Code::Unreadable, None),
            Campaign::Conflict(_) => (Code::Conflict, None),
        };
        Self {
            code,
            message: error.to_string(),
            field: field.map(ToOwned::to_owned),
        }
    }
}
