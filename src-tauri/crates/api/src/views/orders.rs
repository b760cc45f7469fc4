//! The list of orders, and one order.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Amount, Formula, Minor, OrderFilter, StepKind};

/// How the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum OrderSort {
    /// By time, newest first.
    #[default]
    Newest,
    /// By time, oldest first.
    Oldest,
    /// By goods, largest first.
    Largest,
    /// By goods, smallest first.
    Smallest,
}

/// Which part of which list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListOrders {
    /// First day.
    pub from: Option<String>,
    /// First day after it.
    pub until: Option<String>,
    /// Words to be found in number, name, e-mail, town, product or SKU; empty for all.
    pub search: String,
    /// Only the orders that this formula counts; all orders where none is named.
    pub counted_by: Option<Formula>,
    /// Only orders in this currency (ISO 4217).
    pub currency: Option<String>,
    /// Only orders of these kinds.
    pub filters: Vec<OrderFilter>,
    /// Smallest value by the formula that counts (goods where none does), in minor units.
    pub value_from: Option<Minor>,
    /// Smallest value that is too much, in minor units.
    pub value_until: Option<Minor>,
    /// Only orders that a step of a reconciliation is about.
    pub about: Option<StepKind>,
    /// Sorting.
    pub sort: OrderSort,
    /// Position of the first row wanted.
    pub offset: u32,
    /// Rows wanted, at most 200.
    pub limit: u32,
}

/// Where payment stands. Cancelling and testing are facts of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Payment {
    /// Paid.
    Paid,
    /// Not paid yet.
    Pending,
    /// Reserved on the card, not taken yet.
    Authorized,
    /// Paid in part.
    PartiallyPaid,
    /// Paid back in part.
    PartiallyRefunded,
    /// Paid back.
    Refunded,
    /// Given up.
    Voided,
    /// Ran out.
    Expired,
    /// The file does not say.
    Unknown,
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderRow {
    /// Row id, for opening it.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// The shop's own number: `#1001`.
    pub number: String,
    /// The shop's local date and time: `2026-06-30T17:52`.
    pub placed_local: String,
    /// Name, or e-mail, of who ordered; empty where the file has neither.
    pub customer: String,
    /// The platform it came from: `shopify`.
    pub platform: String,
    /// Pieces.
    pub units: u32,
    /// Goods after discounts.
    pub goods: Amount,
    /// All that was charged.
    pub total: Amount,
    /// Refunded so far; nothing where nothing was.
    pub refunded: Option<Amount>,
    /// Where payment stands.
    pub payment: Payment,
    /// Cancelled.
    pub cancelled: bool,
    /// A test.
    pub test: bool,
    /// Gift cards alone.
    pub gift_cards_only: bool,
}

/// A part of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderPage {
    /// Orders in the whole list.
    pub total: u32,
    /// Goods of the whole list in the shop's currency (or the one asked for).
    pub goods: Amount,
    /// Changes whenever the shop's orders do: rows of two generations do not belong together.
    pub generation: u32,
    /// The rows from `offset`.
    pub rows: Vec<OrderRow>,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderLineView {
    /// Name as in the file.
    pub name: String,
    /// SKU, or empty.
    pub sku: String,
    /// Pieces.
    pub quantity: i32,
    /// Price × quantity, before discounts.
    pub amount: Amount,
    /// Its share of all discounts, positive.
    pub discount: Amount,
    /// A gift card, which is no product revenue.
    pub gift_card: bool,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderDetail {
    /// What the list shows of it.
    pub row: OrderRow,
    /// E-mail, or empty.
    pub email: String,
    /// Town and country, or empty.
    pub place: String,
    /// Its lines.
    pub lines: Vec<OrderLineView>,
    /// Lines before discounts, gift cards left out.
    pub gross: Amount,
    /// Discounts on goods, positive.
    pub discounts: Amount,
    /// Shipping charged.
    pub shipping: Amount,
    /// All tax.
    pub tax: Amount,
    /// Its prices include the tax.
    pub tax_included: bool,
    /// Discount codes as in the file, or empty.
    pub discount_codes: String,
    /// How it was paid, as in the file, or empty.
    pub payment_method: String,
    /// File it came from.
    pub file: String,
}
