//! Rewards that were given for reaching a tier.

use rusqlite::named_params;

use crate::{ReadTx, Result, WriteTx};

/// A reward that was given for reaching a tier, and not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TierReward {
    /// Its row among rewards.
    pub reward: i64,
    /// Whose account.
    pub account: i64,
    /// The number of the tier.
    pub tier: u32,
    /// Whether an order carries its code.
    pub is_used: bool,
}

impl ReadTx<'_> {
    /// All that stand, in the order in which they were given.
    pub fn tier_rewards(&self) -> Result<Vec<TierReward>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT r.id, r.account_id, t.tier,
                    EXISTS (SELECT 1 FROM reward_use u WHERE u.reward_id = r.id) AS is_used
               FROM tier_reward t JOIN reward r ON r.id = t.reward_id
              WHERE r.taken_back_at IS NULL ORDER BY r.id",
        )?;
        let found = statement.query_map([], |row| {
            Ok(TierReward {
                reward: row.get("id")?,
                account: row.get("account_id")?,
                tier: row.get("tier")?,
                is_used: row.get("is_used")?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

impl WriteTx<'_> {
    /// Says that a reward was given for reaching a tier.
    pub fn insert_tier_reward(&self, reward: i64, tier: u32) -> Result<()> {
        self.connection()
            .prepare_cached("INSERT INTO tier_reward (reward_id, tier) VALUES (:reward, :tier)")?
            .execute(named_params! { ":reward": reward, ":tier": tier })?;
        Ok(())
    }
}
