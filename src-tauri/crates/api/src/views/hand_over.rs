//! People handed over to other programs, as a file.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::SegmentRule;

/// What a file of people is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum HandOverTarget {
    /// A customers file with a tag, for Shopify.
    Shopify,
    /// Mailchimp.
    Mailchimp,
    /// Klaviyo.
    Klaviyo,
    /// Google Customer Match.
    Google,
    /// A custom audience of Meta.
    Meta,
    /// A table as text.
    #[default]
    Csv,
    /// A workbook.
    Xlsx,
}

/// Who is handed over, and to whom. Of a saved segment, a frozen list, a tree of rules and a
/// sentence, the first that is given counts; without any, everyone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HandOver {
    /// What the file is for.
    pub target: HandOverTarget,
    /// A saved segment.
    pub segment: Option<u32>,
    /// A frozen list of that segment.
    pub snapshot: Option<u32>,
    /// Rules as a tree.
    pub rule: Option<SegmentRule>,
    /// Rules as a sentence.
    pub text: Option<String>,
    /// Also people who may not be written to. Only where the preview says that it may be.
    pub everybody: bool,
    /// The tag that Shopify, Mailchimp and Klaviyo are told; the segment's name where nothing.
    pub tag: Option<String>,
    /// For Google and Meta: addresses as they are instead of hashed. Both hash them before they are
    /// sent.
    pub plain: bool,
}

/// What a hand-over would write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HandOverPreview {
    /// What the file may be called.
    pub file_name: String,
    /// People who are meant.
    pub people: u32,
    /// Of them, who stand in the file.
    pub included: u32,
    /// The others, by reason.
    pub left_out: Vec<LeftOut>,
    /// Whether people who may not be written to may stand in the file.
    pub may_be_everybody: bool,
    /// The tag that they are given there; empty where there is none.
    pub tag: String,
    /// The columns of the file.
    pub columns: Vec<String>,
    /// The first few rows, as they stand in the file.
    pub sample: Vec<Vec<String>>,
    /// What to know before the file is used, in sentences.
    pub notes: Vec<String>,
}

/// People who are not handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// Why.
    pub reason: LeftOutReason,
    /// How many.
    pub people: u32,
}

/// Why someone is not handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LeftOutReason {
    /// They said no to e-mail.
    SaidNo,
    /// Nobody asked them, or they did not answer.
    NeverAsked,
    /// There is no address, or nothing that the other program could know them by.
    NoAddress,
    /// They were erased.
    Erased,
}

/// A hand-over that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HandedOver {
    /// The file.
    pub path: String,
    /// People in it.
    pub people: u32,
    /// The others, by reason.
    pub left_out: Vec<LeftOut>,
}
