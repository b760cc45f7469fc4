//! How fast files of half a million lines and more come in, beside their floor (the rows of the csv
//! crate) and a peer (`sqlite3 .import` of the same file into one bare table). Each import runs in a
//! process of its own, so that its peak memory is its own. Besides the time that passed, the time
//! that processors were busy is told: on a machine with other work, only that can be compared.
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
use pannier_import::{Kind, MappingSaid, Options, RowShape};

/// Lines of the files, unless `PANNIER_BENCH_LINES` says another number.
const LINES: u64 = 500_000;
/// The first argument of a process that imports.
const CHILD: &str = "import-and-tell";
/// Moments of each step at which it is asked to stop.
const STOPS: u32 = 8;

/// A file that a mapping says how to read.
struct Mapped {
    name: &'static str,
    file: &'static str,
    lines: u64,
    kind: Kind,
    currency: &'static str,
    columns: &'static [(usize, &'static str)],
}

const MAPPED: [Mapped; 3] = [
    Mapped {
        name: "Online Retail",
        file: "data/online_retail.csv.gz",
        lines: 541_909,
        kind: Kind::Orders,
        currency: "GBP",
        columns: &[
            (0, "orderNumber"),
            (1, "lineSku"),
            (2, "lineName"),
            (3, "lineQuantity"),
            (4, "placedAt"),
            (5, "linePrice"),
            (6, "customerId"),
            (7, "country"),
        ],
    },
    Mapped {
        name: "Complete Journey",
        file: "data/complete_journey_transactions.csv.gz",
        lines: 1_469_307,
        kind: Kind::Orders,
        currency: "USD",
        columns: &[
            (0, "customerId"),
            (2, "orderNumber"),
            (3, "lineSku"),
            (4, "lineQuantity"),
            (5, "lineTotal"),
            (10, "placedAt"),
        ],
    },
    Mapped {
        name: "Complete Journey, its products",
        file: "data/complete_journey_products.csv.gz",
        lines: 92_331,
        kind: Kind::Products,
        currency: "USD",
        columns: &[
            (0, "productId"),
            (3, "vendor"),
            (4, "category"),
            (5, "productTitle"),
        ],
    },
];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [mode, file] if mode == CHILD => import(Path::new(file), &Options::default()),
        [mode, file, name] if mode == CHILD => {
            let mapped = MAPPED.iter().find(|mapped| mapped.name == name).unwrap();
            import(Path::new(file), &mapped.options(file));
        }
        _ => measure(),
    }
}

fn measure() {
    let lines = env::var("PANNIER_BENCH_LINES").map_or(LINES, |lines| lines.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    for mapped in &MAPPED {
        let Some(packed) = shared_data::shared(mapped.name, mapped.file) else {
            continue;
        };
        let path = folder.path().join("mapped.csv");
        let mut text = flate2::read::GzDecoder::new(File::open(packed).unwrap());
        let mut file = File::create(&path).unwrap();
        std::io::copy(&mut text, &mut file).unwrap();
        println!(
            "{}: {} lines, {} MB",
            mapped.name,
            mapped.lines,
            size(&path)
        );
        compare(&path, folder.path(), mapped.lines, &[mapped.name]);
    }
    for lines_an_order in [20, 2] {
        let path = folder.path().join("orders.csv");
        write_file(&path, lines / lines_an_order, lines_an_order);
        println!(
            "{lines} lines, {lines_an_order} an order, {} MB",
            size(&path)
        );
        compare(&path, folder.path(), lines, &[]);
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

impl Mapped {
    /// What the merchant says of its columns: a line of an order a row, refunds below zero.
    fn options(&self, file: &str) -> Options {
        let name = Path::new(file).file_name().unwrap();
        let columns = self
            .columns
            .iter()
            .map(|(at, key)| (*at, (*key).to_owned()));
        let said = MappingSaid {
            file: name.to_string_lossy().into_owned(),
            kind: self.kind,
            rows: RowShape::EveryRow,
            columns: columns.collect(),
            currency: Some(self.currency.to_owned()),
            time_zone: None,
            tax_included: None,
            refund_rows: self.kind == Kind::Orders,
            date_order: None,
            decimal_sign: None,
            save_as: None,
        };
        Options {
            mappings: vec![said],
            ..Options::default()
        }
    }
}

/// How long something took, and how long it kept processors busy.
#[derive(Clone, Copy)]
struct Took {
    passed: Duration,
    worked: f64,
}

impl std::ops::Add for Took {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            worked: self.worked + other.worked,
        }
    }
}

fn told(name: &str, lines: u64, took: Took) {
    let passed = took.passed.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let rate = lines as f64 / passed;
    let worked = took.worked;
    println!("  {name}: {passed:.2} s, {rate:.0} lines a second; busy for {worked:.2} s");
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

fn floor(path: &Path) -> Took {
    let read = || {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).unwrap() {}
    };
    timed(read).1
}

fn peer(path: &Path, folder: &Path) -> Option<Took> {
    let bare = folder.join("bare.db");
    let busy = || busy_for(&[13, 14]);
    let (start, before) = (Instant::now(), busy());
    let status = Command::new("sqlite3")
        .arg(&bare)
        .arg(".mode csv")
        .arg(format!(".import '{}' bare", path.display()))
        .status()
        .ok()?;
    let took = Took {
        passed: start.elapsed(),
        worked: busy() - before,
    };
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
    let lines = report.rows;
    assert!(
        report.refused.is_none() && plan.has_effect(),
        "all of it is new"
    );
    let (import, applied) = timed(|| shop.apply(&plan).unwrap());
    drop(plan);
    told("preview", lines, previewed);
    told("apply", lines, applied);
    told("both", lines, previewed + applied);
    println!("  peak memory: {} MB", peak_memory() >> 10);
    let (again, previewed_again) = timed(look);
    let report = &again.files()[0];
    assert_eq!(
        (report.row_verdicts.new, report.row_verdicts.updated),
        (0, 0),
        "twice is once"
    );
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
    let previewed = previewed.passed;
    let slowest = stops(previewed, |cancel| {
        let stopped = shop.store.read(|tx| {
            let reporter = Reporter::default();
            pannier_import::preview(&files, options, &shop.context, tx, &reporter, cancel)
        });
        stopped.is_err()
    });
    println!("  cancel while looking: at most {} ms", slowest.as_millis());
    // Nothing is written by what is stopped: one plan serves all.
    let plan = look();
    let slowest = stops(applied.passed, |cancel| {
        let written = shop.store.write(|tx| {
            pannier_import::apply(&plan, tx, &Reporter::default(), cancel)?;
            // It was faster than usual: nothing of it may stay for the next one.
            Err::<(), _>(pannier_import::Error::Cancelled(pannier_core::Cancelled))
        });
        written.is_err()
    });
    println!("  cancel while writing: at most {} ms", slowest.as_millis());
    // Once all is written, what is left is the commit.
    let written = shop.store.write(|tx| {
        let outcome = pannier_import::apply(&plan, tx, &Reporter::default(), &Cancel::default());
        outcome.map(|outcome| (outcome, Instant::now()))
    });
    let (outcome, start) = written.unwrap();
    println!("  commit: {} ms", start.elapsed().as_millis());
    let slowest = stops(undone.passed, |cancel| {
        let undone = shop.store.write(|tx| {
            let (now, reporter) = (shop.context.now, Reporter::default());
            pannier_import::undo(outcome.import_id.unwrap(), tx, now, &reporter, cancel)?;
            Err::<(), _>(pannier_import::Error::Cancelled(pannier_core::Cancelled))
        });
        undone.is_err()
    });
    println!("  cancel while undoing: at most {} ms", slowest.as_millis());
    println!("  peak memory of all: {} MB", peak_memory() >> 10);
}

/// The longest that a step goes on after it was asked to stop, at moments all over it.
fn stops(passes: Duration, step: impl Fn(&Cancel) -> bool) -> Duration {
    let slowest = (1..=STOPS).map(|part| stop_after(passes * part / (STOPS + 1), &step));
    slowest.max().unwrap_or_default()
}

/// How long a step goes on after it was asked to stop at that moment.
fn stop_after(after: Duration, step: impl Fn(&Cancel) -> bool) -> Duration {
    let cancel = Cancel::default();
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| {
            std::thread::sleep(after);
            cancel.request();
            Instant::now()
        });
        let is_stopped = step(&cancel);
        let end = Instant::now();
        // Nothing can be said of a step that was done before.
        let asked = asked.join().unwrap();
        if is_stopped {
            end.saturating_duration_since(asked)
        } else {
            Duration::ZERO
        }
    })
}

fn timed<T>(step: impl FnOnce() -> T) -> (T, Took) {
    let busy = || busy_for(&[11, 12]);
    let (start, before) = (Instant::now(), busy());
    let done = step();
    let passed = start.elapsed();
    let worked = busy() - before;
    (done, Took { passed, worked })
}

/// Seconds that processors were busy for this process or those it waited for, by the fields of what
/// the system tells of it (after its name); 0 where it does not tell.
fn busy_for(fields: &[usize]) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let told: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    // Hundredths of a second, in user mode and in the kernel.
    let ticks = fields
        .iter()
        .filter_map(|field| told.get(*field)?.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The most memory this process has held so far (KiB); 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}
