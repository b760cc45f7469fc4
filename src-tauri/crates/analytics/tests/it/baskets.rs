//! Orders with lines, told in few words.

use pannier_core::{
    Day, Facts, FactsBuilder, LineFact, OrderFact, OrderId, OrderWords, ProductFact,
    ProductsBuilder,
};

use crate::made_up::order;

/// An order on its way into the facts: what its lines say is summed for it.
#[derive(Debug, Clone)]
pub(crate) struct Basket {
    pub(crate) fact: OrderFact,
    pub(crate) channel: &'static str,
    pub(crate) codes: &'static str,
    pub(crate) lines: Vec<LineFact>,
}

impl Basket {
    /// An order of nobody with nothing in it yet.
    pub(crate) fn on(day: Day) -> Self {
        let fact = OrderFact {
            units: 0,
            ..order(day, None, 0)
        };
        let (channel, codes, lines) = ("", "", Vec::new());
        Self {
            fact,
            channel,
            codes,
            lines,
        }
    }

    pub(crate) fn by(mut self, customer: i64) -> Self {
        self.fact.customer = Some(customer);
        self
    }

    pub(crate) fn channel(mut self, channel: &'static str) -> Self {
        self.channel = channel;
        self
    }

    pub(crate) fn codes(mut self, codes: &'static str) -> Self {
        self.codes = codes;
        self
    }

    /// Adds a line, of `amount` in all before `discount`.
    pub(crate) fn line(mut self, product: u32, quantity: u32, amount: i64, discount: i64) -> Self {
        self.lines.push(LineFact {
            product,
            quantity,
            amount,
            discount,
            gift_card: false,
        });
        self.goods(quantity.into(), amount, discount)
    }

    /// Adds goods that no line tells of.
    pub(crate) fn goods(mut self, units: i64, amount: i64, discount: i64) -> Self {
        self.fact.units += units;
        self.fact.goods += amount - discount;
        self.fact.discounts += discount;
        self.fact.total += amount - discount;
        self
    }

    /// Adds a gift card, which is no goods.
    pub(crate) fn gift_card(mut self, product: u32, amount: i64) -> Self {
        self.lines.push(LineFact {
            product,
            quantity: 1,
            amount,
            discount: 0,
            gift_card: true,
        });
        self.fact.gift_cards += amount;
        self.fact.total += amount;
        self
    }
}

/// The facts of these baskets, with so many products, of which each has what it costs.
pub(crate) fn shop(baskets: &[Basket], costs: &[Option<i64>]) -> Facts {
    let mut sorted: Vec<&Basket> = baskets.iter().collect();
    sorted.sort_by_key(|basket| basket.fact.placed_at);
    let mut builder = FactsBuilder::with_capacity(sorted.len());
    for (id, basket) in (1..).zip(sorted) {
        let words = OrderWords {
            channel: basket.channel,
            codes: basket.codes,
            ..OrderWords::default()
        };
        let fact = OrderFact {
            id: OrderId(id),
            ..basket.fact
        };
        builder.push(&fact, &words, &basket.lines);
    }
    let mut products = ProductsBuilder::default();
    for (id, cost) in (1..).zip(costs) {
        products.push(&ProductFact {
            id,
            name: "thing",
            sku: "",
            vendor: "",
            category: "",
            cost: *cost,
            price: None,
        });
    }
    builder.finish(products.finish())
}

/// The positions of all orders that count.
pub(crate) fn counted(facts: &Facts, formula: pannier_analytics::Formula) -> Vec<u32> {
    (0..u32::try_from(facts.len()).unwrap())
        .filter(|at| formula.counts(facts.flags[*at as usize]))
        .collect()
}
