//! Why the average order value moved: named parts that add up to the change.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Amount, Formula};

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
    /// Dearer or cheaper ones of the products that both periods have.
    Choice,
    /// Products that only the later period has.
    NewProducts,
    /// Products that only the earlier period has.
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

/// One period.
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

/// Why the average moved. Average before + parts = average after, to the cent.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Why {
    /// Which formula.
    pub formula: Formula,
    /// The earlier period.
    pub before: WhySide,
    /// The later period.
    pub after: WhySide,
    /// The difference of the averages as they are shown; nothing where a side has no orders.
    pub change: Option<Amount>,
    /// Adds up to the change; empty where there is none.
    pub parts: Vec<WhyPart>,
}
