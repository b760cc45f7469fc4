//! What is suggested, why, how well it foretells, and the merchant's rules for it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Amount;

/// How far the shop's orders have been looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SuggestionWork {
    /// All is worked out.
    Done,
    /// They are being looked through now; what is shown meanwhile, is of before.
    Working {
        /// Steps done.
        done: u32,
        /// Steps in all, once known.
        total: Option<u32>,
    },
    /// There is no order to look through.
    NoOrders,
}

/// A suggested product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Suggested {
    /// As in the list of products.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The key of its picture, where that is on this computer.
    pub picture: Option<String>,
    /// What it is sold for, as far as is known.
    pub price: Option<Amount>,
    /// Why, in numbers.
    pub reason: String,
    /// The product whose orders the numbers are of, where they can be opened.
    #[specta(type = Option<specta_typescript::Number>)]
    pub together_with: Option<i64>,
    /// How many orders that are.
    pub orders: Option<u32>,
}

/// Suggestions of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuggestedList {
    /// The best first.
    pub list: Vec<Suggested>,
    /// Why there is none, where there is none.
    pub nothing: Option<String>,
}

/// What is suggested beside a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProductSuggestions {
    /// How far it is.
    pub work: SuggestionWork,
    /// What is bought with it.
    pub goes_with: SuggestedList,
    /// What its buyers come back for.
    pub later: SuggestedList,
    /// What is the same kind of thing.
    pub similar: SuggestedList,
    /// What is the same kind of thing, dearer, and chosen.
    pub step_up: SuggestedList,
}

/// What is suggested to a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerSuggestions {
    /// How far it is.
    pub work: SuggestionWork,
    /// The best first.
    pub suggested: SuggestedList,
}

/// Orders that hold two products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TogetherAsked {
    /// One product.
    #[specta(type = specta_typescript::Number)]
    pub one: i64,
    /// The other.
    #[specta(type = specta_typescript::Number)]
    pub other: i64,
    /// Rows to skip.
    pub offset: u32,
    /// Rows wanted, at most 200.
    pub limit: u32,
}

/// How suggestions do in this shop.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionQuality {
    /// How far it is.
    pub work: SuggestionWork,
    /// How well the last four weeks would have been foretold; nothing where too little was before.
    pub proof: Option<SuggestionProof>,
    /// Pieces more in an order, on the assumption below; nothing where it cannot be told.
    #[specta(type = Option<specta_typescript::Number>)]
    pub extra_units: Option<f64>,
    /// The assumption: of orders that are shown something, so many in 100 take it.
    pub take_percent: u32,
    /// Products that can be bought.
    pub products: u32,
    /// Those of them that nothing goes with, and why.
    pub without: Vec<WithoutSuggestion>,
    /// How many those are, where not all are named.
    pub without_count: u32,
}

/// A product that nothing goes with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WithoutSuggestion {
    /// As in the list of products.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Why.
    pub why: String,
}

/// How well the last weeks would have been foretold from what was before them.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionProof {
    /// The first day that was foretold.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Orders before it that were learnt from.
    pub learnt_from: u32,
    /// By what was foretold.
    pub tasks: Vec<ProvenTask>,
}

/// What is foretold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ForetoldTask {
    /// What a customer’s next order holds.
    Next,
    /// What a customer buys that they did not have.
    New,
    /// What completes a cart.
    Cart,
    /// What goes with one product.
    One,
    /// What someone buys first.
    Newcomer,
}

/// What the proof says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ProofVerdict {
    /// Better than what everyone buys.
    Better,
    /// Worse.
    Worse,
    /// The difference may be luck.
    CannotTell,
    /// Too few orders to tell.
    TooFew,
}

/// How well one thing was foretold.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProvenTask {
    /// What.
    pub task: ForetoldTask,
    /// Cases that were looked at.
    pub cases: u32,
    /// The share of cases where one of ten suggestions was bought.
    pub hit: Share,
    /// The same of the ten most popular products.
    pub hit_popular: Share,
    /// How near the top they stood (NDCG at 10; 1: all at the top).
    pub ndcg: Share,
    /// The same of the most popular.
    pub ndcg_popular: Share,
    /// How much more often one of ten was bought than of the most popular.
    pub hit_gain: Share,
    /// What that says.
    pub verdict: ProofVerdict,
}

/// A share from 0 to 1, with where it very likely lies; a difference from −1 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Share {
    /// What was found.
    #[specta(type = specta_typescript::Number)]
    pub value: f64,
    /// Where it begins, where there are enough people to say.
    #[specta(type = Option<specta_typescript::Number>)]
    pub low: Option<f64>,
    /// Where it ends.
    #[specta(type = Option<specta_typescript::Number>)]
    pub high: Option<f64>,
}

/// Which products a rule speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RuleProducts {
    /// Every product.
    All,
    /// These, as in the list of products.
    Products {
        /// Their ids.
        #[specta(type = Vec<specta_typescript::Number>)]
        ids: Vec<i64>,
    },
    /// All of a category.
    Category {
        /// Its name.
        name: String,
    },
    /// All of a maker.
    Vendor {
        /// Their name.
        name: String,
    },
    /// Gift cards.
    GiftCards,
    /// What is sold out.
    SoldOut,
    /// What leaves less than so many per cent of its price.
    MarginUnder {
        /// Per cent.
        percent: u8,
    },
    /// What the customer has, unless it is usually bought again.
    Owned,
}

/// What becomes of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RuleThen {
    /// They are not shown.
    Never,
    /// They are shown first.
    Always,
    /// They may be shown, whatever the rules below say.
    May,
    /// Only so many of one category.
    AtMost {
        /// How many.
        most: u8,
    },
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionRule {
    /// The products it speaks of.
    pub which: RuleProducts,
    /// Only beside one of these.
    pub beside: Option<RuleProducts>,
    /// What becomes of them.
    pub then: RuleThen,
}

/// A rule and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SaidSuggestionRule {
    /// The rule.
    pub rule: SuggestionRule,
    /// The same in a sentence.
    pub sentence: String,
}

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
