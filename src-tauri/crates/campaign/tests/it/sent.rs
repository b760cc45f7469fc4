//! One message after the other: what becomes of each, whatever the server says.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use pannier_campaign::{Ended, decide, retry};
use pannier_core::{Class, Clock, CustomerId, Stage, Timestamp};
use pannier_store::{OutboxState, PausedBy, QuietHours, Reason, SendingState, SuppressionReason};

use crate::{
    place::{MINUTE, NOON, Place},
    stub::Server,
};

#[test]
fn everyone_gets_it_once() {
    let place = Place::with(300);
    let sending = place.planned(|_| {});
    let server = Server::default();
    assert_eq!(place.run(sending, server.lines(4)), Ended::Finished);
    let arrived: BTreeSet<(String, String)> = server.arrived().into_iter().collect();
    assert_eq!((arrived.len(), server.arrived().len()), (300, 300));
    assert_eq!(place.count(sending, OutboxState::Sent), 300);
    let row = place.row(sending, "p7@example.com");
    assert!(arrived.contains(&("p7@example.com".into(), row.word)));
    assert_eq!(row.said, "250 taken");
    let state = place.store.read(|tx| tx.sending(sending)).unwrap().state;
    assert_eq!(state, SendingState::Finished);
    assert_eq!(
        place.run(sending, server.lines(1)),
        Ended::Elsewhere(SendingState::Finished)
    );
    assert_eq!(server.asked(), 300);
}

#[test]
fn what_the_server_says_decides_for_each() {
    let place = Place::with(6);
    let sending = place.planned(|_| {});
    let server = Server::default();
    server.tell("p1@example.com", &[(Stage::Rcpt, Class::Hard)]);
    server.tell("p2@example.com", &[(Stage::Rcpt, Class::Greylist)]);
    server.tell("p3@example.com", &[(Stage::Dot, Class::NotAccepted)]);
    server.tell("p4@example.com", &[(Stage::Dot, Class::Uncertain)]);
    server.tell("p5@example.com", &[(Stage::Body, Class::Line)]);
    let ended = place.run(sending, server.lines(1));
    assert!(matches!(ended, Ended::Waits(..)), "{ended:?}");
    let state = |n: u32| place.row(sending, &format!("p{n}@example.com"));
    assert_eq!(state(1).reason, Some(Reason::NotExisting));
    assert_eq!(state(2).reason, Some(Reason::ComeAgain));
    assert_eq!(state(2).next_at, Timestamp(NOON.0 + 5 * MINUTE));
    assert_eq!(state(3).state, OutboxState::Ready);
    assert_eq!(state(4).state, OutboxState::Uncertain);
    place.clock.add(6 * MINUTE);
    assert_eq!(place.run(sending, server.lines(2)), Ended::Finished);
    assert_eq!(
        place.count(sending, OutboxState::Sent),
        4,
        "the cut line was no try of anyone's"
    );
    assert_eq!(
        state(4).state,
        OutboxState::Uncertain,
        "never again by itself"
    );
    assert_eq!(server.arrived().len(), 5);
    let listed = place
        .store
        .read(|tx| tx.suppressed_addresses("", 0, 10))
        .unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].reason, SuppressionReason::Bounced);
    // Another message leaves the dead address out.
    let next = place.planned(|_| {});
    assert_eq!(
        place.row(next, "p1@example.com").reason,
        Some(Reason::Bounced)
    );
}

#[test]
fn an_account_that_is_refused_harms_nobody() {
    for class in [Class::Auth, Class::Sender, Class::Security] {
        let place = Place::with(5);
        let sending = place.planned(|_| {});
        let server = Server::default();
        server.always(Some((Stage::Auth, class)));
        let ended = place.run(sending, server.lines(1));
        assert!(
            matches!(ended, Ended::Paused(PausedBy::Account, _)),
            "{ended:?}"
        );
        assert_eq!(server.asked(), 1, "it never loops");
        assert_eq!(place.count(sending, OutboxState::Ready), 5);
        let account = place
            .store
            .read(|tx| tx.mail_account(place.account))
            .unwrap();
        assert!(!account.paused_why.is_empty());
        let ended = place.run(sending, server.lines(1));
        assert!(matches!(ended, Ended::Paused(PausedBy::Account, _)));
        assert_eq!(server.asked(), 1, "not until it is mended");
        server.always(None);
        place
            .store
            .write(|tx| tx.pause_mail_account(place.account, ""))
            .unwrap();
        assert_eq!(place.run(sending, server.lines(1)), Ended::Finished);
        assert_eq!(server.arrived().len(), 5);
    }
}

#[test]
fn three_refusals_of_the_message_in_a_row_pause_it() {
    let place = Place::with(10);
    let sending = place.planned(|_| {});
    let server = Server::default();
    server.always(Some((Stage::Dot, Class::Policy)));
    let ended = place.run(sending, server.lines(1));
    let Ended::Paused(PausedBy::Refusals, why) = ended else {
        panic!("{ended:?}");
    };
    assert!(
        why.contains("3 times in a row") && why.contains("policy as told"),
        "{why}"
    );
    assert_eq!(place.count(sending, OutboxState::Failed), 3);
    assert_eq!(place.count(sending, OutboxState::Ready), 7);
    // Those who failed alone are tried again.
    server.always(None);
    assert_eq!(retry(&place.store, sending, place.clock.now()).unwrap(), 3);
    assert_eq!(place.run(sending, server.lines(2)), Ended::Finished);
    assert_eq!(server.arrived().len(), 10);
}

#[test]
fn a_mailbox_that_is_full_three_times_is_left_in_peace() {
    let place = Place::with(2);
    let server = Server::default();
    for turn in 0..4 {
        let sending = place.planned(|_| {});
        server.tell("p1@example.com", &[(Stage::Rcpt, Class::Soft); 4]);
        while !matches!(place.run(sending, server.lines(1)), Ended::Finished) {
            place.clock.add(5 * 60 * MINUTE);
        }
        let row = place.row(sending, "p1@example.com");
        let expected = if turn < 3 {
            Reason::MailboxFull
        } else {
            Reason::OftenFull
        };
        assert_eq!(row.reason, Some(expected), "message {turn}");
    }
}

#[test]
fn nobody_is_written_to_at_night() {
    let place = Place::with(3);
    place
        .raw()
        .execute_batch("UPDATE customer SET country = 'JP' WHERE id = 2")
        .unwrap();
    let night = QuietHours {
        from: 21 * 60,
        until: 8 * 60,
    };
    let sending = place.planned(|said| said.quiet = Some(night));
    let server = Server::default();
    // 14:00 in Berlin is 21:00 in Tokyo.
    let ended = place.run(sending, server.lines(1));
    let morning: Timestamp = "2026-06-30T23:00:00Z".parse().unwrap();
    assert!(
        matches!(ended, Ended::Waits(at, _) if at == morning),
        "{ended:?}"
    );
    assert_eq!(server.arrived().len(), 2);
    place.clock.add(morning.0 - NOON.0);
    // One in the morning in Berlin: but nobody waits there.
    assert_eq!(place.run(sending, server.lines(1)), Ended::Finished);
    assert_eq!(server.arrived().len(), 3);
}

#[test]
fn it_waits_for_its_time_and_asks_when_that_is_long_ago() {
    let place = Place::with(2);
    let at = Timestamp(NOON.0 + 60 * MINUTE);
    let sending = place.planned(|said| said.starts_at = Some(at));
    let server = Server::default();
    assert!(matches!(place.run(sending, server.lines(1)), Ended::Waits(until, _) if until == at));
    place.clock.add((60 + 121) * MINUTE);
    let ended = place.run(sending, server.lines(1));
    assert!(
        matches!(ended, Ended::Paused(PausedBy::Late, _)),
        "{ended:?}"
    );
    assert_eq!(server.asked(), 0);
}

#[test]
fn a_no_on_the_way_is_heard() {
    let place = Place::with(40);
    let sending = place.planned(|_| {});
    let server = Server::default();
    let path = place.path.clone();
    let told = Arc::new(Mutex::new(None));
    let whose = Arc::clone(&told);
    // At the fifth, the one who is about to get it says no, and so does somebody who waits.
    let mut turn = 0;
    server.before(move |address| {
        turn += 1;
        if turn != 5 {
            return;
        }
        *whose.lock().unwrap() = Some(address.to_owned());
        let clock = crate::place::SetClock::at(NOON);
        let options = pannier_store::OpenOptions::new(pannier_store::Role::Guest);
        let other = pannier_store::Store::open(&path, options, &clock).unwrap();
        for address in [address, "p40@example.com"] {
            other
                .write(|tx| {
                    let reason = SuppressionReason::Unsubscribed;
                    tx.unsubscribe_address(address, reason, "a mail", NOON, NOON)
                })
                .unwrap();
        }
    });
    assert_eq!(place.run(sending, server.lines(1)), Ended::Finished);
    let who = told.lock().unwrap().clone().unwrap();
    for address in [who.as_str(), "p40@example.com"] {
        let row = place.row(sending, address);
        assert_eq!(
            (row.state, row.reason),
            (OutboxState::Skipped, Some(Reason::SaidNo))
        );
    }
    assert_eq!(server.arrived().len(), 38);
    let said = place
        .store
        .read(|tx| tx.consent_history(&BTreeSet::from([CustomerId(40)])))
        .unwrap();
    assert_eq!(
        said[0].event.state,
        pannier_core::ConsentState::Unsubscribed
    );
}

#[test]
fn people_who_turn_out_to_be_one_get_it_once() {
    let place = Place::with(20);
    let sending = place.planned(|_| {});
    let server = Server::default();
    let path = place.path.clone();
    let mut turn = 0;
    server.before(move |_| {
        turn += 1;
        if turn == 6 {
            let clock = crate::place::SetClock::at(NOON);
            let options = pannier_store::OpenOptions::new(pannier_store::Role::Guest);
            let other = pannier_store::Store::open(&path, options, &clock).unwrap();
            other
                .write(|tx| {
                    // One who has it with one who waits, and two who wait.
                    tx.join_customers(CustomerId(1), CustomerId(15), NOON)?;
                    tx.join_customers(CustomerId(16), CustomerId(17), NOON)
                })
                .unwrap();
        }
    });
    assert_eq!(place.run(sending, server.lines(1)), Ended::Finished);
    assert_eq!(server.arrived().len(), 18);
    for address in ["p15@example.com", "p17@example.com"] {
        assert_eq!(place.row(sending, address).reason, Some(Reason::SamePerson));
    }
}

#[test]
fn a_pause_and_a_stop_are_obeyed() {
    let place = Place::with(30);
    let sending = place.planned(|_| {});
    let server = Server::default();
    let path = place.path.clone();
    let mut turn = 0;
    server.before(move |_| {
        turn += 1;
        if turn == 10 {
            let clock = crate::place::SetClock::at(NOON);
            let options = pannier_store::OpenOptions::new(pannier_store::Role::Guest);
            let other = pannier_store::Store::open(&path, options, &clock).unwrap();
            other
                .write(|tx| tx.pause_sending(sending, PausedBy::Merchant, "you"))
                .unwrap();
        }
    });
    let ended = place.run(sending, server.lines(1));
    assert_eq!(ended, Ended::Elsewhere(SendingState::Paused));
    assert_eq!(server.arrived().len(), 9, "the one at hand waits too");
    assert_eq!(place.count(sending, OutboxState::Ready), 21);
    let left = place
        .store
        .write(|tx| tx.stop_sending(sending, place.clock.now()))
        .unwrap();
    assert_eq!(left, 21);
    assert_eq!(
        place.run(sending, server.lines(1)),
        Ended::Elsewhere(SendingState::Stopped)
    );
    assert_eq!(server.arrived().len(), 9);
}

#[test]
fn the_merchant_decides_on_what_may_have_arrived() {
    let place = Place::with(2);
    let sending = place.planned(|_| {});
    let server = Server::default();
    for n in 1..=2 {
        server.tell(
            &format!("p{n}@example.com"),
            &[(Stage::Dot, Class::Uncertain)],
        );
    }
    assert_eq!(place.run(sending, server.lines(1)), Ended::Finished);
    let (one, two) = (
        place.row(sending, "p1@example.com"),
        place.row(sending, "p2@example.com"),
    );
    decide(&place.store, one.id, true, NOON).unwrap();
    decide(&place.store, two.id, false, NOON).unwrap();
    assert!(
        decide(&place.store, two.id, true, NOON).is_err(),
        "it is settled"
    );
    assert_eq!(place.run(sending, server.lines(1)), Ended::Finished);
    let to = |address: &str| {
        server
            .arrived()
            .iter()
            .filter(|(to, _)| to == address)
            .count()
    };
    assert_eq!((to("p1@example.com"), to("p2@example.com")), (2, 1));
    let ids: BTreeSet<String> = server.arrived().into_iter().map(|(_, id)| id).collect();
    assert_eq!(ids.len(), 2, "sent again it is the same message");
}
