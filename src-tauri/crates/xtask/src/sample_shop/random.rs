//! Chance that is the same on every machine: integers only, seeded by name.
//!
//! Nothing here touches a float: the logarithms and powers of two C libraries differ in the last
//! bit, and one bit is enough to give another shop.

/// A stream of pseudo-random numbers (`SplitMix64`, by Steele, Lea and Flood, 2014).
#[derive(Debug, Clone)]
pub(super) struct Random {
    state: u64,
}

impl Random {
    /// The stream of that name. Streams do not disturb each other: a change in how addresses are
    /// made leaves the baskets as they were.
    pub(super) fn named(name: &str) -> Self {
        // FNV-1a over the name.
        let state = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self { state }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `end`; 0 where `end` is not positive.
    pub(super) fn below(&mut self, end: i64) -> i64 {
        match u64::try_from(end) {
            Ok(end) if end > 0 => i64::try_from(self.next() % end).unwrap_or(0),
            _ => 0,
        }
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high - low + 1)
    }

    /// True `permille` times out of a thousand.
    pub(super) fn chance(&mut self, permille: i64) -> bool {
        self.below(1000) < permille
    }

    /// A position in a list of that length; 0 for an empty one.
    pub(super) fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(i64::try_from(len).unwrap_or(0))).unwrap_or(0)
    }

    /// One of the items, each as likely as the next.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// A position, as likely as its weight; 0 where nothing weighs anything.
    pub(super) fn weighted(&mut self, weights: &[i64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (position, weight) in weights.iter().enumerate() {
            if left < *weight {
                return position;
            }
            left -= weight;
        }
        0
    }
}
