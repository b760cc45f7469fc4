//! Open documents (ODS), read as a stream: what they repeat a million times is written only where something comes after it.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::{
    super::zip,
    Cell, MOST_COLUMNS, MOST_ROWS, WHAT, Writing, broken, locked,
    numbers::{iso, iso_duration, number},
};
use crate::{
    sniff::Stop,
    unpack::{CHUNK, damaged, most_of, too_large},
};

/// The most XML that is read of one workbook (bytes).
const MOST_XML: u64 = 1 << 30;
/// The most blanks that one element may stand for.
const MOST_BLANKS: usize = 1000;

pub(super) fn read(path: &Path, sheets: &mut Writing) -> Result<(), Stop> {
    let packed = std::fs::metadata(path).map_or(0, |meta| meta.len());
    let most = most_of(packed).min(MOST_XML);
    let mut archive = zip::open(path, WHAT, sheets.job)?;
    if let Some(index) = archive.index_for_name("META-INF/manifest.xml") {
        let mut manifest = Vec::new();
        zip::member(&mut archive, index, WHAT, sheets.job)?
            .take(1 << 20)
            .read_to_end(&mut manifest)
            .map_err(|_| Stop::Refused(damaged(WHAT)))?;
        let mark = b"encryption-data";
        if manifest.windows(mark.len()).any(|window| window == mark) {
            return Err(Stop::Refused(locked()));
        }
    }
    let index = archive
        .index_for_name("content.xml")
        .ok_or_else(|| Stop::Refused(damaged(WHAT)))?;
    let content = zip::member(&mut archive, index, WHAT, sheets.job)?;
    let mut xml = Reader::from_reader(BufReader::with_capacity(CHUNK, content.take(most)));
    xml.config_mut().expand_empty_elements = true;
    let mut reading = Reading {
        buffer: Vec::new(),
        hidden: Vec::new(),
        style: String::new(),
        depth: 0,
    };
    let outcome = reading.content(&mut xml, sheets);
    let is_cut = xml.into_inner().into_inner().limit() == 0;
    match outcome {
        Err(Fault::Stop(stop)) => Err(stop),
        _ if is_cut => Err(too_large()),
        Err(Fault::Xml) => Err(broken(sheets.job.cancel)),
        Ok(()) => Ok(()),
    }
}

/// Why reading ended early.
enum Fault {
    Stop(Stop),
    /// Not what such a file looks like.
    Xml,
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl From<quick_xml::Error> for Fault {
    fn from(_: quick_xml::Error) -> Self {
        Self::Xml
    }
}

struct Reading {
    buffer: Vec<u8>,
    /// Styles of tables that are not shown.
    hidden: Vec<String>,
    /// The style that is being described.
    style: String,
    /// Tables that are open, one in another.
    depth: u32,
}

impl Reading {
    fn content<R: BufRead>(
        &mut self,
        xml: &mut Reader<R>,
        sheets: &mut Writing,
    ) -> Result<(), Fault> {
        let mut row = 0;
        let mut is_written = false;
        loop {
            self.buffer.clear();
            match xml.read_event_into(&mut self.buffer)? {
                Event::Start(element) => match element.name().as_ref() {
                    "style:style" => {
                        self.style = attribute(&element, "style:name")?.unwrap_or_default();
                    }
                    "style:table-properties"
                        if attribute(&element, "table:display")?.as_deref() == Some("false") =>
                    {
                        self.hidden.push(self.style.clone());
                    }
                    "table:table" => {
                        self.depth += 1;
                        let style = attribute(&element, "table:style-name")?;
                        let is_hidden = style.is_some_and(|style| self.hidden.contains(&style));
                        if self.depth == 1 {
                            (row, is_written) = (0, !is_hidden);
                            if is_written {
                                let name = attribute(&element, "table:name")?;
                                sheets.begin(&name.unwrap_or_default())?;
                            }
                        }
                    }
                    "table:table-row" if self.depth == 1 => {
                        let times = repeated(&element, "table:number-rows-repeated")?;
                        let cells = self.row(xml)?;
                        row = write(&cells, row, times, is_written, sheets)?;
                    }
                    _ => {}
                },
                Event::End(element) if element.name().as_ref() == "table:table" => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 && is_written {
                        sheets.end()?;
                    }
                }
                Event::Eof if self.depth > 0 => return Err(Fault::Xml),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// The cells of a row that hold something, each with its column and how often it comes.
    fn row<R: BufRead>(&mut self, xml: &mut Reader<R>) -> Result<Vec<(usize, usize, Cell)>, Fault> {
        let (mut cells, mut column) = (Vec::new(), 0_usize);
        loop {
            self.buffer.clear();
            match xml.read_event_into(&mut self.buffer)? {
                Event::Start(element)
                    if matches!(
                        element.name().as_ref(),
                        "table:table-cell" | "table:covered-table-cell"
                    ) =>
                {
                    let times = repeated(&element, "table:number-columns-repeated")?;
                    let value = value(&element)?;
                    let text = self.text(xml)?;
                    let cell = match value {
                        Value::Text => Cell::Word(text),
                        Value::Known(cell) => cell,
                    };
                    let (Cell::Word(inner) | Cell::Value(inner)) = &cell;
                    if !inner.is_empty() {
                        let most = MOST_COLUMNS.saturating_sub(column);
                        cells.push((column, times.min(most), cell));
                    }
                    column = column.saturating_add(times);
                }
                Event::End(element) if element.name().as_ref() == "table:table-row" => {
                    return Ok(cells);
                }
                Event::Eof => return Err(Fault::Xml),
                _ => {}
            }
        }
    }

    /// The text of a cell, up to its end. Notes and pictures in it are no part of it.
    fn text<R: BufRead>(&mut self, xml: &mut Reader<R>) -> Result<String, Fault> {
        let mut text = String::new();
        let (mut skipped, mut depth, mut paragraphs) = (0_u32, 1_u32, 0_u32);
        while depth > 0 {
            self.buffer.clear();
            match xml.read_event_into(&mut self.buffer)? {
                Event::Start(element) => {
                    depth += 1;
                    let name = element.name();
                    let name = name.as_ref();
                    if skipped > 0 || name == "office:annotation" || name.starts_with("draw:") {
                        skipped += 1;
                        continue;
                    }
                    match name {
                        "text:p" => {
                            if paragraphs > 0 {
                                text.push('\n');
                            }
                            paragraphs += 1;
                        }
                        "text:s" => {
                            let blanks = repeated(&element, "text:c")?.min(MOST_BLANKS);
                            text.extend(std::iter::repeat_n(' ', blanks));
                        }
                        "text:tab" => text.push('\t'),
                        "text:line-break" => text.push('\n'),
                        _ => {}
                    }
                }
                Event::End(_) => {
                    depth -= 1;
                    skipped = skipped.saturating_sub(1);
                }
                // Line breaks of the XML between paragraphs are none of the cell.
                Event::Text(piece) if skipped == 0 && depth > 1 => {
                    text.push_str(&piece.xml10_content());
                }
                Event::CData(piece) if skipped == 0 && depth > 1 => {
                    text.push_str(&piece.xml10_content());
                }
                Event::GeneralRef(entity) if skipped == 0 && depth > 1 => {
                    if let Some(letter) = entity.resolve_char_ref()? {
                        text.push(letter);
                    } else if let Some(known) = quick_xml::escape::resolve_xml_entity(&entity) {
                        text.push_str(known);
                    } else {
                        return Err(Fault::Xml);
                    }
                }
                Event::Eof => return Err(Fault::Xml),
                _ => {}
            }
        }
        Ok(text)
    }
}

/// Writes a row as often as it comes. Where the next one goes.
fn write(
    cells: &[(usize, usize, Cell)],
    row: u32,
    times: usize,
    is_written: bool,
    sheets: &mut Writing,
) -> Result<u32, Fault> {
    let times = u32::try_from(times).unwrap_or(MOST_ROWS);
    let end = row.saturating_add(times);
    if cells.is_empty() || !is_written {
        return Ok(end);
    }
    for row in row..end {
        for (column, times, cell) in cells {
            for column in *column..column + times {
                let column = u32::try_from(column).unwrap_or(u32::MAX);
                sheets.cell(row, column, cell.clone())?;
            }
        }
    }
    Ok(end)
}

enum Value {
    /// It stands between the tags.
    Text,
    Known(Cell),
}

/// What the tag of a cell says of its value.
fn value(element: &BytesStart) -> Result<Value, Fault> {
    let get = |name| attribute(element, name);
    if get("calcext:value-type")?.as_deref() == Some("error") {
        return Ok(Value::Known(Cell::Value(String::new())));
    }
    let text = match get("office:value-type")?.as_deref() {
        Some("float" | "percentage" | "currency") => {
            let digits = get("office:value")?.unwrap_or_default();
            digits.trim().parse().map_or(digits.clone(), number)
        }
        Some("date") => iso(&get("office:date-value")?.unwrap_or_default()),
        Some("time") => iso_duration(&get("office:time-value")?.unwrap_or_default()),
        Some("boolean") => get("office:boolean-value")?
            .unwrap_or_default()
            .to_uppercase(),
        Some("string") => {
            return Ok(match get("office:string-value")? {
                Some(text) => Value::Known(Cell::Word(text)),
                None => Value::Text,
            });
        }
        _ => String::new(),
    };
    Ok(Value::Known(Cell::Value(text)))
}

fn attribute(element: &BytesStart, name: &str) -> Result<Option<String>, Fault> {
    let found = element.try_get_attribute(name).map_err(|_| Fault::Xml)?;
    found
        .map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0)?;
            Ok(value.into_owned())
        })
        .transpose()
}

/// How often something comes: once where it does not say.
fn repeated(element: &BytesStart, name: &str) -> Result<usize, Fault> {
    match attribute(element, name)? {
        None => Ok(1),
        Some(times) => times.trim().parse().map_err(|_| Fault::Xml),
    }
}
