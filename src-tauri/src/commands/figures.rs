//! Average order value and what stands around it.

use pannier_api::{
    self as api,
    views::{FormulaInput, FormulaSheet, Home, HomeInput},
};
use tauri::State;

use crate::host::{Answer, Host};

/// The figures of one month, the change, and the months of the chart.
#[tauri::command]
#[specta::specta]
pub(crate) async fn home(host: State<'_, Host>, input: HomeInput) -> Answer<Home> {
    host.on_shop(move |shop| api::home(shop, &input)).await
}

/// How a figure is calculated, by all four formulas.
#[tauri::command]
#[specta::specta]
pub(crate) async fn formula_sheet(
    host: State<'_, Host>,
    input: FormulaInput,
) -> Answer<FormulaSheet> {
    host.on_shop(move |shop| api::formula_sheet(shop, &input))
        .await
}
