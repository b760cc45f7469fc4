//! A question's orders over time, from hours to years.

use std::{fmt, str::FromStr};

use pannier_core::{Day, Facts, Period};

use super::{Explorer, codes::Codes, slots::Slots, split::figures, walk::Sides};
use crate::{Granularity, Summary, periods, question::Question};

/// How long the parts of a chart of time are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Every {
    /// The shop's clock hour. The hour that clocks repeat in autumn is one part.
    Hour,
    /// A calendar stretch.
    Calendar(Granularity),
}

/// A word that names no length of a part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a length of a part. Use hour, day, week, month, quarter or year")]
pub struct UnknownEvery(pub String);

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hour => f.pad("hour"),
            Self::Calendar(granularity) => granularity.fmt(f),
        }
    }
}

impl FromStr for Every {
    type Err = UnknownEvery;

    /// Reads the word that [`fmt::Display`] writes, in any case.
    fn from_str(text: &str) -> Result<Self, UnknownEvery> {
        let word = text.trim();
        if word.eq_ignore_ascii_case("hour") {
            return Ok(Self::Hour);
        }
        let granularity = word
            .parse()
            .map_err(|_| UnknownEvery(word.chars().take(40).collect()))?;
        Ok(Self::Calendar(granularity))
    }
}

/// The figures of one part of a chart of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its days.
    pub period: Period,
    /// The hour of its one day, where parts are hours.
    pub hour: Option<u8>,
    /// Its figures, without a median.
    pub figures: Summary,
}

/// The part that each order lies in.
struct Parts<'f> {
    facts: &'f Facts,
    first_day: i32,
    of_day: Vec<u32>,
    hourly: bool,
}

impl Codes for Parts<'_> {
    #[inline]
    fn each(&self, position: usize, mut take: impl FnMut(u32)) {
        let day = self.facts.day[position] - self.first_day;
        let Some(part) = self.of_day.get(day.unsigned_abs() as usize) else {
            return;
        };
        take(if self.hourly {
            part * 24 + u32::from(self.facts.hour[position])
        } else {
            *part
        });
    }
}

impl Explorer {
    /// The days from a question's first to its last; open ends reach to the first and the last
    /// order. Nothing where an end is open and there are no orders.
    pub fn span(&self, question: &Question) -> Option<Period> {
        let day = |number: Option<&i32>| number.and_then(|day| Day::from_number(*day));
        let from = question.from.or_else(|| day(self.facts.day.first()))?;
        let until = question
            .until
            .or_else(|| day(self.facts.day.last()).map(|day| day.plus_days(1)))?;
        Some(Period {
            from,
            until: until.max(from),
        })
    }

    /// A question's orders cut into parts of equal length, the oldest first, without gaps.
    pub fn over_time(&self, question: &Question, every: Every) -> Vec<Point> {
        let Some(span) = self.span(question) else {
            return Vec::new();
        };
        let (granularity, hourly) = match every {
            Every::Hour => (Granularity::Day, true),
            Every::Calendar(granularity) => (granularity, false),
        };
        let cut = periods(span.from, span.until, granularity);
        let of_day = (0..)
            .zip(&cut)
            .flat_map(|(part, period)| (0..period.days()).map(move |_| part))
            .collect();
        let codes = Parts {
            facts: &self.facts,
            first_day: span.from.number(),
            of_day,
            hourly,
        };
        let count = cut.len() * if hourly { 24 } else { 1 };
        let sides = Sides {
            now: self.facts.positions(Some(span.from), Some(span.until)),
            then: 0..0,
        };
        let stretch = sides.hull();
        let laid = self.laid(question, stretch, sides, None, &codes, count);
        let sums = laid.sums(true);
        let all: Vec<u32> = (0..).take(count).collect();
        let slots = Slots::of(&laid, &sums, &all, false, true);
        let found = laid.moves(&slots);
        slots
            .sums
            .iter()
            .zip(&found)
            .take(count)
            .enumerate()
            .map(|(at, (sums, moves))| Point {
                period: cut[if hourly { at / 24 } else { at }],
                hour: hourly.then(|| u8::try_from(at % 24).unwrap_or_default()),
                figures: figures(sums, moves, false, 0).current,
            })
            .collect()
    }
}
