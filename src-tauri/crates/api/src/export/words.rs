//! The words on exported files. Reports are English, as the command line is.

use pannier_core::{Money, Period};
use pannier_report::Locale;

use super::{currency, day, formula_name};
use crate::{
    Result,
    views::{BarKind, Dimension, ExportInput, ExportPart, Figures, Formula, NamedFilter, TimeStep},
    words::row,
};

/// What a dimension is called.
pub(super) fn dimension(by: Dimension) -> &'static str {
    match by {
        Dimension::Source => "Shop",
        Dimension::Channel => "Channel",
        Dimension::Device => "Device",
        Dimension::Campaign => "Campaign",
        Dimension::Country => "Country",
        Dimension::Region => "Region",
        Dimension::Product => "Product",
        Dimension::Category => "Category",
        Dimension::Vendor => "Maker",
        Dimension::Code => "Discount code",
        Dimension::Payment => "Payment",
        Dimension::Customer => "New and returning",
        Dimension::Weekday => "Weekday",
        Dimension::Hour => "Hour",
        Dimension::Basket => "Items",
        Dimension::Discount => "Discount in percent",
        Dimension::Segment => "Segment",
    }
}

pub(super) fn step(step: TimeStep) -> &'static str {
    match step {
        TimeStep::Hour => "hour",
        TimeStep::Day => "day",
        TimeStep::Week => "week",
        TimeStep::Month => "month",
        TimeStep::Quarter => "quarter",
        TimeStep::Year => "year",
    }
}

pub(super) fn bars(kind: BarKind) -> &'static str {
    match kind {
        BarKind::Sizes => "How big orders are",
        BarKind::Items => "How many items orders hold",
        BarKind::Discounts => "Average order by discount",
    }
}

pub(super) fn title(input: &ExportInput) -> String {
    match input.part {
        ExportPart::Breakdown => format!(
            "Average order value by {}",
            dimension(input.table.by).to_lowercase()
        ),
        ExportPart::Series => "Average order value over time".to_owned(),
        ExportPart::Screen => "Orders".to_owned(),
        ExportPart::Bars => bars(input.table.orders.bars).to_owned(),
    }
}

pub(super) fn file_name(input: &ExportInput) -> String {
    let name = match input.part {
        ExportPart::Breakdown => format!("average by {}", dimension(input.table.by)),
        ExportPart::Series => "average over time".to_owned(),
        ExportPart::Screen => "orders report".to_owned(),
        ExportPart::Bars => match input.table.orders.bars {
            BarKind::Sizes => "order sizes".to_owned(),
            BarKind::Items => "items per order".to_owned(),
            BarKind::Discounts => "average by discount".to_owned(),
        },
    };
    name.to_lowercase().replace(' ', "-")
}

/// "1 Apr 2026 – 30 Jun 2026, only Country: Germany".
pub(super) fn period(
    figures: &Figures,
    filters: &[NamedFilter],
    locale: &Locale,
) -> Result<String> {
    let period = Period {
        from: day(&figures.from)?,
        until: day(&figures.until)?,
    };
    let mut words = locale.period(period);
    let only: Vec<String> = filters
        .iter()
        .map(|filter| {
            let value = row(filter.by, &filter.value, &filter.name);
            format!("{}: {value}", dimension(filter.by))
        })
        .collect();
    if !only.is_empty() {
        words = format!("{words}, only {}", only.join(", "));
    }
    Ok(words)
}

/// "€57.80 = €72,134.40 ÷ 1,248: goods after discounts, before refunds".
pub(super) fn formula(formula: Formula, figures: &Figures, locale: &Locale) -> Result<String> {
    let currency = currency(&figures.revenue.currency)?;
    let name = formula_name(formula);
    let Some(aov) = &figures.aov else {
        return Ok(format!("No orders: {name}"));
    };
    let money = |minor| locale.money(Money::new(minor, currency));
    Ok(format!(
        "{} = {} ÷ {}: {name}",
        money(aov.minor.0),
        money(figures.revenue.minor.0),
        locale.count(figures.orders.into()),
    ))
}
