//! Older copies of the shop file, other programs, and a full disk.

use pannier_campaign::{Ended, Error, Journal, retry};
use pannier_core::{Class, Clock, Stage};
use pannier_store::{BackupReason, OutboxState, PausedBy, Reason};

use crate::{place::Place, stub::Server};

#[test]
fn an_older_copy_that_is_put_back_sends_nothing_twice() {
    let place = Place::with(100);
    let sending = place.planned(|_| {});
    let copy = place
        .store
        .back_up(BackupReason::Asked, &place.clock)
        .unwrap();
    let server = Server::default();
    // It goes out to sixty, and is paused.
    let path = place.path.clone();
    let mut turn = 0;
    server.before(move |_| {
        turn += 1;
        if turn == 61 {
            crate::place::raw(&path)
                .execute_batch(
                    "UPDATE sending SET state = 'paused', paused_by = 'merchant', paused_why = 'you'",
                )
                .unwrap();
        }
    });
    let ended = place.run(sending, server.lines(1));
    assert!(matches!(ended, Ended::Elsewhere(_)), "{ended:?}");
    assert_eq!(server.arrived().len(), 60);
    drop(place.store);
    pannier_store::restore(&place.path, &copy.name, &place.clock).unwrap();
    let options = pannier_store::OpenOptions::new(pannier_store::Role::Owner);
    let store = pannier_store::Store::open(&place.path, options, &place.clock).unwrap();
    let place = Place { store, ..place };
    assert_eq!(
        place.count(sending, OutboxState::Ready),
        100,
        "it knows of nothing"
    );
    assert_eq!(place.run(sending, server.lines(2)), Ended::Finished);
    assert_eq!(server.arrived().len(), 100);
    let known = place
        .rows(sending)
        .iter()
        .filter(|row| row.reason == Some(Reason::Journal))
        .count();
    assert_eq!(known, 60);
}

#[test]
fn a_copy_that_is_put_back_while_it_goes_out_ends_the_run() {
    let place = Place::with(50);
    let sending = place.planned(|_| {});
    let server = Server::default();
    let path = place.path.clone();
    let mut turn = 0;
    server.before(move |_| {
        turn += 1;
        if turn == 20 {
            // As a restore does: the right to send is not this run's any more.
            crate::place::raw(&path)
                .execute_batch(
                    "DELETE FROM sender_lease;
                     UPDATE outbox SET state = 'ready', body_at = NULL, reason = '' WHERE state <> 'skipped';",
                )
                .unwrap();
        }
    });
    assert_eq!(place.run(sending, server.lines(1)), Ended::Lost);
    assert_eq!(server.arrived().len(), 19);
    assert_eq!(place.run(sending, server.lines(4)), Ended::Finished);
    assert_eq!(server.arrived().len(), 50);
}

#[test]
fn who_got_it_after_an_older_copy_was_made_is_not_tried_again() {
    let place = Place::with(4);
    let sending = place.planned(|_| {});
    let server = Server::default();
    for number in 1..=2 {
        server.tell(
            &format!("p{number}@example.com"),
            &[(Stage::Dot, Class::Policy)],
        );
    }
    assert_eq!(place.run(sending, server.lines(1)), Ended::Finished);
    let copy = place
        .store
        .back_up(BackupReason::Asked, &place.clock)
        .unwrap();
    // Both are tried again: one gets it, and of the other nobody knows.
    server.tell("p2@example.com", &[(Stage::Dot, Class::Uncertain)]);
    assert_eq!(retry(&place.store, sending, place.clock.now()).unwrap(), 2);
    assert_eq!(place.run(sending, server.lines(1)), Ended::Finished);
    assert_eq!(server.arrived().len(), 4);
    drop(place.store);
    pannier_store::restore(&place.path, &copy.name, &place.clock).unwrap();
    let options = pannier_store::OpenOptions::new(pannier_store::Role::Owner);
    let store = pannier_store::Store::open(&place.path, options, &place.clock).unwrap();
    let place = Place { store, ..place };
    assert_eq!(
        place.count(sending, OutboxState::Failed),
        2,
        "as the copy says"
    );
    assert_eq!(retry(&place.store, sending, place.clock.now()).unwrap(), 0);
    place.run(sending, server.lines(1));
    assert_eq!(server.arrived().len(), 4, "nobody twice");
    let state = |address: &str| place.row(sending, address).state;
    assert_eq!(state("p1@example.com"), OutboxState::Sent);
    assert_eq!(state("p2@example.com"), OutboxState::Uncertain);
}

#[test]
fn two_programs_never_send_at_once() {
    let place = Place::with(3);
    let sending = place.planned(|_| {});
    let key = place.store.read(|tx| tx.shop_key()).unwrap();
    let other = Journal::open(&place.path, key).unwrap();
    let server = Server::default();
    let refused = place.run_or_why(sending, server.lines(1));
    assert!(matches!(refused, Err(Error::SendsElsewhere)));
    drop(other);
    // Another computer, by the row in the shop file.
    place
        .store
        .write(|tx| tx.take_lease("elsewhere", place.clock.now()))
        .unwrap();
    let refused = place.run_or_why(sending, server.lines(1)).unwrap_err();
    assert!(
        refused.to_string().starts_with("Another computer sends"),
        "{refused}"
    );
    assert_eq!(server.asked(), 0);
    place.clock.add(121_000);
    assert_eq!(place.run(sending, server.lines(1)), Ended::Finished);
}

#[test]
fn a_full_disk_ends_it_in_words_and_loses_nothing() {
    let place = Place::with(400);
    let sending = place.planned(|_| {});
    let pages: u32 = place
        .raw()
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    let full = pannier_store::OpenOptions {
        page_limit: Some(pages),
        ..pannier_store::OpenOptions::new(pannier_store::Role::Owner)
    };
    drop(place.store);
    let store = pannier_store::Store::open(&place.path, full, &place.clock).unwrap();
    let place = Place { store, ..place };
    let server = Server::default();
    let ended = place.run_or_why(sending, server.lines(2));
    let why = match ended {
        Ok(Ended::Paused(PausedBy::Trouble, why)) => why,
        other => other.unwrap_err().to_string(),
    };
    assert!(why.contains("disk is full"), "{why}");
    let before = server.arrived().len();
    drop(place.store);
    let options = pannier_store::OpenOptions::new(pannier_store::Role::Owner);
    let store = pannier_store::Store::open(&place.path, options, &place.clock).unwrap();
    let place = Place { store, ..place };
    let ended = place.run(sending, server.lines(2));
    assert_eq!(ended, Ended::Finished);
    let mut arrived: Vec<String> = server.arrived().into_iter().map(|(to, _)| to).collect();
    assert!(arrived.len() >= before);
    arrived.sort();
    arrived.dedup();
    assert_eq!(arrived.len(), server.arrived().len(), "nobody twice");
    assert_eq!(arrived.len(), 400, "nobody lost");
}
