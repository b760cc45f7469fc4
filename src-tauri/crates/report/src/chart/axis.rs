//! Where the ticks of an axis stand and what they say.

use crate::{
    Finite, Locale, Unit,
    locale::money_of,
    number::{nearest, of_len},
};

/// Ticks at round values, and the range that they span.
#[derive(Debug)]
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) ticks: Vec<f64>,
    unit: Unit,
    step: f64,
}

impl Axis {
    /// An axis that holds all values, with about so many steps. With `from_zero` nought is on it.
    pub(super) fn new(
        values: impl IntoIterator<Item = f64>,
        unit: Unit,
        from_zero: bool,
        steps: usize,
    ) -> Self {
        let start = from_zero.then_some([0.0, 0.0]);
        let [mut low, mut high] = values
            .into_iter()
            .fold(start, |range: Option<[f64; 2]>, value| {
                Some(match range {
                    Some([low, high]) => [low.min(value), high.max(value)],
                    None => [value, value],
                })
            })
            .unwrap_or([0.0, 1.0]);
        // A flat line needs room above and below as well.
        if high - low <= f64::EPSILON * high.abs().max(1.0) {
            let room = (high.abs() * 0.1).max(least_step(unit) * of_len(steps));
            (low, high) = if from_zero {
                (low.min(0.0), high.max(0.0) + room)
            } else {
                (low - room / 2.0, high + room / 2.0)
            };
        }
        let step = round_step((high - low) / of_len(steps), unit);
        let first = (low / step).floor();
        let last = (high / step).ceil();
        let count = nearest(last - first).clamp(1, 40);
        let ticks: Vec<f64> = (0..=count)
            .map(|index| (first + crate::number::f64_of(index)) * step)
            .collect();
        Self {
            low: ticks[0],
            high: ticks[ticks.len() - 1],
            ticks,
            unit,
            step,
        }
    }

    /// Ends at the values, not at ticks: for a drawing that shows none.
    pub(super) fn keep_to(&mut self, values: impl Iterator<Item = Finite>) {
        let [low, high] = values.fold([0.0_f64, 0.0_f64], |[low, high], value| {
            [low.min(value.get()), high.max(value.get())]
        });
        if high > low {
            (self.low, self.high) = (low, high);
        }
    }

    /// What a tick says.
    pub(super) fn label(&self, tick: f64, locale: &Locale) -> String {
        written_tick(tick, self.step, self.unit, locale)
    }
}

/// What a value of a row of ticks says, which are all multiples of `step`: decimals are written
/// where one of them needs some.
pub(super) fn written_tick(tick: f64, step: f64, unit: Unit, locale: &Locale) -> String {
    match unit {
        Unit::Money(currency) => {
            let one = 10_f64.powi(i32::try_from(currency.exponent()).unwrap_or(2));
            let whole = is_whole(step / one);
            locale.axis_money(money_of(tick, currency), whole)
        }
        Unit::Percent => {
            let decimals = u8::from(!is_whole(step * 100.0));
            locale.percent(Finite::new(tick).unwrap_or(Finite::ZERO), decimals)
        }
        Unit::Count => locale.count(nearest(tick)),
        Unit::Number(decimals) => {
            let decimals = if is_whole(step) { 0 } else { decimals };
            locale.number(Finite::new(tick).unwrap_or(Finite::ZERO), decimals)
        }
    }
}

pub(super) fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-9 * value.abs().max(1.0)
}

/// No step is smaller than what the unit can say.
fn least_step(unit: Unit) -> f64 {
    match unit {
        Unit::Money(_) | Unit::Count => 1.0,
        Unit::Percent => 0.001,
        Unit::Number(decimals) => 10_f64.powi(-i32::from(decimals)),
    }
}

/// The next of 1, 2, 2.5 and 5 times a power of ten.
fn round_step(rough: f64, unit: Unit) -> f64 {
    let least = least_step(unit);
    let rough = rough.max(least);
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step >= rough * 0.999 && is_whole(step / least))
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use pannier_core::Currency;

    use super::*;

    fn labels(values: &[f64], unit: Unit, from_zero: bool) -> Vec<String> {
        let axis = Axis::new(values.iter().copied(), unit, from_zero, 4);
        axis.ticks
            .iter()
            .map(|tick| axis.label(*tick, &Locale::english()))
            .collect()
    }

    #[test]
    fn ticks_are_round_and_hold_all_values() {
        let euro = Unit::Money(Currency::EUR);
        assert_eq!(
            labels(&[4870.0, 6402.0], euro, false),
            ["€45", "€50", "€55", "€60", "€65"]
        );
        assert_eq!(
            labels(&[5310.0, 5330.0], euro, false),
            ["€53.10", "€53.15", "€53.20", "€53.25", "€53.30"]
        );
        assert_eq!(
            labels(&[312.0], Unit::Count, true),
            ["0", "100", "200", "300", "400"]
        );
        assert_eq!(
            labels(&[0.02, 0.31], Unit::Percent, true),
            ["0%", "10%", "20%", "30%", "40%"]
        );
        assert_eq!(labels(&[3.0], Unit::Count, true), ["0", "1", "2", "3"]);
        assert_eq!(
            labels(&[-1200.0, 900.0], euro, true),
            ["−€20", "−€10", "€0", "€10"]
        );
    }

    #[test]
    fn flat_lines_and_nothing_at_all_have_an_axis() {
        for (values, from_zero) in [
            (&[][..], true),
            (&[], false),
            (&[0.0], true),
            (&[0.0], false),
            (&[5500.0, 5500.0], false),
            (&[-300.0], true),
            (&[9e15, -9e15], false),
        ] {
            for unit in [Unit::Money(Currency::EUR), Unit::Count, Unit::Percent] {
                let axis = Axis::new(values.iter().copied(), unit, from_zero, 4);
                assert!(axis.high > axis.low && (2..=41).contains(&axis.ticks.len()));
                assert!(values.iter().all(|v| (axis.low..=axis.high).contains(v)));
            }
        }
    }
}
