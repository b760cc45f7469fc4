//! The orders behind the numbers of a reason: as many as it says.

use std::collections::{HashMap, HashSet};

use pannier_analytics::{Formula, Question};
use pannier_core::{CustomerId, Facts, NO_CUSTOMER};

use crate::{
    Result, Shop,
    figures::main_currency,
    order_list::page_of,
    products::{gone, wares},
    views::{BehindAsked, BehindKind, OrderPage},
    wares::Wares,
};

/// Days within which someone comes back for something because of what they bought.
const LATER: i32 = 365;

/// Days of which it is said what is popular.
const LATELY: i32 = 28;

/// A page of the orders behind a reason, the newest first.
///
/// # Errors
/// [`crate::Code::NotFound`] where a product is gone, or what the shop file says.
pub fn orders_behind(shop: &Shop, input: &BehindAsked) -> Result<OrderPage> {
    let (generation, explorer, wares) = wares(shop)?;
    let facts = explorer.facts();
    let currency = main_currency(facts, shop.context()?.currency);
    let product = wares.place(input.product).ok_or_else(gone)?;
    let with = match input.with {
        Some(id) => Some(wares.place(id).ok_or_else(gone)?),
        None => None,
    };
    let counting = Counting {
        facts,
        wares: &wares,
        positions: explorer.pick(&Question::all(Formula::Goods, currency)),
    };
    let mut found = match (input.kind, with) {
        (BehindKind::Together, Some(with)) => counting.together(product, with),
        (BehindKind::SameBuyers, Some(with)) => counting.by_same_buyers(product, with),
        (BehindKind::Later, Some(after)) => counting.later(product, after),
        (BehindKind::StepUp, Some(from)) => counting.alone(product, from),
        (BehindKind::Again, _) => {
            let customer = customer_of(shop, facts, input.customer)?;
            counting.theirs(product, customer)
        }
        (BehindKind::Popular, _) => counting.lately(product),
        _ => return Err(gone()),
    };
    found.sort_unstable_by(|one, other| other.cmp(one));
    page_of(
        shop,
        (generation, facts),
        &found,
        currency,
        (input.offset, input.limit),
    )
}

/// The column that a customer has, after all that was joined.
fn customer_of(shop: &Shop, facts: &Facts, customer: Option<i64>) -> Result<u32> {
    let Some(customer) = customer else {
        return Ok(NO_CUSTOMER);
    };
    let person = shop.read(|tx| Ok(tx.people()?.person(CustomerId(customer))))?;
    let known = facts.customer_ids.iter().position(|id| *id == person.0);
    Ok(known.map_or(NO_CUSTOMER, |known| {
        u32::try_from(known).unwrap_or(NO_CUSTOMER)
    }))
}

/// The orders that count, as suggestions are learnt from them.
struct Counting<'f> {
    facts: &'f Facts,
    wares: &'f Wares,
    /// Of one currency, oldest first.
    positions: Vec<u32>,
}

impl Counting<'_> {
    fn holds(&self, order: u32, place: usize) -> bool {
        let lines = &self.facts.lines;
        lines.of(order as usize).any(|line| {
            !lines.gift_card[line]
                && lines.quantity[line] > 0
                && self.wares.of_sold[lines.product[line] as usize] as usize == place
        })
    }

    /// The orders with a product.
    fn with(&self, place: usize) -> impl Iterator<Item = u32> {
        let orders = self.positions.iter().copied();
        orders.filter(move |order| self.holds(*order, place))
    }

    fn together(&self, one: usize, other: usize) -> Vec<u32> {
        self.with(one)
            .filter(|order| self.holds(*order, other))
            .collect()
    }

    /// By customer, the day and the order with which they first took a product.
    fn firsts(&self, place: usize) -> HashMap<u32, (i32, u32)> {
        let mut firsts = HashMap::new();
        for order in self.with(place) {
            let customer = self.facts.customer[order as usize];
            let first = (self.facts.day[order as usize], order);
            if customer != NO_CUSTOMER {
                let known = firsts.entry(customer).or_insert(first);
                *known = (*known).min(first);
            }
        }
        firsts
    }

    fn by_same_buyers(&self, product: usize, with: usize) -> Vec<u32> {
        let buyers: HashSet<u32> = self.firsts(with).into_keys().collect();
        let firsts = self.firsts(product).into_iter();
        firsts
            .filter(|(customer, _)| buyers.contains(customer))
            .map(|(_, (_, order))| order)
            .collect()
    }

    fn later(&self, product: usize, after: usize) -> Vec<u32> {
        let before = self.firsts(after);
        let firsts = self.firsts(product).into_iter();
        firsts
            .filter(|(customer, (day, _))| {
                let had = before.get(customer);
                had.is_some_and(|(had, _)| (1..=LATER).contains(&(day - had)))
            })
            .map(|(_, (_, order))| order)
            .collect()
    }

    /// The orders with the dearer product and without the cheaper, on the days on which both were
    /// sold.
    fn alone(&self, dearer: usize, cheaper: usize) -> Vec<u32> {
        let sold = |place: usize| {
            let days = self.with(place).map(|order| self.facts.day[order as usize]);
            days.fold((i32::MAX, i32::MIN), |(first, last), day| {
                (first.min(day), last.max(day))
            })
        };
        let (one, other) = (sold(dearer), sold(cheaper));
        let both = one.0.max(other.0)..=one.1.min(other.1);
        self.with(dearer)
            .filter(|order| both.contains(&self.facts.day[*order as usize]))
            .filter(|order| !self.holds(*order, cheaper))
            .collect()
    }

    fn theirs(&self, product: usize, customer: u32) -> Vec<u32> {
        let orders = self.with(product);
        orders
            .filter(|order| {
                customer != NO_CUSTOMER && self.facts.customer[*order as usize] == customer
            })
            .collect()
    }

    fn lately(&self, product: usize) -> Vec<u32> {
        let with_goods = |order: &&u32| {
            let lines = &self.facts.lines;
            let mut of = lines.of(**order as usize);
            of.any(|line| !lines.gift_card[line] && lines.quantity[line] > 0)
        };
        let days = self.positions.iter().filter(with_goods);
        let newest = days.map(|order| self.facts.day[*order as usize]).max();
        let since = newest.map_or(i32::MAX, |newest| newest + 1 - LATELY);
        self.with(product)
            .filter(|order| self.facts.day[*order as usize] >= since)
            .collect()
    }
}
