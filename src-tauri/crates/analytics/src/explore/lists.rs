//! For each value of a dimension the orders that have it.

use super::{codes::Codes, pick::Mask, walk::number};

/// By code the places of the orders that have it in a piece, ascending. An order stands once in the
/// list of each of its values.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    /// Where each code's places begin, and at the end where the last one's end.
    first: Vec<u32>,
    place: Vec<u32>,
}

impl Lists {
    /// The lists of orders at these positions, as far as they are picked.
    pub(super) fn of<C: Codes>(at: &[u32], picked: &Mask, codes: &C, count: usize) -> Self {
        let mut first = vec![0_u32; count + 1];
        let mut found: Vec<(u32, u32)> = Vec::with_capacity(at.len());
        let mut last = vec![u32::MAX; if C::REPEATS { count } else { 0 }];
        picked.each(0..at.len(), |place| {
            let order = number(place);
            codes.each(at[place] as usize, |code| {
                if C::REPEATS && std::mem::replace(&mut last[code as usize], order) == order {
                    return;
                }
                first[code as usize] += 1;
                found.push((code, order));
            });
        });
        let mut end = 0;
        for first in &mut first {
            end += *first;
            *first = end;
        }
        // From the end, so that what begins as the end of each list becomes its beginning.
        let mut place = vec![0; found.len()];
        for (code, order) in found.into_iter().rev() {
            let next = &mut first[code as usize];
            *next -= 1;
            place[*next as usize] = order;
        }
        Self { first, place }
    }

    /// The places of the orders with a value.
    #[inline]
    pub(super) fn of_code(&self, code: usize) -> &[u32] {
        &self.place[self.first[code] as usize..self.first[code + 1] as usize]
    }

    /// Bytes that they take in memory.
    pub(super) fn bytes(&self) -> usize {
        (self.first.capacity() + self.place.capacity()) * 4
    }
}
