//! Long work that tells where it is and can be stopped.

use std::sync::atomic::{AtomicU64, Ordering};

use pannier_core::{Cancel, Cancelled, Phase, Reporter};

/// Whoever waits for a model: is told of each step, and may stop it.
#[derive(Debug, Default)]
pub struct Work {
    cancel: Cancel,
    reporter: Reporter,
    done: AtomicU64,
    total: u64,
}

impl Work {
    /// Work that is told of to `reporter` and stops when `cancel` is asked to.
    pub fn new(cancel: Cancel, reporter: Reporter) -> Self {
        Self {
            cancel,
            reporter,
            ..Self::default()
        }
    }

    pub(crate) fn begin(&mut self, steps: u64) {
        self.total = steps;
        self.done.store(0, Ordering::Relaxed);
    }

    /// A step is done.
    pub(crate) fn step(&self) -> Result<(), Cancelled> {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let total = self.total.max(done);
        self.reporter.report(Phase::Counting, done, Some(total));
        self.cancel.check()
    }

    /// Steps that are not needed.
    pub(crate) fn skip(&self, steps: u64) -> Result<(), Cancelled> {
        (0..steps).try_for_each(|_| self.step())
    }

    pub(crate) fn cancel(&self) -> &Cancel {
        &self.cancel
    }
}
