//! Writing the products of a file, many with one statement where none was known before.

use std::{collections::HashSet, fmt};

use pannier_core::Currency;
use rusqlite::CachedStatement;

use super::{
    CatalogueContent, CatalogueStatus, KeptKind, KeptPlace, VariantContent,
    catalogued::SaidProduct,
    saying::{fingerprint, to_json},
};
use crate::{
    Result, Topic, WriteTx,
    import_write::{Fingerprint, rows::RowWriter},
};

/// Products that are written at a time.
const BATCH: usize = 64;

const PRODUCT: &str = "INSERT OR FAIL INTO catalogue_product
  (id, source_id, external_id, title, vendor, category, tags, status, picture, url, gift_card) VALUES";
const VARIANT: &str = "INSERT OR FAIL INTO catalogue_variant
  (product_id, position, key, title, sku, barcode, currency, price, compare_at, cost, stock, picture)
  VALUES";
const SAID: &str = "INSERT OR FAIL INTO said_record (id, said) VALUES";
const SEEN: &str = "INSERT OR FAIL INTO import_sighting
  (import_id, kind, record_id, import_file_id, said_id, said_hash) VALUES";

/// Writes what a file says of products.
pub struct CatalogueWriter<'t> {
    tx: &'t WriteTx<'t>,
    place: KeptPlace,
    /// Nothing was known of the source's products before the file: none of them is looked up.
    first: Option<First<'t>>,
    /// Products of which the file says what all others said.
    same: Vec<SaidProduct>,
    seen: RowWriter<'t>,
}

impl fmt::Debug for CatalogueWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("CatalogueWriter").finish_non_exhaustive()
    }
}

/// The products of the first file of a source.
struct First<'t> {
    /// What the file has named so far.
    named: HashSet<Fingerprint>,
    waiting: Vec<CatalogueContent>,
    products: RowWriter<'t>,
    variants: RowWriter<'t>,
    said: RowWriter<'t>,
}

impl<'t> CatalogueWriter<'t> {
    /// A writer of the products of a file. Call [`Self::finish`] at its end.
    pub fn new(tx: &'t WriteTx<'t>, place: KeptPlace) -> Result<Self> {
        let is_known = tx
            .connection()
            .prepare_cached("SELECT 1 FROM catalogue_product WHERE source_id = ?")?
            .exists([place.source.0])?;
        let first = (!is_known).then(|| First {
            named: HashSet::new(),
            waiting: Vec::with_capacity(BATCH),
            products: RowWriter::new(tx, PRODUCT, 11),
            variants: RowWriter::new(tx, VARIANT, 12),
            said: RowWriter::new(tx, SAID, 2),
        });
        // Source, import and file are there; the rest is written here, the row that is named first.
        tx.trust_references(first.is_some())?;
        Ok(Self {
            tx,
            place,
            first,
            same: Vec::new(),
            seen: RowWriter::new(tx, SEEN, 6),
        })
    }

    /// Takes in a product.
    pub fn say(&mut self, said: CatalogueContent) -> Result<()> {
        if let Some(first) = &mut self.first {
            if first.named.insert(fingerprint(&said.external_id)) {
                first.waiting.push(said);
                return if first.waiting.len() == BATCH {
                    first.write(self.tx, &self.place, &mut self.seen)
                } else {
                    Ok(())
                };
            }
            self.finish()?;
        }
        self.see()?;
        self.tx.say_kept(&self.place, said)
    }

    /// Takes in that the file says of a product what all others say. As [looked
    /// up](crate::KnownCatalogue::find) since the last import or undo, and not said by this import
    /// before.
    pub fn say_again(&mut self, product: SaidProduct) -> Result<()> {
        self.same.push(product);
        if self.same.len() == BATCH {
            self.see()
        } else {
            Ok(())
        }
    }

    /// Writes what still waits.
    pub fn finish(&mut self) -> Result<()> {
        if let Some(mut first) = self.first.take() {
            first.write(self.tx, &self.place, &mut self.seen)?;
            self.tx.trust_references(false)?;
        }
        self.see()
    }

    fn see(&mut self) -> Result<()> {
        if self.same.is_empty() {
            return Ok(());
        }
        self.tx.touch(Topic::Orders);
        // Product and what was said of it were read from this file.
        self.tx.trust_references(true)?;
        see(&mut self.seen, &self.place, &self.same)?;
        self.tx.trust_references(self.first.is_some())?;
        self.same.clear();
        Ok(())
    }
}

impl First<'_> {
    fn write(&mut self, tx: &WriteTx, place: &KeptPlace, seen: &mut RowWriter) -> Result<()> {
        let all = std::mem::take(&mut self.waiting);
        if all.is_empty() {
            return Ok(());
        }
        tx.touch(Topic::Orders);
        tx.variants_change();
        tx.catalogue_changes();
        let first = next(tx, "SELECT coalesce(max(id), 0) + 1 FROM catalogue_product")?;
        let first_said = next(tx, "SELECT coalesce(max(id), 0) + 1 FROM said_record")?;
        let row = |of: i64, index: usize| of + i64::try_from(index).unwrap_or(i64::MAX - of);
        self.products.write(all.len(), |statement, after, index| {
            bind_product(statement, after, row(first, index), place, &all[index])
        })?;
        let variants: Vec<(i64, usize, &VariantContent)> = all
            .iter()
            .enumerate()
            .flat_map(|(index, product)| {
                let variants = product.variants.iter().enumerate();
                variants.map(move |(position, variant)| (row(first, index), position, variant))
            })
            .collect();
        self.variants
            .write(variants.len(), |statement, after, index| {
                bind_variant(statement, after, variants[index])
            })?;
        let said: Vec<String> = all.iter().map(to_json).collect::<Result<_>>()?;
        self.said.write(said.len(), |statement, after, index| {
            statement.raw_bind_parameter(after + 1, row(first_said, index))?;
            statement.raw_bind_parameter(after + 2, said[index].as_str())?;
            Ok(())
        })?;
        let of = |(index, json): (usize, &String)| SaidProduct {
            id: row(first, index),
            said: row(first_said, index),
            hash: fingerprint(json),
        };
        let all: Vec<SaidProduct> = said.iter().enumerate().map(of).collect();
        see(seen, place, &all)
    }
}

/// Writes that a file spoke of products, and what it said.
fn see(writer: &mut RowWriter, place: &KeptPlace, all: &[SaidProduct]) -> Result<()> {
    writer.write(all.len(), |statement, after, index| {
        let SaidProduct { id, said, hash } = all[index];
        statement.raw_bind_parameter(after + 1, place.import.0)?;
        statement.raw_bind_parameter(after + 2, KeptKind::Products.word())?;
        statement.raw_bind_parameter(after + 3, id)?;
        statement.raw_bind_parameter(after + 4, place.file)?;
        statement.raw_bind_parameter(after + 5, said)?;
        statement.raw_bind_parameter(after + 6, hash)?;
        Ok(())
    })
}

fn next(tx: &WriteTx, sql: &str) -> Result<i64> {
    let mut statement = tx.connection().prepare_cached(sql)?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

fn bind_product(
    statement: &mut CachedStatement,
    after: usize,
    id: i64,
    place: &KeptPlace,
    product: &CatalogueContent,
) -> Result<()> {
    let CatalogueContent {
        external_id,
        title,
        vendor,
        category,
        tags,
        status,
        picture,
        url,
        gift_card,
        is_whole: _,
        variants: _,
    } = product;
    statement.raw_bind_parameter(after + 1, id)?;
    statement.raw_bind_parameter(after + 2, place.source.0)?;
    statement.raw_bind_parameter(after + 3, external_id.as_str())?;
    statement.raw_bind_parameter(after + 8, status.map(CatalogueStatus::word))?;
    statement.raw_bind_parameter(after + 11, *gift_card)?;
    for (field, text) in [
        (4, title),
        (5, vendor),
        (6, category),
        (7, tags),
        (9, picture),
        (10, url),
    ] {
        statement.raw_bind_parameter(after + field, text.as_deref())?;
    }
    Ok(())
}

fn bind_variant(
    statement: &mut CachedStatement,
    after: usize,
    (product, position, variant): (i64, usize, &VariantContent),
) -> Result<()> {
    let VariantContent {
        key,
        title,
        sku,
        barcode,
        currency,
        price,
        compare_at,
        cost,
        stock,
        picture,
    } = variant;
    statement.raw_bind_parameter(after + 1, product)?;
    statement.raw_bind_parameter(after + 2, i64::try_from(position).unwrap_or(i64::MAX))?;
    statement.raw_bind_parameter(after + 3, key.as_str())?;
    statement.raw_bind_parameter(after + 4, title.as_str())?;
    statement.raw_bind_parameter(after + 7, currency.map(Currency::code))?;
    for (field, text) in [(5, sku), (6, barcode), (12, picture)] {
        statement.raw_bind_parameter(after + field, text.as_deref())?;
    }
    for (field, number) in [(8, price), (9, compare_at), (10, cost), (11, stock)] {
        statement.raw_bind_parameter(after + field, *number)?;
    }
    Ok(())
}
