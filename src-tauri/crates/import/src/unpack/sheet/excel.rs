//! Excel workbooks of today (XLSX, XLSM, XLSB), cell by cell.

use std::{io::BufReader, path::Path};

use calamine::{Cell, DataRef, Reader, Sheet, SheetType, SheetVisible, Xlsb, Xlsx};
use quick_xml::events::Event;

use super::{super::zip, Kind, WHAT, Writing, broken, guarded, numbers};
use crate::{
    sniff::Stop,
    unpack::{CHUNK, Job, Watched, damaged, most_of, too_large},
};

/// The most XML that is read of one workbook (bytes).
const MOST_XML: u64 = 1 << 30;
/// The most that is held in memory of it at a time: the table of texts (bytes).
const MOST_HELD: u64 = 256 << 20;

pub(super) fn read(path: &Path, kind: Kind, sheets: &mut Writing) -> Result<(), Stop> {
    measure(path, sheets.job)?;
    let cancel = sheets.job.cancel.clone();
    let file = Watched::open(path, &cancel)?;
    guarded(&cancel, || match kind {
        Kind::Binary => binary(file, sheets),
        Kind::Excel | Kind::OpenDocument => excel(file, sheets),
    })
}

fn excel(file: Watched, sheets: &mut Writing) -> Result<(), Stop> {
    let cancel = sheets.job.cancel.clone();
    let mut book = Xlsx::new(file).map_err(|_| broken(&cancel))?;
    for name in visible(book.sheets_metadata()) {
        let mut cells = book
            .worksheet_cells_reader(&name)
            .map_err(|_| broken(&cancel))?;
        sheets.begin(&name)?;
        while let Some(cell) = cells.next_cell().map_err(|_| broken(&cancel))? {
            put(&cell, sheets)?;
        }
        sheets.end()?;
    }
    Ok(())
}

fn binary(file: Watched, sheets: &mut Writing) -> Result<(), Stop> {
    let cancel = sheets.job.cancel.clone();
    let mut book = Xlsb::new(file).map_err(|_| broken(&cancel))?;
    for name in visible(book.sheets_metadata()) {
        let mut cells = book
            .worksheet_cells_reader(&name)
            .map_err(|_| broken(&cancel))?;
        sheets.begin(&name)?;
        while let Some(cell) = cells.next_cell().map_err(|_| broken(&cancel))? {
            put(&cell, sheets)?;
        }
        sheets.end()?;
    }
    Ok(())
}

fn visible(sheets: &[Sheet]) -> Vec<String> {
    sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn put(cell: &Cell<DataRef>, sheets: &mut Writing) -> Result<(), Stop> {
    let (row, column) = cell.get_position();
    sheets.cell(row, column, numbers::cell(cell.get_value()))
}

/// Unpacks the whole workbook once without keeping anything: neither what it is as XML nor what it
/// says of its own sizes may fill the memory later.
fn measure(path: &Path, job: &Job) -> Result<(), Stop> {
    let packed = std::fs::metadata(path).map_or(0, |meta| meta.len());
    let most = most_of(packed).min(MOST_XML);
    let mut archive = zip::open(path, WHAT, job)?;
    let (mut all, mut chunk) = (0, vec![0; CHUNK]);
    for index in 0..archive.len() {
        let name = zip::name(&mut archive, index).to_lowercase();
        let is_sheet = name.contains("/worksheets/");
        let is_texts = name.ends_with("/sharedstrings.xml");
        let mut member = zip::member(&mut archive, index, WHAT, job)?;
        let (mut size, mut head) = (0, Vec::new());
        loop {
            job.cancel.check()?;
            let read = job.read(&mut member, &mut chunk, WHAT)?;
            if size == 0 {
                head.extend_from_slice(&chunk[..read]);
            }
            size += read as u64;
            if all + size > most || (!is_sheet && size > MOST_HELD) {
                return Err(too_large());
            }
            if read < chunk.len() {
                break;
            }
        }
        // Room is made for as many texts as it says; each takes four bytes at the very least.
        if is_texts && texts(&head).is_some_and(|texts| texts > size / 4) {
            return Err(Stop::Refused(damaged(WHAT)));
        }
        all += size;
    }
    Ok(())
}

/// How many texts a table of texts says that it has.
fn texts(head: &[u8]) -> Option<u64> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(head));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "sst" => {
                let count = element.try_get_attribute("uniqueCount").ok()??;
                // More digits than fit are too many texts.
                return Some(count.value.trim().parse().unwrap_or(u64::MAX));
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}
