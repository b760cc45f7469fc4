//! What the orders of a day come to, before it is settled which of them count.

use super::OrderFlags;
use crate::{Currency, Day};

/// Sums over the orders of one day in one currency that are alike in what decides whether they
/// count. Amounts are minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaySum {
    /// The shop's day.
    pub day: Day,
    /// The currency of all amounts.
    pub currency: Currency,
    /// What is true of each of the orders.
    pub flags: OrderFlags,
    /// The number of orders.
    pub orders: i64,
    /// See [`crate::OrderFact::goods`].
    pub goods: i64,
    /// See [`crate::OrderFact::goods_tax`].
    pub goods_tax: i64,
    /// See [`crate::OrderFact::total`].
    pub total: i64,
    /// See [`crate::OrderFact::refunded`].
    pub refunded: i64,
    /// See [`crate::OrderFact::goods_refunded`].
    pub goods_refunded: i64,
    /// See [`crate::OrderFact::units`].
    pub units: i64,
}

impl DaySum {
    /// Nothing yet.
    pub fn none(day: Day, currency: Currency, flags: OrderFlags) -> Self {
        Self {
            day,
            currency,
            flags,
            orders: 0,
            goods: 0,
            goods_tax: 0,
            total: 0,
            refunded: 0,
            goods_refunded: 0,
            units: 0,
        }
    }

    /// Adds the sums of other orders, whatever day they are of.
    pub fn add(&mut self, other: &Self) {
        self.orders = self.orders.saturating_add(other.orders);
        self.goods = self.goods.saturating_add(other.goods);
        self.goods_tax = self.goods_tax.saturating_add(other.goods_tax);
        self.total = self.total.saturating_add(other.total);
        self.refunded = self.refunded.saturating_add(other.refunded);
        self.goods_refunded = self.goods_refunded.saturating_add(other.goods_refunded);
        self.units = self.units.saturating_add(other.units);
    }

    /// What takes these orders out of a sum.
    #[must_use]
    pub fn negated(self) -> Self {
        Self {
            orders: -self.orders,
            goods: -self.goods,
            goods_tax: -self.goods_tax,
            total: -self.total,
            refunded: -self.refunded,
            goods_refunded: -self.goods_refunded,
            units: -self.units,
            ..self
        }
    }
}
