//! Where the money is: what the shop's own orders speak for, each with what it may bring.
//!
//! Each is silent where it cannot tell. Amounts are for the next 30 days, in minor units; they are
//! what stated shares of counted orders come to, and claim no cause.

mod difference;
mod discounts;
mod moments;
mod openers;
mod quiet;
mod short;
mod value;

use pannier_core::{Day, Facts};
use rayon::join;

pub use discounts::{DiscountAway, DiscountGroup};
pub use moments::{BestMoment, Moment, MoreOf};
pub use openers::BasketOpener;
pub use quiet::QuietCustomers;
pub use short::{FirstThreshold, JustShort};
pub use value::{HighValue, MOST_SHRINKAGE, high_value};

use crate::{
    Formula,
    bundles::{Bundle, BundleOptions, bundles},
    interval::MIN_ORDERS,
    ranges::{Assumption, MoneyRange},
};

/// Sets that are offered at most.
const SETS: usize = 3;

/// What a merchant can move, and the day it is.
#[derive(Debug, Clone, PartialEq)]
pub struct OpportunityOptions {
    /// The shop's day.
    pub today: Day,
    /// Whether the costs of products are in the currency of the orders.
    pub costs: bool,
    /// Recent orders are those of so many days.
    pub days: u16,
    /// The share of orders just short of free shipping that would top up when told.
    pub tops_up: Assumption,
    /// The share of customers that count as high-value.
    pub high_value: f64,
    /// The share of orders without a product that would take it when it is shown.
    pub takes: Assumption,
    /// The share of those who bought at full price before that would buy without a discount.
    pub still_buys: Assumption,
}

impl OpportunityOptions {
    /// What is taken where the merchant moved nothing.
    pub fn on(today: Day) -> Self {
        Self {
            today,
            costs: false,
            days: 90,
            tops_up: Assumption::assumed(0.02, 0.08, 0.15),
            high_value: 0.2,
            takes: Assumption::assumed(0.005, 0.01, 0.03),
            still_buys: Assumption::assumed(0.4, 0.7, 0.9),
        }
    }
}

/// What could be done.
#[derive(Debug, Clone, PartialEq)]
pub enum OpportunityKind {
    /// Orders stop just short of free shipping: tell people how close they are.
    JustShort(JustShort),
    /// Free shipping from some value on would pay even at the worst.
    FirstThreshold(Box<FirstThreshold>),
    /// Products belong together.
    Bundle(Box<Bundle>),
    /// High-value customers have gone quiet.
    QuietCustomers(QuietCustomers),
    /// A discount goes to people who buy without it.
    DiscountAway(DiscountAway),
    /// A product stands in large baskets.
    BasketOpener(BasketOpener),
    /// A time of the week stands out.
    BestMoment(BestMoment),
}

/// Who or what an opportunity is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behind {
    /// Orders, as positions of the facts in time order.
    Orders(Vec<u32>),
    /// Customers, as dense indexes of the facts.
    Customers(Vec<u32>),
}

/// Something to do, what it may bring, and what speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Opportunity {
    /// What it is, with the numbers that it was worked out from.
    pub kind: OpportunityKind,
    /// What it may come to in 30 days: revenue, or for a discount what is no longer given away.
    /// Nothing where no amount can be told.
    pub estimate: Option<MoneyRange>,
    /// What it leads to.
    pub behind: Behind,
}

/// What the orders at these positions speak for, most money first. The positions are counted
/// orders of one currency in time order; those after today are left out.
pub fn opportunities(
    facts: &Facts,
    formula: Formula,
    currency: u8,
    positions: &[u32],
    options: &OpportunityOptions,
) -> Vec<Opportunity> {
    let history = History {
        facts,
        formula,
        positions: &positions[..place(facts, positions, options.today.plus_days(1))],
        today: options.today,
    };
    if history.positions.len() < MIN_ORDERS as usize {
        return Vec::new();
    }
    let shipping = || short::just_short(history, options);
    let quiet = || quiet::quiet_customers(history, options.high_value);
    let discounts = || discounts::given_away(history, options.still_buys);
    let opener = || openers::basket_opener(history, options.takes);
    let moments = || moments::best_moments(history);
    // Side by side; what takes longest begins first.
    let ((sets, opener), ((quiet, shipping), (discounts, moments))) = join(
        || join(|| sets(history, currency, options), opener),
        || join(|| join(quiet, shipping), || join(discounts, moments)),
    );
    let mut found: Vec<Opportunity> = Vec::new();
    found.extend(shipping);
    found.extend(sets);
    found.extend(quiet);
    found.extend(discounts);
    found.extend(opener);
    found.extend(moments);
    found.sort_by_key(|one| std::cmp::Reverse(one.estimate.map(|range| range.likely)));
    found
}

/// The orders up to a day.
#[derive(Debug, Clone, Copy)]
struct History<'a> {
    facts: &'a Facts,
    formula: Formula,
    positions: &'a [u32],
    today: Day,
}

impl<'a> History<'a> {
    /// The orders of the last so many days.
    fn last(self, days: i64) -> &'a [u32] {
        let from = self.today.plus_days(1 - days);
        &self.positions[place(self.facts, self.positions, from)..]
    }

    /// Days that a stretch of at most so many really covers: a young shop has no more.
    fn covered(self, days: i64) -> i64 {
        let first = self.positions.first();
        let first = first.map_or(0, |first| i64::from(self.facts.day[*first as usize]));
        (i64::from(self.today.number()) - first + 1).clamp(1, days)
    }

    fn revenue(self, position: u32) -> i64 {
        self.formula.revenue(self.facts, position as usize)
    }
}

/// Where a day begins in positions in time order.
fn place(facts: &Facts, positions: &[u32], day: Day) -> usize {
    positions.partition_point(|position| facts.day[*position as usize] < day.number())
}

fn sets(history: History, currency: u8, options: &OpportunityOptions) -> Vec<Opportunity> {
    let (facts, orders) = (history.facts, history.last(365));
    // A shop whose last order is long ago has no set to sell this month.
    let recent = history.last(i64::from(options.days));
    if recent.len() < MIN_ORDERS as usize {
        return Vec::new();
    }
    let asked = BundleOptions {
        days: options.days,
        costs: options.costs,
        most: SETS,
        ..BundleOptions::default()
    };
    let opportunity = |set: Bundle| {
        let value = set.value?;
        let estimate = value
            .as_set
            .filter(|at_set_price| at_set_price.likely > value.shown_together.likely)
            .unwrap_or(value.shown_together);
        let holds = |position: &u32| {
            let lines = &facts.lines.product[facts.lines.of(*position as usize)];
            set.products.iter().all(|product| lines.contains(product))
        };
        let behind = recent.iter().copied().filter(holds).collect();
        (estimate.likely > 0).then(|| Opportunity {
            kind: OpportunityKind::Bundle(Box::new(set)),
            estimate: Some(estimate),
            behind: Behind::Orders(behind),
        })
    };
    bundles(facts, currency, orders, &asked)
        .into_iter()
        .filter_map(opportunity)
        .collect()
}
