//! Amounts and times within words: whoever shows them writes them.

use serde::Serialize;
use specta::Type;

use super::OfferShown;
use crate::views::Amount;

/// What stands in words in the place of `{0}`, `{1}` and so on.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SaidValue {
    /// An amount.
    Amount {
        /// It.
        amount: Amount,
    },
    /// An amount that is not known exactly.
    About {
        /// It.
        amount: Amount,
    },
    /// A number with one decimal.
    Decimal {
        /// It.
        #[specta(type = specta_typescript::Number)]
        number: f64,
    },
    /// A count.
    Count {
        /// It.
        count: u32,
    },
    /// A part of a whole.
    Percent {
        /// 15 is 15 %.
        percent: u32,
    },
    /// A day of the shop.
    Day {
        /// It, such as `2026-07-12`.
        day: String,
    },
    /// The day of a moment.
    Date {
        /// It (UTC milliseconds).
        #[specta(type = specta_typescript::Number)]
        at: i64,
    },
    /// A moment.
    Time {
        /// It (UTC milliseconds).
        #[specta(type = specta_typescript::Number)]
        at: i64,
    },
    /// When an offer ends: with whose time it is.
    End {
        /// It (UTC milliseconds).
        #[specta(type = specta_typescript::Number)]
        at: i64,
    },
    /// What is offered.
    Offer {
        /// It.
        offer: OfferShown,
    },
}

/// Words with every `{0}`, `{1}` and so on replaced by what that value is written as.
pub fn said(words: &str, values: &[SaidValue], write: impl Fn(&SaidValue) -> String) -> String {
    let mut text = String::with_capacity(words.len() + 16 * values.len());
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let place = after
            .split_once('}')
            .and_then(|(number, after)| Some((number.parse::<usize>().ok()?, after)))
            .and_then(|(number, after)| Some((values.get(number)?, after)));
        if let Some((value, after)) = place {
            text.push_str(&write(value));
            rest = after;
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_their_places_and_other_braces_stay() {
        let values = [SaidValue::Count { count: 3 }, SaidValue::Count { count: 5 }];
        let write = |value: &SaidValue| match value {
            SaidValue::Count { count } => count.to_string(),
            _ => String::new(),
        };
        assert_eq!(
            said("{1} of {0}, {2}, {a}", &values, write),
            "5 of 3, {2}, {a}"
        );
        assert_eq!(said("nothing {", &[], write), "nothing {");
    }
}
