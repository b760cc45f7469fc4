//! What the merchant aims at, and the notices that were put away.

use pannier_core::{Currency, Day, Timestamp};
use rusqlite::{OptionalExtension, named_params};

use crate::{ReadTx, Result, Topic, WriteTx, shop::parsed};

/// The average order value to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoalRecord {
    /// Minor units, above zero.
    pub target: i64,
    /// Of this currency.
    pub currency: Currency,
    /// When it was set (UTC).
    pub set_at: Timestamp,
}

impl ReadTx<'_> {
    /// The goal, where one is set.
    pub fn goal(&self) -> Result<Option<GoalRecord>> {
        let row = self
            .connection()
            .query_row("SELECT target, currency, set_at FROM goal", [], |row| {
                Ok((
                    row.get::<_, i64>("target")?,
                    row.get::<_, String>("currency")?,
                    row.get::<_, i64>("set_at")?,
                ))
            })
            .optional()?;
        row.map(|(target, currency, set_at)| {
            Ok(GoalRecord {
                target,
                currency: parsed(&currency)?,
                set_at: Timestamp(set_at),
            })
        })
        .transpose()
    }

    /// Whether the notice of the week that begins on a day was put away.
    pub fn is_notice_dismissed(&self, week: Day) -> Result<bool> {
        let sql = "SELECT 1 FROM dismissed_notice WHERE week_day = :week";
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.exists(named_params! { ":week": week.to_string() })?)
    }
}

impl WriteTx<'_> {
    /// Sets the goal, or takes it away.
    pub fn set_goal(&self, goal: Option<&GoalRecord>) -> Result<()> {
        self.connection().execute("DELETE FROM goal", [])?;
        if let Some(goal) = goal {
            self.connection().execute(
                "INSERT INTO goal (id, target, currency, set_at) VALUES (1, :target, :currency, :at)",
                named_params! {
                    ":target": goal.target, ":currency": goal.currency.code(), ":at": goal.set_at.0,
                },
            )?;
        }
        self.touch(Topic::Goals);
        Ok(())
    }

    /// Puts the notice of a week away, or shows it again.
    pub fn dismiss_notice(&self, week: Day, dismissed: bool, now: Timestamp) -> Result<()> {
        let week = week.to_string();
        if dismissed {
            self.connection().execute(
                "INSERT INTO dismissed_notice (week_day, dismissed_at) VALUES (:week, :now)
                 ON CONFLICT DO NOTHING",
                named_params! { ":week": week, ":now": now.0 },
            )?;
        } else {
            self.connection().execute(
                "DELETE FROM dismissed_notice WHERE week_day = :week",
                named_params! { ":week": week },
            )?;
        }
        self.touch(Topic::Goals);
        Ok(())
    }
}
