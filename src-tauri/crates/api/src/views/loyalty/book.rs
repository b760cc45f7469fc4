//! The ledger of the whole shop, line by line, and what the merchant does by hand.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Points, RewardGives};
use crate::views::{Amount, ExportFormat};

/// Which lines of the ledger are meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerAsked {
    /// Only those of one person.
    #[specta(type = Option<specta_typescript::Number>)]
    pub customer: Option<i64>,
    /// Only those of a kind.
    pub only: LedgerOnly,
}

/// Which kind of lines are meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LedgerOnly {
    /// All.
    #[default]
    All,
    /// What was given for orders and the like.
    Earned,
    /// Spent on rewards, and rewards taken back.
    Used,
    /// What refunds and cancelled orders took back.
    TakenBack,
    /// What expired.
    Expired,
    /// What was given or taken by hand, or brought from elsewhere.
    ByHand,
}

/// A part of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListLedger {
    /// Which lines.
    pub who: LedgerAsked,
    /// Lines to leave out.
    pub offset: u32,
    /// Lines at most, up to 200.
    pub limit: u32,
}

/// A part of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerPage {
    /// Lines in the whole list.
    pub total: u32,
    /// Pages of two generations do not belong together.
    pub generation: u32,
    /// The lines, the newest first.
    pub rows: Vec<LedgerEntry>,
}

/// A line of the ledger with whose it is and what for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerEntry {
    /// Its number.
    #[specta(type = specta_typescript::Number)]
    pub number: i64,
    /// The customer, while they are in the shop file.
    #[specta(type = Option<specta_typescript::Number>)]
    pub customer: Option<i64>,
    /// What they are called; empty where nothing is known.
    pub name: String,
    /// When what caused it happened (UTC, milliseconds).
    #[specta(type = specta_typescript::Number)]
    pub at: i64,
    /// When it was written down (UTC, milliseconds).
    #[specta(type = specta_typescript::Number)]
    pub recorded_at: i64,
    /// What for.
    pub what: LedgerWhat,
    /// The number of the order, while it is in the shop file.
    pub order: Option<String>,
    /// What its goods come to.
    pub order_goods: Option<Amount>,
    /// Points given, or taken where negative.
    pub points: Points,
    /// All that they had after it, pending points among them.
    pub balance: Points,
}

/// What a line of the ledger is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum LedgerWhat {
    /// Given for an order, by a rule.
    Earned {
        /// Which kind of rule.
        by: EarnedBy,
    },
    /// Taken back, or given back where it was too much.
    TakenBack {
        /// Points of the line that it takes back.
        of: Points,
        /// When that was (UTC, milliseconds).
        #[specta(type = specta_typescript::Number)]
        of_at: i64,
    },
    /// What had expired did not after all.
    NotExpired,
    /// Spent on a reward.
    Spent {
        /// What it gives; nothing where another program wrote it.
        gives: Option<RewardGives>,
        /// Its code.
        code: Option<String>,
    },
    /// A reward was taken back.
    Unspent {
        /// What it would have given; nothing where another program wrote it.
        gives: Option<RewardGives>,
    },
    /// Too old.
    Expired,
    /// By hand.
    ByHand {
        /// Why, in the merchant's words; nothing where they did not say.
        reason: Option<String>,
    },
    /// Brought from another programme.
    Brought {
        /// Why, in the merchant's words; nothing where they did not say.
        reason: Option<String>,
    },
}

/// Which kind of rule gave points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EarnedBy {
    /// The order itself.
    Order,
    /// What was bought.
    Products,
    /// Someone's first order.
    FirstOrder,
    /// Someone's second, third … order.
    NthOrder,
    /// Joining.
    Joining,
    /// A birthday.
    Birthday,
    /// Having been brought by a member.
    BroughtByMember,
    /// Having brought a friend.
    BroughtFriend,
    /// Reaching a tier.
    Tier,
    /// Anything else.
    Other,
}

/// Lines of the ledger as a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportLedger {
    /// Which lines.
    pub who: LedgerAsked,
    /// CSV or Excel.
    pub format: ExportFormat,
}

/// Points to give by hand, or to take where negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AdjustPoints {
    /// Whose.
    #[specta(type = specta_typescript::Number)]
    pub customer: i64,
    /// How many.
    pub points: Points,
    /// Why, in the merchant's words.
    pub reason: String,
}

/// Points to spend on a reward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RedeemPoints {
    /// Whose.
    #[specta(type = specta_typescript::Number)]
    pub customer: i64,
    /// The number of the reward.
    pub reward: u32,
}

/// A member's points as a page to print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StatementAsked {
    /// Whose.
    #[specta(type = specta_typescript::Number)]
    pub customer: i64,
    /// As a PDF; else as a web page.
    pub pdf: bool,
}
