//! The computer does not fall asleep by itself while messages leave. Where it cannot be asked for
//! that, such as without a desktop, messages leave all the same.

use std::{sync::mpsc, thread};

/// For as long as this lives the computer stays awake.
#[derive(Debug)]
pub(super) struct Awake {
    /// Whoever waits at its other end learns that this is gone.
    _end: mpsc::Sender<()>,
}

impl Awake {
    /// Asks the system, on a thread of its own: it may be slow to answer, or never do.
    pub(super) fn begin() -> Self {
        let (end, ended) = mpsc::channel::<()>();
        // Without a thread the computer may sleep; messages go on when it wakes.
        let _ = thread::Builder::new()
            .name("pannier-awake".to_owned())
            .spawn(move || {
                let held = keepawake::Builder::default()
                    .idle(true)
                    .app_name("Pannier")
                    .app_reverse_domain("app.pannier")
                    .reason("Messages are going out")
                    .create();
                // Nobody sends anything: it ends when the other end is gone.
                let _ = ended.recv();
                drop(held);
            });
        Self { _end: end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_computer_that_cannot_be_asked_is_no_hindrance() {
        let begun = std::time::Instant::now();
        drop(Awake::begin());
        assert!(begun.elapsed() < std::time::Duration::from_secs(1));
    }
}
