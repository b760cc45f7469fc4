//! Looking at files without writing anything: what they are, how they are read, what each row
//! would do.

mod open;

use std::{
    collections::{BTreeSet, HashMap},
    path::PathBuf,
    sync::Arc,
};

use pannier_core::{Cancel, Reporter};
use pannier_store::ReadTx;

use self::open::{Looking, open};
use crate::{
    FileReport, Kind, Mapping, Options, Plan, Result, ShopContext,
    orders::survey::Survey,
    plan::{Staged, StagedOrders},
    profile::Profile,
    sniff::{Stop, unreadable},
    stage::{Drop, Versions, within},
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
    let mut plan = Plan {
        files: Vec::new(),
        questions: Vec::new(),
        stamp: tx.import_stamp()?,
        shop: shop.clone(),
        staged: Vec::new(),
        sequence: Vec::new(),
        spool: Spool::default(),
    };
    let mut surveys = Vec::new();
    let saved = |key: &str| -> Option<Arc<Profile>> {
        let record = tx.mapping_of(key).ok().flatten()?;
        Mapping::from_text(&record.text)
            .ok()
            .map(|mapping| mapping.0)
    };
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
    if !plan.questions.is_empty() {
        return Ok(plan);
    }
    plan.sequence = sequence(&plan.staged);
    let mut drop = Drop::new(tx, shop)?;
    drop.winners = winners(&plan, &surveys, reporter, cancel)?;
    for index in plan.sequence.clone() {
        let platform = plan.files[index].platform.clone().unwrap_or_default();
        drop.turn_to(index, &platform)?;
        let report = &mut plan.files[index];
        let outcome = match &mut plan.staged[index] {
            Staged::Nothing => Ok(()),
            Staged::Customers(staged) => drop.customers(staged, report, reporter, cancel),
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
    Ok(plan)
}

/// Which file has the version of an order that stands, where several files say it.
fn winners(
    plan: &Plan,
    surveys: &[Option<Survey>],
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<HashMap<u64, usize>> {
    let files: Vec<(usize, &str, &StagedOrders, &Survey)> = plan
        .sequence
        .iter()
        .filter(|index| plan.files[**index].kind == Some(Kind::Orders))
        .filter_map(|index| match (&plan.staged[*index], &surveys[*index]) {
            (Staged::Orders(staged), Some(survey)) => {
                let platform = plan.files[*index].platform.as_deref().unwrap_or_default();
                Some((*index, platform, &**staged, survey))
            }
            _ => None,
        })
        .collect();
    let platforms: BTreeSet<&str> = files.iter().map(|(_, platform, ..)| *platform).collect();
    let mut winners = HashMap::new();
    for platform in platforms {
        let own = || files.iter().filter(|(_, of, ..)| *of == platform);
        if own().count() < 2 {
            continue;
        }
        let mut versions = Versions::new(own().any(|(.., survey)| survey.has_bare));
        for (index, _, staged, survey) in own() {
            versions.see_file(*index, staged, survey.rows, reporter, cancel)?;
        }
        let found = versions.winners().into_iter();
        winners.extend(found.map(|(name, file)| (within(platform, name), file)));
    }
    Ok(winners)
}

/// Customers before orders; of orders files the newest first, so that what an older one says
/// again is merged into it.
fn sequence(staged: &[Staged]) -> Vec<usize> {
    let mut sequence: Vec<usize> = (0..staged.len()).collect();
    sequence.sort_by_key(|index| match &staged[*index] {
        Staged::Customers(_) => (0, std::cmp::Reverse(None)),
        Staged::Orders(orders) => (1, std::cmp::Reverse(orders.newest_at)),
        Staged::Nothing => (2, std::cmp::Reverse(None)),
    });
    sequence
}
