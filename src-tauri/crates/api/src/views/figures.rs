//! Average order value and what stands around it.

use pannier_core::{Currency, Money};
use serde::{Deserialize, Serialize};
use specta::Type;

/// An integer that JavaScript can hold exactly. Parsing keeps every single amount under 2^53 − 1;
/// a sum past it serialises as an error rather than as a wrong number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Type)]
pub struct Minor(#[specta(type = specta_typescript::Number)] pub i64);

impl Serialize for Minor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.unsigned_abs() > (1 << 53) - 1 {
            return Err(serde::ser::Error::custom(
                "an amount is too large to be shown exactly",
            ));
        }
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for Minor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(Self)
    }
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    /// Minor units: cents for EUR, yen for JPY.
    pub minor: Minor,
    /// ISO 4217 code.
    pub currency: String,
    /// The plain decimal number: `57.80`.
    pub text: String,
}

impl Amount {
    /// The view of `minor` units of a currency.
    pub fn new(minor: i64, currency: Currency) -> Self {
        let text = Money::new(minor, currency).text();
        Self {
            minor: Minor(minor),
            currency: currency.code().to_owned(),
            text,
        }
    }
}

/// Which figure is called revenue, and which orders it is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Formula {
    /// Goods as at the time of order; all but test, cancelled and gift-card-only orders.
    #[default]
    Goods,
    /// As Shopify shows it: goods without tax; cancelled and unpaid orders included.
    Shopify,
    /// Goods less refunds of goods; fully refunded orders left out.
    Net,
    /// All that was charged less all refunds; fully refunded orders left out.
    Collected,
}

/// Where the true value very likely lies (95 %).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Interval {
    /// Lower end.
    pub low: Amount,
    /// Upper end.
    pub high: Amount,
}

/// The figures of one period in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// First day.
    pub from: String,
    /// First day after it.
    pub until: String,
    /// Sum over the counted orders.
    pub revenue: Amount,
    /// Counted orders.
    pub orders: u32,
    /// Revenue ÷ orders; nothing without orders.
    pub aov: Option<Amount>,
    /// Half the orders are smaller, half larger.
    pub median: Option<Amount>,
    /// Where the true average very likely lies; nothing under 30 orders.
    pub interval: Option<Interval>,
    /// Pieces per order, to two decimals.
    pub units_per_order: Option<f64>,
}

/// What can be said of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ChangeVerdict {
    /// A real rise: the interval lies above zero.
    Higher,
    /// A real fall: the interval lies below zero.
    Lower,
    /// The interval holds zero.
    CannotTell,
    /// Under 30 orders on one side.
    TooFew,
}

/// How a period differs from the one it is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Difference of the two averages, signed; nothing where one side has no orders.
    pub aov: Option<Amount>,
    /// Where the true difference very likely lies; nothing under 30 orders on a side.
    pub interval: Option<Interval>,
    /// What can be said of it.
    pub verdict: ChangeVerdict,
    /// Change of revenue as a ratio: 0.109 is 10.9 % more.
    pub revenue_ratio: Option<f64>,
    /// Change of the number of orders as a ratio.
    pub orders_ratio: Option<f64>,
    /// Change of pieces per order.
    pub units_per_order: Option<f64>,
}

/// What a month is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Comparison {
    /// The month before.
    #[default]
    MonthBefore,
    /// The same month a year earlier.
    YearBefore,
}

/// What Home is asked to show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HomeInput {
    /// A day of the month to show; the newest month with orders where none is named.
    pub month: Option<String>,
    /// What it is compared with.
    pub comparison: Comparison,
    /// Which formula.
    pub formula: Formula,
}

/// One month of the chart.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChartMonth {
    /// Its figures.
    pub figures: Figures,
    /// The month is not over yet by the shop's clock.
    pub unfinished: bool,
}

/// Home.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Home {
    /// The formula of every figure in it.
    pub formula: Formula,
    /// The chosen month.
    pub current: Figures,
    /// The month is not over yet.
    pub unfinished: bool,
    /// The month it is compared with; nothing where the shop has no orders that early.
    pub before: Option<Figures>,
    /// The difference.
    pub change: Option<Change>,
    /// First days of all months from the first order to the last, oldest first.
    pub months: Vec<String>,
    /// Up to 25 months, the newest last, with the chosen one among them.
    pub chart: Vec<ChartMonth>,
    /// The chosen month in the other currencies that orders are in, never added together.
    pub other_currencies: Vec<Figures>,
}

/// A period and a formula, for the sheet that shows how a figure is calculated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FormulaInput {
    /// First day; from the first order where it is not named.
    pub from: Option<String>,
    /// First day after it; to the last order where it is not named.
    pub until: Option<String>,
    /// The formula that the other figures are explained from.
    pub formula: Formula,
}

/// What one step of a reconciliation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StepKind {
    /// Cancelled orders come in (or go out).
    CancelledOrders,
    /// Tax inside the prices comes off (or goes back in).
    TaxInPrices,
    /// Orders that were refunded in full go out (or come in).
    FullyRefundedOrders,
    /// Refunds of goods come off.
    RefundsOfGoods,
    /// Refunds of everything else come off.
    OtherRefunds,
    /// Shipping comes in.
    Shipping,
    /// Tax on top of the prices comes in.
    TaxOnTop,
    /// Duties come in.
    Duties,
    /// Tips come in.
    Tips,
    /// Gift cards sold along with goods come in.
    GiftCards,
    /// Differences that the file does not explain.
    Unexplained,
    /// Test orders come in.
    TestOrders,
    /// Orders of gift cards alone come in.
    GiftCardOrders,
    /// Discounts come back in.
    Discounts,
    /// Days begin at another hour.
    OtherHours,
}

/// One step from a figure to another.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// What it does.
    pub kind: StepKind,
    /// What it adds to revenue, signed.
    pub revenue: Amount,
    /// What it adds to the number of orders, signed.
    pub orders: i32,
    /// The average after it.
    pub aov: Option<Amount>,
}

/// One formula's figures in the period, and the steps that lead to them.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FormulaFigures {
    /// Which formula.
    pub formula: Formula,
    /// Its revenue.
    pub revenue: Amount,
    /// Its orders.
    pub orders: u32,
    /// Its average.
    pub aov: Option<Amount>,
    /// From the asked-for formula to this one; empty for itself. They add up to the cent.
    pub steps: Vec<Step>,
}

/// How a figure is calculated, and why another tool shows another one.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FormulaSheet {
    /// First day.
    pub from: String,
    /// First day after it.
    pub until: String,
    /// All four formulas, in the order of the definitions.
    pub formulas: Vec<FormulaFigures>,
    /// Cancelled orders in the period.
    pub cancelled: u32,
    /// Test orders in the period.
    pub test: u32,
    /// Orders of gift cards alone in the period.
    pub gift_cards_only: u32,
    /// Refunds made in the period that name no order: beside the figures, never inside them.
    pub loose_refunds: LooseRefunds,
}

/// Refunds of which no file says the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LooseRefunds {
    /// How many.
    pub count: u32,
    /// What they come to.
    pub amount: Amount,
}

/// The length of a report's periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Granularity {
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

/// What a report is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReportInput {
    /// First day; from the first order where it is not named.
    pub from: Option<String>,
    /// First day after it; to the last order where it is not named.
    pub until: Option<String>,
    /// Periods; none where it is not named.
    pub by: Option<Granularity>,
    /// Which formula.
    pub formula: Formula,
    /// The day that is today: later orders are not known yet.
    pub as_of: Option<String>,
}

/// The average order value in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Which formula.
    pub formula: Formula,
    /// The whole period.
    pub figures: Figures,
    /// Its parts, oldest first, also those without orders.
    pub periods: Vec<Figures>,
    /// Refunds made in the period that name no order: beside the figures, never inside them.
    pub loose_refunds: LooseRefunds,
}
