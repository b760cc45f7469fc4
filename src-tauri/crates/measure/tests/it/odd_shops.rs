//! What holds of the intervals of any shop, however odd.

use pannier_measure::{Counts, Range, difference_range};
use proptest::{collection::vec, prelude::*};

/// Baskets of some of so many people; cents, from one to a fortune.
fn group() -> impl Strategy<Value = Vec<f64>> {
    let basket = prop_oneof![
        6 => Just(0.0),
        2 => (1_u32..20_000).prop_map(f64::from),
        1 => (1_u32..1_000_000_000).prop_map(f64::from),
    ];
    vec(basket, 1..400)
}

fn counts() -> impl Strategy<Value = Counts> {
    prop_oneof![Just(Counts::Money), Just(Counts::Orders)]
}

fn close(one: f64, other: f64, scale: f64) -> bool {
    (one - other).abs() <= 1e-6 * scale.abs().max(1e-300)
}

proptest! {
    #[test]
    fn ends_lie_about_what_was_found(first in group(), second in group(), counts in counts()) {
        if let Some(Range { low, likely, high }) = difference_range(&first, &second, counts) {
            prop_assert!(low.is_finite() && high.is_finite());
            prop_assert!(low <= likely && likely <= high, "{low} {likely} {high}");
        }
    }

    #[test]
    fn the_other_way_round_is_the_mirror_image(first in group(), second in group(), counts in counts()) {
        let one = difference_range(&first, &second, counts);
        let other = difference_range(&second, &first, counts);
        prop_assert_eq!(one.is_some(), other.is_some());
        if let (Some(one), Some(other)) = (one, other) {
            let width = one.high - one.low;
            prop_assert!(close(one.low, -other.high, width), "{one:?} {other:?}");
            prop_assert!(close(one.high, -other.low, width), "{one:?} {other:?}");
        }
    }

    #[test]
    fn in_cents_it_is_a_hundred_times_as_much(first in group(), second in group(), counts in counts()) {
        let cents = |values: &[f64]| -> Vec<f64> { values.iter().map(|value| value * 100.0).collect() };
        let one = difference_range(&first, &second, counts);
        let other = difference_range(&cents(&first), &cents(&second), counts);
        prop_assert_eq!(one.is_some(), other.is_some());
        if let (Some(one), Some(other)) = (one, other) {
            let width = other.high - other.low;
            prop_assert!(close(one.low * 100.0, other.low, width), "{one:?} {other:?}");
            prop_assert!(close(one.high * 100.0, other.high, width), "{one:?} {other:?}");
        }
    }

    #[test]
    fn who_is_where_in_a_group_says_nothing(mut first in group(), second in group()) {
        let one = difference_range(&first, &second, Counts::Money);
        first.reverse();
        let other = difference_range(&first, &second, Counts::Money);
        prop_assert_eq!(one.is_some(), other.is_some());
        if let (Some(one), Some(other)) = (one, other) {
            prop_assert!(close(one.low, other.low, one.high - one.low));
        }
    }
}

#[test]
fn with_nobody_or_nothing_there_is_none() {
    let some = [0.0, 1_000.0, 30.0, 700.0, 5_000.0, 90.0];
    for (first, second) in [(&some[..], &[][..]), (&[][..], &some[..]), (&[], &[])] {
        assert_eq!(difference_range(first, second, Counts::Money), None);
    }
    assert_eq!(
        difference_range(&[0.0; 90], &[0.0; 80], Counts::Money),
        None
    );
}

#[test]
fn a_group_without_a_buyer_has_an_upper_end_too() {
    let mut first = vec![0.0; 2_000];
    for (index, value) in first.iter_mut().step_by(80).enumerate() {
        *value = 100.0 + 317.0 * f64::from(u32::try_from(index).unwrap());
    }
    let range = difference_range(&first, &vec![0.0; 200], Counts::Money).unwrap();
    // Two or three were to be expected of them, so it is not known to be more.
    assert!(range.low < 0.0 && range.high > range.likely, "{range:?}");
}

#[test]
fn where_everybody_buys_the_same_nothing_is_unsure() {
    let range = difference_range(&[1_990.0; 300], &[1_990.0; 300], Counts::Money).unwrap();
    assert!(range.low.abs() < 1.0 && range.high.abs() < 1.0, "{range:?}");
}
