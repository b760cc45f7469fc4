//! Rows of a file, one at a time: a real RFC 4180 parser with the line each row begins on, and a
//! limit on what one cell may hold, so that no file can fill the memory.

mod ahead;
mod quotes;

use std::io;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::{cells::trimmed, source::Source};

pub(crate) use ahead::Ahead;
pub(crate) use quotes::Quote;
use quotes::Quotes;

/// The most that one cell may hold (bytes). A longer one is emptied and marked.
pub(crate) const LONGEST_CELL: usize = 1 << 20;
/// The most cells that one row may have.
const MOST_CELLS: usize = 16_384;

/// One row.
#[derive(Debug, Default)]
pub(crate) struct Row {
    text: String,
    ends: Vec<usize>,
    /// Line of the file where it begins, from 1.
    pub(crate) line: u64,
    /// Cells that were longer than [`LONGEST_CELL`].
    pub(crate) too_long: Vec<usize>,
    /// A quotation mark that took in what is not its cell's.
    pub(crate) quote: Option<Quote>,
}

impl Row {
    /// Number of cells.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell as it stands; empty where the row has none there.
    pub(crate) fn cell(&self, index: usize) -> &str {
        let Some(end) = self.ends.get(index) else {
            return "";
        };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        self.text.get(start..*end).unwrap_or_default()
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// Whether no cell holds anything.
    pub(crate) fn is_blank(&self) -> bool {
        self.too_long.is_empty() && self.cells().all(|cell| trimmed(cell).is_empty())
    }

    /// Whether any cell holds a NUL.
    pub(crate) fn nul(&self) -> Option<usize> {
        let at = memchr::memchr(0, self.text.as_bytes())?;
        Some(self.ends.partition_point(|end| *end <= at))
    }

    /// A cell with a line in it that has at least so many delimiters: another row of the file.
    fn swallowed(&self, delimiter: u8, least: usize) -> Option<Quote> {
        let bytes = self.text.as_bytes();
        let end = bytes.len();
        let mut from = 0;
        while let Some(at) = bytes[from..].iter().position(|b| *b == b'\n') {
            let line = from + at + 1;
            let cell = self.ends.partition_point(|end| *end < line);
            let cell_end = self.ends.get(cell).copied().unwrap_or(end);
            let mut found = 0;
            from = line;
            for b in &bytes[line..cell_end] {
                if *b == b'\n' {
                    break;
                }
                from += 1;
                found += usize::from(*b == delimiter);
            }
            if found >= least {
                let start = if cell == 0 { 0 } else { self.ends[cell - 1] };
                let breaks = bytes[..start].iter().map(|b| u64::from(*b == b'\n'));
                return Some(Quote::Missing {
                    line: self.line + breaks.sum::<u64>(),
                    cell,
                });
            }
        }
        None
    }

    /// Tells rows with the same cells from others.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mix = |hash: u64, word: u64| {
            (hash ^ word)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .rotate_left(29)
        };
        let bytes = self.text.as_bytes();
        let mut hash = self
            .ends
            .iter()
            .fold(bytes.len() as u64, |hash, end| mix(hash, *end as u64));
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            hash = mix(hash, u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut word = [0; 8];
            word[..rest.len()].copy_from_slice(rest);
            hash = mix(hash, u64::from_le_bytes(word));
        }
        hash
    }

    /// Takes over the cells of those bytes.
    fn set_text(&mut self, bytes: &[u8]) {
        self.text.clear();
        if let Ok(text) = std::str::from_utf8(bytes) {
            self.text.push_str(text);
            return;
        }
        // The source gives UTF-8 and separators are ASCII, so that no cell ends within a letter,
        // unless the file is being changed while it is read.
        let mut start = 0;
        for end in &mut self.ends {
            let cell = std::str::from_utf8(&bytes[start..*end]);
            self.text.push_str(cell.unwrap_or_default());
            start = std::mem::replace(end, self.text.len());
        }
    }
}

/// Gives text, piece by piece; nothing at its end.
pub(crate) trait Text {
    fn next_piece(&mut self, out: &mut Vec<u8>) -> io::Result<()>;
}

impl Text for Source {
    fn next_piece(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        self.fill(out)
    }
}

/// A piece of text that is in memory already.
impl Text for Option<Vec<u8>> {
    fn next_piece(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        out.clear();
        out.extend(self.take().unwrap_or_default());
        Ok(())
    }
}

/// Rows of a text.
pub(crate) struct Records<T> {
    text: T,
    core: Reader,
    piece: Vec<u8>,
    /// The cells of the present row.
    cells: Vec<u8>,
    at: usize,
    is_done: bool,
    skipped_lines: u64,
    delimiter: u8,
    /// Columns of the table, where they are known.
    columns: usize,
    is_unquoted: bool,
    quotes: Quotes,
    /// Where the part of the present row begins that `quotes` did not see.
    unseen: usize,
}

/// Tables of fewer columns have rows that look like any text.
const TELLING_COLUMNS: usize = 10;

impl<T: Text> Records<T> {
    pub(crate) fn new(text: T, delimiter: u8) -> Self {
        let core = ReaderBuilder::new().delimiter(delimiter).build();
        Self {
            text,
            core,
            piece: Vec::new(),
            cells: Vec::new(),
            at: 0,
            is_done: false,
            skipped_lines: 0,
            delimiter,
            columns: 0,
            is_unquoted: false,
            quotes: Quotes::new(delimiter, 1),
            unseen: 0,
        }
    }

    /// Looks in the cells for whole rows of a table of so many columns.
    pub(crate) fn of_table(mut self, columns: usize) -> Self {
        self.columns = columns;
        self
    }

    /// Takes quotation marks for letters like others.
    pub(crate) fn unquoted(mut self) -> Self {
        self.core = ReaderBuilder::new()
            .delimiter(self.delimiter)
            .quoting(false)
            .build();
        self.is_unquoted = true;
        self
    }

    /// The text that was read from.
    pub(crate) fn text(&self) -> &T {
        &self.text
    }

    /// Reads the next row into `row`; lines without anything in them are no rows.
    pub(crate) fn read(&mut self, row: &mut Row) -> io::Result<bool> {
        row.ends.clear();
        row.too_long.clear();
        row.quote = None;
        if !self.skip_empty_lines()? {
            return Ok(false);
        }
        let first_line = self.core.line();
        row.line = first_line + self.skipped_lines;
        self.quotes = Quotes::new(self.delimiter, row.line);
        self.unseen = self.at;
        let (mut length, mut count, mut left_out) = (0, 0, 0);
        row.ends.resize(64, 0);
        loop {
            if self.at == self.piece.len() && !self.is_done {
                self.refill()?;
            }
            if self.cells.len() < length + 4096 {
                self.cells.resize((length + 4096).next_power_of_two(), 0);
            }
            let (result, read, written, ended) = self.core.read_record(
                &self.piece[self.at..],
                &mut self.cells[length..],
                &mut row.ends[count..],
            );
            self.at += read;
            length += written;
            for end in &mut row.ends[count..count + ended] {
                *end -= left_out;
            }
            count += ended;
            let cell_start = if count == 0 { 0 } else { row.ends[count - 1] };
            if length - cell_start > LONGEST_CELL {
                left_out += length - cell_start;
                length = cell_start;
                if row.too_long.last() != Some(&count) {
                    row.too_long.push(count);
                }
            }
            match result {
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull => {}
                ReadRecordResult::OutputEndsFull if count >= MOST_CELLS => count = MOST_CELLS - 1,
                ReadRecordResult::OutputEndsFull => row.ends.resize(row.ends.len() * 2, 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(false),
            }
        }
        row.ends.truncate(count);
        row.set_text(&self.cells[..length]);
        if self.is_done && self.piece.is_empty() && !self.is_unquoted {
            row.quote = self.quotes.open(count.saturating_sub(1));
        }
        let own_breaks = u64::from(self.at > 0 && self.piece.get(self.at - 1) == Some(&b'\n'));
        let has_lines = self.core.line() - first_line > own_breaks;
        if has_lines && row.quote.is_none() && self.columns >= TELLING_COLUMNS {
            row.quote = row.swallowed(self.delimiter, (self.columns / 2).max(8));
        }
        Ok(true)
    }

    fn refill(&mut self) -> io::Result<()> {
        // Only the last row of a piece is looked at twice.
        self.quotes.see(&self.piece[self.unseen..]);
        self.unseen = 0;
        self.text.next_piece(&mut self.piece)?;
        self.at = 0;
        self.is_done = self.piece.is_empty();
        Ok(())
    }

    fn skip_empty_lines(&mut self) -> io::Result<bool> {
        loop {
            if self.at == self.piece.len() {
                if self.is_done {
                    return Ok(false);
                }
                self.refill()?;
                continue;
            }
            match self.piece[self.at] {
                b'\r' => {}
                b'\n' => self.skipped_lines += 1,
                _ => return Ok(true),
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut records = Records::new(Some(text.as_bytes().to_vec()), b',');
        let (mut row, mut found) = (Row::default(), Vec::new());
        while records.read(&mut row).unwrap() {
            found.push((row.line, row.cells().map(str::to_owned).collect()));
        }
        found
    }

    #[test]
    fn a_row_knows_the_line_that_it_begins_on() {
        let text = "a,b\r\n\r\n\"x\r\ny\",2\n\n\n3,4\n";
        let lines: Vec<u64> = rows(text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(
            lines,
            [1, 3, 7],
            "empty lines and line breaks in quotes count as lines"
        );
    }

    #[test]
    fn quotation_marks_can_be_letters() {
        let text = b"a\tb\n5\" nail\t\"x\n6\ty\n".to_vec();
        let mut records = Records::new(Some(text), b'\t').unquoted();
        let mut row = Row::default();
        let mut rows = Vec::new();
        while records.read(&mut row).unwrap() {
            assert_eq!(row.quote, None);
            rows.push(row.cells().map(str::to_owned).collect::<Vec<_>>());
        }
        assert_eq!(rows, [["a", "b"], ["5\" nail", "\"x"], ["6", "y"]]);
    }

    #[test]
    fn quotes_keep_delimiters_quotes_and_line_breaks() {
        assert_eq!(rows("\"a,\"\"b\"\"\nc\",d")[0].1, ["a,\"b\"\nc", "d"]);
    }

    #[test]
    fn a_cell_that_never_ends_is_emptied_and_marked() {
        let text = format!(
            "a,\"{}\",b,\"{}",
            "x".repeat(LONGEST_CELL * 3),
            "y".repeat(10)
        );
        let mut records = Records::new(Some(text.into_bytes()), b',');
        let mut row = Row::default();
        assert!(records.read(&mut row).unwrap());
        assert_eq!(row.too_long, [1]);
        assert_eq!((row.len(), row.cell(0), row.cell(2)), (4, "a", "b"));
        assert_eq!(row.cell(3), "yyyyyyyyyy");
    }

    /// Text that comes in pieces of a few bytes.
    struct Pieces(Vec<u8>, usize);

    impl Text for Pieces {
        fn next_piece(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
            out.clear();
            let rest = self.0.split_off(self.1.min(self.0.len()));
            out.extend(std::mem::replace(&mut self.0, rest));
            Ok(())
        }
    }

    #[test]
    fn a_quotation_mark_that_stays_open_is_found_where_it_opens() {
        for (text, expected) in [
            ("a,b\n1,\"Q\n2,x\n3,y\n", Some((2, 2))),
            ("a,b\n1,\"Q\n2,x\n3,y", Some((2, 2))),
            ("a,b\n\"1\n2\",\"Q", Some((3, 0))),
            ("a,b\n1,\"Q\"\n", None),
            ("a,b\n1,\"Q\"", None),
            ("a,b\n1,Q\"", None),
            ("a,b\n1,\"Q\"\"", Some((2, 0))),
            ("a,b\n1,\"Q\"\"\"", None),
            ("a,b\n1,5\" disc\n2,\"x\"y\"", None),
        ] {
            for piece in 1..=text.len() {
                let mut records = Records::new(Pieces(text.as_bytes().to_vec(), piece), b',');
                let (mut row, mut found) = (Row::default(), None);
                while records.read(&mut row).unwrap() {
                    assert!(found.is_none(), "only the last row can be open: {text:?}");
                    if let Some(Quote::Open { line, below, .. }) = row.quote {
                        found = Some((line, below));
                    }
                }
                assert_eq!(found, expected, "{text:?} in pieces of {piece}");
            }
        }
    }

    #[test]
    fn a_row_inside_a_cell_is_found() {
        let commas = ",".repeat(9);
        let missing = |text: &str| {
            let records = Records::new(Some(text.as_bytes().to_vec()), b',');
            let mut records = records.of_table(10);
            let (mut row, mut found) = (Row::default(), Vec::new());
            while records.read(&mut row).unwrap() {
                found.push(row.quote);
            }
            found
        };
        let swallowed = format!("1,\"a\nb\",\"Q\n2{commas}\n3,\"{commas}\n4{commas}\n");
        assert_eq!(
            missing(&swallowed),
            [Some(Quote::Missing { line: 2, cell: 2 }), None]
        );
        let note = "1,\"Dear all,\nyes, no, maybe, so, on, and, on\",3,4\r\n2,x,y,z\n";
        assert_eq!(missing(note), [None, None], "a note may have commas");
    }

    #[test]
    fn a_nul_is_found_in_its_cell() {
        let mut records = Records::new(Some(b"a,b\0c,d".to_vec()), b',');
        let mut row = Row::default();
        assert!(records.read(&mut row).unwrap());
        assert_eq!(row.nul(), Some(1));
    }
}
