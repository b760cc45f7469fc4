//! Real lines to a server that cuts, refuses, keeps silent, lies and dawdles: what the shop file says
//! of everyone is held against what the server took over.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use pannier_campaign::Ended;
use pannier_core::{CustomerId, Timestamp};
use pannier_mail::Patience;
use pannier_store::{BackupReason, OutboxState, PausedBy, Reason, Role, Store};

use crate::{
    fault_smtp::{At, Deed, FaultSmtp, Moment, Plan, say},
    place::{MINUTE, NOON, Place, SetClock},
    wire::{assert_agree, encrypted_line, lines, short},
};

/// What becomes of everyone in the storm, by their number.
fn storm(moment: &Moment) -> Deed {
    let first = moment.time == 1;
    match moment.at {
        At::Greeting if moment.connection == 23 => return Deed::Cut,
        At::Greeting if moment.connection == 29 => {
            return Deed::SayAndCut("421 4.3.2 too many connections".into());
        }
        At::Ehlo if moment.connection == 31 => return Deed::Cut,
        _ => {}
    }
    let number = number(&moment.recipient);
    // Whoever is asked to send less sends a few a minute: near the end that is soon over.
    let wants_less = first && number > 400;
    match (number % 50, moment.at) {
        (3, At::Rcpt) | (4, At::Data) | (5, At::Body) | (6, At::Dot) if first => Deed::Cut,
        (7, At::Dot) if first => Deed::TakeAndCut,
        (8, At::Dot) if first => Deed::Wait(Duration::from_millis(300)),
        (9, At::Rcpt) if moment.time <= 2 => say("451 4.7.1 greylisted, come again"),
        (10, At::Rcpt) => say("550 5.1.1 no such user"),
        (11, At::Rcpt) => say("452 4.2.2 mailbox full"),
        (12, At::Dot) if first => say("451 4.3.0 try later"),
        (13, At::Dot) => say("550 5.7.1 looks like junk"),
        (14, At::Data) if wants_less => say("451 4.3.2 not now"),
        (15, At::Rcpt) if wants_less => Deed::SayAndCut("421 4.7.0 too many messages".into()),
        (16, At::Rcpt) if first => Deed::Wait(Duration::from_millis(200)),
        (17, At::Dot) if wants_less => Deed::SayAndCut("421 4.3.2 shutting down".into()),
        (18, At::Dot) if first && moment.recipient.starts_with("p18@") => {
            Deed::TakeAndWait(Duration::from_secs(6))
        }
        _ => Deed::Usual,
    }
}

/// Of `p12@example.com` the twelve; of what is not known yet nothing.
fn number(address: &str) -> usize {
    let digits = address.trim_start_matches('p').split('@').next();
    digits.and_then(|n| n.parse().ok()).unwrap_or_default()
}

/// Does something while time goes by, ten times as fast as outside.
fn in_time<T>(clock: &SetClock, work: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(5));
                clock.add(50);
            }
        });
        let ended = work();
        done.store(true, Ordering::Relaxed);
        ended
    })
}

/// Runs until nobody waits, however often it has to rest.
fn to_the_end(place: &Place, sending: i64, server: &FaultSmtp, count: usize) -> usize {
    for round in 1..1_000 {
        match in_time(&place.clock, || {
            place.run(sending, lines(server.port, count, short()))
        }) {
            Ended::Finished => return round,
            Ended::Waits(until, _) => {
                let ahead = until.0 - pannier_core::Clock::now(&place.clock).0;
                place.clock.add(ahead.max(0) + 1);
            }
            // The merchant looks, and lets it go on.
            Ended::Paused(PausedBy::Refusals, _) => {}
            other => panic!("{other:?}"),
        }
    }
    panic!("it does not come to an end");
}

#[test]
fn a_storm_of_everything_sends_nothing_twice_and_loses_nobody() {
    let people = 500;
    let place = Place::with(people);
    let sending = place.planned(|_| {});
    let server = FaultSmtp::open(Plan::by(storm));
    to_the_end(&place, sending, &server, 4);
    let rows = place.rows(sending);
    let taken = assert_agree(&server, &rows);
    assert_eq!(rows.len(), people);
    for row in &rows {
        let kind = number(&row.address) % 50;
        let expected = match kind {
            10 | 11 | 13 => OutboxState::Failed,
            6 | 7 => OutboxState::Uncertain,
            18 if row.address.starts_with("p18@") => OutboxState::Uncertain,
            // The server had read one line of it: the end of the body may have begun to leave.
            5 if row.state == OutboxState::Uncertain => OutboxState::Uncertain,
            _ => OutboxState::Sent,
        };
        assert_eq!(row.state, expected, "{}: {}", row.address, row.said);
        if kind == 7 {
            assert!(taken.contains_key(&row.address), "the server took it");
        }
        if kind == 10 {
            assert_eq!(row.reason, Some(Reason::NotExisting));
        }
    }
    let ids: BTreeSet<String> = server
        .taken()
        .iter()
        .map(|one| one.header("Message-ID"))
        .collect();
    assert_eq!(ids.len(), taken.len(), "each has an id of its own");
    for one in server.taken() {
        let name = format!("Number{}", number(&one.recipient));
        assert!(one.body.contains(&name), "{}", one.body);
    }
    let listed = place
        .store
        .read(|tx| tx.suppressed_addresses("", 0, 1_000))
        .unwrap();
    let dead: BTreeSet<usize> = listed.iter().map(|one| number(&one.address) % 50).collect();
    assert_eq!(dead, BTreeSet::from([10]), "a full mailbox is not dead");
}

#[test]
fn a_server_that_wants_less_gets_less_and_everyone_still_gets_theirs() {
    let place = Place::with(120);
    let sending = place.planned(|_| {});
    let asked = AtomicUsize::new(0);
    let server = FaultSmtp::open(Plan::by(move |moment| match moment.at {
        At::Mail if asked.fetch_add(1, Ordering::SeqCst) == 60 => {
            Deed::SayAndCut("421 4.7.0 slow down".into())
        }
        _ => Deed::Usual,
    }));
    let ended = place.run(sending, lines(server.port, 4, short()));
    let Ended::Waits(until, why) = ended else {
        panic!("{ended:?}");
    };
    assert!(why.contains("slow down"), "{why}");
    assert!(until.0 >= NOON.0 + MINUTE, "it rests for a minute at least");
    let account = place.store.read(|tx| tx.mail_account(place.account));
    let slowed = account.unwrap().slowed_to.unwrap();
    assert!((20..=40).contains(&slowed), "half of some 60: {slowed}");
    let rounds = to_the_end(&place, sending, &server, 4);
    assert!(rounds > 1, "the rest takes its time");
    assert_eq!(assert_agree(&server, &place.rows(sending)).len(), 120);
}

#[test]
fn silence_after_the_end_of_a_body_is_uncertain_and_harms_nobody_else() {
    assert_eq!(Patience::default().dot, Duration::from_mins(10));
    let place = Place::with(30);
    let sending = place.planned(|_| {});
    // One it took over, the other not; it says nothing of either for as long as anybody waits.
    let server = FaultSmtp::open(Plan::by(|moment| match moment.at {
        At::Dot if moment.recipient == "p4@example.com" => {
            Deed::TakeAndWait(Duration::from_secs(20))
        }
        At::Dot if moment.recipient == "p9@example.com" => Deed::Cut,
        _ => Deed::Usual,
    }));
    let patience = Patience {
        dot: Duration::from_millis(1_500),
        ..short()
    };
    for _ in 0..10 {
        match place.run(sending, lines(server.port, 2, patience)) {
            Ended::Finished => break,
            Ended::Waits(..) => place.clock.add(10 * MINUTE),
            other => panic!("{other:?}"),
        }
    }
    let taken = assert_agree(&server, &place.rows(sending));
    assert_eq!(place.count(sending, OutboxState::Sent), 28);
    for (address, arrived) in [("p4@example.com", true), ("p9@example.com", false)] {
        let row = place.row(sending, address);
        assert_eq!(
            (row.state, row.reason),
            (OutboxState::Uncertain, Some(Reason::LineBroke))
        );
        assert_eq!(taken.contains_key(address), arrived);
    }
    // Started again, neither is sent again by itself.
    place.run(sending, lines(server.port, 2, patience));
    assert_eq!(server.count(), 29);
}

#[test]
fn a_server_that_lies_about_encryption_gets_no_mail_and_no_name() {
    let place = Place::with(5);
    let sending = place.planned(|_| {});
    let server = FaultSmtp::open(Plan::default());
    let ended = place.run(sending, encrypted_line(server.port));
    let Ended::Paused(PausedBy::Account, why) = ended else {
        panic!("{ended:?}");
    };
    assert!(why.contains("offers no encryption"), "{why}");
    let said = server.commands().join("\n");
    assert!(
        !said.contains("example.com") && !said.contains("MAIL"),
        "{said}"
    );
    assert_eq!(place.count(sending, OutboxState::Ready), 5);
}

/// Does something when the server is asked for its nth message, as another program would.
fn at_the(nth: usize, path: PathBuf, deed: impl Fn(&Store) + Send + Sync + 'static) -> Plan {
    let asked = AtomicUsize::new(0);
    Plan::by(move |moment| {
        if moment.at == At::Data && asked.fetch_add(1, Ordering::SeqCst) + 1 == nth {
            let clock = SetClock::at(NOON);
            let options = pannier_store::OpenOptions::new(Role::Guest);
            deed(&Store::open(&path, options, &clock).unwrap());
        }
        Deed::Usual
    })
}

#[test]
fn customers_joined_while_it_goes_out_get_it_once() {
    let place = Place::with(60);
    let sending = place.planned(|_| {});
    let server = FaultSmtp::open(at_the(10, place.path.clone(), |other| {
        other
            .write(|tx| {
                // One who has it with one who waits, and two who wait.
                tx.join_customers(CustomerId(1), CustomerId(50), NOON)?;
                tx.join_customers(CustomerId(51), CustomerId(52), NOON)
            })
            .unwrap();
    }));
    let ended = place.run(sending, lines(server.port, 1, short()));
    assert_eq!(ended, Ended::Finished);
    assert_eq!(assert_agree(&server, &place.rows(sending)).len(), 58);
    for address in ["p50@example.com", "p52@example.com"] {
        assert_eq!(place.row(sending, address).reason, Some(Reason::SamePerson));
    }
}

#[test]
fn an_older_copy_put_back_while_it_goes_out_sends_nothing_twice() {
    let place = Place::with(90);
    let sending = place.planned(|_| {});
    let copy = place
        .store
        .back_up(BackupReason::Asked, &place.clock)
        .unwrap();
    let asked = AtomicUsize::new(0);
    let path = place.path.clone();
    let server = FaultSmtp::open(Plan::by(move |moment| {
        if moment.at == At::Rcpt && asked.fetch_add(1, Ordering::SeqCst) == 40 {
            pannier_store::restore(&path, &copy.name, &SetClock::at(NOON)).unwrap();
        }
        Deed::Usual
    }));
    let ended = place.run(sending, lines(server.port, 4, short()));
    assert_eq!(ended, Ended::Lost, "the file is another one");
    assert!(server.count() < 90);
    assert_eq!(to_the_end(&place, sending, &server, 4), 1);
    let rows = place.rows(sending);
    let taken = assert_agree(&server, &rows);
    let uncertain = place.count(sending, OutboxState::Uncertain);
    assert!(
        uncertain <= 4,
        "{uncertain} on their way when the copy came"
    );
    let known = rows.iter().filter(|row| row.state == OutboxState::Sent);
    assert_eq!(known.count() + uncertain, 90);
    assert!(taken.len() + uncertain >= 90, "nobody is lost");
}

#[test]
fn a_clock_that_is_set_back_loses_nobody_and_sends_nothing_twice() {
    let place = Place::with(80);
    let sending = place.planned(|_| {});
    let clock = place.clock.clone();
    let asked = AtomicUsize::new(0);
    let server = FaultSmtp::open(Plan::by(move |moment| {
        match moment.at {
            At::Rcpt if number(&moment.recipient) % 10 == 7 && moment.time == 1 => {
                return say("451 4.7.1 come again");
            }
            // Three years back, in the middle.
            At::Data if asked.fetch_add(1, Ordering::SeqCst) == 30 => {
                clock.add(-3 * 365 * 24 * 60 * MINUTE);
            }
            _ => {}
        }
        Deed::Usual
    }));
    let begun = pannier_core::Clock::now(&place.clock);
    for _ in 0..20 {
        match place.run(sending, lines(server.port, 2, short())) {
            Ended::Finished => break,
            Ended::Waits(until, _) => {
                let now = pannier_core::Clock::now(&place.clock);
                assert!(
                    until.0 - now.0 <= 48 * 60 * MINUTE,
                    "nobody waits for years"
                );
                place.clock.add(until.0 - now.0 + 1);
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(pannier_core::Clock::now(&place.clock) < Timestamp(begun.0 - MINUTE));
    assert_eq!(place.count(sending, OutboxState::Sent), 80);
    assert_eq!(assert_agree(&server, &place.rows(sending)).len(), 80);
}

#[test]
fn a_no_by_another_program_while_it_goes_out_is_heard() {
    let place = Place::with(50);
    let sending = place.planned(|_| {});
    let server = FaultSmtp::open(at_the(10, place.path.clone(), |other| {
        other
            .write(|tx| {
                let reason = pannier_store::SuppressionReason::Unsubscribed;
                tx.unsubscribe_address("p49@example.com", reason, "a mail", NOON, NOON)
            })
            .unwrap();
    }));
    let ended = place.run(sending, lines(server.port, 2, short()));
    assert_eq!(ended, Ended::Finished);
    let taken = assert_agree(&server, &place.rows(sending));
    assert!(taken.len() == 49 && !taken.contains_key("p49@example.com"));
    let row = place.row(sending, "p49@example.com");
    assert_eq!(row.reason, Some(Reason::SaidNo));
}
