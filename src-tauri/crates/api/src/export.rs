//! The explorer's tables, charts and lists as files: each with shop, period, formula and date on it.

mod charts;
mod screen;
mod tables;
mod words;

use std::path::Path;

use pannier_core::{Currency, Day};
use pannier_report::{About, Block, Chart, Document, Locale, Table};

use crate::{
    ApiError, Code, Result, Shop,
    explore::{breakdown_of, explore, price_marks},
    handout::write_whole,
    order_list::all_rows,
    views::{
        BarKind, Explore, ExploreInput, ExportFormat, ExportInput, ExportPart, Formula, ListOrders,
    },
};

/// A file that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// What it may be called: `average-by-channel.csv`.
    pub name: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

impl Exported {
    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// [`Code::DiskFull`] or [`Code::Unreadable`], as the system says.
    pub fn write(&self, path: &Path) -> Result<()> {
        write_whole(path, &self.bytes)
    }
}

/// A part of the explorer as a file.
///
/// # Errors
/// [`Code::Validation`] for a picture of what is not drawn, else as [`explore()`].
pub fn export_explorer(shop: &Shop, input: &ExportInput) -> Result<Exported> {
    let orders = &input.table.orders;
    let seen = explore(shop, orders)?;
    let about = about(shop, words::title(input), orders, &seen)?;
    let name = words::file_name(input);
    match (input.part, input.format) {
        (ExportPart::Screen, _) => screen::screen(shop, input, &seen, about),
        (_, ExportFormat::Pdf | ExportFormat::Html) => Err(ApiError::invalid(
            "format",
            "A single chart or table is written as a picture, CSV or Excel",
        )),
        (ExportPart::Breakdown, ExportFormat::Csv | ExportFormat::Xlsx) => {
            // A file has room for the rows that the screen puts together as others.
            let split = breakdown_of(shop, &input.table, None)?;
            let table = tables::breakdown(&split, &about.locale)?;
            tabled(about, table, &name, input.format)
        }
        (ExportPart::Breakdown, ExportFormat::Svg | ExportFormat::Png) => Err(ApiError::invalid(
            "format",
            "A table is no picture. Choose CSV or Excel",
        )),
        (ExportPart::Series, ExportFormat::Csv | ExportFormat::Xlsx) => {
            tabled(about, tables::series(&seen)?, &name, input.format)
        }
        (ExportPart::Bars, ExportFormat::Csv | ExportFormat::Xlsx) => tabled(
            about,
            tables::bars(&seen, orders.bars)?,
            &name,
            input.format,
        ),
        (ExportPart::Series, format) => {
            let prices = price_marks(shop, orders)?;
            let chart = charts::series(&seen, &prices, &about.locale)?;
            drawn(&about, &chart, &name, format)
        }
        (ExportPart::Bars, format) => {
            let chart = drawn_chart(&seen, orders.bars, &about.locale)?;
            drawn(&about, &chart, &name, format)
        }
    }
}

/// The orders of a list as a file, all of its pages.
///
/// # Errors
/// [`Code::Validation`] for a picture, or for more orders than a file holds, else as
/// [`crate::list_orders`].
pub fn export_orders(shop: &Shop, list: &ListOrders, format: ExportFormat) -> Result<Exported> {
    if !matches!(format, ExportFormat::Csv | ExportFormat::Xlsx) {
        let message = "A list of orders is a table. Choose CSV or Excel";
        return Err(ApiError::invalid("format", message));
    }
    let rows = all_rows(shop, list)?;
    let orders = ExploreInput {
        from: list.from.clone(),
        until: list.until.clone(),
        formula: list.counted_by.unwrap_or_default(),
        currency: list.currency.clone(),
        filters: list.filters.clone(),
        ..ExploreInput::default()
    };
    let seen = explore(shop, &orders)?;
    let mut about = about(shop, "Orders".to_owned(), &orders, &seen)?;
    if list.counted_by.is_none() {
        "All orders, counted or not".clone_into(&mut about.formula);
    }
    tabled(about, tables::orders(&rows)?, "orders", format)
}

/// What stands on every file that leaves the shop.
fn about(shop: &Shop, title: String, orders: &ExploreInput, seen: &Explore) -> Result<About> {
    let context = shop.context()?;
    let locale = Locale::of_region(&context.country);
    Ok(About {
        title,
        shop: shop.record()?.name,
        period: words::period(&seen.figures, &seen.filters, &locale)?,
        formula: words::formula(orders.formula, &seen.figures, &locale)?,
        made_on: context.today,
        locale,
    })
}

/// The chart of the bars that are shown.
fn drawn_chart(seen: &Explore, bars: BarKind, locale: &Locale) -> Result<Chart> {
    match bars {
        BarKind::Sizes => charts::sizes(seen, locale),
        BarKind::Items | BarKind::Discounts => charts::kinds(seen, bars),
    }
}

pub(crate) fn tabled(
    about: About,
    table: Table,
    name: &str,
    format: ExportFormat,
) -> Result<Exported> {
    let (bytes, extension) = if format == ExportFormat::Xlsx {
        let blocks = vec![Block::Table(table)];
        let document = Document { about, blocks };
        (report(pannier_report::tables_to_xlsx(&document))?, "xlsx")
    } else {
        let text = report(pannier_report::table_to_csv(&about, &table))?;
        (text.into_bytes(), "csv")
    };
    Ok(Exported {
        name: format!("{name}.{extension}"),
        bytes,
    })
}

fn drawn(about: &About, chart: &Chart, name: &str, format: ExportFormat) -> Result<Exported> {
    let (bytes, extension) = if format == ExportFormat::Png {
        (report(pannier_report::chart_to_png(about, chart))?, "png")
    } else {
        let text = report(pannier_report::chart_to_svg(about, chart))?;
        (text.into_bytes(), "svg")
    };
    Ok(Exported {
        name: format!("{name}.{extension}"),
        bytes,
    })
}

/// Drawing and writing do not fail for what stands in a report, only for the program's own faults.
fn report<T>(result: pannier_report::Result<T>) -> Result<T> {
    result.map_err(|error| ApiError::new(Code::Internal, error.to_string()))
}

/// The currency of amounts that views give as text.
fn currency(code: &str) -> Result<Currency> {
    code.parse()
        .map_err(|e: pannier_core::CurrencyError| ApiError::new(Code::Internal, e.to_string()))
}

/// A day that views give as text.
fn day(text: &str) -> Result<Day> {
    text.get(..10)
        .unwrap_or(text)
        .parse()
        .map_err(|e: pannier_core::TimeError| ApiError::new(Code::Internal, e.to_string()))
}

/// The words for a formula.
fn formula_name(formula: Formula) -> &'static str {
    match formula {
        Formula::Goods => "goods after discounts, before refunds",
        Formula::Shopify => "as Shopify shows it: goods without tax, before refunds",
        Formula::Net => "goods less refunds of goods",
        Formula::Collected => "everything charged, less all refunds",
    }
}
