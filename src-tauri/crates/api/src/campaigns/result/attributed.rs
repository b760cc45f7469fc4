//! Orders that carry a code of a campaign, or came soon after its mail: apart from the verdict.

use std::collections::HashSet;

use pannier_core::{CustomerId, Timestamp};
use pannier_measure::{self as measure, LaterOrder, Received};
use pannier_store::{Assigned, OutboxState};

use crate::{
    campaigns::{content::Campaign, measure::counts},
    people::Everyone,
    views::{Amount, CampaignAttribution, CampaignCodeUse, OfferCodes},
};

/// The codes of a campaign in capital letters: everyone's own, or the one that all share.
fn codes_of(campaign: &Campaign, assigned: &[Assigned]) -> HashSet<String> {
    match &campaign.offer.codes {
        OfferCodes::None => HashSet::new(),
        OfferCodes::Shared { code } => HashSet::from([code.trim().to_uppercase()]),
        OfferCodes::Listed | OfferCodes::Made => assigned
            .iter()
            .filter(|one| !one.code.is_empty())
            .map(|one| one.code.to_uppercase())
            .collect(),
    }
}

/// The codes that an order carries, in capital letters.
fn codes_on(all: &Everyone, order: usize) -> impl Iterator<Item = String> + '_ {
    let text = all.facts.codes.name(order);
    text.split([',', ';'])
        .map(|code| code.trim().to_uppercase())
        .filter(|code| !code.is_empty())
}

pub(super) fn code_use(
    all: &Everyone,
    campaign: &Campaign,
    assigned: &[Assigned],
    since: Timestamp,
    person: impl Fn(&Assigned) -> CustomerId,
) -> Option<CampaignCodeUse> {
    let codes = codes_of(campaign, assigned);
    if codes.is_empty() {
        return None;
    }
    let owners: std::collections::HashMap<String, i64> = assigned
        .iter()
        .filter(|one| !one.code.is_empty())
        .map(|one| (one.code.to_uppercase(), person(one).0))
        .collect();
    let facts = &all.facts;
    let start = facts.placed_at.partition_point(|at| *at < since);
    let mut used = HashSet::new();
    let (mut orders, mut by_others) = (0, 0);
    for order in start..facts.len() {
        let found = codes_on(all, order).find(|code| codes.contains(code));
        let Some(code) = found.filter(|_| counts(facts.flags[order])) else {
            continue;
        };
        orders += 1;
        let buyer = facts.customer_ids.get(facts.customer[order] as usize);
        if let Some(owner) = owners.get(&code) {
            by_others += u32::from(buyer != Some(owner));
        }
        used.insert(code);
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Some(CampaignCodeUse {
        given: count(codes.len()),
        used: count(used.len()),
        orders,
        by_others,
    })
}

pub(super) fn attribution(
    all: &Everyone,
    campaign: &Campaign,
    assigned: &[Assigned],
    since: Timestamp,
    person: impl Fn(&Assigned) -> CustomerId,
) -> CampaignAttribution {
    let days = campaign.record.settings.attribution_days;
    let codes = codes_of(campaign, assigned);
    let reached = |one: &&Assigned| matches!(one.state, OutboxState::Sent | OutboxState::Uncertain);
    let received: Vec<Received> = assigned
        .iter()
        .filter(reached)
        .filter_map(|one| {
            Some(Received {
                person: person(one).0,
                at: one.body_at?,
            })
        })
        .collect();
    let facts = &all.facts;
    let currency = facts.currency_index(all.currency);
    let start = facts.placed_at.partition_point(|at| *at < since);
    let orders: Vec<LaterOrder> = (start..facts.len())
        .filter(|order| counts(facts.flags[*order]) && Some(facts.currency[*order]) == currency)
        .map(|order| LaterOrder {
            person: facts
                .customer_ids
                .get(facts.customer[order] as usize)
                .copied(),
            at: facts.placed_at[order],
            revenue_minor: facts.goods[order],
            has_code: !codes.is_empty() && codes_on(all, order).any(|code| codes.contains(&code)),
        })
        .collect();
    let found = measure::attribute(&received, &orders, days.into());
    CampaignAttribution {
        days,
        code_orders: found.with_code.orders,
        code_revenue: Amount::new(found.with_code.revenue_minor, all.currency),
        later_orders: found.within_days.orders,
        later_revenue: Amount::new(found.within_days.revenue_minor, all.currency),
        words: "Orders that came after the mail. Some would have come without it, so this is always too much"
            .to_owned(),
    }
}
