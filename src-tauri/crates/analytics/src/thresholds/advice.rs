//! What another threshold, or a first one, may change: of the average, of revenue, of margin.
//!
//! A plain count over the shop's own orders. With a threshold T, reach r, and for the rest what is
//! assumed:
//! - of the orders in `[T·(1 − r), T)` a share tops up to T and a little beyond;
//! - those, and all orders from T on, stop paying shipping (free shipping), or get what is given;
//! - where free shipping begins later than now, the orders that lose it pay shipping, and a share of
//!   them does not come about;
//! - those who topped up to the present threshold no longer do.
//!
//! Nobody is taken to order more often. Each figure is worked out at what is likely and at every
//! corner of what is assumed; its range is the least and the most of these.

use pannier_core::Facts;

use super::assumptions::{ThresholdAssumptions, lowest, within_reach};
use crate::{
    bundles::quantile_of,
    clusters::fit,
    interval::float,
    ranges::{Assumption, MoneyRange, Range, over_corners, ratio, round_step},
};

/// Candidates that are looked at by themselves.
const CANDIDATES: i64 = 30;

/// What there is from the threshold on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reward {
    /// Orders ship free.
    FreeShipping {
        /// From what value on they do now; nothing where all orders pay. 0 where none does.
        present: Option<i64>,
    },
    /// Points for the next order.
    Points {
        /// Points that an order gets.
        each: u32,
        /// Points that buy the discount.
        needed: u32,
        /// The discount in percent of an order's goods.
        percent: u32,
        /// The most it takes off, in minor units.
        at_most: Option<i64>,
        /// The share of points that will be spent.
        redeemed: Assumption,
    },
    /// A gift with the order.
    Gift {
        /// What it costs the shop, in minor units.
        cost: Assumption,
    },
}

/// The orders that a threshold touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Touched {
    /// Orders from the threshold on.
    pub above: u32,
    /// Shipping that these paid, in minor units.
    pub shipping_above: i64,
    /// Orders within reach below it.
    pub within_reach: u32,
    /// What these lack in all.
    pub gap: i64,
    /// Shipping that these paid.
    pub shipping_within_reach: i64,
    /// Orders that ship free now and no longer would.
    pub lose_free_shipping: u32,
    /// Their goods.
    pub goods_losing: i64,
    /// Those of them within reach.
    pub losing_within_reach: u32,
    /// The goods of these.
    pub goods_losing_within_reach: i64,
}

/// What a threshold may change, over the orders that were looked at. Minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// The threshold.
    pub threshold: i64,
    /// The orders it touches.
    pub touched: Touched,
    /// Change of the average goods of an order.
    pub aov: MoneyRange,
    /// Change of goods in all.
    pub revenue: MoneyRange,
    /// Change of what is left after tax, the cost of goods, shipping and the reward.
    pub margin: MoneyRange,
}

/// What thresholds may change, and which of them is worth it.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// What was assumed.
    pub assumptions: ThresholdAssumptions,
    /// Orders that were looked at.
    pub orders: u32,
    /// Their goods.
    pub revenue: i64,
    /// Days from the first of them to the last, both counted.
    pub days: i64,
    /// For each candidate, in the order given; the present threshold is left out.
    pub effects: Vec<Effect>,
    /// The index of the threshold whose margin is likely to gain most, among those that gain even at
    /// the worst; nothing where it is best to do nothing.
    pub best: Option<usize>,
}

/// Round values to try as a threshold: in steps of about a tenth of the median, from the lower
/// quarter of orders to the highest tenth. Nothing without orders of more than 0.
pub fn candidate_thresholds(facts: &Facts, positions: &[u32]) -> Vec<i64> {
    let mut goods: Vec<i64> = positions
        .iter()
        .map(|position| facts.goods[*position as usize])
        .filter(|goods| *goods > 0)
        .collect();
    let mut at = |percent: usize| quantile_of(&mut goods, percent);
    let (Some(low), Some(middle), Some(high)) = (at(25), at(50), at(90)) else {
        return Vec::new();
    };
    let step = round_step((middle / 10).max((high - low) / CANDIDATES).max(1));
    let first = low / step + i64::from(low % step > 0);
    (first..=high / step).map(|times| times * step).collect()
}

/// What each of these thresholds may change for the orders at these positions, as if it had been in
/// force while they were placed.
pub fn advise(
    facts: &Facts,
    positions: &[u32],
    reward: Reward,
    candidates: &[i64],
    assumptions: &ThresholdAssumptions,
) -> Advice {
    let present = match reward {
        Reward::FreeShipping { present } => present,
        Reward::Points { .. } | Reward::Gift { .. } => None,
    };
    let candidates: Vec<i64> = candidates
        .iter()
        .copied()
        .filter(|threshold| *threshold > 0 && Some(*threshold) != present)
        .collect();
    let goods = positions
        .iter()
        .map(|position| i128::from(facts.goods[*position as usize]));
    let revenue = fit(goods.sum());
    let orders = u32::try_from(positions.len()).unwrap_or(u32::MAX);
    let forecast = Forecast {
        assumptions,
        reward,
        orders: f64::from(orders),
        revenue: float(revenue),
        present: present.filter(|threshold| *threshold > 0).map(|threshold| {
            let near = within_reach(facts, positions, threshold, assumptions.reach);
            (float(threshold), near.0, near.1)
        }),
    };
    let effects: Vec<Effect> = if orders == 0 {
        Vec::new()
    } else {
        let touched = touched(facts, positions, present, &candidates, assumptions.reach);
        candidates
            .iter()
            .zip(touched)
            .map(|(threshold, touched)| forecast.effect(*threshold, touched))
            .collect()
    };
    let worth = effects
        .iter()
        .enumerate()
        .filter(|(_, effect)| effect.margin.low > 0);
    let day = |position: Option<&u32>| position.map(|at| i64::from(facts.day[*at as usize]));
    Advice {
        assumptions: *assumptions,
        orders,
        revenue,
        days: day(positions.last())
            .zip(day(positions.first()))
            .map_or(0, |(last, first)| last - first + 1),
        best: worth
            .max_by_key(|(_, effect)| effect.margin.likely)
            .map(|(index, _)| index),
        effects,
    }
}

/// Orders between two values at which anything changes.
#[derive(Debug, Clone, Copy, Default)]
struct Between {
    orders: u32,
    goods: i128,
    shipping: i128,
    /// Those that ship free by the present rule.
    free: u32,
    free_goods: i128,
}

impl Between {
    fn plus(self, other: &Self) -> Self {
        Self {
            orders: self.orders + other.orders,
            goods: self.goods + other.goods,
            shipping: self.shipping + other.shipping,
            free: self.free + other.free,
            free_goods: self.free_goods + other.free_goods,
        }
    }
}

/// One pass over the orders for all thresholds.
fn touched(
    facts: &Facts,
    positions: &[u32],
    present: Option<i64>,
    thresholds: &[i64],
    reach: f64,
) -> Vec<Touched> {
    let mut edges: Vec<i64> = thresholds
        .iter()
        .flat_map(|threshold| [*threshold, lowest(*threshold, reach)])
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let mut between = vec![Between::default(); edges.len() + 1];
    for position in positions {
        let at = *position as usize;
        let (goods, shipping) = (facts.goods[at], facts.shipping[at]);
        let free = shipping == 0 && present.is_some_and(|from| goods >= from);
        let cell = &mut between[edges.partition_point(|edge| *edge <= goods)];
        cell.orders += 1;
        cell.goods += i128::from(goods);
        cell.shipping += i128::from(shipping);
        if free {
            cell.free += 1;
            cell.free_goods += i128::from(goods);
        }
    }
    let sum = |from: usize, until: usize| {
        between[from..until]
            .iter()
            .fold(Between::default(), Between::plus)
    };
    let place = |value: i64| edges.partition_point(|edge| *edge <= value);
    thresholds
        .iter()
        .map(|threshold| {
            let (low, high) = (place(lowest(*threshold, reach)), place(*threshold));
            let (below, near, above) = (
                sum(0, high),
                sum(low.min(high), high),
                sum(high, between.len()),
            );
            Touched {
                above: above.orders,
                shipping_above: fit(above.shipping),
                within_reach: near.orders,
                gap: fit(i128::from(*threshold) * i128::from(near.orders) - near.goods),
                shipping_within_reach: fit(near.shipping),
                lose_free_shipping: below.free,
                goods_losing: fit(below.free_goods),
                losing_within_reach: near.free,
                goods_losing_within_reach: fit(near.free_goods),
            }
        })
        .collect()
}

struct Forecast<'a> {
    assumptions: &'a ThresholdAssumptions,
    reward: Reward,
    orders: f64,
    revenue: f64,
    /// The present threshold, the orders within reach below it and what they lack on average.
    present: Option<(f64, f64, f64)>,
}

/// Changes at one corner of what is assumed.
struct Change {
    orders: f64,
    revenue: f64,
    margin: f64,
}

impl Forecast<'_> {
    fn effect(&self, threshold: i64, touched: Touched) -> Effect {
        let assumed = self.assumptions;
        let share = |assumption: Assumption| assumption.value.within(0.0, 1.0);
        let of_reward = match self.reward {
            Reward::FreeShipping { .. } => Range::exactly(0.0),
            Reward::Points { redeemed, .. } => share(redeemed),
            Reward::Gift { cost } => cost.value,
        };
        let ranges = [
            share(assumed.tops_up),
            share(assumed.beyond),
            assumed.margin.value,
            share(assumed.leaves),
            assumed.shipping_charged.value,
            assumed.shipping_cost.value,
            of_reward,
        ];
        let over = |figure: &dyn Fn(Change) -> f64| {
            let at = |corner| figure(self.change(threshold, &touched, corner));
            MoneyRange::of(over_corners(ranges, at))
        };
        let before = self.revenue / self.orders;
        Effect {
            threshold,
            touched,
            aov: over(&|change| {
                let orders = self.orders + change.orders;
                if orders > 0.0 {
                    (self.revenue + change.revenue) / orders - before
                } else {
                    0.0
                }
            }),
            revenue: over(&|change| change.revenue),
            margin: over(&|change| change.margin),
        }
    }

    fn change(
        &self,
        threshold: i64,
        touched: &Touched,
        [tops_up, beyond, margin, leaves, charged, cost, reward]: [f64; 7],
    ) -> Change {
        let at = float(threshold);
        let reached = f64::from(touched.within_reach);
        let mut goods = tops_up * (float(touched.gap) + reached * at * beyond);
        // Of n within reach now, n ÷ (1 − share) were there before the share of them topped up.
        if let Some((present, left, gap)) = self.present {
            let moved = left * tops_up / (1.0 - tops_up).max(0.05);
            goods -= moved * (gap + present * beyond);
        }
        let (mut gone, mut shipping, mut given) = (0.0, 0.0, 0.0);
        match self.reward {
            Reward::FreeShipping { .. } => {
                let losing = f64::from(touched.lose_free_shipping)
                    - tops_up * f64::from(touched.losing_within_reach);
                let goods_losing = float(touched.goods_losing)
                    - tops_up * float(touched.goods_losing_within_reach);
                gone = leaves * losing;
                goods -= leaves * goods_losing;
                shipping = charged * (losing - gone)
                    - float(touched.shipping_above)
                    - tops_up * float(touched.shipping_within_reach);
            }
            Reward::Points {
                each,
                needed,
                percent,
                at_most,
                ..
            } => {
                let average = self.revenue / self.orders;
                let off = average * f64::from(percent) / 100.0;
                let off = at_most.map_or(off, |most| off.min(float(most))).max(0.0);
                let one = off * f64::from(each) / f64::from(needed.max(1)) * reward;
                given = one * (f64::from(touched.above) + tops_up * reached);
            }
            Reward::Gift { .. } => {
                let gifts = f64::from(touched.above) + tops_up * reached;
                return Change {
                    orders: 0.0,
                    revenue: goods,
                    margin: margin * goods - reward * gifts,
                };
            }
        }
        let after_tax = 1.0 - self.assumptions.tax_share.clamp(0.0, 1.0);
        Change {
            orders: -gone,
            revenue: goods - given,
            margin: margin * goods + after_tax * (shipping - given) + cost * gone,
        }
    }
}

impl Advice {
    /// The part of an amount that falls on 30 days.
    pub fn a_month(&self, amount: MoneyRange) -> MoneyRange {
        amount.times(ratio(30, self.days).unwrap_or(0.0))
    }
}
