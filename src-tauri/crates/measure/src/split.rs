//! Whether the groups have the sizes that were drawn.

use crate::normal::chi_square_above;

/// Below this chance a split is not what was drawn.
const BROKEN: f64 = 0.001;

/// The chance that groups drawn in these shares come out at least so far from them (Pearson's
/// chi-square). 1 with fewer than two groups or nobody; 0 where somebody is in a group that nobody
/// was to be drawn into.
pub fn chance_of_split(people: &[u32], shares: &[f64]) -> f64 {
    let all: f64 = people.iter().map(|count| f64::from(*count)).sum();
    let whole: f64 = shares.iter().sum();
    if all <= 0.0 || whole <= 0.0 {
        return 1.0;
    }
    let (mut distance, mut groups) = (0.0, 0_u32);
    for (count, share) in people.iter().zip(shares) {
        let expected = all * share / whole;
        if expected > 0.0 {
            distance += (f64::from(*count) - expected).powi(2) / expected;
            groups += 1;
        } else if *count > 0 {
            return 0.0;
        }
    }
    if groups < 2 {
        return 1.0;
    }
    chi_square_above(distance, groups - 1)
}

pub(crate) fn is_broken(chance: f64) -> bool {
    chance < BROKEN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_other_sizes_than_were_drawn_stand_out() {
        let chance = |people: &[u32], shares: &[f64]| chance_of_split(people, shares);
        // √10 roots off: 3.16 of a normal, both sides.
        assert!((chance(&[1_050, 950], &[0.5, 0.5]) - 0.025_347).abs() < 1e-6);
        assert!(is_broken(chance(&[2_000, 1_500], &[0.5, 0.5])));
        assert!(!is_broken(chance(&[1_000, 9_000], &[0.1, 0.9])));
        assert!(!is_broken(chance(
            &[1_010, 4_480, 4_510],
            &[0.1, 0.45, 0.45]
        )));
        assert!(is_broken(chance(
            &[1_010, 4_180, 4_810],
            &[0.1, 0.45, 0.45]
        )));
        assert!(
            chance(&[10, 5], &[1.0, 0.0]).abs() < 1e-12,
            "nobody drew those"
        );
        assert!((chance(&[], &[]) - 1.0).abs() < 1e-12);
        assert!((chance(&[70], &[1.0]) - 1.0).abs() < 1e-12);
    }
}
