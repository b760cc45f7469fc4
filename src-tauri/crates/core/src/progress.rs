//! How long work tells where it is, and how it is asked to stop.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use serde::Serialize;

/// The step that long work is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    /// Reading files.
    Reading,
    /// Comparing with what the shop file holds.
    Matching,
    /// Writing.
    Saving,
    /// Working out averages.
    Counting,
}

/// Where long work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// The present step.
    pub phase: Phase,
    /// Rows (reading), orders (matching, saving) done so far.
    pub done: u64,
    /// How many there are, once known.
    pub total: Option<u64>,
}

/// The work was asked to stop, and kept nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Cancelled. Nothing was kept")]
pub struct Cancelled;

/// A request to stop, shared between who asks and who works.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the work to stop at its next check.
    pub fn request(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Called by the work at each row or batch.
    ///
    /// # Errors
    /// [`Cancelled`] once a stop was asked for.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.0.load(Ordering::Relaxed) {
            Err(Cancelled)
        } else {
            Ok(())
        }
    }
}

type Sink = Arc<dyn Fn(Progress) + Send + Sync>;

/// Passes progress on to whoever listens. Who listens thins it out; the work need not.
#[derive(Clone, Default)]
pub struct Reporter {
    sink: Option<Sink>,
}

impl Reporter {
    /// A reporter that calls `sink` each time.
    pub fn new(sink: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self {
            sink: Some(Arc::new(sink)),
        }
    }

    /// Tells where the work is.
    pub fn report(&self, phase: Phase, done: u64, total: Option<u64>) {
        if let Some(sink) = &self.sink {
            sink(Progress { phase, done, total });
        }
    }
}

impl fmt::Debug for Reporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reporter(listening: {})", self.sink.is_some())
    }
}
