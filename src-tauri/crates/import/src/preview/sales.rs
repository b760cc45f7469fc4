//! Whether payments that were taken for orders are the same sales as the orders that come now. A
//! payment has no lines and no number of the shop's, so that nothing but its amount, its time and
//! its address can tell; the merchant says what is true.

use std::collections::{BTreeMap, HashMap};

use pannier_core::{Currency, Day, ShopZone, Timestamp};
use pannier_store::{LightOrder, PaymentOrder, ReadTx};

use super::open::Looking;
use crate::{
    Plan, Question, Result, SalesAre, SameSales,
    plan::Staged,
    profile::{profiles, services},
};

/// Money is taken within days of the order.
const WITHIN: i64 = 3 * 86_400_000;

/// Payments that count as orders, while new orders are looked at.
pub(super) struct Sales {
    payments: Vec<PaymentOrder>,
    /// What is said of them, where it is.
    are: Option<SalesAre>,
    /// It was said with an earlier import.
    is_known: bool,
    zone: ShopZone,
}

impl Sales {
    /// Nothing where no payment counts as an order, or no file can say its sale again.
    pub(super) fn begin(plan: &Plan, looking: &Looking, tx: &ReadTx) -> Result<Option<Self>> {
        let mut staged = plan.staged.iter();
        let has_orders = staged.any(|staged| match staged {
            Staged::Orders(orders) => !orders.reading.profile.layout.may_be_orders,
            Staged::Nothing | Staged::Customers(_) | Staged::Kept(_) => false,
        });
        if !has_orders {
            return Ok(None);
        }
        let payments = tx.payment_orders(&services())?;
        if payments.is_empty() {
            return Ok(None);
        }
        let before = tx.said_of_payments()?;
        Ok(Some(Self {
            payments,
            are: looking.options.sales.or(before),
            is_known: looking.options.sales.is_none() && before.is_some(),
            zone: looking.shop.zone,
        }))
    }

    /// Asks, or does what was said, where there are new orders.
    pub(super) fn conclude(self, new: &[LightOrder], plan: &mut Plan) {
        let days = |moments: &mut dyn Iterator<Item = Timestamp>| -> Option<(Day, Day)> {
            let first = moments.next()?;
            let ends = moments.fold((first, first), |(a, b), at| (a.min(at), b.max(at)));
            Some((self.zone.day_of(ends.0), self.zone.day_of(ends.1)))
        };
        let paid = days(&mut self.payments.iter().map(|payment| payment.placed_at));
        let ordered = days(&mut new.iter().map(|order| order.placed_at));
        let (Some(paid), Some(ordered)) = (paid, ordered) else {
            return;
        };
        let named = profiles().iter().filter(|profile| {
            let mut payments = self.payments.iter();
            profile.layout.may_be_orders && payments.any(|p| p.platform == profile.platform)
        });
        let sales = SameSales {
            services: named.map(|profile| profile.name.clone()).collect(),
            payments: self.payments.len() as u64,
            orders: new.len() as u64,
            alike: alike(&self.payments, new),
            paid,
            ordered,
        };
        match self.are {
            None => plan.questions.push(Question::SameSales),
            Some(_) if self.is_known => {}
            Some(are) => plan.sales = Some(are),
        }
        if let Some(note) = self.are.map(|are| note(are, &sales)) {
            let mut files = plan.files.iter_mut().zip(&plan.staged);
            let own = files.find(|(file, staged)| {
                file.orders.new > 0
                    && matches!(staged, Staged::Orders(orders) if !orders.reading.profile.layout.may_be_orders)
            });
            if let Some((file, _)) = own {
                file.notes.push(note);
            }
        }
        plan.same_sales = Some(sales);
    }
}

fn note(are: SalesAre, sales: &SameSales) -> String {
    let names = sales.services.join(" and ");
    let (payments, alike, orders) = (sales.payments, sales.alike, sales.orders);
    match are {
        SalesAre::Same => format!(
            "{payments} payments of {names} that counted as orders are payments from now on: {alike} of the {orders} new orders look like them"
        ),
        SalesAre::Different => format!(
            "{payments} payments of {names} count as orders beside these, as you said; {alike} of the {orders} new orders look like them"
        ),
    }
}

/// How many orders look like a payment, each payment being like one order.
fn alike(payments: &[PaymentOrder], orders: &[LightOrder]) -> u64 {
    let mut free = vec![true; payments.len()];
    let mut by_amount: HashMap<(Currency, i64), Vec<usize>> = HashMap::new();
    let mut by_email: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, payment) in payments.iter().enumerate() {
        let amount = (payment.currency, payment.total);
        by_amount.entry(amount).or_default().push(position);
        by_email.entry(&payment.email).or_default().push(position);
    }
    by_email.remove("");
    let nearest = |order: &LightOrder, among: Option<&Vec<usize>>, free: &[bool]| {
        let of = among.into_iter().flatten().copied();
        let distance = |at: usize| (payments[at].placed_at.0 - order.placed_at.0).abs();
        of.filter(|at| free[*at] && distance(*at) <= WITHIN)
            .min_by_key(|at| (payments[*at].email != order.email, distance(*at)))
    };
    let mut found = 0;
    let mut rest = Vec::new();
    for order in orders {
        let amount = by_amount.get(&(order.currency, order.total));
        match nearest(order, amount, &free) {
            Some(at) => {
                free[at] = false;
                found += 1;
            }
            None => rest.push(order),
        }
    }
    for order in rest {
        let email = by_email.get(order.email.as_str());
        if let Some(at) = nearest(order, email, &free) {
            free[at] = false;
            found += 1;
        }
    }
    found
}
