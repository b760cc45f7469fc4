//! What the window is told without having asked.

use pannier_api::views::Topic;
use serde::Serialize;
use specta::Type;
use tauri_specta::Event;

/// Something was committed to the shop file, by this window or by another process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct DataChanged {
    /// What should be read again.
    pub topics: Vec<Topic>,
}

/// Files were let go over the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct FilesDropped {
    /// Where they are.
    pub paths: Vec<String>,
}

/// Files are being dragged over the window, or no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct FilesHover {
    /// They are over it now.
    pub over: bool,
}
