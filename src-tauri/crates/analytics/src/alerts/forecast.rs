//! Where the next week of a series lies with 97.5 % probability.
//!
//! Three ways to foretell a week are tried on the weeks that are already known: a straight line
//! through the last half year, one through the last quarter, and the same week of last year moved
//! by as much as the last half year differs from the same weeks before it. The one that foretold
//! past weeks best is taken, the first unless another is better by a tenth. Its interval is that of
//! a new observation in least squares (Student's t; Draper and Smith, *Applied Regression Analysis*,
//! 3rd ed. 1998, ch. 1); where past weeks missed their forecasts by more than such intervals
//! promise, it is widened by as much. Weeks far off the line, such as a sale, are drawn in to three
//! deviations before the line is fitted for good (winsorising, with the median absolute residual as
//! the scale: Huber, *Robust Statistics*, 1981, ch. 1), so that they neither bend nor blind it.

use crate::{
    interval::count_float,
    quantiles::{normal_quantile, t_of_normal},
};

/// The 98.75 % point of the standard normal distribution: 1.25 % on either side is left out.
const Z_9875: f64 = 2.241_402_727_604_947;
/// Half a year, in weeks.
const HALF_YEAR: usize = 26;
/// A quarter, in weeks.
const QUARTER: usize = 13;
const YEAR: usize = 52;
/// Fewer weeks than this make no line.
const FEWEST: usize = 12;
/// With fewer past forecasts than this there is no telling how good they are.
const FEWEST_FORECASTS: usize = 8;

/// A forecast of one week.
#[derive(Debug, Clone, Copy)]
pub(super) struct Forecast {
    pub(super) middle: f64,
    /// Its standard error as a forecast of one observation.
    error: f64,
    degrees: f64,
    /// How many weeks it rests on.
    pub(super) weeks: u32,
}

impl Forecast {
    /// Where the week lies with 97.5 % probability.
    pub(super) fn likely(&self) -> (f64, f64) {
        let reach = self.error * t_of_normal(Z_9875, self.degrees);
        (self.middle - reach, self.middle + reach)
    }

    pub(super) fn wider_by(self, factor: f64) -> Self {
        Self {
            error: self.error * factor,
            ..self
        }
    }
}

/// A way to foretell a week.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// A line through so many weeks.
    Line(usize),
    /// The same week of last year, moved.
    LastYear,
}

/// Foretells the week after `history`, oldest week first, with nothing for weeks that say nothing.
/// `least` is the deviation that chance alone makes. Nothing where the history is too short.
pub(super) fn next(history: &[Option<f64>], least: f64) -> Option<Forecast> {
    let usual = Way::Line(HALF_YEAR);
    let forecast = usual.next(history, least)?;
    let Some(record) = Record::of(usual, history, least) else {
        return Some(forecast);
    };
    let mut best = (usual, record);
    for way in [Way::Line(QUARTER), Way::LastYear] {
        let limit = if matches!(best.0, Way::Line(HALF_YEAR)) {
            0.9
        } else {
            1.0
        };
        if let Some(record) = Record::of(way, history, least)
            && record.missed < limit * best.1.missed
        {
            best = (way, record);
        }
    }
    let forecast = best.0.next(history, least)?;
    Some(forecast.wider_by(best.1.too_sure.max(1.0)))
}

impl Way {
    fn next(self, history: &[Option<f64>], least: f64) -> Option<Forecast> {
        match self {
            Self::Line(weeks) => {
                let recent = &history[history.len().saturating_sub(weeks)..];
                let ago = (1..=recent.len()).rev().map(|ago| -count_float(ago));
                let points = ago.zip(recent).filter_map(|(x, y)| Some((x, (*y)?)));
                Fit::robust(points.collect(), true)?.at_next(least)
            }
            Self::LastYear => {
                let start = history.len().checked_sub(HALF_YEAR)?;
                let year_before = history.get(start.checked_sub(YEAR)?..)?;
                let pairs = history[start..].iter().zip(year_before);
                let differences = pairs.filter_map(|(now, then)| Some((0.0, (*now)? - (*then)?)));
                let moved = Fit::robust(differences.collect(), false)?.at_next(least)?;
                let then = (*history.get(history.len() - YEAR)?)?;
                Some(Forecast {
                    middle: then + moved.middle,
                    ..moved
                })
            }
        }
    }
}

/// How well a way foretold the last half year.
#[derive(Debug, Clone, Copy)]
struct Record {
    /// How far forecasts missed.
    missed: f64,
    /// The same in their own standard errors: above 1, they were too sure.
    too_sure: f64,
}

impl Record {
    fn of(way: Way, history: &[Option<f64>], least: f64) -> Option<Self> {
        let from = history.len().saturating_sub(HALF_YEAR);
        let (mut missed, mut in_errors) = (Vec::new(), Vec::new());
        for week in from..history.len() {
            let (Some(value), Some(forecast)) = (history[week], way.next(&history[..week], least))
            else {
                continue;
            };
            missed.push((value - forecast.middle).powi(2));
            if forecast.error > 0.0 {
                in_errors.push(((value - forecast.middle) / forecast.error).powi(2));
            }
        }
        if missed.len() < FEWEST_FORECASTS {
            return None;
        }
        Some(Self {
            missed: trimmed(missed).sqrt(),
            too_sure: trimmed(in_errors).sqrt(),
        })
    }
}

/// The mean of squares without the largest tenth: a few weeks that nothing could foretell do not
/// say how good forecasts are. So scaled that squares of normal deviations keep their mean.
fn trimmed(mut squares: Vec<f64>) -> f64 {
    squares.sort_unstable_by(f64::total_cmp);
    let dropped = squares.len() / 10;
    let kept = mean(&squares[..squares.len() - dropped]);
    if dropped == 0 {
        return kept;
    }
    let part = count_float(dropped) / count_float(squares.len());
    // The second moment of a normal distribution cut off on both sides (Johnson, Kotz and
    // Balakrishnan, Continuous Univariate Distributions 1, 2nd ed. 1994, ch. 13).
    let cut = normal_quantile(1.0 - part / 2.0);
    let density = (-cut * cut / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    kept / (1.0 - 2.0 * cut * density / (1.0 - part))
}

/// A line or a level through points, in least squares.
#[derive(Debug, Clone, Copy)]
struct Fit {
    level: f64,
    slope: f64,
    /// Mean of x, and the sum of squares about it.
    centre: (f64, f64),
    count: usize,
    variance: f64,
    degrees: f64,
}

impl Fit {
    fn robust(mut points: Vec<(f64, f64)>, sloped: bool) -> Option<Self> {
        if points.len() < FEWEST {
            return None;
        }
        let plain = Self::of(&points, sloped);
        let mut off: Vec<f64> = points.iter().map(|point| plain.off(*point).abs()).collect();
        off.sort_unstable_by(f64::total_cmp);
        // 1.4826 times the median absolute residual is the deviation of a normal distribution.
        let reach = 3.0 * 1.4826 * off[off.len() / 2];
        if reach > 0.0 {
            for point in &mut points {
                let off = plain.off(*point);
                point.1 += off.clamp(-reach, reach) - off;
            }
        }
        Some(Self::of(&points, sloped))
    }

    fn of(points: &[(f64, f64)], sloped: bool) -> Self {
        let (xs, ys): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        let (middle, level) = (mean(&xs), mean(&ys));
        let squares: f64 = xs.iter().map(|x| (x - middle).powi(2)).sum();
        let products: f64 = points.iter().map(|(x, y)| (x - middle) * (y - level)).sum();
        let slope = if sloped && squares > 0.0 {
            products / squares
        } else {
            0.0
        };
        let degrees = count_float(points.len()) - if sloped { 2.0 } else { 1.0 };
        let mut fit = Self {
            level,
            slope,
            centre: (middle, squares),
            count: points.len(),
            variance: 0.0,
            degrees,
        };
        let left: f64 = points.iter().map(|point| fit.off(*point).powi(2)).sum();
        fit.variance = left / degrees;
        fit
    }

    fn off(&self, (x, y): (f64, f64)) -> f64 {
        y - self.level - self.slope * (x - self.centre.0)
    }

    /// The forecast at x = 0.
    fn at_next(&self, least: f64) -> Option<Forecast> {
        let (middle, squares) = self.centre;
        let of_slope = if squares > 0.0 {
            middle * middle / squares
        } else {
            0.0
        };
        let of_fit = count_float(self.count).recip() + of_slope;
        let variance = self.variance.max(least * least) * (1.0 + of_fit);
        Some(Forecast {
            middle: self.level - self.slope * middle,
            error: variance.sqrt(),
            degrees: self.degrees,
            weeks: u32::try_from(self.count).ok()?,
        })
    }
}

fn mean(values: &[f64]) -> f64 {
    let sum: f64 = values.iter().sum();
    sum / count_float(values.len().max(1))
}
