//! What points and rewards that are not used yet likely cost.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{FormulaSaid, LoyaltyAssumed, LoyaltyAssumptions, Points, PointsBuy};
use crate::views::{Amount, ExportFormat};

/// What points and rewards that are not used yet likely cost, by month of expiry.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Liability {
    /// The shop's day as of which it is.
    pub day: String,
    /// Points that are outstanding, pending ones among them.
    pub points: Points,
    /// Rewards that were given out and can be used.
    pub rewards: u32,
    /// Rewards among them that nobody said the price of: what is told of costs leaves them out.
    pub unpriced: u32,
    /// What both likely cost; nothing where it cannot be told what points cost.
    pub likely: Option<Amount>,
    /// What both cost if all of it is used.
    pub at_most: Option<Amount>,
    /// What points are taken to be spent on; nothing without a programme.
    pub buy: Option<PointsBuy>,
    /// What it leans on.
    pub assumed: LoyaltyAssumed,
    /// By month, what has no end last.
    pub months: Vec<LiabilityMonth>,
    /// How it is worked out.
    pub formulas: Vec<FormulaSaid>,
}

/// What goes within a month of the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LiabilityMonth {
    /// Its first day; nothing for what has no last day.
    pub month: Option<String>,
    /// Points whose last day is in it.
    pub points: Points,
    /// Rewards whose last day is in it.
    pub rewards: u32,
    /// What both likely cost.
    pub likely: Option<Amount>,
    /// What both cost if all of it is used.
    pub at_most: Option<Amount>,
}

/// The same as a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportLiability {
    /// CSV or Excel.
    pub format: ExportFormat,
    /// What to take for granted this time.
    pub assumed: LoyaltyAssumptions,
}
