//! Rules as a sentence.

use std::fmt::Write;

use super::{
    Condition, Rule, Scope, Span, When, With,
    words::{CALENDAR, CHANNELS, NOT_BOUGHT, OPENINGS, Opening, UNITS, WORTH, word_of},
};
use crate::{Currency, Money};

impl Rule {
    /// The rules as a sentence. Amounts are written in major units of `currency`.
    pub fn text(&self, currency: Currency) -> String {
        let mut text = String::new();
        match self.clone().normal() {
            Self::All(rules) => group(&mut text, &rules, " and ", currency),
            Self::Any(rules) => group(&mut text, &rules, " or ", currency),
            one => part(&mut text, &one, currency),
        }
        text
    }

    /// The sentence with the version of its words before it, for handing on.
    pub fn shared_text(&self, currency: Currency) -> String {
        format!("v{}: {}", super::RULES_VERSION, self.text(currency))
    }
}

impl Condition {
    /// The sentence.
    pub fn text(&self, currency: Currency) -> String {
        let mut text = String::new();
        condition(&mut text, self, currency);
        text
    }
}

fn group(text: &mut String, rules: &[Rule], between: &str, currency: Currency) {
    for (index, rule) in rules.iter().enumerate() {
        if index > 0 {
            text.push_str(between);
        }
        part(text, rule, currency);
    }
}

/// A rule within others.
fn part(text: &mut String, rule: &Rule, currency: Currency) {
    match rule {
        Rule::All(rules) | Rule::Any(rules) => {
            let between = if matches!(rule, Rule::All(_)) {
                " and "
            } else {
                " or "
            };
            text.push('(');
            group(text, rules, between, currency);
            text.push(')');
        }
        Rule::Not(rule) => {
            text.push_str("not ");
            part(text, rule, currency);
        }
        Rule::Is(is) => condition(text, is, currency),
    }
}

fn condition(text: &mut String, condition: &Condition, currency: Currency) {
    let mut opening = |opening| text.push_str(word_of(OPENINGS, &opening));
    match condition {
        Condition::Everyone => opening(Opening::Everyone),
        Condition::Orders {
            measure,
            is,
            of,
            when: at,
        } => {
            opening(Opening::Orders(*measure));
            span(text, *is, measure.is_money().then_some(currency));
            for one in of {
                scope(text, one);
            }
            when(text, *at);
        }
        Condition::Ordered { which, when: at } => {
            opening(Opening::Ordered(*which));
            when(text, Some(*at));
        }
        Condition::Group(groups) => {
            opening(Opening::Group);
            list(text, groups.iter().map(|group| group.name()));
        }
        Condition::HighValue => opening(Opening::HighValue),
        Condition::Predicted(is) => {
            opening(Opening::Predicted);
            span(text, *is, Some(currency));
        }
        Condition::Place { part, values } => {
            opening(Opening::Place(*part));
            list(text, values);
        }
        Condition::Consent { channel, said } => {
            opening(Opening::Consent(*said));
            word(text, word_of(CHANNELS, channel));
        }
        Condition::Has(contact) => opening(Opening::Has(*contact)),
        Condition::Tagged(tags) => {
            opening(Opening::Tagged);
            list(text, tags);
        }
        Condition::Did {
            deed,
            with: what,
            when: at,
            not_bought_since,
        } => {
            opening(Opening::Did(*deed));
            with(text, what);
            when(text, *at);
            not_bought(text, *not_bought_since);
        }
        Condition::LeftCart {
            worth,
            when: at,
            not_bought_since,
        } => {
            opening(Opening::LeftCart);
            if let Some(worth) = worth {
                word(text, WORTH);
                span(text, *worth, Some(currency));
            }
            when(text, *at);
            not_bought(text, *not_bought_since);
        }
        Condition::Points(is) => {
            opening(Opening::Points);
            span(text, *is, None);
        }
        Condition::Tier(names) => {
            opening(Opening::Tier);
            list(text, names);
        }
        Condition::CloseToReward => opening(Opening::CloseToReward),
        Condition::HasReward => opening(Opening::HasReward),
        Condition::InSegment { id, name } => {
            opening(Opening::InSegment);
            list(text, [name]);
            if let Some(id) = id {
                let _ = write!(text, " #{id}");
            }
        }
    }
}

fn word(text: &mut String, word: &str) {
    text.push(' ');
    text.push_str(word);
}

fn not_bought(text: &mut String, since: bool) {
    if since {
        word(text, NOT_BOUGHT);
    }
}

fn span(text: &mut String, span: Span, money: Option<Currency>) {
    let number = |minor: i64| match money {
        Some(currency) => Money { minor, currency }.text(),
        None => minor.to_string(),
    };
    let written = match span {
        Span::AtLeast(least) => format!("at least {}", number(least)),
        Span::AtMost(most) => format!("at most {}", number(most)),
        Span::Exactly(one) => format!("exactly {}", number(one)),
        Span::Between(least, most) => format!("between {} and {}", number(least), number(most)),
        Span::Top(percent) => format!("in the top {percent} %"),
    };
    word(text, &written);
}

fn scope(text: &mut String, scope: &Scope) {
    let (words, values) = match scope {
        Scope::Product(values) => ("of product", values.as_slice()),
        Scope::Category(values) => ("of category", values.as_slice()),
        Scope::Vendor(values) => ("of vendor", values.as_slice()),
        Scope::Code(values) => ("with code", values.as_slice()),
        Scope::Channel(values) => ("through channel", values.as_slice()),
        Scope::WithDiscount => return word(text, "with a discount"),
        Scope::WithoutDiscount => return word(text, "without a discount"),
        Scope::WithRefund => return word(text, "with a refund"),
    };
    word(text, words);
    list(text, values);
}

fn with(text: &mut String, with: &With) {
    match with {
        With::Anything => word(text, "anything"),
        With::Products(values) => {
            word(text, "product");
            list(text, values);
        }
        With::Categories(values) => {
            word(text, "category");
            list(text, values);
        }
    }
}

fn when(text: &mut String, when: Option<When>) {
    let last = |count: u32, unit| {
        let plural = word_of(UNITS, &unit);
        // The table has each unit twice: many of it, then one.
        let word = if count == 1 {
            plural.trim_end_matches('s')
        } else {
            plural
        };
        format!("in the last {count} {word}")
    };
    let written = match when {
        None => return,
        Some(When::InLast { count, unit }) => last(count, unit),
        Some(When::NotInLast { count, unit }) => format!("not {}", last(count, unit)),
        Some(When::This(part)) => format!("this {}", word_of(CALENDAR, &part)),
        Some(When::Before(part)) => format!("the {} before", word_of(CALENDAR, &part)),
        Some(When::Between { from, until }) => format!("from {from} until {until}"),
        Some(When::Since(from)) => format!("since {from}"),
        Some(When::Until(until)) => format!("before {until}"),
    };
    word(text, &written);
}

fn list(text: &mut String, values: impl IntoIterator<Item = impl AsRef<str>>) {
    for (index, value) in values.into_iter().enumerate() {
        text.push_str(if index == 0 { " " } else { ", " });
        quoted(text, value.as_ref());
    }
}

/// In quotation marks. What cannot be seen, or would turn the rest of the line round, is written
/// as its number.
fn quoted(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            c if is_hidden(c) => {
                let _ = write!(text, "\\u{{{:x}}}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
