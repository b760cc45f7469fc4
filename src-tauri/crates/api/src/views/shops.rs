//! Shop files, settings and backups.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Appearance {
    /// As the computer is set.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What a shop counts in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ShopSettings {
    /// Its name.
    pub name: String,
    /// ISO 4217 code of its currency.
    pub currency: String,
    /// ISO 3166 code of its country, two letters.
    pub country: String,
    /// IANA name of its time zone.
    pub time_zone: String,
}

/// A shop file that can be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ShopEntry {
    /// Where the file is.
    pub path: String,
    /// The shop's name.
    pub name: String,
    /// The sample shop, apart from the merchant's own.
    pub sample: bool,
    /// The one that is open.
    pub open: bool,
}

/// The open shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ShopInfo {
    /// Where the file is.
    pub path: String,
    /// What it counts in.
    pub settings: ShopSettings,
    /// It is the sample shop.
    pub sample: bool,
    /// Orders in it.
    pub orders: u32,
    /// Somebody is known: from orders, or from a list of addresses alone.
    pub customers: bool,
    /// The shop's local date and time of its newest order: `2026-06-30T17:52`.
    pub newest_order_local: Option<String>,
    /// Today in the shop's zone.
    pub today: String,
}

/// What the window needs to begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppInfo {
    /// Pannier's version.
    pub version: String,
    /// Light or dark.
    pub appearance: Appearance,
    /// All shop files, the sample shop last.
    pub shops: Vec<ShopEntry>,
    /// The open one. Nothing where its file could not be opened: `problem` says why.
    pub shop: Option<ShopInfo>,
    /// Why the last shop could not be opened.
    pub problem: Option<crate::ApiError>,
}

/// What a merchant can choose from in Settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettingsChoices {
    /// ISO 4217 codes.
    pub currencies: Vec<String>,
    /// ISO 3166 codes.
    pub countries: Vec<String>,
    /// IANA names.
    pub time_zones: Vec<String>,
}

/// Why a copy was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BackupReason {
    /// One a day.
    Daily,
    /// Asked for.
    Asked,
    /// Before the file was brought to a newer version.
    BeforeMigration,
    /// The file that a restore replaced.
    BeforeRestore,
}

/// A copy of the shop file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BackupRow {
    /// File name, for restoring it.
    pub name: String,
    /// When it was made (UTC, milliseconds).
    #[specta(type = specta_typescript::Number)]
    pub made_at: i64,
    /// Why.
    pub reason: BackupReason,
    /// Size in bytes.
    #[specta(type = specta_typescript::Number)]
    pub bytes: i64,
}

/// The part of a shop that changed: what shows it should be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Topic {
    /// Orders and what they are made of.
    Orders,
    /// Customers.
    Customers,
    /// Imports of the past.
    Imports,
    /// The shop's settings.
    Settings,
    /// The goal, and the notices that were put away.
    Goals,
    /// Saved segments, their frozen lists and history.
    Segments,
    /// Notes on customers.
    Notes,
    /// Points.
    Ledger,
    /// What is suggested, and the rules for it.
    Suggestions,
    /// Accounts that send, and what waits to be sent.
    Sending,
    /// Which shop is open, and which there are.
    Shops,
}

/// What the checks of a shop file found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// The checks that were made.
    pub checks: Vec<String>,
    /// What is wrong; empty in a healthy file.
    pub findings: Vec<Finding>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The check that found it.
    pub check: String,
    /// A sentence.
    pub message: String,
}
