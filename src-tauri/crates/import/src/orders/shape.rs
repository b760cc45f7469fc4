//! What a row is before its values are read: whole or broken, an order or a cart left behind.

use chrono::Timelike;
use pannier_core::{Day, Timestamp};

use super::columns::Columns;
use crate::{
    cells::clean_id,
    header::Header,
    records::{Quote, Row},
};

/// What is wrong with the shape of a row: its cells, their length, what stands in them.
pub(crate) fn shape_fault(
    row: &Row,
    header: &Header,
    is_used: impl Fn(usize) -> bool,
) -> Option<(Option<usize>, String, String)> {
    if let Some(quote) = row.quote {
        return Some((
            Some(quote.cell()),
            row.cell(0).to_owned(),
            quote_fault(quote),
        ));
    }
    if let Some(position) = row
        .too_long
        .iter()
        .find(|position| is_used(**position) || **position >= header.len())
    {
        let reason = "This cell is too long to be true. A quotation mark may be open: close it, or export the file again";
        return Some((Some(*position), String::new(), reason.to_owned()));
    }
    if row.len() < header.len() {
        let reason = format!(
            "The row has {} cells where the header has {}. A quotation mark may be missing or open: export the file again",
            row.len(),
            header.len()
        );
        return Some((None, row.cell(0).to_owned(), reason));
    }
    if let Some(extra) =
        (header.len()..row.len()).find(|position| !row.cell(*position).trim().is_empty())
    {
        let reason = format!(
            "The row has more cells than the header, which has {}. A delimiter may stand in a text without quotation marks: export the file again",
            header.len()
        );
        return Some((None, row.cell(extra).to_owned(), reason));
    }
    let nul = row.nul()?;
    let reason = "There are zero bytes in this cell: the file is damaged here. Export it again";
    Some((
        Some(nul),
        row.cell(nul).replace('\0', "␀"),
        reason.to_owned(),
    ))
}

/// What a quotation mark did to the rows below it.
fn quote_fault(quote: Quote) -> String {
    match quote {
        Quote::Open { line, below, .. } => {
            let took = match below {
                0 => String::new(),
                1 => ". It took in the line below it as well".to_owned(),
                below => format!(". It took in the {below} lines below it as well"),
            };
            format!(
                "A quotation mark opened on line {line} is never closed{took}. Close it, or export the file again"
            )
        }
        Quote::Missing { line, .. } => format!(
            "A quotation mark seems to be missing at line {line}: the cell that begins there holds other rows of the file. Close it there, or export the file again"
        ),
    }
}

/// Whether a row is a cart that was left behind: neither paid nor payable, named by its id.
pub(crate) fn is_checkout(columns: &Columns, row: &Row) -> bool {
    if columns.created_at.is_none() || !is_unpaid(columns, row) {
        return false;
    }
    let number = cell(row, columns.number).trim();
    let Some(digits) = number.strip_prefix('#') else {
        return false;
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    match clean_id(cell(row, columns.id)) {
        Some(id) => id == digits,
        // A spreadsheet has ruined the id; no shop counts its orders in thirteen digits.
        None => digits.len() >= 13,
    }
}

/// Whether nothing in a row speaks of a payment.
fn is_unpaid(columns: &Columns, row: &Row) -> bool {
    [columns.financial, columns.paid_at, columns.method]
        .into_iter()
        .all(|column| cell(row, column).trim().is_empty())
}

/// Whether a row of a file without a column for payment may be a cart: its id has fourteen digits
/// as theirs have, and those of orders have not.
pub(crate) fn may_be_checkout(columns: &Columns, row: &Row) -> bool {
    columns.financial.is_none()
        && is_unpaid(columns, row)
        && clean_id(cell(row, columns.id)).is_some_and(|id| id.len() == 14)
}

/// What an order without a clean id is known by: number and minute.
pub(crate) fn minute_key(number: &str, placed_at: Timestamp) -> String {
    // Written by hand, since each row of some files asks for it, and chrono reads its template anew.
    let at = placed_at.to_utc();
    let day = Day::new(at.date_naive()).to_string();
    let mut key = String::with_capacity(number.len() + day.len() + 8);
    key.push_str(number);
    key.push('@');
    key.push_str(&day);
    for (sign, figures) in [('T', at.hour()), (':', at.minute())] {
        key.push(sign);
        key.extend(
            [figures / 10, figures % 10].map(|figure| char::from_digit(figure, 10).unwrap_or('0')),
        );
    }
    key.push('Z');
    key
}

fn cell(row: &Row, column: Option<usize>) -> &str {
    column.map_or("", |position| row.cell(position))
}
