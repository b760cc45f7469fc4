//! Products, payments and behaviour, and the carts and refunds of orders files: new, updated,
//! unchanged, or said before in this drop.

use std::collections::HashSet;

use pannier_core::{Cancel, Currency, Phase, Reporter, Timestamp};
use pannier_store::{
    BalanceContent, CartLine, CatalogueContent, CheckoutContent, Kept, KeptKind, KnownCatalogue,
    LightOrder, OrderContent, PaymentContent, PaymentHint, PaymentKind, PaymentStatus, ReadTx,
    RefundContent, SaidProduct, Sighting,
};

use super::{Drop, StageError};
use crate::{
    Counts, FileReport, Kind,
    kept::{Said, Step, Walk, WalkError},
    nobody::told_by,
    orders::{
        assemble::Draft,
        build::Built,
        row::Reading,
        survey::{Halt, name_of},
    },
    plan::StagedKept,
    profile::Field,
};

impl FileReport {
    /// The counts of a kind of record.
    pub(crate) fn counts_of(&mut self, kind: KeptKind) -> &mut Counts {
        match kind {
            KeptKind::Products => &mut self.products,
            KeptKind::Checkouts => &mut self.checkouts,
            KeptKind::Payments => &mut self.payments,
            KeptKind::Refunds => &mut self.refunds,
            KeptKind::Behaviour => &mut self.behaviour,
            KeptKind::Balances => &mut self.balances,
        }
    }

    /// Counts rows of something of a kind; nothing is one that the drop has said before.
    fn count(&mut self, kind: KeptKind, rows: u64, sighting: Option<Sighting>) {
        let verdicts = &mut self.row_verdicts;
        match sighting {
            Some(Sighting::New) => verdicts.new += rows,
            Some(Sighting::Updated) => verdicts.updated += rows,
            Some(Sighting::Unchanged) => verdicts.unchanged += rows,
            None => {
                verdicts.merged += rows;
                return;
            }
        }
        let counts = self.counts_of(kind);
        match sighting {
            Some(Sighting::New) => counts.new += 1,
            Some(Sighting::Updated) => counts.updated += 1,
            Some(Sighting::Unchanged) | None => counts.unchanged += 1,
        }
    }
}

/// A cart that was left behind, from a row or rows of the layout of orders.
pub(crate) fn cart(order: OrderContent) -> CheckoutContent {
    let email = told_by(&order);
    let lines = order.lines.into_iter().map(|line| CartLine {
        name: line.name,
        sku: line.sku,
        quantity: line.quantity,
        amount: line.amount,
    });
    CheckoutContent {
        external_id: order.external_id,
        number: order.number,
        left_at: order.placed_at,
        currency: order.currency,
        total: order.total,
        email,
        phone: order.phone,
        name: order.customer_name,
        discount_codes: order.discount_codes,
        lines: lines.collect(),
    }
}

/// A refund of its own; nothing where nothing was paid back.
pub(crate) fn refund(draft: &Draft, order: &OrderContent) -> Option<RefundContent> {
    let of = &draft.head.refund_of;
    let order_ref = if of.is_empty() { &order.number } else { of };
    (order.total > 0).then(|| RefundContent {
        external_id: order.external_id.clone(),
        refunded_at: order.placed_at,
        currency: order.currency,
        amount: order.total,
        goods: order.goods.clamp(0, order.total),
        order_ref: Some(order_ref.clone()).filter(|order| !order.is_empty()),
    })
}

/// The moment that a record is of, where it is of one; its currencies are added to the others.
fn moment_of(said: &Said, currencies: &mut HashSet<Currency>) -> Option<Timestamp> {
    match said {
        Said::Product(product) => {
            let variants = product.variants.iter();
            currencies.extend(variants.filter_map(|variant| variant.currency));
            None
        }
        Said::Payment(payment) => {
            currencies.insert(payment.currency);
            Some(payment.occurred_at)
        }
        Said::Behaviour(said) => Some(said.at),
        Said::Checkout(_) | Said::Refund(_) | Said::Balance(_) => None,
    }
}

/// What is said of a file of points as a whole.
#[derive(Default)]
struct Balances {
    people: u64,
    unknown: u64,
    points: i64,
}

impl Balances {
    fn add(&mut self, tx: &ReadTx, said: &BalanceContent) -> Result<(), StageError> {
        self.people += 1;
        self.unknown += u64::from(!tx.knows_whose(said)?);
        self.points = self.points.saturating_add(said.points);
        Ok(())
    }

    /// Whose points they are, and what they need to count.
    fn note(&self, tx: &ReadTx, report: &mut FileReport) -> Result<(), StageError> {
        let points = match self.points {
            1 => "1 point".to_owned(),
            points => format!("{points} points"),
        };
        report.notes.push(format!("{points} in all"));
        if self.unknown > 0 {
            let who = match self.unknown {
                1 => "1 person is".to_owned(),
                count => format!("{count} people are"),
            };
            report.notes.push(format!(
                "{who} not among your customers: their points wait until a file brings them"
            ));
        }
        if !tx.has_programme()? {
            report.notes.push(
                "There is no loyalty programme yet: the points count as soon as there is one"
                    .to_owned(),
            );
        }
        Ok(())
    }
}

impl Drop<'_> {
    /// Counts a cart, a refund, a product or a payment of the file at hand.
    pub(super) fn kept_record<K: Kept>(
        &mut self,
        said: &K,
        rows: u64,
        report: &mut FileReport,
    ) -> Result<(), StageError> {
        let name = name_of(&format!("{}:{}", K::KIND.word(), said.key()));
        let sighting = if self.kept.insert(self.own(name)) {
            Some(self.tx.kept_verdict(self.source(), self.newest_at, said)?)
        } else {
            None
        };
        report.count(K::KIND, rows, sighting);
        Ok(())
    }

    /// Counts a product of the file at hand. Returns what all imports have said of it, where the
    /// file says just that, and the drop says it for the first time.
    fn product(
        &mut self,
        known: &KnownCatalogue,
        said: &CatalogueContent,
        rows: u64,
        report: &mut FileReport,
    ) -> Result<Option<SaidProduct>, StageError> {
        let Some(product) = known.find(said)? else {
            self.kept_record(said, rows, report)?;
            return Ok(None);
        };
        let name = name_of(&format!("{}:{}", KeptKind::Products.word(), said.key()));
        let is_first = self.kept.insert(self.own(name));
        let sighting = is_first.then_some(Sighting::Unchanged);
        report.count(KeptKind::Products, rows, sighting);
        Ok(is_first.then_some(product))
    }

    /// Stages a file of products, payments or behaviour.
    pub(crate) fn kept(
        &mut self,
        staged: &mut StagedKept,
        report: &mut FileReport,
        reporter: &Reporter,
        cancel: &Cancel,
    ) -> Result<(), StageError> {
        report.rows = staged.rows;
        let walk = Walk {
            file: &staged.file,
            reading: &staged.reading,
            phase: Phase::Matching,
            total_rows: staged.rows,
            reporter,
            cancel,
        };
        let mut records = 0;
        let mut payments: Vec<PaymentContent> = Vec::new();
        let mut currencies = HashSet::new();
        let mut balances = Balances::default();
        let is_catalogue = staged.reading.kind == Kind::Products;
        let source = self.source().filter(|_| is_catalogue);
        let known = self.tx.known_catalogue(source, staged.rows)?;
        let mut same = Vec::new();
        let mut days = (None, None);
        walk.run(|step| -> Result<(), StageError> {
            match step {
                Step::Ignored(reason) => report.ignore(&reason, 1),
                Step::Rejected(rejection) => report.reject(rejection),
                Step::Said(said, rows) => {
                    records += 1;
                    let at = moment_of(&said, &mut currencies);
                    if let Some(day) = at.map(|at| self.shop.zone.day_of(at)) {
                        days = (
                            Some(days.0.map_or(day, |first| day.min(first))),
                            days.1.max(Some(day)),
                        );
                    }
                    match said {
                        Said::Product(said) => {
                            same.push(self.product(&known, &said, rows, report)?);
                        }
                        Said::Payment(said) => {
                            self.kept_record(&*said, rows, report)?;
                            payments.push(*said);
                        }
                        Said::Checkout(said) => self.kept_record(&*said, rows, report)?,
                        Said::Refund(said) => self.kept_record(&said, rows, report)?,
                        Said::Balance(said) => {
                            balances.add(self.tx, &said)?;
                            self.kept_record(&*said, rows, report)?;
                        }
                        Said::Behaviour(said) => {
                            let name = name_of(&format!(
                                "{}|{}|{}|{}",
                                said.email,
                                said.product,
                                said.kind.word(),
                                said.at.0
                            ));
                            let sighting = if !self.kept.insert(self.own(name)) {
                                None
                            } else if self.tx.knows_behaviour(self.source(), &said)? {
                                Some(Sighting::Unchanged)
                            } else {
                                Some(Sighting::New)
                            };
                            report.count(KeptKind::Behaviour, rows, sighting);
                        }
                    }
                }
            }
            Ok(())
        })
        .map_err(|error| match error {
            WalkError::Halt(Halt::Io(error)) => StageError::Unreadable(error),
            WalkError::Halt(Halt::Cancelled(cancelled)) => StageError::Stop(cancelled.into()),
            WalkError::Visitor(error) => error,
        })?;
        staged.records = records;
        staged.same = same;
        (report.first_day, report.last_day) = days;
        let mut currencies: Vec<_> = currencies.into_iter().collect();
        currencies.sort();
        if report.kind == Some(Kind::Balances) {
            balances.note(self.tx, report)?;
        }
        let names_currency = staged.reading.fields.one(Field::Currency).is_some();
        if let (false, [currency]) = (names_currency, &currencies[..]) {
            report.notes.push(format!(
                "There is no column for the currency: amounts are read as {currency}"
            ));
        }
        if let Some(understood) = &mut report.understood {
            understood.currencies = currencies;
        }
        if report.kind == Some(Kind::Payments) {
            self.note_matches(payments, report);
        }
        Ok(())
    }

    /// Says how many payments are those of orders.
    fn note_matches(&mut self, mut payments: Vec<PaymentContent>, report: &mut FileReport) {
        let Some(index) = &mut self.order_index else {
            return;
        };
        payments.retain(|payment| {
            payment.status == PaymentStatus::Success
                && matches!(
                    payment.kind,
                    PaymentKind::Sale | PaymentKind::Capture | PaymentKind::Refund
                )
        });
        payments.sort_by(|a, b| {
            let key = |p: &PaymentContent| (p.occurred_at, p.external_id.clone());
            key(a).cmp(&key(b))
        });
        let found = payments
            .iter()
            .filter(|payment| {
                let text = |text: &'_ Option<String>| text.clone().unwrap_or_default();
                let hint = PaymentHint {
                    platform: &self.platform,
                    external_id: &payment.external_id,
                    occurred_at: payment.occurred_at,
                    kind: payment.kind,
                    currency: payment.currency,
                    amount: payment.amount,
                    email: &text(&payment.email),
                    order_ref: &text(&payment.order_ref),
                    order_text: &text(&payment.order_text),
                    payment_ref: &text(&payment.payment_ref),
                };
                index.find(&hint).is_some()
            })
            .count();
        let (all, others) = (payments.len(), payments.len() - found);
        let first = match (found, all) {
            (_, 0) => return,
            (0, _) => "None of these payments is that of an order that you have".to_owned(),
            (1, 1) => "The payment is that of an order that you have".to_owned(),
            (found, all) if found == all => {
                format!("All {all} payments are those of orders that you have")
            }
            (found, all) => format!(
                "{found} of {all} payments are those of orders that you have; {others} match none"
            ),
        };
        report.notes.push(first);
        report
            .notes
            .push("Payments are kept beside orders and are never counted as revenue".to_owned());
    }

    /// Remembers an order that payments of this drop may be of.
    pub(super) fn note_order(&mut self, built: &Built) {
        if self.order_index.is_some() && !built.content.is_test {
            let order = self.light(built);
            if let Some(index) = &mut self.order_index {
                index.add(order);
            }
        }
    }

    /// Remembers a new order that may be the same sale as a payment that counts as an order.
    pub(super) fn note_new(&mut self, reading: &Reading, built: &Built) {
        let is_payment = reading.profile.layout.may_be_orders;
        if self.new_orders.is_some() && !is_payment && !built.content.is_test {
            let order = self.light(built);
            self.new_orders.get_or_insert_default().push(order);
        }
    }

    fn light(&self, built: &Built) -> LightOrder {
        let content = &built.content;
        LightOrder {
            id: None,
            platform: self.platform.clone(),
            external_id: content.external_id.clone(),
            number: content.number.clone(),
            placed_at: content.placed_at,
            currency: content.currency,
            total: content.total,
            email: told_by(content),
        }
    }
}
