//! Mailboxes that messages go out from.

use serde::{Deserialize, Serialize};
use specta::Type;

/// How a line is made secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MailSecurity {
    /// From its first byte.
    Tls,
    /// After a word in clear.
    StartTls,
    /// Not at all: for a server on this computer alone.
    Plain,
}

/// How an account shows that it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MailAuth {
    /// A password, an app password or a key.
    Password,
    /// A token that the provider gives for a while.
    OAuth,
    /// Not at all: for a server on this computer alone.
    None,
}

/// Whom all mail is from: name and postal address stand in every mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MailIdentity {
    /// The shop's name as readers see it.
    pub name: String,
    /// Where the shop can be written to by post; several lines.
    pub postal_address: String,
    /// The shop's page on the web, where links of campaigns lead that name no other; may be empty.
    pub shop_page: String,
}

/// What is said of an account. Words may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MailSettings {
    /// Its address.
    pub address: String,
    /// As readers see the sender; empty: the shop's name.
    pub name: String,
    /// Where answers go, if not to the address.
    pub reply_to: String,
    /// The provider's key.
    pub preset: String,
    /// The server that takes mail.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is made secret.
    pub security: MailSecurity,
    /// The name to log in with.
    pub user: String,
    /// How it logs in.
    pub auth: MailAuth,
    /// The id of the program that the merchant registered, for logging in through the browser.
    pub client_id: String,
    /// Messages a second at most.
    pub per_second: Option<u32>,
    /// Messages a minute at most.
    pub per_minute: Option<u32>,
    /// Messages an hour at most.
    pub per_hour: Option<u32>,
    /// Messages in 24 hours at most.
    pub per_day: Option<u32>,
    /// Percent of those that are kept back for the merchant's own mail, 0 to 90.
    pub reserve_percent: u8,
    /// It is new: it sends more from day to day.
    pub is_new: bool,
    /// Connections at a time, 1 to 4.
    pub connections: u8,
    /// Messages over one connection.
    pub per_connection: u32,
    /// The server that mail is read from; empty: none is read.
    pub imap_host: String,
    /// Its port.
    pub imap_port: u16,
    /// How that line is made secret.
    pub imap_security: MailSecurity,
    /// The name to log in there with.
    pub imap_user: String,
    /// Mail to name+word@ reaches the address.
    pub plus_addressing: bool,
    /// The page on the merchant's own site that takes a no by one click.
    pub one_click_url: String,
}

/// An account to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveMailAccount {
    /// Its number; nothing: a new one.
    pub id: Option<u32>,
    /// What is said of it.
    pub settings: MailSettings,
    /// The password or key; for an account that is logged in to through the browser, the secret of
    /// the registered program. Nothing: as it is.
    pub secret: Option<String>,
}

/// An account was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MailAccountSaved {
    /// Its number.
    pub id: u32,
    /// Why its secret could not be kept in the keychain and has to be asked for each time; empty
    /// where it was, or none was given.
    pub secret_note: String,
}

/// A secret for as long as Pannier runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UnlockMailAccount {
    /// The account.
    pub id: u32,
    /// The password or key.
    pub secret: String,
}

/// Messages of a window of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MailUse {
    /// Sent in it.
    pub used: u32,
    /// At most; nothing: no limit is known.
    pub most: Option<u32>,
}

/// An account as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MailAccount {
    /// Its number.
    pub id: u32,
    /// What is said of it.
    pub settings: MailSettings,
    /// The provider's name; empty without one.
    pub provider: String,
    /// Its secret is known, or it needs none.
    pub is_unlocked: bool,
    /// Why it is not, and what to do; empty where it is.
    pub locked_why: String,
    /// Why it may not be used until something is mended; empty where it may.
    pub paused_why: String,
    /// Until when it rests by itself (UTC milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub rests_until: Option<i64>,
    /// Messages a minute, while the server asked for fewer.
    pub slowed_to: Option<u32>,
    /// Of the last 24 hours; the most is less what is kept back, and less while the account is new.
    pub day: MailUse,
    /// Of the last hour.
    pub hour: MailUse,
    /// Of the last minute.
    pub minute: MailUse,
    /// Of the day's limit, kept back for the merchant's own mail.
    pub reserved: u32,
    /// The day's limit is lower since the account is new.
    pub ramps: bool,
    /// When its inbox was read last (UTC milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub inbox_read_at: Option<i64>,
    /// When the page for unsubscribing handed over last what it noted (UTC milliseconds).
    #[specta(type = Option<specta_typescript::Number>)]
    pub page_read_at: Option<i64>,
}

/// What the page for unsubscribing is to run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum UnsubscribePageKind {
    /// Ordinary web space, as one PHP file.
    Php,
    /// A Cloudflare Worker.
    Worker,
}

/// Where the page for unsubscribing was put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SetUnsubscribePage {
    /// The account whose mail is to lead there.
    pub account: u32,
    /// Its address; empty: no page any more.
    pub url: String,
}

/// How asking the page went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UnsubscribePageTried {
    /// It answered as it should, and mail leads to it.
    pub works: bool,
    /// In words.
    pub words: String,
}

/// An account was logged in to through the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MailConnected {
    /// Why that has to be done again at each start; empty where it has not.
    pub secret_note: String,
}

/// What logging in through the browser takes at a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MailOauth {
    /// What the merchant has to do first, in a sentence without a full stop.
    pub needs: String,
    /// The provider gives the program a secret, too.
    pub has_secret: bool,
}

/// The accounts, and whom mail is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MailAccounts {
    /// Whom mail is from, once that was said.
    pub identity: Option<MailIdentity>,
    /// The accounts, the oldest first.
    pub accounts: Vec<MailAccount>,
}

/// A provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MailPreset {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What the merchant has to do first.
    pub needs: String,
    /// Its limits depend on the contract: the merchant has to say.
    pub asks_limits: bool,
    /// Its servers are named by region: the merchant has to say.
    pub asks_region: bool,
    /// What is asked for: `password`, `appPassword`, `key` or `oAuth`.
    pub secret: MailSecretKind,
    /// What logging in through the browser takes; nothing where that is not possible.
    pub oauth: Option<MailOauth>,
    /// Settings to begin with, without an address.
    pub settings: MailSettings,
}

/// What an account is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MailSecretKind {
    /// The mailbox's own password.
    Password,
    /// A password made for one program.
    AppPassword,
    /// A key that the provider gives out.
    Key,
    /// Nothing: it is logged in to through the browser, with a program that the merchant registers.
    OAuth,
}

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundMailAccount {
    /// The provider, with settings for this address.
    pub preset: MailPreset,
    /// Nothing could be looked up, so that a better guess may exist.
    pub offline: bool,
    /// It is worth asking the servers which of them answers.
    pub tries: bool,
}

/// Which of an account's servers answered, all asked without saying anything of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MailServerTried {
    /// The server that answered; empty where none did.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line to it is made secret.
    pub security: MailSecurity,
    /// The same in words, or why none answered.
    pub words: String,
}

/// A message to the merchant, to try an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TestMailAccount {
    /// The account.
    pub id: u32,
    /// Where it goes; empty: to the account's own address.
    pub to: String,
}

/// How that went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MailTested {
    /// It was taken over.
    pub sent: bool,
    /// In words, with the server's own.
    pub words: String,
}

/// Which entry of a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DomainEntry {
    /// Who may send for the domain.
    Spf,
    /// Under which keys its mail is signed.
    Dkim,
    /// What becomes of other mail.
    Dmarc,
}

/// How an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DomainStanding {
    /// As it should be, or it is there and cannot be judged from here.
    Good,
    /// It cannot be seen from here.
    Unknown,
    /// It is missing, or does not do what it should.
    Wrong,
}

/// What was found of one entry of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DomainCheck {
    /// Which one.
    pub entry: DomainEntry,
    /// How it is.
    pub standing: DomainStanding,
    /// The same in plain words.
    pub words: String,
    /// The name that a better entry belongs to; empty without advice.
    pub advice_name: String,
    /// What it should say; empty without advice.
    pub advice_text: String,
    /// The entry as it is; empty where there is none.
    pub found: String,
}
