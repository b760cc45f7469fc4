//! Rules over the boundary: as a tree, and as a sentence.

use pannier_core::{
    Currency,
    segment::{Condition, Rule},
};

use crate::{
    ApiError, Code, Result, Shop,
    figures::main_currency,
    views::{ReadSegment, SegmentRead, SegmentRule, SegmentTextError},
};

/// Reads a sentence, and says where it cannot be read. What it names is not looked up.
///
/// # Errors
/// What the file says.
pub fn read_segment(shop: &Shop, input: &ReadSegment) -> Result<SegmentRead> {
    let base = shop.context()?.currency;
    let (_, facts) = shop.facts()?;
    let currency = main_currency(&facts, base);
    Ok(match Rule::parse(&input.text, currency) {
        Ok(rule) => SegmentRead {
            rule: Some(rule_view(&rule)?),
            text: Some(rule.text(currency)),
            error: None,
        },
        Err(error) => SegmentRead {
            rule: None,
            text: None,
            error: Some(SegmentTextError {
                column: u32::try_from(error.column).unwrap_or(u32::MAX),
                what: error.what,
                hint: error.hint,
            }),
        },
    })
}

/// The rules of an input: its tree, else its sentence, else everyone.
pub(crate) fn rule_of(
    tree: Option<&SegmentRule>,
    text: Option<&str>,
    currency: Currency,
) -> Result<Rule> {
    match (tree, text) {
        (Some(tree), _) => {
            // A tree that has no sentence has a fault, and the sentence tells which.
            let text = core_rule(tree)?.text(currency);
            Rule::parse(&text, currency).map_err(|error| {
                let message = format!("{error}. The rules read: {text}");
                ApiError::invalid("rule", message)
            })
        }
        (None, Some(text)) => Rule::parse(text, currency)
            .map_err(|error| ApiError::invalid("text", error.to_string())),
        (None, None) => Ok(Rule::Is(Condition::Everyone)),
    }
}

/// Both trees have one shape; a test holds them to it.
fn core_rule(tree: &SegmentRule) -> Result<Rule> {
    let value = serde_json::to_value(tree);
    value
        .and_then(serde_json::from_value)
        .map_err(|error| ApiError::invalid("rule", format!("A rule cannot be read: {error}")))
}

pub(crate) fn rule_view(rule: &Rule) -> Result<SegmentRule> {
    let value = serde_json::to_value(rule);
    value
        .and_then(serde_json::from_value)
        .map_err(|error| ApiError::new(Code::Internal, format!("A rule cannot be shown: {error}")))
}
