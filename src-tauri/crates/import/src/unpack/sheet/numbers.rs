//! Numbers and moments of workbooks as an export would write them.

use calamine::{DataType, ExcelDateTime};
use chrono::{NaiveTime, TimeDelta};

/// From here on, a workbook's number is not the one that was typed: 2⁵³.
const TRUSTED: f64 = 9_007_199_254_740_992.0;

/// Smaller ones would be a row of noughts.
const SMALLEST: f64 = 1e-9;

/// A number with a point, as many digits as it truly has, and no exponent. A whole number that is
/// too long to be trusted keeps its exponent, so that it is not taken for an id.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    // Fifteen digits are what a spreadsheet shows: 33.620000000000005 was 33.62.
    let shown = format!("{value:.14e}");
    if value.abs() >= TRUSTED || (value != 0.0 && value.abs() < SMALLEST) {
        return scientific(&shown);
    }
    let value = if value.fract() == 0.0 {
        value
    } else {
        shown.parse().unwrap_or(value)
    };
    // Without the sign of nothing.
    format!("{}", value + 0.0)
}

/// `1.23456789012346e18` as a spreadsheet writes it.
fn scientific(number: &str) -> String {
    let (digits, exponent) = number.split_once('e').unwrap_or((number, "0"));
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    let sign = if exponent.starts_with('-') { "" } else { "+" };
    format!("{digits}E{sign}{exponent}")
}

/// A moment of a workbook: `2026-01-31 14:05:00`, `2026-01-31`, or `14:05:00`.
pub(super) fn moment(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() {
        return duration(days);
    }
    if (0.0..1.0).contains(&days) {
        return duration(days);
    }
    let rounded = moment
        .as_datetime()
        .filter(|_| days >= 0.0)
        .and_then(|at| at.checked_add_signed(TimeDelta::milliseconds(500)));
    match rounded {
        Some(at) if at.time() < NaiveTime::MIN + TimeDelta::seconds(1) => {
            at.format("%Y-%m-%d").to_string()
        }
        Some(at) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
        None => number(days),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "seconds of at most some thousand years"
)]
fn duration(days: f64) -> String {
    let seconds = (days * 86_400.0).round();
    if !(0.0..1e11).contains(&seconds) {
        return number(days);
    }
    let seconds = seconds as i64;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

/// What a cell of an Excel workbook holds.
pub(super) fn cell(value: &impl DataType) -> super::Cell {
    use super::Cell::{Value, Word};
    if let Some(text) = value.get_string() {
        Word(text.to_owned())
    } else if let Some(whole) = value.get_int() {
        Value(whole.to_string())
    } else if let Some(value) = value.get_float() {
        Value(number(value))
    } else if let Some(answer) = value.get_bool() {
        Value(if answer { "TRUE" } else { "FALSE" }.to_owned())
    } else if let Some(at) = value.get_datetime() {
        Value(moment(&at))
    } else if let Some(at) = value.get_datetime_iso() {
        Value(iso(at))
    } else if let Some(time) = value.get_duration_iso() {
        Value(iso_duration(time))
    } else {
        // Nothing, or an error such as #REF.
        Value(String::new())
    }
}

/// `2026-01-31T14:05:00` as an export writes it.
pub(super) fn iso(at: &str) -> String {
    at.trim().replacen('T', " ", 1)
}

/// `PT14H05M00S` as a time of day.
pub(super) fn iso_duration(time: &str) -> String {
    let Some(mut rest) = time.trim().strip_prefix("PT") else {
        return time.to_owned();
    };
    let mut parts = [0_u32; 3];
    for (part, letter) in parts.iter_mut().zip(['H', 'M', 'S']) {
        if let Some((digits, after)) = rest.split_once(letter) {
            let whole = digits.split(['.', ',']).next().unwrap_or(digits);
            let Ok(value) = whole.parse() else {
                return time.to_owned();
            };
            *part = value;
            rest = after;
        }
    }
    let [hours, minutes, seconds] = parts;
    format!("{hours:02}:{minutes:02}:{seconds:02}")
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_are_written_as_an_export_would() {
        for (value, expected) in [
            (33.62, "33.62"),
            (33.620_000_000_000_005, "33.62"),
            (0.1 + 0.2, "0.3"),
            (-12.5, "-12.5"),
            (1001.0, "1001"),
            (-0.0, "0"),
            (450_789_123_456.0, "450789123456"),
            (5_375_180_000_001.0, "5375180000001"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (1_234_567_890_123_456_789.0, "1.23456789012346E+18"),
            (1e300, "1E+300"),
            (0.000_01, "0.00001"),
            (1.5e-300, "1.5E-300"),
            (f64::NAN, ""),
        ] {
            assert_eq!(number(value), expected, "{value}");
        }
    }

    #[test]
    fn moments_are_written_with_the_year_first() {
        let at = |days, is_1904| {
            moment(&ExcelDateTime::new(
                days,
                ExcelDateTimeType::DateTime,
                is_1904,
            ))
        };
        for (days, expected) in [
            (46_053.586_805_555_555, "2026-01-31 14:05:00"),
            (46_053.0, "2026-01-31"),
            (45_384.34, "2024-04-02 08:09:36"),
            (0.586_805_555_6, "14:05:00"),
            (-3.0, "-3"),
            (1e9, "1000000000"),
        ] {
            assert_eq!(at(days, false), expected, "{days}");
        }
        assert_eq!(at(44_591.0, true), "2026-01-31", "counted from 1904");
        let hours = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(moment(&hours), "36:00:00");
    }

    #[test]
    fn times_of_open_documents_are_read() {
        assert_eq!(iso("2026-01-31T14:05:00"), "2026-01-31 14:05:00");
        assert_eq!(iso_duration("PT14H05M00S"), "14:05:00");
        assert_eq!(iso_duration("PT00H05M09.5S"), "00:05:09");
        assert_eq!(iso_duration("soon"), "soon");
    }
}
