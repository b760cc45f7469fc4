//! Scores and groups of customers: against published ones, and at the edges.

use std::collections::HashMap;

use pannier_analytics::{
    Formula, Monetary, Rfm, RfmMeasure, RfmOptions, ScoreMove, rfm, rfm_flows, rfm_totals, rfm_why,
};
use pannier_core::{Currency, Day, Facts, OrderFact, OrderFlags, segment::RfmGroup};
use proptest::prelude::*;

use crate::{
    golden::{orders, thousandths},
    made_up::{facts, order},
    shared_data::shared,
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn asked(as_of: &str) -> RfmOptions {
    RfmOptions::on(day(as_of), Currency::EUR)
}

/// The code of the customer with this row id.
fn code(facts: &Facts, rfm: &Rfm, id: i64) -> Option<String> {
    let at = facts.customer_ids.iter().position(|known| *known == id)?;
    rfm.codes[at].map(|code| code.to_string())
}

#[test]
fn scores_of_a_real_shop_are_the_published_ones() {
    let test = "scores_of_a_real_shop_are_the_published_ones";
    let Some(path) = shared(test, "golden/or_orders.csv.gz") else {
        return;
    };
    let Some(published) = shared(test, "golden/or_rfm.csv") else {
        return;
    };
    let facts = facts(&orders(&path));
    let found = rfm(
        &facts,
        RfmOptions {
            monetary: Monetary::Gross,
            ..RfmOptions::on(day("2011-12-10"), "KWD".parse().unwrap())
        },
    );
    let cuts = found.cuts.unwrap();
    let close = |cuts: [f64; 4], expected: [f64; 4]| {
        for (cut, expected) in cuts.into_iter().zip(expected) {
            assert!((cut - expected).abs() < 1e-9 * expected, "{cut} {expected}");
        }
    };
    close(cuts.recency.shown(), [13.8, 33.0, 72.0, 180.0]);
    close(cuts.frequency.shown(), [1.0, 2.0, 3.0, 6.0]);
    close(
        cuts.monetary.shown(),
        [250_194.0, 490_096.0, 942_276.0, 2_058_426.0],
    );
    let place: HashMap<i64, usize> = facts.customer_ids.iter().copied().zip(0..).collect();
    let mut rows = 0;
    for row in csv::Reader::from_path(published).unwrap().records() {
        let row = row.unwrap();
        let at = place[&row[0].parse().unwrap()];
        let values = found.values[at];
        assert_eq!(values.recency.to_string(), row[1], "{row:?}");
        assert_eq!(values.frequency.to_string(), row[2], "{row:?}");
        assert_eq!(values.monetary, thousandths(&row[3]), "{row:?}");
        let code = found.codes[at].unwrap().to_string();
        assert_eq!(
            code,
            format!("{}{}{}", &row[7], &row[8], &row[9]),
            "{row:?}"
        );
        rows += 1;
    }
    assert_eq!((rows, found.buyers), (4_338, 4_338));
    let totals = rfm_totals(&facts, &found);
    let sum: i64 = totals.iter().map(|total| total.revenue).sum();
    let share: f64 = totals.iter().filter_map(|total| total.share).sum();
    assert!((share - 1.0).abs() < 1e-12);
    let spent: i64 = found.values.iter().map(|values| values.monetary).sum();
    assert_eq!(sum, spent);
}

#[test]
fn nobody_one_and_all_alike_are_scored_too() {
    let none = rfm(&Facts::default(), asked("2026-06-30"));
    assert_eq!((none.buyers, none.cuts), (0, None));
    let totals = rfm_totals(&Facts::default(), &none);
    assert!(totals.iter().all(|total| total.customers == 0));
    assert!(
        totals
            .iter()
            .all(|total| total.share.is_none() && total.aov.is_none())
    );

    let one = facts(&[order(day("2026-06-01"), Some(7), 2_000)]);
    let found = rfm(&one, asked("2026-06-30"));
    // No cut lies strictly below: the lowest scores for orders and money, the best for days.
    assert_eq!(code(&one, &found, 7).as_deref(), Some("511"));
    assert_eq!(found.group(0), Some(RfmGroup::NewCustomers));
    assert_eq!(found.group(1), None, "nobody has that index");

    let alike: Vec<OrderFact> = (0..500)
        .map(|who| order(day("2026-06-01"), Some(who), 2_000))
        .collect();
    let shop = facts(&alike);
    let found = rfm(&shop, asked("2026-06-30"));
    assert!(
        found
            .codes
            .iter()
            .all(|code| code.is_some_and(|code| code.to_string() == "511"))
    );
    let totals = rfm_totals(&shop, &found);
    let new = totals[RfmGroup::NewCustomers.index()];
    assert_eq!((new.customers, new.orders), (500, 500));
    assert_eq!((new.revenue, new.share), (1_000_000, Some(1.0)));
    assert_eq!(new.aov, Some(2_000));
}

#[test]
fn only_orders_that_count_within_the_window_do() {
    let flagged = |flags: OrderFlags| OrderFact {
        flags,
        ..order(day("2026-06-20"), Some(2), 9_000)
    };
    let shop = facts(&[
        order(day("2025-01-01"), Some(1), 1_000),
        order(day("2026-06-10"), Some(1), 3_000),
        OrderFact {
            goods_refunded: 3_500,
            refunded: 3_500,
            ..order(day("2026-06-12"), Some(1), 3_000)
        },
        flagged(OrderFlags::TEST),
        flagged(OrderFlags::CANCELLED),
        flagged(OrderFlags::GIFT_CARDS_ONLY),
        OrderFact {
            currency: "JPY".parse().unwrap(),
            ..order(day("2026-06-20"), Some(2), 9_000)
        },
        order(day("2026-06-30"), Some(3), 500),
        order(day("2026-07-01"), Some(3), 500),
        order(day("2026-06-15"), None, 700),
    ]);
    let at = |id: i64| shop.customer_ids.iter().position(|known| *known == id);
    let (one, two, three) = (at(1).unwrap(), at(2).unwrap(), at(3).unwrap());
    let found = rfm(&shop, asked("2026-06-30"));
    let values = |rfm: &Rfm, at: usize| {
        let values = rfm.values[at];
        (values.recency, values.frequency, values.monetary)
    };
    assert_eq!(values(&found, one), (18, 3, 3_500));
    assert_eq!(values(&found, two), (0, 0, 0));
    assert_eq!(found.codes[two], None);
    assert_eq!(values(&found, three), (0, 1, 500), "tomorrow is not yet");
    assert_eq!(found.buyers, 2);
    let lately = RfmOptions {
        window: Some(19),
        monetary: Monetary::Gross,
        ..asked("2026-06-30")
    };
    assert_eq!(values(&rfm(&shop, lately), one), (18, 1, 3_000));
    let cancelled_too = RfmOptions {
        formula: Formula::Shopify,
        ..asked("2026-06-30")
    };
    assert_eq!(values(&rfm(&shop, cancelled_too), two), (10, 1, 9_000));
}

/// Ten people, of whom one orders again.
#[test]
fn a_page_says_which_score_moved_and_why() {
    let mut orders: Vec<OrderFact> = (0..10)
        .map(|who| {
            let back = 300 - 20 * who;
            order(day("2026-05-31").plus_days(-back), Some(who), 1_000 + who)
        })
        .collect();
    orders.push(order(day("2026-06-15"), Some(0), 8_000));
    let shop = facts(&orders);
    let now = rfm(&shop, asked("2026-06-30"));
    let before = rfm(&shop, asked("2026-05-31"));
    // Whoever ordered first has the first index.
    assert_eq!(shop.customer_ids[0], 0);
    let why = rfm_why(&before, &now, 0).unwrap();
    assert_eq!(why.code.to_string(), "555");
    assert_eq!(why.group, RfmGroup::Champions);
    let (values, code) = why.before.unwrap();
    assert_eq!((values.recency, code.to_string().as_str()), (300, "111"));
    let steps: Vec<(RfmMeasure, i64, i64, ScoreMove)> = why
        .steps
        .iter()
        .map(|step| (step.measure, step.before, step.now, step.why))
        .collect();
    assert_eq!(
        steps,
        [
            (RfmMeasure::Recency, 300, 15, ScoreMove::Crossed),
            (RfmMeasure::Frequency, 1, 2, ScoreMove::Crossed),
            (RfmMeasure::Monetary, 1_000, 9_000, ScoreMove::Crossed),
        ]
    );
    // Number 2 did nothing, and is now the second who spent least: the cut came down past them.
    let moved = rfm_why(&before, &now, 2).unwrap();
    assert!(
        moved
            .steps
            .iter()
            .any(|step| step.measure == RfmMeasure::Monetary
                && step.before == step.now
                && step.why == ScoreMove::CutsMoved),
        "{moved:?}"
    );
    let flows = rfm_flows(&before, &now);
    assert_eq!(flows.iter().map(|flow| flow.customers).sum::<u32>(), 10);
    assert!(flows.iter().any(|flow| flow.from == Some(RfmGroup::Lost)
        && flow.to == Some(RfmGroup::Champions)
        && flow.customers == 1));
    let empty = rfm(&shop, asked("2020-01-01"));
    let new = rfm_why(&empty, &now, 0).unwrap();
    assert_eq!((new.before, new.steps.len()), (None, 0));
    assert!(
        rfm_flows(&empty, &now)
            .iter()
            .all(|flow| flow.from.is_none())
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn equal_values_score_alike_and_better_ones_never_less(
        placed in prop::collection::vec((0_i64..40, 0_i64..300, 0_i64..9_000), 1..120),
    ) {
        let first = day("2025-09-01");
        let orders: Vec<OrderFact> = placed
            .iter()
            .map(|(who, after, goods)| order(first.plus_days(*after), Some(*who), *goods))
            .collect();
        let shop = facts(&orders);
        let found = rfm(&shop, asked("2026-06-30"));
        let spent: i64 = found.values.iter().map(|values| values.monetary).sum();
        prop_assert_eq!(spent, placed.iter().map(|(_, _, goods)| goods).sum::<i64>());
        for (one, a) in found.values.iter().zip(&found.codes) {
            let a = a.unwrap();
            for (other, b) in found.values.iter().zip(&found.codes) {
                let b = b.unwrap();
                if one.recency <= other.recency {
                    prop_assert!(a.recency() >= b.recency());
                }
                if one.frequency >= other.frequency {
                    prop_assert!(a.frequency() >= b.frequency());
                }
                if one.monetary >= other.monetary {
                    prop_assert!(a.monetary() >= b.monetary());
                }
            }
        }
        let totals = rfm_totals(&shop, &found);
        prop_assert_eq!(totals.iter().map(|total| total.customers).sum::<u32>(), found.buyers);
        prop_assert_eq!(totals.iter().map(|total| total.revenue).sum::<i64>(), spent);
    }
}
