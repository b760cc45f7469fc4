//! The values at given ranks, found by counting: without sorting and without a copy of all values.

use std::ops::Range;

use rayon::prelude::*;

use super::pick::Picked;

/// Counters in a pass.
const BINS: u64 = 4_096;

/// So few values are sorted out of hand.
const FEW: usize = 16_384;

/// Orders that one piece of work should at least have.
const WORTH_A_TASK: usize = 32_768;

/// Values in chunks that are gone through side by side, several times.
pub(super) trait Values: Sync {
    /// The number of chunks.
    fn chunks(&self) -> usize;

    /// Hands out the values of a chunk.
    fn each(&self, chunk: usize, take: impl FnMut(i64));

    /// The value at a rank, and the one above it, of so many values in all: the least has rank 0,
    /// and the largest is its own next one. No value lies beyond the ends. Nothing where there is
    /// no such rank.
    fn ranked(&self, count: usize, rank: usize, ends: (i64, i64)) -> Option<(i64, i64)> {
        let mut ends = ends;
        // How many values lie below those ends, and between them. Each pass leaves one bin.
        let (mut below, mut within) = (0, count);
        while within > FEW && ends.0 < ends.1 {
            let bits = u64::BITS - ends.1.abs_diff(ends.0).leading_zeros();
            let shift = bits.saturating_sub(BINS.ilog2());
            let bins = self.count_within(ends, shift);
            let mut place = 0;
            while below + bins.get(place)? <= rank {
                below += bins[place];
                place += 1;
            }
            within = bins[place];
            let first = ends.0.saturating_add_unsigned(wide(place) << shift);
            let last = first.saturating_add_unsigned((1 << shift) - 1);
            ends = (first, last.min(ends.1));
        }
        if ends.0 == ends.1 {
            let next = if rank + 1 < below + within {
                Some(ends.0)
            } else {
                self.least_above(ends.1)
            };
            return Some((ends.0, next.unwrap_or(ends.0)));
        }
        let mut values = self.collect_within(ends);
        let place = rank.checked_sub(below).filter(|at| *at < values.len())?;
        let (_, value, above) = values.select_nth_unstable(place);
        let next = above.iter().copied().min();
        let next = next.or_else(|| self.least_above(ends.1));
        Some((*value, next.unwrap_or(*value)))
    }

    /// The least of the values above an end.
    fn least_above(&self, end: i64) -> Option<i64> {
        let chunks = (0..self.chunks()).into_par_iter();
        let least = chunks.filter_map(|chunk| {
            let mut least: Option<i64> = None;
            self.each(chunk, |value| {
                if value > end && least.is_none_or(|least| value < least) {
                    least = Some(value);
                }
            });
            least
        });
        least.min()
    }

    /// How many values lie in each bin of 2^`shift` values between two ends.
    fn count_within(&self, (low, high): (i64, i64), shift: u32) -> Vec<usize> {
        let chunks = (0..self.chunks()).into_par_iter();
        let counted = chunks.map(|chunk| {
            let mut bins = vec![0_usize; bin(BINS)];
            self.each(chunk, |value| {
                if low <= value && value <= high {
                    bins[bin(value.abs_diff(low) >> shift)] += 1;
                }
            });
            bins
        });
        let both = |mut a: Vec<usize>, b: Vec<usize>| {
            for (all, other) in a.iter_mut().zip(b) {
                *all += other;
            }
            a
        };
        counted.reduce_with(both).unwrap_or_default()
    }

    /// The values between two ends.
    fn collect_within(&self, (low, high): (i64, i64)) -> Vec<i64> {
        let chunks = (0..self.chunks()).into_par_iter();
        let found = chunks.map(|chunk| {
            let mut values = Vec::new();
            self.each(chunk, |value| {
                if low <= value && value <= high {
                    values.push(value);
                }
            });
            values
        });
        found.collect::<Vec<_>>().concat()
    }
}

/// There are a few thousand bins.
#[inline]
fn bin(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[inline]
fn wide(bin: usize) -> u64 {
    u64::try_from(bin).unwrap_or(u64::MAX)
}

/// The revenue of the picked orders of a stretch.
pub(super) struct Revenues<'p> {
    picked: &'p Picked<'p>,
    stretch: Range<usize>,
    width: usize,
}

impl<'p> Revenues<'p> {
    pub(super) fn of(picked: &'p Picked<'p>, stretch: Range<usize>) -> Self {
        let most = rayon::current_num_threads();
        let chunks = (stretch.len() / WORTH_A_TASK).clamp(1, most);
        Self {
            width: stretch.len().div_ceil(chunks).max(1),
            picked,
            stretch,
        }
    }

    /// Hands out the orders of a chunk by position, with their revenue.
    #[inline]
    pub(super) fn each_order(&self, chunk: usize, mut take: impl FnMut(usize, i64)) {
        let start = self.stretch.start + chunk * self.width;
        let end = (start + self.width).min(self.stretch.end);
        self.picked
            .mask
            .each(start..end, |at| take(at, self.picked.revenue[at]));
    }
}

impl Values for Revenues<'_> {
    fn chunks(&self) -> usize {
        self.stretch.len().div_ceil(self.width)
    }

    #[inline]
    fn each(&self, chunk: usize, mut take: impl FnMut(i64)) {
        self.each_order(chunk, |_, revenue| take(revenue));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    impl Values for Vec<Vec<i64>> {
        fn chunks(&self) -> usize {
            self.len()
        }

        fn each(&self, chunk: usize, take: impl FnMut(i64)) {
            self[chunk].iter().copied().for_each(take);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn ranks_are_those_of_sorted_values(
            spread in prop_oneof![Just(0), Just(3), Just(100_000), Just(i64::MAX)],
            count in prop_oneof![1_usize..50, 40_000_usize..60_000],
            seed in any::<u64>(),
            part in 0.0_f64..1.0,
        ) {
            let mut state = seed;
            let mut values: Vec<i64> = (0..count)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let drawn = (state >> 1).cast_signed();
                    if spread == i64::MAX { drawn.wrapping_mul(2) } else { drawn % (spread + 1) }
                })
                .collect();
            let chunks: Vec<Vec<i64>> = values.chunks(20_000).map(<[i64]>::to_vec).collect();
            values.sort_unstable();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a rank among few")]
            let low = (part * (count - 1) as f64) as usize;
            let next = values[(low + 1).min(count - 1)];
            prop_assert_eq!(chunks.ranked(count, low, (values[0], values[count - 1])), Some((values[low], next)));
            prop_assert_eq!(chunks.ranked(count, low, (i64::MIN, i64::MAX)), Some((values[low], next)));
        }
    }

    /// Half of the values far above the others: no pass may leave both halves in.
    #[test]
    fn the_middle_of_two_heaps_is_found() {
        let heaps = vec![vec![7_i64; 30_000], vec![i64::MAX - 1; 30_000]];
        assert_eq!(
            heaps.ranked(60_000, 29_999, (0, i64::MAX)),
            Some((7, i64::MAX - 1))
        );
        assert_eq!(heaps.ranked(60_000, 29_998, (0, i64::MAX)), Some((7, 7)));
        assert_eq!(
            heaps.ranked(60_000, 59_999, (0, i64::MAX)),
            Some((i64::MAX - 1, i64::MAX - 1))
        );
        assert_eq!(heaps.ranked(60_000, 60_000, (0, i64::MAX)), None);
    }

    #[test]
    fn of_nothing_there_is_no_rank() {
        assert_eq!(Vec::<Vec<i64>>::new().ranked(0, 0, (0, 9)), None);
    }
}
