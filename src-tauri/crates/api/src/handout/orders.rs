//! Orders over time, by size, and split by what the files tell them apart by.

use pannier_report::{
    Bin, Block, Cell, Chart, Column, Comparison, Event, Finite, Histogram, Kind, Line, Lines, Note,
    Plot, Table, Threshold, Unit,
};

use super::{Maker, blocks, words};
use crate::{
    Result,
    explore::{breakdown, price_marks},
    views::{
        Breakdown, BreakdownInput, BreakdownRow, BreakdownSort, Change, ChangeVerdict, Dimension,
        Explore,
    },
    words::{capital, price_events, row as row_name},
};

/// What a report splits orders by.
const SPLITS: [Dimension; 4] = [
    Dimension::Channel,
    Dimension::Country,
    Dimension::Product,
    Dimension::Customer,
];

const NOTHING: &str = "No orders in this period";

impl Maker<'_> {
    pub(super) fn over_time(&self, blocks: &mut Vec<Block>, seen: &Explore) -> Result<()> {
        blocks.push(Block::Heading(format!(
            "{} by {}",
            capital(words::step(seen.step)),
            words::step(seen.step)
        )));
        // One point is no line.
        let drawn = seen
            .series
            .iter()
            .filter(|point| point.figures.aov.is_some());
        if drawn.count() > 1 {
            blocks.push(Block::Chart(self.series(seen)?));
        }
        self.over_time_table(blocks, seen)
    }

    fn series(&self, seen: &Explore) -> Result<Chart> {
        let money = blocks::currency(&seen.currency)?;
        let mut labels = Vec::with_capacity(seen.series.len());
        for point in &seen.series {
            let day = blocks::day(&point.starts)?;
            labels.push(words::point(seen.step, &point.starts, day, &self.locale));
        }
        let comparison = match seen.before.as_ref().and_then(|before| before.aov.as_ref()) {
            Some(aov) => Some(Comparison {
                label: format!("Before: {}", self.money(aov)?),
                values: vec![Some(blocks::whole(aov))],
            }),
            None => None,
        };
        let line = Line {
            name: "Average order".to_owned(),
            values: seen
                .series
                .iter()
                .map(|point| point.figures.aov.as_ref().map(blocks::whole))
                .collect(),
            band: seen
                .series
                .iter()
                .map(|point| {
                    let ends = point.figures.interval.as_ref()?;
                    Some([blocks::whole(&ends.low), blocks::whole(&ends.high)])
                })
                .collect(),
        };
        let step = words::step(seen.step);
        let banded = line.band.iter().any(Option::is_some);
        let caption = if banded {
            "Shaded: where the true average likely lies"
        } else {
            ""
        };
        let plot = Plot::Line(Lines {
            unit: Unit::Money(money),
            labels,
            lines: vec![line],
            unfinished: seen.series.last().is_some_and(|point| point.unfinished),
            comparison,
            events: self.prices(seen)?,
        });
        let chart = Chart::new(format!("Average order value by {step}"), plot, NOTHING);
        Ok(chart.captioned(caption).told(format!(
            "Average order value by {step}, with its likely range"
        )))
    }

    /// Where prices changed.
    fn prices(&self, seen: &Explore) -> Result<Vec<Event>> {
        let marks = price_marks(self.shop, &self.asked(Some(&seen.currency)))?;
        price_events(&marks, &seen.series, &self.locale)
    }

    pub(super) fn over_time_table(&self, blocks: &mut Vec<Block>, seen: &Explore) -> Result<()> {
        let step = words::step(seen.step);
        let columns = vec![
            Column::new(capital(step), Kind::Text),
            Column::new("Orders", Kind::Count),
            Column::new("Revenue", Kind::Money),
            Column::new("Items per order", Kind::Number(2)),
            Column::new("Average order", Kind::Money),
            Column::new("Likely range", Kind::Interval),
        ];
        let mut table = Table::new(format!("Figures by {step}"), columns, NOTHING);
        for point in &seen.series {
            let figures = &point.figures;
            let day = blocks::day(&point.starts)?;
            let mut name = words::point(seen.step, &point.starts, day, &self.locale);
            if point.unfinished {
                name.push_str(", not over yet");
            }
            let aov = figures.aov.as_ref();
            table.push([
                Cell::text(name),
                Cell::Count(figures.orders.into()),
                Cell::Money(blocks::money(&figures.revenue)?),
                figures.units_per_order.map_or(Cell::Empty, Cell::number),
                blocks::amount_or(aov, blocks::NO_ORDERS)?,
                if figures.orders == 0 {
                    Cell::Empty
                } else {
                    blocks::likely(figures.interval.as_ref(), aov)?
                },
            ]);
        }
        let figures = &seen.figures;
        let aov = figures.aov.as_ref();
        table.set_foot([
            Cell::text("All"),
            Cell::Count(figures.orders.into()),
            Cell::Money(blocks::money(&figures.revenue)?),
            figures.units_per_order.map_or(Cell::Empty, Cell::number),
            blocks::amount_or(aov, blocks::NO_ORDERS)?,
            blocks::likely(figures.interval.as_ref(), aov)?,
        ]);
        blocks.push(Block::Table(table));
        Ok(())
    }

    pub(super) fn sizes(&self, blocks: &mut Vec<Block>, seen: &Explore) -> Result<()> {
        let sizes = &seen.sizes;
        if sizes.bars.is_empty() {
            return Ok(());
        }
        blocks.push(Block::Heading("How big orders are".to_owned()));
        let money = blocks::currency(&seen.currency)?;
        let threshold = sizes.thresholds.first();
        let bins = sizes.bars.iter().map(|bar| Bin {
            count: bar.orders,
            highlighted: threshold.is_some_and(|threshold| {
                let (at, within) = (threshold.at.minor.0, threshold.within.minor.0);
                let until = bar.until.as_ref().map_or(i64::MAX, |until| until.minor.0);
                at - within <= bar.from.minor.0 && until <= at
            }),
        });
        let first_end = sizes.bars.first().and_then(|bar| bar.until.as_ref());
        let thresholds = match threshold {
            Some(threshold) => vec![Threshold {
                at: blocks::whole(&threshold.at),
                label: format!("Free shipping from {}", self.money(&threshold.at)?),
                notes: vec![
                    format!("{} stopped", words::orders(threshold.short, &self.locale)),
                    format!("{} or less short", self.money(&threshold.within)?),
                ],
            }],
            None => Vec::new(),
        };
        let plot = Plot::Histogram(Histogram {
            unit: Unit::Money(money),
            start: Finite::ZERO,
            width: first_end.map_or(Finite::ZERO, blocks::whole),
            bins: bins.collect(),
            open: sizes.bars.last().is_some_and(|bar| bar.until.is_none()),
            thresholds,
        });
        let chart = Chart::new("Orders by value", plot, NOTHING)
            .captioned("How many orders came to how much")
            .told("How many orders came to how much");
        blocks.push(Block::Chart(chart));
        if !sizes.modes.is_empty() {
            let around = sizes.modes.iter().map(|mode| self.money(mode));
            let around = around.collect::<Result<Vec<_>>>()?;
            blocks.push(Block::Paragraph(format!(
                "Most orders gather around {}.",
                words::joined(&around)
            )));
        }
        if sizes.below_zero > 0 {
            blocks.push(Block::Note(Note::plain(format!(
                "{} came to less than nothing and stand in no bar.",
                words::orders(sizes.below_zero, &self.locale)
            ))));
        }
        Ok(())
    }

    pub(super) fn breakdowns(&self, blocks: &mut Vec<Block>, seen: &Explore) -> Result<()> {
        let known = |by: &&Dimension| seen.dimensions.contains(by);
        blocks.push(Block::Heading("Where orders came from".to_owned()));
        for by in SPLITS.iter().filter(known) {
            let input = BreakdownInput {
                orders: self.asked(Some(&seen.currency)),
                by: *by,
                sort: BreakdownSort::Revenue,
                ascending: false,
            };
            let split = breakdown(self.shop, &input)?;
            blocks.push(Block::Table(self.split(&split, seen.before.is_some())?));
        }
        let missing: Vec<String> = SPLITS
            .iter()
            .filter(|by| !known(by))
            .map(|by| words::dimension(*by).1.to_owned())
            .collect();
        if !missing.is_empty() {
            blocks.push(Block::Paragraph(format!(
                "The files tell no {} apart.",
                words::joined(&missing)
            )));
        }
        Ok(())
    }

    fn split(&self, split: &Breakdown, compared: bool) -> Result<Table> {
        let (by, several) = words::dimension(split.by);
        let mut columns = vec![
            Column::new(by, Kind::Text),
            Column::new("Orders", Kind::Count),
            Column::new("Revenue", Kind::Money),
            Column::new("Share", Kind::Percent(1)),
            Column::new("Average order", Kind::Money),
            Column::new("Likely range", Kind::Interval),
        ];
        if compared {
            columns.push(Column::new("Change", Kind::Change));
        }
        let title = match split.by {
            Dimension::Customer => "By new and returning customers".to_owned(),
            _ => format!("By {}", by.to_lowercase()),
        };
        let mut table = Table::new(title, columns, NOTHING);
        if split.several {
            table = table.noted(format!(
                "An order can hold several {several}, so these rows add up to more than {}.",
                words::orders(split.all.figures.orders, &self.locale)
            ));
        }
        let cells = |name: &str, row: &BreakdownRow| -> Result<Vec<Cell>> {
            let figures = &row.figures;
            let aov = figures.aov.as_ref();
            let mut cells = vec![
                Cell::text(name),
                Cell::Count(figures.orders.into()),
                Cell::Money(blocks::money(&figures.revenue)?),
                row.share.map_or(Cell::Empty, Cell::ratio),
                blocks::amount_or(aov, blocks::NO_ORDERS)?,
                // With a change beside it, a mark would take the room of the names.
                blocks::likely(figures.interval.as_ref(), aov.filter(|_| !compared))?,
            ];
            if compared {
                cells.push(change(row.change.as_ref())?);
            }
            Ok(cells)
        };
        for row in &split.rows {
            let name = row_name(split.by, &row.value, &row.name);
            table.push(cells(&name, row)?);
        }
        if let Some(other) = &split.other {
            let name = format!("{} other {several}", self.locale.count(other.groups.into()));
            table.push(cells(&name, &other.row)?);
        }
        table.set_foot(cells("All orders", &split.all)?);
        Ok(table)
    }
}

fn change(change: Option<&Change>) -> Result<Cell> {
    match change {
        None => Ok(Cell::Empty),
        Some(Change {
            aov: Some(aov),
            verdict,
            ..
        }) if *verdict != ChangeVerdict::TooFew => Ok(Cell::Change {
            amount: blocks::money(aov)?,
            sure: *verdict != ChangeVerdict::CannotTell,
        }),
        Some(_) => Ok(Cell::absent(blocks::TOO_FEW)),
    }
}
