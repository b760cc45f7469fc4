//! The figure of another tool, explained.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Amount, Formula, Minor, Step};

/// Which figure another tool shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FigureKind {
    /// Revenue.
    Revenue,
    /// The number of orders.
    Orders,
    /// The average.
    Average,
}

/// A figure that another tool shows of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExplainInput {
    /// First day; from the first order where it is not named.
    pub from: Option<String>,
    /// First day after it; to the last order where it is not named.
    pub until: Option<String>,
    /// The formula that the steps start from.
    pub formula: Formula,
    /// Which figure it is.
    pub figure: FigureKind,
    /// How much: minor units, or a number of orders.
    pub value: Minor,
}

/// One way from the formula's figures to the other tool's.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedWay {
    /// The steps, in order. They add up to the cent.
    pub steps: Vec<Step>,
    /// Revenue after the last step.
    pub revenue: Amount,
    /// Orders after the last step.
    pub orders: u32,
    /// Their average.
    pub aov: Option<Amount>,
    /// What is left unexplained, in the unit of the figure: minor units, or orders. Nothing where
    /// no order is left to make an average.
    pub left: Option<Minor>,
    /// By how many hours the other tool's days begin after (or, negative, before) those of
    /// coordinated time, where they are not the shop's.
    pub hours: Option<i8>,
}

/// How another tool's figure could come about.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The ways, the best first: several where they fit exactly, else the one that leaves least.
    pub ways: Vec<ExplainedWay>,
}
