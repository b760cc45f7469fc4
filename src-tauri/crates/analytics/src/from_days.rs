//! The figures of a period from the stored sums of its days, while the orders are being read.

use pannier_core::{Currency, DaySum, OrderFlags, Period, div_half_even};

use crate::{Formula, Summary, clusters::fit};

/// The revenue, the orders and what follows from them alone: no median and no interval, which need
/// each order. Sums of days tell which orders count by any formula, since they are kept apart by
/// what decides that.
pub fn summarise_days(
    days: &[DaySum],
    formula: Formula,
    currency: Currency,
    period: Period,
) -> Summary {
    let (mut revenue, mut orders, mut units) = (0_i128, 0_i64, 0_i128);
    let counted = days.iter().filter(|sum| {
        sum.currency == currency && period.contains(sum.day) && formula.counts(sum.flags)
    });
    for sum in counted {
        let of = |amount: i64| i128::from(amount);
        revenue += match formula {
            Formula::Shopify if sum.flags.has(OrderFlags::TAX_INCLUDED) => {
                of(sum.goods) - of(sum.goods_tax)
            }
            Formula::Goods | Formula::Shopify => of(sum.goods),
            Formula::Net => of(sum.goods) - of(sum.goods_refunded),
            Formula::Collected => of(sum.total) - of(sum.refunded),
        };
        orders += sum.orders;
        units += of(sum.units);
    }
    Summary {
        revenue: fit(revenue),
        orders: u32::try_from(orders).unwrap_or_default(),
        aov: (orders > 0).then(|| fit(div_half_even(revenue, orders.into()))),
        median: None,
        units: fit(units),
        interval: None,
    }
}
