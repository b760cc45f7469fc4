//! People as a table for the merchant: as text and as a workbook.

use pannier_core::{Money, Reach};
use pannier_report::{About, Cell, Column, Kind, Locale, Table};

use super::{Handed, Ready};
use crate::{
    Result, Shop,
    export::tabled,
    views::{ExportFormat, HandOverTarget},
};

const HEADS: [(&str, Kind); 14] = [
    ("E-mail", Kind::Text),
    ("First name", Kind::Text),
    ("Last name", Kind::Text),
    ("Company", Kind::Text),
    ("Phone", Kind::Text),
    ("Street", Kind::Text),
    ("Postcode", Kind::Text),
    ("Town", Kind::Text),
    ("Country", Kind::Text),
    ("Tags", Kind::Text),
    ("Orders", Kind::Count),
    ("Spent", Kind::Money),
    ("Last order", Kind::Day),
    ("E-mail agreed", Kind::Text),
];

fn agreed(reach: Reach) -> &'static str {
    match reach {
        Reach::Reachable => "yes",
        Reach::SaidNo => "said no",
        Reach::NotAsked => "never asked",
        Reach::NoAddress => "yes, without an address",
    }
}

fn texts(person: &Handed) -> [String; 10] {
    let content = &person.contact.content;
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        or_empty(&content.email),
        content.first_name.clone(),
        content.last_name.clone(),
        content.company.clone(),
        or_empty(&content.phone),
        content.address.clone(),
        content.zip.clone(),
        content.city.clone(),
        content.country.clone(),
        content.tags.clone(),
    ]
}

/// The columns and rows as a preview shows them.
pub(super) fn shown(ready: &Ready, people: &[Handed]) -> (Vec<String>, Vec<Vec<String>>) {
    let columns = HEADS.iter().map(|(head, _)| (*head).to_owned()).collect();
    let row = |person: &Handed| {
        let last = person.last.map(|day| day.to_string());
        texts(person)
            .into_iter()
            .chain([
                person.orders.to_string(),
                Money::new(person.spent, ready.all.currency).text(),
                last.unwrap_or_default(),
                agreed(person.reach).to_owned(),
            ])
            .collect()
    };
    (columns, people.iter().map(row).collect())
}

/// The file.
pub(super) fn file(
    shop: &Shop,
    ready: &Ready,
    target: HandOverTarget,
    name: &str,
    rules: &str,
    people: &[Handed],
) -> Result<Vec<u8>> {
    let context = shop.context()?;
    let about = About {
        title: name.to_owned(),
        shop: shop.record()?.name,
        period: format!("As of {}", ready.all.as_of),
        formula: rules.to_owned(),
        made_on: context.today,
        locale: Locale::of_region(&context.country),
    };
    let columns = HEADS.map(|(head, kind)| Column::new(head, kind));
    let mut table = Table::new(name, columns.into(), "Nobody");
    for person in people {
        let text = texts(person).map(|text| {
            if text.is_empty() {
                Cell::Empty
            } else {
                Cell::Text(text)
            }
        });
        table.push(text.into_iter().chain([
            Cell::Count(i64::from(person.orders)),
            Cell::Money(Money::new(person.spent, ready.all.currency)),
            person.last.map_or(Cell::Empty, Cell::Day),
            Cell::text(agreed(person.reach)),
        ]));
    }
    let format = match target {
        HandOverTarget::Xlsx => ExportFormat::Xlsx,
        _ => ExportFormat::Csv,
    };
    Ok(tabled(about, table, name, format)?.bytes)
}
