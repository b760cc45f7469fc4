//! What people did before, taken out of what they did after.

/// The figures less what the columns explain of them, their mean kept: y − Σ θ·(x − mean x), θ from
/// the least squares over everyone, groups together. With one column this is CUPED (Deng, Xu,
/// Kohavi and Walker, *Improving the sensitivity of online controlled experiments by utilizing
/// pre-experiment data*, WSDM 2013), with several its form as a regression. What was known before
/// the draw cannot depend on it, so the difference of groups stays what it was and only its
/// scatter shrinks.
///
/// Columns are as long as the figures; of columns that are constant, or follow from those before
/// them, nothing is taken.
pub fn less_explained(figures: &[f64], columns: &[&[f64]]) -> Vec<f64> {
    let centred: Vec<Vec<f64>> = columns.iter().map(|column| centre(column)).collect();
    let solved = least_squares(&centre(figures), &centred);
    let mut rest = figures.to_vec();
    for (column, by) in centred.iter().zip(solved) {
        for (value, known) in rest.iter_mut().zip(column) {
            *value -= by * known;
        }
    }
    rest
}

fn centre(values: &[f64]) -> Vec<f64> {
    #[expect(clippy::cast_precision_loss, reason = "counts of people")]
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.iter().map(|value| value - mean).collect()
}

fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// θ of centred figures and columns, by Gram and Schmidt: each column is cleared of those before
/// it, then taken back through the triangle.
fn least_squares(figures: &[f64], columns: &[Vec<f64>]) -> Vec<f64> {
    let mut cleared: Vec<Vec<f64>> = Vec::new();
    // How much of each cleared column is in a column, and in the figures.
    let mut triangle: Vec<Vec<f64>> = Vec::new();
    let mut of_figures = Vec::new();
    for column in columns {
        let whole = product(column, column);
        let mut rest = column.clone();
        let mut parts = Vec::new();
        for before in &cleared {
            let size = product(before, before);
            let part = if size > 0.0 {
                product(&rest, before) / size
            } else {
                0.0
            };
            for (value, known) in rest.iter_mut().zip(before) {
                *value -= part * known;
            }
            parts.push(part);
        }
        let size = product(&rest, &rest);
        if size <= whole * 1e-10 {
            rest.fill(0.0);
            of_figures.push(0.0);
        } else {
            of_figures.push(product(figures, &rest) / size);
        }
        cleared.push(rest);
        triangle.push(parts);
    }
    let mut solved = of_figures;
    for index in (0..solved.len()).rev() {
        for before in 0..index {
            solved[before] -= solved[index] * triangle[index][before];
        }
    }
    solved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_before_is_taken_out() {
        let before = [1.0, 2.0, 3.0, 4.0, 5.0];
        let other = [2.0, 0.0, 1.0, 1.0, 7.0];
        let figures: Vec<f64> = before
            .iter()
            .zip(&other)
            .map(|(one, two)| 10.0 + 3.0 * one - 0.5 * two)
            .collect();
        let mean = figures.iter().sum::<f64>() / 5.0;
        let rest = less_explained(&figures, &[&before, &other]);
        assert!(rest.iter().all(|value| (value - mean).abs() < 1e-12));
        let twice: Vec<f64> = before.iter().map(|value| 2.0 * value).collect();
        let again = less_explained(&figures, &[&before, &twice, &[4.0; 5], &other]);
        for (one, two) in rest.iter().zip(&again) {
            assert!((one - two).abs() < 1e-9, "{one} {two}");
        }
        assert_eq!(less_explained(&figures, &[]), figures);
    }
}
