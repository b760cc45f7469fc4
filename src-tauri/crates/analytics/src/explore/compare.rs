//! What a period is compared with.

use pannier_core::{Day, Period};

/// How the other period is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// The one before, of the same length.
    Previous,
    /// The same one a year earlier.
    YearBefore,
    /// Any.
    Custom(Period),
}

/// What to say of the other period, where that is not obvious.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComparisonNote {
    /// Whole months stand beside whole months, though these have another number of days.
    MonthsDiffer,
    /// Whole weeks stand beside the weeks 52 weeks earlier, so that each day of the week meets
    /// itself.
    SameWeekdays,
    /// A 29 February has no counterpart a year earlier.
    LeapDay,
    /// A period of the merchant's choice has another number of days.
    LengthsDiffer,
}

/// The period to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// Its days.
    pub period: Period,
    /// What to say of it.
    pub note: Option<ComparisonNote>,
}

/// The period that one is compared with. Whole calendar months are compared with as many whole
/// months; other periods with as many days before them, or with the same dates a year earlier.
/// Whole ISO weeks meet the weeks 52 weeks earlier.
pub fn compared(period: Period, comparison: Comparison) -> Compared {
    let months = whole_months(period);
    match (comparison, months) {
        (Comparison::Custom(other), _) => Compared {
            period: other,
            note: (other.days() != period.days()).then_some(ComparisonNote::LengthsDiffer),
        },
        (Comparison::Previous, Some(months)) => months_earlier(period, months),
        (Comparison::Previous, None) => Compared {
            period: Period {
                from: period.from.plus_days(-period.days()),
                until: period.from,
            },
            note: None,
        },
        (Comparison::YearBefore, Some(_)) => months_earlier(period, 12),
        (Comparison::YearBefore, None) if is_whole_weeks(period) => Compared {
            period: Period {
                from: period.from.plus_days(-364),
                until: period.until.plus_days(-364),
            },
            note: Some(ComparisonNote::SameWeekdays),
        },
        (Comparison::YearBefore, None) => {
            let earlier = |day: Day| day.plus_months(-12);
            // The end is found from the last day, so that it is the day after its counterpart.
            let last = earlier(period.until.plus_days(-1));
            let other = Period {
                from: earlier(period.from),
                until: if period.days() == 0 {
                    earlier(period.from)
                } else {
                    last.plus_days(1)
                },
            };
            let differs = other.days() != period.days()
                || earlier(period.from).plus_months(12) != period.from;
            Compared {
                period: other,
                note: differs.then_some(ComparisonNote::LeapDay),
            }
        }
    }
}

fn months_earlier(period: Period, months: i32) -> Compared {
    let other = Period {
        from: period.from.plus_months(-months),
        until: period.until.plus_months(-months),
    };
    Compared {
        period: other,
        note: (other.days() != period.days()).then_some(ComparisonNote::MonthsDiffer),
    }
}

/// The number of calendar months, where the period is whole ones.
fn whole_months(period: Period) -> Option<i32> {
    let is_start = |day: Day| day == day.month_start();
    if period.days() == 0 || !is_start(period.from) || !is_start(period.until) {
        return None;
    }
    // A month has 28 to 31 days: counting in steps ends soon.
    (1..=1_200_000).find(|months| period.from.plus_months(*months) >= period.until)
}

fn is_whole_weeks(period: Period) -> bool {
    period.days() > 0
        && period.from == period.from.week_start()
        && period.until == period.until.week_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        let (from, until) = text.split_once("..").unwrap();
        Period {
            from: from.parse().unwrap(),
            until: until.parse().unwrap(),
        }
    }

    #[test]
    fn like_is_compared_with_like() {
        use ComparisonNote::{LeapDay, MonthsDiffer, SameWeekdays};
        for (asked, previous, note, year, year_note) in [
            // March has 31 days, February 28 or 29.
            (
                "2026-03-01..2026-04-01",
                "2026-02-01..2026-03-01",
                Some(MonthsDiffer),
                "2025-03-01..2025-04-01",
                None,
            ),
            (
                "2024-02-01..2024-03-01",
                "2024-01-01..2024-02-01",
                Some(MonthsDiffer),
                "2023-02-01..2023-03-01",
                Some(MonthsDiffer),
            ),
            (
                "2026-04-01..2026-07-01",
                "2026-01-01..2026-04-01",
                Some(MonthsDiffer),
                "2025-04-01..2025-07-01",
                None,
            ),
            (
                "2026-01-01..2027-01-01",
                "2025-01-01..2026-01-01",
                None,
                "2025-01-01..2026-01-01",
                None,
            ),
            // Week 1 of 2026 began on 29 December 2025.
            (
                "2025-12-29..2026-01-05",
                "2025-12-22..2025-12-29",
                None,
                "2024-12-30..2025-01-06",
                Some(SameWeekdays),
            ),
            (
                "2024-02-29..2024-03-01",
                "2024-02-28..2024-02-29",
                None,
                "2023-02-28..2023-03-01",
                Some(LeapDay),
            ),
            (
                "2024-02-20..2024-03-05",
                "2024-02-06..2024-02-20",
                None,
                "2023-02-20..2023-03-05",
                Some(LeapDay),
            ),
            (
                "2026-05-03..2026-05-08",
                "2026-04-28..2026-05-03",
                None,
                "2025-05-03..2025-05-08",
                None,
            ),
        ] {
            let found = compared(period(asked), Comparison::Previous);
            assert_eq!(
                (found.period, found.note),
                (period(previous), note),
                "{asked}"
            );
            let found = compared(period(asked), Comparison::YearBefore);
            assert_eq!(
                (found.period, found.note),
                (period(year), year_note),
                "{asked}"
            );
        }
        let other = period("2026-01-01..2026-01-05");
        let found = compared(period("2026-02-01..2026-02-03"), Comparison::Custom(other));
        assert_eq!(found.note, Some(ComparisonNote::LengthsDiffer));
    }

    #[test]
    fn no_day_at_all_is_compared_with_none() {
        for comparison in [Comparison::Previous, Comparison::YearBefore] {
            let found = compared(period("2024-02-29..2024-02-29"), comparison);
            assert_eq!(found.period.days(), 0);
        }
    }
}
