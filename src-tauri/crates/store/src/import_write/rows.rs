//! Writing rows of one table, several with one statement: beginning and ending one takes about as
//! long as writing a row.

use rusqlite::CachedStatement;

use crate::{Result, WriteTx};

/// Rows that one statement writes, most first.
const SIZES: [usize; 5] = [32, 16, 8, 4, 1];

/// Writes rows of one table.
pub(crate) struct RowWriter<'t> {
    tx: &'t WriteTx<'t>,
    /// All of the statement that comes before the rows.
    insert: &'static str,
    fields: usize,
    /// One statement a size, made when it is first needed.
    statements: [Option<CachedStatement<'t>>; SIZES.len()],
}

impl<'t> RowWriter<'t> {
    pub(crate) fn new(tx: &'t WriteTx<'t>, insert: &'static str, fields: usize) -> Self {
        Self {
            tx,
            insert,
            fields,
            statements: [const { None }; SIZES.len()],
        }
    }

    /// Writes so many rows. What `bind` is given: the statement, the values before those of the
    /// row, and which row it is.
    pub(crate) fn write(
        &mut self,
        rows: usize,
        mut bind: impl FnMut(&mut CachedStatement, usize, usize) -> Result<()>,
    ) -> Result<()> {
        let mut written = 0;
        for (size, statement) in SIZES.into_iter().zip(&mut self.statements) {
            while rows - written >= size {
                let statement = if let Some(statement) = statement {
                    statement
                } else {
                    let sql = sql(self.insert, self.fields, size);
                    statement.insert(self.tx.connection().prepare_cached(&sql)?)
                };
                for index in 0..size {
                    bind(statement, index * self.fields, written + index)?;
                }
                statement.raw_execute()?;
                written += size;
            }
        }
        Ok(())
    }
}

fn sql(insert: &str, fields: usize, rows: usize) -> String {
    let row = format!("({})", vec!["?"; fields].join(", "));
    format!("{insert} {}", vec![row; rows].join(", "))
}
