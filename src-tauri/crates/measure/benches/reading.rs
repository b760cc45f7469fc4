//! A hundred thousand people, read.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use pannier_measure::{Arm, Before, Person, Terms, plan, read};

fn people(count: u32) -> Vec<Person> {
    (0..count)
        .map(|person| {
            let hash = person.wrapping_mul(2_654_435_761) >> 8;
            let orders = u32::from(hash % 20 == 0);
            let before = u32::from(hash % 13 == 0);
            Person {
                arm: match person % 10 {
                    0 => Arm::HeldBack,
                    even if even % 2 == 0 => Arm::Got(0),
                    _ => Arm::Got(1),
                },
                orders,
                revenue_minor: i64::from(orders * (2_000 + hash % 9_000)),
                before: Before {
                    orders: before,
                    revenue_minor: i64::from(before * (2_000 + hash % 7_000)),
                },
            }
        })
        .collect()
}

fn reading(criterion: &mut Criterion) {
    let people = people(100_000);
    let before: Vec<Before> = people.iter().map(|person| person.before).collect();
    let terms = Terms {
        held_share: 0.1,
        contents: vec![4.0, 5.0],
        smallest: 0.1,
        is_closed: true,
    };
    criterion.bench_function("read 100,000 people, two contents", |bencher| {
        bencher.iter(|| read(black_box(&people), &terms));
    });
    criterion.bench_function("plan for 100,000 people", |bencher| {
        bencher.iter(|| plan(black_box(&before), 0.1, 0.1));
    });
}

criterion_group!(benches, reading);
criterion_main!(benches);
