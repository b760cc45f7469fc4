//! What a shop's own orders speak for: small shops by hand, and silence where nothing can be told.

use pannier_analytics::{
    Behind, DiscountGroup, Formula, MOST_SHRINKAGE, Moment, MoreOf, Opportunity, OpportunityKind,
    OpportunityOptions, high_value, opportunities, orders_near,
};
use pannier_core::{Facts, OrderFact, OrderFlags};
use proptest::prelude::*;

use crate::{
    made_up::{Random, cents, facts, order},
    stall::{Extra, Habits, Stall, all, day_number, habits, wares},
};

/// As seen on the day of the last order.
fn seen(facts: &Facts, formula: Formula) -> Vec<Opportunity> {
    let positions = all(facts);
    let last = facts.day.last().copied().unwrap_or(0);
    let today = pannier_core::Day::from_number(last).unwrap();
    opportunities(
        facts,
        formula,
        0,
        &positions,
        &OpportunityOptions::on(today),
    )
}

#[test]
fn orders_just_short_are_led_to() {
    let facts = habits(Habits {
        orders: 4_000,
        free_from: Some(6_500),
        top_up: 10,
        seed: 3,
    });
    let found = seen(&facts, Formula::Goods);
    let one = found
        .iter()
        .find(|one| matches!(one.kind, OpportunityKind::JustShort(_)))
        .unwrap();
    let OpportunityKind::JustShort(short) = &one.kind else {
        unreachable!()
    };
    let last = *facts.day.last().unwrap();
    let recent: Vec<u32> = all(&facts)
        .into_iter()
        .filter(|at| facts.day[*at as usize] > last - 90)
        .collect();
    let near = orders_near(&facts, &recent, 6_500, 5_200);
    assert_eq!(one.behind, Behind::Orders(near.clone()));
    assert_eq!(short.near.threshold, 6_500);
    assert_eq!((short.near.near as usize, short.days), (near.len(), 90));
    let gaps: i64 = near
        .iter()
        .map(|at| 6_500 - facts.goods[*at as usize])
        .sum();
    assert_eq!(short.near.sum_gap, gaps);
    let estimate = one.estimate.unwrap();
    let third = |share: i64| gaps * share / 100 / 3;
    for (found, share) in [(estimate.low, 2), (estimate.likely, 8), (estimate.high, 15)] {
        assert!(
            (found - third(share)).abs() <= 1,
            "{found} is not {share} in 100"
        );
    }
}

#[test]
fn a_first_threshold_is_named_only_where_it_surely_pays() {
    // Orders pile up just under 60.00 and shipping is cheap: whatever is assumed, it pays.
    let mut orders = Vec::new();
    for index in 0..600_i64 {
        let goods = if index % 5 == 0 { 6_100 } else { 5_000 };
        orders.push(OrderFact {
            shipping: 1,
            total: goods + 1,
            ..order(day_number(index / 6), Some(index), goods)
        });
    }
    let cheap = facts(&orders);
    let first = |facts: &Facts| {
        seen(facts, Formula::Goods)
            .into_iter()
            .any(|one| matches!(one.kind, OpportunityKind::FirstThreshold(_)))
    };
    assert!(first(&cheap));
    let dear: Vec<OrderFact> = orders
        .iter()
        .map(|order| OrderFact {
            shipping: 900,
            ..*order
        })
        .collect();
    assert!(!first(&facts(&dear)), "do nothing");
}

/// Forty who spend about 200.00 a month and four hundred who spend about 30.00 every two months; the
/// first twelve of the forty stopped 70 days ago.
fn regulars() -> Facts {
    let mut random = Random(5);
    let mut orders = Vec::new();
    for who in 0..440_i64 {
        let (mean, gap) = if who < 40 {
            (20_000.0, 30)
        } else {
            (3_000.0, 60)
        };
        let mut day = i64::from(random.below(30));
        while day < 720 {
            if who < 12 && day > 650 {
                break;
            }
            let goods = cents(mean * (0.9 + 0.2 * random.unit()));
            orders.push(order(day_number(day), Some(who), goods));
            // Now and then they skip an order.
            let times = if random.below(8) == 0 { 2 } else { 1 };
            day += (gap + i64::from(random.below(5))) * times;
        }
    }
    orders.push(order(day_number(720), None, 3_000));
    facts(&orders)
}

#[test]
fn quiet_high_value_customers_are_found_with_how_they_came_back_before() {
    let facts = regulars();
    let found = seen(&facts, Formula::Goods);
    let one = found
        .iter()
        .find(|one| matches!(one.kind, OpportunityKind::QuietCustomers(_)))
        .unwrap();
    let OpportunityKind::QuietCustomers(quiet) = one.kind else {
        unreachable!()
    };
    let Behind::Customers(customers) = &one.behind else {
        panic!("customers, not orders")
    };
    let ids: Vec<i64> = customers
        .iter()
        .map(|who| facts.customer_ids[*who as usize])
        .collect();
    assert!((0..12).all(|who| ids.contains(&who)), "{ids:?}");
    assert_eq!(customers.len(), quiet.customers as usize);
    assert!(
        quiet.shrinkage < 0.5,
        "orders of one customer are alike: {quiet:?}"
    );
    assert!(quiet.quiet_before >= 30 && quiet.came_back > 0);
    assert!(quiet.share.low > 0.0 && quiet.share.high < 1.0);
    let estimate = one.estimate.unwrap();
    assert!(0 < estimate.low && estimate.high < quiet.one_order_each);
}

#[test]
fn one_large_order_makes_nobody_high_value() {
    let on = day_number(0);
    let mut orders = Vec::new();
    // Five orders each of very different sizes: a single one says little of its customer.
    for who in 0..100_i64 {
        let own = 3_000 + who * 40;
        for times in 0..5 {
            orders.push(order(on, Some(who), own + (times - 2) * 1_200));
        }
    }
    orders.push(order(on, Some(1_000), 8_500));
    let shop = facts(&orders);
    let found = high_value(&shop, Formula::Goods, &all(&shop), 0.2).unwrap();
    let ids: Vec<i64> = found
        .customers
        .iter()
        .map(|(who, _)| shop.customer_ids[*who as usize])
        .collect();
    assert_eq!(ids.len(), 20, "of 101, 20.2");
    assert!((81..100).all(|who| ids.contains(&who)), "{ids:?}");
    assert!(found.shrinkage > 1.0 && found.cut > found.mean);
    let drawn = |id: i64| {
        let at = found
            .customers
            .iter()
            .find(|(who, _)| shop.customer_ids[*who as usize] == id);
        at.map(|(_, value)| *value)
    };
    assert!(
        drawn(1_000).is_none_or(|value| value < drawn(99).unwrap()),
        "8,500 once"
    );
    let same = facts(&vec![order(on, Some(1), 100); 50]);
    assert_eq!(high_value(&same, Formula::Goods, &all(&same), 0.2), None);
    assert_eq!(high_value(&facts(&[]), Formula::Goods, &[], 0.2), None);
}

#[test]
fn the_top_fifth_is_told_where_customers_hardly_differ_and_said_to_be_luck() {
    let on = day_number(0);
    // Everyone orders 3,000 and 5,000, and some once more: whose mean is higher is chance.
    let mut orders = Vec::new();
    for who in 0..50_i64 {
        orders.push(order(on, Some(who), 3_000));
        orders.push(order(on, Some(who), 5_000));
        if who % 5 == 0 {
            orders.push(order(on, Some(who), 5_000));
        }
    }
    let shop = facts(&orders);
    let found = high_value(&shop, Formula::Goods, &all(&shop), 0.2).unwrap();
    assert!(!found.differ);
    assert!((found.shrinkage - MOST_SHRINKAGE).abs() < 1e-9);
    let ids: Vec<i64> = found
        .customers
        .iter()
        .map(|(who, _)| shop.customer_ids[*who as usize])
        .collect();
    assert_eq!(ids, [0, 5, 10, 15, 20, 25, 30, 35, 40, 45]);
    // All alike: no fifth stands out.
    let alike: Vec<_> = (0..50)
        .flat_map(|who| [order(on, Some(who), 3_000), order(on, Some(who), 5_000)])
        .collect();
    let shop = facts(&alike);
    assert_eq!(high_value(&shop, Formula::Goods, &all(&shop), 0.2), None);
}

#[test]
fn a_code_that_regulars_use_gives_margin_away() {
    let mut stall = Stall::new(wares(&[4_000, 900, 300]));
    let mut random = Random(21);
    for index in 0..2_400_i64 {
        let day = index / 8;
        let who = i64::from(random.below(300));
        let mut held = vec![0];
        held.extend((0..random.below(3)).map(|_| 1 + random.below(2)));
        let extra = Extra {
            customer: Some(who),
            ..Extra::default()
        };
        let extra = match index % 6 {
            0 => Extra {
                off: 20,
                code: "FRIENDS, SPRING",
                ..extra
            },
            // Whoever is new: nobody bought at full price before.
            1 => Extra {
                off: 20,
                code: "WELCOME",
                customer: Some(10_000 + index),
                ..extra
            },
            _ => extra,
        };
        stall.sell(day, &held, extra);
    }
    let facts = stall.facts();
    let found = seen(&facts, Formula::Goods);
    let away: Vec<_> = found
        .iter()
        .filter_map(|one| match &one.kind {
            OpportunityKind::DiscountAway(away) => Some((one, away)),
            _ => None,
        })
        .collect();
    let codes: Vec<_> = away.iter().map(|(_, away)| away.group.clone()).collect();
    assert!(
        codes.contains(&DiscountGroup::Code("FRIENDS".to_owned())),
        "{codes:?}"
    );
    assert!(codes.contains(&DiscountGroup::Code("SPRING".to_owned())));
    assert!(!codes.contains(&DiscountGroup::Code("WELCOME".to_owned())));
    let (one, friends) = away[0];
    assert_eq!((friends.orders, friends.days), (400, 300));
    assert!(friends.difference.high < 0 && friends.aov < friends.full_price_aov);
    let coded = |at: &usize| facts.codes.name(*at).starts_with("FRIENDS");
    let given: i64 = (0..facts.len())
        .filter(coded)
        .map(|at| facts.discounts[at])
        .sum();
    assert_eq!(friends.given, given);
    assert!(
        one.estimate.unwrap().high <= given / 10,
        "a tenth of 300 days"
    );
    assert!(friends.share.low > 0.5 && friends.bought_before <= friends.known);
}

/// Kits stand with three other things; ovens are dear and bought alone.
fn kits(kit_besides: u32) -> Facts {
    let mut stall = Stall::new(wares(&[1_500, 30_000, 1_200, 1_100]));
    let mut random = Random(2);
    for index in 0..1_500_i64 {
        let mut held = Vec::new();
        match random.below(10) {
            0 => {
                held.push(0);
                held.extend((0..kit_besides + random.below(3)).map(|_| 2 + random.below(2)));
            }
            1 => held.push(1),
            _ => held.extend((0..=random.below(2)).map(|_| 2 + random.below(2))),
        }
        let extra = Extra {
            customer: Some(index % 700),
            ..Extra::default()
        };
        stall.sell(index / 10, &held, extra);
    }
    stall.facts()
}

#[test]
fn what_stands_in_large_baskets_is_not_merely_dear() {
    let opener = |facts: &Facts| {
        seen(facts, Formula::Goods)
            .into_iter()
            .find_map(|one| match one.kind {
                OpportunityKind::BasketOpener(opener) => Some((opener, one.estimate)),
                _ => None,
            })
    };
    let (found, estimate) = opener(&kits(6)).unwrap();
    assert_eq!(found.product, 0, "the kit, not the oven");
    assert_eq!(found.brings, 1_500);
    assert!(found.besides > found.other_aov && found.difference.low > 0);
    assert_eq!(found.orders + found.other_orders, 1_500);
    assert!(estimate.unwrap().low > 0);
    assert_eq!(opener(&kits(0)), None, "alone it brings what it costs");
}

/// A shop of 26 weeks whose Tuesdays and evenings are as many times as busy.
fn weeks(tuesdays: i64, seed: u64) -> Facts {
    let mut random = Random(seed);
    let mut orders = Vec::new();
    // The first day is a Monday.
    for day in 0..26 * 7_i64 {
        let times = if day % 7 == 1 { tuesdays } else { 1 };
        for _ in 0..times * i64::from(3 + random.below(5)) {
            let hour = u8::try_from(random.below(24)).unwrap();
            orders.push(OrderFact {
                hour,
                ..order(
                    day_number(day),
                    None,
                    2_000 + i64::from(random.below(4_000)),
                )
            });
        }
    }
    facts(&orders)
}

#[test]
fn the_best_moment_is_named_only_where_clear() {
    let moments = |facts: &Facts| {
        let named = seen(facts, Formula::Goods);
        let named = named.into_iter().filter_map(|one| match one.kind {
            OpportunityKind::BestMoment(best) => Some((best, one.estimate)),
            _ => None,
        });
        named.collect::<Vec<_>>()
    };
    let busy = moments(&weeks(3, 1));
    assert_eq!(busy[0].0.moment, Moment::Weekday(1), "{busy:?}");
    assert_eq!((busy[0].0.weeks, busy[0].1), (26, None));
    assert!(matches!(busy[0].0.more, MoreOf::Orders { difference, .. } if difference.low > 0.0));
    let named: usize = (0..100)
        .map(|seed| moments(&weeks(1, 100 + seed)).len())
        .sum();
    assert!(
        named <= 12,
        "three looks at each of 100 even shops: {named}"
    );
    // A file that knows days alone has them all at one hour.
    let days = facts(
        &(0..200)
            .map(|day| order(day_number(day), None, 100))
            .collect::<Vec<_>>(),
    );
    assert_eq!(moments(&days), []);
}

#[test]
fn little_or_odd_orders_say_nothing() {
    let on = day_number(0);
    let only_refunds: Vec<OrderFact> = (0..50)
        .map(|index| OrderFact {
            goods_refunded: 5_000,
            refunded: 5_000,
            flags: OrderFlags::FULLY_REFUNDED,
            ..order(day_number(index), Some(index), 5_000)
        })
        .collect();
    let negative: Vec<OrderFact> = (0..200)
        .map(|index| order(day_number(index), Some(index % 7), -4_000))
        .collect();
    let one_customer: Vec<OrderFact> = (0..200)
        .map(|index| order(day_number(index * 2), Some(1), 1_000 + index * 10))
        .collect();
    for orders in [
        vec![],
        vec![order(on, Some(1), 500)],
        vec![order(on, Some(1), 500), order(on, None, 700)],
        vec![order(on, None, 500); 100],
        only_refunds,
        negative,
        one_customer,
    ] {
        let shop = facts(&orders);
        for formula in Formula::ALL {
            let counted: Vec<u32> = all(&shop)
                .into_iter()
                .filter(|at| formula.counts(shop.flags[*at as usize]))
                .collect();
            let today = OpportunityOptions::on(day_number(500));
            assert_eq!(opportunities(&shop, formula, 0, &counted, &today), []);
        }
        if let Some(last) = shop.day.last() {
            let on = pannier_core::Day::from_number(*last).unwrap();
            let today = OpportunityOptions::on(on);
            assert_eq!(
                opportunities(&shop, Formula::Goods, 0, &all(&shop), &today),
                []
            );
        }
    }
}

#[test]
fn orders_after_today_do_not_count() {
    let facts = habits(Habits {
        orders: 4_000,
        free_from: Some(6_500),
        top_up: 10,
        seed: 3,
    });
    let early = OpportunityOptions::on(day_number(400));
    let found = opportunities(&facts, Formula::Goods, 0, &all(&facts), &early);
    let until: Vec<u32> = all(&facts)
        .into_iter()
        .filter(|at| facts.day[*at as usize] <= day_number(400).number())
        .collect();
    assert!(!found.is_empty());
    assert_eq!(
        found,
        opportunities(&facts, Formula::Goods, 0, &until, &early)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever a shop sold: ranges in order, most money first, and each leads to someone.
    #[test]
    fn every_opportunity_is_in_order(
        seed in any::<u64>(),
        count in 0_u32..700,
        days in 1_u32..800,
        customers in 1_u32..60,
    ) {
        let mut random = Random(seed);
        let mut stall = Stall::new(wares(&[0, 100, 990, 2_490, 6_000, 25_000]));
        for _ in 0..count {
            let held: Vec<u32> = (0..random.below(5)).map(|_| random.below(6)).collect();
            let pays = random.below(2) == 0 || held.len() < 2;
            stall.sell(i64::from(random.below(days)), &held, Extra {
                customer: (random.below(5) > 0).then(|| i64::from(random.below(customers))),
                shipping: if pays { 490 } else { 0 },
                off: if random.below(4) == 0 { i64::from(random.below(60)) } else { 0 },
                code: ["", "A", "B,C", " ,"][random.below(4) as usize],
                hour: u8::try_from(random.below(24)).ok(),
            });
        }
        let facts = stall.facts();
        for formula in [Formula::Goods, Formula::Collected] {
            let found = seen(&facts, formula);
            let likely: Vec<_> = found.iter().map(|one| one.estimate.map(|range| range.likely)).collect();
            prop_assert!(likely.is_sorted_by(|one, other| one >= other), "{likely:?}");
            for one in &found {
                if let Some(range) = one.estimate {
                    prop_assert!(range.low <= range.likely && range.likely <= range.high);
                    prop_assert!(range.high < i64::MAX / 4 && range.low > i64::MIN / 4);
                }
                match &one.behind {
                    Behind::Orders(orders) => {
                        prop_assert!(!orders.is_empty() && orders.is_sorted());
                        prop_assert!(orders.iter().all(|at| (*at as usize) < facts.len()));
                    }
                    Behind::Customers(customers) => {
                        prop_assert!(!customers.is_empty());
                        prop_assert!(customers.iter().all(|who| (*who as usize) < facts.customer_ids.len()));
                    }
                }
            }
        }
    }
}
