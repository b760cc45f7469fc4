//! The PDF, read back by a reader that is not its writer.

use lopdf::{Document as Pdf, Object};
use pannier_report::{Block, Cell, Column, Document, Kind, Locale, Table, to_pdf};

use crate::sample::{about, day, orders, report, retention};

fn read(document: &Document) -> (Pdf, Vec<String>) {
    let file = to_pdf(document).unwrap();
    let pdf = Pdf::load_mem(&file).unwrap();
    let count = u32::try_from(pdf.get_pages().len()).unwrap();
    let texts = (1..=count)
        .map(|page| pdf.extract_text(&[page]).unwrap())
        .collect();
    (pdf, texts)
}

fn of(blocks: Vec<Block>) -> Document {
    Document {
        about: about(),
        blocks,
    }
}

/// Without the breaks of lines, which a reader may set as it likes.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_page_says_what_it_is_of_and_where_it_stands() {
    let (pdf, texts) = read(&report());
    assert_eq!(texts.len(), 6);
    for (index, text) in texts.iter().enumerate() {
        let text = joined(text);
        for part in [
            "Harbour & Hearth".to_owned(),
            "2 Apr 2026 – 30 Jun 2026".to_owned(),
            "Made on 1 Jul 2026".to_owned(),
            format!("Page {} of 6", index + 1),
        ] {
            assert!(
                text.contains(&part),
                "page {} lacks {part}: {text}",
                index + 1
            );
        }
    }
    assert!(joined(&texts[0]).contains("€55.50 = €197,908.30 ÷ 3,566"));
    for page in pdf.get_pages().values() {
        let size = pdf.get_dictionary(*page).unwrap().get(b"MediaBox").unwrap();
        let size: Vec<f32> = size
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_float().unwrap())
            .collect();
        assert_eq!(size, [0.0, 0.0, 595.28, 841.89], "A4");
    }
}

#[test]
fn the_structure_is_kept_for_those_who_have_it_read_aloud() {
    let (pdf, _) = read(&report());
    let catalog = pdf.catalog().unwrap();
    let about = catalog
        .get(b"Metadata")
        .and_then(Object::as_reference)
        .unwrap();
    let about = pdf.get_object(about).and_then(Object::as_stream).unwrap();
    let about = String::from_utf8_lossy(&about.content).into_owned();
    assert!(about.contains("<pdfuaid:part>1</pdfuaid:part>"), "{about}");
    assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"MarkInfo") && catalog.has(b"Outlines"));
    let mut roles: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    let mut told = 0;
    for object in pdf.objects.values() {
        let Object::Dictionary(dictionary) = object else {
            continue;
        };
        if dictionary.get(b"Type").and_then(Object::as_name).ok() != Some(b"StructElem") {
            continue;
        }
        let role = dictionary.get(b"S").and_then(Object::as_name).unwrap();
        *roles
            .entry(String::from_utf8_lossy(role).into_owned())
            .or_default() += 1;
        told += usize::from(dictionary.has(b"Alt"));
    }
    assert_eq!(roles["Table"], 3);
    assert_eq!(roles["Figure"], 7);
    assert_eq!(told, 7, "each figure has its words");
    assert_eq!(roles["H1"], 1);
    assert_eq!(roles["H2"], 5);
    assert_eq!(roles["THead"], 3, "heads written again are not read again");
}

#[test]
fn fonts_are_in_the_file_and_only_what_is_needed_of_them() {
    let file = to_pdf(&report()).unwrap();
    assert!(file.len() < 300_000, "{} bytes", file.len());
    let pdf = Pdf::load_mem(&file).unwrap();
    let embedded = pdf
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|d| d.has(b"FontFile2") || d.has(b"FontFile3"))
        .count();
    assert_eq!(embedded, 5, "two weights, Hebrew, Arabic and emoji");
}

#[test]
fn five_thousand_rows_lose_nothing_and_have_their_heads_on_each_page() {
    let table = orders(5000);
    let (_, texts) = read(&of(vec![Block::Table(table)]));
    assert!(texts.len() > 120, "{}", texts.len());
    for text in &texts {
        let text = joined(text);
        assert!(
            text.contains("Customer") && text.contains("Short of €65"),
            "{text}"
        );
    }
    let all = texts.join("\n");
    for index in 0..5000_i32 {
        assert!(
            all.contains(&format!("#{}", 11_249 - index)),
            "row {index} is missing"
        );
    }
}

#[test]
fn tables_wider_than_a_page_go_on_in_parts() {
    let mut columns = vec![Column::new("First order in", Kind::Text)];
    columns.extend((1..=60).map(|month| Column::new(format!("M{month}"), Kind::Money)));
    let mut table = Table::new("Value by month", columns, "Nothing");
    for row in 0..3 {
        let cells =
            (0..60).map(|month| Cell::Money(crate::sample::eur(100_000 + row * 100 + month)));
        table.push(std::iter::once(Cell::text(format!("Cohort {row}"))).chain(cells));
    }
    let (_, texts) = read(&of(vec![Block::Table(table)]));
    let all = joined(&texts.join("\n"));
    for month in 0..60 {
        let amount = Locale::english().money(crate::sample::eur(100_200 + month));
        assert!(all.contains(&amount), "{amount} is missing");
    }
    assert!(all.contains("(part 1 of "));
    assert!(
        all.matches("Cohort 2").count() > 4,
        "each part names its rows"
    );
}

#[test]
fn cohorts_of_sixty_months_are_drawn_in_pieces() {
    let (_, texts) = read(&of(vec![Block::Chart(retention(60, 60))]));
    let all = joined(&texts.join(" "));
    assert!(texts.len() >= 3);
    assert!(all.contains(" 60 "), "the last month has its head");
}

#[test]
fn a_cell_longer_than_a_page_goes_on_on_the_next() {
    let words: Vec<String> = (0..4000).map(|index| format!("w{index}")).collect();
    let mut table = Table::new(
        "Notes",
        vec![
            Column::new("Order", Kind::Text),
            Column::new("Note", Kind::Text),
        ],
        "Nothing",
    );
    table.push([Cell::text("#1"), Cell::text(words.join(" "))]);
    table.push([Cell::text("#2"), Cell::text("short")]);
    let (_, texts) = read(&of(vec![Block::Table(table)]));
    let all = joined(&texts.join(" "));
    for word in ["w0 ", "w1999 ", "w3999 ", "short"] {
        assert!(all.contains(word), "{word} is missing");
    }
}

#[test]
fn characters_without_letters_are_boxes_and_said_so() {
    let document = of(vec![Block::Paragraph("Tea 茶 and 日本".into())]);
    let (pdf, texts) = read(&document);
    assert!(joined(&texts[0]).contains("show as boxes"), "{texts:?}");
    assert_eq!(pdf.get_pages().len(), 1);
    let (_, texts) = read(&of(vec![Block::Paragraph("Tea and cake".into())]));
    assert!(!texts[0].contains("boxes"));
}

#[test]
fn a_head_goes_with_what_follows_it() {
    for lines in 0..60 {
        let mut blocks: Vec<Block> = (0..lines)
            .map(|line| Block::Paragraph(format!("Line {line}")))
            .collect();
        blocks.push(Block::Heading("Alone no more".into()));
        blocks.push(Block::Table(orders(3)));
        let (_, texts) = read(&of(blocks));
        let page = texts
            .iter()
            .find(|text| text.contains("Alone no more"))
            .unwrap();
        assert!(page.contains("#11249"), "{lines} lines: {page}");
    }
}

#[test]
fn the_same_report_is_the_same_file() {
    let document = Document {
        about: pannier_report::About {
            made_on: day("2024-02-29"),
            ..about()
        },
        ..report()
    };
    assert_eq!(to_pdf(&document).unwrap(), to_pdf(&document).unwrap());
}
