//! Orders that name their customer by nothing but the platform's id.

use pannier_core::ImportId;
use pannier_import::{Kind, MappingSaid, Options, RowShape};

use crate::support::{Shop, said, shop};

fn whole(file: &str, kind: Kind, keys: &[&str]) -> MappingSaid {
    said(file, kind, RowShape::Whole, keys)
}

fn bring(shop: &Shop, name: &str, text: &str) -> Option<ImportId> {
    let file = shop.file(name, text);
    let orders = ["orderNumber", "placedAt", "customerId", "total"];
    let people = ["customerId", "email", "firstName"];
    let options = Options {
        mappings: vec![
            whole("sales.csv", Kind::Orders, &orders),
            whole("more.csv", Kind::Orders, &orders),
            whole("people.csv", Kind::Customers, &people),
        ],
        ..Options::default()
    };
    let plan = shop.preview_with(&[file], &options);
    assert_eq!(plan.files()[0].refused, None);
    shop.apply(&plan).unwrap()
}

/// For each order: its number, and who they are: e-mail, first name.
fn whose(shop: &Shop) -> Vec<(String, Option<String>, String)> {
    let orders = shop.store.read(|tx| {
        let ids = tx.facts()?.order.clone();
        let stored = ids.into_iter().map(|id| {
            let order = tx.stored_order(id)?;
            let customer = order
                .customer
                .map(|id| tx.stored_customer(id))
                .transpose()?;
            let customer = customer.unwrap_or_default();
            Ok((order.content.number, customer.email, customer.first_name))
        });
        stored.collect::<Result<Vec<_>, pannier_store::Error>>()
    });
    let mut orders = orders.unwrap();
    orders.sort();
    orders
}

fn customers(shop: &Shop) -> usize {
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    facts.customer_ids.len()
}

const SALES: &str = "Sale,Day,Member,Sum\nA1,2026-01-02,M7,10.00\nA2,2026-01-03,M7,12.00\nA3,2026-01-04,M8,9.00\nA4,2026-01-05,,8.00\n";
const MORE: &str = "Sale,Day,Member,Sum\nA5,2026-02-02,M7,10.00\n";
const PEOPLE: &str = "Member,Mail,Name\nM7,ann@example.com,Ann\n";

#[test]
fn the_platforms_id_makes_one_customer_of_several_orders() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let sales = bring(&shop, "sales.csv", SALES).unwrap();
    assert_eq!(customers(&shop), 2);
    bring(&shop, "more.csv", MORE).unwrap();
    assert_eq!(customers(&shop), 2, "the same member");
    let before = whose(&shop);
    let people = bring(&shop, "people.csv", PEOPLE).unwrap();
    assert_eq!(customers(&shop), 2, "the list says who the member is");
    let ann = (Some("ann@example.com".to_owned()), "Ann".to_owned());
    let named: Vec<String> = whose(&shop)
        .into_iter()
        .filter(|(_, email, name)| (email, name) == (&ann.0, &ann.1))
        .map(|(number, ..)| number)
        .collect();
    assert_eq!(named, ["A1", "A2", "A5"]);
    shop.assert_healthy();
    shop.undo(people).unwrap();
    assert_eq!(whose(&shop), before);
    assert_eq!(customers(&shop), 2);
    shop.undo(sales).unwrap();
    assert_eq!(whose(&shop).len(), 1);
    assert_eq!(customers(&shop), 1);
    shop.assert_healthy();
}

/// How the customers are called whom a platform knows by this number.
fn called(shop: &Shop, number: &str) -> Vec<String> {
    let cards = shop.store.read(|tx| {
        let found = tx.customers_of_key(number)?;
        tx.customer_cards(&found)
    });
    cards.unwrap().iter().map(|card| card.called()).collect()
}

#[test]
fn who_is_nothing_but_a_number_is_called_and_found_by_it() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    bring(
        &shop,
        "sales.csv",
        "Sale,Day,Member,Sum\nA1,2026-01-02,17850,10.00\nA2,2026-01-03,17851,12.00\nA3,2026-01-04,M8,9.00\n",
    );
    assert_eq!(called(&shop, "17850"), ["Customer 17850"]);
    assert_eq!(called(&shop, "1785").len(), 2, "a number that begins so");
    assert_eq!(called(&shop, "M8"), ["Customer M8"]);
    assert!(called(&shop, "M").is_empty(), "one sign begins too many");
    bring(
        &shop,
        "people.csv",
        "Member,Mail,Name\nM8,ann@example.com,Ann\n",
    );
    assert_eq!(called(&shop, "M8"), ["Ann"]);
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let files = [
        ("sales.csv", SALES),
        ("more.csv", MORE),
        ("people.csv", PEOPLE),
    ];
    let mut seen = Vec::new();
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]] {
        let shop = shop("EUR", "DE", "Europe/Berlin");
        for index in order {
            bring(&shop, files[index].0, files[index].1).unwrap();
        }
        shop.assert_healthy();
        seen.push(whose(&shop));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:?}");
}

#[test]
fn the_same_files_again_change_nothing() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    for _ in 0..2 {
        bring(&shop, "people.csv", PEOPLE);
        bring(&shop, "sales.csv", SALES);
    }
    assert_eq!(customers(&shop), 2);
    let file = shop.file("sales.csv", SALES);
    let options = Options {
        mappings: vec![whole(
            "sales.csv",
            Kind::Orders,
            &["orderNumber", "placedAt", "customerId", "total"],
        )],
        ..Options::default()
    };
    let plan = shop.preview_with(&[file], &options);
    assert_eq!(plan.files()[0].orders.unchanged, 4);
    assert_eq!(plan.files()[0].customers.new, 0);
}
