//! Birthdays: month and day, however they are written. The year is not kept.

use crate::{DateOrder, DateStyle};

/// Month and day of a cell, such as `05-14`; empty where it says none.
pub(super) fn month_and_day(cell: &str, dates: DateStyle) -> String {
    let text = cell.trim();
    // What stands behind is the time of day.
    let text = text.split(['T', ' ']).next().unwrap_or_default();
    let mut parts: Vec<&str> = text
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let is_year = |part: &&str| part.len() == 4;
    let year_first = parts.first().is_some_and(is_year);
    if parts.len() == 3 {
        if year_first {
            parts.remove(0);
        } else {
            parts.pop();
        }
    }
    let [first, second] = parts[..] else {
        return String::new();
    };
    let (Ok(first), Ok(second)) = (first.parse::<u32>(), second.parse::<u32>()) else {
        return String::new();
    };
    let day_first = !year_first
        && (text.contains('.')
            || first > 12
            || (second <= 12 && dates == DateStyle::Numbers(DateOrder::DayFirst)));
    let (month, day) = if day_first {
        (second, first)
    } else {
        (first, second)
    };
    let last = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if (1..=last).contains(&day) {
        format!("{month:02}-{day:02}")
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_is_a_month_and_a_day() {
        let iso = |cell| month_and_day(cell, DateStyle::Iso);
        for (cell, expected) in [
            ("1990-05-14", "05-14"),
            ("1990-05-14T00:00:00Z", "05-14"),
            ("1990-05-14 00:00", "05-14"),
            ("14.05.1990", "05-14"),
            ("14.5.", "05-14"),
            ("05/14", "05-14"),
            ("5/14/1990", "05-14"),
            ("25/12/1971", "12-25"),
            ("--05-14", "05-14"),
            ("1996-02-29", "02-29"),
            ("1996-02-30", ""),
            ("13/13", ""),
            ("00/10", ""),
            ("1990", ""),
            ("May", ""),
            ("", ""),
        ] {
            assert_eq!(iso(cell), expected, "{cell:?}");
        }
        let days = DateStyle::Numbers(DateOrder::DayFirst);
        assert_eq!(month_and_day("03/04/1980", days), "04-03");
        assert_eq!(iso("03/04/1980"), "03-04");
        assert_eq!(month_and_day("1980-03-04", days), "03-04");
    }
}
