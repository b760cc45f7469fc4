//! A start by chance: who waits, earns nothing until their time, and nothing of it is rewritten.

use pannier_core::{Currency, CustomerId};
use pannier_loyalty::{Error, Millionths, Programme, StartPlan, set_start, stop_start};

use crate::support::{Said, Shop, shop};

/// All of them wait, as good as.
fn all_wait() -> StartPlan {
    StartPlan {
        later_share: Millionths::new(999_999),
        days: 30,
        smallest: Millionths::WHOLE,
    }
}

fn emails() -> Vec<String> {
    (0..40)
        .map(|number| format!("c{number}@example.com"))
        .collect()
}

/// Forty customers in February, a programme from 1 March on; it is 20 February.
fn filled() -> Shop {
    let shop = shop("2026-02-20T12:00:00Z");
    let orders: Vec<Said> = (0..)
        .zip(emails())
        .map(|(number, email)| Said::plain(number, &email, "2026-02-01T10:00:00Z", 12_000))
        .collect();
    shop.import(&orders);
    shop.set(
        &Programme::default_of(Currency::EUR),
        Some("2026-02-28T23:00:00Z"),
    );
    shop
}

fn everyone(shop: &Shop) -> Vec<CustomerId> {
    emails()
        .iter()
        .filter_map(|email| shop.customer(email))
        .collect()
}

fn half() -> StartPlan {
    StartPlan {
        later_share: Millionths::new(500_000),
        ..all_wait()
    }
}

fn set(shop: &Shop, plan: &StartPlan) -> Result<i64, Error> {
    let people = everyone(shop);
    shop.write(|tx| set_start(tx, &people, plan, shop.now()).map(|start| start.id))
}

/// An order of each on a day.
fn all_order(shop: &Shop, first: u32, at: &str) {
    let orders: Vec<Said> = (first..)
        .zip(emails())
        .map(|(number, email)| Said::plain(number, &email, at, 12_000))
        .collect();
    shop.import(&orders);
}

fn earned(shop: &Shop) -> Vec<i64> {
    emails().iter().map(|email| shop.available(email)).collect()
}

#[test]
fn who_waits_earns_nothing_until_their_time_and_then_as_everybody_does() {
    let shop = filled();
    let start = set(&shop, &half()).unwrap();
    let drawn = shop
        .store
        .read(|tx| tx.loyalty_start_people(start))
        .unwrap();
    let later = drawn.iter().filter(|person| person.is_later).count();
    assert_eq!(drawn.len(), 40);
    assert!((8..=32).contains(&later), "{later}");
    shop.go_to("2026-03-10T12:00:00Z");
    all_order(&shop, 100, "2026-03-05T10:00:00Z");
    shop.import(&[Said::plain(
        200,
        "new@example.com",
        "2026-03-06T10:00:00Z",
        12_000,
    )]);
    assert_eq!(
        shop.available("new@example.com"),
        10,
        "who comes later is not drawn"
    );
    let now = earned(&shop);
    assert_eq!(now.iter().filter(|points| **points == 0).count(), later);
    assert_eq!(
        now.iter().sum::<i64>(),
        10 * (40 - i64::try_from(later).unwrap())
    );
    shop.assert_settled();
    // 30 days of the shop after 1 March, across the change of the clocks.
    shop.go_to("2026-04-10T12:00:00Z");
    all_order(&shop, 300, "2026-03-30T21:59:00Z");
    all_order(&shop, 400, "2026-03-30T22:01:00Z");
    let then = earned(&shop);
    for (before, after) in now.iter().zip(&then) {
        let expected = if *before == 0 { 10 } else { 30 };
        assert_eq!(*after, expected);
    }
    shop.assert_settled();
}

#[test]
fn letting_everybody_have_it_changes_nothing_of_the_past() {
    let shop = filled();
    set(&shop, &all_wait()).unwrap();
    shop.go_to("2026-03-10T12:00:00Z");
    all_order(&shop, 100, "2026-03-05T10:00:00Z");
    assert_eq!(shop.rows(), [], "all of them wait");
    shop.write(|tx| stop_start(tx, shop.now())).unwrap();
    assert_eq!(shop.rows(), []);
    shop.go_to("2026-03-12T12:00:00Z");
    all_order(&shop, 200, "2026-03-11T10:00:00Z");
    assert!(earned(&shop).iter().all(|points| *points == 10));
    shop.assert_settled();
    let again = shop.write(|tx| stop_start(tx, shop.now()));
    assert!(matches!(again, Err(Error::NoStart)));
}

#[test]
fn it_is_set_once_and_before_the_programme_begins() {
    let none = shop("2026-02-20T12:00:00Z");
    assert!(matches!(set(&none, &all_wait()), Err(Error::NoProgramme)));
    let begun = filled();
    begun.go_to("2026-03-01T12:00:00Z");
    assert!(matches!(
        set(&begun, &all_wait()),
        Err(Error::StartedAlready)
    ));
    let shop = filled();
    set(&shop, &half()).unwrap();
    assert!(matches!(set(&shop, &half()), Err(Error::StartedAlready)));
}

#[test]
fn it_holds_through_an_import_that_is_undone_and_done_again() {
    let shop = shop("2026-02-20T12:00:00Z");
    let orders: Vec<Said> = (0..)
        .zip(emails())
        .map(|(number, email)| Said::plain(number, &email, "2026-02-01T10:00:00Z", 12_000))
        .collect();
    let import = shop.import(&orders);
    let programme = Programme::default_of(Currency::EUR);
    shop.set(&programme, Some("2026-02-28T23:00:00Z"));
    set(&shop, &all_wait()).unwrap();
    shop.undo(import);
    shop.import(&orders);
    shop.go_to("2026-03-10T12:00:00Z");
    all_order(&shop, 100, "2026-03-05T10:00:00Z");
    assert_eq!(shop.rows(), [], "all of them wait still");
    shop.assert_settled();
}
