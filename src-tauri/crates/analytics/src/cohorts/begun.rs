//! How each customer began, and which cohorts that puts them in.

use pannier_core::Facts;

use super::{
    CohortBy, CohortCell, CohortKey, CohortsAsked, Growing, ages, calendar::Calendar, index,
    keys::Keys,
};

/// No order, or a cohort that is not told apart.
const NONE: u32 = u32::MAX;

/// What is known of a customer from their first order, all in one place of memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct First {
    /// [`NONE`] while no order was seen.
    pub(super) position: u32,
    /// The shop's day, as a number.
    pub(super) day: i32,
    /// Where the customer's cohorts stand among all: first and end.
    cohorts: (u32, u32),
    /// Its month, counted from the month of the earliest order.
    pub(super) month: u16,
    /// How many of the ages the customer has reached.
    pub(super) ages: u8,
}

/// How all customers began.
#[derive(Debug, Default)]
pub(super) struct Begun {
    calendar: Calendar,
    first: Vec<First>,
    cohorts: Vec<u32>,
    keys: Vec<CohortKey>,
    pub(super) more: u32,
    pub(super) unknown: u32,
    pub(super) guest_orders: u32,
}

impl Begun {
    pub(super) fn read(facts: &Facts, positions: &[u32], asked: &CohortsAsked) -> Self {
        let nobody = First {
            position: NONE,
            day: 0,
            cohorts: (0, 0),
            month: 0,
            ages: 0,
        };
        let mut begun = Self {
            calendar: Calendar::new(facts, positions, asked.until),
            first: vec![nobody; facts.customer_ids.len()],
            ..Self::default()
        };
        for position in positions {
            let at = *position as usize;
            // Nobody known has an index past the table.
            let Some(first) = begun.first.get_mut(facts.customer[at] as usize) else {
                begun.guest_orders += 1;
                continue;
            };
            if first.position == NONE {
                let day = facts.day[at];
                first.position = *position;
                first.day = day;
                first.month = begun.calendar.month(day);
                first.ages = ages::reached(begun.calendar.until.saturating_sub(day));
            }
        }
        begun.gather(facts, asked);
        begun
    }

    /// How a customer began, and how many months after that a day is.
    #[inline]
    pub(super) fn since_first(&self, customer: u32, day: i32) -> Option<(&First, u16)> {
        let first = self.first.get(customer as usize)?;
        Some((first, self.calendar.month(day).saturating_sub(first.month)))
    }

    /// The cohorts of a customer who began so; number 0 holds everyone.
    #[inline]
    pub(super) fn cohorts_of(&self, first: &First) -> &[u32] {
        let (start, end) = first.cohorts;
        &self.cohorts[start as usize..end as usize]
    }

    /// The cohorts of a customer; none of somebody unknown.
    #[inline]
    pub(super) fn cohorts_of_customer(&self, customer: u32) -> &[u32] {
        let first = self.first.get(customer as usize);
        first.map_or(&[], |first| self.cohorts_of(first))
    }

    /// The number of cohorts.
    pub(super) fn count(&self) -> usize {
        self.keys.len()
    }

    /// Puts each customer into the cohorts of their first order.
    fn gather(&mut self, facts: &Facts, asked: &CohortsAsked) {
        let mut keys = Keys::new(facts, asked.by, self.calendar.last);
        let mut raw: Vec<u32> = Vec::with_capacity(self.first.len());
        let mut ends: Vec<u32> = Vec::with_capacity(self.first.len());
        for (turn, first) in (1..).zip(&self.first) {
            if first.position != NONE {
                let before = raw.len();
                keys.of_order(facts, first, turn, &mut raw);
                self.unknown += u32::from(raw.len() == before);
            }
            ends.push(index(raw.len()));
        }
        let kept = self.keep(&keys, &raw, facts, asked);
        let mut start = 0;
        self.cohorts.reserve(self.first.len() + raw.len());
        for (first, end) in self.first.iter_mut().zip(ends) {
            let begin = index(self.cohorts.len());
            if first.position != NONE {
                self.cohorts.push(0);
                let raw = &raw[start as usize..end as usize];
                let cohorts = raw.iter().map(|key| kept[*key as usize]);
                self.cohorts
                    .extend(cohorts.filter(|cohort| *cohort != NONE));
            }
            first.cohorts = (begin, index(self.cohorts.len()));
            start = end;
        }
    }

    /// Decides which keys become cohorts; gives the cohort of each key.
    fn keep(&mut self, keys: &Keys, raw: &[u32], facts: &Facts, asked: &CohortsAsked) -> Vec<u32> {
        let mut sizes = vec![0_u32; keys.count];
        for key in raw {
            sizes[*key as usize] += 1;
        }
        let mut order: Vec<u32> = (0..index(sizes.len()))
            .filter(|key| sizes[*key as usize] > 0)
            .collect();
        if asked.by != CohortBy::Month {
            order.sort_by_key(|key| std::cmp::Reverse(sizes[*key as usize]));
            self.more = index(order.len().saturating_sub(asked.most));
            order.truncate(asked.most);
        }
        let mut kept = vec![NONE; sizes.len()];
        self.keys.push(CohortKey::All);
        for key in order {
            kept[key as usize] = index(self.keys.len());
            self.keys.push(keys.name(facts, &self.calendar, key));
        }
        kept
    }

    /// The cohorts with their customers counted, before any order is.
    pub(super) fn empty_cohorts(&self) -> Vec<Growing> {
        let mut growing: Vec<Growing> = self.keys.iter().cloned().map(Growing::new).collect();
        let months = usize::from(self.calendar.last) + 1;
        let mut began = vec![vec![0_u32; months]; growing.len()];
        for first in &self.first {
            for cohort in self.cohorts_of(first) {
                let cohort = *cohort as usize;
                growing[cohort].customers += 1;
                growing[cohort].ages.customer(first.ages);
                began[cohort][usize::from(first.month)] += 1;
            }
        }
        for (cohort, began) in growing.iter_mut().zip(began) {
            cohort.cells = self.cells(&began);
        }
        growing
    }

    /// The months after the first that have begun for anyone, given how many began in each month.
    fn cells(&self, began: &[u32]) -> Vec<CohortCell> {
        let Some(earliest) = began.iter().position(|customers| *customers > 0) else {
            return Vec::new();
        };
        let mut of: u32 = began.iter().sum();
        // Who began in the last month has but that one, who began in the one before has two.
        let youngest_first = began[earliest..].iter().rev();
        youngest_first
            .map(|youngest| {
                let over = self.calendar.last_is_over;
                let cell = CohortCell {
                    of,
                    unfinished: if over { 0 } else { *youngest },
                    ..CohortCell::default()
                };
                of -= youngest;
                cell
            })
            .collect()
    }
}
