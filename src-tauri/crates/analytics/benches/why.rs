//! Why the average moved, cohorts, single orders and weeks: over the whole history of a shop of
//! 150,000 orders with ten lines each (a grocer), and of 1,000,000 orders with three.

#[path = "../tests/it/made_up.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod made_up;

use std::{hint::black_box, time::Duration};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use made_up::{Random, cents, order};
use pannier_analytics::{
    CohortBy, CohortsAsked, Formula, cohorts, decompose, decompose_by, order_numbers, outliers,
    progress, watch_week,
};
use pannier_core::{
    Day, Facts, FactsBuilder, LineFact, OrderFact, OrderId, OrderWords, ProductFact,
    ProductsBuilder, Timestamp,
};

const CHANNELS: [&str; 4] = ["Web", "Etsy", "Market", "Phone"];
const COUNTRIES: [&str; 5] = ["DE", "NL", "AT", "FR", "BE"];
const CODES: [&str; 4] = ["", "", "HELLO", "SPRING, HELLO"];

/// Two years of orders with so many lines each, the products chosen unevenly.
fn shop(orders: u32, lines: u32, products: u32) -> Option<(Facts, Day)> {
    let mut random = Random(11);
    let first: Day = made_up::FIRST_DAY.parse().ok()?;
    let mut builder = FactsBuilder::with_capacity(orders as usize);
    let mut on_it = Vec::new();
    for index in 0..orders {
        let day = first.plus_days(i64::from(index) * 731 / i64::from(orders));
        on_it.clear();
        for _ in 0..=random.below(2 * lines - 1) {
            let product = cents(random.unit().powi(3) * f64::from(products));
            let product = u32::try_from(product).ok()?.min(products - 1);
            let quantity = 1 + random.below(2);
            let amount = i64::from(quantity) * (500 + i64::from(product % 97) * 40);
            on_it.push(LineFact {
                product,
                quantity,
                amount,
                discount: amount / 10 * i64::from(random.below(3)),
                gift_card: false,
            });
        }
        let goods = on_it.iter().map(|line| line.amount - line.discount).sum();
        let who = cents(random.unit() * random.unit() * f64::from(orders / 3));
        let fact = OrderFact {
            id: OrderId(i64::from(index)),
            placed_at: Timestamp(i64::from(day.number()) * 86_400_000 + i64::from(index)),
            discounts: on_it.iter().map(|line| line.discount).sum(),
            units: on_it.iter().map(|line| i64::from(line.quantity)).sum(),
            shipping: 490,
            total: goods + 490,
            ..order(day, (random.below(6) > 0).then_some(who), goods)
        };
        let words = OrderWords {
            channel: CHANNELS[random.below(4) as usize],
            country: COUNTRIES[random.below(5) as usize],
            codes: CODES[random.below(4) as usize],
            ..OrderWords::default()
        };
        builder.push(&fact, &words, &on_it);
    }
    let mut listed = ProductsBuilder::default();
    for id in 0..products {
        listed.push(&ProductFact {
            id: id.into(),
            name: "thing",
            sku: "",
            vendor: "",
            category: "",
            cost: (id % 3 > 0).then_some(300),
            price: None,
        });
    }
    Some((builder.finish(listed.finish()), first.plus_days(731)))
}

fn why(criterion: &mut Criterion) {
    for (orders, lines, products) in [(150_000, 10, 40_000), (1_000_000, 3, 5_000)] {
        let Some((facts, until)) = shop(orders, lines, products) else {
            return;
        };
        let all: Vec<u32> = (0..orders).collect();
        let (before, after) = all.split_at(all.len() / 2);
        let mut group = criterion.benchmark_group("why");
        group
            .sample_size(20)
            .warm_up_time(Duration::from_millis(500))
            .measurement_time(Duration::from_secs(3));
        let mut bench = |name: &str, run: &dyn Fn()| {
            group.bench_with_input(BenchmarkId::new(name, orders), &(), |bencher, ()| {
                bencher.iter(run);
            });
        };
        for formula in [Formula::Goods, Formula::Collected] {
            bench(&format!("it moved, {formula}"), &|| {
                black_box(decompose(&facts, formula, before, after, 5));
            });
        }
        let countries = (&facts.country.of, facts.country.names.len());
        bench("it moved by country", &|| {
            let (of, count) = countries;
            black_box(decompose_by(
                &facts,
                Formula::Goods,
                before,
                after,
                of,
                count,
            ));
        });
        for by in [
            CohortBy::Month,
            CohortBy::Product,
            CohortBy::Channel,
            CohortBy::Code,
        ] {
            for costs in [false, true] {
                let asked = CohortsAsked {
                    by,
                    until,
                    most: 50,
                    costs,
                };
                let name = if costs { ", with costs" } else { "" };
                bench(&format!("cohorts by {by:?}{name}"), &|| {
                    black_box(cohorts(&facts, Formula::Goods, &all, &asked));
                });
            }
        }
        bench("orders by number", &|| {
            black_box(order_numbers(&facts, Formula::Goods, &all, 10));
        });
        bench("single orders", &|| {
            black_box(outliers(&facts, Formula::Goods, &all));
        });
        bench("a target", &|| {
            black_box(progress(&facts, Formula::Goods, &all, 5_000));
        });
        bench("the last week", &|| {
            black_box(watch_week(&facts, Formula::Goods, &all, until));
        });
        group.finish();
    }
}

criterion_group!(benches, why);
criterion_main!(benches);
