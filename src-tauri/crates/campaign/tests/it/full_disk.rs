//! A disk that fills up while messages go out: a small one in memory, that only the program which
//! runs on it sees.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
};

use pannier_campaign::Ended;
use pannier_store::{OutboxState, PausedBy};

use crate::{
    fault_smtp::{At, Deed, FaultSmtp, Plan},
    place::Place,
    wire::{assert_agree, lines, short},
};

const DISK: &str = "PANNIER_TEST_SMALL_DISK";
const LINES: usize = 3;

/// Not a test of its own: what runs on the small disk. Without one it ends.
#[test]
fn the_program_whose_disk_fills_up() {
    let Some(disk) = std::env::var_os(DISK) else {
        return;
    };
    let disk = Path::new(&disk);
    let place = Place::within(disk, 1_200);
    let sending = place.planned(|_| {});
    let filler = disk.join("filler");
    let full = filler.clone();
    // Once: whoever was kept back by it comes again when there is room.
    let is_full = AtomicBool::new(false);
    let server = FaultSmtp::open(Plan::by(move |moment| {
        let is_time = moment.at == At::Data && moment.recipient == "p300@example.com";
        if is_time && !is_full.swap(true, Ordering::SeqCst) {
            fill(&full);
        }
        Deed::Usual
    }));
    let mut ends = 0;
    // Full, and a little free, and full again: it goes on as far as it comes.
    for free in [None, Some(20_000), Some(60_000), None] {
        if let Some(free) = free {
            fs::OpenOptions::new()
                .write(true)
                .open(&filler)
                .and_then(|file| file.set_len(file.metadata()?.len().saturating_sub(free)))
                .unwrap();
        }
        let why = match place.run_or_why(sending, lines(server.port, LINES, short())) {
            Ok(Ended::Paused(PausedBy::Trouble, why)) => why,
            Ok(other) => panic!("{other:?}"),
            Err(error) => error.to_string(),
        };
        assert!(why.contains("disk is full"), "{why}");
        ends += 1;
    }
    assert!(server.count() >= 299 && server.count() < 1_200);
    fs::remove_file(&filler).unwrap();
    let ended = place.run(sending, lines(server.port, LINES, short()));
    assert_eq!(ended, Ended::Finished);
    let rows = place.rows(sending);
    let taken = assert_agree(&server, &rows);
    let uncertain = place.count(sending, OutboxState::Uncertain);
    assert_eq!(
        place.count(sending, OutboxState::Sent) + uncertain,
        1_200,
        "nobody is lost"
    );
    assert!(
        uncertain <= LINES * ends,
        "{uncertain} uncertain of {} that came",
        taken.len()
    );
    let whole: String = place
        .raw()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(whole, "ok");
}

/// Takes all that is free.
fn fill(filler: &Path) {
    let mut file = fs::File::create(filler).unwrap();
    for size in [65_536, 4_096, 512] {
        while file.write_all(&vec![7; size]).is_ok() {}
    }
}

/// Past the capture of the test runner, so that a skipped check never looks like a passed one.
fn say_skipped(test: &str) {
    let line = format!("SKIPPED (no disk of its own): {test}\n");
    io::stderr().write_all(line.as_bytes()).unwrap();
    if let Some(log) = std::env::var_os("PANNIER_SKIP_LOG") {
        let log = fs::OpenOptions::new().create(true).append(true).open(log);
        log.unwrap().write_all(line.as_bytes()).unwrap();
    }
}

#[test]
fn a_disk_that_fills_up_loses_nobody_and_it_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    // A disk of one's own takes rights that not every computer gives.
    let own_disk = |words: &str| {
        let mut command = Command::new("unshare");
        command
            .args(["--user", "--map-root-user", "--mount", "sh", "-c"])
            .arg(format!(
                "mount -t tmpfs -o size=128m none \"$0\" && {words}"
            ))
            .arg(folder.path())
            .stdin(Stdio::null());
        command
    };
    let may = own_disk("true").stderr(Stdio::null()).status();
    if !may.is_ok_and(|status| status.success()) {
        say_skipped("a disk that fills up while messages go out");
        return;
    }
    let output = own_disk("exec \"$@\"")
        .arg(std::env::current_exe().unwrap())
        .args([
            "full_disk::the_program_whose_disk_fills_up",
            "--exact",
            "--nocapture",
        ])
        .env(DISK, folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}
