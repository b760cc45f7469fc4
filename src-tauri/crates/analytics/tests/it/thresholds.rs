//! Thresholds: against published counts, made-up shops whose truth is known, and by hand.

use pannier_analytics::{
    Assumption, Formula, Origin, Range, Reward, ThresholdAssumptions, advise, bunching,
    candidate_thresholds, goods_histogram, near_threshold, one_item_short, orders_near,
    shipping_rules, threshold_assumptions, threshold_changes,
};
use pannier_core::{Currency, Facts, OrderFact};
use proptest::prelude::*;

use crate::{
    golden::{orders, thousandths},
    made_up::{Random, cents, facts, order},
    shared_data::shared,
    stall::{Extra, Habits, Stall, all, day_number, habits, wares},
};

#[test]
fn orders_near_thresholds_of_a_real_shop_are_the_published_ones() {
    let test = "orders_near_thresholds_of_a_real_shop_are_the_published_ones";
    let Some(data) = shared(test, "golden/or_orders.csv.gz") else {
        return;
    };
    let Some(golden) = shared(test, "golden/or_free_shipping.csv") else {
        return;
    };
    let facts = facts(&orders(&data));
    let mut rows = 0;
    for row in csv::Reader::from_path(golden).unwrap().records() {
        let row = row.unwrap();
        let threshold = thousandths(&row[0]);
        let found = near_threshold(&facts, &all(&facts), threshold, threshold / 10 * 7);
        assert_eq!(found.orders, 19_959);
        assert_eq!(found.at_or_above.to_string(), row[1], "{row:?}");
        assert_eq!(found.near.to_string(), row[2], "{row:?}");
        assert_eq!(found.sum_gap, thousandths(&row[5]), "{row:?}");
        let share = f64::from(found.near) / f64::from(found.orders);
        assert_eq!(format!("{share:.6}"), row[4], "{row:?}");
        let near = orders_near(&facts, &all(&facts), threshold, threshold / 10 * 7);
        assert_eq!(near.len().to_string(), row[2]);
        rows += 1;
    }
    assert_eq!(rows, 10);
}

#[test]
fn a_popular_item_fits_the_gap() {
    // Soap 4.00, candle 9.00, throw 52.00; free shipping from 65.00, near from 55.00.
    let mut stall = Stall::new(wares(&[400, 900, 5_200, 5_900]));
    for day in 0..40 {
        stall.sell(day, &[0], Extra::default());
        stall.sell(day, &[1], Extra::default());
    }
    for _ in 0..3 {
        stall.sell(41, &[2, 0], Extra::default());
        stall.sell(41, &[3], Extra::default());
    }
    stall.sell(42, &[2, 1], Extra::default());
    let facts = stall.facts();
    let found = one_item_short(&facts, &all(&facts), 6_500, 5_500, 30);
    // 56.00 lacks 9.00, 59.00 lacks 6.00, and 61.00 lacks 4.00 but holds the candle.
    assert_eq!(
        found.orders, 7,
        "three by the candle, three by the candle, one by the soap"
    );
    let fits: Vec<_> = found
        .items
        .iter()
        .map(|item| (item.price, item.sold_in, item.fits))
        .collect();
    assert_eq!(fits, [(900, 41, 6), (400, 43, 1)]);
    assert_eq!(
        one_item_short(&facts, &all(&facts), 6_500, 5_500, 44).orders,
        0
    );
    let bare = crate::made_up::shop(200, 1);
    assert_eq!(
        one_item_short(&bare, &all(&bare), 6_500, 5_500, 1).orders,
        0,
        "no lines known"
    );
}

#[test]
fn a_histogram_has_an_open_end() {
    let on = day_number(0);
    let goods = [-5, 0, 99, 100, 250, 299, 300, 9_999];
    let facts = facts(&goods.map(|goods| order(on, None, goods)));
    assert_eq!(goods_histogram(&facts, &all(&facts), 100, 3), [3, 1, 2, 2]);
}

fn run(orders: u32, free_from: Option<i64>, top_up: u32, seed: u64) -> Facts {
    habits(Habits {
        orders,
        free_from,
        top_up,
        seed,
    })
}

/// Shops in which so many in 100 top up: the range holds the truth in about 95 of 100.
#[test]
fn topping_up_is_measured_by_how_orders_bunch() {
    for top_up in [10, 25, 40] {
        let truth = f64::from(top_up) / 100.0;
        let (mut held, mut sum) = (0, 0.0);
        for seed in 0..100 {
            let facts = run(5_000, Some(6_500), top_up, seed);
            let found = bunching(&facts, &all(&facts), 6_500, 5_200).unwrap();
            let share = found.topped_up;
            held += u32::from(share.low <= truth && truth <= share.high);
            sum += share.likely;
            assert!(share.high - share.low < 0.3, "{found:?}");
        }
        println!(
            "{top_up} in 100: held {held} of 100, mean {:.4}",
            sum / 100.0
        );
        assert!(
            (88..=99).contains(&held),
            "{top_up} in 100: held {held} of 100"
        );
        assert!(
            (sum / 100.0 - truth).abs() < 0.02,
            "{top_up} in 100: {}",
            sum / 100.0
        );
    }
}

/// Shops in which nobody tops up: the range of the excess holds 0 in about 95 of 100.
#[test]
fn without_topping_up_the_range_holds_zero() {
    let mut held = 0;
    for seed in 0..300 {
        let facts = run(2_000, None, 0, seed);
        let found = bunching(&facts, &all(&facts), 6_500, 5_200).unwrap();
        held += u32::from(found.excess.low <= 0.0 && found.excess.high >= 0.0);
    }
    println!("held zero in {held} of 300");
    assert!((276..=297).contains(&held), "{held} of 300");
}

#[test]
fn few_orders_show_no_bunching() {
    let few = run(150, Some(6_500), 50, 1);
    assert_eq!(bunching(&few, &all(&few), 6_500, 5_200), None);
    let same = facts(&vec![order(day_number(0), None, 5_000); 1_000]);
    let found = bunching(&same, &all(&same), 6_500, 5_200);
    assert!(found.is_none_or(|found| found.excess.low <= 0.0 && found.excess.high.is_finite()));
    for (threshold, lowest) in [(0, 0), (-5, -10), (10, 5), (6_500, 6_500), (6_500, -1)] {
        assert_eq!(bunching(&same, &all(&same), threshold, lowest), None);
    }
}

/// Free from 50.00 for so many days, then from 65.00; some orders abroad always pay.
fn moved(days: i64, abroad: u32) -> Facts {
    let mut random = Random(7);
    let orders: Vec<OrderFact> = (0..6_000_i64)
        .map(|index| {
            let day = index / 8;
            let goods = cents((8.3 + 0.6 * random.normal()).exp());
            let from = if day < days { 5_000 } else { 6_500 };
            let pays = goods < from || random.below(100) < abroad;
            let shipping = if pays { 490 } else { 0 };
            OrderFact {
                shipping,
                total: goods + shipping,
                ..order(day_number(day), Some(index % 900), goods)
            }
        })
        .collect();
    facts(&orders)
}

#[test]
fn the_rule_of_shipping_and_its_change_are_found() {
    for (days, abroad) in [(300, 0), (417, 12), (690, 30)] {
        let facts = moved(days, abroad);
        let rules = shipping_rules(&facts, &all(&facts));
        let found: Vec<_> = rules.iter().map(|rule| rule.threshold).collect();
        assert_eq!(found, [Some(5_000), Some(6_500)], "{rules:?}");
        let off = i64::from(rules[1].from.number()) - i64::from(day_number(days).number());
        assert!(off.abs() <= 1, "{days}: {rules:?}");
        assert_eq!(rules[0].until, Some(rules[1].from));
        assert_eq!(rules[1].until, None);
        assert_eq!(rules[0].below.free, 0);
        let orders: u32 = rules
            .iter()
            .map(|rule| rule.below.orders + rule.above.orders)
            .sum();
        assert_eq!(orders, 6_000);
        let changes = threshold_changes(&facts, Formula::Goods, &all(&facts), &rules);
        assert_eq!(changes.len(), 1);
        let change = changes[0];
        assert_eq!((change.before, change.after), (Some(5_000), Some(6_500)));
        let above = change.just_above.unwrap();
        assert!(
            above.low < 0.0 && above.high > 0.0,
            "nobody topped up: {above:?}"
        );
        let aov = change.aov.unwrap();
        assert!(aov.low < aov.likely && aov.likely < aov.high);
    }
}

#[test]
fn a_rule_that_never_changed_is_one_rule() {
    for (from, seed) in [(4_900, 1), (6_500, 2), (3_990, 3), (10_000, 4)] {
        let facts = run(3_000, Some(from), 20, seed);
        let rules = shipping_rules(&facts, &all(&facts));
        assert_eq!(rules.len(), 1, "{rules:?}");
        assert_eq!(rules[0].threshold, Some(from));
        assert_eq!(
            (rules[0].below.free, rules[0].above.orders),
            (0, rules[0].above.free)
        );
    }
}

#[test]
fn without_a_rule_none_is_found() {
    let mut random = Random(11);
    let chance: Vec<OrderFact> = (0..2_000)
        .map(|index| OrderFact {
            shipping: if random.below(3) == 0 { 0 } else { 490 },
            ..order(day_number(index / 4), None, i64::from(random.below(9_000)))
        })
        .collect();
    let everything_free = run(500, Some(0), 0, 1);
    for shop in [
        facts(&chance),
        everything_free,
        run(500, None, 0, 2),
        facts(&[]),
        facts(&chance[..1]),
        facts(&chance[..29]),
    ] {
        assert_eq!(shipping_rules(&shop, &all(&shop)), []);
    }
}

/// Everything known exactly.
fn exact(tops_up: f64, margin: f64) -> ThresholdAssumptions {
    let given = |value| Assumption::given(Range::exactly(value));
    ThresholdAssumptions {
        reach: 0.2,
        tops_up: given(tops_up),
        beyond: given(0.0),
        margin: given(margin),
        leaves: given(0.0),
        shipping_charged: given(490.0),
        shipping_cost: given(400.0),
        tax_share: 0.0,
    }
}

#[test]
fn a_first_threshold_by_hand() {
    // 60.00 for free shipping: within reach from 48.00 on.
    let on = day_number(0);
    let shop: Vec<OrderFact> = [2_000, 4_800, 5_000, 5_500, 6_000, 9_000]
        .map(|goods| OrderFact {
            shipping: 490,
            ..order(on, None, goods)
        })
        .to_vec();
    let facts = facts(&shop);
    let free = Reward::FreeShipping { present: None };
    let found = advise(&facts, &all(&facts), free, &[6_000], &exact(0.5, 0.4));
    let effect = found.effects[0];
    assert_eq!(effect.touched.above, 2);
    assert_eq!(effect.touched.shipping_above, 980);
    assert_eq!(
        (effect.touched.within_reach, effect.touched.gap),
        (3, 2_700)
    );
    assert_eq!(effect.revenue.likely, 1_350);
    assert_eq!(effect.aov.likely, 225);
    // 40 % of 13.50, less 2 × 4.90 and half of 3 × 4.90.
    assert_eq!(effect.margin.likely, 540 - 980 - 735);
    assert_eq!(found.best, None, "do nothing");
    assert_eq!((found.orders, found.revenue, found.days), (6, 32_300, 1));
    let rich = advise(
        &facts,
        &all(&facts),
        free,
        &[6_000, 9_500],
        &exact(1.0, 1.0),
    );
    assert_eq!(rich.effects[0].margin.likely, 2_700 - 980 - 1_470);
    assert_eq!(rich.effects[1].margin.likely, 500 - 490);
    assert_eq!(rich.best, Some(0));
}

#[test]
fn moving_a_threshold_undoes_what_the_old_one_did() {
    let on = day_number(0);
    // Free from 50.00, and one who topped up to it for each who did not.
    let mut shop = vec![];
    for (goods, shipping) in [(4_500, 490), (5_000, 0), (5_600, 0), (8_000, 0)] {
        shop.push(OrderFact {
            shipping,
            ..order(on, None, goods)
        });
    }
    let facts = facts(&shop);
    let free = Reward::FreeShipping {
        present: Some(5_000),
    };
    let found = advise(
        &facts,
        &all(&facts),
        free,
        &[5_000, 7_000],
        &exact(0.5, 1.0),
    );
    assert_eq!(found.effects.len(), 1, "the present one changes nothing");
    let effect = found.effects[0];
    assert_eq!(effect.touched.lose_free_shipping, 2);
    assert_eq!(
        (
            effect.touched.within_reach,
            effect.touched.losing_within_reach
        ),
        (1, 1)
    );
    // 56.00 goes to 70.00 half the time; the one who added 5.00 no longer does.
    assert_eq!(effect.revenue.likely, 700 - 500);
    // One and a half of two now pay.
    assert_eq!(effect.margin.likely, 200 + 735);
}

#[test]
fn points_and_gifts_cost_what_they_cost() {
    let on = day_number(0);
    let shop = [6_000, 8_000, 9_000, 12_000, 15_000].map(|goods| order(on, None, goods));
    let facts = facts(&shop);
    let points = Reward::Points {
        each: 10,
        needed: 100,
        percent: 25,
        at_most: None,
        redeemed: Assumption::given(Range::exactly(0.5)),
    };
    let found = advise(&facts, &all(&facts), points, &[10_000], &exact(0.5, 0.5));
    let effect = found.effects[0];
    // An order of 100.00 on average: 25 % off for ten of them, every second one used: 1.25 each.
    assert_eq!(
        (
            effect.touched.above,
            effect.touched.within_reach,
            effect.touched.gap
        ),
        (2, 2, 3_000)
    );
    assert_eq!(effect.revenue.likely, 1_500 - 375);
    assert_eq!(effect.margin.likely, 750 - 375);
    assert_eq!(found.best, Some(0));
    let capped = Reward::Points {
        each: 10,
        needed: 100,
        percent: 25,
        at_most: Some(1_000),
        redeemed: Assumption::given(Range::exactly(0.5)),
    };
    let found = advise(&facts, &all(&facts), capped, &[10_000], &exact(0.5, 0.5));
    assert_eq!(found.effects[0].margin.likely, 750 - 150);
    let gift = Reward::Gift {
        cost: Assumption::given(Range::new(200.0, 300.0, 900.0)),
    };
    let found = advise(&facts, &all(&facts), gift, &[10_000], &exact(0.5, 0.5));
    let margin = found.effects[0].margin;
    assert_eq!(
        (margin.low, margin.likely, margin.high),
        (750 - 2_700, 750 - 900, 750 - 600)
    );
    assert!(margin.holds_zero() == (found.best.is_none() && margin.high >= 0));
    assert_eq!(found.best, None);
}

#[test]
fn assumptions_say_where_they_come_from() {
    let facts = run(20_000, Some(6_500), 25, 5);
    let found = threshold_assumptions(&facts, &all(&facts), Some(6_500), false);
    assert_eq!(found.tops_up.from, Origin::Measured);
    assert!(
        (found.tops_up.value.likely - 0.25).abs() < 0.08,
        "{found:?}"
    );
    assert_eq!(
        found.shipping_charged,
        Assumption::measured(Range::exactly(490.0))
    );
    assert_eq!(found.margin.from, Origin::Assumed, "no costs are known");
    let none = threshold_assumptions(&facts, &all(&facts), None, false);
    assert_eq!(none.tops_up.from, Origin::Assumed);
    let mut stall = Stall::new(vec![crate::stall::Ware {
        price: 1_000,
        cost: Some(1_300),
    }]);
    stall.sell(0, &[0], Extra::default());
    let dear = stall.facts();
    let found = threshold_assumptions(&dear, &all(&dear), None, true);
    assert_eq!(
        found.margin,
        Assumption::measured(Range::exactly(-0.3)),
        "sold under cost"
    );
    let advice = advise(
        &dear,
        &all(&dear),
        Reward::FreeShipping { present: None },
        &candidate_thresholds(&dear, &all(&dear)),
        &found,
    );
    assert_eq!(advice.best, None);
}

#[test]
fn candidates_are_round_and_lie_among_the_orders() {
    let facts = run(5_000, None, 0, 8);
    let found = candidate_thresholds(&facts, &all(&facts));
    assert!((8..40).contains(&found.len()), "{found:?}");
    assert!(found.iter().all(|threshold| threshold % 500 == 0));
    let none = crate::made_up::facts(&[
        order(day_number(0), None, 0),
        order(day_number(0), None, -9),
    ]);
    assert_eq!(candidate_thresholds(&none, &all(&none)), []);
}

#[test]
fn only_the_orders_given_count() {
    let mut dollar = order(day_number(0), None, 6_400);
    dollar.currency = "USD".parse::<Currency>().unwrap();
    let facts = facts(&[order(day_number(0), None, 6_300), dollar]);
    let euros: Vec<u32> = all(&facts)
        .into_iter()
        .filter(|at| facts.currency[*at as usize] == facts.currency_index(Currency::EUR).unwrap())
        .collect();
    let found = near_threshold(&facts, &euros, 6_500, 5_500);
    assert_eq!(
        (found.near, found.sum_gap, found.mean_gap),
        (1, 200, Some(200))
    );
}

proptest! {
    /// Whatever a shop sold, every figure is finite and every range in order, and "do nothing" is
    /// the answer unless even the worst corner gains.
    #[test]
    fn advice_is_finite_and_in_order(
        orders in prop::collection::vec((-2_000_i64..30_000, 0_i64..3, 0_i64..900), 0..60),
        thresholds in prop::collection::vec(-100_i64..40_000, 0..6),
        present in prop::option::of(0_i64..20_000),
        tops_up in 0.0_f64..1.0,
        margin in -1.0_f64..1.0,
        leaves in 0.0_f64..1.0,
    ) {
        let shop: Vec<OrderFact> = orders.iter().map(|(goods, pays, day)| OrderFact {
            shipping: pays * 300,
            ..order(day_number(*day), None, *goods)
        }).collect();
        let facts = facts(&shop);
        let positions = all(&facts);
        let mut assumed = threshold_assumptions(&facts, &positions, present, true);
        assumed.tops_up = Assumption::given(Range::new(0.0, tops_up, 1.0));
        assumed.margin = Assumption::given(Range::new(margin - 0.1, margin, margin + 0.1));
        assumed.leaves = Assumption::given(Range::new(leaves / 2.0, leaves, 1.0));
        for reward in [
            Reward::FreeShipping { present },
            Reward::Points { each: 10, needed: 0, percent: 25, at_most: Some(4_000), redeemed: Assumption::assumed(0.2, 0.5, 0.9) },
            Reward::Gift { cost: Assumption::assumed(100.0, 200.0, 300.0) },
        ] {
            let advice = advise(&facts, &positions, reward, &thresholds, &assumed);
            for effect in &advice.effects {
                for range in [effect.aov, effect.revenue, effect.margin] {
                    prop_assert!(range.low <= range.likely && range.likely <= range.high);
                    prop_assert!(range.low > i64::MIN / 4 && range.high < i64::MAX / 4);
                    let month = advice.a_month(range);
                    prop_assert!(month.low <= month.likely && month.likely <= month.high);
                }
                prop_assert!(effect.touched.losing_within_reach <= effect.touched.within_reach);
                prop_assert!(effect.touched.above + effect.touched.within_reach <= advice.orders);
            }
            if let Some(best) = advice.best {
                prop_assert!(advice.effects[best].margin.low > 0);
            }
        }
        let rules = shipping_rules(&facts, &positions);
        for change in threshold_changes(&facts, Formula::Net, &positions, &rules) {
            for range in [change.just_above, change.just_below].into_iter().flatten() {
                prop_assert!(range.low >= -1.0 && range.high <= 1.0);
            }
        }
    }

    /// The counts that advice rests on are those of counting one threshold at a time.
    #[test]
    fn one_pass_counts_what_many_would(
        goods in prop::collection::vec((0_i64..20_000, any::<bool>()), 1..80),
        thresholds in prop::collection::vec(1_i64..25_000, 1..8),
    ) {
        let shop: Vec<OrderFact> = goods.iter().map(|(goods, free)| OrderFact {
            shipping: if *free { 0 } else { 490 },
            ..order(day_number(0), None, *goods)
        }).collect();
        let facts = facts(&shop);
        let positions = all(&facts);
        let free = Reward::FreeShipping { present: Some(30_000) };
        let advice = advise(&facts, &positions, free, &thresholds, &exact(0.1, 0.4));
        for effect in advice.effects {
            let lowest = cents(0.8 * f64::from(i32::try_from(effect.threshold).unwrap()));
            let near = near_threshold(&facts, &positions, effect.threshold, lowest);
            prop_assert_eq!((effect.touched.above, effect.touched.within_reach, effect.touched.gap), (near.at_or_above, near.near, near.sum_gap));
        }
    }
}
