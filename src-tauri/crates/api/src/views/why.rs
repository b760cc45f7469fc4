//! Why the average order value moved: named parts that add up to the change.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Amount, Change, Dimension, ExploreInput, Formula, OrderFilter};

/// Two periods: what is explained, and what it is compared with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WhyInput {
    /// First day.
    pub from: String,
    /// First day after it.
    pub until: String,
    /// First day of the period before.
    pub before_from: String,
    /// First day after that.
    pub before_until: String,
    /// Which formula.
    pub formula: Formula,
    /// Only orders in this currency; the shop's own where none is named.
    pub currency: Option<String>,
    /// Only orders of these kinds.
    pub filters: Vec<OrderFilter>,
    /// What the change is also dealt out by, where each order has one value of it.
    pub by: Option<Dimension>,
}

/// Two groups of orders of one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WhyGroupsInput {
    /// Which orders: period, formula, currency and filters. What the period is compared with is
    /// not looked at.
    pub orders: ExploreInput,
    /// What tells the groups apart.
    pub by: Dimension,
    /// The group that is explained, as [`super::BreakdownRow::value`] names it.
    pub group: String,
    /// The group that it is compared with; all other orders where none is named.
    pub against: Option<String>,
}

/// What moved the average.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WhyKind {
    /// More or fewer items per order.
    UnitsPerOrder,
    /// Other prices of the same products.
    Price,
    /// Deeper or shallower discounts on the same products.
    Discount,
    /// Dearer or cheaper ones of the products that both sides have.
    Choice,
    /// Products that only the second side has.
    NewProducts,
    /// Products that only the first side has.
    GoneProducts,
    /// Goods that no line of their order accounts for.
    UnlistedItems,
    /// Products that were free, discounted to nothing or negative.
    FreeItems,
    /// Tax.
    Tax,
    /// Shipping.
    Shipping,
    /// Refunds.
    Refunds,
    /// Duties.
    Duties,
    /// Tips.
    Tips,
    /// Gift cards sold along with goods.
    GiftCards,
    /// What the files do not explain.
    Unexplained,
    /// What the rounding of both averages to whole cents adds.
    Rounding,
}

/// One product's share in a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WhyProduct {
    /// Its row, as a filter of orders names it.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// Its name.
    pub name: String,
    /// How far it moves the average, signed.
    pub amount: Amount,
    /// The average price of a piece before; nothing where none was sold.
    pub price_before: Option<Amount>,
    /// The average price of a piece after; nothing where none was sold.
    pub price_after: Option<Amount>,
    /// Pieces before.
    #[specta(type = specta_typescript::Number)]
    pub units_before: i64,
    /// Pieces after.
    #[specta(type = specta_typescript::Number)]
    pub units_after: i64,
}

/// One part of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WhyPart {
    /// What it is.
    pub kind: WhyKind,
    /// How far it moves the average, signed.
    pub amount: Amount,
    /// The products that move it most, the strongest first.
    pub products: Vec<WhyProduct>,
    /// How many products take part in it at all.
    pub product_count: u32,
}

/// One period, or one group.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WhySide {
    /// First day.
    pub from: String,
    /// First day after it.
    pub until: String,
    /// Counted orders.
    pub orders: u32,
    /// The average; nothing without orders.
    pub aov: Option<Amount>,
    /// Pieces per order; nothing without orders.
    pub units_per_order: Option<f64>,
    /// The part of goods before discounts that was taken off.
    pub discount_share: Option<f64>,
}

/// How far one group moves the average between two periods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WhyGroupRow {
    /// What a filter names it by.
    pub value: String,
    /// What it is called; empty where the files do not say.
    pub name: String,
    /// Its orders before.
    pub orders_before: u32,
    /// Its orders after.
    pub orders_after: u32,
    /// Its average before; nothing without orders.
    pub aov_before: Option<Amount>,
    /// Its average after; nothing without orders.
    pub aov_after: Option<Amount>,
    /// Its own average changed.
    pub within: Amount,
    /// It became a larger or smaller part of the orders.
    pub mix: Amount,
}

/// A change dealt out by groups: within and mix add up to it, but for the cent by which the rounding
/// of both averages can move it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WhyByGroup {
    /// What tells the groups apart.
    pub by: Dimension,
    /// What comes from within all groups.
    pub within: Amount,
    /// What comes from their mix.
    pub mix: Amount,
    /// The groups, the one that moves it most first.
    pub rows: Vec<WhyGroupRow>,
    /// All groups too many to be told apart, as one; its value and name are empty.
    pub other: Option<WhyGroupRow>,
}

/// Why the average moved. Average before + parts = average after, to the cent.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Why {
    /// Which formula.
    pub formula: Formula,
    /// The earlier period, or the group that is compared with.
    pub before: WhySide,
    /// The later period, or the group that is explained.
    pub after: WhySide,
    /// The difference of the averages as they are shown; nothing where a side has no orders.
    pub change: Option<Amount>,
    /// Adds up to the change; empty where there is none.
    pub parts: Vec<WhyPart>,
    /// The same change by groups, where that was asked for.
    pub by_group: Option<WhyByGroup>,
}

/// Why two groups of orders differ.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WhyGroups {
    /// What tells the groups apart.
    pub by: Dimension,
    /// What the group that is explained is called; empty where the files do not say.
    pub group: String,
    /// What the other one is called; nothing for all other orders.
    pub against: Option<String>,
    /// Orders that are in both groups.
    pub both: u32,
    /// The difference, and whether it can be told from chance.
    pub difference: Change,
    /// Its parts, from the group that is compared with to the one that is explained.
    pub why: Why,
}
