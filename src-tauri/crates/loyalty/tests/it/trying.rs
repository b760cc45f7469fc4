//! Programmes tried on past orders, beside what posting them gives.

use pannier_core::Currency;
use pannier_loyalty::{Expiry, Near, Programme, Tried, try_on_orders};

use crate::{
    posting::per_euro,
    support::{Said, Shop, shop},
};

const ADA: &str = "ada@example.com";
const BEA: &str = "bea@example.com";

fn filled() -> Shop {
    let shop = shop("2026-07-01T12:00:00Z");
    shop.import(&[
        Said::plain(1, ADA, "2025-12-30T10:00:00Z", 90_000),
        Said::plain(2, ADA, "2026-01-10T10:00:00Z", 9_500),
        Said::plain(3, ADA, "2026-01-20T10:00:00Z", 15_000),
        Said::plain(4, BEA, "2026-03-05T10:00:00Z", 8_999).refunded(4_000),
        Said::plain(5, BEA, "2026-03-06T10:00:00Z", 9_000),
        Said {
            is_test: true,
            ..Said::plain(6, BEA, "2026-03-06T10:00:00Z", 9_900)
        },
        Said::plain(7, "", "2026-03-07T10:00:00Z", 9_900),
    ]);
    shop
}

fn tried(shop: &Shop, programme: &Programme) -> Tried {
    let from = "2026-01-01".parse().unwrap();
    shop.store
        .read(|tx| try_on_orders(tx, programme, from, shop.now()))
        .unwrap()
}

#[test]
fn what_is_tried_is_what_posting_would_give() {
    let shop = filled();
    let programme = per_euro();
    let tried = tried(&shop, &programme);
    assert_eq!(
        (tried.orders, tried.earning_orders, tried.people),
        (4, 4, 2)
    );
    assert_eq!(tried.points, 95 + 150 + 49 + 90);
    // 95 + 150 pay for two rewards, 49 + 90 for one.
    assert_eq!(tried.rewards, 3);
    assert_eq!(tried.outstanding, tried.points - 300);
    let months: Vec<(String, i64, u64, i64)> = tried
        .months
        .iter()
        .map(|m| (m.month.to_string(), m.points, m.rewards, m.outstanding))
        .collect();
    assert_eq!(
        months,
        [
            ("2026-01-01".to_owned(), 245, 2, 45),
            ("2026-02-01".to_owned(), 0, 0, 45),
            ("2026-03-01".to_owned(), 139, 1, 84),
        ]
    );
    assert_eq!(shop.rows(), [], "nothing is written");
    shop.set(&programme, Some("2025-12-31T23:00:00Z"));
    let posted: i64 = shop.rows().iter().map(|row| row.points).sum();
    assert_eq!(posted, tried.points);
}

#[test]
fn orders_just_below_the_threshold_are_counted() {
    let shop = filled();
    let tried = tried(&shop, &Programme::default_of(Currency::EUR));
    assert_eq!((tried.points, tried.earning_orders), (10, 1));
    assert_eq!(
        tried.near,
        Some(Near {
            threshold: 10_000,
            within: 1_000,
            orders: 3
        }),
        "95.00, 90.00, and 99.00 of someone whom nobody knows; 89.99 is too far"
    );
}

#[test]
fn points_expire_when_they_are_tried_as_well() {
    let shop = filled();
    let programme = Programme {
        expiry: Expiry::AfterEarning {
            months: 2,
            warning_days: 30,
        },
        ..per_euro()
    };
    let tried = tried(&shop, &programme);
    assert_eq!(tried.rewards, 3);
    assert_eq!(tried.expired, 45 + 39);
    assert_eq!(tried.outstanding, 0);
}
