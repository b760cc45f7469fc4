//! What the shop sells.

use pannier_api::{
    self as api,
    views::{ListProducts, ProductAsked, ProductDetail, ProductPage},
};
use tauri::State;

use crate::host::{Answer, Host};

/// A part of the list of products.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_products(
    host: State<'_, Host>,
    input: ListProducts,
) -> Answer<ProductPage> {
    host.on_shop(move |shop| api::list_products(shop, &input))
        .await
}

/// One product.
#[tauri::command]
#[specta::specta]
pub(crate) async fn product_detail(
    host: State<'_, Host>,
    input: ProductAsked,
) -> Answer<ProductDetail> {
    host.on_shop(move |shop| api::product_detail(shop, &input))
        .await
}
