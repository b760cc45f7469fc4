//! Rules as sentences.

use crate::Catalogue;

use super::{Rule, Rules, Then, Which};

/// Products that a sentence names before it counts the others.
const NAMED: usize = 3;

impl Rules {
    /// Each rule as a sentence, from the top to the bottom.
    pub fn sentences(&self, catalogue: &Catalogue) -> Vec<String> {
        self.0.iter().map(|rule| rule.sentence(catalogue)).collect()
    }
}

impl Rule {
    /// The rule as a sentence, with the names of its products.
    pub fn sentence(&self, catalogue: &Catalogue) -> String {
        let what = self.which.words(catalogue);
        let beside = match &self.beside {
            None => String::new(),
            Some(Which::All) => " beside any product".to_owned(),
            Some(which) => format!(" beside {}", which.words(catalogue)),
        };
        match self.then {
            Then::Never => format!("Never show {what}{beside}"),
            Then::Always => format!("Always show {what} first{beside}"),
            Then::May => format!("Show {what}{beside} whatever the rules below say"),
            Then::AtMost(most) if self.which == Which::All => {
                format!("Show at most {most} of one category{beside}")
            }
            Then::AtMost(most) => {
                format!("Of {what}, show at most {most} of one category{beside}")
            }
        }
    }
}

impl Which {
    fn words(&self, catalogue: &Catalogue) -> String {
        match self {
            Self::All => "everything".to_owned(),
            Self::Products(ids) => names(ids, catalogue),
            Self::Category(name) => format!("the category {name}"),
            Self::Vendor(name) => format!("the maker {name}"),
            Self::GiftCards => "gift cards".to_owned(),
            Self::SoldOut => "what is sold out".to_owned(),
            Self::MarginUnder(percent) => {
                format!("what leaves less than {percent} % of its price, where its cost is known")
            }
            Self::Owned => {
                "someone what they already have, unless it is usually bought again".to_owned()
            }
        }
    }
}

fn names(ids: &[i64], catalogue: &Catalogue) -> String {
    let name = |id: &i64| {
        let found = catalogue
            .indexes()
            .find(|product| catalogue.id(*product) == Some(*id));
        match found.map(|product| catalogue.title(product)) {
            None => "a product that is gone".to_owned(),
            Some("") => "a product without a name".to_owned(),
            Some(title) => title.to_owned(),
        }
    };
    let mut named: Vec<String> = ids.iter().take(NAMED).map(name).collect();
    match ids.len() {
        0 => return "no product".to_owned(),
        count if count == NAMED + 1 => named.push("1 more product".to_owned()),
        count if count > NAMED => named.push(format!("{} more products", count - NAMED)),
        _ => {}
    }
    match named.as_slice() {
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
        [] => String::new(),
    }
}
