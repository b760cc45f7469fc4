//! The whole report as a file.

use anyhow::bail;
use pannier_api::{
    Shop, report_json, views,
    views::{ComparedWith, WholeReportInput},
    write_report,
};
use serde_json::json;

use crate::{
    args::{Compare, FullArguments, ReportFormat},
    run::{Answer, formula_of},
};

pub(crate) fn full(shop: &Shop, arguments: &FullArguments) -> anyhow::Result<Answer> {
    let format = match arguments.format {
        ReportFormat::Pdf => views::ReportFormat::Pdf,
        ReportFormat::Html => views::ReportFormat::Html,
        ReportFormat::Xlsx => views::ReportFormat::Xlsx,
        ReportFormat::Csv => views::ReportFormat::Csv,
        ReportFormat::Json => views::ReportFormat::Json,
    };
    let input = WholeReportInput {
        from: arguments.from.clone(),
        until: arguments.until.clone(),
        compared_with: match arguments.compare {
            Compare::Previous => ComparedWith::Previous,
            Compare::Year => ComparedWith::YearBefore,
            Compare::Custom => ComparedWith::Custom,
            Compare::Nothing => ComparedWith::Nothing,
        },
        compare_from: arguments.compare_from.clone(),
        compare_until: arguments.compare_until.clone(),
        formula: formula_of(arguments.formula),
        locale: arguments.locale.clone(),
        format,
    };
    let Some(out) = &arguments.out else {
        if format != views::ReportFormat::Json {
            bail!("Say where the report is to be written: --out FILE");
        }
        let text = report_json(shop, &input)?;
        return Ok(Answer::new(serde_json::from_str(&text)?, text));
    };
    let written = write_report(shop, &input, out)?;
    let path = out.display().to_string();
    let json = json!({
        "written": path,
        "format": format,
        "from": written.from,
        "until": written.until,
        "bytes": written.bytes,
    });
    let text = format!(
        "{path}: {} bytes, from {} to before {}\n",
        written.bytes, written.from, written.until
    );
    Ok(Answer::new(json, text))
}
