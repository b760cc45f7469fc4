//! Which tier holds for whom today. It follows from orders alone, also from those before there was
//! a programme.

use std::collections::HashMap;

use pannier_core::{CustomerId, Day, OrderId, Timestamp};
use pannier_store::{EarningLine, ReadTx};

use crate::{
    Programme, Result, Tier, TierMeasure, TierPlan, TierWindow,
    grants::{Granting, Seen, World},
    post::{sorted, world},
    standing::Standing,
};

impl TierPlan {
    /// The first day of which orders can count for a tier on a day.
    fn looks_back_to(&self, day: Day) -> Day {
        let first = day.plus_days(-i64::from(self.grace_days));
        match self.over {
            TierWindow::Rolling { months } => {
                let months = i32::try_from(months).unwrap_or(i32::MAX);
                first.plus_months(-months)
            }
            TierWindow::CalendarYear => first.year_start().plus_days(-1).year_start(),
        }
    }
}

/// The tier that holds today, by person, as its place in the plan of a programme.
pub(crate) fn tiers_of_all(
    tx: &ReadTx,
    programme: &Programme,
    now: Timestamp,
) -> Result<HashMap<CustomerId, usize>> {
    let mut found = HashMap::new();
    let Some(plan) = &programme.tiers else {
        return Ok(found);
    };
    let shop = tx.shop()?;
    let today = shop.zone.day_of(now);
    let people = tx.people()?;
    match plan.by {
        TierMeasure::Spend => {
            let mut orders: Vec<(CustomerId, Day, i64)> = tx
                .counted_goods_since(plan.looks_back_to(today), shop.currency)?
                .into_iter()
                .map(|(customer, day, goods)| (people.person(customer), day, goods.max(0)))
                .collect();
            orders.sort_unstable();
            let mut standing = Standing::default();
            for own in orders.chunk_by(|a, b| a.0 == b.0) {
                standing.clear();
                for (_, day, goods) in own {
                    standing.push(*day, *goods, 0);
                }
                if let Some(place) = place_of(plan, standing.tier(plan, today)) {
                    found.insert(own[0].0, place);
                }
            }
        }
        TierMeasure::Points => {
            let world = world(tx)?;
            let orders = tx.earning_orders()?;
            let places = sorted(&orders, &people);
            let mut granting = Granting::new(&world);
            let mut grants = Vec::new();
            for own in places.chunk_by(|a, b| a.0 == b.0) {
                let lines = own
                    .iter()
                    .map(|(_, place)| lines_of(tx, &world, orders[*place].id))
                    .collect::<pannier_store::Result<Vec<Vec<EarningLine>>>>()?;
                let seen: Vec<Seen> = own
                    .iter()
                    .zip(&lines)
                    .map(|((_, place), lines)| Seen {
                        order: &orders[*place],
                        lines: Some(lines.as_slice()),
                    })
                    .collect();
                let customers: Vec<CustomerId> = people.same(own[0].0).into_iter().collect();
                grants.clear();
                granting.person(&seen, &customers, |_| false, &mut grants)?;
                if let Some(place) = place_of(plan, granting.tier_on(plan, today)) {
                    found.insert(own[0].0, place);
                }
            }
        }
    }
    Ok(found)
}

/// The lines of an order, where any programme looks at them.
fn lines_of(tx: &ReadTx, world: &World, order: OrderId) -> pannier_store::Result<Vec<EarningLine>> {
    if world.timeline.looks_at_lines() {
        tx.earning_lines(order)
    } else {
        Ok(Vec::new())
    }
}

/// The tier that holds for one person today.
pub(crate) fn tier_of(
    tx: &ReadTx,
    programme: &Programme,
    customer: CustomerId,
    now: Timestamp,
) -> Result<Option<String>> {
    let Some(plan) = &programme.tiers else {
        return Ok(None);
    };
    let today = tx.shop()?.zone.day_of(now);
    let people = tx.people()?;
    let customers: Vec<CustomerId> = people.same(customer).into_iter().collect();
    let mut orders = Vec::new();
    for customer in &customers {
        tx.earning_orders_of(*customer, &mut orders)?;
    }
    let places = sorted(&orders, &people);
    let world = world(tx)?;
    let mut lines = Vec::with_capacity(places.len());
    for (_, place) in &places {
        lines.push(lines_of(tx, &world, orders[*place].id)?);
    }
    let seen: Vec<Seen> = places
        .iter()
        .zip(&lines)
        .map(|((_, place), lines)| Seen {
            order: &orders[*place],
            lines: Some(lines.as_slice()),
        })
        .collect();
    let mut granting = Granting::new(&world);
    granting.person(&seen, &customers, |_| false, &mut Vec::new())?;
    Ok(granting.tier_on(plan, today).map(|tier| tier.name.clone()))
}

fn place_of(plan: &TierPlan, tier: Option<&Tier>) -> Option<usize> {
    let id = tier?.id;
    plan.tiers.iter().position(|known| known.id == id)
}
