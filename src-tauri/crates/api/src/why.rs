//! Why the average order value moved between two periods, and why two groups of orders differ.

mod groups;

use pannier_analytics::{self as analytics, Moved, MovedSide, PartKind, ProductMove, Question};
use pannier_core::{Currency, Day, Facts, Period};

pub use groups::why_groups;

use crate::{
    ApiError, Result, Shop,
    explore::{currency_of, filter_of},
    figures::{formula_of, main_currency},
    shop::day_of,
    views::{Amount, Formula, Why, WhyInput, WhyKind, WhyPart, WhyProduct, WhySide},
};

/// Products that a part names at most.
const PRODUCTS: usize = 5;

/// The parts of the change from one period to another. They add up to it, to the cent.
///
/// # Errors
/// [`crate::Code::Validation`] for a day or currency that is none or a period that ends before it
/// begins, or what the file says.
pub fn why(shop: &Shop, input: &WhyInput) -> Result<Why> {
    let context = shop.context()?;
    let after = period("from", &input.from, "until", &input.until)?;
    let before = period(
        "beforeFrom",
        &input.before_from,
        "beforeUntil",
        &input.before_until,
    )?;
    let (_, explorer) = shop.explorer()?;
    let facts: &Facts = explorer.facts();
    let currency = match &input.currency {
        Some(code) => currency_of(code)?,
        None => main_currency(facts, context.currency),
    };
    let formula = formula_of(input.formula);
    let filter = filter_of(shop, facts, &input.filters)?;
    let question = |period: Period| Question {
        from: Some(period.from),
        until: Some(period.until),
        filter: filter.clone(),
        ..Question::all(formula, currency)
    };
    let sides = [question(before), question(after)];
    let positions = [explorer.pick(&sides[0]), explorer.pick(&sides[1])];
    let moved = analytics::decompose(facts, formula, &positions[0], &positions[1], PRODUCTS);
    let by_group = input
        .by
        .and_then(|by| groups::by_group(&explorer, by, &sides, &positions));
    Ok(Why {
        by_group,
        ..told(facts, input.formula, currency, &moved, [before, after])
    })
}

fn told(
    facts: &Facts,
    formula: Formula,
    currency: Currency,
    moved: &Moved,
    [before, after]: [Period; 2],
) -> Why {
    let amount = |minor| Amount::new(minor, currency);
    let mut parts: Vec<WhyPart> = moved
        .parts
        .iter()
        .map(|part| WhyPart {
            kind: kind_of(part.kind),
            amount: amount(part.amount),
            products: part
                .products
                .iter()
                .map(|product| product_of(facts, product, currency))
                .collect(),
            product_count: part.product_count,
        })
        .collect();
    let rounding = moved.rounding();
    if rounding != 0 {
        parts.push(WhyPart {
            kind: WhyKind::Rounding,
            amount: amount(rounding),
            products: Vec::new(),
            product_count: 0,
        });
    }
    Why {
        formula,
        before: side(&moved.before, before, currency),
        after: side(&moved.after, after, currency),
        // Of the two averages as they are shown: nobody should find a cent missing.
        change: moved
            .change
            .map(|change| amount(change.saturating_add(rounding))),
        parts,
        by_group: None,
    }
}

fn period(from_field: &str, from: &str, until_field: &str, until: &str) -> Result<Period> {
    let named = |field: &str, text: &str| -> Result<Day> {
        let day = day_of(field, Some(text))?;
        day.ok_or_else(|| ApiError::invalid(field, "Name a day, such as 2026-06-30"))
    };
    let period = Period {
        from: named(from_field, from)?,
        until: named(until_field, until)?,
    };
    if period.until < period.from {
        let message =
            format!("The period ends ({until}) before it begins ({from}). Swap the two days");
        return Err(ApiError::invalid(until_field, message));
    }
    Ok(period)
}

fn side(side: &MovedSide, period: Period, currency: Currency) -> WhySide {
    WhySide {
        from: period.from.to_string(),
        until: period.until.to_string(),
        orders: side.orders,
        aov: side.aov.map(|minor| Amount::new(minor, currency)),
        units_per_order: side.units_per_order(),
        discount_share: side.discount_share(),
    }
}

fn product_of(facts: &Facts, moved: &ProductMove, currency: Currency) -> WhyProduct {
    let at = moved.product as usize;
    let amount = |minor| Amount::new(minor, currency);
    WhyProduct {
        id: facts.products.id[at],
        name: facts.products.name[at].clone(),
        amount: amount(moved.amount),
        price_before: moved.before.price().map(amount),
        price_after: moved.after.price().map(amount),
        units_before: moved.before.units,
        units_after: moved.after.units,
    }
}

fn kind_of(kind: PartKind) -> WhyKind {
    match kind {
        PartKind::UnitsPerOrder => WhyKind::UnitsPerOrder,
        PartKind::Price => WhyKind::Price,
        PartKind::Discount => WhyKind::Discount,
        PartKind::Choice => WhyKind::Choice,
        PartKind::NewProducts => WhyKind::NewProducts,
        PartKind::GoneProducts => WhyKind::GoneProducts,
        PartKind::UnlistedItems => WhyKind::UnlistedItems,
        PartKind::FreeItems => WhyKind::FreeItems,
        PartKind::Tax => WhyKind::Tax,
        PartKind::Shipping => WhyKind::Shipping,
        PartKind::Refunds => WhyKind::Refunds,
        PartKind::Duties => WhyKind::Duties,
        PartKind::Tips => WhyKind::Tips,
        PartKind::GiftCards => WhyKind::GiftCards,
        PartKind::Unexplained => WhyKind::Unexplained,
    }
}
