//! Folding the log of what was written into the shop file, on a thread of its own: what was committed
//! is on the disk already, and nobody should wait until it is there twice.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
};

use rusqlite::Connection;

use crate::{
    Result,
    connection::{self, Mode},
    store::with_suffix,
};

/// A log of this size (bytes) is folded after a commit.
const LARGE: u64 = 4 << 20;
/// A log of this size (bytes) has to begin anew.
const HUGE: u64 = 64 << 20;
/// So much (bytes) is folded while a writer waits.
const LITTLE: u64 = 16 << 20;

/// Folds the log of one shop file when it has grown.
#[derive(Debug)]
pub(crate) struct Folding {
    path: PathBuf,
    thread: Mutex<Option<JoinHandle<()>>>,
    /// How long the log was when it was folded last (bytes).
    folded: Arc<AtomicU64>,
}

impl Folding {
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            thread: Mutex::default(),
            folded: Arc::default(),
        }
    }

    fn log_length(&self) -> u64 {
        let log = with_suffix(&self.path, "-wal");
        log.metadata().map_or(0, |log| log.len())
    }

    /// Begins the log anew where it has grown although it is folded beside the work: while one commit
    /// follows the other there is always a little that is not folded yet, and it would grow for as long.
    /// Little is left to fold then; whoever writes holds the writer and waits for that.
    pub(crate) fn begin_anew(&self, writer: &Connection) {
        let length = self.log_length();
        let folded = self.folded.load(Ordering::Acquire);
        if length < HUGE || length.saturating_sub(folded) > LITTLE {
            return;
        }
        // Where someone reads from it, the next commit tries again.
        let _ = connection::at_once(writer, |writer| {
            Ok(writer.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(()))?)
        });
    }

    /// Begins to fold the log where it is large, unless that is being done.
    pub(crate) fn after_commit(&self) {
        let length = self.log_length();
        if length < LARGE {
            return;
        }
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if thread.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return;
        }
        let (path, folded) = (self.path.clone(), Arc::clone(&self.folded));
        // What is not folded now is folded after the next commit, or when the file is closed.
        *thread = thread::Builder::new()
            .name("folding".to_owned())
            .spawn(move || {
                if fold(&path).is_ok() {
                    folded.store(length, Ordering::Release);
                }
            })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_log_begins_anew_once_little_of_it_is_left_to_fold() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wren.pannier");
        let writer = connection::open(&path, Mode::Create, None).unwrap();
        let add = || {
            let sql = "INSERT INTO t VALUES (zeroblob(1 << 20))";
            writer.execute(sql, []).unwrap();
        };
        writer
            .execute_batch("PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (a BLOB)")
            .unwrap();
        let folding = Folding::new(&path);
        while folding.log_length() < HUGE {
            add();
        }
        // Most of it is still to be folded, which nobody waits for.
        folding.begin_anew(&writer);
        add();
        assert!(folding.log_length() > HUGE);
        // Something is written while it is folded, and so not folded: it would go on at the log's end.
        let reader = connection::open(&path, Mode::Read, None).unwrap();
        reader
            .execute_batch("BEGIN; SELECT count(*) FROM t")
            .unwrap();
        add();
        fold(&path).unwrap();
        reader.execute_batch("COMMIT").unwrap();
        folding
            .folded
            .store(folding.log_length(), Ordering::Release);
        folding.begin_anew(&writer);
        add();
        assert!(folding.log_length() < LARGE, "{}", folding.log_length());
        let count: i64 = writer
            .query_row("SELECT count(*) FROM t", [], |row| row.get(0))
            .unwrap();
        assert!(count > 64);
    }
}
