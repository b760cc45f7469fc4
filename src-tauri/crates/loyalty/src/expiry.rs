//! When points go.
//!
//! Points live through the end of their last day. The first ones go no sooner than one whole period
//! after that way of expiring began, and never before members were told long enough before.

use pannier_core::{Day, Timestamp};

use crate::{
    Expiry,
    timeline::{ExpirySpan, Timeline},
};

impl Timeline {
    /// When points earned on a day go (UTC), where they do. `orders` are the days of the person's
    /// counted orders, in order. Points that were earned later never go sooner.
    pub(crate) fn expires_at(&self, earned: Day, orders: &[Day]) -> Option<Timestamp> {
        self.expiry
            .iter()
            .find_map(|span| self.expires_within(*span, earned, orders))
    }

    fn expires_within(&self, span: ExpirySpan, earned: Day, orders: &[Day]) -> Option<Timestamp> {
        let (Expiry::AfterEarning {
            months,
            warning_days,
        }
        | Expiry::WithoutOrder {
            months,
            warning_days,
        }) = span.expiry
        else {
            return None;
        };
        let told = self
            .warnings
            .iter()
            .find(|at| **at >= span.from && span.until.is_none_or(|until| **at < until))?;
        let told = self.zone.day_of(*told).plus_days(i64::from(warning_days));
        let months = i32::try_from(months).unwrap_or(i32::MAX);
        let last_day = |since: Day| since.plus_months(months).max(told);
        let mut since = earned.max(self.zone.day_of(span.from));
        if matches!(span.expiry, Expiry::WithoutOrder { .. }) {
            loop {
                // An order on the last day is in time.
                let within = orders.partition_point(|day| *day <= last_day(since));
                match orders[..within].last() {
                    Some(order) if *order > since => since = *order,
                    _ => break,
                }
            }
        }
        let goes = self.zone.start_of(last_day(since).plus_days(1));
        span.until.is_none_or(|until| goes < until).then_some(goes)
    }
}
