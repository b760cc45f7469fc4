//! How many purchases are to come of a customer who is with the shop.
//!
//! Fader, Hardie and Lee (2005, equation 10) give, with s = r + x, c = a + b + x − 1 and
//! z = t ÷ (α + T + t),
//!
//! `c ÷ (a − 1) · [1 − (1 − z)ˢ · ₂F₁(s, b + x; c; z)]`.
//!
//! As it stands it breaks down where a is 1, where c is 0 or below (few purchases, a + b < 1), and
//! loses all digits for many purchases. Euler's transformation (Abramowitz and Stegun, 15.3.3)
//! turns the bracket into `1 − (1 − z)^(a−1) · ₂F₁(a + b − 1 − r, a − 1; c; z)`, in which the
//! factors a − 1 and c of each term cancel against those in front:
//!
//! `c·(1 − (1 − z)^(a−1)) ÷ (a − 1) − (1 − z)^(a−1) · Σₙ (p)ₙ (a)ₙ₋₁ ÷ (c + 1)ₙ₋₁ · zⁿ ÷ n!`
//!
//! with p = a + b − 1 − r and n from 1. Its terms fall as zⁿ, whatever x is.

use super::BgNbd;

/// Terms at most. Looking a year ahead, a customer of today needs some 70,000 in a shop whose scale
/// is three hours, and a hundred in one whose scale is months.
const TERMS: u32 = 100_000;

/// Expected purchases within `ahead` weeks of a customer with `again` purchases after the first,
/// first seen `age` weeks ago, who is with the shop.
pub(super) fn expected_while_with_us(model: &BgNbd, again: f64, age: f64, ahead: f64) -> f64 {
    let BgNbd { r, alpha, a, b } = *model;
    let watched = alpha + age;
    let z = ahead / (watched + ahead);
    let c = a + b + again - 1.0;
    // ln(1 − z)
    let left_log = -(ahead / watched).ln_1p();
    let power = (a - 1.0) * left_log;
    // (1 − (1 − z)^(a−1)) ÷ (a − 1), also where a is 1.
    let quotient = if power.abs() < 1e-12 {
        -left_log
    } else {
        -power.exp_m1() / (a - 1.0)
    };
    let p = a + b - 1.0 - r;
    let mut term = p * z;
    let mut sum = term;
    for n in (1..TERMS).map(f64::from) {
        term *= (p + n) * (a + n - 1.0) * z / ((c + n) * (n + 1.0));
        sum += term;
        // Once the terms fall, what follows is at most like a geometric series in z.
        if term.abs() <= 1e-14 * (1.0 - z) * sum.abs() || term == 0.0 {
            break;
        }
    }
    (c * quotient - power.exp() * sum).max(0.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Straight from the model: a customer with rate λ and leaving share p makes
    /// (1 − e^(−λpt)) ÷ p purchases; over the gamma of λ that is (1 − (1 + pt ÷ (α+T))^−s) ÷ p.
    /// What is left is a mean over the beta of p, here by steps in its logarithm and that of 1 − p.
    fn by_steps(model: &BgNbd, x: f64, age: f64, ahead: f64) -> f64 {
        let (shape, watched) = (model.r + x, model.alpha + age);
        let (mut sum, mut mass) = (0.0, 0.0);
        let steps = 4_000;
        for step in 0..steps {
            // p = 1 ÷ (1 + e^−u), so p and 1 − p are both resolved near 0.
            let u = -60.0 + 120.0 * (f64::from(step) + 0.5) / f64::from(steps);
            let (stays, leaves) = (-(u.exp().ln_1p()), -((-u).exp().ln_1p()));
            let weight = (model.a * leaves + (model.b + x) * stays).exp();
            let p = leaves.exp();
            let purchases = -(-shape * (p * ahead / watched).ln_1p()).exp_m1() / p;
            sum += weight * purchases;
            mass += weight;
        }
        sum / mass
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn it_is_the_mean_over_all_customers(
            r in 0.05_f64..8.0, alpha in 0.3_f64..60.0, a in 0.3_f64..4.0, b in 0.3_f64..8.0,
            x in 0_u32..60, age in 0.0_f64..150.0, ahead in 0.5_f64..60.0,
        ) {
            let model = BgNbd { r, alpha, a, b };
            let found = expected_while_with_us(&model, f64::from(x), age, ahead);
            let expected = by_steps(&model, f64::from(x), age, ahead);
            prop_assert!((found - expected).abs() < 1e-6 * expected.max(1e-3), "{found} {expected}");
        }
    }

    #[test]
    fn odd_corners_have_numbers_too() {
        for (model, x) in [
            // a = 1, and a + b < 1 without a purchase.
            (
                BgNbd {
                    r: 0.5,
                    alpha: 5.0,
                    a: 1.0,
                    b: 2.0,
                },
                3.0,
            ),
            (
                BgNbd {
                    r: 0.5,
                    alpha: 5.0,
                    a: 0.4,
                    b: 0.3,
                },
                0.0,
            ),
            (
                BgNbd {
                    r: 0.5,
                    alpha: 5.0,
                    a: 0.5,
                    b: 0.5,
                },
                0.0,
            ),
            (
                BgNbd {
                    r: 0.5,
                    alpha: 5.0,
                    a: 0.6,
                    b: 2.0,
                },
                9_999.0,
            ),
        ] {
            let found = expected_while_with_us(&model, x, 40.0, 52.0);
            let expected = by_steps(&model, x, 40.0, 52.0);
            assert!(
                (found - expected).abs() < 1e-5 * expected,
                "{model:?} {x}: {found} {expected}"
            );
        }
        // Who never leaves buys on at the mean rate.
        let stays = BgNbd {
            r: 0.7,
            alpha: 9.0,
            a: 1e-5,
            b: 900.0,
        };
        let found = expected_while_with_us(&stays, 4.0, 30.0, 13.0);
        assert!((found - 4.7 / 39.0 * 13.0).abs() < 1e-5, "{found}");
        // A customer of this minute, in a shop that is fast.
        let new = BgNbd {
            r: 0.3,
            alpha: 0.02,
            a: 0.8,
            b: 2.0,
        };
        let (found, expected) = (
            expected_while_with_us(&new, 0.0, 0.0, 52.0),
            by_steps(&new, 0.0, 0.0, 52.0),
        );
        assert!(
            (found - expected).abs() < 1e-4 * expected,
            "{found} {expected}"
        );
    }
}
