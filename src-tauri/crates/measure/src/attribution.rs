//! Orders that may be put down to a message. Never a verdict: it counts those who would have bought
//! anyway.

use pannier_core::Timestamp;

const DAY: i64 = 86_400_000;

/// Someone to whom a message was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// The person, by any number that the orders use too.
    pub person: i64,
    /// When it was sent; several to one person count from the latest before an order.
    pub at: Timestamp,
}

/// An order of anyone, at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaterOrder {
    /// The person; nothing for a guest.
    pub person: Option<i64>,
    /// When it was placed.
    pub at: Timestamp,
    /// Its revenue in minor units.
    pub revenue_minor: i64,
    /// Whether it carries a code of the campaign.
    pub has_code: bool,
}

/// Orders of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attributed {
    /// How many.
    pub orders: u32,
    /// Their revenue in minor units; a sum past `i64` stays at its end.
    pub revenue_minor: i64,
}

impl Attributed {
    fn add(&mut self, order: &LaterOrder) {
        self.orders += 1;
        self.revenue_minor = self.revenue_minor.saturating_add(order.revenue_minor);
    }
}

/// What may be put down to a campaign, by each way of counting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attribution {
    /// Orders with one of its codes, whoever placed them.
    pub with_code: Attributed,
    /// Orders of someone within the days after they got a message, with a code or without.
    pub within_days: Attributed,
    /// Those that are in both.
    pub both: Attributed,
}

/// Counts orders by code, and by the days (24 hours each) after a message.
pub fn attribute(received: &[Received], orders: &[LaterOrder], days: u32) -> Attribution {
    let mut sorted: Vec<(i64, i64)> = received
        .iter()
        .map(|message| (message.person, message.at.0))
        .collect();
    sorted.sort_unstable();
    let within = i64::from(days) * DAY;
    let mut found = Attribution::default();
    for order in orders {
        let is_soon = order.person.is_some_and(|person| {
            let after = sorted.partition_point(|one| *one <= (person, order.at.0));
            after
                .checked_sub(1)
                .map(|latest| sorted[latest])
                .is_some_and(|(who, at)| who == person && order.at.0.saturating_sub(at) < within)
        });
        if order.has_code {
            found.with_code.add(order);
        }
        if is_soon {
            found.within_days.add(order);
        }
        if order.has_code && is_soon {
            found.both.add(order);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_days_are_counted_apart() {
        let at = |days: f64| {
            #[expect(clippy::cast_possible_truncation, reason = "a few days")]
            Timestamp((days * 86_400_000.0) as i64)
        };
        let received = [(7, 10.0), (8, 10.0), (7, 12.0)].map(|(person, day)| Received {
            person,
            at: at(day),
        });
        let order = |person: Option<i64>, day: f64, has_code: bool| LaterOrder {
            person,
            at: at(day),
            revenue_minor: 1_000,
            has_code,
        };
        let orders = [
            order(Some(7), 9.9, false),
            order(Some(7), 10.0, false),
            order(Some(7), 16.9, true),
            order(Some(7), 17.0, false),
            order(Some(8), 15.0, true),
            order(Some(9), 11.0, false),
            order(None, 11.0, true),
        ];
        let found = attribute(&received, &orders, 5);
        assert_eq!(found.with_code.orders, 3);
        assert_eq!(
            found.within_days.orders, 2,
            "the one at once and the one after the second"
        );
        assert_eq!((found.both.orders, found.both.revenue_minor), (1, 1_000));
        assert_eq!(
            attribute(&[], &orders, 5).within_days,
            Attributed::default()
        );
    }
}
