//! Orders split, filtered, drawn and handed out.

use pannier_api::{
    self as api,
    views::{
        Breakdown, BreakdownInput, DimensionValue, DimensionValuesInput, ExplainInput, Explanation,
        Explore, ExploreInput, ExportFormat, ExportInput, ListOrders, PriceMark,
    },
};
use tauri::State;

use crate::host::{Answer, Host};

/// The figures of a period, over time and in bars.
#[tauri::command]
#[specta::specta]
pub(crate) async fn explore(host: State<'_, Host>, input: ExploreInput) -> Answer<Explore> {
    host.on_shop(move |shop| api::explore(shop, &input)).await
}

/// Orders split by one thing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn breakdown(host: State<'_, Host>, input: BreakdownInput) -> Answer<Breakdown> {
    host.on_shop(move |shop| api::breakdown(shop, &input)).await
}

/// Where prices changed, for the average over time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn price_marks(
    host: State<'_, Host>,
    input: ExploreInput,
) -> Answer<Vec<PriceMark>> {
    host.on_shop(move |shop| api::price_marks(shop, &input))
        .await
}

/// The values that orders can be filtered by.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dimension_values(
    host: State<'_, Host>,
    input: DimensionValuesInput,
) -> Answer<Vec<DimensionValue>> {
    host.on_shop(move |shop| api::dimension_values(shop, &input))
        .await
}

/// The steps that could lead to the figure of another tool.
#[tauri::command]
#[specta::specta]
pub(crate) async fn explain_figure(
    host: State<'_, Host>,
    input: ExplainInput,
) -> Answer<Explanation> {
    host.on_shop(move |shop| api::explain_figure(shop, &input))
        .await
}

/// Writes a part of the explorer where the merchant says; the path, or nothing when the dialog was
/// closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_explorer(
    host: State<'_, Host>,
    input: ExportInput,
) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| saved(&dialogs, &api::export_explorer(shop, &input)?))
        .await
}

/// Writes a list of orders where the merchant says; the path, or nothing when the dialog was
/// closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_orders(
    host: State<'_, Host>,
    input: ListOrders,
    format: ExportFormat,
) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| saved(&dialogs, &api::export_orders(shop, &input, format)?))
        .await
}

pub(super) fn saved(host: &Host, exported: &api::Exported) -> Answer<Option<String>> {
    let Some(path) = host.dialogs().save(&exported.name) else {
        return Ok(None);
    };
    exported.write(&path)?;
    Ok(Some(path.to_string_lossy().into_owned()))
}
