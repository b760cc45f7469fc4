//! Who was drawn into which group, and what a group did.

/// The group that someone was drawn into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Arm {
    /// Gets nothing, so that there is something to compare with.
    HeldBack,
    /// Gets the content of this number, from 0.
    Got(u8),
}

/// What someone bought in a window of the same length that ended before anything was sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Before {
    /// Counted orders.
    pub orders: u32,
    /// Revenue of these, in minor units.
    pub revenue_minor: i64,
}

/// Someone who was drawn, with what they bought within the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// The group, as drawn; never what was in fact received.
    pub arm: Arm,
    /// Counted orders within the window.
    pub orders: u32,
    /// Revenue of these, in minor units.
    pub revenue_minor: i64,
    /// What they bought before.
    pub before: Before,
}

/// What a group did within the window so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Which.
    pub arm: Arm,
    /// People who were drawn into it.
    pub people: u32,
    /// Those of them who ordered.
    pub buyers: u32,
    /// Their orders.
    pub orders: u64,
    /// The revenue of these, in minor units; a sum past `i64` stays at its end.
    pub revenue_minor: i64,
}

impl Group {
    pub(crate) fn of<'a>(arm: Arm, people: impl Iterator<Item = &'a Person>) -> Self {
        let mut group = Self {
            arm,
            people: 0,
            buyers: 0,
            orders: 0,
            revenue_minor: 0,
        };
        for person in people {
            group.people += 1;
            group.buyers += u32::from(person.orders > 0);
            group.orders += u64::from(person.orders);
            group.revenue_minor = group.revenue_minor.saturating_add(person.revenue_minor);
        }
        group
    }

    /// Orders a person; nothing without people.
    pub fn orders_each(&self) -> Option<f64> {
        (self.people > 0).then(|| wide(self.orders) / f64::from(self.people))
    }

    /// Revenue a person in minor units; nothing without people.
    pub fn revenue_each(&self) -> Option<f64> {
        (self.people > 0).then(|| float(self.revenue_minor) / f64::from(self.people))
    }

    /// The part of the people who ordered; nothing without people.
    pub fn buyers_share(&self) -> Option<f64> {
        (self.people > 0).then(|| f64::from(self.buyers) / f64::from(self.people))
    }

    /// The average order of those who ordered, in minor units, half to even; nothing without orders.
    /// A description: who orders is itself changed by a campaign, so it proves nothing.
    pub fn average_minor(&self) -> Option<i64> {
        let orders = i128::from(self.orders);
        (orders > 0).then(|| {
            let mean = pannier_core::div_half_even(self.revenue_minor.into(), orders);
            i64::try_from(mean).unwrap_or(i64::MAX)
        })
    }
}

/// An amount for statistics.
#[expect(
    clippy::cast_precision_loss,
    reason = "single amounts lie within ±(2⁵³ − 1), and sums beyond lose less than one part in 2⁵³"
)]
pub(crate) fn float(minor: i64) -> f64 {
    minor as f64
}

/// A count for statistics.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of orders and people lie far below 2⁵³"
)]
pub(crate) fn wide(count: u64) -> f64 {
    count as f64
}
