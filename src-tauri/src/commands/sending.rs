//! Messages to the people of a segment.

use pannier_api::{
    self as api,
    views::{
        CustomerMail, DecideUncertain, ListOutbox, MailTested, OutboxPage, SaveSending,
        SendingContent, SendingDetail, SendingPreview, SendingRow, StartSending, TaskProgress,
        TestSending,
    },
};
use tauri::{State, ipc::Channel};

use super::orders::RowId;
use crate::{
    host::{Answer, Host},
    progress::reporting,
};

/// All messages, the newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_sendings(host: State<'_, Host>) -> Answer<Vec<SendingRow>> {
    host.on_shop(api::list_sendings).await
}

/// One message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn get_sending(host: State<'_, Host>, id: u32) -> Answer<SendingDetail> {
    host.on_shop(move |shop| api::get_sending(shop, id)).await
}

/// Keeps a message that is being written; gives its number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_sending(host: State<'_, Host>, input: SaveSending) -> Answer<u32> {
    host.on_shop(move |shop| api::save_sending(shop, &input))
        .await
}

/// Takes a draft away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_sending(host: State<'_, Host>, id: u32) -> Answer<()> {
    host.on_shop(move |shop| api::delete_sending(shop, id))
        .await
}

/// Writes a message anew as a draft; gives its number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_sending(host: State<'_, Host>, id: u32) -> Answer<u32> {
    host.on_shop(move |shop| api::copy_sending(shop, id)).await
}

/// What would become of a message, if it were planned now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_sending(
    host: State<'_, Host>,
    input: SendingContent,
) -> Answer<SendingPreview> {
    host.on_shop(move |shop| api::preview_sending(shop, &input))
        .await
}

/// Sends the very message to the merchant, as its first reader would get it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_sending(host: State<'_, Host>, input: TestSending) -> Answer<MailTested> {
    host.on_shop(move |shop| api::test_sending(shop, &input))
        .await
}

/// Settles who gets a message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_sending(
    host: State<'_, Host>,
    id: u32,
    progress: Channel<TaskProgress>,
) -> Answer<SendingDetail> {
    host.cancellable(move |app, cancel| {
        let shop = app.shop()?;
        reporting(&progress, |reporter| {
            api::plan_sending(&shop, id, reporter, cancel)
        })
    })
    .await
}

/// Starts a message, or goes on with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_sending(
    host: State<'_, Host>,
    input: StartSending,
) -> Answer<SendingDetail> {
    host.blocking(move |app| api::start_sending(&app.shop()?, input))
        .await
}

/// Lets a message rest.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_sending(host: State<'_, Host>, id: u32) -> Answer<SendingDetail> {
    host.on_shop(move |shop| api::pause_sending(shop, id)).await
}

/// Ends a message for good.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_sending(host: State<'_, Host>, id: u32) -> Answer<SendingDetail> {
    host.on_shop(move |shop| api::stop_sending(shop, id)).await
}

/// A page of everyone of a message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_outbox(host: State<'_, Host>, input: ListOutbox) -> Answer<OutboxPage> {
    host.on_shop(move |shop| api::list_outbox(shop, &input))
        .await
}

/// Writes the same people where the merchant says; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_outbox(
    host: State<'_, Host>,
    input: ListOutbox,
) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| {
        let exported = api::export_outbox(shop, &input)?;
        let Some(path) = dialogs.dialogs().save(&exported.name) else {
            return Ok(None);
        };
        exported.write(&path)?;
        Ok(Some(path.to_string_lossy().into_owned()))
    })
    .await
}

/// Lets those who failed be tried again when the message is started. Returns how many.
#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_failed(host: State<'_, Host>, id: u32) -> Answer<u32> {
    host.on_shop(move |shop| api::retry_failed(shop, id)).await
}

/// Takes the merchant's word on someone who may have got a message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn decide_uncertain(host: State<'_, Host>, input: DecideUncertain) -> Answer<()> {
    host.on_shop(move |shop| api::decide_uncertain(shop, input))
        .await
}

/// Mail to one customer, and what came back of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn customer_mail(host: State<'_, Host>, id: RowId) -> Answer<CustomerMail> {
    host.on_shop(move |shop| api::customer_mail(shop, id.0))
        .await
}
