//! Rows of products files: a row a variant, rows of pictures alone, or rows of stock.

use std::collections::HashMap;

use pannier_store::{CatalogueContent, CatalogueStatus, VariantContent};

use super::{
    KeptReading, Said, Step,
    reading::{Fault, Read, fault},
};
use crate::{
    Rejection,
    cells::{bare, yes_no},
    header::fold,
    profile::Field,
    records::Row,
};

/// Products of a file, put together from their rows.
#[derive(Debug, Default)]
pub(super) struct Products {
    list: Vec<Gathered>,
    by_key: HashMap<String, usize>,
    /// By SKU and by id, for rows that name their product by them.
    by_word: HashMap<String, usize>,
    /// Rows of variants whose product comes later, or never.
    waiting: Vec<Waiting>,
    last: Option<usize>,
}

/// A product as its rows have said it so far.
#[derive(Debug)]
struct Gathered {
    product: CatalogueContent,
    rows: u64,
    /// Where its variants stand, by their keys: a product may have thousands.
    places: HashMap<String, usize>,
}

/// A row of a variant that stands apart from its product.
#[derive(Debug)]
struct Waiting {
    parent: String,
    product: CatalogueContent,
    variant: VariantContent,
    /// What is to be said where there is no such product.
    rejection: Rejection,
}

/// What a row says.
struct RowSaid {
    /// The product, without its variants.
    product: CatalogueContent,
    variant: Option<VariantContent>,
    /// The product that the row is a variant of.
    parent: Option<String>,
    words: Vec<String>,
}

impl Products {
    /// Reads a row; it is told of at the end, unless it is left out.
    pub(super) fn read(&mut self, reading: &KeptReading, row: &Row) -> Option<Step> {
        if let Err(rejection) = reading.whole(row) {
            return Some(Step::Rejected(rejection));
        }
        let said = match self.said(reading, row) {
            Ok(said) => said,
            Err(fault) => return Some(Step::Rejected(reading.reject(row, &fault))),
        };
        if let Some(parent) = said.parent {
            let reason = "This is a variant of a product that is not in the file. Export all products, and drop that file";
            let rejection = reading.reject(
                row,
                &fault(reading.fields.one(Field::ProductParent), &parent, reason),
            );
            self.waiting.push(Waiting {
                parent,
                product: said.product,
                variant: said.variant.unwrap_or_default(),
                rejection,
            });
            return None;
        }
        let known = self.by_key.get(&said.product.external_id).copied();
        let position = if let Some(known) = known {
            fill(&mut self.list[known].product, said.product);
            known
        } else {
            let key = said.product.external_id.clone();
            self.by_key.insert(key, self.list.len());
            self.list.push(Gathered {
                product: said.product,
                rows: 0,
                places: HashMap::new(),
            });
            self.list.len() - 1
        };
        for word in said.words {
            self.by_word.entry(word).or_insert(position);
        }
        self.last = Some(position);
        let known = &mut self.list[position];
        known.rows += 1;
        if let Some(variant) = said.variant {
            known.take(variant);
        }
        None
    }

    fn said(&self, reading: &KeptReading, row: &Row) -> Read<RowSaid> {
        let text = |field| reading.text(row, field);
        let id = text(Field::ProductId);
        let title = text(Field::ProductTitle);
        let sku = text(Field::Sku);
        let parent = text(Field::ProductParent);
        // Further rows of a product may leave its name and its id empty.
        let before = || {
            let last = &self.list[self.last?].product;
            Some(last.external_id.clone())
        };
        let key = id
            .as_deref()
            .map(|id| bare(id).to_owned())
            .or_else(|| {
                let is_further = reading.fields.one(Field::ProductId).is_some() && title.is_none();
                is_further.then(before)?
            })
            .or_else(|| {
                sku.as_ref()
                    .filter(|_| reading.fields.one(Field::ProductId).is_none())
                    .map(|sku| format!("sku:{sku}"))
            })
            .or_else(|| title.as_ref().map(|title| format!("title:{title}")))
            .or_else(|| sku.as_ref().map(|sku| format!("sku:{sku}")))
            // Its product is named by another column.
            .or_else(|| parent.clone());
        let Some(key) = key else {
            let column = reading.first();
            return Err(fault(
                column,
                "",
                "The row names no product: neither an id, nor a name, nor a SKU. Export the file again",
            ));
        };
        let variant = variant_of(reading, row, parent.is_some())?;
        // Only rows that name their product by one of them look for it.
        let mut words = Vec::new();
        if reading.fields.one(Field::ProductParent).is_some() {
            words.extend(sku);
            words.extend(id.as_ref().map(|id| format!("id:{id}")));
            words.extend(id);
        }
        Ok(RowSaid {
            product: CatalogueContent {
                external_id: key,
                title,
                vendor: text(Field::Vendor),
                category: text(Field::Category).map(|text| text.replace("\\,", ",")),
                tags: text(Field::Tags).map(|text| text.replace("\\,", ",")),
                status: status_of(reading, row),
                picture: picture(reading.cell(row, Field::Picture)),
                url: text(Field::ProductUrl),
                gift_card: yes_no(reading.cell(row, Field::GiftCard)),
                is_whole: reading.fields.one(Field::Price).is_some(),
                variants: Vec::new(),
            },
            variant,
            parent,
            words,
        })
    }

    /// All products, each with its rows.
    pub(super) fn finish(mut self) -> impl Iterator<Item = Step> {
        let mut rejected = Vec::new();
        for waiting in std::mem::take(&mut self.waiting) {
            let Some(position) = self.by_word.get(&waiting.parent).copied() else {
                rejected.push(Step::Rejected(waiting.rejection));
                continue;
            };
            let known = &mut self.list[position];
            known.rows += 1;
            let variants = &mut known.product.variants;
            if variants.iter().all(|variant| variant.key.is_empty()) {
                // What the parent has by itself is not for sale.
                variants.clear();
                known.places.clear();
            }
            let CatalogueContent { picture, title, .. } = waiting.product;
            let mut variant = waiting.variant;
            if variant.title.is_empty() {
                variant.title = own_words(known.product.title.as_deref(), title.as_deref());
            }
            known.take(VariantContent { picture, ..variant });
        }
        let said = self.list.into_iter().map(|known| {
            let mut product = known.product;
            if product.variants.is_empty() && product.is_whole {
                product.variants.push(VariantContent::default());
            }
            Step::Said(Said::Product(Box::new(product)), known.rows)
        });
        rejected.into_iter().chain(said)
    }
}

/// What the name of a variant says beside that of its product.
fn own_words(product: Option<&str>, variant: Option<&str>) -> String {
    let (product, variant) = (product.unwrap_or_default(), variant.unwrap_or_default());
    let rest = variant
        .strip_prefix(product)
        .filter(|rest| !rest.starts_with(char::is_alphanumeric));
    let rest = rest.unwrap_or(variant);
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "-–—,|/:".contains(c));
    let inner = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    inner
        .filter(|words| !words.contains(['(', ')']))
        .unwrap_or(rest)
        .to_owned()
}

/// Fills what the rows before did not say.
fn fill(product: &mut CatalogueContent, row: CatalogueContent) {
    let CatalogueContent {
        external_id: _,
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
    } = row;
    product.title = product.title.take().or(title);
    product.vendor = product.vendor.take().or(vendor);
    product.category = product.category.take().or(category);
    product.tags = product.tags.take().or(tags);
    product.status = product.status.or(status);
    product.picture = product.picture.take().or(picture);
    product.url = product.url.take().or(url);
    product.gift_card = product.gift_card.or(gift_card);
}

impl Gathered {
    /// Adds a variant; one that is there already, in another place, adds its stock.
    fn take(&mut self, variant: VariantContent) {
        let Self {
            product, places, ..
        } = self;
        let number = product.variants.len() + 1;
        let Some(place) = places.get(&variant.key) else {
            places.insert(variant.key.clone(), product.variants.len());
            product.variants.push(variant);
            return;
        };
        let known = &mut product.variants[*place];
        if known.sku == variant.sku || variant.sku.is_none() {
            known.stock = match (known.stock, variant.stock) {
                (Some(here), Some(there)) if !product.is_whole => here.checked_add(there),
                (here, there) => here.or(there),
            };
            known.price = known.price.or(variant.price);
            known.cost = known.cost.or(variant.cost);
            known.picture = known.picture.take().or(variant.picture);
        } else {
            let key = variant.sku.clone().unwrap_or_default();
            let key = format!("{key}|{number}");
            let place = product.variants.len();
            places.entry(key.clone()).or_insert(place);
            product.variants.push(VariantContent { key, ..variant });
        }
    }
}

/// Whether today lies within the dates of a lowered price, where the row has any.
fn is_sale_on(reading: &KeptReading, row: &Row) -> bool {
    let day = |field| {
        let at = reading.other_moment(row, field)?;
        Some(reading.zone.day_of(at))
    };
    let today = reading.zone.day_of(reading.now);
    day(Field::SaleFrom).is_none_or(|from| from <= today)
        && day(Field::SaleUntil).is_none_or(|until| today <= until)
}

/// The variant of a row; nothing in a row of pictures alone.
fn variant_of(reading: &KeptReading, row: &Row, is_apart: bool) -> Read<Option<VariantContent>> {
    let currency = reading.currency(row)?;
    let price = reading.price(row, Field::Price, currency)?;
    let compare_at = reading.price(row, Field::CompareAtPrice, currency)?;
    let is_lowered =
        || yes_no(reading.cell(row, Field::OnSale)) != Some(false) && is_sale_on(reading, row);
    let sale = reading.price(row, Field::SalePrice, currency)?;
    let (price, compare_at) = match (price, sale.filter(|_| is_lowered())) {
        (Some(price), Some(sale)) if sale < price => (Some(sale), Some(price)),
        _ => (price, compare_at.filter(|compare| Some(*compare) > price)),
    };
    let cost = reading.price(row, Field::Cost, currency)?;
    let stock = stock_of(reading, row)?;
    let sku = reading.text(row, Field::Sku);
    let barcode = reading
        .text(row, Field::Barcode)
        .map(|code| bare(&code).to_owned());
    // Where variants have rows of their own, their product lists all that there is of each option.
    let is_listing = !is_apart && reading.fields.one(Field::ProductParent).is_some();
    let options = if is_listing {
        Vec::new()
    } else {
        reading.several(row, Field::VariantTitle)
    };
    let id = reading.text(row, Field::VariantId);
    let says_nothing = sku.is_none()
        && barcode.is_none()
        && options.is_empty()
        && price.is_none()
        && cost.is_none()
        && stock.is_none();
    if says_nothing && !is_apart {
        return Ok(None);
    }
    let is_default = options.iter().all(|option| option == "Default Title");
    let title = if is_default {
        String::new()
    } else {
        options.join(if is_apart { ", " } else { " / " })
    };
    let key = match id {
        Some(id) if is_apart || !title.is_empty() => id,
        _ if !title.is_empty() => title.clone(),
        _ if is_apart => sku.clone().unwrap_or_default(),
        _ => String::new(),
    };
    let has_money = price.or(compare_at).or(cost).is_some();
    Ok(Some(VariantContent {
        key,
        title,
        sku,
        barcode,
        currency: has_money.then_some(currency),
        price,
        compare_at,
        cost,
        stock,
        picture: picture(reading.cell(row, Field::VariantPicture)),
    }))
}

/// Pieces in all places together; nothing where it is not counted.
fn stock_of(reading: &KeptReading, row: &Row) -> Result<Option<i64>, Fault> {
    let mut stock: Option<i64> = None;
    for position in reading
        .fields
        .many(Field::Stock)
        .iter()
        .chain(&reading.places)
    {
        let cell = bare(row.cell(*position));
        let is_uncounted = ["", "not stocked", "unlimited", "∞"];
        if is_uncounted.contains(&fold(cell).as_str()) {
            continue;
        }
        let bad = || {
            let reason =
                "The stock is not a whole number of pieces. Correct it, or export the file again";
            fault(Some(*position), cell, reason)
        };
        let whole = match cell.split_once(['.', ',']) {
            Some((whole, rest)) if rest.bytes().all(|b| b == b'0') => whole,
            Some(_) => return Err(bad()),
            None => cell,
        };
        let pieces: i64 = whole.parse().map_err(|_| bad())?;
        stock = Some(stock.unwrap_or(0).checked_add(pieces).ok_or_else(bad)?);
    }
    Ok(stock)
}

fn status_of(reading: &KeptReading, row: &Row) -> Option<CatalogueStatus> {
    let word = fold(reading.cell(row, Field::Status));
    let published = || match fold(reading.cell(row, Field::Published)).as_str() {
        "-1" | "2" => Some(false),
        word => yes_no(word),
    };
    match word.as_str() {
        "active" | "enabled" | "published" => Some(CatalogueStatus::Active),
        "draft" | "private" | "pending" => Some(CatalogueStatus::Draft),
        "archived" | "disabled" => Some(CatalogueStatus::Archived),
        _ => published().map(|is_published| {
            if is_published {
                CatalogueStatus::Active
            } else {
                CatalogueStatus::Draft
            }
        }),
    }
}

/// The first of several addresses in a cell.
fn picture(cell: &str) -> Option<String> {
    let first = cell
        .split([' ', '\n', ',', '|'])
        .find(|part| !part.is_empty());
    first.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::own_words;

    #[test]
    fn a_variant_is_called_by_what_its_name_says_beside_that_of_its_product() {
        for (product, variant, words) in [
            ("Linen throw", "Linen throw Sand", "Sand"),
            ("Linen throw", "Linen throw - Sand, XL", "Sand, XL"),
            ("Linen throw", "Linen throw (in Sand)", "in Sand"),
            ("Linen throw", "Linen throw", ""),
            ("Linen throw", "", ""),
            ("Mug", "Mugs, set of four", "Mugs, set of four"),
            ("Throw", "Throw (Sand) or (Clay)", "(Sand) or (Clay)"),
        ] {
            assert_eq!(own_words(Some(product), Some(variant)), words, "{variant}");
        }
        assert_eq!(own_words(None, Some("Sand")), "Sand");
    }
}
