//! What four counts say of two things bought together.

use crate::{clusters::fit, interval::float};

/// Two sides of a rule, and how many orders hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Together {
    /// Orders in all, of which products are known.
    pub orders: u32,
    /// Orders with the left side.
    pub left: u32,
    /// Orders with the right side.
    pub right: u32,
    /// Orders with both; never more than either.
    pub both: u32,
}

/// Orders by chance alone that a lift is shrunk with: as if so many more had been expected, and
/// found (the gamma-Poisson shrinker with a mean of 1, `DuMouchel`, *American Statistician* 53, 1999).
const CHANCE: f64 = 5.0;

impl Together {
    /// The share of all orders that hold both.
    pub fn support(self) -> Option<f64> {
        of(self.both, self.orders)
    }

    /// The share of orders with the left side that hold the right one as well.
    pub fn confidence(self) -> Option<f64> {
        of(self.both, self.left)
    }

    /// The same the other way round.
    pub fn confidence_back(self) -> Option<f64> {
        of(self.both, self.right)
    }

    /// Whether the confidence is at least `part ÷ whole`, compared as whole numbers: a ratio of
    /// floats loses rules that stand exactly on the edge.
    pub fn reaches(self, part: u32, whole: u32) -> bool {
        u64::from(self.both) * u64::from(whole) >= u64::from(self.left) * u64::from(part)
    }

    /// Orders that chance would give both.
    fn expected(self) -> Option<f64> {
        of(self.left, self.orders).map(|share| share * f64::from(self.right))
    }

    /// How many times as often as chance says. Few orders make it large by luck, so nothing is
    /// ranked by it.
    pub fn lift(self) -> Option<f64> {
        let expected = self.expected()?;
        (expected > 0.0).then(|| f64::from(self.both) / expected)
    }

    /// The lift drawn towards 1 where few orders speak for it.
    pub fn shrunk_lift(self) -> Option<f64> {
        Some((f64::from(self.both) + CHANCE) / (self.expected()? + CHANCE))
    }

    /// Orders with both ÷ orders with either.
    pub fn jaccard(self) -> Option<f64> {
        of(self.both, self.left + self.right - self.both)
    }

    /// Orders with both ÷ the geometric mean of those with either.
    pub fn cosine(self) -> Option<f64> {
        let mean = (f64::from(self.left) * f64::from(self.right)).sqrt();
        (mean > 0.0).then(|| f64::from(self.both) / mean)
    }

    /// How sure it is that the two go together or avoid each other: twice the log of the
    /// likelihood ratio, 10.8 for one chance in a thousand (Dunning, *Computational Linguistics*
    /// 19, 1993).
    pub fn log_likelihood_ratio(self) -> Option<f64> {
        if self.orders == 0 {
            return None;
        }
        let [all, left, right] = [self.orders, self.left, self.right].map(f64::from);
        // How far each of the four counts is from what chance expects: up or down by the same.
        let product = |one: u32, other: u32| u64::from(one) * u64::from(other);
        let (more, less) = (
            product(self.both, self.orders),
            product(self.left, self.right),
        );
        let apart = float(fit(i128::from(more) - i128::from(less))) / all;
        // Where they are nearly what is expected, terms all but cancel: hence `ln_1p`.
        let term = |row: f64, column: f64, apart: f64| {
            let expected = row * column / all;
            let found = expected + apart;
            if expected <= 0.0 {
                0.0
            } else if found <= expected * f64::EPSILON {
                expected
            } else {
                found * (apart / expected).ln_1p() - apart
            }
        };
        let sum = term(left, right, apart)
            + term(left, all - right, -apart)
            + term(all - left, right, -apart)
            + term(all - left, all - right, apart);
        Some((2.0 * sum).max(0.0))
    }
}

fn of(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}
