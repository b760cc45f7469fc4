//! Orders that nobody placed: by hand, by chance, and in bulk.

use pannier_core::{
    Currency, Day, Facts, FactsBuilder, NO_CUSTOMER, OrderFact, OrderFlags, OrderId, OrderWords,
    Products, Timestamp,
};

/// The first day of all made-up shops.
pub(crate) const FIRST_DAY: &str = "2024-01-01";

/// Random numbers from a seed (`SplitMix64`).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, count: u32) -> u32 {
        u32::try_from(((self.bits() >> 32) * u64::from(count)) >> 32).unwrap_or(0)
    }

    /// Between 0 and 1, neither included.
    pub(crate) fn unit(&mut self) -> f64 {
        (f64::from(u32::try_from(self.bits() >> 32).unwrap_or(0)) + 0.5) / 4_294_967_296.0
    }

    /// Standard normal (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let angle = 2.0 * std::f64::consts::PI * self.unit();
        (-2.0 * self.unit().ln()).sqrt() * angle.cos()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "far from the ends of i64")]
pub(crate) fn cents(value: f64) -> i64 {
    value.round_ties_even() as i64
}

/// A plain paid order of one piece, without tax, shipping or anything else.
pub(crate) fn order(day: Day, customer: Option<i64>, goods: i64) -> OrderFact {
    OrderFact {
        id: OrderId(0),
        placed_at: Timestamp(i64::from(day.number()) * 86_400_000),
        day,
        hour: 12,
        currency: Currency::EUR,
        customer,
        goods,
        discounts: 0,
        goods_tax: 0,
        total: goods,
        gift_cards: 0,
        shipping: 0,
        tax: 0,
        duties: 0,
        tip: 0,
        refunded: 0,
        goods_refunded: 0,
        units: 1,
        flags: OrderFlags::default(),
    }
}

/// Columns of orders in any order.
pub(crate) fn facts(orders: &[OrderFact]) -> Facts {
    let mut sorted = orders.to_vec();
    sorted.sort_by_key(|order| order.placed_at);
    let mut builder = FactsBuilder::with_capacity(sorted.len());
    for (id, order) in (1..).zip(sorted) {
        builder.push(
            &OrderFact {
                id: OrderId(id),
                ..order
            },
            &OrderWords::default(),
            &[],
        );
    }
    builder.finish(Products::default())
}

/// A shop's two years and a month: lognormal order values, every sixth order by a guest, a third as
/// many customers as orders of which a few buy often, some cancelled, refunded or test.
pub(crate) fn shop(orders: u32, seed: u64) -> Facts {
    let mut random = Random(seed);
    let Ok(first) = FIRST_DAY.parse::<Day>() else {
        return Facts::default();
    };
    let mut builder = FactsBuilder::with_capacity(orders as usize);
    for index in 0..orders {
        let day = first.plus_days(i64::from(index) * 761 / i64::from(orders));
        let who = random.unit() * random.unit() * f64::from(orders / 3);
        let known = random.below(6) > 0;
        let goods = cents((7.9 + 0.8 * random.normal()).exp());
        let refunded = if random.below(20) == 0 { goods / 2 } else { 0 };
        let flags = OrderFlags::TAX_INCLUDED
            .when(OrderFlags::CANCELLED, random.below(30) == 0)
            .when(OrderFlags::FULLY_REFUNDED, random.below(50) == 0)
            .when(OrderFlags::TEST, random.below(500) == 0);
        builder.push(
            &OrderFact {
                id: OrderId(i64::from(index)),
                placed_at: Timestamp(i64::from(day.number()) * 86_400_000 + i64::from(index)),
                goods_tax: goods * 19 / 119,
                tax: goods * 19 / 119,
                shipping: 490,
                total: goods + 490,
                refunded,
                goods_refunded: refunded,
                units: i64::from(1 + random.below(4)),
                flags,
                ..order(day, known.then_some(cents(who)), goods)
            },
            &OrderWords::default(),
            &[],
        );
    }
    builder.finish(Products::default())
}

/// One column of counted orders by customer: what simulations need, without the rest.
#[derive(Default)]
pub(crate) struct Columns {
    facts: Facts,
}

impl Columns {
    /// Adds orders of a customer with a dense index, or of nobody known.
    pub(crate) fn push(&mut self, day: Day, customer: Option<u32>, goods: i64) {
        let facts = &mut self.facts;
        facts.order.push(OrderId(0));
        facts.placed_at.push(Timestamp(0));
        facts.day.push(day.number());
        facts.hour.push(12);
        facts.currency.push(0);
        facts.customer.push(customer.unwrap_or(NO_CUSTOMER));
        for column in [
            &mut facts.discounts,
            &mut facts.goods_tax,
            &mut facts.shipping,
            &mut facts.tax,
            &mut facts.refunded,
        ] {
            column.push(0);
        }
        for rare in [
            &mut facts.gift_cards,
            &mut facts.duties,
            &mut facts.tip,
            &mut facts.goods_refunded,
        ] {
            rare.push(0);
        }
        facts.goods.push(goods);
        facts.total.push(goods);
        facts.units.push(1);
        facts.flags.push(OrderFlags::default());
    }

    /// The facts, for so many customers. Days must have come in order.
    pub(crate) fn finish(mut self, customers: u32) -> Facts {
        self.facts.currencies.push(Currency::EUR);
        self.facts.customer_ids = (0..i64::from(customers)).collect();
        self.facts
    }
}
