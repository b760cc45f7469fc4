//! All that the screen of orders shows, as one file.

use pannier_report::{About, Block, Document, Note};

use super::{Exported, charts, drawn_chart, report, tables, words};
use crate::{
    ApiError, Result, Shop,
    explore::{breakdown, price_marks},
    handout::headline,
    views::{BarKind, Explore, ExportFormat, ExportInput},
};

pub(super) fn screen(
    shop: &Shop,
    input: &ExportInput,
    seen: &Explore,
    about: About,
) -> Result<Exported> {
    let orders = &input.table.orders;
    let mut blocks = Vec::new();
    if seen.figures.orders == 0 {
        blocks.push(Block::Note(Note::plain("No orders in this period")));
    } else {
        blocks = headline(shop, orders, seen)?;
        let prices = price_marks(shop, orders)?;
        let charts = [
            charts::series(seen, &prices, &about.locale)?,
            drawn_chart(seen, orders.bars, &about.locale)?,
        ];
        blocks.extend(charts.map(Block::Chart));
        // A row stays in view, chosen, when its own filter is on.
        let mut split = input.table.clone();
        split.orders.filters.retain(|filter| filter.by != split.by);
        split.orders.bars = BarKind::Sizes;
        let table = tables::breakdown(&breakdown(shop, &split)?, &about.locale)?;
        blocks.push(Block::Table(table));
    }
    let name = words::file_name(input);
    let document = Document { about, blocks };
    let (bytes, extension) = match input.format {
        ExportFormat::Pdf => (report(pannier_report::to_pdf(&document))?, "pdf"),
        ExportFormat::Html => {
            let page = report(pannier_report::to_html(&document))?;
            (page.into_bytes(), "html")
        }
        ExportFormat::Xlsx => (report(pannier_report::tables_to_xlsx(&document))?, "xlsx"),
        ExportFormat::Csv | ExportFormat::Svg | ExportFormat::Png => {
            let message =
                "Several charts and tables are no single one. Choose PDF, a web page or Excel";
            return Err(ApiError::invalid("format", message));
        }
    };
    Ok(Exported {
        name: format!("{name}.{extension}"),
        bytes,
    })
}
