//! Points on a customer's page.

use serde::Serialize;
use specta::Type;

use super::Points;

/// What someone has of points and rewards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerPoints {
    /// What they can spend now; below 0 where what they had spent was taken back since.
    pub points: Points,
    /// What they can spend later.
    pub pending: Points,
    /// How many points go next.
    pub next_expiry: Option<Points>,
    /// The last day on which those can be spent.
    pub next_expiry_on: Option<String>,
    /// The tier that holds today; empty where there is none.
    pub tier: String,
    /// What the cheapest reward that points buy gives; nothing where they buy none.
    pub next_reward: Option<String>,
    /// What they lack for that one.
    pub to_next: Option<Points>,
    /// Whether one order brings what they lack.
    pub one_order_away: bool,
    /// Rewards that wait to be used, the one that ends first at the front.
    pub rewards: Vec<CustomerReward>,
    /// The latest lines of the ledger, the newest first.
    pub lines: Vec<CustomerPointsLine>,
    /// Lines that are older.
    pub earlier: u32,
}

/// A reward that waits to be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerReward {
    /// Its code.
    pub code: String,
    /// What it gives, in words.
    pub gives: String,
    /// The last day on which it can be used; nothing where it holds for good.
    pub valid_until: Option<String>,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerPointsLine {
    /// Its number.
    #[specta(type = specta_typescript::Number)]
    pub number: i64,
    /// The shop's day of what caused it.
    pub day: String,
    /// What for, in words.
    pub text: String,
    /// Points given, or taken where negative.
    pub points: Points,
    /// All that they had after it, pending points among them.
    pub balance: Points,
}
