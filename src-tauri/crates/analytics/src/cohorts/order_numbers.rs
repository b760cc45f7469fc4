//! Average order value by how many orders a customer placed before: does the second beat the first?

use pannier_core::{Facts, NO_CUSTOMER, div_half_even};

use super::is_known;
use crate::{
    Formula, Verdict,
    change::verdict,
    clusters::{Gathered, fit},
    interval,
};

/// The customers' orders of one number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NthOrders {
    /// 1 for first orders, 2 for second ones …
    pub number: u32,
    /// How many customers have placed one: each customer's counts once.
    pub orders: u32,
    /// Minor units.
    pub revenue: i64,
    /// Revenue ÷ orders, rounded half to even.
    pub aov: Option<i64>,
    /// Where the true average lies with 95 % confidence; nothing under [`crate::MIN_ORDERS`].
    pub interval: Option<(i64, i64)>,
}

/// How second orders compare with first ones. Amounts are minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondOrders {
    /// Second less first, on average; nothing without second orders.
    pub difference: Option<i64>,
    /// Where the true difference lies with 95 % confidence.
    pub interval: Option<(i64, i64)>,
    /// What can be said.
    pub verdict: Verdict,
}

/// Orders by their number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderNumbers {
    /// From the first on, as far as was asked and as there are any.
    pub numbers: Vec<NthOrders>,
    /// Orders of higher numbers.
    pub later_orders: u32,
    /// Known customers.
    pub customers: u32,
    /// Those with a second order.
    pub came_back: u32,
    /// Orders left out because nobody is tied to them.
    pub guest_orders: u32,
    /// Second against first orders of the same customers: only those who placed both.
    pub same_customers: SecondOrders,
    /// All second orders against all first ones. Who comes back may be another kind of customer, so
    /// this can differ from the comparison within customers.
    pub all_customers: SecondOrders,
}

impl OrderNumbers {
    /// Customers with a second order ÷ customers; nothing without any.
    pub fn repeat_rate(&self) -> Option<f64> {
        (self.customers > 0).then(|| f64::from(self.came_back) / f64::from(self.customers))
    }
}

/// Averages by order number among counted orders of one currency, given by their positions in time
/// order: the first one among these is a customer's first. At most `most` numbers.
pub fn order_numbers(
    facts: &Facts,
    formula: Formula,
    positions: &[u32],
    most: usize,
) -> OrderNumbers {
    let mut placed = vec![(0_u32, 0_i64); facts.customer_ids.len()];
    let mut by_number: Vec<Gathered> = Vec::new();
    let (mut first, mut second) = (Gathered::new(facts), Gathered::new(facts));
    // A customer has one order of a number and one difference, so that each is a witness alone.
    let mut paired = Gathered::default();
    let (mut later_orders, mut guest_orders) = (0, 0);
    for position in positions {
        let at = *position as usize;
        let customer = facts.customer[at];
        let known = placed.get_mut(customer as usize);
        let Some((orders, value)) = known.filter(|_| is_known(facts, at)) else {
            guest_orders += 1;
            continue;
        };
        let revenue = formula.revenue(facts, at);
        let before = *orders as usize;
        *orders += 1;
        match before {
            0 => {
                *value = revenue;
                first.take(customer, revenue, 0);
            }
            1 => {
                second.take(customer, revenue, 0);
                paired.take(NO_CUSTOMER, revenue.saturating_sub(*value), 0);
            }
            _ => {}
        }
        if before >= most {
            later_orders += 1;
            continue;
        }
        if before == by_number.len() {
            by_number.push(Gathered::default());
        }
        by_number[before].take(NO_CUSTOMER, revenue, 0);
    }
    OrderNumbers {
        numbers: (1..).zip(&by_number).map(nth).collect(),
        later_orders,
        customers: first.orders(),
        came_back: second.orders(),
        guest_orders,
        same_customers: compared(paired.aov(), interval::of_ratio(&paired)),
        all_customers: compared(
            difference(&second, &first),
            interval::of_difference(&second, &first),
        ),
    }
}

fn nth((number, gathered): (u32, &Gathered)) -> NthOrders {
    NthOrders {
        number,
        orders: gathered.orders(),
        revenue: fit(gathered.revenue),
        aov: gathered.aov(),
        interval: interval::of_ratio(gathered).map(interval::rounded),
    }
}

fn difference(of: &Gathered, from: &Gathered) -> Option<i64> {
    let (many, few) = (i128::from(of.orders()), i128::from(from.orders()));
    (many > 0 && few > 0).then(|| {
        let exact = of.revenue * few - from.revenue * many;
        fit(div_half_even(exact, many * few))
    })
}

fn compared(difference: Option<i64>, ends: Option<(f64, f64)>) -> SecondOrders {
    SecondOrders {
        difference,
        interval: ends.map(interval::rounded),
        verdict: verdict(ends),
    }
}
