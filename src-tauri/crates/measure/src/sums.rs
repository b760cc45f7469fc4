//! The sums of powers that an interval is made of.

/// How some people's figure (orders, revenue, whether they ordered) is spread.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Sums {
    /// People, those without anything included.
    pub(crate) people: f64,
    /// People whose figure is not zero.
    pub(crate) some: f64,
    pub(crate) first: f64,
    pub(crate) second: f64,
    pub(crate) third: f64,
    /// Whether anyone's figure is below zero (more came back than was bought).
    pub(crate) has_negative: bool,
}

impl Sums {
    pub(crate) fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut sums = Self::default();
        for value in values {
            sums.people += 1.0;
            if value == 0.0 {
                continue;
            }
            let square = value * value;
            sums.some += 1.0;
            sums.first += value;
            sums.second += square;
            sums.third += square * value;
            sums.has_negative |= value < 0.0;
        }
        sums
    }

    /// 0 without people.
    pub(crate) fn mean(&self) -> f64 {
        self.first / self.people.max(1.0)
    }

    /// The variance of one person; 0 with fewer than two.
    pub(crate) fn variance(&self) -> f64 {
        let over = self.second - self.first * self.first / self.people.max(1.0);
        over.max(0.0) / (self.people - 1.0).max(1.0)
    }

    /// The mean of those with something; nothing without any.
    pub(crate) fn mean_of_some(&self) -> Option<f64> {
        (self.some > 0.0).then(|| self.first / self.some)
    }

    /// Both groups as one.
    pub(crate) fn with(&self, other: &Self) -> Self {
        Self {
            people: self.people + other.people,
            some: self.some + other.some,
            first: self.first + other.first,
            second: self.second + other.second,
            third: self.third + other.third,
            has_negative: self.has_negative || other.has_negative,
        }
    }
}
