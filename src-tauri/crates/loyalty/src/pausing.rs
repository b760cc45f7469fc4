//! Pausing: orders earn nothing for a while, and all else goes on.

use pannier_core::Timestamp;
use pannier_store::WriteTx;

use crate::{
    Error, Programme, Result,
    post::{Posted, post, world},
};

/// Stops orders from earning points from now on, or lets them earn again. What is to hold later is
/// said anew, paused or not, so that it still begins when it was to.
///
/// # Errors
/// [`Error::NoProgramme`] where none holds yet, or what the shop file says.
pub fn set_paused(tx: &WriteTx, paused: bool, now: Timestamp) -> Result<Posted> {
    let timeline = world(tx)?.timeline;
    let holds = timeline.at(now).ok_or(Error::NoProgramme)?;
    let mut said: Vec<(Timestamp, &Programme)> = vec![(now, &holds.programme)];
    // A later word holds over an earlier one, also over one that was to begin later.
    said.extend(
        timeline
            .versions()
            .iter()
            .filter(|version| version.starts_at > now)
            .filter(|version| {
                let then = timeline.at(version.starts_at);
                then.is_some_and(|then| then.id == version.id)
            })
            .map(|version| (version.starts_at, &version.programme)),
    );
    said.sort_by_key(|(starts_at, _)| *starts_at);
    for (starts_at, programme) in said {
        let programme = Programme {
            paused,
            ..programme.clone()
        };
        tx.insert_programme(starts_at, now, &programme.to_json())?;
    }
    post(tx, now)
}
