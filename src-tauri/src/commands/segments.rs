//! Segments: tried out, saved, frozen and compared.

use pannier_api::{
    self as api,
    views::{
        FrozenAsked, FrozenPage, PreviewSegment, ReadSegment, SaveSegment, SegmentDetail,
        SegmentList, SegmentOverlap, SegmentPreview, SegmentRead, SegmentRow, SegmentSnapshot,
    },
};
use tauri::State;

use crate::host::{Answer, Host};

/// Who fulfils rules that need not be saved.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_segment(
    host: State<'_, Host>,
    input: PreviewSegment,
) -> Answer<SegmentPreview> {
    host.on_shop(move |shop| api::preview_segment(shop, &input))
        .await
}

/// Reads a sentence, and says where it cannot be read.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_segment(host: State<'_, Host>, input: ReadSegment) -> Answer<SegmentRead> {
    host.on_shop(move |shop| api::read_segment(shop, &input))
        .await
}

/// All saved segments with what they come to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_segments(host: State<'_, Host>) -> Answer<SegmentList> {
    host.on_shop(api::list_segments).await
}

/// One saved segment with its lists and history.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_segment(host: State<'_, Host>, id: u32) -> Answer<SegmentDetail> {
    host.on_shop(move |shop| api::get_segment(shop, id)).await
}

/// Saves rules under a name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_segment(host: State<'_, Host>, input: SaveSegment) -> Answer<SegmentRow> {
    host.on_shop(move |shop| api::save_segment(shop, &input))
        .await
}

/// Deletes a saved segment; it can be restored.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_segment(host: State<'_, Host>, id: u32) -> Answer<()> {
    host.on_shop(move |shop| api::delete_segment(shop, id))
        .await
}

/// Brings a deleted segment back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_segment(host: State<'_, Host>, id: u32) -> Answer<SegmentRow> {
    host.on_shop(move |shop| api::restore_segment(shop, id))
        .await
}

/// Freezes who is in a saved segment now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn snapshot_segment(host: State<'_, Host>, id: u32) -> Answer<SegmentSnapshot> {
    host.on_shop(move |shop| api::snapshot_segment(shop, id))
        .await
}

/// People of a frozen list, beside the segment as it is now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn frozen_list(host: State<'_, Host>, input: FrozenAsked) -> Answer<FrozenPage> {
    host.on_shop(move |shop| api::frozen_list(shop, &input))
        .await
}

/// How many people each two of the saved segments share.
#[tauri::command]
#[specta::specta]
pub(crate) async fn segment_overlap(host: State<'_, Host>) -> Answer<SegmentOverlap> {
    host.on_shop(api::segment_overlap).await
}
