//! The groups of a split that are looked at closely.

use rayon::prelude::*;

use super::{
    pick::Mask,
    walk::{Laid, Part, Places, Sum, Sums},
};

/// The groups that are looked at closely, each with a slot: first those that are shown, then,
/// where there are any, the others together, and last all orders.
pub(super) struct Slots {
    /// The groups that are shown.
    shown: Vec<u32>,
    /// By piece, where there are groups that are not shown: the orders that have any of those.
    rest: Option<Vec<Mask>>,
    /// What each slot comes to, now and then.
    pub(super) sums: Vec<(Sum, Sum)>,
}

impl Slots {
    pub(super) fn of(
        laid: &Laid,
        sums: &Sums,
        shown: &[u32],
        has_rest: bool,
        adds_up: bool,
    ) -> Self {
        let of_code = |code: &u32| (sums.now[*code as usize], sums.then[*code as usize]);
        let mut slots: Vec<(Sum, Sum)> = shown.iter().map(of_code).collect();
        let rest = has_rest.then(|| {
            let mut is_shown = vec![false; laid.count];
            for code in shown {
                is_shown[*code as usize] = true;
            }
            let parts = laid.parts();
            let found = parts.par_iter().map(|part| {
                let others = others(part, &is_shown);
                // An order with several of the groups that are not shown counts once.
                let sum = (!adds_up).then(|| part.sum(&others, laid.sides.is_compared()));
                (others, sum)
            });
            let (masks, parts): (Vec<Mask>, Vec<_>) = found.unzip();
            let (mut now, mut then) = (Sum::default(), Sum::default());
            for (here, there) in parts.iter().flatten() {
                now.add(here);
                then.add(there);
            }
            if adds_up {
                for code in (0..laid.count).filter(|code| !is_shown[*code]) {
                    now.add(&sums.now[code]);
                    then.add(&sums.then[code]);
                }
            }
            slots.push((now, then));
            masks
        });
        slots.push(sums.whole);
        Self {
            shown: shown.to_vec(),
            rest,
            sums: slots,
        }
    }

    /// The orders of a slot in a piece.
    pub(super) fn places<'p>(&'p self, part: &'p Part, slot: usize) -> Places<'p> {
        match (self.shown.get(slot), &self.rest) {
            (Some(code), _) => part.listed(*code as usize),
            (None, Some(rest)) if slot == self.shown.len() => part.marked(&rest[part.index]),
            (None, _) => part.marked(&part.piece.picked),
        }
    }
}

/// The picked orders that have any group that is not shown.
fn others(part: &Part, is_shown: &[bool]) -> Mask {
    let mut others = Mask::none(part.piece.at.len());
    for (code, is_shown) in is_shown.iter().enumerate() {
        if !is_shown {
            part.listed(code).each(|place| others.put(place));
        }
    }
    others.intersect(&part.piece.picked);
    others
}
