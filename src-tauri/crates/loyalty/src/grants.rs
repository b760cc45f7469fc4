//! What a person's orders earn: a pure function of the orders as they are and of the programmes as
//! they were.

use std::collections::{HashMap, HashSet};

use pannier_core::{CustomerId, Day, Timestamp, div_half_even, share};
use pannier_store::{EarningLine, EarningOrder, LedgerKind};

use crate::{
    Caps, Earning, Error, FactorWhen, MOST_POINTS, Pick, Programme, Result, Rounding, Tier,
    TierPlan,
    codes::plain_code,
    rewarded::{Given, GivenRewards, counted_goods},
    standing::Standing,
    starts::KeptBack,
    timeline::{Timeline, Version},
};

/// Of a rule: what the buyer gets.
pub(crate) const BUYER: u8 = 0;
/// Of a rule: what the member gets who brought the buyer.
pub const FRIEND: u8 = 1;
/// Of a tier, by its number: what someone gets who reaches it.
pub const ENTRY: u8 = 2;
/// Of a rule: what is given on the birthday after an order.
pub const BIRTHDAY: u8 = 4;
/// Of no rule: what someone had in another programme.
pub(crate) const OPENING: u8 = 3;

/// What decides about points besides the orders of the person.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) timeline: Timeline,
    /// Rows of the products that rules name.
    pub(crate) picks: HashMap<Pick, HashSet<i64>>,
    /// Who is in the frozen lists that rules name.
    pub(crate) lists: HashMap<i64, HashSet<CustomerId>>,
    /// Who was in the segments that rules follow: their frozen lists, the oldest first.
    pub(crate) followed: HashMap<i64, Vec<(Timestamp, HashSet<CustomerId>)>>,
    pub(crate) given: GivenRewards,
    /// Who gets the programme later.
    pub(crate) kept_back: KeptBack,
    /// Whose account brings friends by a code.
    pub(crate) referrals: HashMap<String, i64>,
    /// Month and day of those whose birthday is known, where rules ask for it.
    pub(crate) birthdays: HashMap<CustomerId, String>,
}

/// An order with what it takes to tell what it earns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'o> {
    pub(crate) order: &'o EarningOrder,
    /// Its lines, where any programme asks for them.
    pub(crate) lines: Option<&'o [EarningLine]>,
}

/// Points that an order should have given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grant {
    /// Which of the orders.
    pub(crate) order: usize,
    pub(crate) rule: u32,
    pub(crate) part: u8,
    pub(crate) kind: LedgerKind,
    /// An account of someone else than the buyer.
    pub(crate) to: Option<i64>,
    /// Points; 0 where it is a reward alone.
    pub(crate) points: i64,
    /// The number of a reward that is given with it.
    pub(crate) reward: Option<u32>,
    /// What of it is taken back.
    pub(crate) taken_back: i64,
    pub(crate) programme: i64,
    pub(crate) counts_from: Timestamp,
    /// When it was earned, where that is not when the order was placed.
    pub(crate) earned_at: Option<Timestamp>,
}

/// Sums of the day and the month at hand.
#[derive(Debug, Default)]
struct Earned {
    day: Option<Day>,
    of_day: i64,
    of_month: i64,
}

impl Earned {
    /// As much of it as the caps leave; it counts as earned.
    fn within(&mut self, caps: Caps, day: Day, points: i64) -> i64 {
        if self.day != Some(day) {
            if self.day.map(Day::month_start) != Some(day.month_start()) {
                self.of_month = 0;
            }
            self.of_day = 0;
            self.day = Some(day);
        }
        let mut left = points;
        if let Some(cap) = caps.per_day {
            left = left.min(cap - self.of_day);
        }
        if let Some(cap) = caps.per_month {
            left = left.min(cap - self.of_month);
        }
        let left = left.max(0);
        self.of_day = self.of_day.saturating_add(left);
        self.of_month = self.of_month.saturating_add(left);
        left
    }
}

/// Works out what people earned, one after the other.
#[derive(Debug)]
pub(crate) struct Granting<'w> {
    world: &'w World,
    standing: Standing,
    /// Until when birthdays are followed; nothing: not at all.
    until: Option<Timestamp>,
}

impl<'w> Granting<'w> {
    pub(crate) fn new(world: &'w World) -> Self {
        Self {
            world,
            standing: Standing::default(),
            until: None,
        }
    }

    /// The same, also with what is given on days up to a moment.
    pub(crate) fn until(self, now: Timestamp) -> Self {
        Self {
            until: Some(now),
            ..self
        }
    }

    /// Adds what a person's orders earned. They come in the order in which they were placed;
    /// `customers` are all customers that the person is, `accounts` all accounts of theirs.
    pub(crate) fn person(
        &mut self,
        orders: &[Seen],
        customers: &[CustomerId],
        is_own_account: impl Fn(i64) -> bool,
        into: &mut Vec<Grant>,
    ) -> Result<()> {
        let world = self.world;
        self.standing.clear();
        let mut earned = Earned::default();
        let (mut nth, mut nth_in_programme) = (0_u32, 0_u32);
        for (place, seen) in orders.iter().enumerate() {
            let order = seen.order;
            if !order.counts {
                continue;
            }
            nth += 1;
            let version = world
                .timeline
                .at(order.placed_at)
                .filter(|_| !world.kept_back.holds(customers, order.placed_at));
            let Some(version) = version else {
                self.standing.push(order.day, self.spend(order), 0);
                continue;
            };
            nth_in_programme += 1;
            let is_ours = order.currency == version.programme.currency;
            let mut points_of_order = 0_i64;
            if is_ours && !version.programme.paused {
                let one = OneOrder {
                    world,
                    version,
                    seen: *seen,
                    place,
                    used: world.given.of(&order.codes),
                    nth,
                    nth_in_programme,
                    percent: self.percent(version, order, customers),
                };
                points_of_order = one.grants(&mut earned, &is_own_account, into)?;
            }
            self.standing
                .push(order.day, self.spend(order), points_of_order);
            if is_ours && !version.programme.paused {
                self.entries(version, *seen, place, into);
            }
        }
        if let Some(until) = self.until {
            birthdays(world, orders, customers, until, into);
        }
        Ok(())
    }

    /// The tier that holds on a day for the person whose orders were added last.
    pub(crate) fn tier_on<'p>(&self, plan: &'p TierPlan, day: Day) -> Option<&'p Tier> {
        self.standing.tier(plan, day)
    }

    fn spend(&self, order: &EarningOrder) -> i64 {
        if order.currency == self.world.timeline.currency {
            order.goods.max(0)
        } else {
            0
        }
    }

    /// The highest of what makes points more.
    fn percent(&self, version: &Version, order: &EarningOrder, customers: &[CustomerId]) -> u32 {
        let programme = &version.programme;
        let fits = |when: &FactorWhen| match when {
            FactorWhen::Days { from, until } => *from <= order.day && order.day < *until,
            FactorWhen::FrozenList { snapshot, .. } => {
                let list = self.world.lists.get(snapshot);
                list.is_some_and(|list| customers.iter().any(|id| list.contains(id)))
            }
            FactorWhen::Segment { segment, .. } => {
                let lists = self.world.followed.get(segment).map(Vec::as_slice);
                let lists = lists.unwrap_or_default();
                let before = lists.partition_point(|(taken, _)| *taken <= order.placed_at);
                let list = lists.get(before.saturating_sub(1));
                list.is_some_and(|(_, list)| customers.iter().any(|id| list.contains(id)))
            }
        };
        let factors = programme.factors.iter().filter(|f| fits(&f.when));
        let of_tier = programme
            .tiers
            .as_ref()
            .and_then(|plan| self.standing.tier(plan, order.day))
            .map(|tier| tier.percent);
        factors
            .map(|factor| factor.percent)
            .chain(of_tier)
            .fold(100, u32::max)
    }

    fn entries(&mut self, version: &Version, seen: Seen, place: usize, into: &mut Vec<Grant>) {
        let Some(plan) = &version.programme.tiers else {
            return;
        };
        for tier in self.standing.newly_reached(plan, seen.order.day) {
            if tier.entry_points > 0 || tier.entry_reward.is_some() {
                into.push(Grant {
                    order: place,
                    rule: tier.id,
                    part: ENTRY,
                    kind: LedgerKind::Bonus,
                    to: None,
                    points: tier.entry_points,
                    reward: tier.entry_reward,
                    taken_back: 0,
                    programme: version.id,
                    counts_from: released(self.world, &version.programme, seen.order),
                    earned_at: None,
                });
            }
        }
    }
}

/// Days after an order in which a birthday counts.
const BIRTHDAY_WITHIN: i64 = 365;

/// Adds what someone is given on birthdays: each with the last order before it.
fn birthdays(
    world: &World,
    orders: &[Seen],
    customers: &[CustomerId],
    until: Timestamp,
    into: &mut Vec<Grant>,
) {
    let mut known = customers.iter().filter_map(|id| world.birthdays.get(id));
    let Some(birthday) = known.next() else {
        return;
    };
    let timeline = &world.timeline;
    let counts = |seen: &Seen| seen.order.counts && timeline.at(seen.order.placed_at).is_some();
    let counted: Vec<usize> = (0..orders.len())
        .filter(|at| counts(&orders[*at]))
        .collect();
    for (nth, place) in counted.iter().enumerate() {
        let day = orders[*place].order.day;
        let Some(next) = next_birthday(birthday, day) else {
            continue;
        };
        let after = counted.get(nth + 1).map(|place| orders[*place].order.day);
        let at = timeline.zone.start_of(next);
        if after.is_some_and(|after| after < next)
            || next > day.plus_days(BIRTHDAY_WITHIN)
            || at > until
        {
            continue;
        }
        let Some(version) = timeline.at(at).filter(|v| !v.programme.paused) else {
            continue;
        };
        for (rule, points) in version.programme.birthday_rules() {
            into.push(Grant {
                order: *place,
                rule,
                part: BIRTHDAY,
                kind: LedgerKind::Bonus,
                to: None,
                points,
                reward: None,
                taken_back: 0,
                programme: version.id,
                counts_from: at,
                earned_at: Some(at),
            });
        }
    }
}

/// The first birthday after a day. Who was born on a leap day has it on the 28th in other years.
pub(crate) fn next_birthday(birthday: &str, after: Day) -> Option<Day> {
    let year: i32 = after.to_string().get(..4)?.parse().ok()?;
    let of = |year: i32| -> Option<Day> {
        let day = format!("{year:04}-{birthday}").parse();
        day.or_else(|_| format!("{year:04}-02-28").parse()).ok()
    };
    [of(year), of(year + 1)]
        .into_iter()
        .flatten()
        .find(|day| *day > after)
}

/// When the points of an order can be spent.
fn released(world: &World, programme: &Programme, order: &EarningOrder) -> Timestamp {
    match programme.pending_days {
        0 => order.placed_at,
        days => {
            let day = order.day.plus_days(i64::from(days));
            world.timeline.zone.start_of(day).max(order.placed_at)
        }
    }
}

/// An order under the programme that held when it was placed.
struct OneOrder<'w> {
    world: &'w World,
    version: &'w Version,
    seen: Seen<'w>,
    place: usize,
    used: Vec<&'w Given>,
    nth: u32,
    nth_in_programme: u32,
    percent: u32,
}

impl OneOrder<'_> {
    /// Adds what it earned; returns the points that the buyer got for what it is worth.
    fn grants(
        &self,
        earned: &mut Earned,
        is_own_account: impl Fn(i64) -> bool,
        into: &mut Vec<Grant>,
    ) -> Result<i64> {
        let programme = &self.version.programme;
        let goods = counted_goods(
            self.seen.order,
            &self.used,
            self.seen.lines.filter(|_| has_exclusions(programme)),
            |line, by_reward_alone| self.is_excluded(line, by_reward_alone),
        );
        let mut sum = 0_i64;
        for rule in &programme.rules {
            let follows = rule.earns.follows_refunds();
            let mut points = self.points(&rule.earns, goods, &is_own_account)?;
            if let Earning::Referral { friend_points, .. } = rule.earns
                && points > 0
            {
                let to = self.brought_by(&is_own_account);
                self.push(rule.id, FRIEND, false, to, points, into);
                points = friend_points;
            }
            if follows {
                points = earned.within(programme.caps, self.seen.order.day, points);
                sum = sum.saturating_add(points);
            }
            if points > 0 {
                self.push(rule.id, BUYER, follows, None, points, into);
            }
        }
        Ok(sum)
    }

    fn push(
        &self,
        rule: u32,
        part: u8,
        follows_refunds: bool,
        to: Option<i64>,
        points: i64,
        into: &mut Vec<Grant>,
    ) {
        let order = self.seen.order;
        let taken_back = if !follows_refunds {
            0
        } else if order.fully_refunded {
            points
        } else {
            // Never more than all of it, however much a file says was paid back.
            let refunded = order.goods_refunded.clamp(0, order.goods.max(0));
            share(points, refunded, order.goods)
        };
        into.push(Grant {
            order: self.place,
            rule,
            part,
            kind: if follows_refunds {
                LedgerKind::Earn
            } else {
                LedgerKind::Bonus
            },
            to,
            points,
            reward: None,
            taken_back,
            programme: self.version.id,
            counts_from: released(self.world, &self.version.programme, order),
            earned_at: None,
        });
    }

    /// What a rule gives, before caps.
    fn points(
        &self,
        earns: &Earning,
        goods: i64,
        is_own_account: impl Fn(i64) -> bool,
    ) -> Result<i64> {
        let when = |fits: bool, points: i64| if fits { points } else { 0 };
        let (points, rounding) = match earns {
            Earning::PerOrder { .. } => (of_goods(earns, goods)?, Rounding::Nearest),
            Earning::PerAmount { rounding, .. } => (of_goods(earns, goods)?, *rounding),
            Earning::PerItem { points, of } => {
                let pieces = self.pieces(of);
                let exact = i128::from(*points) * i128::from(pieces);
                (counted(exact)?, Rounding::Nearest)
            }
            Earning::FirstOrder { points, from } => (
                when(self.nth == 1 && goods >= *from, *points),
                Rounding::Nearest,
            ),
            Earning::NthOrder { points, nth, again } => {
                let fits = if *again {
                    self.nth.is_multiple_of(*nth)
                } else {
                    self.nth == *nth
                };
                (when(fits, *points), Rounding::Nearest)
            }
            // Not for the order, but for a day after it.
            Earning::Birthday { .. } => return Ok(0),
            // What is given for coming or bringing someone is no more in a tier than without.
            Earning::Joining { points } => return Ok(when(self.nth_in_programme == 1, *points)),
            Earning::Referral { points, from, .. } => {
                let fits = self.nth == 1 && goods >= *from;
                let brought = fits && self.brought_by(is_own_account).is_some();
                return Ok(when(brought, *points));
            }
        };
        if self.percent == 100 {
            return Ok(points);
        }
        let product = i128::from(points) * i128::from(self.percent);
        counted(divided(product, 100, rounding))
    }

    /// The account of the member whose code the order carries; nobody brings themselves.
    fn brought_by(&self, is_own_account: impl Fn(i64) -> bool) -> Option<i64> {
        if self.world.referrals.is_empty() {
            return None;
        }
        let codes = self.seen.order.codes.split([',', ';']);
        codes
            .filter_map(|code| self.world.referrals.get(&plain_code(code)).copied())
            .find(|account| !is_own_account(*account))
    }

    fn pieces(&self, pick: &Pick) -> i64 {
        let products = self.world.picks.get(pick);
        let lines = self.seen.lines.unwrap_or_default();
        lines
            .iter()
            .filter(|line| products.is_some_and(|rows| rows.contains(&line.product)))
            .filter(|line| !self.is_excluded(line, false))
            .map(|line| line.quantity)
            .sum()
    }

    fn is_excluded(&self, line: &EarningLine, by_reward_alone: bool) -> bool {
        let exclusions = &self.version.programme.exclusions;
        if exclusions.discounted_items && line.discounted && !by_reward_alone {
            return true;
        }
        exclusions.products.iter().any(|pick| {
            let rows = self.world.picks.get(pick);
            rows.is_some_and(|rows| rows.contains(&line.product))
        })
    }
}

/// What a rule for each order, or for what it comes to, gives of some goods; 0 of another rule.
pub(crate) fn of_goods(earns: &Earning, goods: i64) -> Result<i64> {
    match earns {
        Earning::PerOrder {
            points,
            from,
            below,
        } => {
            let fits = goods >= *from && below.is_none_or(|below| goods < below);
            Ok(if fits { *points } else { 0 })
        }
        Earning::PerAmount {
            points,
            each,
            rounding,
            from,
        } => {
            let product = i128::from(*points) * i128::from(goods);
            let exact = counted(divided(product, i128::from(*each), *rounding))?;
            Ok(if goods >= *from { exact } else { 0 })
        }
        _ => Ok(0),
    }
}

fn has_exclusions(programme: &Programme) -> bool {
    programme.exclusions.discounted_items || !programme.exclusions.products.is_empty()
}

fn divided(numerator: i128, denominator: i128, rounding: Rounding) -> i128 {
    match rounding {
        Rounding::Down => numerator.div_euclid(denominator),
        Rounding::Nearest => div_half_even(numerator, denominator),
        Rounding::Up => -(-numerator).div_euclid(denominator),
    }
}

/// Points that can be counted.
fn counted(points: i128) -> Result<i64> {
    let points = i64::try_from(points).map_err(|_| Error::TooManyPoints)?;
    if points > MOST_POINTS {
        return Err(Error::TooManyPoints);
    }
    Ok(points)
}
