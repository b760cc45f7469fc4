//! What the shop sells, with what orders call it: for suggesting products.

use pannier_core::{Currency, CustomerId, SourceId, Timestamp};
use rusqlite::Row;

use crate::{BehaviourKind, CatalogueStatus, Error, ReadTx, Result, shop::parsed};

/// A product of the catalogue. Amounts are minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfProduct {
    /// Its row; another after its file was imported anew.
    pub id: i64,
    /// The shop on a platform that sells it.
    pub source: SourceId,
    /// That platform's key.
    pub platform: String,
    /// The platform's handle or id, else the SKU or the title.
    pub external_id: String,
    /// Its name; empty where no file says it.
    pub title: String,
    /// Who makes it, or empty.
    pub vendor: String,
    /// What kind of thing it is, in the shop's words, or empty.
    pub category: String,
    /// As in the file, or empty.
    pub tags: String,
    /// Whether it is for sale, as far as is known.
    pub for_sale: bool,
    /// Whether it is a gift card.
    pub gift_card: bool,
    /// Address of its first picture, or of the first of a variant.
    pub picture: Option<String>,
    /// Address of its page.
    pub url: Option<String>,
    /// Its variants in the file's order.
    pub variants: Vec<ShelfVariant>,
}

/// A variant of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfVariant {
    /// Its options, or empty.
    pub title: String,
    /// SKU, or empty.
    pub sku: String,
    /// Currency of its amounts.
    pub currency: Option<Currency>,
    /// What it is sold for.
    pub price: Option<i64>,
    /// What it was sold for before it was lowered.
    pub compare_at: Option<i64>,
    /// What the shop pays for it.
    pub cost: Option<i64>,
    /// Pieces in stock; nothing where the shop does not count them.
    pub stock: Option<i64>,
    /// The product of order lines that it is.
    pub sold_as: Option<i64>,
}

impl ReadTx<'_> {
    /// All products of the catalogue, in the order in which they came.
    ///
    /// # Errors
    /// What the file says.
    pub fn shelf(&self) -> Result<Vec<ShelfProduct>> {
        let sql = include_str!("sql/shelf/products.sql");
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut products: Vec<ShelfProduct> = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get("id")?;
            if products.last().is_none_or(|last| last.id != id) {
                products.push(product_of(row)?);
            }
            if let Some(product) = products.last_mut()
                && row.get::<_, Option<i64>>("position")?.is_some()
            {
                if product.picture.is_none() {
                    product.picture = row.get("variant_picture")?;
                }
                product.variants.push(variant_of(row)?);
            }
        }
        Ok(products)
    }
}

fn product_of(row: &Row) -> Result<ShelfProduct> {
    let word = |column: &str| row.get::<_, Option<String>>(column);
    let status = word("status")?;
    let status = status.map(|word| {
        CatalogueStatus::of_word(&word)
            .ok_or_else(|| Error::Damaged(format!("“{word}” is no state of a product")))
    });
    Ok(ShelfProduct {
        id: row.get("id")?,
        source: SourceId(row.get("source_id")?),
        platform: row.get("platform")?,
        external_id: row.get("external_id")?,
        title: word("title")?.unwrap_or_default(),
        vendor: word("vendor")?.unwrap_or_default(),
        category: word("category")?.unwrap_or_default(),
        tags: word("tags")?.unwrap_or_default(),
        for_sale: matches!(status.transpose()?, None | Some(CatalogueStatus::Active)),
        gift_card: row.get::<_, Option<bool>>("gift_card")?.unwrap_or(false),
        picture: word("picture")?,
        url: word("url")?,
        variants: Vec::new(),
    })
}

fn variant_of(row: &Row) -> Result<ShelfVariant> {
    let currency: Option<String> = row.get("currency")?;
    Ok(ShelfVariant {
        title: row.get("variant")?,
        sku: row.get::<_, Option<String>>("sku")?.unwrap_or_default(),
        currency: currency.map(|code| parsed(&code)).transpose()?,
        price: row.get("price")?,
        compare_at: row.get("compare_at")?,
        cost: row.get("cost")?,
        stock: row.get("stock")?,
        sold_as: row.get("sold_as")?,
    })
}

/// Something that a known customer did with a product, besides buying it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfDeed {
    /// Whose it is.
    pub customer: CustomerId,
    /// The product of the catalogue, where the file's word means one.
    pub catalogue: Option<i64>,
    /// The product of order lines, where it means one.
    pub sold_as: Option<i64>,
    /// What.
    pub kind: BehaviourKind,
    /// When.
    pub at: Timestamp,
}

impl ReadTx<'_> {
    /// What known customers looked at, wished for and put into a cart, in the order in which it
    /// came; the lines of carts that they left among it.
    ///
    /// # Errors
    /// What the file says.
    pub fn shelf_deeds(&self) -> Result<Vec<ShelfDeed>> {
        let sql = include_str!("sql/shelf/deeds.sql");
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut deeds = Vec::new();
        while let Some(row) = rows.next()? {
            let kind: String = row.get("kind")?;
            let kind = BehaviourKind::of_word(&kind)
                .ok_or_else(|| Error::Damaged(format!("“{kind}” is no behaviour")))?;
            deeds.push(ShelfDeed {
                customer: CustomerId(row.get("customer_id")?),
                catalogue: row.get("catalogue_id")?,
                sold_as: row.get("sold_as")?,
                kind,
                at: Timestamp(row.get("at")?),
            });
        }
        Ok(deeds)
    }
}
