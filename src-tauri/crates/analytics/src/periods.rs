//! A stretch of time cut into calendar periods, and the figures of each.

use std::{fmt, str::FromStr};

use pannier_core::{Currency, Day, Facts, Period};
use rayon::prelude::*;

use crate::{Formula, Summary, clusters::Gathered};

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Granularity {
    /// A calendar day of the shop.
    Day,
    /// An ISO week: Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// January, April, July and October begin one.
    Quarter,
    /// A calendar year.
    Year,
}

/// A word that names no length of a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a length of a period. Use day, week, month, quarter or year")]
pub struct UnknownGranularity(pub String);

impl Granularity {
    /// All of them, the shortest first.
    pub const ALL: [Self; 5] = [
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
    ];

    /// The whole calendar period that holds `day`.
    pub fn whole(self, day: Day) -> Period {
        let from = match self {
            Self::Day => day,
            Self::Week => day.week_start(),
            Self::Month => day.month_start(),
            Self::Quarter => day.quarter_start(),
            Self::Year => day.year_start(),
        };
        Period {
            from,
            until: self.next_start(day),
        }
    }

    /// The first day of the period after the one that holds `day`.
    fn next_start(self, day: Day) -> Day {
        match self {
            Self::Day => day.plus_days(1),
            Self::Week => day.week_start().plus_days(7),
            Self::Month => day.month_start().plus_months(1),
            Self::Quarter => day.quarter_start().plus_months(3),
            Self::Year => day.year_start().plus_months(12),
        }
    }
}

impl fmt::Display for Granularity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        })
    }
}

impl FromStr for Granularity {
    type Err = UnknownGranularity;

    /// Reads the word that [`fmt::Display`] writes, in any case.
    fn from_str(text: &str) -> Result<Self, UnknownGranularity> {
        let word = text.trim();
        Self::ALL
            .into_iter()
            .find(|granularity| granularity.to_string().eq_ignore_ascii_case(word))
            .ok_or_else(|| UnknownGranularity(word.chars().take(40).collect()))
    }
}

/// The calendar periods of `[from, until)`, oldest first, without gaps; the first and the last are
/// cut off at its ends. None where it ends before it begins.
pub fn periods(from: Day, until: Day, granularity: Granularity) -> Vec<Period> {
    let starts = std::iter::successors(Some(from), |start| Some(granularity.next_start(*start)));
    starts
        .take_while(|start| *start < until)
        .map(|from| Period {
            from,
            until: granularity.next_start(from).min(until),
        })
        // At the end of the calendar a day stays where it is.
        .take_while(|period| period.from < period.until)
        .collect()
}

/// The figures of each period in one currency, as [`crate::summarise`] gives them. Reads each order
/// once for each period that holds it.
pub fn series(
    facts: &Facts,
    formula: Formula,
    currency: Currency,
    periods: &[Period],
) -> Vec<Summary> {
    let Some(currency) = facts.currency_index(currency) else {
        return vec![Summary::default(); periods.len()];
    };
    let summary = |gathered: &mut Gathered, period: &Period| {
        let range = facts.positions(Some(period.from), Some(period.until));
        gathered.fill(facts, formula, currency, range);
        Summary::of(gathered)
    };
    // A thread has its own table of customers, so each takes a stretch of the periods.
    periods
        .par_iter()
        .with_min_len(periods.len().div_ceil(rayon::current_num_threads()).max(1))
        .map_init(|| Gathered::new(facts), summary)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn cut(from: &str, until: &str, granularity: Granularity) -> Vec<String> {
        periods(day(from), day(until), granularity)
            .iter()
            .map(|p| format!("{}..{}", p.from, p.until))
            .collect()
    }

    #[test]
    fn ends_are_cut_off() {
        assert_eq!(
            cut("2026-01-30", "2026-03-02", Granularity::Month),
            [
                "2026-01-30..2026-02-01",
                "2026-02-01..2026-03-01",
                "2026-03-01..2026-03-02"
            ]
        );
        // 1 January 2026 is a Thursday of the week that began on 29 December.
        assert_eq!(
            cut("2026-01-01", "2026-01-13", Granularity::Week),
            [
                "2026-01-01..2026-01-05",
                "2026-01-05..2026-01-12",
                "2026-01-12..2026-01-13"
            ]
        );
        assert_eq!(
            cut("2025-11-15", "2026-04-01", Granularity::Quarter),
            ["2025-11-15..2026-01-01", "2026-01-01..2026-04-01"]
        );
        assert_eq!(
            cut("2024-02-29", "2026-01-01", Granularity::Year),
            ["2024-02-29..2025-01-01", "2025-01-01..2026-01-01"]
        );
        assert_eq!(
            cut("2026-01-31", "2026-02-01", Granularity::Day),
            ["2026-01-31..2026-02-01"]
        );
    }

    #[test]
    fn nothing_is_cut_into_nothing() {
        assert!(cut("2026-01-01", "2026-01-01", Granularity::Day).is_empty());
        assert!(cut("2026-02-01", "2026-01-01", Granularity::Month).is_empty());
    }

    #[test]
    fn words_name_lengths() {
        for granularity in Granularity::ALL {
            assert_eq!(granularity.to_string().parse(), Ok(granularity));
        }
        assert!("fortnight".parse::<Granularity>().is_err());
    }

    proptest! {
        #[test]
        fn every_day_is_in_exactly_one_period(start in 0_i64..20_000, length in 0_i64..2_000, which in 0_usize..5) {
            let from = day("2000-01-01").plus_days(start);
            let until = from.plus_days(length);
            let cut = periods(from, until, Granularity::ALL[which]);
            prop_assert_eq!(cut.iter().map(|period| period.days()).sum::<i64>(), length);
            prop_assert!(cut.windows(2).all(|two| two[0].until == two[1].from), "no gap and no overlap");
            if let (Some(first), Some(last)) = (cut.first(), cut.last()) {
                prop_assert_eq!((first.from, last.until), (from, until));
            }
        }
    }
}
