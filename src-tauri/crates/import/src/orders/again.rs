//! Files that say the fields of an order on each of its rows: what comes of them is read on the
//! first row, and taken over on those that say the very same cells again.

use std::sync::Arc;

use super::head::Head;
use crate::records::Row;

/// What the row before said of its order, and the cells that it said it with.
#[derive(Debug, Default)]
pub(crate) struct SaidBefore {
    cells: String,
    ends: Vec<usize>,
    said: Option<Said>,
}

/// What the fields of an order come to.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) number: Arc<str>,
    pub(super) key: Arc<str>,
    pub(super) head: Arc<Head>,
    /// Whether a word says that it is a refund.
    pub(super) is_refund_by_word: bool,
    /// Whether it was read as a refund, by a word or by the signs of its amounts.
    pub(super) is_refund: bool,
}

impl SaidBefore {
    /// What was said, where the row says the same in all columns that are of orders.
    pub(super) fn again(&self, row: &Row, columns: &[usize]) -> Option<Said> {
        let said = self.said.as_ref()?;
        let mut start = 0;
        for (column, end) in columns.iter().zip(&self.ends) {
            if row.cell(*column) != &self.cells[start..*end] {
                return None;
            }
            start = *end;
        }
        Some(said.clone())
    }

    /// Keeps what a row said with its cells in those columns.
    pub(super) fn keep(&mut self, row: &Row, columns: &[usize], said: Said) {
        self.cells.clear();
        self.ends.clear();
        for column in columns {
            self.cells.push_str(row.cell(*column));
            self.ends.push(self.cells.len());
        }
        self.said = Some(said);
    }
}
