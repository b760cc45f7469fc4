//! `cargo xtask soak`: the long checks, for before a release.
//!
//! The soak tests of the crates; the fuzzer; an import that is killed hundreds of times: after
//! each death the shop file must be whole, and hold either nothing of the import or all of it; and
//! how long the frames of the window take while a large file is imported.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use anyhow::{Context, Result, bail, ensure};

use crate::fuzz;
use crate::interface;
use crate::sample_shop;
use crate::steps::Steps;
use crate::system::{self, Purpose};
use crate::window;
use crate::workspace::{self, answer, built, cargo, program, succeed};

/// Lines of the file that is imported while the frames of the window are measured.
const FRAMES_LINES: &str = "200000";

/// How often the sample shop's orders are repeated in the file that is imported.
const COPIES: i64 = 2;

/// Does the long checks.
pub(crate) fn soak(kills: u32, fuzz_seconds: u32) -> Result<()> {
    let mut steps = Steps::default();
    steps.step("system packages", || system::prepare(Purpose::Test));
    steps.step("interface: packages", interface::install);
    steps.step("interface: build", || interface::script("build"));
    steps.step("soak tests", || {
        succeed(
            cargo()
                .args([
                    "test",
                    "--profile",
                    "soak",
                    // The window's package has no such tests, and its build is the longest.
                    "--workspace",
                    "--exclude",
                    "pannier",
                    "--no-fail-fast",
                    "--",
                    "--ignored",
                    "soak_",
                ])
                .env("PANNIER_SOAK", "1")
                .env("PROPTEST_CASES", "20000"),
        )
    });
    if steps.step("fuzzer: tool", fuzz::prepare) {
        for target in fuzz::TARGETS {
            steps.step(&format!("fuzzer: {target}"), || {
                fuzz::fuzz(target, fuzz_seconds)
            });
        }
    } else {
        steps.left_out("fuzzer");
    }
    steps.step("an import, killed again and again", || kill_imports(kills));
    if cfg!(target_os = "linux") {
        steps.step(
            "frames of the window while a large file is imported",
            || {
                succeed(
                    window::tests()?
                        .args(["--nocapture", "the_frames_of_the_window"])
                        .env("PANNIER_FRAMES_LINES", FRAMES_LINES),
                )
            },
        );
    }
    println!("{}", steps.summary(&[]));
    ensure!(steps.all_passed(), "Not everything passed.");
    Ok(())
}

fn kill_imports(kills: u32) -> Result<()> {
    workspace::build()?;
    let folder = env::temp_dir().join(format!("pannier-soak-{}", process::id()));
    fs::create_dir_all(&folder)?;
    let outcome = Killing::prepare(&folder).and_then(|killing| killing.repeat(kills));
    if outcome.is_ok() {
        fs::remove_dir_all(&folder)?;
    } else {
        println!("The files of the failure are kept in {}", folder.display());
    }
    outcome
}

/// One import, to be killed at different moments.
struct Killing {
    folder: PathBuf,
    /// The file that is imported.
    orders: PathBuf,
    /// Orders in the shop file after a whole import.
    whole: u64,
    /// How a whole import went.
    course: Course,
}

/// How far an import came.
#[derive(Debug, Clone, Copy, Default)]
struct Course {
    time: Duration,
    /// Bytes in SQLite's write-ahead log, which grows as the import is written and committed.
    written: u64,
    /// Whether it came to its own end.
    ended: bool,
}

impl Killing {
    /// Writes the file and imports it once in peace.
    fn prepare(folder: &Path) -> Result<Self> {
        let orders = folder.join("orders_export.csv");
        fs::write(&orders, sample_shop::many_orders(COPIES))?;
        let shop = folder.join("whole.pannier");
        new_shop(&shop)?;
        let course = import_until(&shop, &orders, |_| false)?;
        let whole = check(&shop)?;
        ensure!(whole > 0, "the whole import brought no orders");
        println!(
            "A whole import of {whole} orders takes {} ms and writes {} KiB.",
            course.time.as_millis(),
            course.written / 1024
        );
        Ok(Self {
            folder: folder.to_owned(),
            orders,
            whole,
            course,
        })
    }

    fn repeat(&self, kills: u32) -> Result<()> {
        let fresh = self.folder.join("fresh.pannier");
        new_shop(&fresh)?;
        let (mut nothing, mut all, mut too_late) = (0_u32, 0_u32, 0_u32);
        for round in 0..kills {
            let shop = self.folder.join("killed.pannier");
            remove_shop(&shop)?;
            fs::copy(&fresh, &shop)?;
            let course = self.kill(round, kills, &shop)?;
            let orders = check(&shop).with_context(|| format!("after a kill at {course:?}"))?;
            match orders {
                0 => nothing += 1,
                orders if orders == self.whole => all += 1,
                orders => bail!("{orders} orders after a kill at {course:?}"),
            }
            too_late += u32::from(course.ended);
            if (round + 1) % 50 == 0 {
                println!(
                    "{} of {kills}: {nothing} with nothing, {all} with all",
                    round + 1
                );
            }
        }
        println!(
            "{kills} imports killed, {too_late} of them at their own end. The file was whole each \
             time: {nothing} times with nothing of the import, {all} times with all of it."
        );
        ensure!(too_late < kills, "no import was alive when its end came");
        Ok(())
    }

    /// One import. Its end comes in turn after a part of its time, and after a part of what it
    /// writes: reading takes longest, but writing is where a file could break.
    fn kill(&self, round: u32, kills: u32, shop: &Path) -> Result<Course> {
        let part = f64::from(round + 1) / f64::from(kills);
        let time = self.course.time.mul_f64(part);
        let written = self.course.written / u64::from(kills) * u64::from(round + 1);
        import_until(shop, &self.orders, |now| {
            if round.is_multiple_of(2) {
                now.time >= time
            } else {
                now.written >= written
            }
        })
    }
}

/// Imports until the moment has come, and then kills without a chance to tidy up (SIGKILL).
fn import_until(shop: &Path, orders: &Path, has_come: impl Fn(Course) -> bool) -> Result<Course> {
    let mut log = shop.as_os_str().to_owned();
    log.push("-wal");
    let begin = Instant::now();
    let mut import = cli(shop)
        .arg("import")
        .arg(orders)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut written = 0;
    loop {
        // The log is gone once the import has closed the file.
        written = fs::metadata(&log).map_or(0, |log| log.len()).max(written);
        let course = Course {
            time: begin.elapsed(),
            written,
            ended: import.try_wait()?.is_some(),
        };
        if course.ended || has_come(course) {
            import.kill()?;
            import.wait()?;
            return Ok(course);
        }
        thread::sleep(Duration::from_micros(300));
    }
}

/// The doctor finds nothing; how many orders there are.
fn check(shop: &Path) -> Result<u64> {
    answer(cli(shop).arg("doctor"))?;
    orders_in(shop)
}

fn orders_in(shop: &Path) -> Result<u64> {
    let text = answer(cli(shop).args(["--json", "orders", "--limit", "1"]))?;
    let list: serde_json::Value = serde_json::from_str(&text)?;
    list["total"]
        .as_u64()
        .with_context(|| format!("the list of orders names no total: {text}"))
}

fn cli(shop: &Path) -> Command {
    let mut command = program(built("pannier-cli"));
    command.arg("--shop").arg(shop);
    command
}

fn new_shop(shop: &Path) -> Result<()> {
    let words = [
        "new",
        "--currency",
        "EUR",
        "--country",
        "DE",
        "--time-zone",
        "Europe/Berlin",
    ];
    answer(cli(shop).args(words).args(["--name", "Soak"])).map(drop)
}

/// Removes a shop file and what SQLite keeps beside it.
fn remove_shop(shop: &Path) -> Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = shop.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}
