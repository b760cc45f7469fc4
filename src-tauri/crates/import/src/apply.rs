//! Writing what a preview decided: the files are read again, their bytes must be the same, and
//! no order is matched anew. Customers are matched row by row as they are written: two rows of a
//! drop can be one person. One transaction holds all of it.

mod guests;
mod kept;

use std::{
    collections::BTreeSet,
    io,
    sync::mpsc::{Receiver, SyncSender, channel, sync_channel},
};

use pannier_core::{
    Cancel, CustomerId, ImportId, OrderId, Phase, Reporter, ShopZone, SourceId, Timestamp,
};
use pannier_store::{
    CustomerSaid, NewImportFile, NewRejection, OrderContent, OrderPlace, OrderWriter,
    PostponedIndices, ProductNumbers, ReadyOrder, Who, WriteTx,
};

use self::guests::Guests;
use crate::{
    Counts, Error, FileReport, Kind, Outcome, Plan, Result,
    customers::read,
    file::{RowShape, TableFile},
    kept::Said,
    orders::{
        assemble::Piece,
        build::Built,
        overlay::keep_unsaid,
        row::Reading,
        survey::{BATCH, Halt},
        walk::{Step, Walk, WalkError},
    },
    plan::{Decision, Staged, StagedCustomers, StagedOrders},
    profile::{Field, services},
    records::Row,
    stage::{SOURCE_NAME, cart, refund},
};

/// Writes what a preview decided. The import bears the moment of the preview.
///
/// # Errors
/// [`Error`] says why nothing can be written; the transaction must then be rolled back, as
/// [`pannier_store::Store::write`] does.
pub fn apply(plan: &Plan, tx: &WriteTx, reporter: &Reporter, cancel: &Cancel) -> Result<Outcome> {
    tx.watched(cancel, || write(plan, tx, reporter, cancel))
}

fn write(plan: &Plan, tx: &WriteTx, reporter: &Reporter, cancel: &Cancel) -> Result<Outcome> {
    if !plan.questions.is_empty() {
        return Err(Error::Undecided(plan.questions.clone()));
    }
    check_shop(plan, tx)?;
    if !plan.has_effect() {
        return Ok(Outcome { import_id: None });
    }
    plan.staged.iter().try_for_each(check_size)?;
    let now = plan.shop.now;
    let import = tx.insert_import(now)?;
    let total = plan.files.iter().map(|file| file.rows).sum();
    let mut writing = Writing {
        tx,
        import,
        now,
        zone: plan.shop.zone,
        country: plan.shop.country.clone(),
        reporter,
        cancel,
        total,
        said: 0,
        touched: BTreeSet::new(),
        postponed: None,
        guests: Guests::default(),
    };
    for index in &plan.sequence {
        let report = &plan.files[*index];
        if report.refused.is_some() {
            continue;
        }
        let platform = report.platform.as_deref().unwrap_or_default();
        match &plan.staged[*index] {
            Staged::Nothing => {}
            Staged::Customers(staged) => {
                writing.all_orders_written()?;
                let source = tx.ensure_source(platform, SOURCE_NAME)?;
                let file = writing.file(*index, report, &staged.file, None)?;
                writing.customers(staged, source, file)?;
                writing.rejections(file, report)?;
            }
            Staged::Orders(staged) => {
                let source = tx.ensure_source(platform, SOURCE_NAME)?;
                let file = writing.file(*index, report, &staged.file, staged.newest_at)?;
                let is_carts = report.kind == Some(Kind::Checkouts);
                if staged.decisions.contains(&Decision::Join) {
                    // Its orders are looked up by their numbers as they are written.
                    writing.all_orders_written()?;
                } else if !is_carts && writing.postponed.is_none() {
                    writing.postponed = Some(tx.postpone_indices()?);
                }
                let mut target = Target {
                    source,
                    file,
                    is_carts,
                    orders: OrderWriter::new(tx, source)?,
                };
                writing.orders(staged, &mut target)?;
                writing.counts(file, report)?;
                writing.rejections(file, report)?;
            }
            Staged::Kept(staged) => {
                writing.all_orders_written()?;
                let source = tx.ensure_source(platform, SOURCE_NAME)?;
                let file = writing.file(*index, report, &staged.file, staged.newest_at)?;
                writing.kept(staged, source, file)?;
                writing.counts(file, report)?;
                writing.rejections(file, report)?;
            }
        }
    }
    writing.all_orders_written()?;
    tx.settle_customers(&writing.touched, now, cancel)?;
    if let Some(are) = plan.sales {
        tx.say_of_payments(import, are, &services(), now, cancel)?;
    }
    tx.link_kept()?;
    reporter.report(Phase::Saving, total, Some(total));
    Ok(Outcome {
        import_id: Some(import),
    })
}

/// Takes an import back.
///
/// # Errors
/// [`Error::Store`] when there is no such import or it was undone before, [`Error::Cancelled`].
pub fn undo(
    import: ImportId,
    tx: &WriteTx,
    now: Timestamp,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<()> {
    tx.watched(cancel, || {
        tx.revert_import(import, now, reporter, cancel)?;
        Ok(())
    })
}

/// The preview looked at this state of the shop, or nothing may be written.
fn check_shop(plan: &Plan, tx: &WriteTx) -> Result<()> {
    let shop = tx.shop()?;
    let needs_currency = plan.staged.iter().any(|staged| match staged {
        Staged::Orders(staged) => staged.reading.columns.currency.is_none(),
        Staged::Kept(staged) => staged.reading.fields.one(Field::Currency).is_none(),
        Staged::Nothing | Staged::Customers(_) => false,
    });
    let is_same = tx.import_stamp()? == plan.stamp
        && shop.zone == plan.shop.zone
        && shop.country == plan.shop.country
        && (!needs_currency || shop.currency == plan.shop.currency);
    if is_same {
        Ok(())
    } else {
        Err(Error::ShopChanged)
    }
}

/// Files that are gone or of another size need not be read to their end.
fn check_size(staged: &Staged) -> Result<()> {
    let file = match staged {
        Staged::Nothing => return Ok(()),
        Staged::Orders(staged) => &staged.file,
        Staged::Customers(staged) => &staged.file,
        Staged::Kept(staged) => &staged.file,
    };
    let given = &file.part.given;
    let meta = std::fs::metadata(given).map_err(|error| gone(file, &error))?;
    let container = file.part.container.as_ref();
    if meta.len() == container.map_or(file.looked.size, |container| container.size) {
        Ok(())
    } else {
        Err(Error::FileChanged(given.clone()))
    }
}

/// Where the orders of one file go.
struct Target<'w> {
    source: SourceId,
    file: i64,
    /// All of them are carts that were left behind.
    is_carts: bool,
    orders: OrderWriter<'w>,
}

struct Writing<'w> {
    tx: &'w WriteTx<'w>,
    import: ImportId,
    now: Timestamp,
    zone: ShopZone,
    country: String,
    reporter: &'w Reporter,
    cancel: &'w Cancel,
    total: u64,
    /// Rows of customers files so far.
    said: u64,
    /// Customers to look at once more when all orders are written.
    touched: BTreeSet<CustomerId>,
    /// Indices to be built when the last orders file is written.
    postponed: Option<PostponedIndices>,
    /// Customers of the orders in the file at hand.
    guests: Guests,
}

impl Writing<'_> {
    fn all_orders_written(&mut self) -> Result<()> {
        if let Some(postponed) = self.postponed.take() {
            let total = self.total;
            self.tx.build_indices(postponed, self.cancel, |done, all| {
                let rest = total / INDEX_SHARE;
                let built = u128::from(rest) * u128::from(done) / u128::from(all.max(1));
                let built = u64::try_from(built).unwrap_or(rest);
                let done = total - rest + built;
                self.reporter.report(Phase::Saving, done, Some(total));
            })?;
        }
        Ok(())
    }

    /// Tells of rows that are written. Where indices wait to be built, that is not all of it yet.
    fn reporter_of_rows(&self) -> Reporter {
        let reporter = self.reporter.clone();
        if self
            .postponed
            .as_ref()
            .is_none_or(PostponedIndices::is_empty)
        {
            return reporter;
        }
        Reporter::new(move |at| {
            reporter.report(at.phase, at.done - at.done / INDEX_SHARE, at.total);
        })
    }

    fn file(
        &self,
        position: usize,
        report: &FileReport,
        file: &TableFile,
        newest_at: Option<Timestamp>,
    ) -> Result<i64> {
        let verdicts = report.row_verdicts;
        let three = |counts: Counts| [counts.new, counts.updated, counts.unchanged];
        Ok(self.tx.insert_import_file(
            self.import,
            &NewImportFile {
                position,
                name: &report.name,
                path: &report.path.to_string_lossy(),
                content_hash: &file.looked.hash,
                platform: report.platform.as_deref().unwrap_or_default(),
                kind: report.kind.unwrap_or(Kind::Orders).word(),
                rows: report.rows,
                verdicts: [
                    verdicts.new,
                    verdicts.updated,
                    verdicts.unchanged,
                    verdicts.merged,
                    verdicts.ignored,
                    verdicts.rejected,
                ],
                orders: three(report.orders),
                customers: three(report.customers),
                products_new: report.products.new,
                newest_at,
            },
        )?)
    }

    fn rejections(&self, file: i64, report: &FileReport) -> Result<()> {
        for rejection in &report.rejected {
            self.tx.insert_rejection(
                file,
                &NewRejection {
                    line: rejection.line,
                    column: &rejection.column,
                    value: &rejection.value,
                    reason: &rejection.reason,
                },
            )?;
        }
        Ok(())
    }

    /// One thread reads and understands, this one writes: the second is the longer work.
    fn orders(&mut self, staged: &StagedOrders, target: &mut Target) -> Result<()> {
        let reporter = self.reporter_of_rows();
        self.guests = Guests::new(!self.tx.has_customers()?);
        let walk = Walk {
            file: &staged.file,
            reading: &staged.reading,
            scattered: &staged.scattered,
            phase: Phase::Saving,
            total_rows: self.total,
            reporter: &reporter,
            cancel: self.cancel,
        };
        std::thread::scope(|scope| {
            let (sender, works) = sync_channel(BATCHES_WAITING);
            let (spent, returned) = channel();
            let products = target.orders.product_numbers()?;
            let preparing = Preparing {
                zone: self.zone,
                products,
            };
            let is_carts = target.is_carts;
            let reader = scope
                .spawn(move || read_orders(&walk, staged, is_carts, preparing, &sender, &returned));
            let written = works.iter().try_for_each(|mut batch: Vec<Work>| {
                self.batch(staged, target, &mut batch)?;
                // Memory is given back cheapest where it was taken; at the end nobody asks for it.
                let _ = spent.send(batch);
                Ok(())
            });
            // Without a taker, the reader stops at its next batch.
            drop(works);
            let read = reader
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            written.and(read)
        })
    }

    /// Writes a part of a file; new orders that follow each other are written together.
    fn batch(
        &mut self,
        staged: &StagedOrders,
        target: &mut Target,
        batch: &mut [Work],
    ) -> Result<()> {
        let are_new = |a: &Work, b: &Work| matches!((a, b), (Work::Insert(..), Work::Insert(..)));
        for works in batch.chunk_by_mut(are_new) {
            self.cancel.check()?;
            if let [Work::Other(work)] = works {
                self.order(staged, target, work)?;
            } else {
                self.insert(staged, target, works)?;
            }
        }
        Ok(())
    }

    fn insert(&mut self, staged: &StagedOrders, target: &mut Target, works: &[Work]) -> Result<()> {
        let mut new = Vec::with_capacity(works.len());
        for work in works {
            self.cancel.check()?;
            if let Work::Insert(order, who) = work {
                let content = order.content();
                let customer = self.customer_of(target.source, who.as_ref(), content)?;
                self.refuse(staged, customer, content)?;
                new.push((customer, &**order));
            }
        }
        let place = self.place(target);
        target.orders.insert_all(&place, &new)?;
        Ok(())
    }

    fn place(&self, target: &Target) -> OrderPlace {
        OrderPlace {
            source: target.source,
            import: self.import,
            file: target.file,
            customer: None,
        }
    }

    fn order(
        &mut self,
        staged: &StagedOrders,
        target: &mut Target,
        work: &mut Other,
    ) -> Result<()> {
        let mut place = self.place(target);
        match work {
            Other::Keep(id) => target.orders.keep(*id, &place)?,
            Other::Kept(said) => {
                let place = self.kept_place(target.source, target.file);
                if let Some(said) = said.take() {
                    self.kept_record(&place, *said)?;
                }
            }
            Other::Update(id, built) => self.update(staged, target, *id, built)?,
            Other::Join(built) => {
                if let Some(id) = self.said(target.source, built)? {
                    self.update(staged, target, id, built)?;
                } else {
                    // What the other file said of it could not be understood.
                    let (source, who) = (target.source, built.who.as_ref());
                    place.customer = self.customer_of(source, who, &built.content)?;
                    let order = ReadyOrder::new(built.content.clone(), self.zone);
                    target.orders.insert(&place, &order)?;
                }
            }
        }
        Ok(())
    }

    fn update(
        &mut self,
        staged: &StagedOrders,
        target: &mut Target,
        id: OrderId,
        built: &mut Built,
    ) -> Result<()> {
        let stored = self.tx.stored_order(id)?;
        keep_unsaid(
            &staged.reading,
            &stored.content,
            built.has_id,
            &mut built.content,
        );
        let (before, now) = (&stored.content, &built.content);
        let place = OrderPlace {
            source: target.source,
            import: self.import,
            file: target.file,
            customer: self.customer_of(target.source, now.who(&self.country).as_ref(), now)?,
        };
        let is_same = place.customer == stored.customer
            && before.customer_name == now.customer_name
            && before.placed_at == now.placed_at
            && before.accepts_marketing == now.accepts_marketing;
        if !is_same {
            self.touched.extend(stored.customer);
            self.touched.extend(place.customer);
        }
        let order = ReadyOrder::new(built.content.clone(), self.zone);
        target.orders.update(id, &place, &order)?;
        self.refuse(staged, place.customer, order.content())?;
        Ok(())
    }

    /// A “do not contact” that stands beside an order is a no, and not the tick of a box.
    fn refuse(
        &self,
        staged: &StagedOrders,
        customer: Option<CustomerId>,
        order: &OrderContent,
    ) -> Result<()> {
        let refuses = staged.reading.columns.refuses_marketing.is_some()
            && order.accepts_marketing == Some(false);
        match customer {
            Some(customer) if refuses => {
                let proof = format!("order {}", order.number);
                Ok(self.tx.say_no(customer, &proof, self.now)?)
            }
            _ => Ok(()),
        }
    }

    /// The order that another file of this import brought.
    fn said(&self, source: SourceId, built: &Built) -> Result<Option<OrderId>> {
        let content = &built.content;
        if let Some(known) = self.tx.known_order(source, &content.external_id)? {
            return Ok(Some(known.id));
        }
        let minute = Timestamp(content.placed_at.0.div_euclid(60_000) * 60_000);
        let number = &content.number;
        let known = self
            .tx
            .known_orders_at(source, number, minute, built.has_id)?;
        Ok(known.first().map(|known| known.id))
    }

    fn customers(&mut self, staged: &StagedCustomers, source: SourceId, file: i64) -> Result<()> {
        let lost = |error: io::Error| gone(&staged.file, &error);
        let changed = || Error::FileChanged(staged.file.part.given.clone());
        let mut decisions = staged.decisions.iter();
        let mut records = staged.file.rows().map_err(lost)?;
        let mut row = Row::default();
        let mut done = 0_u64;
        while records.read(&mut row).map_err(lost)? {
            if done.is_multiple_of(BATCH) {
                self.cancel.check()?;
                self.reporter.report(Phase::Saving, done, Some(self.total));
            }
            done += 1;
            if staged.file.shape(&row, staged.reading.columns.first()) != RowShape::Data {
                continue;
            }
            let Ok(customer) = read(&row, &staged.reading) else {
                continue;
            };
            if staged.reading.nobodies.has(&customer) {
                continue;
            }
            decisions.next().ok_or_else(changed)?;
            let said = CustomerSaid {
                key: customer.key,
                profile: customer.profile,
                consents: customer.consents,
                file,
                line: customer.line,
            };
            self.tx
                .say_customer(self.import, source, self.said, &said, self.now)?;
            self.said += 1;
        }
        let is_same =
            records.text().hash() == staged.file.looked.hash && decisions.next().is_none();
        if is_same { Ok(()) } else { Err(changed()) }
    }
}

/// Building the indices of a first import takes one part of so many of its time, about.
const INDEX_SHARE: u64 = 5;

/// What is to be written of one order.
enum Work {
    Insert(Box<ReadyOrder>, Option<Who>),
    Other(Other),
}

/// What is not simply a new order.
enum Other {
    Update(OrderId, Box<Built>),
    Join(Box<Built>),
    Keep(OrderId),
    /// A cart or a refund of its own.
    Kept(Option<Box<Said>>),
}

/// What new orders are prepared with.
struct Preparing {
    zone: ShopZone,
    products: ProductNumbers,
}

/// Orders that are handed over at a time.
const HANDED_OVER: usize = 256;
/// Batches that may wait to be written: more would only fill the memory.
const BATCHES_WAITING: usize = 8;

/// Reads a file again and hands over what was decided to write, in the file's order. Makes sure
/// at its end that the bytes were those of the preview.
fn read_orders(
    walk: &Walk<'_>,
    staged: &StagedOrders,
    is_carts: bool,
    mut preparing: Preparing,
    sender: &SyncSender<Vec<Work>>,
    returned: &Receiver<Vec<Work>>,
) -> Result<()> {
    let changed = || Error::FileChanged(staged.file.part.given.clone());
    let mut decisions = staged.decisions.iter();
    let mut batch = Vec::with_capacity(HANDED_OVER);
    let mut work_of = |step| -> Result<Option<Work>> {
        let mut draft = match step {
            Step::Piece(Piece::Order(draft)) if !is_carts => draft,
            step => {
                let said = other_than_order(&staged.reading, step).map(Box::new);
                return Ok(said.map(|said| Work::Other(Other::Kept(Some(said)))));
            }
        };
        // More orders than the preview saw, or other ones: the file is another one by now.
        let decision = *decisions.next().ok_or_else(changed)?;
        let mut build = || staged.reading.build(&mut draft).map_err(|_| changed());
        Ok(Some(match decision {
            Decision::Skip => return Ok(None),
            Decision::Keep(id) => Work::Other(Other::Keep(id)),
            Decision::Insert => {
                let Built { content, who, .. } = build()?;
                let Preparing { zone, products } = &mut preparing;
                let ready = ReadyOrder::numbered(content, *zone, products);
                Work::Insert(Box::new(ready), who)
            }
            Decision::Update(id) => Work::Other(Other::Update(id, Box::new(build()?))),
            Decision::Join => Work::Other(Other::Join(Box::new(build()?))),
        }))
    };
    let outcome = walk.run(|step| -> Result<()> {
        batch.extend(work_of(step)?);
        if batch.len() == HANDED_OVER {
            returned.try_iter().for_each(drop);
            let full = std::mem::replace(&mut batch, Vec::with_capacity(HANDED_OVER));
            // Nobody takes it: writing has failed, and says why.
            sender.send(full).map_err(|_| pannier_core::Cancelled)?;
        }
        Ok(())
    });
    let hash = outcome.map_err(|error| match error {
        WalkError::Halt(Halt::Io(error)) => gone(&staged.file, &error),
        WalkError::Halt(Halt::Cancelled(cancelled)) => cancelled.into(),
        WalkError::Visitor(error) => error,
    })?;
    // As above: a writer that failed says so itself.
    let _ = sender.send(batch);
    if hash == staged.file.looked.hash && decisions.next().is_none() {
        Ok(())
    } else {
        Err(changed())
    }
}

/// The cart, or the refund of its own, that a step is.
fn other_than_order(reading: &Reading, step: Step) -> Option<Said> {
    match step {
        Step::Checkout(mut draft) | Step::Piece(Piece::Order(mut draft)) => {
            let built = reading.build(&mut draft).ok()?;
            let cart = reading.nobodies.cart(&reading.country, cart(built.content));
            Some(Said::Checkout(Box::new(cart)))
        }
        Step::Piece(Piece::Refund(mut draft)) => {
            let built = reading.build(&mut draft).ok()?;
            refund(&draft, &built.content).map(Said::Refund)
        }
        Step::Piece(Piece::Merged(_) | Piece::Rejected(_)) | Step::Ignored(_) => None,
    }
}

fn gone(file: &TableFile, error: &io::Error) -> Error {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not read it".to_owned(),
        _ => error.to_string(),
    };
    Error::FileGone {
        path: file.part.given.clone(),
        reason,
    }
}
