//! People of one group beside people of another who were like them before: a comparison, and no
//! proof, since whoever is in a group chose something that has its own reasons.
//!
//! Everyone is followed from an order of theirs: so many days before it and as many after it,
//! without that order itself. People are alike who ordered in the same quarter of a year and had
//! as many orders before (none, one, two, three or more). Of each kind, the others count as much as
//! the members of it do; kinds that only one group has are left out.

use std::collections::BTreeMap;

use crate::interval::float;

/// Orders before from which people are no longer told apart.
const MANY: u32 = 3;

/// Someone, followed from an order of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    /// The quarter of the year of that order, counted through the years.
    pub quarter: i32,
    /// Orders before it, ever.
    pub earlier: u32,
    /// Orders within the days before it, and their goods in minor units.
    pub before: (u32, i64),
    /// The same within the days after it.
    pub after: (u32, i64),
}

/// What one group did, on average a person.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Means {
    /// Orders before.
    pub orders_before: f64,
    /// Orders after.
    pub orders_after: f64,
    /// Goods before, in minor units.
    pub money_before: f64,
    /// Goods after, in minor units.
    pub money_after: f64,
}

impl Means {
    fn of(people: &[Followed]) -> Self {
        let mut sums = Self::default();
        for one in people {
            sums.add(
                1.0,
                Self {
                    orders_before: f64::from(one.before.0),
                    orders_after: f64::from(one.after.0),
                    money_before: float(one.before.1),
                    money_after: float(one.after.1),
                },
            );
        }
        sums.divided(crate::interval::count_float(people.len()))
    }

    fn add(&mut self, weight: f64, other: Self) {
        self.orders_before += weight * other.orders_before;
        self.orders_after += weight * other.orders_after;
        self.money_before += weight * other.money_before;
        self.money_after += weight * other.money_after;
    }

    fn divided(self, by: f64) -> Self {
        Self {
            orders_before: self.orders_before / by,
            orders_after: self.orders_after / by,
            money_before: self.money_before / by,
            money_after: self.money_after / by,
        }
    }
}

/// Two groups beside each other, of people who are alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// Members of whom there are others alike.
    pub members: u32,
    /// Others who are like any of them.
    pub others: u32,
    /// What the members did.
    pub of_members: Means,
    /// What the others did, each kind as often as there are members of it.
    pub of_others: Means,
}

/// Members beside others who were like them; nothing where nobody is.
pub fn beside_alike(members: &[Followed], others: &[Followed]) -> Option<Alike> {
    let mut kinds: BTreeMap<(i32, u32), (Vec<Followed>, Vec<Followed>)> = BTreeMap::new();
    for one in members {
        kinds.entry(kind(one)).or_default().0.push(*one);
    }
    for one in others {
        kinds.entry(kind(one)).or_default().1.push(*one);
    }
    let mut found = Alike {
        members: 0,
        others: 0,
        of_members: Means::default(),
        of_others: Means::default(),
    };
    for (members, others) in kinds.values() {
        if members.is_empty() || others.is_empty() {
            continue;
        }
        let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
        found.members = found.members.saturating_add(count);
        let more = u32::try_from(others.len()).unwrap_or(u32::MAX);
        found.others = found.others.saturating_add(more);
        found.of_members.add(f64::from(count), Means::of(members));
        found.of_others.add(f64::from(count), Means::of(others));
    }
    if found.members == 0 {
        return None;
    }
    let people = f64::from(found.members);
    found.of_members = found.of_members.divided(people);
    found.of_others = found.of_others.divided(people);
    Some(found)
}

fn kind(one: &Followed) -> (i32, u32) {
    (one.quarter, one.earlier.min(MANY))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(quarter: i32, earlier: u32, before: u32, after: u32) -> Followed {
        let with = |orders: u32| (orders, i64::from(orders) * 5_000);
        Followed {
            quarter,
            earlier,
            before: with(before),
            after: with(after),
        }
    }

    #[test]
    fn each_kind_of_the_others_counts_as_often_as_there_are_members_of_it() {
        let members = [
            one(1, 0, 0, 1),
            one(1, 0, 0, 1),
            one(1, 2, 1, 3),
            one(9, 0, 0, 9),
        ];
        let others = [
            one(1, 0, 0, 0),
            one(1, 2, 1, 1),
            one(1, 2, 1, 2),
            one(1, 5, 4, 4),
            one(2, 0, 0, 8),
        ];
        let found = beside_alike(&members, &others).unwrap();
        assert_eq!((found.members, found.others), (3, 3));
        assert!((found.of_members.orders_after - 5.0 / 3.0).abs() < 1e-12);
        // Twice nothing, and once 1.5.
        assert!((found.of_others.orders_after - 0.5).abs() < 1e-12);
        assert!((found.of_others.orders_before - 1.0 / 3.0).abs() < 1e-12);
        assert!((found.of_others.money_after - 2_500.0).abs() < 1e-9);
    }

    #[test]
    fn three_orders_and_more_are_one_kind_and_nobody_is_like_nobody() {
        let found = beside_alike(&[one(1, 3, 0, 1)], &[one(1, 8, 0, 2)]).unwrap();
        assert_eq!(found.members, 1);
        assert_eq!(beside_alike(&[one(1, 3, 0, 1)], &[one(1, 2, 0, 2)]), None);
        assert_eq!(beside_alike(&[], &[]), None);
    }
}
