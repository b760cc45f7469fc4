//! Reports to hand out: one document, rendered as a page, a PDF, pictures and spreadsheets.
//!
//! A pure renderer. It knows nothing of shops or orders: a [`Document`] says what stands in a
//! report, in typed cells and series, and each function here turns it into one kind of file. The
//! same document gives the same bytes, on every computer: fonts and colours come with the program.
#![deny(missing_docs)]

mod chart;
mod csv;
mod document;
mod error;
mod font;
mod html;
mod locale;
mod number;
mod palette;
mod pdf;
mod picture;
mod table;
mod text;
mod xlsx;

pub use chart::{
    Bar, Bars, Bin, Chart, Cohort, CohortRow, Comparison, Event, Histogram, Line, Lines, Plot,
    Scatter, Threshold, Unit, Waterfall,
};
pub use document::{About, Block, Document, Figure, Join, Note, Tone};
pub use error::{Error, Result};
pub use locale::{CurrencyPlace, DateOrder, Locale};
pub use number::Finite;
pub use table::{Cell, Column, Interval, Kind, Table};

/// A chart as an SVG picture of its own, with its title, formula, period, shop and date, and with the
/// letters it is set in.
pub fn chart_to_svg(about: &About, chart: &Chart) -> Result<String> {
    let picture = chart::alone(about, chart, &font::Fonts::open()?)?;
    Ok(picture::to_svg(&picture, &chart.title, &chart.alt))
}

/// A chart as a PNG picture of its own, twice as sharp as its size says.
pub fn chart_to_png(about: &About, chart: &Chart) -> Result<Vec<u8>> {
    let fonts = font::Fonts::open()?;
    picture::to_png(&chart::alone(about, chart, &fonts)?, &fonts)
}

/// A table as a CSV file: UTF-8 with a byte order mark, one head line, and shop, period, formula and
/// date as the last columns of every row. What stands in it is described in `csv.rs`.
pub fn table_to_csv(about: &About, table: &Table) -> Result<String> {
    csv::to_csv(about, table)
}

/// All tables of a report, and the numbers of its charts, as a workbook with a cover sheet.
pub fn tables_to_xlsx(document: &Document) -> Result<Vec<u8>> {
    xlsx::to_xlsx(document)
}

/// A report as one page for any browser, with everything in the file: no script, nothing fetched.
pub fn to_html(document: &Document) -> Result<String> {
    html::to_html(document)
}

/// A report as a PDF on A4 with its structure kept, so that it can be searched and read aloud.
pub fn to_pdf(document: &Document) -> Result<Vec<u8>> {
    pdf::to_pdf(document)
}
