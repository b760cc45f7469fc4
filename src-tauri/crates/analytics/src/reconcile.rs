//! From one formula's figure to another's, in named steps that add up to the cent.
//!
//! First who is counted changes, by way of the orders of the default formula, each order at the
//! value that the first formula gives it; then what is counted changes, over the orders of the
//! second. Every formula's revenue is goods plus or less named parts, so the second half is the
//! difference of two lists of parts, and nothing can be missing from it.

use pannier_core::{Currency, Day, Facts, OrderFlags, Sparse, div_half_even};

use crate::{Formula, clusters::fit};

/// What one step of a reconciliation does. In the opposite direction it does the opposite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// Cancelled orders come in or go out.
    CancelledOrders,
    /// Tax inside the prices comes off.
    TaxInPrices,
    /// Orders that were refunded in full go out or come in.
    FullyRefundedOrders,
    /// Refunds of goods come off.
    RefundsOfGoods,
    /// Refunds of everything else come off.
    OtherRefunds,
    /// Shipping comes in.
    Shipping,
    /// Tax on top of the prices comes in.
    TaxOnTop,
    /// Duties come in.
    Duties,
    /// Tips come in.
    Tips,
    /// Gift cards sold along with goods come in.
    GiftCards,
    /// What was charged beyond the sum of the parts comes in: the file does not explain it.
    Unexplained,
    /// Test orders come in. No formula counts them; another tool may.
    TestOrders,
    /// Orders of gift cards alone come in. No formula counts them; another tool may.
    GiftCardOrders,
    /// Discounts come back in. No formula has them; another tool may.
    Discounts,
    /// Days begin at another hour. No formula says so; another tool may.
    OtherHours,
}

/// One step from a figure to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What it does.
    pub kind: StepKind,
    /// What it adds to revenue, signed, in minor units.
    pub revenue: i64,
    /// What it adds to the number of orders, signed.
    pub orders: i32,
    /// Revenue ÷ orders after it, rounded half to even; nothing without orders.
    pub aov_after: Option<i64>,
}

/// One formula's figures, and the steps that lead to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    /// Which formula.
    pub formula: Formula,
    /// Its revenue in minor units.
    pub revenue: i64,
    /// Its orders.
    pub orders: u32,
    /// Its average, rounded half to even; nothing without orders.
    pub aov: Option<i64>,
    /// From the formula that was started from to this one. None for itself; a step that changes
    /// neither revenue nor orders is left out.
    pub steps: Vec<Step>,
}

/// The parts that some formula adds to goods, in the order of the steps.
pub(crate) const PARTS: [StepKind; 9] = [
    StepKind::TaxInPrices,
    StepKind::RefundsOfGoods,
    StepKind::OtherRefunds,
    StepKind::Shipping,
    StepKind::TaxOnTop,
    StepKind::Duties,
    StepKind::Tips,
    StepKind::GiftCards,
    StepKind::Unexplained,
];

/// Sums over the orders of one class.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sums {
    pub(crate) orders: i128,
    pub(crate) goods: i128,
    /// What each of [`PARTS`] adds to goods where a formula has it.
    pub(crate) parts: [i128; PARTS.len()],
}

impl Sums {
    pub(crate) fn add(&mut self, facts: &Facts, at: usize) {
        let wide = |column: &[i64]| i128::from(column[at]);
        let rare = |column: &Sparse| i128::from(column[at]);
        let tax_in_prices = facts.flags[at].has(OrderFlags::TAX_INCLUDED);
        let goods = wide(&facts.goods);
        let tax_on_top = if tax_in_prices { 0 } else { wide(&facts.tax) };
        let goods_tax = if tax_in_prices {
            wide(&facts.goods_tax)
        } else {
            0
        };
        let charged = [
            wide(&facts.shipping),
            tax_on_top,
            rare(&facts.duties),
            rare(&facts.tip),
            rare(&facts.gift_cards),
        ];
        let [shipping, tax_on_top, duties, tips, gift_cards] = charged;
        let unexplained = wide(&facts.total) - goods - charged.iter().sum::<i128>();
        let goods_refunded = rare(&facts.goods_refunded);
        let parts = [
            -goods_tax,
            -goods_refunded,
            goods_refunded - wide(&facts.refunded),
            shipping,
            tax_on_top,
            duties,
            tips,
            gift_cards,
            unexplained,
        ];
        self.orders += 1;
        self.goods += goods;
        for (sum, part) in self.parts.iter_mut().zip(parts) {
            *sum += part;
        }
    }

    fn plus(mut self, other: Self) -> Self {
        self.orders += other.orders;
        self.goods += other.goods;
        for (sum, part) in self.parts.iter_mut().zip(other.parts) {
            *sum += part;
        }
        self
    }

    /// Revenue by a formula's measure, whoever counts.
    fn revenue(&self, formula: Formula) -> i128 {
        let named = (0..PARTS.len()).filter(|part| has_part(formula, *part));
        self.goods + named.map(|part| self.parts[part]).sum::<i128>()
    }
}

/// Whether a formula's revenue has one of [`PARTS`] in it, beside goods.
pub(crate) fn has_part(formula: Formula, part: usize) -> bool {
    match formula {
        Formula::Goods => false,
        Formula::Shopify => PARTS[part] == StepKind::TaxInPrices,
        Formula::Net => PARTS[part] == StepKind::RefundsOfGoods,
        Formula::Collected => PARTS[part] != StepKind::TaxInPrices,
    }
}

/// All orders that any formula counts, by the two facts on which formulas differ.
#[derive(Debug, Default)]
struct Classes {
    kept: Sums,
    refunded: Sums,
    cancelled: Sums,
}

impl Classes {
    fn read(facts: &Facts, currency: Currency, from: Option<Day>, until: Option<Day>) -> Self {
        let mut classes = Self::default();
        let Some(currency) = facts.currency_index(currency) else {
            return classes;
        };
        Formula::Shopify.each(
            facts,
            currency,
            facts.positions(from, until),
            |position, _| {
                let flags = facts.flags[position];
                let class = if Formula::Net.counts(flags) {
                    &mut classes.kept
                } else if Formula::Goods.counts(flags) {
                    &mut classes.refunded
                } else {
                    &mut classes.cancelled
                };
                class.add(facts, position);
            },
        );
        classes
    }

    /// The classes beyond the kept ones that a formula counts, with the step that they make.
    fn beyond(&self, formula: Formula) -> Vec<(StepKind, Sums)> {
        let refunded = (StepKind::FullyRefundedOrders, self.refunded);
        match formula {
            Formula::Net | Formula::Collected => vec![],
            Formula::Goods => vec![refunded],
            Formula::Shopify => vec![refunded, (StepKind::CancelledOrders, self.cancelled)],
        }
    }

    fn counted(&self, formula: Formula) -> Sums {
        self.beyond(formula)
            .into_iter()
            .fold(self.kept, |sums, (_, class)| sums.plus(class))
    }

    fn reconciled(&self, start: Formula, formula: Formula) -> Reconciled {
        let end = self.counted(formula);
        let revenue = end.revenue(formula);
        Reconciled {
            formula,
            revenue: fit(revenue),
            orders: u32::try_from(end.orders).unwrap_or(u32::MAX),
            aov: average(revenue, end.orders),
            steps: self.steps(start, formula),
        }
    }

    fn steps(&self, start: Formula, formula: Formula) -> Vec<Step> {
        let (has, wants) = (self.beyond(start), self.beyond(formula));
        let goes_out = has
            .iter()
            .skip(wants.len())
            .rev()
            .map(|(kind, class)| (*kind, class, -1));
        let comes_in = wants
            .iter()
            .skip(has.len())
            .map(|(kind, class)| (*kind, class, 1));
        let who = goes_out
            .chain(comes_in)
            .map(|(kind, class, sign)| (kind, sign * class.revenue(start), sign * class.orders));
        let end = self.counted(formula);
        let what = PARTS.iter().enumerate().map(|(part, kind)| {
            let times = i128::from(has_part(formula, part)) - i128::from(has_part(start, part));
            (*kind, times * end.parts[part], 0)
        });
        let from = self.counted(start);
        let (mut revenue, mut orders) = (from.revenue(start), from.orders);
        let mut steps = Vec::new();
        for (kind, more_revenue, more_orders) in who.chain(what) {
            if more_revenue == 0 && more_orders == 0 {
                continue;
            }
            revenue += more_revenue;
            orders += more_orders;
            steps.push(Step {
                kind,
                revenue: fit(more_revenue),
                orders: i32::try_from(more_orders).unwrap_or(i32::MAX),
                aov_after: average(revenue, orders),
            });
        }
        steps
    }
}

pub(crate) fn average(revenue: i128, orders: i128) -> Option<i64> {
    (orders > 0).then(|| fit(div_half_even(revenue, orders)))
}

/// All four formulas' figures of `[from, until)` in one currency, in the order of
/// [`Formula::ALL`], each with the steps from `start` to it. Reads each order once.
pub fn reconcile(
    facts: &Facts,
    currency: Currency,
    from: Option<Day>,
    until: Option<Day>,
    start: Formula,
) -> Vec<Reconciled> {
    let classes = Classes::read(facts, currency, from, until);
    Formula::ALL
        .into_iter()
        .map(|formula| classes.reconciled(start, formula))
        .collect()
}
