//! Progress of long work on its way to the window: at most ten a second.
//!
//! The first of each phase goes out at once and the last one always does, so that the bar
//! neither starts late nor stops at 97 %.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use pannier_api::views::{TaskPhase, TaskProgress};
use pannier_core::{Phase, Progress, Reporter};
use tauri::ipc::Channel;

/// The shortest time between two.
const PAUSE: Duration = Duration::from_millis(100);

/// Decides which progress goes out.
#[derive(Debug, Default)]
struct Thinner {
    sent: Option<(Duration, TaskPhase)>,
    held_back: Option<TaskProgress>,
}

impl Thinner {
    /// What goes out `now` (time since the start), given that `progress` was reported.
    fn offer(&mut self, now: Duration, progress: TaskProgress) -> Option<TaskProgress> {
        let due = self
            .sent
            .is_none_or(|(at, phase)| phase != progress.phase || now.saturating_sub(at) >= PAUSE);
        if due {
            self.sent = Some((now, progress.phase));
            self.held_back = None;
            Some(progress)
        } else {
            self.held_back = Some(progress);
            None
        }
    }

    /// What was held back when the work ended.
    fn rest(&mut self) -> Option<TaskProgress> {
        self.held_back.take()
    }
}

/// Runs `work` with a reporter whose progress reaches `channel`.
///
/// A window that was closed meanwhile hears nothing; the work does not care.
pub(crate) fn reporting<T>(
    channel: &Channel<TaskProgress>,
    work: impl FnOnce(&Reporter) -> T,
) -> T {
    let start = Instant::now();
    let thinner = Arc::new(Mutex::new(Thinner::default()));
    let reporter = {
        let (thinner, channel) = (Arc::clone(&thinner), channel.clone());
        Reporter::new(move |progress| {
            let mut thinner = thinner.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(progress) = thinner.offer(start.elapsed(), view(progress)) {
                let _ = channel.send(progress);
            }
        })
    };
    let result = work(&reporter);
    if let Some(last) = thinner
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .rest()
    {
        let _ = channel.send(last);
    }
    result
}

fn view(progress: Progress) -> TaskProgress {
    let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    TaskProgress {
        phase: match progress.phase {
            Phase::Reading => TaskPhase::Reading,
            Phase::Matching => TaskPhase::Matching,
            Phase::Saving => TaskPhase::Saving,
            Phase::Counting => TaskPhase::Counting,
        },
        done: count(progress.done),
        total: progress.total.map(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(phase: TaskPhase, done: u32) -> TaskProgress {
        TaskProgress {
            phase,
            done,
            total: Some(1000),
        }
    }

    #[test]
    fn a_thousand_in_one_second_become_ten_and_the_last() {
        let mut thinner = Thinner::default();
        let mut sent: Vec<u32> = (0..1000u32)
            .filter_map(|n| {
                thinner.offer(Duration::from_millis(n.into()), at(TaskPhase::Reading, n))
            })
            .map(|progress| progress.done)
            .collect();
        sent.extend(thinner.rest().map(|progress| progress.done));
        assert_eq!(sent, [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 999]);
        assert_eq!(thinner.rest(), None, "the last goes out once");
    }

    #[test]
    fn each_phase_begins_at_once() {
        let mut thinner = Thinner::default();
        let now = Duration::from_millis(3);
        assert!(thinner.offer(now, at(TaskPhase::Reading, 1)).is_some());
        assert!(thinner.offer(now, at(TaskPhase::Reading, 2)).is_none());
        assert!(thinner.offer(now, at(TaskPhase::Saving, 0)).is_some());
        assert_eq!(
            thinner.rest(),
            None,
            "what belongs to a phase that is over stays behind"
        );
    }
}
