//! A table as a CSV file (RFC 4180) that spreadsheets open as it is meant.
//!
//! - UTF-8 with a byte order mark, by which Excel knows the letters; lines end in CR LF.
//! - The first line is the head. Shop, period, formula and date are the last columns, the same in
//!   every row: a comment line above the head would end up as the head in spreadsheets, which know
//!   no comments. So every line has as many fields as the first, and a filter or a pivot table works
//!   at once.
//! - Amounts are plain decimal numbers with a point; their currency is in the head, or in a column
//!   of its own where a column holds several. Shares are numbers: 0.254. Days are 2026-06-30.
//! - An interval takes two columns; a change that may be chance says so in a column beside it.
//! - Where there is no value the field is empty, and a column beside it says why.
//! - The row that sums up is left out: a sum over the column would count it twice.
//! - Text that a spreadsheet would run as a formula begins with an apostrophe.

use pannier_core::{Currency, Money};

use crate::{About, Cell, Kind, Result, Table};

/// By which Excel knows that a file is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The file of a table.
pub(crate) fn to_csv(about: &About, table: &Table) -> Result<String> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    let parts: Vec<Part> = (0..table.columns().len())
        .flat_map(|column| Part::of(table, column))
        .collect();
    let heads = parts.iter().map(|part| safe(&part.head(table)));
    let facts = about.facts();
    let made_on = about.made_on.to_string();
    let more = facts.iter().map(|(word, _)| (*word).to_owned());
    writer.write_record(heads.chain(more).chain(["Made on".to_owned()]))?;
    let about_fields: Vec<String> = facts
        .iter()
        .map(|(_, fact)| safe(fact))
        .chain([made_on])
        .collect();
    for row in table.rows() {
        let fields = parts.iter().map(|part| part.field(&row[part.column]));
        writer.write_record(fields.chain(about_fields.iter().cloned()))?;
    }
    if table.rows().is_empty() {
        // So that an empty table says why, and still what it is of.
        let mut fields = vec![String::new(); parts.len()];
        if let Some(first) = fields.first_mut() {
            *first = safe(&table.empty);
        }
        writer.write_record(fields.into_iter().chain(about_fields))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A column of the file: a column of the table, or a part of one.
pub(crate) struct Part {
    pub(crate) column: usize,
    pub(crate) what: What,
    kind: Kind,
    /// The one currency of all amounts in it.
    pub(crate) currency: Option<Currency>,
}

/// Which part of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Value,
    Low,
    High,
    Currency,
    Sure,
    Why,
}

impl Part {
    /// What a column of a table is taken apart into.
    pub(crate) fn of(table: &Table, column: usize) -> Vec<Self> {
        let cells = || table.rows().iter().filter_map(move |row| row.get(column));
        let mut currencies: Vec<Currency> = cells().filter_map(Cell::currency).collect();
        currencies.sort_unstable();
        currencies.dedup();
        let kind = table.columns()[column].kind;
        let mut what = match kind {
            Kind::Interval => vec![What::Low, What::High],
            _ => vec![What::Value],
        };
        if currencies.len() > 1 {
            what.push(What::Currency);
        }
        if cells().any(|cell| matches!(cell, Cell::Change { sure: false, .. })) {
            what.push(What::Sure);
        }
        if kind != Kind::Text && cells().any(|cell| matches!(cell, Cell::Absent(_))) {
            what.push(What::Why);
        }
        let currency = match currencies[..] {
            [one] => Some(one),
            _ => None,
        };
        what.into_iter()
            .map(|what| Self {
                column,
                what,
                kind,
                currency,
            })
            .collect()
    }

    /// Its head.
    pub(crate) fn head(&self, table: &Table) -> String {
        let head = &table.columns()[self.column].head;
        let with_currency = |head: String| match self.currency {
            Some(currency) => format!("{head} ({currency})"),
            None => head,
        };
        match self.what {
            What::Value => with_currency(head.clone()),
            What::Low => with_currency(format!("{head}, from")),
            What::High => with_currency(format!("{head}, to")),
            What::Currency => format!("{head}, currency"),
            What::Sure => format!("{head}, sure"),
            What::Why => format!("{head}, why not"),
        }
    }

    fn field(&self, cell: &Cell) -> String {
        match (self.what, cell) {
            (What::Value, Cell::Text(text)) | (What::Why, Cell::Absent(text)) => safe(text),
            (What::Value, Cell::Absent(why)) if self.kind == Kind::Text => safe(why),
            (What::Value, Cell::Money(amount) | Cell::Change { amount, .. }) => amount.text(),
            (What::Value, Cell::Count(count)) => count.to_string(),
            (What::Value, Cell::Ratio(number) | Cell::Number(number)) => plain(number.get()),
            (What::Value, Cell::Day(day)) => day.to_string(),
            (What::Low, Cell::Interval(interval)) => {
                Money::new(interval.low, interval.currency).text()
            }
            (What::High, Cell::Interval(interval)) => {
                Money::new(interval.high, interval.currency).text()
            }
            (What::Currency, cell) => cell
                .currency()
                .map_or_else(String::new, |currency| currency.code().to_owned()),
            (What::Sure, Cell::Change { sure, .. }) => {
                if *sure { "yes" } else { "cannot tell" }.to_owned()
            }
            _ => String::new(),
        }
    }
}

/// A number in as many digits as it takes to read it back.
fn plain(number: f64) -> String {
    number.to_string()
}

/// A spreadsheet takes text that begins like this for a formula.
pub(crate) fn is_formula_like(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Text as a field: what would be run as a formula is held back by an apostrophe.
fn safe(text: &str) -> String {
    if is_formula_like(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
