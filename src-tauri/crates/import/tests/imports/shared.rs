//! Real exports, with the numbers that were worked out from them by other means.

use crate::{shared_data::shared, support::shop};
use pannier_import::Kind;

#[test]
fn the_orders_of_2022_add_up_to_the_cent() {
    let Some(path) = shared(
        "the_orders_of_2022_add_up_to_the_cent",
        "samples/derived_anonymised/shopify_orders_export_2022.csv",
    ) else {
        return;
    };
    let shop = shop("USD", "US", "America/New_York");
    let outcome = shop.import(std::slice::from_ref(&path));
    let file = &outcome.files[0];
    assert_eq!(
        (file.rows, file.orders.new, file.row_verdicts.new),
        (811, 409, 811),
        "{file:?}"
    );
    let understood = file.understood.as_ref().unwrap();
    assert_eq!(understood.tax_included, 45);
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    assert_eq!(facts.len(), 409);
    assert_eq!(facts.total.iter().sum::<i64>(), 7_449_844);
    assert_eq!(facts.refunded.iter().sum::<i64>(), 1_133_630);
    assert_eq!(
        facts
            .flags
            .iter()
            .filter(|f| f.has(pannier_core::OrderFlags::CANCELLED))
            .count(),
        20
    );
    assert_eq!(file.customers.new, facts.customer_ids.len() as u64);
    shop.assert_healthy();
    let counted: Vec<usize> = (0..facts.len())
        .filter(|i| !facts.flags[*i].has(pannier_core::OrderFlags::CANCELLED))
        .filter(|i| !facts.flags[*i].has(pannier_core::OrderFlags::GIFT_CARDS_ONLY))
        .collect();
    assert_eq!(counted.len(), 388);
    let goods: i64 = counted.iter().map(|i| facts.goods[*i]).sum();
    assert_eq!((goods + 194) / 388, 18_310, "goods ÷ orders is 183.10");
    let again = shop.import(&[path]);
    assert_eq!(
        (again.files[0].orders.new, again.files[0].orders.unchanged),
        (0, 409)
    );
    assert_eq!(
        shop.store.read(|tx| tx.facts()).unwrap(),
        facts,
        "twice is once"
    );
}

#[test]
fn customers_and_orders_of_one_shop_find_each_other() {
    let (Some(orders), Some(customers)) = (
        shared(
            "customers_and_orders_of_one_shop_find_each_other",
            "samples/derived_anonymised/shopify_orders_export_2022.csv",
        ),
        shared(
            "customers_and_orders_of_one_shop_find_each_other",
            "samples/derived_anonymised/shopify_customers_export_2022.csv",
        ),
    ) else {
        return;
    };
    let shop = shop("USD", "US", "America/New_York");
    let outcome = shop.import(&[orders, customers]);
    assert_eq!(outcome.files[1].rows, 1511);
    let known = outcome.files[1].customers.new;
    assert!(
        known >= 1483,
        "each of the 1,483 addresses is a customer: {known}"
    );
    let by_phone = outcome.files[0].customers.new;
    shop.assert_healthy();
    assert!(
        by_phone <= 19,
        "all 296 addresses of orders are in the customers file; {by_phone} more came by phone"
    );
    shop.undo(outcome.import.unwrap()).unwrap();
    assert!(shop.store.read(|tx| tx.facts()).unwrap().is_empty());
    shop.assert_healthy();
}

#[test]
fn paid_orders_without_a_date_of_payment_are_orders() {
    let Some(path) = shared(
        "paid_orders_without_a_date_of_payment_are_orders",
        "samples/derived_anonymised/shopify_orders_export_2025-12.csv",
    ) else {
        return;
    };
    let shop = shop("INR", "IN", "Asia/Kolkata");
    let outcome = shop.import(&[path]);
    assert_eq!(
        (outcome.files[0].rows, outcome.files[0].orders.new),
        (121, 51)
    );
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    assert_eq!(facts.total.iter().sum::<i64>(), 59_068_329);
    shop.assert_healthy();
}

#[test]
fn checkouts_never_become_orders() {
    let Some(path) = shared(
        "checkouts_never_become_orders",
        "samples/derived_anonymised/shopify_checkouts_export_2023_gbp.csv",
    ) else {
        return;
    };
    let shop = shop("GBP", "GB", "Europe/London");
    let outcome = shop.import(&[path]);
    let file = &outcome.files[0];
    assert_eq!(file.kind, Some(Kind::Checkouts));
    assert_eq!(
        (file.rows, file.row_verdicts.new, file.checkouts.new),
        (28, 28, 22)
    );
    assert!(
        file.notes[0].contains("bandoned checkouts"),
        "{:?}",
        file.notes
    );
    assert!(shop.store.read(|tx| tx.facts()).unwrap().is_empty());
    shop.assert_healthy();
}
