//! `cargo xtask soak`: the long checks, for before a release.
//!
//! The soak tests of the crates, and an import that is killed hundreds of times: after each death
//! the shop file must be whole, and hold either nothing of the import or all of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use anyhow::{Context, Result, bail, ensure};

use crate::interface;
use crate::sample_shop;
use crate::steps::Steps;
use crate::system::{self, Purpose};
use crate::workspace::{self, answer, built, cargo, program, succeed};

/// How often the sample shop's orders are repeated in the file that is imported.
const COPIES: i64 = 5;

/// Does the long checks.
pub(crate) fn soak(kills: u32) -> Result<()> {
    let mut steps = Steps::default();
    steps.step("system packages", || system::prepare(Purpose::Run));
    steps.step("interface: packages", interface::install);
    steps.step("interface: build", || interface::script("build"));
    steps.step("soak tests", || {
        succeed(
            cargo()
                .args([
                    "test",
                    "--workspace",
                    "--no-fail-fast",
                    "--",
                    "--ignored",
                    "soak_",
                ])
                .env("PANNIER_SOAK", "1")
                .env("PROPTEST_CASES", "20000"),
        )
    });
    steps.step("an import, killed again and again", || kill_imports(kills));
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
    /// How long a whole import takes.
    takes: Duration,
}

impl Killing {
    /// Writes the file and imports it once in peace.
    fn prepare(folder: &Path) -> Result<Self> {
        let orders = folder.join("orders_export.csv");
        fs::write(&orders, sample_shop::many_orders(COPIES))?;
        let shop = folder.join("whole.pannier");
        new_shop(&shop)?;
        let begin = Instant::now();
        answer(cli(&shop).arg("import").arg(&orders))?;
        let takes = begin.elapsed();
        let whole = orders_in(&shop)?;
        ensure!(whole > 0, "the whole import brought no orders");
        println!(
            "A whole import of {whole} orders takes {} ms.",
            takes.as_millis()
        );
        Ok(Self {
            folder: folder.to_owned(),
            orders,
            whole,
            takes,
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
            // Moments spread evenly over the import and a little beyond, never the same twice.
            let moment = self.takes.mul_f64(1.05) * round / kills.max(1);
            let killed = self.kill_after(moment, &shop)?;
            let orders = check(&shop)
                .with_context(|| format!("after a kill at {} ms", moment.as_millis()))?;
            match orders {
                0 => nothing += 1,
                orders if orders == self.whole => all += 1,
                orders => bail!("{orders} orders after a kill at {} ms", moment.as_millis()),
            }
            too_late += u32::from(!killed);
            if (round + 1) % 50 == 0 {
                println!(
                    "{} of {kills}: {nothing} with nothing, {all} with all",
                    round + 1
                );
            }
        }
        println!(
            "{kills} imports killed ({too_late} had just ended): the file was whole each time,"
        );
        println!("{nothing} times with nothing of the import and {all} times with all of it.");
        ensure!(
            too_late < kills.max(1),
            "no import was alive when its end came"
        );
        Ok(())
    }

    /// Whether the import was still running when the moment came.
    fn kill_after(&self, moment: Duration, shop: &Path) -> Result<bool> {
        let mut import = cli(shop)
            .arg("import")
            .arg(&self.orders)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        thread::sleep(moment);
        let running = import.try_wait()?.is_none();
        // SIGKILL: no chance to tidy up.
        import.kill()?;
        import.wait()?;
        Ok(running)
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
