//! Pictures of products.

use pannier_api::{
    self as api,
    views::{PictureState, PicturesFetched, TaskProgress},
};
use tauri::{State, ipc::Channel};

use crate::{
    host::{Answer, Host},
    progress::reporting,
};

/// How many products have their picture on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pictures(host: State<'_, Host>) -> Answer<PictureState> {
    host.on_shop(api::pictures).await
}

/// Fetches the pictures that are not here yet, from the shop's own site.
#[tauri::command]
#[specta::specta]
pub(crate) async fn fetch_pictures(
    host: State<'_, Host>,
    progress: Channel<TaskProgress>,
) -> Answer<PicturesFetched> {
    host.cancellable(move |app, cancel| {
        let shop = app.shop()?;
        reporting(&progress, |reporter| {
            api::fetch_pictures(&shop, reporter, cancel)
        })
    })
    .await
}
