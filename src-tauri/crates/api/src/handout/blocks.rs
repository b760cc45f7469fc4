//! Cells, amounts and days of views, as reports take them.

use pannier_core::{Currency, Day, Money, Period, div_half_even};
use pannier_report::{Cell, Finite, Interval};

use crate::{
    ApiError, Code, Result,
    views::{Amount, AmountRange, Figures, Interval as Ends},
};

pub(super) const TOO_FEW: &str = "Too few to tell";
pub(super) const NO_ORDERS: &str = "No orders";

/// The currency of amounts that views give as text.
pub(super) fn currency(code: &str) -> Result<Currency> {
    code.parse()
        .map_err(|e: pannier_core::CurrencyError| ApiError::new(Code::Internal, e.to_string()))
}

/// A day that views give as text.
pub(super) fn day(text: &str) -> Result<Day> {
    text.get(..10)
        .unwrap_or(text)
        .parse()
        .map_err(|e: pannier_core::TimeError| ApiError::new(Code::Internal, e.to_string()))
}

/// The days of figures.
pub(super) fn period(figures: &Figures) -> Result<Period> {
    Ok(Period {
        from: day(&figures.from)?,
        until: day(&figures.until)?,
    })
}

pub(super) fn money(amount: &Amount) -> Result<Money> {
    Ok(Money::new(amount.minor.0, currency(&amount.currency)?))
}

pub(super) fn whole(amount: &Amount) -> Finite {
    Finite::whole(amount.minor.0)
}

/// An amount, or the words for there being none.
pub(super) fn amount_or(amount: Option<&Amount>, words: &str) -> Result<Cell> {
    Ok(Cell::money_or(amount.map(money).transpose()?, words))
}

/// Where the true value likely lies.
pub(super) fn likely(ends: Option<&Ends>, at: Option<&Amount>) -> Result<Cell> {
    let Some(ends) = ends else {
        return Ok(Cell::absent(TOO_FEW));
    };
    Ok(Cell::Interval(Interval {
        low: ends.low.minor.0,
        at: at.map(|at| at.minor.0),
        high: ends.high.minor.0,
        currency: currency(&ends.low.currency)?,
    }))
}

/// From the least to the most, in whole units: an estimate is no finer than that.
pub(super) fn range(range: &AmountRange) -> Result<Cell> {
    let currency = currency(&range.likely.currency)?;
    let unit = 10_i64.pow(currency.exponent());
    let roughly = |amount: &Amount| {
        let units = div_half_even(amount.minor.0.into(), unit.into());
        i64::try_from(units)
            .unwrap_or(i64::MAX)
            .saturating_mul(unit)
    };
    Ok(Cell::Interval(Interval {
        low: roughly(&range.low),
        at: Some(roughly(&range.likely)),
        high: roughly(&range.high),
        currency,
    }))
}
