//! A file that was looked at: how to open it again, and to read its rows below the header.

use std::{fs::File, io};

use pannier_core::Cancel;

use crate::{
    cells::trimmed,
    orders::survey::Halt,
    records::{Ahead, Records, Row},
    sniff::Looked,
    source::{Source, read_full},
    table::Table,
    unpack::Part,
};

/// A file that holds a table.
#[derive(Debug, Clone)]
pub(crate) struct TableFile {
    pub(crate) part: Part,
    pub(crate) looked: Looked,
    pub(crate) table: Table,
}

/// Bytes that are hashed between two looks at whether the work should stop.
const HASHED: usize = 1 << 20;

/// What a row is, before its cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowShape {
    Data,
    Ignored(&'static str),
}

pub(crate) const BLANK: &str = "Rows with nothing in them";
pub(crate) const HEADER_AGAIN: &str = "The header again: several files were joined into one";
pub(crate) const FOOTER: &str = "A line of totals below the table";

/// Words that stand in the first column of a line of totals.
const FOOTER_WORDS: &[&str] = &["total", "totals", "sum", "summe", "gesamt", "grand total"];

impl TableFile {
    /// Its rows, from the first one below the header.
    pub(crate) fn rows(&self) -> io::Result<Ahead> {
        let source = Source::open(&self.part.path, self.looked.encoding)?;
        let mut records =
            Records::new(source, self.table.delimiter).of_table(self.table.header.len());
        if self.table.found.profile.layout.unquoted {
            records = records.unquoted();
        }
        let mut row = Row::default();
        for _ in 0..=self.table.preamble {
            if !records.read(&mut row)? {
                break;
            }
        }
        Ahead::new(records)
    }

    /// The hash of its bytes as they are now.
    pub(crate) fn hash(&self, cancel: &Cancel) -> Result<[u8; 32], Halt> {
        let mut file = File::open(&self.part.path)?;
        let mut hasher = blake3::Hasher::new();
        let mut chunk = vec![0; HASHED];
        loop {
            cancel.check()?;
            let read = read_full(&mut file, &mut chunk)?;
            hasher.update(&chunk[..read]);
            if read < chunk.len() {
                return Ok(*hasher.finalize().as_bytes());
            }
        }
    }

    /// What a row is; `first` is the position of the column that every row fills.
    pub(crate) fn shape(&self, row: &Row, first: Option<usize>) -> RowShape {
        let header = &self.table.header;
        let key = first.map_or("", |position| trimmed(row.cell(position)));
        if key.is_empty() && row.is_blank() {
            return RowShape::Ignored(BLANK);
        }
        if first
            .and_then(|position| header.names.get(position))
            .is_some_and(|name| key.eq_ignore_ascii_case(name))
            && header.is_repeated_by(row.cells())
        {
            return RowShape::Ignored(HEADER_AGAIN);
        }
        let key = key.trim_end_matches(':');
        let is_total = |word: &str| key.eq_ignore_ascii_case(word);
        // Someone may be called Sum: a line of totals has nothing but figures besides.
        if FOOTER_WORDS.iter().any(|word| is_total(word))
            && row
                .cells()
                .filter(|cell| cell.chars().any(char::is_alphabetic))
                .count()
                == 1
        {
            return RowShape::Ignored(FOOTER);
        }
        RowShape::Data
    }
}
