//! What a customer has been worth at fixed ages.

use super::average;

/// Days since the first order, at which value is told.
pub const AGES: [u16; 5] = [30, 60, 90, 180, 365];

/// What customers have been worth up to an age. Amounts are minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeValue {
    /// The age: so many days from the first order on, that day included.
    pub days: u16,
    /// Customers who have reached it.
    pub customers: u32,
    /// Customers who are too young to be counted.
    pub too_young: u32,
    /// What those who have reached it spent up to it.
    pub revenue: i64,
}

impl AgeValue {
    /// Revenue ÷ customers who have reached the age, rounded half to even; nothing without any.
    pub fn per_customer(&self) -> Option<i64> {
        average(self.revenue, self.customers)
    }
}

/// How many of the ages are reached by a customer of whom so many days are known, that of the first
/// order included.
pub(super) fn reached(known_days: i32) -> u8 {
    let days = AGES
        .iter()
        .take_while(|days| i32::from(**days) <= known_days);
    u8::try_from(days.count()).unwrap_or(u8::MAX)
}

/// How many of the ages are over `age` days after the first order.
#[inline]
pub(super) fn over(age: i32) -> u8 {
    AGES.iter()
        .map(|days| u8::from(i32::from(*days) <= age))
        .sum()
}

/// Sums by how many ages a customer has reached and how many were over when an order came: one
/// addition an order.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ByAge {
    customers: [u32; AGES.len() + 1],
    revenue: [[i64; AGES.len() + 1]; AGES.len() + 1],
}

impl ByAge {
    pub(super) fn customer(&mut self, reached: u8) {
        self.customers[usize::from(reached)] += 1;
    }

    #[inline]
    pub(super) fn order(&mut self, reached: u8, over: u8, revenue: i64) {
        let sum = &mut self.revenue[usize::from(reached)][usize::from(over)];
        *sum = sum.saturating_add(revenue);
    }

    pub(super) fn values(&self) -> [AgeValue; AGES.len()] {
        std::array::from_fn(|age| {
            let (young, old) = self.customers.split_at(age + 1);
            // Of those who have reached it, the orders that came while it was not over.
            let in_time = self.revenue[age + 1..]
                .iter()
                .flat_map(|sums| &sums[..=age]);
            AgeValue {
                days: AGES[age],
                customers: old.iter().sum(),
                too_young: young.iter().sum(),
                revenue: in_time.fold(0, |sum, more| sum.saturating_add(*more)),
            }
        })
    }
}
