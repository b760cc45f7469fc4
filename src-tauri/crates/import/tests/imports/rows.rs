//! Exports written row by row, by the names of their columns.

use crate::export::HEADER;

/// The first row of an order of one bowl: goods 50.00, shipping 5.00, tax 8.00 within 55.00.
pub(crate) const BASE: &[(&str, &str)] = &[
    ("Name", "#1001"),
    ("Email", "ada@example.com"),
    ("Financial Status", "paid"),
    ("Currency", "EUR"),
    ("Subtotal", "50.00"),
    ("Shipping", "5.00"),
    ("Taxes", "8.00"),
    ("Total", "55.00"),
    ("Discount Amount", "0.00"),
    ("Created at", "2026-03-05 10:00:00 +0100"),
    ("Lineitem quantity", "1"),
    ("Lineitem name", "Bowl"),
    ("Lineitem price", "50.00"),
    ("Refunded Amount", "0.00"),
    ("Id", "5000000000001"),
    ("Lineitem discount", "0.00"),
];

/// A further row of that order.
pub(crate) const FURTHER: &[(&str, &str)] = &[
    ("Name", "#1001"),
    ("Email", "ada@example.com"),
    ("Created at", "2026-03-05 10:00:00 +0100"),
    ("Lineitem quantity", "1"),
    ("Lineitem name", "Bowl"),
    ("Lineitem price", "50.00"),
    ("Lineitem discount", "0.00"),
];

/// A row like `base` with some cells changed, under the columns of `header`.
pub(crate) fn row_under(header: &str, base: &[(&str, &str)], changes: &[(&str, &str)]) -> String {
    let find = |cells: &[(&str, &str)], name: &str| {
        cells
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, cell)| (*cell).to_owned())
    };
    let cells: Vec<String> = header
        .split(',')
        .map(|name| {
            find(changes, name)
                .or_else(|| find(base, name))
                .unwrap_or_default()
        })
        .collect();
    format!("{}\n", cells.join(","))
}

/// The first row of an order, with some cells changed.
pub(crate) fn head(changes: &[(&str, &str)]) -> String {
    row_under(HEADER, BASE, changes)
}

/// A further row of an order, with some cells changed.
pub(crate) fn further(changes: &[(&str, &str)]) -> String {
    row_under(HEADER, FURTHER, changes)
}

/// The header of [`HEADER`] without some columns.
pub(crate) fn header_without(names: &[&str]) -> String {
    HEADER
        .split(',')
        .filter(|name| !names.contains(name))
        .collect::<Vec<_>>()
        .join(",")
}

/// A file of those rows.
pub(crate) fn file(rows: &[String]) -> String {
    format!("{HEADER}\n{}", rows.concat())
}

/// The number and id of the nth order.
pub(crate) fn nth(n: u64) -> (String, String) {
    (
        format!("#{}", 1000 + n),
        (5_000_000_000_000 + n).to_string(),
    )
}
