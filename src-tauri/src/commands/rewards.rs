//! What points cost, and rewards at the shop.

use pannier_api::{
    self as api,
    views::{
        CodesPreview, CodesWritten, ExportCodes, ExportLiability, GiveReward, Liability,
        LoyaltyAssumptions, LoyaltyEffect, PlanStart, PointsPosted, ProgrammesTried, RewardCodes,
        RewardsGiven, StartPreview, TryProgramme,
    },
};
use tauri::State;

use super::explore::saved;
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

/// Codes that were given out, and what is odd about those that orders carry.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reward_codes(host: State<'_, Host>) -> Answer<RewardCodes> {
    host.on_shop(api::reward_codes).await
}

/// What a file of codes would hold.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_codes(
    host: State<'_, Host>,
    input: ExportCodes,
) -> Answer<CodesPreview> {
    host.on_shop(move |shop| api::preview_codes(shop, &input))
        .await
}

/// Writes a file of codes where the merchant says; nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_codes(
    host: State<'_, Host>,
    input: ExportCodes,
) -> Answer<Option<CodesWritten>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| {
        let Some(path) = dialogs.dialogs().save(&api::codes_file_name(&input)) else {
            return Ok(None);
        };
        Ok(Some(api::write_codes(shop, &input, &path)?))
    })
    .await
}

/// Gives everybody in a segment a reward.
#[tauri::command]
#[specta::specta]
pub(crate) async fn give_rewards(host: State<'_, Host>, input: GiveReward) -> Answer<RewardsGiven> {
    host.on_shop(move |shop| api::give_reward_to(shop, &input))
        .await
}

/// What points and rewards that are not used yet likely cost, by month of expiry.
#[tauri::command]
#[specta::specta]
pub(crate) async fn liability(
    host: State<'_, Host>,
    input: LoyaltyAssumptions,
) -> Answer<Liability> {
    host.on_shop(move |shop| api::liability(shop, &input)).await
}

/// Writes that where the merchant says; the path, or nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_liability(
    host: State<'_, Host>,
    input: ExportLiability,
) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| saved(&dialogs, &api::export_liability(shop, &input)?))
        .await
}

/// What the programme brings, as far as that can be told.
#[tauri::command]
#[specta::specta]
pub(crate) async fn loyalty_effect(host: State<'_, Host>) -> Answer<LoyaltyEffect> {
    host.on_shop(api::loyalty_effect).await
}

/// What a start by chance would be, and how small an effect it can show.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_loyalty_start(
    host: State<'_, Host>,
    input: PlanStart,
) -> Answer<StartPreview> {
    host.on_shop(move |shop| api::preview_loyalty_start(shop, &input))
        .await
}

/// Draws and freezes who gets the programme when.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_loyalty_start(
    host: State<'_, Host>,
    input: PlanStart,
) -> Answer<StartPreview> {
    host.on_shop(move |shop| api::set_loyalty_start(shop, &input))
        .await
}

/// Lets everybody have the programme from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_loyalty_start(host: State<'_, Host>) -> Answer<PointsPosted> {
    host.on_shop(api::stop_loyalty_start).await
}
