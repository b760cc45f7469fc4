//! Writing the lines of orders.

use rusqlite::CachedStatement;

use super::{LineContent, rows::RowWriter};
use crate::{Result, WriteTx};

/// What is said of a line: its order, its position, its product and its own fields.
const FIELDS: usize = 11;

/// Writes lines.
pub(super) struct LineWriter<'t>(RowWriter<'t>);

impl<'t> LineWriter<'t> {
    pub(super) fn new(tx: &'t WriteTx<'t>) -> Self {
        let insert = include_str!("../sql/orders/insert_line.sql");
        Self(RowWriter::new(tx, insert, FIELDS))
    }

    /// Writes lines, each with its order, its position there, and its product.
    pub(super) fn write(
        &mut self,
        lines: &[(i64, usize, &LineContent)],
        products: &[i64],
    ) -> Result<()> {
        self.0.write(lines.len(), |statement, after, index| {
            let (order, position, line) = lines[index];
            bind(statement, after, (order, position), products[index], line)
        })
    }
}

/// Puts a line into a statement, after so many values.
fn bind(
    statement: &mut CachedStatement,
    after: usize,
    (order, position): (i64, usize),
    product: i64,
    line: &LineContent,
) -> Result<()> {
    let LineContent {
        name,
        sku,
        vendor,
        quantity,
        unit_price,
        amount,
        discount,
        gift_card,
    } = line;
    let at = |field: usize| after + field;
    statement.raw_bind_parameter(at(1), order)?;
    statement.raw_bind_parameter(at(2), i64::try_from(position).unwrap_or(i64::MAX))?;
    statement.raw_bind_parameter(at(3), product)?;
    for (field, text) in [(4, name), (5, sku), (6, vendor)] {
        statement.raw_bind_parameter(at(field), text.as_str())?;
    }
    for (field, number) in [
        (7, quantity),
        (8, unit_price),
        (9, amount),
        (10, discount),
        (11, &i64::from(*gift_card)),
    ] {
        statement.raw_bind_parameter(at(field), number)?;
    }
    Ok(())
}
