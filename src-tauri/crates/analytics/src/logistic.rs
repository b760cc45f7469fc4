//! A yes or no from several numbers: logistic regression with a small ridge.
//!
//! The log-likelihood less half the sum of the squared weights (the constant's left out) has one
//! top, which Newton's method walks to (iteratively reweighted least squares; `McCullagh` and
//! Nelder, *Generalized Linear Models*, 2nd ed. 1989, ch. 4; the ridge: le Cessie and van Houwelingen,
//! *Ridge estimators in logistic regression*, Applied Statistics 41, 1992). Numbers are
//! standardised first, so that the ridge weighs on all alike.

use crate::interval::count_float;

/// Of a standardised weight's square, what it costs, twice.
const RIDGE: f64 = 1.0;
/// Newton's steps at most; ten do where there is a top.
const STEPS: u32 = 100;

/// A fitted model of `N` numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Logistic<const N: usize> {
    mean: [f64; N],
    /// 1 ÷ standard deviation; 0 where a number is the same for everyone.
    scale: [f64; N],
    constant: f64,
    weights: [f64; N],
}

impl<const N: usize> Logistic<N> {
    /// The most likely weights; nothing where all answers are the same, or without any.
    pub(crate) fn fit(rows: &[([f64; N], bool)]) -> Option<Self> {
        let yes = rows.iter().filter(|(_, yes)| *yes).count();
        if yes == 0 || yes == rows.len() {
            return None;
        }
        let mut model = Self::standard(rows);
        let share = count_float(yes) / count_float(rows.len());
        model.constant = (share / (1.0 - share)).ln();
        let mut height = model.height(rows);
        for _ in 0..STEPS {
            let (slope, bend) = model.bend(rows);
            let step = solve(bend, slope)?;
            // Full steps nearly always climb; where one goes too far, half of it is tried.
            let mut part = 1.0;
            let (mut next, mut reached) = (model, f64::NEG_INFINITY);
            for _ in 0..30 {
                next = model.moved(&step, part);
                reached = next.height(rows);
                if reached >= height {
                    break;
                }
                part /= 2.0;
            }
            if reached < height {
                break;
            }
            let done = reached - height <= 1e-12 * (1.0 + height.abs());
            (model, height) = (next, reached);
            if done {
                break;
            }
        }
        Some(model)
    }

    /// The probability of a yes.
    pub(crate) fn chance(&self, numbers: &[f64; N]) -> f64 {
        let odds = self.odds(&self.standardised(numbers));
        1.0 / (1.0 + (-odds).exp())
    }

    fn standard(rows: &[([f64; N], bool)]) -> Self {
        let count = count_float(rows.len());
        let (mut mean, mut scale) = ([0.0; N], [0.0; N]);
        for (numbers, _) in rows {
            for (mean, number) in mean.iter_mut().zip(numbers) {
                *mean += number / count;
            }
        }
        for (numbers, _) in rows {
            for ((square, number), mean) in scale.iter_mut().zip(numbers).zip(mean) {
                *square += (number - mean) * (number - mean) / count;
            }
        }
        for (scale, mean) in scale.iter_mut().zip(mean) {
            let deviation = scale.sqrt();
            // What is left of equal numbers after rounding is no difference.
            let same = deviation <= 1e-12 * (1.0 + mean.abs());
            *scale = if same { 0.0 } else { 1.0 / deviation };
        }
        Self {
            mean,
            scale,
            constant: 0.0,
            weights: [0.0; N],
        }
    }

    fn standardised(&self, numbers: &[f64; N]) -> [f64; N] {
        let mut standard = *numbers;
        for ((number, mean), scale) in standard.iter_mut().zip(self.mean).zip(self.scale) {
            *number = (*number - mean) * scale;
        }
        standard
    }

    fn odds(&self, standard: &[f64; N]) -> f64 {
        let both = standard.iter().zip(self.weights);
        self.constant + both.map(|(number, weight)| number * weight).sum::<f64>()
    }

    /// The penalised log-likelihood.
    fn height(&self, rows: &[([f64; N], bool)]) -> f64 {
        let mut height = -0.5 * RIDGE * self.weights.iter().map(|w| w * w).sum::<f64>();
        for (numbers, yes) in rows {
            let odds = self.odds(&self.standardised(numbers));
            let against = if *yes { -odds } else { odds };
            height -= against.max(0.0) + (-against.abs()).exp().ln_1p();
        }
        height
    }

    /// Its slope and how it bends, by weight; the constant comes last in a row of its own.
    fn bend(&self, rows: &[([f64; N], bool)]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let size = N + 1;
        let (mut slope, mut bend) = (vec![0.0; size], vec![vec![0.0; size]; size]);
        let mut with_one = vec![1.0; size];
        for (numbers, yes) in rows {
            let standard = self.standardised(numbers);
            let chance = 1.0 / (1.0 + (-self.odds(&standard)).exp());
            with_one[..N].copy_from_slice(&standard);
            let miss = f64::from(u8::from(*yes)) - chance;
            let weight = chance * (1.0 - chance);
            for (row, one) in with_one.iter().enumerate() {
                slope[row] += miss * one;
                for (cell, other) in bend[row].iter_mut().zip(&with_one[..=row]) {
                    *cell += weight * one * other;
                }
            }
        }
        for (row, weight) in self.weights.iter().enumerate() {
            slope[row] -= RIDGE * weight;
            bend[row][row] += RIDGE;
        }
        (slope, bend)
    }

    fn moved(&self, step: &[f64], part: f64) -> Self {
        let mut moved = *self;
        for (weight, step) in moved.weights.iter_mut().zip(step) {
            *weight += part * step;
        }
        moved.constant += part * step.last().copied().unwrap_or(0.0);
        moved
    }
}

/// Solves a symmetric positive system, of which the lower half is given, by Cholesky's method;
/// nothing where it is not positive.
fn solve(mut lower: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for row in 0..size {
        for column in 0..=row {
            let dot: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
            let left = lower[row][column] - dot;
            if row > column {
                lower[row][column] = left / lower[column][column];
            } else if left > 0.0 {
                lower[row][row] = left.sqrt();
            } else {
                return None;
            }
        }
        let dot: f64 = (0..row).map(|k| lower[row][k] * right[k]).sum();
        right[row] = (right[row] - dot) / lower[row][row];
    }
    for row in (0..size).rev() {
        let dot: f64 = (row + 1..size).map(|k| lower[k][row] * right[k]).sum();
        right[row] = (right[row] - dot) / lower[row][row];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_yes_or_no_number_gives_the_shares_of_both() {
        // 30 of 100 without, 240 of 300 with: the ridge is small beside 400 rows.
        let mut rows = Vec::new();
        for (number, yes, count) in [
            (0.0, true, 30),
            (0.0, false, 70),
            (1.0, true, 240),
            (1.0, false, 60),
        ] {
            rows.extend(vec![([number, 7.0], yes); count]);
        }
        let model = Logistic::fit(&rows).unwrap();
        assert!((model.chance(&[0.0, 7.0]) - 0.3).abs() < 0.01);
        assert!((model.chance(&[1.0, 7.0]) - 0.8).abs() < 0.01);
        assert!((model.weights[1]).abs() < 1e-12, "the same for everyone");
        let sum: f64 = rows.iter().map(|(numbers, _)| model.chance(numbers)).sum();
        assert!((sum - 270.0).abs() < 1e-6, "chances add up to the yeses");
    }

    #[test]
    fn answers_without_a_difference_have_no_model_and_a_clean_split_has() {
        assert!(Logistic::<1>::fit(&[]).is_none());
        assert!(Logistic::fit(&[([1.0], true), ([2.0], true)]).is_none());
        let split: Vec<([f64; 1], bool)> = (0..40).map(|n| ([f64::from(n)], n >= 20)).collect();
        let model = Logistic::fit(&split).unwrap();
        assert!(model.chance(&[0.0]) < 0.05 && model.chance(&[39.0]) > 0.95);
        assert!((model.chance(&[19.5]) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn systems_are_solved() {
        let lower = vec![vec![4.0], vec![2.0, 5.0], vec![0.0, 1.0, 3.0]];
        let solved = solve(lower, vec![2.0, 7.0, 7.0]).unwrap();
        for (found, expected) in solved.iter().zip([0.0, 0.5 + 0.5, 2.0]) {
            assert!((found - expected).abs() < 1e-12, "{solved:?}");
        }
        assert_eq!(solve(vec![vec![0.0]], vec![1.0]), None);
    }
}
