//! The words of a report. Reports are English, as the command line is; their reader's region decides
//! how numbers and days are written.

use pannier_core::{Day, Period};
use pannier_report::Locale;

use crate::views::{ComparedWith, Dimension, Formula, StepKind, TimeStep, WhyKind};

/// Periods of more months are named by their days.
const MONTHS_NAMED: i32 = 24;

/// "1 order", "2 orders".
pub(super) fn counted(n: u32, locale: &Locale, one: &str, several: &str) -> String {
    let word = if n == 1 { one } else { several };
    format!("{} {word}", locale.count(n.into()))
}

pub(super) fn orders(n: u32, locale: &Locale) -> String {
    counted(n, locale, "order", "orders")
}

/// "1 Apr 2026 – 30 Jun 2026"; one day stands alone.
pub(super) fn period(period: Period, locale: &Locale) -> String {
    if period.days() <= 1 {
        return locale.day(period.from);
    }
    locale.period(period)
}

/// What a formula is called.
pub(super) fn formula(formula: Formula) -> &'static str {
    match formula {
        Formula::Goods => "What people ordered",
        Formula::Shopify => "As Shopify shows it",
        Formula::Net => "Goods they kept",
        Formula::Collected => "Everything they paid",
    }
}

/// What a formula counts.
pub(super) fn counts(formula: Formula) -> &'static str {
    match formula {
        Formula::Goods => {
            "Goods after discounts, tax as the prices show it, before refunds. Cancelled, test and \
             gift-card orders are left out."
        }
        Formula::Shopify => {
            "Goods after discounts, without tax, before refunds. Cancelled and unpaid orders count \
             too."
        }
        Formula::Net => {
            "Goods less refunds of goods, tax as the prices show it. Orders that were refunded in \
             full are left out."
        }
        Formula::Collected => {
            "Goods, shipping, tax, duties and tips, less all refunds. Orders that were refunded in \
             full are left out."
        }
    }
}

/// The same on one line.
pub(super) fn counts_shortly(formula: Formula) -> &'static str {
    match formula {
        Formula::Goods => "goods after discounts, before refunds",
        Formula::Shopify => "goods without tax, before refunds, cancelled orders too",
        Formula::Net => "goods less refunds of goods",
        Formula::Collected => "everything charged, less all refunds",
    }
}

/// The period that is compared with, in a sentence.
pub(super) fn before(kind: ComparedWith, period: Period, locale: &Locale) -> String {
    let days = period.days();
    match kind {
        ComparedWith::YearBefore => "a year earlier".to_owned(),
        ComparedWith::Previous if period == Period::month_of(period.from) => {
            "the month before".to_owned()
        }
        ComparedWith::Previous if whole_months(period) > 1 => {
            format!("the {} months before", whole_months(period))
        }
        ComparedWith::Previous if days == 1 => "the day before".to_owned(),
        ComparedWith::Previous => format!("the {} days before", locale.count(days)),
        ComparedWith::Custom | ComparedWith::Nothing => self::period(period, locale),
    }
}

/// How many months a period holds; none where they are not whole.
fn whole_months(period: Period) -> i32 {
    let fits = |months: &i32| {
        period.from == period.from.month_start() && period.from.plus_months(*months) == period.until
    };
    (1..=MONTHS_NAMED).find(fits).unwrap_or(0)
}

/// A point in time, short enough for an axis.
pub(super) fn point(step: TimeStep, starts: &str, day: Day, locale: &Locale) -> String {
    let written = locale.day(day);
    match step {
        TimeStep::Hour => format!("{written}, {}:00", starts.get(11..13).unwrap_or("0")),
        TimeStep::Day | TimeStep::Week => written,
        TimeStep::Month => month(starts),
        TimeStep::Quarter => format!("Q{} {}", quarter(starts), starts.get(..4).unwrap_or("")),
        TimeStep::Year => starts.get(..4).unwrap_or(starts).to_owned(),
    }
}

/// "Jun 2026" of `2026-06-01`.
pub(super) fn month(day: &str) -> String {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let number = month_number(day);
    let name = NAMES.get(number.saturating_sub(1)).copied();
    format!(
        "{} {}",
        name.unwrap_or_default(),
        day.get(..4).unwrap_or("")
    )
}

fn month_number(day: &str) -> usize {
    day.get(5..7)
        .and_then(|month| month.parse().ok())
        .unwrap_or(1)
}

fn quarter(day: &str) -> usize {
    month_number(day).saturating_sub(1) / 3 + 1
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

/// What orders are split by, and what several of its values are.
pub(super) fn dimension(by: Dimension) -> (&'static str, &'static str) {
    match by {
        Dimension::Channel => ("Channel", "channels"),
        Dimension::Product => ("Product", "products"),
        Dimension::Country => ("Country", "countries"),
        Dimension::Customer => ("Customers", "customers"),
        Dimension::Code => ("Discount code", "codes"),
        Dimension::Source => ("Shop", "shops"),
        Dimension::Device => ("Device", "devices"),
        Dimension::Campaign => ("Campaign", "campaigns"),
        Dimension::Region => ("Region", "regions"),
        Dimension::Category => ("Category", "categories"),
        Dimension::Vendor => ("Maker", "makers"),
        Dimension::Payment => ("Payment", "ways to pay"),
        Dimension::Weekday => ("Weekday", "days"),
        Dimension::Hour => ("Hour", "hours"),
        Dimension::Basket => ("Items in an order", "sizes"),
        Dimension::Discount => ("Discount", "discounts"),
        Dimension::Segment => ("Segment", "segments"),
    }
}

/// A part of a change, by the way it moves the average.
pub(super) fn part(kind: WhyKind, up: bool) -> &'static str {
    match (kind, up) {
        (WhyKind::UnitsPerOrder, true) => "More items per order",
        (WhyKind::UnitsPerOrder, false) => "Fewer items per order",
        (WhyKind::Price, _) => "Prices of the same items",
        (WhyKind::Discount, true) => "Smaller discounts",
        (WhyKind::Discount, false) => "Deeper discounts",
        (WhyKind::Choice, _) => "What people chose",
        (WhyKind::NewProducts, _) => "New products",
        (WhyKind::GoneProducts, _) => "Products no longer sold",
        (WhyKind::UnlistedItems, _) => "Goods without a line",
        (WhyKind::FreeItems, _) => "Free and negative items",
        (WhyKind::Tax, _) => "Tax",
        (WhyKind::Shipping, _) => "Shipping",
        (WhyKind::Refunds, true) => "Fewer refunds",
        (WhyKind::Refunds, false) => "More refunds",
        (WhyKind::Duties, _) => "Duties",
        (WhyKind::Tips, _) => "Tips",
        (WhyKind::GiftCards, _) => "Gift cards sold with goods",
        (WhyKind::Unexplained, _) => "Not explained by the files",
        (WhyKind::Rounding, _) => "Rounding to whole cents",
    }
}

/// A step from one formula to another, by the way it goes.
pub(super) fn formula_step(kind: StepKind, comes_in: bool) -> &'static str {
    match (kind, comes_in) {
        (StepKind::CancelledOrders, true) => "Cancelled orders in",
        (StepKind::CancelledOrders, false) => "Cancelled orders out",
        (StepKind::TaxInPrices, true) => "Tax in prices added back",
        (StepKind::TaxInPrices, false) => "Tax in prices taken out",
        (StepKind::FullyRefundedOrders, true) => "Fully refunded orders in",
        (StepKind::FullyRefundedOrders, false) => "Fully refunded orders out",
        (StepKind::RefundsOfGoods, true) => "Refunds of goods put back",
        (StepKind::RefundsOfGoods, false) => "Refunds of goods taken off",
        (StepKind::OtherRefunds, true) => "Other refunds put back",
        (StepKind::OtherRefunds, false) => "Other refunds taken off",
        (StepKind::Shipping, true) => "Shipping added",
        (StepKind::Shipping, false) => "Shipping taken off",
        (StepKind::TaxOnTop, true) => "Tax on top added",
        (StepKind::TaxOnTop, false) => "Tax on top taken off",
        (StepKind::Duties, true) => "Duties added",
        (StepKind::Duties, false) => "Duties taken off",
        (StepKind::Tips, true) => "Tips added",
        (StepKind::Tips, false) => "Tips taken off",
        (StepKind::GiftCards, true) => "Gift cards sold with goods added",
        (StepKind::GiftCards, false) => "Gift cards sold with goods taken off",
        (StepKind::Unexplained, _) => "Not explained by the files",
        (StepKind::TestOrders, true) => "Test orders in",
        (StepKind::TestOrders, false) => "Test orders out",
        (StepKind::GiftCardOrders, true) => "Gift-card orders in",
        (StepKind::GiftCardOrders, false) => "Gift-card orders out",
        (StepKind::Discounts, true) => "Discounts added back",
        (StepKind::Discounts, false) => "Discounts taken off",
        (StepKind::OtherHours, true) => "Days that begin later",
        (StepKind::OtherHours, false) => "Days that begin earlier",
    }
}

/// "Linen throw, Candle and Stool".
pub(super) fn joined(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
