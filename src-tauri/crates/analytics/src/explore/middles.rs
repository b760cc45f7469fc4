//! The middle order of each group.

use pannier_core::div_half_even;
use rayon::prelude::*;

use super::{
    by_customer::Piece,
    pick::Mask,
    ranked::Values,
    slots::Slots,
    walk::{Laid, Part, Sum},
};
use crate::clusters::fit;

impl Laid<'_> {
    /// The middle value of every slot, now and then. No order's revenue lies beyond the ends.
    pub(super) fn medians(
        &self,
        slots: &Slots,
        ends: (i64, i64),
    ) -> Vec<(Option<i64>, Option<i64>)> {
        let parts = self.parts();
        let middle = |slot: usize, sum: &Sum, side: Side| {
            let values = SlotValues {
                parts: &parts,
                slots,
                slot,
                side,
            };
            let count = sum.orders as usize;
            let (low, next) = values.ranked(count, count.checked_sub(1)? / 2, ends)?;
            let high = if count % 2 == 1 { low } else { next };
            Some(fit(div_half_even(i128::from(low) + i128::from(high), 2)))
        };
        let sums = slots.sums.par_iter().enumerate();
        sums.map(|(slot, (now, then))| {
            (
                middle(slot, now, |piece| &piece.now),
                middle(slot, then, |piece| &piece.then),
            )
        })
        .collect()
    }
}

/// The marks of one side.
type Side = for<'p, 'e> fn(&'p Piece<'e>) -> &'p Mask;

/// The revenue of one side's orders of a slot.
struct SlotValues<'l> {
    parts: &'l [Part<'l>],
    slots: &'l Slots,
    slot: usize,
    side: Side,
}

impl Values for SlotValues<'_> {
    fn chunks(&self) -> usize {
        self.parts.len()
    }

    #[inline]
    fn each(&self, chunk: usize, mut take: impl FnMut(i64)) {
        let part = &self.parts[chunk];
        let (piece, side) = (part.piece, (self.side)(part.piece));
        self.slots.places(part, self.slot).each(|place| {
            if side.has(place) {
                take(piece.revenue[place]);
            }
        });
    }
}
