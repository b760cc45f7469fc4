//! What is suggested, why, and how well it foretells.

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
    /// The merchant stopped it; what is shown, is of before.
    Stopped,
    /// Orders changed, and nobody has asked since.
    Waiting,
    /// There is neither an order nor a product to look through.
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
    /// The orders behind the numbers, where they can be opened.
    pub behind: Option<OrdersBehind>,
}

/// Which orders a reason counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BehindKind {
    /// Those with both products.
    Together,
    /// Of everyone who bought both, the first with the suggested one.
    SameBuyers,
    /// Of everyone who came back for it within a year, the first with it.
    Later,
    /// Those with the dearer product alone, while both were sold.
    StepUp,
    /// The customer’s own with it.
    Again,
    /// Those of the last four weeks with it.
    Popular,
}

/// The orders behind a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrdersBehind {
    /// Which.
    pub kind: BehindKind,
    /// The other product of the reason.
    #[specta(type = Option<specta_typescript::Number>)]
    pub with: Option<i64>,
    /// How many they are: the number that the reason says.
    pub orders: u32,
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

/// The orders behind a reason, a part of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BehindAsked {
    /// Which.
    pub kind: BehindKind,
    /// The suggested product.
    #[specta(type = specta_typescript::Number)]
    pub product: i64,
    /// The other product of the reason.
    #[specta(type = Option<specta_typescript::Number>)]
    pub with: Option<i64>,
    /// To whom it is suggested, where it is to someone.
    #[specta(type = Option<specta_typescript::Number>)]
    pub customer: Option<i64>,
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
    /// How suggestions are made here; nothing before it was chosen.
    pub choice: Option<SuggestionChoice>,
    /// Orders that were learnt from.
    pub learnt_from: u32,
    /// Pieces more in an order, on the assumption below; nothing where it cannot be told.
    #[specta(type = Option<specta_typescript::Number>)]
    pub extra_units: Option<f64>,
    /// The assumption: of orders that are shown something, so many in 100 take it.
    pub take_percent: u32,
    /// Products that can be bought.
    pub products: u32,
    /// Those of them that nothing goes with, and why; first those without any suggestion.
    pub without: Vec<WithoutSuggestion>,
    /// How many those are, where not all are named.
    pub without_count: u32,
    /// How many of those have no suggestion at all.
    pub bare_count: u32,
}

/// How suggestions are made, and by which days that was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionChoice {
    /// The first of the days that it was chosen by; nothing where there were too few orders: what
    /// does well in most shops is used then.
    pub from: Option<String>,
    /// The last of them.
    pub to: Option<String>,
    /// By what is foretold.
    pub methods: Vec<ChosenMethod>,
}

/// What one thing is foretold from.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChosenMethod {
    /// What is foretold.
    pub task: ForetoldTask,
    /// From what, most first.
    pub by: Vec<ForetoldBy>,
    /// How near the top what was bought stood on those days (NDCG at 10), where they were looked at.
    #[specta(type = Option<specta_typescript::Number>)]
    pub reached: Option<f64>,
    /// The same of the most popular products.
    #[specta(type = Option<specta_typescript::Number>)]
    pub popular: Option<f64>,
}

/// What is foretold from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ForetoldBy {
    /// What stands in the same orders.
    Orders,
    /// What the same people buy.
    People,
    /// What is the same kind of thing.
    Kind,
    /// What everyone buys lately.
    Popular,
    /// What they bought before.
    Before,
    /// When such things are usually bought again.
    Timing,
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
    /// Whether products of its kind can be shown instead: else it has no suggestion at all.
    pub has_similar: bool,
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
