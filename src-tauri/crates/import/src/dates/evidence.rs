//! What all dates of a file together say about the order of day and month.

use chrono::NaiveDateTime;
use pannier_core::{ShopZone, Timestamp};

use super::{Written, read};
use crate::{DateOrder, DateStyle};

/// What the dates of a file say about the order of day and month, and about its time.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DateEvidence {
    plain: u64,
    day_first: u64,
    month_first: u64,
    open: u64,
    local: u64,
    newest: [Option<NaiveDateTime>; 2],
}

impl DateEvidence {
    /// Looks at one more cell.
    pub(crate) fn see(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let Some(written) = read(text) else { return };
        let (Written::Plain(_, offset) | Written::Numbers { offset, .. }) = written;
        self.local += u64::from(offset.is_none());
        match written {
            Written::Plain(..) => self.plain += 1,
            Written::Numbers { dotted: true, .. } => self.day_first += 1,
            Written::Numbers { first, second, .. } => match (first > 12, second > 12) {
                (true, false) => self.day_first += 1,
                (false, true) => self.month_first += 1,
                (false, false) if first != second => self.open += 1,
                _ => {}
            },
        }
        for (index, order) in [DateOrder::DayFirst, DateOrder::MonthFirst]
            .into_iter()
            .enumerate()
        {
            // UTC is near enough to tell which of two exports is the older one.
            if let Some(moment) = written.moment(DateStyle::Numbers(order), ShopZone::UTC) {
                let at = moment.at.to_utc().naive_utc();
                self.newest[index] = self.newest[index].max(Some(at));
            }
        }
    }

    /// The style of the file, or nothing where only a person can say.
    pub(crate) fn style(&self, answer: Option<DateOrder>) -> Option<DateStyle> {
        match (self.day_first, self.month_first) {
            (0, 0) if self.open == 0 => Some(DateStyle::Iso),
            (_, 0) if self.day_first > 0 => Some(DateStyle::Numbers(DateOrder::DayFirst)),
            (0, _) if self.month_first > 0 => Some(DateStyle::Numbers(DateOrder::MonthFirst)),
            // Nothing decides, or the file has both: a spreadsheet has turned some of them round.
            _ => answer.map(DateStyle::Numbers),
        }
    }

    /// Whether any time names no zone.
    pub(crate) fn has_local(&self) -> bool {
        self.local > 0
    }

    /// The newest moment of the file.
    pub(crate) fn newest(&self, style: DateStyle) -> Option<Timestamp> {
        let index = usize::from(style == DateStyle::Numbers(DateOrder::MonthFirst));
        self.newest[index].map(|at| Timestamp::from_utc(at.and_utc()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_order_is_decided_by_numbers_above_twelve() {
        let style = |texts: &[&str]| {
            let mut evidence = DateEvidence::default();
            for text in texts {
                evidence.see(text);
            }
            evidence.style(None)
        };
        assert_eq!(
            style(&["3/4/2022", "20/11/2022 08:12"]),
            Some(DateStyle::Numbers(DateOrder::DayFirst))
        );
        assert_eq!(
            style(&["3/4/2022", "11/20/2022"]),
            Some(DateStyle::Numbers(DateOrder::MonthFirst))
        );
        assert_eq!(style(&["3/4/2022", "5/6/2022"]), None, "nothing decides");
        assert_eq!(
            style(&["13/4/2022", "4/13/2022"]),
            None,
            "both occur: nothing can be trusted"
        );
        assert_eq!(
            style(&["2022-01-01", "3/3/2022"]),
            Some(DateStyle::Iso),
            "3 March either way"
        );
    }

    proptest! {
        #[test]
        fn anything_can_be_looked_at(text in "[0-9/.:TZ+-]{0,30}|.{0,20}") {
            let mut evidence = DateEvidence::default();
            evidence.see(&text);
            let _ = evidence.style(None);
        }
    }
}
