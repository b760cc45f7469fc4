//! What people had in another loyalty programme. The ledger opens their points with it: whatever
//! becomes of what files said, its rows are never edited.

use std::borrow::Cow;

use pannier_core::Timestamp;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::{Kept, KeptKind, KeptPlace};
use crate::{Result, Topic, WriteTx};

/// What someone had in another programme. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceContent {
    /// The address, else the id.
    pub external_id: String,
    /// Normalised, or empty.
    pub email: String,
    /// What a platform numbers them by, or empty.
    pub customer_key: String,
    /// Points, 0 or more.
    pub points: i64,
    /// Since when they had them; nothing where the file does not say: since it was imported.
    pub earned_at: Option<Timestamp>,
    /// When they go, where the file says so.
    pub expires_at: Option<Timestamp>,
    /// In the words of the file, or empty.
    pub note: String,
}

impl Kept for BalanceContent {
    const KIND: KeptKind = KeptKind::Balances;

    fn key(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.external_id)
    }

    fn over(self, before: &Self) -> Self {
        let or = |text: String, before: &str| {
            if text.is_empty() {
                before.to_owned()
            } else {
                text
            }
        };
        Self {
            email: or(self.email, &before.email),
            customer_key: or(self.customer_key, &before.customer_key),
            note: or(self.note, &before.note),
            earned_at: self.earned_at.or(before.earned_at),
            expires_at: self.expires_at.or(before.expires_at),
            ..self
        }
    }

    fn insert(&self, tx: &WriteTx, place: &KeptPlace) -> Result<i64> {
        tx.connection()
            .prepare_cached(include_str!("../../sql/kept/insert_balance.sql"))?
            .execute(named_params! {
                ":source": place.source.0, ":external_id": self.external_id,
                ":email": self.email, ":key": self.customer_key, ":points": self.points,
                ":earned": self.earned_at.map(|at| at.0), ":import": place.import.0,
                ":expires": self.expires_at.map(|at| at.0), ":note": self.note,
            })?;
        tx.balances_changed()?;
        Ok(tx.connection().last_insert_rowid())
    }

    fn rewrite(&self, tx: &WriteTx, id: i64) -> Result<()> {
        tx.connection()
            .prepare_cached(
                "UPDATE points_balance SET email = :email, customer_key = :key, points = :points,
                        earned_at = coalesce(:earned, earned_at), expires_at = :expires, note = :note
                  WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": id, ":email": self.email, ":key": self.customer_key,
                ":points": self.points, ":earned": self.earned_at.map(|at| at.0),
                ":expires": self.expires_at.map(|at| at.0), ":note": self.note,
            })?;
        tx.balances_changed()
    }
}

impl WriteTx<'_> {
    /// Points have to be posted anew.
    pub(super) fn balances_changed(&self) -> Result<()> {
        self.touch(Topic::Ledger);
        self.everything_is_due()
    }

    /// Whose balances are follows from customers.
    pub(super) fn link_balances(&self) -> Result<()> {
        if !self.has_any("SELECT 1 FROM points_balance LIMIT 1")? {
            return Ok(());
        }
        for sql in [
            "UPDATE points_balance SET customer_id =
               (SELECT c.id FROM customer c WHERE c.email = points_balance.email)",
            include_str!("../../sql/kept/link_balances.sql"),
        ] {
            self.connection().execute(sql, [])?;
        }
        Ok(())
    }
}
