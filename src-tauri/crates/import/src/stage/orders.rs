//! Orders: new, updated, unchanged, said before, or older than what is here.

use std::collections::HashMap;

use pannier_core::{Cancel, Currency, OrderId, Phase, Reporter, Timestamp};
use pannier_store::KnownOrder;

use super::{Drop, StageError, kept, person, within};
use crate::{
    FileReport, Kind, Rejection, SampleOrder,
    orders::{
        amounts::contradicts,
        assemble::{Draft, Piece},
        build::Built,
        overlay::{goes_back, keep_unsaid},
        row::Reading,
        shape::minute_key,
        survey::{NameSet, name_of},
        walk::{Step, Walk},
    },
    plan::{Decision, StagedOrders},
    report::shortened,
};

const EMPTY_REFUND: &str = "Refunds of nothing";
const OLDER: &str = "Orders from an older export: the shop file knows a later state of them";

/// What is counted while a file is staged.
#[derive(Default)]
struct Tally {
    currencies: HashMap<&'static str, (Currency, u64)>,
    people: NameSet,
    products: NameSet,
    tax_included: u64,
    tax_on_top: u64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    odd_emails: u64,
    odd_payments: Vec<(String, u64)>,
    unexplained: u64,
    contradicting: u64,
}

/// What became of an order.
enum Verdict {
    New,
    Updated,
    Unchanged,
    Merged,
    Joined,
    Older,
}

impl Drop<'_> {
    /// Stages an orders file.
    pub(crate) fn orders(
        &mut self,
        staged: &mut StagedOrders,
        rows: u64,
        report: &mut FileReport,
        reporter: &Reporter,
        cancel: &Cancel,
    ) -> Result<(), StageError> {
        report.rows = rows;
        let is_checkouts = report.kind == Some(Kind::Checkouts);
        let mut decisions = Vec::new();
        let mut tally = Tally::default();
        let walk = Walk {
            file: &staged.file,
            reading: &staged.reading,
            scattered: &staged.scattered,
            phase: Phase::Matching,
            total_rows: rows,
            reporter,
            cancel,
        };
        walk.run(|step| -> Result<(), StageError> {
            match step {
                Step::Ignored(reason) => report.ignore(&reason, 1),
                Step::Checkout(mut draft) => self.cart(&staged.reading, &mut draft, report)?,
                Step::Piece(Piece::Merged(rows)) => report.row_verdicts.merged += rows,
                Step::Piece(Piece::Rejected(rejections)) => {
                    for rejection in rejections {
                        report.reject(rejection);
                    }
                }
                Step::Piece(Piece::Refund(mut draft)) => {
                    self.own_refund(&staged.reading, &mut draft, report)?;
                }
                Step::Piece(Piece::Order(mut draft)) if is_checkouts => {
                    self.cart(&staged.reading, &mut draft, report)?;
                }
                Step::Piece(Piece::Order(mut draft)) => {
                    let decision = self.order(
                        &staged.reading,
                        staged.newest_at,
                        &mut draft,
                        report,
                        &mut tally,
                    )?;
                    decisions.push(decision);
                }
            }
            Ok(())
        })
        .map_err(StageError::of_walk)?;
        staged.decisions = decisions;
        self.conclude(&staged.reading, tally, report);
        Ok(())
    }

    /// A cart that was left behind.
    fn cart(
        &mut self,
        reading: &Reading,
        draft: &mut Draft,
        report: &mut FileReport,
    ) -> Result<(), StageError> {
        match reading.build(draft) {
            Ok(built) => {
                let cart = kept::cart(built.content);
                let cart = reading.nobodies.cart(&reading.country, cart);
                self.kept_record(&cart, draft.rows, report)
            }
            Err(rejection) => {
                reject_all(draft, rejection, report);
                Ok(())
            }
        }
    }

    /// A refund of its own.
    fn own_refund(
        &mut self,
        reading: &Reading,
        draft: &mut Draft,
        report: &mut FileReport,
    ) -> Result<(), StageError> {
        let built = reading.build(draft);
        match built.map(|built| kept::refund(draft, &built.content)) {
            Ok(Some(refund)) => self.kept_record(&refund, draft.rows, report)?,
            Ok(None) => report.ignore(EMPTY_REFUND, draft.rows),
            Err(rejection) => reject_all(draft, rejection, report),
        }
        Ok(())
    }

    fn order(
        &mut self,
        reading: &Reading,
        newest_at: Option<Timestamp>,
        draft: &mut Draft,
        report: &mut FileReport,
        tally: &mut Tally,
    ) -> Result<Decision<OrderId>, StageError> {
        let built = match reading.build(draft) {
            Ok(built) => built,
            Err(rejection) => {
                reject_all(draft, rejection, report);
                return Ok(Decision::Skip);
            }
        };
        let Ok(known) = self.known(&built) else {
            let reason = "Two orders of the shop file have this number and minute, and the file does not tell them apart. Export the orders again and drop the file as it is";
            let rejection = Rejection {
                line: draft.line,
                column: String::new(),
                value: shortened(&draft.number),
                reason: reason.to_owned(),
            };
            reject_all(draft, rejection, report);
            return Ok(Decision::Skip);
        };
        let known = known?;
        let (verdict, decision) = if self.is_said_elsewhere(&built) || self.is_said_before(&built) {
            (Verdict::Merged, Decision::Skip)
        } else if self.is_joined(&built) && known.is_none() {
            (Verdict::Joined, Decision::Join)
        } else {
            self.compare(reading, newest_at, &built, known)?
        };
        let counts = &mut report.row_verdicts;
        match verdict {
            Verdict::New => {
                counts.new += draft.rows;
                report.orders.new += 1;
                self.note_new(reading, &built);
            }
            Verdict::Updated => {
                counts.updated += draft.rows;
                report.orders.updated += 1;
            }
            Verdict::Unchanged => {
                counts.unchanged += draft.rows;
                report.orders.unchanged += 1;
            }
            Verdict::Merged => {
                counts.merged += draft.rows;
                return Ok(decision);
            }
            Verdict::Joined => counts.merged += draft.rows,
            Verdict::Older => report.ignore(OLDER, draft.rows),
        }
        self.note_order(&built);
        self.count(reading, draft, &built, report, tally)?;
        Ok(decision)
    }

    /// Whether another file of the drop says this order in the version that stands.
    fn is_said_elsewhere(&self, built: &Built) -> bool {
        if self.winners.is_empty() {
            return false;
        }
        let content = &built.content;
        let winner = built
            .has_id
            .then(|| self.winners.get(&self.own(name_of(&content.external_id))))
            .flatten()
            .or_else(|| {
                let minute = minute_key(&content.number, content.placed_at);
                self.winners.get(&self.own(name_of(&minute)))
            });
        winner.is_some_and(|winner| *winner != self.file)
    }

    fn is_said_before(&mut self, built: &Built) -> bool {
        let content = &built.content;
        // Without an id, an order is known by its minute.
        let id = self.own(name_of(&content.external_id));
        let minute = if built.has_id {
            self.own(name_of(&minute_key(&content.number, content.placed_at)))
        } else {
            id
        };
        if built.has_id {
            self.minutes_with_id.insert(minute);
            !self.order_ids.insert(id) || self.minutes_without_id.contains(&minute)
        } else {
            !self.minutes_without_id.insert(minute) || self.minutes_with_id.contains(&minute)
        }
    }

    /// Whether a file of the drop that says other things said this order. Remembers this one.
    fn is_joined(&mut self, built: &Built) -> bool {
        let content = &built.content;
        let name = if built.has_id {
            name_of(&content.external_id)
        } else {
            name_of(&minute_key(&content.number, content.placed_at))
        };
        let name = within(&self.platform, name);
        let has_lines = self.has_lines;
        let said = self.joins.get_mut(&self.platform);
        said.is_some_and(|said| *said.entry(name).or_insert(has_lines) != has_lines)
    }

    /// The order of the shop file that this one is, if any.
    fn known(&self, built: &Built) -> Result<Result<Option<KnownOrder>, StageError>, Ambiguous> {
        let Some(source) = self.source() else {
            return Ok(Ok(None));
        };
        let content = &built.content;
        let minute = Timestamp(content.placed_at.0.div_euclid(60_000) * 60_000);
        if built.has_id {
            match self.tx.known_order(source, &content.external_id) {
                Ok(None) => {}
                known => return Ok(known.map_err(Into::into)),
            }
        }
        match self
            .tx
            .known_orders_at(source, &content.number, minute, built.has_id)
        {
            Ok(known) if known.len() > 1 => Err(Ambiguous),
            Ok(known) => Ok(Ok(known.first().copied())),
            Err(error) => Ok(Err(error.into())),
        }
    }

    fn compare(
        &self,
        reading: &Reading,
        newest_at: Option<Timestamp>,
        built: &Built,
        known: Option<KnownOrder>,
    ) -> Result<(Verdict, Decision<OrderId>), StageError> {
        let Some(known) = known else {
            return Ok((Verdict::New, Decision::Insert));
        };
        if known.fingerprint == built.content.fingerprint() {
            return Ok((Verdict::Unchanged, Decision::Keep(known.id)));
        }
        let stored = self.tx.stored_order(known.id)?;
        let mut content = built.content.clone();
        keep_unsaid(reading, &stored.content, built.has_id, &mut content);
        if content.fingerprint() == known.fingerprint {
            return Ok((Verdict::Unchanged, Decision::Keep(known.id)));
        }
        // Of two exports as new as each other, nobody knows which was made later: what an order
        // had come to stands.
        let is_later = newest_at > stored.file_newest_at;
        if !is_later && goes_back(&stored.content, &content) {
            return Ok((Verdict::Older, Decision::Skip));
        }
        Ok((Verdict::Updated, Decision::Update(known.id)))
    }

    fn count(
        &mut self,
        reading: &Reading,
        draft: &Draft,
        built: &Built,
        report: &mut FileReport,
        tally: &mut Tally,
    ) -> Result<(), StageError> {
        let content = &built.content;
        tally
            .currencies
            .entry(content.currency.code())
            .or_insert((content.currency, 0))
            .1 += 1;
        tally.tax_included += u64::from(content.tax_included);
        tally.tax_on_top += u64::from(!content.tax_included && content.tax > 0);
        tally.first = Some(
            tally
                .first
                .map_or(content.placed_at, |first| first.min(content.placed_at)),
        );
        tally.last = tally.last.max(Some(content.placed_at));
        tally.odd_emails += u64::from(built.has_odd_email);
        tally.unexplained += u64::from(content.unexplained != 0);
        let is_contradicting = contradicts(&draft.head, &draft.items, reading.present());
        tally.contradicting += u64::from(is_contradicting);
        if let Some(word) = &draft.head.unknown_payment {
            let words = &mut tally.odd_payments;
            match words.iter().position(|(known, _)| known == word) {
                Some(position) => words[position].1 += 1,
                None if words.len() < 20 => words.push((word.clone(), 1)),
                None => {}
            }
        }
        let mut key = String::new();
        for line in &content.lines {
            key.clear();
            line.write_product_key(&mut key);
            let name = name_of(&key);
            if tally.products.insert(name) {
                let own = within(&self.platform, name);
                if self.knows_product(&key) || !self.new_products.insert(own) {
                    report.products.unchanged += 1;
                } else {
                    report.products.new += 1;
                }
            }
        }
        if let Some(who) = &built.who {
            let word = person(who, &self.platform);
            let name = name_of(&word);
            if tally.people.insert(name) {
                let is_known = !self.people.insert(name) || self.is_in_shop(who)?;
                if is_known {
                    report.customers.unchanged += 1;
                } else {
                    report.customers.new += 1;
                }
            }
        }
        if report.sample.len() < 5 {
            report.sample.push(sample(reading, draft, built));
        }
        Ok(())
    }

    fn is_in_shop(&self, who: &crate::orders::build::Who) -> Result<bool, StageError> {
        Ok(match who {
            crate::orders::build::Who::Email(email) => self.tx.customer_by_email(email)?.is_some(),
            crate::orders::build::Who::Phone(phone) => self.tx.customer_by_phone(phone)?.is_some(),
            crate::orders::build::Who::Key(key) => match self.source() {
                Some(source) => self.tx.customer_by_key(source, key)?.is_some(),
                None => false,
            },
        })
    }

    fn conclude(&self, reading: &Reading, tally: Tally, report: &mut FileReport) {
        let day = |at: Timestamp| self.shop.zone.day_of(at);
        report.first_day = tally.first.map(day);
        report.last_day = tally.last.map(day);
        let mut currencies: Vec<(Currency, u64)> = tally.currencies.into_values().collect();
        currencies.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        if let Some(understood) = &mut report.understood {
            understood.currencies = currencies
                .into_iter()
                .map(|(currency, _)| currency)
                .collect();
            understood.tax_included = tally.tax_included;
            understood.tax_on_top = tally.tax_on_top;
        }
        let notes = &mut report.notes;
        for (word, orders) in tally.odd_payments {
            let column = reading
                .columns
                .financial
                .and_then(|at| reading.header.names.get(at));
            let column = column.map_or("", String::as_str);
            notes.push(format!("“{word}” in “{column}” is not a word that Pannier knows ({orders} orders). They count as orders whose payment is unknown"));
        }
        if tally.odd_emails > 0 {
            notes.push(format!(
                "{} orders have something in “Email” that is not an address",
                tally.odd_emails
            ));
        }
        if tally.contradicting > 0 {
            let whose = match tally.contradicting {
                1 => "The items of 1 order do not add up to its subtotal; it is".to_owned(),
                orders => {
                    format!(
                        "The items of {orders} orders do not add up to their subtotal; they are"
                    )
                }
            };
            notes.push(format!(
                "{whose} counted by the items, price times pieces less discounts"
            ));
        }
        if tally.unexplained > 0 && reading.columns.total.is_some() {
            notes.push(format!(
                "The total of {} orders is not the sum of their parts. The total was kept as it is",
                tally.unexplained
            ));
        }
    }
}

/// Two orders of the shop file could be meant.
struct Ambiguous;

fn reject_all(draft: &Draft, rejection: Rejection, report: &mut FileReport) {
    let rows = draft.rows;
    report.reject(rejection);
    // The order's other rows go with it; the first one says why.
    report.row_verdicts.rejected += rows.saturating_sub(1);
}

fn sample(reading: &Reading, draft: &Draft, built: &Built) -> SampleOrder {
    let content = &built.content;
    let customer = if content.customer_name.is_empty() {
        &content.email
    } else {
        &content.customer_name
    };
    SampleOrder {
        number: content.number.clone(),
        placed_local: reading
            .zone
            .local(content.placed_at)
            .format("%Y-%m-%dT%H:%M")
            .to_string(),
        placed_raw: draft.head.placed_raw.clone(),
        customer: customer.clone(),
        currency: content.currency,
        goods: content.goods,
        shipping: content.shipping,
        discounts: content.discounts,
        total_raw: draft.head.total_raw.clone(),
    }
}
