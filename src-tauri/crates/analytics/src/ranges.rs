//! Numbers that are not known exactly, and where they come from.

use crate::{
    interval::{self, float},
    quantiles::Z_975,
};

/// A rate, a share or an amount for statistics: as low, as likely and as high as it may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The least it may well be.
    pub low: f64,
    /// What is most likely.
    pub likely: f64,
    /// The most it may well be.
    pub high: f64,
}

impl Range {
    /// A range; ends the wrong way round are put right, what is no finite number is 0, and what is
    /// likely is drawn between the ends.
    pub fn new(low: f64, likely: f64, high: f64) -> Self {
        let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
        let (low, high) = (finite(low), finite(high));
        let (low, high) = (low.min(high), low.max(high));
        let likely = finite(likely).clamp(low, high);
        Self { low, likely, high }
    }

    /// A number that is known.
    pub fn exactly(value: f64) -> Self {
        Self::new(value, value, value)
    }

    /// The same range within these bounds.
    #[must_use]
    pub fn within(self, least: f64, most: f64) -> Self {
        let put = |value: f64| value.clamp(least, most);
        Self::new(put(self.low), put(self.likely), put(self.high))
    }
}

/// Where an assumption comes from, so that the screen can say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Worked out from the shop's own orders.
    Measured,
    /// Nothing in the orders says it: a guess to be moved.
    Assumed,
    /// The merchant said so.
    Given,
}

/// A number that a forecast leans on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumption {
    /// What it is taken for.
    pub value: Range,
    /// Who says so.
    pub from: Origin,
}

impl Assumption {
    /// From the shop's own orders.
    pub fn measured(value: Range) -> Self {
        Self {
            value,
            from: Origin::Measured,
        }
    }

    /// From nowhere but experience.
    pub fn assumed(low: f64, likely: f64, high: f64) -> Self {
        Self {
            value: Range::new(low, likely, high),
            from: Origin::Assumed,
        }
    }

    /// From the merchant.
    pub fn given(value: Range) -> Self {
        Self {
            value,
            from: Origin::Given,
        }
    }
}

/// An amount in minor units that is not known exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MoneyRange {
    /// The least it may well be.
    pub low: i64,
    /// What is most likely.
    pub likely: i64,
    /// The most it may well be.
    pub high: i64,
}

impl MoneyRange {
    /// Rounded half to even once.
    pub(crate) fn of(range: Range) -> Self {
        let (low, high) = interval::rounded((range.low, range.high));
        let (likely, _) = interval::rounded((range.likely, 0.0));
        Self { low, likely, high }
    }

    /// The same so many times over, rounded half to even once.
    #[must_use]
    pub(crate) fn times(self, factor: f64) -> Self {
        let of = |amount: i64| float(amount) * factor;
        Self::of(Range::new(of(self.low), of(self.likely), of(self.high)))
    }

    /// Whether it may as well be nothing.
    pub fn holds_zero(self) -> bool {
        self.low <= 0 && self.high >= 0
    }
}

/// What a figure comes to over every corner of what is assumed, and at what is likely: nothing is
/// taken to be independent of anything else.
pub(crate) fn over_corners<const N: usize>(
    assumed: [Range; N],
    figure: impl Fn([f64; N]) -> f64,
) -> Range {
    let likely = figure(assumed.map(|range| range.likely));
    let (mut low, mut high) = (likely, likely);
    for corner in 0..1_u32 << N {
        let mut at = [0.0; N];
        for (index, (value, range)) in at.iter_mut().zip(assumed).enumerate() {
            *value = if corner >> index & 1 == 0 {
                range.low
            } else {
                range.high
            };
        }
        let value = figure(at);
        low = low.min(value);
        high = high.max(value);
    }
    Range::new(low, likely, high)
}

/// The 95 % interval of a share (Wilson, *Probable inference*, JASA 22, 1927), with the share
/// itself; nothing of nothing.
pub(crate) fn share_of(part: u32, whole: u32) -> Option<Range> {
    if whole == 0 {
        return None;
    }
    let (n, share) = (f64::from(whole), f64::from(part) / f64::from(whole));
    let square = Z_975 * Z_975;
    let middle = (share + square / (2.0 * n)) / (1.0 + square / n);
    let half =
        Z_975 * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt() / (1.0 + square / n);
    Some(Range::new(
        (middle - half).max(0.0),
        share,
        (middle + half).min(1.0),
    ))
}

/// `part ÷ whole`; nothing where the whole is not positive.
pub(crate) fn ratio(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| float(part) / float(whole))
}

/// A round step of about this size: 1, 2 or 5 times a power of ten, at least 1.
pub(crate) fn round_step(about: i64) -> i64 {
    let mut power = 1_i64;
    while about / 10 >= power {
        power *= 10;
    }
    let (digit, more) = (about / power, i64::from(about % power > 0));
    match digit + more {
        ..=1 => power,
        2 => 2 * power,
        3..=5 => 5 * power,
        _ => 10 * power,
    }
}

/// The largest 1, 2 or 5 times a power of ten that divides a number.
pub(crate) fn roundness(value: i64) -> i64 {
    let mut power = 1_i64;
    while value != 0 && power < i64::MAX / 100 && value % (power * 10) == 0 {
        power *= 10;
    }
    match value / power {
        digits if digits % 5 == 0 => 5 * power,
        digits if digits % 2 == 0 => 2 * power,
        _ => power,
    }
}

/// The roundest number in `(above, up_to]`: the multiple of the largest 1, 2 or 5 times a power of
/// ten that has one there, the highest of several.
pub(crate) fn roundest(above: i64, up_to: i64) -> i64 {
    let mut step = 1_i64;
    let mut best = up_to;
    let mut factors = [2, 5, 10].into_iter().cycle();
    let mut base = 1_i64;
    while step <= up_to {
        let multiple = up_to - up_to.rem_euclid(step);
        if multiple > above {
            best = multiple;
        }
        let factor = factors.next().unwrap_or(10);
        let Some(next) = base.checked_mul(factor) else {
            break;
        };
        step = next;
        if factor == 10 {
            base = next;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn steps_and_thresholds_are_round() {
        for (about, step) in [
            (0, 1),
            (1, 1),
            (3, 5),
            (7, 10),
            (46, 50),
            (92, 100),
            (130, 200),
        ] {
            assert_eq!(round_step(about), step, "{about}");
        }
        for (value, step) in [
            (6_500, 500),
            (6_510, 10),
            (4_000, 2_000),
            (3_990, 10),
            (7, 1),
            (0, 5),
        ] {
            assert_eq!(roundness(value), step, "{value}");
        }
        for (above, up_to, expected) in [
            (6_480, 6_510, 6_500),
            (4_880, 5_040, 5_000),
            (3_975, 3_995, 3_980),
            (9_899, 9_900, 9_900),
            (0, 7, 5),
            (6, 7, 7),
        ] {
            assert_eq!(roundest(above, up_to), expected, "({above}, {up_to}]");
        }
    }

    #[test]
    fn a_share_of_few_is_hardly_known() {
        // Wilson's interval for 1 of 10: 0.0179 to 0.4042.
        let found = share_of(1, 10).unwrap();
        assert!((found.low - 0.017_876).abs() < 1e-5 && (found.high - 0.404_150).abs() < 1e-5);
        assert_eq!(share_of(0, 0), None);
        let none = share_of(0, 30).unwrap();
        assert!(none.low.abs() < 1e-12 && none.high > 0.1);
    }

    proptest! {
        #[test]
        fn ranges_are_in_order(low in any::<f64>(), likely in any::<f64>(), high in any::<f64>()) {
            let range = Range::new(low, likely, high);
            prop_assert!(range.low <= range.likely && range.likely <= range.high);
        }

        #[test]
        fn the_roundest_is_inside(above in 0_i64..100_000, more in 1_i64..5_000) {
            let found = roundest(above, above + more);
            prop_assert!(found > above && found <= above + more);
        }

        #[test]
        fn corners_hold_what_lies_between(a in -5.0_f64..5.0, b in 0.0_f64..3.0, part in 0.0_f64..1.0) {
            let assumed = [Range::new(a, a, a + 2.0), Range::new(b, b + 0.5, b + 1.0)];
            let range = over_corners(assumed, |[x, y]| x * y - y);
            let inside = (a + 2.0 * part) * (b + part) - (b + part);
            prop_assert!(range.low <= inside + 1e-9 && inside <= range.high + 1e-9);
        }
    }
}
