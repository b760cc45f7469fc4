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
    pub(super) const fn at(days: u16) -> Self {
        Self {
            days,
            customers: 0,
            too_young: 0,
            revenue: 0,
        }
    }

    /// Revenue ÷ customers who have reached the age, rounded half to even; nothing without any.
    pub fn per_customer(&self) -> Option<i64> {
        average(self.revenue, self.customers)
    }
}

/// A customer of whom so many days are known, the first order's included.
pub(super) fn count(ages: &mut [AgeValue; AGES.len()], known_days: i32) {
    for value in ages {
        if known_days >= i32::from(value.days) {
            value.customers += 1;
        } else {
            value.too_young += 1;
        }
    }
}

/// An order that came `age` days after the first.
#[inline]
pub(super) fn add(ages: &mut [AgeValue; AGES.len()], age: i32, known_days: i32, revenue: i64) {
    for value in ages {
        let days = i32::from(value.days);
        if age < days && days <= known_days {
            value.revenue = value.revenue.saturating_add(revenue);
        }
    }
}
