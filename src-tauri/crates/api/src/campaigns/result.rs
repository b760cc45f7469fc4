//! Whether a campaign did anything: groups as they were drawn, beside each other.

mod attributed;
mod saying;

use std::collections::{BTreeMap, HashSet};

use pannier_core::Timestamp;
use pannier_measure::{self as measure, Arm, Person, Reading, Terms};
use pannier_store::{Assigned, OutboxState, Part, People, ReadTx, SendingRecord};

use self::{
    attributed::{attribution, code_use},
    saying::{Saying, view, words_of},
};
use super::{
    content::{Campaign, window_end},
    measure::bought,
};
use crate::{
    ApiError, Code, Result, Shop,
    people::{Everyone, everyone},
    sending::{counts as outbox_counts, number},
    shop::lock,
    views::{CampaignResult, CampaignStanding, CampaignVerdict},
};

const DAY_MS: i64 = 86_400_000;

/// A campaign that began to go out, with what is known of its window.
struct Begun {
    campaign: Campaign,
    record: SendingRecord,
    started_at: Timestamp,
    until: Timestamp,
    now: Timestamp,
    needs_orders: bool,
}

impl Begun {
    /// Nothing where it did not begin.
    fn of(
        shop: &Shop,
        campaign: Campaign,
        record: SendingRecord,
        newest_import: Option<Timestamp>,
    ) -> Result<Option<Self>> {
        let Some(started_at) = record.started_at else {
            return Ok(None);
        };
        let zone = shop.context()?.zone;
        let until = window_end(started_at, campaign.record.settings.window_days, zone);
        let now = shop.clock().now();
        Ok(Some(Self {
            campaign,
            record,
            started_at,
            until,
            now,
            needs_orders: now >= until && newest_import.is_none_or(|at| at < until),
        }))
    }

    fn is_closed(&self) -> bool {
        self.now >= self.until && !self.needs_orders
    }

    /// The groups as they were drawn, with what they bought in the window.
    fn read(&self, all: &Everyone, assigned: &[Assigned], people: &People) -> Reading {
        let within = bought(all, self.started_at, self.until);
        let length = self.until.0 - self.started_at.0;
        let before = bought(all, Timestamp(self.started_at.0 - length), self.started_at);
        let mut seen = HashSet::new();
        let mut drawn: Vec<Person> = Vec::with_capacity(assigned.len());
        for one in assigned {
            let person = people.person(one.customer);
            // Two who were joined since are one: the first draw holds.
            if !seen.insert(person) {
                continue;
            }
            let own = within.get(&person.0).copied().unwrap_or_default();
            drawn.push(Person {
                arm: arm(one.part),
                orders: own.orders,
                revenue_minor: own.revenue_minor,
                before: before.get(&person.0).copied().unwrap_or_default(),
            });
        }
        let said = &self.campaign.record.settings;
        let other = f64::from(said.other_share) / 1e6;
        measure::read(
            &drawn,
            &Terms {
                held_share: f64::from(self.record.settings.holdout_share) / 1e6,
                contents: if self.campaign.other.is_some() {
                    vec![1.0 - other, other]
                } else {
                    vec![1.0]
                },
                smallest: f64::from(said.worth_having) / 100.0,
                is_closed: self.is_closed(),
            },
        )
    }
}

/// What became of a campaign, as far as orders were imported.
///
/// # Errors
/// [`Code::Conflict`] before it began to go out, [`Code::NotFound`], or what the shop file says.
pub fn campaign_result(shop: &Shop, id: u32) -> Result<CampaignResult> {
    let (campaign, record, assigned, found, newest_import, people) = shop.read(|tx| {
        let campaign = Campaign::read(tx, id)?;
        Ok((
            campaign,
            tx.sending(id.into())?,
            tx.assigned(id.into())?,
            tx.outbox_counts(id.into())?,
            tx.newest_import_at()?,
            tx.people()?,
        ))
    })?;
    let began = || {
        ApiError::new(
            Code::Conflict,
            "Nothing was sent yet: there is nothing to read",
        )
    };
    let begun = Begun::of(shop, campaign, record, newest_import)?.ok_or_else(began)?;
    let zone = shop.context()?.zone;
    let all = everyone(shop)?;
    let reading = begun.read(&all, &assigned, &people);
    let days = begun.campaign.record.settings.window_days;
    let saying = Saying {
        currency: all.currency,
        days,
        day: elapsed(begun.started_at, begun.now, days),
        closes: zone.day_of(begun.until).to_string(),
        needs_orders: begun.needs_orders,
    };
    let main = saying.main(&reading);
    let mails = saying.mails(&reading);
    let people_of = |one: &Assigned| people.person(one.customer);
    let (campaign, since) = (&begun.campaign, begun.started_at);
    Ok(CampaignResult {
        codes: code_use(&all, campaign, &assigned, since, people_of),
        attribution: attribution(&all, campaign, &assigned, since, people_of),
        notes: notes(&assigned, &reading),
        main,
        mails,
        from: zone.day_of(since).to_string(),
        to: zone.day_of(begun.until).plus_days(-1).to_string(),
        day: saying.day,
        days,
        needs_orders: begun.needs_orders,
        counts: outbox_counts(&found),
    })
}

/// Verdicts that were read, with the state of the shop that they are of.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    of: (u32, Option<Timestamp>),
    known: BTreeMap<i64, CampaignVerdict>,
}

/// The verdicts of all campaigns that began to go out, the newest first. Those whose days are over are
/// read once for a state of the shop.
///
/// # Errors
/// What the shop file says.
pub fn campaign_verdicts(shop: &Shop) -> Result<Vec<CampaignStanding>> {
    let (newest_import, all_begun) = shop.read(|tx| {
        let newest_import = tx.newest_import_at()?;
        let mut found = Vec::new();
        for record in tx.campaigns()? {
            let sending = tx.sending(record.sending)?;
            if sending.started_at.is_some() {
                found.push((Campaign::of(record)?, sending));
            }
        }
        Ok((newest_import, found))
    })?;
    let of = (shop.generation(), newest_import);
    let mut standings = Vec::with_capacity(all_begun.len());
    for (campaign, record) in all_begun {
        let id = record.id;
        let Some(begun) = Begun::of(shop, campaign, record, newest_import)? else {
            continue;
        };
        let verdict = if begun.is_closed() {
            verdict_of(shop, &begun, of)?
        } else {
            CampaignVerdict::StillCounting
        };
        standings.push(CampaignStanding {
            id: number(id),
            verdict,
            title: words_of(verdict).to_owned(),
            needs_orders: begun.needs_orders,
        });
    }
    Ok(standings)
}

fn verdict_of(shop: &Shop, begun: &Begun, of: (u32, Option<Timestamp>)) -> Result<CampaignVerdict> {
    let id = begun.record.id;
    let known = {
        let kept = lock(&shop.campaigns.verdicts);
        (kept.of == of).then(|| kept.known.get(&id).copied())
    };
    if let Some(verdict) = known.flatten() {
        return Ok(verdict);
    }
    let all = everyone(shop)?;
    let (assigned, people) = shop.read(|tx: &ReadTx| Ok((tx.assigned(id)?, tx.people()?)))?;
    let verdict = view(begun.read(&all, &assigned, &people).verdict);
    let mut kept = lock(&shop.campaigns.verdicts);
    if kept.of != of {
        *kept = Verdicts {
            of,
            known: BTreeMap::new(),
        };
    }
    kept.known.insert(id, verdict);
    Ok(verdict)
}

fn arm(part: Part) -> Arm {
    match part {
        Part::Held => Arm::HeldBack,
        Part::One => Arm::Got(0),
        Part::Other => Arm::Got(1),
    }
}

fn elapsed(started_at: Timestamp, now: Timestamp, days: u16) -> u16 {
    let over = (now.0 - started_at.0).max(0) / DAY_MS;
    u16::try_from(over).unwrap_or(days).min(days)
}

fn notes(assigned: &[Assigned], reading: &Reading) -> Vec<String> {
    let mut notes = Vec::new();
    let got = assigned.iter().filter(|one| one.part != Part::Held);
    let missed = got
        .filter(|one| matches!(one.state, OutboxState::Failed | OutboxState::Skipped))
        .count();
    if missed > 0 {
        notes.push(format!(
            "{missed} who did not get it after all count as “got it”. Leaving them out would make the result look better than it is"
        ));
    }
    if let Some(whole) = &reading.whole
        && whole.revenue.is_some_and(|revenue| revenue.is_adjusted())
    {
        notes.push(
            "What both groups bought before is allowed for: it explains a part of the difference"
                .to_owned(),
        );
    }
    notes
}
