//! Folding the log of what was written into the shop file, on a thread of its own: what was committed
//! is on the disk already, and nobody should wait until it is there twice.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use crate::{
    Result,
    connection::{self, Mode},
    store::with_suffix,
};

/// A log of this size (bytes) is folded after a commit.
const LARGE: u64 = 4 << 20;

/// Folds the log of one shop file when it has grown.
#[derive(Debug)]
pub(crate) struct Folding {
    path: PathBuf,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Folding {
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            thread: Mutex::default(),
        }
    }

    /// Begins to fold the log where it is large, unless that is being done.
    pub(crate) fn after_commit(&self) {
        let log = with_suffix(&self.path, "-wal");
        if log.metadata().map_or(0, |log| log.len()) < LARGE {
            return;
        }
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if thread.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return;
        }
        let path = self.path.clone();
        // What is not folded now is folded after the next commit, or when the file is closed.
        *thread = thread::Builder::new()
            .name("folding".to_owned())
            .spawn(move || drop(fold(&path)))
            .ok();
    }
}

impl Drop for Folding {
    fn drop(&mut self) {
        let thread = self
            .thread
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = thread.take() {
            // It panics only where there is nothing left to fold into.
            let _ = thread.join();
        }
    }
}

/// Folds as much as can be without waiting for anybody.
fn fold(path: &Path) -> Result<()> {
    let connection = connection::open(path, Mode::Write, None)?;
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
    Ok(())
}
