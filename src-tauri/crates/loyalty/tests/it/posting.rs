//! Orders, refunds, cancellations, undone imports and joined people, as they reach the ledger.

use pannier_core::{Currency, Timestamp};
use pannier_loyalty::{Caps, Earning, Programme, Rule};
use pannier_store::LedgerKind;

use crate::support::{Said, Shop, shop};

fn default_shop() -> Shop {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(
        &Programme::default_of(Currency::EUR),
        Some("2026-01-01T00:00:00Z"),
    );
    shop
}

/// One point for each euro.
pub(crate) fn per_euro() -> Programme {
    Programme {
        rules: vec![Rule {
            id: 1,
            earns: Earning::PerAmount {
                points: 1,
                each: 100,
                rounding: pannier_loyalty::Rounding::Down,
                from: 0,
            },
        }],
        ..Programme::default_of(Currency::EUR)
    }
}

fn euro_shop() -> Shop {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(&per_euro(), Some("2026-01-01T00:00:00Z"));
    shop
}

const ADA: &str = "ada@example.com";
const BEA: &str = "bea@example.com";

#[test]
fn without_a_programme_nothing_is_posted_or_kept() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.import(&[Said::plain(1, ADA, "2026-02-01T10:00:00Z", 12_000)]);
    assert_eq!(shop.rows(), []);
    assert_eq!(shop.post().orders, 0);
    shop.set(
        &Programme::default_of(Currency::EUR),
        Some("2026-01-01T00:00:00Z"),
    );
    assert_eq!(
        shop.available(ADA),
        10,
        "what was imported before counts from the start on"
    );
    shop.assert_settled();
}

#[test]
fn ten_points_for_each_order_of_a_hundred() {
    let shop = default_shop();
    shop.import(&[
        Said::plain(1, ADA, "2025-12-31T10:00:00Z", 50_000),
        Said::plain(2, ADA, "2026-01-05T10:00:00Z", 10_000),
        Said::plain(3, ADA, "2026-01-06T10:00:00Z", 9_999),
        Said::plain(4, BEA, "2026-01-07T10:00:00Z", 25_000),
        Said {
            is_test: true,
            ..Said::plain(5, BEA, "2026-01-08T10:00:00Z", 25_000)
        },
        Said {
            currency: Currency::USD,
            ..Said::plain(6, BEA, "2026-01-09T10:00:00Z", 25_000)
        },
        Said::plain(7, "", "2026-01-09T10:00:00Z", 25_000),
    ]);
    assert_eq!(shop.available(ADA), 10);
    assert_eq!(shop.available(BEA), 10);
    assert_eq!(shop.told(), ["earn +10", "earn +10"]);
    shop.assert_settled();
}

#[test]
fn the_same_file_again_changes_nothing() {
    let shop = default_shop();
    let orders = [
        Said::plain(1, ADA, "2026-01-05T10:00:00Z", 10_000),
        Said::plain(2, ADA, "2026-01-06T10:00:00Z", 20_000).refunded(5_000),
    ];
    shop.import(&orders);
    let before = shop.rows();
    shop.import(&orders);
    assert_eq!(shop.rows(), before);
    shop.assert_settled();
}

#[test]
fn a_refund_takes_back_its_share_of_that_grant() {
    let shop = euro_shop();
    let order = Said::plain(1, ADA, "2026-01-05T10:00:00Z", 10_050);
    shop.import(std::slice::from_ref(&order));
    assert_eq!(shop.available(ADA), 100);
    // A third: 100 × 3,350 ÷ 10,050 is 33 and a third.
    shop.import(&[order.clone().refunded(3_350)]);
    assert_eq!(shop.available(ADA), 67);
    // Two thirds: the share of all so far is rounded, not that of each refund.
    shop.import(&[order.clone().refunded(6_700)]);
    assert_eq!(shop.available(ADA), 33);
    shop.import(&[order.clone().refunded(10_050)]);
    assert_eq!(shop.available(ADA), 0);
    assert_eq!(
        shop.told(),
        ["earn +100", "reverse -33", "reverse -34", "reverse -33"]
    );
    let rows = shop.rows();
    assert!(rows[1..].iter().all(|row| row.reverses == Some(rows[0].id)));
    shop.assert_settled();
}

#[test]
fn the_programme_of_the_time_decides_whatever_it_says_today() {
    let shop = euro_shop();
    let order = Said::plain(1, ADA, "2026-01-05T10:00:00Z", 5_000);
    shop.import(std::slice::from_ref(&order));
    let doubled = Programme {
        rules: vec![Rule {
            id: 1,
            earns: Earning::PerAmount {
                points: 2,
                each: 100,
                rounding: pannier_loyalty::Rounding::Down,
                from: 0,
            },
        }],
        ..per_euro()
    };
    shop.set(&doubled, None);
    assert_eq!(shop.available(ADA), 50, "a change never rewrites the past");
    shop.import(&[order.refunded(2_500)]);
    assert_eq!(
        shop.available(ADA),
        25,
        "half of what was given is taken back"
    );
    shop.pass(1);
    shop.import(&[Said::plain(2, ADA, "2026-03-01T12:30:00Z", 5_000)]);
    assert_eq!(shop.available(ADA), 125);
    // A late order of the time before counts as it did then.
    shop.import(&[Said::plain(3, ADA, "2026-02-01T12:30:00Z", 5_000)]);
    assert_eq!(shop.available(ADA), 175);
    shop.assert_settled();
}

#[test]
fn cancelled_and_revived_is_granted_anew() {
    let shop = default_shop();
    let order = Said::plain(1, ADA, "2026-01-05T10:00:00Z", 12_000);
    shop.import(std::slice::from_ref(&order));
    let cancelled = Said {
        cancelled_at: Some("2026-01-06T08:00:00Z".parse().unwrap()),
        ..order.clone()
    };
    shop.import(&[cancelled]);
    assert_eq!(shop.available(ADA), 0);
    let back = shop.rows()[1];
    assert_eq!(back.effective_at, "2026-01-06T08:00:00Z".parse().unwrap());
    shop.import(&[order]);
    assert_eq!(shop.told(), ["earn +10", "reverse -10", "earn +10"]);
    let rows = shop.rows();
    assert_eq!((rows[0].sequence, rows[2].sequence), (0, 1));
    assert_eq!(rows[2].effective_at, rows[0].effective_at);
    shop.assert_settled();
}

#[test]
fn an_import_undone_and_done_again() {
    let shop = default_shop();
    let orders: Vec<Said> = (1..=5)
        .map(|n| Said::plain(n, ADA, "2026-01-05T10:00:00Z", 12_000))
        .collect();
    shop.import(&orders[..2]);
    let second = shop.import(&orders[2..]);
    assert_eq!(shop.available(ADA), 50);
    shop.undo(second);
    assert_eq!(shop.available(ADA), 20);
    shop.import(&orders[2..]);
    assert_eq!(shop.available(ADA), 50);
    shop.assert_settled();
}

#[test]
fn an_undone_customer_has_their_points_again_when_they_come_back() {
    let shop = default_shop();
    let orders: Vec<Said> = (1..=10)
        .map(|n| Said::plain(n, ADA, "2026-01-05T10:00:00Z", 12_000))
        .collect();
    let import = shop.import(&orders);
    let ada = shop.customer(ADA).unwrap();
    shop.write(|tx| pannier_loyalty::redeem(tx, ada, 1, shop.now()))
        .unwrap();
    shop.undo(import);
    assert!(
        shop.customer(ADA).is_none(),
        "nobody is known by that address"
    );
    shop.import(&[Said::plain(50, BEA, "2026-01-05T10:00:00Z", 12_000)]);
    assert_eq!(
        shop.available(BEA),
        10,
        "whoever gets the row of a customer does not get their points"
    );
    shop.import(&orders);
    assert_eq!(shop.available(ADA), 0, "what was spent stays spent");
    shop.import(&[Said::plain(11, ADA, "2026-01-09T10:00:00Z", 12_000)]);
    assert_eq!(shop.available(ADA), 10);
    shop.assert_settled();
}

#[test]
fn an_edit_takes_the_grant_back_and_gives_what_it_is_now() {
    let shop = euro_shop();
    let order = Said::plain(1, ADA, "2026-01-05T10:00:00Z", 5_000);
    shop.import(std::slice::from_ref(&order));
    shop.import(&[Said {
        goods: 7_000,
        ..order.clone()
    }]);
    assert_eq!(shop.told(), ["earn +50", "reverse -50", "earn +70"]);
    shop.import(&[Said {
        email: Some(BEA.to_owned()),
        goods: 7_000,
        ..order
    }]);
    assert!(shop.customer(ADA).is_none());
    assert_eq!(shop.available(BEA), 70, "it is another customer's now");
    shop.assert_settled();
}

#[test]
fn joining_people_moves_no_row_and_can_be_undone() {
    let shop = euro_shop();
    shop.import(&[
        Said::plain(1, ADA, "2026-01-05T10:00:00Z", 6_000),
        Said::plain(2, BEA, "2026-01-06T10:00:00Z", 6_000),
    ]);
    let (ada, bea) = (shop.customer(ADA).unwrap(), shop.customer(BEA).unwrap());
    let before = shop.rows();
    shop.write(|tx| {
        tx.join_customers(ada, bea, shop.now())?;
        pannier_loyalty::post(tx, shop.now())
    })
    .unwrap();
    assert_eq!(shop.rows(), before, "no row is moved");
    assert_eq!((shop.available(ADA), shop.available(BEA)), (120, 120));
    let issued = shop
        .write(|tx| pannier_loyalty::redeem(tx, bea, 1, shop.now()))
        .unwrap();
    assert_eq!(issued.available, 20);
    assert_eq!((shop.available(ADA), shop.available(BEA)), (20, 20));
    shop.write(|tx| {
        tx.part_customers(ada, bea, shop.now())?;
        pannier_loyalty::post(tx, shop.now())
    })
    .unwrap();
    assert_eq!(
        (shop.available(ADA), shop.available(BEA)),
        (60, -40),
        "each has their own lines again"
    );
    shop.assert_settled();
}

#[test]
fn what_someone_did_counts_for_the_person() {
    let shop = shop("2026-03-01T12:00:00Z");
    let third = Programme {
        rules: vec![Rule {
            id: 4,
            earns: Earning::NthOrder {
                points: 30,
                nth: 3,
                again: false,
            },
        }],
        ..Programme::default_of(Currency::EUR)
    };
    shop.set(&third, Some("2026-01-01T00:00:00Z"));
    shop.import(&[
        Said::plain(1, ADA, "2026-01-05T10:00:00Z", 600),
        Said::plain(2, BEA, "2026-01-06T10:00:00Z", 600),
        Said::plain(3, BEA, "2026-01-07T10:00:00Z", 600),
    ]);
    assert_eq!(shop.rows(), []);
    let (ada, bea) = (shop.customer(ADA).unwrap(), shop.customer(BEA).unwrap());
    shop.write(|tx| {
        tx.join_customers(ada, bea, shop.now())?;
        pannier_loyalty::post(tx, shop.now())
    })
    .unwrap();
    assert_eq!(shop.available(ADA), 30, "together it is their third order");
    shop.write(|tx| {
        tx.part_customers(ada, bea, shop.now())?;
        pannier_loyalty::post(tx, shop.now())
    })
    .unwrap();
    assert_eq!(shop.available(BEA), 0);
    shop.assert_settled();
}

#[test]
fn what_another_transaction_left_is_posted_later() {
    let shop = default_shop();
    let orders = [Said::plain(1, ADA, "2026-01-05T10:00:00Z", 12_000)];
    let import = shop.write(|tx| Ok(shop.import_in(tx, &orders))).unwrap();
    assert_eq!(shop.rows(), []);
    assert_eq!(shop.post().rows, 1);
    shop.write(|tx| {
        shop.undo_in(tx, import);
        Ok(())
    })
    .unwrap();
    assert_eq!(shop.post().rows, 1);
    assert_eq!(shop.told(), ["earn +10", "reverse -10"]);
    shop.assert_settled();
}

#[test]
fn caps_hold_by_day_and_month_in_the_order_of_orders() {
    let shop = shop("2026-03-01T12:00:00Z");
    let capped = Programme {
        caps: Caps {
            per_day: Some(60),
            per_month: Some(100),
        },
        ..per_euro()
    };
    shop.set(&capped, Some("2026-01-01T00:00:00Z"));
    shop.import(&[
        Said::plain(2, ADA, "2026-01-05T12:00:00Z", 5_000),
        Said::plain(3, ADA, "2026-01-06T12:00:00Z", 5_000),
        Said::plain(4, ADA, "2026-02-01T12:00:00Z", 7_000),
    ]);
    assert_eq!(shop.available(ADA), 50 + 50 + 60);
    // An earlier order of the same day comes to light: it takes what the day leaves first.
    shop.import(&[Said::plain(1, ADA, "2026-01-05T11:00:00Z", 5_000)]);
    assert_eq!(shop.available(ADA), 50 + 10 + 40 + 60);
    shop.assert_settled();
}

#[test]
fn pending_points_count_from_their_release() {
    let shop = shop("2026-03-01T12:00:00Z");
    let patient = Programme {
        pending_days: 14,
        ..per_euro()
    };
    shop.set(&patient, Some("2026-01-01T00:00:00Z"));
    let order = Said::plain(1, ADA, "2026-02-25T10:00:00Z", 10_000);
    shop.import(std::slice::from_ref(&order));
    let balance = shop.balance(ADA);
    assert_eq!((balance.available, balance.pending), (0, 100));
    let ada = shop.customer(ADA).unwrap();
    let refused = shop.write(|tx| pannier_loyalty::redeem(tx, ada, 1, shop.now()));
    assert!(refused.is_err(), "nobody spends what is pending");
    shop.import(&[order.clone().refunded(4_000)]);
    assert_eq!(shop.balance(ADA).pending, 60);
    shop.go_to("2026-03-10T22:59:59Z");
    assert_eq!(shop.available(ADA), 0);
    shop.go_to("2026-03-10T23:00:00Z");
    assert_eq!(
        shop.available(ADA),
        60,
        "at the shop's midnight, 14 days after"
    );
    shop.assert_settled();
}

#[test]
fn rows_are_never_edited_or_deleted() {
    let shop = default_shop();
    shop.import(&[Said::plain(1, ADA, "2026-01-05T10:00:00Z", 12_000)]);
    let raw = other_program(&shop);
    for sql in [
        "UPDATE ledger SET points = 1000",
        "DELETE FROM ledger",
        "DELETE FROM ledger WHERE id = 1",
    ] {
        let refused = raw.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains("never"), "{refused}");
    }
    let twice = raw.execute_batch(
        "INSERT INTO ledger (account_id, points, kind, recorded_at, effective_at, counts_from,
           order_id, part, rule, sequence, programme_id)
         SELECT account_id, points, kind, recorded_at, effective_at, counts_from, order_id, part,
                rule, sequence, programme_id FROM ledger",
    );
    assert!(twice.is_err(), "one grant for an order, rule and sequence");
    assert_eq!(shop.available(ADA), 10);
}

#[test]
fn the_doctor_names_the_first_bad_row() {
    let shop = default_shop();
    shop.import(&[
        Said::plain(1, ADA, "2026-01-05T10:00:00Z", 12_000),
        Said::plain(2, BEA, "2026-01-05T10:00:00Z", 12_000),
    ]);
    let raw = other_program(&shop);
    for (sql, message) in [
        (
            "UPDATE ledger_holder SET points = 11 WHERE account_id = 2",
            "account 2 has 11 points, its lines add up to 10",
        ),
        (
            "UPDATE ledger_lot SET points = 9 WHERE row_id = 1",
            "account 1 has 10 points, 9 of them left and 0 owed",
        ),
        (
            "DELETE FROM ledger_lot",
            "account 1 has 10 points, 0 of them left and 0 owed",
        ),
    ] {
        raw.execute_batch(sql).unwrap();
        let health = shop.store.read(|tx| tx.health()).unwrap();
        let messages: Vec<&str> = health.findings.iter().map(|f| f.message.as_str()).collect();
        assert!(messages.contains(&message), "{messages:?}");
        let differing = shop
            .write(|tx| pannier_loyalty::rebuild(tx, shop.now()))
            .unwrap();
        assert!(!differing.is_empty());
        shop.assert_settled();
    }
    // A line that somebody slipped in.
    raw.execute_batch(
        "INSERT INTO ledger (account_id, points, kind, recorded_at, effective_at, counts_from,
           order_id, part, rule, sequence, programme_id)
         SELECT account_id, points, kind, recorded_at, effective_at, counts_from, order_id, part,
                rule, 1, programme_id FROM ledger WHERE id = 1",
    )
    .unwrap();
    let health = shop.store.read(|tx| tx.health()).unwrap();
    let messages: Vec<&str> = health.findings.iter().map(|f| f.message.as_str()).collect();
    assert!(messages.contains(&"line 3 for order G1"), "{messages:?}");
}

#[test]
fn kinds_say_what_happened() {
    let shop = shop("2026-03-01T12:00:00Z");
    let joining = Programme {
        rules: vec![
            Rule {
                id: 1,
                earns: Earning::PerOrder {
                    points: 10,
                    from: 10_000,
                    below: None,
                },
            },
            Rule {
                id: 2,
                earns: Earning::PerOrder {
                    points: 5,
                    from: 0,
                    below: Some(10_000),
                },
            },
            Rule {
                id: 3,
                earns: Earning::Joining { points: 20 },
            },
        ],
        ..Programme::default_of(Currency::EUR)
    };
    shop.set(&joining, Some("2026-01-01T00:00:00Z"));
    let small = Said::plain(1, ADA, "2026-01-05T10:00:00Z", 5_000);
    shop.import(&[
        Said::plain(9, ADA, "2025-11-05T10:00:00Z", 5_000),
        small.clone(),
        Said::plain(2, ADA, "2026-01-06T10:00:00Z", 15_000),
    ]);
    assert_eq!(shop.available(ADA), 35, "5 and 20 for joining, then 10");
    let bonus = shop
        .rows()
        .iter()
        .filter(|r| r.kind == LedgerKind::Bonus)
        .count();
    assert_eq!(bonus, 1);
    shop.import(&[small.clone().refunded(5_000)]);
    assert_eq!(shop.available(ADA), 30, "joining is not undone by a refund");
    shop.import(&[Said {
        cancelled_at: Some(Timestamp(shop.now().0)),
        ..small
    }]);
    assert_eq!(
        shop.available(ADA),
        30,
        "they joined with the next order then"
    );
    shop.assert_settled();
}

#[expect(clippy::disallowed_methods, reason = "plays another program")]
fn other_program(shop: &Shop) -> rusqlite::Connection {
    rusqlite::Connection::open(shop.store.path()).unwrap()
}
