//! Carts that were left behind. They are never orders.

use std::borrow::Cow;

use pannier_core::{Currency, Timestamp};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::{Kept, KeptKind, KeptPlace};
use crate::{Result, WriteTx};

/// A cart that was left behind. Amounts are minor units of `currency`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutContent {
    /// The platform's id, else its number and minute.
    pub external_id: String,
    /// The shop's own number.
    pub number: String,
    /// When it was left.
    pub left_at: Timestamp,
    /// Currency of its amounts.
    pub currency: Currency,
    /// What it would have cost.
    pub total: i64,
    /// Normalised where it is an address, else as in the file.
    pub email: String,
    /// As in the file, or empty.
    pub phone: String,
    /// As in the file, or empty.
    pub name: String,
    /// Codes as in the file.
    pub discount_codes: String,
    /// What was in it.
    pub lines: Vec<CartLine>,
}

/// A line of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// Name as in the file.
    pub name: String,
    /// SKU, or empty.
    pub sku: String,
    /// Pieces.
    pub quantity: i64,
    /// Before discounts.
    pub amount: i64,
}

fn or(text: String, before: &str) -> String {
    if text.is_empty() {
        before.to_owned()
    } else {
        text
    }
}

impl Kept for CheckoutContent {
    const KIND: KeptKind = KeptKind::Checkouts;

    fn key(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.external_id)
    }

    fn over(self, before: &Self) -> Self {
        Self {
            email: or(self.email, &before.email),
            phone: or(self.phone, &before.phone),
            name: or(self.name, &before.name),
            lines: if self.lines.is_empty() {
                before.lines.clone()
            } else {
                self.lines
            },
            ..self
        }
    }

    fn insert(&self, tx: &WriteTx, place: &KeptPlace) -> Result<i64> {
        tx.connection()
            .prepare_cached(
                "INSERT INTO checkout (source_id, external_id, number, left_at, currency, total,
                                       email, phone, name, discount_codes)
                 VALUES (:source, :external_id, :number, :left_at, :currency, :total,
                         :email, :phone, :name, :codes)",
            )?
            .execute(named_params! {
                ":source": place.source.0, ":external_id": self.external_id,
                ":number": self.number, ":left_at": self.left_at.0,
                ":currency": self.currency.code(), ":total": self.total, ":email": self.email,
                ":phone": self.phone, ":name": self.name, ":codes": self.discount_codes,
            })?;
        let id = tx.connection().last_insert_rowid();
        self.insert_lines(tx, id)?;
        Ok(id)
    }

    fn rewrite(&self, tx: &WriteTx, id: i64) -> Result<()> {
        tx.connection()
            .prepare_cached(
                "UPDATE checkout SET number = :number, left_at = :left_at, currency = :currency,
                        total = :total, email = :email, phone = :phone, name = :name,
                        discount_codes = :codes
                  WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": id, ":number": self.number, ":left_at": self.left_at.0,
                ":currency": self.currency.code(), ":total": self.total, ":email": self.email,
                ":phone": self.phone, ":name": self.name, ":codes": self.discount_codes,
            })?;
        tx.connection()
            .prepare_cached("DELETE FROM checkout_line WHERE checkout_id = :id")?
            .execute(named_params! { ":id": id })?;
        self.insert_lines(tx, id)
    }
}

impl CheckoutContent {
    fn insert_lines(&self, tx: &WriteTx, id: i64) -> Result<()> {
        let mut statement = tx.connection().prepare_cached(
            "INSERT INTO checkout_line (checkout_id, position, name, sku, quantity, amount)
             VALUES (:checkout, :position, :name, :sku, :quantity, :amount)",
        )?;
        for (position, line) in self.lines.iter().enumerate() {
            statement.execute(named_params! {
                ":checkout": id, ":position": i64::try_from(position).unwrap_or(i64::MAX),
                ":name": line.name, ":sku": line.sku, ":quantity": line.quantity,
                ":amount": line.amount,
            })?;
        }
        Ok(())
    }
}
