//! People handed over to other programs.

use pannier_api::{
    self as api,
    views::{HandOver, HandOverPreview, HandedOver},
};
use tauri::State;

use crate::host::{Answer, Host};

/// What a hand-over would write, and who is left out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_hand_over(
    host: State<'_, Host>,
    input: HandOver,
) -> Answer<HandOverPreview> {
    host.on_shop(move |shop| api::preview_hand_over(shop, &input))
        .await
}

/// Writes people where the merchant says; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_hand_over(
    host: State<'_, Host>,
    input: HandOver,
) -> Answer<Option<HandedOver>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| {
        let (exported, done) = api::hand_over(shop, &input)?;
        let Some(path) = dialogs.dialogs().save(&exported.name) else {
            return Ok(None);
        };
        exported.write(&path)?;
        Ok(Some(HandedOver {
            path: path.to_string_lossy().into_owned(),
            ..done
        }))
    })
    .await
}
