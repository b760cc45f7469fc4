//! What an account sent of late: facts, counted from the rows of messages, whatever program sent
//! them.

use pannier_core::Timestamp;
use rusqlite::{OptionalExtension, named_params};

use crate::{ReadTx, Result};

/// A time over which messages are counted, ending now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// 24 hours.
    Day,
}

impl Window {
    /// How long it is (milliseconds).
    pub const fn length_ms(self) -> i64 {
        match self {
            Self::Second => 1_000,
            Self::Minute => 60_000,
            Self::Hour => 3_600_000,
            Self::Day => 86_400_000,
        }
    }
}

/// Messages whose body left, of the last time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AccountUse {
    /// Of the last second.
    pub second: u32,
    /// Of the last minute.
    pub minute: u32,
    /// Of the last hour.
    pub hour: u32,
    /// Of the last 24 hours.
    pub day: u32,
}

impl AccountUse {
    /// Of a window.
    pub const fn of(self, window: Window) -> u32 {
        match window {
            Window::Second => self.second,
            Window::Minute => self.minute,
            Window::Hour => self.hour,
            Window::Day => self.day,
        }
    }
}

impl ReadTx<'_> {
    /// What an account sent of late. What lies ahead of the clock, which was set back, counts for a
    /// day at most.
    pub fn account_use(&self, account: i64, now: Timestamp) -> Result<AccountUse> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/sending/account_use.sql"))?;
        let params = named_params! { ":account": account, ":now": now.0 };
        Ok(statement.query_row(params, |row| {
            Ok(AccountUse {
                second: row.get("second")?,
                minute: row.get("minute")?,
                hour: row.get("hour")?,
                day: row.get("day")?,
            })
        })?)
    }

    /// When fewer than `most` messages will be in a window, if nothing is sent until then (UTC).
    pub fn window_frees_at(
        &self,
        account: i64,
        window: Window,
        most: u32,
        now: Timestamp,
    ) -> Result<Option<Timestamp>> {
        // Of those in the window, newest first, the one that has to leave it.
        let mut statement = self.connection().prepare_cached(
            "SELECT body_at FROM outbox
              WHERE account_id = :account AND body_at > :from AND body_at <= :until
              ORDER BY body_at DESC LIMIT 1 OFFSET :skip",
        )?;
        let at: Option<i64> = statement
            .query_row(
                named_params! {
                    ":account": account, ":from": now.0 - window.length_ms(),
                    ":until": now.0 + Window::Day.length_ms(), ":skip": most.saturating_sub(1),
                },
                |row| row.get(0),
            )
            .optional()?;
        Ok(at.map(|at| Timestamp(at.min(now.0) + window.length_ms())))
    }

    /// When an account sent its first message (UTC).
    pub fn account_first_used(&self, account: i64) -> Result<Option<Timestamp>> {
        let sql =
            "SELECT min(body_at) FROM outbox WHERE account_id = :account AND body_at IS NOT NULL";
        let mut statement = self.connection().prepare_cached(sql)?;
        let at: Option<i64> =
            statement.query_row(named_params! { ":account": account }, |row| row.get(0))?;
        Ok(at.map(Timestamp))
    }
}
