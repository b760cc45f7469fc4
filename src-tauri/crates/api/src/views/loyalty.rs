//! The loyalty programme, what it would give, and points.

mod book;
mod codes;
mod customer;
mod effect;
mod liability;
mod members;
mod programme;
mod trial;

use serde::Serialize;
use specta::Type;

pub use book::*;
pub use codes::*;
pub use customer::*;
pub use effect::*;
pub use liability::*;
pub use members::*;
pub use programme::*;
pub use trial::*;

/// The programme as it was, is and will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LoyaltyProgramme {
    /// All that was said, in that order.
    pub versions: Vec<ProgrammeSaid>,
    /// Which of them holds now, from 0.
    pub holds: Option<u32>,
    /// The programme to begin with.
    pub begin: ProgrammeRules,
    /// JSON of it.
    pub suggested: String,
    /// The same in sentences.
    pub suggested_sentences: Vec<String>,
}

/// What the programme is from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeSaid {
    /// The shop's day on which it begins.
    pub starts_on: String,
    /// Whether it has begun.
    pub has_begun: bool,
    /// The shop's day on which another takes its place; nothing where none does.
    pub ends_on: Option<String>,
    /// When it holds.
    pub holds: ProgrammeHolds,
    /// Its rules, rewards and expiry.
    pub sentences: Vec<String>,
    /// What it is.
    pub rules: ProgrammeRules,
    /// JSON of it.
    pub programme: String,
}

/// When a programme holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ProgrammeHolds {
    /// Another took its place.
    Before,
    /// Now.
    Now,
    /// It begins later.
    Later,
    /// Another took its place before it began.
    Never,
}

/// What a posting did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PointsPosted {
    /// Orders that were looked at.
    pub orders: u32,
    /// People whose points were worked out.
    pub people: u32,
    /// Lines that were added to the ledger.
    pub lines: u32,
}

/// What someone has. All numbers are points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PointsBalance {
    /// What they can spend now; below 0 where what they had spent was taken back since.
    #[specta(type = specta_typescript::Number)]
    pub available: i64,
    /// What they can spend later.
    #[specta(type = specta_typescript::Number)]
    pub pending: i64,
    /// How many go next.
    #[specta(type = Option<specta_typescript::Number>)]
    pub next_expiry_points: Option<i64>,
    /// The last day on which those can be spent.
    pub next_expiry_on: Option<String>,
    /// How many are missing to the cheapest reward; nothing without a programme.
    #[specta(type = Option<specta_typescript::Number>)]
    pub to_next_reward: Option<i64>,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerLine {
    /// Its number.
    #[specta(type = specta_typescript::Number)]
    pub number: i64,
    /// The shop's day on which it was written down.
    pub recorded_on: String,
    /// The shop's day of what caused it.
    pub effective_on: String,
    /// `earn`, `reverse`, `redeem`, `unredeem`, `expire`, `adjust`, `opening` or `bonus`.
    pub kind: String,
    /// What for.
    pub text: String,
    /// Points given, or taken where negative.
    #[specta(type = specta_typescript::Number)]
    pub points: i64,
    /// The sum of all lines up to this one, pending ones among them.
    #[specta(type = specta_typescript::Number)]
    pub sum: i64,
}

/// A reward that was bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RedeemedPoints {
    /// The reward.
    pub reward: IssuedReward,
    /// What is left to spend.
    #[specta(type = specta_typescript::Number)]
    pub available: i64,
}

/// A reward that was given out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IssuedReward {
    /// Its code.
    pub code: String,
    /// What it gives.
    pub gives: String,
    /// The last day on which it can be used; nothing where it holds for good.
    pub valid_until: Option<String>,
}
