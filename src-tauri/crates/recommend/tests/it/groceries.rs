//! Pairs and their counts in a real grocer's baskets, and rules of two, as published.

use std::collections::BTreeSet;

use pannier_recommend::Together;

use crate::{
    made_up::built,
    published::{Shop, groceries},
    shared_data::shared,
};

fn close(found: f64, published: &str) -> bool {
    let published: f64 = published.parse().unwrap();
    (found - published).abs() <= 1e-9 * published.abs().max(1e-9)
}

fn pair(shop: &Shop, row: &csv::StringRecord) -> (u32, u32) {
    (shop.products[&row[0]], shop.products[&row[1]])
}

#[test]
fn pairs_and_lift_of_a_grocer_are_the_published_ones() {
    let test = "pairs_and_lift_of_a_grocer_are_the_published_ones";
    let (Some(data), Some(pairs), Some(rules)) = (
        shared(test, "data/groceries_long.csv"),
        shared(test, "golden/groceries_pairs.csv"),
        shared(test, "golden/groceries_rules_s001_c30.csv"),
    ) else {
        return;
    };
    let shop = groceries(&data);
    let built = built(&shop.catalogue, &shop.history);
    let mut published = BTreeSet::new();
    for row in csv::Reader::from_path(pairs).unwrap().records() {
        let row = row.unwrap();
        let (one, other) = pair(&shop, &row);
        let counts = built.together(one, other);
        let said = [&row[2], &row[3], &row[4]].map(|count| count.parse::<u32>().unwrap());
        assert_eq!([counts.left, counts.right, counts.both], said, "{row:?}");
        assert!(close(counts.support().unwrap(), &row[5]), "{row:?}");
        assert!(close(counts.confidence().unwrap(), &row[6]), "{row:?}");
        assert!(close(counts.lift().unwrap(), &row[8]), "{row:?}");
        let ratio = counts.log_likelihood_ratio();
        // Terms of some thousand cancel to as little as a hundredth.
        let published_ratio: f64 = row[11].parse().unwrap();
        assert!(
            (ratio - published_ratio).abs() < 1e-6 * published_ratio.max(0.01),
            "{row:?}"
        );
        published.insert((one.min(other), one.max(other)));
    }
    // And no pair of 30 orders or more is missing from the list.
    let products = u32::try_from(shop.products.len()).unwrap();
    let mut found = BTreeSet::new();
    for one in 0..products {
        for other in one + 1..products {
            if built.together(one, other).both >= 30 {
                found.insert((one, other));
            }
        }
    }
    assert_eq!(found, published);
    // Rules of one product on the left: counts, and the confidence of three tenths, as integers.
    let mut rules_found = 0;
    for row in csv::Reader::from_path(rules).unwrap().records() {
        let row = row.unwrap();
        if !shop.products.contains_key(&row[0]) {
            continue;
        }
        let (left, right) = pair(&shop, &row);
        let counts: Together = built.together(left, right);
        assert_eq!(counts.both.to_string(), row[2], "{row:?}");
        assert!(close(counts.lift().unwrap(), &row[5]), "{row:?}");
        assert!(counts.both * 10 >= counts.left * 3, "{row:?}");
        rules_found += 1;
    }
    let reaches = |left: u32, right: u32| {
        let counts = built.together(left, right);
        counts.both * 100 >= counts.all && counts.both * 10 >= counts.left * 3
    };
    let all = (0..products).flat_map(|left| (0..products).map(move |right| (left, right)));
    let mine = all
        .filter(|(left, right)| left != right && reaches(*left, *right))
        .count();
    assert_eq!(mine, rules_found);
}
