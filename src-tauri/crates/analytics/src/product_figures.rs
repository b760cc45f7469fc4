//! What each product sold, and what the orders were worth that held it.

use pannier_core::{Day, Facts, div_half_even};

use crate::{Formula, clusters::fit};

/// What one product did within a period. Amounts are minor units of the orders' currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductFigures {
    /// Orders that hold it.
    pub orders: u32,
    /// Pieces sold.
    pub units: i64,
    /// What was paid for its lines after discounts, as at the time of order.
    pub revenue: i64,
    /// Revenue of whole orders that hold it, as the formula counts it: divided by
    /// [`ProductFigures::orders`] it is their AOV.
    pub baskets: i64,
    /// Pieces sold in each of the equal parts of the period, the oldest first.
    pub parts: Vec<i64>,
}

impl ProductFigures {
    /// The average order value of the orders that hold it, half to even; nothing without one.
    pub fn aov(&self) -> Option<i64> {
        let (sum, orders) = (self.baskets.into(), self.orders.into());
        (self.orders > 0).then(|| fit(div_half_even(sum, orders)))
    }
}

/// How a period is cut for a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Its first day.
    pub from: Day,
    /// The day after its last.
    pub until: Day,
    /// Into how many parts; at least one.
    pub count: usize,
}

impl Parts {
    /// The part that a day falls into. Days outside fall into the nearest.
    fn of(self, day: i32) -> usize {
        let (from, until) = (
            i64::from(self.from.number()),
            i64::from(self.until.number()),
        );
        let days = (until - from).max(1);
        let into = (i64::from(day) - from).clamp(0, days - 1);
        let parts = i64::try_from(self.count).unwrap_or(1).max(1);
        usize::try_from(into * parts / days).unwrap_or(0)
    }
}

/// Figures of `products` products over the orders at `positions`. `product_of` says which product
/// each of [`Facts::products`] is counted as, since variants and renamed products are one. Gift
/// cards are no product. One pass over the lines; an order counts once however many lines hold a
/// product.
pub fn product_figures(
    facts: &Facts,
    formula: Formula,
    positions: &[u32],
    product_of: &[u32],
    products: usize,
    parts: Parts,
) -> Vec<ProductFigures> {
    let mut figures = vec![
        ProductFigures {
            parts: vec![0; parts.count.max(1)],
            ..ProductFigures::default()
        };
        products
    ];
    // The order in which a product was seen last, as its place in `positions` from 1.
    let mut seen_in = vec![0_u32; products];
    for (nth, position) in (1_u32..).zip(positions) {
        let order = *position as usize;
        let part = parts.of(facts.day[order]);
        let worth = formula.revenue(facts, order);
        for line in facts.lines.of(order) {
            let known = product_of.get(facts.lines.product[line] as usize);
            let Some(product) = known.map(|product| *product as usize) else {
                continue;
            };
            if facts.lines.gift_card[line] || product >= products {
                continue;
            }
            let own = &mut figures[product];
            let units = i64::from(facts.lines.quantity[line]);
            own.units += units;
            own.revenue += facts.lines.goods(line);
            own.parts[part] += units;
            if seen_in[product] != nth {
                seen_in[product] = nth;
                own.orders += 1;
                own.baskets += worth;
            }
        }
    }
    figures
}
