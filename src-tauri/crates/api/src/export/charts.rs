//! The charts of exported files.

use pannier_core::Money;
use pannier_report::{
    Bar, Bars, Bin, Chart, Comparison, Finite, Histogram, Line, Lines, Locale, Plot, Threshold,
    Unit,
};

use super::{currency, day, words};
use crate::{
    Result,
    views::{Amount, BarKind, Explore, PriceMark, TimeStep},
    words::price_events,
};

const NOTHING: &str = "No orders in this period";

fn whole(amount: &Amount) -> Finite {
    Finite::whole(amount.minor.0)
}

/// The average over time, with its range and what it is compared with.
pub(super) fn series(seen: &Explore, prices: &[PriceMark], locale: &Locale) -> Result<Chart> {
    let money = currency(&seen.currency)?;
    let mut labels = Vec::with_capacity(seen.series.len());
    for point in &seen.series {
        let written = locale.day(day(&point.starts)?);
        labels.push(match (seen.step, point.starts.get(11..13)) {
            (TimeStep::Hour, Some(hour)) => format!("{written}, {hour}:00"),
            _ => written,
        });
    }
    let comparison = seen.before.as_ref().and_then(|before| {
        let aov = before.aov.as_ref()?;
        let value = locale.money(Money::new(aov.minor.0, money));
        Some(Comparison {
            label: format!("Before: {value}"),
            values: seen.series.iter().map(|_| Some(whole(aov))).collect(),
        })
    });
    let line = Line {
        name: "Average order".to_owned(),
        values: seen
            .series
            .iter()
            .map(|point| point.figures.aov.as_ref().map(whole))
            .collect(),
        band: seen
            .series
            .iter()
            .map(|point| {
                let ends = point.figures.interval.as_ref()?;
                Some([whole(&ends.low), whole(&ends.high)])
            })
            .collect(),
    };
    let step = words::step(seen.step);
    Ok(Chart {
        title: format!("Average order value by {step}"),
        caption: "Shaded: where the true average likely lies".to_owned(),
        alt: format!("Average order value by {step}, with its likely range"),
        empty: NOTHING.to_owned(),
        plot: Plot::Line(Lines {
            unit: Unit::Money(money),
            labels,
            lines: vec![line],
            unfinished: seen.series.last().is_some_and(|point| point.unfinished),
            comparison,
            events: price_events(prices, &seen.series, locale)?,
        }),
    })
}

/// How big orders are, with the threshold.
pub(super) fn sizes(seen: &Explore, locale: &Locale) -> Result<Chart> {
    let money = currency(&seen.currency)?;
    let bars = &seen.sizes.bars;
    let end = |at: usize| bars.get(at).and_then(|bar| bar.until.as_ref()).map(whole);
    let threshold = seen.sizes.thresholds.first();
    let bins = bars.iter().map(|bar| Bin {
        count: bar.orders,
        highlighted: threshold.is_some_and(|threshold| {
            let (at, within) = (threshold.at.minor.0, threshold.within.minor.0);
            let from = bar.from.minor.0;
            let until = bar.until.as_ref().map_or(i64::MAX, |until| until.minor.0);
            at - within <= from && until <= at
        }),
    });
    let written = |amount: &Amount| locale.money(Money::new(amount.minor.0, money));
    Ok(Chart {
        title: words::bars(BarKind::Sizes).to_owned(),
        caption: "Orders by value".to_owned(),
        alt: "How orders spread by value".to_owned(),
        empty: NOTHING.to_owned(),
        plot: Plot::Histogram(Histogram {
            unit: Unit::Money(money),
            start: Finite::ZERO,
            width: end(0).unwrap_or(Finite::ZERO),
            bins: bins.collect(),
            open: bars.last().is_some_and(|bar| bar.until.is_none()),
            thresholds: threshold
                .map(|threshold| Threshold {
                    at: whole(&threshold.at),
                    label: format!("Free shipping from {}", written(&threshold.at)),
                    notes: vec![format!(
                        "{} orders stopped {} or less short",
                        locale.count(threshold.short.into()),
                        written(&threshold.within)
                    )],
                })
                .into_iter()
                .collect(),
        }),
    })
}

/// Orders by number of items, or averages by discount.
pub(super) fn kinds(seen: &Explore, kind: BarKind) -> Result<Chart> {
    let items = kind == BarKind::Items;
    let bars = seen.kinds.iter().map(|bar| Bar {
        label: if items {
            bar.value.clone()
        } else {
            format!("{} %", bar.value)
        },
        value: if items {
            Some(Finite::whole(bar.orders.into()))
        } else {
            bar.aov.as_ref().map(whole)
        },
        highlighted: false,
    });
    Ok(Chart {
        title: words::bars(kind).to_owned(),
        caption: if items {
            "Orders"
        } else {
            "Average order, by percent taken off"
        }
        .to_owned(),
        alt: words::bars(kind).to_owned(),
        empty: NOTHING.to_owned(),
        plot: Plot::Bars(Bars {
            unit: if items {
                Unit::Count
            } else {
                Unit::Money(currency(&seen.currency)?)
            },
            bars: bars.collect(),
        }),
    })
}
