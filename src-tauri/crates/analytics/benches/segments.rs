//! Segments of 50,000 and 500,000 customers with two orders of three lines each: one rule, a dozen
//! rules, and all that the screen asks for while rules are built. The result has to be there within
//! 50 and 300 milliseconds.

#![expect(
    clippy::unwrap_used,
    reason = "what is made up here is known to be right"
)]

#[path = "../tests/it/made_up.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod made_up;

use std::{collections::HashMap, hint::black_box, sync::Arc, time::Duration};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use made_up::{FIRST_DAY, Random, order};
use pannier_analytics::{People, PeopleOptions, Segmenter, SegmentsAsked};
use pannier_core::{
    ConsentState, Contacts, Currency, CustomerId, Day, DeedFact, Facts, FactsBuilder, LineFact,
    OrderFact, OrderId, OrderWords, PeopleBuilder, PeopleFacts, PersonFact, PointsFacts,
    ProductFact, ProductsBuilder, ShopZone, Thing, Timestamp,
    segment::{Deed, Rule},
};

const PRODUCTS: u32 = 2_000;

const RULES: [(&str, &str); 6] = [
    ("one_rule", "orders at least 3"),
    (
        "three_rules",
        "orders at least 3 and spent at least 250.00 in the last 365 days and not tagged \"tag 3\"",
    ),
    (
        "products",
        "spent at least 40.00 of category \"Kind 7\" in the last 2 years and orders exactly 0 of product \"Ware 9\" with a discount",
    ),
    (
        "site",
        "viewed category \"Kind 3\" in the last 200 days but not bought since and can get e-mail",
    ),
    (
        "twelve_rules",
        "(orders at least 2 or average order in the top 20 %) and (score group \"At risk\", \"Loyal\", \"Champions\" or high-value) \
         and last order not in the last 60 days and first order in the last 2 years and country \"DE\", \"AT\" \
         and can get e-mail and not tagged \"tag 3\" and not carted anything in the last 30 days but not bought since \
         and items at least 2 of category \"Kind 1\", \"Kind 2\", \"Kind 3\" and largest order at most 500.00",
    ),
    (
        "points",
        "(points in the top 20 % or close to a reward) and not tier \"Gold\" and orders at least 1",
    ),
];

fn shop(people: u32) -> (Facts, PeopleFacts) {
    let mut random = Random(11);
    let mut products = ProductsBuilder::default();
    for id in 0..PRODUCTS {
        products.push(&ProductFact {
            id: i64::from(id),
            name: &format!("Ware {id}"),
            sku: "",
            vendor: "",
            category: &format!("Kind {}", id % 40),
            cost: None,
            price: None,
        });
    }
    let first: Day = FIRST_DAY.parse().unwrap();
    let orders = people * 2;
    let mut builder = FactsBuilder::with_capacity(orders as usize);
    for index in 0..orders {
        let day = first.plus_days(i64::from(index) * 730 / i64::from(orders));
        let lines: Vec<LineFact> = (0..3)
            .map(|_| LineFact {
                product: random.below(PRODUCTS),
                quantity: 1 + random.below(2),
                amount: 500 + i64::from(random.below(6_000)),
                discount: 0,
                gift_card: false,
            })
            .collect();
        let goods: i64 = lines.iter().map(|line| line.amount).sum();
        // The product of two even draws: a few come often, many once or never.
        let who = u64::from(random.below(people)) * u64::from(random.below(people));
        let who = i64::try_from(who / u64::from(people)).unwrap();
        builder.push(
            &OrderFact {
                id: OrderId(i64::from(index)),
                placed_at: Timestamp(i64::from(day.number() - 719_163) * 86_400_000 + 3_600_000),
                units: lines.iter().map(|line| i64::from(line.quantity)).sum(),
                discounts: i64::from(random.below(4) / 3) * 500,
                ..order(day, Some(who), goods)
            },
            &OrderWords::default(),
            &lines,
        );
    }
    let mut made = PeopleBuilder::default();
    let countries = ["DE", "AT", "FR", "CH", ""];
    for id in 0..people {
        let said = match random.below(4) {
            0 => ConsentState::Unsubscribed,
            1 => ConsentState::NotSubscribed,
            _ => ConsentState::Subscribed,
        };
        made.push(&PersonFact {
            id: CustomerId(i64::from(id)),
            country: countries[random.below(5) as usize],
            region: "",
            city: "Berlin",
            tags: &format!("tag {}, tag {}", random.below(50), random.below(9)),
            contacts: Contacts::new(true, false, [said; 3]),
        });
    }
    let things = (0..PRODUCTS).map(|id| Thing {
        text: format!("ware-{id}"),
        title: format!("Ware {id}"),
        category: format!("Kind {}", id % 40),
        sold_as: vec![i64::from(id)],
    });
    let deeds = (0..people * 4).map(|_| {
        let day = first.plus_days(i64::from(random.below(730)));
        let deed = DeedFact {
            at: Timestamp(i64::from(day.number() - 719_163) * 86_400_000),
            thing: random.below(PRODUCTS),
            deed: [Deed::Viewed, Deed::Wishlisted, Deed::Carted][random.below(3) as usize],
        };
        (random.below(people), deed)
    });
    let deeds = deeds.collect();
    let facts = builder.finish(products.finish());
    (facts, made.finish(things.collect(), deeds, Vec::new()))
}

fn points(people: u32) -> PointsFacts {
    let mut random = Random(7);
    let mut facts = PointsFacts {
        cheapest: Some(100),
        one_order: 10,
        ..PointsFacts::default()
    };
    facts.tier.names.push("Gold".to_owned());
    for _ in 0..people {
        facts.available.push(i64::from(random.below(200)));
        facts.tier.of.push(u32::from(random.below(4) == 0));
    }
    facts
}

fn segments(criterion: &mut Criterion) {
    for people in [50_000, 500_000_u32] {
        let (facts, people_facts) = shop(people);
        let (facts, people_facts) = (Arc::new(facts), Arc::new(people_facts));
        let today = Day::from_number(*facts.day.last().unwrap()).unwrap();
        let mut group = criterion.benchmark_group("segments");
        group.throughput(Throughput::Elements(people.into()));
        group
            .sample_size(20)
            .measurement_time(Duration::from_secs(4));
        group.bench_with_input(BenchmarkId::new("made_ready", people), &people, |b, _| {
            b.iter(|| Segmenter::new(Arc::clone(&facts), Arc::clone(&people_facts), Currency::EUR));
        });
        let known = People::of(&facts, PeopleOptions::on(today, Currency::EUR));
        let segmenter =
            Segmenter::new(Arc::clone(&facts), Arc::clone(&people_facts), Currency::EUR);
        let others = HashMap::new();
        let points = points(people);
        let asked = SegmentsAsked {
            today,
            zone: ShopZone::UTC,
            worth: &known.worth,
            points: &points,
            others: &others,
        };
        for (name, text) in RULES {
            let rule = Rule::parse(text, Currency::EUR).unwrap();
            let found = segmenter.members(&rule, &asked).count();
            assert!(found > 0 && found < people, "{name} finds {found}");
            group.bench_with_input(BenchmarkId::new(name, people), &rule, |b, rule| {
                b.iter(|| segmenter.members(black_box(rule), &asked).count());
            });
        }
        let rule = Rule::parse(RULES[4].1, Currency::EUR).unwrap();
        group.bench_with_input(
            BenchmarkId::new("while_building", people),
            &rule,
            |b, rule| {
                b.iter(|| {
                    let (members, steps) = segmenter.funnel(black_box(rule), &asked);
                    let sample = segmenter.sample(&members, 6, 1);
                    let told = segmenter.told(rule, &sample, &asked);
                    let figures = segmenter.figures(&members, None, None);
                    let year = segmenter.figures(&members, Some(today.plus_days(-364)), None);
                    let all = segmenter.figures(&segmenter.everyone(), None, None);
                    (steps, told, figures, year, all)
                });
            },
        );
        group.finish();
    }
}

criterion_group!(benches, segments);
criterion_main!(benches);
