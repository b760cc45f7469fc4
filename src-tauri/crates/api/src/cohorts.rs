//! Who comes back: customers by how they began.

use pannier_analytics::{self as analytics, CohortKey, CohortsAsked, Question, SecondOrders};
use pannier_core::{Currency, Day, Facts, div_half_even};

use crate::{
    Result, Shop,
    figures::{formula_of, interval_of, main_currency, verdict_of},
    views::{
        AgeValue, Amount, CohortBy, CohortCell, CohortRow, Cohorts, CohortsInput, OrderNumber,
        SecondOrder,
    },
};

/// Cohorts that are listed at most; of months the newest.
const MOST: usize = 24;

/// Months of a cohort's life that are shown at most.
const MONTHS: usize = 24;

/// First orders, second orders … that are told apart; later ones stand together.
const NUMBERS: usize = 6;

/// The part of goods whose cost must be known before a margin is shown.
const COSTS_KNOWN: f64 = 0.5;

/// Customers by how they began, what they did since, and averages by order number.
///
/// # Errors
/// What the file says.
pub fn cohorts(shop: &Shop, input: &CohortsInput) -> Result<Cohorts> {
    let context = shop.context()?;
    let (_, explorer) = shop.explorer()?;
    let facts: &Facts = explorer.facts();
    let currency = main_currency(facts, context.currency);
    let formula = formula_of(input.formula);
    let positions = explorer.pick(&Question::all(formula, currency));
    let newest = facts.day.last().and_then(|day| Day::from_number(*day));
    let asked = CohortsAsked {
        by: match input.by {
            CohortBy::FirstMonth => analytics::CohortBy::Month,
            CohortBy::FirstProduct => analytics::CohortBy::Product,
            CohortBy::FirstChannel => analytics::CohortBy::Channel,
            CohortBy::FirstCode => analytics::CohortBy::Code,
        },
        until: newest.unwrap_or(context.today).plus_days(1),
        most: MOST,
        costs: currency == context.currency,
    };
    let found = analytics::cohorts(facts, formula, &positions, &asked);
    let numbers = analytics::order_numbers(facts, formula, &positions, NUMBERS);
    let row = |cohort: &analytics::Cohort| row_of(facts, cohort, currency);
    let mut rows: Vec<CohortRow> = found.each.iter().map(row).collect();
    let mut more = found.more;
    if input.by == CohortBy::FirstMonth {
        rows.reverse();
        // Months in which nobody began say nothing.
        rows.retain(|row| row.customers > 0);
        more += u32::try_from(rows.len().saturating_sub(MOST)).unwrap_or(u32::MAX);
        rows.truncate(MOST);
    }
    Ok(Cohorts {
        by: input.by,
        formula: input.formula,
        currency: currency.code().to_owned(),
        customers: numbers.customers,
        returned: numbers.came_back,
        nameless: numbers.guest_orders,
        all: row(&found.all),
        costs_known: found.all.margin.and_then(|margin| margin.known_share()),
        rows,
        more,
        order_numbers: order_numbers(&numbers, currency),
        second: second(&numbers.same_customers, numbers.came_back, currency),
    })
}

fn row_of(facts: &Facts, cohort: &analytics::Cohort, currency: Currency) -> CohortRow {
    let amount = |minor| Amount::new(minor, currency);
    // What is left of revenue is known of the goods with a cost, over all ages alike: the part of
    // revenue that is goods without tax, and of these the part that is left.
    let rate = cohort
        .margin
        .filter(|margin| {
            margin
                .known_share()
                .is_some_and(|share| share >= COSTS_KNOWN)
        })
        .filter(|margin| margin.with_cost > 0 && cohort.revenue > 0)
        .map(|margin| {
            let left = i128::from(margin.left()) * i128::from(margin.goods);
            (
                left,
                i128::from(margin.with_cost) * i128::from(cohort.revenue),
            )
        });
    CohortRow {
        key: match &cohort.key {
            CohortKey::All => String::new(),
            CohortKey::Month(day) => day.to_string(),
            CohortKey::Product(product) => facts.products.name[*product as usize].clone(),
            CohortKey::Channel(channel) => facts.channel.names[*channel as usize].clone(),
            CohortKey::Code(code) => code.clone(),
        },
        customers: cohort.customers,
        cells: cohort
            .cells
            .iter()
            .take(MONTHS)
            .map(|cell| {
                (cell.of > 0).then(|| CohortCell {
                    watched: cell.of,
                    unfinished: cell.unfinished,
                    customers: cell.customers,
                    orders: cell.orders,
                    revenue: amount(cell.revenue),
                    aov: cell.aov().map(amount),
                })
            })
            .collect(),
        values: cohort
            .ages
            .iter()
            .map(|age| {
                let value = age.per_customer();
                AgeValue {
                    days: age.days.into(),
                    customers: age.customers,
                    value: value.map(amount),
                    margin: value
                        .zip(rate)
                        .map(|(value, (left, of))| amount(part(value, left, of))),
                }
            })
            .collect(),
    }
}

/// `value · left ÷ of`, rounded half to even once.
fn part(value: i64, left: i128, of: i128) -> i64 {
    let exact = i128::from(value).checked_mul(left);
    exact.map_or(0, |exact| {
        i64::try_from(div_half_even(exact, of)).unwrap_or(i64::MAX)
    })
}

fn order_numbers(numbers: &analytics::OrderNumbers, currency: Currency) -> Vec<OrderNumber> {
    numbers
        .numbers
        .iter()
        .map(|one| OrderNumber {
            number: one.number,
            orders: one.orders,
            aov: one.aov.map(|minor| Amount::new(minor, currency)),
            interval: one.interval.map(|ends| interval_of(ends, currency)),
        })
        .collect()
}

fn second(second: &SecondOrders, customers: u32, currency: Currency) -> SecondOrder {
    SecondOrder {
        customers,
        change: second.difference.map(|minor| Amount::new(minor, currency)),
        interval: second.interval.map(|ends| interval_of(ends, currency)),
        verdict: verdict_of(second.verdict),
    }
}
