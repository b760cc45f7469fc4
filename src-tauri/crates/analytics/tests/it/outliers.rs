//! Single orders that move the average, and how far it is from a target.

use pannier_analytics::{Formula, Outliers, Standing, outliers, progress};
use pannier_core::Facts;

use crate::{
    baskets::counted,
    made_up::{FIRST_DAY, Random, cents, facts, order},
};

fn shop_of(values: &[i64]) -> Facts {
    let day: pannier_core::Day = FIRST_DAY.parse().unwrap();
    let orders = values.iter().map(|goods| order(day, None, *goods));
    facts(&orders.collect::<Vec<_>>())
}

fn found(values: &[i64]) -> Outliers {
    let facts = shop_of(values);
    outliers(&facts, Formula::Goods, &counted(&facts, Formula::Goods))
}

fn named(values: &[i64]) -> Vec<i64> {
    found(values)
        .named
        .iter()
        .map(|outlier| outlier.revenue)
        .collect()
}

/// Ordinary orders: lognormal about 40.
fn ordinary(count: usize) -> Vec<i64> {
    let mut random = Random(9);
    (0..count)
        .map(|_| cents(4_000.0 * (0.5 * random.normal()).exp()))
        .collect()
}

#[test]
fn a_wholesale_order_is_named_with_the_figure_without_it() {
    let mut values = ordinary(200);
    let without = values.iter().sum::<i64>();
    values.insert(77, 250_000);
    let found = found(&values);
    assert_eq!(found.named.len(), 1);
    let one = &found.named[0];
    assert_eq!((one.position, one.revenue), (77, 250_000));
    assert_eq!(Some(one.aov_without), found.aov_without);
    assert_eq!(one.aov_without, (without + 100) / 200);
    let aov = found.aov.unwrap();
    let moves = one.moves.unwrap();
    let moved = f64::from(i32::try_from(one.aov_without).unwrap()) * (1.0 + moves);
    assert!((cents(moved) - aov).abs() <= 1 && moves > 0.05, "{one:?}");
}

#[test]
fn several_are_named_and_taken_out_together() {
    let mut values = ordinary(300);
    let sum: i64 = values.iter().sum();
    values.extend([900_000, 400_000, 600_000]);
    let found = found(&values);
    let revenues: Vec<i64> = found.named.iter().map(|outlier| outlier.revenue).collect();
    assert_eq!(revenues, [900_000, 600_000, 400_000]);
    assert_eq!(found.aov_without, Some((sum + 150) / 300));
    assert_eq!(found.named[0].order.0, 301);
}

#[test]
fn ordinary_orders_are_not_named_however_few_there_are() {
    assert!(named(&ordinary(5_000)).is_empty());
    for count in 0..60 {
        let values = ordinary(count);
        let named = named(&values);
        assert!(named.len() <= 2, "{values:?}: {named:?}");
    }
    assert!(named(&[]).is_empty() && named(&[3_000]).is_empty());
    assert!(
        named(&[3_000, 500_000]).is_empty(),
        "which of two is the odd one?"
    );
    assert!(named(&[2_000, 4_500, 6_000]).is_empty());
    assert_eq!(
        named(&[3_000, 3_100, 500_000]),
        [500_000],
        "of three, two agree"
    );
    assert_eq!(found(&[3_000]).aov_without, Some(3_000));
    assert_eq!(found(&[]).aov, None);
}

#[test]
fn a_twentieth_is_the_border() {
    // 100 others at 1,000: the average moves by (v − 1,000) ÷ 101, a twentieth of 1,000 is 50.
    let with = |value| {
        let mut values = vec![1_000; 100];
        values.push(value);
        named(&values)
    };
    assert!(
        with(1_000 + 50 * 101).is_empty(),
        "not by more than a twentieth"
    );
    assert_eq!(with(1_000 + 50 * 101 + 1), [6_051]);
}

#[test]
fn negative_and_empty_averages_are_no_trouble() {
    assert_eq!(named(&[1_000, 1_000, 1_000, 1_000, -90_000]), [-90_000]);
    assert!(named(&[-500; 40]).is_empty());
    assert!(named(&[0; 40]).is_empty());
    let mut balanced = vec![1_000; 20];
    balanced.extend([-1_000; 20]);
    assert!(named(&balanced).is_empty());
    let huge = found(&[(1 << 53) - 1, 5, 5, 5, 5]);
    assert_eq!(huge.named.len(), 1);
    assert_eq!(huge.aov_without, Some(5));
    assert!(huge.named[0].moves.is_some_and(f64::is_finite));
}

#[test]
fn a_target_is_judged_from_the_orders() {
    let values: Vec<i64> = (0..400).map(|n| 4_000 + 10 * (n % 41)).collect();
    let facts = shop_of(&values);
    let positions = counted(&facts, Formula::Goods);
    let at = |target| progress(&facts, Formula::Goods, &positions, target);
    let aov = at(1).aov.unwrap();
    let (low, high) = at(1).interval.unwrap();
    assert!(low < aov && aov < high);
    for (target, standing) in [
        (low - 1, Standing::Reached),
        (aov, Standing::LikelyReached),
        (aov + 1, Standing::CannotTell),
        (high + 1, Standing::NotYet),
    ] {
        assert_eq!(at(target).standing, standing, "{target}");
    }
    let far = at(2 * aov);
    assert_eq!((far.missing, far.part), (Some(aov), Some(0.5)));
    assert_eq!(at(0).part, None);
    let few = progress(&facts, Formula::Goods, &positions[..20], 1);
    assert_eq!(
        (few.standing, few.interval, few.orders),
        (Standing::TooFew, None, 20)
    );
    let none = progress(&facts, Formula::Goods, &[], 5_000);
    assert_eq!(
        (none.standing, none.aov, none.missing, none.part),
        (Standing::TooFew, None, None, None)
    );
    assert_eq!(
        progress(&facts, Formula::Goods, &[0], i64::MIN).standing,
        Standing::TooFew
    );
}
