//! The orders that a formula leaves out, counted.

use pannier_core::{Currency, Day, Facts, OrderFlags};

/// Orders of a period that the default formula leaves out, each counted under the first reason
/// that holds, in the order of the fields; with its counted orders they are all orders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Made to try the checkout.
    pub test: u32,
    /// Nothing but gift cards.
    pub gift_cards_only: u32,
    /// Cancelled.
    pub cancelled: u32,
}

/// Counts what is left out of `[from, until)` in one currency.
pub fn left_out(
    facts: &Facts,
    currency: Currency,
    from: Option<Day>,
    until: Option<Day>,
) -> LeftOut {
    let mut left_out = LeftOut::default();
    let Some(currency) = facts.currency_index(currency) else {
        return left_out;
    };
    for position in facts.positions(from, until) {
        if facts.currency[position] != currency {
            continue;
        }
        let flags = facts.flags[position];
        if flags.has(OrderFlags::TEST) {
            left_out.test += 1;
        } else if flags.has(OrderFlags::GIFT_CARDS_ONLY) {
            left_out.gift_cards_only += 1;
        } else if flags.has(OrderFlags::CANCELLED) {
            left_out.cancelled += 1;
        }
    }
    left_out
}
