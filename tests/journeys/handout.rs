//! The report to hand out: one file with all that is known of a period.

use std::{fs, path::PathBuf};

use calamine::{Data, Reader, Xlsx, open_workbook};
use lopdf::Document as Pdf;
use pannier_api::{
    Code, create_sample_shop, report_file_name, report_json,
    views::{ComparedWith, Formula, ReportFormat, WholeReportInput},
    write_report,
};
use pannier_core::{Cancel, Reporter};
use serde_json::Value;

use crate::{
    shop::{NOW, TestShop, shop_in},
    shopify::{Order, export, order},
};

/// Names that a page, a spreadsheet or a reader could take for something else.
const HOSTILE: [&str; 4] = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "שטיח פשתן",
    "Candle 🕯️ & Co",
];

/// April and May, each with enough orders to tell.
fn two_months() -> Vec<Order> {
    (0..160_u32)
        .map(|i| {
            let month = if i < 80 { 4 } else { 5 };
            let price = if month == 4 { 40 + i % 9 } else { 52 + i % 9 };
            let created = format!("2026-{month:02}-{:02} 12:00:00 +0200", 1 + i % 28);
            let email = format!("buyer{}@example.com", i % 70);
            let one = order(1_000 + i, &created, &email, &format!("{price}.00"));
            let name = HOSTILE[i as usize % HOSTILE.len()].to_owned();
            Order {
                lines: vec![(name, 1, format!("{price}.00"))],
                ..one
            }
        })
        .collect()
}

fn shop_with(orders: &[Order]) -> TestShop {
    let test = shop_in("EUR");
    if !orders.is_empty() {
        let file = test.file("orders_export.csv", export(orders));
        test.import(&[&file]).unwrap();
    }
    test
}

fn may(format: ReportFormat) -> WholeReportInput {
    WholeReportInput {
        from: Some("2026-05-01".to_owned()),
        until: Some("2026-06-01".to_owned()),
        locale: Some("en-GB".to_owned()),
        format,
        ..WholeReportInput::default()
    }
}

fn written(test: &TestShop, input: &WholeReportInput) -> PathBuf {
    let path = test
        .folder
        .path()
        .join(report_file_name(&test.shop, input).unwrap());
    let report = write_report(&test.shop, input, &path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), report.bytes as u64);
    path
}

fn data(test: &TestShop, input: &WholeReportInput) -> Value {
    serde_json::from_str(&report_json(&test.shop, input).unwrap()).unwrap()
}

fn blocks<'a>(report: &'a Value, kind: &str) -> Vec<&'a Value> {
    let blocks = report["blocks"].as_array().unwrap();
    blocks.iter().filter_map(|block| block.get(kind)).collect()
}

fn texts(report: &Value, kind: &str) -> Vec<String> {
    let found = blocks(report, kind);
    let texts = found.iter().map(|text| text.as_str().unwrap().to_owned());
    texts.collect()
}

fn table<'a>(report: &'a Value, kind: &str, title: &str) -> &'a Value {
    blocks(report, kind)
        .into_iter()
        .find(|table| table["title"] == title)
        .unwrap_or_else(|| panic!("no {title} in {report:#}"))
}

/// The text of a PDF, without its breaks of lines.
fn read(path: &PathBuf) -> (usize, String) {
    let pdf = Pdf::load(path).unwrap();
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    let text = pdf.extract_text(&pages).unwrap();
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (pages.len(), joined)
}

#[test]
fn a_report_prints_its_formula_and_its_parts_add_up() {
    let test = shop_with(&two_months());
    let report = data(&test, &may(ReportFormat::Json));
    assert_eq!(report["shop"], "Wren & Willow");
    assert_eq!(
        report["period"],
        "1 May 2026 – 31 May 2026, compared with 1 Apr 2026 – 30 Apr 2026"
    );
    let figures = &blocks(&report, "figures")[0];
    let value = |at: usize| &figures[at]["value"];
    let (aov, revenue, orders) = (&value(0)["text"], &value(1)["text"], value(2));
    assert_eq!(*orders, 80);
    let formula = report["formula"].as_str().unwrap();
    assert_eq!(
        formula,
        format!(
            "€{} = €{} ÷ 80 orders: goods after discounts, before refunds",
            aov.as_str().unwrap(),
            revenue.as_str().unwrap().replacen('4', "4,", 1)
        )
    );
    let said = texts(&report, "paragraph").join("\n");
    assert!(said.contains("The average rose by €12."), "{said}");
    assert!(said.contains("more than chance"), "{said}");

    let parts = table(&report, "table", "Parts of the change");
    let minor = |cell: &Value| cell["minor"].as_i64().unwrap();
    let sum: i64 = parts["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| minor(&row[1]))
        .sum();
    assert_eq!(sum, minor(&parts["foot"][1]));
    let weeks = table(&report, "table", "Figures by day");
    let total: i64 = weeks["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| minor(&row[2]))
        .sum();
    assert_eq!(total, minor(value(1)), "the days add up to the period");
    let products = table(&report, "table", "By product");
    assert_eq!(products["rows"].as_array().unwrap().len(), HOSTILE.len());
    let charts: Vec<&str> = blocks(&report, "chart")
        .iter()
        .map(|chart| chart["title"].as_str().unwrap())
        .collect();
    assert!(charts.contains(&"Orders by value"), "{charts:?}");
    assert!(charts.contains(&"Average order value by day"), "{charts:?}");
}

#[test]
fn steps_lead_from_each_formula_to_the_others() {
    let mut orders = two_months();
    orders[90].refunded = orders[90].total.clone();
    orders[91].cancelled = "2026-05-20 12:00:00 +0200".to_owned();
    let test = shop_with(&orders);
    for formula in [
        Formula::Goods,
        Formula::Shopify,
        Formula::Net,
        Formula::Collected,
    ] {
        let input = WholeReportInput {
            formula,
            ..may(ReportFormat::Json)
        };
        let report = data(&test, &input);
        let steps: Vec<&Value> = blocks(&report, "table")
            .into_iter()
            .filter(|table| table["title"].as_str().unwrap().starts_with("From “"))
            .collect();
        assert_eq!(steps.len(), 3);
        for table in steps {
            let rows = table["rows"].as_array().unwrap();
            let money: i64 = rows
                .iter()
                .map(|row| row[1]["minor"].as_i64().unwrap())
                .sum();
            let orders: i64 = rows.iter().map(|row| row[2].as_i64().unwrap_or(0)).sum();
            assert_eq!(
                money,
                table["foot"][1]["minor"].as_i64().unwrap(),
                "{table:#}"
            );
            assert_eq!(orders, table["foot"][2].as_i64().unwrap(), "{table:#}");
        }
    }
}

#[test]
fn hostile_names_stay_words_in_every_kind_of_file() {
    let test = shop_with(&two_months());
    let page = fs::read_to_string(written(&test, &may(ReportFormat::Html))).unwrap();
    assert!(!page.contains("<script"), "no name becomes markup");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(page.contains("שטיח פשתן"));
    assert!(page.contains("€"));

    let text = fs::read_to_string(written(&test, &may(ReportFormat::Csv))).unwrap();
    assert!(text.starts_with('\u{feff}'));
    assert_eq!(text.matches('\u{feff}').count(), 1);
    assert!(
        text.contains("'=cmd|"),
        "a formula begins with an apostrophe"
    );
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    for record in reader.records() {
        for field in &record.unwrap() {
            assert!(!field.starts_with(['=', '@', '+']), "{field}");
        }
    }
    for title in ["Figures by day", "By product", "Orders by value"] {
        let is_title = |line: &str| line.trim_start_matches('\u{feff}') == title;
        assert!(text.lines().any(is_title), "{title}");
    }

    let (pages, words) = read(&written(&test, &may(ReportFormat::Pdf)));
    assert!((3..=12).contains(&pages), "{pages} pages");
    for part in [
        "Wren & Willow",
        "Why it moved",
        "By product",
        "<script>alert(1)</script>",
    ] {
        assert!(words.contains(part), "{part} is not in {words}");
    }

    let mut book: Xlsx<_> = open_workbook(written(&test, &may(ReportFormat::Xlsx))).unwrap();
    let range = book.worksheet_range("By product").unwrap();
    let cells: Vec<&Data> = range.cells().map(|(_, _, cell)| cell).collect();
    assert!(
        cells.contains(&&Data::String(HOSTILE[0].to_owned())),
        "text, not a formula"
    );
    let numbers = cells.iter().filter(|cell| matches!(cell, Data::Float(_)));
    assert!(numbers.count() >= HOSTILE.len() * 3, "amounts are numbers");
    let names = book.sheet_names();
    assert!(
        names.contains(&"Parts of the change".to_owned()),
        "{names:?}"
    );
}

#[test]
fn little_is_said_in_sentences() {
    let nothing = shop_with(&[]);
    let input = WholeReportInput::default();
    let report = data(&nothing, &input);
    assert!(blocks(&report, "chart").is_empty());
    assert_eq!(
        texts(&report, "note"),
        ["This shop has no orders yet. Import an orders export first."]
    );
    let orders = two_months();
    for (count, sentence) in [(1, "One order: "), (2, "Two orders: ")] {
        let test = shop_with(&orders[..count]);
        let report = data(&test, &input);
        assert!(blocks(&report, "chart").is_empty(), "{report:#}");
        let said = texts(&report, "paragraph");
        assert!(
            said.iter().any(|text| text.starts_with(sentence)),
            "{said:?}"
        );
    }
    let test = shop_with(&orders);
    let future = WholeReportInput {
        from: Some("2030-01-01".to_owned()),
        until: Some("2030-02-01".to_owned()),
        ..WholeReportInput::default()
    };
    let said = texts(&data(&test, &future), "note");
    assert!(said[0].contains("There are no orders in this period. The newest order is of"));
    let backwards = WholeReportInput {
        until: Some("2026-04-01".to_owned()),
        ..may(ReportFormat::Pdf)
    };
    let refused = report_file_name(&test.shop, &backwards).unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::Validation, Some("until"))
    );
    // Whatever there is or is not, each kind of file can be made of it.
    for test in [&nothing, &test] {
        for input in [WholeReportInput::default(), future.clone()] {
            for format in [
                ReportFormat::Pdf,
                ReportFormat::Html,
                ReportFormat::Xlsx,
                ReportFormat::Csv,
                ReportFormat::Json,
            ] {
                let input = WholeReportInput {
                    format,
                    ..input.clone()
                };
                assert!(fs::metadata(written(test, &input)).unwrap().len() > 100);
            }
        }
    }
}

#[test]
fn each_currency_has_a_section_of_its_own() {
    let mut orders = two_months();
    for one in orders.iter_mut().skip(80).step_by(4) {
        one.currency = "USD".to_owned();
    }
    let test = shop_with(&orders);
    let report = data(&test, &may(ReportFormat::Json));
    let heads = texts(&report, "heading");
    assert!(heads.contains(&"Orders in USD".to_owned()), "{heads:?}");
    let figures = blocks(&report, "figures");
    let counts: Vec<_> = figures.iter().map(|row| &row[2]["value"]).collect();
    assert_eq!(counts, [60, 20]);
    let currencies: Vec<_> = figures
        .iter()
        .map(|row| &row[1]["value"]["currency"])
        .collect();
    assert_eq!(currencies, ["EUR", "USD"]);
}

#[test]
fn amounts_are_written_as_the_window_writes_them() {
    let test = shop_with(&two_months());
    let formula = |locale: Option<&str>| {
        let input = WholeReportInput {
            locale: locale.map(str::to_owned),
            compared_with: ComparedWith::Nothing,
            ..may(ReportFormat::Json)
        };
        let report = data(&test, &input);
        let text = report["formula"].as_str().unwrap().to_owned();
        text.split(" = ").next().unwrap().to_owned()
    };
    assert!(formula(Some("en-US")).starts_with('€'));
    assert!(formula(Some("en-DE")).ends_with('€'));
    assert!(formula(None).ends_with('€'), "as in the shop's country");
}

#[test]
fn the_sample_shop_fills_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.pannier");
    let shop = create_sample_shop(
        &path,
        pannier_api::Role::Owner,
        std::sync::Arc::new(NOW),
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    let test = TestShop { shop, folder };
    let input = WholeReportInput {
        from: Some("2026-04-01".to_owned()),
        until: Some("2026-07-01".to_owned()),
        ..WholeReportInput::default()
    };
    let (pages, words) = read(&written(&test, &input));
    assert!((6..=16).contains(&pages), "{pages} pages");
    for part in [
        "Why it moved",
        "How big orders are",
        "By channel",
        "Customers who came back",
        "Does the next order grow?",
        "Four ways to count",
        "What could be done next",
        "÷",
    ] {
        assert!(words.contains(part), "{part} is not in the report");
    }
    for fault in ["NaN", "inf ", "undefined"] {
        assert!(!words.contains(fault), "{fault}");
    }
}
