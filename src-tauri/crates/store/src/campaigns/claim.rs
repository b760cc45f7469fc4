//! What a campaign says of someone whose turn has come: whether its offer still holds, whether they
//! got another mail too lately, and which code is theirs.

use std::collections::BTreeSet;

use pannier_core::{CustomerId, Timestamp};
use rusqlite::{OptionalExtension, named_params};

use crate::{ReadTx, Reason, Result, WriteTx};

/// Whoever waits because of another mail is looked at again after a day at most: what they got may
/// have come back, and clocks are set.
const LONGEST_LOOK_MS: i64 = 20 * 3_600_000;
const DAY_MS: i64 = 86_400_000;

/// What holds for a row of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// It may go.
    Go,
    /// It will not go.
    LeaveOut(Reason),
    /// It waits for that moment (UTC).
    Wait(Timestamp),
    /// There is no code for it.
    NoCode,
}

/// What is asked of a campaign for each of its people.
struct Terms {
    ends_at: Option<i64>,
    cap_days: i64,
    own_codes: bool,
}

impl ReadTx<'_> {
    fn terms(&self, sending: i64) -> Result<Option<Terms>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT ends_at, cap_days, own_codes FROM campaign WHERE sending_id = :id",
        )?;
        let found = statement.query_row(named_params! { ":id": sending }, |row| {
            Ok(Terms {
                ends_at: row.get("ends_at")?,
                cap_days: row.get("cap_days")?,
                own_codes: row.get("own_codes")?,
            })
        });
        Ok(found.optional()?)
    }

    /// Whether the offer of a message is over.
    pub(crate) fn offer_is_over(&self, sending: i64, now: Timestamp) -> Result<bool> {
        let terms = self.terms(sending)?;
        Ok(terms.is_some_and(|terms| terms.ends_at.is_some_and(|ends| ends <= now.0)))
    }

    /// When a mail left last for someone, besides those of this message.
    fn last_mail(
        &self,
        sending: i64,
        hash: &[u8; 32],
        customers: &BTreeSet<CustomerId>,
    ) -> Result<Option<i64>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/campaigns/last_mail.sql"))?;
        let mut last: Option<i64> = None;
        for customer in customers {
            let params =
                named_params! { ":hash": hash, ":customer": customer.0, ":sending": sending };
            let at: Option<i64> = statement.query_row(params, |row| row.get("at"))?;
            last = last.max(at);
        }
        Ok(last)
    }
}

impl WriteTx<'_> {
    /// What the campaign of a message says of a row whose turn has come; a plain message says
    /// nothing. A code that is theirs by now is kept.
    pub(crate) fn campaign_says(
        &self,
        sending: i64,
        row: i64,
        hash: &[u8; 32],
        same: &BTreeSet<CustomerId>,
        now: Timestamp,
    ) -> Result<Says> {
        let Some(terms) = self.terms(sending)? else {
            return Ok(Says::Go);
        };
        if terms.ends_at.is_some_and(|ends| ends <= now.0) {
            return Ok(Says::LeaveOut(Reason::OfferOver));
        }
        if terms.cap_days > 0
            && let Some(last) = self.last_mail(sending, hash, same)?
        {
            let free = last.min(now.0) + terms.cap_days * DAY_MS;
            if free > now.0 {
                return Ok(if terms.ends_at.is_some_and(|ends| ends <= free) {
                    Says::LeaveOut(Reason::Capped)
                } else {
                    Says::Wait(Timestamp(free.min(now.0 + LONGEST_LOOK_MS)))
                });
            }
        }
        if terms.own_codes && !self.has_good_code(sending, row)? {
            return Ok(if self.take_code(sending, row)? {
                Says::Go
            } else {
                Says::NoCode
            });
        }
        Ok(Says::Go)
    }

    /// Whether someone has a code, and no order carried it when that was looked at last.
    fn has_good_code(&self, sending: i64, row: i64) -> Result<bool> {
        let mut statement = self.connection().prepare_cached(
            "SELECT code <> '' AND NOT EXISTS (SELECT 1 FROM campaign_code c
                      WHERE c.sending_id = :sending AND c.code = p.code AND c.used = 1) AS good
               FROM campaign_person p WHERE outbox_id = :row",
        )?;
        let params = named_params! { ":sending": sending, ":row": row };
        let good: Option<bool> = statement
            .query_row(params, |row| row.get("good"))
            .optional()?;
        Ok(good == Some(true))
    }

    /// Gives someone the first code of the list that nobody has and no order carries. Whether there
    /// was one.
    fn take_code(&self, sending: i64, row: i64) -> Result<bool> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/campaigns/free_code.sql"))?;
        let free: Option<(i64, String)> = statement
            .query_row(named_params! { ":sending": sending }, |row| {
                Ok((row.get("position")?, row.get("code")?))
            })
            .optional()?;
        let Some((position, code)) = free else {
            return Ok(false);
        };
        self.connection()
            .prepare_cached(
                "UPDATE campaign_code SET outbox_id = :row WHERE sending_id = :sending AND position = :position",
            )?
            .execute(named_params! { ":row": row, ":sending": sending, ":position": position })?;
        self.connection()
            .prepare_cached("UPDATE campaign_person SET code = :code WHERE outbox_id = :row")?
            .execute(named_params! { ":code": code, ":row": row })?;
        Ok(true)
    }
}
