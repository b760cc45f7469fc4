//! The figure of another tool: which steps could lead to it.

use pannier_analytics::{self as analytics, OtherFigure};

use crate::{
    Result, Shop,
    figures::{formula_of, main_currency, span, step_of},
    shop::day_of,
    views::{Amount, ExplainInput, ExplainedWay, Explanation, FigureKind, Minor, Step},
};

/// Looks for the steps from a formula's figures to the one that another tool shows.
///
/// # Errors
/// [`crate::Code::Validation`] for a day that is none, or what the file says.
pub fn explain_figure(shop: &Shop, input: &ExplainInput) -> Result<Explanation> {
    let context = shop.context()?;
    let (_, facts) = shop.facts()?;
    let currency = main_currency(&facts, context.currency);
    let period = span(
        &facts,
        context.today,
        day_of("from", input.from.as_deref())?,
        day_of("until", input.until.as_deref())?,
    );
    let other = match input.figure {
        FigureKind::Revenue => OtherFigure::Revenue(input.value.0),
        FigureKind::Orders => OtherFigure::Orders(input.value.0),
        FigureKind::Average => OtherFigure::Average(input.value.0),
    };
    let amount = |minor| Amount::new(minor, currency);
    let ways = analytics::explain(&facts, currency, period, formula_of(input.formula), other);
    let ways = ways.into_iter().map(|way| ExplainedWay {
        steps: way
            .steps
            .iter()
            .map(|step| Step {
                kind: step_of(step.kind),
                revenue: amount(step.revenue),
                orders: step.orders,
                aov: step.aov_after.map(amount),
            })
            .collect(),
        revenue: amount(way.revenue),
        orders: u32::try_from(way.orders).unwrap_or(u32::MAX),
        aov: way.aov.map(amount),
        left: way.left.map(Minor),
        hours: way.hours,
    });
    Ok(Explanation {
        ways: ways.collect(),
    })
}
