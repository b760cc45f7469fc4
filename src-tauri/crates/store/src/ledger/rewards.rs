//! Rewards that were given out, their codes, and the orders that carry them.

use pannier_core::{Day, Timestamp};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::{ReadTx, Result, Topic, WriteTx, shop::parsed};

/// A reward that was given out. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewardRecord {
    /// Its row.
    pub id: i64,
    /// Whose account.
    pub account: i64,
    /// The programme that it is of.
    pub programme: i64,
    /// Its number there.
    pub number: u32,
    /// JSON of what it gives and on what terms, as they were.
    pub terms: String,
    /// Its code, as it is written on the reward.
    pub code: String,
    /// When it was given out.
    pub issued_at: Timestamp,
    /// The last day on which it can be used; nothing where it holds for good.
    pub valid_until: Option<Day>,
    /// The row of the ledger that paid for it; nothing for a gift.
    pub row: Option<i64>,
    /// When it was taken back, where it was.
    pub taken_back_at: Option<Timestamp>,
    /// When its code was first written to a file for the shop, where it was.
    pub exported_at: Option<Timestamp>,
    /// Orders that carry its code: more than one is more than it allows.
    pub uses: u32,
}

/// A reward to be given out.
#[derive(Debug, Clone, Copy)]
pub struct NewReward<'r> {
    /// Whose account.
    pub account: i64,
    /// The programme that it is of.
    pub programme: i64,
    /// Its number there.
    pub number: u32,
    /// JSON of what it gives and on what terms.
    pub terms: &'r str,
    /// Its code; no other reward may have it.
    pub code: &'r str,
    /// When (UTC).
    pub issued_at: Timestamp,
    /// The last day on which it can be used.
    pub valid_until: Option<Day>,
    /// The row of the ledger that paid for it.
    pub row: Option<i64>,
}

const REWARDS: &str = "SELECT r.id, r.account_id, r.programme_id, r.number, r.terms, r.code,
  r.issued_at, r.valid_until, r.row_id, r.taken_back_at, r.exported_at,
  (SELECT count(*) FROM reward_use u WHERE u.reward_id = r.id) AS uses FROM reward r ";

fn reward(row: &Row) -> Result<RewardRecord> {
    let valid_until: Option<String> = row.get("valid_until")?;
    Ok(RewardRecord {
        id: row.get("id")?,
        account: row.get("account_id")?,
        programme: row.get("programme_id")?,
        number: row.get("number")?,
        terms: row.get("terms")?,
        code: row.get("code")?,
        issued_at: Timestamp(row.get("issued_at")?),
        valid_until: valid_until.as_deref().map(parsed).transpose()?,
        row: row.get("row_id")?,
        taken_back_at: row.get::<_, Option<i64>>("taken_back_at")?.map(Timestamp),
        exported_at: row.get::<_, Option<i64>>("exported_at")?.map(Timestamp),
        uses: row.get("uses")?,
    })
}

impl ReadTx<'_> {
    /// All rewards that were given out, in that order.
    pub fn rewards(&self) -> Result<Vec<RewardRecord>> {
        let sql = [REWARDS, "ORDER BY r.id"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(reward(row)?);
        }
        Ok(found)
    }

    /// The reward with a code, written as it was given out.
    pub fn reward_by_code(&self, code: &str) -> Result<Option<RewardRecord>> {
        let sql = [REWARDS, "WHERE r.code = :code"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut rows = statement.query(named_params! { ":code": code })?;
        rows.next()?.map(reward).transpose()
    }

    /// The rewards of a person, by the account that stands for them, in the order they were given.
    pub fn rewards_of_holder(&self, holder: i64) -> Result<Vec<RewardRecord>> {
        let sql = [
            REWARDS,
            "JOIN ledger_account a ON a.id = r.account_id
             WHERE a.holder_id = :holder ORDER BY r.id",
        ]
        .concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut rows = statement.query(named_params! { ":holder": holder })?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(reward(row)?);
        }
        Ok(found)
    }

    /// The account whose friends bring a code.
    pub fn referral_codes(&self) -> Result<Vec<(String, i64)>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT code, account_id FROM referral_code ORDER BY code")?;
        let codes =
            statement.query_map([], |row| Ok((row.get("code")?, row.get("account_id")?)))?;
        Ok(codes.collect::<rusqlite::Result<_>>()?)
    }

    /// The code by which an account brings friends.
    pub fn referral_code_of(&self, account: i64) -> Result<Option<String>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT code FROM referral_code WHERE account_id = :account")?;
        let params = named_params! { ":account": account };
        Ok(statement.query_row(params, |row| row.get(0)).optional()?)
    }

    /// The shop's secret, which codes are drawn with.
    pub fn shop_key(&self) -> Result<[u8; 32]> {
        let mut statement = self.connection().prepare_cached("SELECT key FROM shop")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Whether there is a customer with that number.
    pub fn has_customer(&self, customer: pannier_core::CustomerId) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM customer WHERE id = :id)";
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.query_row(named_params! { ":id": customer.0 }, |row| row.get(0))?)
    }

    /// Which rewards an order used, by what rows of the ledger call it.
    pub fn reward_uses(&self) -> Result<Vec<(i64, i64)>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT order_id, reward_id FROM reward_use ORDER BY order_id, reward_id",
        )?;
        let uses =
            statement.query_map([], |row| Ok((row.get("order_id")?, row.get("reward_id")?)))?;
        Ok(uses.collect::<rusqlite::Result<_>>()?)
    }
}

impl WriteTx<'_> {
    /// Gives a reward out.
    pub fn insert_reward(&self, new: &NewReward) -> Result<i64> {
        self.connection()
            .prepare_cached(include_str!("../sql/ledger/insert_reward.sql"))?
            .execute(named_params! {
                ":account": new.account, ":programme": new.programme, ":number": new.number,
                ":terms": new.terms, ":code": new.code, ":issued": new.issued_at.0,
                ":until": new.valid_until.map(|day| day.to_string()), ":row": new.row,
            })?;
        self.touch(Topic::Ledger);
        Ok(self.connection().last_insert_rowid())
    }

    /// Takes a reward back.
    pub fn take_back_reward(&self, reward: i64, now: Timestamp) -> Result<()> {
        self.connection().execute(
            "UPDATE reward SET taken_back_at = :now WHERE id = :id",
            named_params! { ":now": now.0, ":id": reward },
        )?;
        self.touch(Topic::Ledger);
        Ok(())
    }

    /// Gives an account a code by which its member brings friends.
    pub fn insert_referral_code(&self, code: &str, account: i64) -> Result<()> {
        self.connection().execute(
            "INSERT INTO referral_code (code, account_id) VALUES (:code, :account)",
            named_params! { ":code": code, ":account": account },
        )?;
        // Orders can carry it already.
        self.everything_is_due()?;
        self.touch(Topic::Ledger);
        Ok(())
    }

    /// Says which rewards an order used, in the place of what was said before.
    pub fn put_reward_uses(&self, order: i64, rewards: &[i64]) -> Result<()> {
        self.connection()
            .prepare_cached("DELETE FROM reward_use WHERE order_id = :order")?
            .execute(named_params! { ":order": order })?;
        let mut insert = self.connection().prepare_cached(
            "INSERT OR IGNORE INTO reward_use (order_id, reward_id) VALUES (:order, :reward)",
        )?;
        for reward in rewards {
            insert.execute(named_params! { ":order": order, ":reward": reward })?;
        }
        Ok(())
    }
}
