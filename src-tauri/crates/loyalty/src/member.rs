//! What one person has: points, tier, the next reward, and rewards that wait to be used.

use pannier_core::{CustomerId, Day, Timestamp};
use pannier_store::ReadTx;

use crate::{
    Balance, Result, Reward, balance, holder_of, one_order, post::world, tiers::tier_of,
    usual_order,
};

/// What one person has. All numbers are points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// What they can spend, now and later, and what goes next.
    pub balance: Balance,
    /// The tier that holds for them today.
    pub tier: Option<String>,
    /// The cheapest reward that points buy; nothing where they buy none.
    pub next_reward: Option<NextReward>,
    /// Rewards that they can still use, the one that ends first at the front.
    pub rewards: Vec<OpenReward>,
}

/// The reward that someone can have next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextReward {
    /// What it gives, in words.
    pub gives: String,
    /// What they lack for it; 0: nothing.
    pub missing: i64,
    /// Whether one order can earn what they lack.
    pub one_order_away: bool,
}

/// A reward that waits to be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenReward {
    /// Its code.
    pub code: String,
    /// What it gives, in words.
    pub gives: String,
    /// The last day on which it can be used; nothing where it holds for good.
    pub valid_until: Option<Day>,
}

/// What someone has as of a moment, from what was posted by then; nothing in a shop without a
/// programme.
///
/// # Errors
/// What the shop file says, or [`crate::Error::TooManyPoints`].
pub fn member(tx: &ReadTx, customer: CustomerId, now: Timestamp) -> Result<Option<Member>> {
    if !tx.has_programme()? {
        return Ok(None);
    }
    let balance = balance(tx, customer, now)?;
    let timeline = world(tx)?.timeline;
    let holds = timeline.at(now).map(|version| &version.programme);
    let (mut tier, mut next_reward) = (None, None);
    if let Some(programme) = holds {
        tier = tier_of(tx, programme, customer, now)?;
        if let Some(cheapest) = programme.cheapest_reward() {
            let missing = (cheapest.costs - balance.available).max(0);
            let one_order = one_order(programme, usual_order(tx, now)?)?;
            next_reward = Some(NextReward {
                gives: programme.gives(&cheapest.gives),
                missing,
                one_order_away: 0 < missing && missing <= one_order,
            });
        }
    }
    let today = timeline.zone.day_of(now);
    let mut rewards = Vec::new();
    if let Some(holder) = holder_of(tx, customer)? {
        for given in tx.rewards_of_holder(holder)? {
            let is_open = given.uses == 0
                && given.taken_back_at.is_none()
                && given.valid_until.is_none_or(|last| last >= today);
            // What it gives can only fail to be read in a file that somebody else wrote to.
            let Ok(reward) = serde_json::from_str::<Reward>(&given.terms) else {
                continue;
            };
            let version = timeline.versions().iter().find(|v| v.id == given.programme);
            if let Some(version) = version.filter(|_| is_open) {
                rewards.push(OpenReward {
                    code: given.code,
                    gives: version.programme.gives(&reward.gives),
                    valid_until: given.valid_until,
                });
            }
        }
    }
    rewards.sort_by_key(|reward| (reward.valid_until.is_none(), reward.valid_until));
    Ok(Some(Member {
        balance,
        tier,
        next_reward,
        rewards,
    }))
}
