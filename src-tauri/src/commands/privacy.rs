//! One person's data: handed to them, proved, or erased.

use pannier_api::{
    self as api,
    views::{EraseCustomer, ErasePreview, ErasedCustomer, ExportCustomerData},
};
use tauri::State;

use super::{explore::saved, orders::RowId};
use crate::host::{Answer, Host};

/// Writes all that is held of a person where the merchant says; the path, or nothing when the dialog
/// was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_customer_data(
    host: State<'_, Host>,
    input: ExportCustomerData,
) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| saved(&dialogs, &api::customer_data(shop, &input)?))
        .await
}

/// Writes the consent of a person as a page to print; the path, or nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_consent_proof(
    host: State<'_, Host>,
    id: RowId,
) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| saved(&dialogs, &api::consent_proof(shop, id.0)?))
        .await
}

/// What erasing a person would do, and what has to be typed for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_erase(host: State<'_, Host>, id: RowId) -> Answer<ErasePreview> {
    host.on_shop(move |shop| api::preview_erase(shop, id.0))
        .await
}

/// Erases a person, for good.
#[tauri::command]
#[specta::specta]
pub(crate) async fn erase_customer(
    host: State<'_, Host>,
    input: EraseCustomer,
) -> Answer<ErasedCustomer> {
    host.on_shop(move |shop| api::erase_customer(shop, &input))
        .await
}
