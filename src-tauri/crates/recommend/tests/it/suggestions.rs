//! What is suggested in a shop where it is known what ought to be, and that its reasons count up.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use pannier_core::{Cancel, Reporter};
use pannier_recommend::{
    BasketLine, Behaviour, Catalogue, Deed, DeedKind, HistoryBuilder, Product, Reason, Recommender,
    Rule, Rules, Suggestion, Task, Then, Verdict, Which, Work,
};

use crate::made_up::{Random, built, catalogue, first_day, history, planted, stopped};

fn products(list: &[Suggestion]) -> Vec<u32> {
    list.iter().map(|found| found.product).collect()
}

#[test]
fn a_planted_pair_is_found_and_its_reason_counts_up() {
    let (catalogue, history) = (catalogue(40), planted(1));
    let shop = built(&catalogue, &history);
    let found = shop.goes_with(0, 5, &Rules::usual()).unwrap();
    assert_eq!(found[0].product, 1);
    let Reason::Together { with, counts } = found[0].reason else {
        panic!("{:?}", found[0].reason);
    };
    assert_eq!(with, 0);
    // The same, order by order.
    let mut all = (0, 0, 0, 0);
    for basket in 0..history.len() {
        let held: BTreeSet<u32> = history.products(basket).iter().copied().collect();
        all.0 += 1;
        all.1 += u32::from(held.contains(&0));
        all.2 += u32::from(held.contains(&1));
        all.3 += u32::from(held.contains(&0) && held.contains(&1));
    }
    assert_eq!(all, (counts.all, counts.left, counts.right, counts.both));
    let says = found[0].reason.sentence(&catalogue, 1);
    assert!(
        says.starts_with(&format!(
            "{} of {} orders with No 0 also had No 1: ",
            all.3, all.1
        )),
        "{says}"
    );
    let bundles = shop.bundles(5).unwrap();
    assert_eq!(bundles[0].products, [0, 1]);
    assert_eq!(bundles[0].held, counts.both);
    assert_eq!(
        (bundles[0].sells_for, bundles[0].set_price),
        (Some(2_000), Some(1_800))
    );
}

#[test]
fn what_people_come_back_for_is_found() {
    let (catalogue, history) = (catalogue(40), planted(2));
    let shop = built(&catalogue, &history);
    let found = shop.then_bought(2, 5, &Rules::usual()).unwrap();
    assert_eq!(found[0].product, 3);
    let Reason::Later { after, days, .. } = found[0].reason else {
        panic!("{:?}", found[0].reason);
    };
    assert!(after == 2 && (25..=35).contains(&days), "{days}");
    let back = shop.then_bought(3, 5, &Rules::usual()).unwrap();
    assert!(
        !products(&back).contains(&2),
        "nobody came back for what they had before"
    );
    assert!(shop.rebuy(4).is_usual() && !shop.rebuy(7).is_usual());
    assert!(
        (25..=35).contains(&shop.rebuy(4).gap),
        "{:?}",
        shop.rebuy(4)
    );
}

#[test]
fn the_last_weeks_are_never_foretold_worse_than_by_what_is_popular() {
    let (catalogue, history) = (catalogue(40), planted(3));
    let shop = built(&catalogue, &history);
    let proof = shop.proof().unwrap();
    assert!(proof.learnt_from < history.len());
    for task in &proof.tasks {
        assert_ne!(task.verdict, Verdict::Worse, "{task:?}");
    }
    let cart = proof.of(Task::Cart).unwrap();
    assert!(cart.cases > 50 && cart.model.ndcg.value > 0.0, "{cart:?}");
    for task in &proof.tasks {
        if let Some((low, high)) = task.model.hit.interval {
            assert!(0.0 <= low && low <= task.model.hit.value && task.model.hit.value <= high);
        }
        let told = task.model.hit.interval.is_some();
        assert_eq!(told, task.verdict != Verdict::TooFew, "{task:?}");
    }
    let json = serde_json::to_string(proof).unwrap();
    let read: pannier_recommend::Proof = serde_json::from_str(&json).unwrap();
    assert_eq!((read.from, read.tasks.len()), (proof.from, 5));
    let shown = shop.goes_with_all(3, &Rules::usual()).unwrap();
    let extra = shop.extra_pieces(&shown, 0.03).unwrap();
    assert!(extra > 0.0 && extra <= 0.03, "{extra}");
}

#[test]
fn nobody_is_shown_what_they_have_unless_it_is_bought_again() {
    let (catalogue, history) = (catalogue(40), planted(4));
    let shop = built(&catalogue, &history);
    let people: Vec<u32> = (0..300).collect();
    let lists = shop.recommend_for(&people, 10, &Rules::usual()).unwrap();
    let mut again = 0;
    for (customer, list) in people.iter().zip(&lists) {
        assert_eq!(
            products(list).len(),
            products(list).iter().collect::<BTreeSet<_>>().len()
        );
        let bought: Vec<u32> = (0..history.len())
            .filter(|basket| history.customer(*basket) == Some(*customer))
            .flat_map(|basket| history.products(basket).to_vec())
            .collect();
        for found in list {
            if !bought.contains(&found.product) {
                continue;
            }
            let times = bought
                .iter()
                .filter(|product| **product == found.product)
                .count();
            assert!(
                shop.rebuy(found.product).is_usual() || times >= 3,
                "{found:?}"
            );
            let Reason::Again { times: said, .. } = found.reason else {
                panic!("{found:?}");
            };
            assert_eq!(usize::try_from(said).unwrap(), times);
            again += 1;
        }
    }
    assert!(
        again > 10,
        "the product of every thirty days is brought up again: {again}"
    );
    assert_eq!(
        products(&shop.recommend_for(&[9_999], 5, &Rules::usual()).unwrap()[0]),
        products(&shop.for_newcomers(None, 5, &Rules::usual())),
        "someone unknown is a newcomer"
    );
}

#[test]
fn carts_and_wishes_come_first_until_they_are_bought() {
    let (catalogue, history) = (catalogue(40), planted(5));
    let day = history.last_day().unwrap();
    let mine: BTreeSet<u32> = (0..history.len())
        .filter(|basket| history.customer(*basket) == Some(1))
        .flat_map(|basket| history.products(basket).to_vec())
        .collect();
    let mut open = (5..40).filter(|product| !mine.contains(product));
    let (wished, carted) = (open.next().unwrap(), open.next().unwrap());
    let bought = *mine.iter().next().unwrap();
    let deed = |product, kind, days: i64| Deed {
        customer: 1,
        product,
        day: day.plus_days(-days),
        kind,
    };
    let deeds = [
        deed(wished, DeedKind::Wished, 3),
        deed(carted, DeedKind::Carted, 8),
        deed(carted, DeedKind::Viewed, 8),
        deed(bought, DeedKind::Carted, 360),
        deed(open.next().unwrap(), DeedKind::Wished, 200),
    ];
    let behaviour = Behaviour::of(&deeds);
    let shop = Recommender::build(catalogue.clone(), &history, behaviour, Work::default()).unwrap();
    let list = &shop.recommend_for(&[1], 6, &Rules::usual()).unwrap()[0];
    assert_eq!(products(list)[..2], [carted, wished]);
    assert_eq!(
        list[0].reason.sentence(&catalogue, carted),
        "Left in their cart 9 days ago",
        "as of the day after the newest order"
    );
    let did = |found: &&Suggestion| matches!(found.reason, Reason::Did { .. });
    assert_eq!(
        list.iter().filter(did).count(),
        2,
        "old wishes and things bought since rest"
    );
}

/// Teapots by two makers, one of them never sold.
fn teapots() -> Catalogue {
    let mut catalogue = Catalogue::default();
    let pot = |id, title, vendor, price| Product {
        id,
        title,
        category: "Teapots",
        vendor,
        price: Some(price),
        ..Product::default()
    };
    catalogue.push(&pot(1, "Blue stoneware teapot, small", "Ofen", 2_000));
    catalogue.push(&pot(2, "Blue stoneware teapot, large", "Ofen", 2_600));
    catalogue.push(&pot(3, "Blue stoneware teapot, new glaze", "Ofen", 2_100));
    catalogue.push(&pot(4, "Cast iron kettle", "Nambu", 9_000));
    catalogue.push(&Product {
        id: 5,
        title: "Wooden spoon",
        category: "Kitchen",
        price: Some(400),
        ..Product::default()
    });
    catalogue
}

#[test]
fn similar_things_and_better_ones_are_found_also_of_what_was_never_sold() {
    let mut catalogue = teapots();
    let baskets: Vec<_> = (0_u32..90)
        .map(|order| {
            let product: &[u32] = if order % 3 == 0 { &[1] } else { &[0] };
            (i64::from(order), Some(order), product)
        })
        .collect();
    let past = history(&catalogue, &baskets);
    let shop = built(&catalogue, &past);
    assert_eq!(products(&shop.similar(2, 2, &Rules::usual())), [0, 1]);
    assert_eq!(
        products(&shop.similar(0, 1, &Rules::usual())),
        [1],
        "most words are the same"
    );
    let better = shop.step_up(0, 3, &Rules::usual());
    assert_eq!(products(&better), [1], "a new glaze was never chosen");
    // Both were sold from day 1 to day 87: 58 small ones and 29 large ones.
    assert_eq!(
        better[0].reason,
        Reason::StepUp {
            from: 0,
            dearer_percent: 30,
            chose: 29,
            of: 87
        }
    );
    assert!(
        shop.step_up(1, 3, &Rules::usual()).is_empty(),
        "three times the price is no step"
    );
    catalogue.set_stock(1, Some(0));
    let shop = built(&catalogue, &past);
    assert!(shop.step_up(0, 3, &Rules::default()).is_empty(), "sold out");
}

#[test]
fn a_maker_alone_makes_nothing_alike_and_is_no_reason() {
    let mut catalogue = Catalogue::default();
    let of_one_maker = |id, title, category| Product {
        id,
        title,
        category,
        vendor: "Ofen",
        price: Some(2_000),
        ..Product::default()
    };
    catalogue.push(&of_one_maker(1, "Blue stoneware teapot", "Teapots"));
    catalogue.push(&of_one_maker(2, "Blue stoneware jug", "Jugs"));
    catalogue.push(&of_one_maker(3, "Oak ladder", "Ladders"));
    catalogue.push(&of_one_maker(4, "Wool rug", "Rugs"));
    // Everyone who buys a ladder comes for a rug too.
    let baskets: Vec<_> = (0_u32..200)
        .map(|order| {
            let product: &[u32] = match order % 4 {
                0 => &[2],
                1 => &[3],
                _ => &[0],
            };
            (
                i64::from(order),
                Some(order / 4 * 2 + u32::from(order % 4 > 1)),
                product,
            )
        })
        .collect();
    let shop = built(&catalogue, &history(&catalogue, &baskets));
    assert_eq!(products(&shop.similar(0, 5, &Rules::usual())), [1]);
    let same_buyers = shop.similar(2, 5, &Rules::usual());
    assert_eq!(products(&same_buyers), [3]);
    assert!(
        matches!(same_buyers[0].reason, Reason::SameBuyers { with: 2, counts } if counts.both == 50),
        "{:?}",
        same_buyers[0].reason
    );
}

#[test]
fn the_first_rule_that_speaks_of_a_product_decides() {
    let (catalogue, past) = (catalogue(40), planted(6));
    let shop = built(&catalogue, &past);
    let rule = |which, beside, then| Rule {
        which,
        beside,
        then,
    };
    let ids = |products: &[i64]| Which::Products(products.iter().map(|it| it + 100).collect());
    let with = |rules: Vec<Rule>| products(&shop.goes_with(0, 4, &Rules(rules)).unwrap());
    assert_eq!(with(vec![])[0], 1);
    assert!(!with(vec![rule(ids(&[1]), None, Then::Never)]).contains(&1));
    let allowed = vec![
        rule(ids(&[1]), None, Then::May),
        rule(Which::All, None, Then::Never),
    ];
    assert_eq!(with(allowed), [1]);
    let always = vec![
        rule(ids(&[33]), Some(ids(&[0])), Then::Always),
        rule(Which::All, Some(ids(&[7])), Then::Never),
    ];
    assert_eq!(with(always.clone())[..2], [33, 1]);
    assert!(
        shop.goes_with(7, 4, &Rules(always.clone()))
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        Rules(always).sentences(&catalogue),
        [
            "Always show No 33 first beside No 0",
            "Never show everything beside No 7"
        ]
    );
    let first_wins = vec![
        rule(ids(&[33]), None, Then::Never),
        rule(ids(&[33]), Some(ids(&[0])), Then::Always),
    ];
    assert!(!with(first_wins).contains(&33));
    let json = serde_json::to_string(&Rules::usual()).unwrap();
    assert_eq!(
        serde_json::from_str::<Rules>(&json).unwrap(),
        Rules::usual()
    );
    assert_eq!(
        Rules::usual().sentences(&catalogue),
        [
            "Never show gift cards",
            "Never show what is sold out",
            "Never show someone what they already have, unless it is usually bought again"
        ]
    );
}

#[test]
fn categories_are_capped_and_margins_have_a_floor() {
    let mut catalogue = Catalogue::default();
    for product in 0..12_u32 {
        catalogue.push(&Product {
            id: i64::from(product),
            category: if product % 2 == 0 { "Cups" } else { "Jugs" },
            price: Some(1_000),
            cost: (product < 6).then_some(if product % 3 == 0 { 900 } else { 300 }),
            ..Product::default()
        });
    }
    let mut random = Random(7);
    let baskets: Vec<(i64, Option<u32>, Vec<u32>)> = (0_u32..400)
        .map(|order| {
            let held = (0..3).map(|_| random.below(12)).collect();
            (i64::from(order / 2), Some(order % 90), held)
        })
        .collect();
    let baskets: Vec<_> = baskets
        .iter()
        .map(|(day, who, held)| (*day, *who, held.as_slice()))
        .collect();
    let shop = built(&catalogue, &history(&catalogue, &baskets));
    let rules = Rules(vec![
        Rule {
            which: Which::MarginUnder(30),
            beside: None,
            then: Then::Never,
        },
        Rule {
            which: Which::All,
            beside: None,
            then: Then::AtMost(2),
        },
    ]);
    let list = shop.for_newcomers(None, 12, &rules);
    let cups = products(&list)
        .iter()
        .filter(|product| **product % 2 == 0)
        .count();
    assert_eq!((list.len(), cups), (4, 2));
    assert!(
        !products(&list).contains(&0) && !products(&list).contains(&3),
        "a tenth is left"
    );
    assert_eq!(
        rules.sentences(&catalogue),
        [
            "Never show what leaves less than 30 % of its price, where its cost is known",
            "Show at most 2 of one category"
        ]
    );
    let jugs = shop.for_newcomers(Some("Jugs"), 12, &Rules::default());
    assert!(jugs.len() == 6 && products(&jugs).iter().all(|product| product % 2 == 1));
    assert!(
        shop.for_newcomers(Some("Vases"), 12, &Rules::default())
            .is_empty()
    );
}

#[test]
fn gift_cards_deleted_and_sold_out_products_are_not_shown() {
    let mut catalogue = catalogue(40);
    let past = planted(8);
    catalogue.set_deleted(1);
    let shop = built(&catalogue, &past);
    assert!(!products(&shop.goes_with(0, 40, &Rules::default()).unwrap()).contains(&1));
    let mut catalogue = crate::made_up::catalogue(40);
    catalogue.set_stock(1, Some(0));
    let shop = built(&catalogue, &past);
    assert!(!products(&shop.goes_with(0, 40, &Rules::usual()).unwrap()).contains(&1));
    assert!(products(&shop.goes_with(0, 40, &Rules::default()).unwrap()).contains(&1));
    // A gift card that is sold with everything: it is no taste, and is shown to nobody.
    let mut catalogue = crate::made_up::catalogue(41);
    catalogue.set_gift_card(40);
    let mut builder = HistoryBuilder::default();
    for basket in 0..past.len() {
        let held = past.products(basket).iter().chain(&[40]);
        let lines = held.map(|product| BasketLine {
            product: *product,
            quantity: 1,
            unit_price: None,
        });
        builder.push(past.day(basket).unwrap(), past.customer(basket), lines);
    }
    let shop = built(&catalogue, &builder.finish(&catalogue));
    assert!(
        shop.goes_with(40, 5, &Rules::usual()).is_err(),
        "it was never in a basket"
    );
    let lists = shop
        .recommend_for(&[0, 1, 2, 3], 40, &Rules::usual())
        .unwrap();
    assert!(lists.iter().flatten().all(|found| found.product != 40));
}

#[test]
fn the_same_history_gives_the_same_suggestions_on_any_number_of_threads() {
    let (catalogue, past) = (catalogue(40), planted(9));
    let people: Vec<u32> = (0..300).collect();
    let of = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| {
            let shop = built(&catalogue, &past);
            let lists = shop.recommend_for(&people, 10, &Rules::usual()).unwrap();
            let pairs = shop.goes_with_all(10, &Rules::usual()).unwrap();
            (
                shop.choice().clone(),
                shop.proof().cloned(),
                lists,
                pairs,
                shop.bundles(20).unwrap(),
            )
        })
    };
    assert_eq!(of(1), of(3));
}

#[test]
fn building_tells_where_it_is_and_stops_when_asked_to() {
    let (catalogue, past) = (catalogue(40), planted(10));
    let (done, total) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let reporter = Reporter::new({
        let (done, total) = (Arc::clone(&done), Arc::clone(&total));
        move |progress| {
            let before = done.swap(progress.done, Ordering::Relaxed);
            assert!(progress.done > before, "never back");
            total.store(progress.total.unwrap(), Ordering::Relaxed);
        }
    });
    let work = Work::new(Cancel::default(), reporter);
    Recommender::build(catalogue.clone(), &past, Behaviour::default(), work).unwrap();
    assert_eq!(
        done.load(Ordering::Relaxed),
        total.load(Ordering::Relaxed),
        "to its end"
    );
    let nobody = Behaviour::default();
    assert!(Recommender::build(catalogue, &past, nobody, stopped()).is_err());
    assert_eq!(first_day().to_string(), "2025-01-01");
}
