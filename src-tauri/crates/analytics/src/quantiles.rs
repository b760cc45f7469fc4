//! The few values of the normal and of Student's distribution that intervals need.

/// The 97.5 % point of the standard normal distribution.
pub(crate) const Z_975: f64 = 1.959_963_984_540_054;

/// The 97.5 % point of Student's t. Exact to four digits for a whole number of degrees of freedom
/// below 10, then by the series in 1 ÷ degrees (Abramowitz and Stegun, 26.7.5).
pub(crate) fn t_975(degrees: f64) -> f64 {
    const FEW: [f64; 10] = [
        12.706, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
    ];
    let below = degrees.floor();
    if below < 10.0 {
        // Between two whole numbers, linear in 1 ÷ degrees; below one, as for one.
        let index = (1..10)
            .take_while(|whole| f64::from(*whole) <= below)
            .count()
            .max(1);
        let (low, high) = (FEW[index - 1], FEW[index.min(9)]);
        let whole = crate::interval::count_float(index);
        let part = (whole + 1.0) * (1.0 - whole / degrees.max(whole));
        return low + (high - low) * part;
    }
    t_of_normal(Z_975, degrees)
}

/// The point of Student's t that has as much probability below it as the standard normal has below
/// `x`, by the series in 1 ÷ degrees (Abramowitz and Stegun, 26.7.5), for 10 degrees and more.
pub(crate) fn t_of_normal(x: f64, degrees: f64) -> f64 {
    let terms = [
        (x.powi(3) + x) / 4.0,
        (5.0 * x.powi(5) + 16.0 * x.powi(3) + 3.0 * x) / 96.0,
        (3.0 * x.powi(7) + 19.0 * x.powi(5) + 17.0 * x.powi(3) - 15.0 * x) / 384.0,
    ];
    let rest = terms
        .iter()
        .rev()
        .fold(0.0, |sum, term| (sum + term) / degrees);
    x + rest
}

/// Φ, to seven digits (Abramowitz and Stegun, 26.2.17).
pub(crate) fn normal_cdf(x: f64) -> f64 {
    const B: [f64; 5] = [
        0.319_381_530,
        -0.356_563_782,
        1.781_477_937,
        -1.821_255_978,
        1.330_274_429,
    ];
    let t = 1.0 / (1.0 + 0.231_641_9 * x.abs());
    let tail = B.iter().rev().fold(0.0, |sum, b| (sum + b) * t) * (-x * x / 2.0).exp()
        / (2.0 * std::f64::consts::PI).sqrt();
    if x < 0.0 { tail } else { 1.0 - tail }
}

/// The inverse of Φ inside (0, 1), to seven digits (Wichura, algorithm AS 241, PPND7, Applied
/// Statistics 37, 1988).
pub(crate) fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(
            r,
            &[
                3.387_132_717_9,
                50.434_271_938,
                159.291_132_02,
                59.109_374_720,
            ],
        ) / polynomial(r, &[1.0, 17.895_169_469, 78.757_757_664, 67.187_563_600]);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = (-tail.ln()).sqrt();
    let x = if r <= 5.0 {
        let r = r - 1.6;
        polynomial(
            r,
            &[
                1.423_437_277_7,
                2.756_815_390_0,
                1.306_728_481_6,
                0.170_238_211_03,
            ],
        ) / polynomial(r, &[1.0, 0.737_001_642_50, 0.120_211_329_75])
    } else {
        let r = r - 5.0;
        polynomial(
            r,
            &[
                6.657_905_115_0,
                3.081_226_386_0,
                0.428_682_943_37,
                0.017_337_203_997,
            ],
        ) / polynomial(r, &[1.0, 0.241_978_942_25, 0.012_258_202_635])
    };
    if q < 0.0 { -x } else { x }
}

fn polynomial(x: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_t_are_those_of_the_tables() {
        for (degrees, expected) in [
            (0.5, 12.706),
            (1.0, 12.706),
            (2.0, 4.3027),
            (5.0, 2.5706),
            (9.0, 2.2622),
            (10.0, 2.2281),
            (12.0, 2.1788),
            (29.0, 2.0452),
            (60.0, 2.0003),
            (1e9, 1.95996),
        ] {
            let found = t_975(degrees);
            assert!(
                (found - expected).abs() < 3e-4,
                "{degrees} degrees: {found}"
            );
        }
        for (degrees, expected) in [(10.0, 2.7638), (24.0, 2.4922), (1e9, 2.32635)] {
            let found = t_of_normal(2.326_347_87, degrees);
            assert!(
                (found - expected).abs() < 1e-3,
                "{degrees} degrees: {found}"
            );
        }
        let between: Vec<f64> = (10..200)
            .map(|tenths| t_975(f64::from(tenths) / 10.0))
            .collect();
        assert!(
            between.is_sorted_by(|a, b| a >= b),
            "more degrees never make it wider"
        );
    }

    #[test]
    fn the_normal_distribution_is_that_of_the_tables() {
        for (x, p) in [
            (0.0, 0.5),
            (1.0, 0.841_344_746),
            (1.96, 0.975_002_105),
            (-3.0, 0.001_349_898),
            (-6.0, 9.865_876e-10),
        ] {
            assert!((normal_cdf(x) - p).abs() < 1e-7, "Φ({x})");
            assert!((normal_quantile(p) - x).abs() < 2e-6, "inverse of Φ at {p}");
        }
    }
}
