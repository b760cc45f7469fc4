//! What is left of an order's goods after tax and the cost of what was sold.

use pannier_core::{Facts, OrderFlags};

use crate::{clusters::fit, interval::float, ranges::ratio};

/// Shares of goods, over some orders. Goods are after discounts, tax as the prices show it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Margin {
    /// The tax in the goods' prices, as a share of goods: 0 where prices are without tax. Nothing
    /// without goods.
    pub tax_share: Option<f64>,
    /// What is left after tax and cost, as a share of goods, over the lines whose cost is known;
    /// nothing where none is. May be under zero.
    pub share: Option<f64>,
    /// The share of goods whose cost is known.
    pub known: Option<f64>,
}

/// The margin of the orders at these positions. Costs are the products' present ones, and are taken
/// into account only when told that they are in the currency of the orders.
pub fn margin(facts: &Facts, positions: &[u32], costs: bool) -> Margin {
    let (mut goods, mut tax) = (0_i128, 0_i128);
    let (mut covered, mut cost, mut covered_tax) = (0_i128, 0_i128, 0.0);
    for position in positions {
        let at = *position as usize;
        let order = facts.goods[at];
        let order_tax = if facts.flags[at].has(OrderFlags::TAX_INCLUDED) {
            facts.goods_tax[at]
        } else {
            0
        };
        goods += i128::from(order);
        tax += i128::from(order_tax);
        if !costs {
            continue;
        }
        let mut here = 0_i64;
        for line in facts.lines.of(at) {
            let product = facts.lines.product[line] as usize;
            let known = facts.products.cost.get(product).copied().flatten();
            if let (Some(each), false) = (known, facts.lines.gift_card[line]) {
                here = here.saturating_add(facts.lines.goods(line));
                cost += i128::from(each) * i128::from(facts.lines.quantity[line]);
            }
        }
        covered += i128::from(here);
        if order > 0 {
            covered_tax += float(order_tax) * (float(here) / float(order));
        }
    }
    let (goods, covered) = (fit(goods), fit(covered));
    let left = float(covered) - covered_tax - float(fit(cost));
    Margin {
        tax_share: ratio(fit(tax), goods),
        share: (covered > 0).then(|| left / float(covered)),
        known: ratio(covered, goods),
    }
}
