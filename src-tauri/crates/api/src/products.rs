//! The list of products, and one product.

use std::{
    cmp::Ordering,
    sync::{Arc, Mutex},
};

use pannier_analytics::{self as analytics, Explorer, Parts, ProductFigures, Question};
use pannier_core::{Currency, Day, plain_words};

use crate::{
    ApiError, Code, Result, Shop,
    figures::{formula_of, main_currency},
    pictures::PicturesHere,
    shop::lock,
    views::{
        Amount, Formula, ListProducts, ProductAsked, ProductDays, ProductDetail, ProductPage,
        ProductRow, ProductSort, ProductVariant,
    },
    wares::{Ware, Wares},
};

/// The most rows a page may have.
const PAGE_LIMIT: u32 = 200;

/// Into so many parts the days are cut for a trend.
const PARTS: usize = 12;

/// Products and figures as they were asked for last.
#[derive(Debug, Default)]
pub(crate) struct ProductsCache {
    wares: Mutex<Option<(u32, Arc<Wares>)>>,
    sold: Mutex<Option<Arc<Sold>>>,
    listed: Mutex<Option<Arc<Listed>>>,
}

/// The order of the list that was asked for last: scrolling sorts nothing.
#[derive(Debug)]
struct Listed {
    sold: Arc<Sold>,
    sort: ProductSort,
    descending: bool,
    /// The words that were searched for, in plain letters.
    words: String,
    /// Places in [`Wares::list`].
    places: Vec<u32>,
}

/// What products sold within some days.
#[derive(Debug)]
struct Sold {
    generation: u32,
    days: ProductDays,
    formula: Formula,
    currency: Currency,
    from: Day,
    until: Day,
    wares: Arc<Wares>,
    /// Of each product of order lines, as [`Wares::of_sold`] has them.
    ids: Vec<i64>,
    figures: Vec<ProductFigures>,
    /// What all orders of those days came to on average.
    aov_of_all: Option<i64>,
}

/// The shop's products, each once, as they are now.
///
/// # Errors
/// What the shop file says.
pub(crate) fn wares(shop: &Shop) -> Result<(u32, Arc<Explorer>, Arc<Wares>)> {
    // The lock is held while they are put together, so that two who ask at once do it once.
    let mut kept = lock(&shop.products.wares);
    let (generation, explorer) = shop.explorer()?;
    if let Some((seen, wares)) = kept.as_ref()
        && *seen == generation
    {
        return Ok((generation, explorer, Arc::clone(wares)));
    }
    let shelf = shop.read(|tx| Ok(tx.shelf()?))?;
    let wares = Wares::of(explorer.facts(), shelf, shop.context()?.currency);
    let wares = Arc::new(wares);
    *kept = Some((generation, Arc::clone(&wares)));
    Ok((generation, explorer, wares))
}

/// A part of the list of products.
///
/// # Errors
/// What the shop file says.
pub fn list_products(shop: &Shop, input: &ListProducts) -> Result<ProductPage> {
    let sold = sold(shop, input.days, input.formula)?;
    let here = PicturesHere::of(shop);
    let listed = listed(shop, &sold, input);
    let places = &listed.places;
    let start = (input.offset as usize).min(places.len());
    let end = (start + input.limit.min(PAGE_LIMIT) as usize).min(places.len());
    let rows = places[start..end].iter();
    Ok(ProductPage {
        total: count(places.len()),
        from: sold.from.to_string(),
        to: sold.until.plus_days(-1).to_string(),
        parts: count(PARTS),
        generation: sold.generation,
        from_files: sold.wares.from_files,
        stocked: sold.wares.stocked,
        rows: rows
            .map(|place| row(&sold, *place as usize, &here))
            .collect(),
    })
}

/// The products with all the words, sorted; kept until another list is asked for or orders change.
fn listed(shop: &Shop, sold: &Arc<Sold>, input: &ListProducts) -> Arc<Listed> {
    let words = plain_words(input.search.trim());
    // Two who ask at once may both sort: nobody waits for a list that is not theirs.
    let kept = lock(&shop.products.listed).clone();
    if let Some(listed) = kept
        && Arc::ptr_eq(&listed.sold, sold)
        && (listed.sort, listed.descending) == (input.sort, input.descending)
        && listed.words == words
    {
        return listed;
    }
    let wares = &sold.wares.list;
    let mut places: Vec<u32> = (0..count(wares.len()))
        .filter(|place| fits(&wares[*place as usize], &words))
        .collect();
    places.sort_unstable_by(|a, b| {
        let (a, b) = (*a as usize, *b as usize);
        let order = compare(sold, input.sort, a, b);
        let order = if input.descending {
            order.reverse()
        } else {
            order
        };
        // What is not known stands last, and equal ones in the order of their names, whichever
        // way the list is turned.
        let unknown = |place: usize| is_unknown(sold, input.sort, place);
        let order = unknown(a).cmp(&unknown(b)).then(order);
        order.then_with(|| by_name(sold, a, b))
    });
    let listed = Arc::new(Listed {
        sold: Arc::clone(sold),
        sort: input.sort,
        descending: input.descending,
        words,
        places,
    });
    *lock(&shop.products.listed) = Some(Arc::clone(&listed));
    listed
}

/// One product.
///
/// # Errors
/// [`Code::NotFound`], or what the shop file says.
pub fn product_detail(shop: &Shop, input: &ProductAsked) -> Result<ProductDetail> {
    let sold = sold(shop, input.days, input.formula)?;
    let here = PicturesHere::of(shop);
    let place = sold.wares.place(input.id).ok_or_else(gone)?;
    let ware = &sold.wares.list[place];
    let base = shop.context()?.currency;
    let in_base = |minor: Option<i64>| minor.map(|minor| Amount::new(minor, base));
    let variants = ware.variants.iter().map(|variant| ProductVariant {
        title: variant.title.clone(),
        sku: variant.sku.clone(),
        price: variant
            .price
            .map(|price| Amount::new(price, variant.currency.unwrap_or(base))),
        stock: variant.stock,
    });
    Ok(ProductDetail {
        row: row(&sold, place, &here),
        from: sold.from.to_string(),
        to: sold.until.plus_days(-1).to_string(),
        vendor: ware.vendor.clone(),
        price: in_base(ware.price),
        cost: in_base(ware.cost),
        url: ware.url.clone(),
        variants: variants.collect(),
        aov_of_all: sold
            .aov_of_all
            .map(|minor| Amount::new(minor, sold.currency)),
        sold_as: sold
            .wares
            .sold_as(place)
            .map(|index| sold.ids[index])
            .collect(),
    })
}

/// The id of the product that a SKU or a name means.
///
/// # Errors
/// [`Code::NotFound`] where none or several have it, or what the shop file says.
pub fn product_named(shop: &Shop, text: &str) -> Result<i64> {
    let (_, _, wares) = wares(shop)?;
    let by_sku = |ware: &&Ware| ware.variants.iter().any(|one| one.sku == text.trim());
    let name = plain_words(text.trim());
    let by_name = |ware: &&Ware| plain_words(&ware.name) == name;
    let mut found: Vec<&Ware> = wares.list.iter().filter(by_sku).collect();
    if found.is_empty() {
        found = wares.list.iter().filter(by_name).collect();
    }
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(ApiError::new(
            Code::NotFound,
            format!("No product has the SKU or the name “{text}”"),
        )),
        several => Err(ApiError::new(
            Code::NotFound,
            format!("{} products are called “{text}”. Give a SKU", several.len()),
        )),
    }
}

pub(crate) fn gone() -> ApiError {
    ApiError::new(Code::NotFound, "This product is not there any more")
}

fn sold(shop: &Shop, days: ProductDays, formula: Formula) -> Result<Arc<Sold>> {
    let (generation, explorer, wares) = wares(shop)?;
    let mut kept = lock(&shop.products.sold);
    if let Some(sold) = kept.as_ref()
        && (sold.generation, sold.days, sold.formula) == (generation, days, formula)
    {
        return Ok(Arc::clone(sold));
    }
    let context = shop.context()?;
    let facts = explorer.facts();
    let currency = main_currency(facts, context.currency);
    let day = |day: Option<&i32>| day.and_then(|day| Day::from_number(*day));
    let until = day(facts.day.last()).map_or(context.today, |newest| newest.plus_days(1));
    let from = match days {
        ProductDays::Month => until.plus_days(-30),
        ProductDays::Quarter => until.plus_days(-90),
        ProductDays::Year => until.plus_days(-365),
        ProductDays::All => day(facts.day.first()).unwrap_or(until.plus_days(-1)),
    };
    let counted = formula_of(formula);
    let positions = explorer.pick(&Question {
        from: Some(from),
        until: Some(until),
        ..Question::all(counted, currency)
    });
    let parts = Parts {
        from,
        until,
        count: PARTS,
    };
    let figures = analytics::product_figures(
        facts,
        counted,
        &positions,
        &wares.of_sold,
        wares.list.len(),
        parts,
    );
    let all = ProductFigures {
        orders: count(positions.len()),
        baskets: positions
            .iter()
            .map(|position| counted.revenue(facts, *position as usize))
            .sum(),
        ..ProductFigures::default()
    };
    let sold = Arc::new(Sold {
        generation,
        days,
        formula,
        currency,
        from,
        until,
        ids: facts.products.id.clone(),
        wares,
        figures,
        aov_of_all: all.aov(),
    });
    *kept = Some(Arc::clone(&sold));
    Ok(sold)
}

/// Whether a product has all the words somewhere.
fn fits(ware: &Ware, words: &str) -> bool {
    // Gift cards are no product revenue, and nobody suggests them.
    !ware.gift_card
        && words
            .split_whitespace()
            .all(|word| ware.words.contains(word))
}

fn compare(sold: &Sold, sort: ProductSort, a: usize, b: usize) -> Ordering {
    let figures = |place: usize| &sold.figures[place];
    match sort {
        ProductSort::Name => by_name(sold, a, b),
        ProductSort::Units => figures(a).units.cmp(&figures(b).units),
        ProductSort::Revenue => figures(a).revenue.cmp(&figures(b).revenue),
        ProductSort::Orders => figures(a).orders.cmp(&figures(b).orders),
        ProductSort::Aov => figures(a).aov().cmp(&figures(b).aov()),
        ProductSort::Stock => sold.wares.list[a].stock.cmp(&sold.wares.list[b].stock),
    }
}

/// Whether what the list is sorted by is not known of a product.
fn is_unknown(sold: &Sold, sort: ProductSort, place: usize) -> bool {
    match sort {
        ProductSort::Aov => sold.figures[place].aov().is_none(),
        ProductSort::Stock => sold.wares.list[place].stock.is_none(),
        ProductSort::Name | ProductSort::Units | ProductSort::Revenue | ProductSort::Orders => {
            false
        }
    }
}

fn by_name(sold: &Sold, a: usize, b: usize) -> Ordering {
    let words = |place: usize| &sold.wares.list[place].words;
    words(a).cmp(words(b)).then(a.cmp(&b))
}

fn row(sold: &Sold, place: usize, here: &PicturesHere) -> ProductRow {
    let (ware, figures) = (&sold.wares.list[place], &sold.figures[place]);
    let part = |units: &i64| u32::try_from((*units).max(0)).unwrap_or(u32::MAX);
    ProductRow {
        id: ware.id,
        name: ware.name.clone(),
        category: ware.category.clone(),
        picture: here.key(ware.picture.as_deref()),
        offered: ware.offered,
        stock: ware.stock,
        units: figures.units,
        revenue: Amount::new(figures.revenue, sold.currency),
        orders: figures.orders,
        aov: figures.aov().map(|minor| Amount::new(minor, sold.currency)),
        trend: figures.parts.iter().map(part).collect(),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
