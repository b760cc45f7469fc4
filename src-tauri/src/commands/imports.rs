//! From files to orders: preview, application, undoing.

use pannier_api::{
    self as api,
    views::{ImportRow, Imported, Preview, PreviewInput, TaskProgress, UndoKeeps},
};
use pannier_core::Reporter;
use tauri::{State, ipc::Channel};

use crate::{
    host::{Answer, Host},
    progress::reporting,
    window::texts,
};

/// The name that is suggested for a file of rejected rows.
const REJECTED_ROWS: &str = "rejected-rows.csv";

/// Asks for files; none when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_files(host: State<'_, Host>) -> Answer<Vec<String>> {
    let dialogs = host.inner().clone();
    host.blocking(move |_| Ok(texts(&dialogs.dialogs().choose())))
        .await
}

/// Says what files would bring. Nothing is written.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_import(
    host: State<'_, Host>,
    input: PreviewInput,
    progress: Channel<TaskProgress>,
) -> Answer<Preview> {
    host.cancellable(move |app, cancel| {
        let shop = app.shop()?;
        reporting(&progress, |reporter| {
            api::preview_import(&shop, &input, reporter, cancel)
        })
    })
    .await
}

/// Does what a preview showed, without the rows that it showed as rejected.
#[tauri::command]
#[specta::specta]
pub(crate) async fn apply_import(
    host: State<'_, Host>,
    id: u32,
    progress: Channel<TaskProgress>,
) -> Answer<Imported> {
    host.cancellable(move |app, cancel| {
        let shop = app.shop()?;
        let imported = reporting(&progress, |reporter| {
            api::apply_import(&shop, id, true, reporter, cancel)
        })?;
        api::prepare_suggestions_soon(&shop);
        Ok(imported)
    })
    .await
}

/// Forgets a preview.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discard_preview(host: State<'_, Host>, id: u32) -> Answer<()> {
    host.on_shop(move |shop| {
        api::discard_preview(shop, id);
        Ok(())
    })
    .await
}

/// Stops the preview or import that runs now. Nothing of it is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_task(host: State<'_, Host>) -> Answer<()> {
    host.cancel();
    Ok(())
}

/// Writes the rejected rows of a preview where the merchant says; the path, or nothing when the
/// dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_rejections(host: State<'_, Host>, id: u32) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| {
        let Some(path) = dialogs.dialogs().save(REJECTED_ROWS) else {
            return Ok(None);
        };
        api::write_rejections(shop, id, &path)?;
        Ok(Some(path.to_string_lossy().into_owned()))
    })
    .await
}

/// The imports of the past, the newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_imports(host: State<'_, Host>) -> Answer<Vec<ImportRow>> {
    host.on_shop(api::list_imports).await
}

/// What would stay if an import were undone now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_keeps(host: State<'_, Host>, id: u32) -> Answer<UndoKeeps> {
    host.on_shop(move |shop| api::undo_keeps(shop, id)).await
}

/// Takes a whole import back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_import(host: State<'_, Host>, id: u32) -> Answer<ImportRow> {
    host.cancellable(move |app, cancel| {
        let shop = app.shop()?;
        let undone = api::undo_import(&shop, id, &Reporter::default(), cancel)?;
        api::prepare_suggestions_soon(&shop);
        Ok(undone)
    })
    .await
}
