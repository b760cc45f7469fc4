//! How much memory sending takes, and how long the log of the shop file grows, with 1,000, 10,000 and
//! 100,000 people: each in a program of its own, beside the server that takes it all. Neither may
//! grow with the people.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]
#![expect(clippy::print_stdout, reason = "figures are for whoever runs it")]

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use pannier_campaign::{Ended, RunInput, Running, run};
use pannier_core::{Cancel, SystemClock};
use pannier_mail::Patience;
use pannier_store::{OpenOptions, Role, Store};

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../../../../tests/support/fault_smtp.rs"]
mod fault_smtp;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/place.rs"]
mod place;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/wire.rs"]
mod wire;

use fault_smtp::{FaultSmtp, Plan};

const SHOP: &str = "PANNIER_BENCH_SHOP";
const PORT: &str = "PANNIER_BENCH_PORT";
const PEOPLE: [usize; 3] = [1_000, 10_000, 100_000];
/// What the most people may take more than the fewest (MiB): of a larger file SQLite keeps more at hand, up
/// to 64 MiB for who writes and 16 for each who reads.
const MOST_MORE: u64 = 96;
/// MiB.
const LONGEST_LOG: u64 = 128;

fn main() {
    if let (Ok(shop), Ok(port)) = (std::env::var(SHOP), std::env::var(PORT)) {
        send(&shop, port.parse().unwrap());
        return;
    }
    let mut peaks = Vec::new();
    for people in PEOPLE {
        let place = place::Place::with(people);
        place.planned(|_| {});
        let server = FaultSmtp::open(Plan {
            keeps_bodies: false,
            ..Plan::default()
        });
        let begun = Instant::now();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(SHOP, &place.path)
            .env(PORT, server.port.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = 0;
        while child.try_wait().unwrap().is_none() {
            log = log.max(length(&place.path, "-wal"));
            thread::sleep(Duration::from_millis(20));
        }
        let output = child.wait_with_output().unwrap();
        let seconds = begun.elapsed().as_secs_f64();
        assert!(output.status.success() && server.count() == people);
        let peak: u64 = String::from_utf8_lossy(&output.stdout)
            .trim()
            .parse()
            .unwrap();
        let log = log >> 20;
        println!(
            "{people} people: {peak} MiB of memory and {log} MiB of log at most, in {seconds:.0} s"
        );
        assert!(log <= LONGEST_LOG, "the log grows");
        peaks.push(peak);
    }
    let more = peaks[2].saturating_sub(peaks[0]);
    assert!(more <= MOST_MORE, "{more} MiB more");
}

/// How long a file beside the shop file is (bytes).
fn length(shop: &Path, suffix: &str) -> u64 {
    let mut name = shop.as_os_str().to_owned();
    name.push(suffix);
    fs::metadata(name).map_or(0, |file| file.len())
}

/// The program that is measured: sends, and says its peak (MiB).
fn send(shop: &str, port: u16) {
    let store = Store::open(shop.as_ref(), OpenOptions::new(Role::Guest), &SystemClock).unwrap();
    let variables = place::variables();
    let input = RunInput {
        sending: 1,
        variables: &variables,
        headers: &[],
        machine: "here",
        although_late: false,
    };
    let lines = wire::lines(port, 4, Patience::default());
    let (running, cancel) = (Running::default(), Cancel::default());
    let ended = run(&store, &SystemClock, &input, lines, &running, &cancel);
    assert_eq!(ended.unwrap(), Ended::Finished);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    println!("{}", peak.unwrap_or_default() / 1024);
}
