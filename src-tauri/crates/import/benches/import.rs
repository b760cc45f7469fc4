//! How fast a file of half a million lines comes in, beside its floor (the rows of the csv crate)
//! and a peer (`sqlite3 .import` of the same file into one bare table). Each import runs in a
//! process of its own, so that its peak memory is its own.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a step that fails, fails the measurement, and figures are printed"
)]

#[path = "../tests/imports/export.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod export;
#[path = "../../../../tests/support/shared_data.rs"]
mod shared_data;
#[path = "../tests/imports/support.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod support;

use std::{
    env,
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use pannier_core::{Cancel, Reporter};
use pannier_import::{Kind, MappingSaid, Options, Plan, RowShape};

/// Lines of the files, unless `PANNIER_BENCH_LINES` says another number.
const LINES: u64 = 500_000;
const RETAIL_LINES: u64 = 541_909;
/// The first argument of a process that imports.
const CHILD: &str = "import-and-tell";
/// Moments of an application at which it is asked to stop.
const STOPS: u32 = 6;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [mode, file] if mode == CHILD => import(Path::new(file), &Options::default()),
        [mode, file, currency] if mode == CHILD => {
            import(Path::new(file), &by_name(file, currency));
        }
        _ => measure(),
    }
}

fn measure() {
    let lines = env::var("PANNIER_BENCH_LINES").map_or(LINES, |lines| lines.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    for lines_an_order in [20, 2] {
        let path = folder.path().join("orders.csv");
        write_file(&path, lines / lines_an_order, lines_an_order);
        println!(
            "{lines} lines, {lines_an_order} an order, {} MB",
            size(&path)
        );
        compare(&path, folder.path(), lines, &[]);
    }
    let retail = shared_data::shared("Online Retail", "data/online_retail.csv.gz");
    if let Some(packed) = retail {
        let path = folder.path().join("retail.csv");
        let mut text = flate2::read::GzDecoder::new(File::open(packed).unwrap());
        let mut file = File::create(&path).unwrap();
        std::io::copy(&mut text, &mut file).unwrap();
        let lines = RETAIL_LINES;
        println!("Online Retail: {lines} lines, {} MB", size(&path));
        compare(&path, folder.path(), lines, &["GBP"]);
    }
}

fn size(path: &Path) -> u64 {
    path.metadata().unwrap().len() >> 20
}

/// Tells the floor and the peer of a file, and lets another process import it.
fn compare(path: &Path, folder: &Path, lines: u64, more: &[&str]) {
    told("rows of the csv crate", lines, floor(path));
    match peer(path, folder) {
        Some(took) => told("sqlite3 .import", lines, took),
        None => println!("  sqlite3 .import: skipped, there is no program sqlite3"),
    }
    let child = Command::new(env::current_exe().unwrap())
        .arg(CHILD)
        .arg(path)
        .args(more)
        .status();
    assert!(child.unwrap().success(), "the import failed");
}

/// What the columns of Online Retail mean: a line of an order a row, refunds below zero.
fn by_name(file: &str, currency: &str) -> Options {
    let columns = [
        (0, "orderNumber"),
        (1, "lineSku"),
        (2, "lineName"),
        (3, "lineQuantity"),
        (4, "placedAt"),
        (5, "linePrice"),
        (7, "country"),
    ];
    let said = MappingSaid {
        file: Path::new(file)
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned(),
        kind: Kind::Orders,
        rows: RowShape::EveryRow,
        columns: columns.map(|(at, key)| (at, key.to_owned())).to_vec(),
        currency: Some(currency.to_owned()),
        time_zone: None,
        tax_included: None,
        refund_rows: true,
        date_order: None,
        decimal_sign: None,
        save_as: None,
    };
    Options {
        mappings: vec![said],
        ..Options::default()
    }
}

fn told(name: &str, lines: u64, took: Duration) {
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let rate = lines as f64 / took.as_secs_f64();
    println!(
        "  {name}: {:.2} s, {rate:.0} lines a second",
        took.as_secs_f64()
    );
}

fn write_file(path: &Path, orders: u64, lines_an_order: u64) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    writeln!(file, "{}", export::HEADER).unwrap();
    let mut text = String::new();
    for index in (0..orders).rev() {
        let mut order = export::varied(index);
        order.lines = (0..lines_an_order)
            .map(|line| {
                let product = (index * 7 + line * 13) % 4_001;
                let cents = 500 + i64::try_from(product).unwrap();
                (
                    format!("Lamp {product} - Linen"),
                    format!("LA-{product}"),
                    1 + i64::try_from(line % 3).unwrap(),
                    cents,
                )
            })
            .collect();
        text.clear();
        order.write(&mut text);
        file.write_all(text.as_bytes()).unwrap();
    }
    file.flush().unwrap();
}

fn floor(path: &Path) -> Duration {
    let start = Instant::now();
    let mut reader = csv::Reader::from_path(path).unwrap();
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).unwrap() {}
    start.elapsed()
}

fn peer(path: &Path, folder: &Path) -> Option<Duration> {
    let bare = folder.join("bare.db");
    let start = Instant::now();
    let status = Command::new("sqlite3")
        .arg(&bare)
        .arg(".mode csv")
        .arg(format!(".import '{}' bare", path.display()))
        .status()
        .ok()?;
    let took = start.elapsed();
    assert!(status.success(), "sqlite3 failed");
    std::fs::remove_file(&bare).unwrap();
    Some(took)
}

/// Imports a file into a new shop, once and once more, and tells how long each step took.
fn import(path: &Path, options: &Options) {
    let shop = support::shop("EUR", "DE", "Europe/Berlin");
    let files = [PathBuf::from(path)];
    let look = || shop.preview_with(&files, options);
    let (plan, previewed) = timed(look);
    let report = &plan.files()[0];
    let (lines, orders) = (report.rows, report.orders.new);
    assert!(report.refused.is_none() && orders > 0, "all of it is new");
    let (import, applied) = timed(|| shop.apply(&plan).unwrap());
    drop(plan);
    told("preview", lines, previewed);
    told("apply", lines, applied);
    told("both", lines, previewed + applied);
    println!("  peak memory: {} MB", peak_memory() >> 10);
    let (again, previewed_again) = timed(look);
    assert_eq!(again.files()[0].orders.unchanged, orders, "twice is once");
    let (repeated, applied_again) = timed(|| shop.apply(&again).unwrap());
    told(
        "both again, unchanged",
        lines,
        previewed_again + applied_again,
    );
    let ((), undone) = timed(|| {
        shop.undo(repeated.unwrap()).unwrap();
        shop.undo(import.unwrap()).unwrap();
    });
    told("undo of both", lines, undone);
    // Nothing is written by what is stopped: one plan serves all.
    let plan = look();
    let slowest = (1..=STOPS).map(|part| stopped(&shop, &plan, applied * part / (STOPS + 1)));
    let slowest = slowest.max().unwrap_or_default();
    println!("  cancel while writing: at most {} ms", slowest.as_millis());
    println!("  peak memory of all: {} MB", peak_memory() >> 10);
}

/// How long an application goes on after it was asked to stop at that moment.
fn stopped(shop: &support::Shop, plan: &Plan, after: Duration) -> Duration {
    let cancel = Cancel::default();
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| {
            std::thread::sleep(after);
            cancel.request();
            Instant::now()
        });
        let written = shop.store.write(|tx| {
            pannier_import::apply(plan, tx, &Reporter::default(), &cancel)?;
            // It was faster than usual: nothing of it may stay for the next one.
            Err::<(), _>(pannier_import::Error::Cancelled(pannier_core::Cancelled))
        });
        let end = Instant::now();
        assert!(written.is_err(), "nothing is kept");
        end.saturating_duration_since(asked.join().unwrap())
    })
}

fn timed<T>(step: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (step(), start.elapsed())
}

/// The most memory this process has held so far (KiB); 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}
