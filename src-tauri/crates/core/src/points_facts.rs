//! Points, tiers and rewards as columns in memory: what segments ask of members.

use crate::{Labels, Timestamp};

/// Points of all people, by their place in [`crate::PeopleFacts`]. Whoever lies past the end of a
/// column has nothing there, so that a shop without a programme has none at all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PointsFacts {
    /// Points that can be spent now; below 0 where what was spent was taken back since.
    pub available: Vec<i64>,
    /// The tier that holds today, by its name.
    pub tier: Labels,
    /// Rewards that were given out and can still be used.
    pub rewards: Vec<u16>,
    /// What the cheapest reward that points buy costs; nothing where there is none.
    pub cheapest: Option<i64>,
    /// Points that one order can earn; 0 where orders earn none.
    pub one_order: i64,
    /// Until when this holds if nothing is written meanwhile (UTC); nothing: for good.
    pub until: Option<Timestamp>,
}

impl PointsFacts {
    /// What someone can spend.
    #[inline]
    pub fn available(&self, person: usize) -> i64 {
        self.available.get(person).copied().unwrap_or(0)
    }

    /// The tier of someone, an index into the names of [`PointsFacts::tier`]; 0: none.
    #[inline]
    pub fn tier(&self, person: usize) -> u32 {
        self.tier.of.get(person).copied().unwrap_or(0)
    }

    /// Rewards that someone can still use.
    #[inline]
    pub fn rewards(&self, person: usize) -> u16 {
        self.rewards.get(person).copied().unwrap_or(0)
    }

    /// Points that someone misses for the cheapest reward where one order can earn them; nothing
    /// where they have enough, or would not with one order.
    #[inline]
    pub fn one_order_short(&self, person: usize) -> Option<i64> {
        let missing = self.cheapest? - self.available(person);
        (0 < missing && missing <= self.one_order).then_some(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_order_is_enough_or_not() {
        let facts = PointsFacts {
            available: vec![89, 90, 99, 100, -5],
            cheapest: Some(100),
            one_order: 10,
            ..PointsFacts::default()
        };
        let short: Vec<Option<i64>> = (0..6).map(|p| facts.one_order_short(p)).collect();
        assert_eq!(short, [None, Some(10), Some(1), None, None, None]);
        assert_eq!(PointsFacts::default().one_order_short(0), None);
        assert_eq!(facts.rewards(9), 0);
        assert_eq!(facts.tier(0), 0);
    }
}
