//! The program is killed again and again while it sends, and the server's own log says what came.

use std::{
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use pannier_campaign::{Ended, RunInput, Running, run};
use pannier_core::{Cancel, SystemClock};
use pannier_mail::Patience;
use pannier_store::{OpenOptions, OutboxState, Role, Store};

use crate::{
    fault_smtp::{FaultSmtp, Plan},
    place::{Place, rows, variables},
    wire::{assert_agree, lines},
};

const SHOP: &str = "PANNIER_TEST_KILLED_SHOP";
const PORT: &str = "PANNIER_TEST_KILLED_PORT";
const LINES: usize = 4;

/// Not a test of its own: the program that is killed. Without being told what to send it ends.
#[test]
fn the_program_that_is_killed() {
    let (Ok(shop), Ok(port)) = (std::env::var(SHOP), std::env::var(PORT)) else {
        return;
    };
    let options = OpenOptions::new(Role::Guest);
    let store = Store::open(shop.as_ref(), options, &SystemClock).unwrap();
    let variables = variables();
    let input = RunInput {
        sending: 1,
        variables: &variables,
        headers: &[],
        machine: "here",
        although_late: false,
    };
    let lines = lines(port.parse().unwrap(), LINES, Patience::default());
    let ended = run(
        &store,
        &SystemClock,
        &input,
        lines,
        &Running::default(),
        &Cancel::default(),
    );
    assert_eq!(ended.unwrap(), Ended::Finished);
}

fn child(place: &Place, server: &FaultSmtp) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "killed::the_program_that_is_killed",
            "--exact",
            "--test-threads=1",
        ])
        .env(SHOP, &place.path)
        .env(PORT, server.port.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// A number by chance that is the same in each run.
fn drawn(turn: usize) -> usize {
    let mixed = (turn as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    usize::try_from(mixed >> 40).unwrap()
}

#[expect(clippy::print_stderr, reason = "figures are for whoever runs it")]
fn kill_again_and_again(people: usize, kills: usize) {
    let place = Place::with(people);
    let sending = place.planned(|_| {});
    let server = FaultSmtp::open(Plan::default());
    let step = people / (kills + 2);
    let mut killed = 0;
    for turn in 0..kills {
        let mut child = child(&place, &server);
        // So many more have come, and a moment longer, so that it dies anywhere.
        let until = server.count() + 1 + drawn(turn) % step.max(2);
        let begun = Instant::now();
        while server.count() < until && child.try_wait().unwrap().is_none() {
            assert!(
                begun.elapsed() < Duration::from_mins(2),
                "the program sends nothing"
            );
            thread::sleep(Duration::from_micros(300));
        }
        thread::sleep(Duration::from_micros((drawn(turn + 1_000) % 2_500) as u64));
        if child.try_wait().unwrap().is_none() {
            killed += 1;
        }
        // It may have ended by itself meanwhile.
        let _ = child.kill();
        child.wait().unwrap();
    }
    let last = child(&place, &server).wait().unwrap();
    assert!(last.success(), "the last one sends what is left");
    let rows = rows(&place.store, sending);
    let taken = assert_agree(&server, &rows);
    let (mut uncertain, mut arrived) = (0, 0);
    for row in rows {
        match row.state {
            OutboxState::Sent => {}
            OutboxState::Uncertain => {
                uncertain += 1;
                arrived += usize::from(taken.contains_key(&row.address));
            }
            other => panic!("{} is {other:?} at the end", row.address),
        }
    }
    assert!(
        killed * 2 >= kills,
        "{killed} of {kills} kills hit a program that sent"
    );
    assert!(
        uncertain <= killed * LINES,
        "{uncertain} uncertain after {killed} kills"
    );
    eprintln!(
        "{people} people, {killed} kills: 0 twice, 0 lost, {uncertain} uncertain of which {arrived} came"
    );
}

#[test]
fn ten_kills_send_nothing_twice_and_lose_nobody() {
    kill_again_and_again(3_000, 10);
}

#[test]
#[ignore = "long: run by the soak"]
fn soak_a_hundred_kills_send_nothing_twice_and_lose_nobody() {
    kill_again_and_again(20_000, 100);
}
