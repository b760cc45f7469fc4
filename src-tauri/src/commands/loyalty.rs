//! The loyalty programme, its members and the ledger of points.

use pannier_api::{
    self as api,
    views::{
        AdjustPoints, ExportLedger, LedgerPage, ListLedger, ListMembers, LoyaltyOverview,
        LoyaltyProgramme, MemberDetail, MemberPage, Points, PointsPosted, ProgrammeAsked,
        RedeemPoints, RedeemedPoints, StatementAsked,
    },
};
use pannier_core::CustomerId;
use tauri::State;

use super::{explore::saved, orders::RowId};
use crate::host::{Answer, Host};

/// The programme as it was, is and will be.
#[tauri::command]
#[specta::specta]
pub(crate) async fn loyalty_programme(host: State<'_, Host>) -> Answer<LoyaltyProgramme> {
    host.on_shop(api::loyalty_programme).await
}

/// The programme in numbers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn loyalty_overview(host: State<'_, Host>) -> Answer<LoyaltyOverview> {
    host.on_shop(api::loyalty_overview).await
}

/// Sets the programme from a day on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_loyalty_programme(
    host: State<'_, Host>,
    input: ProgrammeAsked,
) -> Answer<PointsPosted> {
    host.on_shop(move |shop| api::set_programme_rules(shop, &input))
        .await
}

/// Stops orders from earning points, or lets them earn again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_loyalty(host: State<'_, Host>, paused: bool) -> Answer<PointsPosted> {
    host.on_shop(move |shop| api::pause_loyalty(shop, paused))
        .await
}

/// Notes that members were told that their points will expire.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tell_of_expiry(host: State<'_, Host>) -> Answer<PointsPosted> {
    host.on_shop(api::tell_of_expiry).await
}

/// A part of the list of members.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_members(host: State<'_, Host>, input: ListMembers) -> Answer<MemberPage> {
    host.on_shop(move |shop| api::list_members(shop, &input))
        .await
}

/// One member with the rewards they had.
#[tauri::command]
#[specta::specta]
pub(crate) async fn member_detail(host: State<'_, Host>, id: RowId) -> Answer<MemberDetail> {
    host.on_shop(move |shop| api::member_detail(shop, CustomerId(id.0)))
        .await
}

/// A part of the ledger.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_ledger(host: State<'_, Host>, input: ListLedger) -> Answer<LedgerPage> {
    host.on_shop(move |shop| api::list_ledger(shop, &input))
        .await
}

/// Writes lines of the ledger where the merchant says; the path, or nothing when the dialog was
/// closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_ledger(
    host: State<'_, Host>,
    input: ExportLedger,
) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| saved(&dialogs, &api::export_ledger(shop, &input)?))
        .await
}

/// Writes a member's points as a page to hand to them; the path, or nothing when the dialog was
/// closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_statement(
    host: State<'_, Host>,
    input: StatementAsked,
) -> Answer<Option<String>> {
    let dialogs = host.inner().clone();
    host.on_shop(move |shop| saved(&dialogs, &api::points_statement(shop, &input)?))
        .await
}

/// Gives someone points by hand, or takes some; what they have to spend then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn adjust_points(host: State<'_, Host>, input: AdjustPoints) -> Answer<Points> {
    host.on_shop(move |shop| api::adjust_points(shop, &input))
        .await
}

/// Spends someone's points on a reward.
#[tauri::command]
#[specta::specta]
pub(crate) async fn redeem_points(
    host: State<'_, Host>,
    input: RedeemPoints,
) -> Answer<RedeemedPoints> {
    host.on_shop(move |shop| api::redeem_reward(shop, &input))
        .await
}

/// Takes a reward back that was not used; what they have to spend then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_redemption(host: State<'_, Host>, code: String) -> Answer<Points> {
    host.on_shop(move |shop| api::undo_redemption(shop, &code))
        .await
}

/// The code by which someone brings friends, made where they have none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn friend_code(host: State<'_, Host>, id: RowId) -> Answer<String> {
    host.on_shop(move |shop| api::friend_code(shop, CustomerId(id.0)))
        .await
}
