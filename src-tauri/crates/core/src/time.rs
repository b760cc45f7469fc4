//! Instants in UTC, days in the shop's zone, and the clock that everyone must ask.

use std::{fmt, ops::RangeInclusive, str::FromStr, sync::Arc};

use chrono::{
    DateTime, Datelike, Days, LocalResult, Months, NaiveDate, NaiveDateTime, TimeZone, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A calendar day in the shop's zone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(NaiveDate);

/// The zone that a shop's days, weeks and months are counted in (an IANA name).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShopZone(Tz);

/// Days from `from` up to, but without, `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// The first day in it.
    pub from: Day,
    /// The first day after it.
    pub until: Day,
}

/// What is no time, day or zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not a day of the calendar.
    #[error("“{0}” is not a day. Write it as 2026-06-30")]
    Day(String),
    /// Not an instant.
    #[error("“{0}” is not a moment. Write it as 2026-06-30T17:52:00Z")]
    Moment(String),
    /// Not a zone of the IANA data base.
    #[error("“{0}” is not a time zone. Use a name such as Europe/Berlin")]
    Zone(String),
}

/// The years that an order can be from: earlier or later ones are mistakes of a file.
const YEARS: RangeInclusive<i32> = 1990..=2100;

impl Timestamp {
    /// The instant of a chrono value.
    pub fn from_utc(time: DateTime<Utc>) -> Self {
        Self(time.timestamp_millis())
    }

    /// The chrono value of this instant.
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;

    /// Reads RFC 3339: `2026-06-30T17:52:00Z`, or a bare day as its midnight in UTC.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::from_utc(time.to_utc()));
        }
        let day: Day = text
            .parse()
            .map_err(|_| TimeError::Moment(text.to_owned()))?;
        Ok(Self::from_utc(
            day.0.and_time(chrono::NaiveTime::MIN).and_utc(),
        ))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            &self
                .to_utc()
                .to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        )
    }
}

impl Day {
    /// The day of a calendar date.
    pub const fn new(date: NaiveDate) -> Self {
        Self(date)
    }

    /// The calendar date.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// Days since the common era, for columns of facts.
    pub fn number(self) -> i32 {
        self.0.num_days_from_ce()
    }

    /// The day with that number, the inverse of [`Day::number`].
    pub fn from_number(number: i32) -> Option<Self> {
        NaiveDate::from_num_days_from_ce_opt(number).map(Self)
    }

    /// The day `days` later; earlier when negative. Stays put at the ends of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let step = Days::new(days.unsigned_abs());
        let moved = if days < 0 {
            self.0.checked_sub_days(step)
        } else {
            self.0.checked_add_days(step)
        };
        Self(moved.unwrap_or(self.0))
    }

    /// The same day `months` later, or the last day of a shorter month.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let step = Months::new(months.unsigned_abs());
        let moved = if months < 0 {
            self.0.checked_sub_months(step)
        } else {
            self.0.checked_add_months(step)
        };
        Self(moved.unwrap_or(self.0))
    }

    /// The first day of its month.
    #[must_use]
    pub fn month_start(self) -> Self {
        Self(self.0.with_day(1).unwrap_or(self.0))
    }

    /// The Monday of its ISO week.
    #[must_use]
    pub fn week_start(self) -> Self {
        self.plus_days(-i64::from(self.0.weekday().num_days_from_monday()))
    }

    /// The first day of its calendar quarter.
    #[must_use]
    pub fn quarter_start(self) -> Self {
        Self(
            self.0
                .with_day(1)
                .and_then(|d| d.with_month(self.0.month0() / 3 * 3 + 1))
                .unwrap_or(self.0),
        )
    }

    /// The first day of its year.
    #[must_use]
    pub fn year_start(self) -> Self {
        Self(NaiveDate::from_ymd_opt(self.0.year(), 1, 1).unwrap_or(self.0))
    }

    /// Whether the year is one that a shop's file can mean.
    pub fn is_plausible(self) -> bool {
        YEARS.contains(&self.0.year())
    }
}

impl FromStr for Day {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d")
            .map(Self)
            .map_err(|_| TimeError::Day(text.chars().take(40).collect()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.year() {
            // A template of chrono is read anew each time, and days are written by the million.
            year @ 0..=9999 => {
                write!(f, "{year:04}-{:02}-{:02}", self.0.month(), self.0.day())
            }
            _ => write!(f, "{}", self.0.format("%Y-%m-%d")),
        }
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl Period {
    /// Whether the day is in it.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day < self.until
    }

    /// The number of days in it; 0 when it ends before it begins.
    pub fn days(self) -> i64 {
        i64::from(self.until.number() - self.from.number()).max(0)
    }

    /// The calendar month that holds the day.
    pub fn month_of(day: Day) -> Self {
        let from = day.month_start();
        Self {
            from,
            until: from.plus_months(1),
        }
    }
}

impl ShopZone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// All names, for a list to choose from.
    pub fn names() -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }

    /// The shop's day at an instant.
    pub fn day_of(self, at: Timestamp) -> Day {
        Day(at.to_utc().with_timezone(&self.0).date_naive())
    }

    /// The instant at which a day begins.
    pub fn start_of(self, day: Day) -> Timestamp {
        self.instant_of(day.0.and_time(chrono::NaiveTime::MIN))
    }

    /// The shop's date and time of day at an instant.
    pub fn local(self, at: Timestamp) -> NaiveDateTime {
        at.to_utc().with_timezone(&self.0).naive_local()
    }

    /// A local time written with the offset from UTC that holds then (`strftime` format).
    pub fn with_offset(self, local: NaiveDateTime, format: &str) -> String {
        self.instant_of(local)
            .to_utc()
            .with_timezone(&self.0)
            .format(format)
            .to_string()
    }

    /// The instant of a local time. In the hour that clocks repeat the earlier one; in the hour
    /// that they skip, as far after the gap as the time was into it.
    pub fn instant_of(self, local: NaiveDateTime) -> Timestamp {
        let time = match self.0.from_local_datetime(&local) {
            LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => time.to_utc(),
            LocalResult::None => {
                let hour = chrono::TimeDelta::hours(1);
                match self.0.from_local_datetime(&(local - hour)) {
                    LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => {
                        time.to_utc() + hour
                    }
                    LocalResult::None => local.and_utc(),
                }
            }
        };
        Timestamp::from_utc(time)
    }
}

impl FromStr for ShopZone {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        text.trim()
            .parse()
            .map(Self)
            .map_err(|_| TimeError::Zone(text.chars().take(60).collect()))
    }
}

impl Serialize for ShopZone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for ShopZone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// The only source of “now”.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that asks the machine"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::from_utc(Utc::now())
    }
}

/// A clock that stands still, for tests, `PANNIER_NOW` and `--as-of`.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn berlin() -> ShopZone {
        "Europe/Berlin".parse().unwrap()
    }

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn a_day_is_the_shops_own() {
        let late: Timestamp = "2026-06-30T22:30:00Z".parse().unwrap();
        assert_eq!(berlin().day_of(late).to_string(), "2026-07-01");
        assert_eq!(ShopZone::UTC.day_of(late).to_string(), "2026-06-30");
    }

    #[test]
    fn clock_changes_have_an_answer() {
        let gap = berlin().instant_of(at("2026-03-29 02:30"));
        assert_eq!(
            gap.to_string(),
            "2026-03-29T01:30:00Z",
            "half past two that never was is half past three"
        );
        let twice = berlin().instant_of(at("2026-10-25 02:30"));
        assert_eq!(
            twice.to_string(),
            "2026-10-25T00:30:00Z",
            "of the two, the earlier"
        );
    }

    #[test]
    fn weeks_begin_on_monday_and_months_on_the_first() {
        let day: Day = "2026-01-01".parse().unwrap();
        assert_eq!(day.week_start().to_string(), "2025-12-29");
        assert_eq!(day.plus_days(45).quarter_start().to_string(), "2026-01-01");
        assert_eq!(Period::month_of(day).until.to_string(), "2026-02-01");
        assert_eq!(
            "2026-01-31"
                .parse::<Day>()
                .unwrap()
                .plus_months(1)
                .to_string(),
            "2026-02-28"
        );
    }

    proptest! {
        #[test]
        fn numbers_and_days_are_inverse(offset in 0_i64..40_000) {
            let day = "1990-01-01".parse::<Day>().unwrap().plus_days(offset);
            prop_assert_eq!(Day::from_number(day.number()), Some(day));
            prop_assert_eq!(day.to_string().parse::<Day>().unwrap(), day);
        }

        #[test]
        fn local_time_comes_back(hours in 0_i64..300_000) {
            let start = Timestamp(631_152_000_000 + hours * 3_600_000);
            let back = berlin().instant_of(berlin().local(start));
            let apart = (back.0 - start.0).abs();
            prop_assert!(apart == 0 || apart == 3_600_000, "only the repeated hour may differ, by itself");
        }
    }
}
