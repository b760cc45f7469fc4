//! What the merchant aims at, and what is out of the ordinary.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Amount, Formula, Minor};

/// A target for the average order value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SetGoal {
    /// Minor units of the shop's currency; nothing takes the goal away.
    pub target: Option<Minor>,
}

/// The goal as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Goal {
    /// The average to reach; nothing while none is set.
    pub target: Option<Amount>,
    /// The day on which it was set.
    pub set_on: Option<String>,
}

/// Which week is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoticeInput {
    /// Which formula.
    pub formula: Formula,
}

/// The last finished week is outside what its own history makes likely.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Its Monday.
    pub from: String,
    /// The Monday after.
    pub until: String,
    /// Its average order value.
    pub aov: Amount,
    /// Its orders.
    pub orders: u32,
    /// The least that the weeks before make likely.
    pub low: Amount,
    /// The most that they make likely.
    pub high: Amount,
    /// How many weeks before were looked at.
    pub weeks: u32,
    /// It lies above; else below.
    pub above: bool,
}

/// A notice that the merchant has seen, or wants back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DismissNotice {
    /// The Monday of its week.
    pub week: String,
    /// Put away; else shown again.
    pub dismissed: bool,
}
