//! Looking at a file of products, payments or behaviour.

use std::sync::Arc;

use pannier_core::NumberStyle;

use super::{Looking, Opened, turned_dates};
use crate::{
    FileReport, Kind, Question, Refusal, Result, Understood,
    file::TableFile,
    kept::{KeptReading, Survey},
    orders::survey::Halt,
    plan::{Staged, StagedKept},
    profile::{Field, Fields},
    sniff,
};

/// Looks at a file.
pub(super) fn open(
    looking: &Looking,
    file: TableFile,
    kind: Kind,
    report: &mut FileReport,
    questions: &mut Vec<Question>,
) -> Result<Opened> {
    let (options, header) = (looking.options, file.table.header.clone());
    let profile = Arc::clone(&file.table.found.profile);
    let fields = Fields::of(&header, &profile);
    let survey = match Survey::of(&file, &fields, looking.reporter, looking.cancel) {
        Ok(survey) => survey,
        Err(Halt::Cancelled(cancelled)) => return Err(cancelled.into()),
        Err(Halt::Io(error)) => {
            report.refused = Some(sniff::unreadable(&error));
            return Ok(None);
        }
    };
    report.columns = fields.listed(&header, &survey.examples);
    if survey.rows == 0 {
        report.refused = Some(Refusal::new(
            format!(
                "{} with nothing in it: it has only its header",
                profile.what
            ),
            profile.need.clone(),
        ));
        return Ok(None);
    }
    if let Some(refusal) = turned_dates(&survey.dates) {
        report.refused = Some(refusal);
        return Ok(None);
    }
    let own_sign = profile.layout.decimal_comma.map(|is_comma| {
        if is_comma {
            NumberStyle::Comma
        } else {
            NumberStyle::Point
        }
    });
    let numbers = survey.numbers.style(options.decimal_sign.or(own_sign));
    let own_order = profile.layout.date_order;
    let dates = survey.dates.style(options.date_order.or(own_order));
    if numbers.is_none() {
        questions.push(Question::DecimalSign);
    }
    if dates.is_none() {
        questions.push(Question::DateOrder);
    }
    let (Some(numbers), Some(dates)) = (numbers, dates) else {
        return Ok(None);
    };
    // Dates of prices and of points that expire may lie ahead.
    let newest_at = survey
        .dates
        .newest(dates)
        .filter(|_| !matches!(kind, Kind::Products | Kind::Balances));
    let reading = KeptReading::new(kind, profile, header, looking.shop, numbers, dates);
    let names_zone = reading.fields.one(Field::TimeZone).is_some();
    let time_zone =
        (survey.dates.has_local() && !names_zone).then(|| reading.zone.name().to_owned());
    // What the platform fixes need not be said.
    let is_fixed = reading.profile.layout.time_zone.is_some();
    if let Some(zone) = time_zone.as_ref().filter(|_| !is_fixed) {
        let note = format!("Times without a zone are read as those of {zone}");
        report.notes.push(note);
    }
    report.understood = Some(Understood {
        encoding: file.looked.encoding.name(),
        delimiter: char::from(file.table.delimiter),
        dates,
        time_zone,
        decimal_sign: numbers,
        currencies: Vec::new(),
        tax_included: 0,
        tax_on_top: 0,
    });
    let staged = StagedKept {
        file,
        reading,
        rows: survey.rows,
        records: 0,
        same: Vec::new(),
        newest_at,
    };
    Ok(Some((Staged::Kept(Box::new(staged)), None)))
}
