//! The mail of a campaign as one person gets it.

use pannier_compose::Language;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Whose copy is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviewCampaign {
    /// The campaign.
    pub id: u32,
    /// The place among those who would get it, from 0.
    pub position: u32,
    /// By name or address instead: the first in whose name or address this stands.
    pub search: String,
    /// The other mail of a test.
    pub other: bool,
    /// Not in their own language, but in this one, where the mail is written in each reader’s.
    pub language: Option<Language>,
}

/// One person's copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignPreview {
    /// How many would get it.
    pub total: u32,
    /// Whose this is among them, from 0.
    pub position: u32,
    /// The customer's row.
    #[specta(type = specta_typescript::Number)]
    pub customer: i64,
    /// As they are called; may be empty.
    pub name: String,
    /// Their address.
    pub address: String,
    /// The subject.
    pub subject: String,
    /// What stands beside it in a list of mails.
    pub preview: String,
    /// Without form.
    pub text: String,
    /// Where the page is under `preview:`: the path without its beginning slash. It changes with
    /// what it shows.
    pub page: String,
    /// Bytes of the HTML.
    pub bytes: u32,
    /// Why their copy cannot be made; empty where it can.
    pub problem: String,
}

/// A test of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TestCampaign {
    /// The campaign.
    pub id: u32,
    /// Where it goes; empty: to the account's own address.
    pub to: String,
    /// As whose copy, by the place among those who would get it, from 0.
    pub position: u32,
    /// The other mail of a test.
    pub other: bool,
}
