//! What is suggested, and the rules for it.

use pannier_api::{
    self as api,
    views::{
        BehindAsked, CustomerSuggestions, ExportSuggestions, OrderPage, ProductSuggestions,
        RuleWords, SaidSuggestionRule, SuggestionQuality, SuggestionRule, SuggestionWork,
        SuggestionsPreview, SuggestionsWritten,
    },
};
use pannier_core::{CustomerId, Reporter};
use tauri::State;

use super::orders::RowId;
use crate::host::{Answer, Host};

/// How far it is with looking through the orders.
#[tauri::command]
#[specta::specta]
pub(crate) async fn suggestion_work(host: State<'_, Host>) -> Answer<SuggestionWork> {
    host.on_shop(|shop| Ok(api::suggestion_work(shop))).await
}

/// Stops looking through them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_suggestions(host: State<'_, Host>) -> Answer<SuggestionWork> {
    host.on_shop(|shop| Ok(api::stop_suggestions(shop))).await
}

/// Begins to look through the orders where they changed, also where it was stopped.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prepare_suggestions(host: State<'_, Host>) -> Answer<SuggestionWork> {
    host.blocking(|app| api::prepare_suggestions(&app.shop()?))
        .await
}

/// What is suggested beside a product.
#[tauri::command]
#[specta::specta]
pub(crate) async fn product_suggestions(
    host: State<'_, Host>,
    id: RowId,
) -> Answer<ProductSuggestions> {
    host.blocking(move |app| api::product_suggestions(&app.shop()?, id.0))
        .await
}

/// What is suggested to a customer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn customer_suggestions(
    host: State<'_, Host>,
    id: RowId,
) -> Answer<CustomerSuggestions> {
    host.blocking(move |app| api::customer_suggestions(&app.shop()?, CustomerId(id.0)))
        .await
}

/// The orders behind a reason.
#[tauri::command]
#[specta::specta]
pub(crate) async fn orders_behind(host: State<'_, Host>, input: BehindAsked) -> Answer<OrderPage> {
    host.on_shop(move |shop| api::orders_behind(shop, &input))
        .await
}

/// How suggestions do in this shop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn suggestion_quality(host: State<'_, Host>) -> Answer<SuggestionQuality> {
    host.blocking(|app| api::suggestion_quality(&app.shop()?))
        .await
}

/// The merchant's rules.
#[tauri::command]
#[specta::specta]
pub(crate) async fn suggestion_rules(host: State<'_, Host>) -> Answer<Vec<SaidSuggestionRule>> {
    host.on_shop(api::suggestion_rules).await
}

/// Sets all of the merchant's rules.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_suggestion_rules(
    host: State<'_, Host>,
    rules: Vec<SuggestionRule>,
) -> Answer<Vec<SaidSuggestionRule>> {
    host.on_shop(move |shop| api::set_suggestion_rules(shop, &rules))
        .await
}

/// Categories and makers that a rule may name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rule_words(host: State<'_, Host>) -> Answer<RuleWords> {
    host.on_shop(api::rule_words).await
}

/// What a file of suggestions would hold.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_suggestions(
    host: State<'_, Host>,
    input: ExportSuggestions,
) -> Answer<SuggestionsPreview> {
    host.cancellable(move |app, cancel| api::preview_suggestions(&app.shop()?, input, cancel))
        .await
}

/// Writes suggestions where the merchant says, as a file for their shop; nothing when the dialog
/// was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_suggestions(
    host: State<'_, Host>,
    input: ExportSuggestions,
) -> Answer<Option<SuggestionsWritten>> {
    let dialogs = host.inner().clone();
    host.cancellable(move |app, cancel| {
        let (exported, written) =
            api::export_suggestions(&*app.shop()?, input, &Reporter::default(), cancel)?;
        let Some(path) = dialogs.dialogs().save(&exported.name) else {
            return Ok(None);
        };
        exported.write(&path)?;
        Ok(Some(SuggestionsWritten {
            path: path.to_string_lossy().into_owned(),
            ..written
        }))
    })
    .await
}
