//! Home from the stored sums of days, while the orders of a large shop are being read: the same
//! figures without medians, intervals and what can be said of the change. The window asks again
//! when the orders are there.

use pannier_analytics as analytics;
use pannier_core::{Currency, DaySum, Period};

use super::{
    chart_of, default_month, figures_of, formula_of, is_unfinished, month_before, months_of,
};
use crate::{
    Result,
    shop::{ShopContext, day_of},
    views::{ChartMonth, Figures, Home, HomeInput},
};

pub(super) fn home(context: &ShopContext, sums: &[DaySum], input: &HomeInput) -> Result<Home> {
    let formula = formula_of(input.formula);
    let currency = main_currency(sums, context.currency);
    let ends = sums.first().zip(sums.last());
    let months = months_of(ends.map(|(first, last)| (first.day, last.day)));
    let chosen = day_of("month", input.month.as_deref())?
        .map_or_else(|| default_month(&months, context.today), Period::month_of);
    let figures = |currency: Currency, period: Period| -> Figures {
        let summary = analytics::summarise_days(sums, formula, currency, period);
        figures_of(&summary, currency, period)
    };
    let before = month_before(&months, chosen, input.comparison);
    Ok(Home {
        formula: input.formula,
        current: figures(currency, chosen),
        unfinished: is_unfinished(chosen, context.today),
        before: before.map(|period| figures(currency, period)),
        change: None,
        months: months.iter().map(|month| month.from.to_string()).collect(),
        chart: chart_of(&months, chosen)
            .iter()
            .map(|period| ChartMonth {
                figures: figures(currency, *period),
                unfinished: is_unfinished(*period, context.today),
            })
            .collect(),
        other_currencies: currencies(sums)
            .into_iter()
            .filter(|other| *other != currency)
            .map(|other| figures(other, chosen))
            .filter(|figures| figures.orders > 0)
            .collect(),
    })
}

/// The currencies that orders are in, in the order of the calendar.
fn currencies(sums: &[DaySum]) -> Vec<Currency> {
    let mut found = Vec::new();
    for sum in sums {
        if !found.contains(&sum.currency) {
            found.push(sum.currency);
        }
    }
    found
}

/// The shop's currency; where no order is in it, the one that most orders are in.
fn main_currency(sums: &[DaySum], base: Currency) -> Currency {
    let orders = |currency: Currency| -> i64 {
        let of = sums.iter().filter(|sum| sum.currency == currency);
        of.map(|sum| sum.orders).sum()
    };
    let found = currencies(sums);
    if found.contains(&base) {
        return base;
    }
    let most = found
        .into_iter()
        .enumerate()
        .max_by_key(|(place, currency)| (orders(*currency), std::cmp::Reverse(*place)));
    most.map_or(base, |(_, currency)| currency)
}
