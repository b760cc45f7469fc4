//! The one place where this crate's waiting is done: a runtime for one line, driven by whoever
//! waits for that line. Nothing asynchronous leaves the crate.

use tokio::runtime::{Builder, Runtime};

/// A runtime of one's own. It is driven by the thread that waits, so that an answer from the
/// network wakes nobody else.
pub(crate) fn runtime() -> std::io::Result<Runtime> {
    Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
}
