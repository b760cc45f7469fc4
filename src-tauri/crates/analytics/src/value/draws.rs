//! What one customer may spend, drawn from what the models leave open about them.
//!
//! Given that someone is with the shop, their rate is a draw from Gamma(r + x, α + T), the share
//! with which they leave from Beta(a, b + x); how dear they buy from Gamma(q + px, γ + xm), and the
//! sum of n purchases is then one from Gamma(pn). All follow from the papers named in the models.

use super::{
    BgNbd, GammaGamma, Spent,
    seen::{OrderHistory, WEEK},
};
use crate::{bootstrap, interval::count_float, quantiles::normal_quantile};

/// Futures that are drawn.
const DRAWS: usize = 4_000;
/// Purchases in one future at most: one an hour for a year.
const MOST: u32 = 8_760;

/// What one in ten spends less than, and one in ten more, within so many days, in minor units.
pub(super) fn spent_within(
    orders: &BgNbd,
    spend: &GammaGamma,
    seen: OrderHistory,
    spent: Spent,
    days: u32,
) -> (f64, f64) {
    let mut random = Random(0x5eed);
    let alive = orders.alive(seen);
    let weeks = f64::from(days) / WEEK;
    let bought = f64::from(spent.again);
    let mut sums: Vec<f64> = (0..DRAWS)
        .map(|_| {
            if random.unit() > alive {
                return 0.0;
            }
            let rate = random.gamma(orders.r + seen.x()) / (orders.alpha + seen.age_weeks());
            let (leaves, stays) = (random.gamma(orders.a), random.gamma(orders.b + seen.x()));
            let mut time = 0.0;
            let mut purchases = 0;
            while purchases < MOST {
                time -= random.unit().ln() / rate;
                // Endless where the rate is 0 to all digits.
                if time > weeks {
                    break;
                }
                purchases += 1;
                if random.unit() * (leaves + stays) < leaves {
                    break;
                }
            }
            if purchases == 0 {
                return 0.0;
            }
            let dear = random.gamma(spend.q + spend.p * bought)
                / (spend.gamma + bought * spent.mean.max(0.0));
            random.gamma(spend.p * f64::from(purchases)) / dear
        })
        .collect();
    sums.sort_unstable_by(f64::total_cmp);
    (sums[DRAWS / 10], sums[DRAWS - 1 - DRAWS / 10])
}

/// Random numbers from a seed (`SplitMix64`).
struct Random(u64);

impl Random {
    /// Between 0 and 1, neither included.
    fn unit(&mut self) -> f64 {
        let bits = bootstrap::next(&mut self.0) >> 32;
        let steps = count_float(usize::try_from(bits).unwrap_or(0));
        (steps + 0.5) / 4_294_967_296.0
    }

    /// Gamma with this shape and scale 1 (Marsaglia and Tsang, *A simple method for generating
    /// gamma variables*, ACM TOMS 26, 2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = (self.unit().ln() / shape).exp();
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = normal_quantile(self.unit());
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.unit().ln() < 0.5 * x * x + d * (1.0 - v + v.ln()) {
                return d * v;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gammas_have_their_mean_and_variance() {
        let mut random = Random(1);
        for shape in [0.2, 0.9, 1.0, 3.7, 400.0] {
            let draws: Vec<f64> = (0..100_000).map(|_| random.gamma(shape)).collect();
            let mean = draws.iter().sum::<f64>() / 1e5;
            let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / 1e5;
            let error = (shape / 1e5).sqrt() * 4.0;
            assert!((mean - shape).abs() < error, "{shape}: {mean}");
            assert!((variance / shape - 1.0).abs() < 0.08, "{shape}: {variance}");
        }
    }

    #[test]
    fn what_is_drawn_surrounds_what_is_expected() {
        let orders = BgNbd {
            r: 0.8,
            alpha: 6.0,
            a: 0.5,
            b: 4.0,
        };
        let spend = GammaGamma {
            p: 6.0,
            q: 4.0,
            gamma: 1_500.0,
        };
        let regular = OrderHistory {
            again: 20,
            age: 280,
            last: 270,
        };
        let spent = Spent {
            again: 20,
            mean: 3_000.0,
        };
        let (low, high) = spent_within(&orders, &spend, regular, spent, 365);
        let expected = orders.expected(regular, 365) * spend.expected(spent);
        assert!(low < expected && expected < high, "{low} {expected} {high}");
        assert_eq!(
            spent_within(&orders, &spend, regular, spent, 365),
            (low, high)
        );
        let gone = OrderHistory {
            again: 20,
            age: 2_800,
            last: 270,
        };
        assert_eq!(spent_within(&orders, &spend, gone, spent, 365), (0.0, 0.0));
    }
}
