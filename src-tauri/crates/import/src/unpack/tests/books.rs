//! Workbooks, made here.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::{altered, refused, unpacked, zip_of};

/// A workbook with names of columns in its first sheet, and what is put below.
pub(super) fn xlsx(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Orders").unwrap();
    sheet.write_row(0, 0, ["Name", "Total", "At"]).unwrap();
    fill(sheet);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_becomes_an_export() {
    let moments = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let days = Format::new().set_num_format("yyyy-mm-dd");
    let bytes = xlsx(|sheet| {
        let at = ExcelDateTime::parse_from_str("2026-01-31 14:05:00").unwrap();
        sheet.write(1, 0, "#1, \"the first\"\nof all").unwrap();
        sheet.write(1, 1, 33.62).unwrap();
        sheet
            .write_datetime_with_format(1, 2, &at, &moments)
            .unwrap();
        // A row is left out here.
        sheet.write(3, 0, 5_375_180_000_001_f64).unwrap();
        sheet.write(3, 1, 1_234_567_890_123_456_789_f64).unwrap();
        sheet
            .write_number_with_format(3, 2, 46_053.0, &days)
            .unwrap();
        sheet.write(4, 0, true).unwrap();
        sheet.write(4, 2, 45_384.34).unwrap();
        sheet
            .write_formula(
                5,
                1,
                rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!"),
            )
            .unwrap();
        sheet.write(5, 2, "Österreich €").unwrap();
        sheet.write(6, 0, "#9").unwrap();
    });
    let expected = "Name,Total,At\n\
         \"#1, \"\"the first\"\"\nof all\",33.62,2026-01-31 14:05:00\n\
         \n\
         5375180000001,1.23456789012346E+18,2026-01-31\n\
         TRUE,,45384.34\n\
         ,,Österreich €\n\
         #9,,\n";
    assert_eq!(
        unpacked("sales.xlsx", bytes),
        Ok(vec![("sales.xlsx".to_owned(), expected.to_owned())])
    );
}

#[test]
fn each_shown_sheet_with_names_of_columns_is_a_table() {
    let mut book = Workbook::new();
    for (name, hidden, rows) in [
        ("Orders", false, &[["Name", "Total"], ["#1", "31"]][..]),
        ("Secret", true, &[["Name", "Total"], ["#2", "32"]]),
        ("Empty", false, &[]),
        ("Remarks", false, &[["Made by hand", ""]]),
        ("More", false, &[["Title", ""], ["Name", "Total"]]),
    ] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap().set_hidden(hidden);
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                if !cell.is_empty() {
                    sheet.write(row, column, *cell).unwrap();
                }
            }
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let names = |tables: Vec<(String, String)>| -> Vec<String> {
        tables.into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(
        names(unpacked("b.xlsx", &bytes).unwrap()),
        ["b.xlsx: Orders", "b.xlsx: More"]
    );
    let zip = zip_of([("b.xlsx", bytes), ("a.csv", b"a,b\n".to_vec())]);
    assert_eq!(
        names(unpacked("s.zip", zip).unwrap()),
        [
            "s.zip: a.csv",
            "s.zip: b.xlsx: Orders",
            "s.zip: b.xlsx: More"
        ]
    );
    let mut list = Workbook::new();
    let sheet = list.add_worksheet();
    sheet
        .write_column(0, 0, ["Email", "a@example.com"])
        .unwrap();
    let list = unpacked("list.xlsx", list.save_to_buffer().unwrap()).unwrap();
    assert_eq!(list[0].1, "Email\na@example.com\n");
    let empty = Workbook::new().save_to_buffer().unwrap();
    assert!(refused("empty.xlsx", empty).contains("no table"));
}

const TYPES: &str = r#"<?xml version="1.0"?><Types/>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const LINKS: &str = r#"<?xml version="1.0"?><Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

const ROOT: &str = r#"<?xml version="1.0"?><Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

fn raw_xlsx(sheet: &str, texts: &str) -> Vec<u8> {
    let sheet = format!(r#"<?xml version="1.0"?><worksheet><sheetData>{sheet}"#);
    zip_of([
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", LINKS),
        ("xl/sharedStrings.xml", texts),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

#[test]
fn hostile_workbooks_are_refused_and_harm_nobody() {
    let texts = r#"<sst uniqueCount="2"><si><t>Name</t></si><si><t>Total</t></si></sst>"#;
    let row = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>"#;
    let end = "</sheetData></worksheet>";
    let whole = raw_xlsx(&format!("{row}{end}"), texts);
    assert_eq!(unpacked("a.xlsx", &whole).unwrap()[0].1, "Name,Total\n");
    let far = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let sparse = unpacked("a.xlsx", raw_xlsx(&format!("{row}{far}{end}"), texts)).unwrap();
    assert_eq!(
        sparse[0].1.lines().count(),
        1 << 20,
        "lines are rows of the sheet"
    );
    assert!(sparse[0].1.len() < 1_100_000);
    for (what, sheet, texts) in [
        ("cut", row.to_owned(), texts),
        (
            "a text that is not there",
            format!("{}{end}", row.replace("<v>1<", "<v>9<")),
            texts,
        ),
        (
            "more texts than fit",
            format!("{row}{end}"),
            r#"<sst uniqueCount="99999999999"><si><t>Name</t></si></sst>"#,
        ),
        ("rows backwards", format!("{far}{row}{end}"), texts),
    ] {
        let said = refused("a.xlsx", raw_xlsx(&sheet, texts));
        assert!(said.contains("damaged"), "{what}: {said}");
    }
    let nothing = zip_of([("[Content_Types].xml", TYPES), ("xl/workbook.xml", "")]);
    assert!(refused("a.xlsx", nothing).contains("damaged"));
    assert!(refused("a.xlsx", &whole[..whole.len() / 2]).contains("damaged"));
}

/// A record of a binary workbook: its number and its length in seven bits a byte.
fn binary(number: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    if number < 0x80 {
        bytes.push(u8::try_from(number).unwrap());
    } else {
        let [low, high] = [number & 0x7F | 0x80, number >> 7];
        bytes.extend([low, high].map(|b| u8::try_from(b).unwrap()));
    }
    bytes.push(u8::try_from(data.len()).unwrap());
    bytes.extend(data);
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    let mut bytes = u32::try_from(text.len()).unwrap().to_le_bytes().to_vec();
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn a_binary_workbook_becomes_an_export() {
    let sheet_entry = [&[0; 4][..], &[1, 0, 0, 0], &wide("rId1"), &wide("S")].concat();
    let book = [
        binary(0x0083, &[]),
        binary(0x008F, &[]),
        binary(0x009C, &sheet_entry),
        binary(0x0090, &[]),
        binary(0x0084, &[]),
    ]
    .concat();
    let cell = |number, column: u32, data: &[u8]| {
        binary(number, &[&column.to_le_bytes(), &[0; 4][..], data].concat())
    };
    let row = |row: u32| binary(0, &row.to_le_bytes());
    let sheet = |second: Vec<u8>| {
        let begin = [
            binary(0x0081, &[]),
            binary(0x0094, &[0; 16]),
            binary(0x0091, &[]),
        ];
        let names = [
            row(0),
            cell(6, 0, &wide("Name")),
            cell(6, 1, &wide("Total")),
        ];
        let end = [row(2), second, binary(0x0092, &[]), binary(0x0082, &[])];
        [begin.concat(), names.concat(), end.concat()].concat()
    };
    let links = LINKS.replace("sheet1.xml", "sheet1.bin");
    let zip = |sheet: Vec<u8>| {
        zip_of([
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("xl/workbook.bin", &book),
            ("xl/_rels/workbook.bin.rels", links.as_bytes()),
            ("xl/worksheets/sheet1.bin", &sheet),
        ])
    };
    let number = cell(5, 1, &33.62_f64.to_le_bytes());
    let tables = unpacked("b.xlsb", zip(sheet(number)));
    let expected = "Name,Total\n\n,33.62\n".to_owned();
    assert_eq!(tables, Ok(vec![("b.xlsb".to_owned(), expected)]));
    let long = cell(6, 0, &[0xFF, 0xFF, 0, 0]);
    let said = refused("b.xlsb", zip(sheet(long)));
    assert!(
        said.contains("damaged"),
        "a text longer than its record: {said}"
    );
}

const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// An open document with a sheet of two names and what is put below.
pub(super) fn ods(rows: &str) -> Vec<u8> {
    let names = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Name</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>Total</text:p></table:table-cell></table:table-row>";
    raw_ods(&format!(
        "<table:table table:name=\"Orders\">{names}{rows}</table:table>"
    ))
}

fn raw_ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:automatic-styles><style:style style:name=\"hid\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    zip_of([
        ("mimetype", MIME),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &content),
    ])
}

#[test]
fn an_open_document_becomes_an_export() {
    let bytes = ods(r#"
      <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
      <table:table-row>
        <table:table-cell office:value-type="string"><office:annotation><text:p>a note</text:p></office:annotation><text:p>A &amp; B<text:s text:c="2"/>&#233;</text:p><text:p>below</text:p></table:table-cell>
        <table:table-cell office:value-type="currency" office:currency="EUR" office:value="33.62"><text:p>33,62 €</text:p></table:table-cell>
        <table:table-cell office:value-type="date" office:date-value="2026-01-31T14:05:00"><text:p>31.01.26</text:p></table:table-cell>
        <table:table-cell office:value-type="time" office:time-value="PT14H05M00S"/>
        <table:table-cell office:value-type="boolean" office:boolean-value="true"/>
        <table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>
        <table:table-cell office:value-type="percentage" office:value="0.19"/>
      </table:table-row>
      <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="5375180000001"/></table:table-row>
      <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#);
    let expected = "Name,Total\n\n\n\"A & B  é\nbelow\",33.62,2026-01-31 14:05:00,14:05:00,TRUE,,0.19\n5375180000001,5375180000001\n5375180000001,5375180000001\n";
    assert_eq!(
        unpacked("sales.ods", bytes),
        Ok(vec![("sales.ods".to_owned(), expected.to_owned())])
    );
    let hidden = raw_ods(
        "<table:table table:name=\"S\" table:style-name=\"hid\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>Name</text:p></table:table-cell></table:table-row></table:table>",
    );
    assert!(refused("a.ods", hidden).contains("hidden"));
}

#[test]
fn hostile_open_documents_are_refused() {
    let cell = r#"<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>"#;
    let bomb = ods(&format!(
        r#"<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>"#
    ));
    assert!(refused("a.ods", bomb).contains("more than a shop’s export"));
    let many = "<table:table-row table:number-rows-repeated=\"99999999999999999999999\"/>";
    assert!(refused("a.ods", ods(many)).contains("damaged"));
    let locked = zip_of([
        ("mimetype", MIME),
        ("META-INF/manifest.xml", "<manifest:encryption-data/>"),
        ("content.xml", "x"),
    ]);
    assert!(refused("a.ods", locked).contains("locked with a password"));
    for content in [
        "<table:table><table:table-row>",
        "<table:table><table:table-row><table:table-cell office:value-type=\"string\">",
        "<table:table><a></b>",
        "<table:table>&nothing;<table:table-row><table:table-cell office:value-type=\"string\">&nothing;",
    ] {
        let cut = zip_of([("mimetype", MIME), ("content.xml", content)]);
        assert!(refused("a.ods", cut).contains("damaged"), "{content}");
    }
}

fn record(number: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = number.to_le_bytes().to_vec();
    bytes.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
    bytes.extend(data);
    bytes
}

/// Texts in a sheet of an old workbook, each with its row and column, and a size that says so.
pub(super) fn xls_sheet(cells: &[(u16, u16, &str)]) -> Vec<u8> {
    let mut bytes = record(0x0809, &[0, 6, 0x10, 0]);
    for (row, column, text) in cells {
        let mut data = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        data.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
        data.push(0);
        data.extend(text.bytes());
        bytes.extend(record(0x0204, &data));
    }
    bytes
}

/// An old workbook of these sheets.
pub(super) fn xls(sheets: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let head = record(0x0809, &[0, 6, 5, 0]);
    let index_length: usize = sheets.iter().map(|(name, _)| 4 + 8 + name.len()).sum();
    let mut begin = head.len() + index_length + 4;
    let mut stream = head;
    for (name, sheet) in sheets {
        let mut data = u32::try_from(begin).unwrap().to_le_bytes().to_vec();
        data.extend([0, 0, u8::try_from(name.len()).unwrap(), 0]);
        data.extend(name.bytes());
        stream.extend(record(0x0085, &data));
        begin += sheet.len() + 4;
    }
    stream.extend(record(0x000A, &[]));
    for (_, sheet) in sheets {
        stream.extend(sheet);
        stream.extend(record(0x000A, &[]));
    }
    compound("/Workbook", &stream)
}

fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(name).unwrap().write_all(stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn an_old_workbook_becomes_an_export() {
    let cells = [
        (0, 0, "Name"),
        (0, 1, "Total"),
        (2, 0, "#1"),
        (2, 1, "31,00"),
    ];
    let mut sheet = xls_sheet(&cells);
    let number = [&[3, 0, 1, 0, 0, 0][..], &33.62_f64.to_le_bytes()].concat();
    sheet.extend(record(0x0203, &number));
    let bytes = xls(&[("Orders", sheet)]);
    assert_eq!(
        unpacked("old.xls", bytes),
        Ok(vec![(
            "old.xls".to_owned(),
            "Name,Total\n\n#1,\"31,00\"\n,33.62\n".to_owned()
        )])
    );
}

#[test]
fn hostile_old_workbooks_are_refused() {
    let names = [(0, 0, "Name"), (0, 1, "Total")];
    let with = |extra: Vec<u8>| {
        let mut sheet = xls_sheet(&names);
        sheet.extend(extra);
        xls(&[("S", sheet)])
    };
    let size = |rows: [u32; 2], columns: [u16; 2]| {
        let mut data: Vec<u8> = rows.iter().flat_map(|n| n.to_le_bytes()).collect();
        data.extend(columns.iter().flat_map(|n| n.to_le_bytes()));
        data.extend([0, 0]);
        record(0x0200, &data)
    };
    assert!(unpacked("a.xls", with(size([0, 1], [0, 2]))).is_ok());
    for (what, bytes, words) in [
        (
            "a size beyond reason",
            with(size([0, u32::MAX], [0, u16::MAX])),
            "more than",
        ),
        (
            "columns that end before they begin",
            with(size([0, 9_000_000], [0x8989, 0x8989])),
            "more than",
        ),
        (
            "a size that ends before it begins",
            with(size([9, 2], [0, 2])),
            "damaged",
        ),
        (
            "a cell far out",
            with(xls_sheet(&[(65_535, 65_535, "x")])),
            "more than",
        ),
        ("a cut cell", with(record(0x0203, &[1, 0])), "damaged"),
        (
            "a password around all",
            compound("/EncryptedPackage", b"x"),
            "locked",
        ),
        ("a letter", compound("/WordDocument", b"x"), "not a table"),
        (
            "nothing",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
            "damaged",
        ),
    ] {
        let said = refused("a.xls", bytes);
        assert!(said.contains(words), "{what}: {said}");
    }
    let locked = altered(
        xls(&[("S", xls_sheet(&names))]),
        &record(0x0809, &[0, 6, 5, 0]),
        &record(0x002F, &[1, 0, 0, 0]),
    );
    assert!(refused("a.xls", locked).contains("locked with a password"));
}
