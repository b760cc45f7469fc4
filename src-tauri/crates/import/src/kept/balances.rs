//! What people had in another loyalty programme.

use pannier_core::{Email, Timestamp};
use pannier_store::BalanceContent;

use super::{
    KeptReading, Said, Step,
    reading::{Fault, Read, fault},
};
use crate::{cells, nobody::ERASED, profile::Field, records::Row};

const NOBODY: &str = "Rows that do not say whose points they are";
const NO_POINTS: &str = "Rows without points";
const EXPIRED: &str = "Points that had expired already";

/// The most points that someone can have.
const MOST: i64 = 1 << 53;

/// Reads a row.
pub(super) fn read(reading: &KeptReading, row: &Row) -> Step {
    if let Err(rejection) = reading.whole(row) {
        return Step::Rejected(rejection);
    }
    let is_said = |field| !reading.cell(row, field).is_empty();
    if !is_said(Field::Email) && !is_said(Field::CustomerId) {
        return Step::Ignored(NOBODY.into());
    }
    if !is_said(Field::Points) {
        return Step::Ignored(NO_POINTS.into());
    }
    match said(reading, row) {
        Ok(said) if reading.nobodies.has_balance(&said) => Step::Ignored(ERASED.into()),
        Ok(said) if said.expires_at.is_some_and(|at| at <= reading.now) => {
            Step::Ignored(EXPIRED.into())
        }
        Ok(said) => Step::Said(Said::Balance(Box::new(said)), 1),
        Err(fault) => Step::Rejected(reading.reject(row, &fault)),
    }
}

fn said(reading: &KeptReading, row: &Row) -> Read<BalanceContent> {
    let address = cells::bare(reading.cell(row, Field::Email));
    let email = if address.is_empty() {
        String::new()
    } else {
        let email = Email::parse(address).map_err(|_| {
            let column = reading.fields.one(Field::Email);
            let what = "This is not an e-mail address. Correct it, or take the row out";
            fault(column, address, what)
        })?;
        email.as_str().to_owned()
    };
    let customer_key = reading.text(row, Field::CustomerId).unwrap_or_default();
    let external_id = if email.is_empty() {
        format!("#{customer_key}")
    } else {
        email.clone()
    };
    Ok(BalanceContent {
        external_id,
        email,
        customer_key,
        points: points(reading, row)?,
        earned_at: earned_at(reading, row)?,
        expires_at: expires_at(reading, row)?,
        note: reading.text(row, Field::Note).unwrap_or_default(),
    })
}

fn points(reading: &KeptReading, row: &Row) -> Read<i64> {
    let cell = reading.cell(row, Field::Points);
    let bad = |reason| fault(reading.fields.one(Field::Points), cell, reason);
    match whole(cells::unescaped(cell)) {
        Some(points) if points < 0 => Err(bad(
            "Points below 0 cannot be brought along. Write 0 or more, or take the row out",
        )),
        Some(points) if points > MOST => Err(bad(
            "These are more points than can be counted. Correct it, or take the row out",
        )),
        Some(points) => Ok(points),
        None => Err(bad(
            "This is not a whole number of points. Correct it, or take the row out",
        )),
    }
}

/// A whole number with or without marks for thousands, also where decimals of nought follow.
fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut groups = text.split([',', '.', ' ', '\'', '’', '\u{a0}', '\u{202f}']);
    let mut digits = groups.next()?.to_owned();
    let mut rest: Vec<&str> = groups.collect();
    if let Some(last) = rest.last()
        && last.len() != 3
        && last.bytes().all(|digit| digit == b'0')
    {
        rest.pop();
    }
    if !rest.is_empty() && digits.len() > 3 {
        return None;
    }
    for group in rest {
        if group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    // Longer ones are more than can be counted, whatever they are.
    let number: i64 = digits.parse().unwrap_or(i64::MAX);
    Some(sign * number)
}

/// Since when they had them: what lies ahead is no such day.
fn earned_at(reading: &KeptReading, row: &Row) -> Read<Option<Timestamp>> {
    let cell = reading.cell(row, Field::PlacedAt);
    if cell.is_empty() {
        return Ok(None);
    }
    let at = reading.moment(row)?;
    if at > reading.now {
        let column = reading.fields.one(Field::PlacedAt);
        let what = "This day is yet to come. Points are as old as the day they were earned";
        return Err(fault(column, cell, what));
    }
    Ok(Some(at))
}

/// When they go: at the end of the day that the file names.
fn expires_at(reading: &KeptReading, row: &Row) -> Read<Option<Timestamp>> {
    let cell = reading.cell(row, Field::PointsUntil);
    if cell.is_empty() {
        return Ok(None);
    }
    let column = reading.fields.one(Field::PointsUntil);
    let wrong = || -> Fault {
        let what = "This is not a date of the calendar, or not in the order of day and month of the other rows. Correct it, or export the file again";
        fault(column, cell, what)
    };
    let at = reading
        .other_moment(row, Field::PointsUntil)
        .ok_or_else(wrong)?;
    let last = reading.zone.day_of(at);
    if !last.is_plausible() {
        return Err(wrong());
    }
    Ok(Some(reading.zone.start_of(last.plus_days(1))))
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn points_are_whole_numbers_however_they_are_written() {
        for (text, expected) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("1,250", Some(1_250)),
            ("1.250", Some(1_250)),
            ("12 500", Some(12_500)),
            ("1,250,000", Some(1_250_000)),
            ("120.00", Some(120)),
            ("120,0", Some(120)),
            ("1,250.00", Some(1_250)),
            ("-5", Some(-5)),
            ("99999999999999999999", Some(i64::MAX)),
            ("12.5", None),
            ("1,25", None),
            ("12500.250", None),
            ("many", None),
            ("", None),
            ("12 points", None),
        ] {
            assert_eq!(whole(text), expected, "{text:?}");
        }
    }
}
