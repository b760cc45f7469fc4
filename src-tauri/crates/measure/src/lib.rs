//! Whether a campaign worked: groups that were drawn by chance, beside each other.
//!
//! Pure functions over slices: no file, no clock, no currency. Amounts are `i64` minor units of the
//! shop's base currency and are summed as integers; floats hold rates, statistics and the amounts a
//! customer that are means of these (minor units a customer).
//!
//! Groups are compared as they were drawn, whatever became of their people (intention to treat),
//! within a window that was set before anything was sent. [`read()`] gives everything that a screen
//! says of a campaign; [`plan()`] what an audience can show before it is sent to. How the intervals
//! are made, and why so, is in the module `score`.
#![deny(missing_docs)]

mod adjust;
mod attribution;
mod group;
mod normal;
mod plan;
mod range;
mod read;
mod score;
mod sizes;
mod split;
mod sums;
mod verdict;
mod welch;

pub use adjust::less_explained;
pub use attribution::{Attributed, Attribution, LaterOrder, Received, attribute};
pub use group::{Arm, Before, Group, Person};
pub use plan::{FigurePlan, Planned, advised_share, plan};
pub use range::Range;
pub use read::{Comparison, Estimate, Reading, Side, Terms, read};
pub use score::{Counts, difference_range};
pub use sizes::{people_for_mean, people_for_share};
pub use split::chance_of_split;
pub use verdict::{Figure, Verdict, WhyNot};
pub use welch::{Welch, welch};
