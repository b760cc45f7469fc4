//! The second pass over an orders file: its orders, one after the other, in an order that is the
//! same each time the same bytes are read. Preview and application both walk.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use pannier_core::{Cancel, Phase, Reporter};

use super::{
    again::SaidBefore,
    assemble::{Draft, Piece, assemble},
    row::{OrderRow, Reading},
    survey::{BATCH, Halt, Names},
};
use crate::{
    file::{HEADER_AGAIN, RowShape, TableFile},
    records::Row,
};

/// What to say of a file of carts.
pub(crate) const CHECKOUT: &str =
    "Abandoned checkouts: carts that were left behind. They are never counted as orders";

/// Something met on the way.
#[derive(Debug)]
pub(crate) enum Step {
    /// Rows of orders.
    Piece(Piece),
    /// A row left out for a reason.
    Ignored(Cow<'static, str>),
    /// A cart that was left behind.
    Checkout(Draft),
}

/// How a walk ended early.
pub(crate) enum WalkError<E> {
    Halt(Halt),
    Visitor(E),
}

impl<E, H: Into<Halt>> From<H> for WalkError<E> {
    fn from(halt: H) -> Self {
        Self::Halt(halt.into())
    }
}

/// Rows of one order number that have not been put together yet.
struct Open {
    name: u64,
    rows: Vec<(bool, OrderRow)>,
}

/// What a walk needs besides the file.
pub(crate) struct Walk<'w> {
    pub(crate) file: &'w TableFile,
    pub(crate) reading: &'w Reading,
    pub(crate) scattered: &'w HashSet<u64>,
    pub(crate) phase: Phase,
    pub(crate) total_rows: u64,
    pub(crate) reporter: &'w Reporter,
    pub(crate) cancel: &'w Cancel,
}

impl Walk<'_> {
    /// Walks through the file; returns the hash of the bytes that were read.
    pub(crate) fn run<E>(
        &self,
        mut visit: impl FnMut(Step) -> Result<(), E>,
    ) -> Result<[u8; 32], WalkError<E>> {
        let mut records = self.file.rows()?;
        let mut row = Row::default();
        let mut open: Option<Open> = None;
        let mut held: HashMap<u64, Vec<(bool, OrderRow)>> = HashMap::new();
        let mut held_in_order: Vec<u64> = Vec::new();
        let mut last_name = None;
        let mut checkouts: HashSet<u64> = HashSet::new();
        let mut before = SaidBefore::default();
        let mut names = Names::default();
        let mut done = 0_u64;
        while records.read(&mut row)? {
            if done.is_multiple_of(BATCH) {
                self.cancel.check()?;
                self.reporter
                    .report(self.phase, done, Some(self.total_rows));
            }
            done += 1;
            if let Some(reason) = self.reading.ignored(&row) {
                visit(Step::Ignored(reason.into())).map_err(WalkError::Visitor)?;
                continue;
            }
            if let RowShape::Ignored(reason) = self.file.shape(&row, self.reading.columns.first()) {
                visit(Step::Ignored(reason.into())).map_err(WalkError::Visitor)?;
                if reason == HEADER_AGAIN {
                    // What follows is another file: an order of it begins anew.
                    last_name = None;
                }
                continue;
            }
            let name = names.of(self.reading.columns.number_cell(&row));
            let is_apart = last_name != Some(name);
            last_name = Some(name);
            let is_checkout_head = self.reading.is_head(&row) && self.reading.is_checkout(&row);
            if is_checkout_head {
                checkouts.insert(name);
            }
            let read = self.reading.row(&row, &mut before);
            if self.scattered.contains(&name) {
                let rows = held.entry(name).or_insert_with(|| {
                    held_in_order.push(name);
                    Vec::new()
                });
                rows.push((is_apart, read));
                continue;
            }
            if let Some(group) = open.as_mut().filter(|group| group.name == name) {
                group.rows.push((is_apart, read));
            } else if let Some(before) = open.replace(Open {
                name,
                rows: vec![(false, read)],
            }) {
                let is_cart = checkouts.contains(&before.name);
                self.hand_over(before.rows, is_cart, &mut visit)?;
            }
        }
        if let Some(last) = open {
            let is_cart = checkouts.contains(&last.name);
            self.hand_over(last.rows, is_cart, &mut visit)?;
        }
        for name in held_in_order {
            self.cancel.check()?;
            let rows = held.remove(&name).unwrap_or_default();
            self.hand_over(rows, checkouts.contains(&name), &mut visit)?;
        }
        self.reporter
            .report(self.phase, done, Some(self.total_rows));
        Ok(records.text().hash())
    }

    fn hand_over<E>(
        &self,
        rows: Vec<(bool, OrderRow)>,
        is_cart: bool,
        visit: &mut impl FnMut(Step) -> Result<(), E>,
    ) -> Result<(), WalkError<E>> {
        let layout = self.reading.profile.layout.rows;
        for piece in assemble(rows, self.reading.present(), layout) {
            let step = match piece {
                Piece::Order(draft) if is_cart => Step::Checkout(draft),
                piece => Step::Piece(piece),
            };
            visit(step).map_err(WalkError::Visitor)?;
        }
        Ok(())
    }
}
