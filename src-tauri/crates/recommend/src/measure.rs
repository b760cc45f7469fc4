//! How good lists are: hit rate and NDCG at 10, with intervals.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{cases::Case, desk::Scored, num::real};

/// The length of the lists that are judged.
pub(crate) const AT: usize = 10;
/// The 97.5 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;
/// People from which an interval is given.
const LEAST: usize = 30;

/// What a list was worth for one case.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Gain {
    pub(crate) hit: f64,
    pub(crate) ndcg: f64,
}

/// Something between 0 and 1 (a difference: between −1 and 1), and where it very likely lies.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Estimate {
    /// What was found.
    pub value: f64,
    /// The 95 % interval, where there are enough people to give one.
    pub interval: Option<(f64, f64)>,
}

/// The worth of a list: whether anything of it was bought, and the discounted gain of all that was,
/// as a share of the best list's (Järvelin and Kekäläinen, *ACM TOIS* 20, 2002).
pub(crate) fn gain(list: &[Scored], case: &Case) -> Gain {
    let discount = |place: usize| 1.0 / real(place + 2).log2();
    let mut gain = Gain::default();
    for (place, scored) in list.iter().take(AT).enumerate() {
        if case.bought.binary_search(&scored.rank).is_ok() {
            gain.hit = 1.0;
            gain.ndcg += discount(place);
        }
    }
    let best: f64 = (0..case.bought.len().min(AT)).map(discount).sum();
    if best > 0.0 {
        gain.ndcg /= best;
    }
    gain
}

/// The mean and the variance of the mean, where cases of one person count as one draw (linearised
/// ratio estimator); and the number of people.
fn clustered(cases: &[Case], value: impl Fn(usize) -> f64) -> (f64, f64, usize) {
    let count = real(cases.len().max(1));
    // Of no cases the sum is a negative zero.
    let mean = (0..cases.len()).map(&value).sum::<f64>() / count + 0.0;
    let mut off: BTreeMap<u64, f64> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        *off.entry(case.who).or_default() += value(index) - mean;
    }
    let people = off.len();
    let sum = off.values().map(|off| off * off).sum::<f64>() + 0.0;
    let clusters = real(people.max(2));
    let variance = sum / (count * count) * clusters / (clusters - 1.0);
    (mean, variance, people)
}

/// A share of cases. The interval is Wilson's, for as many independent cases as would vary so.
pub(crate) fn share(cases: &[Case], value: impl Fn(usize) -> f64) -> Estimate {
    let (mean, variance, people) = clustered(cases, value);
    let interval = (people >= LEAST).then(|| {
        let spread = mean * (1.0 - mean);
        let worth = if variance > 0.0 {
            spread / variance
        } else {
            real(people)
        };
        let middle = (mean + Z * Z / (2.0 * worth)) / (1.0 + Z * Z / worth);
        let root = (spread / worth + Z * Z / (4.0 * worth * worth)).sqrt();
        let half = Z * root / (1.0 + Z * Z / worth);
        ((middle - half).max(0.0), (middle + half).min(1.0))
    });
    Estimate {
        value: mean,
        interval,
    }
}

/// A mean of values or of differences.
pub(crate) fn mean(cases: &[Case], value: impl Fn(usize) -> f64) -> Estimate {
    let (mean, variance, people) = clustered(cases, value);
    let half = Z * variance.sqrt();
    Estimate {
        value: mean,
        interval: (people >= LEAST).then_some((mean - half, mean + half)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(who: u64, bought: &[u32]) -> Case {
        Case {
            who,
            customer: 0,
            cart: Vec::new(),
            bought: bought.to_vec(),
        }
    }

    #[test]
    fn a_list_is_judged_by_what_was_bought_and_where_it_stood() {
        let list: Vec<Scored> = [4, 9, 2].map(|rank| Scored { rank, score: 1.0 }).to_vec();
        let second = gain(&list, &case(1, &[9]));
        assert!((second.hit - 1.0).abs() < 1e-12);
        assert!((second.ndcg - 1.0 / 3.0_f64.log2()).abs() < 1e-12);
        let two = gain(&list, &case(1, &[2, 4]));
        let (first, third) = (1.0, 0.5);
        assert!((two.ndcg - (first + third) / (1.0 + 1.0 / 3.0_f64.log2())).abs() < 1e-12);
        assert_eq!(gain(&list, &case(1, &[7])), Gain::default());
    }

    #[test]
    fn intervals_are_wilsons_and_widen_when_one_person_has_many_cases() {
        let alone: Vec<Case> = (0..100).map(|who| case(who, &[1])).collect();
        let hit = |index: usize| if index < 40 { 1.0 } else { 0.0 };
        let (low, high) = share(&alone, hit).interval.unwrap();
        // Wilson's interval of 40 of 99 (100 less the degree of freedom that the mean takes).
        assert!(
            (low - 0.309).abs() < 2e-3 && (high - 0.498).abs() < 2e-3,
            "{low} {high}"
        );
        let crowded: Vec<Case> = (0..200).map(|at| case(at / 4, &[1])).collect();
        let hit = |index: usize| if index < 80 { 1.0 } else { 0.0 };
        let (less, more) = share(&crowded, hit).interval.unwrap();
        assert!(
            less < low && more > high,
            "two hundred cases of fifty people tell less"
        );
        assert_eq!(
            share(&alone[..20], hit).interval,
            None,
            "twenty people are too few"
        );
    }
}
