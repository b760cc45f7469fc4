//! Reading and importing an export of 20,000 orders, beside plain iteration over its rows.
#![expect(
    clippy::unwrap_used,
    reason = "a step that fails, fails the measurement"
)]

#[path = "../tests/imports/export.rs"]
mod export;
#[path = "../tests/imports/support.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod support;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

const ORDERS: u64 = 20_000;

fn import(c: &mut Criterion) {
    let orders: Vec<export::Order> = (0..ORDERS).map(export::varied).collect();
    let text = export::export(&orders);
    let mut group = c.benchmark_group("import");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(ORDERS));
    group.bench_function("rows of the csv crate (floor)", |b| {
        b.iter(|| {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let mut record = csv::ByteRecord::new();
            let mut cells = 0;
            while reader.read_byte_record(&mut record).unwrap() {
                cells += record.len();
            }
            cells
        });
    });
    group.bench_function("preview into an empty shop", |b| {
        let shop = support::shop("EUR", "DE", "Europe/Berlin");
        let file = shop.file("orders.csv", &text);
        b.iter(|| shop.preview(std::slice::from_ref(&file)).files().len());
    });
    group.bench_function("apply into an empty shop", |b| {
        b.iter_batched(
            || {
                let shop = support::shop("EUR", "DE", "Europe/Berlin");
                let file = shop.file("orders.csv", &text);
                let plan = shop.preview(&[file]);
                (shop, plan)
            },
            |(shop, plan)| shop.apply(&plan).unwrap(),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("preview of what is known", |b| {
        let shop = support::shop("EUR", "DE", "Europe/Berlin");
        let file = shop.file("orders.csv", &text);
        shop.import(std::slice::from_ref(&file));
        b.iter(|| shop.preview(std::slice::from_ref(&file)).files().len());
    });
    group.finish();
}

criterion_group!(benches, import);
criterion_main!(benches);
