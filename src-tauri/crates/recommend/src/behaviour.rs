//! What people looked at, wish for and put into a cart.

use pannier_core::Day;

use crate::lists::Lists;

/// What someone did with a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DeedKind {
    /// They looked at it.
    Viewed,
    /// They put it on their wish list.
    Wished,
    /// They put it into a cart that they left.
    Carted,
}

/// Something that a customer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed {
    /// The customer's dense index, as in the history.
    pub customer: u32,
    /// The product, as an index into the catalogue.
    pub product: u32,
    /// The shop's day.
    pub day: Day,
    /// What.
    pub kind: DeedKind,
}

/// A deed without its customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Done {
    pub(crate) product: u32,
    pub(crate) day: i32,
    pub(crate) kind: u8,
}

/// What everyone did, by customer. Empty where a shop has no such files.
#[derive(Debug, Default, PartialEq)]
pub struct Behaviour {
    deeds: Lists<Done>,
}

impl Behaviour {
    /// From deeds in any order.
    pub fn of(deeds: &[Deed]) -> Self {
        let last = deeds.iter().map(|deed| deed.customer).max();
        let customers = last.map_or(0, |last| last as usize + 1);
        let mut sorted = deeds.to_vec();
        sorted.sort_by_key(|deed| (deed.day, deed.kind, deed.product));
        let deeds = Lists::gathered(customers, || {
            sorted.iter().map(|deed| {
                let done = Done {
                    product: deed.product,
                    day: deed.day.number(),
                    kind: deed.kind as u8,
                };
                (deed.customer, done)
            })
        });
        Self { deeds }
    }

    /// What someone did, oldest first.
    pub(crate) fn of_customer(&self, customer: u32) -> &[Done] {
        self.deeds.of(customer)
    }
}

impl Done {
    pub(crate) fn kind(self) -> DeedKind {
        match self.kind {
            0 => DeedKind::Viewed,
            1 => DeedKind::Wished,
            _ => DeedKind::Carted,
        }
    }
}
