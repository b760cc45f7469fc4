//! Numbers from one kind to another, with what may be lost said once.

/// A position as an index of 32 bits. Four thousand million things do not fit into memory.
pub(crate) fn id(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// A count for a rate.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts lie far below 2^53, where every whole number is exact"
)]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

/// An amount for a ratio.
#[expect(
    clippy::cast_precision_loss,
    reason = "amounts lie far below 2^53, where every whole number is exact"
)]
pub(crate) fn amount(minor: i64) -> f64 {
    minor as f64
}

/// A weight for a column of weights, where seven digits do.
#[expect(
    clippy::cast_possible_truncation,
    reason = "weights are compared, not added up to something that is shown"
)]
pub(crate) fn single(value: f64) -> f32 {
    value as f32
}

/// A ratio times an amount, rounded half to even.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float that is too large for i64 stays at its end"
)]
pub(crate) fn rounded(value: f64) -> i64 {
    value.round_ties_even() as i64
}

/// The share that is left of something after so many days, when half of it is gone after
/// `half_life`; everything where nothing fades.
pub(crate) fn faded(days: i32, half_life: Option<u16>) -> f64 {
    match half_life {
        Some(half_life) if half_life > 0 => {
            0.5_f64.powf(f64::from(days.max(0)) / f64::from(half_life))
        }
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_is_left_after_a_half_life() {
        assert!((faded(30, Some(30)) - 0.5).abs() < 1e-12);
        assert!((faded(30, None) - 1.0).abs() < 1e-12);
        assert!(
            (faded(-5, Some(30)) - 1.0).abs() < 1e-12,
            "tomorrow counts as today"
        );
    }
}
