//! Limits of accounts, as facts of the shop file.

use pannier_campaign::{Ended, day_allowance};
use pannier_core::{Class, ShopZone, Stage, Timestamp};

use crate::{
    place::{MINUTE, NOON, Place},
    stub::Server,
};

#[test]
fn a_days_limit_holds_over_starts_and_less_what_is_kept_back() {
    let place = Place::with(30);
    place.change_account(|said| said.per_day = Some(20));
    let sending = place.planned(|_| {});
    let server = Server::default();
    let ended = place.run(sending, server.lines(4));
    let Ended::Waits(until, _) = ended else {
        panic!("{ended:?}");
    };
    assert_eq!(server.arrived().len(), 18, "a tenth is kept back");
    assert_eq!(until, Timestamp(NOON.0 + 24 * 60 * MINUTE));
    place.clock.add(60 * MINUTE);
    assert!(matches!(
        place.run(sending, server.lines(4)),
        Ended::Waits(..)
    ));
    assert_eq!(server.arrived().len(), 18, "a new start does not forget");
    place.clock.add(24 * 60 * MINUTE);
    assert_eq!(place.run(sending, server.lines(4)), Ended::Finished);
    assert_eq!(server.arrived().len(), 30);
}

#[test]
fn a_clock_that_is_set_back_sends_no_more_than_may_be() {
    let place = Place::with(40);
    place.change_account(|said| {
        said.per_hour = Some(10);
        said.reserve_percent = 0;
    });
    let sending = place.planned(|_| {});
    let server = Server::default();
    assert!(matches!(
        place.run(sending, server.lines(2)),
        Ended::Waits(..)
    ));
    assert_eq!(server.arrived().len(), 10);
    place.clock.add(-30 * MINUTE);
    assert!(matches!(
        place.run(sending, server.lines(2)),
        Ended::Waits(..)
    ));
    assert_eq!(server.arrived().len(), 10, "what lies ahead still counts");
    // A clock that was years ahead does not hold anything up for years.
    place.clock.add(-3 * 365 * 24 * 60 * MINUTE);
    assert!(matches!(
        place.run(sending, server.lines(2)),
        Ended::Waits(..)
    ));
    assert_eq!(server.arrived().len(), 20);
}

#[test]
fn a_new_mailbox_sends_more_from_day_to_day() {
    let place = Place::with(0);
    place.change_account(|said| {
        said.per_day = Some(500);
        said.ramp_from = Some(NOON);
    });
    let account = place
        .store
        .read(|tx| tx.mail_account(place.account))
        .unwrap();
    let of_day = |day: i64| {
        let now = Timestamp(NOON.0 + day * 24 * 60 * MINUTE);
        day_allowance(&account, ShopZone::UTC, now).most
    };
    let days: Vec<Option<u32>> = (0..5).map(of_day).collect();
    assert_eq!(days, [Some(50), Some(100), Some(200), Some(400), Some(450)]);
}

#[test]
fn a_server_that_is_hurried_is_given_time() {
    let place = Place::with(200);
    let sending = place.planned(|_| {});
    let server = Server::default();
    server.tell("p101@example.com", &[(Stage::Mail, Class::Rate)]);
    let ended = place.run(sending, server.lines(1));
    assert!(
        matches!(ended, Ended::Waits(until, _) if until == Timestamp(NOON.0 + MINUTE)),
        "{ended:?}"
    );
    let account = place
        .store
        .read(|tx| tx.mail_account(place.account))
        .unwrap();
    assert_eq!(account.slowed_to, Some(50), "half of a hundred a minute");
    place.clock.add(2 * MINUTE);
    assert!(matches!(
        place.run(sending, server.lines(1)),
        Ended::Waits(..)
    ));
    assert_eq!(
        server.arrived().len(),
        155,
        "fifty a minute, and a tenth more once those went well"
    );
    let account = place
        .store
        .read(|tx| tx.mail_account(place.account))
        .unwrap();
    assert_eq!(
        account.slowed_to,
        Some(55),
        "a tenth faster after fifty that went well"
    );
}

#[test]
fn an_allowance_that_is_used_up_is_nobodys_fault() {
    let place = Place::with(5);
    let sending = place.planned(|_| {});
    let server = Server::default();
    server.tell("p3@example.com", &[(Stage::Rcpt, Class::Quota)]);
    let ended = place.run(sending, server.lines(1));
    assert!(
        matches!(ended, Ended::Waits(until, _) if until.0 > NOON.0 + 59 * MINUTE),
        "{ended:?}"
    );
    let listed = place
        .store
        .read(|tx| tx.suppressed_addresses("", 0, 10))
        .unwrap();
    assert!(listed.is_empty());
    place.clock.add(25 * 60 * MINUTE);
    assert_eq!(place.run(sending, server.lines(1)), Ended::Finished);
    assert_eq!(server.arrived().len(), 5);
}

#[test]
fn a_broken_line_is_tried_again_and_then_waits() {
    let place = Place::with(5);
    let sending = place.planned(|_| {});
    let server = Server::default();
    server.always(Some((Stage::Connect, Class::Line)));
    let ended = place.run(sending, server.lines(1));
    let soon = Timestamp(NOON.0 + 5_000);
    assert!(
        matches!(ended, Ended::Waits(until, _) if until == soon),
        "{ended:?}"
    );
    assert_eq!(server.asked(), 1);
    server.always(None);
    place.clock.add(MINUTE);
    assert_eq!(place.run(sending, server.lines(1)), Ended::Finished);
    assert_eq!(server.arrived().len(), 5);
}
