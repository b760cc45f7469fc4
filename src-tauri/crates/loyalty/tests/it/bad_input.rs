//! Facts that should not be, and that files hold all the same.

use pannier_core::Currency;
use pannier_loyalty::{Earning, Error, MOST_POINTS, Programme, Rule};

use crate::{
    posting::per_euro,
    support::{Said, shop},
};

const ADA: &str = "ada@example.com";
const BEA: &str = "bea@example.com";

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

#[test]
fn a_reward_whose_code_is_typed_small_and_with_blanks_is_known() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(&per_euro(), Some("2026-01-01T00:00:00Z"));
    shop.import(&[Said::plain(1, ADA, "2026-01-05T10:00:00Z", 25_000)]);
    let ada = shop.customer(ADA).unwrap();
    let issued = shop
        .write(|tx| pannier_loyalty::redeem(tx, ada, 1, shop.now()))
        .unwrap();
    let (front, back) = issued.code.split_at(5);
    let typed = format!(" {} {} ", front.to_lowercase(), back.to_lowercase());
    shop.import(&[Said {
        codes: typed.clone(),
        ..Said::plain(2, ADA, "2026-02-05T10:00:00Z", 5_000)
    }]);
    let used = shop.store.read(|tx| tx.reward_by_code(&issued.code));
    assert_eq!(used.unwrap().unwrap().uses, 1);
    let refused = shop.write(|tx| pannier_loyalty::unredeem(tx, &typed, shop.now()));
    assert_eq!(
        refused.unwrap_err().to_string(),
        format!(
            "The reward with the code {} was used already. Nothing was changed",
            issued.code
        )
    );
    shop.assert_settled();
}

#[test]
fn a_reward_that_is_worth_more_than_its_order_takes_off_no_more_than_that() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(&per_euro(), Some("2026-01-01T00:00:00Z"));
    shop.import(&[Said::plain(1, ADA, "2026-01-05T10:00:00Z", 25_000)]);
    let ada = shop.customer(ADA).unwrap();
    let issued = shop
        .write(|tx| pannier_loyalty::redeem(tx, ada, 1, shop.now()))
        .unwrap();
    // All of the order was taken off, though the reward is for a quarter.
    shop.import(&[Said {
        codes: issued.code,
        discounts: 4_000,
        ..Said::plain(2, ADA, "2026-02-05T10:00:00Z", 0)
    }]);
    assert_eq!(
        shop.available(ADA),
        150,
        "an order for nothing earns nothing"
    );
    shop.assert_settled();
}

#[test]
fn points_follow_an_order_that_a_merge_makes_another_persons() {
    let shop = shop("2026-03-01T12:00:00Z");
    let programme = Programme {
        caps: pannier_loyalty::Caps {
            per_day: Some(60),
            per_month: None,
        },
        ..per_euro()
    };
    shop.set(&programme, Some("2026-01-01T00:00:00Z"));
    shop.import(&[
        Said::plain(1, ADA, "2026-01-05T10:00:00Z", 5_000),
        Said::plain(2, BEA, "2026-01-05T11:00:00Z", 5_000),
    ]);
    let (ada, bea) = (shop.customer(ADA).unwrap(), shop.customer(BEA).unwrap());
    let before = shop.rows();
    shop.write(|tx| {
        tx.join_customers(ada, bea, shop.now())?;
        pannier_loyalty::post(tx, shop.now())
    })
    .unwrap();
    assert_eq!(shop.available(ADA), 60, "one person has one cap a day");
    assert_eq!(shop.available(BEA), 60);
    assert_eq!(shop.rows()[..before.len()], before, "no line was moved");
    shop.assert_settled();
    // The second order turns out to be Ada’s own.
    shop.import(&[Said::plain(2, ADA, "2026-01-05T11:00:00Z", 5_000)]);
    assert_eq!(shop.available(ADA), 60);
    shop.assert_settled();
}
