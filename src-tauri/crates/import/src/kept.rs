//! Files that hold neither orders nor customers: products and their stock, payments, behaviour.
//!
//! A file is passed over once to see how it writes its amounts and dates, and read twice after
//! that, by the preview and by what writes: both walk through the same records in the same order.

mod balances;
mod behaviour;
mod payments;
mod products;
mod reading;

use std::{borrow::Cow, io};

use pannier_core::{Cancel, Phase, Reporter};
use pannier_store::{
    BalanceContent, BehaviourContent, CatalogueContent, CheckoutContent, PaymentContent,
    RefundContent,
};

pub(crate) use reading::KeptReading;

use crate::{
    Kind, Rejection,
    dates::DateEvidence,
    file::{RowShape, TableFile},
    numbers::DecimalEvidence,
    orders::survey::{BATCH, Halt},
    profile::{FieldKind, Fields},
    records::Row,
};

/// What a file says of something.
#[derive(Debug)]
pub(crate) enum Said {
    Product(Box<CatalogueContent>),
    Payment(Box<PaymentContent>),
    Behaviour(BehaviourContent),
    Balance(Box<BalanceContent>),
    /// Of a file that has the layout of orders.
    Checkout(Box<CheckoutContent>),
    /// Of an orders file.
    Refund(RefundContent),
}

/// Something met on the way.
#[derive(Debug)]
pub(crate) enum Step {
    /// Something that a number of rows say.
    Said(Said, u64),
    /// A row left out for a reason.
    Ignored(Cow<'static, str>),
    Rejected(Rejection),
}

/// What a first pass over a file tells.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    pub(crate) rows: u64,
    pub(crate) numbers: DecimalEvidence,
    pub(crate) dates: DateEvidence,
    /// A value of each column.
    pub(crate) examples: Vec<String>,
}

impl Survey {
    /// Passes over a file.
    pub(crate) fn of(
        file: &TableFile,
        fields: &Fields,
        reporter: &Reporter,
        cancel: &Cancel,
    ) -> Result<Self, Halt> {
        let mut survey = Self {
            examples: vec![String::new(); file.table.header.len()],
            ..Self::default()
        };
        let amounts = fields.of_kind(FieldKind::Amount);
        let moments = fields.of_kind(FieldKind::Moment);
        let mut records = file.rows()?;
        let mut row = Row::default();
        while records.read(&mut row)? {
            if survey.rows.is_multiple_of(BATCH) {
                cancel.check()?;
                reporter.report(Phase::Reading, survey.rows, None);
            }
            survey.rows += 1;
            if file.shape(&row, None) != RowShape::Data {
                continue;
            }
            for position in &amounts {
                survey.numbers.see(row.cell(*position));
            }
            for position in &moments {
                survey.dates.see(row.cell(*position), row.line);
            }
            if survey.rows <= 200 {
                for (position, example) in survey.examples.iter_mut().enumerate() {
                    if example.is_empty() {
                        example.extend(row.cell(position).trim().chars().take(80));
                    }
                }
            }
        }
        Ok(survey)
    }
}

/// How a walk ended early.
pub(crate) enum WalkError<E> {
    Halt(Halt),
    Visitor(E),
}

impl<E> From<io::Error> for WalkError<E> {
    fn from(error: io::Error) -> Self {
        Self::Halt(Halt::Io(error))
    }
}

impl<E> From<pannier_core::Cancelled> for WalkError<E> {
    fn from(cancelled: pannier_core::Cancelled) -> Self {
        Self::Halt(Halt::Cancelled(cancelled))
    }
}

/// What a walk needs besides the file.
pub(crate) struct Walk<'w> {
    pub(crate) file: &'w TableFile,
    pub(crate) reading: &'w KeptReading,
    pub(crate) phase: Phase,
    pub(crate) total_rows: u64,
    pub(crate) reporter: &'w Reporter,
    pub(crate) cancel: &'w Cancel,
}

impl Walk<'_> {
    /// Walks through the file; returns the hash of the bytes that were read. Products come after
    /// all rows: their rows need not stand together.
    pub(crate) fn run<E>(
        &self,
        mut visit: impl FnMut(Step) -> Result<(), E>,
    ) -> Result<[u8; 32], WalkError<E>> {
        let mut records = self.file.rows()?;
        let mut row = Row::default();
        let mut products = products::Products::default();
        let mut payments = payments::Payments::default();
        let first = self.reading.first();
        let mut done = 0_u64;
        while records.read(&mut row)? {
            if done.is_multiple_of(BATCH) {
                self.cancel.check()?;
                self.reporter
                    .report(self.phase, done, Some(self.total_rows));
            }
            done += 1;
            let step = match self.file.shape(&row, first) {
                RowShape::Ignored(reason) => Some(Step::Ignored(reason.into())),
                RowShape::Data => match self.reading.ignored(&row) {
                    Some(reason) => Some(Step::Ignored(reason.into())),
                    None => match self.reading.kind {
                        Kind::Payments => Some(payments.read(self.reading, &row)),
                        Kind::Behaviour => Some(behaviour::read(self.reading, &row)),
                        Kind::Balances => Some(balances::read(self.reading, &row)),
                        _ => products.read(self.reading, &row),
                    },
                },
            };
            if let Some(step) = step {
                let step = match step {
                    Step::Said(said, rows) => Step::Said(self.reading.nobodies.said(said), rows),
                    step => step,
                };
                visit(step).map_err(WalkError::Visitor)?;
            }
        }
        for step in products.finish() {
            visit(step).map_err(WalkError::Visitor)?;
        }
        Ok(records.text().hash())
    }
}
