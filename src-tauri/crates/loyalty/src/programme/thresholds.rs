//! The threshold of a programme: from what value on an order earns, and what else it could be.

use super::{Earning, Programme};

impl Programme {
    /// The threshold of the first rule that has one, in minor units.
    pub fn threshold(&self) -> Option<i64> {
        self.rules.iter().find_map(|rule| match rule.earns {
            Earning::PerOrder { from, .. } if from > 0 => Some(from),
            _ => None,
        })
    }

    /// The same programme with another threshold: whatever began or ended at the present one does
    /// so at the other.
    #[must_use]
    pub fn with_threshold(&self, to: i64) -> Self {
        let mut changed = self.clone();
        let Some(present) = self.threshold() else {
            return changed;
        };
        for rule in &mut changed.rules {
            if let Earning::PerOrder { from, below, .. } = &mut rule.earns {
                if *from == present {
                    *from = to;
                }
                if *below == Some(present) {
                    *below = Some(to);
                }
            }
        }
        changed
    }

    /// Three thresholds beside the present one to hold against it: one step below, one and two
    /// above; a step is a fifth of it, rounded down to 1, 2 or 5 with zeros behind. Where there is
    /// no room below, all are above. Those that other rules are in the way of are left out.
    pub fn neighbouring_thresholds(&self) -> Vec<i64> {
        let Some(present) = self.threshold() else {
            return Vec::new();
        };
        let step = plain_step(present / 5);
        let below = if present > step {
            present - step
        } else {
            present.saturating_add(3 * step)
        };
        let mut all = vec![
            below,
            present.saturating_add(step),
            present.saturating_add(2 * step),
        ];
        all.sort_unstable();
        all.retain(|to| self.with_threshold(*to).check(self.currency).is_ok());
        all
    }

    /// How many points more an order of that value earns by the rules of orders than one just below.
    pub(crate) fn points_at(&self, value: i64) -> i64 {
        let earned = |goods: i64| -> i64 {
            let fits = |from: i64, below: Option<i64>| {
                goods >= from && below.is_none_or(|below| goods < below)
            };
            let points = self.rules.iter().map(|rule| match rule.earns {
                Earning::PerOrder {
                    points,
                    from,
                    below,
                } if fits(from, below) => points,
                _ => 0,
            });
            points.fold(0, i64::saturating_add)
        };
        earned(value).saturating_sub(earned(value - 1)).max(0)
    }
}

/// The largest of 1, 2, 5, 10, 20, 50 … that is no more than a value; 1 for what is less.
fn plain_step(value: i64) -> i64 {
    let mut step = 1_i64;
    let mut unit = 1_i64;
    while let Some(next) = unit.checked_mul(10) {
        for times in [1, 2, 5] {
            if unit * times <= value {
                step = unit * times;
            }
        }
        if next > value {
            break;
        }
        unit = next;
    }
    step
}

#[cfg(test)]
mod tests {
    use pannier_core::Currency;

    use super::*;
    use crate::Rule;

    #[test]
    fn steps_are_plain_numbers() {
        let steps = [0, 1, 4, 7, 19, 1_500, 2_000, 9_999, 123_456_789].map(plain_step);
        assert_eq!(steps, [1, 1, 2, 5, 10, 1_000, 2_000, 5_000, 100_000_000]);
    }

    #[test]
    fn what_begins_and_ends_at_the_threshold_moves_with_it() {
        let mut programme = Programme::default_of(Currency::EUR);
        programme.rules.push(Rule {
            id: 2,
            earns: Earning::PerOrder {
                points: 4,
                from: 0,
                below: Some(10_000),
            },
        });
        assert_eq!(programme.neighbouring_thresholds(), [8_000, 12_000, 14_000]);
        assert_eq!(programme.points_at(10_000), 6);
        let moved = programme.with_threshold(8_000);
        assert_eq!(
            moved.rule(&moved.rules[1]),
            "4 points for every order under 80.00 EUR."
        );
        assert_eq!(
            (moved.threshold(), moved.points_at(8_000)),
            (Some(8_000), 6)
        );
        assert_eq!(moved.with_threshold(10_000), programme);
    }

    #[test]
    fn a_programme_without_a_threshold_has_no_neighbours() {
        let mut programme = Programme::default_of(Currency::EUR);
        programme.rules[0].earns = Earning::Joining { points: 3 };
        assert_eq!(programme.threshold(), None);
        assert_eq!(programme.neighbouring_thresholds(), [] as [i64; 0]);
        programme.rules[0].earns = Earning::PerOrder {
            points: 3,
            from: 1,
            below: None,
        };
        assert_eq!(programme.neighbouring_thresholds(), [2, 3, 4]);
    }
}
