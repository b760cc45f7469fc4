//! The shop's products, each once: a product of the product files with all its variants, and what
//! orders sold that no product file knows.

use pannier_core::{Currency, Facts, plain_words};
use pannier_store::{ShelfProduct, ShelfVariant};

/// What was not sold for so many days, and is in no product file of its platform, is taken to be
/// sold no more.
const FORGOTTEN: i64 = 180;

/// A product.
#[derive(Debug)]
pub(crate) struct Ware {
    /// By which it is asked for. Holds until the files that speak of it are undone.
    pub(crate) id: i64,
    /// What its file, or else what orders call it: the same after both were imported anew.
    pub(crate) key: String,
    /// Where its file is from, where it is of one.
    pub(crate) origin: Option<Origin>,
    pub(crate) name: String,
    /// Its name, category, maker and SKUs in plain letters, in this order: for searching and
    /// sorting.
    pub(crate) words: String,
    pub(crate) category: String,
    pub(crate) vendor: String,
    /// Address of its picture.
    pub(crate) picture: Option<String>,
    pub(crate) url: Option<String>,
    /// Of its cheapest variant, in the shop's currency.
    pub(crate) price: Option<i64>,
    /// What that variant was sold for before, where it costs less now.
    pub(crate) former_price: Option<i64>,
    /// What that variant costs the shop.
    pub(crate) cost: Option<i64>,
    /// Of all variants whose pieces are counted.
    pub(crate) stock: Option<i64>,
    pub(crate) gift_card: bool,
    pub(crate) offered: bool,
    pub(crate) variants: Vec<ShelfVariant>,
}

/// Where a product's file is from, and what it is called there.
#[derive(Debug)]
pub(crate) struct Origin {
    /// The platform's key.
    pub(crate) platform: String,
    /// The platform's handle or id, else the SKU or the title.
    pub(crate) id: String,
}

/// All products.
#[derive(Debug, Default)]
pub(crate) struct Wares {
    pub(crate) list: Vec<Ware>,
    /// Which of them each of [`Facts::products`] is.
    pub(crate) of_sold: Vec<u32>,
    /// Whether any of them is from a product file.
    pub(crate) from_files: bool,
    /// Whether pieces in stock are counted of any.
    pub(crate) stocked: bool,
}

impl Wares {
    /// Puts the product files and the products of the orders together.
    pub(crate) fn of(facts: &Facts, shelf: Vec<ShelfProduct>, currency: Currency) -> Self {
        let mut sold: Vec<(i64, u32)> = (0_u32..)
            .zip(&facts.products.id)
            .map(|(index, id)| (*id, index))
            .collect();
        sold.sort_unstable();
        let index_of = |id: i64| {
            let place = sold.binary_search_by_key(&id, |(id, _)| *id).ok()?;
            Some(sold[place].1 as usize)
        };
        let mut of_sold = vec![u32::MAX; facts.products.len()];
        let mut list = Vec::with_capacity(shelf.len());
        for product in shelf {
            let place = u32::try_from(list.len()).unwrap_or(u32::MAX);
            let known = product
                .variants
                .iter()
                .filter_map(|variant| variant.sold_as);
            for index in known.filter_map(index_of) {
                if of_sold[index] == u32::MAX {
                    of_sold[index] = place;
                }
            }
            list.push(of_shelf(product, currency));
        }
        let with_files = !list.is_empty();
        let last_sold = last_sold(facts);
        let newest = facts.day.last().copied().unwrap_or_default();
        for (index, place) in of_sold.iter_mut().enumerate() {
            if *place != u32::MAX {
                continue;
            }
            *place = u32::try_from(list.len()).unwrap_or(u32::MAX);
            let days = i64::from(newest) - i64::from(last_sold[index]);
            list.push(of_orders(facts, index, !with_files || days <= FORGOTTEN));
        }
        Self {
            from_files: with_files,
            stocked: list.iter().any(|ware| ware.stock.is_some()),
            list,
            of_sold,
        }
    }

    /// Which of [`Facts::products`] the product at a place is.
    pub(crate) fn sold_as(&self, place: usize) -> impl Iterator<Item = usize> {
        let of_sold = self.of_sold.iter().enumerate();
        of_sold.filter_map(move |(index, of)| (*of as usize == place).then_some(index))
    }

    /// The product with that id, as a place in the list.
    pub(crate) fn place(&self, id: i64) -> Option<usize> {
        self.list.iter().position(|ware| ware.id == id)
    }
}

/// Ids of products of the files are even, of those that only orders know odd: one number for both.
fn of_shelf(product: ShelfProduct, currency: Currency) -> Ware {
    let ours = |variant: &&ShelfVariant| variant.currency.is_none_or(|own| own == currency);
    let cheapest = product
        .variants
        .iter()
        .filter(ours)
        .filter(|variant| variant.price.is_some_and(|price| price > 0))
        .min_by_key(|variant| variant.price);
    let (price, cost) = cheapest.map_or((None, None), |variant| (variant.price, variant.cost));
    let former_price = cheapest
        .and_then(|variant| variant.compare_at)
        .filter(|former| price.is_some_and(|price| price < *former));
    let counted = product.variants.iter().filter_map(|variant| variant.stock);
    let stock = counted.fold(None, |sum: Option<i64>, own| {
        Some(sum.unwrap_or(0).saturating_add(own))
    });
    let key = format!("file\n{}\n{}", product.platform, product.external_id);
    let name = if product.title.is_empty() {
        product.external_id.clone()
    } else {
        product.title
    };
    Ware {
        id: product.id * 2,
        key,
        origin: Some(Origin {
            platform: product.platform,
            id: product.external_id,
        }),
        words: words(&name, &product.category, &product.vendor, &product.variants),
        name,
        category: product.category,
        vendor: product.vendor,
        picture: product.picture,
        url: product.url,
        price,
        former_price,
        cost,
        stock,
        gift_card: product.gift_card,
        offered: product.for_sale,
        variants: product.variants,
    }
}

fn of_orders(facts: &Facts, index: usize, offered: bool) -> Ware {
    let products = &facts.products;
    let variant = ShelfVariant {
        title: String::new(),
        sku: products.sku[index].clone(),
        currency: None,
        price: products.price[index],
        compare_at: None,
        cost: products.cost[index],
        stock: None,
        sold_as: Some(products.id[index]),
    };
    let variants = vec![variant];
    let (name, category) = (&products.name[index], products.category.name(index));
    let vendor = products.vendor.name(index);
    Ware {
        id: products.id[index] * 2 + 1,
        origin: None,
        key: format!("orders\n{}\n{name}", products.sku[index]),
        words: words(name, category, vendor, &variants),
        name: name.clone(),
        category: category.to_owned(),
        vendor: vendor.to_owned(),
        picture: None,
        url: None,
        price: products.price[index],
        former_price: None,
        cost: products.cost[index],
        stock: None,
        gift_card: false,
        offered,
        variants,
    }
}

fn words(name: &str, category: &str, vendor: &str, variants: &[ShelfVariant]) -> String {
    let mut words = vec![name, category, vendor];
    words.extend(variants.iter().map(|variant| variant.sku.as_str()));
    plain_words(&words.join("\n"))
}

/// The day on which each product was sold last.
fn last_sold(facts: &Facts) -> Vec<i32> {
    let mut last = vec![i32::MIN; facts.products.len()];
    for order in 0..facts.len() {
        for line in facts.lines.of(order) {
            if let Some(day) = last.get_mut(facts.lines.product[line] as usize) {
                *day = (*day).max(facts.day[order]);
            }
        }
    }
    last
}
