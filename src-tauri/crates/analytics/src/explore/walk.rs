//! The two passes over the orders of a question: sums of every group in the order of time, and
//! the intervals of chosen groups customer by customer.

use std::{borrow::Cow, ops::Range};

use pannier_core::NO_CUSTOMER;
use rayon::prelude::*;

use super::{Explorer, codes::Codes, pick::Picked};
use crate::{
    clusters::Cluster,
    interval::{Moves, Ratio, count_float},
};

/// Orders that one piece of work should at least have.
const WORTH_A_TASK: usize = 16_384;

/// With fewer orders than one in so many, sorting them by customer beats the walk along all.
const FEW: usize = 24;

/// What the orders of a group come to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    pub(super) orders: u32,
    /// One more than the position of the last order, so that none is counted twice.
    last: u32,
    pub(super) revenue: i64,
    pub(super) units: i64,
}

impl Sum {
    #[inline]
    fn take(&mut self, position: usize, revenue: i64, units: i64) {
        let stamp = stamp(position);
        if self.last != stamp {
            self.last = stamp;
            self.orders += 1;
            self.revenue = self.revenue.saturating_add(revenue);
            self.units = self.units.saturating_add(units);
        }
    }

    /// Adds the orders of another stretch.
    pub(super) fn add(&mut self, other: &Self) {
        self.orders += other.orders;
        self.revenue = self.revenue.saturating_add(other.revenue);
        self.units = self.units.saturating_add(other.units);
    }
}

#[inline]
fn stamp(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX - 1) + 1
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
}

/// The stretch that holds both; an empty one holds nothing.
pub(super) fn hull(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    match (a.is_empty(), b.is_empty()) {
        (_, true) => a.clone(),
        (true, false) => b.clone(),
        (false, false) => a.start.min(b.start)..a.end.max(b.end),
    }
}

/// What the orders of every group come to, and all of them together.
pub(super) fn sums<C: Codes>(
    explorer: &Explorer,
    picked: &Picked,
    stretch: &Range<usize>,
    codes: &C,
    count: usize,
) -> (Vec<Sum>, Sum) {
    let parts = (stretch.len() / WORTH_A_TASK).clamp(1, rayon::current_num_threads());
    let width = stretch.len().div_ceil(parts);
    let units = &explorer.facts.units;
    let all = (0..parts).into_par_iter().map(|part| {
        let start = stretch.start + part * width;
        let (mut groups, mut whole) = (vec![Sum::default(); count], Sum::default());
        picked
            .mask
            .each(start..(start + width).min(stretch.end), |at| {
                let (revenue, units) = (picked.revenue[at], units[at]);
                whole.take(at, revenue, units);
                codes.each(at, |code| groups[code as usize].take(at, revenue, units));
            });
        (groups, whole)
    });
    let both = |mut a: (Vec<Sum>, Sum), b: (Vec<Sum>, Sum)| {
        for (sum, other) in a.0.iter_mut().zip(&b.0) {
            sum.add(other);
        }
        a.1.add(&b.1);
        a
    };
    all.reduce_with(both)
        .unwrap_or_else(|| (vec![Sum::default(); count], Sum::default()))
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

/// Which groups a walk is for, and what they come to: by slot, the last one for all orders, and
/// where there are groups that are not shown, the one before it for those together.
pub(super) struct Slots {
    /// By code.
    pub(super) of: Vec<u32>,
    /// By code, a bit: whether it has a slot of its own. So few bits stay near the processor.
    pub(super) shown: Vec<u64>,
    /// Whether the groups without a slot of their own have one together.
    pub(super) has_rest: bool,
    /// What each slot comes to, now and then.
    pub(super) sums: Vec<(Sum, Sum)>,
}

impl Slots {
    /// Every code with a slot of its own, in their order.
    pub(super) fn all(count: usize, sums: Vec<(Sum, Sum)>) -> Self {
        Self {
            of: (0..).take(count).collect(),
            shown: vec![u64::MAX; count.div_ceil(64)],
            has_rest: false,
            sums,
        }
    }

    #[inline]
    pub(super) fn is_shown(&self, code: u32) -> bool {
        self.shown[code as usize / 64] >> (code % 64) & 1 == 1
    }

    /// Hands every slot of an order to `take`, save that of all orders. One may come again.
    #[inline]
    pub(super) fn each<C: Codes>(&self, codes: &C, position: usize, mut take: impl FnMut(usize)) {
        codes.each(position, |code| {
            if self.is_shown(code) {
                take(self.of[code as usize] as usize);
            }
        });
        if self.has_rest && codes.any(position, |code| !self.is_shown(code)) {
            take(self.sums.len() - 2);
        }
    }
}

/// What the orders of every slot come to.
pub(super) fn slot_sums<C: Codes>(
    picked: &Picked,
    units: &[i64],
    stretch: &Range<usize>,
    codes: &C,
    slots: &Slots,
) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); slots.sums.len()];
    let whole = sums.len() - 1;
    picked.mask.each(stretch.clone(), |at| {
        let (revenue, units) = (picked.revenue[at], units[at]);
        sums[whole].take(at, revenue, units);
        slots.each(codes, at, |slot| sums[slot].take(at, revenue, units));
    });
    sums
}

/// What the orders that have any group that is not shown come to.
pub(super) fn rest_sum<C: Codes>(
    picked: &Picked,
    units: &[i64],
    stretch: &Range<usize>,
    codes: &C,
    slots: &Slots,
) -> Sum {
    let mut sum = Sum::default();
    picked.mask.each(stretch.clone(), |at| {
        if codes.any(at, |code| !slots.is_shown(code)) {
            sum.take(at, picked.revenue[at], units[at]);
        }
    });
    sum
}

/// One customer's orders of one slot, while the walk is at that customer.
#[derive(Debug, Clone, Copy, Default)]
struct Open {
    now: Cluster,
    then: Cluster,
    last: u32,
}

/// Orders customer by customer: see [`Explorer::by_customer`].
struct Order<'e> {
    positions: Cow<'e, [u32]>,
    starts: Cow<'e, [u32]>,
}

/// A part of the customers, or of the orders that nobody is tied to.
enum Piece {
    Customers(Range<usize>),
    Alone(Range<usize>),
}

/// The moves of every slot.
pub(super) fn moves<C: Codes>(
    explorer: &Explorer,
    picked: &Picked,
    sides: &Sides,
    codes: &C,
    slots: &Slots,
) -> Vec<GroupMoves> {
    let order = explorer.order(picked, sides);
    let ratios: Vec<(Ratio, Ratio)> = slots
        .sums
        .iter()
        .map(|(now, then)| {
            let ratio = |sum: &Sum| Ratio::new(sum.revenue.into(), sum.orders, 0);
            (ratio(now), ratio(then))
        })
        .collect();
    let walk = |piece: &Piece| {
        let mut walker = Walker {
            picked,
            sides,
            slots,
            ratios: &ratios,
            open: vec![Open::default(); slots.sums.len()],
            touched: Vec::new(),
            moves: vec![GroupMoves::default(); slots.sums.len()],
        };
        match piece {
            Piece::Customers(customers) => {
                for ends in order.starts[customers.start..=customers.end].windows(2) {
                    for position in &order.positions[ends[0] as usize..ends[1] as usize] {
                        walker.visit(codes, *position as usize);
                    }
                    walker.close();
                }
            }
            Piece::Alone(places) => {
                for position in &order.positions[places.clone()] {
                    walker.visit(codes, *position as usize);
                    walker.close();
                }
            }
        }
        walker.moves
    };
    let pieces = order.pieces();
    let both = |mut a: Vec<GroupMoves>, b: Vec<GroupMoves>| {
        for (moves, other) in a.iter_mut().zip(&b) {
            moves.merge(other);
        }
        a
    };
    // Pieces are put together in their order, so that the last digits are always the same.
    let all: Vec<_> = pieces.par_iter().map(walk).collect();
    all.into_iter()
        .reduce(both)
        .unwrap_or_else(|| vec![GroupMoves::default(); slots.sums.len()])
}

impl Explorer {
    fn order(&self, picked: &Picked, sides: &Sides) -> Order<'_> {
        let hull = sides.hull();
        let facts = &self.facts;
        let few = picked.mask.count(&hull);
        if few * FEW > facts.len() {
            return Order {
                positions: Cow::Borrowed(&self.by_customer),
                starts: Cow::Borrowed(&self.starts),
            };
        }
        let mut orders: Vec<(u32, u32)> = Vec::with_capacity(few);
        picked.mask.each(hull, |at| {
            orders.push((facts.customer[at], stamp(at) - 1));
        });
        orders.sort_unstable();
        let mut starts = Vec::new();
        let mut before = NO_CUSTOMER;
        for (place, (customer, _)) in (0..).zip(&orders) {
            if *customer != before {
                starts.push(place);
                before = *customer;
            }
        }
        let everyone_known = orders.last().is_none_or(|last| last.0 != NO_CUSTOMER);
        if everyone_known {
            starts.push(u32::try_from(orders.len()).unwrap_or(u32::MAX));
        }
        Order {
            positions: orders.into_iter().map(|(_, position)| position).collect(),
            starts: starts.into(),
        }
    }
}

impl Order<'_> {
    fn pieces(&self) -> Vec<Piece> {
        let total = self.positions.len();
        let known = self.starts.last().map_or(0, |end| *end as usize);
        let customers = self.starts.len().saturating_sub(1);
        // Twice as many as threads: customers with many orders make pieces uneven.
        let wanted = (total / WORTH_A_TASK).clamp(1, 2 * rayon::current_num_threads());
        let width = total.div_ceil(wanted).max(1);
        let mut pieces = Vec::new();
        let mut from = 0;
        while from < customers {
            let target = self.starts[from] as usize + width;
            let until = self
                .starts
                .partition_point(|start| (*start as usize) < target)
                .clamp(from + 1, customers);
            pieces.push(Piece::Customers(from..until));
            from = until;
        }
        let alone = (known..total).step_by(width);
        pieces.extend(alone.map(|from| Piece::Alone(from..(from + width).min(total))));
        pieces
    }
}

struct Walker<'w> {
    picked: &'w Picked<'w>,
    sides: &'w Sides,
    slots: &'w Slots,
    ratios: &'w [(Ratio, Ratio)],
    open: Vec<Open>,
    touched: Vec<usize>,
    moves: Vec<GroupMoves>,
}

impl Walker<'_> {
    #[inline]
    fn visit<C: Codes>(&mut self, codes: &C, position: usize) {
        if !self.picked.mask.has(position) {
            return;
        }
        let now = self.sides.now.contains(&position);
        let then = self.sides.then.contains(&position);
        if !(now || then) {
            return;
        }
        let revenue = self.picked.revenue[position];
        let (open, touched) = (&mut self.open, &mut self.touched);
        let mut put = |slot: usize| {
            let into = &mut open[slot];
            if into.last == stamp(position) {
                return;
            }
            into.last = stamp(position);
            if into.now.orders + into.then.orders == 0 {
                touched.push(slot);
            }
            for (side, is_in) in [(&mut into.now, now), (&mut into.then, then)] {
                if is_in {
                    side.revenue = side.revenue.saturating_add(revenue);
                    side.orders += 1;
                }
            }
        };
        self.slots.each(codes, position, &mut put);
        put(self.slots.sums.len() - 1);
    }

    /// All orders of a customer have been seen.
    #[inline]
    fn close(&mut self) {
        for slot in self.touched.drain(..) {
            let open = std::mem::take(&mut self.open[slot]);
            let ((now, then), moves) = (self.ratios[slot], &mut self.moves[slot]);
            let (mut here, mut there) = (0.0, 0.0);
            if open.now.orders > 0 {
                here = moves.now.add(now, open.now);
                moves.now_clusters += 1;
            }
            if open.then.orders > 0 {
                there = moves.then.add(then, open.then);
                moves.then_clusters += 1;
            }
            if open.now.orders > 0 && open.then.orders > 0 {
                moves.influences += here * there;
                moves.returned += 1;
            }
        }
    }
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
