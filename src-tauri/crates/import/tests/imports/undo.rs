//! Taking imports back, in any order.

use std::cell::RefCell;

use pannier_core::{Cancel, FixedClock, Reporter};
use pannier_import::Error;
use pannier_store::{OpenOptions, Role, Store};

use crate::{
    export::{Order, export},
    support::{Shop, fixture, shop},
};

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

#[test]
fn undoing_twice_or_what_never_was_is_said() {
    let shop = german();
    let import = shop
        .import(&[fixture("shopify/orders_2025.csv")])
        .import
        .unwrap();
    shop.undo(import).unwrap();
    let error = shop.undo(import).unwrap_err();
    assert!(error.to_string().contains("undone before"), "{error}");
    let missing = shop.undo(pannier_core::ImportId(99)).unwrap_err();
    assert!(matches!(
        missing,
        Error::Store(pannier_store::Error::Missing(_))
    ));
}

#[test]
fn an_order_that_a_later_import_saw_too_passes_to_it() {
    let shop = german();
    let orders: Vec<Order> = (0..6).map(Order::plain).collect();
    let first = shop
        .import(&[shop.file("a.csv", export(&orders[..4]))])
        .import
        .unwrap();
    let second = shop
        .import(&[shop.file("b.csv", export(&orders[2..]))])
        .import
        .unwrap();
    shop.undo(first).unwrap();
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    assert_eq!(facts.len(), 4, "those of the second file are still there");
    shop.assert_healthy();
    shop.undo(second).unwrap();
    assert!(shop.store.read(|tx| tx.facts()).unwrap().is_empty());
    shop.assert_healthy();
}

#[test]
fn updates_are_taken_back_from_the_middle_and_from_the_end() {
    let version = |refunded: i64| {
        let mut order = Order::plain(1);
        order.refunded = refunded;
        order
    };
    for (undone, expected) in [(0, 300), (1, 300), (2, 200)] {
        let shop = german();
        let mut imports = Vec::new();
        for refunded in [100, 200, 300] {
            let path = shop.file(&format!("{refunded}.csv"), export(&[version(refunded)]));
            imports.push(shop.import(&[path]).import.unwrap());
        }
        shop.undo(imports[undone]).unwrap();
        let facts = shop.store.read(|tx| tx.facts()).unwrap();
        assert_eq!(facts.refunded, [expected], "without import {undone}");
        shop.assert_healthy();
        for import in imports
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != undone)
            .map(|(_, id)| *id)
            .rev()
        {
            shop.undo(import).unwrap();
            shop.assert_healthy();
        }
        assert!(shop.store.read(|tx| tx.facts()).unwrap().is_empty());
    }
}

#[test]
fn a_cancelled_import_keeps_nothing() {
    let shop = german();
    let orders: Vec<Order> = (0..50).map(Order::plain).collect();
    let plan = shop.preview(&[shop.file("orders.csv", export(&orders))]);
    let cancel = Cancel::default();
    cancel.request();
    let result = shop
        .store
        .write(|tx| pannier_import::apply(&plan, tx, &Reporter::default(), &cancel));
    assert_eq!(result.unwrap_err().code(), "cancelled");
    assert!(shop.store.read(|tx| tx.imports()).unwrap().is_empty());
    assert!(
        shop.apply(&plan).unwrap().is_some(),
        "the same plan can be applied afterwards"
    );
}

#[test]
fn a_full_disk_is_said_and_leaves_the_shop_as_it_was() {
    let shop = german();
    shop.import(&[fixture("shopify/orders_2025.csv")]);
    let before = shop.store.read(|tx| tx.facts()).unwrap();
    let path = shop.store.path().to_owned();
    let pages = std::fs::metadata(&path).unwrap().len() / 4096;
    let options = OpenOptions {
        page_limit: Some(u32::try_from(pages).unwrap() + 40),
        ..OpenOptions::new(Role::Owner)
    };
    let Shop {
        folder,
        store,
        context,
        ..
    } = shop;
    drop(store);
    let store = Store::open(&path, options, &FixedClock(context.now)).unwrap();
    let shop = Shop {
        folder,
        store,
        context,
        read: RefCell::default(),
    };
    let orders: Vec<Order> = (100..3000).map(Order::plain).collect();
    let plan = shop.preview(&[shop.file("many.csv", export(&orders))]);
    let error = shop.apply(&plan).unwrap_err();
    assert!(
        matches!(error, Error::Store(pannier_store::Error::DiskFull)),
        "{error}"
    );
    assert_eq!(shop.store.read(|tx| tx.facts()).unwrap(), before);
    shop.assert_healthy();
}
