//! Looking at files without writing anything: what they are, how they are read, what each row
//! would do.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use pannier_core::{Cancel, Currency, NumberStyle, Reporter};
use pannier_store::ReadTx;

use crate::{
    FileReport, Kind, Options, Plan, Question, Refusal, Result, ShopContext, Understood, customers,
    dates::DateEvidence,
    file::TableFile,
    orders::{
        columns::Columns,
        row::Reading,
        survey::{Halt, Survey},
        walk::CHECKOUT,
    },
    plan::{Staged, StagedCustomers, StagedOrders},
    sniff::{self, Stop, look, unreadable},
    stage::{Drop, Versions, within},
    table,
};

/// Looks at the files of one drop.
///
/// # Errors
/// [`crate::Error::Cancelled`], or what the shop file says. What is wrong with a file is in its
/// report.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "answers grow with the platforms"
)]
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
    };
    let mut surveys = Vec::new();
    for path in paths {
        let mut report = FileReport::empty(path.clone());
        let mut questions = Vec::new();
        let opened = open(
            path,
            *options,
            shop,
            &mut report,
            &mut questions,
            reporter,
            cancel,
        )?;
        for question in questions {
            if !plan.questions.contains(&question) {
                plan.questions.push(question);
            }
        }
        plan.files.push(report);
        let (staged, survey) = opened.unwrap_or((Staged::Nothing, None));
        plan.staged.push(staged);
        surveys.push(survey);
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
                *report = FileReport::empty(report.path.clone());
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

type Opened = Option<(Staged, Option<Survey>)>;

fn open(
    path: &Path,
    options: Options,
    shop: &ShopContext,
    report: &mut FileReport,
    questions: &mut Vec<Question>,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Opened> {
    let looked = match look(path, cancel) {
        Ok(looked) => looked,
        Err(Stop::Refused(refusal)) => {
            report.refused = Some(refusal);
            return Ok(None);
        }
        Err(Stop::Cancelled(cancelled)) => return Err(cancelled.into()),
    };
    let table = match table::find(&looked.head) {
        Ok(table) => table,
        Err(refusal) => {
            report.refused = Some(refusal);
            return Ok(None);
        }
    };
    let profile = Arc::clone(&table.found.profile);
    report.platform = Some(profile.platform.clone()).filter(|platform| !platform.is_empty());
    report.kind = profile.kind;
    let file = TableFile {
        path: path.to_owned(),
        looked,
        table,
    };
    match profile.kind {
        Some(Kind::Customers) => return Ok(Some((open_customers(file, report), None))),
        Some(Kind::Orders) => {}
        Some(_) | None => {
            report.refused = Some(Refusal::new(profile.what.clone(), profile.need.clone()));
            return Ok(None);
        }
    }
    let columns = Columns::of(&file.table.header, &profile);
    let survey = match Survey::of(&file, &columns, reporter, cancel) {
        Ok(survey) => survey,
        Err(Halt::Cancelled(cancelled)) => return Err(cancelled.into()),
        Err(Halt::Io(error)) => {
            report.refused = Some(sniff::unreadable(&error));
            return Ok(None);
        }
    };
    report.columns = columns
        .fields()
        .listed(&file.table.header, &survey.examples);
    if survey.is_checkouts() {
        report.kind = Some(Kind::Checkouts);
    }
    let refusal = if survey.rows == 0 {
        Some(Refusal::new(
            format!(
                "{} without any orders: it has only its header",
                profile.what
            ),
            profile.need.clone(),
        ))
    } else if report.kind == Some(Kind::Checkouts) {
        None
    } else {
        columns
            .missing(&profile)
            .or_else(|| turned_dates(&survey.dates))
    };
    if refusal.is_some() {
        report.refused = refusal;
        return Ok(None);
    }
    Ok(open_orders(
        file, columns, survey, options, shop, report, questions,
    ))
}

/// What to say of a file that has dates with the day first and dates with the month first.
fn turned_dates(dates: &DateEvidence) -> Option<Refusal> {
    let (day, month) = dates.contradiction()?;
    let what = format!(
        "Both orders of day and month occur in this file: “{}” on line {} has the day first, “{}” on line {} the month",
        day.text, day.line, month.text, month.line
    );
    let need = "A spreadsheet program has turned some of the dates round, and nobody can tell which. Export the orders again, and drop the file here without opening it in another program";
    Some(Refusal::new(what, need))
}

fn open_orders(
    file: TableFile,
    columns: Columns,
    survey: Survey,
    options: Options,
    shop: &ShopContext,
    report: &mut FileReport,
    questions: &mut Vec<Question>,
) -> Opened {
    let is_checkouts = report.kind == Some(Kind::Checkouts);
    // Nothing of checkouts is kept: what they leave open need not be answered.
    let numbers = survey
        .numbers
        .style(options.decimal_sign)
        .or(is_checkouts.then_some(NumberStyle::Point));
    let own_order = file.table.found.profile.layout.date_order;
    let dates = survey
        .dates
        .style(options.date_order.or(own_order))
        .or(is_checkouts.then_some(crate::DateStyle::Iso));
    if numbers.is_none() {
        questions.push(Question::DecimalSign);
    }
    if dates.is_none() {
        questions.push(Question::DateOrder);
    }
    let (numbers, dates) = (numbers?, dates?);
    let header = file.table.header.clone();
    let profile = Arc::clone(&file.table.found.profile);
    let reading = Reading::new(profile, header, columns, shop, numbers, dates);
    let time_zone = (survey.dates.has_local() && reading.columns.time_zone.is_none())
        .then(|| reading.zone.name().to_owned());
    report.understood = Some(Understood {
        encoding: file.looked.encoding.name(),
        delimiter: char::from(file.table.delimiter),
        dates,
        time_zone: time_zone.clone(),
        decimal_sign: numbers,
        currencies: Vec::new(),
        tax_included: 0,
        tax_on_top: 0,
    });
    if is_checkouts {
        report.notes.push(CHECKOUT.to_owned());
    } else {
        note_stand_ins(
            &reading.columns,
            time_zone.as_deref(),
            reading.currency,
            report,
        );
    }
    let newest_at = survey.dates.newest(dates);
    let scattered = survey.scattered.clone();
    let staged = StagedOrders {
        file,
        reading,
        scattered,
        decisions: Vec::new(),
        newest_at,
    };
    Some((Staged::Orders(Box::new(staged)), Some(survey)))
}

/// Says what stands in for what the file does not have.
fn note_stand_ins(
    columns: &Columns,
    time_zone: Option<&str>,
    currency: Currency,
    report: &mut FileReport,
) {
    let is_shopify = report.platform.as_deref() == Some("shopify");
    let notes = &mut report.notes;
    if let Some(zone) = time_zone {
        notes.push(format!("Times without a zone are read as those of {zone}"));
    }
    match (columns.has_prices(), columns.subtotal) {
        (false, Some(_)) if is_shopify => notes.push("There is no column “Lineitem price”: goods are taken from “Subtotal”".to_owned()),
        (false, None) if is_shopify => notes.push(
            "There is no column “Lineitem price” and no “Subtotal”: goods are the total less shipping and tax on top".to_owned(),
        ),
        _ => {}
    }
    if columns.currency.is_none() {
        notes.push(format!(
            "There is no column for the currency: amounts are read as {currency}"
        ));
    }
    if columns.has_lines() && columns.quantity.is_none() && columns.packed.is_none() {
        notes.push("There is no column for the quantity: each line counts as one piece".to_owned());
    }
    if columns.id.is_none() && is_shopify {
        notes.push(
            "There is no column “Id”: orders are known by their number and minute".to_owned(),
        );
    }
}

fn open_customers(file: TableFile, report: &mut FileReport) -> Staged {
    report.understood = Some(Understood {
        encoding: file.looked.encoding.name(),
        delimiter: char::from(file.table.delimiter),
        dates: crate::DateStyle::Iso,
        time_zone: None,
        decimal_sign: NumberStyle::Point,
        currencies: Vec::new(),
        tax_included: 0,
        tax_on_top: 0,
    });
    let columns = customers::Columns::of(&file.table.header, &file.table.found.profile);
    let staged = StagedCustomers {
        file,
        columns,
        decisions: Vec::new(),
    };
    Staged::Customers(Box::new(staged))
}
