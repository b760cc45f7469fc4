//! Settling who gets a campaign: parts drawn, codes given, products picked, and every copy tried, before
//! anything is kept.

use std::collections::{BTreeMap, HashMap, HashSet};

use pannier_campaign::{Drawing, Variables, made_code};
use pannier_core::{Cancel, CustomerId, Phase, Reporter, Timestamp};
use pannier_store::{
    CampaignRecord, Part, PersonExtra, PlanExtra, Reason, Recipient, SendingRecord,
};
use rayon::prelude::*;

use super::{
    audience::{Cap, Capped, considered},
    content::{Campaign, to_json},
    press::{Picks, Press, whose},
    shelf::shelf,
};
use crate::{
    ApiError, Code, Result, Shop,
    views::{OfferCodes, OfferProducts, OfferTerms},
};

/// People whose cards are read at once.
const BATCH: usize = 1_000;

/// What planning a campaign would keep.
pub(super) struct Planning {
    pub(super) record: SendingRecord,
    pub(super) campaign: CampaignRecord,
    pub(super) recipients: Vec<Recipient>,
    pub(super) extras: BTreeMap<CustomerId, PlanExtra>,
    /// Copies that cannot be made, and why for the first of them.
    pub(super) lacking: u32,
    pub(super) why: Option<String>,
    /// People who would have no code.
    pub(super) without_code: u32,
    /// People who have none of the products that the offer is for.
    pub(super) without_products: u32,
    /// The largest copy (bytes of HTML), and whether one has no text.
    pub(super) largest: u32,
    pub(super) without_text: bool,
    /// Copies of the held back are tried, but not counted.
    pub(super) ready: u32,
    pub(super) held: u32,
}

/// Why a campaign cannot be planned, by its own mails.
pub(super) type Faulty = Vec<pannier_compose::Finding>;

/// Works out everything of a campaign's people. Nothing is kept.
///
/// # Errors
/// [`Code::Validation`] where nobody is meant, [`Code::Cancelled`], or what the shop file says; faults
/// of the mails in the inner result.
pub(super) fn planning(
    shop: &Shop,
    id: u32,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<std::result::Result<Planning, Faulty>> {
    let (campaign, record, key) = shop.read(|tx| {
        Ok((
            Campaign::read(tx, id)?,
            tx.sending(id.into())?,
            tx.shop_key()?,
        ))
    })?;
    let considered = considered(shop, &campaign.audience, cancel)?;
    let shelf = shelf(shop, reporter, cancel)?;
    let kept = campaign.record.clone();
    let products = campaign.offer.products.clone();
    let cap = Cap::of(shop, &campaign)?;
    let press = match Press::of(shop, campaign, shelf)? {
        Ok(press) => press,
        Err(findings) => return Ok(Err(findings)),
    };
    let mut recipients = considered.recipients.clone();
    // Whom another mail keeps away until it is too late, and who has nothing to be shown, is left out
    // before anything is drawn.
    let mut not_before: HashMap<CustomerId, Timestamp> = HashMap::new();
    shop.read(|tx| {
        let hasher = tx.erased()?;
        for one in recipients.iter_mut().filter(|one| one.skipped.is_none()) {
            match cap.capped(one.customer, &hasher.address_hash(&one.address)) {
                Capped::Free => {}
                Capped::Until(at) => {
                    not_before.insert(one.person, at);
                }
                Capped::TooLate => one.skipped = Some(Reason::Capped),
            }
        }
        Ok(())
    })?;
    let mut without_products = 0;
    if products == OfferProducts::WishedOrViewed {
        let people: Vec<CustomerId> = open(&recipients).map(|one| one.person).collect();
        let has = press.shelf.has_wishes(&people);
        for (one, has) in recipients
            .iter_mut()
            .filter(|one| one.skipped.is_none())
            .zip(has)
        {
            if !has {
                one.skipped = Some(Reason::NothingToShow);
                without_products += 1;
            }
        }
    }
    let drawing = Drawing::of(key, &record, kept.settings.other_share);
    let people: Vec<CustomerId> = open(&recipients).map(|one| one.person).collect();
    let parts: Vec<Part> = people.iter().map(|person| drawing.part(*person)).collect();
    cancel.check().map_err(pannier_store::Error::from)?;
    reporter.report(Phase::Matching, 0, Some(people.len() as u64));
    let picks = press.picks(&people);
    let (codes, without_code) = codes(shop, &press, &record, key, &people, &parts)?;
    let tried = try_copies(
        shop,
        &press,
        &recipients,
        (&parts, &picks, &codes),
        reporter,
        cancel,
    )?;
    let mut extras = BTreeMap::new();
    let mut held = 0;
    for (place, (person, part)) in people.iter().zip(&parts).enumerate() {
        let is_held = *part == Part::Held;
        held += u32::from(is_held);
        let own = &picks[place];
        let person_extra = PersonExtra {
            part: *part,
            code: if is_held {
                String::new()
            } else {
                codes.get(place).cloned().flatten().unwrap_or_default()
            },
            picks: if is_held || own.is_empty() {
                String::new()
            } else {
                to_json(own)?
            },
        };
        let extra = PlanExtra {
            person: person_extra,
            not_before: not_before.get(person).copied().unwrap_or(Timestamp(0)),
        };
        extras.insert(*person, extra);
    }
    Ok(Ok(Planning {
        record,
        campaign: kept,
        ready: u32::try_from(people.len()).unwrap_or(u32::MAX) - held,
        held,
        recipients,
        extras,
        lacking: tried.lacking,
        why: tried.why,
        without_code,
        without_products,
        largest: tried.largest,
        without_text: tried.without_text,
    }))
}

fn open(recipients: &[Recipient]) -> impl Iterator<Item = &Recipient> {
    recipients.iter().filter(|one| one.skipped.is_none())
}

/// The codes of people by their place; and how many would have none although they need one.
fn codes(
    shop: &Shop,
    press: &Press,
    record: &SendingRecord,
    key: [u8; 32],
    people: &[CustomerId],
    parts: &[Part],
) -> Result<(Vec<Option<String>>, u32)> {
    let mut without = 0;
    let gets = |part: &Part| *part != Part::Held;
    let codes = match &press.campaign.offer.codes {
        OfferCodes::None => vec![None; people.len()],
        OfferCodes::Shared { .. } => {
            let code = press.code(None);
            if code.is_none() {
                without = u32::try_from(parts.iter().filter(|part| gets(part)).count())
                    .unwrap_or(u32::MAX);
            }
            // It stands in the offer, not with each person.
            vec![None; people.len()]
        }
        OfferCodes::Made => {
            let mut taken: HashSet<String> = shop.read(|tx| {
                let mut taken = tx.codes_of_other_campaigns(record.id)?;
                taken.extend(tx.codes_on_orders()?);
                Ok(taken)
            })?;
            people
                .iter()
                .map(|person| {
                    let tries =
                        (0..).map(|attempt| made_code(&key, &record.word, *person, attempt));
                    let mut tries = tries.filter(|code| !taken.contains(code));
                    let code = tries.next()?;
                    taken.insert(code.clone());
                    Some(code)
                })
                .collect()
        }
        OfferCodes::Listed => {
            let free = shop.read(|tx| Ok(tx.free_campaign_codes(record.id)?))?;
            let mut free = free.into_iter();
            parts
                .iter()
                .map(|part| {
                    let code = if gets(part) { free.next() } else { None };
                    without += u32::from(gets(part) && code.is_none());
                    code
                })
                .collect()
        }
    };
    Ok((codes, without))
}

#[derive(Default)]
struct Tried {
    lacking: u32,
    why: Option<String>,
    largest: u32,
    without_text: bool,
}

impl Tried {
    fn with(mut self, other: Self) -> Self {
        self.lacking += other.lacking;
        self.why = self.why.or(other.why);
        self.largest = self.largest.max(other.largest);
        self.without_text |= other.without_text;
        self
    }
}

/// Makes everyone's copy once: what cannot be made is known before the first mail.
fn try_copies(
    shop: &Shop,
    press: &Press,
    recipients: &[Recipient],
    (parts, picks, codes): (&[Part], &[Picks], &[Option<String>]),
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Tried> {
    let open: Vec<&Recipient> = open(recipients).collect();
    let shared = press.code(None);
    let is_shared = matches!(press.campaign.offer.codes, OfferCodes::Shared { .. });
    let mut tried = Tried::default();
    for (batch, start) in open.chunks(BATCH).zip((0..).step_by(BATCH)) {
        cancel.check().map_err(pannier_store::Error::from)?;
        reporter.report(Phase::Matching, start as u64, Some(open.len() as u64));
        let customers: Vec<CustomerId> = batch.iter().map(|one| one.customer).collect();
        let cards = shop.read(|tx| Ok(tx.customer_cards(&customers)?))?;
        let cards: HashMap<CustomerId, _> = cards.into_iter().map(|card| (card.id, card)).collect();
        let of_batch = batch
            .par_iter()
            .enumerate()
            .filter(|(place, _)| parts[start + place] != Part::Held)
            .map(|(place, one)| {
                let at = start + place;
                let whose = whose(
                    one.person,
                    &one.name,
                    cards.get(&one.customer),
                    &one.country,
                );
                let code = if is_shared {
                    shared.clone()
                } else {
                    codes[at].clone()
                };
                let values = press.values(
                    whose,
                    &picks[at],
                    code,
                    (parts[at], None, pannier_compose::Unsubscribe::Preview),
                );
                match press.mail(parts[at], &values) {
                    Ok(mail) => Tried {
                        largest: u32::try_from(mail.html.len()).unwrap_or(u32::MAX),
                        without_text: mail.text.trim().is_empty(),
                        ..Tried::default()
                    },
                    Err(error) => Tried {
                        lacking: 1,
                        why: Some(error.to_string()),
                        ..Tried::default()
                    },
                }
            })
            .reduce(Tried::default, Tried::with);
        tried = tried.with(of_batch);
    }
    Ok(tried)
}

/// Does something with the letters of a campaign; with the names of a plain message where it is none.
///
/// # Errors
/// [`Code::Validation`] where the mails cannot be made, or what the shop file says.
pub(crate) fn with_letters<T>(
    shop: &Shop,
    sending: i64,
    work: impl FnOnce(&Variables) -> Result<T>,
) -> Result<T> {
    if shop.read(|tx| Ok(tx.campaign_of(sending)?))?.is_none() {
        return crate::sending::with_variables(shop, work);
    }
    with_part(shop, sending, Part::One, work)
}

/// The same for a campaign; whoever was given no part reads the mail of `part`.
pub(super) fn with_part<T>(
    shop: &Shop,
    sending: i64,
    part: Part,
    work: impl FnOnce(&Variables) -> Result<T>,
) -> Result<T> {
    let record = shop.read(|tx| Ok(tx.campaign(sending)?))?;
    if record.settings.own_codes {
        shop.write(|tx| Ok(tx.mark_used_codes(sending)?))?;
    }
    let shelf = shelf(shop, &Reporter::default(), &Cancel::default())?;
    let press = Press::of(shop, Campaign::of(record)?, shelf)?.map_err(|findings| {
        let first = findings.into_iter().next();
        let words = first.map_or_else(String::new, |found| found.sentence);
        ApiError::invalid("document", words)
    })?;
    let letters = |tx: &pannier_store::ReadTx,
                   reader: pannier_campaign::Reader,
                   standing: pannier_campaign::Standing| {
        let extra = tx.person_extra(reader.word)?;
        press.letter(tx, reader, standing, (extra, part))
    };
    work(&Variables {
        names: Vec::new(),
        of: &|_, _| Ok(std::collections::BTreeMap::new()),
        letters: Some(&letters),
        footer: crate::sending::footer(shop),
    })
}

/// Settles who gets a campaign. It is not started by that.
///
/// # Errors
/// [`Code::Validation`] says the first thing that stands in the way, [`Code::Conflict`] when it is
/// settled already, [`Code::Cancelled`].
pub fn plan_campaign(
    shop: &Shop,
    id: u32,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<crate::views::CampaignDetail> {
    let check = super::check::checked(shop, id, reporter, cancel)?;
    if let Some(gate) = check
        .gates
        .iter()
        .find(|gate| gate.level == crate::views::GateLevel::Stop)
    {
        // Amounts and times are written by whoever shows them: here the short line is enough.
        let words = if gate.words.is_empty() || !gate.values.is_empty() {
            gate.title.clone()
        } else {
            format!("{}. {}", gate.title, gate.words)
        };
        return Err(ApiError::new(Code::Validation, words));
    }
    let planning = check
        .planning
        .ok_or_else(|| ApiError::new(Code::Validation, "Nobody of these may be written to"))?;
    let now = shop.clock().now();
    pannier_campaign::plan_campaign(
        shop.store(),
        (&planning.record, &planning.campaign),
        &planning.recipients,
        &planning.extras,
        now,
        reporter,
        cancel,
    )?;
    super::get_campaign(shop, id)
}

/// What an offer gives, where it gives anything for a code.
pub(super) fn needs_code(terms: Option<&OfferTerms>) -> bool {
    matches!(
        terms,
        Some(OfferTerms::Percent { .. } | OfferTerms::Amount { .. } | OfferTerms::GiftCard { .. })
    )
}
