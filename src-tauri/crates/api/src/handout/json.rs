//! A document's data, for other programs. Amounts are minor units with their currency and plain
//! text, as everywhere; days are `2026-06-30`; what is not known says why.

use pannier_report::{Block, Cell, Document, Figure, Join, Kind, Table, Tone};
use serde_json::{Map, Value, json};

use crate::views::Amount;

pub(super) fn document(document: &Document) -> Value {
    let about = &document.about;
    json!({
        "title": about.title,
        "shop": about.shop,
        "period": about.period,
        "formula": about.formula,
        "made_on": about.made_on.to_string(),
        "blocks": document.blocks.iter().filter_map(block).collect::<Vec<_>>(),
    })
}

fn block(block: &Block) -> Option<Value> {
    Some(match block {
        Block::Heading(text) => json!({ "heading": text }),
        Block::Paragraph(text) => json!({ "paragraph": text }),
        Block::Note(note) => json!({
            "note": note.text,
            "warns": note.tone == Tone::Warn,
        }),
        Block::Figures(figures) => {
            json!({ "figures": figures.iter().map(figure).collect::<Vec<_>>() })
        }
        Block::Table(it) => json!({ "table": table(it) }),
        Block::Chart(chart) => json!({ "chart": table(&chart.numbers()) }),
        Block::PageBreak => return None,
    })
}

fn figure(figure: &Figure) -> Value {
    json!({
        "label": figure.label,
        "joined_by": match figure.join {
            Join::Apart => Value::Null,
            Join::Equals => "=".into(),
            Join::DividedBy => "÷".into(),
            Join::Times => "×".into(),
            Join::Plus => "+".into(),
            Join::Minus => "−".into(),
        },
        "value": cell(&figure.value),
        "note": figure.note,
    })
}

fn table(table: &Table) -> Value {
    let row = |cells: &[Cell]| Value::Array(cells.iter().map(cell).collect());
    let columns = table.columns().iter().map(|column| {
        json!({
            "head": column.head,
            "kind": match column.kind {
                Kind::Text => "text",
                Kind::Money => "money",
                Kind::Change => "change",
                Kind::Count => "count",
                Kind::Percent(_) => "share",
                Kind::Number(_) => "number",
                Kind::Day => "day",
                Kind::Interval => "interval",
            },
        })
    });
    let mut fields = Map::new();
    fields.insert("title".to_owned(), table.title.clone().into());
    fields.insert("note".to_owned(), table.note.clone().into());
    fields.insert("columns".to_owned(), columns.collect());
    let rows = table.rows().iter().map(|cells| row(cells));
    fields.insert("rows".to_owned(), rows.collect());
    fields.insert("foot".to_owned(), table.foot().map_or(Value::Null, row));
    Value::Object(fields)
}

fn cell(cell: &Cell) -> Value {
    let amount = |minor, currency| {
        let amount = Amount::new(minor, currency);
        json!({ "minor": minor, "currency": amount.currency, "text": amount.text })
    };
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.clone().into(),
        Cell::Money(money) => amount(money.minor, money.currency),
        Cell::Change {
            amount: money,
            sure,
        } => {
            let mut value = amount(money.minor, money.currency);
            value["sure"] = (*sure).into();
            value
        }
        Cell::Count(count) => (*count).into(),
        Cell::Ratio(ratio) => ratio.get().into(),
        Cell::Number(number) => number.get().into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Interval(interval) => json!({
            "low": amount(interval.low, interval.currency),
            "likely": interval.at.map(|at| amount(at, interval.currency)),
            "high": amount(interval.high, interval.currency),
        }),
        Cell::Absent(why) => json!({ "absent": why }),
    }
}
