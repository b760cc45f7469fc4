//! The line items of a row: one, several in one cell, or none.

use pannier_core::{Currency, UnitPrice};

use super::{
    packed,
    row::{Read, Reading, cell, fault, money_fault},
};
use crate::{
    cells::{self, yes_no},
    records::Row,
};

/// The line item of a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) sku: String,
    pub(crate) vendor: String,
    pub(crate) quantity: i64,
    /// 0 where the file has none.
    pub(crate) price: UnitPrice,
    /// Price of all pieces, where the file says that instead of the price of one.
    pub(crate) amount: Option<UnitPrice>,
    pub(crate) taxable: Option<bool>,
    /// Discount of the whole line, positive.
    pub(crate) discount: UnitPrice,
    /// The line's part of the order's tax and shipping, where the file says them line by line.
    pub(crate) tax: UnitPrice,
    pub(crate) shipping: UnitPrice,
    /// The platform's id of the line, or empty.
    pub(crate) id: String,
}

impl Item {
    /// What all pieces cost before discounts, in minor units; nothing where it is too large.
    pub(crate) fn gross(&self, currency: Currency) -> Option<i64> {
        match self.amount {
            Some(amount) => amount.times(1, currency),
            None => self.price.times(self.quantity, currency),
        }
    }

    /// Whether nothing is charged for it, or nothing is bought.
    pub(crate) fn is_worth_nothing(&self) -> bool {
        self.quantity == 0 || (self.price.0 == 0 && self.amount.is_none_or(|a| a.0 == 0))
    }
}

impl Reading {
    /// Whether a row of a file with refunds of their own is one by its sign.
    pub(super) fn is_below_zero(&self, row: &Row) -> bool {
        let columns = &self.columns;
        self.profile.layout.refund_rows
            && [
                columns.quantity,
                columns.line_total,
                columns.subtotal,
                columns.total,
            ]
            .into_iter()
            .any(|column| is_negative(cell(row, column)))
    }

    pub(super) fn items(&self, row: &Row, is_refund: bool) -> Read<Vec<Item>> {
        if let Some(column) = self.columns.packed {
            let Some(packed) = self.profile.layout.packed else {
                return Ok(Vec::new());
            };
            return packed::items(packed, row.cell(column), self.numbers)
                .map_err(|reason| fault(Some(column), row.cell(column), &reason));
        }
        if !self.columns.has_lines() && !self.columns.has_prices() {
            return Ok(Vec::new());
        }
        // A row for the whole order, beside those of its items.
        let names_none = |column: Option<usize>| cells::trimmed(cell(row, column)).is_empty();
        if self.columns.line_id.is_some()
            && [self.columns.line_id, self.columns.item, self.columns.sku]
                .into_iter()
                .all(names_none)
        {
            return Ok(Vec::new());
        }
        Ok(vec![self.item(row, is_refund)?])
    }

    fn item(&self, row: &Row, is_refund: bool) -> Read<Item> {
        let columns = &self.columns;
        let raw = cell(row, columns.quantity);
        let unsigned = if is_refund { without_sign(raw) } else { raw };
        let quantity = match columns.quantity {
            Some(_) if !cells::trimmed(raw).is_empty() => cells::pieces(unsigned).ok_or_else(|| {
                fault(columns.quantity, raw, "The quantity is not a whole number of pieces. Correct it, or export the file again")
            })?,
            Some(_) => 0,
            None => 1,
        };
        let mut price = self.unit_price(row, columns.price)?;
        let mut amount = match columns.line_total {
            Some(_) if columns.price.is_none() => Some(self.unit_price(row, columns.line_total)?),
            _ => None,
        };
        if columns.quantity.is_some() && cells::trimmed(raw).is_empty() && price > UnitPrice(0) {
            return Err(fault(
                columns.quantity,
                "",
                "The quantity is empty. Write in how many pieces were ordered, or export the file again",
            ));
        }
        if is_refund {
            price = UnitPrice(price.0.abs());
            amount = amount.map(|amount| UnitPrice(amount.0.abs()));
        }
        if price < UnitPrice(0) || amount.is_some_and(|amount| amount < UnitPrice(0)) {
            let column = columns.price.or(columns.line_total);
            return Err(fault(
                column,
                cell(row, column),
                "A price below zero is a refund or a correction, not something bought. Take the row out",
            ));
        }
        if let Some(amount) = amount {
            price = UnitPrice(amount.0 / quantity.max(1));
        }
        let mut name = cells::text(cell(row, columns.item));
        let variant = cells::text(cell(row, columns.variant));
        if !variant.is_empty() {
            name = format!("{name} - {variant}");
        }
        Ok(Item {
            name,
            sku: cells::unescaped(cell(row, columns.sku)).to_owned(),
            vendor: cells::text(cell(row, columns.vendor)),
            quantity,
            price,
            amount,
            taxable: columns
                .taxable
                .and_then(|position| yes_no(row.cell(position))),
            // Some programs write discounts with a minus: the sign says nothing more.
            discount: UnitPrice(self.unit_price(row, columns.line_discount)?.0.abs()),
            tax: self.added(row, &columns.line_tax)?,
            shipping: self.line_shipping(row)?,
            id: cells::text(cell(row, columns.line_id)),
        })
    }

    /// The amounts of several columns together, without their signs.
    fn added(&self, row: &Row, columns: &[usize]) -> Read<UnitPrice> {
        let mut sum = 0_i64;
        for column in columns {
            let amount = self.unit_price(row, Some(*column))?.0;
            sum = sum.saturating_add(amount.saturating_abs());
        }
        Ok(UnitPrice(sum))
    }

    fn line_shipping(&self, row: &Row) -> Read<UnitPrice> {
        let columns = &self.columns;
        if columns.line_shipping.is_empty() {
            return Ok(UnitPrice(0));
        }
        let paid = self.added(row, &columns.line_shipping)?.0;
        let off = self.unit_price(row, columns.shipping_discount)?.0;
        Ok(UnitPrice(paid.saturating_sub(off.saturating_abs()).max(0)))
    }

    fn unit_price(&self, row: &Row, column: Option<usize>) -> Read<UnitPrice> {
        let raw = cell(row, column);
        if cells::trimmed(raw).is_empty() {
            return Ok(UnitPrice(0));
        }
        UnitPrice::parse(cells::unescaped(raw), self.numbers)
            .map_err(|e| money_fault(column, raw, &e))
    }
}

/// Whether an amount or a quantity is written below zero.
fn is_negative(cell: &str) -> bool {
    let cell = cells::unescaped(cell);
    cell.chars().any(|c| c.is_ascii_digit())
        && (cell.starts_with(['-', '\u{2212}', '(']) || cell.ends_with('-') || cell.contains("$-"))
}

/// A quantity without its minus.
fn without_sign(cell: &str) -> &str {
    cells::unescaped(cell)
        .trim_start_matches(['-', '\u{2212}', '('])
        .trim_end_matches(')')
}
