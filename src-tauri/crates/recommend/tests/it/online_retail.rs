//! A real shop's published orders: half a million lines of a British wholesaler of gifts. What is
//! foretold of its last weeks is held against the best of the public libraries.

use std::collections::{BTreeSet, HashMap};

use pannier_recommend::{
    Ask, Behaviour, Choice, HistoryBuilder, Model, Recommender, Settings, Task, Together, Verdict,
    Work, choose, prove,
};

use crate::{
    made_up::line,
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

/// How counts of a pair are turned into a score in the published lists.
fn score(method: &str, counts: Together) -> Option<f64> {
    let [left, right, both] = [counts.left, counts.right, counts.both].map(f64::from);
    Some(match method {
        "count" => both,
        "confidence" => counts.confidence()?,
        "cosine" => both / (left * right).sqrt(),
        "jaccard" => both / (left + right - both),
        "llr" if counts.lift()? > 1.0 => counts.log_likelihood_ratio(),
        "llr" => 0.0,
        _ => return None,
    })
}

#[test]
fn pairs_of_a_real_shop_are_counted_as_published() {
    let test = "pairs_of_a_real_shop_are_counted_as_published";
    let (Some(data), Some(lists), Some(carts), Some(sold)) = (
        shared(test, "data/online_retail.csv.gz"),
        shared(test, "golden/or_reco_top10.csv.gz"),
        shared(test, "golden/or_reco_carts.csv.gz"),
        shared(test, "golden/or_reco_catalogue.csv"),
    ) else {
        return;
    };
    let shop = online_retail(&data);
    let anchors: HashMap<String, u32> = rows(&carts)
        .iter()
        .map(|row| (row[0].to_owned(), shop.products[&row[2]]))
        .collect();
    let mut past = HistoryBuilder::default();
    for basket in 0..shop.history.len() {
        let day = shop.history.day(basket).unwrap();
        if day < TEST.parse().unwrap() {
            let held = shop.history.products(basket).iter();
            let lines = held.map(|product| line(*product));
            past.push(day, shop.history.customer(basket), lines);
        }
    }
    let usual = Choice {
        settings: Settings::default(),
        from: None,
        until: None,
        reached: Vec::new(),
    };
    let evidence = Recommender::again(
        shop.catalogue.clone(),
        &past.finish(&shop.catalogue),
        Behaviour::default(),
        (usual, None),
        Work::default(),
    )
    .unwrap();
    let mut candidates = Vec::new();
    for row in csv::Reader::from_path(sold).unwrap().records() {
        let row = row.unwrap();
        let product = shop.products[&row[0]];
        let counted = evidence.together(product, product).left;
        assert_eq!(counted.to_string(), row[1], "{row:?}");
        candidates.push(product);
    }
    let (mut same, mut all) = (0, 0);
    // Some of them, since each takes a thousand pairs to be counted.
    let lists = rows(&lists);
    let lists = lists.iter().filter(|row| &row[0] == "item");
    for row in lists.step_by(7) {
        let key = anchors[&row[2]];
        let scores = candidates
            .iter()
            .filter(|other| **other != key)
            .filter_map(|other| {
                let counts = evidence.together(key, *other);
                Some((score(&row[1], counts)?, counts.right, *other))
            });
        let mut scores: Vec<(f64, u32, u32)> = scores.collect();
        if scores.is_empty() {
            continue;
        }
        scores.sort_by(|one, other| {
            let by_score = other.0.total_cmp(&one.0);
            by_score.then(other.1.cmp(&one.1)).then(one.2.cmp(&other.2))
        });
        let mine: Vec<u32> = scores.iter().take(10).map(|score| score.2).collect();
        same += u32::from(mine == products(&shop, &row[3]));
        all += 1;
    }
    assert!(all > 0 && same * 100 >= all * 99, "{same} of {all} lists");
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
    for task in [Task::Next, Task::New, Task::Cart, Task::One] {
        let told = proof.of(task).unwrap();
        println!("{told:?}");
        assert_eq!(told.verdict, Verdict::Better, "{told:?}");
    }
}
