//! Orders split, filtered and drawn: what the explorer asks and gets.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Amount, Change, Figures, Formula, Interval, LooseRefunds, Minor};

/// What orders can be split and filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Dimension {
    /// The platform and the shop on it.
    Source,
    /// Where on the platform it was sold.
    Channel,
    /// What it was ordered with.
    Device,
    /// The tag of the campaign that led to it.
    Campaign,
    /// Where it was sent: country.
    Country,
    /// Where it was sent: region.
    Region,
    /// Product: an order is in the row of each that it holds.
    Product,
    /// Kind of product: an order is in the row of each that it holds.
    Category,
    /// Maker: an order is in the row of each whose products it holds.
    Vendor,
    /// Discount code: an order is in the row of each that it carries.
    Code,
    /// How it was paid.
    Payment,
    /// A customer's first order, or a later one.
    Customer,
    /// Day of the week.
    Weekday,
    /// Hour of the day.
    Hour,
    /// Pieces in the order.
    Basket,
    /// How much of the price was taken off.
    Discount,
    /// The saved segments of who placed it: an order is in the row of each. A value is the
    /// segment's number; filters take its name too.
    Segment,
}

/// Orders of one kind. Several filters by one thing let each of its values in; filters by
/// different things all have to hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderFilter {
    /// What it looks at.
    pub by: Dimension,
    /// Which value, as [`BreakdownRow::value`] gives it.
    pub value: String,
}

/// A filter with the name that people read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NamedFilter {
    /// What it looks at.
    pub by: Dimension,
    /// Which value.
    pub value: String,
    /// What the value is called; empty where the files do not say.
    pub name: String,
}

/// What a period is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ComparedWith {
    /// The period of the same length before it; the calendar months before whole months.
    #[default]
    Previous,
    /// The same days a year earlier.
    YearBefore,
    /// Days that are named.
    Custom,
    /// Nothing.
    Nothing,
}

/// The length of one point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TimeStep {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// ISO weeks, from Monday.
    Week,
    /// Months.
    Month,
    /// Quarters.
    Quarter,
    /// Years.
    Year,
}

/// Which orders are explored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExploreInput {
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
    /// Only orders in this currency; the shop's own where none is named.
    pub currency: Option<String>,
    /// Only orders of these kinds.
    pub filters: Vec<OrderFilter>,
    /// The length of a point in time; one that fits the period where none is named.
    pub step: Option<TimeStep>,
    /// A free-shipping threshold that the merchant named, in minor units.
    pub threshold: Option<Minor>,
    /// Which bars are wanted.
    pub bars: BarKind,
}

/// What stands in bars beside the figures over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BarKind {
    /// How big orders are.
    #[default]
    Sizes,
    /// How many pieces they hold.
    Items,
    /// What they come to, by how much was taken off.
    Discounts,
}

/// One point in time.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TimePoint {
    /// When it begins: `2026-06-30`, with its hour `2026-06-30T14` where points are hours.
    pub starts: String,
    /// Its figures.
    pub figures: Figures,
    /// It is not over yet by the shop's clock.
    pub unfinished: bool,
}

/// Orders of a size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SizeBar {
    /// Smallest value in it.
    pub from: Amount,
    /// Smallest value above it; nothing for the last, which is open.
    pub until: Option<Amount>,
    /// Orders.
    pub orders: u32,
}

/// A value from which orders are treated better, such as free shipping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Threshold {
    /// From where.
    pub at: Amount,
    /// Found in what orders paid for shipping, not named by the merchant.
    pub found: bool,
    /// Orders that ended less than [`Threshold::within`] below it.
    pub short: u32,
    /// How much less is meant.
    pub within: Amount,
}

/// How big orders are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Sizes {
    /// Bars of one width from zero on, and an open last one.
    pub bars: Vec<SizeBar>,
    /// Orders that came to less than nothing, and so stand in no bar.
    pub below_zero: u32,
    /// The sizes around which orders gather.
    pub modes: Vec<Amount>,
    /// Where orders are treated better.
    pub thresholds: Vec<Threshold>,
}

/// Orders of one kind, for the bars of items and of discounts.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KindBar {
    /// The value to filter by.
    pub value: String,
    /// Orders.
    pub orders: u32,
    /// Their average.
    pub aov: Option<Amount>,
    /// Where the true average very likely lies; nothing under 30 orders.
    pub interval: Option<Interval>,
}

/// One order that moves the average by more than 5 %.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Outlier {
    /// Row id, for opening it.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// The shop's own number.
    pub number: String,
    /// What it comes to by the formula.
    pub amount: Amount,
    /// By how much it moves the average, as a part of the average without it.
    pub moves: f64,
    /// The average without it.
    pub without: Amount,
}

/// The figures of a period and what stands around them.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Explore {
    /// The formula of every figure in it.
    pub formula: Formula,
    /// The currency of every figure in it.
    pub currency: String,
    /// The period.
    pub figures: Figures,
    /// The period holds today: it is not over.
    pub unfinished: bool,
    /// The period it is compared with; nothing where the shop has no orders that early.
    pub before: Option<Figures>,
    /// The difference.
    pub change: Option<Change>,
    /// The length of a point.
    pub step: TimeStep,
    /// Points in time, oldest first.
    pub series: Vec<TimePoint>,
    /// How big orders are; empty where other bars were asked for.
    pub sizes: Sizes,
    /// Orders by number of pieces, or by discount, where those were asked for.
    pub kinds: Vec<KindBar>,
    /// What the shop's files let orders be split by.
    pub dimensions: Vec<Dimension>,
    /// The filters, with their names.
    pub filters: Vec<NamedFilter>,
    /// Single orders that move the average by more than 5 %, the largest first.
    pub outliers: Vec<Outlier>,
    /// The period in the other currencies that orders are in, never added together.
    pub other_currencies: Vec<Figures>,
    /// Refunds made in the period that name no order: beside the figures, never inside them.
    pub loose_refunds: LooseRefunds,
    /// Day of the shop's first order.
    pub first_day: Option<String>,
    /// Day of the shop's last order.
    pub last_day: Option<String>,
}

/// The usual price of a product became another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PriceMove {
    /// The product.
    pub name: String,
    /// Day of the first order at the new price.
    pub day: String,
    /// The usual price of a piece until then, before discounts.
    pub before: Amount,
    /// The usual price of a piece from then on.
    pub after: Amount,
}

/// Prices that changed within one point in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PriceMark {
    /// The point, as [`TimePoint::starts`] has it.
    pub starts: String,
    /// How many products.
    pub products: u32,
    /// Those that are ordered most.
    pub moves: Vec<PriceMove>,
}

/// What rows of a breakdown are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BreakdownSort {
    /// Their own order: names, or days and hours as they come.
    Name,
    /// Orders.
    Orders,
    /// Revenue.
    #[default]
    Revenue,
    /// Average.
    Aov,
    /// Pieces an order.
    Units,
    /// The change of the average.
    Change,
}

/// What is split, and how the rows stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BreakdownInput {
    /// Which orders.
    pub orders: ExploreInput,
    /// What they are split by.
    pub by: Dimension,
    /// What the rows are sorted by.
    pub sort: BreakdownSort,
    /// Smallest first.
    pub ascending: bool,
}

/// One row of a breakdown.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BreakdownRow {
    /// What a filter names it by.
    pub value: String,
    /// What it is called; empty where the files do not say. Days, hours and sizes have none: their
    /// value is enough.
    pub name: String,
    /// Its figures.
    pub figures: Figures,
    /// On the period that is compared with.
    pub change: Option<Change>,
    /// Its part of all revenue.
    pub share: Option<f64>,
    /// Its average at each point in time, in minor units.
    pub spark: Vec<Option<Minor>>,
}

/// Rows too many to be shown, as one.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OtherRows {
    /// How many.
    pub groups: u32,
    /// Their figures together.
    pub row: BreakdownRow,
}

/// Orders split by one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Breakdown {
    /// What they are split by.
    pub by: Dimension,
    /// The rows.
    pub rows: Vec<BreakdownRow>,
    /// What is not among them.
    pub other: Option<OtherRows>,
    /// All orders.
    pub all: BreakdownRow,
    /// An order can be in several rows, so that they add up to more than all orders.
    pub several: bool,
    /// The length of a point of the small lines.
    pub step: TimeStep,
}

/// Which values of a dimension are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DimensionValuesInput {
    /// Which orders.
    pub orders: ExploreInput,
    /// Values of what.
    pub by: Dimension,
    /// Words that the name has; empty for all.
    pub search: String,
}

/// One value that orders can be filtered by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DimensionValue {
    /// What a filter names it by.
    pub value: String,
    /// What it is called; empty where the files do not say.
    pub name: String,
    /// Orders of the period that have it.
    pub orders: u32,
}

/// What is written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ExportPart {
    /// The table of a breakdown.
    Breakdown,
    /// The figures over time.
    Series,
    /// The bars.
    Bars,
    /// All of it: the figures, both charts and the table, as they are shown.
    Screen,
}

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ExportFormat {
    /// A table as text.
    Csv,
    /// A workbook.
    Xlsx,
    /// A picture of lines and words.
    Svg,
    /// A picture of dots.
    Png,
    /// Pages to print and to send.
    Pdf,
    /// One page for any browser.
    Html,
}

/// What of the explorer is written to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportInput {
    /// Which orders, split by what.
    pub table: BreakdownInput,
    /// Which part of it.
    pub part: ExportPart,
    /// What kind of file: pictures only of what is drawn.
    pub format: ExportFormat,
}
