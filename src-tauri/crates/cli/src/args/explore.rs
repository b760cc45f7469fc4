//! The words of `report explore`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Formula;

#[derive(Debug, Args)]
pub(crate) struct ExploreArguments {
    /// What orders are split by
    #[arg(long, value_enum, default_value = "channel")]
    pub(crate) by: Told,
    /// First day, such as 2026-06-01
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// First day after the period, such as 2026-07-01
    #[arg(long, value_name = "DAY")]
    pub(crate) until: Option<String>,
    /// Only orders of a kind, such as country=DE; again for more
    #[arg(long, value_name = "WHAT=VALUE")]
    pub(crate) only: Vec<String>,
    /// What the period is compared with
    #[arg(long, value_enum, default_value = "previous")]
    pub(crate) compare: Compared,
    /// What counts as revenue, and which orders count
    #[arg(long, value_enum, default_value = "goods")]
    pub(crate) formula: Formula,
    /// Only orders in this currency; the shop's own where none is named
    #[arg(long, value_name = "CODE")]
    pub(crate) currency: Option<String>,
    /// What the rows are sorted by
    #[arg(long, value_enum, default_value = "revenue")]
    pub(crate) sort: Sort,
    /// The smallest first
    #[arg(long)]
    pub(crate) ascending: bool,
    /// Which rows are printed
    #[arg(long, value_enum, default_value = "split")]
    pub(crate) rows: Rows,
    /// The length of a point in time; one that fits where none is named
    #[arg(long, value_enum)]
    pub(crate) step: Option<Step>,
    /// Write a file instead: .csv, .xlsx, .svg, .png; all of it as .pdf, .html or .xlsx
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// What the file holds
    #[arg(long, value_enum, default_value = "table", requires = "file")]
    pub(crate) part: Part,
}

/// What tells orders apart.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Told {
    Source,
    Channel,
    Device,
    Campaign,
    Country,
    Region,
    Product,
    Category,
    Vendor,
    Code,
    Payment,
    Customer,
    Weekday,
    Hour,
    Basket,
    Discount,
    Segment,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Compared {
    /// The time before
    Previous,
    /// A year earlier
    Year,
    /// Nothing
    Nothing,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Sort {
    Name,
    Orders,
    Revenue,
    Average,
    Items,
    Change,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Rows {
    /// One for each kind of order
    Split,
    /// One for each point in time
    Time,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Step {
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Part {
    /// The figures, both charts and the table
    All,
    /// The rows of the split
    Table,
    /// The average over time
    Time,
    /// How big orders are
    Sizes,
    /// How many items orders hold
    Items,
    /// The average by discount
    Discounts,
}
