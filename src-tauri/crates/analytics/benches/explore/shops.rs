//! A real grocer's baskets, and a made-up shop of any size.

use std::{collections::HashMap, fs::File, path::Path};

use flate2::read::GzDecoder;
use pannier_core::{
    Day, Facts, FactsBuilder, LineFact, OrderFact, OrderFlags, OrderId, OrderWords, ProductFact,
    ProductsBuilder, Timestamp,
};

use crate::made_up::{FIRST_DAY, Random, cents, order};

fn rows(path: &Path) -> csv::Reader<GzDecoder<File>> {
    csv::Reader::from_reader(GzDecoder::new(File::open(path).unwrap()))
}

fn hundredths(text: &str) -> i64 {
    cents(text.parse::<f64>().unwrap_or_default() * 100.0)
}

/// Baskets of one year, with the list of products beside them.
pub(crate) fn journey(path: &Path) -> Facts {
    let mut products = ProductsBuilder::default();
    let mut index: HashMap<String, u32> = HashMap::new();
    let list = path.with_file_name("complete_journey_products.csv.gz");
    for row in rows(&list).into_records().map(Result::unwrap) {
        let place = products.push(&ProductFact {
            id: row[0].parse().unwrap(),
            name: &format!("{} {}", &row[5], &row[0]),
            sku: &row[0],
            vendor: &row[1],
            category: &row[4],
            cost: None,
            price: None,
        });
        index.insert(row[0].to_owned(), place);
    }
    let mut baskets: HashMap<i64, (OrderFact, String, Vec<LineFact>)> = HashMap::new();
    for row in rows(path).into_records().map(Result::unwrap) {
        let id: i64 = row[2].parse().unwrap();
        let day: Day = row[10][..10].parse().unwrap();
        let hour: u8 = row[10][11..13].parse().unwrap();
        let basket = baskets.entry(id).or_insert_with(|| {
            let fact = OrderFact {
                id: OrderId(id),
                placed_at: Timestamp(i64::from(day.number()) * 86_400_000 + id % 86_400_000),
                hour,
                units: 0,
                ..order(day, row[0].parse().ok(), 0)
            };
            (fact, format!("Store {}", &row[1]), Vec::new())
        });
        let discount = hundredths(&row[6]) + hundredths(&row[7]);
        let paid = hundredths(&row[5]);
        let quantity: u32 = row[4]
            .parse::<f64>()
            .map_or(0, |_| row[4].parse().unwrap_or(1));
        basket.0.goods += paid;
        basket.0.total += paid;
        basket.0.discounts += discount;
        basket.0.units += i64::from(quantity);
        let known = index.get(&row[3]).copied();
        basket.2.push(LineFact {
            product: known.unwrap_or_else(|| {
                let place = products.push(&ProductFact {
                    id: row[3].parse().unwrap(),
                    name: &row[3],
                    sku: "",
                    vendor: "",
                    category: "",
                    cost: None,
                    price: None,
                });
                index.insert(row[3].to_owned(), place);
                place
            }),
            quantity,
            amount: paid + discount,
            discount,
            gift_card: false,
        });
    }
    let mut builder = FactsBuilder::with_capacity(baskets.len());
    for (fact, store, lines) in baskets.values() {
        let words = OrderWords {
            source: "till",
            region: store,
            country: "US",
            ..OrderWords::default()
        };
        builder.push(fact, &words, lines);
    }
    builder.finish(products.finish())
}

/// Three years; three lines an order, a third as many customers as orders, some of whom buy often.
pub(crate) fn made_up(orders: u32) -> Facts {
    let mut random = Random(42);
    let mut products = ProductsBuilder::default();
    let count = 20_000;
    for id in 0..count {
        products.push(&ProductFact {
            id: i64::from(id),
            name: &format!("Thing {id}"),
            sku: &format!("T{id}"),
            vendor: &format!("Maker {}", id % 200),
            category: &format!("Kind {}", id % 50),
            cost: None,
            price: None,
        });
    }
    let names = |word: &str, count: u32| -> Vec<String> {
        (0..count).map(|index| format!("{word} {index}")).collect()
    };
    let (countries, regions, codes) = (names("C", 60), names("Region", 400), names("CODE", 200));
    let first: Day = FIRST_DAY.parse().unwrap();
    let mut builder = FactsBuilder::with_capacity(orders as usize);
    let mut lines = Vec::new();
    for index in 0..orders {
        // Low numbers come up more often.
        let mut skewed = |end: u32| {
            let part = random.unit() * random.unit();
            u32::try_from(cents(part * f64::from(end) - 0.5).max(0)).unwrap_or(0)
        };
        let who = skewed(orders / 3);
        let country = skewed(60) as usize;
        let region = skewed(400) as usize;
        let code = skewed(200) as usize;
        lines.clear();
        for _ in 0..=(index % 5) {
            lines.push(LineFact {
                product: skewed(count),
                quantity: 1 + skewed(4),
                amount: 300 + i64::from(skewed(12_000)),
                discount: 0,
                gift_card: false,
            });
        }
        let known = random.below(6) > 0;
        let goods = lines.iter().map(|line| line.amount).sum();
        let day = first.plus_days(i64::from(index) * 1_095 / i64::from(orders));
        builder.push(
            &OrderFact {
                id: OrderId(i64::from(index) + 1),
                placed_at: Timestamp(i64::from(day.number()) * 86_400_000 + i64::from(index)),
                hour: u8::try_from(random.below(24)).unwrap(),
                discounts: if code < 40 { goods / 10 } else { 0 },
                units: lines.iter().map(|line| i64::from(line.quantity)).sum(),
                flags: OrderFlags::default()
                    .when(OrderFlags::CANCELLED, random.below(30) == 0)
                    .when(OrderFlags::TEST, random.below(500) == 0),
                ..order(day, known.then_some(i64::from(who)), goods)
            },
            &OrderWords {
                source: ["shopify", "etsy"][usize::from(index % 9 == 0)],
                channel: ["web", "pos", "app", "social"][random.below(4) as usize],
                device: ["phone", "computer", ""][random.below(3) as usize],
                campaign: "",
                country: &countries[country.min(59)],
                region: &regions[region.min(399)],
                payment_method: ["card", "paypal", "invoice"][random.below(3) as usize],
                codes: if code < 40 { &codes[code] } else { "" },
            },
            &lines,
        );
    }
    builder.finish(products.finish())
}
