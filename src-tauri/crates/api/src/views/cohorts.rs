//! Who comes back: customers by how they began.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Amount, ChangeVerdict, Formula, Interval};

/// What customers are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::enum_variant_names,
    reason = "each is of the first order: a bare month could be any"
)]
pub enum CohortBy {
    /// The month of the first order.
    #[default]
    FirstMonth,
    /// A product of the first order.
    FirstProduct,
    /// The channel of the first order.
    FirstChannel,
    /// The discount code of the first order.
    FirstCode,
}

/// Which customers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CohortsInput {
    /// What they are put together by.
    pub by: CohortBy,
    /// Which formula.
    pub formula: Formula,
}

/// What a cohort did in one month of its life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CohortCell {
    /// Customers who can be seen so long after their first order.
    pub watched: u32,
    /// Those of them for whom the month is not over yet.
    pub unfinished: u32,
    /// Those of them who ordered in it.
    pub customers: u32,
    /// Their orders in it.
    pub orders: u32,
    /// What these came to.
    pub revenue: Amount,
    /// Revenue ÷ orders; nothing without orders.
    pub aov: Option<Amount>,
}

/// Revenue of a customer from the first order up to an age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AgeValue {
    /// Days since the first order, that day counted.
    pub days: u32,
    /// Customers whose first order lies so long ago.
    pub customers: u32,
    /// Revenue a customer; nothing without customers.
    pub value: Option<Amount>,
    /// What is left of it after tax and cost; nothing where too few costs are known.
    pub margin: Option<Amount>,
}

/// Customers who began alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CohortRow {
    /// First day of the month, or the word that they share; empty where the file says none.
    pub key: String,
    /// Customers.
    pub customers: u32,
    /// By whole months since the first order, from 0 on; nothing where they are not over.
    pub cells: Vec<Option<CohortCell>>,
    /// At the fixed ages.
    pub values: Vec<AgeValue>,
}

/// First orders, second orders and so on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderNumber {
    /// Which: 1 is the first.
    pub number: u32,
    /// Orders.
    pub orders: u32,
    /// Their average; nothing without orders.
    pub aov: Option<Amount>,
    /// Where the true average very likely lies.
    pub interval: Option<Interval>,
}

/// Whether the second order beats the first, among customers who have both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SecondOrder {
    /// Customers with two orders at least.
    pub customers: u32,
    /// The average of the second less that of the first, signed.
    pub change: Option<Amount>,
    /// Where the true difference very likely lies.
    pub interval: Option<Interval>,
    /// What can be said of it.
    pub verdict: ChangeVerdict,
}

/// Who comes back.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Cohorts {
    /// What customers are put together by.
    pub by: CohortBy,
    /// Which formula.
    pub formula: Formula,
    /// The currency of all amounts.
    pub currency: String,
    /// Customers who are known by name or number.
    pub customers: u32,
    /// Those of them with two orders at least.
    pub returned: u32,
    /// Orders that nobody can be tied to.
    pub nameless: u32,
    /// Cohorts: months newest first, others largest first.
    pub rows: Vec<CohortRow>,
    /// Further cohorts that are not listed.
    pub more: u32,
    /// All customers together.
    pub all: CohortRow,
    /// By order number.
    pub order_numbers: Vec<OrderNumber>,
    /// Whether the second order beats the first.
    pub second: SecondOrder,
    /// The part of goods whose cost is known.
    pub costs_known: Option<f64>,
}
