//! The whole report: what is asked for.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{ComparedWith, Formula};

/// What kind of file a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ReportFormat {
    /// Pages to print and to send.
    #[default]
    Pdf,
    /// One page for any browser.
    Html,
    /// A workbook with a sheet for each table.
    Xlsx,
    /// All tables as text, one under another.
    Csv,
    /// All that stands in it, for other programs.
    Json,
}

/// Which report is to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WholeReportInput {
    /// First day; from the first order where it is not named.
    pub from: Option<String>,
    /// First day after it; to the last order where it is not named.
    pub until: Option<String>,
    /// What the period is compared with.
    pub compared_with: ComparedWith,
    /// First day of the named comparison.
    pub compare_from: Option<String>,
    /// First day after it.
    pub compare_until: Option<String>,
    /// Which formula.
    pub formula: Formula,
    /// Language and region as the window writes amounts and days in: `en-DE`. The shop's country
    /// decides where none is named.
    pub locale: Option<String>,
    /// What kind of file.
    pub format: ReportFormat,
}
