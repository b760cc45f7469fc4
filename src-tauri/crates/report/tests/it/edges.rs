//! Documents at the edge: nothing in them, or too much of something.

use pannier_report::{
    About, Block, Cell, Chart, Cohort, CohortRow, Column, Document, Figure, Finite, Interval, Join,
    Kind, Locale, Note, Plot, Table, Unit, chart_to_png, chart_to_svg, table_to_csv,
    tables_to_xlsx, to_html, to_pdf,
};
use proptest::prelude::*;

use crate::sample::{about, day, eur};

/// Renders a document in every way there is.
fn all_ways(document: &Document) {
    to_html(document).unwrap();
    to_pdf(document).unwrap();
    tables_to_xlsx(document).unwrap();
    for chart in document.charts() {
        chart_to_svg(&document.about, chart).unwrap();
    }
    for table in document.tables() {
        table_to_csv(&document.about, table).unwrap();
    }
}

#[test]
fn an_empty_report_is_a_report() {
    let nothing = About {
        title: String::new(),
        shop: String::new(),
        period: String::new(),
        formula: String::new(),
        made_on: day("2026-07-01"),
        locale: Locale::english(),
    };
    all_ways(&Document {
        about: nothing,
        blocks: vec![
            Block::PageBreak,
            Block::PageBreak,
            Block::Heading(String::new()),
            Block::Figures(Vec::new()),
            Block::Paragraph(String::new()),
            Block::Note(Note::plain("")),
            Block::Table(Table::new("", Vec::new(), "")),
            Block::Heading("Last".into()),
        ],
    });
}

#[test]
fn what_is_hard_to_lay_out_is_laid_out() {
    all_ways(&crate::sample::edges());
}

#[test]
fn undefined_numbers_are_words() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(Finite::new(number), None);
        assert_eq!(Cell::ratio(number), Cell::absent("Cannot be worked out"));
        assert_eq!(Cell::number(number), Cell::absent("Cannot be worked out"));
    }
    assert_eq!(
        Cell::money_or(None, "Too few orders to tell"),
        Cell::absent("Too few orders to tell")
    );
}

#[test]
fn figures_of_any_size_stay_on_the_page() {
    let large = Cell::Money(eur(i64::MAX));
    let figures = vec![
        Figure::new(
            "A very long name of a figure that has to take several lines",
            large.clone(),
        )
        .noted("and a note that goes on and on and on and on and on and on"),
        Figure::joined(Join::Equals, "Revenue", large.clone()),
        Figure::joined(Join::DividedBy, "Orders", Cell::Count(i64::MIN)),
        Figure::new("Words", Cell::text("W".repeat(300))),
        Figure::new("Absent", Cell::absent("Too few orders to tell")),
    ];
    all_ways(&Document {
        about: about(),
        blocks: vec![Block::Figures(figures)],
    });
}

#[test]
fn a_cohort_picture_of_sixty_columns_is_in_pieces() {
    let chart = Chart::new(
        "Again",
        Plot::Cohort(Cohort {
            unit: Unit::Percent,
            row_head: "First order in".into(),
            size_head: "Customers".into(),
            column_head: "Months after".into(),
            columns: (0..60).map(|month| month.to_string()).collect(),
            rows: (0..4)
                .map(|row| CohortRow {
                    label: format!("Cohort {row} of a shop with a very long name for each"),
                    size: row,
                    cells: (0..60).map(|c| Finite::new(f64::from(c) / 60.0)).collect(),
                })
                .collect(),
        }),
        "Nothing",
    );
    let svg = chart_to_svg(&about(), &chart).unwrap();
    assert_eq!(svg.matches(">Months after<").count(), 5, "five pieces");
    for month in 0..60 {
        assert!(
            svg.contains(&format!(">{month}</text>")),
            "month {month} has its head"
        );
    }
    let png = chart_to_png(&about(), &chart).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        ".{0,40}".prop_map(Cell::Text),
        "\\PC{0,200}".prop_map(Cell::Absent),
        any::<i64>().prop_map(|minor| Cell::Money(eur(minor))),
        (any::<i64>(), any::<bool>()).prop_map(|(minor, sure)| Cell::Change {
            amount: eur(minor),
            sure
        }),
        any::<i64>().prop_map(Cell::Count),
        any::<f64>().prop_map(Cell::ratio),
        any::<f64>().prop_map(Cell::number),
        (-900_000_i64..900_000).prop_map(|days| Cell::Day(day("2026-01-01").plus_days(days))),
        any::<[i64; 3]>().prop_map(|mut minors| {
            minors.sort_unstable();
            Cell::Interval(Interval {
                low: minors[0],
                at: Some(minors[1]),
                high: minors[2],
                currency: pannier_core::Currency::EUR,
            })
        }),
    ]
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Text),
        Just(Kind::Money),
        Just(Kind::Change),
        Just(Kind::Count),
        (0_u8..4).prop_map(Kind::Percent),
        (0_u8..4).prop_map(Kind::Number),
        Just(Kind::Day),
        Just(Kind::Interval),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_table_is_rendered(
        title in "\\PC{0,60}",
        columns in prop::collection::vec((".{0,30}", any_kind()), 1..9),
        cells in prop::collection::vec(prop::collection::vec(any_cell(), 9), 0..12),
    ) {
        let width = columns.len();
        let columns = columns.into_iter().map(|(head, kind)| Column::new(head, kind)).collect();
        let mut table = Table::new(title.clone(), columns, "Nothing").noted(title.clone());
        for row in cells {
            table.push(row.into_iter().take(width));
        }
        all_ways(&Document {
            about: about(),
            blocks: vec![Block::Heading(title.clone()), Block::Table(table), Block::Paragraph(title)],
        });
    }
}
