//! Shops that nobody runs: by hand and by chance.

use pannier_core::{Cancel, Day, Reporter};
use pannier_recommend::{
    BasketLine, Behaviour, Catalogue, History, HistoryBuilder, Product, Recommender, Work,
};

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
}

pub(crate) fn first_day() -> Day {
    "2025-01-01".parse().unwrap()
}

pub(crate) fn line(product: u32) -> BasketLine {
    BasketLine {
        product,
        quantity: 1,
        unit_price: Some(1_000),
    }
}

/// A basket by hand: the day (from the first), the customer, the products.
pub(crate) type Basket<'a> = (i64, Option<u32>, &'a [u32]);

pub(crate) fn history(catalogue: &Catalogue, baskets: &[Basket]) -> History {
    let mut builder = HistoryBuilder::default();
    for (day, customer, products) in baskets {
        let lines = products.iter().map(|product| line(*product));
        builder.push(first_day().plus_days(*day), *customer, lines);
    }
    builder.finish(catalogue)
}

/// So many products of a price of 10.00, with numbers for names.
pub(crate) fn catalogue(products: u32) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for product in 0..products {
        catalogue.push(&Product {
            id: i64::from(product) + 100,
            title: &format!("No {product}"),
            price: Some(1_000),
            ..Product::default()
        });
    }
    catalogue
}

pub(crate) fn built(catalogue: &Catalogue, history: &History) -> Recommender {
    let (catalogue, nobody) = (catalogue.clone(), Behaviour::default());
    Recommender::build(catalogue, history, nobody, Work::default()).unwrap()
}

/// Days of the shop below.
const DAYS: i64 = 340;

/// A year of a shop with a planted pair (0, 1), a product that people come back for (3 after 2), and
/// one that they buy again every thirty days (4); the rest is chance. Forty products.
pub(crate) fn planted(seed: u64) -> History {
    let catalogue = catalogue(40);
    let mut random = Random(seed);
    let mut builder = HistoryBuilder::default();
    let mut push = |day: i64, customer: u32, products: &[u32]| {
        let lines = products.iter().map(|product| line(*product));
        if day < DAYS {
            builder.push(first_day().plus_days(day), Some(customer), lines);
        }
    };
    for customer in 0..600 {
        let start = i64::from(random.below(340));
        for visit in 0..=random.below(5) {
            let day = start + i64::from(visit) * 30 + i64::from(random.below(5));
            let mut products = vec![5 + random.below(35), 5 + random.below(35)];
            if random.below(4) == 0 {
                products.push(0);
            }
            if products.contains(&0) && random.below(2) == 0 {
                products.push(1);
            }
            if customer % 5 == 0 {
                products.push(4);
            }
            if customer % 7 == 0 {
                products.push(if visit == 0 { 2 } else { 3 });
            }
            push(day, customer, &products);
        }
    }
    builder.finish(&catalogue)
}

pub(crate) fn stopped() -> Work {
    let cancel = Cancel::default();
    cancel.request();
    Work::new(cancel, Reporter::default())
}
