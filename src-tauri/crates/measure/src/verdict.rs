//! What can be said of a campaign, in one of six words.

/// What can be said. There is no seventh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// More than without: it worked.
    Worked,
    /// There may be a difference, and there may be none; or too few have ordered.
    CannotTellYet,
    /// Whatever the difference, it is smaller than the smallest that is worth having.
    NoDifference,
    /// Less than without: it cost.
    CostYou,
    /// The window has not closed, and an early look would mislead.
    StillCounting,
    /// There is nothing to compare with.
    NotMeasured(WhyNot),
}

/// Why nothing was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// Nobody was drawn.
    Nobody,
    /// Nobody was held back.
    NobodyHeldBack,
    /// Everybody was held back.
    EverybodyHeldBack,
    /// The groups are not of the sizes that were drawn: something went wrong, and nothing can be
    /// read off them.
    BrokenSplit,
}

/// Which figure a verdict is read off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Revenue a customer.
    Revenue,
    /// Orders a customer: of money there are too few orders to tell.
    Orders,
}
