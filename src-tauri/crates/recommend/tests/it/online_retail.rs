//! A real shop's published orders: half a million lines of a British wholesaler of gifts. What is
//! foretold of its last weeks is held against the best of the public libraries.

use std::collections::BTreeSet;

use pannier_recommend::{Ask, Model, Task, Verdict, Work, choose, prove};

use crate::{
    published::{Shop, TEST, complete_journey, online_retail, rows},
    shared_data::shared,
};

/// Hit rate and NDCG at 10 by the published protocol.
fn judged(lists: &[Vec<u32>], wanted: &[BTreeSet<u32>]) -> (f64, f64) {
    let place = |place: usize| 1.0 / (f64::from(u32::try_from(place).unwrap()) + 2.0).log2();
    let (mut hits, mut gains) = (0.0, 0.0);
    for (list, wanted) in lists.iter().zip(wanted) {
        let found = (0..10).filter(|at| list.get(*at).is_some_and(|it| wanted.contains(it)));
        let gain: f64 = found.map(place).sum();
        let best: f64 = (0..wanted.len().min(10)).map(place).sum();
        hits += f64::from(u8::from(gain > 0.0));
        gains += gain / best;
    }
    let count = f64::from(u32::try_from(lists.len()).unwrap());
    (hits / count, gains / count)
}

fn products(shop: &Shop, codes: &str) -> Vec<u32> {
    codes.split(' ').map(|code| shop.products[code]).collect()
}

#[test]
fn the_last_weeks_of_a_real_shop_are_foretold_better_than_by_the_best_library() {
    let test = "the_last_weeks_of_a_real_shop_are_foretold_better_than_by_the_best_library";
    let (Some(data), Some(targets), Some(carts)) = (
        shared(test, "data/online_retail.csv.gz"),
        shared(test, "golden/or_reco_targets.csv.gz"),
        shared(test, "golden/or_reco_carts.csv.gz"),
    ) else {
        return;
    };
    let shop = online_retail(&data);
    let before = shop.history.before(TEST.parse().unwrap());
    let work = Work::default();
    let choice = choose(before, &shop.catalogue, &work).unwrap();
    let model = Model::learn(before, &shop.catalogue, &choice.settings, &work).unwrap();
    println!("{:#?}", choice.settings);
    assert_eq!(model.products(), 3_190);
    let (targets, carts) = (rows(&targets), rows(&carts));
    let (mut found, mut best) = (Vec::new(), Vec::new());
    for (task, hit, ndcg) in [("next", 7_510, 2_756), ("new", 5_066, 1_100)] {
        let rows: Vec<_> = targets.iter().filter(|row| &row[0] == task).collect();
        let asks: Vec<Ask> = rows
            .iter()
            .map(|row| shop.customers[&row[1]])
            .map(|who| {
                if task == "next" {
                    Ask::Next(who)
                } else {
                    Ask::New(who)
                }
            })
            .collect();
        let wanted: Vec<_> = rows
            .iter()
            .map(|row| products(&shop, &row[2]).into_iter().collect())
            .collect();
        found.push(judged(&model.foretell_all(&asks, 10), &wanted));
        best.push((hit, ndcg));
    }
    let wanted: Vec<BTreeSet<u32>> = carts
        .iter()
        .map(|row| BTreeSet::from([shop.products[&row[1]]]))
        .collect();
    let filled: Vec<Vec<u32>> = carts.iter().map(|row| products(&shop, &row[3])).collect();
    let asks: Vec<Ask> = filled.iter().map(|cart| Ask::Cart(cart)).collect();
    found.push(judged(&model.foretell_all(&asks, 10), &wanted));
    best.push((3_180, 1_948));
    let asks: Vec<Ask> = carts
        .iter()
        .map(|row| Ask::One(shop.products[&row[2]]))
        .collect();
    found.push(judged(&model.foretell_all(&asks, 10), &wanted));
    best.push((1_066, 595));
    for ((hit, ndcg), (best_hit, best_ndcg)) in found.iter().zip(&best) {
        assert!(
            hit * 10_000.0 >= f64::from(*best_hit) && ndcg * 10_000.0 >= f64::from(*best_ndcg),
            "{found:.4?} beside {best:?}"
        );
    }
    println!("{found:.4?} beside {best:?}");
}

#[test]
fn a_real_shop_is_told_how_well_its_last_weeks_were_foretold() {
    let test = "a_real_shop_is_told_how_well_its_last_weeks_were_foretold";
    let Some(data) = shared(test, "data/online_retail.csv.gz") else {
        return;
    };
    let shop = online_retail(&data);
    let proof = prove(&shop.history, &shop.catalogue, &Work::default()).unwrap();
    let (_, proof) = proof.unwrap();
    assert_eq!(proof.from.to_string(), "2011-11-12");
    for task in [Task::Next, Task::New, Task::Cart, Task::One] {
        let told = proof.of(task).unwrap();
        assert_eq!(told.verdict, Verdict::Better, "{told:?}");
        let (low, high) = told.model.hit.interval.unwrap();
        assert!(
            low < told.model.hit.value && told.model.hit.value < high,
            "{told:?}"
        );
    }
}

/// A grocer of 2,469 households and 68,509 products: no square of all of them.
#[test]
#[ignore = "long: cargo xtask soak"]
fn soak_a_grocers_last_weeks_are_foretold_better_than_by_what_is_popular() {
    let test = "soak_a_grocers_last_weeks_are_foretold_better_than_by_what_is_popular";
    let Some(data) = shared(test, "data/complete_journey_transactions.csv.gz") else {
        return;
    };
    let shop = complete_journey(&data);
    assert!(shop.history.len() > 150_000);
    let proof = prove(&shop.history, &shop.catalogue, &Work::default()).unwrap();
    let (_, proof) = proof.unwrap();
    println!("{proof:#?}");
    for task in [Task::Next, Task::New, Task::Cart, Task::One] {
        let told = proof.of(task).unwrap();
        assert_eq!(told.verdict, Verdict::Better, "{told:?}");
    }
}
