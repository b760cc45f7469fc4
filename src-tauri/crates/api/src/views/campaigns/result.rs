//! Whether a campaign did anything.

use serde::Serialize;
use specta::Type;

use super::SaidValue;
use crate::views::{Amount, SendingCounts};

/// What can be said; there is no seventh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CampaignVerdict {
    /// More than without.
    Worked,
    /// There may be a difference, and there may be none.
    CannotTellYet,
    /// Whatever the difference, it is smaller than what is worth having.
    NoDifference,
    /// Less than without.
    CostYou,
    /// Orders are still being counted.
    StillCounting,
    /// There is nothing to compare with.
    NotMeasured,
}

/// How a campaign that began to go out stands, for a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignStanding {
    /// The campaign.
    pub id: u32,
    /// What can be said.
    pub verdict: CampaignVerdict,
    /// A short line.
    pub title: String,
    /// Its days are over, and orders up to their end were not imported yet.
    pub needs_orders: bool,
}

/// A number with the ends between which it very likely lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MoneyRange {
    /// The least.
    pub low: Amount,
    /// What was found.
    pub likely: Amount,
    /// The most.
    pub high: Amount,
}

/// The same of orders a customer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrdersRange {
    /// The least: 0.031 is 3.1 more orders from 100 customers.
    #[specta(type = specta_typescript::Number)]
    pub low: f64,
    /// What was found.
    #[specta(type = specta_typescript::Number)]
    pub likely: f64,
    /// The most.
    #[specta(type = specta_typescript::Number)]
    pub high: f64,
}

/// What a group did within the window so far.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignGroup {
    /// What it is called.
    pub name: String,
    /// People who were drawn into it.
    pub people: u32,
    /// Those of them who ordered.
    pub buyers: u32,
    /// Their orders.
    pub orders: u32,
    /// Revenue of those.
    pub revenue: Amount,
    /// Revenue a customer; nothing without people.
    pub revenue_each: Option<Amount>,
    /// Orders a customer; nothing without people.
    #[specta(type = Option<specta_typescript::Number>)]
    pub orders_each: Option<f64>,
    /// Share of its people who ordered.
    #[specta(type = Option<specta_typescript::Number>)]
    pub ordered_share: Option<f64>,
    /// The average order; nothing without orders. A description: who buys is itself an effect.
    pub aov: Option<Amount>,
}

/// Two groups beside each other.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignComparison {
    /// What is said of them.
    pub verdict: CampaignVerdict,
    /// A short line.
    pub title: String,
    /// It in words.
    pub sentence: String,
    /// What stands in those for `{0}`, `{1}` and so on.
    pub values: Vec<SaidValue>,
    /// The verdict was read off revenue; else off orders.
    pub by_revenue: bool,
    /// The first of them, which got something.
    pub first: CampaignGroup,
    /// The second, held back or with the other mail.
    pub second: CampaignGroup,
    /// Difference of revenue a customer, where there are enough orders for it.
    pub revenue: Option<MoneyRange>,
    /// Why there is none; empty where there is one.
    pub revenue_words: String,
    /// Difference of orders a customer.
    pub orders: Option<OrdersRange>,
    /// About so many more customers it takes to tell.
    pub more_people: Option<u32>,
    /// Of all who got it together: what came of it.
    pub extra_revenue: Option<MoneyRange>,
}

/// Orders that may have come of a campaign: by code, and by time. It over-counts, and stands apart
/// from the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignAttribution {
    /// Days after the mail that count.
    pub days: u16,
    /// Orders with a code of the campaign.
    pub code_orders: u32,
    /// Revenue of those.
    pub code_revenue: Amount,
    /// Orders of people who got the mail, within those days.
    pub later_orders: u32,
    /// Revenue of those.
    pub later_revenue: Amount,
    /// What to think of it.
    pub words: String,
}

/// How codes were used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignCodeUse {
    /// Codes that people got; 1 where all share one.
    pub given: u32,
    /// Of them, those that an order carries.
    pub used: u32,
    /// Orders that carry one.
    pub orders: u32,
    /// Of them, orders of people whom the code was not for.
    pub by_others: u32,
}

/// What became of a campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CampaignResult {
    /// Those who got it beside those held back.
    pub main: CampaignComparison,
    /// The two mails beside each other, where two were compared.
    pub mails: Option<CampaignComparison>,
    /// The days that are counted.
    pub from: String,
    /// The last of them.
    pub to: String,
    /// Days of the window that are over.
    pub day: u16,
    /// Days of the window.
    pub days: u16,
    /// The window is over, and orders up to its end were not imported yet.
    pub needs_orders: bool,
    /// What became of everyone.
    pub counts: SendingCounts,
    /// Codes; nothing where there were none.
    pub codes: Option<CampaignCodeUse>,
    /// Apart: orders that may have come of it.
    pub attribution: CampaignAttribution,
    /// What to know of the comparison.
    pub notes: Vec<String>,
}
