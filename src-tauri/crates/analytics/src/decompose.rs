//! Why the average order value moved from one set of orders to another, in named parts that add up
//! to the cent.
//!
//! The average of goods is pieces per order × average price of a piece, and the average price is,
//! over the products, share of the pieces × price × part of the price that was kept after
//! discounts. Each change is dealt to its factors with log-mean Divisia weights, which leave no
//! residual: for v = Π xₖ, xₖ moves v by `L(v₁, v₀) · ln(xₖ₁ ÷ xₖ₀)` with the logarithmic mean
//! `L(a, b) = (a − b) ÷ ln(a ÷ b)` (Sun and Ang, *Some properties of an exact energy decomposition
//! model*, Energy 25, 2000; Ang, *Decomposition analysis for policymaking in energy*, Energy Policy
//! 32, 2004; Ang, *The LMDI approach to decomposition analysis: a practical guide*, Energy Policy
//! 33, 2005). First pieces per order are set apart from the price of a piece, then the price of a
//! piece is dealt to the products; its parts are carried over in proportion.
//!
//! Shares of pieces add up to one on both sides, so one price times all changes of shares is
//! nothing. The log-mean of both average prices is taken off in this way: a product that is chosen
//! more often raises the average where it is dearer than the others and lowers it where it is
//! cheaper, and so does a product that is sold on one side only.
//!
//! A logarithm needs positive numbers. A product with a zero or negative number in it (given away,
//! discounted to nothing, a negative line) goes to [`PartKind::FreeItems`] as a whole, and so does
//! everything where pieces or goods of a side are not positive.

mod divisia;
mod groups;
mod rounding;
mod sides;

use pannier_core::{Facts, div_half_even};

use crate::{
    Formula,
    clusters::fit,
    interval::{float, wide_float},
};
pub use groups::{GroupMove, GroupSide, MovedByGroup, decompose_by};
use sides::Side;

/// What moved the average.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// More or fewer pieces per order.
    UnitsPerOrder,
    /// Other prices of the same products, before discounts.
    Price,
    /// Deeper or shallower discounts on the same products.
    Discount,
    /// Of the products that both sides have, the dear or the cheap ones were chosen more often.
    /// With [`PartKind::NewProducts`] and [`PartKind::GoneProducts`] this is the mix.
    Choice,
    /// Products that only the second side has, against the average price of a piece.
    NewProducts,
    /// Products that only the first side has, against the average price of a piece.
    GoneProducts,
    /// Goods that no line of their order accounts for, so that nobody can say which products.
    UnlistedItems,
    /// Products that were free, discounted to nothing, negative or without pieces on a side; and
    /// what cannot be told apart because of such numbers.
    FreeItems,
    /// Tax: on top of the prices where it is in the formula, inside the prices where it is not.
    Tax,
    /// Shipping.
    Shipping,
    /// Refunds.
    Refunds,
    /// Duties.
    Duties,
    /// Tips.
    Tips,
    /// Gift cards sold along with goods.
    GiftCards,
    /// What was charged beyond the sum of the parts: the file does not explain it.
    Unexplained,
}

impl PartKind {
    /// Whether it is one of the parts of the mix.
    pub const fn is_mix(self) -> bool {
        matches!(self, Self::Choice | Self::NewProducts | Self::GoneProducts)
    }
}

/// One side's figures. Amounts are minor units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MovedSide {
    /// Orders.
    pub orders: u32,
    /// Revenue by the formula.
    pub revenue: i64,
    /// Revenue ÷ orders, rounded half to even; nothing without orders.
    pub aov: Option<i64>,
    /// Pieces, gift cards left out.
    pub units: i64,
    /// Goods before discounts.
    pub gross: i64,
    /// Goods after discounts.
    pub goods: i64,
}

impl MovedSide {
    /// Pieces per order; nothing without orders.
    pub fn units_per_order(&self) -> Option<f64> {
        (self.orders > 0).then(|| float(self.units) / f64::from(self.orders))
    }

    /// Goods ÷ pieces in minor units, rounded half to even; nothing without pieces.
    pub fn unit_price(&self) -> Option<i64> {
        average(self.goods.into(), self.units)
    }

    /// The part of goods before discounts that was taken off; nothing where they are not positive.
    pub fn discount_share(&self) -> Option<f64> {
        (self.gross > 0).then(|| float(self.gross.saturating_sub(self.goods)) / float(self.gross))
    }
}

/// What one side sold of a product. Amounts are minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProductSide {
    /// Pieces.
    pub units: i64,
    /// Before discounts.
    pub gross: i64,
    /// After discounts.
    pub goods: i64,
}

impl ProductSide {
    /// The average price of a piece before discounts, rounded half to even; nothing without pieces.
    pub fn price(&self) -> Option<i64> {
        average(self.gross.into(), self.units)
    }

    /// The average price of a piece after discounts, rounded half to even; nothing without pieces.
    pub fn price_paid(&self) -> Option<i64> {
        average(self.goods.into(), self.units)
    }

    const fn is_nothing(&self) -> bool {
        self.units == 0 && self.gross == 0 && self.goods == 0
    }

    const fn is_positive(&self) -> bool {
        self.units > 0 && self.gross > 0 && self.goods > 0
    }
}

/// One product's share in a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductMove {
    /// Index into [`Facts::products`].
    pub product: u32,
    /// How far it moves the average, in minor units.
    pub amount: i64,
    /// What the first side sold of it.
    pub before: ProductSide,
    /// What the second side sold of it.
    pub after: ProductSide,
}

/// One part of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// How far it moves the average, in minor units.
    pub amount: i64,
    /// The products that move it most, the strongest first; none for parts that have no products.
    pub products: Vec<ProductMove>,
    /// The rest of the amount: what other products make up, and what has no product.
    pub others: i64,
    /// How many products take part in it at all.
    pub product_count: u32,
}

/// A change of the average order value and its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// The first side.
    pub before: MovedSide,
    /// The second side.
    pub after: MovedSide,
    /// The difference of the exact averages, rounded half to even once, as [`crate::change()`] has
    /// it; nothing where a side has no orders.
    pub change: Option<i64>,
    /// Adds up to the change. The parts of price, discount, pieces and choice are always there; the
    /// others where they are not zero. Empty where there is no change to speak of.
    pub parts: Vec<Part>,
}

impl Moved {
    /// What the rounding of both averages adds to the change, so that average before + parts + this
    /// = average after: −1, 0 or 1 minor unit.
    pub fn rounding(&self) -> i64 {
        let shown = self.after.aov.zip(self.before.aov);
        let shown = shown.map(|(after, before)| after.saturating_sub(before));
        let difference = shown.zip(self.change);
        difference.map_or(0, |(shown, change)| shown.saturating_sub(change))
    }
}

/// Why the average of `after` is another than that of `before`: two periods or two groups, as
/// positions of counted orders of one currency. Names up to `top` products a part.
pub fn decompose(
    facts: &Facts,
    formula: Formula,
    before: &[u32],
    after: &[u32],
    top: usize,
) -> Moved {
    let (first, second) = rayon::join(
        || Side::read(facts, formula, before),
        || Side::read(facts, formula, after),
    );
    let change = first.exact_change(&second);
    let parts = change.map_or_else(Vec::new, |change| {
        let sold = |product: u32| [&first, &second].map(|side| side.products[product as usize]);
        rounding::parts(change, divisia::parts(&first, &second), sold, top)
    });
    Moved {
        before: first.figures(),
        after: second.figures(),
        change,
        parts,
    }
}

/// `sum ÷ count` rounded half to even; nothing unless the count is positive.
fn average(sum: i128, count: i64) -> Option<i64> {
    (count > 0).then(|| fit(div_half_even(sum, count.into())))
}

/// `sum ÷ count` as a float, for a positive count.
fn mean(sum: i128, count: i64) -> f64 {
    wide_float(sum) / float(count)
}
