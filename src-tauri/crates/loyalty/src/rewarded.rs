//! Orders on which rewards were used: which, and what they took off.

use std::collections::HashMap;

use pannier_core::{div_half_even, share};
use pannier_store::{EarningLine, EarningOrder, RewardRecord};

use crate::{Gives, codes::plain_code};

/// A reward that was given out.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) id: i64,
    pub(crate) gives: Gives,
}

/// Rewards by their code, as [`plain_code`] has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct GivenRewards(HashMap<String, Given>);

impl GivenRewards {
    pub(crate) fn new(records: &[RewardRecord]) -> Self {
        let given = records.iter().filter_map(|record| {
            // What it gives can only fail to be read in a file that somebody else wrote to.
            let reward: crate::Reward = serde_json::from_str(&record.terms).ok()?;
            let given = Given {
                id: record.id,
                gives: reward.gives,
            };
            Some((plain_code(&record.code), given))
        });
        Self(given.collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rewards whose codes an order carries.
    pub(crate) fn of(&self, codes: &str) -> Vec<&Given> {
        if self.0.is_empty() || codes.is_empty() {
            return Vec::new();
        }
        codes
            .split([',', ';'])
            .filter_map(|code| self.0.get(&plain_code(code)))
            .collect()
    }
}

/// What rewards took off an order, in minor units: never more than was taken off at all.
pub(crate) fn taken_off(order: &EarningOrder, used: &[&Given]) -> i64 {
    let mut sum = 0_i64;
    for given in used {
        let off = match &given.gives {
            Gives::PercentOff { percent: 100.., .. } => order.discounts,
            Gives::PercentOff { percent, at_most } => {
                // What was left is the rest of the whole.
                let product = i128::from(order.goods.max(0)) * i128::from(*percent);
                let off = div_half_even(product, i128::from(100 - *percent));
                let off = i64::try_from(off).unwrap_or(i64::MAX);
                off.min(at_most.unwrap_or(i64::MAX))
            }
            Gives::AmountOff { amount } => *amount,
            Gives::FreeProduct { worth, .. } => worth.unwrap_or(0),
            Gives::FreeShipping | Gives::GiftCard { .. } => 0,
        };
        sum = sum.saturating_add(off);
    }
    sum.clamp(0, order.discounts.max(0))
}

/// What of an order counts as goods: before rewards, without what is excluded.
pub(crate) fn counted_goods(
    order: &EarningOrder,
    used: &[&Given],
    lines: Option<&[EarningLine]>,
    excluded: impl Fn(&EarningLine, bool) -> bool,
) -> i64 {
    let off = taken_off(order, used);
    // What a reward took off is no discount of an item.
    let by_reward_alone = off > 0 && off >= order.discounts;
    let goods = match lines {
        Some(lines) if !lines.is_empty() => {
            let all: i64 = lines.iter().map(|line| line.goods).sum();
            let kept: i64 = lines
                .iter()
                .filter(|line| !excluded(line, by_reward_alone))
                .map(|line| line.goods)
                .sum();
            kept.saturating_add(share(off, kept, all))
        }
        _ => order.goods.saturating_add(off),
    };
    goods.max(0)
}
