//! What the merchant could do next, and who or what stands behind it.

use std::sync::{Arc, Mutex};

use pannier_analytics::{
    self as analytics, Assumption, Behind, BundleOptions, DiscountGroup, Moment, MoreOf,
    OpportunityKind, OpportunityOptions, Question, Range,
};
use pannier_core::{Channel, ConsentState, Currency, CustomerId, Day, Facts};
use pannier_store::{People, ReadTx};

use crate::{
    Result, Shop,
    advice::{amount_view, as_f64, share_view},
    bundles::range_of,
    figures::{formula_of, main_currency},
    shop::lock,
    views::{
        Amount, EstimateInput, EstimateWhat, Formula, MomentOf, Opportunities, OpportunitiesInput,
        Opportunity, OpportunityAbout, QuietCustomer, QuietCustomers, QuietInput,
    },
};

/// The most people a page may have.
const PAGE_LIMIT: u32 = 200;

/// What was found last.
#[derive(Debug, Default)]
pub(crate) struct OpportunitiesCache(Mutex<Option<Arc<Found>>>);

/// Opportunities of one state of the shop.
#[derive(Debug)]
struct Found {
    generation: u32,
    formula: Formula,
    currency: Currency,
    /// The day of the newest order.
    newest: Option<Day>,
    orders: u32,
    list: Vec<analytics::Opportunity>,
}

/// What the shop's orders speak for, most money first, as of its newest order.
///
/// # Errors
/// What the file says.
pub fn opportunities(shop: &Shop, input: &OpportunitiesInput) -> Result<Opportunities> {
    let today = shop.context()?.today;
    let (found, facts) = found(shop, input.formula)?;
    let until = found.newest.unwrap_or(today).plus_days(1);
    let first = facts.day.first().and_then(|day| Day::from_number(*day));
    let year = until.plus_days(-365);
    Ok(Opportunities {
        from: first.map_or(year, |first| first.max(year)).to_string(),
        until: until.to_string(),
        orders: found.orders,
        list: found
            .list
            .iter()
            .map(|one| Opportunity {
                about: about(&facts, &one.kind, found.currency),
                estimate: one.estimate.map(|range| range_of(range, found.currency)),
                inputs: inputs(&one.kind, found.currency),
            })
            .collect(),
    })
}

/// Good customers who have gone quiet, those who are worth most first.
///
/// # Errors
/// What the file says.
pub fn quiet_customers(shop: &Shop, input: &QuietInput) -> Result<QuietCustomers> {
    let (found, facts) = found(shop, Formula::Goods)?;
    let quiet: &[u32] = found
        .list
        .iter()
        .find_map(|one| match (&one.kind, &one.behind) {
            (OpportunityKind::QuietCustomers(_), Behind::Customers(customers)) => {
                Some(customers.as_slice())
            }
            _ => None,
        })
        .unwrap_or_default();
    let start = (input.offset as usize).min(quiet.len());
    let end = (start + input.limit.min(PAGE_LIMIT) as usize).min(quiet.len());
    let page = &quiet[start..end];
    let sums = Sums::of(shop, &facts, found.currency, page)?;
    let rows = shop.read(|tx| {
        let people = tx.people()?;
        let rows = page.iter().zip(sums).map(|(customer, sums)| {
            let id = CustomerId(facts.customer_ids[*customer as usize]);
            person(tx, &people, id, &sums, found.currency)
        });
        rows.collect::<Result<Vec<_>>>()
    })?;
    Ok(QuietCustomers {
        total: u32::try_from(quiet.len()).unwrap_or(u32::MAX),
        rows,
    })
}

fn found(shop: &Shop, formula: Formula) -> Result<(Arc<Found>, Arc<Facts>)> {
    let context = shop.context()?;
    // The lock is held while looking, so that two who ask at once look once.
    let mut kept = lock(&shop.opportunities.0);
    let (generation, explorer) = shop.explorer()?;
    let facts = Arc::clone(explorer.facts());
    if let Some(found) = kept.as_ref()
        && (found.generation, found.formula) == (generation, formula)
    {
        return Ok((Arc::clone(found), facts));
    }
    let currency = main_currency(&facts, context.currency);
    let positions = explorer.pick(&Question::all(formula_of(formula), currency));
    let newest = facts.day.last().and_then(|day| Day::from_number(*day));
    let options = OpportunityOptions {
        costs: currency == context.currency,
        ..OpportunityOptions::on(newest.unwrap_or(context.today))
    };
    let list = facts
        .currency_index(currency)
        .map(|index| {
            analytics::opportunities(&facts, formula_of(formula), index, &positions, &options)
        })
        .unwrap_or_default();
    let found = Arc::new(Found {
        generation,
        formula,
        currency,
        newest,
        orders: u32::try_from(positions.len()).unwrap_or(u32::MAX),
        list,
    });
    *kept = Some(Arc::clone(&found));
    Ok((found, facts))
}

fn days(days: i64) -> u32 {
    u32::try_from(days).unwrap_or(0)
}

fn about(facts: &Facts, kind: &OpportunityKind, currency: Currency) -> OpportunityAbout {
    let amount = |minor| Amount::new(minor, currency);
    let name = |product: u32| facts.products.name[product as usize].clone();
    let id = |product: u32| facts.products.id[product as usize];
    match kind {
        OpportunityKind::JustShort(short) => OpportunityAbout::JustShort {
            threshold: amount(short.near.threshold),
            lowest: amount(short.near.lowest),
            orders: short.near.near,
            gap: amount(short.near.mean_gap.unwrap_or(0)),
            one_item: short.one_item.orders,
            days: days(short.days),
        },
        OpportunityKind::FirstThreshold(first) => OpportunityAbout::FirstThreshold {
            threshold: amount(first.effect.threshold),
            orders: first.effect.touched.within_reach,
            days: days(first.days),
        },
        OpportunityKind::Bundle(set) => OpportunityAbout::Bundle {
            products: set.products.iter().copied().map(id).collect(),
            names: set.products.iter().copied().map(name).collect(),
            held: set.held,
            lift: set.lift,
        },
        OpportunityKind::QuietCustomers(quiet) => OpportunityAbout::QuietCustomers {
            customers: quiet.customers,
            usual: amount(quiet.one_order_each / i64::from(quiet.customers.max(1))),
            good_from: amount(quiet.high_value_from),
            days: u32::try_from(quiet.days_quiet).unwrap_or(0),
            quiet_before: quiet.quiet_before,
            came_back: quiet.came_back,
        },
        OpportunityKind::DiscountAway(away) => {
            let (code, percent) = match &away.group {
                DiscountGroup::Code(code) => (Some(code.clone()), None),
                DiscountGroup::Depth(from, until) => (None, Some((*from, *until))),
            };
            OpportunityAbout::DiscountAway {
                code,
                from_percent: percent.map(|(from, _)| days(from)),
                until_percent: percent.map(|(_, until)| days(until)),
                orders: away.orders,
                given: amount(away.given),
                average: amount(away.aov),
                full_price: amount(away.full_price_aov),
                bought_before: away.bought_before,
                known: away.known,
                days: days(away.days),
            }
        }
        OpportunityKind::BasketOpener(opener) => OpportunityAbout::BasketOpener {
            product: id(opener.product),
            name: name(opener.product),
            orders: opener.orders,
            besides: amount(opener.besides),
            others: amount(opener.other_aov),
            days: days(opener.days),
        },
        OpportunityKind::BestMoment(best) => {
            let moment = match best.moment {
                Moment::Weekday(day) => MomentOf {
                    weekday: Some(day + 1),
                    hour: None,
                },
                Moment::Hour(hour) => MomentOf {
                    weekday: None,
                    hour: Some(hour),
                },
            };
            match best.more {
                MoreOf::Value {
                    here, elsewhere, ..
                } => OpportunityAbout::LargerOrders {
                    moment,
                    here: amount(here),
                    elsewhere: amount(elsewhere),
                    weeks: best.weeks,
                },
                MoreOf::Orders {
                    here, elsewhere, ..
                } => OpportunityAbout::MoreOrders {
                    moment,
                    here,
                    elsewhere,
                    weeks: best.weeks,
                },
            }
        }
    }
}

/// What an estimate leans on.
fn inputs(kind: &OpportunityKind, currency: Currency) -> Vec<EstimateInput> {
    use EstimateWhat as What;
    let count = |what, count| EstimateInput::Count { what, count };
    let share = |what, share: Assumption| EstimateInput::Share {
        what,
        share: share_view(share),
    };
    let measured = |what, minor: i64| EstimateInput::Amount {
        what,
        amount: amount_view(
            Assumption::measured(Range::exactly(as_f64(minor))),
            currency,
        ),
    };
    match kind {
        OpportunityKind::JustShort(short) => vec![
            count(What::Short, short.near.near),
            share(What::TopsUp, short.tops_up),
            measured(What::Gap, short.near.mean_gap.unwrap_or(0)),
        ],
        OpportunityKind::FirstThreshold(first) => vec![
            count(What::Short, first.effect.touched.within_reach),
            share(What::TopsUp, first.assumptions.tops_up),
            share(What::Margin, first.assumptions.margin),
        ],
        OpportunityKind::Bundle(set) => vec![
            count(What::LackOne, set.recent_one_short),
            share(What::Takes, BundleOptions::default().take),
        ],
        OpportunityKind::QuietCustomers(quiet) => vec![
            count(What::Quiet, quiet.customers),
            share(What::CameBack, Assumption::measured(quiet.share)),
            measured(
                What::Usual,
                quiet.one_order_each / i64::from(quiet.customers.max(1)),
            ),
        ],
        OpportunityKind::DiscountAway(away) => vec![
            count(What::Discounted, away.orders),
            share(What::BoughtBefore, Assumption::measured(away.share)),
            share(What::StillBuys, away.still_buys),
            measured(What::Given, away.given / i64::from(away.orders.max(1))),
        ],
        OpportunityKind::BasketOpener(opener) => vec![
            count(What::Without, opener.other_orders),
            share(What::Takes, opener.takes),
            measured(What::Brings, opener.brings),
        ],
        OpportunityKind::BestMoment(_) => Vec::new(),
    }
}

/// What a customer's counted orders come to.
#[derive(Debug, Clone, Default)]
struct Sums {
    orders: u32,
    spent: i64,
    first: i32,
    newest: i32,
}

impl Sums {
    /// Of these customers, in their order.
    fn of(shop: &Shop, facts: &Facts, currency: Currency, customers: &[u32]) -> Result<Vec<Self>> {
        let (_, explorer) = shop.explorer()?;
        let all = Question::all(analytics::Formula::Goods, currency);
        let mut sums = vec![Self::default(); customers.len()];
        let mut place = vec![usize::MAX; facts.customer_ids.len()];
        for (at, customer) in customers.iter().enumerate() {
            place[*customer as usize] = at;
        }
        for position in explorer.pick(&all) {
            let at = position as usize;
            let place = place.get(facts.customer[at] as usize).copied();
            let Some(sum) = place.and_then(|place| sums.get_mut(place)) else {
                continue;
            };
            if sum.orders == 0 {
                sum.first = facts.day[at];
            }
            sum.orders += 1;
            sum.newest = facts.day[at];
            sum.spent = sum.spent.saturating_add(facts.goods[at]);
        }
        Ok(sums)
    }
}

fn person(
    tx: &ReadTx,
    people: &People,
    id: CustomerId,
    sums: &Sums,
    currency: Currency,
) -> Result<QuietCustomer> {
    let facts = tx.customer_record(id, people)?.facts;
    let names = [facts.first_name.as_str(), facts.last_name.as_str()];
    let full = names
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    let known_by = [full, facts.email.unwrap_or_default(), facts.phone];
    let gaps = i64::from(sums.orders.max(2)) - 1;
    Ok(QuietCustomer {
        name: known_by
            .into_iter()
            .find(|word| !word.is_empty())
            .unwrap_or_default(),
        orders: sums.orders,
        spent: Amount::new(sums.spent, currency),
        usual: Amount::new(sums.spent / i64::from(sums.orders.max(1)), currency),
        last_order: Day::from_number(sums.newest)
            .map(|day| day.to_string())
            .unwrap_or_default(),
        every_days: days(i64::from(sums.newest - sums.first) / gaps),
        said_no: tx.consent(id, Channel::Email)? == ConsentState::Unsubscribed,
    })
}
