//! `recommend rules`: the merchant's rules, shown and changed.

use std::{fmt::Write as _, sync::Arc};

use anyhow::{Context as _, bail, ensure};
use pannier_api::{
    Shop, product_named, set_suggestion_rules, suggestion_rules, usual_suggestion_rules,
    views::{RuleProducts, RuleThen, SaidSuggestionRule, SuggestionRule},
};

use crate::{args::RulesCommand, insights::json, run::Answer};

pub(super) fn rules(shop: &Arc<Shop>, change: Option<&RulesCommand>) -> anyhow::Result<Answer> {
    let said = suggestion_rules(shop)?;
    let said = match change {
        None => said,
        Some(change) => {
            let rules = said.into_iter().map(|said| said.rule).collect();
            set_suggestion_rules(shop, &changed(shop, rules, change)?)?
        }
    };
    Ok(Answer::new(json(&said)?, text(&said)))
}

fn text(said: &[SaidSuggestionRule]) -> String {
    if said.is_empty() {
        return "No rules\n".to_owned();
    }
    let mut text = String::new();
    for (number, rule) in (1..).zip(said) {
        let _: Result<(), _> = writeln!(text, "{number}. {}", rule.sentence);
    }
    text
}

fn changed(
    shop: &Arc<Shop>,
    mut rules: Vec<SuggestionRule>,
    change: &RulesCommand,
) -> anyhow::Result<Vec<SuggestionRule>> {
    let there = |number: usize, rules: &[SuggestionRule]| {
        ensure!(
            (1..=rules.len()).contains(&number),
            "There is no rule {number}: they go from 1 to {}",
            rules.len()
        );
        Ok(number - 1)
    };
    match change {
        RulesCommand::Add {
            then,
            which,
            beside,
            at,
        } => {
            let rule = SuggestionRule {
                which: products(shop, which)?,
                beside: match beside.as_slice() {
                    [] => None,
                    beside => Some(products(shop, beside)?),
                },
                then: then_of(then)?,
            };
            let at = at.unwrap_or(rules.len() + 1);
            ensure!(
                (1..=rules.len() + 1).contains(&at),
                "The new rule can get a number from 1 to {}",
                rules.len() + 1
            );
            rules.insert(at - 1, rule);
        }
        RulesCommand::Remove { number } => {
            let at = there(*number, &rules)?;
            rules.remove(at);
        }
        RulesCommand::Move { number, to } => {
            let (from, to) = (there(*number, &rules)?, there(*to, &rules)?);
            let rule = rules.remove(from);
            rules.insert(to, rule);
        }
        RulesCommand::Usual => rules = usual_suggestion_rules(),
    }
    Ok(rules)
}

fn then_of(word: &str) -> anyhow::Result<RuleThen> {
    Ok(match word {
        "never" => RuleThen::Never,
        "always" => RuleThen::Always,
        "may" => RuleThen::May,
        _ => {
            let most = word
                .strip_prefix("at-most:")
                .with_context(|| format!("“{word}” is none of never, always, may and at-most:N"))?;
            let most = most.parse();
            RuleThen::AtMost {
                most: most.context("at-most: takes a number, as in at-most:2")?,
            }
        }
    })
}

fn products(shop: &Arc<Shop>, words: &[String]) -> anyhow::Result<RuleProducts> {
    if words.iter().all(|word| word.starts_with("product:")) {
        let named = words.iter().map(|word| {
            let name = word.trim_start_matches("product:");
            Ok(product_named(shop, name)?)
        });
        return Ok(RuleProducts::Products {
            ids: named.collect::<anyhow::Result<_>>()?,
        });
    }
    let [word] = words else {
        bail!("Only products can be several: give each as product:SKU");
    };
    Ok(match word.split_once(':') {
        None => match word.as_str() {
            "all" => RuleProducts::All,
            "gift-cards" => RuleProducts::GiftCards,
            "sold-out" => RuleProducts::SoldOut,
            "owned" => RuleProducts::Owned,
            _ => bail!("“{word}” names no products. See recommend rules add --help"),
        },
        Some(("category", name)) => RuleProducts::Category {
            name: name.to_owned(),
        },
        Some(("maker", name)) => RuleProducts::Vendor {
            name: name.to_owned(),
        },
        Some(("margin-under", percent)) => RuleProducts::MarginUnder {
            percent: percent
                .trim_end_matches('%')
                .parse()
                .context("margin-under: takes a number from 1 to 99")?,
        },
        Some(_) => bail!("“{word}” names no products. See recommend rules add --help"),
    })
}
