//! Thresholds, bundles and opportunities at 150,000 and 1,000,000 orders of three lines each. Of
//! bundles, the peer is counting pairs in one hash map.

#[path = "../tests/it/made_up.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod made_up;

use std::{collections::HashMap, hint::black_box, time::Duration};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use made_up::{FIRST_DAY, Random, order};
use pannier_analytics::{
    BundleOptions, Formula, OpportunityOptions, Reward, advise, bunching, bundles,
    candidate_thresholds, high_value, near_threshold, one_item_short, opportunities,
    shipping_rules, threshold_assumptions,
};
use pannier_core::{
    Day, Facts, FactsBuilder, LineFact, OrderFact, OrderId, OrderWords, ProductFact,
    ProductsBuilder, Timestamp,
};

const PRODUCTS: u32 = 2_000;

/// Two years of a shop: a few products are bought much, neighbours go together, a fifth of the
/// orders have a code, and orders ship free from 65.00.
fn shop(orders: u32, first: Day) -> Facts {
    let mut random = Random(7);
    let mut products = ProductsBuilder::default();
    let mut prices = Vec::new();
    for id in 0..PRODUCTS {
        let price = 290 + 100 * i64::from(random.below(60));
        prices.push(price);
        products.push(&ProductFact {
            id: i64::from(id),
            name: "Ware",
            sku: "",
            vendor: "",
            category: "",
            cost: Some(price / 2),
            price: Some(price),
        });
    }
    let mut builder = FactsBuilder::with_capacity(orders as usize);
    let mut lines = Vec::new();
    for index in 0..orders {
        let day = first.plus_days(i64::from(index) * 730 / i64::from(orders));
        let off = if random.below(5) == 0 { 10 } else { 0 };
        lines.clear();
        for _ in 0..=random.below(5) {
            // The product of two even draws leans to the first products.
            let rank = (u64::from(random.below(PRODUCTS)) * u64::from(random.below(PRODUCTS)))
                / u64::from(PRODUCTS);
            let Ok(product) = u32::try_from(rank) else {
                continue;
            };
            let product = match lines.last() {
                Some(LineFact { product, .. }) if random.below(4) == 0 => product ^ 1,
                _ => product,
            };
            let quantity = 1 + random.below(2);
            let amount = prices[product as usize] * i64::from(quantity);
            lines.push(LineFact {
                product,
                quantity,
                amount,
                discount: amount * off / 100,
                gift_card: false,
            });
        }
        let goods = lines.iter().map(|line| line.amount - line.discount).sum();
        let discounts = lines.iter().map(|line| line.discount).sum();
        let shipping = if goods >= 6_500 { 0 } else { 490 };
        let who = random.unit() * random.unit() * f64::from(orders / 3);
        let words = OrderWords {
            codes: ["", "SPRING", "FRIENDS"][if off > 0 { 1 + index as usize % 2 } else { 0 }],
            ..OrderWords::default()
        };
        let fact = OrderFact {
            id: OrderId(i64::from(index)),
            placed_at: Timestamp(i64::from(day.number()) * 86_400_000 + i64::from(index)),
            hour: u8::try_from(index % 24).unwrap_or(0),
            discounts,
            shipping,
            total: goods + shipping,
            ..order(day, Some(made_up::cents(who)), goods)
        };
        builder.push(&fact, &words, &lines);
    }
    builder.finish(products.finish())
}

/// Pairs of products in one hash map.
fn naive_pairs(facts: &Facts) -> usize {
    let mut counts: HashMap<(u32, u32), u32> = HashMap::new();
    for order in 0..facts.len() {
        let mut held = facts.lines.product[facts.lines.of(order)].to_vec();
        held.sort_unstable();
        held.dedup();
        for (index, one) in held.iter().enumerate() {
            for other in &held[index + 1..] {
                *counts.entry((*one, *other)).or_default() += 1;
            }
        }
    }
    counts.values().filter(|count| **count >= 30).count()
}

fn advice(criterion: &mut Criterion) {
    let Ok(first) = FIRST_DAY.parse::<Day>() else {
        return;
    };
    for orders in [150_000_u32, 1_000_000] {
        let facts = shop(orders, first);
        let all: Vec<u32> = (0..orders).collect();
        let mut group = criterion.benchmark_group("advice");
        group
            .sample_size(20)
            .warm_up_time(Duration::from_millis(500))
            .measurement_time(Duration::from_secs(2))
            .throughput(Throughput::Elements(orders.into()));
        let mut bench = |name: &str, run: &dyn Fn()| {
            group.bench_with_input(BenchmarkId::new(name, orders), &(), |bencher, ()| {
                bencher.iter(run);
            });
        };
        let assumptions = threshold_assumptions(&facts, &all, Some(6_500), true);
        let candidates = candidate_thresholds(&facts, &all);
        let reward = Reward::FreeShipping {
            present: Some(6_500),
        };
        let today = OpportunityOptions {
            costs: true,
            ..OpportunityOptions::on(first.plus_days(729))
        };
        let sets = BundleOptions {
            costs: true,
            ..BundleOptions::default()
        };
        bench("near a threshold", &|| {
            black_box(near_threshold(&facts, &all, 6_500, 5_200));
        });
        bench("one item short", &|| {
            black_box(one_item_short(&facts, &all, 6_500, 5_200, 100));
        });
        bench("rules of shipping", &|| {
            black_box(shipping_rules(&facts, &all));
        });
        bench("bunching", &|| {
            black_box(bunching(&facts, &all, 6_500, 5_200));
        });
        bench("assumptions", &|| {
            black_box(threshold_assumptions(&facts, &all, Some(6_500), true));
        });
        bench("candidates", &|| {
            black_box(candidate_thresholds(&facts, &all));
        });
        bench("advice", &|| {
            black_box(advise(&facts, &all, reward, &candidates, &assumptions));
        });
        bench("bundles", &|| {
            black_box(bundles(&facts, 0, &all, &sets));
        });
        bench("pairs, naive", &|| {
            black_box(naive_pairs(&facts));
        });
        bench("high-value customers", &|| {
            black_box(high_value(&facts, Formula::Goods, &all, 0.2));
        });
        bench("opportunities", &|| {
            black_box(opportunities(&facts, Formula::Goods, 0, &all, &today));
        });
        group.finish();
    }
}

criterion_group!(benches, advice);
criterion_main!(benches);
