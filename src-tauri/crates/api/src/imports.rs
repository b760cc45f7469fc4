//! Importing: a preview that writes nothing, its application, and undoing.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use pannier_core::{Cancel, ImportId, NumberStyle, Reporter};
use pannier_import::{self as import, FileReport, Plan};
use pannier_store::{ImportRecord, KeptKind};

use crate::{
    ApiError, Code, Result, Shop, mappings,
    shop::lock,
    views::{
        Amount, ColumnUse, Counts, DateOrder, DecimalSign, FilePreview, IgnoredRows, ImportRow,
        ImportState, Imported, PaymentsAre, Preview, PreviewInput, Question, Refusal, Rejection,
        RowVerdicts, SampleOrder, Understood,
    },
};

/// Rejected rows that a view lists; all of them are in the list that can be saved.
const REJECTIONS_LISTED: usize = 200;

/// Previews that wait to be applied or discarded.
#[derive(Debug, Default)]
pub(crate) struct Previews {
    waiting: Mutex<HashMap<u32, Plan>>,
    last_id: AtomicU32,
}

/// Looks at files and says where each row would go. Nothing is written.
///
/// # Errors
/// [`Code::Validation`] without a file, [`Code::Cancelled`], or what the shop file says. A file
/// that cannot be used is no error: its preview says why it is refused.
pub fn preview_import(
    shop: &Shop,
    input: &PreviewInput,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Preview> {
    if input.paths.is_empty() {
        return Err(ApiError::invalid("paths", "Choose at least one file"));
    }
    let paths: Vec<PathBuf> = input.paths.iter().map(PathBuf::from).collect();
    let options = import::Options {
        date_order: input.date_order.map(Into::into),
        decimal_sign: input.decimal_sign.map(Into::into),
        mappings: mappings::said(input)?,
        payments: input.payments.map(Into::into),
        ..import::Options::default()
    };
    preview_with(shop, &paths, &options, reporter, cancel)
}

/// Looks at files with every answer that a script can give.
///
/// # Errors
/// As [`preview_import`].
pub fn preview_with(
    shop: &Shop,
    paths: &[PathBuf],
    options: &import::Options,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Preview> {
    let plan = plan_of(shop, paths, options, reporter, cancel)?;
    mappings::keep_said(shop, &plan)?;
    let id = shop.previews.last_id.fetch_add(1, Ordering::Relaxed) + 1;
    let preview = Preview {
        id,
        files: plan.files().iter().map(file_view).collect(),
        questions: plan
            .questions()
            .iter()
            .map(|question| question_view(*question))
            .collect(),
    };
    let mut waiting = lock(&shop.previews.waiting);
    // One drop at a time: an older preview is of a state that is being left.
    waiting.clear();
    waiting.insert(id, plan);
    Ok(preview)
}

/// Imports what a preview showed, in one transaction.
///
/// # Errors
/// [`Code::NotFound`] for a preview that is gone; [`Code::Rejects`] when more than 5 % of the rows
/// of a file were not understood or files refused and `accept_rejects` is not given; [`Code::Undecided`]; [`Code::Conflict`] when
/// a file or the shop changed since the preview; [`Code::Cancelled`]; or what the shop file says.
/// Nothing is written then.
pub fn apply_import(
    shop: &Shop,
    id: u32,
    accept_rejects: bool,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Imported> {
    let plan = lock(&shop.previews.waiting).remove(&id).ok_or_else(gone)?;
    let outcome = check(&plan, accept_rejects)
        .and_then(|()| shop.write(|tx| Ok(import::apply(&plan, tx, reporter, cancel)?)));
    match outcome {
        Ok(outcome) => Ok(Imported {
            import_id: outcome
                .import_id
                .map(|id| u32::try_from(id.0).unwrap_or(u32::MAX)),
            files: plan.files().iter().map(file_view).collect(),
        }),
        Err(error) => {
            // What was previewed still stands: the merchant may try again.
            lock(&shop.previews.waiting).insert(id, plan);
            Err(error)
        }
    }
}

/// What an import of files would do.
pub(crate) fn plan_of(
    shop: &Shop,
    paths: &[PathBuf],
    options: &import::Options,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Plan> {
    let record = shop.record()?;
    let context = import::ShopContext {
        currency: record.currency,
        country: record.country,
        zone: record.zone,
        now: shop.clock().now(),
    };
    shop.read(|tx| {
        Ok(import::preview(
            paths, options, &context, tx, reporter, cancel,
        )?)
    })
}

fn gone() -> ApiError {
    ApiError::new(
        Code::NotFound,
        "This preview is gone. Choose the files again",
    )
}

fn check(plan: &Plan, accept_rejects: bool) -> Result<()> {
    if let Some(question) = plan.questions().first() {
        let (field, message) = match question {
            import::Question::DateOrder => (
                "dateOrder",
                "Say first whether the day or the month comes first in the dates",
            ),
            import::Question::DecimalSign => (
                "decimalSign",
                "Say first which sign is decimal in the amounts",
            ),
            import::Question::Columns => (
                "mappings",
                "Say first whether the columns mean what Pannier takes them for",
            ),
            import::Question::PaymentsOrOrders => (
                "payments",
                "Say first whether these payments are sales of their own, or pay for orders of another file",
            ),
        };
        return Err(ApiError {
            code: Code::Undecided,
            message: message.to_owned(),
            field: Some(field.to_owned()),
        });
    }
    let bad = plan
        .files()
        .iter()
        .any(|f| f.refused.is_some() || file_view(f).has_many_rejections());
    if bad && !accept_rejects {
        let message = "Some rows cannot be understood. Nothing was imported. Accept that they stay out to import the rest";
        return Err(ApiError::new(Code::Rejects, message));
    }
    Ok(())
}

/// Forgets a preview; one that is gone already is as good.
pub fn discard_preview(shop: &Shop, id: u32) {
    lock(&shop.previews.waiting).remove(&id);
}

/// All rows of a preview that could not be understood, file by file.
///
/// # Errors
/// [`Code::NotFound`] for a preview that is gone.
pub fn all_rejections(shop: &Shop, id: u32) -> Result<Vec<Vec<Rejection>>> {
    let waiting = lock(&shop.previews.waiting);
    let plan = waiting.get(&id).ok_or_else(gone)?;
    Ok(plan
        .files()
        .iter()
        .map(|file| file.rejected.iter().map(rejection_view).collect())
        .collect())
}

/// Writes the rows of a preview that could not be understood to a CSV file, with line, column,
/// value and reason. Text that a spreadsheet would take for a formula is written with an
/// apostrophe before it.
///
/// # Errors
/// [`Code::NotFound`] for a preview that is gone, or what the disk says.
pub fn write_rejections(shop: &Shop, id: u32, path: &Path) -> Result<()> {
    let waiting = lock(&shop.previews.waiting);
    let plan = waiting.get(&id).ok_or_else(gone)?;
    let unwritable = |error: csv::Error| {
        ApiError::new(
            Code::Unreadable,
            format!(
                "The list could not be saved to {} ({error})",
                path.display()
            ),
        )
    };
    let mut writer = csv::Writer::from_path(path).map_err(unwritable)?;
    writer
        .write_record(["file", "line", "column", "value", "reason"])
        .map_err(unwritable)?;
    for file in plan.files() {
        for rejection in &file.rejected {
            let line = rejection.line.to_string();
            let cells = [
                &file.name,
                &line,
                &rejection.column,
                &rejection.value,
                &rejection.reason,
            ];
            writer
                .write_record(cells.map(|cell| harmless(cell)))
                .map_err(unwritable)?;
        }
    }
    Ok(writer.flush()?)
}

fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// Imports of the past, newest first.
///
/// # Errors
/// What the shop file says.
pub fn list_imports(shop: &Shop) -> Result<Vec<ImportRow>> {
    shop.read(|tx| Ok(tx.imports()?.iter().map(import_row).collect()))
}

/// Takes a whole import back, exactly: what it brought goes, what it changed is as it was before.
///
/// # Errors
/// [`Code::NotFound`], [`Code::Conflict`] when it was undone already, or what the shop file says.
pub fn undo_import(
    shop: &Shop,
    id: u32,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<ImportRow> {
    let id = ImportId(i64::from(id));
    let now = shop.clock().now();
    shop.write(|tx| {
        import::undo(id, tx, now, reporter, cancel)?;
        Ok(import_row(&tx.import(id)?))
    })
}

fn import_row(record: &ImportRecord) -> ImportRow {
    let sum = |of: fn(&pannier_store::ImportFileRecord) -> [i64; 3]| {
        let total = |index: usize| record.files.iter().map(|f| of(f)[index]).sum::<i64>();
        Counts {
            new: small(total(0)),
            updated: small(total(1)),
            unchanged: small(total(2)),
        }
    };
    let others = |kind: KeptKind| {
        let counts = record.files.iter().flat_map(|file| &file.others);
        let own = counts.filter(|(of, _)| of == kind.word());
        let three = own.fold([0, 0, 0], |sum: [i64; 3], (_, three)| {
            [sum[0] + three[0], sum[1] + three[1], sum[2] + three[2]]
        });
        Counts {
            new: small(three[0]),
            updated: small(three[1]),
            unchanged: small(three[2]),
        }
    };
    ImportRow {
        id: small(record.id.0),
        applied_at: record.applied_at.0,
        state: if record.reverted_at.is_some() {
            ImportState::Reverted
        } else {
            ImportState::Applied
        },
        files: record.files.iter().map(|f| f.name.clone()).collect(),
        orders: sum(|f| f.orders),
        customers: sum(|f| f.customers),
        products: others(KeptKind::Products),
        checkouts: others(KeptKind::Checkouts),
        payments: others(KeptKind::Payments),
        refunds: others(KeptKind::Refunds),
        behaviour: others(KeptKind::Behaviour),
        rejected: small(record.files.iter().map(|f| f.rows_rejected).sum::<i64>()),
    }
}

/// A count as the views hold it; none of them comes near four billion.
fn small(count: impl TryInto<u32>) -> u32 {
    count.try_into().unwrap_or(u32::MAX)
}

fn question_view(question: import::Question) -> Question {
    match question {
        import::Question::DateOrder => Question::DateOrder,
        import::Question::DecimalSign => Question::DecimalSign,
        import::Question::Columns => Question::Columns,
        import::Question::PaymentsOrOrders => Question::PaymentsOrOrders,
    }
}

impl From<DateOrder> for import::DateOrder {
    fn from(order: DateOrder) -> Self {
        match order {
            DateOrder::DayFirst => Self::DayFirst,
            DateOrder::MonthFirst => Self::MonthFirst,
        }
    }
}

impl From<PaymentsAre> for import::PaymentsAre {
    fn from(are: PaymentsAre) -> Self {
        match are {
            PaymentsAre::Orders => Self::Orders,
            PaymentsAre::Payments => Self::Payments,
        }
    }
}

impl From<DecimalSign> for NumberStyle {
    fn from(sign: DecimalSign) -> Self {
        match sign {
            DecimalSign::Point => Self::Point,
            DecimalSign::Comma => Self::Comma,
        }
    }
}

fn counts_view(counts: import::Counts) -> Counts {
    Counts {
        new: small(counts.new),
        updated: small(counts.updated),
        unchanged: small(counts.unchanged),
    }
}

fn file_view(file: &FileReport) -> FilePreview {
    let verdicts = file.row_verdicts;
    FilePreview {
        path: file.path.display().to_string(),
        name: file.name.clone(),
        platform: file.platform.clone(),
        kind: file.kind.map(|kind| kind.word().to_owned()),
        rows: small(file.rows),
        row_verdicts: RowVerdicts {
            new: small(verdicts.new),
            updated: small(verdicts.updated),
            unchanged: small(verdicts.unchanged),
            merged: small(verdicts.merged),
            ignored: small(verdicts.ignored),
            rejected: small(verdicts.rejected),
        },
        orders: counts_view(file.orders),
        customers: counts_view(file.customers),
        products: counts_view(file.products),
        checkouts: counts_view(file.checkouts),
        payments: counts_view(file.payments),
        refunds: counts_view(file.refunds),
        behaviour: counts_view(file.behaviour),
        ignored: file
            .ignored
            .iter()
            .map(|i| IgnoredRows {
                reason: i.reason.clone(),
                rows: small(i.rows),
            })
            .collect(),
        rejected: file
            .rejected
            .iter()
            .take(REJECTIONS_LISTED)
            .map(rejection_view)
            .collect(),
        refused: file.refused.as_ref().map(|r| Refusal {
            what: r.what.clone(),
            need: r.need.clone(),
        }),
        notes: file.notes.clone(),
        understood: file.understood.as_ref().map(understood_view),
        mapping: file.mapping.as_ref().map(mappings::mapping_view),
        columns: file
            .columns
            .iter()
            .map(|c| ColumnUse {
                name: c.name.clone(),
                example: c.example.clone(),
                used_as: c.used_as.map(str::to_owned),
            })
            .collect(),
        sample: file.sample.iter().map(sample_view).collect(),
        first_day: file.first_day.map(|day| day.to_string()),
        last_day: file.last_day.map(|day| day.to_string()),
    }
}

fn rejection_view(rejection: &import::Rejection) -> Rejection {
    Rejection {
        line: small(rejection.line),
        column: rejection.column.clone(),
        value: rejection.value.clone(),
        reason: rejection.reason.clone(),
    }
}

fn understood_view(understood: &import::Understood) -> Understood {
    Understood {
        encoding: understood.encoding.to_owned(),
        delimiter: understood.delimiter.to_string(),
        dates: understood.dates.word().to_owned(),
        time_zone: understood.time_zone.clone(),
        decimal_sign: match understood.decimal_sign {
            NumberStyle::Point => "point",
            NumberStyle::Comma => "comma",
        }
        .to_owned(),
        currencies: understood
            .currencies
            .iter()
            .map(|c| c.code().to_owned())
            .collect(),
        tax_included: small(understood.tax_included),
        tax_on_top: small(understood.tax_on_top),
    }
}

fn sample_view(order: &import::SampleOrder) -> SampleOrder {
    SampleOrder {
        number: order.number.clone(),
        placed_local: order.placed_local.clone(),
        placed_raw: order.placed_raw.clone(),
        customer: order.customer.clone(),
        goods: Amount::new(order.goods, order.currency),
        shipping: Amount::new(order.shipping, order.currency),
        discounts: Amount::new(order.discounts, order.currency),
        total_raw: order.total_raw.clone(),
    }
}
