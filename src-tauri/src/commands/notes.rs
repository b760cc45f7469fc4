//! What the merchant writes of a customer: notes, and tags of their own.

use pannier_api::{
    self as api,
    views::{ChangeNote, CustomerNote, CustomerTag, WriteNote},
};
use tauri::State;

use super::orders::RowId;
use crate::host::{Answer, Host};

/// Writes a note on a customer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_note(host: State<'_, Host>, input: WriteNote) -> Answer<CustomerNote> {
    host.on_shop(move |shop| api::write_note(shop, &input))
        .await
}

/// Changes what a note says.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_note(host: State<'_, Host>, input: ChangeNote) -> Answer<CustomerNote> {
    host.on_shop(move |shop| api::change_note(shop, &input))
        .await
}

/// Takes a note away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_note(host: State<'_, Host>, id: RowId) -> Answer<()> {
    host.on_shop(move |shop| api::remove_note(shop, id.0)).await
}

/// Gives a customer a tag of the merchant's own; all that they have then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_tag(host: State<'_, Host>, input: CustomerTag) -> Answer<Vec<String>> {
    host.on_shop(move |shop| api::add_tag(shop, &input)).await
}

/// Takes a tag of the merchant's own from a customer; all that they have left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_tag(host: State<'_, Host>, input: CustomerTag) -> Answer<Vec<String>> {
    host.on_shop(move |shop| api::remove_tag(shop, &input))
        .await
}
