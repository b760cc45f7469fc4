//! A process that dies while it posts loses no grant and doubles none: a posting is there whole, or
//! not at all.

use std::{
    env,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Instant,
};

use pannier_core::{FixedClock, Timestamp};
use pannier_store::{OpenOptions, Role, Store};

use crate::{
    posting::per_euro,
    support::{Said, Shop, shop},
};

/// The shop file that the process to be killed posts to.
const FILE: &str = "PANNIER_TEST_POSTED_FILE";
const NOW: &str = "2026-03-01T12:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// A shop with orders that are not posted yet.
fn filled(orders: u32) -> Shop {
    let shop = shop(NOW);
    shop.set(&per_euro(), Some("2026-01-01T00:00:00Z"));
    let orders: Vec<Said> = (1..=orders)
        .map(|n| {
            let email = format!("p{}@example.com", n % (orders / 4 + 1));
            Said::plain(n, &email, "2026-01-05T10:00:00Z", 1_000 + i64::from(n))
        })
        .collect();
    shop.write(|tx| {
        shop.import_in(tx, &orders);
        Ok(())
    })
    .unwrap();
    shop
}

fn open(path: &Path) -> Store {
    Store::open(path, OpenOptions::new(Role::Owner), &FixedClock(now())).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "plays another program")]
fn copy(from: &Path, to: &Path) {
    let raw = rusqlite::Connection::open(from).unwrap();
    let to = to.to_str().unwrap();
    raw.execute("VACUUM INTO ?1", [to]).unwrap();
}

/// Rows of the ledger, and the sum of their points.
fn posted(path: &Path) -> (usize, i64) {
    let store = open(path);
    let health = store.read(|tx| tx.health()).unwrap();
    assert_eq!(health.findings, []);
    let rows = store.read(|tx| tx.ledger_rows()).unwrap();
    (rows.len(), rows.iter().map(|row| row.points).sum())
}

fn poster(path: &Path) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "killed::posts_until_it_is_killed", "--ignored"])
        .env(FILE, path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn kill_again_and_again(orders: u32, kills: u32) {
    let shop = filled(orders);
    let whole = shop.store.path().with_file_name("whole.pannier");
    let copy = |to: &Path| copy(shop.store.path(), to);
    copy(&whole);
    let begun = Instant::now();
    assert!(poster(&whole).wait().unwrap().success());
    let takes = begun.elapsed();
    let all = posted(&whole);
    assert_eq!(all.0, orders as usize);
    let (mut nothing, mut everything) = (0, 0);
    for round in 0..kills {
        let killed = whole.with_file_name(format!("killed-{round}.pannier"));
        copy(&killed);
        let mut child = poster(&killed);
        // At moments through all of the time that it takes.
        thread::sleep(takes * (round * 37 % 11) / 11);
        let _ = child.kill();
        child.wait().unwrap();
        match posted(&killed) {
            (0, 0) => nothing += 1,
            found => {
                assert_eq!(found, all, "in round {round}");
                everything += 1;
            }
        }
        open(&killed)
            .write(|tx| pannier_loyalty::post(tx, now()))
            .unwrap();
        assert_eq!(posted(&killed), all, "after round {round}");
    }
    assert_eq!(nothing + everything, kills);
    assert!(nothing > 0, "no process died in time");
}

/// Not a test by itself: the process that the others kill.
#[test]
#[ignore = "run by the tests that kill it"]
fn posts_until_it_is_killed() {
    if let Ok(path) = env::var(FILE) {
        let store = open(Path::new(&path));
        store.write(|tx| pannier_loyalty::post(tx, now())).unwrap();
    }
}

#[test]
fn a_posting_that_is_killed_is_there_whole_or_not_at_all() {
    kill_again_and_again(10_000, 10);
}

#[test]
#[ignore = "long: cargo xtask soak"]
fn soak_a_posting_is_killed_a_hundred_times() {
    kill_again_and_again(10_000, 100);
}
