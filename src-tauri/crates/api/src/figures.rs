//! Average order value: Home, the sheet that shows how it is calculated, and the report.

mod meanwhile;

use pannier_analytics as analytics;
use pannier_core::{Currency, Day, Facts, Period, ShopZone};

use crate::{
    ApiError, Result, Shop,
    shop::day_of,
    views::{
        Amount, Change, ChangeVerdict, ChartMonth, Comparison, Figures, Formula, FormulaFigures,
        FormulaInput, FormulaSheet, Granularity, Home, HomeInput, Interval, LooseRefunds, Report,
        ReportInput, Step, StepKind,
    },
};

/// Months that the chart of Home shows at most.
const CHART_MONTHS: usize = 25;

/// Periods that a report gives at most: a day each for eleven years.
const REPORT_PERIODS: usize = 4_000;

/// Home: a month, what it is compared with, and the months around it.
///
/// # Errors
/// [`crate::Code::Validation`] for a month that is none, or what the file says.
pub fn home(shop: &Shop, input: &HomeInput) -> Result<Home> {
    let context = shop.context()?;
    if let Some(sums) = shop.sums_meanwhile()? {
        return meanwhile::home(&context, &sums, input);
    }
    let (_, facts) = shop.facts()?;
    let formula = formula_of(input.formula);
    let currency = main_currency(&facts, context.currency);
    let months = months_of(ends(&facts));
    let chosen = day_of("month", input.month.as_deref())?
        .map_or_else(|| default_month(&months, context.today), Period::month_of);
    let before = month_before(&months, chosen, input.comparison);
    let unfinished = is_unfinished(chosen, context.today);
    let chart = chart_of(&months, chosen);
    let summaries = analytics::series(&facts, formula, currency, chart);
    let current = headline(&facts, formula, currency, chosen);
    let before_figures = before.map(|period| figures(&facts, formula, currency, period));
    let change = before
        .zip(before_figures.as_ref())
        .map(|(before, figures)| {
            let change = analytics::Change {
                // Of the two averages as they are shown: nobody should find a cent missing.
                difference: minor(&current)
                    .zip(minor(figures))
                    .map(|(now, then)| now - then),
                ..analytics::change(&facts, formula, currency, chosen, before)
            };
            // A month that is not over has not had its orders yet: only averages can be compared.
            change_of(&change, currency, unfinished)
        });
    Ok(Home {
        formula: input.formula,
        current,
        unfinished,
        before: before_figures,
        change,
        months: months.iter().map(|month| month.from.to_string()).collect(),
        chart: chart
            .iter()
            .zip(&summaries)
            .map(|(period, summary)| ChartMonth {
                figures: figures_of(summary, currency, *period),
                unfinished: is_unfinished(*period, context.today),
            })
            .collect(),
        other_currencies: facts
            .currencies
            .iter()
            .filter(|other| **other != currency)
            .map(|other| figures(&facts, formula, *other, chosen))
            .filter(|figures| figures.orders > 0)
            .collect(),
    })
}

/// How the figures of a period are calculated, and the steps from one formula to the others.
///
/// # Errors
/// [`crate::Code::Validation`] for a day that is none, or what the file says.
pub fn formula_sheet(shop: &Shop, input: &FormulaInput) -> Result<FormulaSheet> {
    let context = shop.context()?;
    let (_, facts) = shop.facts()?;
    let currency = main_currency(&facts, context.currency);
    let period = span(
        &facts,
        context.today,
        day_of("from", input.from.as_deref())?,
        day_of("until", input.until.as_deref())?,
    );
    let (from, until) = (Some(period.from), Some(period.until));
    let left_out = analytics::left_out(&facts, currency, from, until);
    let formulas = analytics::reconcile(&facts, currency, from, until, formula_of(input.formula));
    Ok(FormulaSheet {
        from: period.from.to_string(),
        until: period.until.to_string(),
        formulas: formulas
            .iter()
            .map(|f| formula_figures(f, currency))
            .collect(),
        cancelled: left_out.cancelled,
        test: left_out.test,
        gift_cards_only: left_out.gift_cards_only,
        loose_refunds: loose_refunds(shop, context.zone, currency, period)?,
    })
}

/// Refunds of a period that name no order.
pub(crate) fn loose_refunds(
    shop: &Shop,
    zone: ShopZone,
    currency: Currency,
    period: Period,
) -> Result<LooseRefunds> {
    let start = |day: Day| zone.start_of(day);
    let (count, amount) =
        shop.read(|tx| Ok(tx.loose_refunds(currency, start(period.from), start(period.until))?))?;
    Ok(LooseRefunds {
        count: u32::try_from(count).unwrap_or(u32::MAX),
        amount: Amount::new(amount, currency),
    })
}

/// The average order value of a period, whole and by day, week, month, quarter or year: once for
/// each currency that orders are in, the shop's own first.
///
/// # Errors
/// [`crate::Code::Validation`] for a day that is none or a period that ends before it begins, or
/// what the file says.
pub fn report_aov(shop: &Shop, input: &ReportInput) -> Result<Vec<Report>> {
    let context = shop.context()?;
    let (_, facts) = shop.facts()?;
    let (from, until) = (
        day_of("from", input.from.as_deref())?,
        day_of("until", input.until.as_deref())?,
    );
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        let message =
            format!("The period ends ({until}) before it begins ({from}). Swap the two days");
        return Err(ApiError::invalid("until", message));
    }
    let mut period = span(&facts, context.today, from, until);
    if let Some(by) = input.by {
        // Open ends reach to the ends of a whole month, week …: a part of one has no name.
        let (first, last) = (period.from, period.until.plus_days(-1).max(period.from));
        let whole = |day| granularity_of(by).whole(day);
        period.from = from.unwrap_or_else(|| whole(first).from);
        period.until = until.unwrap_or_else(|| whole(last).until).max(period.from);
    }
    if let Some(as_of) = day_of("asOf", input.as_of.as_deref())? {
        period.until = period.until.min(as_of.plus_days(1)).max(period.from);
    }
    let parts = match input.by {
        Some(by) => analytics::periods(period.from, period.until, granularity_of(by)),
        None => Vec::new(),
    };
    if parts.len() > REPORT_PERIODS {
        let message = format!(
            "{} periods are more than a report holds. Choose longer ones",
            parts.len()
        );
        return Err(ApiError::invalid("by", message));
    }
    let formula = formula_of(input.formula);
    let main = main_currency(&facts, context.currency);
    let mut currencies: Vec<Currency> = facts
        .currencies
        .iter()
        .copied()
        .filter(|c| *c != main)
        .collect();
    currencies.insert(0, main);
    currencies
        .into_iter()
        .map(|currency| {
            Ok(Report {
                formula: input.formula,
                figures: headline(&facts, formula, currency, period),
                periods: parts
                    .iter()
                    .zip(analytics::series(&facts, formula, currency, &parts))
                    .map(|(part, summary)| figures_of(&summary, currency, *part))
                    .collect(),
                loose_refunds: loose_refunds(shop, context.zone, currency, period)?,
            })
        })
        .collect()
}

pub(crate) fn minor(figures: &Figures) -> Option<i64> {
    figures.aov.as_ref().map(|aov| aov.minor.0)
}

/// The shop's currency; where no order is in it, the one that most orders are in.
pub(crate) fn main_currency(facts: &Facts, base: Currency) -> Currency {
    if facts.currency_index(base).is_some() {
        return base;
    }
    let mut counts = vec![0_usize; facts.currencies.len()];
    for index in &facts.currency {
        counts[usize::from(*index)] += 1;
    }
    let most = counts
        .iter()
        .enumerate()
        .max_by_key(|(index, count)| (**count, std::cmp::Reverse(*index)));
    most.map_or(base, |(index, _)| facts.currencies[index])
}

/// The days of the first order and of the last.
fn ends(facts: &Facts) -> Option<(Day, Day)> {
    let ends = facts.day.first().zip(facts.day.last());
    ends.and_then(|(a, b)| Day::from_number(*a).zip(Day::from_number(*b)))
}

/// The month to compare with; nothing where there are no orders that early.
fn month_before(months: &[Period], chosen: Period, comparison: Comparison) -> Option<Period> {
    let earlier = match comparison {
        Comparison::MonthBefore => chosen.from.plus_months(-1),
        Comparison::YearBefore => chosen.from.plus_months(-12),
    };
    let first = months.first()?;
    Some(Period::month_of(earlier)).filter(|period| first.from <= period.from)
}

/// All months from the first order to the last.
fn months_of(ends: Option<(Day, Day)>) -> Vec<Period> {
    let Some((first, last)) = ends else {
        return Vec::new();
    };
    analytics::periods(
        first.month_start(),
        last.month_start().plus_months(1),
        analytics::Granularity::Month,
    )
}

/// The newest month that is over; the newest of all while none is.
fn default_month(months: &[Period], today: Day) -> Period {
    let over = months
        .iter()
        .rev()
        .find(|month| !is_unfinished(**month, today));
    over.or(months.last())
        .copied()
        .unwrap_or_else(|| Period::month_of(today))
}

pub(crate) fn is_unfinished(period: Period, today: Day) -> bool {
    period.contains(today)
}

/// Up to [`CHART_MONTHS`] months with the chosen one among them, the newest where they hold it.
fn chart_of(months: &[Period], chosen: Period) -> &[Period] {
    let position = months.iter().position(|month| month.from == chosen.from);
    let newest = months.len().saturating_sub(CHART_MONTHS);
    let start = position.map_or(newest, |position| position.min(newest));
    &months[start..(start + CHART_MONTHS).min(months.len())]
}

/// The asked-for period; open ends reach to the first and the last order.
pub(crate) fn span(facts: &Facts, today: Day, from: Option<Day>, until: Option<Day>) -> Period {
    let first = facts
        .day
        .first()
        .and_then(|day| Day::from_number(*day))
        .unwrap_or(today);
    let last = facts
        .day
        .last()
        .and_then(|day| Day::from_number(*day))
        .unwrap_or(today);
    let from = from.unwrap_or(first);
    Period {
        from,
        until: until.unwrap_or_else(|| last.plus_days(1)).max(from),
    }
}

pub(crate) fn figures(
    facts: &Facts,
    formula: analytics::Formula,
    currency: Currency,
    period: Period,
) -> Figures {
    let summary = analytics::summarise(
        facts,
        formula,
        currency,
        Some(period.from),
        Some(period.until),
    );
    figures_of(&summary, currency, period)
}

/// The figures with the interval of the one number on the screen.
pub(crate) fn headline(
    facts: &Facts,
    formula: analytics::Formula,
    currency: Currency,
    period: Period,
) -> Figures {
    let (from, until) = (Some(period.from), Some(period.until));
    let summary = analytics::Summary {
        interval: analytics::headline_interval(facts, formula, currency, from, until),
        ..analytics::summarise(facts, formula, currency, from, until)
    };
    figures_of(&summary, currency, period)
}

pub(crate) fn figures_of(
    summary: &analytics::Summary,
    currency: Currency,
    period: Period,
) -> Figures {
    Figures {
        from: period.from.to_string(),
        until: period.until.to_string(),
        revenue: Amount::new(summary.revenue, currency),
        orders: summary.orders,
        aov: summary.aov.map(|minor| Amount::new(minor, currency)),
        median: summary.median.map(|minor| Amount::new(minor, currency)),
        // Where few customers are nearly all of it, the estimate of chance can reach below zero: what
        // was sold for money is never worth less than nothing, so that it says nothing at all.
        interval: summary
            .interval
            .filter(|(low, _)| *low > 0 || summary.revenue <= 0)
            .map(|ends| interval_of(ends, currency)),
        units_per_order: summary.units_per_order(),
    }
}

pub(crate) fn interval_of((low, high): (i64, i64), currency: Currency) -> Interval {
    Interval {
        low: Amount::new(low, currency),
        high: Amount::new(high, currency),
    }
}

pub(crate) fn change_of(
    change: &analytics::Change,
    currency: Currency,
    unfinished: bool,
) -> Change {
    Change {
        aov: change.difference.map(|minor| Amount::new(minor, currency)),
        interval: change.interval.map(|ends| interval_of(ends, currency)),
        verdict: verdict_of(change.verdict),
        revenue_ratio: change.revenue_ratio.filter(|_| !unfinished),
        orders_ratio: change.orders_ratio.filter(|_| !unfinished),
        units_per_order: change.units_per_order,
    }
}

fn formula_figures(reconciled: &analytics::Reconciled, currency: Currency) -> FormulaFigures {
    FormulaFigures {
        formula: view_of(reconciled.formula),
        revenue: Amount::new(reconciled.revenue, currency),
        orders: reconciled.orders,
        aov: reconciled.aov.map(|minor| Amount::new(minor, currency)),
        steps: reconciled
            .steps
            .iter()
            .map(|step| Step {
                kind: step_of(step.kind),
                revenue: Amount::new(step.revenue, currency),
                orders: step.orders,
                aov: step.aov_after.map(|minor| Amount::new(minor, currency)),
            })
            .collect(),
    }
}

pub(crate) fn verdict_of(verdict: analytics::Verdict) -> ChangeVerdict {
    match verdict {
        analytics::Verdict::Higher => ChangeVerdict::Higher,
        analytics::Verdict::Lower => ChangeVerdict::Lower,
        analytics::Verdict::CannotTell => ChangeVerdict::CannotTell,
        analytics::Verdict::TooFew => ChangeVerdict::TooFew,
    }
}

pub(crate) fn formula_of(formula: Formula) -> analytics::Formula {
    match formula {
        Formula::Goods => analytics::Formula::Goods,
        Formula::Shopify => analytics::Formula::Shopify,
        Formula::Net => analytics::Formula::Net,
        Formula::Collected => analytics::Formula::Collected,
    }
}

fn view_of(formula: analytics::Formula) -> Formula {
    match formula {
        analytics::Formula::Goods => Formula::Goods,
        analytics::Formula::Shopify => Formula::Shopify,
        analytics::Formula::Net => Formula::Net,
        analytics::Formula::Collected => Formula::Collected,
    }
}

fn granularity_of(by: Granularity) -> analytics::Granularity {
    match by {
        Granularity::Day => analytics::Granularity::Day,
        Granularity::Week => analytics::Granularity::Week,
        Granularity::Month => analytics::Granularity::Month,
        Granularity::Quarter => analytics::Granularity::Quarter,
        Granularity::Year => analytics::Granularity::Year,
    }
}

pub(crate) fn step_of(kind: analytics::StepKind) -> StepKind {
    use analytics::StepKind as Kind;
    match kind {
        Kind::CancelledOrders => StepKind::CancelledOrders,
        Kind::TaxInPrices => StepKind::TaxInPrices,
        Kind::FullyRefundedOrders => StepKind::FullyRefundedOrders,
        Kind::RefundsOfGoods => StepKind::RefundsOfGoods,
        Kind::OtherRefunds => StepKind::OtherRefunds,
        Kind::Shipping => StepKind::Shipping,
        Kind::TaxOnTop => StepKind::TaxOnTop,
        Kind::Duties => StepKind::Duties,
        Kind::Tips => StepKind::Tips,
        Kind::GiftCards => StepKind::GiftCards,
        Kind::Unexplained => StepKind::Unexplained,
        Kind::TestOrders => StepKind::TestOrders,
        Kind::GiftCardOrders => StepKind::GiftCardOrders,
        Kind::Discounts => StepKind::Discounts,
        Kind::OtherHours => StepKind::OtherHours,
    }
}

pub(crate) fn stored_step(kind: StepKind) -> analytics::StepKind {
    use analytics::StepKind as Kind;
    match kind {
        StepKind::CancelledOrders => Kind::CancelledOrders,
        StepKind::TaxInPrices => Kind::TaxInPrices,
        StepKind::FullyRefundedOrders => Kind::FullyRefundedOrders,
        StepKind::RefundsOfGoods => Kind::RefundsOfGoods,
        StepKind::OtherRefunds => Kind::OtherRefunds,
        StepKind::Shipping => Kind::Shipping,
        StepKind::TaxOnTop => Kind::TaxOnTop,
        StepKind::Duties => Kind::Duties,
        StepKind::Tips => Kind::Tips,
        StepKind::GiftCards => Kind::GiftCards,
        StepKind::Unexplained => Kind::Unexplained,
        StepKind::TestOrders => Kind::TestOrders,
        StepKind::GiftCardOrders => Kind::GiftCardOrders,
        StepKind::Discounts => Kind::Discounts,
        StepKind::OtherHours => Kind::OtherHours,
    }
}
