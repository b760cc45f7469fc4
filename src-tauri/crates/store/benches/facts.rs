//! How long it takes to read all orders into columns, to read only what changed, and to read the
//! sums of days; and how much memory the columns take.
//!
//! `cargo bench -p pannier-store --bench facts`. `PANNIER_BENCH_ORDERS` is the size of the shop.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that cannot be set up has nothing to say"
)]

use std::time::Instant;

use pannier_core::{Currency, FixedClock, Timestamp};
use pannier_store::{ChangedOrders, NewShop, OpenOptions, Role, Store};

/// Orders of three years with three lines each, words and customers.
const FILL: &str = include_str!("facts/fill.sql");

/// Megabytes of this program that are in memory, where the system tells.
fn resident() -> Option<f64> {
    status("VmRSS:")
}

/// The most that there ever were.
fn peak() -> Option<f64> {
    status("VmHWM:")
}

fn status(field: &str) -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with(field))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1_024.0)
}

/// Milliseconds that the processors spent on this program so far, where the system tells: what is
/// left of a time on a busy machine.
fn worked() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    // User and system time in hundredths of a second.
    Some((ticks(11)? + ticks(12)?) * 10.0)
}

#[expect(
    clippy::disallowed_methods,
    reason = "fills the file as no import could in so short a time"
)]
fn main() {
    // Under `cargo test` a benchmark only has to build.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let orders = std::env::var("PANNIER_BENCH_ORDERS").ok();
    let orders: i64 = orders
        .and_then(|text| text.parse().ok())
        .unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.pannier");
    let new = NewShop {
        name: "Large".into(),
        currency: Currency::EUR,
        country: "DE".into(),
        zone: "Europe/Berlin".parse().unwrap(),
        is_sample: false,
    };
    let clock = FixedClock(Timestamp(1_782_820_800_000));
    drop(Store::create(&path, &new, OpenOptions::new(Role::Owner), &clock).unwrap());
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("CREATE TEMP TABLE wanted (orders INTEGER)")
        .unwrap();
    raw.execute("INSERT INTO wanted VALUES (?1)", [orders])
        .unwrap();
    raw.execute_batch(FILL).unwrap();
    drop(raw);

    let start = Instant::now();
    let store = Store::open(&path, OpenOptions::new(Role::Owner), &clock).unwrap();
    println!("opened in {:.0} ms", millis(start));
    let start = Instant::now();
    let days = store.read(|tx| tx.day_sums()).unwrap();
    println!("{} sums of days in {:.1} ms", days.len(), millis(start));
    let (before, idle) = (resident(), worked());
    let start = Instant::now();
    let read = store.facts().unwrap();
    println!(
        "{} orders and {} lines in {:.0} ms ({:.0} of work), {:.0} MB more in memory than {:.0}",
        read.facts.len(),
        read.facts.lines.product.len(),
        millis(start),
        worked()
            .zip(idle)
            .map_or(f64::NAN, |(now, then)| now - then),
        resident()
            .zip(before)
            .map_or(f64::NAN, |(now, then)| now - then),
        before.unwrap_or(f64::NAN)
    );
    println!(
        "of that the columns {:.1} MB; {:.0} MB at the most while they were read",
        f64::from(u32::try_from(read.facts.bytes() / 1_000).unwrap()) / 1_000.0,
        peak().unwrap_or(f64::NAN)
    );
    let ids: Vec<i64> = (1..=orders.min(5_000)).collect();
    let start = Instant::now();
    let after = store
        .facts_after(&read, &ChangedOrders::These(ids))
        .unwrap();
    println!("5000 of them read again in {:.0} ms", millis(start));
    assert_eq!(after.facts, read.facts);
}

fn millis(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}
