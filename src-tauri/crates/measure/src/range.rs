//! By how much, as far as it is known.

/// A number with its 95 % interval: very likely between the ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The least that it may well be.
    pub low: f64,
    /// What was found.
    pub likely: f64,
    /// The most that it may well be.
    pub high: f64,
}

impl Range {
    /// The same so many times over: from a difference a customer to that of all of them.
    #[must_use]
    pub fn times(self, count: f64) -> Self {
        Self {
            low: self.low * count,
            likely: self.likely * count,
            high: self.high * count,
        }
    }

    /// Moved to `likely`, and its arms made so many times as long.
    #[must_use]
    pub(crate) fn moved(self, likely: f64, factor: f64) -> Self {
        Self {
            low: likely - (self.likely - self.low) * factor,
            likely,
            high: likely + (self.high - self.likely) * factor,
        }
    }

    /// Whether it may as well be nothing.
    pub fn holds_zero(self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}
