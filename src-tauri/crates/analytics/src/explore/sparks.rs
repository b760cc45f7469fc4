//! Small charts: what each group comes to in each part of a stretch of time.

use pannier_core::{Day, Period};

use super::{
    slots::Slots,
    walk::{Laid, Sum, add_each},
};

impl Laid<'_> {
    /// What each slot comes to in each part of a small chart: slot by slot, the parts of each
    /// together. The parts lie apart.
    pub(super) fn sparks(&self, slots: &Slots, day: &[i32], parts: &[Period]) -> Vec<Sum> {
        let none = || vec![Sum::default(); slots.sums.len() * parts.len()];
        let Some(first) = parts.iter().map(|part| part.from).min() else {
            return none();
        };
        let of_day = part_of_day(first, parts);
        let stretches = self.stretches(rayon::current_num_threads(), |pieces| {
            let mut sums = none();
            for part in pieces {
                let piece = part.piece;
                let of_place: Vec<u32> = piece
                    .at
                    .iter()
                    .map(|at| {
                        let since = i64::from(day[*at as usize]) - i64::from(first.number());
                        let place = usize::try_from(since).ok();
                        place
                            .and_then(|day| of_day.get(day))
                            .map_or(NO_PART, |p| *p)
                    })
                    .collect();
                for (slot, sums) in sums.chunks_mut(parts.len()).enumerate() {
                    slots.places(part, slot).each(|place| {
                        if let Some(sum) = sums.get_mut(of_place[place] as usize) {
                            let is_in = piece.picked.has(place);
                            sum.take(is_in, piece.revenue[place], piece.units[place]);
                        }
                    });
                }
            }
            sums
        });
        let both = |mut all: Vec<Sum>, other: Vec<Sum>| {
            add_each(&mut all, &other);
            all
        };
        stretches.into_iter().reduce(both).unwrap_or_else(none)
    }
}

const NO_PART: u32 = u32::MAX;

/// By day since the first: the part that it lies in.
fn part_of_day(first: Day, parts: &[Period]) -> Vec<u32> {
    let mut of_day = Vec::new();
    for (number, part) in (0..).zip(parts) {
        let place = |day: Day| usize::try_from(day.number() - first.number()).unwrap_or(0);
        let (from, until) = (place(part.from), place(part.until));
        if of_day.len() < until {
            of_day.resize(until, NO_PART);
        }
        if from < until {
            of_day[from..until].fill(number);
        }
    }
    of_day
}
