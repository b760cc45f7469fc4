//! Numbers that can be drawn, and the conversions between kinds of them in one place.

/// A number that is neither infinite nor undefined. Charts and ratios hold no other.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Finite(f64);

impl Finite {
    /// Nothing.
    pub const ZERO: Self = Self(0.0);

    /// The number, unless it is infinite or undefined.
    pub fn new(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self(value))
    }

    /// A whole number: a count, or an amount in minor units. Exact up to 2^53.
    pub fn whole(value: i64) -> Self {
        Self(f64_of(value))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// A whole number as a float. Amounts beyond 2^53 minor units do not occur.
#[expect(
    clippy::cast_precision_loss,
    reason = "core refuses amounts past 2^53, and drawings need no more"
)]
pub(crate) fn f64_of(value: i64) -> f64 {
    value as f64
}

/// A number of things as a float.
pub(crate) fn of_len(value: usize) -> f64 {
    f64::from(u32::try_from(value).unwrap_or(u32::MAX))
}

/// The nearest whole number; the ends of the range where it does not fit.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast of a float saturates, which is what is wanted"
)]
pub(crate) fn nearest(value: f64) -> i64 {
    value.round_ties_even() as i64
}

/// A coordinate as plotters takes it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast of a float saturates, which is what is wanted"
)]
pub(crate) fn i32_of(value: f64) -> i32 {
    value.round() as i32
}

/// A size in pixels: never negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates, which is what is wanted"
)]
pub(crate) fn u32_of(value: f64) -> u32 {
    value.round() as u32
}

/// A coordinate as the PDF library takes it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a point on a page needs no more than single precision"
)]
pub(crate) fn f32_of(value: f64) -> f32 {
    value as f32
}
