//! A reward for everybody in a segment.

use pannier_core::CustomerId;
use pannier_loyalty::{self as loyalty, GivenToMany};

use crate::{
    ApiError, Result, Shop,
    segments::Ready,
    views::{GiveReward, RewardsGiven},
};

/// Gives a reward to everybody in a segment, or in a frozen list of it, without points: each person
/// one, and nobody who has one that waits to be used.
///
/// # Errors
/// [`crate::Code::NotFound`] for a segment, list or reward that is not there,
/// [`crate::Code::Conflict`] without a programme, or what the shop file says.
pub fn give_reward_to(shop: &Shop, input: &GiveReward) -> Result<RewardsGiven> {
    let people = people_of(shop, input)?;
    let now = shop.clock().now();
    let done = shop.write(|tx| Ok(loyalty::give_to_many(tx, &people, input.reward, now)?))?;
    Ok(RewardsGiven {
        given: done.given,
        had: done.had,
        left_out: done.left_out,
        sentence: sentence(done),
    })
}

/// Who is meant, without those of whom nothing is left but their orders.
fn people_of(shop: &Shop, input: &GiveReward) -> Result<Vec<CustomerId>> {
    let record = shop.read(|tx| Ok(tx.segment(input.segment.into())?))?;
    let mut people = match input.snapshot.map(i64::from) {
        None => Ready::of(shop)?.ids_of(&record)?,
        Some(list) => shop.read(|tx| {
            let lists = tx.segment_snapshots(record.id)?;
            if !lists.iter().any(|known| known.id == list) {
                let said = "This list is not in the shop file any more".to_owned();
                return Err(ApiError::from(pannier_store::Error::Missing(said)));
            }
            Ok(tx.segment_snapshot_people(list)?)
        })?,
    };
    let erased = shop.read(|tx| Ok(tx.erased_customers()?))?;
    people.retain(|person| !erased.contains(person));
    Ok(people)
}

fn sentence(done: GivenToMany) -> String {
    let people = |count: u32| match count {
        1 => "1 person".to_owned(),
        count => format!("{count} people"),
    };
    let mut parts = vec![format!("{} were given a reward", people(done.given))];
    if done.given == 1 {
        parts = vec!["1 person was given a reward".to_owned()];
    }
    if done.had > 0 {
        parts.push(format!("{} had theirs", people(done.had)));
    }
    if done.left_out > 0 {
        parts.push(format!("for {} none were left", people(done.left_out)));
    }
    parts.join(", ")
}
