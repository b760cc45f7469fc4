//! Shops that are too small, too lopsided or badly kept: no noise, and no panic.

use pannier_recommend::{
    BasketLine, Behaviour, Catalogue, HistoryBuilder, Product, Recommender, Rules, Task, TooFew,
    Verdict, WhyNothing, Work,
};

use crate::made_up::{Basket, Random, built, catalogue, first_day, history, line, planted};

/// Everything that can be asked, of everything.
fn ask_everything(shop: &Recommender, products: u32) {
    let rules = Rules::usual();
    for product in 0..products.min(50) {
        let pairs = shop.goes_with(product, 5, &rules);
        assert!(
            pairs.is_ok_and(|list| list.len() <= 5)
                || shop.why_nothing_goes_with(product, &rules).is_some()
        );
        assert!(shop.similar(product, 5, &rules).len() <= 5);
        assert!(shop.step_up(product, 5, &rules).len() <= 5);
        assert!(
            shop.then_bought(product, 5, &rules)
                .map_or(0, |list| list.len())
                <= 5
        );
    }
    assert!(
        shop.for_cart(&[0, 0, 1, 70_000], 5, &rules)
            .map_or(0, |list| list.len())
            <= 5
    );
    assert!(
        shop.recommend_for(&[0, 1, u32::MAX - 1], 5, &rules)
            .map_or(3, |lists| lists.len())
            == 3
    );
    assert!(shop.for_newcomers(None, 5, &rules).len() <= 5);
    assert!(shop.bundles(5).map_or(0, |list| list.len()) <= 5);
}

#[test]
fn a_shop_without_orders_says_so() {
    let none = catalogue(0);
    let shop = built(&none, &history(&none, &[]));
    ask_everything(&shop, 2);
    assert!(shop.proof().is_none() && shop.as_of().is_none());
    assert_eq!(
        shop.enough_for_pairs(),
        Err(TooFew::Pairs { have: 0, need: 50 })
    );
    assert_eq!(shop.extra_pieces(&[], 0.03), None);
}

#[test]
fn one_basket_is_too_few_orders_to_tell() {
    let catalogue = catalogue(3);
    let shop = built(
        &catalogue,
        &history(&catalogue, &[(0, Some(0), &[0, 1, 2])]),
    );
    ask_everything(&shop, 3);
    let too_few = shop.goes_with(0, 5, &Rules::usual()).unwrap_err();
    assert_eq!(
        too_few.to_string(),
        "Too few orders to tell: 1 with two products or more, of 50 that it takes"
    );
    assert_eq!(
        shop.recommend_for(&[0], 5, &Rules::usual())
            .unwrap_err()
            .to_string(),
        "Too few orders to tell: it takes 50 customers, and 1 ordered"
    );
    assert!(
        shop.for_newcomers(None, 5, &Rules::usual()).is_empty(),
        "one order is no fashion"
    );
}

#[test]
fn a_shop_with_three_products_finds_its_pair_and_nothing_else() {
    let catalogue = catalogue(3);
    let baskets: Vec<Basket> = (0_u32..200)
        .map(|order| {
            let held: &[u32] = match order % 10 {
                0..=3 => &[0, 1],
                4..=6 => &[2],
                7 => &[1, 2],
                _ => &[0],
            };
            (i64::from(order), Some(order % 60), held)
        })
        .collect();
    let shop = built(&catalogue, &history(&catalogue, &baskets));
    ask_everything(&shop, 3);
    let list = shop.goes_with(1, 5, &Rules::usual()).unwrap();
    assert_eq!(
        list.iter().map(|found| found.product).collect::<Vec<_>>(),
        [0]
    );
    assert_eq!(
        shop.why_nothing_goes_with(2, &Rules::usual()),
        Some(WhyNothing::Alone)
    );
}

#[test]
fn a_product_in_every_basket_goes_with_nothing() {
    let (plain, mut builder) = (planted(21), HistoryBuilder::default());
    let catalogue = catalogue(41);
    for basket in 0..plain.len() {
        let held = plain.products(basket).iter().chain(&[40]);
        let lines = held.map(|product| line(*product));
        builder.push(plain.day(basket).unwrap(), plain.customer(basket), lines);
    }
    let shop = built(&catalogue, &builder.finish(&catalogue));
    ask_everything(&shop, 41);
    assert!(shop.goes_with(40, 5, &Rules::usual()).unwrap().is_empty());
    let list = shop.goes_with(0, 5, &Rules::usual()).unwrap();
    assert!(list[0].product == 1 && list.iter().all(|found| found.product != 40));
}

#[test]
fn baskets_of_ten_thousand_lines_are_taken_in() {
    let products = 6_000;
    let catalogue = catalogue(products);
    let mut random = Random(5);
    let mut builder = HistoryBuilder::default();
    for day in 0..120 {
        let lines: Vec<BasketLine> = match day % 40 {
            0 => (0..10_000).map(|_| line(random.below(products))).collect(),
            _ => (0..3)
                .map(|_| line(random.below(products)))
                .chain([line(0), line(1)])
                .collect(),
        };
        let customer = (day % 40 != 0).then_some(u32::try_from(day).unwrap());
        builder.push(first_day().plus_days(day), customer, lines);
    }
    let shop = built(&catalogue, &builder.finish(&catalogue));
    ask_everything(&shop, 20);
    let counts = shop.together(0, 1);
    assert!(counts.both >= 117 && counts.all == 120, "{counts:?}");
}

#[test]
fn names_in_five_languages_and_no_names_at_all() {
    let mut catalogue = Catalogue::default();
    let titles = [
        "Thé vert en vrac",
        "Grüner Tee, lose",
        "緑茶の葉 深蒸し",
        "緑茶の葉 玉露",
        "Чай зелёный листовой",
        "Чай зелёный в пакетиках",
        "תה ירוק",
        "تيشيرت أخضر",
        "",
        "",
    ];
    for (id, title) in (0..).zip(titles) {
        catalogue.push(&Product {
            id,
            title,
            ..Product::default()
        });
    }
    let mut random = Random(3);
    let baskets: Vec<(i64, Option<u32>, [u32; 2])> = (0_u32..300)
        .map(|order| {
            (
                i64::from(order),
                Some(order % 70),
                [random.below(10), random.below(10)],
            )
        })
        .collect();
    let baskets: Vec<Basket> = baskets
        .iter()
        .map(|(day, who, held)| (*day, *who, held.as_slice()))
        .collect();
    let shop = built(&catalogue, &history(&catalogue, &baskets));
    ask_everything(&shop, 10);
    assert_eq!(shop.similar(2, 1, &Rules::usual())[0].product, 3);
    assert_eq!(shop.similar(4, 1, &Rules::usual())[0].product, 5);
    let unnamed = shop.similar(8, 5, &Rules::usual());
    assert!(unnamed.iter().all(|found| {
        found
            .reason
            .sentence(&catalogue, found.product)
            .contains("buyers")
    }));
}

#[test]
fn renamed_merged_and_deleted_products_keep_their_past() {
    let past = planted(22);
    let mut merged = catalogue(42);
    // Every other order of the planted product was under its old name.
    let mut builder = HistoryBuilder::default();
    let mut plain = HistoryBuilder::default();
    for basket in 0..past.len() {
        let renamed = |product: &u32| {
            if *product == 1 && basket % 2 == 0 {
                41
            } else {
                *product
            }
        };
        let (day, who) = (past.day(basket).unwrap(), past.customer(basket));
        builder.push(
            day,
            who,
            past.products(basket)
                .iter()
                .map(|product| line(renamed(product))),
        );
        plain.push(
            day,
            who,
            past.products(basket).iter().map(|product| line(*product)),
        );
    }
    merged.set_same_as(41, 1);
    let shop = built(&merged, &builder.finish(&merged));
    let whole = built(&merged, &plain.finish(&merged));
    assert_eq!(shop.together(0, 41), whole.together(0, 1));
    assert_eq!(
        shop.goes_with(41, 5, &Rules::usual()).unwrap(),
        shop.goes_with(1, 5, &Rules::usual()).unwrap(),
        "the old name is the new one"
    );
    ask_everything(&shop, 42);
    let mut deleted = catalogue(42);
    deleted.set_deleted(0);
    let shop = built(&deleted, &past);
    assert_eq!(
        shop.goes_with(0, 5, &Rules::usual()).unwrap()[0].product,
        1,
        "it had a past"
    );
    assert!(
        shop.goes_with(1, 40, &Rules::usual())
            .unwrap()
            .iter()
            .all(|it| it.product != 0)
    );
    let people: Vec<u32> = (0..100).collect();
    let lists = shop.recommend_for(&people, 40, &Rules::default()).unwrap();
    assert!(lists.iter().flatten().all(|found| found.product != 0));
}

#[test]
fn products_without_category_price_or_sku_are_recommended_by_orders_alone() {
    let past = planted(23);
    let mut bare = Catalogue::default();
    for _ in 0..40 {
        bare.push(&Product::default());
    }
    let mut builder = HistoryBuilder::default();
    for basket in 0..past.len() {
        let lines = past.products(basket).iter().map(|product| BasketLine {
            product: *product,
            quantity: 1,
            unit_price: None,
        });
        builder.push(past.day(basket).unwrap(), past.customer(basket), lines);
    }
    let shop = built(&bare, &builder.finish(&bare));
    ask_everything(&shop, 40);
    assert_eq!(shop.goes_with(0, 1, &Rules::usual()).unwrap()[0].product, 1);
    assert!(
        shop.step_up(0, 5, &Rules::usual()).is_empty(),
        "no price, no step"
    );
    let bundle = &shop.bundles(1).unwrap()[0];
    assert_eq!((bundle.sells_for, bundle.set_price), (None, None));
}

#[test]
fn lines_without_pieces_unknown_products_and_unsorted_days_are_put_right() {
    let catalogue = catalogue(4);
    let mut builder = HistoryBuilder::default();
    let piece = |product, quantity, price| BasketLine {
        product,
        quantity,
        unit_price: price,
    };
    builder.push(
        first_day().plus_days(3),
        None,
        [piece(2, 1, None), piece(77, 1, None)],
    );
    builder.push(first_day(), Some(0), [piece(1, 0, None)]);
    builder.push(
        first_day().plus_days(1),
        Some(0),
        [
            piece(3, 2, Some(500)),
            piece(0, 1, None),
            piece(3, 1, Some(400)),
            piece(3, 1, None),
        ],
    );
    let history = builder.finish(&catalogue);
    assert_eq!(history.len(), 2, "a basket of nothing is none");
    assert_eq!(
        (history.products(0), history.products(1)),
        (&[0, 3][..], &[2][..])
    );
    assert_eq!(history.customer(1), None);
    let shop = built(&catalogue, &history);
    assert_eq!(shop.price(3), Some(1_000), "the catalogue's");
    ask_everything(&shop, 4);
}

#[test]
fn a_few_weeks_of_orders_say_that_they_are_too_few() {
    let catalogue = catalogue(10);
    let baskets: Vec<Basket> = (0_u32..80)
        .map(|order| (i64::from(order / 2), Some(order % 20), &[0, 1, 2][..]))
        .collect();
    let shop = built(&catalogue, &history(&catalogue, &baskets));
    let proof = shop.proof().unwrap();
    for task in Task::ALL {
        assert_eq!(proof.of(task).unwrap().verdict, Verdict::TooFew, "{task:?}");
    }
    assert!(shop.choice().from.is_none(), "what does well in most shops");
    let again = Recommender::again(
        catalogue.clone(),
        &history(&catalogue, &baskets),
        Behaviour::default(),
        (shop.choice().clone(), shop.proof().cloned()),
        Work::default(),
    );
    let again = again.unwrap();
    assert_eq!(
        again.for_newcomers(None, 3, &Rules::usual()),
        shop.for_newcomers(None, 3, &Rules::usual())
    );
}
