//! Mail accounts, and addresses that nothing is sent to.

use pannier_api::{
    self as api,
    views::{
        DomainCheck, FoundMailAccount, InboxEvent, InboxPolled, ListSuppressed, MailAccountSaved,
        MailAccounts, MailConnected, MailIdentity, MailPreset, MailServerTried, MailTested,
        SaveMailAccount, SetUnsubscribePage, SuppressedImported, SuppressedPage, SuppressedRow,
        TestMailAccount, UnlockMailAccount, UnsubscribePageKind, UnsubscribePageTried,
    },
};
use tauri::{State, ipc::Channel};

use crate::host::{Answer, Host};

/// Whom mail is from, and the accounts with what they sent of late.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mail_accounts(host: State<'_, Host>) -> Answer<MailAccounts> {
    host.on_shop(api::mail_accounts).await
}

/// The providers that are known.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mail_presets(host: State<'_, Host>) -> Answer<Vec<MailPreset>> {
    host.blocking(|_| Ok(api::mail_presets())).await
}

/// The settings that an address leads to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_mail_account(
    host: State<'_, Host>,
    address: String,
) -> Answer<FoundMailAccount> {
    host.blocking(move |_| api::find_mail_account(&address))
        .await
}

/// Asks the servers that an address leads to, and takes the first that answers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn try_mail_servers(
    host: State<'_, Host>,
    address: String,
) -> Answer<MailServerTried> {
    host.blocking(move |_| api::try_mail_servers(&address))
        .await
}

/// Keeps an account, and its secret in the keychain where there is one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_mail_account(
    host: State<'_, Host>,
    input: SaveMailAccount,
) -> Answer<MailAccountSaved> {
    host.on_shop(move |shop| api::save_mail_account(shop, &input))
        .await
}

/// Takes an account away, and its secret.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_mail_account(host: State<'_, Host>, id: u32) -> Answer<()> {
    host.on_shop(move |shop| api::remove_mail_account(shop, id))
        .await
}

/// Takes a secret for as long as Pannier runs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock_mail_account(
    host: State<'_, Host>,
    input: UnlockMailAccount,
) -> Answer<()> {
    host.on_shop(move |shop| api::unlock_mail_account(shop, &input))
        .await
}

/// Lets an account be used again, after what kept it from that was mended.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resume_mail_account(host: State<'_, Host>, id: u32) -> Answer<()> {
    host.on_shop(move |shop| api::resume_mail_account(shop, id))
        .await
}

/// Logs in to an account through the browser. `asked` hears the address to be visited, for whoever
/// has to open it by hand; the answer comes once the browser was answered.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_mail_account(
    host: State<'_, Host>,
    id: u32,
    asked: Channel<String>,
) -> Answer<MailConnected> {
    let browser = host.inner().clone();
    host.cancellable(move |app, cancel| {
        let open = |url: &str| {
            browser.dialogs().open(url);
            // A window that was closed meanwhile hears nothing.
            let _ = asked.send(url.to_owned());
        };
        api::connect_mail_account(&*app.shop()?, id, &open, cancel)
    })
    .await
}

/// Writes the page for unsubscribing where the merchant says; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_unsubscribe_page(
    host: State<'_, Host>,
    kind: UnsubscribePageKind,
) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| {
        let exported = api::unsubscribe_page_file(shop, kind)?;
        let Some(path) = dialogs.dialogs().save(&exported.name) else {
            return Ok(None);
        };
        exported.write(&path)?;
        Ok(Some(path.to_string_lossy().into_owned()))
    })
    .await
}

/// Asks the page for unsubscribing at that address, and lets mail lead to it where it answers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_unsubscribe_page(
    host: State<'_, Host>,
    input: SetUnsubscribePage,
) -> Answer<UnsubscribePageTried> {
    host.on_shop(move |shop| api::set_unsubscribe_page(shop, &input))
        .await
}

/// Says whom mail is from.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_mail_identity(host: State<'_, Host>, identity: MailIdentity) -> Answer<()> {
    host.on_shop(move |shop| api::set_mail_identity(shop, &identity))
        .await
}

/// Sends a message to the merchant, to try an account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_mail_account(
    host: State<'_, Host>,
    input: TestMailAccount,
) -> Answer<MailTested> {
    host.on_shop(move |shop| api::test_mail_account(shop, &input))
        .await
}

/// Looks at what the domain of an account says of mail from it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_mail_domain(host: State<'_, Host>, id: u32) -> Answer<Vec<DomainCheck>> {
    host.on_shop(move |shop| api::check_mail_domain(shop, id))
        .await
}

/// Reads what came into the inbox of an account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn poll_inbox(host: State<'_, Host>, id: u32) -> Answer<InboxPolled> {
    host.on_shop(move |shop| api::poll_inbox(shop, id)).await
}

/// What came back last, the newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn inbox_events(host: State<'_, Host>) -> Answer<Vec<InboxEvent>> {
    host.on_shop(api::inbox_events).await
}

/// A page of the addresses that nothing is sent to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_suppressed(
    host: State<'_, Host>,
    input: ListSuppressed,
) -> Answer<SuppressedPage> {
    host.on_shop(move |shop| api::list_suppressed(shop, &input))
        .await
}

/// Puts an address on the list. Whether that is news.
#[tauri::command]
#[specta::specta]
pub(crate) async fn suppress_address(host: State<'_, Host>, address: String) -> Answer<bool> {
    host.on_shop(move |shop| api::suppress_address(shop, &address))
        .await
}

/// Takes an address off the list; gives what was there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unsuppress_address(
    host: State<'_, Host>,
    key: String,
) -> Answer<SuppressedRow> {
    host.on_shop(move |shop| api::unsuppress_address(shop, &key))
        .await
}

/// Writes the list where the merchant says; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_suppressed(host: State<'_, Host>) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| {
        let exported = api::export_suppressed(shop)?;
        let Some(path) = dialogs.dialogs().save(&exported.name) else {
            return Ok(None);
        };
        exported.write(&path)?;
        Ok(Some(path.to_string_lossy().into_owned()))
    })
    .await
}

/// Puts the addresses of a file that the merchant chooses on the list; nothing when the dialog was
/// closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_suppressed(host: State<'_, Host>) -> Answer<Option<SuppressedImported>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| {
        let chosen = dialogs.dialogs().choose();
        let imported = chosen
            .first()
            .map(|path| api::import_suppressed(shop, path));
        imported.transpose()
    })
    .await
}
