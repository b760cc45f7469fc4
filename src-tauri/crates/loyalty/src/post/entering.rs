//! Rewards for reaching a tier: each person has each of them once, and not where it turns out that
//! the tier was never reached.

use std::collections::BTreeMap;

use pannier_store::{NewReward, TierReward};

use super::Posting;
use crate::{Result, codes::code, grants::Grant, settle::Target};

/// A tier that someone reached.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entered {
    account: i64,
    tier: u32,
    reward: u32,
    programme: i64,
}

impl Posting<'_> {
    pub(super) fn enter(&mut self, grant: &Grant, target: &Target) {
        if let Some(reward) = grant.reward {
            self.entered.push(Entered {
                account: target.account,
                tier: grant.rule,
                reward,
                programme: grant.programme,
            });
        }
    }

    /// Gives what is missing and takes back what was given too much and is not used yet.
    pub(super) fn give_for_tiers(&mut self) -> Result<()> {
        let known = self.tx.tier_rewards()?;
        if known.is_empty() && self.entered.is_empty() {
            return Ok(());
        }
        let mut wanted: BTreeMap<(i64, u32), Entered> = BTreeMap::new();
        for one in std::mem::take(&mut self.entered) {
            let holder = self.scope.holder_of(one.account);
            wanted.entry((holder, one.tier)).or_insert(one);
        }
        for TierReward {
            reward,
            account,
            tier,
            is_used,
        } in known
        {
            let holder = self.scope.holder_of(account);
            let stands = wanted.remove(&(holder, tier)).is_some();
            if !stands && !is_used && self.scope.is_whole(holder) {
                self.tx.take_back_reward(reward, self.now)?;
            }
        }
        if wanted.is_empty() {
            return Ok(());
        }
        let key = self.tx.shop_key()?;
        let mut number = i64::try_from(self.tx.rewards()?.len()).unwrap_or(i64::MAX);
        for one in wanted.into_values() {
            self.give_for_tier(&key, number, one)?;
            number = number.saturating_add(1);
        }
        Ok(())
    }

    fn give_for_tier(&self, key: &[u8; 32], number: i64, one: Entered) -> Result<()> {
        let timeline = &self.world.timeline;
        let mut versions = timeline.versions().iter();
        let version = versions.find(|version| version.id == one.programme);
        let Some(reward) = version.and_then(|version| version.programme.reward(one.reward)) else {
            return Ok(());
        };
        let mut attempt = 0;
        let code = loop {
            let code = code(key, "reward", number, attempt);
            if self.tx.reward_by_code(&code)?.is_none() {
                break code;
            }
            attempt += 1;
        };
        let today = timeline.zone.day_of(self.now);
        let days = reward.terms.valid_days;
        let given = self.tx.insert_reward(&NewReward {
            account: one.account,
            programme: one.programme,
            number: reward.id,
            terms: &serde_json::to_string(reward).unwrap_or_default(),
            code: &code,
            issued_at: self.now,
            valid_until: days.map(|days| today.plus_days(i64::from(days) - 1)),
            row: None,
        })?;
        Ok(self.tx.insert_tier_reward(given, one.tier)?)
    }
}
