//! Did people top up? Orders bunch just above a threshold when they do.
//!
//! Excess mass over what a smooth distribution would hold there (Saez, *Do taxpayers bunch at kink
//! points?*, AEJ: Economic Policy 2, 2010; Kleven, *Bunching*, Annual Review of Economics 8, 2016).
//! Orders are counted in bins of equal width; a curve is fitted through the bins away from the
//! threshold, as a Poisson regression on a polynomial in the logarithm of the value (for lognormal
//! orders two powers are exact), and carried on through it. What is found just above the threshold
//! beyond that is the excess.
//!
//! The 95 % range counts chance in the bins and doubt about the curve, both widened by how much
//! more the other bins scatter about it than chance would have them: shops whose orders stand on a
//! few prices get a wide range.

use pannier_core::Facts;

use super::fit::Curve;
use crate::{
    interval::{count_float, float},
    quantiles::t_975,
    ranges::{Range, round_step},
};

/// Orders away from the threshold that a curve needs.
const LEAST: u32 = 200;

/// What was found about a threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bunching {
    /// The threshold.
    pub threshold: i64,
    /// Below it, orders may be missing from here on.
    pub lowest: i64,
    /// Above it, orders may be in excess up to here, which is not included.
    pub highest: i64,
    /// The width of a bin.
    pub step: i64,
    /// Goods between which orders were looked at, the second not included.
    pub between: (i64, i64),
    /// Orders between them.
    pub orders: u32,
    /// Orders in `[threshold, highest)`.
    pub found_above: u32,
    /// What the curve expects there.
    pub expected_above: f64,
    /// Orders in `[lowest, threshold)`.
    pub found_below: u32,
    /// What the curve expects there.
    pub expected_below: f64,
    /// Orders just above beyond what is expected, with their 95 % range.
    pub excess: Range,
    /// The excess as a share of the orders that one would expect in `[lowest, threshold)`: the
    /// share that topped up. Drawn into 0 to 1.
    pub topped_up: Range,
}

impl Bunching {
    /// Whether more orders than chance explains stand just above the threshold.
    pub fn is_clear(&self) -> bool {
        self.excess.low > 0.0
    }
}

/// Measures bunching at a threshold: orders that would have ended from `lowest` on may have moved to
/// within a tenth above it. Nothing where too few orders lie around it to fit a curve.
pub fn bunching(facts: &Facts, positions: &[u32], threshold: i64, lowest: i64) -> Option<Bunching> {
    if threshold < 20 || lowest >= threshold || lowest <= 0 {
        return None;
    }
    let step = round_step(threshold / 100);
    // Bins begin at the threshold, so that none lies on both sides of it.
    let bins = |amount: i64| amount.div_euclid(step);
    let below = bins(threshold - lowest) + i64::from((threshold - lowest) % step > 0);
    let above = bins(threshold / 10 + step - 1).max(1);
    let (down, up) = ((threshold * 6 / 10 / step).max(below + 4), threshold / step);
    let down = down.min((threshold - 1) / step);
    let between = (threshold - down * step, threshold + up * step);
    let mut counts = vec![0_u32; usize::try_from(down + up).ok()?];
    for position in positions {
        let goods = facts.goods[*position as usize];
        if goods >= between.0 && goods < between.1 {
            let bin = usize::try_from((goods - between.0) / step).unwrap_or(0);
            counts[bin] += 1;
        }
    }
    let (mut outside, mut below_points, mut above_points) = (Vec::new(), Vec::new(), Vec::new());
    let (mut found_below, mut found_above, mut orders, mut away) = (0, 0, 0, 0);
    // Values as logarithms about the threshold, in a range of about −1 to 1.
    let scale = (float(between.1) / float(threshold)).ln();
    for (bin, count) in (-down..).zip(&counts) {
        let middle = float(threshold + bin * step) + float(step) / 2.0;
        let x = (middle / float(threshold)).ln() / scale;
        orders += count;
        if (-below..0).contains(&bin) {
            found_below += count;
            below_points.push((x, 1.0));
        } else if (0..above).contains(&bin) {
            found_above += count;
            above_points.push((x, 1.0));
        } else {
            away += count;
            outside.push((x, 1.0, f64::from(*count)));
        }
    }
    if away < LEAST {
        return None;
    }
    let curve = Curve::through(&outside)?;
    let (expected_above, doubt) = curve.expected(above_points.iter().copied());
    let (expected_below, _) = curve.expected(below_points.iter().copied());
    if !(expected_above.is_finite() && doubt.is_finite() && expected_below > 0.0) {
        return None;
    }
    let quantile = t_975(curve.degrees.min(count_float(outside.len())));
    let half = |chance: f64, doubt: f64| quantile * (curve.dispersion * chance + doubt).sqrt();
    let excess = f64::from(found_above) - expected_above;
    let around = half(expected_above, doubt);
    // A curve that is too high above is too high below as well: both are in doubt together. And
    // those who topped up are there by chance, too.
    let share = excess / expected_below;
    let weighed = below_points.iter().map(|(x, _)| (*x, share.max(0.0)));
    let (_, doubt) = curve.expected(above_points.iter().copied().chain(weighed));
    let chance = expected_above.max(f64::from(found_above));
    let share_around = half(chance, doubt) / expected_below;
    let topped_up = Range::new(share - share_around, share, share + share_around);
    let excess = Range::new(excess - around, excess, excess + around);
    Some(Bunching {
        threshold,
        lowest: threshold - below * step,
        highest: threshold + above * step,
        step,
        between,
        orders,
        found_above,
        expected_above,
        found_below,
        expected_below,
        excess,
        topped_up: topped_up.within(0.0, 1.0),
    })
}
