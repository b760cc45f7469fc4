//! The words of customers: who is found by one, how names are sorted, what groups are called.

use std::collections::HashMap;

use pannier_analytics::{self as analytics, MapGroup, RfmGroup};
use pannier_store::ReadTx;

use crate::{
    Result, Shop,
    people::Everyone,
    views::{CannotForetell, MapPart, ScoreGroup},
};

pub(super) fn part_view(part: MapGroup) -> MapPart {
    match part {
        MapGroup::Best => MapPart::Best,
        MapGroup::GoodGoneQuiet => MapPart::GoodGoneQuiet,
        MapGroup::Regulars => MapPart::Regulars,
        MapGroup::SlippingAway => MapPart::SlippingAway,
        MapGroup::SmallRecent => MapPart::SmallRecent,
        MapGroup::SmallQuiet => MapPart::SmallQuiet,
        MapGroup::AlmostLost => MapPart::AlmostLost,
    }
}

pub(super) fn part_of(part: MapPart) -> MapGroup {
    match part {
        MapPart::Best => MapGroup::Best,
        MapPart::GoodGoneQuiet => MapGroup::GoodGoneQuiet,
        MapPart::Regulars => MapGroup::Regulars,
        MapPart::SlippingAway => MapGroup::SlippingAway,
        MapPart::SmallRecent => MapGroup::SmallRecent,
        MapPart::SmallQuiet => MapGroup::SmallQuiet,
        MapPart::AlmostLost => MapGroup::AlmostLost,
    }
}

pub(crate) fn group_view(group: RfmGroup) -> ScoreGroup {
    match group {
        RfmGroup::Champions => ScoreGroup::Champions,
        RfmGroup::Loyal => ScoreGroup::Loyal,
        RfmGroup::PotentialLoyalists => ScoreGroup::PotentialLoyalists,
        RfmGroup::NewCustomers => ScoreGroup::NewCustomers,
        RfmGroup::Promising => ScoreGroup::Promising,
        RfmGroup::NeedAttention => ScoreGroup::NeedAttention,
        RfmGroup::AboutToSleep => ScoreGroup::AboutToSleep,
        RfmGroup::AtRisk => ScoreGroup::AtRisk,
        RfmGroup::CannotLoseThem => ScoreGroup::CannotLoseThem,
        RfmGroup::Hibernating => ScoreGroup::Hibernating,
        RfmGroup::Lost => ScoreGroup::Lost,
    }
}

pub(super) fn group_of(group: ScoreGroup) -> RfmGroup {
    match group {
        ScoreGroup::Champions => RfmGroup::Champions,
        ScoreGroup::Loyal => RfmGroup::Loyal,
        ScoreGroup::PotentialLoyalists => RfmGroup::PotentialLoyalists,
        ScoreGroup::NewCustomers => RfmGroup::NewCustomers,
        ScoreGroup::Promising => RfmGroup::Promising,
        ScoreGroup::NeedAttention => RfmGroup::NeedAttention,
        ScoreGroup::AboutToSleep => RfmGroup::AboutToSleep,
        ScoreGroup::AtRisk => RfmGroup::AtRisk,
        ScoreGroup::CannotLoseThem => RfmGroup::CannotLoseThem,
        ScoreGroup::Hibernating => RfmGroup::Hibernating,
        ScoreGroup::Lost => RfmGroup::Lost,
    }
}

pub(super) fn cannot_foretell(why: analytics::CannotTell) -> CannotForetell {
    match why {
        analytics::CannotTell::FewRepeatBuyers { found, needed } => {
            CannotForetell::FewRepeatBuyers { found, needed }
        }
        analytics::CannotTell::ShortHistory { needed } => CannotForetell::ShortHistory { needed },
        analytics::CannotTell::OnTheBorder => CannotForetell::OnTheBorder,
        analytics::CannotTell::NoDifference => CannotForetell::NoDifference,
    }
}

/// A cut in minor units, which lies between two of them, as an amount.
pub(super) fn rounded(cut: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cut lies between two amounts; what is out of range saturates"
    )]
    let minor = cut.round_ties_even() as i64;
    minor
}

/// Everyone whom a word is of: in their name, address or number, their town, the number of an order
/// of theirs, or the number that a platform knows them by.
pub(crate) fn found(tx: &ReadTx, all: &Everyone, word: &str) -> Result<Vec<bool>> {
    let mut found = vec![false; all.people.id.len()];
    let people = tx.people()?;
    let mut ids = tx.search_customers(word)?;
    if word.chars().any(|c| c.is_ascii_digit()) {
        ids.extend(tx.customers_of_order_number(word)?);
        ids.extend(tx.customers_of_key(word)?);
    }
    for id in ids {
        if let Some(person) = all.person(people.person(id).0) {
            found[person] = true;
        }
    }
    let folded = folded(word);
    let city = &all.people.city;
    let fits: Vec<bool> = city
        .names
        .iter()
        .map(|name| {
            let mut words = name.split(|c: char| !c.is_alphanumeric());
            words.any(|part| !part.is_empty() && self::folded(part).starts_with(&folded))
        })
        .collect();
    if fits.iter().any(|fits| *fits) {
        for (found, label) in found.iter_mut().zip(&city.of) {
            *found |= fits[*label as usize];
        }
    }
    Ok(found)
}

/// A word without case and accents, as the index for search takes it.
fn folded(word: &str) -> String {
    pannier_core::plain_words(word)
}

/// The place of everyone in a list by name; the greatest number for who has no name.
pub(crate) fn name_ranks(shop: &Shop, all: &Everyone) -> Result<Vec<u32>> {
    let (names, people) = shop.read(|tx| Ok((tx.customer_names()?, tx.people()?)))?;
    let mut by_person: HashMap<usize, String> = HashMap::with_capacity(names.len());
    for (id, name) in names {
        if people.person(id) == id
            && !name.is_empty()
            && let Some(person) = all.person(id.0)
        {
            by_person.insert(person, folded(&name));
        }
    }
    let mut sorted: Vec<(String, usize)> = by_person.into_iter().map(|(p, n)| (n, p)).collect();
    sorted.sort_unstable();
    let mut ranks = vec![u32::MAX; all.people.id.len()];
    for (rank, (_, person)) in (0_u32..).zip(sorted) {
        ranks[person] = rank;
    }
    Ok(ranks)
}
