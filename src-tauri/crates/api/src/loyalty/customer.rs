//! Points where someone's page, their data and messages show them.

use std::collections::BTreeMap;

use pannier_core::{CustomerId, Timestamp};
use pannier_loyalty as loyalty;
use pannier_store::ReadTx;

use super::{
    book::Line,
    lines::{entries, what_words},
    members::last_day,
};
use crate::{
    Result, Shop,
    views::{CustomerPoints, CustomerPointsLine, CustomerReward, Points},
};

/// Lines that a page shows.
const SHOWN: usize = 5;

/// What someone has of points and rewards with their latest lines; nothing where there is no
/// programme and they never had points.
///
/// # Errors
/// What the shop file says.
pub(crate) fn customer_points(
    tx: &ReadTx,
    customer: CustomerId,
    now: Timestamp,
) -> Result<Option<CustomerPoints>> {
    points_with_lines(tx, customer, now, SHOWN)
}

/// The same with all lines.
pub(crate) fn all_points(
    tx: &ReadTx,
    customer: CustomerId,
    now: Timestamp,
) -> Result<Option<CustomerPoints>> {
    points_with_lines(tx, customer, now, usize::MAX)
}

fn points_with_lines(
    tx: &ReadTx,
    customer: CustomerId,
    now: Timestamp,
    most: usize,
) -> Result<Option<CustomerPoints>> {
    let Some(member) = loyalty::member(tx, customer, now)? else {
        return Ok(None);
    };
    let zone = tx.shop()?.zone;
    let all = loyalty::lines(tx, customer)?;
    let shown: Vec<Line> = all
        .iter()
        .rev()
        .take(most)
        .map(|line| Line {
            row: line.row.id,
            holder: 0,
            kind: line.row.kind,
            balance: line.sum,
        })
        .collect();
    let lines = entries(tx, &shown)?
        .iter()
        .map(|entry| CustomerPointsLine {
            number: entry.number,
            day: zone.day_of(Timestamp(entry.at)).to_string(),
            text: what_words(entry, zone),
            points: entry.points,
            balance: entry.balance,
        })
        .collect();
    let next = member.next_reward;
    let expiry = member.balance.next_expiry;
    Ok(Some(CustomerPoints {
        points: Points(member.balance.available),
        pending: Points(member.balance.pending),
        next_expiry: expiry.map(|(_, points)| Points(points)),
        next_expiry_on: expiry.map(|(at, _)| last_day(zone, at)),
        tier: member.tier.unwrap_or_default(),
        to_next: next.as_ref().map(|next| Points(next.missing)),
        one_order_away: next.as_ref().is_some_and(|next| next.one_order_away),
        next_reward: next.map(|next| next.gives),
        rewards: member
            .rewards
            .into_iter()
            .map(|reward| CustomerReward {
                code: reward.code,
                gives: reward.gives,
                valid_until: reward.valid_until.map(|day| day.to_string()),
            })
            .collect(),
        lines,
        earlier: u32::try_from(all.len() - shown.len()).unwrap_or(u32::MAX),
    }))
}

/// What `{{ points.balance }}` and the like stand for with someone; nothing without a programme.
///
/// # Errors
/// What the shop file says.
pub fn points_variables(shop: &Shop, customer: CustomerId) -> Result<BTreeMap<String, String>> {
    let now = shop.clock().now();
    shop.read(|tx| {
        let zone = tx.shop()?.zone;
        let Some(member) = loyalty::member(tx, customer, now)? else {
            return Ok(BTreeMap::new());
        };
        let last_day = |at| zone.day_of(at).plus_days(-1);
        Ok(loyalty::message_variables(&member, last_day)
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text))
            .collect())
    })
}
