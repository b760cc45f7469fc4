//! The report to hand out: all that is known of a period, in one document and one file.

mod blocks;
mod customers;
mod figures;
mod file;
mod json;
mod moved;
mod next;
mod orders;
mod reconciled;
mod words;

use std::path::Path;

use pannier_core::{Currency, Day, Period};
use pannier_report::{About, Block, Document, Locale, Note};

pub(crate) use file::write_whole;

use crate::{
    ApiError, Code, Result, Shop,
    explore::explore,
    figures::{main_currency, span},
    shop::{ShopContext, day_of},
    views::{BarKind, Explore, ExploreInput, ReportFormat, WholeReportInput},
};

/// Fewer orders than this make no chart: a sentence and a table say all there is.
const FEW: u32 = 3;

/// A report that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenReport {
    /// First day of its period.
    pub from: String,
    /// First day after it.
    pub until: String,
    /// Size of the file.
    pub bytes: usize,
}

/// What the file of a report may be called: `average-order-value-2026-06-01-to-2026-06-30.pdf`.
///
/// # Errors
/// [`Code::Validation`] for a day that is none or a period that ends before it begins, or what the
/// file says.
pub fn report_file_name(shop: &Shop, input: &WholeReportInput) -> Result<String> {
    let context = shop.context()?;
    let (_, facts) = shop.facts()?;
    let (from, until) = ends(input)?;
    let period = span(&facts, context.today, from, until);
    let last = period.until.plus_days(-1).max(period.from);
    let extension = match input.format {
        ReportFormat::Pdf => "pdf",
        ReportFormat::Html => "html",
        ReportFormat::Xlsx => "xlsx",
        ReportFormat::Csv => "csv",
        ReportFormat::Json => "json",
    };
    Ok(format!(
        "average-order-value-{}-to-{last}.{extension}",
        period.from
    ))
}

/// Writes a report to a file, whole or not at all. A file of that name is replaced.
///
/// # Errors
/// As [`report_file_name`]; [`Code::DiskFull`] or [`Code::Unreadable`] where it cannot be written.
pub fn write_report(shop: &Shop, input: &WholeReportInput, path: &Path) -> Result<WrittenReport> {
    let made = Made::of(shop, input)?;
    let bytes = made.bytes(input.format)?;
    write_whole(path, &bytes)?;
    Ok(WrittenReport {
        from: made.period.from.to_string(),
        until: made.period.until.to_string(),
        bytes: bytes.len(),
    })
}

/// All that stands in a report, for other programs, as text.
///
/// # Errors
/// As [`report_file_name`].
pub fn report_json(shop: &Shop, input: &WholeReportInput) -> Result<String> {
    let made = Made::of(shop, input)?;
    Ok(format!("{:#}\n", json::document(&made.document)))
}

/// A report with the days it covers.
struct Made {
    period: Period,
    document: Document,
}

impl Made {
    fn of(shop: &Shop, input: &WholeReportInput) -> Result<Self> {
        let maker = Maker::of(shop, input)?;
        let seen = maker.explore(None)?;
        let blocks = maker.blocks(&seen)?;
        Ok(Self {
            period: blocks::period(&seen.figures)?,
            document: Document {
                about: maker.about(&seen)?,
                blocks,
            },
        })
    }

    fn bytes(&self, format: ReportFormat) -> Result<Vec<u8>> {
        let document = &self.document;
        match format {
            ReportFormat::Pdf => drawn(pannier_report::to_pdf(document)),
            ReportFormat::Html => Ok(drawn(pannier_report::to_html(document))?.into_bytes()),
            ReportFormat::Xlsx => drawn(pannier_report::tables_to_xlsx(&file::in_cells(document))),
            ReportFormat::Csv => file::csv(document),
            ReportFormat::Json => Ok(format!("{:#}\n", json::document(document)).into_bytes()),
        }
    }
}

/// What stands at the head of a report of these orders: the equation, how sure it is, what changed,
/// and what to know of it.
pub(crate) fn headline(shop: &Shop, orders: &ExploreInput, seen: &Explore) -> Result<Vec<Block>> {
    let input = WholeReportInput {
        from: orders.from.clone(),
        until: orders.until.clone(),
        compared_with: orders.compared_with,
        compare_from: orders.compare_from.clone(),
        compare_until: orders.compare_until.clone(),
        formula: orders.formula,
        ..WholeReportInput::default()
    };
    let mut blocks = Vec::new();
    Maker::of(shop, &input)?.headline(&mut blocks, seen, orders.formula)?;
    Ok(blocks)
}

/// Drawing does not fail for what stands in a report, only for the program's own faults.
fn drawn<T>(result: pannier_report::Result<T>) -> Result<T> {
    result.map_err(|error| ApiError::new(Code::Internal, error.to_string()))
}

fn ends(input: &WholeReportInput) -> Result<(Option<Day>, Option<Day>)> {
    let (from, until) = (
        day_of("from", input.from.as_deref())?,
        day_of("until", input.until.as_deref())?,
    );
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        let message = "The report ends before it begins. Swap the two days";
        return Err(ApiError::invalid("until", message));
    }
    Ok((from, until))
}

/// Turns figures into blocks.
struct Maker<'a> {
    shop: &'a Shop,
    input: &'a WholeReportInput,
    context: ShopContext,
    /// What opportunities, cohorts and steps between formulas are counted in.
    main: Currency,
    name: String,
    locale: Locale,
}

impl<'a> Maker<'a> {
    fn of(shop: &'a Shop, input: &'a WholeReportInput) -> Result<Self> {
        ends(input)?;
        let context = shop.context()?;
        let (_, facts) = shop.facts()?;
        let region = input.locale.as_deref().and_then(region);
        Ok(Self {
            shop,
            input,
            main: main_currency(&facts, context.currency),
            name: shop.record()?.name,
            locale: Locale::of_region(region.unwrap_or(&context.country)),
            context,
        })
    }

    /// What is asked of the explorer.
    fn asked(&self, currency: Option<&str>) -> ExploreInput {
        let input = self.input;
        ExploreInput {
            from: input.from.clone(),
            until: input.until.clone(),
            compared_with: input.compared_with,
            compare_from: input.compare_from.clone(),
            compare_until: input.compare_until.clone(),
            formula: input.formula,
            currency: currency.map(str::to_owned),
            filters: Vec::new(),
            step: None,
            threshold: None,
            bars: BarKind::Sizes,
        }
    }

    fn explore(&self, currency: Option<&str>) -> Result<Explore> {
        explore(self.shop, &self.asked(currency))
    }

    fn about(&self, seen: &Explore) -> Result<About> {
        let period = blocks::period(&seen.figures)?;
        let mut words = words::period(period, &self.locale);
        if let Some(before) = &seen.before {
            let before = words::period(blocks::period(before)?, &self.locale);
            words = format!("{words}, compared with {before}");
        }
        Ok(About {
            title: "Average order value".to_owned(),
            shop: self.name.clone(),
            period: words,
            formula: self.formula(&seen.figures)?,
            made_on: self.context.today,
            locale: self.locale,
        })
    }

    fn blocks(&self, seen: &Explore) -> Result<Vec<Block>> {
        let mut blocks = Vec::new();
        self.currency(&mut blocks, seen, self.input.formula)?;
        if seen.figures.orders > 0 {
            self.reconciliation(&mut blocks, seen)?;
        }
        if seen.first_day.is_some() {
            self.customers(&mut blocks)?;
            self.next(&mut blocks)?;
        }
        for other in &seen.other_currencies {
            let code = &other.revenue.currency;
            blocks.push(Block::PageBreak);
            blocks.push(Block::Heading(format!("Orders in {code}")));
            blocks.push(Block::Paragraph(format!(
                "Orders in {code} are never added to the others. Steps between the formulas, who \
                 comes back and what to do next are worked out in {} alone.",
                self.main.code()
            )));
            let there = self.explore(Some(code))?;
            blocks.push(Block::Paragraph(self.formula(&there.figures)?));
            self.currency(&mut blocks, &there, self.input.formula)?;
        }
        Ok(blocks)
    }

    /// What is said of the orders in one currency.
    fn currency(
        &self,
        blocks: &mut Vec<Block>,
        seen: &Explore,
        formula: crate::views::Formula,
    ) -> Result<()> {
        let orders = seen.figures.orders;
        if orders == 0 {
            blocks.push(Block::Note(Note::plain(self.no_orders(seen)?)));
            self.loose_refunds(blocks, seen)?;
            return Ok(());
        }
        self.headline(blocks, seen, formula)?;
        if orders < FEW {
            return self.over_time_table(blocks, seen);
        }
        self.over_time(blocks, seen)?;
        let is_main = blocks::currency(&seen.currency)? == self.main;
        if is_main {
            self.moved(blocks, seen)?;
        }
        self.sizes(blocks, seen)?;
        self.breakdowns(blocks, seen)
    }
}

/// The region of a language tag: `DE` of `en-DE` and `zh-Hant-DE`.
fn region(tag: &str) -> Option<&str> {
    // What follows a single letter says how to sort or to count.
    tag.split(['-', '_'])
        .skip(1)
        .take_while(|part| part.len() > 1)
        .find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::region;

    #[test]
    fn a_tag_names_a_region() {
        let tags = ["en-DE", "zh-Hant-TW", "en", "en-u-nu-latn", "de_AT"];
        assert_eq!(
            tags.map(region),
            [Some("DE"), Some("TW"), None, None, Some("AT")]
        );
    }
}
