//! Shop files: making, opening, describing.

use pannier_api::{
    self as api,
    views::{AppInfo, ShopInfo, ShopSettings, TaskProgress},
};
use tauri::{State, ipc::Channel};

use crate::{
    host::{Answer, Host},
    progress::reporting,
};

/// Makes a shop file and opens it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_shop(host: State<'_, Host>, settings: ShopSettings) -> Answer<AppInfo> {
    host.blocking(move |app| api::create_shop(app, &settings))
        .await
}

/// Opens another shop file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_shop(host: State<'_, Host>, path: String) -> Answer<AppInfo> {
    host.blocking(move |app| api::open_shop(app, &path)).await
}

/// Opens the sample shop, which is made the first time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_sample_shop(
    host: State<'_, Host>,
    progress: Channel<TaskProgress>,
) -> Answer<AppInfo> {
    host.cancellable(move |app, cancel| {
        let info = reporting(&progress, |reporter| {
            api::open_sample_shop(app, reporter, cancel)
        })?;
        api::prepare_suggestions_soon(&app.shop()?);
        Ok(info)
    })
    .await
}

/// Removes the sample shop and opens the merchant's own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_sample_shop(host: State<'_, Host>) -> Answer<AppInfo> {
    host.blocking(api::delete_sample_shop).await
}

/// Changes name, currency, country or time zone of the open shop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn update_shop(host: State<'_, Host>, settings: ShopSettings) -> Answer<ShopInfo> {
    host.on_shop(move |shop| api::update_shop(shop, &settings))
        .await
}
