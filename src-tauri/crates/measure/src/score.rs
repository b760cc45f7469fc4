//! The interval of a difference of means a customer, for figures that most customers have none of.
//!
//! Of a few hundred people held back a handful buys, and what they spend is skewed. The usual
//! interval (Welch) takes the spread of each group from that group alone, where the mean and the
//! spread come from the same few baskets: when no large basket was drawn both are too small, and the
//! truth lies outside. Corrections by the group's own skewness (Johnson 1978, Hall 1992) and
//! bootstraps of it suffer from the same want. What helps is that both groups are of one shop:
//!
//! * **What a basket looks like is taken from both groups together.** A sum of orders drawn by
//!   chance has a variance of φ times its mean, φ = E x² ÷ E x less the mean, and a third moment in
//!   proportion too (a compound Poisson sum, or a binomial one where many buy). φ is estimated from
//!   all baskets; how many and how dear they were, from each group by itself. Baskets may be dearer
//!   in one group than in the other, since an offer changes them: they are put on one scale by the
//!   ratio of their means, drawn towards 1 as far as few baskets say little of it (a normal prior
//!   of [`SCALE_PRIOR`] for its logarithm). The more buyers a group has, the more its own baskets
//!   count ([`OWN`]), so that with many nothing is supposed of the other's.
//! * **It is a score interval**: a difference δ is in it where the groups do not contradict it *with
//!   the variance as it would be under δ* (Wilson 1927 for one share; Miettinen and Nurminen,
//!   *Comparative analysis of two rates*, Statistics in Medicine 4, 1985, for two), the means under
//!   δ being those of the quasi-likelihood with variance φ·μ (Wedderburn, Biometrika 61, 1974). So a
//!   group without a single buyer has an upper end too.
//! * **Its skewness is allowed for** (as Gart and Nam do for shares, Biometrics 46, 1990), through
//!   the gamma distribution of that skewness instead of a series, which holds where the series
//!   does not.
//! * Where a group was to have so few buyers that it has none with a chance over 2.5 %, it cannot be
//!   too low by chance more often than that; the chance left over goes to the other side, up to 5 %
//!   in all (as Blaker shares it out, *Confidence curves*, Canadian Journal of Statistics 28, 2000).
//!   Of orders, whole numbers without any spread to smooth them, it is left as it is.
//!
//! Whether one is shown depends on the buyers of both groups together ([`expected_buyers`]), never on
//! those of the smaller by itself: an interval that is shown only when the people held back happened
//! to buy more is wrong just then. Of a real shop, where of those held back 0.6 % bought within a
//! fortnight and a message brought none, half or all as many again, drawn from 20,000 times with nine
//! times as many people not held back, money was shown in so many of a hundred cases, and held so
//! often:
//!
//! | held back | none more | half as many | twice as many | Welch, none more |
//! |---|---|---|---|---|
//! | 250 | 9: 95.0 % | 64: 95.3 % | 97: 94.8 % | 71.7 % |
//! | 500 | 96: 95.0 % | 100: 95.3 % | 100: 95.8 % | 80.7 % |
//! | 1,000 | 100: 95.5 % | 100: 95.8 % | 100: 96.6 % | 86.2 % |
//! | 2,000 | 100: 95.0 % | 100: 95.2 % | 100: 95.6 % | 89.7 % |
//! | 5,000 | 100: 94.7 % | 100: 94.8 % | 100: 95.6 % | 92.8 % |
//!
//! With as many or four times as many not held back it is 93.9 to 96.7 %. What is supposed is that a
//! campaign does not change how widely baskets are spread about their mean: where it makes them a
//! fifth more alike in a wild shop (deviation of the logarithm 1.2 to 0.96), with few held back
//! and hundreds of buyers, 88 to 92 % hold.

use crate::{
    normal::{Z_975, gamma_of_normal},
    range::Range,
    sums::Sums,
    welch::Welch,
};

/// Buyers that the smaller group is to have, as both together say, before an interval of orders is
/// shown: whole numbers jump, and with fewer no interval can hold about 95 %.
const LEAST_OF_ORDERS: f64 = 5.0;

/// The same for money, whose amounts smooth the jumps.
const LEAST_OF_MONEY: f64 = 2.0;

/// Money jumps as orders do where baskets are nearly alike: where the square of their deviation is
/// less than this part of the square of their mean.
const ALIKE: f64 = 0.2;

/// The same where some people's figure is below zero, since more came back than was bought: what is
/// above says nothing of that, and Welch's interval needs so many.
const LEAST_WITH_RETURNS: f64 = 500.0;

/// Buyers from which on a group's own baskets say more of their spread than everybody's.
const OWN: f64 = 400.0;

/// How far an offer may well change the value of a basket: one deviation of its logarithm.
const SCALE_PRIOR: f64 = 0.2;

/// The 95 % point of the standard normal distribution.
const Z_95: f64 = 1.644_853_626_951_472;

/// What kind of figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Whole numbers: orders, or whether someone ordered.
    Orders,
    /// Amounts, which hardly ever are the same.
    Money,
}

impl Counts {
    /// Amounts jump as orders do where they are nearly alike.
    fn seen_in(self, both: &Sums) -> Self {
        let squares = both.second * both.some / both.first.powi(2) - 1.0;
        if self == Self::Money && squares >= ALIKE {
            Self::Money
        } else {
            Self::Orders
        }
    }

    /// Buyers that the smaller group is to have before an interval of these people's figure is shown.
    pub(crate) fn least_expected(self, both: &Sums) -> f64 {
        match self.seen_in(both) {
            _ if both.has_negative => LEAST_WITH_RETURNS,
            Self::Orders => LEAST_OF_ORDERS,
            Self::Money => LEAST_OF_MONEY,
        }
    }
}

/// The buyers that the smaller of two groups is to have where a campaign changes nothing, from the
/// people and buyers of both.
fn expected_buyers(first: &Sums, second: &Sums) -> f64 {
    let both = first.with(second);
    both.some * first.people.min(second.people) / both.people.max(1.0)
}

/// How many times as many people it takes before an interval is shown: 1 and less where there are
/// enough. Nothing where nobody has anything, or a group has nobody.
pub(crate) fn times_for_any(first: &Sums, second: &Sums, counts: Counts) -> Option<f64> {
    let expected = expected_buyers(first, second);
    (expected > 0.0).then(|| counts.least_expected(&first.with(second)) / expected)
}

/// By how much the mean of the first group is ahead of that of the second, with its 95 % interval.
/// Nothing where there are too few buyers for one that holds what it promises.
pub fn difference_range(first: &[f64], second: &[f64], counts: Counts) -> Option<Range> {
    let sums = |values: &[f64]| Sums::of(values.iter().copied());
    of_sums(&sums(first), &sums(second), counts)
}

/// As [`difference_range`], from the sums.
pub(crate) fn of_sums(first: &Sums, second: &Sums, counts: Counts) -> Option<Range> {
    if times_for_any(first, second, counts)? > 1.0 {
        return None;
    }
    if first.has_negative || second.has_negative {
        return Welch::of(first, second).map(|welch| welch.range());
    }
    let pair = Pair::of(first, second, counts)?;
    Some(Range {
        low: pair.end(-1.0),
        likely: pair.difference(),
        high: pair.end(1.0),
    })
}

/// One group as the score sees it.
#[derive(Debug, Clone, Copy)]
struct Side {
    people: f64,
    mean: f64,
    /// Variance of one person over the mean.
    spread: f64,
    /// Third central moment of one person over the mean.
    third: f64,
    /// What those who have something have, as far as it is known.
    basket: f64,
}

impl Side {
    /// `square` and `cube` are E x² ÷ E x and E x³ ÷ E x of everybody's baskets, brought to this
    /// group's scale.
    fn of(sums: &Sums, square: f64, cube: f64, basket: f64) -> Self {
        let mean = sums.mean();
        let wider = if sums.some > 1.0 {
            let own = sums.second / sums.first / square;
            own.powf(sums.some / (sums.some + OWN))
        } else {
            1.0
        };
        let (square, cube) = (square * wider, cube * wider * wider);
        let own = if mean > 0.0 {
            sums.variance() / mean
        } else {
            0.0
        };
        Self {
            people: sums.people,
            mean,
            // Where nearly everybody buys, the other group's baskets may say too little.
            spread: (square - mean).max(own / 2.0).max(square * 1e-9),
            third: cube - 3.0 * mean * square + 2.0 * mean * mean,
            basket,
        }
    }
}

/// What a difference would make of both groups.
struct Under {
    /// The difference that was found, in deviations from this one.
    score: f64,
    skewness: f64,
    /// Of the variance, the part of the second group.
    second_part: f64,
    means: [f64; 2],
}

#[derive(Debug, Clone, Copy)]
struct Pair {
    first: Side,
    second: Side,
    counts: Counts,
}

impl Pair {
    fn of(first: &Sums, second: &Sums, counts: Counts) -> Option<Self> {
        let scale = scale(first, second);
        let both = scaled(first, 1.0 / scale).with(second);
        let (square, cube) = (both.second / both.first, both.third / both.first);
        let basket = both.mean_of_some()?;
        Some(Self {
            first: Side::of(first, square * scale, cube * scale * scale, basket * scale),
            second: Side::of(second, square, cube, basket),
            counts: counts.seen_in(&both),
        })
    }

    fn difference(&self) -> f64 {
        self.first.mean - self.second.mean
    }

    /// The means that are likeliest where they differ by `difference`, and how far that is from
    /// what was found. The means solve w₁(x₁ − μ₀ − δ)·μ₀ + w₀(x₀ − μ₀)·(μ₀ + δ) = 0, w = n ÷ φ.
    fn under(&self, difference: f64) -> Under {
        let (first, second) = (&self.first, &self.second);
        let (one, other) = (first.people / first.spread, second.people / second.spread);
        let all = one + other;
        let linear = one * (first.mean - difference) + other * (second.mean - difference);
        let root = (linear * linear + 4.0 * all * other * second.mean * difference).max(0.0);
        let least = first.spread.min(second.spread) * 1e-12;
        let low = ((linear + root.sqrt()) / (2.0 * all))
            .max(-difference)
            .max(least);
        let high = (low + difference).max(least);
        let (of_one, of_other) = (
            first.spread * high / first.people,
            second.spread * low / second.people,
        );
        let variance = of_one + of_other;
        let third =
            first.third * high / first.people.powi(2) - second.third * low / second.people.powi(2);
        Under {
            score: (self.difference() - difference) / variance.sqrt(),
            skewness: third / variance.powf(1.5),
            second_part: of_other / variance,
            means: [high, low],
        }
    }

    /// How many deviations make an end, before skewness. The upper end is where the second group
    /// would have to be higher by chance than it ever is, so the chance that it has no buyers at
    /// all counts for that end; the first group's for the lower.
    fn deviations(&self, under: &Under, side: f64) -> f64 {
        if self.counts == Counts::Orders {
            return Z_975;
        }
        let (group, mean, part) = if side > 0.0 {
            (&self.second, under.means[1], under.second_part)
        } else {
            (&self.first, under.means[0], 1.0 - under.second_part)
        };
        let nobody = (-mean * group.people / group.basket).exp();
        let spare = ((nobody - 0.025) / 0.025).clamp(0.0, 1.0);
        // Only where that group makes most of the variance is the other end out of its reach.
        let counts = ((part - 0.5) / 0.1).clamp(0.0, 1.0);
        Z_975 - spare * counts * (Z_975 - Z_95)
    }

    fn is_outside(&self, difference: f64, side: f64) -> bool {
        let under = self.under(difference);
        let end = gamma_of_normal(-side * self.deviations(&under, side), under.skewness);
        (under.score - end) * side < 0.0
    }

    /// The lower (−1) or upper (1) end, by doubling and halving.
    fn end(&self, side: f64) -> f64 {
        let likely = self.difference();
        let about = |group: &Side| {
            let least = group.spread / group.people;
            group.spread * group.mean.max(least) / group.people
        };
        let mut inside = 0.0;
        let mut outside = (about(&self.first) + about(&self.second)).sqrt();
        for _ in 0..60 {
            if self.is_outside(likely + side * outside, side) {
                break;
            }
            inside = outside;
            outside *= 2.0;
        }
        for _ in 0..50 {
            let middle = f64::midpoint(inside, outside);
            if self.is_outside(likely + side * middle, side) {
                outside = middle;
            } else {
                inside = middle;
            }
        }
        likely + side * outside
    }
}

/// How many times as dear the first group's baskets are: the ratio of their means, its logarithm
/// drawn towards 0 by the prior.
fn scale(first: &Sums, second: &Sums) -> f64 {
    let (Some(one), Some(other)) = (first.mean_of_some(), second.mean_of_some()) else {
        return 1.0;
    };
    let ratio = one / other;
    let both = scaled(first, 1.0 / ratio).with(second);
    let squares = both.second * both.some / both.first.powi(2) - 1.0;
    let doubt = squares.max(0.0) * (1.0 / first.some + 1.0 / second.some);
    let prior = SCALE_PRIOR.powi(2);
    (ratio.ln() * prior / (prior + doubt)).exp()
}

fn scaled(sums: &Sums, by: f64) -> Sums {
    Sums {
        first: sums.first * by,
        second: sums.second * by * by,
        third: sums.third * by.powi(3),
        ..*sums
    }
}
