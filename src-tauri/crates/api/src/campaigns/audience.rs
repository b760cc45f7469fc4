//! Whom a campaign is for: segments and rules, without others, who of them may be written to, and who
//! waits because of another mail.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

use pannier_campaign::Drawing;
use pannier_core::{Cancel, CustomerId, Day, Reporter, Timestamp};
use pannier_store::{LastMail, Part, Reason, Recipient};

use super::{
    content::{Campaign, unasked},
    shelf::shelf,
};
use crate::{
    ApiError, Result, Shop,
    segments::Ready,
    sending::{count, reason_words},
    shop::lock,
    views::{
        CampaignAudience, CampaignCanShow, CampaignPeople, OfferProducts, OutboxReasonCount,
        OutboxState,
    },
};

const DAY_MS: i64 = 86_400_000;

/// Everyone whom a campaign is for, as they stand now.
#[derive(Debug)]
pub(super) struct Considered {
    /// Each person once.
    pub(super) recipients: Vec<Recipient>,
    /// Places of those who may be written to.
    pub(super) eligible: Vec<u32>,
}

impl Considered {
    /// Those who may be written to.
    pub(super) fn eligible(&self) -> impl Iterator<Item = &Recipient> {
        self.eligible
            .iter()
            .map(|place| &self.recipients[*place as usize])
    }

    /// How many are left out, by why.
    pub(super) fn skipped(&self) -> BTreeMap<Reason, u32> {
        let mut skipped = BTreeMap::new();
        for one in &self.recipients {
            if let Some(reason) = one.skipped {
                *skipped.entry(reason).or_default() += 1;
            }
        }
        skipped
    }
}

/// What was worked out last, and of which state it is.
#[derive(Debug)]
pub(crate) struct Kept {
    generation: u32,
    points: u32,
    /// Rules speak of days: at midnight others fulfil them.
    today: Day,
    /// How long the list of addresses is that nothing is sent to, and its newest.
    suppressed: (u64, Option<Timestamp>),
    audience: CampaignAudience,
    segments: Vec<String>,
    considered: Arc<Considered>,
}

/// The saved segments that are meant, by their names.
fn names(shop: &Shop, of: &[u32]) -> Result<Vec<String>> {
    let known = shop.read(|tx| Ok(tx.segments()?))?;
    of.iter()
        .map(|id| {
            let found = known.iter().find(|one| one.id == i64::from(*id));
            let found = found.filter(|one| one.deleted_at.is_none());
            let gone = || ApiError::invalid("audience.segments", "A segment is not there any more");
            Ok(found.ok_or_else(gone)?.name.clone())
        })
        .collect()
}

/// Whom a campaign is for, in words; empty where nobody was chosen.
pub(super) fn audience_words(shop: &Shop, audience: &CampaignAudience) -> Result<String> {
    let mut meant = names(shop, &audience.segments)?;
    let rules = audience.rules.trim();
    if !rules.is_empty() {
        meant.push(rules.to_owned());
    }
    let minus = names(shop, &audience.minus)?;
    let mut words = meant.join(", ");
    if !minus.is_empty() && !words.is_empty() {
        words = format!("{words}, without {}", minus.join(", "));
    }
    Ok(words)
}

/// Everyone whom an audience names, each row once.
fn ids(shop: &Shop, audience: &CampaignAudience) -> Result<Vec<CustomerId>> {
    if audience.segments.is_empty() && audience.rules.trim().is_empty() {
        let words = "Choose whom this is for: a segment, or rules";
        return Err(ApiError::invalid("audience.segments", words));
    }
    let mut ready = Ready::of(shop)?;
    let mut meant = BTreeSet::new();
    let saved = |ready: &Ready, id: u32, field: &str| {
        ready.ids_of_saved(id.into()).ok_or_else(|| {
            let words = "A segment is not there any more, or its rules cannot be followed";
            ApiError::invalid(field, words)
        })
    };
    for id in &audience.segments {
        meant.extend(saved(&ready, *id, "audience.segments")?);
    }
    let mut minus = HashSet::new();
    for id in &audience.minus {
        minus.extend(saved(&ready, *id, "audience.minus")?);
    }
    let rules = audience.rules.trim();
    if !rules.is_empty() {
        let found;
        (ready, found) = ready.ids_of_text(shop, rules).map_err(|mut error| {
            error.field = Some("audience.rules".to_owned());
            error
        })?;
        meant.extend(found);
    }
    drop(ready);
    Ok(meant.into_iter().filter(|id| !minus.contains(id)).collect())
}

/// Everyone whom an audience is for; worked out anew only where something changed.
///
/// # Errors
/// [`crate::Code::Validation`] where nobody was chosen or a segment is gone.
pub(super) fn considered(
    shop: &Shop,
    audience: &CampaignAudience,
    cancel: &Cancel,
) -> Result<Arc<Considered>> {
    let generation = shop.generation();
    let points = shop.points_generation();
    let today = shop.context()?.today;
    let (suppressed, segments) = shop.read(|tx| {
        let segments = tx.segments()?.into_iter();
        let segments = segments.map(|one| format!("{}\n{}", one.id, one.rules));
        Ok((tx.suppressed_state()?, segments.collect::<Vec<_>>()))
    })?;
    if let Some(kept) = &*lock(&shop.campaigns.considered)
        && (kept.generation, kept.points, kept.today) == (generation, points, today)
        && kept.suppressed == suppressed
        && kept.audience == *audience
        && kept.segments == segments
    {
        return Ok(Arc::clone(&kept.considered));
    }
    let ids = ids(shop, audience)?;
    let recipients = shop.read(|tx| {
        let mut recipients = tx.recipients(&ids, cancel)?;
        // Of several with one mailbox the first gets it: the others are drawn for nothing.
        let hasher = tx.erased()?;
        let mut mailboxes = HashSet::with_capacity(recipients.len());
        for one in recipients.iter_mut().filter(|one| !one.address.is_empty()) {
            let is_first = mailboxes.insert(hasher.address_hash(&one.address));
            if !is_first && one.skipped.is_none() {
                one.skipped = Some(Reason::SameAddress);
            }
        }
        Ok(recipients)
    })?;
    let eligible = (0_u32..)
        .zip(&recipients)
        .filter(|(_, one)| one.skipped.is_none())
        .map(|(place, _)| place)
        .collect();
    let considered = Arc::new(Considered {
        recipients,
        eligible,
    });
    *lock(&shop.campaigns.considered) = Some(Kept {
        generation,
        points,
        today,
        suppressed,
        audience: audience.clone(),
        segments,
        considered: Arc::clone(&considered),
    });
    Ok(considered)
}

/// Those who may be written to and have something to be shown, where an offer is for what each of
/// them noted or looked at.
pub(super) fn readers<'c>(
    shop: &Shop,
    campaign: &Campaign,
    considered: &'c Considered,
) -> Result<Vec<&'c Recipient>> {
    let eligible = considered.eligible();
    if campaign.offer.products != OfferProducts::WishedOrViewed {
        return Ok(eligible.collect());
    }
    let people: Vec<CustomerId> = considered.eligible().map(|one| one.person).collect();
    let shelf = shelf(shop, &Reporter::default(), &unasked())?;
    let wishes = shelf.has_wishes(&people).into_iter();
    Ok(eligible
        .zip(wishes)
        .filter_map(|(one, has)| has.then_some(one))
        .collect())
}

/// Who waits because of another mail, and until when.
#[derive(Debug)]
pub(super) struct Cap {
    last: LastMail,
    days: i64,
    ends_at: Option<Timestamp>,
    now: Timestamp,
}

/// What another mail does to someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Capped {
    /// Nothing.
    Free,
    /// They wait until then (UTC).
    Until(Timestamp),
    /// The offer is over before they may get one.
    TooLate,
}

impl Cap {
    /// Of a campaign, as things stand now.
    pub(super) fn of(shop: &Shop, campaign: &Campaign) -> Result<Self> {
        let now = shop.clock().now();
        let days = i64::from(campaign.record.settings.cap_days);
        let last = if days == 0 {
            LastMail::default()
        } else {
            let since = Timestamp(now.0 - days * DAY_MS);
            shop.read(|tx| Ok(tx.mails_since(since, campaign.record.sending)?))?
        };
        Ok(Self {
            last,
            days,
            ends_at: campaign.record.settings.ends_at,
            now,
        })
    }

    /// What another mail does to someone with that keyed hash of their address.
    pub(super) fn capped(&self, customer: CustomerId, hash: &[u8; 32]) -> Capped {
        let Some(last) = self.last.of(customer, hash) else {
            return Capped::Free;
        };
        let free = Timestamp(last.0.min(self.now.0) + self.days * DAY_MS);
        if free <= self.now {
            Capped::Free
        } else if self.ends_at.is_some_and(|ends| ends <= free) {
            Capped::TooLate
        } else {
            Capped::Until(free)
        }
    }
}

/// Who would get a campaign, if it were planned now, and what a comparison of that size can show.
///
/// # Errors
/// [`crate::Code::NotFound`] when it is not there, or what the shop file says. Where nobody can be
/// found that is in the answer.
pub fn campaign_people(shop: &Shop, id: u32) -> Result<CampaignPeople> {
    let campaign = shop.read(|tx| Campaign::read(tx, id))?;
    people(shop, &campaign)
}

pub(super) fn people(shop: &Shop, campaign: &Campaign) -> Result<CampaignPeople> {
    let mut people = CampaignPeople {
        people: 0,
        eligible: 0,
        ready: 0,
        held_out: 0,
        waiting: 0,
        reasons: Vec::new(),
        words: String::new(),
        can_show: CampaignCanShow::default(),
        problem: String::new(),
    };
    let considered = match considered(shop, &campaign.audience, &unasked()) {
        Ok(considered) => considered,
        Err(error) if error.field.is_some() => {
            people.problem = error.message;
            return Ok(people);
        }
        Err(error) => return Err(error),
    };
    people.words = audience_words(shop, &campaign.audience)?;
    people.people = count(considered.recipients.len() as u64);
    let mut skipped = considered.skipped();
    let readers = readers(shop, campaign, &considered)?;
    let without = considered.eligible.len() - readers.len();
    if without > 0 {
        skipped.insert(Reason::NothingToShow, count(without as u64));
    }
    let cap = Cap::of(shop, campaign)?;
    let (record, key) =
        shop.read(|tx| Ok((tx.sending(campaign.record.sending)?, tx.shop_key()?)))?;
    // Drawn as it will be when it is planned: a share of them would be off by a few.
    let drawing = Drawing::of(key, &record, campaign.record.settings.other_share);
    shop.read(|tx| {
        let hasher = tx.erased()?;
        for one in &readers {
            let capped = cap.capped(one.customer, &hasher.address_hash(&one.address));
            if capped == Capped::TooLate {
                *skipped.entry(Reason::Capped).or_default() += 1;
                continue;
            }
            people.eligible += 1;
            if drawing.part(one.person) == Part::Held {
                people.held_out += 1;
                continue;
            }
            people.ready += 1;
            people.waiting += u32::from(capped != Capped::Free);
        }
        Ok(())
    })?;
    people.reasons = skipped
        .into_iter()
        .map(|(reason, people)| OutboxReasonCount {
            state: OutboxState::Skipped,
            reason: reason.word().to_owned(),
            words: reason_words(reason).to_owned(),
            people,
        })
        .collect();
    people
        .reasons
        .sort_by_key(|reason| std::cmp::Reverse(reason.people));
    people.can_show = super::measure::can_show(shop, campaign, &readers, &record)?;
    if people.eligible == 0 {
        "Nobody of these may be written to".clone_into(&mut people.problem);
    }
    Ok(people)
}
