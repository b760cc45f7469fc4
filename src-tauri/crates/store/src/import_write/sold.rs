//! Products of the lines that an import writes. The thread that reads numbers them, so that the one
//! that writes finds each by its place and not by its words; and says which lines have the name of
//! their product, whose words then stand in the search index once and not with each order.

use std::{
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState},
};

use pannier_core::SourceId;
use rusqlite::named_params;

use super::{LineContent, OrderPlace, words::Quick};
use crate::{Result, WriteTx};

/// Numbers of the products of one source, in the order in which they were met. They are known by
/// what their keys hash to, 128 bits that nobody can foresee: to go and compare the keys themselves
/// takes several times as long as the rest of it.
#[derive(Debug)]
pub struct ProductNumbers {
    by_key: HashMap<(u64, u64), Known, BuildHasherDefault<Quick>>,
    seeds: (RandomState, RandomState),
    key: String,
}

/// A product that has a number.
#[derive(Debug, Clone, Copy)]
struct Known {
    number: u32,
    /// Of its name, as the shop file has it, or else as its first line says it.
    name: u64,
}

/// What a line sells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sold {
    number: u32,
    /// It says the name that its product had when it was numbered.
    pub(super) has_its_name: bool,
}

impl ProductNumbers {
    fn new(known: impl Iterator<Item = (String, String)>) -> Self {
        let mut numbers = Self {
            by_key: HashMap::default(),
            seeds: (RandomState::new(), RandomState::new()),
            key: String::new(),
        };
        for (key, name) in known {
            let product = numbers.next(&name);
            let hashed = numbers.hashed(&key);
            numbers.by_key.insert(hashed, product);
        }
        numbers
    }

    /// A shop sells fewer products than there are numbers; beyond them all share the last one.
    fn next(&self, name: &str) -> Known {
        Known {
            number: u32::try_from(self.by_key.len()).unwrap_or(u32::MAX),
            name: of_bytes(&self.seeds.0, name),
        }
    }

    fn hashed(&self, key: &str) -> (u64, u64) {
        (of_bytes(&self.seeds.0, key), of_bytes(&self.seeds.1, key))
    }

    pub(super) fn of(&mut self, line: &LineContent) -> Sold {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        line.write_product_key(&mut key);
        let hashed = self.hashed(&key);
        self.key = key;
        if let Some(known) = self.by_key.get(&hashed) {
            return Sold {
                number: known.number,
                has_its_name: known.name == of_bytes(&self.seeds.0, &line.name),
            };
        }
        let known = self.next(&line.name);
        self.by_key.insert(hashed, known);
        Sold {
            number: known.number,
            has_its_name: true,
        }
    }
}

fn of_bytes(seed: &RandomState, text: &str) -> u64 {
    let mut hasher = seed.build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// A product with a number.
#[derive(Debug, Clone, Copy)]
struct Numbered {
    id: i64,
    /// It is called something else than the line said by which it was numbered.
    is_renamed: bool,
}

/// Products of one source, new ones added as they come.
pub(super) struct SoldProducts<'t> {
    tx: &'t WriteTx<'t>,
    by_key: HashMap<String, i64>,
    by_number: Vec<Option<Numbered>>,
    key: String,
}

impl<'t> SoldProducts<'t> {
    pub(super) fn new(tx: &'t WriteTx<'t>, source: SourceId) -> Result<Self> {
        Ok(Self {
            tx,
            by_key: tx.known_products(source)?,
            by_number: Vec::new(),
            key: String::new(),
        })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Numbers those that are known, for a thread that reads.
    pub(super) fn numbers(&mut self, source: SourceId) -> Result<ProductNumbers> {
        let mut statement = self.tx.connection().prepare_cached(
            "SELECT key, id, name FROM product WHERE source_id = :source ORDER BY id",
        )?;
        let mut rows = statement.query(named_params! { ":source": source.0 })?;
        let mut known = Vec::new();
        self.by_number.clear();
        while let Some(row) = rows.next()? {
            known.push((row.get("key")?, row.get("name")?));
            self.by_number.push(Some(Numbered {
                id: row.get("id")?,
                is_renamed: false,
            }));
        }
        Ok(ProductNumbers::new(known.into_iter()))
    }

    /// The product of a line that was numbered, and whether the words of the line have to stand
    /// with its order, since they are not those of the product.
    pub(super) fn numbered(
        &mut self,
        place: &OrderPlace,
        line: &LineContent,
        sold: Sold,
    ) -> Result<(i64, bool)> {
        let number = sold.number as usize;
        let known = self.by_number.get(number).copied().flatten();
        let product = match known {
            Some(product) => product,
            None => self.number(place, line, number)?,
        };
        Ok((product.id, sold.has_its_name && product.is_renamed))
    }

    fn number(
        &mut self,
        place: &OrderPlace,
        line: &LineContent,
        number: usize,
    ) -> Result<Numbered> {
        let id = self.of(place, line)?;
        let mut statement = self
            .tx
            .connection()
            .prepare_cached("SELECT name FROM product WHERE id = :id")?;
        let name: String = statement.query_row(named_params! { ":id": id }, |row| row.get(0))?;
        let product = Numbered {
            id,
            is_renamed: name != line.name,
        };
        if number < u32::MAX as usize {
            if self.by_number.len() <= number {
                self.by_number.resize(number + 1, None);
            }
            self.by_number[number] = Some(product);
        }
        Ok(product)
    }

    /// The product of a line, by its words.
    pub(super) fn of(&mut self, place: &OrderPlace, line: &LineContent) -> Result<i64> {
        self.key.clear();
        line.write_product_key(&mut self.key);
        if let Some(product) = self.by_key.get(&self.key) {
            return Ok(*product);
        }
        let connection = self.tx.connection();
        connection
            .prepare_cached(
                "INSERT INTO product (source_id, key, sku, name, vendor, import_id)
                 VALUES (:source, :key, :sku, :name, :vendor, :import)",
            )?
            .execute(named_params! {
                ":source": place.source.0, ":key": self.key, ":sku": line.sku, ":name": line.name,
                ":vendor": line.vendor, ":import": place.import.0,
            })?;
        let product = connection.last_insert_rowid();
        self.tx.add_product_words(product, line);
        self.tx.variants_change();
        self.by_key.insert(self.key.clone(), product);
        Ok(product)
    }
}
