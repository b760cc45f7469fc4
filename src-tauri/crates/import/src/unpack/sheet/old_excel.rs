//! Excel workbooks from before 2007 (XLS), and what else comes in a compound file.

use std::{
    io::{Cursor, Read, Write},
    path::Path,
};

use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError};
use cfb::CompoundFile;

use super::{Sheets, WHAT, Writing, broken, guarded, locked, numbers};
use crate::{
    Refusal,
    sniff::Stop,
    unpack::{Job, Watched, damaged, too_large},
};

/// The most that such a workbook may hold (bytes): all of it is in memory at once.
const MOST_BYTES: u64 = 256 << 20;
/// The most cells that its sheets may span: a few hundred megabytes.
const MOST_CELLS: u64 = 10_000_000;

pub(in crate::unpack) fn unpack(path: &Path, job: &mut Job) -> Result<Sheets, Stop> {
    let stream = workbook(path, job)?;
    check_size(&stream)?;
    let book = guarded(job.cancel, || {
        let file = rewrapped(&stream).map_err(|_| Stop::Refused(damaged(WHAT)))?;
        Xls::new(Cursor::new(file)).map_err(|error| {
            Stop::Refused(match error {
                XlsError::Password => locked(),
                _ => damaged(WHAT),
            })
        })
    })?;
    drop(stream);
    write(book, job)
}

fn write(mut book: Xls<Cursor<Vec<u8>>>, job: &mut Job) -> Result<Sheets, Stop> {
    let mut sheets = Writing::new(job);
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.visible != SheetVisible::Visible || sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let Ok(range) = book.worksheet_range(&sheet.name) else {
            continue;
        };
        sheets.begin(&sheet.name)?;
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        for (row, cells) in (first_row..).zip(range.rows()) {
            for (column, cell) in (first_column..).zip(cells) {
                sheets.cell(row, column, numbers::cell(cell))?;
            }
        }
        sheets.end()?;
    }
    sheets.done()
}

/// The stream of a compound file that holds the workbook.
fn workbook(path: &Path, job: &Job) -> Result<Vec<u8>, Stop> {
    let file = Watched::open(path, job.cancel)?;
    let mut file = CompoundFile::open(file).map_err(|_| broken(job.cancel))?;
    if file.is_stream("/EncryptedPackage") {
        return Err(Stop::Refused(locked()));
    }
    let Some(name) = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| file.is_stream(name))
    else {
        return Err(Stop::Refused(Refusal::new(
            "This is a document of an old Office program, not a table",
            "Drop the CSV file that the shop gave you",
        )));
    };
    let stream = file.open_stream(name).map_err(|_| broken(job.cancel))?;
    if stream.len() > MOST_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    stream
        .take(MOST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|_| broken(job.cancel))?;
    Ok(bytes)
}

/// The stream in a compound file of our own, so that what was checked is what is read.
fn rewrapped(stream: &[u8]) -> std::io::Result<Vec<u8>> {
    let room = Cursor::new(Vec::with_capacity(
        stream.len() + (stream.len() >> 6) + 4096,
    ));
    let mut file = CompoundFile::create_with_version(cfb::Version::V3, room)?;
    file.create_stream("/Workbook")?.write_all(stream)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// Records of the workbook's own stream.
const SHEET: u16 = 0x0085;
const END: u16 = 0x000A;
const SIZE: u16 = 0x0200;
/// Records that begin with the row and the column of a cell.
const CELLS: [u16; 8] = [
    0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E,
];

/// Refuses sheets that say they are so large that room for their cells would fill the memory.
fn check_size(stream: &[u8]) -> Result<(), Stop> {
    let mut all = 0;
    for (record, data) in records(stream) {
        if record == END {
            break;
        }
        if record != SHEET {
            continue;
        }
        let Some(begin) = word(data, 0).zip(word(data, 2)) else {
            return Err(Stop::Refused(damaged(WHAT)));
        };
        let begin = usize::from(begin.0) | usize::from(begin.1) << 16;
        let Some(sheet) = stream.get(begin..) else {
            return Err(Stop::Refused(damaged(WHAT)));
        };
        all += cells_of(sheet)?;
        if all > MOST_CELLS {
            return Err(too_large());
        }
    }
    Ok(())
}

/// How many cells a sheet spans, by what it says itself and by where its cells are.
fn cells_of(sheet: &[u8]) -> Result<u64, Stop> {
    let (mut rows, mut columns, mut said) = (0, 0, 0_u64);
    for (record, data) in records(sheet) {
        if record == END {
            break;
        }
        if record == SIZE {
            let size = dimensions(data).ok_or_else(|| Stop::Refused(damaged(WHAT)))?;
            said = said.saturating_add(size);
        } else if CELLS.contains(&record) {
            let (row, column) = (word(data, 0).unwrap_or(0), word(data, 2).unwrap_or(0));
            // Several cells in one record: the last of their columns ends it.
            let last = if record == 0x00BD {
                word(data, data.len().saturating_sub(2)).unwrap_or(0)
            } else {
                0
            };
            rows = rows.max(u64::from(row) + 1);
            columns = columns.max(u64::from(column.max(last)) + 1);
        }
    }
    Ok((rows * columns).max(said))
}

/// How many cells the record of a sheet's size speaks of; nothing where it makes no sense. Columns
/// are counted from the first, since a beginning that is out of bounds is read as that.
fn dimensions(data: &[u8]) -> Option<u64> {
    let long = |at| Some(u64::from(word(data, at)?) | u64::from(word(data, at + 2)?) << 16);
    let short = |at| word(data, at).map(u64::from);
    let (begin, end, columns) = if data.len() >= 14 {
        (long(0)?, long(4)?, short(10)?)
    } else {
        (short(0)?, short(2)?, short(6)?)
    };
    // An empty sheet has nought at both ends.
    let rows = end.max(1).checked_sub(begin)?;
    Some((rows + 1) * (columns + 1))
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    let bytes = data.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([bytes[0], bytes[1]]))
}

/// The records of a stream, each with its number and its bytes.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (record, length) = (word(stream, 0)?, usize::from(word(stream, 2)?));
        let data = stream.get(4..4 + length)?;
        stream = &stream[4 + length..];
        Some((record, data))
    })
}
