//! Who comes back, and what for. Of all orders, whatever the period: coming back takes time.

use pannier_report::{
    Block, Cell, Chart, Cohort, CohortRow, Column, Finite, Kind, Plot, Table, Unit,
};

use super::{Maker, blocks, words};
use crate::{
    Result,
    cohorts::cohorts,
    views::{self, ChangeVerdict, CohortBy, Cohorts, CohortsInput},
};

/// Months of a cohort's life that a page has room for.
const MONTHS: usize = 13;
/// Cohorts, the newest.
const COHORTS: usize = 18;

impl Maker<'_> {
    pub(super) fn customers(&self, blocks: &mut Vec<Block>) -> Result<()> {
        let found = cohorts(
            self.shop,
            &CohortsInput {
                by: CohortBy::FirstMonth,
                formula: self.input.formula,
            },
        )?;
        blocks.push(Block::Heading("Customers who came back".to_owned()));
        if found.customers == 0 {
            blocks.push(Block::Paragraph(
                "The files name no customers. Orders with a name, an e-mail address or a telephone \
                 number show who comes back."
                    .to_owned(),
            ));
            return Ok(());
        }
        blocks.push(Block::Paragraph(self.known(&found)));
        let chart = came_back(&found);
        if let Some(chart) = chart {
            blocks.push(Block::Chart(chart));
        } else {
            blocks.push(Block::Paragraph(
                "So far nobody’s first order lies a month back.".to_owned(),
            ));
        }
        blocks.push(Block::Table(by_number(&found)?));
        blocks.push(Block::Paragraph(self.second(&found)?));
        if found.all.values.iter().any(|age| age.value.is_some()) {
            blocks.push(Block::Table(self.worth(&found)?));
        }
        Ok(())
    }

    fn known(&self, found: &Cohorts) -> String {
        let locale = &self.locale;
        let share = f64::from(found.returned) / f64::from(found.customers.max(1));
        let mut text = format!(
            "Of all orders, not of this period alone: {}, of whom {} ordered again ({}).",
            words::counted(found.customers, locale, "customer", "customers"),
            locale.count(found.returned.into()),
            locale.percent(Finite::new(share).unwrap_or(Finite::ZERO), 1),
        );
        if found.nameless > 0 {
            let are = if found.nameless == 1 { "is" } else { "are" };
            let orders = words::orders(found.nameless, locale);
            text = format!("{text} {orders} without a name or number {are} left out.");
        }
        text
    }

    fn second(&self, found: &Cohorts) -> Result<String> {
        let second = &found.second;
        let Some(ends) = &second.interval else {
            return Ok(format!(
                "Whether the second order beats the first cannot be told yet: {} ordered twice. It \
                 takes about 30.",
                words::counted(second.customers, &self.locale, "customer", "customers")
            ));
        };
        let (low, high) = (self.signed(&ends.low)?, self.signed(&ends.high)?);
        Ok(match second.verdict {
            ChangeVerdict::Higher => format!(
                "Among customers with two orders, the second is larger than the first, very likely \
                 by {low} to {high}."
            ),
            ChangeVerdict::Lower => format!(
                "Among customers with two orders, the second is smaller than the first, very \
                 likely by {low} to {high}."
            ),
            ChangeVerdict::CannotTell | ChangeVerdict::TooFew => format!(
                "Among customers with two orders, the second differs from the first by {low} to \
                 {high}, which may be nothing."
            ),
        })
    }

    fn worth(&self, found: &Cohorts) -> Result<Table> {
        let with_margin = found.all.values.iter().any(|age| age.margin.is_some());
        let mut columns = vec![
            Column::new("After", Kind::Text),
            Column::new("Customers seen so long", Kind::Count),
            Column::new("Revenue per customer", Kind::Money),
        ];
        if with_margin {
            columns.push(Column::new("Left after tax and cost", Kind::Money));
        }
        let mut table = Table::new("What a customer is worth", columns, "No customers")
            .noted("Revenue per customer since the first order");
        for age in &found.all.values {
            let mut cells = vec![
                Cell::text(words::counted(age.days, &self.locale, "day", "days")),
                Cell::Count(age.customers.into()),
                blocks::amount_or(age.value.as_ref(), "Nobody yet")?,
            ];
            if with_margin {
                cells.push(blocks::amount_or(age.margin.as_ref(), "Not known")?);
            }
            table.push(cells);
        }
        Ok(table)
    }
}

/// Averages of first orders, second orders and so on.
fn by_number(found: &Cohorts) -> Result<Table> {
    let columns = vec![
        Column::new("Order of a customer", Kind::Text),
        Column::new("Orders", Kind::Count),
        Column::new("Average order", Kind::Money),
        Column::new("Likely range", Kind::Interval),
    ];
    let mut table = Table::new("Does the next order grow?", columns, blocks::NO_ORDERS);
    for one in &found.order_numbers {
        table.push([
            Cell::text(nth(one.number)),
            Cell::Count(one.orders.into()),
            blocks::amount_or(one.aov.as_ref(), blocks::NO_ORDERS)?,
            if one.orders == 0 {
                Cell::Empty
            } else {
                blocks::likely(one.interval.as_ref(), one.aov.as_ref())?
            },
        ]);
    }
    Ok(table)
}

/// By month of the first order: the share that ordered in each month since.
fn came_back(found: &Cohorts) -> Option<Chart> {
    let row = |row: &views::CohortRow| CohortRow {
        label: words::month(&row.key),
        size: row.customers,
        cells: row
            .cells
            .iter()
            .skip(1)
            .take(MONTHS - 1)
            .map(|cell| {
                let cell = cell.as_ref().filter(|cell| cell.watched > 0)?;
                Finite::new(f64::from(cell.customers) / f64::from(cell.watched))
            })
            .collect(),
    };
    let mut rows: Vec<CohortRow> = found.rows.iter().take(COHORTS).map(row).collect();
    rows.reverse();
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let seen = rows.iter().flat_map(|row| &row.cells).any(Option::is_some);
    if columns == 0 || !seen {
        return None;
    }
    for row in &mut rows {
        row.cells.resize(columns, None);
    }
    let plot = Plot::Cohort(Cohort {
        unit: Unit::Percent,
        row_head: "First order in".to_owned(),
        size_head: "Customers".to_owned(),
        column_head: "Months after the first order".to_owned(),
        columns: (1..=columns).map(|month| month.to_string()).collect(),
        rows,
    });
    Some(
        Chart::new(
            "Who ordered again, by month of the first order",
            plot,
            "No customers",
        )
        .captioned("Share of the customers who ordered again in that month")
        .told("The share of customers who ordered again, by month of their first order"),
    )
}

fn nth(number: u32) -> String {
    let names = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth"];
    let name = usize::try_from(number)
        .ok()
        .and_then(|number| names.get(number.checked_sub(1)?));
    name.map_or_else(|| number.to_string(), |name| (*name).to_owned())
}
