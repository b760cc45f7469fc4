//! Small shops with products and lines.

use pannier_core::{
    Currency, Day, Facts, FactsBuilder, LineFact, OrderFact, OrderFlags, OrderId, OrderWords,
    ProductFact, ProductsBuilder, Timestamp,
};

use crate::made_up::{FIRST_DAY, Random, cents, order};

/// A product on the stall: its price and what it costs the shop.
pub(crate) struct Ware {
    pub(crate) price: i64,
    pub(crate) cost: Option<i64>,
}

/// Wares at these prices, of unknown cost.
pub(crate) fn wares(prices: &[i64]) -> Vec<Ware> {
    prices
        .iter()
        .map(|price| Ware {
            price: *price,
            cost: None,
        })
        .collect()
}

/// A shop that is built order by order, in any order of days.
pub(crate) struct Stall {
    wares: Vec<Ware>,
    orders: Vec<(OrderFact, String, Vec<LineFact>)>,
}

/// One order's doings beyond what it holds.
#[derive(Default, Clone, Copy)]
pub(crate) struct Extra<'a> {
    pub(crate) customer: Option<i64>,
    pub(crate) shipping: i64,
    /// In percent of the goods.
    pub(crate) off: i64,
    pub(crate) code: &'a str,
    pub(crate) hour: Option<u8>,
}

impl Stall {
    pub(crate) fn new(wares: Vec<Ware>) -> Self {
        Self {
            wares,
            orders: Vec::new(),
        }
    }

    /// Sells one piece each of these wares, so many days after the first.
    pub(crate) fn sell(&mut self, day: i64, wares: &[u32], extra: Extra) {
        let lines: Vec<LineFact> = wares
            .iter()
            .map(|ware| {
                let price = self.wares[*ware as usize].price;
                LineFact {
                    product: *ware,
                    quantity: 1,
                    amount: price,
                    discount: price * extra.off / 100,
                    gift_card: false,
                }
            })
            .collect();
        let goods = lines.iter().map(|line| line.amount - line.discount).sum();
        let discounts = lines.iter().map(|line| line.discount).sum();
        let fact = OrderFact {
            discounts,
            shipping: extra.shipping,
            total: goods + extra.shipping,
            hour: extra.hour.unwrap_or(12),
            units: i64::try_from(wares.len()).unwrap(),
            ..order(day_number(day), extra.customer, goods)
        };
        self.push(fact, extra.code, lines);
    }

    /// Adds an order as it is.
    pub(crate) fn push(&mut self, fact: OrderFact, code: &str, lines: Vec<LineFact>) {
        self.orders.push((fact, code.to_owned(), lines));
    }

    pub(crate) fn facts(mut self) -> Facts {
        self.orders.sort_by_key(|(fact, ..)| fact.placed_at);
        let mut products = ProductsBuilder::default();
        for (id, ware) in (1..).zip(&self.wares) {
            products.push(&ProductFact {
                id,
                name: &format!("Ware {id}"),
                sku: "",
                vendor: "",
                category: "",
                cost: ware.cost,
                price: Some(ware.price),
            });
        }
        let mut builder = FactsBuilder::with_capacity(self.orders.len());
        for (id, (fact, code, lines)) in (1..).zip(&self.orders) {
            let words = OrderWords {
                codes: code,
                ..OrderWords::default()
            };
            let fact = OrderFact {
                id: OrderId(id),
                ..*fact
            };
            builder.push(&fact, &words, lines);
        }
        builder.finish(products.finish())
    }
}

/// So many days after the first.
pub(crate) fn day_number(days: i64) -> Day {
    FIRST_DAY.parse::<Day>().unwrap().plus_days(days)
}

/// All positions.
pub(crate) fn all(facts: &Facts) -> Vec<u32> {
    (0..u32::try_from(facts.len()).unwrap()).collect()
}

/// How a made-up shop of two years is run.
#[derive(Clone, Copy)]
pub(crate) struct Habits {
    /// Orders.
    pub(crate) orders: u32,
    /// Orders ship free from this on.
    pub(crate) free_from: Option<i64>,
    /// Of those who would end within a fifth below it, so many in 100 top up.
    pub(crate) top_up: u32,
    /// Seed.
    pub(crate) seed: u64,
}

/// Lognormal orders about 45.00, without lines, some of which top up to free shipping.
pub(crate) fn habits(run: Habits) -> Facts {
    let mut random = Random(run.seed);
    let mut builder = FactsBuilder::with_capacity(run.orders as usize);
    for index in 0..run.orders {
        let day = day_number(i64::from(index) * 730 / i64::from(run.orders));
        let mut goods = cents((8.4 + 0.6 * random.normal()).exp());
        if let Some(from) = run.free_from
            && goods < from
            && goods >= from - from / 5
            && random.below(100) < run.top_up
        {
            goods = from + i64::from(random.below(u32::try_from(from / 20).unwrap()));
        }
        let shipping = if run.free_from.is_some_and(|from| goods >= from) {
            0
        } else {
            490
        };
        builder.push(
            &OrderFact {
                id: OrderId(i64::from(index)),
                placed_at: Timestamp(i64::from(day.number()) * 86_400_000 + i64::from(index)),
                shipping,
                total: goods + shipping,
                currency: Currency::EUR,
                flags: OrderFlags::default(),
                ..order(
                    day,
                    Some(i64::from(random.below(run.orders / 3 + 1))),
                    goods,
                )
            },
            &OrderWords::default(),
            &[],
        );
    }
    builder.finish(pannier_core::Products::default())
}
