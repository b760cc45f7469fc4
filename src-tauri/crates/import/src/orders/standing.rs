//! Where an order stands, from the words that its platform has for it.

use pannier_store::Payment;

use super::row::Reading;
use crate::{profile::Meaning, records::Row, report::shortened};

/// Where an order or a row of it stands.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    pub(crate) payment: Payment,
    /// The word for payment, where it is none that is known.
    pub(crate) unknown: Option<String>,
    pub(crate) is_cancelled: bool,
    pub(crate) is_refund: bool,
    pub(crate) is_test: bool,
}

/// What the words of a row say.
pub(crate) fn standing_of(reading: &Reading, row: &Row) -> Standing {
    let columns = &reading.columns;
    let mut standing = Standing::default();
    for (column, is_payment) in [
        (columns.financial, true),
        (columns.status, false),
        (columns.mode, false),
    ] {
        let Some(column) = column else { continue };
        let word = row.cell(column).trim();
        if word.is_empty() {
            continue;
        }
        match reading.profile.meaning(word) {
            Some(meaning) => standing.take(meaning),
            None if is_payment => match plain(word) {
                Some(payment) => standing.payment = payment,
                None => standing.unknown = Some(shortened(word)),
            },
            None => {}
        }
    }
    standing
}

impl Standing {
    fn take(&mut self, meaning: Meaning) {
        let payment = match meaning {
            Meaning::Cancelled => {
                self.is_cancelled = true;
                return;
            }
            Meaning::Refund => {
                self.is_refund = true;
                return;
            }
            Meaning::Test => {
                self.is_test = true;
                return;
            }
            Meaning::Yes | Meaning::No => return,
            Meaning::Paid => Payment::Paid,
            Meaning::Pending => Payment::Pending,
            Meaning::Authorized => Payment::Authorized,
            Meaning::PartiallyPaid => Payment::PartiallyPaid,
            Meaning::PartiallyRefunded => Payment::PartiallyRefunded,
            Meaning::Refunded => Payment::Refunded,
            Meaning::Voided => Payment::Voided,
            Meaning::Expired => Payment::Expired,
        };
        // Of two columns, the one for payment speaks first.
        if self.payment == Payment::Unknown {
            self.payment = payment;
        }
    }
}

/// The words that most platforms have for payment.
fn plain(word: &str) -> Option<Payment> {
    let word = word.to_lowercase().replace([' ', '-'], "_");
    match word.as_str() {
        "partially_authorized" => Some(Payment::Authorized),
        "void" => Some(Payment::Voided),
        "unpaid" => Some(Payment::Pending),
        word => match word.parse() {
            Ok(payment) if payment != Payment::Unknown => Some(payment),
            _ => None,
        },
    }
}
