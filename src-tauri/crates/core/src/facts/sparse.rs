//! Amounts that are mostly nothing.

use std::ops::Index;

use super::held;

/// A column of numbers of which most are 0: a bit each, and room for the others alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sparse {
    len: usize,
    /// By word of 64: which are not 0.
    bits: Vec<u64>,
    /// By word: how many of those come before it.
    before: Vec<u32>,
    values: Vec<i64>,
}

impl Sparse {
    /// Adds a number.
    pub fn push(&mut self, value: i64) {
        if self.len.is_multiple_of(64) {
            self.bits.push(0);
            // Four thousand million orders do not fit into memory.
            self.before
                .push(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
        }
        if value != 0 {
            self.bits[self.len / 64] |= 1 << (self.len % 64);
            self.values.push(value);
        }
        self.len += 1;
    }

    /// Adds all numbers of another column.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "taken as `Vec` takes it: one macro extends columns of both kinds"
    )]
    pub(super) fn extend(&mut self, other: Self) {
        for at in 0..other.len {
            self.push(other[at]);
        }
    }

    /// Bytes that it takes in memory.
    pub(super) fn bytes(&self) -> usize {
        held(&self.bits) + held(&self.before) + held(&self.values)
    }

    /// The number of numbers.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Puts the numbers into their final order, without room for more.
    pub(super) fn arrange(&mut self, places: Option<&[u32]>) {
        if let Some(places) = places {
            let mut arranged = Self::default();
            for at in places {
                arranged.push(self[*at as usize]);
            }
            *self = arranged;
        }
        self.bits.shrink_to_fit();
        self.before.shrink_to_fit();
        self.values.shrink_to_fit();
    }
}

impl Index<usize> for Sparse {
    type Output = i64;

    #[inline]
    fn index(&self, at: usize) -> &i64 {
        let (word, bit) = (self.bits[at / 64], at % 64);
        if word >> bit & 1 == 0 {
            return &0;
        }
        let among = (word & !(u64::MAX << bit)).count_ones();
        &self.values[self.before[at / 64] as usize + among as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_plain_column_holds(values in prop::collection::vec(prop_oneof![3 => Just(0), 1 => any::<i64>()], 0..300)) {
            let mut sparse = Sparse::default();
            for value in &values {
                sparse.push(*value);
            }
            prop_assert_eq!(sparse.len(), values.len());
            let read: Vec<i64> = (0..values.len()).map(|at| sparse[at]).collect();
            prop_assert_eq!(&read, &values);
            let places: Vec<u32> = (0..).take(values.len()).collect::<Vec<_>>().into_iter().rev().collect();
            sparse.arrange(Some(&places));
            let turned: Vec<i64> = (0..values.len()).map(|at| sparse[at]).collect();
            prop_assert!(turned.iter().eq(values.iter().rev()));
        }
    }
}
