//! Products that are bought together, and the orders that hold them.

use pannier_analytics::{self as analytics, BundleOptions, MoneyRange, Question};
use pannier_core::{Currency, Day, Facts};

use crate::{
    Result, Shop,
    figures::main_currency,
    order_list::page_of,
    views::{
        Amount, AmountRange, Bundle, BundleProduct, Bundles, BundlesInput, OrderPage,
        SetOrdersInput,
    },
};

/// Days before the newest order that are looked at.
const DAYS: i64 = 365;

/// Sets that are given at most.
const MOST: usize = 60;

/// Products that are bought together more often than chance would give, in the last year.
///
/// # Errors
/// What the file says.
pub fn bundles(shop: &Shop, input: &BundlesInput) -> Result<Bundles> {
    let context = shop.context()?;
    let (_, explorer) = shop.explorer()?;
    let facts: &Facts = explorer.facts();
    let currency = main_currency(facts, context.currency);
    let positions = explorer.pick(&last_year(facts, currency));
    let (orders, several) = with_products(facts, &positions);
    let options = BundleOptions {
        costs: currency == context.currency,
        most: MOST,
        ..BundleOptions::default()
    };
    let found = facts
        .currency_index(currency)
        .map(|index| analytics::bundles(facts, index, &positions, &options))
        .unwrap_or_default();
    Ok(Bundles {
        currency: currency.code().to_owned(),
        orders,
        several,
        least: options.least_orders.unwrap_or((orders / 1_000).max(5)),
        days: options.days.into(),
        takes: share_of(&options),
        sets: ranked(
            found
                .iter()
                .filter(|set| {
                    let id = |product: &u32| facts.products.id[*product as usize];
                    input.product.is_none_or(|wanted| {
                        set.products.iter().any(|product| id(product) == wanted)
                    })
                })
                .map(|set| set_of(facts, set, currency))
                .collect(),
        ),
    })
}

/// The most money first, by whichever of the two ways of offering a set is likely to bring more.
fn ranked(mut sets: Vec<Bundle>) -> Vec<Bundle> {
    let likely = |range: &Option<AmountRange>| range.as_ref().map(|range| range.likely.minor.0);
    sets.sort_by_key(|set| std::cmp::Reverse(likely(&set.together).max(likely(&set.as_set))));
    sets
}

/// A page of the orders that hold all products of a set, newest first.
///
/// # Errors
/// What the file says.
pub fn set_orders(shop: &Shop, input: &SetOrdersInput) -> Result<OrderPage> {
    let context = shop.context()?;
    let (generation, explorer) = shop.explorer()?;
    let facts: &Facts = explorer.facts();
    let currency = main_currency(facts, context.currency);
    let wanted: Vec<Option<u32>> = input
        .products
        .iter()
        .map(|id| {
            let found = facts.products.id.iter().position(|known| known == id);
            found.and_then(|at| u32::try_from(at).ok())
        })
        .collect();
    let holds = |position: &u32| {
        let mut lines = facts.lines.of(*position as usize);
        let lines = lines
            .by_ref()
            .filter(|line| !facts.lines.gift_card[*line])
            .map(|line| facts.lines.product[line])
            .collect::<Vec<u32>>();
        wanted
            .iter()
            .all(|product| product.is_some_and(|product| lines.contains(&product)))
    };
    let mut positions = explorer.pick(&last_year(facts, currency));
    positions.retain(holds);
    positions.reverse();
    page_of(
        shop,
        (generation, facts),
        &positions,
        currency,
        (input.offset, input.limit),
    )
}

/// The counted orders of the year up to the newest one.
pub(crate) fn last_year(facts: &Facts, currency: Currency) -> Question {
    let newest = facts.day.last().and_then(|day| Day::from_number(*day));
    Question {
        from: newest.map(|newest| newest.plus_days(1 - DAYS)),
        until: newest.map(|newest| newest.plus_days(1)),
        ..Question::all(analytics::Formula::Goods, currency)
    }
}

/// Orders of which products are known, and those of them with several.
fn with_products(facts: &Facts, positions: &[u32]) -> (u32, u32) {
    let (mut orders, mut several) = (0, 0);
    for position in positions {
        let mut first = None;
        let mut other = false;
        for line in facts.lines.of(*position as usize) {
            if facts.lines.gift_card[line] {
                continue;
            }
            let product = facts.lines.product[line];
            other |= first.is_some_and(|first| first != product);
            first = first.or(Some(product));
        }
        orders += u32::from(first.is_some());
        several += u32::from(other);
    }
    (orders, several)
}

fn share_of(options: &BundleOptions) -> crate::views::AssumedShare {
    crate::advice::share_view(options.take)
}

pub(crate) fn range_of(range: MoneyRange, currency: Currency) -> AmountRange {
    AmountRange {
        low: Amount::new(range.low, currency),
        likely: Amount::new(range.likely, currency),
        high: Amount::new(range.high, currency),
    }
}

fn set_of(facts: &Facts, set: &analytics::Bundle, currency: Currency) -> Bundle {
    let amount = |minor| Amount::new(minor, currency);
    let mut products: Vec<BundleProduct> = set
        .products
        .iter()
        .zip(&set.each)
        .enumerate()
        .map(|(place, (product, orders))| BundleProduct {
            id: facts.products.id[*product as usize],
            name: facts.products.name[*product as usize].clone(),
            orders: *orders,
            paid: set
                .paid
                .as_ref()
                .and_then(|paid| paid.get(place))
                .map(|minor| amount(*minor)),
        })
        .collect();
    products.sort_by_key(|product| product.orders);
    Bundle {
        of_first: products.first().map_or(0, |product| product.orders),
        products,
        held: set.held,
        lift: set.lift,
        recent: set.recent_held,
        one_short: set.recent_one_short,
        sells_for: set.sells_for.map(amount),
        set_price: set.set_price.map(amount),
        cost: set.cost.map(amount),
        together: set
            .value
            .map(|value| range_of(value.shown_together, currency)),
        as_set: set
            .value
            .and_then(|value| value.as_set)
            .map(|range| range_of(range, currency)),
    }
}
