//! Writing the lines of orders, several with one statement: beginning and ending one takes about as
//! long as writing a line.

use rusqlite::CachedStatement;

use super::LineContent;
use crate::{Result, WriteTx};

/// Lines that one statement writes, most first.
const SIZES: [usize; 4] = [16, 8, 4, 1];
/// What is said of a line: its order, its position, its product and its own fields.
const FIELDS: usize = 11;

/// Writes lines.
pub(super) struct LineWriter<'t> {
    tx: &'t WriteTx<'t>,
    /// One statement a size, made when it is first needed.
    statements: [Option<CachedStatement<'t>>; SIZES.len()],
}

impl<'t> LineWriter<'t> {
    pub(super) fn new(tx: &'t WriteTx<'t>) -> Self {
        Self {
            tx,
            statements: [const { None }; SIZES.len()],
        }
    }

    /// Writes all lines of an order, each with its product.
    pub(super) fn write(
        &mut self,
        order: i64,
        lines: &[LineContent],
        products: &[i64],
    ) -> Result<()> {
        let mut position = 0;
        for (size, statement) in SIZES.into_iter().zip(&mut self.statements) {
            while lines.len() - position >= size {
                let statement = match statement {
                    Some(statement) => statement,
                    None => statement.insert(self.tx.connection().prepare_cached(&sql(size))?),
                };
                let part = position..position + size;
                let lines = lines[part.clone()].iter().zip(&products[part]);
                for (index, (line, product)) in lines.enumerate() {
                    bind(
                        statement,
                        index * FIELDS,
                        (order, position + index),
                        *product,
                        line,
                    )?;
                }
                statement.raw_execute()?;
                position += size;
            }
        }
        Ok(())
    }
}

fn sql(size: usize) -> String {
    let row = format!("({})", ["?"; FIELDS].join(", "));
    let mut sql = include_str!("../sql/orders/insert_line.sql").to_owned();
    sql.push_str(&vec![row; size].join(", "));
    sql
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
