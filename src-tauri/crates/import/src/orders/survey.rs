//! A first pass over an orders file: how its numbers and dates are written, whether its orders
//! stand together, whether they are orders at all.

use std::{
    collections::HashSet,
    hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState},
    io,
};

use pannier_core::{Cancel, Phase, Reporter};

use super::{
    columns::Columns,
    shape::{is_checkout, may_be_checkout},
};
use crate::{
    cells::{clean_id, trimmed},
    dates::DateEvidence,
    file::{RowShape, TableFile},
    numbers::DecimalEvidence,
    profile::RowLayout,
    records::Row,
};

/// What a first pass tells.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    pub(crate) rows: u64,
    pub(crate) numbers: DecimalEvidence,
    pub(crate) dates: DateEvidence,
    /// Order numbers whose rows do not stand together.
    pub(crate) scattered: HashSet<u64>,
    /// A value of each column.
    pub(crate) examples: Vec<String>,
    /// Whether some first rows have no clean id.
    pub(crate) has_bare: bool,
    /// Whether some rows leave empty what is left of an order after refunds: where they do, nought
    /// is a full refund, and not what stands where nothing was paid back.
    pub(crate) has_unadjusted: bool,
    can_be_checkouts: bool,
    heads: u64,
    checkout_heads: u64,
}

/// Why a pass over a file ended early.
pub(crate) enum Halt {
    Io(io::Error),
    Cancelled(pannier_core::Cancelled),
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<pannier_core::Cancelled> for Halt {
    fn from(cancelled: pannier_core::Cancelled) -> Self {
        Self::Cancelled(cancelled)
    }
}

/// Rows between two looks at whether the work should stop.
pub(crate) const BATCH: u64 = 1024;

/// A short name for an order number. Two numbers that share one are at worst held back together.
pub(crate) fn name_of(number: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    trimmed(number).hash(&mut hasher);
    hasher.finish()
}

/// Short names. They are hashes already, of which a set needs little more: a number that nobody can
/// guess goes in, so that no file makes it slow.
pub(crate) type NameSet = HashSet<u64, Seeded>;

/// Makes hashes of short names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0))
    }
}

impl BuildHasher for Seeded {
    type Hasher = NameHasher;

    fn build_hasher(&self) -> NameHasher {
        NameHasher(self.0)
    }
}

/// Mixes a short name with a number.
pub(crate) struct NameHasher(u64);

impl NameHasher {
    fn mix(&mut self, name: u64) {
        self.0 = (self.0 ^ name)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(29);
    }
}

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.mix(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, name: u64) {
        self.mix(name);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Short names of order numbers, one row after the other: most rows have that of the one before.
#[derive(Debug, Default)]
pub(crate) struct Names {
    number: String,
    name: Option<u64>,
}

impl Names {
    pub(crate) fn of(&mut self, number: &str) -> u64 {
        match self.name {
            Some(name) if self.number == number => name,
            _ => {
                number.clone_into(&mut self.number);
                *self.name.insert(name_of(number))
            }
        }
    }
}

impl Survey {
    /// Passes over a file.
    pub(crate) fn of(
        file: &TableFile,
        columns: &Columns,
        reporter: &Reporter,
        cancel: &Cancel,
    ) -> Result<Self, Halt> {
        let layout = &file.table.found.profile.layout;
        let mut survey = Self {
            can_be_checkouts: layout.rows == RowLayout::FirstRow,
            has_bare: layout.rows != RowLayout::FirstRow && columns.id.is_none(),
            ..Self::default()
        };
        let mut records = file.rows()?;
        let mut row = Row::default();
        let (amounts, moments) = (columns.amounts(), columns.moments());
        let mut done = NameSet::default();
        let mut current = None;
        let mut names = Names::default();
        survey.examples = vec![String::new(); file.table.header.len()];
        while records.read(&mut row)? {
            if survey.rows.is_multiple_of(BATCH) {
                cancel.check()?;
                let expected = records.text().expected(survey.rows);
                reporter.report(Phase::Reading, survey.rows, expected);
            }
            survey.rows += 1;
            if file.shape(&row, columns.first()) != RowShape::Data {
                continue;
            }
            let name = names.of(columns.number_cell(&row));
            if current != Some(name) {
                if let Some(before) = current {
                    done.insert(before);
                }
                if done.contains(&name) {
                    survey.scattered.insert(name);
                }
                current = Some(name);
            }
            for position in &amounts {
                survey.numbers.see(row.cell(*position));
            }
            for position in &moments {
                if columns.created_at == Some(*position) {
                    survey.dates.see(&columns.written(&row), row.line);
                } else {
                    survey.dates.see(row.cell(*position), row.line);
                }
            }
            survey.has_unadjusted |= !columns.settled_after.is_empty()
                && columns
                    .settled_after
                    .iter()
                    .all(|position| row.cell(*position).trim().is_empty());
            survey.look_at_kind(columns, &row);
            if survey.rows <= 200 {
                survey.keep_examples(&row);
            }
        }
        Ok(survey)
    }

    /// Whether all of it are carts that were left behind.
    pub(crate) fn is_checkouts(&self) -> bool {
        self.heads > 0 && self.heads == self.checkout_heads
    }

    fn look_at_kind(&mut self, columns: &Columns, row: &Row) {
        if !self.can_be_checkouts {
            return;
        }
        let filled = |position: Option<usize>| {
            position.is_some_and(|position| !row.cell(position).trim().is_empty())
        };
        if filled(columns.id) || filled(columns.total) || filled(columns.financial) {
            self.heads += 1;
            self.has_bare |= columns
                .id
                .is_none_or(|position| clean_id(row.cell(position)).is_none());
            let is_checkout = is_checkout(columns, row) || may_be_checkout(columns, row);
            self.checkout_heads += u64::from(is_checkout);
        }
    }

    fn keep_examples(&mut self, row: &Row) {
        for (position, example) in self.examples.iter_mut().enumerate() {
            if example.is_empty() {
                example.extend(row.cell(position).trim().chars().take(80));
            }
        }
    }
}
