//! What the explorer asks for, at real and at made-up sizes, beside `DuckDB` on its own loaded
//! table in the same run.
//!
//! `cargo bench -p pannier-analytics --bench explore`. The peer needs `python3` with the package
//! `duckdb`, or the program named in `PANNIER_PYTHON`; without it, that column stays empty and a
//! sentence says so. `PANNIER_BENCH_ORDERS` is the size of the made-up shop.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that cannot be set up has nothing to say"
)]

#[path = "../tests/it/made_up.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod made_up;
#[path = "../../../../tests/support/shared_data.rs"]
mod shared_data;

#[path = "explore/peer.rs"]
mod peer;
#[path = "explore/shops.rs"]
mod shops;

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use pannier_analytics::{
    Dimension, Every, Explorer, Filter, Formula, Granularity, Question, SplitOrder, periods,
};
use pannier_core::{Currency, Facts, Period};

const EUR: Currency = Currency::EUR;

/// How often each view is asked for.
const RUNS: usize = 60;

/// Rows of a table on the screen.
const ROWS: usize = 20;

/// Points of a small chart.
const POINTS: usize = 60;

/// A view by its name, and the number of orders it counted.
struct View<'e> {
    name: String,
    ask: Box<dyn Fn() -> u32 + 'e>,
}

fn views<'e>(explorer: &'e Explorer, filter: &str) -> Vec<View<'e>> {
    let all = Question::all(Formula::Goods, EUR);
    let span = explorer.span(&all).unwrap();
    let middle = span.from.plus_days(span.days() / 2);
    let later = Question {
        from: Some(middle),
        until: Some(span.until),
        ..all.clone()
    };
    let earlier = Period {
        from: span.from,
        until: middle,
    };
    let mut parts = periods(middle, span.until, Granularity::Week);
    parts.truncate(POINTS);
    let view = |name: String, ask: Box<dyn Fn() -> u32 + 'e>| View { name, ask };
    let mut views = Vec::new();
    let question = all.clone();
    views.push(view(
        "whole".to_owned(),
        Box::new(move || explorer.whole(&question, None).current.orders),
    ));
    for dimension in Dimension::ALL {
        let question = all.clone();
        let order = SplitOrder {
            limit: Some(ROWS),
            ..SplitOrder::by(dimension)
        };
        views.push(view(
            format!("by {dimension}"),
            Box::new(move || explorer.split(&question, &order).whole.current.orders),
        ));
    }
    for dimension in [Dimension::Country, Dimension::Product] {
        let question = later.clone();
        let order = SplitOrder {
            limit: Some(ROWS),
            compared: Some(earlier),
            ..SplitOrder::by(dimension)
        };
        views.push(view(
            format!("by {dimension}, two halves compared"),
            Box::new(move || explorer.split(&question, &order).whole.current.orders),
        ));
    }
    for dimension in [Dimension::Country, Dimension::Category] {
        let question = later.clone();
        let order = SplitOrder {
            limit: Some(ROWS),
            compared: Some(earlier),
            sparkline: parts.clone(),
            ..SplitOrder::by(dimension)
        };
        views.push(view(
            format!("by {dimension}, compared, with sparklines"),
            Box::new(move || explorer.split(&question, &order).whole.current.orders),
        ));
    }
    let question = Question {
        filter: Filter::parse(filter, EUR).unwrap(),
        ..all.clone()
    };
    views.push(view(
        "filtered, by weekday".to_owned(),
        Box::new(move || {
            let order = SplitOrder::by(Dimension::Weekday);
            explorer.split(&question, &order).whole.current.orders
        }),
    ));
    for (name, granularity) in [("month", Granularity::Month), ("day", Granularity::Day)] {
        let question = all.clone();
        views.push(view(
            format!("over time by {name}"),
            Box::new(move || {
                let points = explorer.over_time(&question, Every::Calendar(granularity));
                points.iter().map(|point| point.figures.orders).sum()
            }),
        ));
    }
    let question = all.clone();
    views.push(view(
        "histogram".to_owned(),
        Box::new(move || {
            let histogram = explorer.histogram(&question, &[5_000]);
            histogram.bins.iter().map(|bin| bin.orders).sum()
        }),
    ));
    views.push(view(
        "units per order".to_owned(),
        Box::new(move || {
            let bins = explorer.units_per_order(&all, 20);
            bins.iter().map(|bin| bin.orders).sum()
        }),
    ));
    views
}

/// How long something takes.
struct Taken {
    middle: Duration,
    /// The 95th percentile.
    high: Duration,
    /// Of all processors together, in the mean: what is left of it on a busy machine.
    work: Option<f64>,
}

fn measure(ask: &dyn Fn() -> u32) -> Taken {
    let before = worked();
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(ask());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let runs = f64::from(u32::try_from(RUNS).unwrap());
    Taken {
        middle: times[RUNS / 2],
        high: times[RUNS * 95 / 100],
        work: before
            .zip(worked())
            .map(|(before, after)| (after - before) / runs),
    }
}

/// Milliseconds that the processors spent on this program so far, where the system tells.
fn worked() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    // User and system time in hundredths of a second.
    Some((ticks(11)? + ticks(12)?) * 10.0)
}

fn run(name: &str, facts: Facts, filter: &str) {
    let (orders, lines) = (facts.len(), facts.lines.product.len());
    let facts = Arc::new(facts);
    let start = Instant::now();
    let explorer = Explorer::new(Arc::clone(&facts));
    println!(
        "\n{name}: {orders} orders, {lines} lines, made ready in {:.0} ms",
        millis(start.elapsed())
    );
    let peer = peer::ask(&facts, filter);
    if let Err(why) = &peer {
        println!("Without DuckDB beside it: {why}");
    }
    println!(
        "{:<42}{:>10}{:>10}{:>10}{:>14}{:>10}",
        "view", "p50 ms", "p95 ms", "work ms", "DuckDB p50", "times"
    );
    for view in views(&explorer, filter) {
        // The first time, what is kept for all later questions is worked out.
        let counted = (view.ask)();
        let taken = measure(&*view.ask);
        let theirs = peer.as_ref().ok().and_then(|peer| peer.get(&view.name));
        let (peer_time, times) = match theirs {
            Some((time, orders)) => {
                assert_eq!(*orders, counted, "{}: both count the same", view.name);
                (
                    format!("{time:.1}"),
                    format!("{:.1}", time / millis(taken.middle)),
                )
            }
            None => (String::new(), String::new()),
        };
        println!(
            "{:<42}{:>10.2}{:>10.2}{:>10.2}{peer_time:>14}{times:>10}",
            view.name,
            millis(taken.middle),
            millis(taken.high),
            taken.work.unwrap_or(f64::NAN)
        );
    }
    println!(
        "In memory: columns {:.1} MB, what the explorer keeps besides {:.1} MB",
        megabytes(facts.bytes()),
        megabytes(explorer.bytes())
    );
}

fn megabytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes / 1_000).unwrap()) / 1_000.0
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn main() {
    // Under `cargo test` a benchmark only has to build.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let data = "data/complete_journey_transactions.csv.gz";
    if let Some(path) = shared_data::shared("explore", data) {
        let facts = shops::journey(&path);
        run("A grocer's year", facts, "category=SOFT DRINKS & units=5..");
    }
    let orders = std::env::var("PANNIER_BENCH_ORDERS").ok();
    let orders = orders.and_then(|text| text.parse().ok());
    let facts = shops::made_up(orders.unwrap_or(1_000_000));
    run("A made-up shop", facts, "category=Kind 3 & units=2..");
}
