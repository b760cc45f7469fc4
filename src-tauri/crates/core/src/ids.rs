//! Row ids that cannot be mistaken for each other. None of them ever leaves the machine.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    )*};
}

id! {
    /// A customer of the shop.
    CustomerId
    /// An order.
    OrderId
    /// One import: the files of one drop.
    ImportId
    /// A platform and one shop on it.
    SourceId
}
