//! Four cuts that part numbers into fifths.

use crate::interval::float;

/// The quantiles at 20, 40, 60 and 80 % of some whole numbers, by linear interpolation between
/// neighbours (type 7 of Hyndman and Fan, *Sample quantiles in statistical packages*, American
/// Statistician 50, 1996). They are whole fifths, and kept as such: nothing is ever rounded
/// across a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cuts {
    /// The whole number at or below each cut.
    whole: [i64; 4],
    /// What is left of it, in fifths.
    fifths: [u8; 4],
}

impl Cuts {
    /// The cuts of these numbers, in whatever order they come; nothing without numbers. The slice
    /// is reordered.
    pub fn of(values: &mut [i64]) -> Option<Self> {
        let last = values.len().checked_sub(1)?;
        let (mut whole, mut fifths) = ([0; 4], [0; 4]);
        let mut start = 0;
        for (cut, (whole, fifths)) in whole.iter_mut().zip(&mut fifths).enumerate() {
            // (last · k) ÷ 5, without a product that could pass the end of the number.
            let part = cut + 1;
            let at = last / 5 * part + last % 5 * part / 5;
            let over = last % 5 * part % 5;
            // Everything before `start` is at most what comes after it.
            let (_, low, above) = values[start..].select_nth_unstable(at - start);
            let low = *low;
            let high = above.iter().copied().min().unwrap_or(low);
            let step = i128::from(high) - i128::from(low);
            let over = i128::try_from(over).unwrap_or(0) * step;
            *whole = i64::try_from(i128::from(low) + over / 5).unwrap_or(high);
            *fifths = u8::try_from(over % 5).unwrap_or(0);
            start = at;
        }
        Some(Self { whole, fifths })
    }

    /// 1 and the number of cuts strictly below a number, so that equal numbers score the same.
    #[inline]
    pub fn score(&self, value: i64) -> u8 {
        // A whole number lies above a cut when it lies above the whole number below the cut.
        let [a, b, c, d] = self.whole.map(|cut| u8::from(value > cut));
        1 + a + b + c + d
    }

    /// The cuts as numbers to show.
    pub fn shown(&self) -> [f64; 4] {
        let mut shown = self.whole.map(float);
        for (cut, fifths) in shown.iter_mut().zip(self.fifths) {
            *cut += f64::from(fifths) / 5.0;
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition, in whole numbers: five times the quantile.
    fn five_times(sorted: &[i64], part: usize) -> i128 {
        let place = (sorted.len() - 1) * part;
        let (at, over) = (place / 5, place % 5);
        let low = i128::from(sorted[at]);
        let high = i128::from(sorted[(at + 1).min(sorted.len() - 1)]);
        low * 5 + (high - low) * i128::try_from(over).unwrap()
    }

    proptest! {
        #[test]
        fn they_are_the_quantiles_of_the_definition(
            values in prop::collection::vec(prop_oneof![-20_i64..20, any::<i64>()], 1..60),
        ) {
            let mut sorted = values.clone();
            sorted.sort_unstable();
            let cuts = Cuts::of(&mut values.clone()).unwrap();
            for value in &values {
                let below = (1..5).filter(|part| five_times(&sorted, *part) < i128::from(*value) * 5);
                prop_assert_eq!(usize::from(cuts.score(*value)), 1 + below.count());
            }
            for (part, shown) in (1..5).zip(cuts.shown()) {
                let exact = crate::interval::wide_float(five_times(&sorted, part)) / 5.0;
                prop_assert!((shown - exact).abs() <= exact.abs() * 1e-12, "{} {}", shown, exact);
            }
        }
    }

    #[test]
    fn few_or_equal_numbers_have_cuts_too() {
        assert_eq!(Cuts::of(&mut []), None);
        let one = Cuts::of(&mut [7]).unwrap();
        assert_eq!((one.whole, one.score(7), one.score(8)), ([7; 4], 1, 5));
        let two = Cuts::of(&mut [10, 0]).unwrap();
        assert_eq!(
            two.shown().map(f64::to_bits),
            [2.0, 4.0, 6.0, 8.0].map(f64::to_bits)
        );
        assert_eq!((two.score(0), two.score(10)), (1, 5));
    }
}
