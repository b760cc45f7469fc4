//! Everything about everyone at once: who orders again, the map, and a customer's page.

use std::collections::HashMap;

use pannier_analytics::{
    CannotTell, CustomerMap, Formula, MapBands, MapGroup, Monetary, People, PeopleOptions,
    RfmOptions, high_value, rfm,
};
use pannier_core::{Currency, Day, Facts, OrderFact, segment::RfmGroup};
use proptest::prelude::*;

use crate::{
    baskets::counted,
    golden::{orders, thousandths},
    made_up::{facts, order, shop},
    shared_data::shared,
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn people(facts: &Facts, as_of: &str) -> People {
    People::of(facts, PeopleOptions::on(day(as_of), Currency::EUR))
}

#[test]
fn who_orders_again_at_a_wholesaler_is_told_as_well_as_published() {
    let test = "who_orders_again_at_a_wholesaler_is_told_as_well_as_published";
    let Some(path) = shared(test, "golden/or_orders.csv.gz") else {
        return;
    };
    let Some(golden) = shared(test, "golden/or_repeat91.csv") else {
        return;
    };
    let shop = facts(&orders(&path));
    let asked = |as_of: &str| PeopleOptions {
        rfm: RfmOptions {
            monetary: Monetary::Gross,
            ..RfmOptions::on(day(as_of), "KWD".parse().unwrap())
        },
        ..PeopleOptions::on(day(as_of), Currency::EUR)
    };
    // 91 days after the published day of looking ahead, its outcome is all known.
    let found = People::of(&shop, asked("2011-12-09"));
    let model = found.buys_again.as_ref().unwrap();
    let trial = model.hold_out.as_ref().unwrap();
    assert_eq!(trial.after, day("2011-09-09"));
    assert_eq!(trial.customers, 3_370);
    assert!((trial.auc.unwrap() - 0.741).abs() < 1e-3, "{:?}", trial.auc);
    assert!((trial.brier - 0.208).abs() < 1e-3, "{}", trial.brier);
    assert!(matches!(found.value, Err(CannotTell::OnTheBorder)));
    assert_eq!(found.worth.predicted_value_365, None);
    // Chances are what they say: the mean distance from what came, by bins.
    let off: f64 = trial
        .bins
        .iter()
        .map(|bin| {
            let came = bin.share.map_or(0.0, |share| share.likely);
            f64::from(bin.customers) * (bin.expected - came).abs()
        })
        .sum();
    let off = off / f64::from(trial.customers);
    println!("{:?} expected back, off by {off}", trial.share_back());
    // The published chances are as far off: its autumn is busier than its summer was.
    assert!(off < 0.075, "{off}");

    // As of the published day, each customer's chance is the published one.
    let then = People::of(&shop, asked("2011-09-09"));
    let chances = then.buys_again.as_ref().unwrap();
    let place: HashMap<i64, u32> = shop.customer_ids.iter().copied().zip(0..).collect();
    let mut rows = 0;
    for row in csv::Reader::from_path(golden).unwrap().records() {
        let row = row.unwrap();
        let customer = place[&row[0].parse().unwrap()];
        let published: f64 = row[12].parse().unwrap();
        let chance = chances.of(customer).unwrap();
        assert!((chance - published).abs() < 2e-3, "{row:?}: {chance}");
        let page = then.person(customer).unwrap();
        assert_eq!((page.history.purchases - 1).to_string(), row[1], "{row:?}");
        let recency = then.rfm.values[customer as usize].recency;
        assert_eq!(recency.to_string(), row[2], "{row:?}");
        let spent = then.rfm.values[customer as usize].monetary;
        let total: f64 = row[5].parse().unwrap();
        assert_eq!(spent, thousandths(&format!("{total:.3}")), "{row:?}");
        rows += 1;
    }
    assert_eq!(rows, 3_370);
    let told = chances.chance.iter().flatten().count();
    assert_eq!(told, 3_370, "who has not bought by then has no chance");
}

#[test]
fn a_page_says_all_that_is_known() {
    let shop = shop(30_000, 9);
    let found = people(&shop, "2026-01-30");
    let value = found.value.as_ref();
    let chances = found.buys_again.as_ref().unwrap();
    assert_eq!(found.worth.rfm_group.len(), shop.customer_ids.len());
    assert_eq!(found.worth.high_value.len(), shop.customer_ids.len());
    let scores = rfm(&shop, found.options.rfm);
    let mut buyers = 0;
    for customer in 0..u32::try_from(shop.customer_ids.len()).unwrap() {
        let at = customer as usize;
        assert_eq!(found.worth.rfm_group[at], scores.group(customer));
        let Some(page) = found.person(customer) else {
            assert_eq!(found.worth.rfm_group[at], None);
            assert_eq!(chances.of(customer), None);
            continue;
        };
        buyers += 1;
        let values = scores.values[at];
        assert!(page.history.purchases <= values.frequency);
        assert!(page.history.purchases_365 <= page.history.purchases);
        assert_eq!(
            page.why.as_ref().map(|why| (why.group, why.values)),
            scores.group(customer).map(|group| (group, values))
        );
        assert_eq!(page.map_group.is_some(), values.recency < 365);
        assert_eq!(page.high_value.is_some(), found.worth.high_value[at]);
        let chance = page.buys_again.unwrap().chance;
        assert!((0.0..=1.0).contains(&chance));
        match (value, &page.value) {
            (Ok(model), Ok(own)) => {
                assert_eq!(model.value_365(customer), Some(own.value_365.likely));
                let column = found.worth.predicted_value_365.as_ref().unwrap();
                assert_eq!(column[at], own.value_365.likely);
            }
            (Err(why), Err(own)) => assert_eq!(why, own),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(buyers, scores.buyers);
    let mut all = counted(&shop, Formula::Goods);
    all.retain(|at| shop.day[*at as usize] <= day("2026-01-30").number());
    let high = high_value(&shop, Formula::Goods, &all, 0.2);
    assert_eq!(found.high_value, high);
    assert!(found.person(u32::MAX).is_none());
}

#[test]
fn nobody_and_one_person_have_pages_without_numbers_that_are_none() {
    let none = people(&Facts::default(), "2026-06-30");
    assert!(none.worth.rfm_group.is_empty());
    assert!(none.person(0).is_none());
    assert_eq!(none.map.all.customers, 0);
    assert!(
        none.map
            .groups
            .iter()
            .all(|group| group.share.abs() < 1e-12)
    );

    let one = facts(&[order(day("2026-06-10"), Some(7), 2_500)]);
    let found = people(&one, "2026-06-30");
    let page = found.person(0).unwrap();
    assert_eq!(page.history.every, None);
    assert_eq!((page.history.purchases, page.history.spent_365), (1, 2_500));
    assert_eq!(page.why.unwrap().group, RfmGroup::NewCustomers);
    assert_eq!(
        page.value,
        Err(CannotTell::FewRepeatBuyers {
            found: 0,
            needed: 200
        })
    );
    assert!(page.buys_again.is_err());
    assert_eq!(found.worth.high_value, [false]);

    // The same day every week for thousands, who all come back: nothing to tell apart.
    let alike: Vec<OrderFact> = (0..400)
        .flat_map(|who| {
            (0..50).map(move |week| order(day("2025-07-07").plus_days(7 * week), Some(who), 2_000))
        })
        .collect();
    let found = people(&facts(&alike), "2026-06-30");
    assert!(matches!(found.value, Err(CannotTell::OnTheBorder)));
    assert!(matches!(found.buys_again, Err(CannotTell::NoDifference)));
    assert!(found.high_value.is_none());
    // Young: no 91 days to learn from.
    let young: Vec<OrderFact> = (0..400)
        .flat_map(|who| {
            [0, 20].map(|after| order(day("2026-06-01").plus_days(after), Some(who), 900 + who))
        })
        .collect();
    let found = people(&facts(&young), "2026-06-30");
    assert!(matches!(
        found.buys_again,
        Err(CannotTell::ShortHistory { needed: 91 })
    ));
}

#[test]
fn the_map_puts_people_into_the_cells_that_it_says() {
    let on = |ago: i64| day("2026-06-30").plus_days(-ago);
    let shop = facts(&[
        // 700 in all, 400 of it in the last 12 months, here 10 days ago.
        order(on(400), Some(1), 30_000),
        order(on(300), Some(1), 20_000),
        order(on(10), Some(1), 20_000),
        order(on(61), Some(2), 30_000),
        order(on(31), Some(3), 8_000),
        order(on(121), Some(4), 14_999),
        order(on(30), Some(5), 3_999),
        order(on(240), Some(6), 7_999),
        order(on(241), Some(7), 29_999),
        order(on(364), Some(8), 100),
        order(on(365), Some(9), 90_000),
        order(on(-1), Some(10), 90_000),
    ]);
    let bands = MapBands::new([4_000, 8_000, 15_000, 30_000], MapBands::DAYS).unwrap();
    let found = People::of(
        &shop,
        PeopleOptions {
            bands: Some(bands),
            ..PeopleOptions::on(day("2026-06-30"), Currency::EUR)
        },
    );
    let map: &CustomerMap = &found.map;
    let of = |id: i64| {
        let at = shop.customer_ids.iter().position(|known| *known == id);
        let customer = u32::try_from(at.unwrap()).unwrap();
        (map.place(customer), map.group(customer))
    };
    for (id, place, group) in [
        (1, (0, 0), MapGroup::Best),
        (2, (0, 2), MapGroup::GoodGoneQuiet),
        (3, (2, 1), MapGroup::Regulars),
        (4, (2, 3), MapGroup::SlippingAway),
        (5, (4, 0), MapGroup::SmallRecent),
        (6, (3, 3), MapGroup::SmallQuiet),
        (7, (1, 4), MapGroup::AlmostLost),
        (8, (4, 4), MapGroup::AlmostLost),
    ] {
        assert_eq!(of(id), (Some(place), Some(group)), "customer {id}");
    }
    assert_eq!(of(9), (None, None), "more than 12 months ago");
    assert_eq!(of(10), (None, None), "tomorrow");
    assert_eq!(map.all.customers, 8);
    assert_eq!(map.cells[0][0].spent, 40_000);
    assert_eq!(map.groups[MapGroup::AlmostLost.index()].customers, 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn groups_and_cells_add_up_whatever_the_orders_are(
        placed in prop::collection::vec((0_i64..60, 0_i64..500, -2_000_i64..90_000), 0..200),
    ) {
        let first = day("2025-02-16");
        let orders: Vec<OrderFact> = placed
            .iter()
            .map(|(who, after, goods)| order(first.plus_days(*after), Some(*who), *goods))
            .collect();
        let shop = facts(&orders);
        let found = people(&shop, "2026-06-30");
        let map = &found.map;
        let cells = map.cells.iter().flatten();
        prop_assert_eq!(cells.clone().map(|cell| cell.customers).sum::<u32>(), map.all.customers);
        prop_assert_eq!(cells.map(|cell| cell.spent).sum::<i64>(), map.all.spent);
        let groups = map.groups.iter().map(|group| group.customers).sum::<u32>();
        prop_assert_eq!(groups, map.all.customers);
        for customer in 0..u32::try_from(shop.customer_ids.len()).unwrap() {
            let page = found.person(customer).unwrap();
            prop_assert!(page.history.first <= page.history.last);
            prop_assert!(page.history.every.is_none_or(|every| every >= 1.0));
            prop_assert_eq!(page.map_group, map.group(customer));
        }
    }
}
