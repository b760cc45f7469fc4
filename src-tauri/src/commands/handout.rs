//! The report to hand out.

use pannier_api::{self as api, views::WholeReportInput};
use tauri::State;

use crate::host::{Answer, Host};

/// Writes the whole report where the merchant says; the path, or nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_report(
    host: State<'_, Host>,
    input: WholeReportInput,
) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| {
        let name = api::report_file_name(shop, &input)?;
        let Some(path) = dialogs.dialogs().save(&name) else {
            return Ok(None);
        };
        api::write_report(shop, &input, &path)?;
        Ok(Some(path.to_string_lossy().into_owned()))
    })
    .await
}
