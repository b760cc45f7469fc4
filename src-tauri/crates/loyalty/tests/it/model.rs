//! The points of a shop worked out in another way, slowly: from all facts at once, going through
//! time day by day. It shares no code with the crate but the types of programmes and time.

use std::collections::BTreeSet;

use pannier_core::{Currency, Day, ShopZone, Timestamp};
use pannier_loyalty::{Caps, Earning, Expiry, Gives, Programme, Reward, Rounding, Rule, Terms};

use crate::support::Said;

/// A programme that the model understands. Amounts are cents.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) per_order: i64,
    pub(crate) threshold: i64,
    pub(crate) per_five_euro: i64,
    pub(crate) first: i64,
    pub(crate) third: i64,
    pub(crate) joining: i64,
    pub(crate) cap_of_day: Option<i64>,
    pub(crate) pending_days: u32,
    pub(crate) expiry: Expiry,
}

pub(crate) const SMALL_REWARD: i64 = 25;
pub(crate) const LARGE_REWARD: i64 = 60;
/// What the large reward takes off.
pub(crate) const OFF: i64 = 500;

impl Plan {
    pub(crate) fn programme(&self) -> Programme {
        let mut rules = Vec::new();
        let mut add = |id, points, earns| {
            if points > 0 {
                rules.push(Rule { id, earns });
            }
        };
        let per_order = Earning::PerOrder {
            points: self.per_order,
            from: self.threshold,
            below: None,
        };
        add(1, self.per_order, per_order);
        let per_amount = Earning::PerAmount {
            points: self.per_five_euro,
            each: 500,
            rounding: Rounding::Down,
            from: 0,
        };
        add(2, self.per_five_euro, per_amount);
        let first = Earning::FirstOrder {
            points: self.first,
            from: 0,
        };
        add(3, self.first, first);
        let third = Earning::NthOrder {
            points: self.third,
            nth: 3,
            again: true,
        };
        add(4, self.third, third);
        let joining = Earning::Joining {
            points: self.joining,
        };
        add(5, self.joining, joining);
        Programme {
            rules,
            caps: Caps {
                per_day: self.cap_of_day,
                per_month: None,
            },
            rewards: vec![
                Reward {
                    id: 1,
                    costs: SMALL_REWARD,
                    gives: Gives::FreeShipping,
                    terms: Terms::default(),
                },
                Reward {
                    id: 2,
                    costs: LARGE_REWARD,
                    gives: Gives::AmountOff { amount: OFF },
                    terms: Terms {
                        minimum_order: Some(OFF),
                        ..Terms::default()
                    },
                },
            ],
            expiry: self.expiry,
            pending_days: self.pending_days,
            ..Programme::default_of(Currency::EUR)
        }
    }
}

/// Something that the merchant did with someone's points.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    pub(crate) email: String,
    pub(crate) at: Timestamp,
    /// Given, or taken where negative.
    pub(crate) points: i64,
    /// The code of the reward that was bought.
    pub(crate) code: Option<String>,
    pub(crate) taken_back: bool,
}

/// All facts and decisions.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// Imports that stand, with what each says.
    pub(crate) standing: Vec<(pannier_core::ImportId, Vec<Said>)>,
    pub(crate) joined: Vec<(String, String)>,
    pub(crate) plans: Vec<(Timestamp, Plan)>,
    pub(crate) warnings: Vec<Timestamp>,
    pub(crate) decisions: Vec<Decision>,
}

#[derive(Debug, Clone, Copy)]
struct Coins {
    earned: Day,
    earned_at: Timestamp,
    comes: Timestamp,
    count: i64,
    is_there: bool,
}

impl Model {
    /// The orders as the imports that stand say them, the last one over the others.
    fn orders(&self) -> Vec<&Said> {
        let mut orders: Vec<&Said> = Vec::new();
        for (_, said) in &self.standing {
            for order in said {
                orders.retain(|known| known.number != order.number);
                orders.push(order);
            }
        }
        orders
    }

    /// Addresses by which anyone is known.
    pub(crate) fn known(&self) -> BTreeSet<String> {
        self.orders()
            .iter()
            .filter_map(|o| o.email.clone())
            .collect()
    }

    fn person(&self, email: &str) -> BTreeSet<String> {
        let known = self.known();
        let mut person = BTreeSet::from([email.to_owned()]);
        for (a, b) in &self.joined {
            if known.contains(a) && known.contains(b) && (a == email || b == email) {
                person.extend([a.clone(), b.clone()]);
            }
        }
        person
    }

    fn plan_at(&self, at: Timestamp) -> Option<&Plan> {
        let mut plan = None;
        for (starts_at, said) in &self.plans {
            if *starts_at <= at {
                plan = Some(said);
            }
        }
        plan
    }

    /// What is paid of an order before rewards.
    fn goods(&self, order: &Said) -> i64 {
        let mut off = 0;
        for decision in &self.decisions {
            let code = decision
                .code
                .as_ref()
                .filter(|_| decision.points == -LARGE_REWARD);
            if code.is_some_and(|code| order.codes.contains(code.as_str())) {
                off += OFF;
            }
        }
        (order.goods + off.min(order.discounts)).max(0)
    }

    fn earned(&self, person: &BTreeSet<String>, zone: ShopZone) -> Vec<Coins> {
        let mut own: Vec<&Said> = self
            .orders()
            .into_iter()
            .filter(|o| o.email.as_ref().is_some_and(|email| person.contains(email)))
            .filter(|o| !o.is_test && o.cancelled_at.is_none())
            .collect();
        own.sort_by_key(|order| (order.placed_at, format!("G{}", order.number)));
        let mut coins = Vec::new();
        let mut of_days: Vec<(Day, i64)> = Vec::new();
        let mut has_joined = false;
        for (before, order) in own.iter().enumerate() {
            let Some(plan) = self.plan_at(order.placed_at) else {
                continue;
            };
            let day = zone.day_of(order.placed_at);
            let goods = self.goods(order);
            let comes = if plan.pending_days == 0 {
                order.placed_at
            } else {
                zone.start_of(day.plus_days(i64::from(plan.pending_days)))
            };
            let mut give = |count: i64| {
                coins.push(Coins {
                    earned: day,
                    earned_at: order.placed_at,
                    comes,
                    count,
                    is_there: false,
                });
            };
            let rules = [
                if goods >= plan.threshold {
                    plan.per_order
                } else {
                    0
                },
                goods * plan.per_five_euro / 500,
                if before == 0 { plan.first } else { 0 },
                if (before + 1).is_multiple_of(3) {
                    plan.third
                } else {
                    0
                },
            ];
            for points in rules {
                let so_far: i64 = of_days
                    .iter()
                    .filter(|(d, _)| *d == day)
                    .map(|(_, p)| p)
                    .sum();
                let room = plan.cap_of_day.map_or(points, |cap| cap - so_far);
                let points = points.min(room).max(0);
                of_days.push((day, points));
                let is_all_back = order.refunded > 0 && order.refunded >= order.goods;
                let back = if is_all_back {
                    points
                } else {
                    half_even(points * order.refunded, order.goods)
                };
                give(points - back);
            }
            if !has_joined {
                give(plan.joining);
            }
            has_joined = true;
        }
        coins
    }

    /// Days on which a person ordered.
    fn days(&self, person: &BTreeSet<String>, zone: ShopZone) -> Vec<Day> {
        self.orders()
            .into_iter()
            .filter(|o| o.email.as_ref().is_some_and(|email| person.contains(email)))
            .filter(|o| !o.is_test && o.cancelled_at.is_none())
            .map(|order| zone.day_of(order.placed_at))
            .collect()
    }

    /// The way of expiring at a moment, and since when it is that.
    fn expiry_at(&self, at: Timestamp) -> (Expiry, Timestamp) {
        let mut moments: Vec<Timestamp> = self.plans.iter().map(|(from, _)| *from).collect();
        moments.sort();
        let (mut expiry, mut since) = (Expiry::Never, Timestamp(i64::MIN));
        for moment in moments {
            let then = self.plan_at(moment).unwrap().expiry;
            if moment <= at && then != expiry {
                (expiry, since) = (then, moment);
            }
        }
        (expiry, since)
    }

    /// Whether coins are gone on the morning of a day.
    fn is_gone(&self, coins: &Coins, at: Timestamp, orders: &[Day], zone: ShopZone) -> bool {
        let (expiry, since) = self.expiry_at(at);
        let (months, warning, waits) = match expiry {
            Expiry::Never => return false,
            Expiry::AfterEarning {
                months,
                warning_days,
            } => (months, warning_days, false),
            Expiry::WithoutOrder {
                months,
                warning_days,
            } => (months, warning_days, true),
        };
        let today = zone.day_of(at);
        let mut from = coins.earned.max(zone.day_of(since));
        if waits {
            let last = orders.iter().filter(|day| **day < today).max();
            from = from.max(last.copied().unwrap_or(from));
        }
        let Some(told) = self.warnings.iter().filter(|told| **told >= since).min() else {
            return false;
        };
        let told = zone.day_of(*told).plus_days(i64::from(warning));
        today > told && today > from.plus_months(i32::try_from(months).unwrap())
    }

    /// What someone can spend.
    pub(crate) fn available(&self, email: &str, now: Timestamp, zone: ShopZone) -> i64 {
        let person = self.person(email);
        let orders = self.days(&person, zone);
        let mut coins = self.earned(&person, zone);
        let own = self
            .decisions
            .iter()
            .filter(|d| person.contains(&d.email) && !d.taken_back);
        let mut spent: Vec<(Timestamp, i64)> = Vec::new();
        for decision in own {
            if decision.points > 0 {
                coins.push(Coins {
                    earned: zone.day_of(decision.at),
                    earned_at: decision.at,
                    comes: decision.at,
                    count: decision.points,
                    is_there: false,
                });
            } else {
                spent.push((decision.at, -decision.points));
            }
        }
        coins.sort_by_key(|coins| coins.earned_at);
        let mut moments: BTreeSet<(Timestamp, u8)> = BTreeSet::new();
        moments.extend(
            coins
                .iter()
                .map(|c| (c.comes, 0))
                .filter(|(at, _)| *at <= now),
        );
        moments.extend(spent.iter().map(|(at, _)| (*at, 2)));
        if let Some((first, _)) = moments.first() {
            let mut day = zone.day_of(*first).plus_days(1);
            while zone.start_of(day) <= now {
                moments.insert((zone.start_of(day), 1));
                day = day.plus_days(1);
            }
        }
        let mut owed = 0;
        for (at, what) in moments {
            match what {
                0 => {
                    for coins in coins.iter_mut().filter(|c| c.comes == at) {
                        coins.is_there = true;
                        let paid = coins.count.min(owed);
                        coins.count -= paid;
                        owed -= paid;
                    }
                }
                1 => {
                    for coins in coins.iter_mut().filter(|c| c.is_there && c.count > 0) {
                        if self.is_gone(coins, at, &orders, zone) {
                            coins.count = 0;
                        }
                    }
                }
                _ => {
                    let points: i64 = spent
                        .iter()
                        .filter(|(when, _)| *when == at)
                        .map(|(_, p)| p)
                        .sum();
                    for _ in 0..points {
                        match coins.iter_mut().find(|c| c.is_there && c.count > 0) {
                            Some(coins) => coins.count -= 1,
                            None => owed += 1,
                        }
                    }
                }
            }
        }
        let there: i64 = coins.iter().filter(|c| c.is_there).map(|c| c.count).sum();
        there - owed
    }
}

fn half_even(numerator: i64, denominator: i64) -> i64 {
    if denominator == 0 {
        return 0;
    }
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    match (2 * rest).cmp(&denominator) {
        std::cmp::Ordering::Less => whole,
        std::cmp::Ordering::Equal => whole + whole % 2,
        std::cmp::Ordering::Greater => whole + 1,
    }
}
