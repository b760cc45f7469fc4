//! When people buy: seasons, days of the week, hours of the day.

use super::calendar::{HOUR, MINUTE, Moment, date, weekday};
use super::random::Random;

/// How busy a day is; 100 is an ordinary one.
pub(super) fn of_day(day: i64) -> i64 {
    // Sunday to Saturday. Sunday evening is the shop's best time.
    const WEEK: [i64; 7] = [140, 106, 95, 94, 98, 84, 83];
    let (_, month, day_of_month) = date(day);
    let season = match (month, day_of_month) {
        (1, _) => 84,
        (2, _) => 90,
        (3, _) => 99,
        (4, _) => 103,
        // The week before Mother's Day (11 May 2025, 10 May 2026).
        (5, 4..=9) => 150,
        (7, _) => 82,
        (8, _) => 80,
        (6 | 9, _) => 100,
        (10, _) => 110,
        // Black week.
        (11, 24..=30) => 250,
        (11, _) => 132,
        (12, 1..=14) => 265,
        (12, 15..=19) => 205,
        (12, 20..=26) => 44,
        (12, _) => 78,
        _ => 102,
    };
    season * WEEK[weekday(day)] / 100
}

/// A time of day. Evenings are busy, Sunday evening most; a second peak falls into the lunch hour.
pub(super) fn moment_on(day: i64, random: &mut Random) -> Moment {
    const WORKDAY: [i64; 24] = [
        6, 3, 1, 1, 1, 3, 9, 18, 27, 34, 40, 46, 58, 50, 40, 38, 40, 46, 56, 72, 88, 84, 52, 21,
    ];
    const SUNDAY: [i64; 24] = [
        7, 4, 2, 1, 1, 2, 4, 9, 20, 36, 50, 54, 46, 42, 46, 52, 58, 66, 88, 124, 142, 118, 62, 22,
    ];
    let hours = if weekday(day) == 0 { SUNDAY } else { WORKDAY };
    let hour = i64::try_from(random.weighted(&hours)).unwrap_or(0);
    Moment::at(
        day,
        hour * HOUR + random.below(60) * MINUTE + random.below(60),
    )
}

/// A day near the wished one, drawn towards the busy ones.
pub(super) fn day_near(wished: i64, random: &mut Random) -> i64 {
    let candidates: Vec<i64> = (0..8).map(|_| wished + random.between(-14, 14)).collect();
    let weights: Vec<i64> = candidates.iter().map(|day| of_day(*day).pow(2)).collect();
    candidates[random.weighted(&weights)]
}

/// Business hours so many working days later: when a parcel leaves.
pub(super) fn parcel_leaves(ordered: Moment, random: &mut Random) -> Moment {
    let mut day = ordered.day() + random.between(1, 2);
    while matches!(weekday(day), 0 | 6) {
        day += 1;
    }
    let second = 9 * HOUR + random.below(7 * HOUR);
    Moment::at(day, second)
}
