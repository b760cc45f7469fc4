//! Words of the shop: products, labels and people that are called by them.

use std::collections::HashSet;

use pannier_core::{Labels, segment::Scope};

use super::Segmenter;

/// Words that are looked for, without case and blanks around them.
pub(super) struct Words(HashSet<String>);

impl Words {
    pub(super) fn of(words: &[String]) -> Self {
        Self(words.iter().map(|word| plain(word)).collect())
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains(&plain(word))
    }
}

pub(super) fn plain(word: &str) -> String {
    word.trim().to_lowercase()
}

/// By label: whether it is one of these.
pub(super) fn labelled(labels: &Labels, words: &[String]) -> Vec<bool> {
    let words = Words::of(words);
    labels.names.iter().map(|name| words.has(name)).collect()
}

impl Segmenter {
    /// By product: whether a kind of line means it.
    pub(super) fn products_of(&self, scope: &Scope) -> Vec<bool> {
        let products = &self.facts.products;
        let by_label = |labels: &Labels, words: &[String]| {
            let named = labelled(labels, words);
            labels.of.iter().map(|of| named[*of as usize]).collect()
        };
        match scope {
            Scope::Product(names) => self.products_named(names),
            Scope::Category(names) => by_label(&products.category, names),
            Scope::Vendor(names) => by_label(&products.vendor, names),
            _ => vec![true; products.len()],
        }
    }

    fn products_named(&self, names: &[String]) -> Vec<bool> {
        let products = &self.facts.products;
        let words = Words::of(names);
        let pairs = products.name.iter().zip(&products.sku);
        pairs
            .map(|(name, sku)| words.has(name) || (!sku.is_empty() && words.has(sku)))
            .collect()
    }

    /// By thing that people did something with: whether one of these names means it.
    pub(super) fn things_named(&self, names: &[String]) -> Vec<bool> {
        let words = Words::of(names);
        let products = self.products_named(names);
        let things = self.people.things.iter().zip(&self.thing_products);
        things
            .map(|(thing, sold)| {
                words.has(&thing.text)
                    || (!thing.title.is_empty() && words.has(&thing.title))
                    || sold.iter().any(|product| products[*product as usize])
            })
            .collect()
    }

    pub(super) fn things_of_categories(&self, names: &[String]) -> Vec<bool> {
        let words = Words::of(names);
        let category = &self.facts.products.category;
        let named = labelled(category, names);
        let things = self.people.things.iter().zip(&self.thing_products);
        things
            .map(|(thing, sold)| {
                words.has(&thing.category)
                    || sold
                        .iter()
                        .any(|product| named[category.of[*product as usize] as usize])
            })
            .collect()
    }

    /// By country of people: whether one of these spellings means it.
    pub(super) fn countries_named(&self, names: &[String]) -> Vec<bool> {
        let codes: Vec<String> = names
            .iter()
            .map(|name| {
                self.countries
                    .code(name)
                    .map_or_else(|| name.clone(), str::to_owned)
            })
            .collect();
        labelled(&self.people.country, &codes)
    }
}
