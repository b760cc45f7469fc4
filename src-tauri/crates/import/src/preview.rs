//! Looking at files without writing anything: what they are, how they are read, what each row
//! would do.

mod halves;
mod open;
mod payments;
mod sales;

use std::{
    collections::{BTreeSet, HashMap},
    path::PathBuf,
};

use pannier_core::{Cancel, Reporter};
use pannier_store::ReadTx;

pub use self::halves::{Half, halves};
use self::open::{Looking, open};
use crate::{
    FileReport, Kind, Options, Plan, Result, ShopContext,
    mapping::kept_in,
    nobody,
    orders::survey::Survey,
    plan::{Staged, StagedOrders},
    profile::Field,
    sniff::{Stop, unreadable},
    stage::{Drop, Versions, among},
    unpack::{Spool, unpack},
};

/// Looks at the files of one drop.
///
/// # Errors
/// [`crate::Error::Cancelled`], or what the shop file says. What is wrong with a file is in its
/// report.
pub fn preview(
    paths: &[PathBuf],
    options: &Options,
    shop: &ShopContext,
    tx: &ReadTx,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Plan> {
    tx.watched(cancel, || look(paths, options, shop, tx, reporter, cancel))
}

fn look(
    paths: &[PathBuf],
    options: &Options,
    shop: &ShopContext,
    tx: &ReadTx,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Plan> {
    let mut plan = Plan {
        files: Vec::new(),
        questions: Vec::new(),
        same_sales: None,
        sales: None,
        stamp: tx.import_stamp()?,
        shop: shop.clone(),
        staged: Vec::new(),
        sequence: Vec::new(),
        spool: Spool::default(),
    };
    let mut surveys = Vec::new();
    let saved = kept_in(tx);
    let looking = Looking {
        options,
        shop,
        saved: &saved,
        reporter,
        cancel,
    };
    for path in paths {
        let parts = match unpack(path, &mut plan.spool, cancel) {
            Ok(parts) => parts,
            Err(Stop::Cancelled(cancelled)) => return Err(cancelled.into()),
            Err(Stop::Refused(refusal)) => {
                let mut report = FileReport::empty(path.clone());
                report.refused = Some(refusal);
                plan.take(report, Staged::Nothing);
                surveys.push(None);
                continue;
            }
        };
        for part in parts {
            let mut report = FileReport::empty(path.clone());
            report.name.clone_from(&part.name);
            let mut questions = Vec::new();
            let opened = open(&looking, part, &mut report, &mut questions)?;
            for question in questions {
                if !plan.questions.contains(&question) {
                    plan.questions.push(question);
                }
            }
            let (staged, survey) = opened.unwrap_or((Staged::Nothing, None));
            plan.take(report, staged);
            surveys.push(survey);
        }
    }
    payments::settle(&mut plan, &mut surveys, &looking, tx)?;
    nobody::tell(&mut plan, tx)?;
    if !plan.questions.is_empty() {
        return Ok(plan);
    }
    plan.sequence = sequence(&plan.staged);
    let mut drop = Drop::new(tx, shop);
    drop.joins = joins(&plan);
    drop.winners = winners(&plan, &surveys, reporter, cancel)?;
    if has_payments(&plan) {
        drop.order_index = Some(tx.order_index()?);
    }
    let sales = sales::Sales::begin(&plan, &looking, tx)?;
    drop.new_orders = sales.as_ref().map(|_| Vec::new());
    for index in plan.sequence.clone() {
        let platform = plan.files[index].platform.clone().unwrap_or_default();
        let has_lines = plan.group(index).is_none_or(|(_, has_lines)| has_lines);
        drop.turn_to(index, &platform, has_lines)?;
        drop.newest_at = match &plan.staged[index] {
            Staged::Orders(staged) => staged.newest_at,
            Staged::Kept(staged) => staged.newest_at,
            Staged::Nothing | Staged::Customers(_) => None,
        };
        let report = &mut plan.files[index];
        let outcome = match &mut plan.staged[index] {
            Staged::Nothing => Ok(()),
            Staged::Customers(staged) => drop.customers(staged, report, reporter, cancel),
            Staged::Kept(staged) => drop.kept(staged, report, reporter, cancel),
            Staged::Orders(staged) => {
                let rows = surveys[index].as_ref().map_or(0, |survey| survey.rows);
                drop.orders(staged, rows, report, reporter, cancel)
            }
        };
        match outcome {
            Ok(()) => {}
            Err(crate::stage::StageError::Unreadable(error)) => {
                let name = std::mem::take(&mut report.name);
                *report = FileReport::empty(report.path.clone());
                report.name = name;
                report.refused = Some(unreadable(&error));
                plan.staged[index] = Staged::Nothing;
            }
            Err(crate::stage::StageError::Stop(error)) => return Err(error),
        }
    }
    if let (Some(sales), Some(new)) = (sales, drop.new_orders.take()) {
        sales.conclude(&new, &mut plan);
    }
    Ok(plan)
}

/// Which file has the version of an order that stands, where several files say it.
fn winners(
    plan: &Plan,
    surveys: &[Option<Survey>],
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<HashMap<u64, usize>> {
    let files: Vec<(usize, (&str, bool), &StagedOrders, &Survey)> = plan
        .sequence
        .iter()
        .filter_map(|index| {
            let (Staged::Orders(staged), Some(survey)) = (&plan.staged[*index], &surveys[*index])
            else {
                return None;
            };
            Some((*index, plan.group(*index)?, &**staged, survey))
        })
        .collect();
    let groups: BTreeSet<(&str, bool)> = files.iter().map(|(_, group, ..)| *group).collect();
    let mut winners = HashMap::new();
    for group in groups {
        let own = || files.iter().filter(|(_, of, ..)| *of == group);
        if own().count() < 2 {
            continue;
        }
        let mut versions = Versions::new(own().any(|(.., survey)| survey.has_bare));
        for (index, _, staged, survey) in own() {
            versions.see_file(*index, staged, survey.rows, reporter, cancel)?;
        }
        let found = versions.winners().into_iter();
        let (platform, has_lines) = group;
        winners.extend(found.map(|(name, file)| (among(platform, has_lines, name), file)));
    }
    Ok(winners)
}

/// Platforms of which there are files with lines and files without them.
fn joins(plan: &Plan) -> HashMap<String, HashMap<u64, bool>> {
    let groups = || plan.sequence.iter().filter_map(|index| plan.group(*index));
    let mut platforms: Vec<&str> = groups().filter(|(_, has)| *has).map(|(of, _)| of).collect();
    platforms.retain(|platform| groups().any(|group| group == (*platform, false)));
    platforms
        .into_iter()
        .map(|platform| (platform.to_owned(), HashMap::new()))
        .collect()
}

/// Whether there are payments, for which orders are looked for.
fn has_payments(plan: &Plan) -> bool {
    let mut files = plan.files.iter();
    files.any(|file| file.kind == Some(Kind::Payments) && file.refused.is_none())
}

/// Customers before orders; of orders files the newest first, so that what an older one says
/// again is merged into it. Of other files the oldest first, so that the last word is the newest;
/// stock after the products that it is of, payments after the orders.
fn sequence(staged: &[Staged]) -> Vec<usize> {
    let mut sequence: Vec<usize> = (0..staged.len()).collect();
    sequence.sort_by_key(|index| match &staged[*index] {
        Staged::Customers(_) => (0, std::cmp::Reverse(None)),
        Staged::Orders(orders) => (1, std::cmp::Reverse(orders.newest_at)),
        Staged::Kept(_) | Staged::Nothing => (2, std::cmp::Reverse(None)),
    });
    let by_kind = |index: &usize| match &staged[*index] {
        Staged::Kept(kept) => {
            let is_stock = kept.reading.fields.one(Field::Price).is_none();
            let (kind, hash) = (kept.reading.kind, kept.file.looked.hash);
            Some((kind, is_stock, kept.newest_at, hash))
        }
        _ => None,
    };
    // The sort is stable: what is no such file comes first, in the order it has.
    sequence.sort_by_key(by_kind);
    sequence
}
