//! What the merchant could do: thresholds, sets, and opportunities ranked by money.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Amount, Minor, SizeBar};

/// An amount that is not known exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AmountRange {
    /// The least it may well be.
    pub low: Amount,
    /// What is most likely.
    pub likely: Amount,
    /// The most it may well be.
    pub high: Amount,
}

/// Where an assumption comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// Worked out from the shop's own orders.
    Measured,
    /// Nothing in the orders says it.
    Assumed,
    /// The merchant said so.
    Given,
}

/// A share that a forecast leans on.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AssumedShare {
    /// The least it may well be: 0.08 is 8 %.
    #[specta(type = specta_typescript::Number)]
    pub low: f64,
    /// What is most likely.
    #[specta(type = specta_typescript::Number)]
    pub likely: f64,
    /// The most it may well be.
    #[specta(type = specta_typescript::Number)]
    pub high: f64,
    /// Who says so.
    pub from: Origin,
}

/// An amount that a forecast leans on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AssumedAmount {
    /// The least, the likely and the most.
    pub range: AmountRange,
    /// Who says so.
    pub from: Origin,
}

/// What there is from a threshold on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RewardKind {
    /// Orders ship free.
    #[default]
    FreeShipping,
    /// Points for the next order.
    Points,
    /// A gift with the order.
    Gift,
}

/// What is asked of a threshold. What is not said is measured or assumed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThresholdsInput {
    /// What there is from the threshold on.
    pub reward: RewardKind,
    /// The threshold that is looked at, in minor units.
    pub threshold: Option<Minor>,
    /// From what value on orders ship free now; found in the orders where it is not said.
    pub present: Option<Minor>,
    /// The share of orders within reach that top up.
    pub tops_up: Option<f64>,
    /// The share of orders that do not come about where they lose free shipping.
    pub leaves: Option<f64>,
    /// What is left of goods after tax and cost, as a share.
    pub margin: Option<f64>,
    /// What the shop pays to send an order, in minor units.
    pub shipping_cost: Option<Minor>,
    /// Points that an order gets.
    pub points_each: Option<u32>,
    /// Points that buy the discount.
    pub points_needed: Option<u32>,
    /// The discount in percent.
    pub points_percent: Option<u32>,
    /// The share of points that will be spent.
    pub redeemed: Option<f64>,
    /// What a gift costs the shop, in minor units.
    pub gift_cost: Option<Minor>,
}

/// What the forecast leans on.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThresholdAssumed {
    /// How far below a threshold people still top up, as a share of it.
    #[specta(type = specta_typescript::Number)]
    pub reach: f64,
    /// The share of orders within reach that top up.
    pub tops_up: AssumedShare,
    /// The share of orders that do not come about where they lose free shipping.
    pub leaves: AssumedShare,
    /// What is left of goods after tax and cost, as a share of goods.
    pub margin: AssumedShare,
    /// What the shop pays to send an order.
    pub shipping_cost: AssumedAmount,
    /// What an order that pays shipping pays.
    pub shipping_charged: AssumedAmount,
    /// Points that an order gets.
    pub points_each: u32,
    /// Points that buy the discount.
    pub points_needed: u32,
    /// The discount in percent.
    pub points_percent: u32,
    /// The share of points that will be spent.
    pub redeemed: AssumedShare,
    /// What a gift costs the shop.
    pub gift_cost: AssumedAmount,
}

/// What a threshold may change in 30 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThresholdEffect {
    /// The threshold.
    pub threshold: Amount,
    /// Orders from it on, in the days that were looked at.
    pub above: u32,
    /// Orders within reach below it.
    pub within_reach: u32,
    /// Orders that ship free now and no longer would.
    pub lose_free_shipping: u32,
    /// Change of the average goods of an order.
    pub aov: AmountRange,
    /// Change of goods in all, in 30 days.
    pub revenue: AmountRange,
    /// Change of what is left after tax, cost, shipping and the reward, in 30 days.
    pub margin: AmountRange,
}

/// Orders that ended just below a threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JustBelow {
    /// The least goods that count as near.
    pub lowest: Amount,
    /// Orders from there to just below the threshold.
    pub orders: u32,
    /// What they lack on average; nothing without such orders.
    pub mean_gap: Option<Amount>,
    /// Orders that one item which sells well would carry over.
    pub one_item: u32,
    /// Such items, those that fit most orders first.
    pub items: Vec<FittingItem>,
}

/// An item that would carry orders over a threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FittingItem {
    /// The product's row.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it is sold for.
    pub price: Amount,
    /// Orders just short that it would carry over.
    pub fits: u32,
}

/// What one change of the threshold did.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastChange {
    /// The first day of the new rule.
    pub day: String,
    /// The threshold before; nothing where there was none.
    pub before: Option<Amount>,
    /// The threshold after; nothing where there is none.
    pub after: Option<Amount>,
    /// Orders compared before.
    pub orders_before: u32,
    /// Orders compared after.
    pub orders_after: u32,
    /// Change of the average order value, with its 95 % interval; nothing under 30 orders a side.
    pub aov: Option<AmountRange>,
    /// By how much the share of orders just above the new threshold grew.
    pub just_above: Option<f64>,
}

/// Orders that gather just above the present threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Gathering {
    /// Orders found from the threshold to [`Gathering::up_to`].
    pub found: u32,
    /// What one would expect there without a threshold.
    #[specta(type = specta_typescript::Number)]
    pub expected: f64,
    /// The end of the stretch.
    pub up_to: Amount,
    /// The share of orders just below that topped up: lower end, likely, upper end.
    pub topped_up: AssumedShare,
}

/// What the shop's own orders say of a threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Thresholds {
    /// What there is from the threshold on.
    pub reward: RewardKind,
    /// The currency of all amounts.
    pub currency: String,
    /// First day that was looked at.
    pub from: String,
    /// First day after them.
    pub until: String,
    /// Orders that were looked at.
    pub orders: u32,
    /// Their average goods; nothing without orders.
    pub average: Option<Amount>,
    /// From what value on orders ship free now; nothing where none can be told.
    pub present: Option<Amount>,
    /// Since when, where the orders show it.
    pub present_since: Option<String>,
    /// It was found in what orders paid for shipping.
    pub found: bool,
    /// Some orders paid shipping.
    pub shipping_known: bool,
    /// Bars of one width from zero on, and an open last one.
    pub bars: Vec<SizeBar>,
    /// Orders just below the threshold that is looked at.
    pub just_below: Option<JustBelow>,
    /// What orders just above the present threshold show.
    pub gathering: Option<Gathering>,
    /// What past changes did, newest first.
    pub changes: Vec<PastChange>,
    /// What the forecast leans on.
    pub assumed: ThresholdAssumed,
    /// The part of goods whose cost is known.
    pub costs_known: Option<f64>,
    /// The threshold that is looked at; nothing with too few orders.
    pub chosen: Option<ThresholdEffect>,
    /// Candidates, lowest first.
    pub effects: Vec<ThresholdEffect>,
    /// The best of them; nothing where it is best to do nothing.
    pub best: Option<Amount>,
}

/// Which sets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BundlesInput {
    /// Sets that hold this product; all where none is named.
    #[specta(type = Option<specta_typescript::Number>)]
    pub product: Option<i64>,
}

/// A product of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BundleProduct {
    /// Its row.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Orders that hold it.
    pub orders: u32,
    /// What a piece of it cost those buyers after discounts.
    pub paid: Option<Amount>,
}

/// Products that are bought together.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Bundle {
    /// Two or three; the one that fewest orders hold first.
    pub products: Vec<BundleProduct>,
    /// Orders that hold all of them.
    pub held: u32,
    /// Orders that hold the first one.
    pub of_first: u32,
    /// Times as often as chance would give.
    #[specta(type = specta_typescript::Number)]
    pub lift: f64,
    /// Orders of the last 90 days that hold all of them.
    pub recent: u32,
    /// Orders of the last 90 days that lack just one of them.
    pub one_short: u32,
    /// The middle sum of one piece each in recent orders.
    pub sells_for: Option<Amount>,
    /// A price for the set.
    pub set_price: Option<Amount>,
    /// What one piece each costs the shop, where all is known.
    pub cost: Option<Amount>,
    /// Extra revenue in 30 days, shown together at their own prices.
    pub together: Option<AmountRange>,
    /// Extra revenue in 30 days, at the set price.
    pub as_set: Option<AmountRange>,
}

/// Products that are bought together more often than chance would give.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Bundles {
    /// The currency of all amounts.
    pub currency: String,
    /// Orders of which products are known.
    pub orders: u32,
    /// Those of them with two different products at least.
    pub several: u32,
    /// Orders that a set needs at least.
    pub least: u32,
    /// Prices, and what a set may bring, are of so many last days.
    pub days: u32,
    /// The share of orders that lack one product which would take it too.
    pub takes: AssumedShare,
    /// The sets, the most money first.
    pub sets: Vec<Bundle>,
}

/// Orders that hold a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SetOrdersInput {
    /// The products' rows.
    #[specta(type = Vec<specta_typescript::Number>)]
    pub products: Vec<i64>,
    /// Position of the first row wanted.
    pub offset: u32,
    /// Rows wanted, at most 200.
    pub limit: u32,
}
