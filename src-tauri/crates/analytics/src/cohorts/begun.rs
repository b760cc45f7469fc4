//! How each customer began, and which cohorts that puts them in.

use pannier_core::Facts;

use super::{
    CohortBy, CohortCell, CohortKey, CohortsAsked, Growing, ages, calendar::Calendar, index,
    is_known, keys::Keys,
};

/// A cohort that is not told apart.
const NONE: u32 = u32::MAX;

/// A customer's first order.
#[derive(Debug, Clone, Copy)]
pub(super) struct First {
    pub(super) position: u32,
    /// The shop's day, as a number.
    pub(super) day: i32,
    /// Its month, counted from the month of the earliest order.
    pub(super) month: u16,
    /// Days from it on of which anything is known, itself included.
    pub(super) known_days: i32,
}

/// How all customers began.
#[derive(Debug, Default)]
pub(super) struct Begun {
    calendar: Calendar,
    first: Vec<Option<First>>,
    /// Customers in the order in which they began.
    came: Vec<u32>,
    /// Where each customer's cohorts stand in `cohorts`: first and end.
    at: Vec<(u32, u32)>,
    cohorts: Vec<u32>,
    keys: Vec<CohortKey>,
    pub(super) more: u32,
    pub(super) unknown: u32,
    pub(super) guest_orders: u32,
}

impl Begun {
    pub(super) fn read(facts: &Facts, positions: &[u32], asked: &CohortsAsked) -> Self {
        let mut begun = Self {
            calendar: Calendar::new(facts, positions, asked.until),
            first: vec![None; facts.customer_ids.len()],
            ..Self::default()
        };
        for position in positions {
            let at = *position as usize;
            if !is_known(facts, at) {
                begun.guest_orders += 1;
                continue;
            }
            let (customer, day) = (facts.customer[at], facts.day[at]);
            if let Some(first @ None) = begun.first.get_mut(customer as usize) {
                *first = Some(First {
                    position: *position,
                    day,
                    month: begun.calendar.month(day),
                    known_days: begun.calendar.until.saturating_sub(day),
                });
                begun.came.push(customer);
            }
        }
        begun.gather(facts, asked);
        begun
    }

    /// How a customer began, and how many months after that a day is.
    #[inline]
    pub(super) fn since_first(&self, customer: usize, day: i32) -> Option<(First, u16)> {
        let first = self.first.get(customer).copied().flatten()?;
        Some((first, self.calendar.month(day).saturating_sub(first.month)))
    }

    /// The cohorts of a customer; number 0 holds everyone.
    #[inline]
    pub(super) fn cohorts_of(&self, customer: usize) -> &[u32] {
        let (start, end) = self.at[customer];
        &self.cohorts[start as usize..end as usize]
    }

    /// Puts each customer into the cohorts of their first order.
    fn gather(&mut self, facts: &Facts, asked: &CohortsAsked) {
        let mut keys = Keys::new(facts, asked.by, self.calendar.last);
        let mut raw: Vec<u32> = Vec::new();
        let mut ends: Vec<usize> = Vec::with_capacity(self.came.len());
        for (turn, customer) in (1..).zip(&self.came) {
            let before = raw.len();
            if let Some(first) = self.first[*customer as usize] {
                keys.of_order(facts, &first, turn, &mut raw);
            }
            self.unknown += u32::from(raw.len() == before);
            ends.push(raw.len());
        }
        let kept = self.keep(&keys, &raw, facts, asked);
        self.at = vec![(0, 0); facts.customer_ids.len()];
        let mut start = 0;
        for (customer, end) in self.came.iter().zip(ends) {
            let begin = index(self.cohorts.len());
            self.cohorts.push(0);
            let cohorts = raw[start..end].iter().map(|key| kept[*key as usize]);
            self.cohorts
                .extend(cohorts.filter(|cohort| *cohort != NONE));
            self.at[*customer as usize] = (begin, index(self.cohorts.len()));
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
        for customer in &self.came {
            let Some(first) = self.first[*customer as usize] else {
                continue;
            };
            for cohort in self.cohorts_of(*customer as usize) {
                let cohort = *cohort as usize;
                growing[cohort].customers += 1;
                ages::count(&mut growing[cohort].ages, first.known_days);
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
