//! Suggestions as files for a shop.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::SuggestionWork;

/// For whom suggestions are written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SuggestedTo {
    /// WooCommerce: upsells and cross-sells.
    #[serde(rename = "woocommerce")]
    WooCommerce,
    /// Shopify: complementary and related products.
    Shopify,
    /// Magento: related, cross-sell and up-sell products.
    Magento,
    /// PrestaShop: accessories.
    #[serde(rename = "prestashop")]
    PrestaShop,
    /// Shopware: cross-selling.
    Shopware,
    /// A page of one’s own.
    Json,
}

/// Suggestions as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportSuggestions {
    /// For whom.
    pub to: SuggestedTo,
    /// Whether one product was tried and showed its suggestions. Without, a file for Shopify holds
    /// one product: how its cells are read is not documented.
    pub tried: bool,
}

/// What a file of suggestions would hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionsPreview {
    /// How far it is with looking through the orders.
    pub work: SuggestionWork,
    /// The systems, those whose product files were read first, with how many products of each.
    pub systems: Vec<SuggestedSystem>,
    /// Whether one product was tried before and showed its suggestions.
    pub tried: bool,
    /// Why there would be no file.
    pub problem: Option<String>,
    /// Products with suggestions in it.
    pub products: u32,
    /// Products left out, since their file does not say what the shop calls them.
    pub nameless: u32,
    /// Products left out, since nothing can be suggested beside them.
    pub without: u32,
    /// The one product to try first.
    pub trial: Option<String>,
    /// The heads of its columns; none of a file that is no table.
    pub columns: Vec<String>,
    /// Its first rows.
    pub rows: Vec<Vec<String>>,
}

/// A system that suggestions can be handed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuggestedSystem {
    /// Which.
    pub to: SuggestedTo,
    /// Products of its files that can be bought.
    pub products: u32,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionsWritten {
    /// Where.
    pub path: String,
    /// Products with suggestions in it.
    pub products: u32,
    /// Products left out, since their file does not say what the shop calls them.
    pub nameless: u32,
    /// The one product to try first.
    pub trial: Option<String>,
}
