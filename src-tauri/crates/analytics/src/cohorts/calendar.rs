//! Months, counted from that of the earliest order.

use pannier_core::{Day, Facts};

/// The months from the earliest order to the last day that is known.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    /// The month of each day from `earliest` on.
    month_of: Vec<u16>,
    /// [`Day::number`] of the earliest order.
    earliest: i32,
    /// The first day of which nothing is known: never before the end of the orders.
    pub(super) until: i32,
    /// The month that holds the last known day.
    pub(super) last: u16,
    /// Whether that day is its last.
    pub(super) last_is_over: bool,
}

impl Calendar {
    pub(super) fn new(facts: &Facts, positions: &[u32], until: Day) -> Self {
        let day = |at: &u32| facts.day[*at as usize];
        let (Some(earliest), Some(newest)) =
            (positions.first().map(day), positions.last().map(day))
        else {
            return Self::default();
        };
        let until = until.number().max(newest.saturating_add(1));
        let start = Day::from_number(earliest).map(Day::month_start);
        // At the end of the calendar a month has no next one.
        let start_of = |month: u16| {
            let start = start.map(|day| day.plus_months(month.into()).number());
            start.filter(|day| *day > earliest).unwrap_or(i32::MAX)
        };
        let (mut month, mut next) = (0_u16, start_of(1));
        let mut month_of = Vec::new();
        for day in earliest..until {
            if day >= next {
                month = month.saturating_add(1);
                next = start_of(month.saturating_add(1));
            }
            month_of.push(month);
        }
        Self {
            month_of,
            earliest,
            until,
            last: month,
            last_is_over: until >= next,
        }
    }

    /// The month of a day.
    #[inline]
    pub(super) fn month(&self, day: i32) -> u16 {
        let since = usize::try_from(day.saturating_sub(self.earliest)).unwrap_or(0);
        self.month_of.get(since).copied().unwrap_or(self.last)
    }

    /// The first day of a month.
    pub(super) fn start(&self, month: u32) -> Option<Day> {
        let first = Day::from_number(self.earliest)?.month_start();
        Some(first.plus_months(i32::try_from(month).ok()?))
    }
}
