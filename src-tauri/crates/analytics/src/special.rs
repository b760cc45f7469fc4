//! The logarithm of the gamma function and its derivative.

/// From here on the series have more than twelve digits.
const FAR: f64 = 10.0;

/// ln Γ(x) for x > 0, to twelve digits: Stirling's series (Abramowitz and Stegun, 6.1.41), reached
/// by Γ(x + 1) = x·Γ(x).
pub(crate) fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut passed) = (x, 1.0);
    while x < FAR {
        passed *= x;
        x += 1.0;
    }
    let over = 1.0 / (x * x);
    let series = (1.0 / 12.0
        - over * (1.0 / 360.0 - over * (1.0 / 1_260.0 - over * (1.0 / 1_680.0 - over / 1_188.0))))
        / x;
    let half_ln_two_pi = 0.918_938_533_204_672_7;
    (x - 0.5) * x.ln() - x + half_ln_two_pi + series - f64::ln(passed)
}

/// ψ(x) = d/dx ln Γ(x) for x > 0, to twelve digits (Abramowitz and Stegun, 6.3.18 and 6.3.5).
pub(crate) fn digamma(x: f64) -> f64 {
    let (mut x, mut passed) = (x, 0.0);
    while x < FAR {
        passed += 1.0 / x;
        x += 1.0;
    }
    let over = 1.0 / (x * x);
    let series = over
        * (1.0 / 12.0
            - over * (1.0 / 120.0 - over * (1.0 / 252.0 - over * (1.0 / 240.0 - over / 132.0))));
    x.ln() - 0.5 / x - series - passed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_of_the_tables() {
        for (x, ln, psi) in [
            (1e-6, 13.815_509_980_749_432, -1_000_000.577_214_02),
            (0.5, 0.572_364_942_924_700_1, -1.963_510_026_021_423_5),
            (1.0, 0.0, -0.577_215_664_901_532_9),
            (2.5, 0.284_682_870_472_919_2, 0.703_156_640_645_243_2),
            (10.0, 12.801_827_480_081_469, 2.251_752_589_066_721),
            (1e6, 12_815_504.569_147_612, 13.815_510_057_964_19),
        ] {
            let (found_ln, found_psi) = (ln_gamma(x), digamma(x));
            assert!(
                (found_ln - ln).abs() < 1e-11 * ln.abs().max(1.0),
                "{x}: {found_ln}"
            );
            assert!(
                (found_psi - psi).abs() < 1e-11 * psi.abs().max(1.0),
                "{x}: {found_psi}"
            );
        }
        // Γ(x + 1) = x·Γ(x), and its derivative.
        for tenths in 1..400_u32 {
            let x = f64::from(tenths) / 10.0;
            assert!((ln_gamma(x + 1.0) - ln_gamma(x) - x.ln()).abs() < 1e-11);
            assert!((digamma(x + 1.0) - digamma(x) - 1.0 / x).abs() < 1e-11);
        }
    }
}
