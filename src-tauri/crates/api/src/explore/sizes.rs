//! How big orders are, and from what value on they ship free.

use std::sync::Mutex;

use pannier_analytics::{self as analytics, Formula, Question};
use pannier_core::Currency;

use super::Asked;
use crate::{
    Shop,
    shop::lock,
    views::{Amount, ExploreInput, SizeBar, Sizes, Threshold},
};

/// Bars that are told apart at most.
const MOST_BARS: usize = 60;

/// The threshold that the newest orders show, with what it was worked out from: generation and
/// currency.
#[derive(Debug, Default)]
pub(crate) struct ShippingCache(Mutex<Option<(u32, Currency, Option<i64>)>>);

pub(super) fn sizes(shop: &Shop, asked: &Asked, input: &ExploreInput) -> Sizes {
    let histogram = asked.explorer.histogram(&asked.question, &[]);
    let amount = |minor| Amount::new(minor, asked.currency());
    let middle = |bin: &analytics::Bin| bin.from.zip(bin.until).map(|(a, b)| a + (b - a) / 2);
    let thresholds = thresholds(shop, asked, input);
    let bars = finer(asked, &histogram, thresholds.first());
    let below = histogram.bins.iter().filter(|bin| bin.from.is_none());
    Sizes {
        modes: histogram
            .modes
            .iter()
            .filter_map(|at| middle(&histogram.bins[*at]).map(amount))
            .collect(),
        // Finer bars begin with what came to less than nothing.
        below_zero: if bars.is_some() {
            0
        } else {
            below.map(|bin| bin.orders).sum()
        },
        bars: bars.unwrap_or_else(|| {
            let bins = histogram.bins.iter();
            bins.filter_map(|bin| {
                Some(SizeBar {
                    from: amount(bin.from?),
                    until: bin.until.map(amount),
                    orders: bin.orders,
                })
            })
            .collect()
        }),
        thresholds,
    }
}

/// Bars of which one ends at the threshold, where the usual ones do not: those who stopped just
/// short of it stand in bars of their own.
fn finer(
    asked: &Asked,
    histogram: &analytics::Histogram,
    threshold: Option<&Threshold>,
) -> Option<Vec<SizeBar>> {
    let (at, within) = threshold.map(|one| (one.at.minor.0, one.within.minor.0))?;
    let edges = |at: i64| histogram.bins.iter().any(|bin| bin.from == Some(at));
    let step = within / 2;
    let end = histogram.bins.last()?.from?;
    let bins = usize::try_from(end / step.max(1)).ok()?;
    if edges(at) && edges(at - within) || step == 0 || at % step != 0 || bins > MOST_BARS {
        return None;
    }
    let positions = asked.explorer.pick(&asked.question);
    let counts = analytics::goods_histogram(asked.facts(), &positions, step, bins);
    let amount = |minor| Amount::new(minor, asked.currency());
    let bars = (0..).zip(counts).map(|(place, orders)| SizeBar {
        from: amount(place * step),
        until: (place < i64::try_from(bins).unwrap_or(i64::MAX))
            .then(|| amount((place + 1) * step)),
        orders,
    });
    Some(bars.collect())
}

/// The threshold that the merchant named, else the one that orders show. It looks at goods, so that
/// it has no place among values of another formula.
fn thresholds(shop: &Shop, asked: &Asked, input: &ExploreInput) -> Vec<Threshold> {
    if asked.question.formula != Formula::Goods {
        return Vec::new();
    }
    let (at, found) = match input.threshold {
        Some(named) => (Some(named.0), false),
        None => (shipping(shop, asked), true),
    };
    let Some(at) = at.filter(|at| *at > 0) else {
        return Vec::new();
    };
    let within = near(at);
    let positions = asked.explorer.pick(&asked.question);
    let counted = analytics::near_threshold(asked.facts(), &positions, at, at - within);
    let amount = |minor| Amount::new(minor, asked.currency());
    vec![Threshold {
        at: amount(at),
        found,
        short: counted.near,
        within: amount(within),
    }]
}

/// The goods from which the newest orders of the shop ship free.
fn shipping(shop: &Shop, asked: &Asked) -> Option<i64> {
    let mut kept = lock(&shop.shipping.0);
    if let Some((generation, currency, at)) = *kept
        && (generation, currency) == (asked.generation, asked.currency())
    {
        return at;
    }
    let all = Question::all(Formula::Goods, asked.currency());
    let positions = asked.explorer.pick(&all);
    let rules = analytics::shipping_rules(asked.facts(), &positions);
    let at = rules.last().and_then(|rule| rule.threshold);
    *kept = Some((asked.generation, asked.currency(), at));
    at
}

/// A round amount of about a sixth of a threshold: what people would still add.
fn near(at: i64) -> i64 {
    let most = (at / 6).max(1);
    let mut power = 1;
    while power <= most / 10 {
        power *= 10;
    }
    [5, 2, 1]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step <= most)
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn near_is_round() {
        for (at, within) in [
            (6_500, 1_000),
            (10_000, 1_000),
            (5_000, 500),
            (15_000, 2_000),
            (3, 1),
        ] {
            assert_eq!(near(at), within, "of {at}");
        }
    }
}
