//! The figure of another tool: which steps lead to it.

use pannier_analytics::{Explained, Formula, OtherFigure, StepKind, explain, is_about, reconcile};
use pannier_core::{Currency, Day, Facts, OrderFlags, Period, Timestamp};

use crate::made_up::{facts, order, shop};

fn period(from: &str, until: &str) -> Period {
    Period {
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
    }
}

fn ways(facts: &Facts, period: Period, other: OtherFigure) -> Vec<Explained> {
    explain(facts, Currency::EUR, period, Formula::Goods, other)
}

fn kinds(way: &Explained) -> Vec<StepKind> {
    way.steps.iter().map(|step| step.kind).collect()
}

#[test]
fn the_figures_of_every_formula_are_found_from_every_other() {
    let facts = shop(4_000, 7);
    let period = period("2024-03-01", "2025-02-01");
    for start in Formula::ALL {
        let all = reconcile(
            &facts,
            Currency::EUR,
            Some(period.from),
            Some(period.until),
            start,
        );
        for there in all {
            let other = OtherFigure::Revenue(there.revenue);
            let found = explain(&facts, Currency::EUR, period, start, other);
            let way = &found[0];
            assert_eq!(way.left, Some(0), "from {start} to {}", there.formula);
            assert_eq!(way.revenue, there.revenue);
            let sum: i64 = way.steps.iter().map(|step| step.revenue).sum();
            let begun = reconcile(
                &facts,
                Currency::EUR,
                Some(period.from),
                Some(period.until),
                start,
            );
            let from = begun.iter().find(|one| one.formula == start).unwrap();
            assert_eq!(
                from.revenue + sum,
                way.revenue,
                "the steps add up to the cent"
            );
            assert!(
                way.steps.len() <= there.steps.len(),
                "no way is longer than the known one"
            );
        }
    }
}

#[test]
fn a_tool_that_adds_shipping_and_takes_cancelled_orders_is_seen_through() {
    let facts = shop(4_000, 11);
    let period = period("2024-03-01", "2024-09-01");
    let (mut revenue, mut orders) = (0, 0);
    for at in facts.positions(Some(period.from), Some(period.until)) {
        let flags = facts.flags[at];
        if !flags.has(OrderFlags::TEST) {
            revenue += facts.goods[at] + facts.shipping[at];
            orders += 1;
        }
    }
    let found = ways(&facts, period, OtherFigure::Revenue(revenue));
    assert_eq!(found.len(), 1);
    assert_eq!(
        kinds(&found[0]),
        [StepKind::CancelledOrders, StepKind::Shipping]
    );
    assert_eq!((found[0].revenue, found[0].orders), (revenue, orders));
    assert_eq!(found[0].left, Some(0));

    let found = ways(&facts, period, OtherFigure::Orders(orders));
    assert_eq!(kinds(&found[0]), [StepKind::CancelledOrders]);
    let cancelled = facts
        .positions(Some(period.from), Some(period.until))
        .filter(|at| is_about(StepKind::CancelledOrders, &facts, *at))
        .count();
    assert_eq!(
        i64::from(found[0].steps[0].orders),
        i64::try_from(cancelled).unwrap()
    );
}

#[test]
fn days_that_begin_elsewhere_are_seen_through() {
    // The shop's day is one hour ahead of the coordinated one: an order at half past midnight is
    // yesterday's there.
    let day: Day = "2026-02-01".parse().unwrap();
    let midnight: Timestamp = "2026-02-01T00:00:00Z".parse().unwrap();
    let placed = |minutes: i64, day: Day, goods| pannier_core::OrderFact {
        placed_at: Timestamp(midnight.0 + minutes * 60_000),
        ..order(day, None, goods)
    };
    let facts = facts(&[
        placed(-30, day, 1_000),
        placed(600, day, 2_000),
        placed(700, day, 5_000),
    ]);
    let february = period("2026-02-01", "2026-03-01");
    let found = ways(&facts, february, OtherFigure::Revenue(7_000));
    assert_eq!(kinds(&found[0]), [StepKind::OtherHours]);
    assert_eq!((found[0].hours, found[0].left), (Some(0), Some(0)));
    assert_eq!(found[0].steps[0].orders, -1);
}

#[test]
fn what_no_step_explains_is_left_and_named() {
    let facts = shop(2_000, 3);
    let period = period("2024-03-01", "2024-09-01");
    let known = reconcile(
        &facts,
        Currency::EUR,
        Some(period.from),
        Some(period.until),
        Formula::Goods,
    );
    let shopify = &known[1];
    let found = ways(&facts, period, OtherFigure::Revenue(shopify.revenue + 1));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].left, Some(1));
    let nothing = ways(&facts, period, OtherFigure::Revenue(known[0].revenue));
    assert!(
        nothing[0].steps.is_empty() && nothing[0].left == Some(0),
        "the same figure needs no step"
    );
}

#[test]
fn a_period_without_orders_leaves_everything() {
    let empty = period("2020-01-01", "2020-02-01");
    let found = ways(&shop(100, 1), empty, OtherFigure::Revenue(5_000));
    assert_eq!((found[0].left, found[0].aov), (Some(5_000), None));
    let found = ways(&shop(100, 1), empty, OtherFigure::Average(5_000));
    assert_eq!(found[0].left, None);
    assert!(ways(&Facts::default(), empty, OtherFigure::Orders(1)).is_empty());
}
