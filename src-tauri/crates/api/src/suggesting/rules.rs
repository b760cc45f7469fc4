//! The merchant's rules for suggestions, as they are kept: products by what their files call them,
//! so that a rule never comes to speak of another one.

use std::collections::{BTreeMap, BTreeSet};

use pannier_recommend::{Rule, Rules, Then, Which};
use serde::{Deserialize, Serialize};

use super::input::catalogue;
use crate::{
    ApiError, Code, Result, Shop,
    products::wares,
    views::{RuleProduct, RuleProducts, RuleThen, RuleWords, SaidSuggestionRule, SuggestionRule},
    wares::Wares,
};

/// More rules than anyone reads.
const MOST: usize = 100;

/// A product that is gone keeps its place in the sentence, under an id that none has: so far below
/// zero as its own is above.
const GONE: i64 = -(1 << 40);

/// Rules as they are kept.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    rules: Rules,
    /// By the id that the rules have for it, what a product is called in its file.
    products: BTreeMap<i64, String>,
    /// Whether one product that was handed to Shopify showed its suggestions there.
    #[serde(default)]
    tried: bool,
}

impl Kept {
    /// What a shop begins with.
    fn usual() -> Self {
        Self {
            rules: Rules::usual(),
            ..Self::default()
        }
    }

    fn read(shop: &Shop) -> Result<Self> {
        let Some(text) = shop.read(|tx| Ok(tx.suggestion_rules()?))? else {
            return Ok(Self::usual());
        };
        serde_json::from_str(&text).map_err(|error| {
            ApiError::new(
                Code::ShopDamaged,
                format!("The rules for suggestions cannot be read: {error}"),
            )
        })
    }

    fn write(&self, shop: &Shop) -> Result<()> {
        // Numbers and words: nothing in it can fail to be written.
        let text = serde_json::to_string(self).unwrap_or_default();
        shop.write(|tx| Ok(tx.set_suggestion_rules(&text)?))
    }
}

/// Whether one product that was handed to Shopify showed its suggestions there.
pub(super) fn was_tried(shop: &Shop) -> Result<bool> {
    Ok(Kept::read(shop)?.tried)
}

/// Keeps that it did.
pub(super) fn keep_tried(shop: &Shop) -> Result<()> {
    let kept = Kept::read(shop)?;
    if kept.tried {
        return Ok(());
    }
    Kept {
        tried: true,
        ..kept
    }
    .write(shop)
}

/// The rules, from the top to the bottom; those that a shop begins with before any were said.
///
/// # Errors
/// What the shop file says.
pub fn suggestion_rules(shop: &Shop) -> Result<Vec<SaidSuggestionRule>> {
    let (_, explorer, wares) = wares(shop)?;
    let rules = rules(shop, &wares)?;
    let (catalogue, _) = catalogue(explorer.facts(), &wares);
    let said = rules.0.iter().map(|rule| SaidSuggestionRule {
        sentence: rule.sentence(&catalogue),
        rule: view_of(rule),
        products: named(rule, &wares),
    });
    Ok(said.collect())
}

/// The rules that a shop begins with.
pub fn usual_suggestion_rules() -> Vec<SuggestionRule> {
    Rules::usual().0.iter().map(view_of).collect()
}

/// The products that a rule names.
fn named(rule: &Rule, wares: &Wares) -> Vec<RuleProduct> {
    let mut found = Vec::new();
    for which in [Some(&rule.which), rule.beside.as_ref()] {
        if let Some(Which::Products(ids)) = which {
            let named = ids.iter().map(|id| RuleProduct {
                id: *id,
                name: wares.place(*id).map(|place| wares.list[place].name.clone()),
            });
            found.extend(named);
        }
    }
    found
}

/// Categories and makers that a rule may name.
///
/// # Errors
/// What the shop file says.
pub fn rule_words(shop: &Shop) -> Result<RuleWords> {
    let (_, _, wares) = wares(shop)?;
    let offered = || wares.list.iter().filter(|ware| ware.offered);
    let words = |word: fn(&crate::wares::Ware) -> &str| -> Vec<String> {
        let words: BTreeSet<&str> = offered().map(word).collect();
        let words = words.into_iter().filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    Ok(RuleWords {
        categories: words(|ware| ware.category.trim()),
        vendors: words(|ware| ware.vendor.trim()),
        costs: offered().any(|ware| ware.cost.is_some()),
    })
}

/// Sets all rules at once.
///
/// # Errors
/// [`Code::Validation`] for a rule that says nothing, or what the shop file says.
pub fn set_suggestion_rules(
    shop: &Shop,
    rules: &[SuggestionRule],
) -> Result<Vec<SaidSuggestionRule>> {
    if rules.len() > MOST {
        return Err(ApiError::invalid("rules", format!("Keep to {MOST} rules")));
    }
    let (_, _, wares) = wares(shop)?;
    let before = Kept::read(shop)?;
    let mut kept = Kept {
        tried: before.tried,
        ..Kept::default()
    };
    for rule in rules {
        check(rule)?;
        for named in [Some(&rule.which), rule.beside.as_ref()]
            .into_iter()
            .flatten()
        {
            let RuleProducts::Products { ids } = named else {
                continue;
            };
            for id in ids {
                let now = wares.place(*id).map(|place| wares.list[place].key.clone());
                // What is gone may stay in a rule that spoke of it: it may come again.
                let id = was_called(*id);
                let key = now.or_else(|| before.products.get(&id).cloned());
                kept.products
                    .insert(id, key.ok_or_else(crate::products::gone)?);
            }
        }
        kept.rules.0.push(renamed(rule_of(rule), was_called));
    }
    kept.write(shop)?;
    suggestion_rules(shop)
}

/// The rules with the ids that products have now.
pub(crate) fn rules(shop: &Shop, wares: &Wares) -> Result<Rules> {
    let kept = Kept::read(shop)?;
    let now = |id: i64| {
        let key = kept.products.get(&id)?;
        let same = wares
            .place(id)
            .filter(|place| wares.list[*place].key == *key);
        let place = same.or_else(|| wares.list.iter().position(|ware| ware.key == *key))?;
        Some(wares.list[place].id)
    };
    let called = |id: i64| now(id).unwrap_or(GONE - id);
    let rules = kept.rules.0.into_iter();
    Ok(Rules(rules.map(|rule| renamed(rule, called)).collect()))
}

/// A rule with other ids for its products.
fn renamed(rule: Rule, called: impl Fn(i64) -> i64) -> Rule {
    let found = |which: Which| match which {
        Which::Products(ids) => Which::Products(ids.into_iter().map(&called).collect()),
        other => other,
    };
    Rule {
        which: found(rule.which),
        beside: rule.beside.map(found),
        then: rule.then,
    }
}

/// The id by which a product is kept, of the one that a rule has for it.
fn was_called(id: i64) -> i64 {
    if id <= GONE { GONE - id } else { id }
}

fn check(rule: &SuggestionRule) -> Result<()> {
    let invalid = |message: &str| Err(ApiError::invalid("rules", message));
    for named in [Some(&rule.which), rule.beside.as_ref()]
        .into_iter()
        .flatten()
    {
        match named {
            RuleProducts::Products { ids } if ids.is_empty() => {
                return invalid("Choose at least one product");
            }
            RuleProducts::Category { name } | RuleProducts::Vendor { name }
                if name.trim().is_empty() =>
            {
                return invalid("Choose a category or a maker");
            }
            RuleProducts::MarginUnder { percent } if !(1..=99).contains(percent) => {
                return invalid("Choose a margin from 1 to 99 %");
            }
            _ => {}
        }
    }
    match (&rule.which, rule.then) {
        (_, RuleThen::AtMost { most: 0 }) => invalid("At most none is never: choose “never show”"),
        (RuleProducts::All, RuleThen::Never) if rule.beside.is_none() => {
            invalid("This rule would leave nothing to show anywhere")
        }
        (RuleProducts::Owned | RuleProducts::SoldOut, RuleThen::Always) => {
            invalid("What is sold out or already theirs cannot be shown first")
        }
        _ => Ok(()),
    }
}

fn rule_of(rule: &SuggestionRule) -> Rule {
    Rule {
        which: which_of(&rule.which),
        beside: rule.beside.as_ref().map(which_of),
        then: match rule.then {
            RuleThen::Never => Then::Never,
            RuleThen::Always => Then::Always,
            RuleThen::May => Then::May,
            RuleThen::AtMost { most } => Then::AtMost(most),
        },
    }
}

fn which_of(which: &RuleProducts) -> Which {
    match which {
        RuleProducts::All => Which::All,
        RuleProducts::Products { ids } => Which::Products(ids.clone()),
        RuleProducts::Category { name } => Which::Category(name.trim().to_owned()),
        RuleProducts::Vendor { name } => Which::Vendor(name.trim().to_owned()),
        RuleProducts::GiftCards => Which::GiftCards,
        RuleProducts::SoldOut => Which::SoldOut,
        RuleProducts::MarginUnder { percent } => Which::MarginUnder(*percent),
        RuleProducts::Owned => Which::Owned,
    }
}

fn view_of(rule: &Rule) -> SuggestionRule {
    SuggestionRule {
        which: view_of_which(&rule.which),
        beside: rule.beside.as_ref().map(view_of_which),
        then: match rule.then {
            Then::Never => RuleThen::Never,
            Then::Always => RuleThen::Always,
            Then::May => RuleThen::May,
            Then::AtMost(most) => RuleThen::AtMost { most },
        },
    }
}

fn view_of_which(which: &Which) -> RuleProducts {
    match which {
        Which::All => RuleProducts::All,
        Which::Products(ids) => RuleProducts::Products { ids: ids.clone() },
        Which::Category(name) => RuleProducts::Category { name: name.clone() },
        Which::Vendor(name) => RuleProducts::Vendor { name: name.clone() },
        Which::GiftCards => RuleProducts::GiftCards,
        Which::SoldOut => RuleProducts::SoldOut,
        Which::MarginUnder(percent) => RuleProducts::MarginUnder { percent: *percent },
        Which::Owned => RuleProducts::Owned,
    }
}
