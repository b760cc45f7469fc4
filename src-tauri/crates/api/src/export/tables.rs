//! The tables of exported files.

use pannier_core::Money;
use pannier_report::{Cell, Column, Interval, Kind, Locale, Table};

use super::{currency, day, words};
use crate::{
    Result,
    views::{
        Amount, BarKind, Breakdown, BreakdownRow, Change, ChangeVerdict, Explore, Figures,
        Interval as Ends, OrderRow,
    },
    words::{platform, row as row_name},
};

const NO_ORDERS: &str = "No orders in this period";
const TOO_FEW: &str = "Too few orders to tell";

fn money(amount: &Amount) -> Result<Money> {
    Ok(Money::new(amount.minor.0, currency(&amount.currency)?))
}

fn average(figures: &Figures) -> Result<Cell> {
    let aov = figures.aov.as_ref().map(money).transpose()?;
    Ok(Cell::money_or(aov, "No orders"))
}

fn range(interval: Option<&Ends>, aov: Option<&Amount>) -> Result<Cell> {
    let Some(ends) = interval else {
        return Ok(Cell::absent(TOO_FEW));
    };
    Ok(Cell::Interval(Interval {
        low: ends.low.minor.0,
        at: aov.map(|aov| aov.minor.0),
        high: ends.high.minor.0,
        currency: currency(&ends.low.currency)?,
    }))
}

fn change(change: Option<&Change>) -> Result<Cell> {
    match change {
        None => Ok(Cell::Empty),
        Some(
            Change { aov: None, .. }
            | Change {
                verdict: ChangeVerdict::TooFew,
                ..
            },
        ) => Ok(Cell::absent(TOO_FEW)),
        Some(Change {
            aov: Some(aov),
            verdict,
            ..
        }) => Ok(Cell::Change {
            amount: money(aov)?,
            sure: *verdict != ChangeVerdict::CannotTell,
        }),
    }
}

fn rate(rate: Option<f64>, cell: impl Fn(f64) -> Cell) -> Cell {
    rate.map_or(Cell::Empty, cell)
}

/// The table of a breakdown.
pub(super) fn breakdown(table: &Breakdown, locale: &Locale) -> Result<Table> {
    let by = words::dimension(table.by);
    let several = format!(
        "An order can have several, so that these rows add up to more than {} orders.",
        locale.count(table.all.figures.orders.into())
    );
    let columns = vec![
        Column::new(by, Kind::Text),
        Column::new("Orders", Kind::Count),
        Column::new("Revenue", Kind::Money),
        Column::new("Share", Kind::Percent(1)),
        Column::new("Items per order", Kind::Number(2)),
        Column::new("Average order", Kind::Money),
        Column::new("Likely range", Kind::Interval),
        Column::new("Change", Kind::Change),
    ];
    let mut made = Table::new(format!("By {}", by.to_lowercase()), columns, NO_ORDERS);
    if table.several {
        made = made.noted(several);
    }
    let cells = |name: &str, row: &BreakdownRow| -> Result<Vec<Cell>> {
        let figures = &row.figures;
        Ok(vec![
            Cell::text(name),
            Cell::Count(figures.orders.into()),
            Cell::Money(money(&figures.revenue)?),
            rate(row.share, Cell::ratio),
            rate(figures.units_per_order, Cell::number),
            average(figures)?,
            range(figures.interval.as_ref(), figures.aov.as_ref())?,
            change(row.change.as_ref())?,
        ])
    };
    for row in &table.rows {
        let name = row_name(table.by, &row.value, &row.name);
        made.push(cells(&name, row)?);
    }
    if let Some(other) = &table.other {
        let name = format!("Other ({})", locale.count(other.groups.into()));
        made.push(cells(&name, &other.row)?);
    }
    made.set_foot(cells("All orders", &table.all)?);
    Ok(made)
}

/// The figures over time.
pub(super) fn series(seen: &Explore) -> Result<Table> {
    let step = words::step(seen.step);
    let hourly = seen.series.iter().any(|point| point.starts.len() > 10);
    let mut columns = vec![Column::new(format!("First day of the {step}"), Kind::Day)];
    if hourly {
        columns.push(Column::new("Hour", Kind::Count));
    }
    columns.extend([
        Column::new("Orders", Kind::Count),
        Column::new("Revenue", Kind::Money),
        Column::new("Items per order", Kind::Number(2)),
        Column::new("Average order", Kind::Money),
        Column::new("Likely range", Kind::Interval),
    ]);
    let mut made = Table::new(format!("By {step}"), columns, NO_ORDERS);
    for point in &seen.series {
        let figures = &point.figures;
        let mut row = vec![Cell::Day(day(&point.starts)?)];
        if let Some(hour) = point.starts.get(11..13) {
            row.push(hour.parse().map_or(Cell::Empty, Cell::Count));
        }
        row.extend([
            Cell::Count(figures.orders.into()),
            Cell::Money(money(&figures.revenue)?),
            rate(figures.units_per_order, Cell::number),
            average(figures)?,
            if figures.orders == 0 {
                Cell::Empty
            } else {
                range(figures.interval.as_ref(), figures.aov.as_ref())?
            },
        ]);
        made.push(row);
    }
    Ok(made)
}

/// The bars.
pub(super) fn bars(seen: &Explore, kind: BarKind) -> Result<Table> {
    let title = words::bars(kind);
    if kind == BarKind::Sizes {
        let columns = vec![
            Column::new("From", Kind::Money),
            Column::new("To less than", Kind::Money),
            Column::new("Orders", Kind::Count),
        ];
        let mut made = Table::new(title, columns, NO_ORDERS);
        for bar in &seen.sizes.bars {
            let end = |end: &Option<Amount>| -> Result<Cell> {
                Ok(Cell::money_or(end.as_ref().map(money).transpose()?, "Open"))
            };
            made.push([
                Cell::Money(money(&bar.from)?),
                end(&bar.until)?,
                Cell::Count(bar.orders.into()),
            ]);
        }
        return Ok(made);
    }
    let head = if kind == BarKind::Items {
        "Items"
    } else {
        "Discount in percent"
    };
    let columns = vec![
        Column::new(head, Kind::Text),
        Column::new("Orders", Kind::Count),
        Column::new("Average order", Kind::Money),
        Column::new("Likely range", Kind::Interval),
    ];
    let mut made = Table::new(title, columns, NO_ORDERS);
    for bar in &seen.kinds {
        made.push([
            Cell::text(&bar.value),
            Cell::Count(bar.orders.into()),
            Cell::money_or(bar.aov.as_ref().map(money).transpose()?, "No orders"),
            range(bar.interval.as_ref(), bar.aov.as_ref())?,
        ]);
    }
    Ok(made)
}

/// A list of orders.
pub(super) fn orders(rows: &[OrderRow]) -> Result<Table> {
    let columns = vec![
        Column::new("Order", Kind::Text),
        Column::new("Day", Kind::Day),
        Column::new("Time", Kind::Text),
        Column::new("Customer", Kind::Text),
        Column::new("Came from", Kind::Text),
        Column::new("Items", Kind::Count),
        Column::new("Goods", Kind::Money),
        Column::new("Charged", Kind::Money),
        Column::new("Refunded", Kind::Money),
        Column::new("Cancelled", Kind::Text),
    ];
    let mut made = Table::new("Orders", columns, "No orders");
    for row in rows {
        made.push([
            Cell::text(&row.number),
            Cell::Day(day(&row.placed_local)?),
            Cell::text(row.placed_local.get(11..).unwrap_or_default()),
            Cell::text(&row.customer),
            Cell::text(platform(&row.platform)),
            Cell::Count(row.units.into()),
            Cell::Money(money(&row.goods)?),
            Cell::Money(money(&row.total)?),
            match &row.refunded {
                Some(refunded) => Cell::Money(money(refunded)?),
                None => Cell::Empty,
            },
            if row.cancelled {
                Cell::text("yes")
            } else {
                Cell::Empty
            },
        ]);
    }
    Ok(made)
}
