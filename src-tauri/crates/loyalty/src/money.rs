//! What points cost the shop, and what has to come of them.
//!
//! All amounts are minor units of the programme's currency. Shares are [`Millionths`], so that
//! nothing is lost to floating point. What is assumed is said by whoever asks:
//!
//! - A reward costs what it takes off an order, without the tax that falls away with it.
//! - A point costs what the reward costs ÷ the points that it takes.
//! - Of points given, a share is spent on rewards; of those, the breakage is never used. So
//!   points cost: points × cost of a point × share spent × (1 − breakage).
//! - Liability is the same of the points that are outstanding.
//! - Break-even: goods have to rise by the share u with u × goods × margin = cost × (1 + u), as
//!   what is bought more earns points as well: u = cost ÷ (goods × margin − cost).
//! - Or k orders just below the threshold have to be topped up to it:
//!   k = cost ÷ (mean gap × margin − cost of the points that such an order earns more).

use pannier_core::div_half_even;

use crate::{Gives, Near, Reward};

/// A part of a whole, in millionths: 450,000 is 45 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Millionths(i64);

impl Millionths {
    /// All of it.
    pub const WHOLE: Self = Self(1_000_000);

    /// So many; below 0 is 0, and above the whole is the whole.
    pub fn new(millionths: i64) -> Self {
        Self(millionths.clamp(0, Self::WHOLE.0))
    }

    /// How many.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// What is left of the whole.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(Self::WHOLE.0 - self.0)
    }

    /// The part of a part, rounded half to even.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self(other.of(self.0))
    }

    /// The part of an amount, rounded half to even.
    pub fn of(self, amount: i64) -> i64 {
        let product = i128::from(amount) * i128::from(self.0);
        narrowed(div_half_even(product, i128::from(Self::WHOLE.0)))
    }
}

/// What a reward is worth to someone, and costs the shop, each time it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RewardCost {
    /// Points that it takes.
    pub points: i64,
    /// What it takes off an order, on average, at the shop's prices.
    pub worth: i64,
    /// What that costs the shop.
    pub cost: i64,
}

/// What a cost leans on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CostBasis {
    /// The tax in prices: it falls away with what is taken off.
    pub tax: Millionths,
    /// What is left of prices after tax and the cost of goods.
    pub margin: Millionths,
    /// What an order that pays shipping pays, where any does.
    pub shipping: Option<i64>,
}

/// What a reward costs each time it is used.
///
/// A percentage is taken of the goods of each of these orders on which it could have been used, at
/// most what its cap says, and the mean of that is what it is worth. A free product is worth its
/// price and costs what the shop pays for it: the price without tax and margin. An amount off and a
/// gift card are worth their amount; free shipping, what orders pay for shipping.
///
/// Nothing where that cannot be told: a freebie without a price, a percentage without orders.
pub fn reward_cost(
    reward: &Reward,
    goods: impl Iterator<Item = i64>,
    basis: CostBasis,
) -> Option<RewardCost> {
    let without_tax = |worth: i64| basis.tax.rest().of(worth);
    let (worth, cost) = match &reward.gives {
        Gives::PercentOff { percent, at_most } => {
            let least = reward.terms.minimum_order.unwrap_or(0).max(1);
            let (mut orders, mut sum) = (0_i128, 0_i128);
            for goods in goods.filter(|goods| *goods >= least) {
                let off = i128::from(goods) * i128::from(*percent);
                let most = at_most.map_or(i128::MAX, |most| i128::from(most) * 100);
                orders += 1;
                sum += off.min(most);
            }
            if orders == 0 {
                return None;
            }
            let worth = narrowed(div_half_even(sum, 100 * orders));
            (worth, without_tax(worth))
        }
        Gives::AmountOff { amount } | Gives::GiftCard { amount } => (*amount, without_tax(*amount)),
        Gives::FreeShipping => {
            let paid = basis.shipping?;
            (paid, without_tax(paid))
        }
        Gives::FreeProduct { worth, .. } => {
            let worth = (*worth)?;
            (worth, (without_tax(worth) - basis.margin.of(worth)).max(0))
        }
    };
    Some(RewardCost {
        points: reward.costs,
        worth,
        cost,
    })
}

impl RewardCost {
    /// What points cost where this share of them is used on the reward, rounded half to even.
    pub fn of_points(&self, points: i64, used: Millionths) -> i64 {
        let whole = i128::from(Millionths::WHOLE.get());
        let takes = i128::from(self.points.max(1)) * whole;
        // Of points beyond counting, the cost is beyond counting too.
        let product = i128::from(points)
            .checked_mul(i128::from(self.cost))
            .and_then(|product| product.checked_mul(i128::from(used.get())));
        product.map_or(i64::MAX, |product| narrowed(div_half_even(product, takes)))
    }
}

/// What has to come of a programme so that it pays for itself. Nothing where nothing would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BreakEven {
    /// By how much goods have to rise, in millionths; may be more than the whole.
    pub rise: Option<i64>,
    /// How many orders just below the threshold have to be topped up to it; may be more than there
    /// are.
    pub top_ups: Option<u64>,
}

/// What pays for a cost, beside goods at a margin and the orders just below the threshold. What
/// costs nothing is paid for by nothing.
pub fn break_even(
    cost: i64,
    goods: i64,
    margin: Millionths,
    near: Option<&Near>,
    reward: &RewardCost,
    used: Millionths,
) -> BreakEven {
    if cost <= 0 {
        return BreakEven {
            rise: Some(0),
            top_ups: near.map(|_| 0),
        };
    }
    let whole = i128::from(Millionths::WHOLE.get());
    let (cost, margin_of) = (i128::from(cost), i128::from(margin.get()));
    let left = i128::from(goods) * margin_of - cost * whole;
    let rise = (left > 0).then(|| narrowed(div_half_even(cost * whole * whole, left)));
    let top_ups = near.filter(|near| near.orders > 0).and_then(|near| {
        // Per order, in millionths of a minor unit.
        let brings = i128::from(near.gap) * margin_of / i128::from(near.orders);
        let points = i128::from(reward.of_points(near.points.saturating_mul(1_000), used)) * 1_000;
        let gains = brings - points;
        (gains > 0).then(|| {
            let needed = (cost * whole + gains - 1) / gains;
            u64::try_from(needed).unwrap_or(u64::MAX)
        })
    });
    BreakEven { rise, top_ups }
}

/// An amount that is stored; what is beyond that is as much as can be.
fn narrowed(amount: i128) -> i64 {
    i64::try_from(amount).unwrap_or(if amount < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Terms;

    fn percent(share: i64) -> Millionths {
        Millionths::new(share * 10_000)
    }

    fn reward(gives: Gives) -> Reward {
        Reward {
            id: 1,
            costs: 100,
            gives,
            terms: Terms::default(),
        }
    }

    fn worth(reward: &Reward, basis: CostBasis) -> Option<(i64, i64)> {
        let goods = [0, 4_000, 8_000, 40_000];
        reward_cost(reward, goods.into_iter(), basis).map(|found| (found.worth, found.cost))
    }

    #[test]
    fn a_share_stays_within_the_whole() {
        assert_eq!(Millionths::new(-5), percent(0));
        assert_eq!(Millionths::new(2_000_000), Millionths::WHOLE);
        assert_eq!(percent(60).times(percent(90)), percent(54));
        assert_eq!(percent(25).rest(), percent(75));
        assert_eq!(percent(50).of(5), 2, "half to even");
        assert_eq!(percent(50).of(i64::MAX), i64::MAX / 2 + 1);
    }

    #[test]
    fn a_reward_costs_what_it_takes_off_without_tax() {
        let basis = CostBasis {
            tax: percent(20),
            margin: percent(30),
            shipping: Some(490),
        };
        let off = |at_most| {
            reward(Gives::PercentOff {
                percent: 25,
                at_most,
            })
        };
        // 10.00, 20.00 and 100.00 of the three orders that come to anything.
        assert_eq!(worth(&off(None), basis), Some((4_333, 3_466)));
        // 10.00, 20.00 and 40.00.
        assert_eq!(worth(&off(Some(4_000)), basis), Some((2_333, 1_866)));
        let mut large = off(None);
        large.terms.minimum_order = Some(8_000);
        assert_eq!(worth(&large, basis), Some((6_000, 4_800)));
        large.terms.minimum_order = Some(90_000);
        assert_eq!(worth(&large, basis), None, "on no order");
        let amount = reward(Gives::AmountOff { amount: 500 });
        assert_eq!(worth(&amount, basis), Some((500, 400)));
        let card = reward(Gives::GiftCard { amount: 1_000 });
        assert_eq!(worth(&card, basis), Some((1_000, 800)));
        let shipping = reward(Gives::FreeShipping);
        assert_eq!(worth(&shipping, basis), Some((490, 392)));
        assert_eq!(worth(&shipping, CostBasis::default()), None);
        let product = |worth| {
            reward(Gives::FreeProduct {
                name: "a candle".to_owned(),
                worth,
            })
        };
        assert_eq!(worth(&product(Some(2_000)), basis), Some((2_000, 1_000)));
        assert_eq!(worth(&product(None), basis), None);
    }

    const REWARD: RewardCost = RewardCost {
        points: 100,
        worth: 2_000,
        cost: 1_800,
    };

    #[test]
    fn points_cost_their_part_of_the_reward() {
        assert_eq!(REWARD.of_points(31_360, percent(45)), 254_016);
        assert_eq!(REWARD.of_points(31_360, Millionths::WHOLE), 564_480);
        assert_eq!(REWARD.of_points(0, percent(45)), 0);
        assert_eq!(
            REWARD.of_points(1 << 53, percent(100)),
            162_129_586_585_337_856
        );
        let dear = RewardCost {
            cost: i64::MAX,
            ..REWARD
        };
        assert_eq!(dear.of_points(1 << 53, percent(100)), i64::MAX);
    }

    #[test]
    fn what_breaks_even_does_so_to_the_order() {
        let near = Near {
            threshold: 8_000,
            within: 800,
            orders: 418,
            gap: 418 * 500,
            points: 5,
        };
        // An order brings 5.00 × 62 % − 5 × 0.081 = 2.695; 70 of them bring 188.65, 71 191.34.
        let found = break_even(
            18_900,
            10_000_000,
            percent(62),
            Some(&near),
            &REWARD,
            percent(45),
        );
        assert_eq!(found.top_ups, Some(71));
        // 189 ÷ (100,000 × 62 % − 189).
        assert_eq!(found.rise, Some(3_058));
        // Goods of 30,580 more bring 18,959.60, and the programme costs 18,957.80 then.
        let small = break_even(
            18_900,
            20_000,
            percent(62),
            Some(&near),
            &REWARD,
            percent(45),
        );
        assert_eq!(small.rise, None, "no rise pays for it");
        let poor = break_even(
            18_900,
            10_000_000,
            percent(5),
            Some(&near),
            &REWARD,
            percent(45),
        );
        assert_eq!(poor.top_ups, None, "each order costs more than it brings");
        let free = break_even(0, 0, percent(0), Some(&near), &REWARD, percent(45));
        assert_eq!((free.rise, free.top_ups), (Some(0), Some(0)));
        let none = break_even(100, 10_000_000, percent(62), None, &REWARD, percent(45));
        assert_eq!(none.top_ups, None);
    }
}
