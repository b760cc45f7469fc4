//! The maximum of a smooth function of a few positive numbers.

use std::cell::RefCell;

use argmin::{
    core::{CostFunction, Error, Executor, Gradient},
    solver::{linesearch::MoreThuenteLineSearch, quasinewton::LBFGS},
};

/// How far the logarithms of the numbers may go from 0: from a 160,000th to 160,000. Where the
/// maximum lies further out, the walk stops there.
const FAR: f64 = 12.0;
/// How low it is where the function has no value.
const WALL: f64 = 1e100;

/// What a function comes to at a place, and how it changes with each number there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slope<const N: usize> {
    pub(super) value: f64,
    /// The derivatives by the numbers themselves, not by their logarithms.
    pub(super) by: [f64; N],
}

/// Where a walk ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Top<const N: usize> {
    pub(super) at: [f64; N],
    pub(super) value: f64,
    /// The steepest slope left, by logarithms.
    pub(super) slope: f64,
}

/// A place, by logarithms, with its depth and its slope.
struct Looked {
    at: Vec<f64>,
    depth: f64,
    slope: Vec<f64>,
}

/// The hill turned over, over the logarithms of the numbers, as the walker wants it.
struct Valley<F, const N: usize> {
    of: F,
    /// The place that was looked at last: the walker asks for the depth and the slope of each
    /// place one after the other.
    last: RefCell<Option<Looked>>,
    /// The best place that was seen.
    best: RefCell<Option<Top<N>>>,
}

impl<F: Fn([f64; N]) -> Slope<N>, const N: usize> Valley<F, N> {
    fn look(&self, at: &[f64]) -> (f64, Vec<f64>) {
        if let Some(last) = &*self.last.borrow()
            && last.at == at
        {
            return (last.depth, last.slope.clone());
        }
        let mut numbers = [0.0; N];
        for (number, log) in numbers.iter_mut().zip(at) {
            *number = log.clamp(-FAR, FAR).exp();
        }
        let mut found = (self.of)(numbers);
        if !found.value.is_finite() || found.by.iter().any(|by| !by.is_finite()) {
            // A wall, before which a walk turns round.
            (found.value, found.by) = (-WALL, [0.0; N]);
        }
        let mut depth = -found.value;
        let mut slope = Vec::with_capacity(N);
        let mut steepest = 0.0_f64;
        for ((log, number), by) in at.iter().zip(numbers).zip(found.by) {
            // Beyond the end of the world it goes up.
            let beyond = log - log.clamp(-FAR, FAR);
            depth += beyond * beyond;
            let inside = if beyond == 0.0 { -by * number } else { 0.0 };
            steepest = steepest.max(inside.abs());
            slope.push(inside + 2.0 * beyond);
        }
        let mut best = self.best.borrow_mut();
        if found.value > -WALL && best.is_none_or(|best| found.value > best.value) {
            *best = Some(Top {
                at: numbers,
                value: found.value,
                slope: steepest,
            });
        }
        *self.last.borrow_mut() = Some(Looked {
            at: at.to_vec(),
            depth,
            slope: slope.clone(),
        });
        (depth, slope)
    }
}

impl<F: Fn([f64; N]) -> Slope<N>, const N: usize> CostFunction for &Valley<F, N> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, at: &Vec<f64>) -> Result<f64, Error> {
        Ok(self.look(at).0)
    }
}

impl<F: Fn([f64; N]) -> Slope<N>, const N: usize> Gradient for &Valley<F, N> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, at: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(self.look(at).1)
    }
}

/// Walks up from `start` (all above 0) until the slope is under `level` or `steps` are done
/// (limited-memory BFGS; Nocedal and Wright, *Numerical Optimization*, 2nd ed. 2006, ch. 7).
/// Nothing where the function has no value at the start.
pub(super) fn climb<const N: usize>(
    of: impl Fn([f64; N]) -> Slope<N>,
    start: [f64; N],
    level: f64,
    steps: u64,
) -> Option<Top<N>> {
    let valley = Valley {
        of,
        last: RefCell::new(None),
        best: RefCell::new(None),
    };
    let logs: Vec<f64> = start.iter().map(|number| number.ln()).collect();
    valley.look(&logs);
    // Without a value to begin with, there is nowhere to walk to.
    (*valley.best.borrow())?;
    let walker = LBFGS::new(MoreThuenteLineSearch::new(), 8).with_tolerance_grad(level);
    let walked = walker.and_then(|walker| {
        Executor::new(&valley, walker)
            .configure(|state| state.param(logs).max_iters(steps))
            .run()
    });
    // A walk that breaks off, as on a plain where rounding is all that is left, has still seen its
    // best place; how steep it is there says whether it is the top.
    drop(walked);
    valley.best.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_the_top_or_the_end_of_the_world() {
        let hill = |[x, y]: [f64; 2]| {
            let (a, b) = (x.ln() - 1.0, y.ln() + 2.0);
            Slope {
                value: -a * a - 3.0 * (b - a) * (b - a),
                by: [(-2.0 * a + 6.0 * (b - a)) / x, -6.0 * (b - a) / y],
            }
        };
        let top = climb(hill, [1.0, 1.0], 1e-9, 100).unwrap();
        assert!((top.at[0].ln() - 1.0).abs() < 1e-6, "{top:?}");
        assert!((top.at[1].ln() + 2.0).abs() < 1e-6, "{top:?}");
        assert!(top.slope < 1e-8);
        // Ever upwards.
        let slope = |[x]: [f64; 1]| Slope {
            value: x.ln(),
            by: [1.0 / x],
        };
        let end = climb(slope, [1.0], 1e-9, 100).unwrap();
        assert!((end.at[0].ln() - FAR).abs() < 1.0, "{end:?}");
        let nowhere = |[_]: [f64; 1]| Slope {
            value: f64::NAN,
            by: [f64::NAN],
        };
        assert!(climb(nowhere, [1.0], 1e-9, 100).is_none());
    }
}
