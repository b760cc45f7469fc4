//! A programme tried on past orders: what it would have given, what that costs, and what pays for
//! it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::ProgrammeRules;
use crate::views::{Amount, AmountRange, AssumedShare, Minor};

/// What the merchant takes for granted of points. What is not said is what they said before, what
/// the shop's own figures say, or what is usual. Shares: 0.45 is 45 %.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LoyaltyAssumptions {
    /// Of points, the part that is spent on rewards.
    pub redeemed: Option<f64>,
    /// Of rewards, the part that is never used.
    pub breakage: Option<f64>,
    /// What is left of goods after tax and cost.
    pub margin: Option<f64>,
}

/// What the cost of points leans on, each with where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LoyaltyAssumed {
    /// Of points, the part that is spent on rewards.
    pub redeemed: AssumedShare,
    /// Of rewards, the part that is never used.
    pub breakage: AssumedShare,
    /// What is left of goods after tax and cost.
    pub margin: AssumedShare,
    /// The tax in prices, as the orders show it: it falls away with what is taken off.
    #[specta(type = specta_typescript::Number)]
    pub tax: f64,
    /// The part of goods whose cost is known; nothing without goods.
    #[specta(type = Option<specta_typescript::Number>)]
    pub costs_known: Option<f64>,
}

/// What points are taken to be spent on: the reward that takes the fewest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PointsBuy {
    /// Points that it takes.
    #[specta(type = specta_typescript::Number)]
    pub points: i64,
    /// What it gives: `25 % off one order`.
    pub gives: String,
    /// What it takes off an order, on average, at the shop's prices; nothing where that cannot be
    /// told, as of a freebie without a price.
    pub worth: Option<Amount>,
    /// What that costs the shop.
    pub cost: Option<Amount>,
}

/// A programme to be tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TryProgramme {
    /// What it is.
    pub programme: ProgrammeRules,
    /// The first day of the orders; a year ago where none is given.
    pub from: Option<String>,
    /// Thresholds to hold beside it, in minor units, at most six; three that lie near where none
    /// are given.
    pub thresholds: Option<Vec<Minor>>,
    /// What to take for granted this time.
    pub assumed: LoyaltyAssumptions,
}

/// Programmes on past orders, beside one another. Nothing is claimed of what people would have done
/// otherwise: the orders are those that there were, and everyone is taken to have had the cheapest
/// reward as soon as they could.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammesTried {
    /// The first day of the orders.
    pub from: String,
    /// The last one.
    pub to: String,
    /// Orders that count, whoever placed them.
    #[specta(type = specta_typescript::Number)]
    pub orders: u64,
    /// Their goods.
    pub goods: Amount,
    /// Their average; nothing without orders.
    pub average: Option<Amount>,
    /// What points buy.
    pub buy: Option<PointsBuy>,
    /// What the money leans on.
    pub assumed: LoyaltyAssumed,
    /// The programme as it is.
    pub this: ProgrammeTried,
    /// The same with other thresholds, the lowest first.
    pub beside: Vec<ProgrammeTried>,
    /// The programme as it is, month by month.
    pub months: Vec<ProgrammeTriedMonth>,
    /// How the figures are worked out, with the numbers of the programme as it is.
    pub formulas: Vec<FormulaSaid>,
}

/// How a figure is worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FormulaSaid {
    /// What it is called.
    pub name: String,
    /// How, as a sentence with numbers.
    pub sentence: String,
}

/// What one programme would have given, and what it costs.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeTried {
    /// The programme, so that it can be set.
    pub programme: ProgrammeRules,
    /// The programme in sentences.
    pub sentences: Vec<String>,
    /// From what value on orders earn, where a rule says so.
    pub threshold: Option<Amount>,
    /// Orders that would have earned points.
    #[specta(type = specta_typescript::Number)]
    pub earning_orders: u64,
    /// Counted orders from the threshold on.
    #[specta(type = Option<specta_typescript::Number>)]
    pub orders_above: Option<u64>,
    /// People who would have earned points.
    #[specta(type = specta_typescript::Number)]
    pub people: u64,
    /// Points, less what refunds took back.
    #[specta(type = specta_typescript::Number)]
    pub points: i64,
    /// Points that would have expired.
    #[specta(type = specta_typescript::Number)]
    pub expired: i64,
    /// Rewards.
    #[specta(type = specta_typescript::Number)]
    pub rewards: u64,
    /// Points that would be left now.
    #[specta(type = specta_typescript::Number)]
    pub outstanding: i64,
    /// What the points that did not expire likely cost; nothing where a reward's cost cannot be
    /// told.
    pub cost: Option<AmountRange>,
    /// What they cost if every one of them is used.
    pub cost_at_most: Option<Amount>,
    /// What the points that are left likely cost.
    pub liability: Option<Amount>,
    /// Orders just below the threshold.
    pub near: Option<NearThreshold>,
    /// By how much goods have to rise so that it pays for itself: 0.012 is 1.2 %. Nothing where no
    /// rise does.
    #[specta(type = Option<specta_typescript::Number>)]
    pub rise: Option<f64>,
    /// The average order that this takes, where there are as many orders.
    pub average_needed: Option<Amount>,
    /// How many of the orders just below the threshold have to be topped up so that it pays for
    /// itself: more than there are where those do not suffice, nothing where each costs more than
    /// it brings.
    #[specta(type = Option<specta_typescript::Number>)]
    pub top_ups: Option<u64>,
    /// What it likely costs more than the programme as it is; negative where it costs less.
    pub costs_more: Option<Amount>,
    /// How many of the orders just below the threshold have to be topped up so that this is paid
    /// for.
    #[specta(type = Option<specta_typescript::Number>)]
    pub more_top_ups: Option<u64>,
    /// What it costs and what pays for it, in a sentence.
    pub verdict: String,
}

/// Orders just below a threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NearThreshold {
    /// How far below they lie at most.
    pub within: Amount,
    /// How many.
    #[specta(type = specta_typescript::Number)]
    pub orders: u64,
    /// What they lack on average; nothing without any.
    pub mean_gap: Option<Amount>,
}

/// What a programme would have given within a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeTriedMonth {
    /// Its first day.
    pub month: String,
    /// Points, less what refunds took back.
    #[specta(type = specta_typescript::Number)]
    pub points: i64,
    /// Points that would have expired.
    #[specta(type = specta_typescript::Number)]
    pub expired: i64,
    /// Rewards.
    #[specta(type = specta_typescript::Number)]
    pub rewards: u64,
    /// Points left at its end.
    #[specta(type = specta_typescript::Number)]
    pub outstanding: i64,
    /// What these likely cost.
    pub liability: Option<Amount>,
}
