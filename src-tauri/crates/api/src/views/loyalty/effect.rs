//! What the programme brings: members beside others who were like them, and a start by chance.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::views::Amount;

/// What the programme brings, as far as that can be told.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LoyaltyEffect {
    /// Members beside others; nothing where there is nobody to hold them against.
    pub comparison: Option<MembersBeside>,
    /// What to know of it, or why there is none, in a sentence.
    pub comparison_note: String,
    /// The start by chance, where one was set.
    pub start: Option<StartRead>,
    /// Whether one can be set now: the programme is to begin on a later day.
    pub can_start: bool,
    /// The first day of that programme.
    pub begins_on: Option<String>,
}

/// Members beside customers without points who were like them. A comparison, not proof.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MembersBeside {
    /// Days before and after the order that everyone is followed from.
    pub days: u32,
    /// Members who could be followed so long.
    pub followed: u32,
    /// Those of them of whom there are others alike.
    pub members: u32,
    /// Others who are like any of them.
    pub others: u32,
    /// What the members did.
    pub of_members: BesideMeans,
    /// What the others did.
    pub of_others: BesideMeans,
}

/// What one group did, on average a person.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BesideMeans {
    /// Orders within the days before.
    #[specta(type = specta_typescript::Number)]
    pub orders_before: f64,
    /// Orders within the days after.
    #[specta(type = specta_typescript::Number)]
    pub orders_after: f64,
    /// Goods within the days before.
    pub money_before: Amount,
    /// Goods within the days after.
    pub money_after: Amount,
}

/// How a start by chance is to be set. Nothing of it can be changed afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlanStart {
    /// Of the customers of the last year, the part that gets the programme later: 0.5 is half.
    #[specta(type = specta_typescript::Number)]
    pub later_share: f64,
    /// Days until they get it too, from 14 to 365.
    pub days: u32,
    /// The smallest rise in orders a customer that is worth having: 0.1 is 10 %.
    #[specta(type = specta_typescript::Number)]
    pub smallest: f64,
}

/// What a start by chance would be.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartPreview {
    /// Customers of the last year: they are drawn.
    pub people: u32,
    /// The day on which some get the programme.
    pub starts_on: String,
    /// The day on which the others do.
    pub later_on: String,
    /// The smallest rise that so many customers would show in four cases of five, from what they
    /// ordered lately: 0.1 is 10 %. Nothing where that says too little.
    #[specta(type = Option<specta_typescript::Number>)]
    pub shows: Option<f64>,
    /// Whether that is no more than the smallest that is worth having.
    pub is_enough: bool,
    /// The same in a sentence.
    pub sentence: String,
}

/// What can be said of a start by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StartVerdict {
    /// It has not begun.
    NotBegun,
    /// The window has not closed.
    StillCounting,
    /// Everybody was given the programme before its time: nothing can be read.
    Stopped,
    /// The groups are not of the sizes that were drawn: nothing can be read.
    Broken,
    /// Too few customers ordered.
    TooFew,
    /// More with the programme.
    More,
    /// Less with the programme.
    Less,
    /// Any difference is smaller than the smallest that is worth having.
    NoneWorthHaving,
    /// There may be a difference, and there may be none.
    CannotTell,
}

/// A start by chance, as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartRead {
    /// The day on which some got the programme.
    pub starts_on: String,
    /// The day on which the others get it, and the window closes.
    pub later_on: String,
    /// Of the customers, the part that gets it later.
    #[specta(type = specta_typescript::Number)]
    pub later_share: f64,
    /// The smallest rise that is worth having.
    #[specta(type = specta_typescript::Number)]
    pub smallest: f64,
    /// What can be said.
    pub verdict: StartVerdict,
    /// The same in a sentence.
    pub sentence: String,
    /// Those who got it at once.
    pub at_once: StartGroup,
    /// Those who get it later.
    pub later: StartGroup,
    /// People who were drawn and are not in the shop file any more, or were joined with someone of
    /// the other group: they count in neither.
    pub left_out: u32,
    /// By how many orders a customer the first group is ahead; nothing before the window closes or
    /// with too few buyers.
    pub orders_ahead: Option<AheadBy>,
    /// By how much goods a customer, in minor units; nothing where there are too few buyers to trust
    /// it.
    pub money_ahead: Option<AheadBy>,
    /// Whether the verdict is read off money; off orders where not.
    pub by_money: bool,
    /// How many more customers it would take.
    #[specta(type = Option<specta_typescript::Number>)]
    pub more_people: Option<u64>,
}

/// By how much one group is ahead: very likely between the ends.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AheadBy {
    /// The lower end.
    #[specta(type = specta_typescript::Number)]
    pub low: f64,
    /// What was found.
    #[specta(type = specta_typescript::Number)]
    pub likely: f64,
    /// The upper end.
    #[specta(type = specta_typescript::Number)]
    pub high: f64,
}

/// What a group did within the window, so far.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartGroup {
    /// People.
    pub people: u32,
    /// Those who ordered.
    pub buyers: u32,
    /// Their orders.
    #[specta(type = specta_typescript::Number)]
    pub orders: u64,
    /// The goods of these.
    pub money: Amount,
    /// Orders a person.
    #[specta(type = specta_typescript::Number)]
    pub orders_each: f64,
    /// Goods a person.
    pub money_each: Amount,
    /// The average order of those who ordered: who orders is itself changed by the programme, so
    /// this describes and proves nothing. Nothing without orders.
    pub average: Option<Amount>,
}
