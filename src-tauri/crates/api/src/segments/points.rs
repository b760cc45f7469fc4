//! Points for segments: read once for each state of people and of the ledger.

use std::sync::Arc;

use pannier_core::{
    PointsFacts, Timestamp,
    segment::{Condition, Rule},
};

use crate::{Result, Shop, people::Everyone, shop::lock};

/// What was read last.
#[derive(Debug, Default)]
pub(super) struct KeptPoints {
    known: Option<Known>,
    /// What is given where nobody asks.
    none: Arc<PointsFacts>,
}

#[derive(Debug)]
struct Known {
    of: Arc<Everyone>,
    generation: u32,
    read_at: Timestamp,
    points: Arc<PointsFacts>,
}

/// Points of everyone as they are now, and the state of the ledger that they are of; nobody’s where
/// no rule asks for them.
pub(super) fn points(
    shop: &Shop,
    all: &Arc<Everyone>,
    asks: bool,
) -> Result<(u32, Arc<PointsFacts>)> {
    if !asks {
        return Ok((0, Arc::clone(&lock(&shop.segments.0).points.none)));
    }
    let now = shop.clock().now();
    let generation = shop.points_generation();
    if let Some(known) = &lock(&shop.segments.0).points.known
        && Arc::ptr_eq(&known.of, all)
        && known.generation == generation
        && known.read_at <= now
        && known.points.until.is_none_or(|until| now < until)
    {
        return Ok((generation, Arc::clone(&known.points)));
    }
    let read = shop.read(|tx| Ok(pannier_loyalty::points_facts(tx, &all.people, now)?))?;
    let points = Arc::new(read);
    lock(&shop.segments.0).points.known = Some(Known {
        of: Arc::clone(all),
        generation,
        read_at: now,
        points: Arc::clone(&points),
    });
    Ok((generation, points))
}

/// What rules ask of points that nobody can fulfil in this shop.
pub(super) fn untold(shop: &Shop, points: &PointsFacts, rule: &Rule) -> Result<Vec<String>> {
    if !rule.is_of_points() {
        return Ok(Vec::new());
    }
    if !shop.read(|tx| Ok(tx.has_programme()?))? {
        return Ok(vec![
            "There is no loyalty programme yet: no one has points, tiers or rewards".to_owned(),
        ]);
    }
    let mut close = false;
    rule.each(&mut |condition| close |= *condition == Condition::CloseToReward);
    let mut said = Vec::new();
    if close && points.one_order == 0 {
        said.push("No order earns points right now: no one is close to a reward".to_owned());
    }
    Ok(said)
}
