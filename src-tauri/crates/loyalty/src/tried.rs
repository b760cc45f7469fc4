//! A programme tried on the shop's own past orders: what it would have given, and when.
//!
//! Nothing is written, and nothing is claimed of what people would have done otherwise: the orders
//! are those that there were. Whoever could have the cheapest reward is taken to have had it at
//! once, which is the most that the programme can cost.

use std::collections::{BTreeMap, VecDeque};

use pannier_core::{CustomerId, Day, Timestamp};
use pannier_store::{EarningLine, EarningOrder, ReadTx};

use crate::{
    Earning, Programme, Result,
    grants::{BUYER, Grant, Granting, Seen, World},
    post::{sorted, world_with},
    timeline::{Timeline, Version},
};

/// What a programme would have given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tried {
    /// Counted orders in the shop's currency since its start.
    pub orders: u64,
    /// Those that would have earned points.
    pub earning_orders: u64,
    /// People who would have earned points.
    pub people: u64,
    /// Points given, less what refunds took back.
    pub points: i64,
    /// Points that would have expired.
    pub expired: i64,
    /// Rewards, where everyone took the cheapest as soon as they could.
    pub rewards: u64,
    /// Points that would be left now.
    pub outstanding: i64,
    /// The same month by month, without gaps.
    pub months: Vec<TriedMonth>,
    /// Orders just below the threshold of the first rule that has one.
    pub near: Option<Near>,
}

/// What a programme would have given within a month of the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TriedMonth {
    /// Its first day.
    pub month: Day,
    /// Points given, less what refunds took back.
    pub points: i64,
    /// Points that would have expired.
    pub expired: i64,
    /// Rewards.
    pub rewards: u64,
    /// Points left at its end.
    pub outstanding: i64,
}

impl TriedMonth {
    const fn none(month: Day) -> Self {
        Self {
            month,
            points: 0,
            expired: 0,
            rewards: 0,
            outstanding: 0,
        }
    }
}

/// Orders just below a threshold: what is left to raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// The threshold, in minor units of the programme's currency.
    pub threshold: i64,
    /// How far below they lie at most, in minor units: a tenth of it.
    pub within: i64,
    /// How many.
    pub orders: u64,
}

/// Tries a programme on the orders since the start of a day, up to a moment.
///
/// # Errors
/// [`crate::Error::Programme`], or what the shop file says.
pub fn try_on_orders(
    tx: &ReadTx,
    programme: &Programme,
    from: Day,
    now: Timestamp,
) -> Result<Tried> {
    let shop = tx.shop()?;
    programme.check(shop.currency)?;
    let starts_at = shop.zone.start_of(from);
    let version = Version {
        id: 0,
        starts_at,
        programme: programme.clone(),
    };
    // Members are taken to have been told in time.
    let timeline = Timeline::of(vec![version], vec![starts_at], shop.zone, shop.currency);
    let world = world_with(tx, timeline)?;
    let people = tx.people()?;
    let mut orders = tx.earning_orders()?;
    orders.retain(|order| order.placed_at <= now);
    let places = sorted(&orders, &people);
    let mut trying = Trying::new(&world, programme, now);
    let mut granting = Granting::new(&world);
    let mut grants = Vec::new();
    for own in places.chunk_by(|a, b| a.0 == b.0) {
        let lines: Vec<Vec<EarningLine>> = if programme.looks_at_lines() {
            own.iter()
                .map(|(_, place)| tx.earning_lines(orders[*place].id))
                .collect::<pannier_store::Result<_>>()?
        } else {
            Vec::new()
        };
        let seen: Vec<Seen> = own
            .iter()
            .enumerate()
            .map(|(nth, (_, place))| Seen {
                order: &orders[*place],
                lines: lines.get(nth).map(Vec::as_slice),
            })
            .collect();
        let customers: Vec<CustomerId> = people.same(own[0].0).into_iter().collect();
        grants.clear();
        granting.person(&seen, &customers, |_| false, &mut grants)?;
        trying.person(&seen, &grants);
    }
    trying.near(&orders);
    Ok(trying.finish())
}

struct Trying<'t> {
    world: &'t World,
    programme: &'t Programme,
    now: Timestamp,
    tried: Tried,
    months: BTreeMap<Day, TriedMonth>,
    cost: i64,
}

impl<'t> Trying<'t> {
    fn new(world: &'t World, programme: &'t Programme, now: Timestamp) -> Self {
        Self {
            world,
            programme,
            now,
            tried: Tried::default(),
            months: BTreeMap::new(),
            cost: programme.cheapest_reward().map_or(i64::MAX, |r| r.costs),
        }
    }

    fn month(&mut self, at: Timestamp) -> &mut TriedMonth {
        let month = self.world.timeline.zone.day_of(at).month_start();
        self.months.entry(month).or_insert(TriedMonth::none(month))
    }

    fn counts(&self, order: &EarningOrder) -> bool {
        order.counts
            && order.currency == self.world.timeline.currency
            && self.world.timeline.at(order.placed_at).is_some()
    }

    fn person(&mut self, seen: &[Seen], grants: &[Grant]) {
        let counted = seen.iter().filter(|seen| self.counts(seen.order)).count();
        self.tried.orders += counted as u64;
        let mut earning: Vec<usize> = grants
            .iter()
            .filter(|grant| grant.part == BUYER)
            .map(|grant| grant.order)
            .collect();
        earning.dedup();
        self.tried.earning_orders += earning.len() as u64;
        self.tried.people += u64::from(!grants.is_empty());
        let days: Vec<Day> = seen
            .iter()
            .filter(|seen| seen.order.counts)
            .map(|seen| seen.order.day)
            .collect();
        let mut comes: Vec<(Timestamp, Day, i64)> = grants
            .iter()
            .map(|grant| {
                let order = seen[grant.order].order;
                (
                    grant.counts_from,
                    order.day,
                    grant.points - grant.taken_back,
                )
            })
            .filter(|(_, _, points)| *points > 0)
            .collect();
        comes.sort_unstable();
        let mut lots: VecDeque<(Option<Timestamp>, i64)> = VecDeque::new();
        for (at, earned, points) in comes {
            self.month(at).points += points;
            self.tried.points += points;
            if at > self.now {
                continue;
            }
            self.expire(&mut lots, at);
            lots.push_back((self.world.timeline.expires_at(earned, &days), points));
            let mut have: i64 = lots.iter().map(|(_, left)| left).sum();
            while have >= self.cost {
                have -= self.cost;
                self.tried.rewards += 1;
                self.month(at).rewards += 1;
                spend(&mut lots, self.cost);
            }
        }
        let now = self.now;
        self.expire(&mut lots, now);
    }

    fn expire(&mut self, lots: &mut VecDeque<(Option<Timestamp>, i64)>, now: Timestamp) {
        while let Some((Some(goes), points)) = lots.front().copied()
            && goes <= now
        {
            lots.pop_front();
            self.tried.expired += points;
            self.month(goes).expired += points;
        }
    }

    fn near(&mut self, orders: &[EarningOrder]) {
        let threshold = self
            .programme
            .rules
            .iter()
            .find_map(|rule| match rule.earns {
                Earning::PerOrder { from, .. } if from > 0 => Some(from),
                _ => None,
            });
        self.tried.near = threshold.map(|threshold| {
            let within = threshold / 10;
            let is_near = |order: &&EarningOrder| {
                self.counts(order) && order.goods < threshold && order.goods >= threshold - within
            };
            Near {
                threshold,
                within,
                orders: orders.iter().filter(is_near).count() as u64,
            }
        });
    }

    fn finish(mut self) -> Tried {
        let mut outstanding = 0;
        let mut month = self.months.keys().next().copied();
        let last = self.months.keys().next_back().copied();
        while let Some(day) = month.filter(|day| Some(*day) <= last) {
            let sums = self.months.get(&day).copied();
            let sums = sums.unwrap_or(TriedMonth::none(day));
            let spent = i64::try_from(sums.rewards).unwrap_or(i64::MAX);
            outstanding += sums.points - sums.expired - spent.saturating_mul(self.cost);
            self.tried.months.push(TriedMonth {
                outstanding,
                ..sums
            });
            month = Some(day.plus_months(1));
        }
        self.tried.outstanding = outstanding;
        self.tried
    }
}

fn spend(lots: &mut VecDeque<(Option<Timestamp>, i64)>, points: i64) {
    let mut rest = points;
    while let Some((_, left)) = lots.front_mut() {
        let taken = rest.min(*left);
        *left -= taken;
        rest -= taken;
        if *left > 0 {
            break;
        }
        lots.pop_front();
        if rest == 0 {
            break;
        }
    }
}
