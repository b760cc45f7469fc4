//! What is worked out of all customers, at a made-up size and on a real record shop's customers,
//! beside the package `lifetimes` in the same run.
//!
//! `cargo bench -p pannier-analytics --bench people`. The peer needs `python3` with the package
//! `lifetimes`, or the program named in `PANNIER_PYTHON`; without it a sentence says so.
//! `PANNIER_BENCH_CUSTOMERS` is the size of the made-up shop.
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

use std::{
    fmt::Write as _,
    fs::{self, File},
    hint::black_box,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use flate2::read::GzDecoder;
use pannier_analytics::{
    BgNbd, OrderHistories, People, PeopleOptions, RfmOptions, fit_orders, rfm, rfm_flows,
    rfm_totals,
};
use pannier_core::{Currency, Day, Facts};

use made_up::{Columns, FIRST_DAY, Random, cents, facts, order};

/// How often each is asked for.
const RUNS: usize = 15;

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The least and the middle of the times in milliseconds.
fn measure(name: &str, mut ask: impl FnMut()) -> f64 {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            ask();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let (least, middle) = (millis(times[0]), millis(times[RUNS / 2]));
    println!("{name:<44} {least:>9.2} ms least {middle:>9.2} ms middle");
    least
}

/// Two years of so many customers: three orders each in the mean, most of them a single one.
fn made_up_shop(customers: u32) -> Facts {
    let mut random = Random(42);
    let first: Day = FIRST_DAY.parse().unwrap();
    let mut placed: Vec<(i64, u32, i64)> = Vec::new();
    for who in 0..customers {
        let begin = i64::from(random.below(640));
        let mut day = begin;
        let often = 20.0 + 400.0 * random.unit();
        let dear = (7.9 + 0.6 * random.normal()).exp();
        let leaves = random.unit() * random.unit();
        while day < 730 {
            placed.push((day, who, cents(dear * (0.3 * random.normal()).exp())));
            if random.unit() < leaves {
                break;
            }
            day += 1 + cents(-random.unit().ln() * often);
        }
    }
    placed.sort_unstable();
    let mut columns = Columns::default();
    for (day, who, goods) in placed {
        columns.push(first.plus_days(day), Some(who), goods);
    }
    columns.finish(customers)
}

fn whole_shop(customers: u32) {
    let shop = made_up_shop(customers);
    println!("\nMade up: {customers} customers, {} orders", shop.len());
    let as_of = FIRST_DAY.parse::<Day>().unwrap().plus_days(730);
    let asked = RfmOptions::on(as_of, Currency::EUR);
    measure("scores and groups", || {
        black_box(rfm(&shop, asked));
    });
    let now = rfm(&shop, asked);
    let before = rfm(&shop, asked.as_of(as_of.plus_months(-1)));
    measure("totals of the groups, and who moved", || {
        black_box((rfm_totals(&shop, &now), rfm_flows(&before, &now)));
    });
    measure("everything about everyone", || {
        black_box(People::of(&shop, PeopleOptions::on(as_of, Currency::EUR)));
    });
    let all = People::of(&shop, PeopleOptions::on(as_of, Currency::EUR));
    let foretold = all.value.as_ref().map(|model| model.orders.model);
    println!("{foretold:?}");
    let mut customer = 0;
    measure("a customer's page", || {
        customer = (customer + 7_919) % customers;
        black_box(all.person(customer));
    });
}

/// The customers of a record shop who first bought in the first quarter of 1997.
fn record_shop(path: &Path) -> Facts {
    let reader = csv::Reader::from_reader(GzDecoder::new(File::open(path).unwrap()));
    let orders: Vec<_> = reader
        .into_records()
        .map(|row| {
            let row = row.unwrap();
            let paid = cents(row[3].trim().parse::<f64>().unwrap() * 100.0);
            order(row[1].parse().unwrap(), row[0].parse().ok(), paid)
        })
        .collect();
    facts(&orders)
}

fn fit(shop: &Facts) {
    let asked = RfmOptions::on("1997-09-30".parse().unwrap(), Currency::EUR);
    let histories = OrderHistories::of(shop, asked);
    println!(
        "\nRecord shop: {} customers, {} different histories",
        histories.buyers(),
        histories.each.len()
    );
    let model = fit_orders(&histories).unwrap().model;
    let whole = measure("purchases, histories and BG/NBD fit", || {
        black_box(fit_orders(&OrderHistories::of(shop, asked)));
    });
    measure("BG/NBD fit alone", || {
        black_box(fit_orders(&histories));
    });
    match peer(&histories) {
        Ok((theirs, least)) => {
            println!("{:<44} {least:>9.2} ms least", "lifetimes, fit alone");
            println!("Ours   {model:?}\nTheirs {theirs:?}");
            println!("All of ours is {:.1} times as fast", least / whole);
        }
        Err(why) => println!("Without lifetimes beside it: {why}"),
    }
}

/// The same customers, fitted by the package: its model, and its least time in milliseconds.
fn peer(histories: &OrderHistories) -> Result<(BgNbd, f64), String> {
    let python = std::env::var("PANNIER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut table = String::new();
    for (seen, customers) in histories.each.iter().zip(&histories.customers) {
        for _ in 0..*customers {
            let weeks = |days: u32| f64::from(days) / 7.0;
            let (last, age) = (weeks(seen.last), weeks(seen.age));
            let _ = writeln!(table, "{}\t{last}\t{age}", seen.again);
        }
    }
    let path = std::env::temp_dir().join(format!("pannier-people-{}.tsv", std::process::id()));
    fs::write(&path, table).map_err(|error| error.to_string())?;
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/benches/people/lifetimes_peer.py"
    );
    let output = Command::new(python)
        .args([script.as_ref(), path.as_os_str()])
        .output();
    // Left behind, it is in the way of nobody.
    let _ = fs::remove_file(&path);
    let output = output.map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect();
    let [r, alpha, a, b, least] = numbers[..] else {
        return Err(text.into_owned());
    };
    Ok((BgNbd { r, alpha, a, b }, least))
}

fn main() {
    let customers = std::env::var("PANNIER_BENCH_CUSTOMERS").ok();
    let customers = customers.and_then(|number| number.parse().ok());
    whole_shop(customers.unwrap_or(500_000));
    if let Some(path) = shared_data::shared("people, record shop", "data/cdnow_full.csv.gz") {
        fit(&record_shop(&path));
    }
}
