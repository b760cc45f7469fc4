//! The explorer: the figures of any orders, drawn, split and filtered.

mod prices;
mod sizes;
mod words;

use std::sync::Arc;

use pannier_analytics::{
    self as analytics, Comparison, Condition, Every, Explorer, Filter, Question, SplitOrder,
    SplitSort, Whole,
};
use pannier_core::{Currency, Day, Facts, Period, ShopZone};

pub use prices::price_marks;
pub(crate) use sizes::ShippingCache;
pub(crate) use words::{dimension_of, value_of};

use crate::{
    ApiError, Result, Shop,
    figures::{change_of, figures_of, formula_of, interval_of, loose_refunds, main_currency, span},
    shop::day_of,
    views::{
        Amount, BarKind, Breakdown, BreakdownInput, BreakdownRow, BreakdownSort, ComparedWith,
        DimensionValue, DimensionValuesInput, Explore, ExploreInput, Figures, KindBar,
        LooseRefunds, Minor, OrderFilter, OtherRows, Outlier, Sizes, TimePoint, TimeStep,
    },
};

/// Points in time that a chart shows at most.
const MOST_POINTS: i64 = 750;

/// Points in time that a small line shows at most.
const MOST_SPARKS: usize = 60;

/// Rows that a table shows at most; the others stand in one.
const MOST_ROWS: usize = 12;

/// Values that are offered to filter by at most.
const MOST_VALUES: usize = 1_000;

/// What a question is asked of, worked out once.
pub(crate) struct Asked {
    pub(crate) explorer: Arc<Explorer>,
    generation: u32,
    pub(crate) question: Question,
    pub(crate) period: Period,
    before: Option<Period>,
    today: Day,
    zone: ShopZone,
}

impl Asked {
    pub(crate) fn of(shop: &Shop, input: &ExploreInput) -> Result<Self> {
        let context = shop.context()?;
        let (generation, explorer) = shop.explorer()?;
        let facts: &Facts = explorer.facts();
        let currency = match &input.currency {
            Some(code) => currency_of(code)?,
            None => main_currency(facts, context.currency),
        };
        let (from, until) = (
            day_of("from", input.from.as_deref())?,
            day_of("until", input.until.as_deref())?,
        );
        let period = span(facts, context.today, from, until);
        let before = compared(facts, period, input)?;
        let filter = filter_of(shop, facts, &input.filters)?;
        Ok(Self {
            question: Question {
                from: Some(period.from),
                until: Some(period.until),
                filter,
                ..Question::all(formula_of(input.formula), currency)
            },
            explorer,
            generation,
            period,
            before,
            today: context.today,
            zone: context.zone,
        })
    }

    pub(crate) fn facts(&self) -> &Facts {
        self.explorer.facts()
    }

    pub(crate) fn currency(&self) -> Currency {
        self.question.currency
    }

    fn figures(&self, summary: &analytics::Summary, period: Period) -> Figures {
        figures_of(summary, self.currency(), period)
    }

    /// The orders split by what the columns tell them apart by, or else by segments.
    fn split(
        &self,
        shop: &Shop,
        by: Option<analytics::Dimension>,
        order: &SplitOrder,
    ) -> Result<analytics::Split> {
        match by {
            Some(_) => Ok(self.explorer.split(&self.question, order)),
            None => crate::segments::split(shop, self, order),
        }
    }

    /// The figures that are compared with; nothing where there were no orders.
    fn before(&self, whole: &Whole) -> Option<Figures> {
        let (summary, period) = whole.before.as_ref().zip(self.before)?;
        (summary.orders > 0).then(|| self.figures(summary, period))
    }
}

/// The figures of a period, over time and in bars.
///
/// # Errors
/// [`crate::Code::Validation`] for a day or currency that is none, or what the file says.
pub fn explore(shop: &Shop, input: &ExploreInput) -> Result<Explore> {
    let asked = Asked::of(shop, input)?;
    let whole = asked.explorer.whole(&asked.question, asked.before);
    let before = asked.before(&whole);
    let unfinished = asked.period.contains(asked.today);
    let step = input.step.map_or_else(
        || fitting(asked.period),
        |step| coarse_enough(step, asked.period),
    );
    let facts = asked.facts();
    let day = |number: Option<&i32>| Some(Day::from_number(*number?)?.to_string());
    Ok(Explore {
        formula: input.formula,
        currency: asked.currency().code().to_owned(),
        figures: asked.figures(&whole.current, asked.period),
        unfinished,
        change: whole
            .change
            .as_ref()
            .filter(|_| before.is_some())
            .map(|change| change_of(change, asked.currency(), unfinished)),
        before,
        step,
        series: series(&asked, step),
        sizes: match input.bars {
            BarKind::Sizes => sizes::sizes(shop, &asked, input),
            BarKind::Items | BarKind::Discounts => Sizes::default(),
        },
        kinds: match input.bars {
            BarKind::Sizes => Vec::new(),
            BarKind::Items => kinds(&asked, analytics::Dimension::Basket),
            BarKind::Discounts => kinds(&asked, analytics::Dimension::Discount),
        },
        dimensions: words::dimensions(shop, facts)?,
        filters: words::named(shop, &asked.explorer, &input.filters)?,
        outliers: outliers(shop, &asked)?,
        other_currencies: other_currencies(&asked),
        // A refund that names no order is of no channel, no product and no country.
        loose_refunds: if input.filters.is_empty() {
            loose_refunds(shop, asked.zone, asked.currency(), asked.period)?
        } else {
            LooseRefunds {
                count: 0,
                amount: Amount::new(0, asked.currency()),
            }
        },
        first_day: day(facts.day.first()),
        last_day: day(facts.day.last()),
    })
}

/// Orders split by one thing, each row with its figures.
///
/// # Errors
/// [`crate::Code::Validation`] for a day or currency that is none, or what the file says.
pub fn breakdown(shop: &Shop, input: &BreakdownInput) -> Result<Breakdown> {
    breakdown_of(shop, input, Some(MOST_ROWS))
}

/// As [`breakdown`], with so many rows at most, or all of them.
pub(crate) fn breakdown_of(
    shop: &Shop,
    input: &BreakdownInput,
    most: Option<usize>,
) -> Result<Breakdown> {
    let asked = Asked::of(shop, &input.orders)?;
    let dimension = dimension_of(input.by);
    let step = match fitting(asked.period) {
        TimeStep::Hour => TimeStep::Day,
        step => step,
    };
    let sparkline = sparks(asked.period, step);
    let fixed = dimension.is_some_and(|by| by.fixed_values().is_some());
    let order = SplitOrder {
        compared: asked.before,
        sparkline,
        sort: match input.sort {
            BreakdownSort::Name => SplitSort::Name,
            BreakdownSort::Orders => SplitSort::Orders,
            BreakdownSort::Revenue => SplitSort::Revenue,
            BreakdownSort::Aov => SplitSort::Aov,
            BreakdownSort::Units => SplitSort::UnitsPerOrder,
            BreakdownSort::Change => SplitSort::Change,
        },
        // The engine takes A to Z for the usual way; a table calls it ascending.
        ascending: input.ascending != (input.sort == BreakdownSort::Name),
        limit: most.filter(|_| !fixed),
        ..SplitOrder::by(dimension.unwrap_or(analytics::Dimension::Source))
    };
    let split = asked.split(shop, dimension, &order)?;
    let compared = asked.before(&split.whole).is_some();
    let row = |value: String, name: String, whole: &Whole| BreakdownRow {
        value,
        name,
        figures: asked.figures(&whole.current, asked.period),
        change: whole
            .change
            .as_ref()
            .filter(|_| compared)
            .map(|change| change_of(change, asked.currency(), false)),
        share: whole.share,
        spark: whole
            .sparkline
            .iter()
            .map(|point| point.aov.map(Minor))
            .collect(),
    };
    Ok(Breakdown {
        by: input.by,
        rows: split
            .rows
            .iter()
            .filter(|one| one.figures.current.orders > 0)
            .map(|one| row(one.value.clone(), one.name.clone(), &one.figures))
            .collect(),
        other: split
            .other
            .as_ref()
            .filter(|other| other.figures.current.orders > 0)
            .map(|other| OtherRows {
                groups: u32::try_from(other.values).unwrap_or(u32::MAX),
                row: row(String::new(), String::new(), &other.figures),
            }),
        all: row(String::new(), String::new(), &split.whole),
        several: !split.adds_up,
        step,
    })
}

/// The values of a dimension that orders can be filtered by, the most frequent first.
///
/// # Errors
/// [`crate::Code::Validation`] for a day or currency that is none, or what the file says.
pub fn dimension_values(shop: &Shop, input: &DimensionValuesInput) -> Result<Vec<DimensionValue>> {
    let asked = Asked::of(shop, &input.orders)?;
    let dimension = dimension_of(input.by);
    let order = SplitOrder {
        sort: SplitSort::Orders,
        ..SplitOrder::by(dimension.unwrap_or(analytics::Dimension::Source))
    };
    let split = asked.split(shop, dimension, &order)?;
    let words = input.search.trim().to_lowercase();
    Ok(split
        .rows
        .into_iter()
        .filter(|row| words.is_empty() || row.name.to_lowercase().contains(&words))
        .take(MOST_VALUES)
        .map(|row| DimensionValue {
            value: row.value,
            name: row.name,
            orders: row.figures.current.orders,
        })
        .collect())
}

/// The filter of a list of conditions: one thing's values together, different things each.
///
/// # Errors
/// [`crate::Code::Validation`] for a segment that is not there, or what the file says.
pub(crate) fn filter_of(shop: &Shop, facts: &Facts, filters: &[OrderFilter]) -> Result<Filter> {
    let mut by: Vec<(analytics::Dimension, Vec<String>)> = Vec::new();
    for filter in filters {
        let Some(dimension) = dimension_of(filter.by) else {
            continue;
        };
        let value = value_of(filter.by, &filter.value);
        match by.iter_mut().find(|(known, _)| *known == dimension) {
            Some((_, values)) => values.push(value),
            None => by.push((dimension, vec![value])),
        }
    }
    let value = |(dimension, values)| Condition::Value {
        dimension,
        values,
        is_not: false,
    };
    let of_people = crate::segments::condition(shop, facts, filters)?;
    Ok(Filter {
        conditions: by.into_iter().map(value).chain(of_people).collect(),
    })
}

pub(crate) fn currency_of(code: &str) -> Result<Currency> {
    code.parse()
        .map_err(|e: pannier_core::CurrencyError| ApiError::invalid("currency", e.to_string()))
}

/// The period to compare with; nothing where it lies before the shop's first order.
fn compared(facts: &Facts, period: Period, input: &ExploreInput) -> Result<Option<Period>> {
    let comparison = match input.compared_with {
        ComparedWith::Nothing => return Ok(None),
        ComparedWith::Previous => Comparison::Previous,
        ComparedWith::YearBefore => Comparison::YearBefore,
        ComparedWith::Custom => {
            let day = |field, text: &Option<String>| {
                day_of(field, text.as_deref())?.ok_or_else(|| {
                    ApiError::invalid(field, "Name the first and the last day to compare with")
                })
            };
            let from = day("compareFrom", &input.compare_from)?;
            let until = day("compareUntil", &input.compare_until)?;
            if until < from {
                let message = "The last day to compare with is before the first. Swap them";
                return Err(ApiError::invalid("compareUntil", message));
            }
            Comparison::Custom(Period { from, until })
        }
    };
    let before = analytics::compared(period, comparison).period;
    let first = facts.day.first().copied();
    Ok(first
        .is_some_and(|first| first < before.until.number())
        .then_some(before))
}

/// The length of a point by which a period has a few dozen.
fn fitting(period: Period) -> TimeStep {
    match period.days() {
        ..=2 => TimeStep::Hour,
        3..=45 => TimeStep::Day,
        46..=200 => TimeStep::Week,
        201..=1_500 => TimeStep::Month,
        1_501..=4_500 => TimeStep::Quarter,
        _ => TimeStep::Year,
    }
}

/// The step that was asked for, or the first longer one that a chart can show.
fn coarse_enough(step: TimeStep, period: Period) -> TimeStep {
    let days = period.days();
    let longer = [
        (TimeStep::Hour, days * 24),
        (TimeStep::Day, days),
        (TimeStep::Week, days / 7),
        (TimeStep::Month, days / 28),
        (TimeStep::Quarter, days / 90),
    ];
    longer
        .into_iter()
        .skip_while(|(known, _)| *known != step)
        .find(|(_, points)| *points <= MOST_POINTS)
        .map_or(TimeStep::Year, |(step, _)| step)
}

fn granularity(step: TimeStep) -> analytics::Granularity {
    match step {
        TimeStep::Hour | TimeStep::Day => analytics::Granularity::Day,
        TimeStep::Week => analytics::Granularity::Week,
        TimeStep::Month => analytics::Granularity::Month,
        TimeStep::Quarter => analytics::Granularity::Quarter,
        TimeStep::Year => analytics::Granularity::Year,
    }
}

fn series(asked: &Asked, step: TimeStep) -> Vec<TimePoint> {
    let every = match step {
        TimeStep::Hour => Every::Hour,
        step => Every::Calendar(granularity(step)),
    };
    let points = asked.explorer.over_time(&asked.question, every);
    let points = points.into_iter().map(|point| TimePoint {
        starts: match point.hour {
            Some(hour) => format!("{}T{hour:02}", point.period.from),
            None => point.period.from.to_string(),
        },
        // Also one that the end of what was asked for cuts off: it lacks some of its days.
        unfinished: point.hour.is_none()
            && (point.period.contains(asked.today)
                || granularity(step).whole(point.period.from).until > point.period.until),
        figures: asked.figures(&point.figures, point.period),
    });
    points.collect()
}

/// The parts of a small line: those of the chart, or the newest of them.
fn sparks(period: Period, step: TimeStep) -> Vec<Period> {
    let mut parts = analytics::periods(period.from, period.until, granularity(step));
    let more = parts.len().saturating_sub(MOST_SPARKS);
    parts.drain(..more);
    parts
}

fn kinds(asked: &Asked, dimension: analytics::Dimension) -> Vec<KindBar> {
    let order = SplitOrder {
        sort: SplitSort::Name,
        ..SplitOrder::by(dimension)
    };
    let split = asked.explorer.split(&asked.question, &order);
    let rows = split.rows.into_iter().filter(|row| !row.value.is_empty());
    rows.map(|row| {
        let figures = asked.figures(&row.figures.current, asked.period);
        KindBar {
            value: row.value,
            orders: figures.orders,
            aov: figures.aov,
            interval: row
                .figures
                .current
                .interval
                .map(|ends| interval_of(ends, asked.currency())),
        }
    })
    .collect()
}

fn other_currencies(asked: &Asked) -> Vec<Figures> {
    let others = asked.facts().currencies.iter().copied();
    others
        .filter(|other| *other != asked.currency())
        .map(|other| {
            let question = Question {
                currency: other,
                ..asked.question.clone()
            };
            let whole = asked.explorer.whole(&question, None);
            figures_of(&whole.current, other, asked.period)
        })
        .filter(|figures| figures.orders > 0)
        .collect()
}

/// The single orders that move the average by more than 5 %, the one that moves it most first.
fn outliers(shop: &Shop, asked: &Asked) -> Result<Vec<Outlier>> {
    let positions = asked.explorer.pick(&asked.question);
    let found = analytics::outliers(asked.facts(), asked.question.formula, &positions);
    let ids: Vec<_> = found.named.iter().map(|one| one.order).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let records = shop.read(|tx| Ok(tx.orders_by_id(&ids)?))?;
    let amount = |minor| Amount::new(minor, asked.currency());
    let named = found.named.iter().zip(&records);
    Ok(named
        .filter_map(|(one, record)| {
            Some(Outlier {
                id: one.order.0,
                number: record.number.clone(),
                amount: amount(one.revenue),
                moves: one.moves?,
                without: amount(one.aov_without),
            })
        })
        .collect())
}
