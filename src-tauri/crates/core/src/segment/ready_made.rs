//! Segments that every shop begins with.

/// A segment that comes with the program.
#[derive(Debug, Clone, Copy)]
pub struct ReadyMade {
    /// What it is known by, whatever the merchant calls it.
    pub key: &'static str,
    /// Its name at first.
    pub name: &'static str,
    /// Its rules as a sentence.
    pub rules: &'static str,
}

/// The segments that a new shop file is made with. None of them names an amount, so that each
/// means something in every currency.
pub const READY_MADE: [ReadyMade; 10] = [
    ReadyMade {
        key: "high-value",
        name: "High-value customers",
        rules: "high-value",
    },
    ReadyMade {
        key: "champions",
        name: "Champions",
        rules: "score group \"Champions\"",
    },
    ReadyMade {
        key: "slipping-away",
        name: "Slipping away",
        rules: "score group \"At risk\", \"Cannot lose them\"",
    },
    ReadyMade {
        key: "one-time-buyers",
        name: "One-time buyers",
        rules: "orders exactly 1",
    },
    ReadyMade {
        key: "big-basket-buyers",
        name: "Big-basket buyers",
        rules: "items per order in the top 20 %",
    },
    ReadyMade {
        key: "discount-only-buyers",
        name: "Discount-only buyers",
        rules: "orders at least 1 and orders exactly 0 without a discount",
    },
    ReadyMade {
        key: "full-price-buyers",
        name: "Full-price buyers",
        rules: "orders at least 1 and orders exactly 0 with a discount",
    },
    ReadyMade {
        key: "wishlist-waiting",
        name: "Wishlist waiting",
        rules: "wishlisted anything in the last 90 days but not bought since",
    },
    ReadyMade {
        key: "cart-left",
        name: "Cart left",
        rules: "left a cart in the last 30 days but not bought since",
    },
    ReadyMade {
        key: "new-this-month",
        name: "New this month",
        rules: "first order this month",
    },
];
