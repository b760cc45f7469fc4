//! The numbers of a chart as a table: what stands beside it for those who do not see it, and what a
//! spreadsheet takes.

use pannier_core::Money;

use super::{Chart, Cohort, Histogram, Lines, Plot, Unit, Waterfall};
use crate::{Cell, Column, Finite, Interval, Kind, Table, locale::money_of, number::nearest};

impl Chart {
    /// Its numbers as a table, in the order in which they are drawn.
    pub fn numbers(&self) -> Table {
        let mut table = match &self.plot {
            Plot::Line(lines) => lines_table(lines),
            Plot::Bars(bars) => {
                let mut table = table([("", Kind::Text), ("Value", kind(bars.unit))]);
                for bar in &bars.bars {
                    table.push([Cell::text(&bar.label), cell(bar.value, bars.unit)]);
                }
                table
            }
            Plot::Histogram(histogram) => histogram_table(histogram),
            Plot::Waterfall(waterfall) => waterfall_table(waterfall),
            Plot::Cohort(cohort) => cohort_table(cohort),
            Plot::Scatter(scatter) => {
                let mut table = table([
                    (&scatter.x_label, kind(scatter.x)),
                    (&scatter.y_label, kind(scatter.y)),
                ]);
                for [x, y] in &scatter.points {
                    table.push([cell(Some(*x), scatter.x), cell(Some(*y), scatter.y)]);
                }
                table
            }
        };
        table.title.clone_from(&self.title);
        table.note.clone_from(&self.caption);
        table.empty.clone_from(&self.empty);
        table
    }
}

fn table<const N: usize>(columns: [(&str, Kind); N]) -> Table {
    let columns = columns
        .into_iter()
        .map(|(head, kind)| Column::new(head, kind))
        .collect();
    Table::new("", columns, "")
}

fn kind(unit: Unit) -> Kind {
    match unit {
        Unit::Money(_) => Kind::Money,
        Unit::Count => Kind::Count,
        Unit::Percent => Kind::Percent(1),
        Unit::Number(decimals) => Kind::Number(decimals),
    }
}

fn cell(value: Option<Finite>, unit: Unit) -> Cell {
    match (value, unit) {
        (None, _) => Cell::Empty,
        (Some(value), Unit::Money(currency)) => Cell::Money(money_of(value.get(), currency)),
        (Some(value), Unit::Count) => Cell::Count(nearest(value.get())),
        (Some(value), Unit::Percent) => Cell::Ratio(value),
        (Some(value), Unit::Number(_)) => Cell::Number(value),
    }
}

fn lines_table(lines: &Lines) -> Table {
    let unit = lines.unit;
    let mut columns = vec![Column::new("", Kind::Text)];
    for line in &lines.lines {
        columns.push(Column::new(&line.name, kind(unit)));
        if !line.band.is_empty() {
            columns.push(Column::new("Very likely between", Kind::Interval));
        }
    }
    if let Some(other) = &lines.comparison {
        columns.push(Column::new(&other.label, kind(unit)));
    }
    let mut table = Table::new("", columns, "");
    for (step, label) in lines.labels.iter().enumerate() {
        let mut row = vec![Cell::text(label)];
        for line in &lines.lines {
            row.push(cell(line.values.get(step).copied().flatten(), unit));
            if !line.band.is_empty() {
                row.push(between(line.band.get(step).copied().flatten(), unit));
            }
        }
        if let Some(other) = &lines.comparison {
            let value = match other.values[..] {
                [level] => level,
                _ => other.values.get(step).copied().flatten(),
            };
            row.push(cell(value, unit));
        }
        table.push(row);
    }
    table
}

fn between(band: Option<[Finite; 2]>, unit: Unit) -> Cell {
    match (band, unit) {
        (None, _) => Cell::Empty,
        (Some([low, high]), Unit::Money(currency)) => Cell::Interval(Interval {
            low: nearest(low.get()),
            at: None,
            high: nearest(high.get()),
            currency,
        }),
        (Some(ends), unit) => {
            let locale = crate::Locale::english();
            let [low, high] = ends.map(|end| unit.written(end, &locale));
            Cell::text(format!("{low} to {high}"))
        }
    }
}

fn histogram_table(histogram: &Histogram) -> Table {
    let unit = histogram.unit;
    let mut table = table([
        ("From", kind(unit)),
        ("To before", kind(unit)),
        ("How many", Kind::Count),
    ]);
    let last = histogram.bins.len().saturating_sub(1);
    for (index, bin) in histogram.bins.iter().enumerate() {
        let edge = |index: usize| {
            let value =
                histogram.start.get() + histogram.width.get() * crate::number::of_len(index);
            cell(Finite::new(value), unit)
        };
        let to = if histogram.open && index == last {
            Cell::absent("and more")
        } else {
            edge(index + 1)
        };
        table.push([edge(index), to, Cell::Count(i64::from(bin.count))]);
    }
    table
}

fn waterfall_table(waterfall: &Waterfall) -> Table {
    let unit = waterfall.unit;
    let mut table = table([
        ("", Kind::Text),
        ("Value", kind(unit)),
        (
            "Part of the change",
            if matches!(unit, Unit::Money(_)) {
                Kind::Change
            } else {
                kind(unit)
            },
        ),
    ]);
    let end = |(name, value): &(String, Finite)| [Cell::text(name), cell(Some(*value), unit)];
    table.push(end(&waterfall.from));
    for (name, part) in &waterfall.parts {
        let part = match unit {
            Unit::Money(currency) => Cell::Change {
                amount: Money::new(nearest(part.get()), currency),
                sure: true,
            },
            _ => cell(Some(*part), unit),
        };
        table.push([Cell::text(name), Cell::Empty, part]);
    }
    table.push(end(&waterfall.to));
    table
}

fn cohort_table(cohort: &Cohort) -> Table {
    let mut columns = vec![
        Column::new(&cohort.row_head, Kind::Text),
        Column::new(&cohort.size_head, Kind::Count),
    ];
    columns.extend(
        cohort
            .columns
            .iter()
            .map(|head| Column::new(head, kind(cohort.unit))),
    );
    let mut table = Table::new("", columns, "");
    for row in &cohort.rows {
        let cells = (0..cohort.columns.len())
            .map(|column| cell(row.cells.get(column).copied().flatten(), cohort.unit));
        table.push(
            [Cell::text(&row.label), Cell::Count(i64::from(row.size))]
                .into_iter()
                .chain(cells),
        );
    }
    table
}
