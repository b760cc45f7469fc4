//! Codes at the shop: given out, written to files for it, and what orders did with them.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What a file of codes is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CodesTarget {
    /// The columns of the extension Smart Coupons, one row a code with all its terms.
    #[default]
    WooCommerce,
    /// The individual codes of a promotion.
    Shopware,
    /// A list to paste into an app for discounts. Shopify itself reads no codes from a file.
    Shopify,
    /// A table with whose they are.
    Csv,
}

/// Which codes are written, and for what. Only those that can still be used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportCodes {
    /// What the file is for.
    pub target: CodesTarget,
    /// Only those of a reward of the programme, by its number.
    pub reward: Option<u32>,
    /// Also those that were written to a file before.
    pub again: bool,
    /// For WooCommerce: a code can only be used with the address of whose it is.
    pub only_theirs: bool,
    /// For Shopware: the id of the promotion, 32 signs from 0 to 9 and a to f.
    pub promotion: Option<String>,
}

/// What a file of codes would hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodesPreview {
    /// What the file may be called.
    pub file_name: String,
    /// Codes in it.
    pub codes: u32,
    /// Codes that can be used and were written to a file before.
    pub before: u32,
    /// The columns of the file.
    pub columns: Vec<String>,
    /// The first few rows, as they stand in the file.
    pub sample: Vec<Vec<String>>,
    /// What to know before the file is used, in sentences.
    pub notes: Vec<String>,
    /// For Shopify: codes that many share, newest month first.
    pub shared: Vec<SharedCode>,
}

/// One code for all who had a reward in a month, for a shop that reads no codes from a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SharedCode {
    /// The number of the reward.
    pub reward: u32,
    /// What it gives.
    pub gives: String,
    /// The first day of the month in which the rewards were given out.
    pub month: String,
    /// The code.
    pub code: String,
    /// How many rewards of that month can still be used.
    pub open: u32,
    /// The last day on which any of them can; nothing where one holds for good.
    pub until: Option<String>,
}

/// A file of codes that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodesWritten {
    /// The file.
    pub path: String,
    /// Codes in it.
    pub codes: u32,
}

/// Codes that were given out, and what orders did with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RewardCodes {
    /// By reward of the programme, by number.
    pub rewards: Vec<CodesOfReward>,
    /// What the merchant should look at, the newest first; at most 200.
    pub odd: Vec<OddCode>,
    /// How many of these there are in all.
    pub odd_in_all: u32,
}

/// The codes of one reward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodesOfReward {
    /// Its number.
    pub reward: u32,
    /// What it gave when it was given out last.
    pub gives: String,
    /// Codes that can be used.
    pub open: u32,
    /// Of these, those that were written to no file yet.
    pub not_written: u32,
    /// Codes that orders carry.
    pub used: u32,
    /// Codes whose last day is over.
    pub expired: u32,
    /// Codes that were taken back.
    pub taken_back: u32,
}

/// What is odd about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum OddKind {
    /// It looks like one of these codes, and was never given out here.
    NeverGiven,
    /// More orders carry it than it allows.
    UsedTwice,
    /// It was used after its last day.
    UsedLate,
    /// It was taken back, and an order carries it.
    TakenBack,
    /// Someone else used it than it was given to.
    SomeoneElse,
    /// The code that all of a month share, used by someone who had no such reward left.
    NoReward,
}

/// A code about which something is odd. Nothing was changed for it: the orders stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OddCode {
    /// What.
    pub kind: OddKind,
    /// The code.
    pub code: String,
    /// What it gives, where that is known.
    pub gives: Option<String>,
    /// Whom it was given to, while they are in the shop file.
    #[specta(type = Option<specta_typescript::Number>)]
    pub customer: Option<i64>,
    /// What they are called; empty where nothing is known.
    pub name: String,
    /// The same in a sentence.
    pub sentence: String,
    /// The orders that carry it, the oldest first; at most 20.
    pub orders: Vec<OddOrder>,
}

/// An order that carries an odd code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OddOrder {
    /// Its row.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// Its number.
    pub number: String,
    /// The shop's day on which it was placed.
    pub day: String,
    /// Whose it is, where that is known.
    pub name: String,
}

/// A reward for everybody in a segment, or in a frozen list of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GiveReward {
    /// The segment.
    pub segment: u32,
    /// A frozen list of it.
    pub snapshot: Option<u32>,
    /// The number of the reward.
    pub reward: u32,
}

/// What became of giving a reward to many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RewardsGiven {
    /// Who were given one.
    pub given: u32,
    /// Who have one that waits to be used, or had it as often as its terms allow.
    pub had: u32,
    /// For whom none were left.
    pub left_out: u32,
    /// The same in a sentence.
    pub sentence: String,
}
