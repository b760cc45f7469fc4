//! A change dealt to its factors, in floats; the cents are made of it elsewhere.

use super::{
    PartKind, ProductSide, mean,
    sides::{EXTRAS, Side},
};
use crate::interval::float;

/// A part before it is rounded, in minor units.
#[derive(Debug, Clone, Default)]
pub(super) struct Raw {
    pub(super) amount: f64,
    pub(super) products: Vec<RawProduct>,
}

/// A product's share in a part, in minor units. There can be many, so they are kept small.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawProduct {
    pub(super) product: u32,
    pub(super) amount: f64,
}

/// The parts of goods, in the order in which they are told.
pub(super) const OF_GOODS: [PartKind; 8] = [
    PartKind::UnitsPerOrder,
    PartKind::Price,
    PartKind::Discount,
    PartKind::Choice,
    PartKind::NewProducts,
    PartKind::GoneProducts,
    PartKind::UnlistedItems,
    PartKind::FreeItems,
];

const UNITS: usize = 0;
const PRICE: usize = 1;
const DISCOUNT: usize = 2;
const CHOICE: usize = 3;
const NEW: usize = 4;
const GONE: usize = 5;
const UNLISTED: usize = 6;
/// The named remainder.
pub(super) const FREE: usize = 7;

/// All parts of the change from one side to another, both with orders: those of [`OF_GOODS`], then
/// those of [`EXTRAS`].
pub(super) fn parts(before: &Side, after: &Side) -> Vec<(PartKind, Raw)> {
    let goods = OF_GOODS.into_iter().zip(goods(before, after));
    let extras = EXTRAS.into_iter().enumerate().map(|(index, kind)| {
        let of = |side: &Side| mean(side.extras[index], side.orders.into());
        let amount = of(after) - of(before);
        let products = Vec::new();
        (kind, Raw { amount, products })
    });
    goods.chain(extras).collect()
}

fn goods(before: &Side, after: &Side) -> [Raw; OF_GOODS.len()] {
    let mut parts: [Raw; OF_GOODS.len()] = Default::default();
    let of = |side: &Side| mean(side.goods, side.orders.into());
    let (then, now) = (of(before), of(after));
    let computable = |side: &Side| side.units > 0 && side.goods > 0;
    if !(computable(before) && computable(after)) {
        parts[FREE].amount = now - then;
        return parts;
    }
    let per_order = |side: &Side| mean(side.units, side.orders.into());
    parts[UNITS].amount = log_mean(now, then) * log_ratio(per_order(after), per_order(before));
    let prices = Prices::new(before, after);
    // What moves the price of a piece by one moves the average by this much.
    let scale = log_mean(now, then) / prices.middle;
    let sold = before.products.iter().zip(&after.products);
    for (product, (old, new)) in (0..).zip(sold) {
        if old.is_nothing() && new.is_nothing() {
            continue;
        }
        prices.of_product(old, new, |part, amount| {
            let amount = scale * amount;
            parts[part].amount += amount;
            parts[part].products.push(RawProduct { product, amount });
        });
    }
    prices.of_unlisted(&before.unlisted(), &after.unlisted(), |part, amount| {
        parts[part].amount += scale * amount;
    });
    parts
}

/// The average price of a piece on both sides.
struct Prices {
    /// Pieces of each side.
    pieces: [f64; 2],
    /// The logarithmic mean of both average prices.
    middle: f64,
}

impl Prices {
    fn new(before: &Side, after: &Side) -> Self {
        let pieces = [before, after].map(|side| crate::interval::wide_float(side.units));
        let goods = [before, after].map(|side| crate::interval::wide_float(side.goods));
        let middle = log_mean(goods[1] / pieces[1], goods[0] / pieces[0]);
        Self { pieces, middle }
    }

    /// By how much a product moves the price of a piece, part by part.
    fn of_product(&self, old: &ProductSide, new: &ProductSide, mut moves: impl FnMut(usize, f64)) {
        match (old.is_nothing(), new.is_nothing()) {
            (false, false) if old.is_positive() && new.is_positive() => {
                let [price, discount, choice] = self.factors(old, new);
                moves(PRICE, price);
                moves(DISCOUNT, discount);
                moves(CHOICE, choice);
            }
            (true, false) if new.is_positive() => moves(NEW, self.whole(old, new)),
            (false, true) if old.is_positive() => moves(GONE, self.whole(old, new)),
            _ => moves(FREE, self.whole(old, new)),
        }
    }

    /// By how much goods without lines move it: how deep they were discounted is known, but not
    /// what they are.
    fn of_unlisted(&self, old: &ProductSide, new: &ProductSide, mut moves: impl FnMut(usize, f64)) {
        if old.is_positive() && new.is_positive() {
            let [price, discount, choice] = self.factors(old, new);
            moves(DISCOUNT, discount);
            moves(UNLISTED, price + choice);
        } else {
            moves(UNLISTED, self.whole(old, new));
        }
    }

    /// All of a product's move: the change of its goods per piece sold, less that of its share at
    /// the middle price.
    fn whole(&self, old: &ProductSide, new: &ProductSide) -> f64 {
        let [pieces_then, pieces_now] = self.pieces;
        let goods = float(new.goods) / pieces_now - float(old.goods) / pieces_then;
        goods - self.share_at_middle(old, new)
    }

    fn share_at_middle(&self, old: &ProductSide, new: &ProductSide) -> f64 {
        let [pieces_then, pieces_now] = self.pieces;
        let share = float(new.units) / pieces_now - float(old.units) / pieces_then;
        self.middle * share
    }

    /// Price, discount and choice of a product with positive numbers on both sides.
    fn factors(&self, old: &ProductSide, new: &ProductSide) -> [f64; 3] {
        let [pieces_then, pieces_now] = self.pieces;
        let goods = |sold: &ProductSide, pieces: f64| float(sold.goods) / pieces;
        let share = |sold: &ProductSide, pieces: f64| float(sold.units) / pieces;
        let price = |sold: &ProductSide| float(sold.gross) / float(sold.units);
        let kept = |sold: &ProductSide| float(sold.goods) / float(sold.gross);
        let weight = log_mean(goods(new, pieces_now), goods(old, pieces_then));
        let chosen = log_ratio(share(new, pieces_now), share(old, pieces_then));
        [
            weight * log_ratio(price(new), price(old)),
            weight * log_ratio(kept(new), kept(old)),
            weight * chosen - self.share_at_middle(old, new),
        ]
    }
}

/// The logarithmic mean of two positive numbers: (a − b) ÷ ln(a ÷ b), and a where they are equal.
fn log_mean(a: f64, b: f64) -> f64 {
    let middle = f64::midpoint(a, b);
    // r ÷ artanh r, where both would lose their digits: r = 0.01 leaves an error of 10⁻¹⁶.
    let r = (a - b) / (a + b);
    if r.abs() < 0.01 {
        let square = r * r;
        return middle / (1.0 + square * (1.0 / 3.0 + square * (0.2 + square * (1.0 / 7.0))));
    }
    (a - b) / log_ratio(a, b)
}

/// ln(a ÷ b) of two positive numbers, with all digits where they are nearly equal.
fn log_ratio(a: f64, b: f64) -> f64 {
    if (a - b).abs() < 0.5 * b {
        ((a - b) / b).ln_1p()
    } else {
        (a / b).ln()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn logarithmic_means_are_known_ones() {
        assert!((log_mean(std::f64::consts::E, 1.0) - (std::f64::consts::E - 1.0)).abs() < 1e-15);
        assert!((log_mean(5.0, 5.0) - 5.0).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn it_lies_between_the_geometric_and_the_arithmetic_mean(a in 1e-6_f64..1e12, ratio in 0.5_f64..2.0) {
            for b in [a * ratio, a * (1.0 + (ratio - 1.0) * 1e-3), a * (1.0 + (ratio - 1.0) * 1e-9)] {
                let mean = log_mean(a, b);
                let slack = mean * 1e-14;
                prop_assert!((a * b).sqrt() <= mean + slack && mean <= f64::midpoint(a, b) + slack, "{a} {b} {mean}");
                prop_assert!((mean * log_ratio(a, b) - (a - b)).abs() <= 1e-12 * a.max(b));
                prop_assert!((mean - log_mean(b, a)).abs() <= slack);
            }
        }
    }
}
