//! Points that go: when, whose, and after how long an absence of the program.

use pannier_core::Currency;
use pannier_loyalty::{Expiry, Programme};

use crate::{
    posting::per_euro,
    support::{Said, Shop, shop},
};

const ADA: &str = "ada@example.com";

fn expiring(expiry: Expiry) -> Programme {
    Programme {
        expiry,
        ..per_euro()
    }
}

fn after_earning(months: u32) -> Programme {
    expiring(Expiry::AfterEarning {
        months,
        warning_days: 14,
    })
}

fn tell(shop: &Shop) {
    shop.write(|tx| pannier_loyalty::tell_of_expiry(tx, shop.now()))
        .unwrap();
}

#[test]
fn points_live_through_the_end_of_their_last_day() {
    let shop = shop("2026-01-01T12:00:00Z");
    shop.set(&after_earning(3), None);
    tell(&shop);
    shop.go_to("2026-01-15T12:00:00Z");
    shop.import(&[
        Said::plain(1, ADA, "2026-01-10T10:00:00Z", 1_000),
        Said::plain(2, ADA, "2026-01-12T10:00:00Z", 2_000),
    ]);
    assert_eq!(
        shop.balance(ADA).next_expiry,
        Some(("2026-04-10T22:00:00Z".parse().unwrap(), 10))
    );
    shop.go_to("2026-04-10T21:59:59Z");
    assert_eq!(shop.post().rows, 0);
    assert_eq!(shop.available(ADA), 30);
    shop.go_to("2026-04-10T22:00:00Z");
    assert_eq!(shop.post().rows, 1);
    assert_eq!(shop.available(ADA), 20);
    assert_eq!(shop.post().rows, 0, "catching up twice is catching up once");
    shop.assert_settled();
}

#[test]
fn nothing_goes_before_a_whole_period_and_a_warning() {
    let shop = shop("2026-01-01T12:00:00Z");
    shop.set(&per_euro(), Some("2025-01-01T00:00:00Z"));
    shop.import(&[Said::plain(1, ADA, "2025-01-10T10:00:00Z", 1_000)]);
    shop.set(&after_earning(3), None);
    shop.go_to("2026-06-01T12:00:00Z");
    shop.post();
    assert_eq!(shop.available(ADA), 10, "nobody was told");
    assert_eq!(shop.balance(ADA).next_expiry, None);
    tell(&shop);
    shop.go_to("2026-06-15T12:00:00Z");
    shop.post();
    assert_eq!(shop.available(ADA), 10, "two weeks between are promised");
    shop.go_to("2026-06-15T22:00:00Z");
    shop.post();
    assert_eq!(shop.available(ADA), 0);
    shop.assert_settled();
}

#[test]
fn a_month_off_is_as_good_as_every_day() {
    let programme = after_earning(1);
    let orders: Vec<Said> = (1..=20)
        .map(|n| {
            let when = format!("2026-01-{n:02}T10:00:00Z");
            Said::plain(n, ADA, &when, 1_000 * i64::from(n))
        })
        .collect();
    let begin = || {
        let shop = shop("2026-01-01T08:00:00Z");
        shop.set(&programme, None);
        tell(&shop);
        shop.go_to("2026-01-31T12:00:00Z");
        shop.import(&orders);
        let ada = shop.customer(ADA).unwrap();
        shop.write(|tx| pannier_loyalty::redeem(tx, ada, 1, shop.now()))
            .unwrap();
        shop
    };
    let (daily, late) = (begin(), begin());
    for _ in 0..20 {
        daily.pass(24);
        daily.post();
        daily.post();
    }
    late.now.set(daily.now());
    late.post();
    assert_eq!(daily.balance(ADA), late.balance(ADA));
    let sums = |shop: &Shop| {
        let mut rows: Vec<_> = shop
            .rows()
            .iter()
            .map(|row| (row.effective_at, row.points, row.kind))
            .collect();
        rows.sort();
        rows
    };
    assert_eq!(sums(&daily), sums(&late));
    daily.assert_settled();
    late.assert_settled();
}

#[test]
fn an_order_keeps_points_alive_and_a_late_one_brings_them_back() {
    let shop = shop("2026-01-01T12:00:00Z");
    shop.set(
        &expiring(Expiry::WithoutOrder {
            months: 2,
            warning_days: 0,
        }),
        None,
    );
    tell(&shop);
    shop.go_to("2026-01-05T12:00:00Z");
    shop.import(&[Said::plain(1, ADA, "2026-01-02T10:00:00Z", 5_000)]);
    shop.go_to("2026-03-03T12:00:00Z");
    shop.post();
    assert_eq!(shop.available(ADA), 0, "2 March was the last day");
    // An order of 2 March is imported late: the points were never to go.
    shop.import(&[Said::plain(2, ADA, "2026-03-02T20:00:00Z", 100)]);
    assert_eq!(shop.available(ADA), 51);
    assert_eq!(
        shop.told(),
        ["earn +50", "expire -50", "earn +1", "reverse +50"]
    );
    shop.go_to("2026-05-03T12:00:00Z");
    shop.post();
    assert_eq!(shop.available(ADA), 0);
    shop.assert_settled();
}

#[test]
fn a_refund_of_points_that_are_gone_takes_nothing_more() {
    let shop = shop("2026-01-01T12:00:00Z");
    shop.set(&after_earning(1), None);
    tell(&shop);
    let order = Said::plain(1, ADA, "2026-01-02T10:00:00Z", 5_000);
    shop.import(std::slice::from_ref(&order));
    shop.go_to("2026-03-01T12:00:00Z");
    shop.post();
    assert_eq!(shop.available(ADA), 0);
    shop.import(&[order.refunded(2_500)]);
    assert_eq!(shop.available(ADA), 0);
    shop.assert_settled();
}

#[test]
fn a_clock_that_was_wrong_does_no_harm() {
    let shop = shop("2026-01-01T12:00:00Z");
    shop.set(&after_earning(6), None);
    tell(&shop);
    shop.import(&[Said::plain(1, ADA, "2026-01-01T13:00:00Z", 5_000)]);
    shop.go_to("2036-01-01T12:00:00Z");
    shop.post();
    assert_eq!(shop.available(ADA), 0);
    shop.go_to("2026-02-01T12:00:00Z");
    shop.post();
    assert_eq!(shop.available(ADA), 50, "what did not happen is taken back");
    shop.assert_settled();
}

#[test]
fn a_new_period_begins_for_everyone_when_it_is_shortened() {
    let shop = shop("2026-01-01T12:00:00Z");
    shop.set(&after_earning(24), None);
    tell(&shop);
    shop.import(&[Said::plain(1, ADA, "2026-01-01T13:00:00Z", 5_000)]);
    shop.go_to("2027-01-01T12:00:00Z");
    shop.set(&after_earning(3), None);
    tell(&shop);
    shop.go_to("2027-03-31T12:00:00Z");
    shop.post();
    assert_eq!(shop.available(ADA), 50);
    shop.go_to("2027-04-02T12:00:00Z");
    shop.post();
    assert_eq!(shop.available(ADA), 0);
    assert_eq!(Programme::default_of(Currency::EUR).expiry, Expiry::Never);
    shop.assert_settled();
}
