//! Who is one person: the verbs, their text and their JSON.

use std::fmt::Write as _;

use pannier_api::{
    Shop, dismiss_duplicate, duplicates as find_duplicates, join_customers, part_customers,
    views::{
        CustomerGlance, DismissInput, DuplicateList as List, DuplicatePair, DuplicateReason,
        DuplicatesInput, DuplicatesPage, Likelihood, PairDecision, PairInput,
    },
};
use serde_json::{Value, json};

use crate::{
    args::{DuplicateList, Duplicates, Pair},
    json::moment,
    run::{Answer, PAGE},
};

pub(crate) fn duplicates(shop: &Shop, arguments: &Duplicates) -> anyhow::Result<Answer> {
    let mut input = DuplicatesInput {
        list: match arguments.list {
            DuplicateList::Likely => List::Likely,
            DuplicateList::Joined => List::Joined,
            DuplicateList::Apart => List::Apart,
        },
        offset: 0,
        limit: arguments.limit.min(PAGE),
    };
    let mut page = find_duplicates(shop, &input)?;
    while page.rows.len() < arguments.limit.min(length(&page, input.list)) as usize {
        input.offset = u32::try_from(page.rows.len())?;
        input.limit = (arguments.limit - input.offset).min(PAGE);
        let more = find_duplicates(shop, &input)?.rows;
        if more.is_empty() {
            break;
        }
        page.rows.extend(more);
    }
    let rows: Vec<Value> = page.rows.iter().map(pair_json).collect();
    let json = json!({
        "likely": page.likely, "joined": page.joined, "apart": page.apart, "pairs": rows,
    });
    let mut text = String::new();
    for pair in &page.rows {
        text.push_str(&pair_text(pair));
    }
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{} of {} pairs",
        page.rows.len(),
        length(&page, input.list)
    );
    Ok(Answer::new(json, text))
}

pub(crate) fn join(shop: &Shop, pair: &Pair) -> anyhow::Result<Answer> {
    let decision = join_customers(shop, &input(pair))?;
    let words = if decision.changed {
        "are one person now"
    } else {
        "are one person already"
    };
    Ok(decided(&decision, words))
}

pub(crate) fn part(shop: &Shop, pair: &Pair) -> anyhow::Result<Answer> {
    let decision = part_customers(shop, &input(pair))?;
    let words = if decision.changed {
        "are two people again"
    } else {
        "were not joined"
    };
    Ok(decided(&decision, words))
}

pub(crate) fn keep_apart(shop: &Shop, pair: &Pair, undo: bool) -> anyhow::Result<Answer> {
    let asked = DismissInput {
        pair: input(pair),
        apart: !undo,
    };
    let decision = dismiss_duplicate(shop, &asked)?;
    let words = if undo {
        "may be listed again"
    } else {
        "are two people and will not be listed again"
    };
    Ok(decided(&decision, words))
}

fn input(pair: &Pair) -> PairInput {
    PairInput {
        a: pair.a.clone(),
        b: pair.b.clone(),
    }
}

fn length(page: &DuplicatesPage, list: List) -> u32 {
    match list {
        List::Likely => page.likely,
        List::Joined => page.joined,
        List::Apart => page.apart,
    }
}

fn decided(decision: &PairDecision, words: &str) -> Answer {
    let json = json!({
        "changed": decision.changed, "a": customer(&decision.a), "b": customer(&decision.b),
    });
    let text = format!("{} and {} {words}\n", decision.a.handle, decision.b.handle);
    Answer::new(json, text)
}

fn customer(of: &CustomerGlance) -> Value {
    json!({
        "customer": of.handle,
        "name": of.name,
        "email": of.email,
        "phone": of.phone,
        "street": of.street,
        "place": of.place,
        "ids": of.ids,
        "orders": of.orders,
        "newest_order": of.newest_order,
        "said_no": of.said_no,
    })
}

fn pair_json(pair: &DuplicatePair) -> Value {
    let reasons: Vec<&str> = pair.reasons.iter().map(|r| reason_words(*r).0).collect();
    json!({
        "a": customer(&pair.a),
        "b": customer(&pair.b),
        "score": pair.score,
        "likelihood": pair.likelihood.map(|likelihood| match likelihood {
            Likelihood::High => "high",
            Likelihood::Fair => "fair",
            Likelihood::Low => "low",
        }),
        "reasons": reasons,
        "said_at": pair.said_at.map(moment),
    })
}

fn pair_text(pair: &DuplicatePair) -> String {
    let named = |of: &CustomerGlance| match of.name.as_str() {
        "" => of.handle.clone(),
        name => format!("{} ({name})", of.handle),
    };
    let reasons: Vec<&str> = pair.reasons.iter().map(|r| reason_words(*r).1).collect();
    let why = match (pair.score, pair.said_at) {
        (Some(score), _) => format!("{score:>3}  "),
        (None, Some(at)) => format!("{}  ", moment(at)),
        (None, None) => String::new(),
    };
    let mut text = format!("{why}{} and {}", named(&pair.a), named(&pair.b));
    if !reasons.is_empty() {
        text.push_str(": ");
        text.push_str(&reasons.join(", "));
    }
    text.push('\n');
    text
}

/// A reason's word in JSON, and in a sentence.
fn reason_words(reason: DuplicateReason) -> (&'static str, &'static str) {
    match reason {
        DuplicateReason::Phone => ("phone", "same phone number"),
        DuplicateReason::Mailbox => ("mailbox", "both e-mails reach one mailbox"),
        DuplicateReason::Dots => ("dots", "e-mails differ only by dots"),
        DuplicateReason::AddressSlip => ("address_slip", "e-mails are one slip apart"),
        DuplicateReason::ProviderSlip => ("provider_slip", "one e-mail has its provider misspelt"),
        DuplicateReason::NameAndStreet => ("name_and_street", "same name and address"),
        DuplicateReason::NameAndZip => ("name_and_zip", "same name and postcode"),
        DuplicateReason::Name => ("name", "same name"),
        DuplicateReason::Household => ("household", "same last name and address: a household"),
    }
}
