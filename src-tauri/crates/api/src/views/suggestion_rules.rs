//! The merchant's rules for suggestions.

use serde::{Deserialize, Serialize};
use specta::Type;

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
    /// The products that it names, as they are called now. What is gone has no name.
    pub products: Vec<RuleProduct>,
}

/// A product that a rule names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RuleProduct {
    /// As the rule has it.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// Its name; nothing where it is gone.
    pub name: Option<String>,
}

/// Words that a rule may name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RuleWords {
    /// Categories of products that can be bought, by the alphabet.
    pub categories: Vec<String>,
    /// Makers.
    pub vendors: Vec<String>,
    /// Whether what products cost is known of any.
    pub costs: bool,
}
