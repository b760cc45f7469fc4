//! What an orders export comes to.

use pannier_core::{Facts, OrderFlags};
use proptest::prelude::*;

use crate::{
    export::{Order, export, varied},
    support::{Shop, fixture, shop},
};

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

fn facts(shop: &Shop) -> Facts {
    shop.store.read(|tx| tx.facts()).unwrap()
}

/// The position of the order with that number, the newest of them.
fn at(shop: &Shop, facts: &Facts, number: &str) -> usize {
    let records = shop.store.read(|tx| tx.orders_by_id(&facts.order)).unwrap();
    records
        .iter()
        .rposition(|record| record.number == number)
        .unwrap()
}

#[test]
fn the_fields_example_is_31_dollars() {
    let shop = shop("USD", "US", "America/New_York");
    let outcome = shop.import(&[fixture("shopify/orders_may_2022.csv")]);
    assert_eq!(
        (outcome.files[0].rows, outcome.files[0].orders.new),
        (1000, 1000)
    );
    let facts = facts(&shop);
    assert_eq!(facts.goods.iter().sum::<i64>(), 3_100_000);
    let days = ("2022-05-01".parse().unwrap(), "2022-06-01".parse().unwrap());
    assert_eq!(
        facts.positions(Some(days.0), Some(days.1)).len(),
        1000,
        "all of them in May"
    );
}

#[test]
fn every_age_of_export_tells_the_same_story() {
    for year in ["2025", "2023", "2022", "2021", "2012"] {
        let shop = german();
        let outcome = shop.import(&[fixture(&format!("shopify/orders_{year}.csv"))]);
        let file = &outcome.files[0];
        let facts = facts(&shop);
        shop.assert_healthy();
        assert_eq!(
            (file.row_verdicts.rejected, facts.len()),
            (0, 14),
            "{year}: {:?}",
            file.rejected
        );
        assert_eq!(facts.total.iter().sum::<i64>(), 374_260, "{year}");
        let find = |number| at(&shop, &facts, number);
        let shown = |number| facts.flags[find(number)];
        assert!(shown("#1006").has(OrderFlags::CANCELLED));
        assert!(shown("#1010").has(OrderFlags::GIFT_CARDS_ONLY));
        assert_eq!(
            (facts.goods[find("#1010")], facts.gift_cards[find("#1010")]),
            (0, 5000)
        );
        let mixed = find("#1009");
        assert_eq!(
            (
                facts.goods[mixed],
                facts.gift_cards[mixed],
                facts.units[mixed]
            ),
            (2790, 1800, 1),
            "{year}: 5.10 off 51.00 is a tenth"
        );
        let taxed = find("#1012");
        assert!(facts.flags[taxed].has(OrderFlags::TAX_INCLUDED));
        assert_eq!(
            (
                facts.goods[taxed],
                facts.shipping[taxed],
                facts.units[taxed]
            ),
            (13_012, 490, 6)
        );
        assert_eq!(facts.goods_tax[taxed], 2280, "23.66 × 130.12 ÷ 135.02");
        let on_top = find("#1011");
        assert!(!facts.flags[on_top].has(OrderFlags::TAX_INCLUDED));
        assert_eq!((facts.tax[on_top], facts.total[on_top]), (248, 3848));
        let both = [find("#1012"), find("#1010")];
        assert_eq!(
            facts.customer[both[0]], facts.customer[both[1]],
            "one mailbox, one customer"
        );
    }
}

#[test]
fn refunds_payment_and_tests_are_facts_of_their_own() {
    let shop = german();
    shop.import(&[fixture("shopify/orders_2025.csv")]);
    let facts = facts(&shop);
    let find = |number| at(&shop, &facts, number);
    assert_eq!(facts.refunded[find("#1008")], 2000);
    assert!(!facts.flags[find("#1008")].has(OrderFlags::FULLY_REFUNDED));
    assert!(facts.flags[find("#1007")].has(OrderFlags::FULLY_REFUNDED));
    assert!(facts.flags[find("#1004")].has(OrderFlags::TEST));
    assert_ne!(
        facts.customer[find("#1005")],
        pannier_core::NO_CUSTOMER,
        "known by phone"
    );
    assert_eq!(
        facts.customer[find("#1004")],
        pannier_core::NO_CUSTOMER,
        "nobody is known"
    );
}

#[test]
fn a_later_export_updates_and_an_older_one_takes_nothing_back() {
    let shop = german();
    let (old, new) = (
        fixture("shopify/orders_2025.csv"),
        fixture("shopify/orders_2025_later.csv"),
    );
    shop.import(std::slice::from_ref(&old));
    let later = shop.import(&[new]);
    let counts = later.files[0].orders;
    assert_eq!((counts.new, counts.updated, counts.unchanged), (1, 3, 11));
    let after = facts(&shop);
    assert_eq!(after.refunded[at(&shop, &after, "#1008")], 5990);
    let again = shop.import(&[old]);
    let file = &again.files[0];
    assert_eq!((file.orders.updated, file.orders.unchanged), (0, 11));
    assert!(
        file.ignored
            .iter()
            .any(|i| i.reason.contains("older export")),
        "{:?}",
        file.ignored
    );
    assert_eq!(facts(&shop), after);
    shop.assert_healthy();
}

#[test]
fn a_reduced_file_wipes_nothing_that_it_does_not_know() {
    let shop = german();
    shop.import(&[fixture("hostile/byte_order_mark.csv")]);
    let before = facts(&shop);
    let outcome = shop.import(&[fixture("hostile/nine_columns.csv")]);
    assert_eq!(
        (
            outcome.files[0].orders.new,
            outcome.files[0].orders.unchanged
        ),
        (0, 2),
        "{:?}",
        outcome.files[0]
    );
    assert_eq!(facts(&shop), before);
}

#[test]
fn a_reduced_file_alone_takes_goods_from_its_totals() {
    let shop = german();
    let outcome = shop.import(&[fixture("hostile/nine_columns.csv")]);
    let facts = facts(&shop);
    assert_eq!(facts.goods, [3100, 15_080]);
    assert!(
        outcome.files[0]
            .notes
            .iter()
            .any(|note| note.contains("total less shipping"))
    );
    shop.assert_healthy();
}

#[test]
fn files_of_one_drop_say_each_order_once() {
    let shop = german();
    let paths = [
        fixture("shopify/orders_2025.csv"),
        fixture("shopify/orders_2025.csv"),
    ];
    let outcome = shop.import(&paths);
    assert_eq!(outcome.files[0].orders.new, 14);
    assert_eq!(outcome.files[1].row_verdicts.merged, outcome.files[1].rows);
    assert_eq!(facts(&shop).len(), 14);
}

fn orders() -> impl Strategy<Value = Vec<Order>> {
    prop::collection::vec((0..40_u64, 0..3_u64, 0..500_i64, 0..3_usize), 1..25).prop_map(|seeds| {
        let mut seen = Vec::new();
        let mut orders = Vec::new();
        for (index, refund, discount, status) in seeds {
            if seen.contains(&index) {
                continue;
            }
            seen.push(index);
            let mut order = varied(index);
            order.discount = discount.min(order.goods());
            order.refunded = order.total() * i64::try_from(refund).unwrap() / 3;
            order.status = ["paid", "pending", "partially_refunded"][status];
            orders.push(order);
        }
        orders
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn twice_is_once_and_undone_is_before(first in orders(), second in orders()) {
        let shop = german();
        shop.import(&[shop.file("first.csv", export(&first))]);
        let before = facts(&shop);
        let again = shop.import(&[shop.file("again.csv", export(&first))]);
        prop_assert_eq!(again.files[0].orders.unchanged, first.len() as u64);
        prop_assert_eq!(&facts(&shop), &before);
        let outcome = shop.import(&[shop.file("second.csv", export(&second))]);
        let total: i64 = second.iter().map(Order::total).sum();
        let now = facts(&shop);
        if outcome.files[0].row_verdicts.ignored == 0 {
            let said: i64 = (0..now.len())
                .filter(|i| {
                    let records = shop.store.read(|tx| tx.orders_by_id(&[now.order[*i]])).unwrap();
                    second.iter().any(|order| order.number == records[0].number)
                })
                .map(|i| now.total[i])
                .sum();
            prop_assert_eq!(said, total, "every total is the file's, to the cent");
        }
        shop.undo(outcome.import.unwrap()).unwrap();
        prop_assert_eq!(&facts(&shop), &before, "undone is before");
        shop.undo(again.import.unwrap()).unwrap();
        prop_assert_eq!(&facts(&shop), &before, "what the first import brought stays");
        shop.assert_healthy();
    }
}
