//! Facts that should not be, and that files hold all the same.

use pannier_core::Currency;
use pannier_loyalty::{Earning, Error, MOST_POINTS, Programme, Rule};

use crate::{
    posting::per_euro,
    support::{Said, shop},
};

const ADA: &str = "ada@example.com";

#[test]
fn a_refund_larger_than_the_order_takes_all_of_it_and_no_more() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(&per_euro(), Some("2026-01-01T00:00:00Z"));
    let order = Said::plain(1, ADA, "2026-01-05T10:00:00Z", 5_000);
    shop.import(&[
        order.clone().refunded(9_000),
        Said::plain(2, ADA, "2026-01-06T10:00:00Z", 1_000),
    ]);
    assert_eq!(shop.available(ADA), 10);
    assert_eq!(shop.told(), ["earn +50", "reverse -50", "earn +10"]);
    // The file was mended: what was wholly taken back is granted anew.
    shop.import(&[order.refunded(1_000)]);
    assert_eq!(shop.available(ADA), 50);
    shop.assert_settled();
}

#[test]
fn a_refund_from_before_its_order_counts_from_the_order_on() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(&per_euro(), Some("2026-01-01T00:00:00Z"));
    let order = Said::plain(1, ADA, "2026-02-05T10:00:00Z", 5_000);
    shop.import(&[Said {
        cancelled_at: Some("2026-01-05T10:00:00Z".parse().unwrap()),
        ..order.clone()
    }]);
    assert_eq!(shop.rows(), []);
    shop.import(std::slice::from_ref(&order));
    shop.import(&[Said {
        cancelled_at: Some("2026-01-05T10:00:00Z".parse().unwrap()),
        ..order.clone()
    }]);
    let rows = shop.rows();
    assert_eq!(rows[1].effective_at, order.placed_at);
    assert_eq!(shop.available(ADA), 0);
    shop.assert_settled();
}

#[test]
fn an_order_for_nothing_or_less_earns_by_its_goods() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(&per_euro(), Some("2026-01-01T00:00:00Z"));
    shop.import(&[
        Said::plain(1, ADA, "2026-01-05T10:00:00Z", 0),
        Said::plain(2, ADA, "2026-01-05T10:00:00Z", -4_000),
        Said::plain(3, ADA, "2026-01-05T10:00:00Z", 100),
    ]);
    assert_eq!(shop.available(ADA), 1);
    shop.assert_settled();
}

#[test]
fn more_points_than_can_be_counted_are_refused_whole() {
    let shop = shop("2026-03-01T12:00:00Z");
    let huge = Programme {
        rules: vec![Rule {
            id: 1,
            earns: Earning::PerAmount {
                points: MOST_POINTS,
                each: 1,
                rounding: pannier_loyalty::Rounding::Down,
                from: 0,
            },
        }],
        ..Programme::default_of(Currency::EUR)
    };
    shop.import(&[Said::plain(1, ADA, "2026-01-05T10:00:00Z", 5_000)]);
    let start = Some("2026-01-01T00:00:00Z".parse().unwrap());
    let refused = shop.write(|tx| pannier_loyalty::set_programme(tx, &huge, start, shop.now()));
    assert!(matches!(refused, Err(Error::TooManyPoints)));
    assert_eq!(shop.rows(), []);
    assert!(
        !shop.store.read(|tx| tx.has_programme()).unwrap(),
        "nothing of it stays"
    );
}

#[test]
fn an_erased_person_is_nobody_and_stays_so() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(&per_euro(), Some("2026-01-01T00:00:00Z"));
    let order = Said::plain(1, ADA, "2026-01-05T10:00:00Z", 5_000);
    let import = shop.import(std::slice::from_ref(&order));
    let ada = shop.customer(ADA).unwrap();
    let before = shop.rows();
    shop.store.erase_customer(ada, shop.now()).unwrap();
    assert_eq!(shop.customer(ADA), None);
    shop.post();
    assert_eq!(shop.rows(), before, "the lines stay, and are nobody’s");
    shop.assert_settled();
    shop.undo(import);
    assert_eq!(shop.told(), ["earn +50", "reverse -50"]);
    shop.assert_settled();
}
