//! Likely duplicates among 100,000 customers, and among ten times as many.

use std::{collections::BTreeSet, hint::black_box};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pannier_analytics::likely_duplicates;
use pannier_core::{CustomerFacts, CustomerId};

const FIRST: [&str; 40] = [
    "Ann", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Hugo", "Ida", "Jonas", "Klara",
    "Leo", "Mia", "Noah", "Olga", "Paul", "Rosa", "Simon", "Tilda", "Uwe", "Vera", "Willem",
    "Xenia", "Yusuf", "Zoë", "Anton", "Berta", "Carl", "Dora", "Emil", "Frieda", "Gustav",
    "Helene", "Ivan", "Julia", "Kurt", "Lena", "Max", "Nina", "Otto",
];
const LAST: [&str; 12] = [
    "Müller", "Schmidt", "Meyer", "Lark", "Moss", "Lee", "Vogt", "Jansen", "Rossi", "Martin",
    "García", "Wren",
];

/// People with few names between them, a tenth of them there twice in another spelling.
fn people(count: usize) -> Vec<CustomerFacts> {
    let mut state = 7_u64;
    let mut draw = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % below
    };
    let person = |draw: &mut dyn FnMut(usize) -> usize, id: usize| {
        let (first, last) = (FIRST[draw(FIRST.len())], LAST[draw(LAST.len())]);
        let email = format!(
            "{}.{}{}@gmail.com",
            first.to_lowercase(),
            last.to_lowercase(),
            draw(100_000)
        );
        CustomerFacts {
            id: CustomerId(i64::try_from(id).unwrap_or(0)),
            person: CustomerId(i64::try_from(id).unwrap_or(0)),
            email: Some(email),
            phone: format!("+49 30 {:08}", draw(90_000_000)),
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            street: format!("Hauptstr. {}", draw(200)),
            zip: format!("{:05}", draw(9_000)),
            city: String::new(),
            country: "DE".to_owned(),
            orders: 1,
            newest_day: None,
        }
    };
    let mut all: Vec<CustomerFacts> = Vec::with_capacity(count);
    while all.len() < count {
        let id = all.len() + 1;
        if id.is_multiple_of(10) {
            let mut again = all[draw(id - 1)].clone();
            again.id = CustomerId(i64::try_from(id).unwrap_or(0));
            again.person = again.id;
            again.email = again.email.map(|email| email.replace(".com", ".con"));
            all.push(again);
        } else {
            all.push(person(&mut draw, id));
        }
    }
    all
}

fn duplicates(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("likely duplicates");
    group.sample_size(10);
    for count in [100_000, 1_000_000] {
        let customers = people(count);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(count),
            &customers,
            |b, customers| {
                b.iter(|| black_box(likely_duplicates(customers, &BTreeSet::new(), "DE").len()));
            },
        );
    }
    group.finish();
}

criterion_group!(benches, duplicates);
criterion_main!(benches);
