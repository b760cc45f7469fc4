//! A smooth curve through counts: Poisson regression on a polynomial, with more spread than
//! Poisson's where the counts show it (`McCullagh` and Nelder, *Generalized Linear Models*, 2nd ed.
//! 1989, ch. 6 and 9).

/// Terms of the polynomial at most: a constant and powers up to the fourth.
pub(super) const TERMS: usize = 5;
/// Rounds of weighted least squares.
const ROUNDS: usize = 30;

pub(super) type Row = [f64; TERMS];

/// A fitted curve.
#[derive(Debug, Clone)]
pub(super) struct Curve {
    coefficients: Row,
    /// The covariance of the coefficients, for a dispersion of 1.
    covariance: [Row; TERMS],
    /// Variance ÷ mean of the counts; at least 1.
    pub(super) dispersion: f64,
    /// Counts less coefficients.
    pub(super) degrees: f64,
    deviance: f64,
    terms: usize,
}

/// Powers of x.
fn row(x: f64) -> Row {
    let mut power = 1.0;
    std::array::from_fn(|_| {
        let this = power;
        power *= x;
        this
    })
}

impl Curve {
    /// The curve through (x, exposure, count): the count expected at x is exposure times the
    /// exponential of a polynomial. Of two to four powers, those are taken whose deviance, by the
    /// spread of the largest, is worth them (Akaike's criterion). Nothing where there are too few
    /// counts or they fit nothing.
    pub(super) fn through(points: &[(f64, f64, f64)]) -> Option<Self> {
        let fits: Vec<Self> = (3..=TERMS)
            .filter_map(|terms| Self::of_terms(points, terms))
            .collect();
        let spread = fits.last()?.dispersion;
        let worth = |curve: &Self| {
            let terms = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0][curve.terms];
            curve.deviance / spread + 2.0 * terms
        };
        fits.into_iter()
            .min_by(|one, other| worth(one).total_cmp(&worth(other)))
    }

    fn of_terms(points: &[(f64, f64, f64)], terms: usize) -> Option<Self> {
        let degrees =
            crate::interval::count_float(points.len()) - crate::interval::count_float(terms);
        if degrees < 3.0 {
            return None;
        }
        let (mut sum, mut exposures) = (0.0, 0.0);
        for (_, exposure, count) in points {
            sum += count;
            exposures += exposure;
        }
        if sum <= 0.0 || exposures <= 0.0 {
            return None;
        }
        let mut coefficients = [0.0; TERMS];
        coefficients[0] = (sum / exposures).ln();
        let mut inverse = None;
        for _ in 0..ROUNDS {
            let (mut matrix, mut right) = ([[0.0; TERMS]; TERMS], [0.0; TERMS]);
            for (x, exposure, count) in points {
                let row = row(*x);
                let linear = dot(&row, &coefficients).clamp(-60.0, 60.0);
                let mean = exposure * linear.exp();
                let working = linear + (count - mean) / mean;
                for i in 0..terms {
                    right[i] += mean * row[i] * working;
                    for j in 0..terms {
                        matrix[i][j] += mean * row[i] * row[j];
                    }
                }
            }
            let found = invert(&matrix, terms)?;
            let next: Row = std::array::from_fn(|i| dot(&found[i], &right));
            let moved = next
                .iter()
                .zip(&coefficients)
                .map(|(new, old)| (new - old).abs())
                .fold(0.0, f64::max);
            if !moved.is_finite() {
                return None;
            }
            (coefficients, inverse) = (next, Some(found));
            if moved < 1e-9 {
                break;
            }
        }
        let mut curve = Self {
            coefficients,
            covariance: inverse?,
            dispersion: 1.0,
            degrees,
            deviance: 0.0,
            terms,
        };
        let mut pearson = 0.0;
        for (x, exposure, count) in points {
            let mean = curve.mean(*x, *exposure);
            pearson += (count - mean) * (count - mean) / mean;
            let log = if *count > 0.0 {
                count * (count / mean).ln()
            } else {
                0.0
            };
            curve.deviance += 2.0 * (log - (count - mean));
        }
        curve.dispersion = (pearson / degrees).max(1.0);
        let whole = curve.dispersion.is_finite() && curve.deviance.is_finite();
        whole.then_some(curve)
    }

    fn mean(&self, x: f64, exposure: f64) -> f64 {
        exposure * dot(&row(x), &self.coefficients).clamp(-60.0, 60.0).exp()
    }

    /// What is expected over some points, given with their exposures, in all; and the variance of
    /// that, by doubt about the curve. Chance in a count adds its dispersion times what is expected.
    pub(super) fn expected(&self, points: impl IntoIterator<Item = (f64, f64)>) -> (f64, f64) {
        let (mut sum, mut gradient) = (0.0, [0.0; TERMS]);
        for (x, exposure) in points {
            let mean = self.mean(x, exposure);
            sum += mean;
            let row = row(x);
            for (term, value) in gradient.iter_mut().zip(row) {
                *term += mean * value;
            }
        }
        let doubt: f64 = gradient
            .iter()
            .zip(&self.covariance)
            .map(|(term, row)| term * dot(row, &gradient))
            .sum();
        (sum, self.dispersion * doubt.max(0.0))
    }
}

fn dot(one: &Row, other: &Row) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// Gauss and Jordan, the largest pivot first.
fn invert(matrix: &[Row; TERMS], terms: usize) -> Option<[Row; TERMS]> {
    let (mut left, mut right) = (*matrix, [[0.0; TERMS]; TERMS]);
    for (index, row) in right.iter_mut().enumerate().take(terms) {
        row[index] = 1.0;
    }
    for column in 0..terms {
        let pivot = (column..terms)
            .max_by(|a, b| left[*a][column].abs().total_cmp(&left[*b][column].abs()))?;
        let value = left[pivot][column];
        if !value.is_finite() || value.abs() < 1e-10 * matrix[0][0].abs().max(f64::MIN_POSITIVE) {
            return None;
        }
        left.swap(column, pivot);
        right.swap(column, pivot);
        for i in 0..terms {
            left[column][i] /= value;
            right[column][i] /= value;
        }
        for other in (0..terms).filter(|other| *other != column) {
            let factor = left[other][column];
            for i in 0..terms {
                left[other][i] -= factor * left[column][i];
                right[other][i] -= factor * right[column][i];
            }
        }
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_on_a_curve_are_found_again() {
        let points: Vec<_> = (0..60)
            .map(|i| {
                let x = f64::from(i) / 30.0 - 1.0;
                (x, 2.0, 2.0 * (4.0 + 0.5 * x - 1.2 * x * x).exp())
            })
            .collect();
        let curve = Curve::through(&points).unwrap();
        let (expected, doubt) = curve.expected([(0.25, 3.0)]);
        let truth = 3.0 * (4.0_f64 + 0.125 - 0.075).exp();
        assert!((expected - truth).abs() < 1e-6 * truth, "{expected}");
        assert!(doubt > 0.0 && doubt < expected, "{doubt}");
        assert!(Curve::through(&points[..4]).is_none());
        let empty: Vec<_> = points.iter().map(|(x, on, _)| (*x, *on, 0.0)).collect();
        assert!(Curve::through(&empty).is_none());
    }
}
