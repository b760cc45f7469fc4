//! A programme tried on the shop's own past orders: what it would have given, and when.
//!
//! Nothing is written, and nothing is claimed of what people would have done otherwise: the orders
//! are those that there were. Whoever could have the cheapest reward is taken to have had it at
//! once, which is the most that the programme can cost.

mod replay;

use pannier_core::{CustomerId, Day, Timestamp};
use pannier_store::{EarningLine, EarningOrder, People, ReadTx, ShopRecord};

use self::replay::Trying;
use crate::{
    Programme, Result,
    grants::{Granting, Seen},
    post::{sorted, world_with},
    timeline::{Timeline, Version},
};

/// What a programme would have given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tried {
    /// Counted orders of people in the shop's currency since its start.
    pub orders: u64,
    /// The same, with orders of which nobody knows whose they are.
    pub all_orders: u64,
    /// The goods of all of those, in minor units.
    pub goods: i64,
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
    /// Orders just below [`Programme::threshold`].
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
    /// What they lack in all, in minor units.
    pub gap: i64,
    /// Points that one of them earns more once it reaches the threshold.
    pub points: i64,
}

/// Past orders in memory, sorted once, so that several programmes can be tried on them.
#[derive(Debug)]
pub struct PastOrders {
    shop: ShopRecord,
    people: People,
    orders: Vec<EarningOrder>,
    /// Person by person.
    places: Vec<(CustomerId, usize)>,
    /// By order, where they were asked for.
    lines: Option<Vec<Vec<EarningLine>>>,
    starts_at: Timestamp,
    now: Timestamp,
}

impl PastOrders {
    /// Reads all orders up to a moment. What is tried on them begins with a day; the orders before
    /// tell who ordered for the first time, and what tier they were in. `programmes` are those that
    /// will be tried: they say whether the lines of orders are needed.
    ///
    /// # Errors
    /// What the shop file says.
    pub fn read(tx: &ReadTx, programmes: &[Programme], from: Day, now: Timestamp) -> Result<Self> {
        let shop = tx.shop()?;
        let starts_at = shop.zone.start_of(from);
        let people = tx.people()?;
        let mut orders = tx.earning_orders()?;
        orders.retain(|order| order.placed_at <= now);
        let places = sorted(&orders, &people);
        let with_lines = programmes.iter().any(Programme::looks_at_lines);
        let lines = with_lines.then(|| -> pannier_store::Result<_> {
            let lines = orders.iter().map(|order| tx.earning_lines(order.id));
            lines.collect()
        });
        Ok(Self {
            shop,
            people,
            places,
            lines: lines.transpose()?,
            orders,
            starts_at,
            now,
        })
    }

    /// The goods of the counted orders in the shop's currency since the first day, in minor units.
    pub fn goods(&self) -> impl Iterator<Item = i64> {
        let ours = self.orders.iter().filter(|order| {
            order.counts
                && order.currency == self.shop.currency
                && order.placed_at >= self.starts_at
        });
        ours.map(|order| order.goods)
    }

    /// Tries a programme on them.
    ///
    /// # Errors
    /// [`crate::Error::Programme`], or what the shop file says.
    pub fn try_programme(&self, tx: &ReadTx, programme: &Programme) -> Result<Tried> {
        programme.check(self.shop.currency)?;
        let version = Version {
            id: 0,
            starts_at: self.starts_at,
            programme: programme.clone(),
        };
        // Members are taken to have been told in time.
        let told = vec![self.starts_at];
        let timeline = Timeline::of(vec![version], told, self.shop.zone, self.shop.currency);
        let world = world_with(tx, timeline)?;
        let mut trying = Trying::new(&world, programme, self.now);
        let mut granting = Granting::new(&world).until(self.now);
        let (mut grants, mut seen) = (Vec::new(), Vec::new());
        for own in self.places.chunk_by(|a, b| a.0 == b.0) {
            seen.clear();
            seen.extend(own.iter().map(|(_, place)| Seen {
                order: &self.orders[*place],
                lines: self.lines.as_ref().map(|lines| lines[*place].as_slice()),
            }));
            let customers: Vec<CustomerId> = self.people.same(own[0].0).into_iter().collect();
            grants.clear();
            granting.person(&seen, &customers, |_| false, &mut grants)?;
            trying.person(&seen, &grants);
        }
        trying.orders(&self.orders);
        Ok(trying.finish())
    }
}

/// Tries one programme on the orders since the start of a day, up to a moment.
///
/// # Errors
/// [`crate::Error::Programme`], or what the shop file says.
pub fn try_on_orders(
    tx: &ReadTx,
    programme: &Programme,
    from: Day,
    now: Timestamp,
) -> Result<Tried> {
    programme.check(tx.shop()?.currency)?;
    let past = PastOrders::read(tx, std::slice::from_ref(programme), from, now)?;
    past.try_programme(tx, programme)
}
