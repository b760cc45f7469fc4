//! Customers by how they began: who came back, when, and what they have been worth since.
//!
//! A customer's first order is the first one among the positions that are asked about; to have it
//! be their first ever, ask about all counted orders of the shop. Orders that nobody is tied to
//! belong to no customer: they are left out, and counted.
//!
//! What has not happened yet is never counted as a no: a month after the first order, or an age in
//! days, is told only over the customers for whom it has come, and their number is said.

mod ages;
mod begun;
mod calendar;
mod keys;
mod margin;
mod order_numbers;

use pannier_core::{Day, Facts, NO_CUSTOMER};

use crate::{Formula, clusters::fit};
use ages::ByAge;
pub use ages::{AGES, AgeValue};
use begun::Begun;
pub use margin::CohortMargin;
pub use order_numbers::{NthOrders, OrderNumbers, SecondOrders, order_numbers};

/// What customers are put together by. Always by their first order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CohortBy {
    /// Its calendar month.
    Month,
    /// Each product on it: a customer who began with two products is in both cohorts.
    Product,
    /// Its channel.
    Channel,
    /// Each discount code on it, whatever its case; a customer with two codes is in both cohorts.
    Code,
}

/// What the customers of a cohort have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CohortKey {
    /// Nothing: all customers.
    All,
    /// The first day of the month.
    Month(Day),
    /// Index into [`Facts::products`].
    Product(u32),
    /// Index into the names of [`Facts::channel`].
    Channel(u32),
    /// A code as it was first written; empty: without a code.
    Code(String),
}

/// What is asked about cohorts.
#[derive(Debug, Clone, Copy)]
pub struct CohortsAsked {
    /// How they are made.
    pub by: CohortBy,
    /// The first day that nothing is known of yet: that after the newest order, or today.
    pub until: Day,
    /// At most so many cohorts, the largest first. Months are always all there.
    pub most: usize,
    /// Whether the costs of products are in the currency of these orders, so that a margin can be
    /// told.
    pub costs: bool,
}

/// One month of a cohort, counted from each customer's first month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CohortCell {
    /// Customers for whom this month has begun.
    pub of: u32,
    /// Those of them for whom it is not over yet.
    pub unfinished: u32,
    /// Those of them with an order in it.
    pub customers: u32,
    /// Orders in it.
    pub orders: u32,
    /// Revenue of these in minor units.
    pub revenue: i64,
}

impl CohortCell {
    /// Customers with an order ÷ customers for whom the month has begun; nothing without any.
    pub fn retention(&self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.customers) / f64::from(self.of))
    }

    /// Revenue ÷ orders in minor units, rounded half to even; nothing without orders.
    pub fn aov(&self) -> Option<i64> {
        average(self.revenue, self.orders)
    }
}

/// Customers who began alike. Amounts are minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// What they have in common.
    pub key: CohortKey,
    /// How many there are.
    pub customers: u32,
    /// Those with a second order.
    pub came_back: u32,
    /// Their orders.
    pub orders: u32,
    /// Revenue of these.
    pub revenue: i64,
    /// By month after the first, which is number 0, up to the last that has begun for anyone.
    pub cells: Vec<CohortCell>,
    /// What a customer has been worth up to each of [`AGES`].
    pub ages: [AgeValue; AGES.len()],
    /// What their orders left after the cost of the goods; nothing where no cost was asked for.
    pub margin: Option<CohortMargin>,
}

impl Cohort {
    /// Revenue ÷ orders, rounded half to even.
    pub fn aov(&self) -> Option<i64> {
        average(self.revenue, self.orders)
    }

    /// The part of the customers who ordered again, among those known so far.
    pub fn repeat_rate(&self) -> Option<f64> {
        (self.customers > 0).then(|| f64::from(self.came_back) / f64::from(self.customers))
    }
}

/// Cohorts, and who is in none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohorts {
    /// All known customers as one.
    pub all: Cohort,
    /// Months from the earliest to the latest; others the largest first.
    pub each: Vec<Cohort>,
    /// How many more cohorts there are.
    pub more: u32,
    /// Customers whose first order says nothing of the kind: no lines, no channel. An order without
    /// a code is a cohort of its own.
    pub unknown: u32,
    /// Orders left out because nobody is tied to them.
    pub guest_orders: u32,
}

/// The cohorts among counted orders of one currency, given by their positions in time order. Reads
/// each order twice, its lines once where costs are asked for.
pub fn cohorts(
    facts: &Facts,
    formula: Formula,
    positions: &[u32],
    asked: &CohortsAsked,
) -> Cohorts {
    let begun = Begun::read(facts, positions, asked);
    let (growing, margins) = rayon::join(
        || follow(facts, formula, positions, &begun),
        || {
            asked
                .costs
                .then(|| margin::of_cohorts(facts, positions, &begun))
        },
    );
    let mut finished: Vec<Cohort> = growing.into_iter().map(Growing::finish).collect();
    if let Some(margins) = margins {
        for (cohort, margin) in finished.iter_mut().zip(margins) {
            cohort.margin = Some(margin);
        }
    }
    // The first is that of everyone, and always there.
    let each = finished.split_off(1);
    Cohorts {
        all: finished.remove(0),
        each,
        more: begun.more,
        unknown: begun.unknown,
        guest_orders: begun.guest_orders,
    }
}

/// What became of the customers of each cohort.
fn follow(facts: &Facts, formula: Formula, positions: &[u32], begun: &Begun) -> Vec<Growing> {
    let mut growing = begun.empty_cohorts();
    let mut seen = vec![Seen::default(); facts.customer_ids.len()];
    for position in positions {
        let at = *position as usize;
        let (customer, day) = (facts.customer[at], facts.day[at]);
        let seen = seen.get_mut(customer as usize);
        let Some((seen, (first, month))) = seen.zip(begun.since_first(customer, day)) else {
            continue;
        };
        let revenue = formula.revenue(facts, at);
        let is_new_month = seen.orders == 0 || seen.month != month;
        seen.orders = seen.orders.saturating_add(1);
        seen.month = month;
        let over = ages::over(day.saturating_sub(first.day));
        for cohort in begun.cohorts_of(first) {
            let cohort = &mut growing[*cohort as usize];
            cohort.came_back += u32::from(seen.orders == 2);
            cohort.ages.order(first.ages, over, revenue);
            if let Some(cell) = cohort.cells.get_mut(usize::from(month)) {
                cell.orders += 1;
                cell.customers += u32::from(is_new_month);
                cell.revenue = cell.revenue.saturating_add(revenue);
            }
        }
    }
    growing
}

/// What is kept of a customer while orders are read.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    orders: u32,
    month: u16,
}

/// A cohort while orders are read.
#[derive(Debug, Clone)]
struct Growing {
    key: CohortKey,
    customers: u32,
    came_back: u32,
    cells: Vec<CohortCell>,
    ages: ByAge,
}

impl Growing {
    fn new(key: CohortKey) -> Self {
        Self {
            key,
            customers: 0,
            came_back: 0,
            cells: Vec::new(),
            ages: ByAge::default(),
        }
    }

    fn finish(self) -> Cohort {
        let revenue = self.cells.iter().map(|cell| i128::from(cell.revenue)).sum();
        Cohort {
            key: self.key,
            customers: self.customers,
            came_back: self.came_back,
            orders: self.cells.iter().map(|cell| cell.orders).sum(),
            revenue: fit(revenue),
            cells: self.cells,
            ages: self.ages.values(),
            margin: None,
        }
    }
}

/// `sum ÷ count`, rounded half to even; nothing without a count.
fn average(sum: i64, count: u32) -> Option<i64> {
    (count > 0).then(|| fit(pannier_core::div_half_even(sum.into(), count.into())))
}

/// Whether an order is tied to a customer of these facts.
fn is_known(facts: &Facts, at: usize) -> bool {
    facts.customer[at] != NO_CUSTOMER
}

/// A count as a dense index; more than four thousand million things do not fit into memory.
fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
