//! What the window needs to begin, and what belongs to no shop.

use pannier_api::{
    self as api,
    views::{AppInfo, Appearance, SettingsChoices},
};
use tauri::{Runtime, State, WebviewWindow};

use crate::host::{Answer, Host};

/// Version, appearance, the shops and the open one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_info(host: State<'_, Host>) -> Answer<AppInfo> {
    host.blocking(api::app_info).await
}

/// Light, dark, or as the computer is set.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_appearance<R: Runtime>(
    window: WebviewWindow<R>,
    host: State<'_, Host>,
    appearance: Appearance,
) -> Answer<()> {
    host.blocking(move |app| {
        api::set_appearance(app, appearance)?;
        crate::window::dress(&window, appearance);
        Ok(())
    })
    .await
}

/// The currencies, countries and time zones to choose from.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings_choices(host: State<'_, Host>) -> Answer<SettingsChoices> {
    host.blocking(|_| Ok(api::settings_choices())).await
}

/// Said once, when the first screen is painted: the window appears.
#[tauri::command]
#[specta::specta]
pub(crate) async fn window_painted<R: Runtime>(window: WebviewWindow<R>) -> Answer<()> {
    crate::window::show(&window);
    Ok(())
}
