//! Orders as columns in memory: what analytics reads instead of rows with strings.
//!
//! `store` fills them, pure functions read them. Amounts are minor units of the order's currency.

mod builder;
mod day_sum;
mod labels;
mod lines;
mod sparse;

pub use builder::FactsBuilder;
pub use day_sum::DaySum;
pub use labels::Labels;
pub use lines::{LineFact, Lines, ProductFact, Products, ProductsBuilder};
pub use sparse::Sparse;

use crate::{Currency, Day, OrderId, Timestamp};

/// What the formulas need to know of an order, yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OrderFlags(u8);

impl OrderFlags {
    /// Made to try the checkout.
    pub const TEST: Self = Self(1);
    /// Cancelled.
    pub const CANCELLED: Self = Self(2);
    /// Nothing but gift cards: no product revenue.
    pub const GIFT_CARDS_ONLY: Self = Self(4);
    /// Its prices include tax.
    pub const TAX_INCLUDED: Self = Self(8);
    /// All of it was paid back.
    pub const FULLY_REFUNDED: Self = Self(16);

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// `other` added when `when` holds.
    #[must_use]
    pub const fn when(self, other: Self, when: bool) -> Self {
        if when { self.with(other) } else { self }
    }

    /// Whether all of `other` is in it.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The set with these bits; unknown ones fall away.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 31)
    }

    /// The bits.
    pub const fn bits(self) -> u8 {
        self.0
    }
}

/// The customer index of an order that nobody can be tied to.
pub const NO_CUSTOMER: u32 = u32::MAX;

/// One order on its way into the columns.
#[derive(Debug, Clone, Copy)]
pub struct OrderFact {
    /// Its row.
    pub id: OrderId,
    /// When it was placed (UTC).
    pub placed_at: Timestamp,
    /// The shop's day then.
    pub day: Day,
    /// The shop's hour then, 0 to 23.
    pub hour: u8,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// The customer's row id, where there is one.
    pub customer: Option<i64>,
    /// Products at their prices after discounts, tax as the prices show it, gift cards left out.
    pub goods: i64,
    /// All that was taken off goods, positive.
    pub discounts: i64,
    /// The part of the tax that belongs to goods.
    pub goods_tax: i64,
    /// All that was charged.
    pub total: i64,
    /// Gift-card lines after discounts.
    pub gift_cards: i64,
    /// Shipping charged.
    pub shipping: i64,
    /// All tax.
    pub tax: i64,
    /// Duties.
    pub duties: i64,
    /// Tip.
    pub tip: i64,
    /// Refunded in all.
    pub refunded: i64,
    /// Refunded of goods.
    pub goods_refunded: i64,
    /// Pieces of products, gift cards left out.
    pub units: i64,
    /// Yes-or-no facts.
    pub flags: OrderFlags,
}

/// What the file says of an order in words. Each is empty where it says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OrderWords<'a> {
    /// The platform and the shop on it.
    pub source: &'a str,
    /// Where on the platform it was sold.
    pub channel: &'a str,
    /// What it was ordered with: phone, computer …
    pub device: &'a str,
    /// The tag of the campaign that led to it.
    pub campaign: &'a str,
    /// Where it was sent: country (ISO 3166).
    pub country: &'a str,
    /// Where it was sent: region, as the file says it.
    pub region: &'a str,
    /// How it was paid.
    pub payment_method: &'a str,
    /// Discount codes, parted by commas.
    pub codes: &'a str,
}

/// Columns of all orders, sorted by time and then row id, so that a period is one slice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Row ids.
    pub order: Vec<OrderId>,
    /// When placed (UTC).
    pub placed_at: Vec<Timestamp>,
    /// The shop's day ([`Day::number`]).
    pub day: Vec<i32>,
    /// The shop's hour, 0 to 23.
    pub hour: Vec<u8>,
    /// Index into [`Facts::currencies`].
    pub currency: Vec<u8>,
    /// Dense customer index, [`NO_CUSTOMER`] where nobody is known.
    pub customer: Vec<u32>,
    /// See [`OrderFact::goods`].
    pub goods: Vec<i64>,
    /// See [`OrderFact::discounts`].
    pub discounts: Vec<i64>,
    /// See [`OrderFact::goods_tax`].
    pub goods_tax: Vec<i64>,
    /// See [`OrderFact::total`].
    pub total: Vec<i64>,
    /// See [`OrderFact::gift_cards`].
    pub gift_cards: Sparse,
    /// See [`OrderFact::shipping`].
    pub shipping: Vec<i64>,
    /// See [`OrderFact::tax`].
    pub tax: Vec<i64>,
    /// See [`OrderFact::duties`].
    pub duties: Sparse,
    /// See [`OrderFact::tip`].
    pub tip: Sparse,
    /// See [`OrderFact::refunded`].
    pub refunded: Vec<i64>,
    /// See [`OrderFact::goods_refunded`].
    pub goods_refunded: Sparse,
    /// See [`OrderFact::units`].
    pub units: Vec<i64>,
    /// Yes-or-no facts.
    pub flags: Vec<OrderFlags>,
    /// The currencies that occur.
    pub currencies: Vec<Currency>,
    /// Row id of each dense customer index.
    pub customer_ids: Vec<i64>,
    /// See [`OrderWords::source`].
    pub source: Labels,
    /// See [`OrderWords::channel`].
    pub channel: Labels,
    /// See [`OrderWords::device`].
    pub device: Labels,
    /// See [`OrderWords::campaign`].
    pub campaign: Labels,
    /// See [`OrderWords::country`].
    pub country: Labels,
    /// See [`OrderWords::region`].
    pub region: Labels,
    /// See [`OrderWords::payment_method`].
    pub payment_method: Labels,
    /// See [`OrderWords::codes`]: each label is all codes of an order as the file writes them.
    pub codes: Labels,
    /// The lines of the orders.
    pub lines: Lines,
    /// The products of the lines.
    pub products: Products,
}

impl Facts {
    /// The number of orders.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is no order at all.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Bytes that the columns take in memory.
    pub fn bytes(&self) -> usize {
        let amounts = [
            &self.goods,
            &self.discounts,
            &self.goods_tax,
            &self.total,
            &self.shipping,
            &self.tax,
            &self.refunded,
            &self.units,
            &self.customer_ids,
        ];
        let rare = [
            &self.gift_cards,
            &self.duties,
            &self.tip,
            &self.goods_refunded,
        ];
        let words = [
            &self.source,
            &self.channel,
            &self.device,
            &self.campaign,
            &self.country,
            &self.region,
            &self.payment_method,
            &self.codes,
        ];
        held(&self.order)
            + held(&self.placed_at)
            + held(&self.day)
            + held(&self.hour)
            + held(&self.currency)
            + held(&self.customer)
            + held(&self.flags)
            + amounts.map(held).iter().sum::<usize>()
            + rare.map(Sparse::bytes).iter().sum::<usize>()
            + words.map(Labels::bytes).iter().sum::<usize>()
            + self.lines.bytes()
            + self.products.bytes()
    }

    /// The orders of a period as a range of positions. The shop's day never goes back as time
    /// goes on, save for a zone that moves across the date line, which no shop has lived through.
    pub fn positions(&self, from: Option<Day>, until: Option<Day>) -> std::ops::Range<usize> {
        let start = from.map_or(0, |day| self.day.partition_point(|d| *d < day.number()));
        let end = until.map_or(self.len(), |day| {
            self.day.partition_point(|d| *d < day.number())
        });
        start..end.max(start)
    }

    /// The position of a currency in [`Facts::currencies`], where any order is in it.
    pub fn currency_index(&self, currency: Currency) -> Option<u8> {
        self.currencies
            .iter()
            .position(|c| *c == currency)
            .and_then(|i| u8::try_from(i).ok())
    }
}

/// Bytes that a column takes in memory.
fn held<T>(column: &Vec<T>) -> usize {
    column.capacity() * size_of::<T>()
}
