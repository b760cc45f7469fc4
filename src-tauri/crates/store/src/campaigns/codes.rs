//! Codes of campaigns: the shop's own list, which of them are taken, and which orders carry them.

use std::collections::HashSet;

use pannier_core::CustomerId;
use rusqlite::named_params;

use crate::{ReadTx, Result, Topic, WriteTx};

/// How many codes of a list there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CodeStock {
    /// In the list.
    pub listed: u64,
    /// Of them, those that nobody has and no order carries.
    pub free: u64,
    /// Of them, those that an order carries.
    pub used: u64,
}

/// A code of someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenCode {
    /// The code.
    pub code: String,
    /// Whose it is, while that is known.
    pub customer: Option<CustomerId>,
}

/// The codes that a file writes for an order, one by one.
fn parted(codes: &str) -> impl Iterator<Item = String> {
    let parts = codes.split([',', ';']);
    parts
        .map(|code| code.trim().to_uppercase())
        .filter(|code| !code.is_empty())
}

impl ReadTx<'_> {
    /// All codes that orders carry, in capital letters.
    pub fn codes_on_orders(&self) -> Result<HashSet<String>> {
        let sql = "SELECT discount_codes FROM orders WHERE discount_codes <> ''";
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut found = HashSet::new();
        while let Some(row) = rows.next()? {
            found.extend(parted(
                row.get_ref("discount_codes")?.as_str().unwrap_or_default(),
            ));
        }
        Ok(found)
    }

    /// The codes of a campaign's list that can still be given away, in its order.
    pub fn free_campaign_codes(&self, sending: i64) -> Result<Vec<String>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT code FROM campaign_code WHERE sending_id = :id AND outbox_id IS NULL AND used = 0
              ORDER BY position",
        )?;
        let rows = statement.query_map(named_params! { ":id": sending }, |row| row.get("code"))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many codes a campaign's list has.
    pub fn code_stock(&self, sending: i64) -> Result<CodeStock> {
        let mut statement = self.connection().prepare_cached(
            "SELECT count(*) AS listed, count(*) FILTER (WHERE outbox_id IS NULL AND used = 0) AS free,
                    count(*) FILTER (WHERE used = 1) AS used
               FROM campaign_code WHERE sending_id = :id",
        )?;
        let count = |row: &rusqlite::Row, column: &str| {
            Ok::<_, rusqlite::Error>(row.get::<_, i64>(column)?.unsigned_abs())
        };
        Ok(
            statement.query_row(named_params! { ":id": sending }, |row| {
                Ok(CodeStock {
                    listed: count(row, "listed")?,
                    free: count(row, "free")?,
                    used: count(row, "used")?,
                })
            })?,
        )
    }

    /// Codes that people of other campaigns have, or lists of others hold, in capital letters.
    pub fn codes_of_other_campaigns(&self, sending: i64) -> Result<HashSet<String>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT upper(p.code) AS code FROM campaign_person p JOIN outbox o ON o.id = p.outbox_id
              WHERE p.code <> '' AND o.sending_id <> :id
             UNION SELECT upper(code) FROM campaign_code WHERE sending_id <> :id",
        )?;
        let rows = statement.query_map(named_params! { ":id": sending }, |row| row.get("code"))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The codes that people of a campaign have, in the order they were planned.
    pub fn taken_codes(&self, sending: i64) -> Result<Vec<TakenCode>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT p.code, o.customer_id FROM campaign_person p JOIN outbox o ON o.id = p.outbox_id
              WHERE o.sending_id = :id AND p.code <> '' ORDER BY o.id",
        )?;
        let rows = statement.query_map(named_params! { ":id": sending }, |row| {
            Ok(TakenCode {
                code: row.get("code")?,
                customer: row.get::<_, Option<i64>>("customer_id")?.map(CustomerId),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl WriteTx<'_> {
    /// Puts a list in the place of the codes of a draft.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] when who gets it is settled.
    pub fn set_campaign_codes(&self, sending: i64, codes: &[String]) -> Result<()> {
        self.draft_only(sending)?;
        self.connection()
            .prepare_cached("DELETE FROM campaign_code WHERE sending_id = :id")?
            .execute(named_params! { ":id": sending })?;
        self.add_campaign_codes(sending, codes)?;
        Ok(())
    }

    /// Adds codes to a campaign's list, also while it goes out. Returns how many are new.
    pub fn add_campaign_codes(&self, sending: i64, codes: &[String]) -> Result<u64> {
        self.campaign(sending)?;
        let mut insert = self.connection().prepare_cached(
            "INSERT OR IGNORE INTO campaign_code (sending_id, position, code)
             SELECT :id, coalesce(max(position) + 1, 0), :code FROM campaign_code WHERE sending_id = :id",
        )?;
        let mut added = 0;
        for code in codes {
            added += insert.execute(named_params! { ":id": sending, ":code": code })?;
        }
        self.mark_used_codes(sending)?;
        self.touch(Topic::Sending);
        Ok(added as u64)
    }

    /// Looks which codes of a campaign's list orders carry by now: those are given to nobody.
    pub fn mark_used_codes(&self, sending: i64) -> Result<()> {
        if self.code_stock(sending)?.listed == 0 {
            return Ok(());
        }
        let used = self.codes_on_orders()?;
        let codes: Vec<(i64, String)> = {
            let mut statement = self.connection().prepare_cached(
                "SELECT position, code FROM campaign_code WHERE sending_id = :id AND used = 0",
            )?;
            let rows = statement.query_map(named_params! { ":id": sending }, |row| {
                Ok((row.get("position")?, row.get("code")?))
            })?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut mark = self.connection().prepare_cached(
            "UPDATE campaign_code SET used = 1 WHERE sending_id = :id AND position = :position",
        )?;
        for (position, code) in codes {
            if used.contains(&code.to_uppercase()) {
                mark.execute(named_params! { ":id": sending, ":position": position })?;
            }
        }
        Ok(())
    }
}
