//! The 95 % interval of a ratio of sums over customers, and of the difference of two.
//!
//! A shop's average order value is R = Σy ÷ Σn over its customers, y their revenue and n their
//! orders. Chance deals out customers, not orders, so a customer is the unit. R is linearised:
//! leaving a customer out moves it by (y − R·n) ÷ (Σn − n), and the squares of those moves give
//! its standard error (the jackknife of a ratio; Cochran, *Sampling Techniques*, 3rd ed. 1977,
//! ch. 6; with one order per customer it is exactly s ÷ √n). The difference of two periods is
//! linearised in the same way, a customer who bought in both moving both: that is the covariance.
//!
//! Order values are skewed, and an interval that is symmetric about the average then misses on one
//! side more than on the other. For the studentised estimate t of G customers,
//! P(t ≤ x) = Φ(x) + (a·x² + b)·φ(x) to the first order in 1 ÷ √G. In the smooth function model
//! (Hall, *The Bootstrap and Edgeworth Expansion*, 1992, ch. 2) a ratio has
//! `a = (γ/3 − c) ÷ √G` and `b = γ/6 ÷ √G`: γ is the skewness of the customers' moves, and
//! `c = E(move·(n ÷ mean n − 1)) ÷ σ` their covariance with the number of orders. With one order
//! each c = 0, and this is Johnson's third-moment correction (*Modified t tests and confidence
//! intervals for asymmetrical populations*, JASA 73, 1978). It is applied through Hall's cubic,
//! which stays monotone however skewed the orders are (*On the removal of skewness by
//! transformation*, JRSS B 54, 1992): `h(t) = t + a·t² + a²·t³/3 + b`, inverted in closed form,
//! with the quantile of Student's t for few customers.
//!
//! In the difference of two periods of G₁ and G₀ customers the skews work against each other:
//! with w = (G₁⁻² − G₀⁻²) ÷ (G₁⁻¹ + G₀⁻¹)^(3/2) and v = (G₁⁻¹ − G₀⁻¹) ÷ (G₁⁻¹ + G₀⁻¹)^(1/2) it is
//! `a = (γ/3 − c)·w` and `b = γ/6·w + c·(v − w)`, γ and c of both periods taken together. Taken
//! for each period by itself they are mostly noise, one large order moving the difference and its
//! skew at once: simulated on lognormal orders with nothing changed, 40 to 2,000 a side, such
//! intervals held zero in 92 to 95 % of cases, uncorrected ones in 91 to 96 %, and these in 95 to
//! 96.5 %. (That the correction is for skews that differ: Zhou and Dinh, Biostatistics 6, 2005.)

use crate::{
    clusters::{Cluster, Gathered},
    quantiles::t_975,
};

/// Under this many orders an average stands alone, without an interval.
pub const MIN_ORDERS: u32 = 30;

/// One period's average as an estimate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratio {
    /// Minor units per order.
    pub(crate) value: f64,
    /// Counted orders.
    orders: f64,
    /// Customers, and orders without one.
    clusters: f64,
}

impl Ratio {
    pub(crate) fn new(revenue: i128, orders: u32, clusters: usize) -> Self {
        let count = f64::from(orders);
        Self {
            value: wide_float(revenue) / count,
            orders: count,
            clusters: count_float(clusters),
        }
    }

    /// How far leaving the cluster out moves the average, in minor units.
    pub(crate) fn influence(self, cluster: Cluster) -> f64 {
        let orders = f64::from(cluster.orders);
        (float(cluster.revenue) - self.value * orders) / (self.orders - orders)
    }

    /// The same, so scaled that the squares of all clusters add up to the variance of the average.
    fn move_by(self, cluster: Cluster) -> f64 {
        self.influence(cluster) * self.scale()
    }

    fn scale(self) -> f64 {
        ((self.clusters - 1.0) / self.clusters).sqrt()
    }

    fn can_be_judged(self) -> bool {
        self.orders >= f64::from(MIN_ORDERS) && self.clusters > 1.0
    }
}

/// What the moves of one period's clusters look like.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// The variance of the average.
    variance: f64,
    /// γ: the skewness of the moves.
    skewness: f64,
    /// c: their covariance with the number of orders, both without a unit.
    bend: f64,
}

impl Shape {
    fn of(gathered: &Gathered, ratio: Ratio) -> Self {
        let mut moves = Moves::default();
        for cluster in gathered.each() {
            moves.add(ratio, cluster);
        }
        moves.shape(ratio)
    }
}

/// Sums over the moves of one period's clusters, gathered cluster by cluster.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moves {
    first: f64,
    second: f64,
    third: f64,
    with_orders: f64,
}

impl Moves {
    /// Takes a cluster in; gives its influence.
    #[inline]
    pub(crate) fn add(&mut self, ratio: Ratio, cluster: Cluster) -> f64 {
        let by = ratio.influence(cluster);
        self.first += by;
        self.second += by * by;
        self.third += by * by * by;
        self.with_orders += by * f64::from(cluster.orders);
        by
    }

    /// Takes in what was gathered of other clusters of the same period.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.first += other.first;
        self.second += other.second;
        self.third += other.third;
        self.with_orders += other.with_orders;
    }

    fn shape(&self, ratio: Ratio) -> Shape {
        let scale = ratio.scale();
        let mean_orders = ratio.orders / ratio.clusters;
        let second = self.second * scale.powi(2);
        if second <= (f64::EPSILON * ratio.value).powi(2) {
            return Shape {
                variance: 0.0,
                skewness: 0.0,
                bend: 0.0,
            };
        }
        let root = ratio.clusters.sqrt();
        Shape {
            variance: second,
            skewness: root * self.third * scale.powi(3) / second.powf(1.5),
            bend: scale * (self.with_orders / mean_orders - self.first) / (second.sqrt() * root),
        }
    }
}

/// Hall's monotone transformation of a skewed t to a symmetric one.
#[derive(Debug, Clone, Copy)]
struct Cubic {
    square: f64,
    shift: f64,
}

impl Cubic {
    fn inverse(self, x: f64) -> f64 {
        let shifted = x - self.shift;
        let bent = self.square * shifted;
        // The cube root of nearly 1 less 1 would lose its digits.
        if bent.abs() < 1e-6 {
            return shifted * (1.0 - bent);
        }
        ((1.0 + 3.0 * bent).cbrt() - 1.0) / self.square
    }

    fn interval(self, estimate: f64, variance: f64, degrees: f64) -> (f64, f64) {
        let (error, quantile) = (variance.sqrt(), t_975(degrees));
        (
            estimate - error * self.inverse(quantile),
            estimate - error * self.inverse(-quantile),
        )
    }
}

/// The interval of one period's average, in minor units.
pub(crate) fn of_ratio(gathered: &Gathered) -> Option<(f64, f64)> {
    let ratio = gathered.ratio();
    if !ratio.can_be_judged() {
        return None;
    }
    Some(around(ratio, Shape::of(gathered, ratio)))
}

/// The interval of one period's average whose moves were gathered already.
pub(crate) fn of_moves(ratio: Ratio, moves: &Moves) -> Option<(f64, f64)> {
    ratio
        .can_be_judged()
        .then(|| around(ratio, moves.shape(ratio)))
}

fn around(ratio: Ratio, shape: Shape) -> (f64, f64) {
    let root = ratio.clusters.sqrt();
    let square = (shape.skewness / 3.0 - shape.bend) / root;
    let cubic = Cubic {
        square,
        shift: shape.skewness / 6.0 / root,
    };
    cubic.interval(ratio.value, shape.variance, ratio.clusters - 1.0)
}

/// The interval of the difference of two periods' averages, in minor units.
pub(crate) fn of_difference(current: &Gathered, before: &Gathered) -> Option<(f64, f64)> {
    let (now, then) = (current.ratio(), before.ratio());
    if !(now.can_be_judged() && then.can_be_judged()) {
        return None;
    }
    let (now_shape, then_shape) = (Shape::of(current, now), Shape::of(before, then));
    let (mut covariance, mut returned) = (0.0, 0_usize);
    for (who, cluster) in current.each_customer() {
        let earlier = before.of(who);
        if earlier.orders > 0 {
            covariance += now.move_by(cluster) * then.move_by(earlier);
            returned += 1;
        }
    }
    Some(between(
        (now, now_shape),
        (then, then_shape),
        covariance,
        returned,
    ))
}

/// The interval of the difference of two periods' averages whose moves were gathered already, with
/// the sum of the products of the influences of who bought in both, and their number.
pub(crate) fn of_two_moves(
    (now, now_moves): (Ratio, &Moves),
    (then, then_moves): (Ratio, &Moves),
    influences: f64,
    returned: usize,
) -> Option<(f64, f64)> {
    if !(now.can_be_judged() && then.can_be_judged()) {
        return None;
    }
    Some(between(
        (now, now_moves.shape(now)),
        (then, then_moves.shape(then)),
        influences * now.scale() * then.scale(),
        returned,
    ))
}

fn between(
    (now, now_shape): (Ratio, Shape),
    (then, then_shape): (Ratio, Shape),
    covariance: f64,
    returned: usize,
) -> (f64, f64) {
    let estimate = now.value - then.value;
    let apart = now_shape.variance + then_shape.variance;
    let variance = (apart - 2.0 * covariance).max(0.0);
    if apart == 0.0 {
        return (estimate, estimate);
    }
    // Satterthwaite's degrees of freedom; who bought in both periods is not two witnesses.
    let part = |shape: Shape, ratio: Ratio| shape.variance.powi(2) / (ratio.clusters - 1.0);
    let independent = apart * apart / (part(now_shape, now) + part(then_shape, then));
    let all = now.clusters + then.clusters - count_float(returned);
    let degrees = independent.min(all - 1.0);
    let together = |of: fn(Shape) -> f64| {
        (now.clusters * of(now_shape) + then.clusters * of(then_shape))
            / (now.clusters + then.clusters)
    };
    let (skewness, bend) = (
        together(|shape| shape.skewness),
        together(|shape| shape.bend),
    );
    let (new, old) = (now.clusters.recip(), then.clusters.recip());
    let w = (new * new - old * old) / (new + old).powf(1.5);
    let v = (new - old) / (new + old).sqrt();
    let cubic = Cubic {
        square: (skewness / 3.0 - bend) * w,
        shift: skewness / 6.0 * w + bend * (v - w),
    };
    cubic.interval(estimate, variance, degrees)
}

/// Both ends as minor units, rounded half to even.
pub(crate) fn rounded((low, high): (f64, f64)) -> (i64, i64) {
    (minor(low), minor(high))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast from a float stays at the ends of i64"
)]
pub(crate) fn minor(value: f64) -> i64 {
    value.round_ties_even() as i64
}

/// An amount or a count for statistics, where its sixteen digits are more than enough.
#[expect(
    clippy::cast_precision_loss,
    reason = "statistics need no seventeenth digit"
)]
pub(crate) fn float(value: i64) -> f64 {
    value as f64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "statistics need no seventeenth digit"
)]
pub(crate) fn wide_float(value: i128) -> f64 {
    value as f64
}

#[expect(clippy::cast_precision_loss, reason = "no shop has 2⁵³ customers")]
pub(crate) fn count_float(value: usize) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use pannier_core::{
        Currency, Day, Facts, FactsBuilder, OrderFact, OrderFlags, OrderId, OrderWords, Products,
    };
    use proptest::prelude::*;

    use super::*;
    use crate::Formula;

    /// Orders of customers, all on one day.
    fn gathered(orders: &[(Option<i64>, i64)]) -> (Facts, Gathered) {
        let day: Day = "2026-05-01".parse().unwrap();
        let mut builder = FactsBuilder::default();
        for (index, (customer, goods)) in orders.iter().enumerate() {
            let id = i64::try_from(index).unwrap();
            builder.push(
                &OrderFact {
                    id: OrderId(id),
                    placed_at: pannier_core::Timestamp(id),
                    day,
                    hour: 12,
                    currency: Currency::EUR,
                    customer: *customer,
                    goods: *goods,
                    discounts: 0,
                    goods_tax: 0,
                    total: *goods,
                    gift_cards: 0,
                    shipping: 0,
                    tax: 0,
                    duties: 0,
                    tip: 0,
                    refunded: 0,
                    goods_refunded: 0,
                    units: 1,
                    flags: OrderFlags::default(),
                },
                &OrderWords::default(),
                &[],
            );
        }
        let facts = builder.finish(Products::default());
        let mut gathered = Gathered::new(&facts);
        gathered.fill(&facts, Formula::Goods, 0, 0..facts.len());
        (facts, gathered)
    }

    fn near(found: (f64, f64), expected: (f64, f64)) -> bool {
        (found.0 - expected.0).abs() < 1e-6 && (found.1 - expected.1).abs() < 1e-6
    }

    /// 60 values without skew: 1000 ± 10, ± 20, …, ± 300. Their variance by n − 1 is
    /// 2 × 100 × (1² + … + 30²) ÷ 59 = 1,891,000 ÷ 59.
    fn even_spread() -> Vec<i64> {
        (1..=30)
            .flat_map(|step| [1000 - 10 * step, 1000 + 10 * step])
            .collect()
    }

    #[test]
    fn without_skew_and_repeats_it_is_the_t_interval() {
        let orders: Vec<_> = even_spread()
            .into_iter()
            .map(|goods| (None, goods))
            .collect();
        let found = of_ratio(&gathered(&orders).1).unwrap();
        let half = t_975(59.0) * (1_891_000.0_f64 / 59.0 / 60.0).sqrt();
        assert!(near(found, (1000.0 - half, 1000.0 + half)), "{found:?}");
    }

    #[test]
    fn without_skew_and_common_customers_a_difference_is_welchs() {
        let now: Vec<_> = even_spread()
            .into_iter()
            .map(|goods| (None, 3 * goods))
            .collect();
        let then: Vec<_> = even_spread()
            .into_iter()
            .take(40)
            .map(|goods| (None, goods))
            .collect();
        let found = of_difference(&gathered(&now).1, &gathered(&then).1).unwrap();
        let now_part = 9.0 * 1_891_000.0 / 59.0 / 60.0;
        let then_part = 574_000.0 / 39.0 / 40.0;
        let sum: f64 = now_part + then_part;
        let parts: f64 = now_part * now_part / 59.0 + then_part * then_part / 39.0;
        let half = t_975(sum * sum / parts) * sum.sqrt();
        assert!(near(found, (2000.0 - half, 2000.0 + half)), "{found:?}");
    }

    #[test]
    fn with_the_same_customers_a_difference_is_the_paired_one() {
        let orders = |values: Vec<i64>| -> Vec<_> {
            values
                .into_iter()
                .zip(0..)
                .map(|(goods, who)| (Some(who), goods))
                .collect()
        };
        let then: Vec<i64> = (0..60).map(|i| 5_000 + i * i * i).collect();
        let now: Vec<i64> = then
            .iter()
            .zip(even_spread())
            .map(|(old, more)| old + more)
            .collect();
        let found = of_difference(&gathered(&orders(now)).1, &gathered(&orders(then)).1).unwrap();
        let half = t_975(59.0) * (1_891_000.0_f64 / 59.0 / 60.0).sqrt();
        assert!(
            near(found, (1000.0 - half, 1000.0 + half)),
            "{found:?}: customers cancel out"
        );
    }

    #[test]
    fn orders_of_one_customer_are_no_more_than_one_witness() {
        let alone: Vec<_> = even_spread()
            .into_iter()
            .map(|goods| (None, goods))
            .collect();
        let thrice: Vec<_> = even_spread()
            .into_iter()
            .zip(0..)
            .flat_map(|(goods, who)| [(Some(who), goods); 3])
            .collect();
        let (alone, thrice) = (
            of_ratio(&gathered(&alone).1),
            of_ratio(&gathered(&thrice).1),
        );
        assert!(
            near(thrice.unwrap(), alone.unwrap()),
            "{thrice:?} is no narrower than {alone:?}"
        );
        let one: Vec<_> = even_spread()
            .into_iter()
            .map(|goods| (Some(1), goods))
            .collect();
        assert_eq!(
            of_ratio(&gathered(&one).1),
            None,
            "one customer tells nothing of others"
        );
    }

    #[test]
    fn long_tails_reach_further_up_than_down() {
        let skewed: Vec<_> = (0..100).map(|i| (None, 1000 + i * i * i / 100)).collect();
        let (facts, gathered) = gathered(&skewed);
        let (low, high) = of_ratio(&gathered).unwrap();
        let mean = facts.goods.iter().sum::<i64>() / 100;
        assert!(
            high - float(mean) > float(mean) - low,
            "{low}..{high} about {mean}"
        );
        let same: Vec<_> = (0..40).map(|_| (None, 1234)).collect();
        assert_eq!(of_ratio(&self::gathered(&same).1), Some((1234.0, 1234.0)));
    }

    #[test]
    fn under_thirty_orders_there_is_none() {
        let few: Vec<_> = even_spread()
            .into_iter()
            .take(29)
            .map(|goods| (None, goods))
            .collect();
        assert_eq!(of_ratio(&gathered(&few).1), None);
    }

    proptest! {
        /// The moves are what leaving one customer out really does.
        #[test]
        fn influence_is_the_jackknife(orders in prop::collection::vec((0_i64..20, -500_i64..90_000), 31..80)) {
            let orders: Vec<_> = orders.into_iter().map(|(who, goods)| (Some(who), goods)).collect();
            let (_, gathered) = gathered(&orders);
            let ratio = gathered.ratio();
            for (who, cluster) in gathered.each_customer() {
                if gathered.clusters() < 2 {
                    continue;
                }
                let id = orders[gathered_first(&orders, who)].0;
                let others: Vec<i64> = orders.iter().filter(|order| order.0 != id).map(|order| order.1).collect();
                let without = float(others.iter().sum()) / count_float(others.len());
                let moved = ratio.value - without;
                prop_assert!((ratio.influence(cluster) - moved).abs() < 1e-6, "{} and {moved}", ratio.influence(cluster));
            }
        }

        #[test]
        fn the_cubic_is_inverted(square in -0.3_f64..0.3, shift in -0.1_f64..0.1, x in -3.0_f64..3.0) {
            let t = Cubic { square, shift }.inverse(x);
            let back = t + square * t * t + square * square * t * t * t / 3.0 + shift;
            prop_assert!((back - x).abs() < 1e-6, "{back} and {x}");
        }
    }

    /// Dense indexes are given in the order of first appearance.
    fn gathered_first(orders: &[(Option<i64>, i64)], dense: u32) -> usize {
        let mut seen = Vec::new();
        for (index, (who, _)) in orders.iter().enumerate() {
            if !seen.contains(who) {
                seen.push(*who);
                if seen.len() == dense as usize + 1 {
                    return index;
                }
            }
        }
        orders.len()
    }
}
