//! What each shop system reads: how it is told its own products, and the rows of its file.

use std::collections::HashMap;

use pannier_recommend::{Recommender, Rules, Suggestion};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    ApiError, Result,
    suggesting::trained::Trained,
    views::SuggestedTo,
    wares::{Origin, Ware},
};

/// Suggestions of each kind for a product: shops show up to ten.
const EACH: usize = 8;

/// Shopify's columns, named as its own files name them.
const COMPLEMENTARY: &str = "Complementary products (product.metafields.shopify--discovery--product_recommendation.complementary_products)";
const RELATED: &str = "Related products (product.metafields.shopify--discovery--product_recommendation.related_products)";

/// Kinds of suggestions of a product, as places in the list of products.
pub(super) struct Beside {
    pub(super) place: usize,
    pub(super) goes_with: Vec<usize>,
    pub(super) similar: Vec<usize>,
    step_up: Vec<usize>,
}

/// Writes what a shop system reads.
pub(super) struct Writer<'t> {
    pub(super) trained: &'t Trained,
    pub(super) to: SuggestedTo,
    /// How many products have each SKU: only one of its own names a product.
    skus: HashMap<&'t str, u32>,
}

impl<'t> Writer<'t> {
    pub(super) fn of(trained: &'t Trained, to: SuggestedTo) -> Self {
        let mut skus = HashMap::new();
        for variant in trained.wares.list.iter().flat_map(|ware| &ware.variants) {
            *skus.entry(variant.sku.as_str()).or_insert(0) += 1;
        }
        Self { trained, to, skus }
    }

    pub(super) fn ware(&self, place: usize) -> &'t Ware {
        &self.trained.wares.list[place]
    }

    /// What the shop calls a product; nothing where its file does not say.
    pub(super) fn name(&self, place: usize) -> Option<String> {
        let ware = self.ware(place);
        let origin = ware.origin.as_ref();
        let id = || origin.map(|origin| origin.id.as_str());
        match self.to {
            SuggestedTo::WooCommerce => self.woo(ware, origin?),
            SuggestedTo::Shopify => id().map(str::to_owned),
            // Cells of these are not escaped: what a spreadsheet takes for a sum stays out.
            SuggestedTo::Magento => id().filter(|id| is_plain(id)).map(str::to_owned),
            SuggestedTo::PrestaShop => id().filter(|id| is_number(id)).map(str::to_owned),
            SuggestedTo::Shopware => id().filter(|id| is_uuid(id)).map(str::to_owned),
            SuggestedTo::Json => Some(ware.id.to_string()),
        }
    }

    /// The SKU where it is this product's alone, else its id. A SKU that the shop does not know
    /// would make an empty product there.
    fn woo(&self, ware: &Ware, origin: &Origin) -> Option<String> {
        if let [only] = ware.variants.as_slice()
            && !only.sku.is_empty()
            && self.skus.get(only.sku.as_str()) == Some(&1)
        {
            return Some(only.sku.replace(',', "\\,"));
        }
        is_number(&origin.id).then(|| format!("id:{}", origin.id))
    }

    pub(super) fn beside(&self, recommender: &Recommender, rules: &Rules, place: usize) -> Beside {
        let product = self.trained.places.product(place);
        let named = |list: Vec<Suggestion>| -> Vec<usize> {
            list.iter()
                .map(|one| self.trained.places.ware(one.product))
                .filter(|other| is_of_shop(self.to, self.ware(*other)))
                .filter(|other| self.name(*other).is_some())
                .collect()
        };
        let goes_with = recommender
            .goes_with(product, EACH, rules)
            .unwrap_or_default();
        Beside {
            place,
            goes_with: named(goes_with),
            similar: named(recommender.similar(product, EACH, rules)),
            step_up: named(recommender.step_up(product, EACH, rules)),
        }
    }

    fn joined(&self, places: &[usize], between: &str) -> String {
        let names: Vec<String> = places
            .iter()
            .filter_map(|place| self.name(*place))
            .collect();
        names.join(between)
    }

    pub(super) fn file(&self, besides: &[Beside]) -> Result<Vec<u8>> {
        match self.to {
            SuggestedTo::Json => Ok(self.json(besides)),
            _ => self.table(besides),
        }
    }

    fn table(&self, besides: &[Beside]) -> Result<Vec<u8>> {
        let semicolons = matches!(self.to, SuggestedTo::PrestaShop | SuggestedTo::Shopware);
        let mut writer = csv::WriterBuilder::new()
            .delimiter(if semicolons { b';' } else { b',' })
            .from_writer(Vec::new());
        let internal = |error: csv::Error| ApiError::new(crate::Code::Internal, error.to_string());
        let head = self.head();
        writer.write_record(head).map_err(internal)?;
        for beside in besides {
            for row in self.rows(beside) {
                writer.write_record(row).map_err(internal)?;
            }
        }
        writer
            .into_inner()
            .map_err(|error| ApiError::new(crate::Code::Internal, error.to_string()))
    }

    /// The heads of the columns of a table.
    pub(super) const fn head(&self) -> &'static [&'static str] {
        match self.to {
            SuggestedTo::WooCommerce => &["ID", "SKU", "Upsells", "Cross-sells"],
            SuggestedTo::Shopify => &["Handle", "Title", COMPLEMENTARY, RELATED],
            SuggestedTo::Magento => &["sku", "related_skus", "crosssell_skus", "upsell_skus"],
            SuggestedTo::PrestaShop => &["Product ID", "Accessories (x,y,z...)"],
            _ => &[
                "id",
                "name",
                "product_id",
                "active",
                "position",
                "limit",
                "type",
                "sort_by",
                "sort_direction",
                "assigned_products",
            ],
        }
    }

    pub(super) fn rows(&self, beside: &Beside) -> Vec<Vec<String>> {
        let ware = self.ware(beside.place);
        let name = self.name(beside.place).unwrap_or_default();
        let best = |first: &[usize], then: &[usize]| {
            let mut list = first.to_vec();
            list.extend(then.iter().filter(|place| !first.contains(place)));
            list.truncate(EACH);
            list
        };
        match self.to {
            SuggestedTo::WooCommerce => {
                let id = ware.origin.as_ref().map(|origin| origin.id.clone());
                let sku = if name.starts_with("id:") {
                    String::new()
                } else {
                    name
                };
                vec![vec![
                    id.filter(|id| is_number(id)).unwrap_or_default(),
                    guarded(sku),
                    guarded(self.joined(&best(&beside.step_up, &beside.similar), ", ")),
                    guarded(self.joined(&beside.goes_with, ", ")),
                ]]
            }
            SuggestedTo::Shopify => vec![vec![
                name,
                ware.name.clone(),
                self.joined(&beside.goes_with, "; "),
                self.joined(&best(&beside.similar, &beside.step_up), "; "),
            ]],
            SuggestedTo::Magento => vec![vec![
                name,
                self.joined(&beside.similar, ","),
                self.joined(&beside.goes_with, ","),
                self.joined(&beside.step_up, ","),
            ]],
            SuggestedTo::PrestaShop => vec![vec![
                name,
                self.joined(&best(&beside.goes_with, &beside.similar), ","),
            ]],
            _ => [
                ("Goes with it", &beside.goes_with),
                ("Similar", &beside.similar),
            ]
            .into_iter()
            .enumerate()
            .filter(|(_, (_, list))| !list.is_empty())
            .map(|(position, (title, list))| {
                let cells = [
                    own_id(&name, title),
                    title.to_owned(),
                    name.clone(),
                    "1".to_owned(),
                    (position + 1).to_string(),
                    EACH.to_string(),
                    "productList".to_owned(),
                    "name".to_owned(),
                    "ASC".to_owned(),
                    self.joined(list, "|"),
                ];
                cells.to_vec()
            })
            .collect(),
        }
    }

    /// For the kit that shows suggestions on the shop's own pages.
    fn json(&self, besides: &[Beside]) -> Vec<u8> {
        let thing = |place: &usize| {
            let ware = self.ware(*place);
            let skus: Vec<&str> = ware.variants.iter().map(|one| one.sku.as_str()).collect();
            json!({
                "name": ware.name, "url": ware.url, "skus": skus,
                "platform": ware.origin.as_ref().map(|origin| &origin.platform),
                "id": ware.origin.as_ref().map(|origin| &origin.id),
            })
        };
        let all = |places: &[usize]| -> Vec<Value> { places.iter().map(thing).collect() };
        let products: Vec<Value> = besides
            .iter()
            .map(|beside| {
                json!({
                    "product": thing(&beside.place), "goesWith": all(&beside.goes_with),
                    "similar": all(&beside.similar), "stepUp": all(&beside.step_up),
                })
            })
            .collect();
        let as_of = self.trained.recommender.as_of();
        let text = json!({
            "version": 1,
            "until": as_of.map(|day| day.plus_days(-1).to_string()),
            "products": products,
        });
        format!("{text:#}\n").into_bytes()
    }
}

impl Beside {
    pub(super) const fn is_empty(&self) -> bool {
        self.goes_with.is_empty() && self.similar.is_empty() && self.step_up.is_empty()
    }
}

/// Whether a product is of a system's shop: of its files.
pub(super) fn is_of_shop(to: SuggestedTo, ware: &Ware) -> bool {
    let platform = ware.origin.as_ref().map(|origin| origin.platform.as_str());
    to.platform().is_none_or(|own| platform == Some(own))
}

impl SuggestedTo {
    /// The key of the platform whose products such a file may name; all of them where nothing.
    const fn platform(self) -> Option<&'static str> {
        match self {
            Self::WooCommerce => Some("woocommerce"),
            Self::Shopify => Some("shopify"),
            Self::Magento => Some("magento"),
            Self::PrestaShop => Some("prestashop"),
            Self::Shopware => Some("shopware"),
            Self::Json => None,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::WooCommerce => "WooCommerce",
            Self::Shopify => "Shopify",
            Self::Magento => "Magento",
            Self::PrestaShop => "PrestaShop",
            Self::Shopware => "Shopware",
            Self::Json => "any shop",
        }
    }

    pub(super) const fn file(self) -> &'static str {
        match self {
            Self::WooCommerce => "woocommerce.csv",
            Self::Shopify => "shopify.csv",
            Self::Magento => "magento.csv",
            Self::PrestaShop => "prestashop.csv",
            Self::Shopware => "shopware.csv",
            Self::Json => "products.json",
        }
    }
}

/// The same for the same product and list, so that a file imported again changes and does not add.
fn own_id(product: &str, list: &str) -> String {
    let hash = Sha256::digest(format!("pannier {product} {list}").as_bytes());
    crate::words::hex(&hash[..16])
}

/// WooCommerce takes the sign off again that keeps a spreadsheet from working a cell out.
fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}

fn is_plain(id: &str) -> bool {
    !id.contains(',') && !id.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn is_number(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())
}

fn is_uuid(id: &str) -> bool {
    id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit())
}
