//! What the shop sells, and how it sells.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Amount, Formula};

/// The days whose orders are counted, back from the newest order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ProductDays {
    /// 30 days.
    Month,
    /// 90 days.
    Quarter,
    /// 365 days.
    #[default]
    Year,
    /// All orders.
    All,
}

/// By what products are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ProductSort {
    /// Name.
    Name,
    /// Pieces sold.
    Units,
    /// Revenue of its lines.
    #[default]
    Revenue,
    /// Orders that hold it.
    Orders,
    /// What those orders came to on average.
    Aov,
    /// Pieces in stock.
    Stock,
}

/// Which products are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListProducts {
    /// The days that count.
    pub days: ProductDays,
    /// What counts as revenue of an order.
    pub formula: Formula,
    /// Words of the name, the category or a SKU; empty for all.
    pub search: String,
    /// By what.
    pub sort: ProductSort,
    /// The largest first, or the last of the alphabet.
    pub descending: bool,
    /// Rows to skip.
    pub offset: u32,
    /// Rows wanted, at most 200.
    pub limit: u32,
}

/// A part of the list of products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProductPage {
    /// Products in the whole list.
    pub total: u32,
    /// The first day that counts.
    pub from: String,
    /// The last day that counts.
    pub to: String,
    /// Into how many parts the days are cut for the trends.
    pub parts: u32,
    /// Changes whenever orders or products do: rows of two generations do not belong together.
    pub generation: u32,
    /// Whether product files were read: without one there is neither stock nor a picture.
    pub from_files: bool,
    /// Whether pieces in stock are counted of any product.
    pub stocked: bool,
    /// Rows.
    pub rows: Vec<ProductRow>,
}

/// A product: all its variants together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProductRow {
    /// For asking about it.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What kind of thing it is; empty where that is not known.
    pub category: String,
    /// The key of its picture, where that is on this computer.
    pub picture: Option<String>,
    /// Whether it can be bought now, as far as is known.
    pub offered: bool,
    /// Pieces in stock; nothing where they are not counted.
    #[specta(type = Option<specta_typescript::Number>)]
    pub stock: Option<i64>,
    /// Pieces sold.
    #[specta(type = specta_typescript::Number)]
    pub units: i64,
    /// What was paid for them after discounts.
    pub revenue: Amount,
    /// Orders that hold it.
    pub orders: u32,
    /// What those orders came to on average; nothing without one.
    pub aov: Option<Amount>,
    /// Pieces sold in each part of the days, the oldest first.
    pub trend: Vec<u32>,
}

/// Which product is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProductAsked {
    /// From a row of the list.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// The days that count.
    pub days: ProductDays,
    /// What counts as revenue of an order.
    pub formula: Formula,
}

/// One product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProductDetail {
    /// As in the list.
    pub row: ProductRow,
    /// The first day that counts.
    pub from: String,
    /// The last day that counts.
    pub to: String,
    /// Who makes it; empty where that is not known.
    pub vendor: String,
    /// What it is sold for now, where that is known: of its cheapest variant.
    pub price: Option<Amount>,
    /// What that variant costs the shop, where that is known.
    pub cost: Option<Amount>,
    /// Address of its page in the shop.
    pub url: Option<String>,
    /// Its variants, or what orders call it.
    pub variants: Vec<ProductVariant>,
    /// What all orders of those days came to on average, for comparison.
    pub aov_of_all: Option<Amount>,
    /// The products of order lines that it is, by which its orders and its sets are asked for.
    #[specta(type = Vec<specta_typescript::Number>)]
    pub sold_as: Vec<i64>,
}

/// A variant of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProductVariant {
    /// Its options, or empty.
    pub title: String,
    /// SKU, or empty.
    pub sku: String,
    /// What it is sold for.
    pub price: Option<Amount>,
    /// Pieces in stock.
    #[specta(type = Option<specta_typescript::Number>)]
    pub stock: Option<i64>,
}
