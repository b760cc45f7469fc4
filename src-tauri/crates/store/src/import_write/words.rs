//! The search index of orders, written in large parts: whatever makes SQLite set a savepoint makes
//! its full-text index write out what it has gathered, however little that is.

use std::{
    collections::HashSet,
    hash::{BuildHasherDefault, Hasher},
};

use rusqlite::named_params;

use super::{LineContent, OrderContent};
use crate::{Result, WriteTx};

/// Text that waits at most (bytes).
const MOST: usize = 1 << 20;

/// Words of orders on their way into the index.
#[derive(Debug, Default)]
pub(crate) struct WaitingWords {
    text: String,
    /// Each order, and where its words end in the text.
    orders: Vec<(i64, usize)>,
    /// Products with their words.
    products: Vec<(i64, String)>,
}

impl WriteTx<'_> {
    /// Adds an order to the index by the end of the transaction.
    pub(crate) fn add_words(&self, order: i64, words: &str) -> Result<()> {
        let is_much = {
            let mut waiting = self.words.borrow_mut();
            waiting.text.push_str(words);
            let end = waiting.text.len();
            waiting.orders.push((order, end));
            end >= MOST
        };
        if is_much { self.write_words() } else { Ok(()) }
    }

    /// Adds a product to the index by the end of the transaction.
    pub(super) fn add_product_words(&self, product: i64, line: &LineContent) {
        let words = [line.name.as_str(), &line.sku].join(" ");
        self.words.borrow_mut().products.push((product, words));
    }

    /// Takes an order out of the index.
    pub(crate) fn remove_words(&self, order: i64) -> Result<()> {
        self.write_words()?;
        self.connection()
            .prepare_cached("DELETE FROM order_search WHERE rowid = :id")?
            .execute(named_params! { ":id": order })?;
        Ok(())
    }

    /// Writes what waits.
    pub(crate) fn write_words(&self) -> Result<()> {
        let waiting = std::mem::take(&mut *self.words.borrow_mut());
        if !waiting.products.is_empty() {
            let mut statement = self
                .connection()
                .prepare_cached("INSERT INTO product_search (rowid, words) VALUES (:id, :words)")?;
            for (product, words) in waiting.products {
                statement.execute(named_params! { ":id": product, ":words": words })?;
            }
        }
        if waiting.orders.is_empty() {
            return Ok(());
        }
        let mut statement = self
            .connection()
            .prepare_cached("INSERT INTO order_search (rowid, words) VALUES (:id, :words)")?;
        let mut start = 0;
        for (order, end) in waiting.orders {
            let words = &waiting.text[start..end];
            statement.execute(named_params! { ":id": order, ":words": words })?;
            start = end;
        }
        Ok(())
    }
}

/// Tells the few words of one order apart, without being safe from words chosen to be alike.
#[derive(Default)]
pub(super) struct Quick(u64);

impl Quick {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0 ^ word)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(29);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        let mut word = [0; 8];
        word[..rest.len()].copy_from_slice(rest);
        self.mix(u64::from_le_bytes(word));
    }

    fn write_u8(&mut self, byte: u8) {
        self.mix(u64::from(byte));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What an order is found by, with those of its lines. The index keeps which orders hold a word and
/// not how often: a word that the lines of an order repeat is given once.
pub(super) fn words_of<'o>(
    order: &'o OrderContent,
    lines: impl Iterator<Item = &'o LineContent>,
) -> String {
    let own = [
        &order.number,
        &order.customer_name,
        &order.email,
        &order.city,
    ];
    let lines = lines.flat_map(|line| [&line.name, &line.sku]);
    let mut seen =
        HashSet::<&str, _>::with_capacity_and_hasher(8, BuildHasherDefault::<Quick>::default());
    let mut words = String::with_capacity(64);
    let all = own.into_iter().chain(lines);
    for word in all.flat_map(|text| text.split_whitespace()) {
        if seen.insert(word) {
            words.push_str(word);
            words.push(' ');
        }
    }
    words
}
