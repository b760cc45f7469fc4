//! Points of everyone at once, for segments.

use pannier_core::{CustomerId, Labels, PeopleFacts, PointsFacts, Timestamp};
use pannier_store::{People, ReadTx};

use crate::{Result, one_order, post::world, tiers::tiers_of_all, usual_order};

/// Points, tiers and rewards of these people as of a moment, from what was posted by then. Without a
/// programme nobody has any.
///
/// # Errors
/// What the shop file says, or [`crate::Error::TooManyPoints`].
pub fn points_facts(tx: &ReadTx, people: &PeopleFacts, now: Timestamp) -> Result<PointsFacts> {
    if !tx.has_programme()? {
        return Ok(PointsFacts::default());
    }
    let joined = tx.people()?;
    let place = Place { people, joined };
    let zone = tx.shop()?.zone;
    let today = zone.day_of(now);
    let mut facts = PointsFacts {
        available: vec![0; people.len()],
        rewards: vec![0; people.len()],
        ..PointsFacts::default()
    };
    for (customer, points) in tx.spendable_points(now)? {
        if let Some(person) = place.of(customer) {
            facts.available[person] = points;
        }
    }
    for (customer, count) in tx.open_rewards(today)? {
        if let Some(person) = place.of(customer) {
            let rewards = &mut facts.rewards[person];
            *rewards = rewards.saturating_add(u16::try_from(count).unwrap_or(u16::MAX));
        }
    }
    let midnight = zone.start_of(today.plus_days(1));
    let release = tx.next_release(now)?;
    facts.until = Some(release.map_or(midnight, |at| at.min(midnight)));
    let world = world(tx)?;
    let Some(version) = world.timeline.at(now) else {
        return Ok(facts);
    };
    let programme = &version.programme;
    facts.cheapest = programme.cheapest_reward().map(|reward| reward.costs);
    facts.one_order = one_order(programme, usual_order(tx, now)?)?;
    if let Some(plan) = &programme.tiers {
        facts.tier = tier_labels(tx, &place, plan, programme, now)?;
    }
    Ok(facts)
}

/// Where someone stands in the columns.
struct Place<'p> {
    people: &'p PeopleFacts,
    joined: People,
}

impl Place<'_> {
    fn of(&self, customer: CustomerId) -> Option<usize> {
        let person = self.people.index(self.joined.person(customer))?;
        Some(person as usize)
    }
}

fn tier_labels(
    tx: &ReadTx,
    place: &Place,
    plan: &crate::TierPlan,
    programme: &crate::Programme,
    now: Timestamp,
) -> Result<Labels> {
    let mut labels = Labels {
        of: vec![0; place.people.len()],
        ..Labels::default()
    };
    labels
        .names
        .extend(plan.tiers.iter().map(|tier| tier.name.clone()));
    for (person, tier) in tiers_of_all(tx, programme, now)? {
        if let Some(at) = place.people.index(person) {
            labels.of[at as usize] = u32::try_from(tier + 1).unwrap_or(0);
        }
    }
    Ok(labels)
}
