//! Moments as files write them: with the year first, as numbers in either order, with the name of
//! the month, or as the day numbers of a spreadsheet.

mod evidence;
mod months;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use pannier_core::{Day, ShopZone, Timestamp};

pub(crate) use evidence::DateEvidence;

use crate::{DateOrder, DateStyle, cells::trimmed};

/// A moment as written, before the order of day and month is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Nothing to decide. The offset is in seconds east, where one is named.
    Plain(NaiveDateTime, Option<i32>),
    /// Two numbers, the year and the time. Dots stand between day and month only.
    Numbers {
        first: u32,
        second: u32,
        year: i32,
        time: NaiveTime,
        dotted: bool,
        offset: Option<i32>,
    },
}

/// A moment as understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The instant.
    pub(crate) at: Timestamp,
    /// Whether the file named no zone, so that the shop's was taken.
    pub(crate) is_local: bool,
}

/// Reads the shape of a moment; nothing where it is none.
pub(crate) fn read(text: &str) -> Option<Written> {
    let text = trimmed(text);
    if text.len() > 40 {
        return None;
    }
    in_figures(text).or_else(|| {
        let (date, rest) = months::date(text)?;
        let (time, offset) = time_and_offset(rest.as_bytes())?;
        Some(Written::Plain(date.and_time(time), offset))
    })
}

fn in_figures(text: &str) -> Option<Written> {
    let bytes = text.as_bytes();
    if !bytes.first()?.is_ascii_digit() {
        return None;
    }
    if let Some(serial) = serial(text) {
        return Some(Written::Plain(serial, None));
    }
    let (a, rest) = number(bytes)?;
    let separator = *rest.first()?;
    if !matches!(separator, b'-' | b'/' | b'.') {
        return None;
    }
    let (b, rest) = number(&rest[1..])?;
    if *rest.first()? != separator {
        return None;
    }
    let (c, rest) = number(&rest[1..])?;
    let (time, offset) = time_and_offset(rest)?;
    if a.digits == 4 {
        let date = NaiveDate::from_ymd_opt(i32::try_from(a.value).ok()?, b.value, c.value)?;
        return Some(Written::Plain(date.and_time(time), offset));
    }
    let year = match c.digits {
        4 => i32::try_from(c.value).ok()?,
        2 => 2000 + i32::try_from(c.value).ok()?,
        _ => return None,
    };
    let fits = |n: u32| (1..=31).contains(&n);
    let dotted = separator == b'.';
    (a.digits <= 2 && b.digits <= 2 && fits(a.value) && fits(b.value)).then_some(Written::Numbers {
        first: a.value,
        second: b.value,
        year,
        time,
        dotted,
        offset,
    })
}

impl Written {
    /// The instant, in a file of that style; nothing where it cannot be one.
    pub(crate) fn moment(self, style: DateStyle, zone: ShopZone) -> Option<Moment> {
        let (local, offset) = match self {
            Self::Plain(local, offset) => (local, offset),
            Self::Numbers {
                first,
                second,
                year,
                time,
                dotted,
                offset,
            } => {
                let order = match style {
                    _ if dotted => DateOrder::DayFirst,
                    DateStyle::Numbers(order) => order,
                    DateStyle::Iso => DateOrder::DayFirst,
                };
                let (day, month) = match order {
                    DateOrder::DayFirst => (first, second),
                    DateOrder::MonthFirst => (second, first),
                };
                (
                    NaiveDate::from_ymd_opt(year, month, day)?.and_time(time),
                    offset,
                )
            }
        };
        Some(match offset {
            Some(seconds) => Moment {
                at: Timestamp::from_utc((local - TimeDelta::seconds(i64::from(seconds))).and_utc()),
                is_local: false,
            },
            None => Moment {
                at: zone.instant_of(local),
                is_local: true,
            },
        })
    }
}

/// Whether an order can be from then: neither before 1990 nor years ahead.
pub(crate) fn is_plausible(at: Timestamp, now: Timestamp) -> bool {
    const YEAR_MILLIS: i64 = 366 * 86_400_000;
    let day = Day::new(at.to_utc().date_naive());
    day.is_plausible() && at.0 < now.0.saturating_add(5 * YEAR_MILLIS)
}

struct Digits {
    value: u32,
    digits: usize,
}

fn number(bytes: &[u8]) -> Option<(Digits, &[u8])> {
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || digits > 4 {
        return None;
    }
    let value = bytes[..digits]
        .iter()
        .fold(0, |value, b| value * 10 + u32::from(b - b'0'));
    Some((Digits { value, digits }, &bytes[digits..]))
}

fn blank(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = bytes {
        bytes = rest;
    }
    // A spreadsheet may write a narrow no-break space before AM and PM.
    bytes.strip_prefix("\u{202f}".as_bytes()).unwrap_or(bytes)
}

fn time_and_offset(rest: &[u8]) -> Option<(NaiveTime, Option<i32>)> {
    let rest = match rest {
        [b'T' | b't' | b',', after @ ..] => blank(after),
        _ => blank(rest),
    };
    if rest.is_empty() {
        return Some((NaiveTime::MIN, None));
    }
    let (hour, rest) = number(rest)?;
    let rest = rest.strip_prefix(b":")?;
    let (minute, mut rest) = number(rest)?;
    let mut second = 0;
    if let Some(after) = rest.strip_prefix(b":") {
        let (found, after) = number(after)?;
        second = found.value;
        rest = after;
        if let [b'.' | b',', fraction @ ..] = rest {
            rest = &fraction[fraction.iter().take_while(|b| b.is_ascii_digit()).count()..];
        }
    }
    rest = blank(rest);
    let mut hour = hour.value;
    if rest.len() >= 2 && rest[1].eq_ignore_ascii_case(&b'm') {
        hour = match (rest[0].to_ascii_lowercase(), hour) {
            (b'a', 12) => 0,
            (b'p', 1..=11) => hour + 12,
            // Some exports write 14:03 PM and 00:03 AM: the twenty-four hours are right.
            (b'a', 0..=11) | (b'p', 12..=23) => hour,
            _ => return None,
        };
        rest = blank(&rest[2..]);
    }
    let time = NaiveTime::from_hms_opt(hour, minute.value, second.min(59))?;
    Some((time, offset(rest)?))
}

/// The offset in seconds east of UTC, nothing where none is named; no answer where it is none.
#[expect(
    clippy::option_option,
    reason = "no offset and no sense are two answers"
)]
fn offset(rest: &[u8]) -> Option<Option<i32>> {
    let (sign, digits) = match rest {
        [] => return Some(None),
        b"Z" | b"z" | b"UTC" | b"GMT" => return Some(Some(0)),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let plain: Vec<u8> = digits.iter().copied().filter(|b| *b != b':').collect();
    if !plain.iter().all(u8::is_ascii_digit) || !matches!(plain.len(), 2 | 4) {
        return None;
    }
    let value = |range: &[u8]| range.iter().fold(0, |v, b| v * 10 + i32::from(b - b'0'));
    let (hours, minutes) = (value(&plain[..2]), value(&plain[2..]));
    (hours <= 14 && minutes < 60).then_some(Some(sign * (hours * 3600 + minutes * 60)))
}

/// Days since 1899-12-30, as spreadsheets count them: `45384.34`.
fn serial(text: &str) -> Option<NaiveDateTime> {
    let (days, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if days.len() != 5
        || !days
            .bytes()
            .chain(fraction.bytes())
            .all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let fraction = &fraction[..fraction.len().min(9)];
    let scale = 10_i64.pow(u32::try_from(fraction.len()).ok()?);
    let parts: i64 = if fraction.is_empty() {
        0
    } else {
        fraction.parse().ok()?
    };
    let seconds = (parts * 86_400 + scale / 2) / scale;
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(NaiveTime::MIN);
    epoch.checked_add_signed(TimeDelta::days(days.parse().ok()?) + TimeDelta::seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str, style: DateStyle) -> Option<String> {
        let zone = "America/New_York".parse().unwrap();
        read(text)?.moment(style, zone).map(|m| m.at.to_string())
    }

    #[test]
    fn moments_are_read_as_files_write_them() {
        let month_first = DateStyle::Numbers(DateOrder::MonthFirst);
        let day_first = DateStyle::Numbers(DateOrder::DayFirst);
        for (text, style, expected) in [
            (
                "2022-01-11 04:32:31 -0500",
                DateStyle::Iso,
                "2022-01-11T09:32:31Z",
            ),
            (
                "2022-07-11T04:32:31+02:00",
                DateStyle::Iso,
                "2022-07-11T02:32:31Z",
            ),
            (
                "2022-07-11 04:32:31.123 UTC",
                DateStyle::Iso,
                "2022-07-11T04:32:31Z",
            ),
            ("2022-07-11", DateStyle::Iso, "2022-07-11T04:00:00Z"),
            ("20/11/2022 08:12", day_first, "2022-11-20T13:12:00Z"),
            ("4/28/2020 5:06 PM", month_first, "2020-04-28T21:06:00Z"),
            ("4/28/2020 12:06 AM", month_first, "2020-04-28T04:06:00Z"),
            ("3/4/21", month_first, "2021-03-04T05:00:00Z"),
            ("03.04.2021 10:00", month_first, "2021-04-03T14:00:00Z"),
            ("45384.34", DateStyle::Iso, "2024-04-02T12:09:36Z"),
            (
                "Dec 8, 2024 9:15:51 AM",
                DateStyle::Iso,
                "2024-12-08T14:15:51Z",
            ),
            (
                "Jan 5, 2024 14:03:22 PM",
                DateStyle::Iso,
                "2024-01-05T19:03:22Z",
            ),
            ("Jul-21-25", DateStyle::Iso, "2025-07-21T04:00:00Z"),
            ("10-Dez-25", DateStyle::Iso, "2025-12-10T05:00:00Z"),
        ] {
            assert_eq!(utc(text, style).as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "soon",
            "31.06.2026",
            "2026-13-01",
            "2026-02-30 10:00",
            "1/2/2026 25:00",
            "1/2/3",
            "2026-01-01 10:00 +9900",
            "5.37518E+12",
            "1700000000",
        ] {
            assert_eq!(
                utc(text, DateStyle::Numbers(DateOrder::DayFirst)),
                None,
                "{text:?}"
            );
        }
    }

    #[test]
    fn absurd_years_are_not_plausible() {
        let now: Timestamp = "2026-06-01".parse().unwrap();
        for (text, plausible) in [
            ("1989-12-31", false),
            ("1995-01-01", true),
            ("2026-07-01", true),
            ("2099-01-01", false),
        ] {
            assert_eq!(
                is_plausible(text.parse().unwrap(), now),
                plausible,
                "{text}"
            );
        }
    }
}
