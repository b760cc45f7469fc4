//! What all dates of a file together say about the order of day and month.

use chrono::NaiveDateTime;
use pannier_core::{ShopZone, Timestamp};

use super::{Written, read};
use crate::{DateOrder, DateStyle, cells::trimmed};

/// What the dates of a file say about the order of day and month, and about its time.
#[derive(Debug, Clone, Default)]
pub(crate) struct DateEvidence {
    plain: u64,
    day_first: u64,
    month_first: u64,
    open: u64,
    local: u64,
    newest: [Option<NaiveDateTime>; 2],
    /// The first with the day first, and the first with the month first.
    examples: [Option<Example>; 2],
    /// The cell before. Rows of one order say one date, and what says a thing once has said it.
    last: String,
}

/// A date as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Example {
    pub(crate) text: String,
    /// Line of the file that its row begins on.
    pub(crate) line: u64,
}

impl DateEvidence {
    /// Looks at one more cell, of the row that begins on that line.
    pub(crate) fn see(&mut self, text: &str, line: u64) {
        let text = trimmed(text);
        if text.is_empty() || text == self.last {
            return;
        }
        self.last.clear();
        self.last.push_str(text);
        let Some(written) = read(text) else { return };
        let (Written::Plain(_, offset) | Written::Numbers { offset, .. }) = written;
        self.local += u64::from(offset.is_none());
        match written {
            Written::Plain(..) => self.plain += 1,
            Written::Numbers { dotted: true, .. } => self.decide(DateOrder::DayFirst, text, line),
            Written::Numbers { first, second, .. } => match (first > 12, second > 12) {
                (true, false) => self.decide(DateOrder::DayFirst, text, line),
                (false, true) => self.decide(DateOrder::MonthFirst, text, line),
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

    fn decide(&mut self, order: DateOrder, text: &str, line: u64) {
        let (count, example) = match order {
            DateOrder::DayFirst => (&mut self.day_first, &mut self.examples[0]),
            DateOrder::MonthFirst => (&mut self.month_first, &mut self.examples[1]),
        };
        *count += 1;
        example.get_or_insert_with(|| Example {
            text: text.to_owned(),
            line,
        });
    }

    /// One date with the day first and one with the month first, where the file has both: a
    /// spreadsheet has turned some of them round, and nobody can tell which.
    pub(crate) fn contradiction(&self) -> Option<(&Example, &Example)> {
        match &self.examples {
            [Some(day_first), Some(month_first)] => Some((day_first, month_first)),
            _ => None,
        }
    }

    /// The style of the file, or nothing where only a person can say.
    pub(crate) fn style(&self, answer: Option<DateOrder>) -> Option<DateStyle> {
        match (self.day_first, self.month_first) {
            (0, 0) if self.open == 0 => Some(DateStyle::Iso),
            (_, 0) if self.day_first > 0 => Some(DateStyle::Numbers(DateOrder::DayFirst)),
            (0, _) if self.month_first > 0 => Some(DateStyle::Numbers(DateOrder::MonthFirst)),
            // Nothing decides.
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
                evidence.see(text, 2);
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
            evidence.see(&text, 2);
            let _ = evidence.style(None);
        }
    }
}
