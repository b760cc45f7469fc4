//! Customers: the map, the list, one of them; and who is one person: likely duplicates, and the
//! merchant's word on them.

use pannier_api::{
    self as api,
    views::{
        CustomerDetail, CustomerPage, CustomersOverview, DismissInput, DuplicatesInput,
        DuplicatesPage, ListCustomers, PairDecision, PairInput, SetMapBands,
    },
};
use tauri::State;

use super::orders::RowId;
use crate::host::{Answer, Host};

/// The map of spend and last order, and the groups.
#[tauri::command]
#[specta::specta]
pub(crate) async fn customers_overview(host: State<'_, Host>) -> Answer<CustomersOverview> {
    host.on_shop(api::customers_overview).await
}

/// Moves the bands of the map, or puts them back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_map_bands(host: State<'_, Host>, input: SetMapBands) -> Answer<()> {
    host.on_shop(move |shop| api::set_map_bands(shop, &input))
        .await
}

/// A part of the list of customers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_customers(
    host: State<'_, Host>,
    input: ListCustomers,
) -> Answer<CustomerPage> {
    host.on_shop(move |shop| api::list_customers(shop, &input))
        .await
}

/// One customer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn customer_detail(host: State<'_, Host>, id: RowId) -> Answer<CustomerDetail> {
    host.on_shop(move |shop| api::customer_detail(shop, id.0))
        .await
}

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
