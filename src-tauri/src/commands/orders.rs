//! The orders behind the number.

use pannier_api::{
    self as api,
    views::{ListOrders, OrderDetail, OrderPage},
};
use serde::Deserialize;
use specta::Type;
use tauri::State;

use crate::host::{Answer, Host};

/// A row of the shop file. JavaScript holds it exactly: ids count from one.
#[derive(Debug, Clone, Copy, Deserialize, Type)]
#[serde(transparent)]
pub(crate) struct RowId(#[specta(type = specta_typescript::Number)] pub(super) i64);

/// A part of the list.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_orders(host: State<'_, Host>, input: ListOrders) -> Answer<OrderPage> {
    host.on_shop(move |shop| api::list_orders(shop, &input))
        .await
}

/// One order with its lines.
#[tauri::command]
#[specta::specta]
pub(crate) async fn order_detail(host: State<'_, Host>, id: RowId) -> Answer<OrderDetail> {
    host.on_shop(move |shop| api::order_detail(shop, id.0))
        .await
}
