//! The thread that watches: whether the right to send still holds, the computer slept, its clock was
//! set, or the run should end.

use std::{sync::atomic::Ordering, time::Duration};

use pannier_core::{ShopZone, Timestamp};
use pannier_store::Topic;

use super::{Ended, Run, TICK, instant, lock};
use crate::pace::day_allowance;

/// How often the right to send is shown to be alive.
const BEAT: Duration = Duration::from_secs(10);
/// How often others are told that rows changed.
const NEWS: Duration = Duration::from_millis(500);
/// A clock that is so far off the other one was set, or the computer slept (milliseconds).
const JUMP_MS: i64 = 20_000;

/// Watches until the run has ended and every thread is done.
pub(super) fn watch(run: &Run, zone: ShopZone) {
    let (mut beat, mut told) = (instant(), instant());
    let (mut wall, mut steady) = (run.clock.now(), instant());
    loop {
        {
            let shared = lock(&run.shared);
            if shared.working == 0 {
                break;
            }
            drop(run.wake.wait_timeout(shared, TICK));
        }
        let now = run.clock.now();
        if run.cancel.check().is_err() {
            run.end(Ended::Asked);
        }
        if has_jumped(wall, now, steady.elapsed()) {
            // Lines are dead without having said so, and limits have to be counted anew.
            run.slept.fetch_add(1, Ordering::AcqRel);
            lock(&run.shared).pace.woke();
            run.wake.notify_all();
        }
        (wall, steady) = (now, instant());
        if beat.elapsed() >= BEAT {
            beat = instant();
            let allowance = day_allowance(run.account, zone, now);
            lock(&run.shared).pace.set_day(allowance.most);
            // A file that is busy is asked again at the next beat.
            if let Ok(false) = run.store.write(|tx| tx.beat_lease(run.lease, now)) {
                run.end(Ended::Lost);
            }
        }
        if told.elapsed() >= NEWS {
            told = instant();
            tell(run);
        }
    }
    tell(run);
}

fn tell(run: &Run) {
    let news = std::mem::take(&mut lock(&run.shared).news);
    if news {
        // Nothing is written: those who listen are told of what was.
        let _ = run.store.write(|tx| -> pannier_store::Result<()> {
            tx.touch(Topic::Sending);
            Ok(())
        });
    }
}

/// Whether one clock went another way than the other.
fn has_jumped(wall: Timestamp, now: Timestamp, steady: Duration) -> bool {
    let steady = i64::try_from(steady.as_millis()).unwrap_or(i64::MAX);
    let went = now.0 - wall.0;
    // A clock that stands still is a test's.
    went != 0 && (went - steady).abs() > JUMP_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleep_and_a_clock_that_was_set_are_noticed() {
        let jumped = |went: i64, steady: u64| {
            has_jumped(Timestamp(0), Timestamp(went), Duration::from_millis(steady))
        };
        assert!(!jumped(200, 200));
        assert!(!jumped(15_000, 200), "a busy computer is no sleep");
        assert!(jumped(3_600_000, 200), "an hour of sleep");
        assert!(jumped(-3_600_000, 200), "set back");
    }
}
