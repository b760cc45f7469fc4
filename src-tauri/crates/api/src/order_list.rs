//! The list of orders, page by page, and one order.
//!
//! Which orders are in a list, and in which order, is worked out once from the columns in memory;
//! a page then is a slice of that, wherever in a million orders it lies.

use std::sync::{Arc, Mutex};

use pannier_analytics::{self as analytics, Explorer, Filter, Formula as Counted, Question};
use pannier_core::{Currency, Facts, OrderId, ShopZone};
use pannier_store::{OrderRecord, Payment as Stored};

use crate::{
    ApiError, Result, Shop,
    explore::filter_of,
    figures::{formula_of, stored_step},
    shop::{day_of, lock},
    views::{
        Amount, ListOrders, OrderDetail, OrderLineView, OrderPage, OrderRow, OrderSort, Payment,
    },
};

/// The most rows a page may have.
const PAGE_LIMIT: u32 = 200;

/// Lists kept, so that scrolling does not sort anew.
const LISTS_KEPT: usize = 4;

/// The lists asked for last.
#[derive(Debug, Default)]
pub(crate) struct ListCache(Mutex<Vec<Arc<List>>>);

/// Positions in the columns, in the order of the list.
#[derive(Debug)]
struct List {
    generation: u32,
    /// The request without its page.
    asked: ListOrders,
    /// The kinds of order it asks for: who is in a segment changes with its rules and the day.
    filter: Filter,
    positions: Vec<u32>,
    goods: i64,
    currency: Currency,
}

/// A part of the list of orders.
///
/// # Errors
/// [`crate::Code::Validation`] for a day or currency that is none, or what the file says.
pub fn list_orders(shop: &Shop, input: &ListOrders) -> Result<OrderPage> {
    let (generation, explorer) = shop.explorer()?;
    let facts = explorer.facts();
    let list = shop.list(generation, &explorer, input)?;
    let start = (input.offset as usize).min(list.positions.len());
    let end = (start + input.limit.min(PAGE_LIMIT) as usize).min(list.positions.len());
    let ids: Vec<OrderId> = list.positions[start..end]
        .iter()
        .map(|p| facts.order[*p as usize])
        .collect();
    let zone = shop.record()?.zone;
    let rows = shop.read(|tx| Ok(tx.orders_by_id(&ids)?))?;
    Ok(OrderPage {
        total: u32::try_from(list.positions.len()).unwrap_or(u32::MAX),
        goods: Amount::new(list.goods, list.currency),
        generation,
        rows: rows.iter().map(|record| row(record, zone)).collect(),
    })
}

/// A page of orders that are known by their positions in the columns, all in one currency.
///
/// # Errors
/// What the file says.
pub(crate) fn page_of(
    shop: &Shop,
    (generation, facts): (u32, &pannier_core::Facts),
    positions: &[u32],
    currency: Currency,
    (offset, limit): (u32, u32),
) -> Result<OrderPage> {
    let start = (offset as usize).min(positions.len());
    let end = (start + limit.min(PAGE_LIMIT) as usize).min(positions.len());
    let order = |position: &u32| facts.order[*position as usize];
    let ids: Vec<OrderId> = positions[start..end].iter().map(order).collect();
    let goods = positions
        .iter()
        .fold(0_i64, |sum, p| sum.saturating_add(facts.goods[*p as usize]));
    let zone = shop.record()?.zone;
    let rows = shop.read(|tx| Ok(tx.orders_by_id(&ids)?))?;
    Ok(OrderPage {
        total: u32::try_from(positions.len()).unwrap_or(u32::MAX),
        goods: Amount::new(goods, currency),
        generation,
        rows: rows.iter().map(|record| row(record, zone)).collect(),
    })
}

/// Rows of a list that a file holds at most.
const FILE_LIMIT: usize = 200_000;

/// All rows of a list.
///
/// # Errors
/// [`crate::Code::Validation`] for more than a file holds, else as [`list_orders`].
pub(crate) fn all_rows(shop: &Shop, input: &ListOrders) -> Result<Vec<OrderRow>> {
    let (generation, explorer) = shop.explorer()?;
    let list = shop.list(generation, &explorer, input)?;
    if list.positions.len() > FILE_LIMIT {
        let message = format!(
            "{} orders are more than a file holds. Choose a shorter time",
            list.positions.len()
        );
        return Err(ApiError::invalid("from", message));
    }
    let zone = shop.record()?.zone;
    let order = &explorer.facts().order;
    let ids: Vec<OrderId> = list.positions.iter().map(|p| order[*p as usize]).collect();
    let mut rows = Vec::with_capacity(ids.len());
    for page in ids.chunks(PAGE_LIMIT as usize) {
        let records = shop.read(|tx| Ok(tx.orders_by_id(page)?))?;
        rows.extend(records.iter().map(|record| row(record, zone)));
    }
    Ok(rows)
}

/// One order with its lines.
///
/// # Errors
/// [`crate::Code::NotFound`] when it is gone, or what the file says.
pub fn order_detail(shop: &Shop, id: i64) -> Result<OrderDetail> {
    let zone = shop.record()?.zone;
    let (order, lines) = shop.read(|tx| Ok(tx.order(OrderId(id))?))?;
    let amount = |minor| Amount::new(minor, order.currency);
    let place = [order.city.as_str(), order.country.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    Ok(OrderDetail {
        row: row(&order, zone),
        email: order.email.clone(),
        place,
        lines: lines
            .iter()
            .map(|line| OrderLineView {
                name: line.name.clone(),
                sku: line.sku.clone(),
                quantity: i32::try_from(line.quantity).unwrap_or(i32::MAX),
                amount: amount(line.amount),
                discount: amount(line.discount),
                gift_card: line.gift_card,
            })
            .collect(),
        gross: amount(order.gross),
        discounts: amount(order.discounts),
        shipping: amount(order.shipping),
        tax: amount(order.tax),
        tax_included: order.tax_included,
        discount_codes: order.discount_codes.clone(),
        payment_method: order.payment_method.clone(),
        file: order.file,
    })
}

impl Shop {
    fn list(&self, generation: u32, explorer: &Explorer, input: &ListOrders) -> Result<Arc<List>> {
        let filter = filter_of(self, explorer.facts(), &input.filters)?;
        let asked = ListOrders {
            offset: 0,
            limit: 0,
            ..input.clone()
        };
        let mut kept = lock(&self.lists.0);
        if let Some(list) = kept
            .iter()
            .find(|l| l.generation == generation && l.asked == asked && l.filter == filter)
        {
            return Ok(Arc::clone(list));
        }
        let list = Arc::new(self.make_list(generation, explorer, asked, filter)?);
        kept.retain(|l| l.generation == generation);
        kept.truncate(LISTS_KEPT - 1);
        kept.insert(0, Arc::clone(&list));
        Ok(list)
    }

    fn make_list(
        &self,
        generation: u32,
        explorer: &Explorer,
        asked: ListOrders,
        filter: Filter,
    ) -> Result<List> {
        let facts: &Facts = explorer.facts();
        let from = day_of("from", asked.from.as_deref())?;
        let until = day_of("until", asked.until.as_deref())?;
        let only = asked
            .currency
            .as_deref()
            .map(|code| {
                code.parse::<Currency>()
                    .map_err(|e| ApiError::invalid("currency", e.to_string()))
            })
            .transpose()?;
        let counted: Option<Counted> = asked.counted_by.map(formula_of);
        let currency = match only {
            Some(currency) => currency,
            None => self.record()?.currency,
        };
        let index = facts.currency_index(currency);
        let found = if asked.search.trim().is_empty() {
            None
        } else {
            Some(self.read(|tx| Ok(tx.search_orders(&asked.search)?))?)
        };
        let fitting = fitting(explorer, &asked, &filter, only);
        let about = asked.about.map(stored_step);
        let (least, most) = (asked.value_from, asked.value_until);
        let value = |position| counted.unwrap_or_default().revenue(facts, position);
        let mut goods = 0_i64;
        let mut positions = Vec::new();
        for position in facts.positions(from, until) {
            let same_currency = Some(facts.currency[position]) == index;
            let wanted = (only.is_none() || same_currency)
                && counted.is_none_or(|formula| formula.counts(facts.flags[position]))
                && least.is_none_or(|least| least.0 <= value(position))
                && most.is_none_or(|most| value(position) < most.0)
                && about.is_none_or(|kind| analytics::is_about(kind, facts, position))
                && fitting.as_ref().is_none_or(|fitting| fitting[position])
                && found
                    .as_ref()
                    .is_none_or(|ids| ids.binary_search(&facts.order[position]).is_ok());
            if wanted {
                if same_currency {
                    goods = goods.saturating_add(facts.goods[position]);
                }
                positions.push(u32::try_from(position).unwrap_or(u32::MAX));
            }
        }
        match asked.sort {
            OrderSort::Oldest => {}
            OrderSort::Newest => positions.reverse(),
            OrderSort::Largest => {
                positions.sort_by_key(|p| std::cmp::Reverse(facts.goods[*p as usize]));
            }
            OrderSort::Smallest => positions.sort_by_key(|p| facts.goods[*p as usize]),
        }
        Ok(List {
            generation,
            asked,
            filter,
            positions,
            goods,
            currency,
        })
    }
}

/// By position: whether an order is of the kinds that are asked for; nothing where all are.
fn fitting(
    explorer: &Explorer,
    asked: &ListOrders,
    filter: &Filter,
    only: Option<Currency>,
) -> Option<Vec<bool>> {
    if filter.conditions.is_empty() {
        return None;
    }
    let facts = explorer.facts();
    let currencies: &[Currency] = only.as_slice();
    let currencies = if only.is_some() {
        currencies
    } else {
        &facts.currencies
    };
    // Who is new follows from the orders that count; what is listed need not count itself.
    let formula = asked.counted_by.map_or(Counted::Goods, formula_of);
    let mut fits = vec![false; facts.len()];
    for currency in currencies {
        let question = Question {
            filter: filter.clone(),
            ..Question::all(formula, *currency)
        };
        for position in explorer.fitting(&question) {
            fits[position as usize] = true;
        }
    }
    Some(fits)
}

fn row(order: &OrderRecord, zone: ShopZone) -> OrderRow {
    let amount = |minor| Amount::new(minor, order.currency);
    let customer = if order.customer_name.is_empty() {
        &order.email
    } else {
        &order.customer_name
    };
    OrderRow {
        id: order.id.0,
        number: order.number.clone(),
        placed_local: zone
            .local(order.placed_at)
            .format("%Y-%m-%dT%H:%M")
            .to_string(),
        customer: customer.clone(),
        platform: order.platform.clone(),
        units: u32::try_from(order.units).unwrap_or(u32::MAX),
        goods: amount(order.goods),
        total: amount(order.total),
        refunded: (order.refunded != 0).then(|| amount(order.refunded)),
        payment: match order.payment {
            Stored::Paid => Payment::Paid,
            Stored::Pending => Payment::Pending,
            Stored::Authorized => Payment::Authorized,
            Stored::PartiallyPaid => Payment::PartiallyPaid,
            Stored::PartiallyRefunded => Payment::PartiallyRefunded,
            Stored::Refunded => Payment::Refunded,
            Stored::Voided => Payment::Voided,
            Stored::Expired => Payment::Expired,
            Stored::Unknown => Payment::Unknown,
        },
        cancelled: order.cancelled_at.is_some(),
        test: order.is_test,
        gift_cards_only: order.gift_cards_only,
    }
}
