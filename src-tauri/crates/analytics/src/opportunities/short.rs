//! Orders just short of free shipping; or, where there is none, a value from which it would pay.

use super::{Behind, History, Opportunity, OpportunityKind, OpportunityOptions};
use crate::{
    interval::{MIN_ORDERS, float},
    ranges::{Assumption, MoneyRange, over_corners},
    thresholds::{
        Effect, NearThreshold, OneItemShort, Reward, ThresholdAssumptions, advise,
        candidate_thresholds, near_threshold, one_item_short, orders_near, shipping_rules,
        threshold_assumptions,
    },
};

/// Orders just short that are worth a word.
const FEW: u32 = 10;
/// Days in which the present rule of shipping is looked for.
const RULES: i64 = 730;

/// Orders that stopped a little short of free shipping.
#[derive(Debug, Clone, PartialEq)]
pub struct JustShort {
    /// The orders: from a fifth below the threshold on.
    pub near: NearThreshold,
    /// Days they are of.
    pub days: i64,
    /// Those that lack just one popular item.
    pub one_item: OneItemShort,
    /// The share of them that would top up.
    pub tops_up: Assumption,
}

/// A shop without free shipping for which it would pay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FirstThreshold {
    /// What it would change over the days looked at.
    pub effect: Effect,
    /// Days they are of.
    pub days: i64,
    /// What was assumed.
    pub assumptions: ThresholdAssumptions,
}

pub(super) fn just_short(history: History, options: &OpportunityOptions) -> Option<Opportunity> {
    let facts = history.facts;
    let days = i64::from(options.days);
    let recent = history.last(days);
    let days = history.covered(days);
    if recent.len() < MIN_ORDERS as usize {
        return None;
    }
    let rules = shipping_rules(facts, history.last(RULES));
    let Some(threshold) = rules.last().and_then(|rule| rule.threshold) else {
        return first_threshold(history, recent, days, options);
    };
    let lowest = threshold - threshold / 5;
    let near = near_threshold(facts, recent, threshold, lowest);
    if near.near < FEW {
        return None;
    }
    let least = u32::try_from(recent.len() / 100)
        .unwrap_or(u32::MAX)
        .max(FEW);
    let a_month = 30.0 / float(days);
    let tops_up = options.tops_up.value.within(0.0, 1.0);
    let estimate = over_corners([tops_up], |[share]| share * float(near.sum_gap) * a_month);
    Some(Opportunity {
        kind: OpportunityKind::JustShort(JustShort {
            near,
            days,
            one_item: one_item_short(facts, recent, threshold, lowest, least),
            tops_up: options.tops_up,
        }),
        estimate: Some(MoneyRange::of(estimate)),
        behind: Behind::Orders(orders_near(facts, recent, threshold, lowest)),
    })
}

fn first_threshold(
    history: History,
    recent: &[u32],
    days: i64,
    options: &OpportunityOptions,
) -> Option<Opportunity> {
    let facts = history.facts;
    // Where nobody paid shipping, the file says nothing of it, or all of it is free already.
    if recent
        .iter()
        .all(|position| facts.shipping[*position as usize] == 0)
    {
        return None;
    }
    let assumptions = ThresholdAssumptions {
        tops_up: options.tops_up,
        ..threshold_assumptions(facts, recent, None, options.costs)
    };
    let candidates = candidate_thresholds(facts, recent);
    let reward = Reward::FreeShipping { present: None };
    let advice = advise(facts, recent, reward, &candidates, &assumptions);
    let effect = *advice.effects.get(advice.best?)?;
    let lowest = effect.threshold - effect.threshold / 5;
    Some(Opportunity {
        kind: OpportunityKind::FirstThreshold(Box::new(FirstThreshold {
            effect,
            days,
            assumptions,
        })),
        estimate: Some(effect.revenue.times(30.0 / float(days))),
        behind: Behind::Orders(orders_near(facts, recent, effect.threshold, lowest)),
    })
}
