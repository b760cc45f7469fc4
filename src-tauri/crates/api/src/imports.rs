//! Importing: a preview that writes nothing, its application, and undoing.

mod shown;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use pannier_core::{Cancel, ImportId, Reporter};
use pannier_import::{self as import, Plan};

use self::shown::{
    file_view, file_views, import_row, question_view, rejection_view, same_sales_view,
};
use crate::{
    ApiError, Code, Result, Shop, loyalty, mappings,
    shop::lock,
    views::{ImportRow, Imported, Preview, PreviewInput, Rejection, UndoKeeps},
};

/// Rejected rows that a view lists; all of them are in the list that can be saved.
const REJECTIONS_LISTED: usize = 200;

/// Previews that wait to be applied or discarded.
#[derive(Debug, Default)]
pub(crate) struct Previews {
    waiting: Mutex<HashMap<u32, Plan>>,
    last_id: AtomicU32,
}

impl Previews {
    /// Forgets what waits, and takes away what was unpacked for it.
    pub(crate) fn discard_all(&self) {
        lock(&self.waiting).clear();
    }
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
        sales: input.sales.map(Into::into),
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
        files: file_views(plan.files()),
        questions: plan
            .questions()
            .iter()
            .map(|question| question_view(*question))
            .collect(),
        same_sales: plan.same_sales().map(same_sales_view),
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
    let outcome = check(&plan, accept_rejects).and_then(|()| {
        shop.write(|tx| {
            let outcome = import::apply(&plan, tx, reporter, cancel)?;
            loyalty::post_in(shop, tx)?;
            Ok(outcome)
        })
    });
    match outcome {
        Ok(outcome) => Ok(Imported {
            import_id: outcome
                .import_id
                .map(|id| u32::try_from(id.0).unwrap_or(u32::MAX)),
            files: file_views(plan.files()),
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
            import::Question::SameSales => (
                "sales",
                "Say first whether these orders are the sales that payments count for already",
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

/// What would stay if an import were undone now, since something later depends on it.
///
/// # Errors
/// [`Code::NotFound`], or what the shop file says.
pub fn undo_keeps(shop: &Shop, id: u32) -> Result<UndoKeeps> {
    let id = ImportId(i64::from(id));
    shop.read(|tx| {
        tx.import(id)?;
        let kept = tx.undo_keeps(id)?;
        let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(UndoKeeps {
            orders: count(kept.orders),
            customers: count(kept.customers),
            noes: count(kept.noes),
            records: count(kept.records),
            joinings: count(kept.joinings),
        })
    })
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
        loyalty::post_in(shop, tx)?;
        Ok(import_row(&tx.import(id)?))
    })
}
