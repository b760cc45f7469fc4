//! How long it takes to post orders of years, to look someone's points up, to follow the clock past
//! the expiry of many members, and to try a programme on past orders.
//!
//! `cargo bench -p pannier-loyalty --bench ledger`. `PANNIER_BENCH_ORDERS` is the size of the shop.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that cannot be set up has nothing to say"
)]

use std::time::Instant;

use pannier_core::{Currency, CustomerId, FixedClock, Timestamp};
use pannier_loyalty::{Earning, Expiry, PastOrders, Programme, Rounding, Rule};
use pannier_store::{NewShop, OpenOptions, Role, Store};

/// Orders of three years, ten of a customer, with nothing that points do not need.
const FILL: &str = include_str!("ledger/fill.sql");

const MONTH: i64 = 31 * 86_400_000;

/// Members who have an order each, and whose points expire at once.
const MEMBERS: i64 = 50_000;

/// Orders that programmes are tried on side by side.
const TRIED: i64 = 100_000;

fn millis(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}

#[expect(
    clippy::disallowed_methods,
    reason = "fills the file as no import could in so short a time"
)]
fn filled(folder: &tempfile::TempDir, name: &str, orders: i64, people: i64, now: i64) -> Store {
    let path = folder.path().join(name);
    let new = NewShop {
        name: "Large".into(),
        currency: Currency::EUR,
        country: "DE".into(),
        zone: "Europe/Berlin".parse().unwrap(),
        is_sample: false,
    };
    let clock = FixedClock(Timestamp(now));
    let options = OpenOptions::new(Role::Owner);
    drop(Store::create(&path, &new, options, &clock).unwrap());
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("CREATE TEMP TABLE wanted (orders INTEGER, people INTEGER)")
        .unwrap();
    raw.execute("INSERT INTO wanted VALUES (?1, ?2)", [orders, people])
        .unwrap();
    raw.execute_batch(FILL).unwrap();
    drop(raw);
    Store::open(&path, options, &clock).unwrap()
}

fn per_euro(expiry: Expiry) -> Programme {
    Programme {
        rules: vec![Rule {
            id: 1,
            earns: Earning::PerAmount {
                points: 1,
                each: 100,
                rounding: Rounding::Down,
                from: 0,
            },
        }],
        expiry,
        ..Programme::default_of(Currency::EUR)
    }
}

/// Tries the field's example and the three thresholds beside it, as the screen does.
fn try_beside_neighbours(folder: &tempfile::TempDir, now: i64) {
    let store = filled(folder, "tried.pannier", TRIED, TRIED / 10, now);
    let example = Programme::default_of(Currency::EUR);
    let neighbours = example.neighbouring_thresholds();
    let beside = neighbours.iter().map(|to| example.with_threshold(*to));
    let programmes: Vec<Programme> = [example.clone()].into_iter().chain(beside).collect();
    let from = "2023-01-01".parse().unwrap();
    let trying = Instant::now();
    let points: i64 = store
        .read(|tx| {
            let past = PastOrders::read(tx, &programmes, from, Timestamp(now))?;
            programmes.iter().try_fold(0, |sum, one| {
                Ok::<_, pannier_loyalty::Error>(sum + past.try_programme(tx, one)?.points)
            })
        })
        .unwrap();
    println!(
        "tried {} programmes on {TRIED} orders, {points} points, in {:.0} ms",
        programmes.len(),
        millis(trying)
    );
}

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
    let now = 1_782_820_800_000;
    try_beside_neighbours(&folder, now);
    let store = filled(&folder, "large.pannier", orders, orders / 10, now);
    let at = Timestamp(now);

    let tried = Instant::now();
    let from = "2023-01-01".parse().unwrap();
    let outcome = store
        .read(|tx| pannier_loyalty::try_on_orders(tx, &per_euro(Expiry::Never), from, at))
        .unwrap();
    println!(
        "tried on {} orders, {} points, in {:.0} ms",
        outcome.orders,
        outcome.points,
        millis(tried)
    );

    let posting = Instant::now();
    let begin = Some(Timestamp(now - 48 * MONTH));
    let posted = store
        .write(|tx| pannier_loyalty::set_programme(tx, &per_euro(Expiry::Never), begin, at))
        .unwrap();
    println!(
        "posted {} orders of {} people, {} rows, in {:.0} ms",
        posted.orders,
        posted.people,
        posted.rows,
        millis(posting)
    );

    let again = Instant::now();
    let posted = store.write(|tx| pannier_loyalty::post(tx, at)).unwrap();
    println!(
        "posted again, {} rows, in {:.0} ms",
        posted.rows,
        millis(again)
    );

    let rounds = 2_000;
    let looking = Instant::now();
    let mut sum = 0;
    for round in 0..rounds {
        let customer = CustomerId(1 + round * 37 % (orders / 10));
        let balance = store
            .read(|tx| pannier_loyalty::balance(tx, customer, at))
            .unwrap();
        sum += balance.available;
    }
    let each = millis(looking) / f64::from(i32::try_from(rounds).unwrap());
    println!("a balance in {each:.3} ms ({sum} points in all)");
    drop(store);

    let store = filled(&folder, "members.pannier", MEMBERS, MEMBERS, now);
    let expiring = per_euro(Expiry::AfterEarning {
        months: 1,
        warning_days: 0,
    });
    store
        .write(|tx| {
            pannier_loyalty::set_programme(tx, &expiring, begin, at)?;
            pannier_loyalty::tell_of_expiry(tx, at)
        })
        .unwrap();
    let later = Timestamp(now + 3 * MONTH);
    let following = Instant::now();
    let posted = store.write(|tx| pannier_loyalty::post(tx, later)).unwrap();
    println!(
        "points of {} members expired, {} rows, in {:.0} ms",
        posted.people,
        posted.rows,
        millis(following)
    );
}
