//! One programme on past orders, person by person.

use std::collections::{BTreeMap, VecDeque};

use pannier_core::{Day, Timestamp};
use pannier_store::EarningOrder;

use super::{Near, Tried, TriedMonth};
use crate::{
    Programme,
    grants::{BUYER, Grant, Seen, World},
};

pub(super) struct Trying<'t> {
    world: &'t World,
    programme: &'t Programme,
    now: Timestamp,
    tried: Tried,
    months: BTreeMap<Day, TriedMonth>,
    cost: i64,
}

impl<'t> Trying<'t> {
    pub(super) fn new(world: &'t World, programme: &'t Programme, now: Timestamp) -> Self {
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

    pub(super) fn person(&mut self, seen: &[Seen], grants: &[Grant]) {
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
            let have: i64 = lots.iter().map(|(_, left)| left).sum();
            let rewards = have / self.cost;
            if rewards > 0 {
                let count = u64::try_from(rewards).unwrap_or(0);
                self.tried.rewards += count;
                self.month(at).rewards += count;
                spend(&mut lots, rewards * self.cost);
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

    /// Sums of all orders, whoever placed them.
    pub(super) fn orders(&mut self, orders: &[EarningOrder]) {
        let (mut count, mut goods) = (0, 0_i64);
        for order in orders.iter().filter(|order| self.counts(order)) {
            count += 1;
            goods = goods.saturating_add(order.goods);
        }
        self.tried.all_orders = count;
        self.tried.goods = goods;
        self.tried.near = self.programme.threshold().map(|threshold| {
            let within = threshold / 10;
            let mut near = Near {
                threshold,
                within,
                orders: 0,
                gap: 0,
                points: self.programme.points_at(threshold),
            };
            for order in orders.iter().filter(|order| self.counts(order)) {
                if order.goods < threshold && order.goods >= threshold - within {
                    near.orders += 1;
                    near.gap = near.gap.saturating_add(threshold - order.goods);
                }
            }
            near
        });
    }

    pub(super) fn finish(mut self) -> Tried {
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
