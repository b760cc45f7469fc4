//! What Home asks for, at 100,000 and 1,000,000 orders, beside a peer in the same run: rows in a
//! vector, read again for every period, gathered in a hash map, sorted for the median.

#[path = "../tests/it/made_up.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod made_up;

use std::{collections::HashMap, hint::black_box, time::Duration};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pannier_analytics::{
    Formula, Granularity, change, headline_interval, periods, reconcile, series, summarise,
};
use pannier_core::{Currency, Day, Facts, OrderFlags, Period};

const EUR: Currency = Currency::EUR;

/// An order as a row, as a peer would hold it.
struct Row {
    day: i32,
    customer: u32,
    goods: i64,
    units: i64,
    flags: OrderFlags,
}

fn rows(facts: &Facts) -> Vec<Row> {
    let row = |at: usize| Row {
        day: facts.day[at],
        customer: facts.customer[at],
        goods: facts.goods[at],
        units: facts.units[at],
        flags: facts.flags[at],
    };
    (0..facts.len()).map(row).collect()
}

#[expect(
    dead_code,
    reason = "what a peer would answer, kept from being optimised away"
)]
struct Naive {
    revenue: i64,
    orders: usize,
    units: i64,
    median: Option<i64>,
    variance: f64,
}

/// Sum, count, median and the variance of the average over customers, the plain way.
fn naive(rows: &[Row], period: Period) -> Naive {
    let (mut values, mut units, mut customers) = (Vec::new(), 0, HashMap::new());
    for (at, row) in rows.iter().enumerate() {
        let within = (period.from.number()..period.until.number()).contains(&row.day);
        if !within || !Formula::Goods.counts(row.flags) {
            continue;
        }
        values.push(row.goods);
        units += row.units;
        // Guests get a key of their own past all customers.
        let known = row.customer != u32::MAX;
        let key = if known {
            u64::from(row.customer)
        } else {
            (1 << 32) + at as u64
        };
        let sums: &mut (i64, u32) = customers.entry(key).or_default();
        sums.0 += row.goods;
        sums.1 += 1;
    }
    values.sort_unstable();
    let revenue: i64 = values.iter().sum();
    let count = i64::try_from(values.len()).unwrap_or(0);
    let mean = float(revenue) / float(count);
    let off = |(goods, orders): &(i64, u32)| float(*goods) - mean * f64::from(*orders);
    let variance = customers.values().map(|sums| off(sums).powi(2)).sum();
    let median = values.get(values.len() / 2).copied();
    Naive {
        revenue,
        orders: values.len(),
        units,
        median,
        variance,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a benchmark's sums have few digits"
)]
fn float(value: i64) -> f64 {
    value as f64
}

fn figures(criterion: &mut Criterion) {
    for orders in [100_000_u32, 1_000_000] {
        let facts = made_up::shop(orders, 42);
        let rows = rows(&facts);
        let Ok(first) = made_up::FIRST_DAY.parse::<Day>() else {
            return;
        };
        let months = periods(first, first.plus_months(25), Granularity::Month);
        let whole = Period {
            from: first,
            until: first.plus_months(25),
        };
        let (current, before) = (months[23], months[22]);
        let mut group = criterion.benchmark_group("figures");
        group
            .sample_size(20)
            .warm_up_time(Duration::from_millis(500));
        group
            .measurement_time(Duration::from_secs(3))
            .throughput(Throughput::Elements(orders.into()));
        let mut bench = |name: &str, run: &dyn Fn()| {
            group.bench_with_input(BenchmarkId::new(name, orders), &(), |bencher, ()| {
                bencher.iter(run);
            });
        };
        let headline = |period: Period| {
            headline_interval(
                &facts,
                Formula::Goods,
                EUR,
                Some(period.from),
                Some(period.until),
            )
        };
        bench("summarise all", &|| {
            black_box(summarise(&facts, Formula::Goods, EUR, None, None));
        });
        bench("summarise all, naive", &|| {
            black_box(naive(&rows, whole));
        });
        bench("25 months", &|| {
            black_box(series(&facts, Formula::Goods, EUR, &months));
        });
        bench("25 months, naive", &|| {
            black_box(
                months
                    .iter()
                    .map(|month| naive(&rows, *month))
                    .collect::<Vec<_>>(),
            );
        });
        bench("change of a month", &|| {
            black_box(change(&facts, Formula::Goods, EUR, current, before));
        });
        bench(
            "change of a month, naive without an interval of the difference",
            &|| {
                black_box((naive(&rows, current), naive(&rows, before)));
            },
        );
        bench("headline of a month", &|| {
            black_box(headline(current));
        });
        bench("headline of all", &|| {
            black_box(headline(whole));
        });
        bench("reconcile all", &|| {
            black_box(reconcile(&facts, EUR, None, None, Formula::Goods));
        });
        bench("Home", &|| {
            black_box(series(&facts, Formula::Goods, EUR, &months));
            black_box(change(&facts, Formula::Goods, EUR, current, before));
            black_box(headline(current));
        });
        group.finish();
    }
}

criterion_group!(benches, figures);
criterion_main!(benches);
