//! Why the average moved, who comes back, and what to do next.

use pannier_api::{
    bundles, cohorts, create_sample_shop, dismiss_notice, goal, home, notice, opportunities,
    quiet_customers, set_goal, set_orders, thresholds,
    views::{
        BundlesInput, ChangeVerdict, CohortBy, CohortsInput, DismissNotice, HomeInput, Minor,
        NoticeInput, OpportunitiesInput, OpportunityAbout, Origin, QuietInput, RewardKind, SetGoal,
        SetOrdersInput, ThresholdsInput, Why, WhyInput,
    },
    why,
};
use pannier_core::{Cancel, Reporter};

use crate::{
    shop::{TestShop, shop_in},
    shopify::{Order, export, order},
};

fn line(name: &str, quantity: u32, price: &str) -> (String, u32, String) {
    (name.to_owned(), quantity, price.to_owned())
}

/// April and May: prices, items per order and what people chose all move.
fn two_months() -> Vec<Order> {
    (0..120_u32)
        .map(|i| {
            let may = i >= 60;
            let month = if may { 5 } else { 4 };
            let created = format!("2026-{month:02}-{:02} 12:00:00 +0200", 1 + i % 28);
            let throw = if may { "52.00" } else { "49.00" };
            let mut lines = vec![line("Linen throw", 1, throw)];
            if i % if may { 2 } else { 3 } == 0 {
                lines.push(line("Candle", 2, "12.50"));
            }
            if may && i % 5 == 0 {
                lines.push(line("Stool", 1, "79.90"));
            }
            let total: f64 = lines
                .iter()
                .map(|(_, quantity, price)| f64::from(*quantity) * price.parse::<f64>().unwrap())
                .sum();
            Order {
                lines,
                ..order(
                    1_000 + i,
                    &created,
                    &format!("buyer{}@example.com", i % 90),
                    &format!("{total:.2}"),
                )
            }
        })
        .collect()
}

fn shop_with(orders: &[Order]) -> TestShop {
    let test = shop_in("EUR");
    test.import(&[&test.file("orders_export.csv", export(orders))])
        .unwrap();
    test
}

fn may_against_april(test: &TestShop) -> Why {
    let input = WhyInput {
        from: "2026-05-01".to_owned(),
        until: "2026-06-01".to_owned(),
        before_from: "2026-04-01".to_owned(),
        before_until: "2026-05-01".to_owned(),
        ..WhyInput::default()
    };
    why(&test.shop, &input).unwrap()
}

#[test]
fn the_parts_of_a_change_lead_from_one_average_to_the_other_to_the_cent() {
    let test = shop_with(&two_months());
    let told = may_against_april(&test);
    let average = |side: &pannier_api::views::WhySide| side.aov.as_ref().unwrap().minor.0;
    let parts: i64 = told.parts.iter().map(|part| part.amount.minor.0).sum();
    assert_eq!(average(&told.before) + parts, average(&told.after));
    assert_eq!(told.change.as_ref().unwrap().minor.0, parts);
    // The same two figures as Home shows.
    let input = HomeInput {
        month: Some("2026-05-01".to_owned()),
        ..HomeInput::default()
    };
    let home = home(&test.shop, &input).unwrap();
    assert_eq!(home.current.aov, told.after.aov);
    assert_eq!(home.change.unwrap().aov, told.change);
    let price = told
        .parts
        .iter()
        .find(|part| part.kind == pannier_api::views::WhyKind::Price)
        .unwrap();
    assert!(price.amount.minor.0 > 0);
    assert_eq!(price.products[0].name, "Linen throw");
    assert_eq!(
        price.products[0].price_before.as_ref().unwrap().text,
        "49.00"
    );

    let backwards = WhyInput {
        from: "2026-06-01".to_owned(),
        until: "2026-05-01".to_owned(),
        ..WhyInput::default()
    };
    assert_eq!(
        why(&test.shop, &backwards).unwrap_err().field.as_deref(),
        Some("until")
    );
}

#[test]
fn a_month_without_orders_has_nothing_to_explain() {
    let test = shop_with(&two_months()[60..]);
    let told = may_against_april(&test);
    assert_eq!(told.change, None);
    assert!(told.parts.is_empty());
    assert_eq!(told.before.aov, None);
}

#[test]
fn no_order_one_and_two_are_answered_with_silence() {
    for orders in 0..=2 {
        let test = shop_in("EUR");
        if orders > 0 {
            let file = test.file("a.csv", export(&two_months()[..orders]));
            test.import(&[&file]).unwrap();
        }
        let shop = &test.shop;
        let found = opportunities(shop, &OpportunitiesInput::default()).unwrap();
        assert!(found.list.is_empty());
        assert_eq!(notice(shop, &NoticeInput::default()).unwrap(), None);
        assert!(
            bundles(shop, &BundlesInput::default())
                .unwrap()
                .sets
                .is_empty()
        );
        for by in [
            CohortBy::FirstMonth,
            CohortBy::FirstProduct,
            CohortBy::FirstChannel,
            CohortBy::FirstCode,
        ] {
            let input = CohortsInput {
                by,
                ..CohortsInput::default()
            };
            let seen = cohorts(shop, &input).unwrap();
            assert_eq!(seen.second.verdict, ChangeVerdict::TooFew);
            assert_eq!(seen.customers as usize, orders);
        }
        for reward in [
            RewardKind::FreeShipping,
            RewardKind::Points,
            RewardKind::Gift,
        ] {
            let input = ThresholdsInput {
                reward,
                ..ThresholdsInput::default()
            };
            let advice = thresholds(shop, &input).unwrap();
            assert_eq!((advice.chosen, advice.best), (None, None));
            assert_eq!(advice.orders as usize, orders);
        }
        assert_eq!(
            quiet_customers(shop, &QuietInput::default()).unwrap().total,
            0
        );
    }
}

#[test]
fn a_goal_is_kept_changed_and_taken_away() {
    let test = shop_with(&two_months()[..3]);
    assert_eq!(goal(&test.shop).unwrap().target, None);
    let set = |minor: Option<i64>| {
        set_goal(
            &test.shop,
            &SetGoal {
                target: minor.map(Minor),
            },
        )
    };
    assert_eq!(set(Some(6_000)).unwrap().target.unwrap().text, "60.00");
    assert_eq!(
        goal(&test.shop).unwrap().set_on.as_deref(),
        Some("2026-06-30")
    );
    assert_eq!(set(Some(6_550)).unwrap().target.unwrap().text, "65.50");
    assert_eq!(set(Some(0)).unwrap_err().field.as_deref(), Some("target"));
    assert_eq!(goal(&test.shop).unwrap().target.unwrap().text, "65.50");
    assert_eq!(set(None).unwrap().target, None);
}

/// Twenty weeks of forty orders, the last one of them twice as large.
fn weeks_with_a_jump() -> Vec<Order> {
    let monday = chrono_day("2026-01-05");
    (0..800_u32)
        .map(|i| {
            let day = monday.plus_days(i64::from(i / 40 * 7 + i % 7));
            let base = if i / 40 == 19 { 95 } else { 45 };
            order(
                1_000 + i,
                &format!("{day} 12:00:00 +0100"),
                &format!("buyer{i}@example.com"),
                &format!("{}.00", base + i * 7 % 11),
            )
        })
        .collect()
}

fn chrono_day(text: &str) -> pannier_core::Day {
    text.parse().unwrap()
}

#[test]
fn a_week_out_of_the_ordinary_is_told_until_it_is_put_away() {
    let orders = weeks_with_a_jump();
    let calm = shop_with(&orders[..760]);
    assert_eq!(notice(&calm.shop, &NoticeInput::default()).unwrap(), None);
    let test = shop_with(&orders);
    let told = notice(&test.shop, &NoticeInput::default())
        .unwrap()
        .unwrap();
    assert!(told.above);
    assert_eq!((told.from.as_str(), told.orders), ("2026-05-18", 40));
    assert!(told.high.minor.0 < told.aov.minor.0);
    let put = |dismissed| DismissNotice {
        week: told.from.clone(),
        dismissed,
    };
    dismiss_notice(&test.shop, &put(true)).unwrap();
    assert_eq!(notice(&test.shop, &NoticeInput::default()).unwrap(), None);
    dismiss_notice(&test.shop, &put(false)).unwrap();
    assert_eq!(
        notice(&test.shop, &NoticeInput::default()).unwrap(),
        Some(told)
    );
}

/// Orders in which throw and cover go together, and mugs go alone.
fn with_a_set() -> Vec<Order> {
    (0..300_u32)
        .map(|i| {
            let lines = match i % 5 {
                0 | 1 => vec![
                    line("Linen throw", 1, "52.00"),
                    line("Cushion cover", 1, "24.00"),
                ],
                2 => vec![line("Linen throw", 1, "52.00")],
                _ => vec![line("Mug", 1, "16.00")],
            };
            let total = ["76.00", "76.00", "52.00", "16.00", "16.00"][i as usize % 5];
            let day = chrono_day("2026-04-01").plus_days(i64::from(i / 4));
            Order {
                lines,
                ..order(
                    1_000 + i,
                    &format!("{day} 12:00:00 +0200"),
                    &format!("buyer{i}@example.com"),
                    total,
                )
            }
        })
        .collect()
}

#[test]
fn what_is_bought_together_leads_to_its_orders() {
    let test = shop_with(&with_a_set());
    let found = bundles(&test.shop, &BundlesInput::default()).unwrap();
    let [set] = found.sets.as_slice() else {
        panic!("one set, not {:?}", found.sets);
    };
    let names: Vec<&str> = set.products.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(
        names,
        ["Cushion cover", "Linen throw"],
        "the rarer one first"
    );
    assert_eq!((set.held, set.of_first, found.several), (120, 120, 120));
    assert!(set.lift > 1.2);
    assert_eq!(set.sells_for.as_ref().unwrap().text, "76.00");
    assert!(set.set_price.as_ref().unwrap().minor.0 < 7_600);
    let products: Vec<i64> = set.products.iter().map(|product| product.id).collect();
    let asked = |products: Vec<i64>| SetOrdersInput {
        products,
        offset: 0,
        limit: 50,
    };
    let page = set_orders(&test.shop, &asked(products)).unwrap();
    assert_eq!((page.total, page.rows.len()), (120, 50));
    assert!(page.rows.iter().all(|row| row.goods.text == "76.00"));
    let none = set_orders(&test.shop, &asked(vec![set.products[0].id, -1])).unwrap();
    assert_eq!(none.total, 0, "a product that is gone is in no order");
}

#[test]
fn customers_are_followed_from_their_first_order() {
    // Sixty customers, forty of whom order again a month later, for ten more.
    let mut orders: Vec<Order> = (0..60_u32)
        .map(|i| {
            order(
                1_000 + i,
                &format!("2026-04-{:02} 12:00:00 +0200", 1 + i % 28),
                &format!("buyer{i}@example.com"),
                &format!("{}.00", 40 + i % 9),
            )
        })
        .collect();
    orders.extend((0..40_u32).map(|i| {
        order(
            2_000 + i,
            &format!("2026-05-{:02} 12:00:00 +0200", 1 + i % 28),
            &format!("buyer{i}@example.com"),
            &format!("{}.00", 50 + i % 9),
        )
    }));
    let test = shop_with(&orders);
    let seen = cohorts(&test.shop, &CohortsInput::default()).unwrap();
    assert_eq!((seen.customers, seen.returned, seen.nameless), (60, 40, 0));
    let [april] = seen.rows.as_slice() else {
        panic!("one month, not {:?}", seen.rows);
    };
    assert_eq!(april.key, "2026-04-01");
    let cells: Vec<u32> = april
        .cells
        .iter()
        .map(|cell| cell.as_ref().map_or(0, |cell| cell.customers))
        .collect();
    assert_eq!(cells, [60, 40]);
    assert_eq!(seen.second.verdict, ChangeVerdict::Higher);
    assert_eq!(seen.second.change.unwrap().text, "10.00");
    assert_eq!(seen.order_numbers[1].orders, 40);
    assert!(april.values.iter().all(|value| value.margin.is_none()));
}

#[test]
fn orders_in_another_currency_are_never_mixed_in() {
    let mut orders = with_a_set();
    orders.push(Order {
        currency: "USD".to_owned(),
        ..order(
            9_000,
            "2026-06-20 12:00:00 +0200",
            "other@example.com",
            "99999.00",
        )
    });
    let test = shop_with(&orders);
    let shop = &test.shop;
    let advice = thresholds(shop, &ThresholdsInput::default()).unwrap();
    assert_eq!((advice.orders, advice.currency.as_str()), (300, "EUR"));
    let seen = cohorts(shop, &CohortsInput::default()).unwrap();
    assert_eq!((seen.customers, seen.currency.as_str()), (300, "EUR"));
    assert_eq!(bundles(shop, &BundlesInput::default()).unwrap().orders, 300);
}

/// The sample shop as the app opens it.
fn sample() -> (tempfile::TempDir, pannier_api::Shop) {
    let folder = tempfile::tempdir().unwrap();
    let shop = create_sample_shop(
        &folder.path().join("sample.pannier"),
        pannier_api::Role::Owner,
        std::sync::Arc::new(crate::shop::NOW),
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    (folder, shop)
}

#[test]
fn the_sample_shop_has_something_to_do_and_people_behind_it() {
    let (_folder, shop) = sample();
    let found = opportunities(&shop, &OpportunitiesInput::default()).unwrap();
    assert!(found.list.len() >= 3, "{:?}", found.list);
    let likely: Vec<Option<i64>> = found
        .list
        .iter()
        .map(|one| one.estimate.as_ref().map(|range| range.likely.minor.0))
        .collect();
    let mut ranked = likely.clone();
    ranked.sort_by(|a, b| b.cmp(a));
    assert_eq!(
        likely, ranked,
        "the most money first, without an amount last"
    );
    let quiet = found.list.iter().find_map(|one| match &one.about {
        OpportunityAbout::QuietCustomers { customers, .. } => Some(*customers),
        _ => None,
    });
    let page = quiet_customers(
        &shop,
        &QuietInput {
            offset: 0,
            limit: 10,
        },
    )
    .unwrap();
    assert_eq!(page.total, quiet.unwrap_or(0));
    assert!(
        page.rows
            .iter()
            .all(|row| !row.name.is_empty() && row.orders > 0)
    );
}

#[test]
fn a_moved_assumption_moves_what_a_threshold_may_bring() {
    let (_folder, shop) = sample();
    let asked = |tops_up: Option<f64>| {
        let input = ThresholdsInput {
            threshold: Some(Minor(8_000)),
            tops_up,
            ..ThresholdsInput::default()
        };
        thresholds(&shop, &input)
    };
    let usual = asked(None).unwrap();
    assert_ne!(usual.assumed.tops_up.from, Origin::Given);
    assert!(!usual.effects.is_empty() && !usual.bars.is_empty());
    let (few, many) = (asked(Some(0.0)).unwrap(), asked(Some(0.5)).unwrap());
    assert_eq!(many.assumed.tops_up.from, Origin::Given);
    let revenue = |advice: &pannier_api::views::Thresholds| {
        advice.chosen.as_ref().unwrap().revenue.likely.minor.0
    };
    assert!(revenue(&few) < revenue(&many));
    assert_eq!(
        asked(Some(1.2)).unwrap_err().field.as_deref(),
        Some("topsUp")
    );
}
