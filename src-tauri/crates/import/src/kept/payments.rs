//! Rows of payments: sales, captures, refunds and fees, one by one.

use std::collections::HashMap;

use pannier_store::{PaymentContent, PaymentKind, PaymentStatus};

use super::{
    KeptReading, Said, Step,
    reading::{Read, email_of, fault},
};
use crate::{
    cells::{bare, clean_id, text_id},
    header::fold,
    orders::row::OUTGOING,
    profile::{Field, Meaning},
    records::Row,
};

const UNFINISHED: &str = "Payments that were never finished: they have no number";
const TEST: &str = "Payments made in test mode";

/// Reads payments. Files without ids can say the same twice: each is a payment of its own.
#[derive(Debug, Default)]
pub(super) struct Payments {
    said: HashMap<String, u32>,
}

impl Payments {
    /// Reads a row.
    pub(super) fn read(&mut self, reading: &KeptReading, row: &Row) -> Step {
        if let Err(rejection) = reading.whole(row) {
            return Step::Rejected(rejection);
        }
        let has_ids = reading.fields.one(Field::PaymentId).is_some();
        if has_ids && reading.cell(row, Field::PaymentId).is_empty() {
            return Step::Ignored(UNFINISHED.into());
        }
        let mode = reading.cell(row, Field::Mode);
        if reading.profile.meaning(mode) == Some(Meaning::Test) || fold(mode) == "test" {
            return Step::Ignored(TEST.into());
        }
        match self.said(reading, row) {
            Ok(Some(payment)) => Step::Said(Said::Payment(Box::new(payment)), 1),
            Ok(None) => Step::Ignored(OUTGOING.into()),
            Err(fault) => Step::Rejected(reading.reject(row, &fault)),
        }
    }

    /// The payment of a row; nothing where money only went out.
    fn said(&mut self, reading: &KeptReading, row: &Row) -> Read<Option<PaymentContent>> {
        let currency = reading.currency(row)?;
        let amount = reading
            .amount(row, Field::Amount, currency)?
            .ok_or_else(|| {
                let column = reading.fields.one(Field::Amount);
                fault(
                    column,
                    "",
                    "The payment has no amount. Write it in, or export the file again",
                )
            })?;
        let payment_ref = reading.text(row, Field::PaymentOf);
        let said = kind_of(reading, reading.cell(row, Field::PaymentKind));
        let kind = match said {
            Some(PaymentKind::Sale) | None if amount < 0 => {
                // Where a column says what a payment is, a refund would be called one.
                if reading.fields.one(Field::PaymentKind).is_some() {
                    return Ok(None);
                }
                PaymentKind::Refund
            }
            Some(kind) => kind,
            None => PaymentKind::Sale,
        };
        let amount = match kind {
            PaymentKind::Refund => -amount.abs(),
            _ => amount,
        };
        let occurred_at = reading.moment(row)?;
        let words = [Field::Payment, Field::Status].map(|field| reading.cell(row, field));
        let word = words.into_iter().find(|word| !word.is_empty());
        let order_id = reading.cell(row, Field::OrderId);
        let order_ref = if reading.profile.layout.text_ids {
            text_id(order_id)
        } else {
            clean_id(order_id)
        };
        let order_text = reading.several(row, Field::OrderNumber).join(" ");
        let fee = reading.amount(row, Field::Fee, currency)?;
        let fee_currency = reading.named_currency(row, Field::FeeCurrency)?;
        let refunded = reading.amount(row, Field::Refunded, currency)?;
        let mut payment = PaymentContent {
            external_id: bare(reading.cell(row, Field::PaymentId)).to_owned(),
            occurred_at,
            kind,
            status: word.map_or(PaymentStatus::Success, |word| status_of(reading, word)),
            currency,
            amount,
            refunded: refunded.map(i64::abs),
            refunded_at: reading.other_moment(row, Field::RefundedAt),
            fee: fee.map(i64::abs),
            fee_currency: fee_currency.filter(|fee| *fee != currency),
            method: reading.text(row, Field::PaymentMethod),
            email: email_of(reading.cell(row, Field::Email)),
            name: reading.text(row, Field::CustomerName),
            order_ref: order_ref.map(str::to_owned),
            order_text: Some(order_text).filter(|text| !text.is_empty()),
            payment_ref,
        };
        if payment.external_id.is_empty() {
            payment.external_id = self.name_of(&payment);
        }
        Ok(Some(payment))
    }

    /// What a payment without an id is known by.
    fn name_of(&mut self, payment: &PaymentContent) -> String {
        let order = payment.order_text.as_ref().or(payment.order_ref.as_ref());
        let name = format!(
            "{}|{}|{}|{}|{}",
            order.map_or("", String::as_str),
            payment.kind.word(),
            payment.occurred_at,
            payment.amount,
            payment.status.word()
        );
        let times = self.said.entry(name.clone()).or_default();
        *times += 1;
        if *times == 1 {
            name
        } else {
            format!("{name}|{times}")
        }
    }
}

/// What a word for the kind of a payment means.
fn kind_of(reading: &KeptReading, word: &str) -> Option<PaymentKind> {
    match reading.profile.meaning(word) {
        Some(Meaning::Refund | Meaning::Refunded) => return Some(PaymentKind::Refund),
        Some(Meaning::Paid) => return Some(PaymentKind::Sale),
        Some(Meaning::Authorized) => return Some(PaymentKind::Authorization),
        Some(Meaning::Voided) => return Some(PaymentKind::Void),
        _ => {}
    }
    match fold(word).as_str() {
        "sale" | "payment" | "charge" => Some(PaymentKind::Sale),
        "capture" => Some(PaymentKind::Capture),
        "authorization" | "authorisation" => Some(PaymentKind::Authorization),
        "refund" | "partial refund" | "payment refund" => Some(PaymentKind::Refund),
        "void" => Some(PaymentKind::Void),
        "fee" => Some(PaymentKind::Fee),
        _ => None,
    }
}

/// What a word for the state of a payment means.
fn status_of(reading: &KeptReading, word: &str) -> PaymentStatus {
    match reading.profile.meaning(word) {
        Some(
            Meaning::Paid
            | Meaning::Refunded
            | Meaning::PartiallyRefunded
            | Meaning::PartiallyPaid
            | Meaning::Refund
            | Meaning::Yes,
        ) => return PaymentStatus::Success,
        Some(Meaning::Pending | Meaning::Authorized) => return PaymentStatus::Pending,
        Some(Meaning::Voided | Meaning::Expired | Meaning::Cancelled | Meaning::No) => {
            return PaymentStatus::Failed;
        }
        Some(Meaning::Test) | None => {}
    }
    match fold(word).as_str() {
        "success" | "succeeded" | "paid" | "complete" | "completed" | "captured" | "refunded"
        | "partially refunded" | "true" => PaymentStatus::Success,
        "failure" | "failed" | "denied" | "declined" | "canceled" | "cancelled" | "error"
        | "expired" | "blocked" | "reversed" => PaymentStatus::Failed,
        _ => PaymentStatus::Pending,
    }
}
