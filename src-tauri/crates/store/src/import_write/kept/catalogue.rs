//! What the shop sells, as its products files say.

use std::{borrow::Cow, collections::HashMap};

use pannier_core::Currency;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::{Kept, KeptKind, KeptPlace};
use crate::{Result, WriteTx};

/// A product with its variants. Nothing is what the file has no column for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueContent {
    /// The platform's handle or id, else the SKU or the title.
    pub external_id: String,
    /// Its name.
    pub title: Option<String>,
    /// Who makes it.
    pub vendor: Option<String>,
    /// What kind of thing it is, in the shop's words.
    pub category: Option<String>,
    /// As in the file.
    pub tags: Option<String>,
    /// Whether it is for sale.
    pub status: Option<CatalogueStatus>,
    /// Address of its first picture.
    pub picture: Option<String>,
    /// Address of its page.
    pub url: Option<String>,
    /// It is a gift card.
    pub gift_card: Option<bool>,
    /// The file lists all variants that there are, and not only their stock.
    pub is_whole: bool,
    /// Its variants, in the file's order; a product without options has one.
    pub variants: Vec<VariantContent>,
}

/// A variant of a product. Amounts are minor units of `currency`; nothing is what the file has no
/// column for, or leaves empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantContent {
    /// Tells the variants of a product apart.
    pub key: String,
    /// Its options, or empty.
    pub title: String,
    /// SKU.
    pub sku: Option<String>,
    /// EAN, UPC or ISBN.
    pub barcode: Option<String>,
    /// Currency of its amounts.
    pub currency: Option<Currency>,
    /// What it is sold for.
    pub price: Option<i64>,
    /// What it cost before it was lowered.
    pub compare_at: Option<i64>,
    /// What the shop pays for it.
    pub cost: Option<i64>,
    /// Pieces in stock, in all places together; below zero where more was sold than there was.
    pub stock: Option<i64>,
    /// Address of its picture.
    pub picture: Option<String>,
}

/// Whether a product is for sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatalogueStatus {
    /// It is.
    Active,
    /// Not yet, or not for everyone.
    Draft,
    /// No more.
    Archived,
}

impl CatalogueStatus {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Draft => "draft",
            Self::Archived => "archived",
        }
    }

    /// What a stored word means.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        [Self::Active, Self::Draft, Self::Archived]
            .into_iter()
            .find(|status| status.word() == word)
    }
}

impl VariantContent {
    fn over(self, before: &Self) -> Self {
        // A file with prices says both of them: one that was not lowered has nothing to compare.
        let compare_at = match self.price {
            Some(_) => self.compare_at,
            None => before.compare_at,
        };
        let title = if self.title.is_empty() {
            before.title.clone()
        } else {
            self.title
        };
        Self {
            key: self.key,
            title,
            sku: self.sku.or_else(|| before.sku.clone()),
            barcode: self.barcode.or_else(|| before.barcode.clone()),
            currency: self.currency.or(before.currency),
            price: self.price.or(before.price),
            compare_at,
            cost: self.cost.or(before.cost),
            stock: self.stock.or(before.stock),
            picture: self.picture.or_else(|| before.picture.clone()),
        }
    }
}

/// Variants by their keys, the first of each: a product may have thousands of them.
fn by_key(variants: &[VariantContent]) -> HashMap<&str, &VariantContent> {
    let mut known = HashMap::with_capacity(variants.len());
    for variant in variants {
        known.entry(variant.key.as_str()).or_insert(variant);
    }
    known
}

impl Kept for CatalogueContent {
    const KIND: KeptKind = KeptKind::Products;

    fn key(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.external_id)
    }

    fn over(self, before: &Self) -> Self {
        let known = by_key(&before.variants);
        let of = |key: &str| known.get(key).copied();
        let mut variants: Vec<VariantContent> = self
            .variants
            .into_iter()
            .map(|variant| match of(&variant.key) {
                Some(before) => variant.over(before),
                None => variant,
            })
            .collect();
        if !self.is_whole {
            // In the place that they had: a file of stock alone orders nothing anew.
            let said = by_key(&variants);
            let placed = before
                .variants
                .iter()
                .map(|known| said.get(known.key.as_str()).copied().unwrap_or(known));
            let new = variants.iter().filter(|variant| of(&variant.key).is_none());
            variants = placed.chain(new).cloned().collect();
        }
        Self {
            external_id: self.external_id,
            title: self.title.or_else(|| before.title.clone()),
            vendor: self.vendor.or_else(|| before.vendor.clone()),
            category: self.category.or_else(|| before.category.clone()),
            tags: self.tags.or_else(|| before.tags.clone()),
            status: self.status.or(before.status),
            picture: self.picture.or_else(|| before.picture.clone()),
            url: self.url.or_else(|| before.url.clone()),
            gift_card: self.gift_card.or(before.gift_card),
            is_whole: self.is_whole || before.is_whole,
            variants,
        }
    }

    fn insert(&self, tx: &WriteTx, place: &KeptPlace) -> Result<i64> {
        tx.connection()
            .prepare_cached(include_str!("../../sql/kept/insert_product.sql"))?
            .execute(named_params! {
                ":source": place.source.0, ":external_id": self.external_id, ":title": self.title,
                ":vendor": self.vendor, ":category": self.category, ":tags": self.tags,
                ":status": self.status.map(CatalogueStatus::word), ":picture": self.picture,
                ":url": self.url, ":gift_card": self.gift_card,
            })?;
        let id = tx.connection().last_insert_rowid();
        self.insert_variants(tx, id)?;
        Ok(id)
    }

    fn rewrite(&self, tx: &WriteTx, id: i64) -> Result<()> {
        tx.connection()
            .prepare_cached(
                "UPDATE catalogue_product SET title = :title, vendor = :vendor, category = :category,
                        tags = :tags, status = :status, picture = :picture, url = :url,
                        gift_card = :gift_card
                  WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": id, ":title": self.title, ":vendor": self.vendor,
                ":category": self.category, ":tags": self.tags,
                ":status": self.status.map(CatalogueStatus::word), ":picture": self.picture,
                ":url": self.url, ":gift_card": self.gift_card,
            })?;
        tx.connection()
            .prepare_cached("DELETE FROM catalogue_variant WHERE product_id = :id")?
            .execute(named_params! { ":id": id })?;
        self.insert_variants(tx, id)
    }
}

impl CatalogueContent {
    fn insert_variants(&self, tx: &WriteTx, id: i64) -> Result<()> {
        tx.variants_change();
        tx.catalogue_changes();
        let mut statement = tx
            .connection()
            .prepare_cached(include_str!("../../sql/kept/insert_variant.sql"))?;
        for (position, variant) in self.variants.iter().enumerate() {
            statement.execute(named_params! {
                ":product": id, ":position": i64::try_from(position).unwrap_or(i64::MAX),
                ":key": variant.key, ":title": variant.title, ":sku": variant.sku,
                ":barcode": variant.barcode, ":currency": variant.currency.map(Currency::code),
                ":price": variant.price, ":compare_at": variant.compare_at,
                ":cost": variant.cost, ":stock": variant.stock, ":picture": variant.picture,
            })?;
        }
        Ok(())
    }
}
