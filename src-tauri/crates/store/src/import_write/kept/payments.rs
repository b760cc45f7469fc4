//! Money that came in or went back, one by one. It is never revenue: orders are.

use std::borrow::Cow;

use pannier_core::{Currency, Timestamp};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::{Kept, KeptKind, KeptPlace};
use crate::{Result, WriteTx};

/// One movement of money. Amounts are minor units of `currency`; nothing is what the file has no
/// column for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentContent {
    /// The platform's id, else what tells it apart from others.
    pub external_id: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// What it was.
    pub kind: PaymentKind,
    /// What became of it.
    pub status: PaymentStatus,
    /// Currency of its amounts.
    pub currency: Currency,
    /// Below zero where money went back.
    pub amount: i64,
    /// Of it, what was paid back since, where the file says that beside the payment.
    pub refunded: Option<i64>,
    /// When that was.
    pub refunded_at: Option<Timestamp>,
    /// What the platform kept, positive.
    pub fee: Option<i64>,
    /// Currency of the fee, where it is another one.
    pub fee_currency: Option<Currency>,
    /// How it was paid.
    pub method: Option<String>,
    /// Who paid: normalised where it is an address.
    pub email: Option<String>,
    /// Who paid.
    pub name: Option<String>,
    /// The platform's id of the order.
    pub order_ref: Option<String>,
    /// The number of the order, or text that may hold it.
    pub order_text: Option<String>,
    /// The payment that this one is a refund of.
    pub payment_ref: Option<String>,
}

/// What a movement of money was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// Paid at once.
    Sale,
    /// Taken after it was reserved.
    Capture,
    /// Reserved.
    Authorization,
    /// Paid back.
    Refund,
    /// A reservation that was given up.
    Void,
    /// What the platform takes for itself.
    Fee,
}

impl PaymentKind {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Capture => "capture",
            Self::Authorization => "authorization",
            Self::Refund => "refund",
            Self::Void => "void",
            Self::Fee => "fee",
        }
    }

    /// What a stored word means.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        [
            Self::Sale,
            Self::Capture,
            Self::Authorization,
            Self::Refund,
            Self::Void,
            Self::Fee,
        ]
        .into_iter()
        .find(|kind| kind.word() == word)
    }
}

/// What became of a movement of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// It was made.
    Success,
    /// Not yet.
    Pending,
    /// It was not.
    Failed,
}

impl PaymentStatus {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Pending => "pending",
            Self::Failed => "failed",
        }
    }

    /// What a stored word means.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        [Self::Success, Self::Pending, Self::Failed]
            .into_iter()
            .find(|status| status.word() == word)
    }
}

impl Kept for PaymentContent {
    const KIND: KeptKind = KeptKind::Payments;

    fn key(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.external_id)
    }

    fn over(self, before: &Self) -> Self {
        Self {
            refunded: self.refunded.or(before.refunded),
            refunded_at: self.refunded_at.or(before.refunded_at),
            fee: self.fee.or(before.fee),
            fee_currency: self.fee_currency.or(before.fee_currency),
            method: self.method.or_else(|| before.method.clone()),
            email: self.email.or_else(|| before.email.clone()),
            name: self.name.or_else(|| before.name.clone()),
            order_ref: self.order_ref.or_else(|| before.order_ref.clone()),
            order_text: self.order_text.or_else(|| before.order_text.clone()),
            payment_ref: self.payment_ref.or_else(|| before.payment_ref.clone()),
            ..self
        }
    }

    fn insert(&self, tx: &WriteTx, place: &KeptPlace) -> Result<i64> {
        tx.connection()
            .prepare_cached(
                "INSERT INTO payment (source_id, external_id, occurred_at, kind, status, currency, amount)
                 VALUES (:source, :external_id, :occurred_at, :kind, :status, :currency, :amount)",
            )?
            .execute(named_params! {
                ":source": place.source.0, ":external_id": self.external_id,
                ":occurred_at": self.occurred_at.0, ":kind": self.kind.word(),
                ":status": self.status.word(), ":currency": self.currency.code(),
                ":amount": self.amount,
            })?;
        let id = tx.connection().last_insert_rowid();
        self.rewrite(tx, id)?;
        Ok(id)
    }

    fn rewrite(&self, tx: &WriteTx, id: i64) -> Result<()> {
        tx.connection()
            .prepare_cached(include_str!("../../sql/kept/update_payment.sql"))?
            .execute(named_params! {
                ":id": id, ":occurred_at": self.occurred_at.0, ":kind": self.kind.word(),
                ":status": self.status.word(), ":currency": self.currency.code(),
                ":amount": self.amount, ":refunded": self.refunded,
                ":refunded_at": self.refunded_at.map(|at| at.0), ":fee": self.fee,
                ":fee_currency": self.fee_currency.map(Currency::code), ":method": self.method,
                ":email": self.email, ":name": self.name, ":order_ref": self.order_ref,
                ":order_text": self.order_text, ":payment_ref": self.payment_ref,
            })?;
        Ok(())
    }
}
