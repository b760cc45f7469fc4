//! Programmes tried on past orders, beside what posting them gives.

use pannier_core::Currency;
use pannier_loyalty::{Earning, Expiry, Near, PastOrders, Programme, Rule, Tried, try_on_orders};

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
    assert_eq!((tried.orders, tried.all_orders), (4, 5));
    assert_eq!(tried.goods, 9_500 + 15_000 + 8_999 + 9_000 + 9_900);
    assert_eq!(
        tried.near,
        Some(Near {
            threshold: 10_000,
            within: 1_000,
            orders: 3,
            gap: 500 + 1_000 + 100,
            points: 10,
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

#[test]
fn several_programmes_are_tried_on_orders_that_were_read_once() {
    let shop = filled();
    let usual = Programme::default_of(Currency::EUR);
    let mut programmes: Vec<Programme> = usual
        .neighbouring_thresholds()
        .into_iter()
        .map(|to| usual.with_threshold(to))
        .collect();
    programmes.push(per_euro());
    let from = "2026-01-01".parse().unwrap();
    let outcomes: Vec<Tried> = shop
        .store
        .read(|tx| {
            let past = PastOrders::read(tx, &programmes, from, shop.now())?;
            assert_eq!(
                past.goods().sum::<i64>(),
                9_500 + 15_000 + 8_999 + 9_000 + 9_900
            );
            let tried = programmes.iter().map(|one| past.try_programme(tx, one));
            tried.collect::<Result<_, pannier_loyalty::Error>>()
        })
        .unwrap();
    let points: Vec<i64> = outcomes.iter().map(|tried| tried.points).collect();
    // From 80: 95.00, 150.00, 89.99 of which 40.00 came back, 90.00; from 120 and 140: 150.00.
    assert_eq!(points, [10 + 10 + 6 + 10, 10, 10, 95 + 150 + 49 + 90]);
    for (programme, found) in programmes.iter().zip(&outcomes) {
        assert_eq!(*found, tried(&shop, programme));
    }
}

#[test]
fn more_rewards_than_anybody_could_count_are_tried_in_no_time() {
    let shop = filled();
    let mut programme = per_euro();
    programme.rules = vec![Rule {
        id: 1,
        earns: Earning::Joining {
            points: pannier_loyalty::MOST_POINTS,
        },
    }];
    programme.rewards[0].costs = 1;
    let tried = tried(&shop, &programme);
    assert_eq!(tried.rewards, 2 << 53);
    assert_eq!(tried.outstanding, 0);
}
