//! What the desktop shows of messages on their way: how far they are, at the program's sign in the
//! dock or the taskbar, and a notice at the end, where nobody looks at the window.

use std::{
    collections::HashMap,
    sync::mpsc::{self, Receiver, Sender},
    thread,
    time::Duration,
};

use pannier_api::views::{SendingCounts, SendingPausedBy, SendingRow, SendingState};
use tauri::{
    Runtime, WebviewWindow,
    window::{ProgressBarState, ProgressBarStatus},
};

use crate::host::Host;

/// How often it looks at most.
const PAUSE: Duration = Duration::from_secs(1);

/// Looks whenever something is sent into what is returned, for as long as that lives.
pub(crate) fn watch<R: Runtime>(window: WebviewWindow<R>, host: Host) -> Sender<()> {
    let (news, heard) = mpsc::channel();
    thread::spawn(move || follow(&window, &host, &heard));
    news
}

fn follow<R: Runtime>(window: &WebviewWindow<R>, host: &Host, heard: &Receiver<()>) {
    let mut before = HashMap::new();
    let mut shown = None;
    while heard.recv().is_ok() {
        // Between two shops there is none.
        let rows = host
            .app()
            .shop()
            .and_then(|shop| pannier_api::list_sendings(&shop))
            .unwrap_or_default();
        let bar = bar(&rows);
        if bar != shown {
            shown = bar;
            let (status, progress) = match bar {
                Some((true, percent)) => (ProgressBarStatus::Normal, Some(percent)),
                Some((false, percent)) => (ProgressBarStatus::Paused, Some(percent)),
                None => (ProgressBarStatus::None, None),
            };
            // A desktop without such a sign shows none.
            let _ = window.set_progress_bar(ProgressBarState {
                status: Some(status),
                progress,
            });
        }
        let looked_at = window.is_focused().unwrap_or(true);
        for (title, text) in ended(&before, &rows) {
            if !looked_at {
                host.dialogs().notify(&title, &text);
            }
        }
        before = rows.iter().map(|row| (row.id, row.state)).collect();
        thread::sleep(PAUSE);
        while heard.try_recv().is_ok() {}
    }
}

fn done(counts: &SendingCounts) -> u64 {
    u64::from(counts.sent) + u64::from(counts.failed) + u64::from(counts.uncertain)
}

/// Whether anything leaves now, and how far all that was started is, in percent; nothing where
/// nothing was.
fn bar(rows: &[SendingRow]) -> Option<(bool, u64)> {
    let going = || rows.iter().filter(|row| row.state == SendingState::Running);
    going().next()?;
    let all: u64 = going()
        .map(|row| {
            done(&row.counts) + u64::from(row.counts.ready) + u64::from(row.counts.under_way)
        })
        .sum();
    let gone: u64 = going().map(|row| done(&row.counts)).sum();
    let leaves = going().any(|row| row.waits_for.is_empty());
    Some((leaves, gone * 100 / all.max(1)))
}

/// What was going out and does so no more, without the merchant having said so: titles and texts.
fn ended(before: &HashMap<u32, SendingState>, rows: &[SendingRow]) -> Vec<(String, String)> {
    let was = |row: &&SendingRow| before.get(&row.id) == Some(&SendingState::Running);
    let told = rows.iter().filter(was).filter_map(|row| match row.state {
        SendingState::Finished => {
            let people = match row.counts.sent {
                1 => "1 person has it".to_owned(),
                sent => format!("{sent} people have it"),
            };
            Some((format!("“{}” went out", row.name), people))
        }
        SendingState::Paused if row.paused_by != Some(SendingPausedBy::Merchant) => {
            Some((format!("“{}” is held", row.name), row.paused_why.clone()))
        }
        _ => None,
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: u32, state: SendingState, sent: u32, ready: u32) -> SendingRow {
        SendingRow {
            id,
            name: "May".to_owned(),
            subject: String::new(),
            segment_name: String::new(),
            state,
            paused_by: None,
            paused_why: String::new(),
            waits_for: String::new(),
            waits_until: None,
            counts: SendingCounts {
                sent,
                ready,
                skipped: 40,
                ..SendingCounts::default()
            },
            created_at: 0,
            starts_at: None,
            started_at: None,
            ended_at: None,
        }
    }

    #[test]
    fn the_bar_is_of_all_that_was_started_and_of_nothing_else() {
        assert_eq!(bar(&[row(1, SendingState::Finished, 10, 0)]), None);
        let mut waits = row(2, SendingState::Running, 0, 50);
        waits.waits_for = "It is not time yet".to_owned();
        assert_eq!(bar(std::slice::from_ref(&waits)), Some((false, 0)));
        let going = row(1, SendingState::Running, 25, 25);
        assert_eq!(bar(&[going, waits]), Some((true, 25)));
    }

    #[test]
    fn the_end_is_told_once_and_a_pause_of_ones_own_is_not() {
        let before = HashMap::from([(1, SendingState::Running), (2, SendingState::Running)]);
        let mut held = row(2, SendingState::Paused, 3, 5);
        held.paused_by = Some(SendingPausedBy::Account);
        held.paused_why = "The password was refused".to_owned();
        let told = ended(
            &before,
            &[row(1, SendingState::Finished, 1, 0), held.clone()],
        );
        assert_eq!(told[0].0, "“May” went out");
        assert_eq!(told[0].1, "1 person has it");
        assert_eq!(told[1].1, "The password was refused");
        held.paused_by = Some(SendingPausedBy::Merchant);
        let after = HashMap::from([(1, SendingState::Finished)]);
        assert!(ended(&before, &[held]).is_empty());
        assert!(ended(&after, &[row(1, SendingState::Finished, 1, 0)]).is_empty());
    }
}
