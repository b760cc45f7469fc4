//! Who is one person: likely duplicates, and the merchant's word on them.

use pannier_api::{
    self as api,
    views::{DismissInput, DuplicatesInput, DuplicatesPage, PairDecision, PairInput},
};
use tauri::State;

use crate::host::{Answer, Host};

/// A part of a list of pairs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn duplicates(
    host: State<'_, Host>,
    input: DuplicatesInput,
) -> Answer<DuplicatesPage> {
    host.on_shop(move |shop| api::duplicates(shop, &input))
        .await
}

/// Says that two customers are one person.
#[tauri::command]
#[specta::specta]
pub(crate) async fn join_customers(
    host: State<'_, Host>,
    input: PairInput,
) -> Answer<PairDecision> {
    host.on_shop(move |shop| api::join_customers(shop, &input))
        .await
}

/// Takes a joining back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn part_customers(
    host: State<'_, Host>,
    input: PairInput,
) -> Answer<PairDecision> {
    host.on_shop(move |shop| api::part_customers(shop, &input))
        .await
}

/// Says that two customers are two people, or takes that back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dismiss_duplicate(
    host: State<'_, Host>,
    input: DismissInput,
) -> Answer<PairDecision> {
    host.on_shop(move |shop| api::dismiss_duplicate(shop, &input))
        .await
}
