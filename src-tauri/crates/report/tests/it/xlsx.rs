//! The workbook, read back by a reader that is not its writer.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use pannier_core::Money;
use pannier_report::{Block, Cell, Column, Document, Kind, Table, tables_to_xlsx};

use crate::sample::{about, channels, day, orders, report};

fn open(document: &Document) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(tables_to_xlsx(document).unwrap())).unwrap()
}

fn of(tables: Vec<Table>) -> Document {
    Document {
        about: about(),
        blocks: tables.into_iter().map(Block::Table).collect(),
    }
}

/// The sheet as it is in the file.
fn xml(document: &Document, path: &str) -> String {
    let file = tables_to_xlsx(document).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    std::io::read_to_string(archive.by_name(path).unwrap()).unwrap()
}

#[test]
fn the_cover_says_what_the_workbook_is_of() {
    let mut workbook = open(&report());
    let names = workbook.sheet_names();
    assert_eq!(
        names.len(),
        11,
        "a cover, three tables and seven charts: {names:?}"
    );
    assert_eq!(names[0], "About");
    let cover = workbook.worksheet_range("About").unwrap();
    let text: Vec<String> = cover.cells().map(|(_, _, cell)| cell.to_string()).collect();
    for part in [
        "Average order value",
        "Harbour & Hearth",
        "2 Apr 2026 – 30 Jun 2026, compared with the 90 days before",
        "Goods as at the time of order: €55.50 = €197,908.30 ÷ 3,566 orders",
    ] {
        assert!(text.contains(&part.to_owned()), "{part} is not in {text:?}");
    }
    for name in names {
        assert!(name.chars().count() <= 31, "{name}");
    }
}

#[test]
fn numbers_are_numbers_and_days_are_days() {
    let mut table = Table::new(
        "All kinds",
        vec![
            Column::new("Name", Kind::Text),
            Column::new("Euro", Kind::Money),
            Column::new("Yen", Kind::Money),
            Column::new("Dinar", Kind::Change),
            Column::new("Count", Kind::Count),
            Column::new("Share", Kind::Percent(1)),
            Column::new("Day", Kind::Day),
        ],
        "Nothing",
    );
    let amount = |minor, code: &str| Money::new(minor, code.parse().unwrap());
    table.push([
        Cell::text("=1+1"),
        Cell::Money(amount(-5780, "EUR")),
        Cell::Money(amount(1200, "JPY")),
        Cell::Change {
            amount: amount(1234, "KWD"),
            sure: true,
        },
        Cell::Count(3566),
        Cell::ratio(0.254),
        Cell::Day(day("2024-02-29")),
    ]);
    table.push([Cell::text("Later"), Cell::absent("Too few orders to tell")]);
    let document = of(vec![table]);
    let mut workbook = open(&document);
    let sheet = workbook.worksheet_range("All kinds").unwrap();
    assert_eq!(
        sheet.get((1, 0)),
        Some(&Data::String("=1+1".into())),
        "text, not a formula"
    );
    assert_eq!(sheet.get((1, 1)), Some(&Data::Float(-57.8)));
    assert_eq!(sheet.get((1, 3)), Some(&Data::Float(1200.0)));
    assert_eq!(sheet.get((1, 4)), Some(&Data::Float(1.234)));
    assert_eq!(sheet.get((1, 5)), Some(&Data::Float(3566.0)));
    assert_eq!(sheet.get((1, 6)), Some(&Data::Float(0.254)));
    let Some(Data::DateTime(date)) = sheet.get((1, 7)) else {
        panic!("not a date: {:?}", sheet.get((1, 7)));
    };
    assert_eq!(date.as_datetime().unwrap().date(), day("2024-02-29").date());
    assert_eq!(sheet.get((2, 1)), Some(&Data::Empty));
    assert_eq!(
        sheet.get((2, 2)),
        Some(&Data::String("Too few orders to tell".into()))
    );
    let styles = xml(&document, "xl/styles.xml");
    for format in [
        "&quot;€&quot;#,##0.00",
        "&quot;¥&quot;#,##0;",
        "&quot;KWD &quot;#,##0.000",
        "0.0%",
        "yyyy-mm-dd",
    ] {
        assert!(styles.contains(format), "{format} is not in {styles}");
    }
    let sheet = xml(&document, "xl/worksheets/sheet2.xml");
    assert!(!sheet.contains("<f>"), "no formula");
    assert!(
        sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter"),
        "{sheet}"
    );
}

#[test]
fn tables_of_one_name_and_of_none_have_sheets_of_their_own() {
    let empty = |title: &str| Table::new(title, vec![Column::new("A", Kind::Text)], "No orders");
    let mut workbook = open(&of(vec![
        empty("a/b"),
        empty("A b"),
        empty(""),
        empty("About"),
    ]));
    assert_eq!(
        workbook.sheet_names(),
        ["About", "a b", "A b 2", "Table", "About 2"]
    );
    let sheet = workbook.worksheet_range("a b").unwrap();
    assert_eq!(sheet.get((1, 0)), Some(&Data::String("No orders".into())));
}

#[test]
fn the_sum_stands_under_the_rows_and_long_tables_are_whole() {
    let mut workbook = open(&of(vec![channels(), orders(5000)]));
    let sheet = workbook.worksheet_range("Channels").unwrap();
    assert_eq!(sheet.get((5, 0)), Some(&Data::String("All orders".into())));
    assert_eq!(sheet.get((5, 1)), Some(&Data::Float(3566.0)));
    let sheet = workbook
        .worksheet_range("Orders of €55.00 to €64.99")
        .unwrap();
    assert_eq!(sheet.height(), 5001);
}
