//! Lines of orders as columns, and the products that they sold.

use std::ops::Range;

use super::{Labels, Sparse, builder::arrange, held, labels::words};

/// One line of an order on its way into the columns. Amounts are minor units of the order's
/// currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineFact {
    /// The product, as an index into [`Products`].
    pub product: u32,
    /// Pieces.
    pub quantity: u32,
    /// Price × quantity before discounts.
    pub amount: i64,
    /// Its share of all discounts, positive.
    pub discount: i64,
    /// A gift card, which is no product revenue.
    pub gift_card: bool,
}

/// The lines of all orders, in the order of the orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// Where each order's lines begin, and at the end where the last one's end.
    pub first: Vec<u32>,
    /// See [`LineFact::product`].
    pub product: Vec<u32>,
    /// See [`LineFact::quantity`].
    pub quantity: Vec<u32>,
    /// See [`LineFact::amount`].
    pub amount: Vec<i64>,
    /// See [`LineFact::discount`].
    pub discount: Sparse,
    /// See [`LineFact::gift_card`].
    pub gift_card: Vec<bool>,
}

impl Lines {
    /// The positions of an order's lines; none where no lines are known of it.
    pub fn of(&self, order: usize) -> Range<usize> {
        match (self.first.get(order), self.first.get(order + 1)) {
            (Some(first), Some(end)) => *first as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// One line.
    ///
    /// # Panics
    /// When there is no such line.
    pub fn line(&self, line: usize) -> LineFact {
        LineFact {
            product: self.product[line],
            quantity: self.quantity[line],
            amount: self.amount[line],
            discount: self.discount[line],
            gift_card: self.gift_card[line],
        }
    }

    /// Bytes that they take in memory.
    pub(super) fn bytes(&self) -> usize {
        held(&self.first)
            + held(&self.product)
            + held(&self.quantity)
            + held(&self.amount)
            + self.discount.bytes()
            + held(&self.gift_card)
    }

    /// Follows the orders into their final order.
    pub(super) fn arrange(&mut self, places: Option<&[u32]>) {
        let lines: Option<Vec<u32>> = places.map(|places| {
            let mut lines = Vec::with_capacity(self.product.len());
            let mut first = Vec::with_capacity(self.first.len());
            first.push(0);
            for order in places {
                let order = *order as usize;
                lines.extend(self.first[order]..self.first[order + 1]);
                first.push(u32::try_from(lines.len()).unwrap_or(u32::MAX));
            }
            self.first = first;
            lines
        });
        let places = lines.as_deref();
        self.first.shrink_to_fit();
        arrange(&mut self.product, places);
        arrange(&mut self.quantity, places);
        arrange(&mut self.amount, places);
        self.discount.arrange(places);
        arrange(&mut self.gift_card, places);
    }

    /// What was paid for a line's goods: its amount less its discount; nothing for a gift card.
    ///
    /// # Panics
    /// When there is no such line.
    pub fn goods(&self, line: usize) -> i64 {
        if self.gift_card[line] {
            0
        } else {
            self.amount[line].saturating_sub(self.discount[line])
        }
    }
}

/// The products that order lines name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Products {
    /// Row ids.
    pub id: Vec<i64>,
    /// Names as the files say them.
    pub name: Vec<String>,
    /// SKUs, empty where there is none.
    pub sku: Vec<String>,
    /// Who makes it.
    pub vendor: Labels,
    /// What kind of thing it is, as the products file says.
    pub category: Labels,
    /// What the shop pays for a piece, in minor units of the shop's currency, where it is known.
    pub cost: Vec<Option<i64>>,
    /// What a piece is sold for now, in minor units of the shop's currency, where it is known.
    pub price: Vec<Option<i64>>,
}

impl Products {
    /// The number of products.
    pub fn len(&self) -> usize {
        self.id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// Bytes that they take in memory.
    pub(super) fn bytes(&self) -> usize {
        held(&self.id)
            + words(&self.name)
            + words(&self.sku)
            + self.vendor.bytes()
            + self.category.bytes()
            + held(&self.cost)
            + held(&self.price)
    }
}

/// A product on its way into the columns.
#[derive(Debug, Clone, Copy)]
pub struct ProductFact<'a> {
    /// Its row.
    pub id: i64,
    /// See [`Products::name`].
    pub name: &'a str,
    /// See [`Products::sku`].
    pub sku: &'a str,
    /// See [`Products::vendor`].
    pub vendor: &'a str,
    /// See [`Products::category`].
    pub category: &'a str,
    /// See [`Products::cost`].
    pub cost: Option<i64>,
    /// See [`Products::price`].
    pub price: Option<i64>,
}

/// Fills [`Products`].
#[derive(Debug, Default)]
pub struct ProductsBuilder {
    products: Products,
    vendor: super::labels::LabelsBuilder,
    category: super::labels::LabelsBuilder,
}

impl ProductsBuilder {
    /// Adds a product; gives its index.
    pub fn push(&mut self, fact: &ProductFact) -> u32 {
        let index = u32::try_from(self.products.id.len()).unwrap_or(u32::MAX);
        self.products.id.push(fact.id);
        self.products.name.push(fact.name.to_owned());
        self.products.sku.push(fact.sku.to_owned());
        self.products.cost.push(fact.cost);
        self.products.price.push(fact.price);
        self.vendor.push(fact.vendor);
        self.category.push(fact.category);
        index
    }

    /// The finished columns.
    pub fn finish(self) -> Products {
        Products {
            vendor: self.vendor.finish(),
            category: self.category.finish(),
            ..self.products
        }
    }
}
