//! How much memory the window takes.

use std::{collections::HashMap, fs};

use anyhow::{Context as _, Result};

/// Memory of all processes below `parent`, in KiB: the program and the webview's own processes,
/// with what they share counted once.
pub(crate) fn memory_below(parent: u32) -> Result<u64> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let Some(id) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        if let Some(above) = above(id) {
            children.entry(above).or_default().push(id);
        }
    }
    let mut waiting = children
        .remove(&parent)
        .context("nothing runs below the driver")?;
    let mut sum = 0;
    while let Some(id) = waiting.pop() {
        sum += proportional(id).unwrap_or_default();
        waiting.extend(children.remove(&id).into_iter().flatten());
    }
    Ok(sum)
}

/// The process that started `id`; nothing when it ended meanwhile.
fn above(id: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name in brackets may hold blanks: count from behind it.
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

fn proportional(id: u32) -> Option<u64> {
    let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.split_whitespace().next()?.parse().ok()
}
