//! Random histories of imports and undos beside a model that is too simple to be wrong: what an
//! order reads as is what the last import that stands says of it.

use std::collections::BTreeMap;

use pannier_core::ImportId;
use proptest::{prelude::*, test_runner::TestRunner};

use crate::{
    export::{Order, export},
    support::{Shop, shop},
};

/// One thing that a merchant does.
#[derive(Debug, Clone)]
enum Act {
    /// Imports versions of orders: which order, how far it has come.
    Import(Vec<(u64, u8)>),
    /// Takes back the nth import that stands.
    Undo(usize),
    /// Imports the nth import that stands once more.
    Again(usize),
}

/// An order that has come some way: a later version never takes anything back.
fn version(index: u64, stage: u8) -> Order {
    let mut order = Order::plain(index);
    order.email = format!("person{}@example.com", index % 5);
    order.lines.push((
        "Linen lamp".to_owned(),
        format!("LA-{}", index % 3),
        2,
        1999,
    ));
    match stage {
        0 => order.status = "pending",
        1 => order.status = "paid",
        2 => {
            order.status = "partially_refunded";
            order.refunded = 1000;
        }
        _ => {
            order.status = "refunded";
            order.refunded = order.total();
        }
    }
    order
}

#[derive(Default)]
struct Model {
    /// Imports that stand, with what each says.
    standing: Vec<(ImportId, BTreeMap<u64, u8>)>,
}

impl Model {
    fn orders(&self) -> BTreeMap<u64, u8> {
        let mut orders = BTreeMap::new();
        for (_, said) in &self.standing {
            orders.extend(said);
        }
        orders
    }

    /// What an import brings: all its files are as new as each other, so that none takes an
    /// order back to where it had been.
    fn taken(&self, said: &BTreeMap<u64, u8>) -> BTreeMap<u64, u8> {
        let known = self.orders();
        said.iter()
            .filter(|(index, stage)| known.get(index).is_none_or(|known| known <= *stage))
            .map(|(index, stage)| (*index, *stage))
            .collect()
    }
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => prop::collection::btree_map(0..8_u64, 0..4_u8, 1..6).prop_map(|map| Act::Import(map.into_iter().collect())),
        2 => (0..6_usize).prop_map(Act::Undo),
        1 => (0..6_usize).prop_map(Act::Again),
    ]
}

fn import(shop: &Shop, said: &BTreeMap<u64, u8>) -> Option<ImportId> {
    let orders: Vec<Order> = said
        .iter()
        .map(|(index, stage)| version(*index, *stage))
        .collect();
    shop.import(&[shop.file("orders.csv", export(&orders))])
        .import
}

fn play(acts: &[Act]) {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let mut model = Model::default();
    for act in acts {
        match act {
            Act::Import(said) => {
                let said: BTreeMap<u64, u8> = said.iter().copied().collect();
                let taken = model.taken(&said);
                let id = import(&shop, &said);
                model.standing.extend(id.map(|id| (id, taken)));
            }
            Act::Again(nth) => {
                let Some((_, said)) = model.standing.get(*nth).cloned() else {
                    continue;
                };
                let taken = model.taken(&said);
                let id = import(&shop, &said);
                model.standing.extend(id.map(|id| (id, taken)));
            }
            Act::Undo(nth) => {
                if *nth >= model.standing.len() {
                    continue;
                }
                let (id, _) = model.standing.remove(*nth);
                shop.undo(id).unwrap();
            }
        }
        compare(&shop, &model, acts);
    }
    shop.assert_healthy();
}

fn compare(shop: &Shop, model: &Model, acts: &[Act]) {
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    let records = shop.store.read(|tx| tx.orders_by_id(&facts.order)).unwrap();
    let mut found: Vec<(String, i64, String, i64)> = records
        .iter()
        .map(|record| {
            (
                record.number.clone(),
                record.refunded,
                record.payment.to_string(),
                record.total,
            )
        })
        .collect();
    found.sort();
    let mut expected: Vec<(String, i64, String, i64)> = model
        .orders()
        .into_iter()
        .map(|(index, stage)| {
            let order = version(index, stage);
            (
                order.number.clone(),
                order.refunded,
                order.status.to_owned(),
                order.total(),
            )
        })
        .collect();
    expected.sort();
    assert_eq!(found, expected, "after {acts:?}");
    let people: std::collections::BTreeSet<u64> =
        model.orders().keys().map(|index| index % 5).collect();
    assert_eq!(facts.customer_ids.len(), people.len(), "after {acts:?}");
    for person in 0..5_u64 {
        let known = shop
            .store
            .read(|tx| tx.customer_by_email(&format!("person{person}@example.com")))
            .unwrap();
        assert_eq!(
            known.is_some(),
            people.contains(&person),
            "person{person} after {acts:?}"
        );
    }
}

fn histories(count: u32, length: usize) {
    let mut runner = TestRunner::new(ProptestConfig {
        cases: count,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&prop::collection::vec(act(), 1..length), |acts| {
            play(&acts);
            Ok(())
        })
        .unwrap();
}

#[test]
fn histories_read_as_the_imports_that_stand() {
    histories(16, 10);
}

#[test]
#[ignore = "long: cargo xtask soak"]
fn soak_ten_thousand_histories_read_as_the_imports_that_stand() {
    histories(10_000, 14);
}
