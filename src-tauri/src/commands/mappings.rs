//! What the columns of files mean: the saved mappings.

use pannier_api::{
    self as api,
    views::{Mapping, MappingField, SavedMapping, SuggestInput},
};
use tauri::State;

use crate::host::{Answer, Host};

/// Every meaning that a column can have.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mapping_fields() -> Answer<Vec<MappingField>> {
    Ok(api::mapping_fields())
}

/// What the columns of a file may mean, beside what was said of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn suggest_columns(host: State<'_, Host>, input: SuggestInput) -> Answer<Mapping> {
    host.cancellable(move |app, cancel| api::suggest_columns(&*app.shop()?, &input, cancel))
        .await
}

/// The mappings that were kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_mappings(host: State<'_, Host>) -> Answer<Vec<SavedMapping>> {
    host.on_shop(api::list_mappings).await
}

/// Forgets a mapping; the others are returned.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_mapping(host: State<'_, Host>, id: u32) -> Answer<Vec<SavedMapping>> {
    host.on_shop(move |shop| api::delete_mapping(shop, id))
        .await
}

/// Writes a mapping where the merchant says; the path, or nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_mapping(host: State<'_, Host>, id: u32) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| {
        let name = api::mapping_file_name(shop, id)?;
        let Some(path) = dialogs.dialogs().save(&name) else {
            return Ok(None);
        };
        api::export_mapping(shop, id, &path)?;
        Ok(Some(path.to_string_lossy().into_owned()))
    })
    .await
}

/// Keeps the mapping of a file that the merchant chooses; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_mapping(host: State<'_, Host>) -> Answer<Option<SavedMapping>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| {
        let chosen = dialogs.dialogs().choose();
        let path = chosen.first();
        path.map(|path| api::import_mapping(shop, path)).transpose()
    })
    .await
}
