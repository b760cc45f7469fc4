//! What must hold for any bytes at all: the doors through which a fuzzer reaches what is private
//! here. Its seeds are also played by an ordinary test, so that what it once found stays found.
#![expect(
    clippy::expect_used,
    reason = "a panic is how a fuzzer is told of a fault"
)]

use std::{
    fs,
    io::{self, Write},
};

use pannier_core::{Cancel, Currency, Money, NumberStyle, ShopZone, UnitPrice};

use crate::{
    DateOrder, DateStyle, cells,
    dates::{self, DateEvidence, Written},
    detect::{self, Match},
    file::TableFile,
    header::Header,
    numbers::DecimalEvidence,
    records::{LONGEST_CELL, Records, Row, Text},
    sniff::{Stop, look},
    source::unify_line_ends,
    table::{self, Recognise},
    unpack::{Spool, unpack},
};

/// Text that comes in pieces of some bytes.
struct Pieces<'t> {
    rest: &'t [u8],
    length: usize,
}

impl Text for Pieces<'_> {
    fn next_piece(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        let (piece, rest) = self.rest.split_at(self.length.min(self.rest.len()));
        out.clear();
        out.extend_from_slice(piece);
        self.rest = rest;
        Ok(())
    }
}

/// One row: its line, its cells, and whether the parser found fault with it.
type Found = (u64, Vec<String>, bool);

fn rows(text: &[u8], delimiter: u8, length: usize) -> Vec<Found> {
    let pieces = Pieces { rest: text, length };
    let mut records = Records::new(pieces, delimiter).of_table(12);
    let (mut row, mut found) = (Row::default(), Vec::new());
    while records.read(&mut row).expect("text in memory is read") {
        let cells = row.cells().map(str::to_owned).collect();
        found.push((row.line, cells, row.quote.is_some()));
        assert!(found.len() <= text.len(), "each row takes a byte");
    }
    found
}

/// What of a text is neither a separator nor a quotation mark.
fn letters<'t>(text: impl Iterator<Item = &'t str>, delimiter: u8) -> String {
    let is_letter = |c: &char| !matches!(c, '"' | '\r' | '\n') && *c != char::from(delimiter);
    text.flat_map(str::chars).filter(is_letter).collect()
}

/// Rows of any text: every letter is in a row, in its order, however the text is cut into pieces.
pub fn reader(bytes: &[u8]) {
    let Some((choice, text)) = bytes.split_first() else {
        return;
    };
    let delimiter = b",;\t|"[usize::from(choice % 4)];
    let mut text = String::from_utf8_lossy(text).into_owned().into_bytes();
    unify_line_ends(&mut text);
    let text = String::from_utf8(text).expect("line ends are no part of a letter");
    // The parser takes a mark at the beginning for what it is, and headers leave others out.
    let text = text.replace('\u{feff}', "");
    if text.len() > LONGEST_CELL {
        return;
    }
    let whole = rows(text.as_bytes(), delimiter, text.len().max(1));
    let cells = whole.iter().flat_map(|(_, cells, _)| cells);
    assert_eq!(
        letters(cells.map(String::as_str), delimiter),
        letters(std::iter::once(text.as_str()), delimiter),
        "no letter is lost"
    );
    let lines = text.bytes().filter(|b| *b == b'\n').count() as u64 + 1;
    assert!(whole.iter().all(|(line, ..)| (1..=lines).contains(line)));
    assert!(whole.is_sorted_by(|(a, ..), (b, ..)| a <= b));
    let length = usize::from(choice / 4) + 1;
    assert_eq!(
        rows(text.as_bytes(), delimiter, length),
        whole,
        "pieces make no difference"
    );
}

/// What platforms are known by, and nothing else.
struct Platforms;

impl Recognise for Platforms {
    fn recognise(&self, header: &Header) -> Option<Match> {
        detect::recognise(header)
    }
}

/// A file of these bytes, which goes with what is returned.
fn file_of(bytes: &[u8]) -> tempfile::TempPath {
    let file = tempfile::NamedTempFile::new().expect("a file can be made");
    fs::write(file.path(), bytes).expect("a file can be written");
    file.into_temp_path()
}

/// A file of any bytes: it is a table whose rows can be read, or it is refused with a sentence.
pub fn detection(bytes: &[u8]) {
    let path = file_of(bytes);
    let cancel = Cancel::default();
    let looked = match look(&path, &cancel) {
        Ok(looked) => looked,
        Err(Stop::Refused(refusal)) => {
            assert!(!refusal.what.is_empty() && !refusal.need.is_empty());
            return;
        }
        Err(Stop::Cancelled(_)) => panic!("nobody asked for that"),
    };
    assert_eq!(looked.size, bytes.len() as u64);
    assert_eq!(looked.hash, *blake3::hash(bytes).as_bytes());
    let table = match table::find(&looked.head, &Platforms) {
        Ok(table) => table,
        Err(unknown) => {
            let refusal = unknown.refusal;
            assert!(!refusal.what.is_empty() && !refusal.need.is_empty());
            return;
        }
    };
    let mut parts = unpack(&path, &mut Spool::default(), &cancel)
        .ok()
        .expect("a plain file is itself");
    let part = parts.pop().expect("a plain file is one part");
    let file = TableFile {
        part,
        looked,
        table,
    };
    let (mut row, mut found) = (Row::default(), 0);
    let mut records = file.rows().expect("the file is there");
    while records.read(&mut row).expect("the file is there") {
        found += 1;
        assert!(found <= bytes.len(), "each row takes a byte");
        let _ = file.shape(&row, Some(0));
        let _ = (row.fingerprint(), row.nul());
    }
}

/// Amounts, dates and other cells of any text: what is read says itself again.
pub fn values(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut decimals = DecimalEvidence::default();
    let mut days = DateEvidence::default();
    for (line, cell) in (1..).zip(text.split('\n')) {
        amount(cell);
        moment(cell);
        decimals.see(cell);
        days.see(cell, line);
        let _ = (
            cells::yes_no(cell),
            cells::pieces(cell),
            cells::clean_id(cell),
        );
        assert!(!cells::text(cell).contains(char::is_control));
    }
    for style in [NumberStyle::Point, NumberStyle::Comma] {
        // A file that decides by itself does not ask.
        assert!(decimals.style(Some(style)).is_some() || decimals.style(None).is_none());
    }
    let _ = (
        days.contradiction().is_some(),
        days.style(None),
        days.has_local(),
    );
    for style in styles() {
        let _ = days.newest(style);
    }
}

fn amount(cell: &str) {
    for code in ["EUR", "JPY", "KWD"] {
        let currency: Currency = code.parse().expect("a currency");
        for style in [NumberStyle::Point, NumberStyle::Comma] {
            if let Ok(money) = Money::parse(cell, style, currency) {
                let again = Money::parse(&money.text(), NumberStyle::Point, currency);
                assert_eq!(again, Ok(money), "{cell:?}");
            }
            if let Ok(price) = UnitPrice::parse(cell, style) {
                let _ = price.times(i64::MAX, currency);
                assert!(price.times(0, currency) == Some(0));
            }
        }
    }
}

fn styles() -> [DateStyle; 3] {
    let numbers = DateStyle::Numbers;
    [
        DateStyle::Iso,
        numbers(DateOrder::DayFirst),
        numbers(DateOrder::MonthFirst),
    ]
}

fn moment(cell: &str) {
    let Some(written) = dates::read(cell) else {
        return;
    };
    let zone: ShopZone = "Europe/Berlin".parse().expect("a zone");
    for style in styles() {
        if let Some(moment) = written.moment(style, zone) {
            let _ = dates::is_plausible(moment.at, moment.at);
        }
    }
    if let Written::Plain(at, None) = written
        && at.format("%Y").to_string().len() == 4
    {
        let text = at.format("%Y-%m-%d %H:%M:%S").to_string();
        assert_eq!(dates::read(&text), Some(written), "{cell:?} is {text}");
    }
}

/// Packed files of any bytes: tables within the limits, or a sentence.
pub fn unpacking(bytes: &[u8]) {
    let path = file_of(bytes);
    let mut spool = Spool::default();
    match unpack(&path, &mut spool, &Cancel::default()) {
        Ok(parts) => {
            assert!(!parts.is_empty() && parts.len() <= 100);
            for part in parts {
                assert!(!part.name.contains(char::is_control));
                assert!(fs::metadata(part.path).is_ok_and(|meta| meta.is_file()));
            }
        }
        Err(Stop::Refused(refusal)) => {
            assert!(!refusal.what.is_empty() && !refusal.need.is_empty());
        }
        Err(Stop::Cancelled(_)) => panic!("nobody asked for that"),
    }
}

/// Workbooks with any bytes in one of their parts, where the checksums of their wrapping would keep
/// a fuzzer from getting to.
pub fn workbooks(bytes: &[u8]) {
    let Some((part, bytes)) = bytes.split_first() else {
        return;
    };
    let links = |kind: &str, end: &str| {
        format!(
            r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{end}"/></Relationships>"#
        )
    };
    let (root, book) = (
        links("officeDocument", "xl/workbook.xml"),
        r#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    );
    let sheet = links("worksheet", "worksheets/sheet1.xml");
    let texts = "<sst><si><t>Name</t></si><si><t>Total</t></si></sst>";
    let cells = r#"<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row></sheetData></worksheet>"#;
    let excel = |place: &str| {
        zipped(
            [
                ("[Content_Types].xml", "<Types/>"),
                ("_rels/.rels", &root),
                ("xl/workbook.xml", book),
                ("xl/_rels/workbook.xml.rels", &sheet),
                ("xl/sharedStrings.xml", texts),
                ("xl/styles.xml", "<styleSheet/>"),
                ("xl/worksheets/sheet1.xml", cells),
            ]
            .map(|(name, text)| {
                (
                    name,
                    if name == place {
                        bytes
                    } else {
                        text.as_bytes()
                    },
                )
            }),
        )
    };
    let packed = match part % 8 {
        0 => excel("xl/worksheets/sheet1.xml"),
        1 => excel("xl/sharedStrings.xml"),
        2 => excel("xl/workbook.xml"),
        3 => excel("xl/styles.xml"),
        4 | 5 => {
            let (binary, end) = (
                links("worksheet", "worksheets/sheet1.bin"),
                "xl/workbook.bin",
            );
            let book = b"\x83\x01\0\x8F\x01\0\x9C\x01\x1A\0\0\0\0\x01\0\0\0\x04\0\0\0r\0I\0d\x001\0\x01\0\x90\x01\0\x84\x01\0";
            let own = part % 8 == 5;
            zipped([
                ("[Content_Types].xml", &b"<Types/>"[..]),
                (end, if own { bytes } else { book }),
                ("xl/_rels/workbook.bin.rels", binary.as_bytes()),
                ("xl/worksheets/sheet1.bin", bytes),
            ])
        }
        6 => zipped([
            (
                "mimetype",
                &b"application/vnd.oasis.opendocument.spreadsheet"[..],
            ),
            ("content.xml", bytes),
        ]),
        _ => compound(bytes),
    };
    unpacking(&packed);
}

fn zipped<const N: usize>(files: [(&str, &[u8]); N]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        writer
            .start_file(name, stored)
            .and_then(|()| Ok(writer.write_all(bytes)?))
            .expect("an archive is written into memory");
    }
    let written = writer.finish().expect("an archive is written into memory");
    written.into_inner()
}

fn compound(stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(io::Cursor::new(Vec::new()))
        .expect("a compound file is written into memory");
    file.create_stream("/Workbook")
        .and_then(|mut workbook| workbook.write_all(stream))
        .and_then(|()| file.flush())
        .expect("a compound file is written into memory");
    file.into_inner().into_inner()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_seeds_of_the_fuzzer_hold() {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
        for (target, check) in [
            ("reader", reader as fn(&[u8])),
            ("detection", detection),
            ("values", values),
            ("unpacking", unpacking),
            ("workbooks", workbooks),
        ] {
            let mut played = 0;
            for seed in fs::read_dir(seeds.join(target)).unwrap() {
                check(&fs::read(seed.unwrap().path()).unwrap());
                played += 1;
            }
            assert!(played > 0, "{target} has seeds");
        }
    }
}
