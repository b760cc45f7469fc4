//! What the groups of a question's orders come to, and how far leaving a customer out moves their
//! averages. Both go along the orders customer by customer, piece by piece.

use std::{borrow::Cow, ops::Range};

use rayon::prelude::*;

use super::{by_customer::Piece, lists::Lists, pick::Mask, slots::Slots};
use crate::{
    clusters::Cluster,
    interval::{Moves, Ratio, count_float},
};

/// Pieces are taken together in so many stretches, so that the last digits of what is added up do
/// not depend on the number of processors.
const STRETCHES: usize = 8;

/// What the orders of a group come to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    pub(super) orders: u32,
    pub(super) revenue: i64,
    pub(super) units: i64,
}

impl Sum {
    /// Takes an order in where it counts. Without a branch: which do is often as good as chance.
    #[inline]
    pub(super) fn take(&mut self, counts: bool, revenue: i64, units: i64) {
        let all = -i64::from(counts);
        self.orders += u32::from(counts);
        self.revenue = self.revenue.saturating_add(revenue & all);
        self.units = self.units.saturating_add(units & all);
    }

    /// Adds the orders of another stretch.
    pub(super) fn add(&mut self, other: &Self) {
        self.orders += other.orders;
        self.revenue = self.revenue.saturating_add(other.revenue);
        self.units = self.units.saturating_add(other.units);
    }
}

/// A position or a place as the columns keep it: four thousand million orders do not fit into
/// memory.
#[inline]
pub(super) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The stretches of the current orders and of those that they are compared with.
#[derive(Debug, Clone)]
pub(super) struct Sides {
    pub(super) now: Range<usize>,
    pub(super) then: Range<usize>,
}

impl Sides {
    /// The stretch that holds both.
    pub(super) fn hull(&self) -> Range<usize> {
        hull(&self.now, &self.then)
    }

    pub(super) fn is_compared(&self) -> bool {
        !self.then.is_empty()
    }
}

/// The stretch that holds both; an empty one holds nothing.
pub(super) fn hull(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    match (a.is_empty(), b.is_empty()) {
        (_, true) => a.clone(),
        (true, false) => b.clone(),
        (false, false) => a.start.min(b.start)..a.end.max(b.end),
    }
}

/// A question's orders customer by customer, with the lists of its groups.
pub(super) struct Laid<'e> {
    pub(super) pieces: Vec<Piece<'e>>,
    pub(super) lists: Vec<Cow<'e, Lists>>,
    /// The number of groups.
    pub(super) count: usize,
    pub(super) sides: Sides,
}

/// What groups come to, now and then.
pub(super) struct Sums {
    pub(super) now: Vec<Sum>,
    /// All nothing where nothing is compared.
    pub(super) then: Vec<Sum>,
    /// All orders together.
    pub(super) whole: (Sum, Sum),
}

/// A piece with its lists.
pub(super) struct Part<'l> {
    pub(super) index: usize,
    pub(super) piece: &'l Piece<'l>,
    lists: &'l Lists,
}

/// Some orders of a piece, customer by customer.
pub(super) enum Places<'p> {
    Listed(&'p [u32]),
    Marked(&'p Mask, usize),
}

impl Places<'_> {
    #[inline]
    pub(super) fn each(&self, mut take: impl FnMut(usize)) {
        match self {
            Self::Listed(places) => places.iter().for_each(|place| take(*place as usize)),
            Self::Marked(mask, end) => mask.each(0..*end, take),
        }
    }
}

impl Part<'_> {
    pub(super) fn listed(&self, code: usize) -> Places<'_> {
        Places::Listed(self.lists.of_code(code))
    }

    pub(super) fn marked<'p>(&self, mask: &'p Mask) -> Places<'p> {
        Places::Marked(mask, self.piece.at.len())
    }

    /// Adds the orders of one side.
    #[inline]
    fn add(&self, places: &Places, side: &Mask, sum: &mut Sum) {
        let piece = self.piece;
        let mut all = *sum;
        places.each(|place| all.take(side.has(place), piece.revenue[place], piece.units[place]));
        *sum = all;
    }

    /// What the orders of a mask come to, now and then.
    pub(super) fn sum(&self, mask: &Mask, is_compared: bool) -> (Sum, Sum) {
        let (mut now, mut then) = (Sum::default(), Sum::default());
        self.add(&self.marked(mask), &self.piece.now, &mut now);
        if is_compared {
            self.add(&self.marked(mask), &self.piece.then, &mut then);
        }
        (now, then)
    }
}

impl Laid<'_> {
    pub(super) fn parts(&self) -> Vec<Part<'_>> {
        let both = self.pieces.iter().zip(&self.lists).enumerate();
        both.map(|(index, (piece, lists))| Part {
            index,
            piece,
            lists,
        })
        .collect()
    }

    /// Does the work on all pieces, at most so many stretches of them side by side.
    pub(super) fn stretches<T: Send>(
        &self,
        most: usize,
        work: impl Fn(&[Part]) -> T + Sync + Send,
    ) -> Vec<T> {
        let parts = self.parts();
        let width = parts.len().div_ceil(most).max(1);
        parts.par_chunks(width).map(work).collect()
    }

    /// What the orders of every group come to, and all of them together: where groups add up,
    /// what those come to.
    pub(super) fn sums(&self, adds_up: bool) -> Sums {
        let none = || vec![Sum::default(); self.count];
        let compared = self.sides.is_compared();
        let stretches = self.stretches(rayon::current_num_threads(), |parts| {
            let mut sums = Sums {
                now: none(),
                then: if compared { none() } else { Vec::new() },
                whole: <(Sum, Sum)>::default(),
            };
            for part in parts {
                for (code, sum) in sums.now.iter_mut().enumerate() {
                    part.add(&part.listed(code), &part.piece.now, sum);
                }
                for (code, sum) in sums.then.iter_mut().enumerate() {
                    part.add(&part.listed(code), &part.piece.then, sum);
                }
                if !adds_up {
                    let whole = part.sum(&part.piece.picked, compared);
                    sums.whole.0.add(&whole.0);
                    sums.whole.1.add(&whole.1);
                }
            }
            if adds_up {
                sums.whole = (together(&sums.now), together(&sums.then));
            }
            sums
        });
        let both = |mut all: Sums, other: Sums| {
            add_each(&mut all.now, &other.now);
            add_each(&mut all.then, &other.then);
            all.whole.0.add(&other.whole.0);
            all.whole.1.add(&other.whole.1);
            all
        };
        let mut sums = stretches.into_iter().reduce(both).unwrap_or_else(|| Sums {
            now: none(),
            then: Vec::new(),
            whole: <(Sum, Sum)>::default(),
        });
        sums.then.resize(self.count, Sum::default());
        sums
    }

    /// The moves of every slot.
    pub(super) fn moves(&self, slots: &Slots) -> Vec<GroupMoves> {
        let ratio = |sum: &Sum| Ratio::new(sum.revenue.into(), sum.orders, 0);
        let ratios: Vec<(Ratio, Ratio)> = slots
            .sums
            .iter()
            .map(|(now, then)| (ratio(now), ratio(then)))
            .collect();
        let none = || vec![GroupMoves::default(); slots.sums.len()];
        let compared = self.sides.is_compared();
        let stretches = self.stretches(STRETCHES, |parts| {
            let mut all = none();
            for part in parts {
                for ((slot, moves), ratios) in all.iter_mut().enumerate().zip(&ratios) {
                    let places = slots.places(part, slot);
                    if compared {
                        Walk::<true>::along(part.piece, &places, *ratios, moves);
                    } else {
                        Walk::<false>::along(part.piece, &places, *ratios, moves);
                    }
                }
            }
            all
        });
        let both = |mut all: Vec<GroupMoves>, other: Vec<GroupMoves>| {
            for (moves, other) in all.iter_mut().zip(&other) {
                moves.merge(other);
            }
            all
        };
        stretches.into_iter().reduce(both).unwrap_or_else(none)
    }
}

pub(super) fn together(groups: &[Sum]) -> Sum {
    let mut all = Sum::default();
    for sum in groups {
        all.add(sum);
    }
    all
}

pub(super) fn add_each(all: &mut [Sum], other: &[Sum]) {
    for (sum, other) in all.iter_mut().zip(other) {
        sum.add(other);
    }
}

/// The moves of one group's customers on both sides.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct GroupMoves {
    pub(super) now: Moves,
    pub(super) then: Moves,
    pub(super) now_clusters: usize,
    pub(super) then_clusters: usize,
    /// Of who bought on both sides: the sum of the products of their influences, and their number.
    pub(super) influences: f64,
    pub(super) returned: usize,
}

impl GroupMoves {
    fn merge(&mut self, other: &Self) {
        self.now.merge(&other.now);
        self.then.merge(&other.then);
        self.now_clusters += other.now_clusters;
        self.then_clusters += other.then_clusters;
        self.influences += other.influences;
        self.returned += other.returned;
    }
}

/// A walk along some orders, with what its present customer's come to so far.
struct Walk<const COMPARED: bool> {
    ratios: (Ratio, Ratio),
    who: u32,
    now: Cluster,
    then: Cluster,
    moves: GroupMoves,
}

impl<const COMPARED: bool> Walk<COMPARED> {
    fn along(piece: &Piece, places: &Places, ratios: (Ratio, Ratio), moves: &mut GroupMoves) {
        let mut walk = Self {
            ratios,
            who: u32::MAX,
            now: Cluster::default(),
            then: Cluster::default(),
            moves: *moves,
        };
        places.each(|place| walk.visit(piece, place));
        walk.close();
        *moves = walk.moves;
    }

    #[inline]
    fn visit(&mut self, piece: &Piece, place: usize) {
        let who = piece.who[place];
        if who != self.who {
            self.close();
            self.who = who;
        }
        let revenue = piece.revenue[place];
        take(&mut self.now, piece.now.has(place), revenue);
        if COMPARED {
            take(&mut self.then, piece.then.has(place), revenue);
        }
    }

    /// All orders of a customer have been seen.
    #[inline]
    fn close(&mut self) {
        let (now, then) = (
            std::mem::take(&mut self.now),
            std::mem::take(&mut self.then),
        );
        let moves = &mut self.moves;
        let mut here = 0.0;
        if now.orders > 0 {
            here = moves.now.add(self.ratios.0, now);
            moves.now_clusters += 1;
        }
        if COMPARED && then.orders > 0 {
            let there = moves.then.add(self.ratios.1, then);
            moves.then_clusters += 1;
            if now.orders > 0 {
                moves.influences += here * there;
                moves.returned += 1;
            }
        }
    }
}

#[inline]
fn take(cluster: &mut Cluster, counts: bool, revenue: i64) {
    cluster.revenue = cluster.revenue.saturating_add(revenue & -i64::from(counts));
    cluster.orders += u32::from(counts);
}

/// The share of a whole; nothing where the whole is not positive.
pub(super) fn share(part: i64, whole: i64) -> Option<f64> {
    let float = crate::interval::float;
    (whole > 0).then(|| float(part) / float(whole))
}

/// A mean of whole numbers; nothing of none.
pub(super) fn mean(sum: i64, count: usize) -> Option<f64> {
    (count > 0).then(|| crate::interval::float(sum) / count_float(count))
}
