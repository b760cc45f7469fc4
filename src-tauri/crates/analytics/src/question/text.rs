//! Filters as text: `country=DE,AT & units=2..5 & product!="Mug, blue"`.

use pannier_core::{Currency, Money, NumberStyle};

use super::{Condition, Filter, Span};
use crate::explore::{Dimension, UnknownDimension};

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// Neither `=` nor `!=`.
    #[error("“{0}” has no “=”. Write what has to hold, such as country=DE")]
    NoSign(String),
    /// Nothing that orders have.
    #[error("{0}; or goods, revenue or units with a number")]
    Unknown(UnknownDimension),
    /// A quotation mark without another.
    #[error("A quotation mark in “{0}” is not closed")]
    OpenQuote(String),
    /// No value that there is.
    #[error("“{value}” is no {dimension}. Use {}", .known.join(", "))]
    NoSuchValue {
        /// What was written.
        value: String,
        /// Of what.
        dimension: Dimension,
        /// What could be written.
        known: &'static [&'static str],
    },
    /// No amount or number where one is needed.
    #[error(
        "“{value}” is no {what}. Write a number, or two with “..” between them, such as 20..50"
    )]
    Number {
        /// What was written.
        value: String,
        /// What it should have been.
        what: &'static str,
    },
    /// A span that ends before it begins.
    #[error("“{0}” ends before it begins. Swap the two numbers")]
    Backwards(String),
    /// `!=` with a span.
    #[error("“{0}” cannot be turned round. Name the span that is wanted")]
    NotASpan(String),
}

impl Filter {
    /// Reads what [`Filter::text`] writes. Amounts are in major units of `currency`.
    ///
    /// # Errors
    /// [`FilterError`] says what cannot be read.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, FilterError> {
        let mut conditions = Vec::new();
        for part in split(text, '&')? {
            let part = part.trim();
            if !part.is_empty() {
                conditions.push(condition(part, currency)?);
            }
        }
        Ok(Self { conditions })
    }

    /// The filter as text. A set of customers stands there by its name, and cannot be read back
    /// from that alone.
    pub fn text(&self, currency: Currency) -> String {
        let texts: Vec<String> = self
            .conditions
            .iter()
            .map(|condition| condition.text(currency))
            .collect();
        texts.join(" & ")
    }
}

impl Condition {
    fn text(&self, currency: Currency) -> String {
        let amount = |minor| {
            let money = Money { minor, currency };
            money.text()
        };
        match self {
            Self::Value {
                dimension,
                values,
                is_not,
            } => {
                let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
                let sign = if *is_not { "!=" } else { "=" };
                format!("{dimension}{sign}{}", values.join(","))
            }
            Self::Goods(span) => format!("goods={}", span_text(*span, amount)),
            Self::Revenue(span) => format!("revenue={}", span_text(*span, amount)),
            Self::Units(span) => format!("units={}", span_text(*span, |units| units.to_string())),
            Self::Customers { name, .. } => format!("segment={}", quoted(name)),
        }
    }
}

fn span_text(span: Span, number: impl Fn(i64) -> String) -> String {
    let end = |end: Option<i64>| end.map(&number).unwrap_or_default();
    if span.from.is_some() && span.from == span.to {
        return end(span.from);
    }
    format!("{}..{}", end(span.from), end(span.to))
}

fn quoted(value: &str) -> String {
    let plain =
        !value.is_empty() && value.trim() == value && !value.contains(['"', ',', '&', '=', '!']);
    if plain {
        value.to_owned()
    } else {
        format!("\"{}\"", value.replace('"', "\"\""))
    }
}

/// The parts of a text between signs that do not stand in quotation marks.
fn split(text: &str, sign: char) -> Result<Vec<&str>, FilterError> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if c == sign && !quoted {
            parts.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    if quoted {
        return Err(FilterError::OpenQuote(short(text)));
    }
    parts.push(&text[start..]);
    Ok(parts)
}

fn condition(text: &str, currency: Currency) -> Result<Condition, FilterError> {
    let (word, values) = text
        .split_once('=')
        .ok_or_else(|| FilterError::NoSign(short(text)))?;
    let (word, is_not) = match word.strip_suffix('!') {
        Some(word) => (word.trim(), true),
        None => (word.trim(), false),
    };
    let values = values.trim();
    let span = |what, number: &dyn Fn(&str) -> Option<i64>| {
        if is_not {
            return Err(FilterError::NotASpan(short(text)));
        }
        span_of(values, what, number)
    };
    let amount = |text: &str| {
        let money = Money::parse(text, NumberStyle::Point, currency);
        money.ok().map(|money| money.minor)
    };
    match word.to_lowercase().as_str() {
        "goods" => return Ok(Condition::Goods(span("amount", &amount)?)),
        "revenue" => return Ok(Condition::Revenue(span("amount", &amount)?)),
        "units" => {
            let units = |text: &str| text.parse().ok();
            return Ok(Condition::Units(span("number of pieces", &units)?));
        }
        _ => {}
    }
    let dimension: Dimension = word.parse().map_err(FilterError::Unknown)?;
    let values = split(values, ',')?
        .into_iter()
        .map(|value| value_of(dimension, value))
        .collect::<Result<_, _>>()?;
    Ok(Condition::Value {
        dimension,
        values,
        is_not,
    })
}

fn value_of(dimension: Dimension, text: &str) -> Result<String, FilterError> {
    let text = text.trim();
    let unquoted = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let value = unquoted.map_or_else(|| text.to_owned(), |inner| inner.replace("\"\"", "\""));
    match dimension.fixed_values() {
        Some(known) if !value.is_empty() => {
            let found = known
                .iter()
                .find(|known| known.eq_ignore_ascii_case(&value));
            match found {
                Some(found) => Ok((*found).to_owned()),
                None => Err(FilterError::NoSuchValue {
                    value: short(&value),
                    dimension,
                    known,
                }),
            }
        }
        _ => Ok(value),
    }
}

fn span_of(
    text: &str,
    what: &'static str,
    number: &dyn Fn(&str) -> Option<i64>,
) -> Result<Span, FilterError> {
    let end = |text: &str| {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let read = number(text).ok_or_else(|| FilterError::Number {
            value: short(text),
            what,
        });
        read.map(Some)
    };
    let span = if let Some((from, to)) = text.split_once("..") {
        Span {
            from: end(from)?,
            to: end(to)?,
        }
    } else {
        let only = end(text)?.ok_or_else(|| FilterError::Number {
            value: short(text),
            what,
        })?;
        Span {
            from: Some(only),
            to: Some(only),
        }
    };
    match (span.from, span.to) {
        (Some(from), Some(to)) if to < from => Err(FilterError::Backwards(short(text))),
        _ => Ok(span),
    }
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}
