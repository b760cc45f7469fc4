//! Orders on which rewards were used: which, and what they took off.

use std::collections::HashMap;

use pannier_core::{Day, ShopZone, Timestamp, div_half_even, share};
use pannier_store::{EarningLine, EarningOrder, RewardRecord};

use crate::{
    Gives,
    codes::{plain_code, shared_code},
};

/// A code that takes something off an order.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) of: Whose,
    pub(crate) gives: Gives,
}

/// Whose a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// That reward’s own.
    Reward(i64),
    /// It stands for all rewards of a number that were given out in a month.
    Month(u32, Day),
}

/// A reward that may be used by the code that all of its month share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shared {
    pub(crate) id: i64,
    pub(crate) account: i64,
    pub(crate) issued_at: Timestamp,
    taken_back_at: Option<Timestamp>,
}

impl Shared {
    /// Whether someone could use it at a moment.
    pub(crate) fn is_there(&self, at: Timestamp) -> bool {
        self.issued_at <= at && self.taken_back_at.is_none_or(|back| at < back)
    }
}

/// Rewards by their code, as [`plain_code`] has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct GivenRewards {
    by_code: HashMap<String, Given>,
    by_month: HashMap<(u32, Day), Vec<Shared>>,
}

impl GivenRewards {
    pub(crate) fn new(records: &[RewardRecord], key: &[u8; 32], zone: ShopZone) -> Self {
        let mut all = Self::default();
        for record in records {
            // What it gives can only fail to be read in a file that somebody else wrote to.
            let Ok(reward) = serde_json::from_str::<crate::Reward>(&record.terms) else {
                continue;
            };
            let month = zone.day_of(record.issued_at).month_start();
            let of_month = all.by_month.entry((record.number, month)).or_default();
            if of_month.is_empty() {
                let given = Given {
                    of: Whose::Month(record.number, month),
                    gives: reward.gives.clone(),
                };
                let code = shared_code(key, record.number, month);
                all.by_code.entry(code).or_insert(given);
            }
            of_month.push(Shared {
                id: record.id,
                account: record.account,
                issued_at: record.issued_at,
                taken_back_at: record.taken_back_at,
            });
            let given = Given {
                of: Whose::Reward(record.id),
                gives: reward.gives,
            };
            all.by_code.insert(plain_code(&record.code), given);
        }
        all
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }

    /// The rewards whose codes an order carries.
    pub(crate) fn of(&self, codes: &str) -> Vec<&Given> {
        if self.by_code.is_empty() || codes.is_empty() {
            return Vec::new();
        }
        codes
            .split([',', ';'])
            .filter_map(|code| self.by_code.get(&plain_code(code)))
            .collect()
    }

    /// All rewards by number and month, the oldest first.
    pub(crate) fn by_month(&self) -> impl Iterator<Item = ((u32, Day), &Shared)> {
        let months = self.by_month.iter();
        months.flat_map(|(month, rewards)| rewards.iter().map(|reward| (*month, reward)))
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
