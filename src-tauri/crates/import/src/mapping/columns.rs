//! The columns of a file with what they mean, for the mapping screen.

use super::{
    DraftColumn, MappingDraft,
    suggest::{self, Given},
};
use crate::{
    Kind,
    profile::{Fields, Profile},
    records::{Records, Row},
    report::shortened,
    table::{Table, Unknown},
};

/// Rows that examples and suggestions are taken from.
const ROWS: usize = 2_000;
/// Examples of a column.
const EXAMPLES: usize = 3;
/// From this length on, what was read of a file may end within a row.
const CUT: usize = 200 * 1024;

/// The first rows of a file below its header.
#[derive(Debug, Default)]
pub(super) struct Sample {
    pub(super) rows: Vec<Vec<String>>,
}

impl Sample {
    fn of(head: &str, delimiter: u8, preamble: usize, columns: usize) -> Self {
        let text = Some(head.as_bytes().to_vec());
        let mut records = Records::new(text, delimiter).of_table(columns);
        let mut row = Row::default();
        let mut rows = Vec::new();
        let mut position = 0;
        while rows.len() < ROWS && records.read(&mut row).is_ok_and(|more| more) {
            if position > preamble && !row.is_blank() {
                let cells = (0..columns).map(|column| row.cell(column).trim().to_owned());
                rows.push(cells.collect());
            }
            position += 1;
        }
        if rows.len() > 1 && head.len() >= CUT {
            rows.pop();
        }
        Self { rows }
    }

    /// The cells of a column that hold something.
    pub(super) fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        let cells = self.rows.iter().filter_map(move |row| row.get(column));
        cells.map(String::as_str).filter(|cell| !cell.is_empty())
    }

    fn examples(&self, column: usize) -> Vec<String> {
        let mut examples: Vec<String> = Vec::new();
        for cell in self.cells(column) {
            let cell = shortened(cell);
            if !examples.contains(&cell) {
                examples.push(cell);
            }
            if examples.len() == EXAMPLES {
                break;
            }
        }
        examples
    }
}

/// How a file is read by a profile.
pub(crate) fn draft_of(head: &str, table: &Table, profile: &Profile, kind: Kind) -> MappingDraft {
    let header = &table.header;
    let sample = Sample::of(head, table.delimiter, table.preamble, header.len());
    let fields = Fields::of(header, profile);
    let columns = header.names.iter().enumerate();
    let columns = columns.map(|(position, name)| DraftColumn {
        position,
        name: name.clone(),
        examples: sample.examples(position),
        field: fields.field_at(position).map(|field| field.key()),
        confidence: None,
    });
    let layout = &profile.layout;
    MappingDraft {
        kind,
        rows: layout.rows.into(),
        columns: columns.collect(),
        currency: layout.currency.clone(),
        time_zone: layout.time_zone.clone(),
        tax_included: layout.tax_included,
        refund_rows: layout.refund_rows,
        is_confirmed: profile.seen,
        saved_as: (profile.platform == super::OWN && !profile.name.is_empty())
            .then(|| profile.name.clone()),
    }
}

/// What the columns of an unknown file may mean; nothing where it is no table with names.
pub(crate) fn draft_of_unknown(head: &str, table: &Unknown) -> Option<MappingDraft> {
    draft_of_said(head, table, &Given::default())
}

/// The same, beside what the merchant has said of it already.
pub(super) fn draft_of_said(head: &str, table: &Unknown, given: &Given) -> Option<MappingDraft> {
    let header = &table.header;
    let named = header.names.iter().filter(|name| is_name(name)).count();
    if named < 2 || named * 2 < header.len() {
        return None;
    }
    let sample = Sample::of(head, table.delimiter, table.preamble, header.len());
    let guess = suggest::guess(header, &sample, given);
    let columns = header.names.iter().enumerate();
    let columns = columns.map(|(position, name)| {
        let meant = guess.columns.get(&position);
        DraftColumn {
            position,
            name: name.clone(),
            examples: sample.examples(position),
            field: meant.map(|(field, _)| field.key()),
            // What was said is settled.
            confidence: meant
                .filter(|_| !given.columns.contains_key(&position))
                .map(|(_, confidence)| *confidence),
        }
    });
    Some(MappingDraft {
        kind: guess.kind,
        rows: guess.rows,
        columns: columns.collect(),
        currency: None,
        time_zone: None,
        tax_included: None,
        refund_rows: guess.refund_rows,
        is_confirmed: false,
        saved_as: None,
    })
}

/// Whether a cell of a header reads like the name of a column, and not like a value.
pub(crate) fn is_name(cell: &str) -> bool {
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    letters > digits && !cell.contains('@') && cell.chars().count() <= 80
}
