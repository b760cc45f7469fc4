//! What changed between two periods, and whether chance alone could have done it.

use pannier_core::{Currency, Facts, Period, div_half_even};

use crate::{
    Formula,
    clusters::{Gathered, fit},
    interval::{self, float},
};

/// What can be said of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The whole interval lies above zero.
    Higher,
    /// The whole interval lies below zero.
    Lower,
    /// Zero is in the interval, its ends included.
    CannotTell,
    /// Under [`crate::MIN_ORDERS`] orders on a side, or all of a side's are one customer's: there
    /// is no interval.
    TooFew,
}

/// How a period differs from another. Amounts are minor units of the currency that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The difference of the exact averages, rounded half to even once; nothing where a side has
    /// no orders.
    pub difference: Option<i64>,
    /// Where the true difference lies with 95 % confidence: lower and upper end.
    pub interval: Option<(i64, i64)>,
    /// What can be said, judged before the interval was rounded.
    pub verdict: Verdict,
    /// Change of revenue as a part of the revenue before; nothing where that was not positive.
    pub revenue_ratio: Option<f64>,
    /// Change of the number of orders as a part of those before; nothing where there were none.
    pub orders_ratio: Option<f64>,
    /// Change of pieces per order; nothing where a side has no orders.
    pub units_per_order: Option<f64>,
}

/// Compares two periods in one currency.
///
/// The interval is that of a difference of two ratios over customers, skew-corrected. A customer
/// with orders in both periods moves both averages, so that their covariance is part of it; the
/// method is that of a single period's interval (jackknife of a ratio with customers as units;
/// third-moment correction after Johnson, JASA 73, 1978, through the cubic of Hall, JRSS B 54,
/// 1992; for two samples see also Zhou and Dinh, Biostatistics 6, 2005).
pub fn change(
    facts: &Facts,
    formula: Formula,
    currency: Currency,
    current: Period,
    before: Period,
) -> Change {
    let gather = |period: Period| {
        let mut gathered = Gathered::new(facts);
        if let Some(currency) = facts.currency_index(currency) {
            let range = facts.positions(Some(period.from), Some(period.until));
            gathered.fill(facts, formula, currency, range);
        }
        gathered
    };
    between(&gather(current), &gather(before))
}

/// Compares two groups of orders, as positions of counted orders of one currency, as [`change()`]
/// compares two periods. A customer with orders in both groups moves both averages; so does an
/// order that is in both.
pub fn difference(facts: &Facts, formula: Formula, before: &[u32], after: &[u32]) -> Change {
    let gather = |positions: &[u32]| {
        let mut gathered = Gathered::new(facts);
        for position in positions {
            let at = *position as usize;
            let revenue = formula.revenue(facts, at);
            gathered.take(facts.customer[at], revenue, facts.units[at]);
        }
        gathered
    };
    between(&gather(after), &gather(before))
}

fn between(current: &Gathered, before: &Gathered) -> Change {
    let ends = interval::of_difference(current, before);
    let side = |gathered: &Gathered| Side {
        revenue: gathered.revenue,
        orders: gathered.orders(),
        units: gathered.units,
    };
    Change::between(side(current), side(before), ends)
}

/// What one side of a comparison comes to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side {
    pub(crate) revenue: i128,
    pub(crate) orders: u32,
    pub(crate) units: i128,
}

impl Side {
    fn units_per_order(self) -> Option<f64> {
        (self.orders > 0).then(|| float(fit(self.units)) / f64::from(self.orders))
    }
}

impl Change {
    /// From both sides and the ends of the interval of the difference of their averages.
    pub(crate) fn between(current: Side, before: Side, ends: Option<(f64, f64)>) -> Self {
        let (now, then) = (i128::from(current.orders), i128::from(before.orders));
        Self {
            difference: (now > 0 && then > 0).then(|| {
                fit(div_half_even(
                    current.revenue * then - before.revenue * now,
                    now * then,
                ))
            }),
            interval: ends.map(interval::rounded),
            verdict: verdict(ends),
            revenue_ratio: ratio(fit(current.revenue), fit(before.revenue)),
            orders_ratio: ratio(fit(now), fit(then)),
            units_per_order: current
                .units_per_order()
                .zip(before.units_per_order())
                .map(|(new, old)| new - old),
        }
    }
}

pub(crate) fn verdict(interval: Option<(f64, f64)>) -> Verdict {
    match interval {
        None => Verdict::TooFew,
        Some((low, _)) if low > 0.0 => Verdict::Higher,
        Some((_, high)) if high < 0.0 => Verdict::Lower,
        Some(_) => Verdict::CannotTell,
    }
}

fn ratio(new: i64, old: i64) -> Option<f64> {
    (old > 0).then(|| (float(new) - float(old)) / float(old))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_at_zero_is_no_change() {
        assert_eq!(verdict(Some((0.0, 5.0))), Verdict::CannotTell);
        assert_eq!(verdict(Some((-5.0, 0.0))), Verdict::CannotTell);
        assert_eq!(
            verdict(Some((0.2, 5.0))),
            Verdict::Higher,
            "judged before rounding"
        );
        assert_eq!(verdict(Some((-5.0, -0.2))), Verdict::Lower);
    }
}
