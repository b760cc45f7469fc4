//! Reading what decides about points besides orders.

use std::collections::{HashMap, HashSet};

use pannier_core::{CustomerId, Timestamp};
use pannier_store::{ReadTx, SoldThing};

use crate::{
    FactorWhen, Pick, Result,
    codes::plain_code,
    grants::{World, next_birthday},
    rewarded::GivenRewards,
    starts::KeptBack,
    timeline::{Timeline, Version},
};

/// Reads it from the shop file.
pub(crate) fn world(tx: &ReadTx) -> Result<World> {
    let shop = tx.shop()?;
    let timeline = Timeline::new(
        &tx.programmes()?,
        tx.expiry_warnings()?,
        shop.zone,
        shop.currency,
    )?;
    let mut world = world_with(tx, timeline)?;
    world.kept_back = KeptBack::read(tx)?;
    Ok(world)
}

/// The same, under other programmes than the shop's.
pub(crate) fn world_with(tx: &ReadTx, timeline: Timeline) -> Result<World> {
    let mut picks: HashMap<Pick, HashSet<i64>> = HashMap::new();
    let mut lists: HashMap<i64, HashSet<CustomerId>> = HashMap::new();
    let mut followed: HashMap<i64, Vec<(Timestamp, HashSet<CustomerId>)>> = HashMap::new();
    for version in timeline.versions() {
        let programme = &version.programme;
        for pick in programme.picks().chain(&programme.exclusions.products) {
            picks.entry(pick.clone()).or_default();
        }
        for factor in &programme.factors {
            if let FactorWhen::FrozenList { snapshot, .. } = factor.when {
                let people = tx.segment_snapshot_people(snapshot)?;
                lists.insert(snapshot, people.into_iter().collect());
            }
        }
        for segment in programme.followed_segments() {
            if followed.contains_key(&segment) {
                continue;
            }
            let mut taken = Vec::new();
            for list in tx.segment_snapshots(segment)? {
                let people = tx.segment_snapshot_people(list.id)?;
                taken.push((list.taken_at, people.into_iter().collect()));
            }
            taken.sort_by_key(|(at, _)| *at);
            followed.insert(segment, taken);
        }
    }
    if !picks.is_empty() {
        let things = tx.sold_things()?;
        for (pick, rows) in &mut picks {
            let meant = things.iter().filter(|thing| is_meant(pick, thing));
            rows.extend(meant.map(|thing| thing.id));
        }
    }
    let referrals = tx.referral_codes()?;
    let zone = timeline.zone;
    let gives = |version: &Version| version.programme.birthday_rules().next().is_some();
    let birthdays = if timeline.versions().iter().any(gives) {
        tx.birthdays()?.into_iter().collect()
    } else {
        HashMap::new()
    };
    Ok(World {
        timeline,
        birthdays,
        picks,
        lists,
        followed,
        // Of a programme that is tried, nobody is.
        kept_back: KeptBack::default(),
        given: GivenRewards::new(&tx.rewards()?, &tx.shop_key()?, zone),
        referrals: referrals
            .into_iter()
            .map(|(code, account)| (plain_code(&code), account))
            .collect(),
    })
}

/// Customers whose birthday came after a posting, up to a moment, where a programme gives points for
/// it.
pub(super) fn birthdays_between(
    tx: &ReadTx,
    before: Timestamp,
    now: Timestamp,
) -> Result<Vec<CustomerId>> {
    let zone = tx.shop()?.zone;
    let (since, today) = (zone.day_of(before), zone.day_of(now));
    if since >= today || !gives_for_birthdays(tx)? {
        return Ok(Vec::new());
    }
    let is_due = |birthday: &str| next_birthday(birthday, since).is_some_and(|day| day <= today);
    let mut due = tx.birthdays()?;
    due.retain(|(_, birthday)| is_due(birthday));
    Ok(due.into_iter().map(|(customer, _)| customer).collect())
}

/// Whether any programme, as it was or is, gives points on birthdays.
///
/// # Errors
/// What the shop file says, or [`crate::Error::Programme`].
pub fn gives_for_birthdays(tx: &ReadTx) -> Result<bool> {
    for record in tx.programmes()? {
        let programme = crate::Programme::from_json(&record.rules)?;
        if programme.birthday_rules().next().is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether any programme, as it was or is, names products.
pub(super) fn names_products(tx: &ReadTx) -> Result<bool> {
    for record in tx.programmes()? {
        if crate::Programme::from_json(&record.rules)?.looks_at_products() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_meant(pick: &Pick, thing: &SoldThing) -> bool {
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    match pick {
        Pick::Product(word) => same(word, &thing.sku) || same(word, &thing.name),
        Pick::Category(word) => thing.categories.iter().any(|other| same(word, other)),
        Pick::Tag(word) => thing.tags.iter().any(|other| same(word, other)),
        Pick::Vendor(word) => thing.vendors.iter().any(|other| same(word, other)),
    }
}
