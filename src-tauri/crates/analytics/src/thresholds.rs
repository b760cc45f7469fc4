//! Thresholds: free shipping, points or a gift from so much on. What the shop's own orders say of
//! them, and what another threshold may change.
//!
//! A threshold looks at an order's goods after discounts, tax as the shop's prices show it,
//! whatever formula the averages are computed with; all amounts here are such goods unless they say
//! otherwise. The orders are given as positions: counted orders of one currency, in time order.

mod advice;
mod assumptions;
mod bunching;
mod changes;
mod fit;
mod near;
mod rules;

pub use advice::{Advice, Effect, Reward, Touched, advise, candidate_thresholds};
pub use assumptions::{ThresholdAssumptions, threshold_assumptions};
pub use bunching::{Bunching, bunching};
pub use changes::{ThresholdChange, threshold_changes};
pub use near::{
    FittingItem, NearThreshold, OneItemShort, goods_histogram, near_threshold, one_item_short,
    orders_near,
};
pub use rules::{ShippingRule, Tally, shipping_rules};
