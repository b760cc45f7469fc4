//! What people did in the weeks to foretell, as questions with their answers.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{history::Baskets, items::Items, num::id, people::People};

/// What is foretold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Task {
    /// What a customer's next order holds, repeats allowed.
    Next,
    /// What a customer buys that they did not have.
    New,
    /// What completes a cart: one product of a basket from all the others.
    Cart,
    /// What goes with one product: one of a basket from one other.
    One,
    /// What someone buys first.
    Newcomer,
}

impl Task {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Next, Self::New, Self::Cart, Self::One, Self::Newcomer];
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Case {
    /// Whose it is: cases of one person are not independent. Guests stand for themselves.
    pub(crate) who: u64,
    /// The customer, for the tasks that are about one.
    pub(crate) customer: u32,
    /// What is in the cart, by rank.
    pub(crate) cart: Vec<u32>,
    /// What was bought, by rank, ascending.
    pub(crate) bought: Vec<u32>,
}

/// Questions by task, in the order of [`Task::ALL`].
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cases([Vec<Case>; 5]);

impl Cases {
    /// From the baskets of these days, at most so many of each task. What is known of customers and
    /// products is from before.
    pub(crate) fn of(
        baskets: Baskets,
        days: Range<i32>,
        items: &Items,
        people: &People,
        most: usize,
    ) -> Self {
        let first = baskets.before(days.start).len();
        let end = baskets.before(days.end).len();
        let mut cases = Self::default();
        let mut new: Vec<(u32, Vec<u32>)> = Vec::new();
        let mut met = vec![false; baskets.customers()];
        for basket in first..end {
            let bought: Vec<u32> = items.ranks(baskets.products(basket)).collect();
            if bought.is_empty() {
                continue;
            }
            let customer = baskets.customer(basket);
            let known = customer.filter(|customer| people.baskets(*customer) > 0);
            let who = customer.map_or_else(|| mixed(basket as u64) | 1 << 40, u64::from);
            let first_time = customer
                .is_none_or(|customer| !std::mem::replace(&mut met[customer as usize], true));
            if let Some(customer) = known {
                if first_time {
                    cases.push(Task::Next, who, customer, &[], &bought);
                }
                new.push((customer, bought.clone()));
            } else if first_time {
                cases.push(Task::Newcomer, who, 0, &[], &bought);
            }
            cases.push_cart(who, basket as u64, &bought);
        }
        cases.push_new(new, items, people);
        for cases in &mut cases.0 {
            thin(cases, most);
        }
        cases
    }

    pub(crate) fn of_task(&self, task: Task) -> &[Case] {
        &self.0[task as usize]
    }

    fn push(&mut self, task: Task, who: u64, customer: u32, cart: &[u32], bought: &[u32]) {
        self.0[task as usize].push(Case {
            who,
            customer,
            cart: cart.to_vec(),
            bought: bought.to_vec(),
        });
    }

    /// Hides one product of a basket, by chance but always the same one.
    fn push_cart(&mut self, who: u64, basket: u64, bought: &[u32]) {
        if bought.len() < 2 {
            return;
        }
        let mut by_chance = bought.to_vec();
        by_chance.sort_by_key(|rank| mixed(basket << 24 ^ u64::from(*rank)));
        let (hidden, rest) = by_chance.split_at(1);
        self.push(Task::One, who, 0, &rest[..1], hidden);
        self.push(Task::Cart, who, 0, rest, hidden);
    }

    fn push_new(&mut self, mut new: Vec<(u32, Vec<u32>)>, items: &Items, people: &People) {
        new.sort_by_key(|(customer, _)| *customer);
        for orders in new.chunk_by(|one, other| one.0 == other.0) {
            let customer = orders[0].0;
            let all = orders.iter().flat_map(|(_, bought)| bought.iter().copied());
            let had = |rank: u32| people.owns(customer, items.product(rank)).is_some();
            let mut bought: Vec<u32> = all.filter(|rank| !had(*rank)).collect();
            bought.sort_unstable();
            bought.dedup();
            if !bought.is_empty() {
                self.push(Task::New, u64::from(customer), customer, &[], &bought);
            }
        }
    }
}

/// Keeps so many, chosen by chance but always the same ones.
fn thin(cases: &mut Vec<Case>, most: usize) {
    if cases.len() <= most {
        return;
    }
    let mut order: Vec<u32> = (0..id(cases.len())).collect();
    order.sort_by_key(|case| mixed(u64::from(*case)));
    let mut kept = vec![false; cases.len()];
    for case in order.iter().take(most) {
        kept[*case as usize] = true;
    }
    let mut keep = kept.into_iter();
    cases.retain(|_| keep.next().unwrap_or(false));
}

/// Well mixed bits of a number (`SplitMix64`).
fn mixed(number: u64) -> u64 {
    let z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) >> 8
}
