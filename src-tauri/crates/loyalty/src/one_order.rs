//! Who is one order from a reward.
//!
//! What one order can earn is what the rules for orders and for amounts give of the shop's usual
//! order, or of one up to twice as large that reaches a threshold of theirs; where that is nothing,
//! of the lowest threshold. The usual order is the average of the last 365 days.

use pannier_core::{OrderFlags, Timestamp, div_half_even};
use pannier_store::ReadTx;

use crate::{Earning, Programme, Result, grants::of_goods};

/// Days that the usual order is taken from.
const DAYS: i64 = 365;

/// The goods of the shop's usual order, in minor units of its currency: the average of the last 365
/// days, else of all orders; 0 without orders.
pub fn usual_order(tx: &ReadTx, now: Timestamp) -> Result<i64> {
    let shop = tx.shop()?;
    let no_sale = OrderFlags::TEST
        .with(OrderFlags::CANCELLED)
        .with(OrderFlags::GIFT_CARDS_ONLY)
        .bits();
    let from = shop.zone.day_of(now).plus_days(-DAYS);
    let (mut lately, mut ever) = ((0_i64, 0_i64), (0_i64, 0_i64));
    for sum in tx.day_sums()? {
        if sum.currency != shop.currency || sum.flags.bits() & no_sale != 0 {
            continue;
        }
        let add = |to: &mut (i64, i64)| {
            to.0 = to.0.saturating_add(sum.goods);
            to.1 = to.1.saturating_add(sum.orders);
        };
        add(&mut ever);
        if sum.day > from {
            add(&mut lately);
        }
    }
    let (goods, orders) = if lately.1 > 0 { lately } else { ever };
    if orders == 0 {
        return Ok(0);
    }
    let average = div_half_even(goods.into(), orders.into());
    Ok(i64::try_from(average).unwrap_or(i64::MAX))
}

/// Points that one order can earn where the usual one comes to `usual` minor units; 0 while nothing
/// earns points.
///
/// # Errors
/// [`crate::Error::TooManyPoints`].
pub fn one_order(programme: &Programme, usual: i64) -> Result<i64> {
    if programme.paused {
        return Ok(0);
    }
    let mut thresholds: Vec<i64> = programme
        .rules
        .iter()
        .filter_map(|rule| match rule.earns {
            Earning::PerOrder { from, .. } | Earning::PerAmount { from, .. } => Some(from),
            _ => None,
        })
        .collect();
    thresholds.sort_unstable();
    let of = |goods: i64| -> Result<i64> {
        programme.rules.iter().try_fold(0_i64, |sum, rule| {
            Ok(sum.saturating_add(of_goods(&rule.earns, goods)?))
        })
    };
    let mut most = of(usual)?;
    let reach = usual.saturating_mul(2);
    for threshold in thresholds.iter().filter(|least| **least <= reach) {
        most = most.max(of(*threshold)?);
    }
    if most == 0 {
        for threshold in &thresholds {
            most = of(*threshold)?;
            if most > 0 {
                break;
            }
        }
    }
    Ok(most.min(programme.caps.per_day.unwrap_or(i64::MAX)))
}

#[cfg(test)]
mod tests {
    use pannier_core::Currency;

    use super::*;
    use crate::{Caps, Rounding, Rule};

    fn with(rules: &[Earning]) -> Programme {
        Programme {
            rules: (1..)
                .zip(rules)
                .map(|(id, earns)| Rule {
                    id,
                    earns: earns.clone(),
                })
                .collect(),
            ..Programme::default_of(Currency::EUR)
        }
    }

    fn from(points: i64, from: i64) -> Earning {
        Earning::PerOrder {
            points,
            from,
            below: None,
        }
    }

    #[test]
    fn one_order_earns_what_a_usual_one_does_or_one_within_reach() {
        let of = |programme: &Programme, usual| one_order(programme, usual).unwrap();
        let plain = with(&[from(10, 10_000)]);
        assert_eq!(of(&plain, 12_000), 10);
        assert_eq!(of(&plain, 6_000), 10, "a larger one is within reach");
        assert_eq!(of(&plain, 900), 10, "there is no smaller one that earns");
        assert_eq!(of(&plain, 0), 10);
        let steps = with(&[from(5, 0), from(10, 10_000), from(500, 100_000)]);
        assert_eq!(of(&steps, 6_000), 15, "nobody orders for ten times as much");
        assert_eq!(of(&steps, 4_000), 5);
        let each = Earning::PerAmount {
            points: 1,
            each: 100,
            rounding: Rounding::Down,
            from: 0,
        };
        assert_eq!(of(&with(std::slice::from_ref(&each)), 6_150), 61);
        let capped = Programme {
            caps: Caps {
                per_day: Some(30),
                per_month: None,
            },
            ..with(&[each])
        };
        assert_eq!(of(&capped, 6_150), 30);
        let paused = Programme {
            paused: true,
            ..plain
        };
        assert_eq!(of(&paused, 12_000), 0);
        let joining = with(&[Earning::Joining { points: 20 }]);
        assert_eq!(of(&joining, 6_000), 0, "one joins once");
    }
}
