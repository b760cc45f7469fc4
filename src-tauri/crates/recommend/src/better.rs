//! Which of two kinds of lists is better, and whether that is more than luck.

use rayon::prelude::*;

use crate::{
    cases::Case,
    desk::{Desk, Scored},
    measure::{Gain, gain},
    num::real,
};

/// What lists are chosen by: the NDCG and, since it is noisier, a quarter of the hit rate.
pub(crate) fn worth(gains: &[Gain]) -> f64 {
    let sum: f64 = gains.iter().map(|gain| worth_of(*gain)).sum();
    sum / real(gains.len().max(1))
}

fn worth_of(gain: Gain) -> f64 {
    gain.ndcg + gain.hit / 4.0
}

/// Whether lists are better than others for the same cases by more than a standard error of the
/// difference: less is luck, and the simpler of the two stays.
fn is_better(gains: &[Gain], others: &[Gain]) -> bool {
    let count = real(gains.len().max(1));
    let pairs = gains.iter().zip(others);
    let off: Vec<f64> = pairs
        .map(|(one, other)| worth_of(*one) - worth_of(*other))
        .collect();
    let mean = off.iter().sum::<f64>() / count;
    let variance = off.iter().map(|off| (off - mean).powi(2)).sum::<f64>() / (count * count);
    mean > variance.sqrt()
}

/// Of several lists of gains the best, where it is surely enough better than without.
pub(crate) fn best_of<T>(
    without: &mut Vec<Gain>,
    tried: impl IntoIterator<Item = (T, Vec<Gain>)>,
) -> Option<T> {
    let mut best: Option<(T, Vec<Gain>)> = None;
    for (what, gains) in tried {
        let most = best
            .as_ref()
            .map_or(f64::NEG_INFINITY, |(_, gains)| worth(gains));
        if worth(&gains) > most {
            best = Some((what, gains));
        }
    }
    let (what, gains) = best.filter(|(_, gains)| is_better(gains, without))?;
    *without = gains;
    Some(what)
}

/// What each list gained.
pub(crate) fn gains(
    items: usize,
    cases: &[Case],
    list: impl Fn(&mut Desk, &Case) -> Vec<Scored> + Sync,
) -> Vec<Gain> {
    cases
        .par_iter()
        .map_init(
            || Desk::new(items),
            |desk, case| gain(&list(desk, case), case),
        )
        .collect()
}
