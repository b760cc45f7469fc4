//! Quotation marks that are not closed where they should be: the parser reads on, and what it
//! takes in is lost without a word.

/// A quotation mark that took in what is not its cell's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quote {
    /// Still open at the end of the file.
    Open {
        /// Line of the file that it stands on.
        line: u64,
        /// Lines below it that it took in.
        below: u64,
        /// Position of the cell.
        cell: usize,
    },
    /// Closed by the mark of another cell: whole rows are in this one.
    Missing {
        /// Line of the file that the cell begins on.
        line: u64,
        /// Position of the cell.
        cell: usize,
    },
}

impl Quote {
    /// Position of its cell.
    pub(crate) fn cell(self) -> usize {
        match self {
            Self::Open { cell, .. } | Self::Missing { cell, .. } => cell,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    CellStart,
    Plain,
    Quoted,
    AfterQuote,
}

/// Follows the quotation marks of one row. As RFC 4180 has it, they open at the start of a cell
/// only.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotes {
    delimiter: u8,
    place: Place,
    line: u64,
    opened: u64,
    last: u8,
}

impl Quotes {
    /// For a row that begins on that line.
    pub(super) fn new(delimiter: u8, line: u64) -> Self {
        Self {
            delimiter,
            place: Place::CellStart,
            line,
            opened: line,
            last: 0,
        }
    }

    /// Follows some more bytes of the row.
    pub(super) fn see(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.place = match (self.place, *b) {
                (Place::CellStart, b'"') => {
                    self.opened = self.line;
                    Place::Quoted
                }
                (Place::Quoted, b'"') => Place::AfterQuote,
                (Place::AfterQuote, b'"') | (Place::Quoted, _) => Place::Quoted,
                (_, b) if b == self.delimiter => Place::CellStart,
                _ => Place::Plain,
            };
            self.line += u64::from(*b == b'\n');
            self.last = *b;
        }
    }

    /// The mark that is still open, in the cell at that position.
    pub(super) fn open(&self, cell: usize) -> Option<Quote> {
        (self.place == Place::Quoted).then(|| Quote::Open {
            line: self.opened,
            below: (self.line - self.opened).saturating_sub(u64::from(self.last == b'\n')),
            cell,
        })
    }
}
