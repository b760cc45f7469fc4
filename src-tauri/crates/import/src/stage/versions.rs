//! Which of several versions of one order stands, where the files of a drop say it differently:
//! the one that has come furthest, and else that of the later file.

use std::collections::HashMap;

use pannier_core::{Cancel, Phase, Reporter, Timestamp};

use super::StageError;
use crate::{
    Error,
    orders::{
        assemble::{Draft, Piece},
        overlay::payment_stage,
        shape::minute_key,
        survey::name_of,
        walk::{Step, Walk},
    },
    plan::StagedOrders,
};

/// The furthest version of an order so far.
#[derive(Debug, Clone, Copy)]
struct Best {
    /// Twice the refund, and one more for a cancellation.
    standing: i64,
    payment: u8,
    file: usize,
    is_replaced: bool,
}

/// Orders of one number and minute.
#[derive(Debug)]
struct Minute {
    best: Best,
    id: Option<u64>,
    has_bare: bool,
    /// Two ids: they are two orders, and which of them a row without an id means is unknown.
    is_ambiguous: bool,
}

/// Compares the orders files of a drop, from the newest to the oldest.
#[derive(Debug, Default)]
pub(crate) struct Versions {
    ids: HashMap<u64, Best>,
    minutes: HashMap<u64, Minute>,
    /// Whether some orders of the drop have no clean id.
    has_bare: bool,
    newest: Vec<Option<Timestamp>>,
}

impl Versions {
    pub(crate) fn new(has_bare: bool) -> Self {
        Self {
            has_bare,
            ..Self::default()
        }
    }

    /// Looks through a file. What is wrong with it is said when it is staged.
    pub(crate) fn see_file(
        &mut self,
        index: usize,
        staged: &StagedOrders,
        rows: u64,
        reporter: &Reporter,
        cancel: &Cancel,
    ) -> Result<(), Error> {
        if self.newest.len() <= index {
            self.newest.resize(index + 1, None);
        }
        self.newest[index] = staged.newest_at;
        let walk = Walk {
            file: &staged.file,
            reading: &staged.reading,
            scattered: &staged.scattered,
            phase: Phase::Matching,
            total_rows: rows,
            reporter,
            cancel,
        };
        let outcome = walk.run(|step| -> Result<(), StageError> {
            if let Step::Piece(Piece::Order(draft)) = step {
                self.see(index, &draft);
            }
            Ok(())
        });
        match outcome.map_err(StageError::of_walk) {
            Err(StageError::Stop(error)) => Err(error),
            Ok(_) | Err(StageError::Unreadable(_)) => Ok(()),
        }
    }

    fn see(&mut self, file: usize, draft: &Draft) {
        let head = &draft.head;
        let this = Best {
            standing: head
                .refunded
                .saturating_mul(2)
                .saturating_add(i64::from(head.cancelled_at.is_some())),
            payment: payment_stage(head.payment),
            file,
            is_replaced: false,
        };
        let newest = &self.newest;
        let id = head.id.as_ref().map(|_| name_of(&draft.key));
        if let Some(id) = id {
            self.ids
                .entry(id)
                .and_modify(|best| best.meet(this, newest))
                .or_insert(this);
        }
        if self.has_bare {
            let minute = name_of(&minute_key(&draft.number, head.placed_at));
            self.minutes
                .entry(minute)
                .and_modify(|minute| {
                    minute.best.meet(this, newest);
                    minute.has_bare |= id.is_none();
                    minute.is_ambiguous |= id.is_some() && minute.id.is_some() && minute.id != id;
                    minute.id = minute.id.or(id);
                })
                .or_insert(Minute {
                    best: this,
                    id,
                    has_bare: id.is_none(),
                    is_ambiguous: false,
                });
        }
    }

    /// Orders whose version is not that of the first file that says them, with the file whose it
    /// is: by the name of their id, or of their number and minute.
    pub(crate) fn winners(self) -> HashMap<u64, usize> {
        let ids = self.ids.into_iter();
        let minutes = self
            .minutes
            .into_iter()
            .filter(|(_, minute)| minute.has_bare && !minute.is_ambiguous)
            .map(|(name, minute)| (name, minute.best));
        ids.chain(minutes)
            .filter(|(_, best)| best.is_replaced)
            .map(|(name, best)| (name, best.file))
            .collect()
    }
}

impl Best {
    /// Gives way to `other`, of an older file or one as old, where that has come further.
    fn meet(&mut self, other: Self, newest: &[Option<Timestamp>]) {
        let is_as_new = newest[self.file] == newest[other.file];
        let is_further = other.standing > self.standing
            || (other.standing == self.standing && is_as_new && other.payment > self.payment);
        if is_further && other.file != self.file {
            *self = Self {
                is_replaced: true,
                ..other
            };
        }
    }
}
