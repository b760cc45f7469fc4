//! How many people it takes to see a difference.

use crate::normal::{Z_975, normal_cdf, normal_quantile, t_of_normal};

/// Cases of five, in which a plan is to see what is there: four.
pub(crate) const POWER: f64 = 0.8;

/// The 80 % point of the standard normal distribution.
pub(crate) const Z_80: f64 = 0.841_621_233_572_914_2;

/// People in the first group that it takes to tell a mean that is ahead by `effect` standard
/// deviations, at 5 % on both sides, with `power`, and `ratio` times as many in the second group:
/// Student's t, whose power is that of the noncentral distribution. Nothing where that makes no sense.
pub fn people_for_mean(effect: f64, power: f64, ratio: f64) -> Option<f64> {
    let is_asked =
        effect.is_finite() && effect != 0.0 && ratio > 0.0 && power > 0.05 && power < 1.0;
    if !is_asked {
        return None;
    }
    let effect = effect.abs();
    let about = (Z_975 + normal_quantile(power)).powi(2) * (1.0 + 1.0 / ratio) / effect.powi(2);
    solved(about, power, |people| {
        let degrees = (people * (1.0 + ratio) - 2.0).max(1.0);
        power_of_t(effect * (people * ratio / (1.0 + ratio)).sqrt(), degrees)
    })
}

/// People in the first group that it takes to tell a share of `base + effect` from one of `base`, at
/// 5 % on both sides, with `power`, and `ratio` times as many in the second group: by the arcsine of
/// the roots (Cohen, *Statistical power analysis*, 1988, ch. 6). Nothing where a share is none.
pub fn people_for_share(base: f64, effect: f64, power: f64, ratio: f64) -> Option<f64> {
    let is_share = |share: f64| (0.0..=1.0).contains(&share);
    let distance = (angle(base + effect) - angle(base)).abs();
    let is_asked = is_share(base)
        && is_share(base + effect)
        && distance > 0.0
        && ratio > 0.0
        && power > 0.05
        && power < 1.0;
    if !is_asked {
        return None;
    }
    let about = (Z_975 + normal_quantile(power)).powi(2) * (1.0 + 1.0 / ratio) / distance.powi(2);
    solved(about, power, |people| {
        let ahead = distance * (people * ratio / (1.0 + ratio)).sqrt();
        normal_cdf(ahead - Z_975) + normal_cdf(-ahead - Z_975)
    })
}

/// 2·asin √p.
pub(crate) fn angle(share: f64) -> f64 {
    2.0 * share.clamp(0.0, 1.0).sqrt().asin()
}

/// The smallest number near `about` that has the power, which rises with it.
fn solved(about: f64, power: f64, of: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut low, mut high) = (about * 0.5, about * 2.0 + 8.0);
    if !high.is_finite() {
        return None;
    }
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if of(middle) < power {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(high)
}

/// The chance that |T| is over the 97.5 % point of Student's t where T is (Z + ahead) ÷ S, and S²
/// chi-square over its degrees: the mean over S of what is normal given S, by Simpson's rule.
fn power_of_t(ahead: f64, degrees: f64) -> f64 {
    const STEPS: u32 = 400;
    let limit = t_of_normal(Z_975, degrees);
    let reach = 9.0 / (2.0 * degrees).sqrt();
    let (from, until) = ((1.0 - reach).max(1e-9), 1.0 + reach);
    let step = (until - from) / f64::from(STEPS);
    let (mut sum, mut whole) = (0.0, 0.0);
    for index in 0..=STEPS {
        let s = from + step * f64::from(index);
        let simpson = match index {
            0 | STEPS => 1.0,
            odd if odd % 2 == 1 => 4.0,
            _ => 2.0,
        };
        let density = ((degrees - 1.0) * s.ln() - degrees * (s * s - 1.0) / 2.0).exp();
        let seen = normal_cdf(ahead - limit * s) + normal_cdf(-ahead - limit * s);
        sum += simpson * density * seen;
        whole += simpson * density;
    }
    sum / whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_textbooks() {
        // 64 a group for half a deviation, 393.4 for a fifth: Cohen's table 2.4.1 has 64 and 393.
        let half = people_for_mean(0.5, POWER, 1.0).unwrap();
        assert!((half - 63.765_6).abs() < 1e-3, "{half}");
        let fifth = people_for_mean(-0.2, POWER, 1.0).unwrap();
        assert!((fifth - 393.405_7).abs() < 1e-3, "{fifth}");
        let more = people_for_mean(0.2, POWER, 0.1).unwrap();
        assert!(more > 5.0 * fifth, "few to compare with cost many: {more}");
        for (base, effect) in [(0.1, 0.0), (-0.1, 0.2), (0.9, 0.2)] {
            assert_eq!(people_for_share(base, effect, POWER, 1.0), None);
        }
        assert_eq!(people_for_mean(0.0, POWER, 1.0), None);
        assert_eq!(people_for_mean(f64::NAN, POWER, 1.0), None);
    }
}
