//! Which customers are likely to be one person, with the reasons.
//!
//! Nobody is joined by this: it is a list to look through. Customers are compared only where they
//! share something that most people do not (a number, a mailbox, a name at a place), so that it
//! takes time in proportion to how many there are. What many share at once, such as a number that
//! the shop itself types in, says nothing and is passed over.

mod form;
mod slips;

use std::{
    collections::{BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
};

use pannier_core::{CustomerFacts, CustomerId};

use form::Form;

/// A reason to take two customers for one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// The same phone number.
    Phone,
    /// Addresses of one mailbox: they differ by what follows a `+`, or by dots where the provider
    /// does not look at them.
    Mailbox,
    /// Addresses at one provider that differ by dots. Namesakes tell their mailboxes apart so too.
    Dots,
    /// Addresses at one provider that differ by a slip of the finger, and the same name.
    AddressSlip,
    /// The same address but for a well-known provider's name misspelt, and the same name.
    ProviderSlip,
    /// The same name at the same street and number.
    NameAndStreet,
    /// The same name and postcode.
    NameAndZip,
    /// The same name, beside another reason.
    Name,
    /// The same last name and address under another first name: a household.
    Household,
}

impl Sign {
    /// How likely it makes that the two are one person, taken alone. By judgement, not measured.
    const fn weight(self) -> f64 {
        match self {
            Self::Mailbox => 0.9,
            Self::ProviderSlip => 0.85,
            Self::AddressSlip => 0.75,
            Self::NameAndStreet => 0.7,
            Self::Phone => 0.6,
            Self::NameAndZip | Self::Name => 0.5,
            Self::Dots => 0.4,
            Self::Household => 0.25,
        }
    }
}

/// Two customers who may be one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Likely {
    /// Position of the one who came first.
    pub a: usize,
    /// Position of the other.
    pub b: usize,
    /// From 1 to 99; a way to sort, not a chance.
    pub score: u8,
    /// Why, strongest first.
    pub signs: Vec<Sign>,
}

/// What is shared by more customers than this is not looked at; by customers who share…
const SAME_PHONE: usize = 8;
const SAME_PLACE: usize = 12;
const SAME_MAILBOX: usize = 24;
/// … a name and a provider: namesakes there are many, slips among them few.
const SAME_PROVIDER: usize = 80;

/// Customers who may be one person, likeliest first. Who was joined already is one; of two people
/// with several customers each, the likeliest pair is named. `apart` holds people (the lower row
/// first) who are two by the merchant's word. `country` (ISO 3166) reads numbers of customers
/// without one.
pub fn likely_duplicates(
    customers: &[CustomerFacts],
    apart: &BTreeSet<(CustomerId, CustomerId)>,
    country: &str,
) -> Vec<Likely> {
    let forms: Vec<Form> = customers.iter().map(|c| Form::new(c, country)).collect();
    let mut best: HashMap<(CustomerId, CustomerId), Likely> = HashMap::new();
    for (a, b) in candidates(&forms) {
        let (one, other) = (customers[a].person, customers[b].person);
        let people = (one.min(other), one.max(other));
        if one == other || apart.contains(&people) {
            continue;
        }
        if let Some(likely) = compare(&forms, a, b) {
            let known = best.get(&people).is_some_and(|k| k.score >= likely.score);
            if !known {
                best.insert(people, likely);
            }
        }
    }
    let mut all: Vec<Likely> = best.into_values().collect();
    all.sort_by_key(|likely| (std::cmp::Reverse(likely.score), likely.a, likely.b));
    all
}

/// Pairs that share something, each once, the earlier position first.
fn candidates(forms: &[Form]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    share(forms, SAME_PHONE, &mut pairs, Form::phone_tail);
    share(forms, SAME_MAILBOX, &mut pairs, |f| f.undotted.as_ref());
    share(forms, SAME_PLACE, &mut pairs, |f| {
        Some((f.name()?, f.street()?))
    });
    share(forms, SAME_PLACE, &mut pairs, |f| {
        Some((f.name()?, f.zip()?))
    });
    share(forms, SAME_PLACE, &mut pairs, |f| {
        Some((f.last_name()?, f.street()?))
    });
    share(forms, SAME_PROVIDER, &mut pairs, |f| {
        Some((f.name()?, &f.email.as_ref()?.domain))
    });
    share(forms, SAME_PLACE, &mut pairs, |f| {
        Some((f.name()?, &f.email.as_ref()?.local))
    });
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Adds all pairs of those that have one key, where not more than `most` have it.
fn share<'f, K: Hash>(
    forms: &'f [Form],
    most: usize,
    pairs: &mut Vec<(usize, usize)>,
    key: impl Fn(&'f Form) -> Option<K>,
) {
    let mut keyed: Vec<(u64, usize)> = forms
        .iter()
        .enumerate()
        .filter_map(|(at, form)| {
            let mut hasher = DefaultHasher::new();
            key(form)?.hash(&mut hasher);
            Some((hasher.finish(), at))
        })
        .collect();
    keyed.sort_unstable();
    for same in keyed.chunk_by(|a, b| a.0 == b.0) {
        if same.len() > most {
            continue;
        }
        for (nth, (_, a)) in same.iter().enumerate() {
            pairs.extend(same[nth + 1..].iter().map(|(_, b)| (*a, *b)));
        }
    }
}

fn compare(forms: &[Form], a: usize, b: usize) -> Option<Likely> {
    let (one, other) = (&forms[a], &forms[b]);
    let same_name = one.name().is_some() && one.name() == other.name();
    let mut signs = Vec::new();
    if one.phone().is_some() && one.phone() == other.phone() {
        signs.push(Sign::Phone);
    }
    if let (Some(this), Some(that)) = (&one.email, &other.email) {
        if one.mailbox == other.mailbox {
            signs.push(Sign::Mailbox);
        } else if one.undotted == other.undotted {
            signs.push(Sign::Dots);
        } else if same_name
            && this.domain == that.domain
            && slips::one_slip(&this.local, &that.local)
        {
            signs.push(Sign::AddressSlip);
        } else if same_name
            && this.local == that.local
            && slips::misspelt(&this.domain, &that.domain)
        {
            signs.push(Sign::ProviderSlip);
        }
    }
    let same_street = one.street().is_some() && one.street() == other.street();
    if same_name && same_street {
        signs.push(Sign::NameAndStreet);
    } else if same_name && one.zip().is_some() && one.zip() == other.zip() {
        signs.push(Sign::NameAndZip);
    } else if same_name && !signs.is_empty() {
        signs.push(Sign::Name);
    }
    let others = one.is_someone_else(other);
    let same_last = one.last_name().is_some() && one.last_name() == other.last_name();
    if others && same_street && same_last {
        signs.push(Sign::Household);
    }
    if signs.is_empty() {
        return None;
    }
    signs.sort_by(|x, y| y.weight().total_cmp(&x.weight()).then(x.cmp(y)));
    let unlikely: f64 = signs.iter().map(|sign| 1.0 - sign.weight()).product();
    // Another first name speaks for two people who share a phone, a mailbox or a home, another
    // postcode for namesakes who share no more than a name.
    let elsewhere = one.zip().is_some()
        && other.zip().is_some()
        && one.zip() != other.zip()
        && !signs
            .iter()
            .any(|sign| matches!(sign, Sign::Mailbox | Sign::Phone));
    let doubt = if others { 0.5 } else { 1.0 } * if elsewhere { 0.7 } else { 1.0 };
    let likely = (1.0 - unlikely) * doubt;
    Some(Likely {
        a,
        b,
        score: percent(likely),
        signs,
    })
}

/// From 1 to 99: nothing here is sure.
fn percent(share: f64) -> u8 {
    let rounded = (share * 100.0).round().clamp(1.0, 99.0);
    (1..=99).rfind(|n| f64::from(*n) <= rounded).unwrap_or(1)
}
