//! Joined exports, orders whose rows lie apart, and rows that say an order again.

use pannier_core::Facts;

use crate::{
    export::HEADER,
    rows::{BASE, file, further, head, header_without, row_under},
    support::{Shop, shop},
};

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

/// An order of two lines: a bowl of 30.00 and a cup of 20.00.
fn two_lines() -> [String; 2] {
    [
        head(&[("Lineitem price", "30.00")]),
        further(&[("Lineitem name", "Cup"), ("Lineitem price", "20.00")]),
    ]
}

/// Imports rows; what came in, and how many rows were new, merged, ignored and rejected.
fn import(rows: &[String]) -> (Facts, [u64; 4]) {
    let shop = german();
    let outcome = shop.import(&[shop.file("joined.csv", file(rows))]);
    shop.assert_healthy();
    let rows = outcome.files[0].row_verdicts;
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    (facts, [rows.new, rows.merged, rows.ignored, rows.rejected])
}

#[test]
fn an_order_at_the_seam_of_two_exports_counts_once() {
    let [first, second] = two_lines();
    let header = format!("{HEADER}\n");
    for (seam, ignored) in [(vec![], 0), (vec![header], 1)] {
        let mut rows = vec![first.clone(), second.clone()];
        rows.extend(seam);
        rows.extend([first.clone(), second.clone()]);
        let (facts, counts) = import(&rows);
        assert_eq!(counts, [2, 2, ignored, 0]);
        assert_eq!(
            (&facts.goods[..], &facts.units[..]),
            (&[5000][..], &[2][..])
        );
    }
}

#[test]
fn an_order_at_the_seam_that_does_not_add_up_counts_once() {
    let first = head(&[("Lineitem price", "31.00")]);
    let second = further(&[("Lineitem name", "Cup"), ("Lineitem price", "20.00")]);
    let rows = [first.clone(), second.clone(), first, second];
    let (facts, counts) = import(&rows);
    assert_eq!((counts, &facts.units[..]), ([2, 2, 0, 0], &[2][..]));
}

#[test]
fn of_two_versions_at_the_seam_the_furthest_stands() {
    let [first, second] = two_lines();
    let refunded = head(&[("Lineitem price", "30.00"), ("Refunded Amount", "20.00")]);
    for rows in [
        [
            first.clone(),
            second.clone(),
            refunded.clone(),
            second.clone(),
        ],
        [refunded, second.clone(), first, second],
    ] {
        let (facts, counts) = import(&rows);
        assert_eq!(counts, [2, 2, 0, 0]);
        assert_eq!(
            (&facts.refunded[..], &facts.units[..]),
            (&[2000][..], &[2][..])
        );
    }
}

#[test]
fn an_order_of_one_line_at_the_seam_counts_once() {
    let (facts, counts) = import(&[head(&[]), head(&[])]);
    assert_eq!((counts, &facts.goods[..]), ([1, 1, 0, 0], &[5000][..]));
}

#[test]
fn an_order_without_prices_at_the_seam_counts_once() {
    let header = header_without(&["Lineitem price"]);
    let first = row_under(&header, BASE, &[]);
    let second = row_under(&header, crate::rows::FURTHER, &[("Lineitem name", "Cup")]);
    let shop = german();
    let text = format!("{header}\n{first}{second}{first}{second}");
    let outcome = shop.import(&[shop.file("joined.csv", text)]);
    assert_eq!(outcome.files[0].row_verdicts.merged, 2);
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    assert_eq!(
        (&facts.goods[..], &facts.units[..]),
        (&[5000][..], &[2][..])
    );
}

#[test]
fn a_further_row_below_a_seam_belongs_to_the_order_above_it() {
    let [first, second] = two_lines();
    let (facts, counts) = import(&[first, format!("{HEADER}\n"), second]);
    assert_eq!((counts, &facts.units[..]), ([2, 0, 1, 0], &[2][..]));
}

#[test]
fn rows_that_all_have_the_fields_of_the_order_are_its_lines() {
    let line = |name, price| head(&[("Lineitem name", name), ("Lineitem price", price)]);
    let rows = [line("Bowl", "30.00"), line("Cup", "20.00")];
    let (facts, counts) = import(&rows);
    assert_eq!((counts, &facts.units[..]), ([2, 0, 0, 0], &[2][..]));
    let gift = [line("Bowl", "50.00"), line("Sticker", "0.00")];
    let (facts, counts) = import(&gift);
    assert_eq!((counts, &facts.units[..]), ([2, 0, 0, 0], &[2][..]));
    let twice = [line("Cup", "25.00"), line("Cup", "25.00")];
    let (facts, counts) = import(&twice);
    assert_eq!((counts, &facts.units[..]), ([2, 0, 0, 0], &[2][..]));
    let joined: Vec<String> = rows.iter().chain(&rows).cloned().collect();
    let (facts, counts) = import(&joined);
    assert_eq!((counts, &facts.units[..]), ([2, 2, 0, 0], &[2][..]));
}

#[test]
fn a_row_far_from_its_order_goes_to_the_one_of_the_same_moment() {
    let march = head(&[("Lineitem price", "30.00")]);
    let other = head(&[("Name", "#1002"), ("Id", "5000000000002")]);
    let april = ("Created at", "2026-04-01 09:00:00 +0200");
    let namesake = head(&[("Id", "5000000000003"), april]);
    let cup = further(&[("Lineitem name", "Cup"), ("Lineitem price", "20.00")]);
    let (facts, counts) = import(&[march, other, namesake, cup]);
    assert_eq!(counts, [4, 0, 0, 0]);
    let mut found: Vec<(i64, i64)> = facts
        .goods
        .iter()
        .copied()
        .zip(facts.units.iter().copied())
        .collect();
    found.sort_unstable();
    assert_eq!(found, [(5000, 1), (5000, 1), (5000, 2)]);
    assert!(facts.refunded.iter().all(|refund| *refund == 0));
}
