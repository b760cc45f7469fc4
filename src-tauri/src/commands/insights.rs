//! Why the average moved, who comes back, and what to do next.

use pannier_api::{
    self as api,
    views::{
        Bundles, BundlesInput, Cohorts, CohortsInput, DismissNotice, Goal, Notice, NoticeInput,
        Opportunities, OpportunitiesInput, OrderPage, QuietCustomers, QuietInput, SetGoal,
        SetOrdersInput, Thresholds, ThresholdsInput, Why, WhyGroups, WhyGroupsInput, WhyInput,
    },
};
use tauri::State;

use crate::host::{Answer, Host};

/// The parts of the change from one period to another.
#[tauri::command]
#[specta::specta]
pub(crate) async fn why(host: State<'_, Host>, input: WhyInput) -> Answer<Why> {
    host.on_shop(move |shop| api::why(shop, &input)).await
}

/// The parts of the difference between two groups of orders.
#[tauri::command]
#[specta::specta]
pub(crate) async fn why_groups(host: State<'_, Host>, input: WhyGroupsInput) -> Answer<WhyGroups> {
    host.on_shop(move |shop| api::why_groups(shop, &input))
        .await
}

/// The average order value that the merchant aims at.
#[tauri::command]
#[specta::specta]
pub(crate) async fn goal(host: State<'_, Host>) -> Answer<Goal> {
    host.on_shop(api::goal).await
}

/// Sets the goal, or takes it away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_goal(host: State<'_, Host>, input: SetGoal) -> Answer<Goal> {
    host.on_shop(move |shop| api::set_goal(shop, &input)).await
}

/// A word where the last finished week is out of the ordinary.
#[tauri::command]
#[specta::specta]
pub(crate) async fn notice(host: State<'_, Host>, input: NoticeInput) -> Answer<Option<Notice>> {
    host.on_shop(move |shop| api::notice(shop, &input)).await
}

/// Puts the notice of a week away, or shows it again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dismiss_notice(host: State<'_, Host>, input: DismissNotice) -> Answer<()> {
    host.on_shop(move |shop| api::dismiss_notice(shop, &input))
        .await
}

/// What the merchant could do next, most money first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn opportunities(
    host: State<'_, Host>,
    input: OpportunitiesInput,
) -> Answer<Opportunities> {
    host.on_shop(move |shop| api::opportunities(shop, &input))
        .await
}

/// Good customers who have gone quiet.
#[tauri::command]
#[specta::specta]
pub(crate) async fn quiet_customers(
    host: State<'_, Host>,
    input: QuietInput,
) -> Answer<QuietCustomers> {
    host.on_shop(move |shop| api::quiet_customers(shop, &input))
        .await
}

/// Products that are bought together.
#[tauri::command]
#[specta::specta]
pub(crate) async fn bundles(host: State<'_, Host>, input: BundlesInput) -> Answer<Bundles> {
    host.on_shop(move |shop| api::bundles(shop, &input)).await
}

/// The orders that hold all products of a set.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_orders(host: State<'_, Host>, input: SetOrdersInput) -> Answer<OrderPage> {
    host.on_shop(move |shop| api::set_orders(shop, &input))
        .await
}

/// Customers by how they began, and averages by order number.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cohorts(host: State<'_, Host>, input: CohortsInput) -> Answer<Cohorts> {
    host.on_shop(move |shop| api::cohorts(shop, &input)).await
}

/// What another threshold may change.
#[tauri::command]
#[specta::specta]
pub(crate) async fn thresholds(
    host: State<'_, Host>,
    input: ThresholdsInput,
) -> Answer<Thresholds> {
    host.on_shop(move |shop| api::thresholds(shop, &input))
        .await
}
