//! `report explore`: orders split by anything that tells them apart, as text, JSON or a file.

use std::{fmt::Write as _, path::Path};

use anyhow::{Context as _, bail};
use clap::ValueEnum as _;
use pannier_api::{
    Shop, breakdown, explore, export_explorer,
    views::{
        Amount, BarKind, Breakdown, BreakdownInput, BreakdownRow, BreakdownSort, ChangeVerdict,
        ComparedWith, Dimension, Explore, ExploreInput, ExportFormat, ExportInput, ExportPart,
        OrderFilter, TimeStep,
    },
};
use serde_json::json;

use crate::{
    args::{Compared, ExploreArguments, Part, Rows, Sort, Step, Told},
    insights::json as plain,
    run::{Answer, formula_of},
};

pub(crate) fn report(shop: &Shop, arguments: &ExploreArguments) -> anyhow::Result<Answer> {
    let orders = ExploreInput {
        from: arguments.from.clone(),
        until: arguments.until.clone(),
        compared_with: match arguments.compare {
            Compared::Previous => ComparedWith::Previous,
            Compared::Year => ComparedWith::YearBefore,
            Compared::Nothing => ComparedWith::Nothing,
        },
        formula: formula_of(arguments.formula),
        currency: arguments.currency.clone(),
        filters: filters(&arguments.only)?,
        step: arguments.step.map(step),
        bars: match arguments.part {
            Part::Items => BarKind::Items,
            Part::Discounts => BarKind::Discounts,
            _ => BarKind::Sizes,
        },
        ..ExploreInput::default()
    };
    let table = BreakdownInput {
        orders,
        by: dimension(arguments.by),
        sort: match arguments.sort {
            Sort::Name => BreakdownSort::Name,
            Sort::Orders => BreakdownSort::Orders,
            Sort::Revenue => BreakdownSort::Revenue,
            Sort::Average => BreakdownSort::Aov,
            Sort::Items => BreakdownSort::Units,
            Sort::Change => BreakdownSort::Change,
        },
        ascending: arguments.ascending || matches!(arguments.sort, Sort::Name),
    };
    if let Some(path) = &arguments.file {
        return written(shop, table, arguments.part, path);
    }
    let seen = explore(shop, &table.orders)?;
    let split = breakdown(shop, &table)?;
    let told = match arguments.rows {
        Rows::Split => text(&seen, Some(&split)),
        Rows::Time => text(&seen, None),
    };
    let all = json!({ "explore": plain(&seen)?, "breakdown": plain(&split)? });
    Ok(Answer::new(all, told))
}

pub(crate) fn filters(only: &[String]) -> anyhow::Result<Vec<OrderFilter>> {
    only.iter().map(|only| filter(only)).collect()
}

/// `country=DE`.
pub(crate) fn filter(only: &str) -> anyhow::Result<OrderFilter> {
    let (word, value) = only.split_once('=').with_context(|| {
        format!("“{only}” has no “=”. Write what has to hold, such as country=DE")
    })?;
    let known = Told::from_str(word.trim(), true);
    let Ok(by) = known else {
        bail!("“{word}” is nothing that orders are told apart by. See --by for what is");
    };
    Ok(OrderFilter {
        by: dimension(by),
        value: value.trim().to_owned(),
    })
}

fn written(shop: &Shop, table: BreakdownInput, part: Part, path: &Path) -> anyhow::Result<Answer> {
    let extension = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    let format = match extension.to_ascii_lowercase().as_str() {
        "csv" => ExportFormat::Csv,
        "xlsx" => ExportFormat::Xlsx,
        "svg" => ExportFormat::Svg,
        "png" => ExportFormat::Png,
        "pdf" => ExportFormat::Pdf,
        "html" => ExportFormat::Html,
        _ => bail!("Name a file that ends in .csv, .xlsx, .svg, .png, .pdf or .html"),
    };
    let part = match part {
        Part::All => ExportPart::Screen,
        Part::Table => ExportPart::Breakdown,
        Part::Time => ExportPart::Series,
        Part::Sizes | Part::Items | Part::Discounts => ExportPart::Bars,
    };
    let made = export_explorer(
        shop,
        &ExportInput {
            table,
            part,
            format,
        },
    )?;
    made.write(path)?;
    let path = path.display().to_string();
    let said = format!("Saved as {path}\n");
    Ok(Answer::new(json!({ "path": path }), said))
}

fn text(seen: &Explore, split: Option<&Breakdown>) -> String {
    let mut text = String::new();
    let figures = &seen.figures;
    // Writing to a string cannot fail.
    let _ = match &figures.aov {
        None => writeln!(
            text,
            "No orders from {} to before {}",
            figures.from, figures.until
        ),
        Some(aov) => writeln!(
            text,
            "Average order value {} = {} ÷ {} orders, from {} to before {}",
            money(aov),
            money(&figures.revenue),
            figures.orders,
            figures.from,
            figures.until
        ),
    };
    for outlier in &seen.outliers {
        let _ = writeln!(
            text,
            "One order of {} ({}) moves the average: {} without it",
            money(&outlier.amount),
            outlier.number,
            money(&outlier.without)
        );
    }
    match split {
        Some(split) => {
            for row in &split.rows {
                let name = if row.name.is_empty() {
                    &row.value
                } else {
                    &row.name
                };
                let _ = writeln!(
                    text,
                    "{}",
                    line(if name.is_empty() { "not said" } else { name }, row)
                );
            }
            if let Some(other) = &split.other {
                let _ = writeln!(
                    text,
                    "{}",
                    line(&format!("other ({})", other.groups), &other.row)
                );
            }
            if split.several {
                let _ = writeln!(text, "An order can be in several rows");
            }
        }
        None => {
            for point in &seen.series {
                let aov = point
                    .figures
                    .aov
                    .as_ref()
                    .map_or_else(|| "no orders".to_owned(), money);
                let _ = writeln!(text, "{}  {}  {}", point.starts, point.figures.orders, aov);
            }
        }
    }
    text
}

fn line(name: &str, row: &BreakdownRow) -> String {
    let figures = &row.figures;
    let aov = figures
        .aov
        .as_ref()
        .map_or_else(|| "no orders".to_owned(), money);
    let range = figures.interval.as_ref().map_or_else(
        || "too few orders to tell".to_owned(),
        |ends| {
            format!(
                "very likely between {} and {}",
                money(&ends.low),
                money(&ends.high)
            )
        },
    );
    let change = row.change.as_ref().and_then(|change| {
        let aov = change.aov.as_ref()?;
        let sign = if aov.minor.0 > 0 { "+" } else { "" };
        match change.verdict {
            ChangeVerdict::TooFew => None,
            ChangeVerdict::CannotTell => Some(format!(", {sign}{}, cannot tell", money(aov))),
            ChangeVerdict::Higher | ChangeVerdict::Lower => Some(format!(", {sign}{}", money(aov))),
        }
    });
    format!(
        "{name}: {aov}, {} orders, {}, {range}{}",
        figures.orders,
        money(&figures.revenue),
        change.unwrap_or_default()
    )
}

fn money(amount: &Amount) -> String {
    format!("{} {}", amount.text, amount.currency)
}

fn step(step: Step) -> TimeStep {
    match step {
        Step::Hour => TimeStep::Hour,
        Step::Day => TimeStep::Day,
        Step::Week => TimeStep::Week,
        Step::Month => TimeStep::Month,
        Step::Quarter => TimeStep::Quarter,
        Step::Year => TimeStep::Year,
    }
}

pub(crate) fn dimension(told: Told) -> Dimension {
    match told {
        Told::Source => Dimension::Source,
        Told::Channel => Dimension::Channel,
        Told::Device => Dimension::Device,
        Told::Campaign => Dimension::Campaign,
        Told::Country => Dimension::Country,
        Told::Region => Dimension::Region,
        Told::Product => Dimension::Product,
        Told::Category => Dimension::Category,
        Told::Vendor => Dimension::Vendor,
        Told::Code => Dimension::Code,
        Told::Payment => Dimension::Payment,
        Told::Customer => Dimension::Customer,
        Told::Weekday => Dimension::Weekday,
        Told::Hour => Dimension::Hour,
        Told::Basket => Dimension::Basket,
        Told::Discount => Dimension::Discount,
        Told::Segment => Dimension::Segment,
    }
}
