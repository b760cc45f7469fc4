//! The merchant's rules for suggestions, as they are kept: products by what their files call them,
//! so that a rule never comes to speak of another one.

use std::collections::BTreeMap;

use pannier_recommend::{Rule, Rules, Then, Which};
use serde::{Deserialize, Serialize};

use super::input::catalogue;
use crate::{
    ApiError, Code, Result, Shop,
    products::wares,
    views::{RuleProducts, RuleThen, SaidSuggestionRule, SuggestionRule},
    wares::Wares,
};

/// More rules than anyone reads.
const MOST: usize = 100;

/// Rules as they are kept.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    rules: Rules,
    /// By the id that the rules have for it, what a product is called in its file.
    products: BTreeMap<i64, String>,
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
    });
    Ok(said.collect())
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
    let mut kept = Kept::default();
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
                let place = wares.place(*id).ok_or_else(crate::products::gone)?;
                kept.products.insert(*id, wares.list[place].key.clone());
            }
        }
        kept.rules.0.push(rule_of(rule));
    }
    // Numbers and words: nothing in it can fail to be written.
    let text = serde_json::to_string(&kept).unwrap_or_default();
    shop.write(|tx| Ok(tx.set_suggestion_rules(&text)?))?;
    suggestion_rules(shop)
}

/// The rules with the ids that products have now.
pub(crate) fn rules(shop: &Shop, wares: &Wares) -> Result<Rules> {
    let Some(text) = shop.read(|tx| Ok(tx.suggestion_rules()?))? else {
        return Ok(Rules::usual());
    };
    let kept: Kept = serde_json::from_str(&text).map_err(|error| {
        ApiError::new(
            Code::ShopDamaged,
            format!("The rules for suggestions cannot be read: {error}"),
        )
    })?;
    let now = |id: i64| {
        let key = kept.products.get(&id)?;
        let same = wares
            .place(id)
            .filter(|place| wares.list[*place].key == *key);
        let place = same.or_else(|| wares.list.iter().position(|ware| ware.key == *key))?;
        Some(wares.list[place].id)
    };
    let found = |which: Which| match which {
        // A product that is gone keeps its place in the sentence, under an id that none has.
        Which::Products(ids) => Which::Products(
            ids.into_iter()
                .map(|id| now(id).unwrap_or(i64::MIN))
                .collect(),
        ),
        other => other,
    };
    let rules = kept.rules.0.into_iter().map(|rule| Rule {
        which: found(rule.which),
        beside: rule.beside.map(found),
        then: rule.then,
    });
    Ok(Rules(rules.collect()))
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
