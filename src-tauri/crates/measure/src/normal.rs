//! The few values of the normal, Student's and related distributions that are needed, to about
//! twelve digits.

use std::f64::consts::PI;

/// The 97.5 % point of the standard normal distribution.
pub(crate) const Z_975: f64 = 1.959_963_984_540_054;

/// 1 − erf(x): the series up to 2.5 (Abramowitz and Stegun, 7.1.6), then the continued fraction
/// (7.1.14), from the tail to the front.
pub(crate) fn erfc(x: f64) -> f64 {
    if x < 0.0 {
        return 2.0 - erfc(-x);
    }
    let bell = (-x * x).exp() / PI.sqrt();
    if x < 2.5 {
        let (mut term, mut sum, mut odd) = (x, x, 1.0);
        while term > sum * 1e-17 && term > 0.0 {
            odd += 2.0;
            term *= 2.0 * x * x / odd;
            sum += term;
        }
        return 1.0 - 2.0 * bell * sum;
    }
    let mut fraction = x;
    for step in (1..=60).rev() {
        fraction = x + f64::from(step) / 2.0 / fraction;
    }
    bell / fraction
}

/// Φ.
pub(crate) fn normal_cdf(x: f64) -> f64 {
    erfc(-x / std::f64::consts::SQRT_2) / 2.0
}

/// The inverse of Φ inside (0, 1), by halving.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if normal_cdf(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The point of Student's t that has as much probability below it as the standard normal has below
/// `x`, by the series in 1 ÷ degrees (Abramowitz and Stegun, 26.7.5): nine digits from 60 degrees.
pub(crate) fn t_of_normal(x: f64, degrees: f64) -> f64 {
    let odd = |powers: &[f64]| powers.iter().rev().fold(0.0, |sum, of| sum * x * x + of) * x;
    let terms = [
        odd(&[1.0, 1.0]) / 4.0,
        odd(&[3.0, 16.0, 5.0]) / 96.0,
        odd(&[-15.0, 17.0, 19.0, 3.0]) / 384.0,
        odd(&[-945.0, -1920.0, 1482.0, 776.0, 79.0]) / 92_160.0,
    ];
    let rest = terms
        .iter()
        .rev()
        .fold(0.0, |sum, term| (sum + term) / degrees);
    x + rest
}

/// The point of a gamma distribution of mean 0, variance 1 and this skewness that has as much
/// probability below it as the standard normal has below `x` (Wilson and Hilferty, *The
/// distribution of chi-square*, PNAS 17, 1931); a negative skewness is its mirror image.
pub(crate) fn gamma_of_normal(x: f64, skewness: f64) -> f64 {
    if skewness.abs() < 1e-6 {
        return x + skewness / 6.0 * (x * x - 1.0);
    }
    if skewness < 0.0 {
        return -gamma_of_normal(-x, -skewness);
    }
    let root = 1.0 + skewness * x / 6.0 - skewness * skewness / 36.0;
    2.0 / skewness * (root.max(0.0).powi(3) - 1.0)
}

/// The chance that chi-square of so many degrees is at least `x` (Abramowitz and Stegun, 26.4.4 and
/// 26.4.5).
pub(crate) fn chi_square_above(x: f64, degrees: u32) -> f64 {
    let half = x / 2.0;
    let (mut sum, mut term, mut from) = if degrees.is_multiple_of(2) {
        (0.0, (-half).exp(), 0)
    } else {
        (
            erfc(half.sqrt()),
            (-half).exp() * 2.0 * (half / PI).sqrt(),
            1,
        )
    };
    while from < degrees {
        sum += term;
        from += 2;
        term *= half / (f64::from(from) / 2.0);
    }
    if degrees == 1 { erfc(half.sqrt()) } else { sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_of_the_tables() {
        for (x, expected) in [
            (0.0, 0.5),
            (1.0, 0.841_344_746_068_543),
            (1.96, 0.975_002_104_851_78),
            (-3.0, 0.001_349_898_031_630),
            (-6.0, 9.865_876_450_377e-10),
        ] {
            let found = normal_cdf(x);
            assert!((found / expected - 1.0).abs() < 1e-11, "Φ({x}) = {found}");
            assert!((normal_quantile(expected) - x).abs() < 1e-10, "{x}");
        }
        for (degrees, expected) in [(60.0, 2.000_297_8), (200.0, 1.971_896_2)] {
            let found = t_of_normal(Z_975, degrees);
            assert!((found - expected).abs() < 1e-6, "{degrees}: {found}");
        }
    }

    #[test]
    fn chi_square_is_that_of_the_tables() {
        for (x, degrees, expected) in [
            (3.841_458_820_694, 1, 0.05),
            (5.991_464_547_108, 2, 0.05),
            (7.814_727_903_251, 3, 0.05),
            (16.266_236_196_238, 3, 0.001),
            (18.466_826_952_903, 4, 0.001),
        ] {
            let found = chi_square_above(x, degrees);
            assert!(
                (found / expected - 1.0).abs() < 1e-9,
                "{x}, {degrees}: {found}"
            );
        }
    }

    #[test]
    fn gamma_without_skew_is_normal_and_with_skew_leans() {
        assert!((gamma_of_normal(1.96, 0.0) - 1.96).abs() < 1e-12);
        // Chi-square of 8 degrees: mean 8, variance 16, skewness 1; its 97.5 % point is 17.5345.
        let found = gamma_of_normal(Z_975, 1.0) * 4.0 + 8.0;
        assert!((found - 17.534_5).abs() < 0.01, "{found}");
        let mirrored = gamma_of_normal(-Z_975, -1.0);
        assert!((mirrored + gamma_of_normal(Z_975, 1.0)).abs() < 1e-12);
    }
}
