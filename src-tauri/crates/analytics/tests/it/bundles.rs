//! Pairs and sets: against published counts, brute force, and small shops by hand.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use pannier_analytics::{Assumption, Baskets, BundleOptions, Counted, Range, Together, bundles};
use proptest::prelude::*;

use crate::{
    made_up::Random,
    shared_data::shared,
    stall::{Extra, Stall, Ware, all, wares},
};

/// Baskets of ids, and the names of the ids.
fn groceries(path: &std::path::Path) -> (Vec<Vec<u32>>, Vec<String>) {
    let mut names: Vec<String> = Vec::new();
    let mut ids: HashMap<String, u32> = HashMap::new();
    let mut baskets: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for row in csv::Reader::from_path(path).unwrap().records() {
        let row = row.unwrap();
        let id = *ids.entry(row[1].to_owned()).or_insert_with(|| {
            names.push(row[1].to_owned());
            u32::try_from(names.len() - 1).unwrap()
        });
        baskets.entry(row[0].to_owned()).or_default().push(id);
    }
    (baskets.into_values().collect(), names)
}

fn close(found: Option<f64>, text: &str) -> bool {
    let published: f64 = text.parse().unwrap();
    // The published likelihood ratios near 0 lost digits as their terms cancelled.
    found.is_some_and(|found| (found - published).abs() <= 6e-10 * published.abs() + 1e-10)
}

#[test]
fn pairs_of_groceries_are_the_published_ones() {
    let test = "pairs_of_groceries_are_the_published_ones";
    let Some(data) = shared(test, "data/groceries_long.csv") else {
        return;
    };
    let Some(golden) = shared(test, "golden/groceries_pairs.csv") else {
        return;
    };
    let (lists, names) = groceries(&data);
    let baskets = Baskets::from_lists(&lists, 30);
    assert_eq!(baskets.orders(), 9_835);
    let found: HashMap<BTreeSet<&str>, Counted<2>> = baskets
        .pairs(30)
        .into_iter()
        .map(|pair| {
            (
                pair.products.map(|id| names[id as usize].as_str()).into(),
                pair,
            )
        })
        .collect();
    let mut rows = 0;
    for row in csv::Reader::from_path(golden).unwrap().records() {
        let row = row.unwrap();
        let pair = found[&BTreeSet::from([&row[0], &row[1]])];
        let id = |name: &str| u32::try_from(names.iter().position(|n| n == name).unwrap()).unwrap();
        let counts = Together {
            orders: baskets.orders(),
            left: baskets.held(id(&row[0])).unwrap(),
            right: baskets.held(id(&row[1])).unwrap(),
            both: pair.orders,
        };
        let whole = [counts.left, counts.right, counts.both].map(|count| count.to_string());
        assert_eq!(whole, [&row[2], &row[3], &row[4]], "{row:?}");
        for (column, value) in [
            (5, counts.support()),
            (6, counts.confidence()),
            (7, counts.confidence_back()),
            (8, counts.lift()),
            (9, counts.jaccard()),
            (10, counts.cosine()),
            (11, counts.log_likelihood_ratio()),
        ] {
            assert!(close(value, &row[column]), "{row:?}: {value:?}");
        }
        rows += 1;
    }
    assert_eq!(found.len(), rows);
}

#[test]
fn rules_of_groceries_are_the_published_ones() {
    let test = "rules_of_groceries_are_the_published_ones";
    let Some(data) = shared(test, "data/groceries_long.csv") else {
        return;
    };
    let Some(golden) = shared(test, "golden/groceries_rules_s001_c30.csv") else {
        return;
    };
    let (lists, names) = groceries(&data);
    // 0.01 × 9,835 is 98.35.
    let baskets = Baskets::from_lists(&lists, 99);
    let pairs = baskets.pairs(99);
    let counted: HashMap<[u32; 2], u32> = pairs
        .iter()
        .map(|pair| (pair.products, pair.orders))
        .collect();
    let mut rules: BTreeMap<(String, String), Together> = BTreeMap::new();
    let mut rule = |left: &[u32], right: u32, left_orders: u32, both: u32| {
        let counts = Together {
            orders: baskets.orders(),
            left: left_orders,
            right: baskets.held(right).unwrap(),
            both,
        };
        if counts.reaches(30, 100) {
            let mut sides: Vec<&str> = left.iter().map(|id| names[*id as usize].as_str()).collect();
            sides.sort_unstable();
            rules.insert((sides.join("|"), names[right as usize].clone()), counts);
        }
    };
    for pair in &pairs {
        let [a, b] = pair.products;
        rule(&[a], b, baskets.held(a).unwrap(), pair.orders);
        rule(&[b], a, baskets.held(b).unwrap(), pair.orders);
    }
    for triple in baskets.triples(&pairs, 99) {
        let [a, b, c] = triple.products;
        for (left, right) in [([a, b], c), ([a, c], b), ([b, c], a)] {
            rule(&left, right, counted[&left], triple.orders);
        }
    }
    let mut rows = 0;
    for row in csv::Reader::from_path(golden).unwrap().records() {
        let row = row.unwrap();
        let mut left: Vec<&str> = row[0].split('|').collect();
        left.sort_unstable();
        let key = (left.join("|"), row[1].to_owned());
        let counts = rules
            .get(&key)
            .unwrap_or_else(|| panic!("{row:?} of {rules:?}"));
        assert_eq!(counts.both.to_string(), row[2], "{row:?}");
        assert!(close(counts.support(), &row[3]), "{row:?}");
        assert!(close(counts.confidence(), &row[4]), "{row:?}");
        assert!(close(counts.lift(), &row[5]), "{row:?}");
        rows += 1;
    }
    assert_eq!(rules.len(), rows);
}

#[test]
fn a_rule_on_the_edge_counts() {
    let edge = Together {
        orders: 100,
        left: 5,
        right: 50,
        both: 4,
    };
    assert!(edge.reaches(4, 5) && edge.reaches(80, 100) && !edge.reaches(81, 100));
}

#[test]
fn few_orders_make_no_lift() {
    let rare = Together {
        orders: 10_000,
        left: 2,
        right: 2,
        both: 2,
    };
    let common = Together {
        orders: 10_000,
        left: 400,
        right: 500,
        both: 120,
    };
    assert!(rare.lift() > common.lift());
    assert!(rare.shrunk_lift() < common.shrunk_lift());
}

proptest! {
    #[test]
    fn counting_is_that_of_brute_force(
        lists in prop::collection::vec(prop::collection::vec(0_u32..12, 0..7), 0..60),
        least in 1_u32..5,
    ) {
        let sets: Vec<BTreeSet<u32>> = lists.iter().map(|list| list.iter().copied().collect()).collect();
        let holding = |items: &[u32]| u32::try_from(sets.iter().filter(|set| items.iter().all(|item| set.contains(item))).count()).unwrap();
        let baskets = Baskets::from_lists(&lists, least);
        prop_assert_eq!(baskets.orders() as usize, sets.iter().filter(|set| !set.is_empty()).count());
        let (mut pairs, mut triples) = (Vec::new(), Vec::new());
        for a in 0..12 {
            prop_assert_eq!(baskets.held(a).unwrap_or(0), if holding(&[a]) >= least { holding(&[a]) } else { 0 });
            for b in a + 1..12 {
                let orders = holding(&[a, b]);
                if orders >= least {
                    pairs.push(Counted { products: [a, b], orders });
                }
                for c in b + 1..12 {
                    let orders = holding(&[a, b, c]);
                    if orders >= least {
                        triples.push(Counted { products: [a, b, c], orders });
                    }
                }
            }
        }
        let found = baskets.pairs(least);
        prop_assert_eq!(baskets.triples(&found, least), triples);
        prop_assert_eq!(found, pairs);
    }

    #[test]
    fn shares_are_shares(left in 0_u32..500, right in 0_u32..500, both in 0_u32..500, more in 0_u32..1000) {
        let both = both.min(left).min(right);
        let counts = Together { orders: left + right - both + more, left, right, both };
        for share in [counts.support(), counts.confidence(), counts.confidence_back(), counts.jaccard(), counts.cosine()].into_iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&share));
        }
        for value in [counts.lift(), counts.shrunk_lift(), counts.log_likelihood_ratio()].into_iter().flatten() {
            prop_assert!(value.is_finite() && value >= 0.0);
        }
    }
}

/// Throws at 52.90 and covers at 18.90 go together; soap at 6.90 goes with nothing.
fn linen() -> Stall {
    let ware = |price, cost| Ware {
        price,
        cost: Some(cost),
    };
    let mut stall = Stall::new(vec![ware(5_290, 2_100), ware(1_890, 700), ware(690, 200)]);
    let mut random = Random(9);
    for index in 0..900_i64 {
        let held: &[u32] = match random.below(10) {
            0 => &[0, 1],
            1 => &[0],
            2 => &[1],
            3 => &[0, 1, 2],
            _ => &[2],
        };
        let extra = Extra {
            customer: Some(index % 400),
            ..Extra::default()
        };
        stall.sell(index / 10, held, extra);
    }
    stall
}

#[test]
fn a_set_carries_its_counts_its_price_and_what_it_may_bring() {
    let facts = linen().facts();
    let options = BundleOptions {
        costs: true,
        take: Assumption::given(Range::new(0.02, 0.05, 0.10)),
        ..BundleOptions::default()
    };
    let found = bundles(&facts, 0, &all(&facts), &options);
    assert_eq!(found.len(), 1, "{found:?}");
    let set = &found[0];
    let count = |items: &[u32]| {
        let holds = |at: &usize| {
            let lines = &facts.lines.product[facts.lines.of(*at)];
            items.iter().all(|item| lines.contains(item))
        };
        u32::try_from((0..facts.len()).filter(holds).count()).unwrap()
    };
    assert_eq!(set.products, [0, 1]);
    assert_eq!((set.orders, set.held), (900, count(&[0, 1])));
    assert_eq!(set.each, [count(&[0]), count(&[1])]);
    assert_eq!(set.recent_held, set.held, "all within 90 days");
    assert_eq!(
        set.recent_one_short,
        set.each[0] + set.each[1] - 2 * set.held
    );
    assert_eq!(set.sells_for, Some(7_180));
    assert_eq!(set.cost, Some(2_800));
    assert_eq!(set.set_price, Some(6_790), "5.4 % off, and ends in 90");
    // 2 % of those with one would add the other: a third of it falls on 30 of the 90 days.
    let (only_throw, only_cover) = (set.each[0] - set.held, set.each[1] - set.held);
    let added = f64::from(only_throw) * 1_890.0 + f64::from(only_cover) * 5_290.0;
    let value = set.value.unwrap();
    let likely = added * 0.05 / 3.0;
    assert!((f64::from(i32::try_from(value.shown_together.likely).unwrap()) - likely).abs() <= 1.0);
    let as_set = value.as_set.unwrap();
    assert!(
        as_set.likely < 0 && as_set.high < value.shown_together.high,
        "most who buy one buy both anyway, and would get it cheaper: {as_set:?}"
    );
    assert!(
        value.as_set_margin.unwrap().likely < as_set.likely,
        "the goods cost something"
    );
}

#[test]
fn a_set_price_keeps_the_margin() {
    let facts = linen().facts();
    let options = BundleOptions {
        costs: true,
        least_margin: 0.65,
        ..BundleOptions::default()
    };
    let found = bundles(&facts, 0, &all(&facts), &options);
    assert_eq!(found[0].set_price, None, "28.00 ÷ 0.35 is 80.00");
    assert!(found[0].value.unwrap().as_set.is_none());
}

#[test]
fn three_that_go_together_are_a_set_of_three() {
    let mut stall = Stall::new(wares(&[1_000, 2_000, 3_000, 500]));
    let mut random = Random(4);
    for index in 0..1_200_i64 {
        let held: &[u32] = match random.below(12) {
            0 => &[0, 1, 2],
            1 => &[0],
            2 => &[1],
            3 => &[2, 3],
            4 => &[0, 1, 3],
            _ => &[3],
        };
        stall.sell(index / 20, held, Extra::default());
    }
    let facts = stall.facts();
    let found = bundles(&facts, 0, &all(&facts), &BundleOptions::default());
    let three = found.iter().find(|set| set.products == [0, 1, 2]).unwrap();
    let pair = |a, b| {
        found
            .iter()
            .find(|set| set.products == [a, b])
            .unwrap()
            .held
    };
    let short = pair(0, 1) + pair(0, 2) + pair(1, 2) - 3 * three.held;
    assert_eq!(three.recent_one_short, short, "two of three");
    assert_eq!(three.sells_for, Some(6_000));
    assert_eq!(three.set_price, Some(5_700), "prices end in 00");
    assert!(
        found.iter().all(|set| !set.products.contains(&3)),
        "string goes with anything"
    );
    assert_eq!(three.cost, None);
}

#[test]
fn shops_that_say_nothing_have_no_sets() {
    let none = Stall::new(wares(&[100, 200])).facts();
    assert_eq!(
        bundles(&none, 0, &all(&none), &BundleOptions::default()),
        []
    );
    let mut two = Stall::new(wares(&[100, 200]));
    two.sell(0, &[0, 1], Extra::default());
    two.sell(1, &[0, 1], Extra::default());
    let two = two.facts();
    assert_eq!(bundles(&two, 0, &all(&two), &BundleOptions::default()), []);
    let bare = crate::made_up::shop(500, 3);
    assert_eq!(
        bundles(&bare, 0, &all(&bare), &BundleOptions::default()),
        [],
        "no lines"
    );
    let mut always = Stall::new(wares(&[100, 200]));
    for day in 0..400 {
        always.sell(day, &[0, 1], Extra::default());
    }
    let always = always.facts();
    let found = bundles(&always, 0, &all(&always), &BundleOptions::default());
    assert_eq!(found, [], "what everybody buys tells nothing");
    let free = {
        let mut stall = Stall::new(wares(&[0, 0, 900]));
        for day in 0..300 {
            let held: &[u32] = if day % 4 == 0 { &[0, 1] } else { &[2] };
            stall.sell(day, held, Extra::default());
        }
        stall.facts()
    };
    let found = bundles(&free, 0, &all(&free), &BundleOptions::default());
    assert_eq!((found[0].sells_for, found[0].set_price), (Some(0), None));
}
