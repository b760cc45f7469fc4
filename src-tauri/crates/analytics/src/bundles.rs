//! Products that are bought together, and what a set of them could be sold for.

mod baskets;
mod count;
mod price;
mod sets;
mod together;

pub use baskets::Baskets;
pub use count::Counted;
pub(crate) use price::quantile_of;
pub use sets::{Bundle, BundleOptions, BundleValue, bundles};
pub use together::Together;
