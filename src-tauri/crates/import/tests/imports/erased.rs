//! Files that come after someone was erased, and undos of those that came before.

use std::collections::BTreeMap;

use pannier_core::{CustomerId, ImportId};
use pannier_store::StoredOrder;
use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};

use crate::{
    people::{File, address, config, file, german, key, order, orders, people},
    support::Shop,
};

impl Shop {
    fn erase(&self, customer: CustomerId) {
        let erasure = self.store.erase_customer(customer, self.context.now);
        assert!(erasure.unwrap().overwritten);
    }

    fn stored(&self) -> BTreeMap<String, StoredOrder> {
        self.store
            .read(|tx| {
                let mut all = BTreeMap::new();
                for id in tx.facts()?.order {
                    let stored = tx.stored_order(id)?;
                    all.insert(stored.content.number.clone(), stored);
                }
                Ok::<_, pannier_store::Error>(all)
            })
            .unwrap()
    }
}

fn both() -> [String; 2] {
    [
        people(&[("1", "a@x.com", "yes"), ("2", "b@x.com", "yes")]),
        orders(&[
            order(1, "a@x.com", "Ann Lee", true),
            order(2, "a@x.com", "Ann Lee", true),
            order(3, "b@x.com", "Bo Moss", false),
        ]),
    ]
}

#[test]
fn the_same_files_again_bring_nobody_back() {
    let shop = german();
    let first = shop.bring(&both()).unwrap();
    let totals = |shop: &Shop| -> Vec<i64> {
        let all = shop.stored();
        all.values().map(|order| order.content.total).collect()
    };
    let before = totals(&shop);
    shop.erase(shop.by_email("a@x.com").unwrap());
    shop.assert_healthy();
    assert_eq!(totals(&shop), before);
    let [people_file, orders_file] = both();
    let paths = [
        shop.file("people.csv", &people_file),
        shop.file("orders.csv", &orders_file),
    ];
    let plan = shop.preview(&paths);
    let [said, bought] = plan.files() else {
        panic!("two files")
    };
    assert_eq!(
        (said.row_verdicts.ignored, said.row_verdicts.unchanged),
        (1, 1)
    );
    assert_eq!(
        (bought.orders.unchanged, bought.orders.updated),
        (3, 0),
        "they say the same of nobody"
    );
    let second = shop.bring(&both()).unwrap();
    let nobody = |shop: &Shop| {
        assert_eq!(shop.by_email("a@x.com"), None);
        assert_eq!(shop.by_key("1"), None);
        shop.assert_healthy();
    };
    nobody(&shop);
    shop.undo(first).unwrap();
    nobody(&shop);
    shop.undo(second).unwrap();
    nobody(&shop);
    shop.bring(&both()).unwrap();
    nobody(&shop);
    assert_eq!(totals(&shop), before, "their orders are booked as ever");
    let all = shop.stored();
    let (one, two) = (&all["#1001"], &all["#1002"]);
    assert_eq!(one.customer, two.customer, "of one and the same nobody");
    let whose = one.customer.unwrap();
    let stored = shop.store.read(|tx| tx.stored_customer(whose)).unwrap();
    assert_eq!((stored.email, stored.last_name.as_str()), (None, ""));
    assert_eq!(
        one.content.accepts_marketing, None,
        "a tick is no yes of theirs"
    );
    assert_ne!(shop.by_email("b@x.com"), None, "the other stays");
}

#[test]
fn nobody_is_written_to_under_another_id_or_by_an_older_file() {
    let shop = german();
    shop.bring(&both()).unwrap();
    shop.brings(people(&[("1", "new@x.com", "yes")]));
    shop.erase(shop.by_key("1").unwrap());
    for file in [
        people(&[("1", "other@x.com", "yes")]),
        people(&[("9", "a@x.com", "yes")]),
        people(&[("", "new@x.com", "yes")]),
    ] {
        shop.bring(&[file]);
        for email in ["a@x.com", "new@x.com", "other@x.com"] {
            assert_eq!(shop.by_email(email), None);
        }
    }
    shop.assert_healthy();
}

#[test]
fn a_drop_that_was_looked_at_before_is_not_applied_after() {
    let shop = german();
    shop.brings(people(&[("1", "a@x.com", "yes")]));
    let path = shop.file("orders.csv", &both()[1]);
    let plan = shop.preview(&[path]);
    shop.erase(shop.by_email("a@x.com").unwrap());
    assert!(matches!(
        shop.apply(&plan),
        Err(pannier_import::Error::ShopChanged)
    ));
}

#[derive(Debug, Clone)]
enum Act {
    Import(Vec<File>),
    Undo(usize),
    Erase(u8),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => prop::collection::vec(file(), 1..3).prop_map(Act::Import),
        2 => (0..4_usize).prop_map(Act::Undo),
        1 => (1..4_u8).prop_map(Act::Erase),
    ]
}

/// Sums of each order, which are nobody's secret.
fn sums(shop: &Shop) -> BTreeMap<String, [i64; 4]> {
    let all = shop.stored().into_iter();
    all.map(|(number, stored)| {
        let order = stored.content;
        (
            number,
            [order.goods, order.total, order.refunded, order.units],
        )
    })
    .collect()
}

fn play(acts: &[Act]) {
    let shop = german();
    let mut standing: Vec<ImportId> = Vec::new();
    for act in acts {
        match act {
            Act::Import(files) => {
                let files: Vec<String> = files.iter().map(File::text).collect();
                standing.extend(shop.bring(&files));
            }
            Act::Undo(nth) if *nth < standing.len() => {
                shop.undo(standing.remove(*nth)).unwrap();
            }
            Act::Undo(_) => {}
            Act::Erase(who) => {
                if let Some(id) = shop.by_email(&address(*who).unwrap()) {
                    let before = sums(&shop);
                    shop.erase(id);
                    assert_eq!(sums(&shop), before, "{acts:#?}");
                }
            }
        }
        shop.assert_healthy();
        let erased = shop.store.read(|tx| tx.erased()).unwrap();
        let source = shop.store.read(|tx| tx.source("shopify", "")).unwrap();
        for email in (1..4).filter_map(address) {
            let gone = erased.has_customer(source, None, Some(&email), None);
            assert!(
                !gone || shop.by_email(&email).is_none(),
                "{email} is back after {act:?} of {acts:#?}"
            );
        }
        for key in (1..4).filter_map(key) {
            let gone = erased.has_customer(source, Some(&key), None, None);
            assert!(
                !gone || shop.by_key(&key).is_none(),
                "{key} is back after {act:?} of {acts:#?}"
            );
        }
    }
}

fn histories(mut runner: TestRunner, length: usize) {
    runner
        .run(&prop::collection::vec(act(), 1..length), |acts| {
            play(&acts);
            Ok(())
        })
        .unwrap();
}

#[test]
fn whoever_was_erased_stays_so_whatever_comes_and_goes() {
    // The same histories each time; the long check looks for new ones.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    histories(TestRunner::new_with_rng(config(12), rng), 9);
}

#[test]
#[ignore = "long: cargo xtask soak"]
fn soak_whoever_was_erased_stays_so() {
    histories(TestRunner::new(config(200)), 12);
}
