//! Refunds that a file says by themselves, with or without a word of the order they are of.

use std::borrow::Cow;

use pannier_core::{Currency, Timestamp};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::{Kept, KeptKind, KeptPlace};
use crate::{Result, WriteTx};

/// A refund that is no part of an order’s own rows. Amounts are minor units of `currency`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundContent {
    /// The platform's id of the refund, else its number and minute.
    pub external_id: String,
    /// When it was made.
    pub refunded_at: Timestamp,
    /// Currency of its amounts.
    pub currency: Currency,
    /// All that was paid back; above zero.
    pub amount: i64,
    /// Of it, goods.
    pub goods: i64,
    /// The number or the id of its order, where the file says it.
    pub order_ref: Option<String>,
}

impl Kept for RefundContent {
    const KIND: KeptKind = KeptKind::Refunds;

    fn key(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.external_id)
    }

    fn over(self, _before: &Self) -> Self {
        self
    }

    fn insert(&self, tx: &WriteTx, place: &KeptPlace) -> Result<i64> {
        tx.connection()
            .prepare_cached(
                "INSERT INTO refund (order_id, refunded_at, currency, amount, goods_amount, import_id,
                                     source_id, external_id, order_ref)
                 VALUES (NULL, :at, :currency, :amount, :goods, :import, :source, :external_id,
                         :order_ref)",
            )?
            .execute(named_params! {
                ":at": self.refunded_at.0, ":currency": self.currency.code(),
                ":amount": self.amount, ":goods": self.goods, ":import": place.import.0,
                ":source": place.source.0, ":external_id": self.external_id,
                ":order_ref": self.order_ref,
            })?;
        Ok(tx.connection().last_insert_rowid())
    }

    fn rewrite(&self, tx: &WriteTx, id: i64) -> Result<()> {
        tx.connection()
            .prepare_cached(
                "UPDATE refund SET refunded_at = :at, currency = :currency, amount = :amount,
                        goods_amount = :goods, order_ref = :order_ref,
                        attached_order_id = NULL
                  WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": id, ":at": self.refunded_at.0, ":currency": self.currency.code(),
                ":amount": self.amount, ":goods": self.goods, ":order_ref": self.order_ref,
            })?;
        Ok(())
    }
}
