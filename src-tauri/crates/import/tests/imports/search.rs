//! Orders are found by what their lines say, whatever their products are called by now.

use proptest::prelude::*;

use crate::{
    export::{Order, export},
    support::{Shop, shop},
};

const NAMES: [&str; 3] = ["Amber lamp", "Birch lamp", "Ochre bowl"];
const SKUS: [&str; 2] = ["LA-1", "LA-2"];

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

/// The nth order, of lines each with a name and a SKU.
fn order(n: u64, lines: &[(usize, usize)]) -> Order {
    let mut order = Order::plain(n);
    let line =
        |(name, sku): &(usize, usize)| (NAMES[*name].to_owned(), SKUS[*sku].to_owned(), 1, 3100);
    order.lines = lines.iter().map(line).collect();
    order
}

fn found(shop: &Shop, words: &str) -> Vec<String> {
    let mut numbers: Vec<String> = shop
        .store
        .read(|tx| {
            let orders = tx.search_orders(words)?;
            tx.orders_by_id(&orders)
        })
        .unwrap()
        .into_iter()
        .map(|order| order.number)
        .collect();
    numbers.sort();
    numbers
}

#[test]
fn search_finds_what_was_imported_and_nothing_that_was_undone() {
    let shop = german();
    let outcome = shop.import(&[crate::support::fixture("shopify/orders_2025.csv")]);
    let count = |words: &str| found(&shop, words).len();
    assert_eq!(
        (count("lark"), count("1012"), count("lamp sand")),
        (2, 1, 4)
    );
    shop.undo(outcome.import.unwrap()).unwrap();
    assert_eq!((count("lark"), count("1012")), (0, 0));
}

#[test]
fn an_order_whose_line_says_another_name_is_found_by_it() {
    let shop = german();
    let first = [order(1, &[(0, 0)]), order(2, &[(1, 0), (0, 1)])];
    let outcome = shop.import(&[shop.file("a.csv", export(&first))]);
    assert_eq!(found(&shop, "birch"), ["#1002"]);
    assert_eq!(found(&shop, "amb"), ["#1001", "#1002"]);
    assert_eq!(found(&shop, "la-2 1002"), ["#1002"]);
    shop.import(&[shop.file("b.csv", export(&[order(3, &[(2, 0)]), order(4, &[(1, 0)])]))]);
    assert_eq!(found(&shop, "ochre"), ["#1003"]);
    shop.undo(outcome.import.unwrap()).unwrap();
    assert_eq!(found(&shop, "birch"), ["#1004"]);
    assert_eq!(
        found(&shop, "ochre"),
        ["#1003", "#1004"],
        "the product has the name of what is left of it"
    );
    assert!(found(&shop, "amber").is_empty());
    shop.assert_healthy();
}

/// A product that an updated order brings in has the name that that one says.
#[test]
fn a_product_that_an_update_brought_hides_no_name() {
    let shop = german();
    let was = Order::plain(1);
    shop.import(&[shop.file("a.csv", export(std::slice::from_ref(&was)))]);
    let mut now = order(1, &[(0, 0)]);
    now.refunded = 100;
    now.status = "partially_refunded";
    let outcome = shop.import(&[shop.file("b.csv", export(&[now, order(2, &[(1, 0)])]))]);
    assert_eq!(outcome.files[0].orders.updated, 1);
    assert_eq!(found(&shop, "birch"), ["#1002"]);
    assert_eq!(found(&shop, "amber"), ["#1001", "#1002"]);
    shop.assert_healthy();
}

#[derive(Debug, Clone)]
enum Act {
    Import(Vec<Order>),
    Undo(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let lines = prop::collection::vec((0..NAMES.len(), 0..SKUS.len()), 1..4);
    let orders = prop::collection::btree_map(0..6_u64, (lines, 0..4_i64), 1..5).prop_map(|map| {
        let order = |(n, (lines, refunded)): (u64, (Vec<_>, i64))| Order {
            refunded: refunded * 100,
            ..order(n, &lines)
        };
        map.into_iter().map(order).collect()
    });
    prop_oneof![
        3 => orders.prop_map(Act::Import),
        1 => (0..4_usize).prop_map(Act::Undo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn orders_are_found_by_their_lines_and_their_products_and_by_nothing_else(acts in prop::collection::vec(act(), 1..7)) {
        let shop = german();
        let mut imports = Vec::new();
        for (at, act) in acts.iter().enumerate() {
            match act {
                Act::Import(orders) => {
                    let file = shop.file(&format!("{at}.csv"), export(orders));
                    imports.extend(shop.import(&[file]).import);
                }
                Act::Undo(which) => {
                    if *which < imports.len() {
                        shop.undo(imports.remove(*which)).unwrap();
                    }
                }
            }
        }
        let (orders, products) = shop
            .store
            .read(|tx| {
                let facts = tx.facts()?;
                let orders = facts.order.iter().map(|id| tx.order(*id));
                let orders = orders.collect::<Result<Vec<_>, _>>()?;
                Ok::<_, pannier_store::Error>((orders, facts.products))
            })
            .unwrap();
        for name in NAMES {
            let called = |sku: &str| {
                let product = products.sku.iter().position(|other| other == sku).unwrap();
                &products.name[product]
            };
            let mut expected: Vec<&str> = orders
                .iter()
                .filter(|(_, lines)| {
                    lines
                        .iter()
                        .any(|line| line.name == name || called(&line.sku) == name)
                })
                .map(|(order, _)| order.number.as_str())
                .collect();
            expected.sort_unstable();
            let word = name.split(' ').next().unwrap();
            prop_assert_eq!(found(&shop, word), expected, "{}", name);
        }
        shop.assert_healthy();
    }
}
