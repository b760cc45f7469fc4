//! Refunds in rows of their own, and the orders that they name.

use pannier_core::{Currency, ImportId, Timestamp};
use pannier_import::{Kind, Options, PaymentsAre, RowShape, SalesAre};

use crate::{
    export::{Order, export},
    support::{Imported, Shop, fixture, said, shop},
};

const HEADER: &str = "Order;Date;Amount;Paid back;E-mail\n";
const ORDERS: &str = "\
A-1;2026-03-01 10:00;50,00;;ann@example.com
A-2;2026-03-02 10:00;30,00;;bo@example.com
";
/// Two of one order on one day, one of the other, and one that names an order that nobody knows.
const REFUNDS: &str = "\
A-1;2026-03-05 00:00;-20,00;;ann@example.com
A-1;2026-03-05 00:00;-5,00;;ann@example.com
A-2;2026-03-06 09:00;-30,00;;bo@example.com
A-9;2026-03-07 09:00;-7,00;;cy@example.com
";

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

fn import(shop: &Shop, name: &str, rows: &[&str]) -> Imported {
    let file = shop.file(name, format!("{HEADER}{}", rows.concat()));
    let keys = ["orderNumber", "placedAt", "total", "refunded", "email"];
    let mut mapping = said(name, Kind::Orders, RowShape::Whole, &keys);
    mapping.refund_rows = true;
    let options = Options {
        mappings: vec![mapping],
        ..Options::default()
    };
    let imported = shop.import_with(&[file], &options);
    shop.assert_healthy();
    imported
}

fn undo(shop: &Shop, import: Option<ImportId>) {
    shop.undo(import.unwrap()).unwrap();
    shop.assert_healthy();
}

/// What was refunded of each order, whether all of it, and what refunds that lead to none come to.
fn refunded(shop: &Shop) -> (Vec<i64>, Vec<bool>, i64) {
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    let fully =
        |flags: &pannier_core::OrderFlags| flags.has(pannier_core::OrderFlags::FULLY_REFUNDED);
    let (from, until) = (Timestamp(0), Timestamp(i64::MAX));
    let loose = shop
        .store
        .read(|tx| tx.loose_refunds(Currency::EUR, from, until))
        .unwrap();
    (
        facts.refunded.clone(),
        facts.flags.iter().map(fully).collect(),
        loose.1,
    )
}

fn attached() -> (Vec<i64>, Vec<bool>, i64) {
    (vec![2500, 3000], vec![false, true], 700)
}

#[test]
fn a_refund_belongs_to_the_order_that_it_names_in_its_file() {
    let shop = german();
    let first = import(&shop, "all.csv", &[ORDERS, REFUNDS]);
    let report = &first.files[0];
    assert_eq!(
        (report.orders.new, report.refunds.new),
        (2, 4),
        "{report:?}"
    );
    assert_eq!(refunded(&shop), attached());
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    assert_eq!([0, 1].map(|at| facts.goods_refunded[at]), [2500, 3000]);

    let again = import(&shop, "again.csv", &[ORDERS, REFUNDS]);
    let report = &again.files[0];
    assert_eq!((report.orders.unchanged, report.refunds.unchanged), (2, 4));
    assert_eq!(refunded(&shop), attached(), "twice is once");
    undo(&shop, first.import);
    assert_eq!(refunded(&shop), attached());
    undo(&shop, again.import);
    assert_eq!(refunded(&shop), (vec![], vec![], 0));
}

#[test]
fn it_does_not_matter_whether_the_order_or_its_refund_comes_first() {
    let without = (vec![0, 0], vec![false, false], 0);
    let alone = (vec![], vec![], 2500 + 3000 + 700);
    for refunds_first in [false, true] {
        for undone_first in [false, true] {
            let shop = german();
            let mut imports = [None, None];
            for turn in [refunds_first, !refunds_first] {
                let (name, rows) = if turn {
                    ("refunds.csv", REFUNDS)
                } else {
                    ("orders.csv", ORDERS)
                };
                imports[usize::from(turn)] = import(&shop, name, &[rows]).import;
                let half = if turn { &alone } else { &without };
                if turn == refunds_first {
                    assert_eq!(&refunded(&shop), half);
                }
            }
            assert_eq!(refunded(&shop), attached(), "{refunds_first}");
            undo(&shop, imports[usize::from(undone_first)]);
            let left = if undone_first { &without } else { &alone };
            assert_eq!(&refunded(&shop), left);
        }
    }
}

#[test]
fn what_an_order_says_itself_and_what_refunds_say_is_one_money() {
    let shop = german();
    import(&shop, "refunds.csv", &[REFUNDS]);
    let mut imports = Vec::new();
    for (own, all) in [("10,00", 2500), ("40,00", 4000)] {
        let order = format!("A-1;2026-03-01 10:00;50,00;{own};ann@example.com\n");
        imports.push((import(&shop, "orders.csv", &[&order]).import, all));
        assert_eq!(refunded(&shop).0, [all], "the greater of the two");
    }
    let order = "A-1;2026-03-01 10:00;50,00;40,00;ann@example.com\n";
    let again = import(&shop, "orders.csv", &[order]);
    assert_eq!(again.files[0].orders.unchanged, 1);
    undo(&shop, again.import);
    undo(&shop, imports[1].0);
    assert_eq!(refunded(&shop).0, [2500]);
    undo(&shop, imports[0].0);
    assert_eq!(refunded(&shop).2, 6200);
}

#[test]
fn a_refund_of_a_payment_goes_where_the_payment_does() {
    let shop = german();
    let as_orders = Options {
        payments: Some(PaymentsAre::Orders),
        ..Options::default()
    };
    shop.import_with(&[fixture("paypal/activity_de.csv")], &as_orders);
    shop.assert_healthy();
    let one = (vec![1000], vec![false], 0);
    assert_eq!(refunded(&shop), one);

    let mut order = Order::plain(1);
    order.email = "ada.lind@example.com".to_owned();
    order.created = "2026-01-05 10:02:00 +0100".to_owned();
    order.lines[0].3 = 5780;
    let same = Options {
        sales: Some(SalesAre::Same),
        ..Options::default()
    };
    let file = shop.file("orders.csv", export(&[order]));
    let shops = shop.import_with(&[file], &same);
    shop.assert_healthy();
    assert_eq!(refunded(&shop), one, "the order that the payment is of");
    undo(&shop, shops.import);
    assert_eq!(refunded(&shop), one);
}
