//! How right a forecast was: the shop's own last weeks, foretold from what was known before them.

use pannier_core::Day;

use crate::{Range, interval::count_float, ranges::share_of};

/// Bins of a calibration table.
const BINS: u8 = 10;

/// Customers who were given about the same chance, and how many of them came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationBin {
    /// The least chance in it, as a share.
    pub from: f64,
    /// Chances stay below this; the last bin holds 1 too.
    pub to: f64,
    /// Customers in it.
    pub customers: u32,
    /// How many of them came.
    pub came: u32,
    /// Their mean chance; 0 without customers.
    pub expected: f64,
    /// The share that came, with its 95 % interval; nothing without customers.
    pub share: Option<Range>,
}

/// A forecast of who orders within some days, beside what they did.
#[derive(Debug, Clone, PartialEq)]
pub struct HoldOut {
    /// The last day that was known.
    pub after: Day,
    /// The last day that was foretold.
    pub until: Day,
    /// Customers who had ordered before.
    pub customers: u32,
    /// How many of them were likelier to come than not.
    pub expected_back: u32,
    /// How many of those came.
    pub of_whom_came: u32,
    /// How many came in all.
    pub came: u32,
    /// How many were to come by the sum of all chances.
    pub expected: f64,
    /// The probability that someone who came was given a higher chance than someone who did not;
    /// nothing where all did the same.
    pub auc: Option<f64>,
    /// The mean squared difference between chance and outcome; 0 is perfect.
    pub brier: f64,
    /// Ten bins of equal width.
    pub bins: Vec<CalibrationBin>,
}

impl HoldOut {
    /// Of each customer the chance that was given, 0 to 1, and whether they came; nothing without
    /// customers.
    pub(crate) fn of(after: Day, until: Day, foretold: &[(f64, bool)]) -> Option<Self> {
        if foretold.is_empty() {
            return None;
        }
        let mut bins = [(0_u32, 0_u32, 0.0_f64); BINS as usize];
        let (mut expected_back, mut of_whom_came, mut squares) = (0, 0, 0.0);
        for (chance, came) in foretold {
            let step = (chance * f64::from(BINS)).clamp(0.0, f64::from(BINS - 1));
            let place = usize::try_from(crate::interval::minor(step.floor())).unwrap_or(0);
            let bin = &mut bins[place];
            bin.0 += 1;
            bin.1 += u32::from(*came);
            bin.2 += chance;
            expected_back += u32::from(*chance >= 0.5);
            of_whom_came += u32::from(*chance >= 0.5 && *came);
            let miss = f64::from(u8::from(*came)) - chance;
            squares += miss * miss;
        }
        let edge = |number: u8| f64::from(number) / f64::from(BINS);
        let customers: u32 = bins.iter().map(|bin| bin.0).sum();
        Some(Self {
            after,
            until,
            customers,
            expected_back,
            of_whom_came,
            came: bins.iter().map(|bin| bin.1).sum(),
            expected: bins.iter().map(|bin| bin.2).sum(),
            auc: auc(foretold),
            brier: squares / f64::from(customers),
            bins: (0..BINS)
                .zip(bins)
                .map(|(number, (customers, came, expected))| CalibrationBin {
                    from: edge(number),
                    to: edge(number + 1),
                    customers,
                    came,
                    expected: expected / f64::from(customers.max(1)),
                    share: share_of(came, customers),
                })
                .collect(),
        })
    }

    /// Of those who were expected back, the share that came, with its 95 % interval; nothing where
    /// no one was.
    pub fn share_back(&self) -> Option<Range> {
        share_of(self.of_whom_came, self.expected_back)
    }

    /// What became of customers who were given about this chance: the share that came, with its
    /// 95 % interval. Nothing where there were none.
    pub fn like(&self, chance: f64) -> Option<Range> {
        let bin = self
            .bins
            .iter()
            .find(|bin| chance < bin.to)
            .or(self.bins.last())?;
        bin.share
    }
}

/// The area under the receiver operating characteristic, from ranks; equal chances share theirs
/// (Mann and Whitney).
fn auc(foretold: &[(f64, bool)]) -> Option<f64> {
    let mut sorted = foretold.to_vec();
    sorted.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let came = count_float(sorted.iter().filter(|(_, came)| *came).count());
    let stayed_away = count_float(sorted.len()) - came;
    if came == 0.0 || stayed_away == 0.0 {
        return None;
    }
    let (mut before, mut ranks) = (0.0, 0.0);
    for alike in sorted.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
        let count = count_float(alike.len());
        let of_these = count_float(alike.iter().filter(|(_, came)| *came).count());
        ranks += of_these * (before + f64::midpoint(count, 1.0));
        before += count;
    }
    Some((ranks - came * (came + 1.0) / 2.0) / (came * stayed_away))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn it_counts_who_came_of_whom() {
        let (after, until) = (day("2026-03-31"), day("2026-06-30"));
        assert_eq!(HoldOut::of(after, until, &[]), None);
        let foretold = [
            (0.05, false),
            (0.5, true),
            (0.55, false),
            (0.8, true),
            (1.0, true),
            (0.05, true),
        ];
        let found = HoldOut::of(after, until, &foretold).unwrap();
        assert_eq!((found.customers, found.came), (6, 4));
        assert_eq!((found.expected_back, found.of_whom_came), (4, 3));
        assert!((found.expected - 2.95).abs() < 1e-12);
        // Of 8 pairs: 5 right, one alike, 2 wrong.
        assert!((found.auc.unwrap() - 5.5 / 8.0).abs() < 1e-12);
        let squares = 0.0025 + 0.25 + 0.3025 + 0.04 + 0.9025;
        assert!((found.brier - squares / 6.0).abs() < 1e-12);
        assert_eq!((found.bins[0].customers, found.bins[0].came), (2, 1));
        assert_eq!((found.bins[9].customers, found.bins[9].came), (1, 1));
        assert!((found.bins[5].expected - 0.525).abs() < 1e-12);
        assert_eq!(found.like(1.0), found.bins[9].share);
        assert_eq!(found.like(0.3), None);
        assert!((found.share_back().unwrap().likely - 0.75).abs() < 1e-12);
        let all = HoldOut::of(after, until, &[(0.2, true); 3]).unwrap();
        assert_eq!((all.auc, all.share_back()), (None, None));
    }
}
