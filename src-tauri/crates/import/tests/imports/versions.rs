//! Versions of one order: what it had come to is never taken back by an export that is not later.

use std::path::PathBuf;

use crate::{
    rows::{file, head, header_without, row_under},
    support::{Shop, shop},
};

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

fn plain() -> String {
    file(&[head(&[])])
}

fn refunded() -> String {
    file(&[head(&[
        ("Refunded Amount", "20.00"),
        ("Financial Status", "partially_refunded"),
    ])])
}

/// Orders and what was refunded of all of them.
fn refunds(shop: &Shop) -> (usize, i64) {
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    shop.assert_healthy();
    (facts.len(), facts.refunded.iter().sum())
}

#[test]
fn of_two_exports_as_new_as_each_other_the_refund_stands() {
    let shop = german();
    shop.import(&[shop.file("r.csv", refunded())]);
    let again = shop.import(&[shop.file("a.csv", plain())]);
    assert_eq!(refunds(&shop), (1, 2000));
    let ignored = &again.files[0].ignored;
    assert!(ignored[0].reason.contains("older export"), "{ignored:?}");
    for (column, cell) in [
        ("Cancelled at", ""),
        ("Financial Status", "pending"),
        ("Refunded Amount", "19.99"),
    ] {
        let shop = german();
        let far = [
            ("Cancelled at", "2026-03-05 11:00:00 +0100"),
            ("Financial Status", "paid"),
            ("Refunded Amount", "20.00"),
        ];
        shop.import(&[shop.file("far.csv", file(&[head(&far)]))]);
        let near = far.map(|(name, value)| (name, if name == column { cell } else { value }));
        let outcome = shop.import(&[shop.file("near.csv", file(&[head(&near)]))]);
        assert_eq!(outcome.files[0].row_verdicts.ignored, 1, "{column}");
    }
}

#[test]
fn a_later_export_may_take_a_refund_back() {
    let shop = german();
    shop.import(&[shop.file("r.csv", refunded())]);
    let later = head(&[
        ("Name", "#1002"),
        ("Id", "5000000000002"),
        ("Created at", "2026-03-06 10:00:00 +0100"),
    ]);
    let outcome = shop.import(&[shop.file("later.csv", file(&[later, head(&[])]))]);
    assert_eq!(outcome.files[0].orders.updated, 1);
    assert_eq!(refunds(&shop), (2, 0));
}

#[test]
fn of_several_versions_in_one_drop_the_furthest_stands() {
    for names in [["a.csv", "r.csv"], ["r.csv", "a.csv"]] {
        let shop = german();
        let (a, r) = (shop.file("a.csv", plain()), shop.file("r.csv", refunded()));
        let paths: Vec<PathBuf> = names
            .iter()
            .map(|name| {
                if *name == "a.csv" {
                    a.clone()
                } else {
                    r.clone()
                }
            })
            .collect();
        let outcome = shop.import(&paths);
        assert_eq!(refunds(&shop), (1, 2000), "{names:?}");
        for report in &outcome.files {
            let counts = (report.row_verdicts.new, report.row_verdicts.merged);
            let expected = if report.name == "r.csv" {
                (1, 0)
            } else {
                (0, 1)
            };
            assert_eq!(counts, expected, "{} of {names:?}", report.name);
        }
    }
}

#[test]
fn a_cancellation_and_a_payment_count_as_further_too() {
    for (far, near) in [
        (
            ("Cancelled at", "2026-03-05 11:00:00 +0100"),
            ("Cancelled at", ""),
        ),
        (
            ("Financial Status", "paid"),
            ("Financial Status", "pending"),
        ),
    ] {
        let shop = german();
        let files = [
            shop.file("near.csv", file(&[head(&[near])])),
            shop.file("far.csv", file(&[head(&[far])])),
        ];
        let outcome = shop.import(&files);
        assert_eq!(outcome.files[0].row_verdicts.merged, 1, "{far:?}");
        assert_eq!(outcome.files[1].orders.new, 1, "{far:?}");
    }
}

#[test]
fn versions_without_an_id_are_known_by_number_and_minute() {
    let header = header_without(&["Id"]);
    let bare = row_under(&header, crate::rows::BASE, &[("Refunded Amount", "20.00")]);
    let shop = german();
    let files = [
        shop.file("a.csv", plain()),
        shop.file("bare.csv", format!("{header}\n{bare}")),
    ];
    let outcome = shop.import(&files);
    assert_eq!(outcome.files[0].row_verdicts.merged, 1);
    assert_eq!(refunds(&shop), (1, 2000));
    // Its id comes with the next file that has one.
    let later = shop.import(&[shop.file("r.csv", refunded())]);
    assert_eq!(later.files[0].orders.updated, 1);
    assert_eq!(refunds(&shop), (1, 2000));
}
