//! The products of the shop as columns.

use std::collections::HashMap;

use pannier_core::Products;

/// A product on its way into the catalogue. Amounts are minor units of the shop's currency.
#[derive(Debug, Clone, Copy, Default)]
pub struct Product<'a> {
    /// Its row in the shop file; rules name products by it.
    pub id: i64,
    /// Its title, in whatever language; empty where there is none.
    pub title: &'a str,
    /// What kind of thing it is; empty where that is not said.
    pub category: &'a str,
    /// Who makes it; empty where that is not said.
    pub vendor: &'a str,
    /// What a piece is sold for now, where it is known.
    pub price: Option<i64>,
    /// What a piece costs the shop, where it is known.
    pub cost: Option<i64>,
    /// Pieces in stock, where they are counted.
    pub stock: Option<i64>,
    /// A gift card: never recommended, and nobody's taste.
    pub gift_card: bool,
    /// No longer offered: it says what people like and is never shown.
    pub deleted: bool,
    /// The index of the product that it became when it was renamed or merged.
    pub same_as: Option<u32>,
}

/// The products of the shop, one row each; their index is how everything else names them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalogue {
    id: Vec<i64>,
    title: Vec<String>,
    category: Words,
    vendor: Words,
    price: Vec<Option<i64>>,
    cost: Vec<Option<i64>>,
    stock: Vec<Option<i64>>,
    gift_card: Vec<bool>,
    deleted: Vec<bool>,
    same_as: Vec<Option<u32>>,
}

/// A few words that many products share. The first is empty: it is not said.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Words {
    of: Vec<u32>,
    names: Vec<String>,
    known: HashMap<String, u32>,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            of: Vec::new(),
            names: vec![String::new()],
            known: HashMap::from([(String::new(), 0)]),
        }
    }
}

impl Words {
    fn push(&mut self, name: &str) {
        let name = name.trim();
        let index = if let Some(index) = self.known.get(name) {
            *index
        } else {
            let index = crate::num::id(self.names.len());
            self.names.push(name.to_owned());
            self.known.insert(name.to_owned(), index);
            index
        };
        self.of.push(index);
    }

    fn get(&self, product: u32) -> Option<u32> {
        let word = self.of.get(product as usize).copied();
        word.filter(|word| *word != 0)
    }
}

impl Catalogue {
    /// The products that order lines name. What those columns do not hold (stock, gift cards,
    /// deleted and merged products) is set afterwards.
    pub fn of(products: &Products) -> Self {
        let mut catalogue = Self::default();
        for index in 0..products.len() {
            catalogue.push(&Product {
                id: products.id[index],
                title: &products.name[index],
                category: products.category.name(index),
                vendor: products.vendor.name(index),
                price: products.price[index],
                cost: products.cost[index],
                ..Product::default()
            });
        }
        catalogue
    }

    /// Adds a product; gives its index.
    pub fn push(&mut self, product: &Product) -> u32 {
        let index = crate::num::id(self.id.len());
        self.id.push(product.id);
        self.title.push(product.title.to_owned());
        self.category.push(product.category);
        self.vendor.push(product.vendor);
        self.price.push(product.price.filter(|price| *price > 0));
        self.cost.push(product.cost.filter(|cost| *cost >= 0));
        self.stock.push(product.stock);
        self.gift_card.push(product.gift_card);
        self.deleted.push(product.deleted);
        self.same_as.push(product.same_as);
        index
    }

    /// Sets the pieces in stock of a product; an unknown product changes nothing.
    pub fn set_stock(&mut self, product: u32, stock: Option<i64>) {
        if let Some(entry) = self.stock.get_mut(product as usize) {
            *entry = stock;
        }
    }

    /// Says that a product is a gift card.
    pub fn set_gift_card(&mut self, product: u32) {
        if let Some(entry) = self.gift_card.get_mut(product as usize) {
            *entry = true;
        }
    }

    /// Says that a product is no longer offered.
    pub fn set_deleted(&mut self, product: u32) {
        if let Some(entry) = self.deleted.get_mut(product as usize) {
            *entry = true;
        }
    }

    /// Says that a product is now another one.
    pub fn set_same_as(&mut self, product: u32, other: u32) {
        if let Some(entry) = self.same_as.get_mut(product as usize) {
            *entry = Some(other);
        }
    }

    /// The number of products.
    pub fn len(&self) -> usize {
        self.id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// The row of a product in the shop file.
    pub fn id(&self, product: u32) -> Option<i64> {
        self.id.get(product as usize).copied()
    }

    /// Its title; empty where there is none.
    pub fn title(&self, product: u32) -> &str {
        self.title.get(product as usize).map_or("", String::as_str)
    }

    /// Its category; empty where that is not said.
    pub fn category(&self, product: u32) -> &str {
        let word = self.category_word(product).unwrap_or(0);
        &self.category.names[word as usize]
    }

    /// The same as a number, for comparisons.
    pub(crate) fn category_word(&self, product: u32) -> Option<u32> {
        self.category.get(product)
    }

    /// The number of a category.
    pub(crate) fn category_named(&self, name: &str) -> Option<u32> {
        let word = self.category.known.get(name.trim()).copied();
        word.filter(|word| *word != 0)
    }

    /// The number of its vendor.
    pub(crate) fn vendor_word(&self, product: u32) -> Option<u32> {
        self.vendor.get(product)
    }

    /// The number of a vendor.
    pub(crate) fn vendor_named(&self, name: &str) -> Option<u32> {
        let word = self.vendor.known.get(name.trim()).copied();
        word.filter(|word| *word != 0)
    }

    /// What a piece is sold for now, in minor units, where the products file says so.
    pub fn price(&self, product: u32) -> Option<i64> {
        self.price.get(product as usize).copied().flatten()
    }

    /// What a piece costs the shop, in minor units.
    pub fn cost(&self, product: u32) -> Option<i64> {
        self.cost.get(product as usize).copied().flatten()
    }

    /// Whether none is left; where pieces are not counted there always is one.
    pub fn sold_out(&self, product: u32) -> bool {
        let stock = self.stock.get(product as usize).copied().flatten();
        stock.is_some_and(|stock| stock <= 0)
    }

    /// Whether it is a gift card.
    pub fn is_gift_card(&self, product: u32) -> bool {
        self.gift_card
            .get(product as usize)
            .copied()
            .unwrap_or(false)
    }

    /// Whether it can be bought at all: it is there, was not deleted, and did not become another.
    pub fn is_offered(&self, product: u32) -> bool {
        let at = product as usize;
        at < self.len() && !self.deleted[at] && self.now(product) == product
    }

    /// What a product is now, after it was renamed or merged. Where products lead in a circle, all
    /// of them are the one with the smallest index.
    pub fn now(&self, product: u32) -> u32 {
        let next = |product: u32| {
            let next = self.same_as.get(product as usize).copied().flatten();
            next.filter(|next| *next != product && (*next as usize) < self.len())
        };
        let mut here = product;
        // A chain that is longer than the catalogue goes in a circle.
        for _ in 0..self.len() {
            match next(here) {
                Some(further) => here = further,
                None => return here,
            }
        }
        let (start, mut least) = (here, here);
        while let Some(further) = next(here) {
            least = least.min(further);
            here = further;
            if here == start {
                break;
            }
        }
        least
    }

    pub(crate) fn indexes(&self) -> std::ops::Range<u32> {
        0..crate::num::id(self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Catalogue {
        let mut catalogue = Catalogue::default();
        for id in 0..3 {
            catalogue.push(&Product {
                id,
                ..Product::default()
            });
        }
        catalogue
    }

    #[test]
    fn a_renamed_product_is_followed_to_its_end() {
        let mut catalogue = three();
        catalogue.set_same_as(0, 1);
        catalogue.set_same_as(1, 2);
        assert_eq!([0, 1, 2].map(|product| catalogue.now(product)), [2, 2, 2]);
        assert!(!catalogue.is_offered(0) && catalogue.is_offered(2));
    }

    #[test]
    fn a_circle_of_names_ends() {
        let mut catalogue = three();
        catalogue.set_same_as(0, 2);
        catalogue.set_same_as(2, 1);
        catalogue.set_same_as(1, 2);
        assert_eq!([0, 1, 2].map(|product| catalogue.now(product)), [1, 1, 1]);
        catalogue.set_same_as(1, 77);
        assert_eq!(
            catalogue.now(0),
            1,
            "a product that is not there is no one's name"
        );
    }
}
