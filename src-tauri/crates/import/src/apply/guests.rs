//! Whose orders are: someone is looked up in the shop file once for a file, however many orders are
//! theirs.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
};

use pannier_core::{CustomerId, SourceId};
use pannier_store::{KnownCustomer, OrderContent, Who};

use super::Writing;
use crate::Result;

/// Customers of the orders of a file, by what they are known by: two hashes of it, since a file can
/// speak of a million people. That two people share both would take more people than there are.
#[derive(Default)]
pub(super) struct Guests {
    hashers: [RandomState; 2],
    known: HashMap<[u64; 2], KnownCustomer>,
    /// Nobody else is in the shop file.
    are_all: bool,
}

impl Guests {
    pub(super) fn new(are_all: bool) -> Self {
        Self {
            are_all,
            ..Self::default()
        }
    }
}

impl Writing<'_> {
    pub(super) fn customer_of(
        &mut self,
        source: SourceId,
        who: Option<&Who>,
        order: &OrderContent,
    ) -> Result<Option<CustomerId>> {
        let Some(who) = who else {
            return Ok(None);
        };
        let name = self.guests.hashers.each_ref().map(|h| h.hash_one(who));
        let before = self.guests.known.get(&name).copied();
        let customer = match before {
            Some(known) => self.tx.customer_of_next_order(known, order)?,
            None if self.guests.are_all => {
                self.tx
                    .new_customer_of_order(self.import, source, who, order)?
            }
            None => self.tx.customer_of_order(self.import, source, who, order)?,
        };
        if before != Some(customer) {
            self.guests.known.insert(name, customer);
        }
        if customer.fingerprint.is_some() && order.accepts_marketing == Some(true) {
            self.touched.insert(customer.id);
        }
        Ok(Some(customer.id))
    }
}
