//! The sheets of a workbook as CSV files: one row of the sheet a line, so that the line of a row
//! is the row that the spreadsheet program shows.

mod excel;
mod numbers;
mod ods;
pub(super) mod old_excel;

use std::{
    fs, mem,
    path::{Path, PathBuf},
};

use pannier_core::Cancel;

use super::{Job, MOST_TABLES, Unpacked, damaged, shown, too_many_tables};
use crate::{Refusal, sniff::Stop};

/// Workbooks that are ZIP files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// XLSX, XLSM.
    Excel,
    /// XLSB.
    Binary,
    /// ODS.
    OpenDocument,
}

const WHAT: &str = "This workbook";

/// The sheets that hold a table, each with its name.
pub(super) fn unpack(path: &Path, kind: Kind, job: &mut Job) -> Result<Sheets, Stop> {
    let mut sheets = Writing::new(job);
    match kind {
        Kind::Excel | Kind::Binary => excel::read(path, kind, &mut sheets)?,
        Kind::OpenDocument => ods::read(path, &mut sheets)?,
    }
    sheets.done()
}

pub(super) type Sheets = Vec<(String, PathBuf)>;

/// Sheets with names for people: that of the workbook alone where there is one.
pub(super) fn named(workbook: &str, sheets: Sheets) -> Vec<(String, PathBuf)> {
    let is_one = sheets.len() == 1;
    let name = |(sheet, path)| {
        let sheet: String = sheet;
        let name = if is_one {
            workbook.to_owned()
        } else {
            format!("{workbook}: {}", shown(&sheet))
        };
        (name, path)
    };
    sheets.into_iter().map(name).collect()
}

pub(super) fn locked() -> Refusal {
    Refusal::new(
        "This workbook is locked with a password",
        "Open it, save it without a password, and drop that file. Better still, drop the CSV file that the shop gave you",
    )
}

/// As many rows and columns as a spreadsheet can have.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: usize = 1 << 14;
/// Rows among which names of columns are looked for.
const JUDGED_ROWS: u32 = 50;

/// Runs what a library does with a workbook. What makes it panic is damaged or meant to.
fn guarded<T>(cancel: &Cancel, read: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(broken(cancel)))
}

/// Why a workbook could not be read: the work is to stop, else it is damaged.
fn broken(cancel: &Cancel) -> Stop {
    match cancel.check() {
        Err(cancelled) => cancelled.into(),
        Ok(()) => Stop::Refused(damaged(WHAT)),
    }
}

/// Sheets while they are written.
struct Writing<'j, 'a> {
    job: &'j mut Job<'a>,
    done: Vec<Written>,
    sheet: Option<Sheet>,
}

struct Written {
    name: String,
    path: PathBuf,
    /// The most words in one of its first rows.
    words: usize,
}

struct Sheet {
    name: String,
    file: Unpacked,
    /// Lines written so far.
    lines: u32,
    /// Rows among them that hold something.
    rows: u32,
    /// The most words in one of the first rows, and the cells of that row: the others are filled
    /// up to it, since nothing says where an empty cell ends a row.
    words: usize,
    width: usize,
    /// The row that cells are put into now, from 0.
    row: u32,
    cells: Vec<String>,
    /// Which of them hold words, rather than numbers.
    words_in_row: usize,
    text: Vec<u8>,
}

impl<'j, 'a> Writing<'j, 'a> {
    fn new(job: &'j mut Job<'a>) -> Self {
        Self {
            job,
            done: Vec::new(),
            sheet: None,
        }
    }

    fn begin(&mut self, name: &str) -> Result<(), Stop> {
        if self.done.len() >= MOST_TABLES {
            return Err(too_many_tables());
        }
        self.sheet = Some(Sheet {
            name: name.to_owned(),
            file: self.job.create()?,
            lines: 0,
            rows: 0,
            words: 0,
            width: 0,
            row: 0,
            cells: Vec::new(),
            words_in_row: 0,
            text: Vec::new(),
        });
        Ok(())
    }

    /// Puts a cell into the sheet, row and column from 0. Rows come in their order.
    fn cell(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Stop> {
        let Some(sheet) = &mut self.sheet else {
            return Ok(());
        };
        let column = column as usize;
        if row < sheet.row || row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Stop::Refused(damaged(WHAT)));
        }
        if row > sheet.row {
            sheet.write_row()?;
            sheet.row = row;
            self.job.cancel.check()?;
        }
        let text = match cell {
            Cell::Word(text) => {
                sheet.words_in_row += usize::from(text.contains(char::is_alphabetic));
                text
            }
            Cell::Value(text) => text,
        };
        if !text.is_empty() {
            if sheet.cells.len() <= column {
                sheet.cells.resize(column + 1, String::new());
            }
            sheet.cells[column] = text;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Stop> {
        let Some(mut sheet) = self.sheet.take() else {
            return Ok(());
        };
        sheet.write_row()?;
        self.done.push(Written {
            path: self.job.close(sheet.file)?,
            name: sheet.name,
            words: sheet.words,
        });
        Ok(())
    }

    /// The sheets that have a row of names. Where none has two names in a row, a list of one
    /// column will do.
    fn done(self) -> Result<Sheets, Stop> {
        let most = self.done.iter().map(|sheet| sheet.words).max().unwrap_or(0);
        let (tables, others): (Vec<_>, Vec<_>) = self
            .done
            .into_iter()
            .partition(|sheet| sheet.words >= most.clamp(1, 2));
        for other in others {
            // It goes with the spool at the latest.
            let _ = fs::remove_file(other.path);
        }
        if tables.is_empty() {
            return Err(Stop::Refused(Refusal::new(
                "There is no table in this workbook: its sheets are empty or hidden, or have no names of columns",
                "Make the export again and drop the new file",
            )));
        }
        Ok(tables
            .into_iter()
            .map(|sheet| (sheet.name, sheet.path))
            .collect())
    }
}

/// A cell as text.
#[derive(Clone)]
enum Cell {
    /// It was text.
    Word(String),
    /// It was a number, a date, yes or no.
    Value(String),
}

impl Sheet {
    /// Writes the present row on its own line, after empty ones for the rows that were left out.
    fn write_row(&mut self) -> Result<(), Stop> {
        if self.cells.is_empty() {
            return Ok(());
        }
        self.text.clear();
        self.text
            .resize(self.row.saturating_sub(self.lines) as usize, b'\n');
        for (position, cell) in self.cells.iter().enumerate() {
            if position > 0 {
                self.text.push(b',');
            }
            if cell.contains(['"', ',', '\n', '\r']) {
                self.text.push(b'"');
                self.text.extend(cell.replace('"', "\"\"").bytes());
                self.text.push(b'"');
            } else {
                self.text.extend(cell.bytes());
            }
        }
        let words = mem::take(&mut self.words_in_row);
        if self.rows < JUDGED_ROWS && words > self.words {
            self.words = words;
            self.width = self.width.max(self.cells.len());
        }
        let missing = self.width.saturating_sub(self.cells.len());
        self.text.resize(self.text.len() + missing, b',');
        self.text.push(b'\n');
        self.cells.clear();
        self.lines = self.row + 1;
        self.rows += 1;
        self.file.write(&self.text)
    }
}
