//! Customers: the map, the groups, and the list, page by page.
//!
//! Who is in a list, and in which order, is worked out once; a page then is a slice of that.

mod notes;
mod page;
mod words;

use std::{
    cmp::Reverse,
    sync::{Arc, Mutex},
};

use pannier_analytics::{MapBands, MapBandsError, MapTotal, RfmGroup, rfm_flows, rfm_totals};
use pannier_core::CustomerId;
use pannier_store::{CustomerCard, MapBandsRecord, ReadTx};

pub use notes::{add_tag, change_note, remove_note, remove_tag, write_note};
pub use page::customer_detail;

use self::words::{cannot_foretell, group_of, part_of, part_view};
pub(crate) use self::words::{found, group_view, name_ranks};
use crate::{
    ApiError, Result, Shop,
    people::{Everyone, NOBODY, everyone},
    shop::lock,
    views::{
        Amount, CustomerPage, CustomerRow, CustomerSort, CustomersAsked, CustomersOverview,
        ForecastTrial, GroupMove, GroupTotal, ListCustomers, MapCell, ScoreCuts, SetMapBands,
    },
};

/// The most rows a page may have.
const PAGE_LIMIT: u32 = 200;

/// Lists kept, so that scrolling does not sort anew.
const LISTS_KEPT: usize = 4;

/// The lists asked for last.
#[derive(Debug, Default)]
pub(crate) struct CustomerLists(Mutex<Vec<Arc<List>>>);

/// People by their place in the columns, in the order of the list.
#[derive(Debug)]
struct List {
    generation: u32,
    who: CustomersAsked,
    sort: CustomerSort,
    ascending: bool,
    people: Vec<u32>,
    spent: i64,
}

/// The map of spend and last order, and the groups.
///
/// # Errors
/// What the file says.
pub fn customers_overview(shop: &Shop) -> Result<CustomersOverview> {
    let all = everyone(shop)?;
    let amount = |minor| Amount::new(minor, all.currency);
    let map = &all.worth.map;
    let cell = |total: &MapTotal, part| MapCell {
        part,
        customers: total.customers,
        spent: amount(total.spent),
        share: total.share,
    };
    let parts = pannier_analytics::MapGroup::ALL;
    let cells = map.cells.iter().enumerate().map(|(row, cells)| {
        let cells = cells.iter().enumerate().filter_map(|(column, total)| {
            let part = pannier_analytics::MapGroup::of_cell(row, column)?;
            Some(cell(total, part_view(part)))
        });
        cells.collect()
    });
    let rfm = &all.worth.rfm;
    let before = |group: RfmGroup| {
        let codes = all.worth.rfm_before.codes.iter().flatten();
        u32::try_from(codes.filter(|code| code.group() == group).count()).unwrap_or(u32::MAX)
    };
    let groups = rfm_totals(&all.facts, rfm)
        .into_iter()
        .map(|total| GroupTotal {
            group: group_view(total.group),
            customers: total.customers,
            before: before(total.group),
            spent: amount(total.revenue),
            share: total.share,
            average: total.aov.map(amount),
        });
    let mut moves: Vec<GroupMove> = rfm_flows(&all.worth.rfm_before, rfm)
        .into_iter()
        .filter(|flow| flow.from != flow.to)
        .map(|flow| GroupMove {
            from: flow.from.map(group_view),
            to: flow.to.map(group_view),
            customers: flow.customers,
        })
        .collect();
    moves.sort_by_key(|flow| Reverse(flow.customers));
    let cuts = rfm.cuts.map(|cuts| ScoreCuts {
        days: cuts.recency.shown().to_vec(),
        orders: cuts.frequency.shown().to_vec(),
        spent: cuts
            .monetary
            .shown()
            .map(|cut| amount(words::rounded(cut)))
            .to_vec(),
    });
    let trial = all.worth.buys_again.as_ref().ok();
    let trial = trial.and_then(|model| model.hold_out.as_ref());
    Ok(CustomersOverview {
        as_of: all.as_of.to_string(),
        customers: u32::try_from(all.people.id.len()).unwrap_or(u32::MAX),
        ordered: map.all.customers,
        spent_bands: map.bands.spent().map(amount).to_vec(),
        day_bands: map.bands.days().to_vec(),
        bands_moved: all.worth.options.bands.is_some(),
        cells: cells.collect(),
        parts: parts
            .into_iter()
            .zip(&map.groups)
            .map(|(part, total)| cell(total, part_view(part)))
            .collect(),
        groups: groups.collect(),
        moves,
        cuts,
        trial: trial.map(|trial| ForecastTrial {
            after: trial.after.to_string(),
            until: trial.until.to_string(),
            expected_back: trial.expected_back,
            came: trial.of_whom_came,
            of_all: trial.customers,
            all_came: trial.came,
        }),
        cannot_tell: all.worth.value.as_ref().err().copied().map(cannot_foretell),
    })
}

/// Moves the bands of the map, or puts them back to what suits the shop.
///
/// # Errors
/// [`crate::Code::Validation`] with the field whose bands do not go up, or what the file says.
pub fn set_map_bands(shop: &Shop, input: &SetMapBands) -> Result<()> {
    let record = match &input.bands {
        None => None,
        Some(asked) => {
            let spent = asked.spent.map(|least| least.0);
            let bands = MapBands::new(spent, asked.days).map_err(|error| {
                let field = match error {
                    MapBandsError::Spent => "spent",
                    MapBandsError::Days => "days",
                };
                ApiError::invalid(field, format!("{error}. Nothing was changed"))
            })?;
            Some(MapBandsRecord {
                spent: bands.spent(),
                currency: everyone(shop)?.currency,
                days: bands.days(),
            })
        }
    };
    shop.write(|tx| Ok(tx.set_map_bands(record.as_ref())?))
}

/// A part of the list of customers.
///
/// # Errors
/// What the file says.
pub fn list_customers(shop: &Shop, input: &ListCustomers) -> Result<CustomerPage> {
    let all = everyone(shop)?;
    let list = listed(shop, &all, input)?;
    let start = (input.offset as usize).min(list.people.len());
    let end = (start + input.limit.min(PAGE_LIMIT) as usize).min(list.people.len());
    let page = &list.people[start..end];
    let ids: Vec<CustomerId> = page
        .iter()
        .map(|person| all.people.id[*person as usize])
        .collect();
    Ok(CustomerPage {
        total: u32::try_from(list.people.len()).unwrap_or(u32::MAX),
        spent: Amount::new(list.spent, all.currency),
        generation: all.generation,
        rows: rows(shop, &all, &ids)?,
    })
}

/// What lists show of some people, in their order.
pub(crate) fn rows(shop: &Shop, all: &Everyone, ids: &[CustomerId]) -> Result<Vec<CustomerRow>> {
    let cards = shop.read(|tx| Ok(tx.customer_cards(ids)?))?;
    let rows = cards
        .iter()
        .filter_map(|card| Some(row(all, all.person(card.id.0)?, card)));
    Ok(rows.collect())
}

/// What the list shows of someone.
fn row(all: &Everyone, person: usize, card: &CustomerCard) -> CustomerRow {
    let amount = |minor| Amount::new(minor, all.currency);
    let buyer = Some(all.buyer[person]).filter(|buyer| *buyer != NOBODY);
    let worth = &all.worth.worth;
    let of = |buyer: u32| buyer as usize;
    let predicted = worth.predicted_value_365.as_ref();
    CustomerRow {
        id: card.id.0,
        name: card.called(),
        city: all.people.city.name(person).to_owned(),
        email: card.email.clone(),
        days_since: all.days_since(person),
        orders: all.orders[person],
        spent: amount(all.spent[person]),
        average: all.average(person).map(amount),
        group: buyer
            .and_then(|buyer| all.worth.rfm.group(buyer))
            .map(group_view),
        high_value: buyer.is_some_and(|buyer| worth.high_value[of(buyer)]),
        predicted: buyer.and_then(|buyer| Some(amount(*predicted?.get(of(buyer))?))),
    }
}

fn listed(shop: &Shop, all: &Everyone, input: &ListCustomers) -> Result<Arc<List>> {
    let is_it = |list: &List| {
        (list.generation, &list.who, list.sort, list.ascending)
            == (all.generation, &input.who, input.sort, input.ascending)
    };
    let mut kept = lock(&shop.customers.0);
    if let Some(at) = kept.iter().position(|list| is_it(list)) {
        let list = kept.remove(at);
        kept.push(Arc::clone(&list));
        return Ok(list);
    }
    let mut people = shop.read(|tx| fitting(tx, all, &input.who))?;
    sort(shop, all, input.sort, input.ascending, &mut people)?;
    let list = Arc::new(List {
        generation: all.generation,
        who: input.who.clone(),
        sort: input.sort,
        ascending: input.ascending,
        spent: people.iter().fold(0, |sum, person| {
            all.spent[*person as usize].saturating_add(sum)
        }),
        people,
    });
    kept.push(Arc::clone(&list));
    if kept.len() > LISTS_KEPT {
        kept.remove(0);
    }
    Ok(list)
}

/// Who is meant, by place in the columns, ascending.
fn fitting(tx: &ReadTx, all: &Everyone, who: &CustomersAsked) -> Result<Vec<u32>> {
    let count = u32::try_from(all.people.id.len()).unwrap_or(u32::MAX);
    let mut people: Vec<u32> = (0..count).collect();
    let buyer = |person: u32| Some(all.buyer[person as usize]).filter(|buyer| *buyer != NOBODY);
    if let Some(part) = who.part {
        let part = part_of(part);
        people.retain(|person| buyer(*person).and_then(|b| all.worth.map.group(b)) == Some(part));
    }
    if let Some(cell) = who.cell {
        let cell = (usize::from(cell.spent), usize::from(cell.days));
        people.retain(|person| buyer(*person).and_then(|b| all.worth.map.place(b)) == Some(cell));
    }
    if let Some(group) = who.group {
        let group = group_of(group);
        people.retain(|person| buyer(*person).and_then(|b| all.worth.rfm.group(b)) == Some(group));
    }
    for word in who.search.split_whitespace() {
        if people.is_empty() {
            break;
        }
        let found = words::found(tx, all, word)?;
        people.retain(|person| found[*person as usize]);
    }
    Ok(people)
}

fn sort(
    shop: &Shop,
    all: &Everyone,
    by: CustomerSort,
    ascending: bool,
    people: &mut [u32],
) -> Result<()> {
    let at = |person: &u32| *person as usize;
    let predicted = all.worth.worth.predicted_value_365.as_ref();
    match by {
        // Whoever has no order stands at the end either way.
        CustomerSort::Spent => by_number(people, ascending, |p| has(all, *p, all.spent[at(p)])),
        CustomerSort::Orders => {
            by_number(people, ascending, |p| {
                has(all, *p, i64::from(all.orders[at(p)]))
            });
        }
        CustomerSort::LastOrder => {
            by_number(people, ascending, |p| {
                has(all, *p, i64::from(all.last_day[at(p)]))
            });
        }
        CustomerSort::Average => by_number(people, ascending, |p| all.average(at(p))),
        CustomerSort::Predicted => by_number(people, ascending, |p| {
            let buyer = Some(all.buyer[at(p)]).filter(|buyer| *buyer != NOBODY)?;
            predicted?.get(buyer as usize).copied()
        }),
        CustomerSort::Name => {
            let ranks = words::name_ranks(shop, all)?;
            by_number(people, ascending, |p| {
                Some(ranks[at(p)])
                    .filter(|rank| *rank != u32::MAX)
                    .map(i64::from)
            });
        }
    }
    Ok(())
}

fn has(all: &Everyone, person: u32, number: i64) -> Option<i64> {
    (all.orders[person as usize] > 0).then_some(number)
}

/// Those without a number come last; equal ones stay in the order of their rows.
fn by_number(people: &mut [u32], ascending: bool, number: impl Fn(&u32) -> Option<i64>) {
    people.sort_by_cached_key(|person| {
        let number = number(person);
        let order = number.map_or(0, |number| if ascending { number } else { !number });
        (number.is_none(), order)
    });
}
