//! Copies of the shop file.

use pannier_api::{
    self as api,
    views::{AppInfo, BackupRow},
};
use tauri::State;

use crate::host::{Answer, Host};

/// Makes a copy now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn back_up_now(host: State<'_, Host>) -> Answer<BackupRow> {
    host.on_shop(api::back_up_now).await
}

/// The copies there are, the newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_backups(host: State<'_, Host>) -> Answer<Vec<BackupRow>> {
    host.blocking(api::list_shop_backups).await
}

/// Puts a copy in the place of the shop file, which is kept aside.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_backup(host: State<'_, Host>, name: String) -> Answer<AppInfo> {
    host.blocking(move |app| api::restore_shop(app, &name))
        .await
}
