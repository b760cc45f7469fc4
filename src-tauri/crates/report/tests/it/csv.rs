//! CSV: what a spreadsheet reads is what the table said.

use pannier_core::Money;
use pannier_report::{Cell, Column, Kind, Table, table_to_csv};
use proptest::prelude::*;

use crate::sample::{about, channels, day, reconciliation};

fn records(text: &str) -> Vec<Vec<String>> {
    let plain = text.strip_prefix('\u{feff}').expect("a byte order mark");
    ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(plain.as_bytes())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_table_is_rectangular_and_carries_what_it_is_of() {
    let text = table_to_csv(&about(), &channels()).unwrap();
    let first: Vec<&str> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .take(3)
        .collect();
    insta::assert_snapshot!(first.join("\n"), @r###"
        Channel,Orders,Revenue (EUR),Average order (EUR),"Very likely between, from (EUR)","Very likely between, to (EUR)","Very likely between, why not",On the 90 days before (EUR),"On the 90 days before, sure","On the 90 days before, why not",Share of revenue,Shop,Period,Formula,Made on
        Shopify,2578,146688.20,56.90,55.30,58.61,,3.10,yes,,0.7412,Harbour & Hearth,"2 Apr 2026 – 30 Jun 2026, compared with the 90 days before","Goods as at the time of order: €55.50 = €197,908.30 ÷ 3,566 orders",2026-07-01
        Etsy,680,31824.00,46.80,43.91,50.12,,-0.80,cannot tell,,0.1608,Harbour & Hearth,"2 Apr 2026 – 30 Jun 2026, compared with the 90 days before","Goods as at the time of order: €55.50 = €197,908.30 ÷ 3,566 orders",2026-07-01
        "###);
    let rows = records(&text);
    assert_eq!(rows.len(), 5, "a head and four rows: the sum is left out");
    assert!(text.ends_with("\r\n"));
}

#[test]
fn amounts_have_the_decimals_of_their_currency() {
    let mut table = Table::new(
        "Paid",
        vec![
            Column::new("Paid", Kind::Money),
            Column::new("When", Kind::Day),
            Column::new("Share", Kind::Percent(1)),
        ],
        "Nothing",
    );
    for (minor, code) in [(-420, "EUR"), (1200, "JPY"), (1234, "KWD")] {
        table.push([
            Cell::Money(Money::new(minor, code.parse().unwrap())),
            Cell::Day(day("2026-02-28")),
            Cell::ratio(0.125),
        ]);
    }
    let rows = records(&table_to_csv(&about(), &table).unwrap());
    assert_eq!(
        rows[0][..4],
        ["Paid", "Paid, currency", "When", "Share"],
        "several currencies have a column for them"
    );
    assert_eq!(rows[1][..4], ["-4.20", "EUR", "2026-02-28", "0.125"]);
    assert_eq!(rows[2][..2], ["1200", "JPY"]);
    assert_eq!(rows[3][..2], ["1.234", "KWD"]);
}

#[test]
fn a_table_without_rows_says_why() {
    let table = Table::new(
        "Orders",
        vec![
            Column::new("Order", Kind::Text),
            Column::new("Goods", Kind::Money),
        ],
        "No orders in this period",
    );
    let rows = records(&table_to_csv(&about(), &table).unwrap());
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1][..2], ["No orders in this period", ""]);
    assert_eq!(rows[1][2], "Harbour & Hearth");
}

#[test]
fn formulas_are_held_back_wherever_they_stand() {
    let mut about = about();
    about.shop = "@shop".into();
    let mut table = Table::new(
        "Names",
        vec![
            Column::new("=1+1", Kind::Text),
            Column::new("Note", Kind::Count),
        ],
        "Nothing",
    );
    table.push([Cell::text("=HYPERLINK(\"http://x\")"), Cell::absent("+why")]);
    for text in ["+49 30", "-x", "@a", "\tb", "\rc"] {
        table.push([Cell::text(text), Cell::Count(-3)]);
    }
    let rows = records(&table_to_csv(&about, &table).unwrap());
    for row in &rows {
        for field in row {
            let is_number = field.parse::<f64>().is_ok();
            assert!(
                is_number || !field.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{field:?} would be run"
            );
        }
    }
    assert_eq!(rows[1][0], "'=HYPERLINK(\"http://x\")");
    assert_eq!(rows[2][1], "-3", "a number is a number");
}

#[test]
fn totals_and_changes_keep_their_signs() {
    let rows = records(&table_to_csv(&about(), &reconciliation()).unwrap());
    assert_eq!(rows[1][1], "197908.30");
    assert_eq!(rows[2][1], "-28714.12");
}

proptest! {
    #[test]
    fn any_text_survives(texts in prop::collection::vec(any::<String>(), 1..6)) {
        let mut table = Table::new("Any", vec![Column::new("Text", Kind::Text), Column::new("Again", Kind::Text)], "");
        for text in &texts {
            table.push([Cell::text(text), Cell::text(text)]);
        }
        let rows = records(&table_to_csv(&about(), &table).unwrap());
        prop_assert_eq!(rows.len(), texts.len() + 1);
        for (row, text) in rows[1..].iter().zip(&texts) {
            let held = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let expected = if held { format!("'{text}") } else { text.clone() };
            prop_assert_eq!(&row[0], &expected);
            prop_assert_eq!(&row[1], &expected);
        }
    }
}
