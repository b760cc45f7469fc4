//! The merchant's rules: data, and what they do to a list.

mod sentence;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::Catalogue;

/// Which products a rule speaks of. Products are named by their rows in the shop file, so that a
/// rule outlives an import.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum Which {
    /// Every product.
    All,
    /// These.
    Products(Vec<i64>),
    /// All of a category.
    Category(String),
    /// All of a maker.
    Vendor(String),
    /// Gift cards.
    GiftCards,
    /// What is counted and of which none is left.
    SoldOut,
    /// What leaves less than so many per cent of its price, where price and cost are known.
    MarginUnder(u8),
    /// What the customer has, unless it is usually bought again.
    Owned,
}

/// What becomes of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum Then {
    /// They are not shown.
    Never,
    /// They are shown, before all others.
    Always,
    /// They may be shown, whatever the rules below say.
    May,
    /// Only so many of one category are shown.
    AtMost(u8),
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// The products it speaks of.
    pub which: Which,
    /// Only beside one of these: the product of the page, or one in the cart.
    pub beside: Option<Which>,
    /// What becomes of them.
    pub then: Then,
}

/// Rules from the top to the bottom: of each product the first one that speaks of it decides.
/// What is no longer offered is never shown, whatever they say.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rules(pub Vec<Rule>);

impl Rules {
    /// What a shop begins with.
    pub fn usual() -> Self {
        let never = |which| Rule {
            which,
            beside: None,
            then: Then::Never,
        };
        Self(vec![
            never(Which::GiftCards),
            never(Which::SoldOut),
            never(Which::Owned),
        ])
    }
}

/// Rules with their products looked up, for many lists.
#[derive(Debug)]
pub(crate) struct Filter<'a> {
    catalogue: &'a Catalogue,
    prices: &'a [Option<i64>],
    rules: Vec<Ready>,
}

#[derive(Debug)]
struct Ready {
    which: Found,
    beside: Option<Found>,
    then: Then,
}

#[derive(Debug)]
enum Found {
    All,
    /// Ascending.
    Products(Vec<u32>),
    Category(Option<u32>),
    Vendor(Option<u32>),
    GiftCards,
    SoldOut,
    MarginUnder(u8),
    Owned,
}

/// For whom and beside what a list is made.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The product of the page, or those in the cart.
    pub(crate) beside: &'a [u32],
    /// Whether the customer has a product that is not usually bought again.
    pub(crate) owned: &'a dyn Fn(u32) -> bool,
}

impl<'a> Filter<'a> {
    pub(crate) fn of(rules: &Rules, catalogue: &'a Catalogue, prices: &'a [Option<i64>]) -> Self {
        // Lists are made by the ten thousand: products are looked up only where a rule names any.
        let names = |which: &Which| matches!(which, Which::Products(_));
        let is_named = |rule: &Rule| names(&rule.which) || rule.beside.as_ref().is_some_and(names);
        let by_id: HashMap<i64, u32> = if rules.0.iter().any(is_named) {
            catalogue
                .indexes()
                .filter_map(|product| Some((catalogue.id(product)?, product)))
                .collect()
        } else {
            HashMap::new()
        };
        let find = |which: &Which| match which {
            Which::All => Found::All,
            Which::Products(ids) => {
                let found = ids.iter().filter_map(|id| by_id.get(id).copied());
                let mut found: Vec<u32> = found.map(|product| catalogue.now(product)).collect();
                found.sort_unstable();
                found.dedup();
                Found::Products(found)
            }
            Which::Category(name) => Found::Category(catalogue.category_named(name)),
            Which::Vendor(name) => Found::Vendor(catalogue.vendor_named(name)),
            Which::GiftCards => Found::GiftCards,
            Which::SoldOut => Found::SoldOut,
            Which::MarginUnder(percent) => Found::MarginUnder(*percent),
            Which::Owned => Found::Owned,
        };
        let ready = |rule: &Rule| Ready {
            which: find(&rule.which),
            beside: rule.beside.as_ref().map(find),
            then: rule.then,
        };
        Self {
            catalogue,
            prices,
            rules: rules.0.iter().map(ready).collect(),
        }
    }

    fn is_of(&self, found: &Found, product: u32, place: Place) -> bool {
        match found {
            Found::All => true,
            Found::Products(products) => products.binary_search(&product).is_ok(),
            Found::Category(category) => {
                category.is_some() && self.catalogue.category_word(product) == *category
            }
            Found::Vendor(vendor) => {
                vendor.is_some() && self.catalogue.vendor_word(product) == *vendor
            }
            Found::GiftCards => self.catalogue.is_gift_card(product),
            Found::SoldOut => self.catalogue.sold_out(product),
            Found::MarginUnder(percent) => self.margin_is_under(product, *percent),
            Found::Owned => (place.owned)(product),
        }
    }

    /// Compared as whole numbers: (price − cost) × 100 < price × percent.
    fn margin_is_under(&self, product: u32, percent: u8) -> bool {
        let price = self.prices.get(product as usize).copied().flatten();
        let (Some(price), Some(cost)) = (price, self.catalogue.cost(product)) else {
            return false;
        };
        (i128::from(price) - i128::from(cost)) * 100 < i128::from(price) * i128::from(percent)
    }

    fn speaks_here(&self, rule: &Ready, place: Place) -> bool {
        let beside = |found: &Found| place.beside.iter().any(|it| self.is_of(found, *it, place));
        rule.beside.as_ref().is_none_or(beside)
    }

    /// The products that the merchant wants shown here whatever is foretold.
    pub(crate) fn wanted(&self, place: Place) -> Vec<u32> {
        let mut wanted = Vec::new();
        for rule in &self.rules {
            if rule.then != Then::Always || !self.speaks_here(rule, place) {
                continue;
            }
            // Of whole categories only what is foretold anyway is moved to the front.
            if let Found::Products(products) = &rule.which {
                let more = products.iter().filter(|product| !wanted.contains(*product));
                wanted.extend(more.copied().collect::<Vec<u32>>());
            }
        }
        wanted
    }

    /// What is left of a list, and what of it comes first: up to `most`, in the list's order.
    pub(crate) fn sift<T>(
        &self,
        place: Place,
        list: impl IntoIterator<Item = T>,
        product: impl Fn(&T) -> u32,
        most: usize,
    ) -> Vec<T> {
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        let mut shown: HashMap<u32, u32> = HashMap::new();
        let capped = self
            .rules
            .iter()
            .any(|rule| matches!(rule.then, Then::AtMost(_)));
        let may_lead = self.rules.iter().any(|rule| rule.then == Then::Always);
        for thing in list {
            if first.len() + rest.len() >= most && !may_lead {
                break;
            }
            let product = product(&thing);
            let taken = first.len() + rest.len() >= most;
            if !self.catalogue.is_offered(product) || place.beside.contains(&product) {
                continue;
            }
            match self.decide(product, place, &shown) {
                Then::Never => continue,
                Then::Always => first.push(thing),
                _ if taken => continue,
                _ => rest.push(thing),
            }
            if capped && let Some(category) = self.catalogue.category_word(product) {
                *shown.entry(category).or_default() += 1;
            }
        }
        first.extend(rest);
        first.truncate(most);
        first
    }

    fn decide(&self, product: u32, place: Place, shown: &HashMap<u32, u32>) -> Then {
        for rule in &self.rules {
            if !self.is_of(&rule.which, product, place) || !self.speaks_here(rule, place) {
                continue;
            }
            if let Then::AtMost(most) = rule.then {
                // A cap that is not reached says nothing; products without a category have none.
                let category = self.catalogue.category_word(product);
                let already = category.and_then(|category| shown.get(&category));
                if already.is_some_and(|already| *already >= u32::from(most)) {
                    return Then::Never;
                }
                continue;
            }
            return rule.then;
        }
        Then::May
    }
}
