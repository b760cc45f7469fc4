//! Customers who may be one person: the list, and the merchant's word on it.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use pannier_analytics::{Sign, likely_duplicates};
use pannier_core::{Channel, ConsentState, CustomerId, Email, Phone, Timestamp};
use pannier_store::{PairRecord, PairVerdict, People, ReadTx};

use crate::{
    ApiError, Code, Result, Shop, loyalty,
    shop::lock,
    views::{
        CustomerGlance, DismissInput, DuplicateList, DuplicatePair, DuplicateReason,
        DuplicatesInput, DuplicatesPage, Likelihood, PairDecision, PairInput,
    },
};

/// The most pairs a page may have.
const PAGE_LIMIT: u32 = 200;

/// What was found last.
#[derive(Debug, Default)]
pub(crate) struct DuplicatesCache(Mutex<Option<Arc<Found>>>);

/// Pairs of one state of the shop.
#[derive(Debug)]
struct Found {
    generation: u32,
    likely: Vec<Pair>,
    joined: Vec<Pair>,
    apart: Vec<Pair>,
}

/// A pair, with what speaks for it or when it was decided.
#[derive(Debug, Clone)]
struct Pair {
    a: CustomerId,
    b: CustomerId,
    signs: Vec<Sign>,
    score: Option<u8>,
    said_at: Option<Timestamp>,
}

impl From<&PairRecord> for Pair {
    fn from(record: &PairRecord) -> Self {
        Self {
            a: record.a,
            b: record.b,
            signs: Vec::new(),
            score: None,
            said_at: Some(record.said_at),
        }
    }
}

/// A part of a list of pairs: those who may be one person, likeliest first, or those of whom the
/// merchant decided, newest first.
///
/// # Errors
/// What the file says.
pub fn duplicates(shop: &Shop, input: &DuplicatesInput) -> Result<DuplicatesPage> {
    let found = shop.duplicate_pairs()?;
    let list = match input.list {
        DuplicateList::Likely => &found.likely,
        DuplicateList::Joined => &found.joined,
        DuplicateList::Apart => &found.apart,
    };
    let length = |list: &Vec<Pair>| u32::try_from(list.len()).unwrap_or(u32::MAX);
    let start = (input.offset as usize).min(list.len());
    let end = (start + input.limit.min(PAGE_LIMIT) as usize).min(list.len());
    let rows = shop.read(|tx| {
        let people = tx.people()?;
        let rows = list[start..end].iter().map(|pair| row(tx, &people, pair));
        rows.collect::<Result<Vec<_>>>()
    })?;
    Ok(DuplicatesPage {
        likely: length(&found.likely),
        joined: length(&found.joined),
        apart: length(&found.apart),
        rows,
    })
}

/// Says that two customers are one person.
///
/// # Errors
/// [`Code::NotFound`] where nobody is known by what was given, [`Code::Validation`] where several
/// are or both are the same customer.
pub fn join_customers(shop: &Shop, input: &PairInput) -> Result<PairDecision> {
    decide(shop, input, |tx, a, b, now| {
        Ok(tx.join_customers(a, b, now)?)
    })
}

/// Takes a joining of two customers back. A “no” that reached both stays with both.
///
/// # Errors
/// As [`join_customers`].
pub fn part_customers(shop: &Shop, input: &PairInput) -> Result<PairDecision> {
    decide(shop, input, |tx, a, b, now| {
        Ok(tx.part_customers(a, b, now)?)
    })
}

/// Says that two customers are two people, so that they are not suggested again, or takes that
/// back.
///
/// # Errors
/// As [`join_customers`]; [`Code::Conflict`] where they were joined.
pub fn dismiss_duplicate(shop: &Shop, input: &DismissInput) -> Result<PairDecision> {
    decide(shop, &input.pair, |tx, a, b, now| {
        Ok(tx.keep_customers_apart(a, b, input.apart, now)?)
    })
}

fn decide(
    shop: &Shop,
    input: &PairInput,
    said: impl FnOnce(&pannier_store::WriteTx, CustomerId, CustomerId, Timestamp) -> Result<bool>,
) -> Result<PairDecision> {
    let now = shop.clock().now();
    shop.write(|tx| {
        let country = tx.shop()?.country;
        let a = meant(tx, "a", &input.a, &country)?;
        let b = meant(tx, "b", &input.b, &country)?;
        if a == b {
            let same = "Both name the same customer. Nothing was changed";
            return Err(ApiError::invalid("b", same));
        }
        let changed = said(tx, a, b, now)?;
        if changed {
            // What is one's third order is another's first.
            loyalty::post_in(shop, tx)?;
        }
        let people = tx.people()?;
        Ok(PairDecision {
            a: glance(tx, &people, a)?,
            b: glance(tx, &people, b)?,
            changed,
        })
    })
}

/// The row of the customer whom an address, a number or an id names.
///
/// # Errors
/// [`Code::NotFound`] where nobody is known by it, [`Code::Validation`] where several are.
pub fn customer_named(shop: &Shop, text: &str) -> Result<i64> {
    shop.read(|tx| {
        let country = tx.shop()?.country;
        Ok(meant(tx, "customer", text, &country)?.0)
    })
}

/// The customer whom an address, a number or an id names.
fn meant(tx: &ReadTx, field: &str, text: &str, country: &str) -> Result<CustomerId> {
    let text = text.trim();
    let nobody = || ApiError {
        field: Some(field.to_owned()),
        ..ApiError::new(
            Code::NotFound,
            format!("No customer has the e-mail, number or id “{text}”. Nothing was changed"),
        )
    };
    if let Ok(email) = Email::parse(text) {
        let known = tx.customer_by_email(email.as_str())?;
        return known.map(|known| known.id).ok_or_else(nobody);
    }
    let mut found = tx.customers_with_id(None, text)?;
    if let (true, Some((platform, id))) = (found.is_empty(), text.split_once(':')) {
        found = tx.customers_with_id(Some(platform), id)?;
    }
    match (found.as_slice(), Phone::parse(text, country)) {
        ([one], _) => Ok(*one),
        ([], Ok(phone)) => {
            let known = tx.customer_by_phone(phone.as_str())?;
            known.map(|known| known.id).ok_or_else(nobody)
        }
        ([], Err(_)) => Err(nobody()),
        _ => Err(ApiError::invalid(
            field,
            format!(
                "Several customers have the id “{text}”. Name this one by e-mail, or with the platform, such as shopify:{text}. Nothing was changed"
            ),
        )),
    }
}

impl Shop {
    fn duplicate_pairs(&self) -> Result<Arc<Found>> {
        // The lock is held while looking, so that two who ask at once look once.
        let mut kept = lock(&self.duplicates.0);
        let generation = self.generation();
        if let Some(found) = kept.as_ref().filter(|f| f.generation == generation) {
            return Ok(Arc::clone(found));
        }
        let found = Arc::new(self.find_duplicates(generation)?);
        *kept = Some(Arc::clone(&found));
        Ok(found)
    }

    fn find_duplicates(&self, generation: u32) -> Result<Found> {
        let (customers, people, joined, apart, country) = self.read(|tx| {
            Ok((
                tx.customer_facts()?,
                tx.people()?,
                tx.customer_pairs(PairVerdict::One)?,
                tx.customer_pairs(PairVerdict::Two)?,
                tx.shop()?.country,
            ))
        })?;
        let two: BTreeSet<(CustomerId, CustomerId)> = apart
            .iter()
            .map(|pair| {
                let (a, b) = (people.person(pair.a), people.person(pair.b));
                (a.min(b), a.max(b))
            })
            .collect();
        let likely = likely_duplicates(&customers, &two, &country);
        let newest_first = |said: &[PairRecord]| said.iter().rev().map(Pair::from).collect();
        Ok(Found {
            generation,
            likely: likely
                .into_iter()
                .map(|likely| Pair {
                    a: customers[likely.a].id,
                    b: customers[likely.b].id,
                    signs: likely.signs,
                    score: Some(likely.score),
                    said_at: None,
                })
                .collect(),
            joined: newest_first(&joined),
            apart: newest_first(&apart),
        })
    }
}

fn row(tx: &ReadTx, people: &People, pair: &Pair) -> Result<DuplicatePair> {
    Ok(DuplicatePair {
        a: glance(tx, people, pair.a)?,
        b: glance(tx, people, pair.b)?,
        reasons: pair.signs.iter().copied().map(reason).collect(),
        likelihood: pair.score.map(|score| match score {
            75.. => Likelihood::High,
            45..75 => Likelihood::Fair,
            0..45 => Likelihood::Low,
        }),
        score: pair.score,
        said_at: pair.said_at.map(|at| at.0),
    })
}

fn reason(sign: Sign) -> DuplicateReason {
    match sign {
        Sign::Phone => DuplicateReason::Phone,
        Sign::Mailbox => DuplicateReason::Mailbox,
        Sign::Dots => DuplicateReason::Dots,
        Sign::AddressSlip => DuplicateReason::AddressSlip,
        Sign::ProviderSlip => DuplicateReason::ProviderSlip,
        Sign::NameAndStreet => DuplicateReason::NameAndStreet,
        Sign::NameAndZip => DuplicateReason::NameAndZip,
        Sign::Name => DuplicateReason::Name,
        Sign::Household => DuplicateReason::Household,
    }
}

fn glance(tx: &ReadTx, people: &People, id: CustomerId) -> Result<CustomerGlance> {
    let record = tx.customer_record(id, people)?;
    let facts = record.facts;
    let joined = |parts: [&str; 2], between: &str| -> String {
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(between)
    };
    let ids: Vec<String> = record
        .ids
        .iter()
        .map(|(platform, id)| format!("{platform}:{id}"))
        .collect();
    let town = joined([&facts.zip, &facts.city], " ");
    let email = facts.email.unwrap_or_default();
    // A number identifies only where there is no address.
    let handle = [&email, &record.own_phone]
        .into_iter()
        .chain(&ids)
        .find(|word| !word.is_empty());
    Ok(CustomerGlance {
        handle: handle.cloned().unwrap_or_default(),
        name: joined([&facts.first_name, &facts.last_name], " "),
        phone: facts.phone,
        street: facts.street,
        place: joined([&town, &facts.country], ", "),
        ids,
        orders: facts.orders,
        newest_order: facts.newest_day.map(|day| day.to_string()),
        said_no: tx.consent(id, Channel::Email)? == ConsentState::Unsubscribed,
        email,
    })
}
