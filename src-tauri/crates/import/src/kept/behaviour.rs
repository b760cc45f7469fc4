//! Rows of behaviour: who, what, how, when.

use pannier_core::Email;
use pannier_store::{BehaviourContent, BehaviourKind};

use super::{
    KeptReading, Said, Step,
    reading::{Read, fault},
};
use crate::{cells, header::fold, profile::Field, records::Row};

const NOBODY: &str = "Rows that do not say who it was";

/// Reads a row.
pub(super) fn read(reading: &KeptReading, row: &Row) -> Step {
    if let Err(rejection) = reading.whole(row) {
        return Step::Rejected(rejection);
    }
    if reading.cell(row, Field::Email).is_empty() {
        return Step::Ignored(NOBODY.into());
    }
    match said(reading, row) {
        Ok(said) => Step::Said(Said::Behaviour(said), 1),
        Err(fault) => Step::Rejected(reading.reject(row, &fault)),
    }
}

fn said(reading: &KeptReading, row: &Row) -> Read<BehaviourContent> {
    let address = cells::bare(reading.cell(row, Field::Email));
    let email = Email::parse(address).map_err(|_| {
        let column = reading.fields.one(Field::Email);
        fault(
            column,
            address,
            "This is not an e-mail address. Correct it, or take the row out",
        )
    })?;
    let product = reading
        .text(row, Field::Product)
        .or_else(|| reading.text(row, Field::Sku))
        .ok_or_else(|| {
            let column = reading.fields.one(Field::Product);
            fault(
                column,
                "",
                "The row does not say which product. Write it in, or take the row out",
            )
        })?;
    let word = reading.cell(row, Field::Behaviour);
    let kind = kind_of(word).ok_or_else(|| {
        let column = reading.fields.one(Field::Behaviour);
        fault(
            column,
            word,
            "This is neither view, nor wishlist, nor cart. Correct it, or take the row out",
        )
    })?;
    Ok(BehaviourContent {
        email: email.as_str().to_owned(),
        product,
        kind,
        at: reading.moment(row)?,
    })
}

/// What a word of an analytics or wishlist tool means.
fn kind_of(word: &str) -> Option<BehaviourKind> {
    let word = fold(word).replace(['_', '-'], " ");
    let is = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if is(&["wish", "favo", "wunsch", "merk", "saved for later"]) {
        Some(BehaviourKind::Wishlist)
    } else if is(&["cart", "basket", "korb", "panier"]) {
        Some(BehaviourKind::Cart)
    } else if is(&[
        "view",
        "visit",
        "look",
        "seen",
        "click",
        "angesehen",
        "aufruf",
    ]) {
        Some(BehaviourKind::View)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_have_their_words() {
        for (word, expected) in [
            ("view", Some(BehaviourKind::View)),
            ("Viewed Product", Some(BehaviourKind::View)),
            ("add_to_cart", Some(BehaviourKind::Cart)),
            ("Added to Wishlist", Some(BehaviourKind::Wishlist)),
            ("purchase", None),
            ("", None),
        ] {
            assert_eq!(kind_of(word), expected, "{word:?}");
        }
    }
}
