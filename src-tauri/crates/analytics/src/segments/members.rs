//! Some of the people: a bit for each.

use rayon::prelude::*;

/// Words of 64 people that one piece of work should at least have.
const WORTH_A_TASK: usize = 64;

/// Some of the people of one state of the shop, by index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Members {
    words: Vec<u64>,
}

impl Members {
    /// Nobody of so many.
    pub(super) fn none(people: usize) -> Self {
        Self {
            words: vec![0; people.div_ceil(64)],
        }
    }

    /// All of so many.
    pub(super) fn all(people: usize) -> Self {
        let mut words = vec![u64::MAX; people.div_ceil(64)];
        if let (Some(last), rest @ 1..) = (words.last_mut(), people % 64) {
            *last = u64::MAX >> (64 - rest);
        }
        Self { words }
    }

    /// Whether someone is in it.
    #[inline]
    pub fn has(&self, person: usize) -> bool {
        let word = self.words.get(person / 64).copied();
        word.unwrap_or_default() >> (person % 64) & 1 == 1
    }

    /// How many are in it.
    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// How many are in both.
    pub fn in_both(&self, other: &Self) -> u32 {
        let pairs = self.words.iter().zip(&other.words);
        pairs.map(|(a, b)| (a & b).count_ones()).sum()
    }

    /// Hands everyone who is in it to `each`, by index, ascending.
    pub fn each(&self, mut each: impl FnMut(usize)) {
        for (index, word) in self.words.iter().enumerate() {
            let mut bits = *word;
            while bits != 0 {
                each(index * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }

    pub(super) fn insert(&mut self, person: usize) {
        if let Some(word) = self.words.get_mut(person / 64) {
            *word |= 1 << (person % 64);
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// Takes out everyone who is in the other.
    pub fn remove(&mut self, other: &Self) {
        for (word, less) in self.words.iter_mut().zip(&other.words) {
            *word &= !less;
        }
    }

    /// Those of whom `is` holds.
    pub(super) fn filter(&self, is: impl Fn(usize) -> bool + Sync) -> Self {
        let words = self.words.par_iter().enumerate().with_min_len(WORTH_A_TASK);
        let words = words.map(|(index, word)| {
            let (mut kept, mut left) = (*word, *word);
            while left != 0 {
                let bit = left.trailing_zeros();
                if !is(index * 64 + bit as usize) {
                    kept &= !(1 << bit);
                }
                left &= left - 1;
            }
            kept
        });
        Self {
            words: words.collect(),
        }
    }
}
