//! The page: complete in itself, and nothing in it that was not said.

use pannier_report::{
    Block, Cell, Chart, Column, Figure, Kind, Line, Lines, Note, Plot, Table, Unit, to_html,
};
use proptest::prelude::*;

use crate::sample::{about, report};

/// A page with one text in every place that takes one.
fn page_of(text: &str) -> String {
    let mut about = about();
    about.title = text.into();
    about.shop = text.into();
    about.period = text.into();
    about.formula = text.into();
    let mut table = Table::new(text, vec![Column::new(text, Kind::Text)], text).noted(text);
    let empty = table.clone();
    table.push([Cell::text(text)]);
    table.set_foot([Cell::absent(text)]);
    let plot = Plot::Line(Lines {
        unit: Unit::Count,
        labels: vec![text.into()],
        lines: vec![Line {
            name: text.into(),
            values: vec![pannier_report::Finite::new(1.0)],
            band: Vec::new(),
        }],
        unfinished: true,
        comparison: Some(pannier_report::Comparison {
            label: text.into(),
            values: vec![pannier_report::Finite::new(2.0)],
        }),
        events: vec![pannier_report::Event {
            at: 0,
            label: text.into(),
        }],
    });
    to_html(&pannier_report::Document {
        about,
        blocks: vec![
            Block::Heading(text.into()),
            Block::Paragraph(text.into()),
            Block::Note(Note::warn(text)),
            Block::Figures(vec![Figure::new(text, Cell::text(text)).noted(text)]),
            Block::Table(table),
            Block::Table(empty),
            Block::Chart(Chart::new(text, plot, text).captioned(text).told(text)),
        ],
    })
    .unwrap()
}

/// The tags of a page without their attributes' values, and all that stands in quotes.
fn tags(page: &str) -> Vec<String> {
    page.split('<')
        .skip(1)
        .map(|part| part.split(['>', ' ']).next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_page_fetches_nothing_and_runs_nothing() {
    let page = to_html(&report()).unwrap();
    assert!(!page.contains("<script") && !page.contains("<link") && !page.contains("<img"));
    for word in ["src=", "url(", "@import", "href="] {
        for (at, _) in page.match_indices(word) {
            assert!(
                page[at..].starts_with("url(data:"),
                "fetches something: {}",
                &page[at..at + 60]
            );
        }
    }
    let addresses: Vec<&str> = page
        .match_indices("http")
        .map(|(at, _)| &page[at..at + 26])
        .collect();
    assert!(
        addresses
            .iter()
            .all(|a| *a == "http://www.w3.org/2000/svg" || a.starts_with("http-equiv")),
        "{addresses:?}"
    );
}

#[test]
fn pieces_of_a_page() {
    let page = to_html(&report()).unwrap();
    let piece = |from: &str, lines: usize| -> String {
        let at = page.find(from).unwrap();
        page[at..]
            .lines()
            .take(lines)
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(piece("<header>", 6), @r###"
        <header>
        <p class="shop" dir="auto">Harbour &amp; Hearth</p>
        <h1 dir="auto">Average order value</h1>
        <p class="period">2 Apr 2026 – 30 Jun 2026, compared with the 90 days before</p>
        <p class="formula">Goods as at the time of order: €55.50 = €197,908.30 ÷ 3,566 orders</p>
        </header>
        "###);
    insta::assert_snapshot!(piece("<dl class=\"figures\">", 6), @r###"
        <dl class="figures">
        <div><dt>Average order value</dt><dd class="value">€55.50</dd><dd class="quiet">+€2.40 on the 90 days before, likely +€0.68 to +€4.12</dd></div>
        <div class="joined"><span class="sign">=</span><div><dt>Revenue</dt><dd class="value">€197,908.30</dd></div></div>
        <div class="joined"><span class="sign">÷</span><div><dt>Orders</dt><dd class="value">3,566</dd></div></div>
        <div class="apart"><dt>Middle order</dt><dd class="value">€46.20</dd><dd class="quiet">Half are smaller, half larger</dd></div>
        </dl>
        "###);
    insta::assert_snapshot!(piece("<tr><th scope=\"row\" dir=\"auto\">Etsy", 1), @r###"<tr><th scope="row" dir="auto">Etsy</th><td dir="auto" class="n v">680</td><td dir="auto" class="n v">€31,824.00</td><td dir="auto" class="n v">€46.80</td><td dir="auto" class="n v"><svg width="96" height="16" viewBox="0 0 96 16" aria-hidden="true"><path d="M0 8L96 8" stroke="#e6e6e2"/><path d="M4 8L23.52 8" stroke="#0b6276" stroke-opacity="0.33" stroke-width="6" stroke-linecap="round"/><circle cx="13.09" cy="8" r="4" fill="#0b6276"/></svg>€43.91 to €50.12</td><td dir="auto" class="n absent">−€0.80, cannot tell</td><td dir="auto" class="n v">16.1%</td></tr>"###);
    insta::assert_snapshot!(piece("<tr><th scope=\"row\" dir=\"auto\">Market stall", 1), @r###"<tr><th scope="row" dir="auto">Market stall on the quay, Saturdays</th><td dir="auto" class="n v">12</td><td dir="auto" class="n v">€672.00</td><td dir="auto" class="n v">€56.00</td><td dir="auto" class="n absent">Too few orders to tell</td><td dir="auto" class="n absent">Too few orders to tell</td><td dir="auto" class="n v">0.3%</td></tr>"###);
}

#[test]
fn the_dark_partner_of_every_colour_is_there() {
    let page = to_html(&report()).unwrap();
    let drawn: std::collections::BTreeSet<&str> = page
        .match_indices("fill=\"#")
        .chain(page.match_indices("stroke=\"#"))
        .map(|(at, word)| &page[at + word.len() - 1..at + word.len() + 6])
        .collect();
    assert!(drawn.len() > 10, "{drawn:?}");
    for colour in drawn {
        assert!(
            page.contains(&format!("svg [fill=\"{colour}\"] {{ fill: #")),
            "{colour} has no dark partner"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_becomes_markup(text in "[ -~]{0,20}|.{0,20}|<script>.{0,9}|\"'><b onload=x>.{0,5}|]]>|<!--") {
        let page = page_of(&text);
        // Whatever the text, the page is built of the same tags.
        let plain = page_of("x");
        let (found, expected) = (tags(&page), tags(&plain));
        // A label of a chart may be left out where there is no room; text that is drawn is one tag.
        let drawn = |tags: &[String]| -> Vec<String> {
            tags.iter().filter(|tag| !matches!(tag.as_str(), "path" | "text" | "/text")).cloned().collect()
        };
        let without_optional = |tags: Vec<String>| -> Vec<String> {
            tags.into_iter().filter(|tag| !matches!(tag.as_str(), "p" | "/p" | "div" | "/div" | "dd" | "/dd")).collect()
        };
        prop_assert_eq!(without_optional(drawn(&found)), without_optional(drawn(&expected)));
        let has_nul = page.contains('\0');
        prop_assert!(!has_nul);
    }
}
