//! Looking at one file: what it is, how it is written, what it leaves open.

mod kept;

use std::sync::Arc;

use pannier_core::{Cancel, Currency, NumberStyle, Reporter};

use crate::{
    FileReport, Kind, Options, Question, Refusal, Result, ShopContext, Understood,
    cells::{bare, is_ruined},
    customers,
    dates::DateEvidence,
    file::TableFile,
    mapping::{KnownColumns, draft_of, draft_of_unknown, profile_of},
    orders::{
        columns::Columns,
        row::Reading,
        survey::{Halt, Survey},
        walk::CHECKOUT,
    },
    plan::{Staged, StagedCustomers, StagedOrders},
    profile::Profile,
    sniff::{self, Stop, look},
    source::Encoding,
    table,
    unpack::Part,
};

/// What there is of one file, and the first pass over it where it holds orders.
pub(super) type Opened = Option<(Staged, Option<Survey>)>;

/// What looking at a file needs.
pub(super) struct Looking<'l> {
    pub(super) options: &'l Options,
    pub(super) shop: &'l ShopContext,
    pub(super) saved: &'l dyn Fn(&str) -> Option<Arc<Profile>>,
    pub(super) reporter: &'l Reporter,
    pub(super) cancel: &'l Cancel,
}

/// Looks at one file.
pub(super) fn open(
    looking: &Looking,
    part: Part,
    report: &mut FileReport,
    questions: &mut Vec<Question>,
) -> Result<Opened> {
    let Looking {
        options, cancel, ..
    } = *looking;
    let looked = match look(&part.path, cancel) {
        Ok(looked) => looked,
        Err(Stop::Refused(refusal)) => {
            report.refused = Some(refusal);
            return Ok(None);
        }
        Err(Stop::Cancelled(cancelled)) => return Err(cancelled.into()),
    };
    let known = KnownColumns::of(options, &part.name, looking.saved);
    let table = match table::find(&looked.head, &known) {
        Ok(table) => table,
        Err(unknown) => {
            report.mapping = draft_of_unknown(&looked.head, &unknown);
            let said = known
                .said()
                .map(|said| profile_of(said, &unknown.header, None));
            report.refused = Some(match said {
                Some(Err(error)) => Refusal::new(
                    error.to_string(),
                    "Say what the missing column is, or choose another kind of file",
                ),
                _ => unknown.refusal,
            });
            return Ok(None);
        }
    };
    let profile = Arc::clone(&table.found.profile);
    report.platform = Some(profile.platform.clone()).filter(|platform| !platform.is_empty());
    report.kind = profile.kind;
    let Some(kind) = profile.kind else {
        // Its columns may still mean something to the merchant.
        report.mapping = draft_of_unknown(&looked.head, &table.as_unknown());
        report.refused = Some(Refusal::new(profile.what.clone(), profile.need.clone()));
        return Ok(None);
    };
    report.mapping = Some(draft_of(&looked.head, &table, &profile, kind));
    if looked.encoding == Encoding::Utf8Damaged {
        report.notes.push(
            "Some letters of this file are damaged, and stand as “�”. Export it again if names matter".to_owned(),
        );
    }
    if !profile.seen {
        if options.trust_columns {
            report.notes.push(format!(
                "Pannier was made without a real file of {} at hand: look at the figures before you trust them",
                profile.name
            ));
        } else {
            questions.push(Question::Columns);
        }
    }
    let file = TableFile {
        part,
        looked,
        table,
    };
    match kind {
        Kind::Customers => return open_customers(looking, file, report, questions),
        Kind::Orders | Kind::Checkouts => {}
        Kind::Products | Kind::Payments | Kind::Behaviour | Kind::Balances => {
            return kept::open(looking, file, kind, report, questions);
        }
    }
    open_rows_of_orders(looking, file, kind, report, questions)
}

/// Looks at a file that has the layout of orders.
pub(super) fn open_rows_of_orders(
    looking: &Looking,
    file: TableFile,
    kind: Kind,
    report: &mut FileReport,
    questions: &mut Vec<Question>,
) -> Result<Opened> {
    let profile = Arc::clone(&file.table.found.profile);
    let columns = Columns::of(&file.table.header, &profile);
    let survey = match Survey::of(&file, &columns, looking.reporter, looking.cancel) {
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
    if survey.is_checkouts() || kind == Kind::Checkouts {
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
        file, columns, survey, looking, report, questions,
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
    looking: &Looking,
    report: &mut FileReport,
    questions: &mut Vec<Question>,
) -> Opened {
    let (options, shop) = (looking.options, looking.shop);
    let is_checkouts = report.kind == Some(Kind::Checkouts);
    let own_sign = file.table.found.profile.layout.decimal_comma;
    let own_sign = own_sign.map(|is_comma| {
        if is_comma {
            NumberStyle::Comma
        } else {
            NumberStyle::Point
        }
    });
    let numbers = survey.numbers.style(options.decimal_sign.or(own_sign));
    let own_order = file.table.found.profile.layout.date_order;
    let dates = survey.dates.style(options.date_order.or(own_order));
    if numbers.is_none() {
        questions.push(Question::DecimalSign);
    }
    if dates.is_none() {
        questions.push(Question::DateOrder);
    }
    let (numbers, dates) = (numbers?, dates?);
    let header = file.table.header.clone();
    let profile = Arc::clone(&file.table.found.profile);
    let mut reading = Reading::new(profile, header, columns, shop, numbers, dates);
    reading.nought_is_refund = survey.has_unadjusted;
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
    }
    note_stand_ins(
        &reading.columns,
        time_zone.as_deref(),
        reading.currency,
        report,
    );
    note_people_and_items(&reading, report);
    note_ruined_numbers(&survey, &reading.columns, report);
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

/// Says of a file of another platform that it has no people, no items or no prices, as its kind has
/// not or someone took them out.
fn note_people_and_items(reading: &Reading, report: &mut FileReport) {
    let columns = &reading.columns;
    let notes = &mut report.notes;
    if reading.profile.layout.relayed {
        notes.push("Addresses of buyers are the marketplace’s own, made up for an order: nobody is sent marketing by them".to_owned());
    }
    if report.platform.as_deref() == Some("shopify") {
        return;
    }
    if columns.email.is_none() {
        notes.push("It has no e-mail addresses: its orders count, but nobody can be written to because of them".to_owned());
    }
    if !columns.has_lines() {
        notes.push(
            "It does not say what was ordered: its totals count, its products are unknown"
                .to_owned(),
        );
    } else if !reading.present().price {
        notes.push(
            "It has no prices of items: only the amounts of whole orders are known".to_owned(),
        );
    }
}

/// Says that a spreadsheet has shortened the numbers of orders.
fn note_ruined_numbers(survey: &Survey, columns: &Columns, report: &mut FileReport) {
    let mut examples = [columns.number, columns.id].into_iter().flatten();
    let ruined = examples.find_map(|position| {
        let example = survey.examples.get(position)?;
        is_ruined(bare(example)).then_some(example)
    });
    if let Some(example) = ruined {
        report.notes.push(format!(
            "A spreadsheet program has shortened the numbers of orders to ones like {example}: orders are told apart by what else is known of them. If some are missing, export them again, and drop that file without opening it in another program"
        ));
    }
}

fn open_customers(
    looking: &Looking,
    file: TableFile,
    report: &mut FileReport,
    questions: &mut Vec<Question>,
) -> Result<Opened> {
    let header = file.table.header.clone();
    let profile = Arc::clone(&file.table.found.profile);
    let columns = customers::Columns::of(&header, &profile);
    let evidence = match customers::evidence(&file, &columns, looking.cancel) {
        Ok(evidence) => evidence,
        Err(Halt::Cancelled(cancelled)) => return Err(cancelled.into()),
        Err(Halt::Io(error)) => {
            report.refused = Some(sniff::unreadable(&error));
            return Ok(None);
        }
    };
    if let Some(refusal) = turned_dates(&evidence) {
        report.refused = Some(refusal);
        return Ok(None);
    }
    let own_order = profile.layout.date_order;
    let Some(dates) = evidence.style(looking.options.date_order.or(own_order)) else {
        questions.push(Question::DateOrder);
        return Ok(None);
    };
    report.understood = Some(Understood {
        encoding: file.looked.encoding.name(),
        delimiter: char::from(file.table.delimiter),
        dates,
        time_zone: None,
        decimal_sign: NumberStyle::Point,
        currencies: Vec::new(),
        tax_included: 0,
        tax_on_top: 0,
    });
    let reading = customers::Reading::new(&file, columns, dates, looking.shop);
    let staged = StagedCustomers {
        file,
        reading,
        decisions: Vec::new(),
    };
    Ok(Some((Staged::Customers(Box::new(staged)), None)))
}
