//! The shop's days: 61 weeks from Sunday 27 April 2025 to Saturday 27 June 2026, Berlin time.
//!
//! A moment is a local wall-clock time; the offset from UTC follows from it. No moment falls into
//! the hour that the clocks repeat or leave out.

/// Days in the files. Whole weeks, so that shifting them by weeks keeps every rhythm.
pub(super) const DAYS: i64 = 61 * 7;

/// When the files were exported: the last Saturday, 21:48.
pub(super) const EXPORTED: Moment = Moment((DAYS - 1) * DAY + 21 * HOUR + 48 * MINUTE);

/// First day of the price rise: four weeks before the end.
pub(super) const PRICE_RISE: i64 = DAYS - 28;

pub(super) const MINUTE: i64 = 60;
pub(super) const HOUR: i64 = 3600;
pub(super) const DAY: i64 = 86_400;

/// Days from 1970-01-01 to the first day of the files, 2025-04-27.
const FIRST_DAY: i64 = 20_205;

/// Days (counted from the first) on which Berlin's clocks change: 2025-10-26 and 2026-03-29.
const WINTER_BEGINS: i64 = 182;
const SUMMER_BEGINS: i64 = 336;

/// Local seconds since midnight of the first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(pub(super) i64);

impl Moment {
    pub(super) fn at(day: i64, second_of_day: i64) -> Self {
        let clocks_change = day == WINTER_BEGINS || day == SUMMER_BEGINS;
        let small_hours = (HOUR..4 * HOUR).contains(&second_of_day);
        if clocks_change && small_hours {
            return Self(day * DAY + second_of_day % HOUR);
        }
        Self(day * DAY + second_of_day)
    }

    pub(super) fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// The moment so many seconds later.
    pub(super) fn plus(self, seconds: i64) -> Self {
        let later = self.0 + seconds;
        Self::at(later.div_euclid(DAY), later.rem_euclid(DAY))
    }

    /// As Shopify writes it: `2026-06-27 17:52:11 +0200`.
    pub(super) fn text(self) -> String {
        let (year, month, day) = date(self.day());
        let second = self.0.rem_euclid(DAY);
        let (hour, minute) = (second / HOUR, second % HOUR / MINUTE);
        let offset = if winter_time(self.day(), hour) {
            "+0100"
        } else {
            "+0200"
        };
        format!(
            "{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{:02} {offset}",
            second % MINUTE
        )
    }
}

fn winter_time(day: i64, hour: i64) -> bool {
    (day, hour) >= (WINTER_BEGINS, 3) && (day, hour) < (SUMMER_BEGINS, 2)
}

/// Day of the week, Sunday first.
pub(super) fn weekday(day: i64) -> usize {
    usize::try_from(day.rem_euclid(7)).unwrap_or(0)
}

/// Year, month and day of the month (Howard Hinnant's `civil_from_days`).
pub(super) fn date(day: i64) -> (i64, i64, i64) {
    let shifted = FIRST_DAY + day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (
        year_of_era + era * 400 + i64::from(month <= 2),
        month,
        day_of_month,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_begin_on_a_sunday_and_end_on_a_saturday() {
        assert_eq!(date(0), (2025, 4, 27));
        assert_eq!(date(DAYS - 1), (2026, 6, 27));
        assert_eq!(weekday(0), 0, "27 April 2025 was a Sunday");
        assert_eq!(weekday(DAYS - 1), 6, "27 June 2026 is a Saturday");
    }

    #[test]
    fn the_offset_follows_berlin() {
        assert_eq!(
            Moment::at(WINTER_BEGINS - 1, 0).text(),
            "2025-10-25 00:00:00 +0200"
        );
        assert_eq!(
            Moment::at(WINTER_BEGINS, 4 * HOUR).text(),
            "2025-10-26 04:00:00 +0100"
        );
        assert_eq!(
            Moment::at(SUMMER_BEGINS, HOUR / 2).text(),
            "2026-03-29 00:30:00 +0100"
        );
        assert_eq!(
            Moment::at(SUMMER_BEGINS, 4 * HOUR).text(),
            "2026-03-29 04:00:00 +0200"
        );
        assert_eq!(EXPORTED.text(), "2026-06-27 21:48:00 +0200");
    }

    #[test]
    fn no_moment_falls_into_the_hours_the_clocks_repeat_or_leave_out() {
        for day in [WINTER_BEGINS, SUMMER_BEGINS] {
            for second in (0..DAY).step_by(600) {
                let hour = Moment::at(day, second).0.rem_euclid(DAY) / HOUR;
                assert!(
                    !(1..4).contains(&hour),
                    "day {day} has a moment at {hour} o'clock"
                );
            }
        }
    }
}
