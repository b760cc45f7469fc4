//! What points cost, and rewards at the shop.

use pannier_api::{
    self as api,
    views::{LoyaltyAssumptions, ProgrammesTried, TryProgramme},
};
use tauri::State;

use crate::host::{Answer, Host};

/// What a programme would have given on past orders, what that costs, and what pays for it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn try_loyalty_programme(
    host: State<'_, Host>,
    input: TryProgramme,
) -> Answer<ProgrammesTried> {
    host.on_shop(move |shop| api::try_programme_rules(shop, &input))
        .await
}

/// Keeps what the merchant takes for granted of points.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_loyalty_assumptions(
    host: State<'_, Host>,
    input: LoyaltyAssumptions,
) -> Answer<()> {
    host.on_shop(move |shop| api::set_loyalty_assumptions(shop, &input))
        .await
}
