//! One side of a change, summed: by order and by product.

use pannier_core::{Facts, OrderFlags, Sparse, div_half_even};
use rayon::prelude::*;

use super::{MovedSide, PartKind, ProductSide, average};
use crate::{Formula, clusters::fit};

/// What a formula may have beside goods.
pub(super) const EXTRAS: [PartKind; 7] = [
    PartKind::Tax,
    PartKind::Shipping,
    PartKind::Refunds,
    PartKind::Duties,
    PartKind::Tips,
    PartKind::GiftCards,
    PartKind::Unexplained,
];

/// Fewer orders than this are not worth a thread.
const ORDERS_PER_THREAD: usize = 8_192;

/// The sums of one side.
#[derive(Debug, Clone, Default)]
pub(super) struct Side {
    pub(super) orders: u32,
    /// By the index of the product.
    pub(super) products: Vec<ProductSide>,
    pub(super) units: i128,
    pub(super) gross: i128,
    pub(super) goods: i128,
    /// What each of [`EXTRAS`] adds to goods.
    pub(super) extras: [i128; EXTRAS.len()],
}

impl Side {
    pub(super) fn read(facts: &Facts, formula: Formula, positions: &[u32]) -> Self {
        let stretch = positions
            .len()
            .div_ceil(rayon::current_num_threads().max(1));
        positions
            .par_chunks(stretch.max(ORDERS_PER_THREAD))
            .map(|positions| {
                let mut side = Self::default();
                side.products
                    .resize(facts.products.len(), ProductSide::default());
                for position in positions {
                    side.take(facts, formula, *position as usize);
                }
                side
            })
            .reduce_with(Self::plus)
            .unwrap_or_else(|| Self {
                products: vec![ProductSide::default(); facts.products.len()],
                ..Self::default()
            })
    }

    fn take(&mut self, facts: &Facts, formula: Formula, at: usize) {
        let goods = i128::from(facts.goods[at]);
        self.orders += 1;
        self.units += i128::from(facts.units[at]);
        self.gross += goods + i128::from(facts.discounts[at]);
        self.goods += goods;
        if formula != Formula::Goods {
            let extras = extras(facts, formula, at);
            for (sum, extra) in self.extras.iter_mut().zip(extras) {
                *sum += extra;
            }
        }
        let lines = &facts.lines;
        for line in lines.of(at) {
            if lines.gift_card[line] {
                continue;
            }
            // A product that is not among the products is one that is not listed.
            if let Some(sums) = self.products.get_mut(lines.product[line] as usize) {
                let amount = lines.amount[line];
                sums.units = sums.units.saturating_add(lines.quantity[line].into());
                sums.gross = sums.gross.saturating_add(amount);
                let goods = amount.saturating_sub(lines.discount[line]);
                sums.goods = sums.goods.saturating_add(goods);
            }
        }
    }

    fn plus(mut self, other: Self) -> Self {
        self.orders += other.orders;
        self.units += other.units;
        self.gross += other.gross;
        self.goods += other.goods;
        for (sum, more) in self.extras.iter_mut().zip(other.extras) {
            *sum += more;
        }
        for (sums, more) in self.products.iter_mut().zip(other.products) {
            sums.units = sums.units.saturating_add(more.units);
            sums.gross = sums.gross.saturating_add(more.gross);
            sums.goods = sums.goods.saturating_add(more.goods);
        }
        self
    }

    /// What the orders hold beyond their lines, as if it were one product.
    pub(super) fn unlisted(&self) -> ProductSide {
        let listed = self.products.iter().fold([0; 3], |sums: [i128; 3], sold| {
            [
                sums[0] + i128::from(sold.units),
                sums[1] + i128::from(sold.gross),
                sums[2] + i128::from(sold.goods),
            ]
        });
        ProductSide {
            units: fit(self.units - listed[0]),
            gross: fit(self.gross - listed[1]),
            goods: fit(self.goods - listed[2]),
        }
    }

    fn revenue(&self) -> i128 {
        self.goods + self.extras.iter().sum::<i128>()
    }

    /// The change of the average to another side, rounded half to even once.
    pub(super) fn exact_change(&self, after: &Self) -> Option<i64> {
        let (then, now) = (i128::from(self.orders), i128::from(after.orders));
        (then > 0 && now > 0).then(|| {
            fit(div_half_even(
                after.revenue() * then - self.revenue() * now,
                now * then,
            ))
        })
    }

    pub(super) fn figures(&self) -> MovedSide {
        MovedSide {
            orders: self.orders,
            revenue: fit(self.revenue()),
            aov: average(self.revenue(), self.orders.into()),
            units: fit(self.units),
            gross: fit(self.gross),
            goods: fit(self.goods),
        }
    }
}

/// What an order's revenue by a formula has beside goods, in the order of [`EXTRAS`].
fn extras(facts: &Facts, formula: Formula, at: usize) -> [i128; EXTRAS.len()] {
    let wide = |column: &[i64]| i128::from(column[at]);
    let rare = |column: &Sparse| i128::from(column[at]);
    let tax_in_prices = facts.flags[at].has(OrderFlags::TAX_INCLUDED);
    match formula {
        Formula::Shopify if tax_in_prices => [-wide(&facts.goods_tax), 0, 0, 0, 0, 0, 0],
        Formula::Goods | Formula::Shopify => [0; EXTRAS.len()],
        Formula::Net => [0, 0, -rare(&facts.goods_refunded), 0, 0, 0, 0],
        Formula::Collected => {
            let tax = if tax_in_prices { 0 } else { wide(&facts.tax) };
            let named = [
                tax,
                wide(&facts.shipping),
                rare(&facts.duties),
                rare(&facts.tip),
                rare(&facts.gift_cards),
            ];
            let [tax, shipping, duties, tips, gift_cards] = named;
            let rest = wide(&facts.total) - wide(&facts.goods) - named.iter().sum::<i128>();
            let refunds = -wide(&facts.refunded);
            [tax, shipping, refunds, duties, tips, gift_cards, rest]
        }
    }
}
