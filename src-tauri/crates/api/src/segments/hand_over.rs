//! People handed over to other programs: who may be, who is left out and why, and the file.

mod formats;
mod table;

use std::{collections::BTreeSet, path::Path};

use pannier_core::{Channel, Countries, CustomerId, Day, Phone};
use pannier_store::{People, PersonContact, ReadTx};

use super::{Ready, rule_of};
use crate::{
    ApiError, Exported, Result, Shop,
    views::{HandOver, HandOverPreview, HandOverTarget, HandedOver, LeftOut, LeftOutReason},
};

/// Rows that a preview shows.
const SHOWN: usize = 3;

/// The reasons, in the order they are shown.
const REASONS: [LeftOutReason; 4] = [
    LeftOutReason::SaidNo,
    LeftOutReason::NeverAsked,
    LeftOutReason::NoAddress,
    LeftOutReason::Erased,
];

/// Fewer people than this make no audience for Meta.
const LEAST_OF_META: usize = 100;

/// Someone who stands in the file. Words are empty where nothing is known.
struct Handed {
    contact: PersonContact,
    /// ISO 3166, or empty where it is not known by that.
    country: String,
    /// Counted orders, what they came to in minor units, and the day of the last.
    orders: u32,
    spent: i64,
    last: Option<Day>,
    /// Whether they may be written to.
    reach: pannier_core::Reach,
}

/// Who is meant, and what they are called.
struct Meant {
    people: Vec<u32>,
    name: String,
    rules: String,
}

/// What a hand-over would write, and who is left out.
///
/// # Errors
/// [`crate::Code::Validation`] for rules that cannot be followed or a tag that is none,
/// [`crate::Code::NotFound`] for a segment or list that is not there, or what the file says.
pub fn preview_hand_over(shop: &Shop, input: &HandOver) -> Result<HandOverPreview> {
    let ready = Ready::of(shop)?;
    let meant = meant(shop, &ready, input)?;
    let tag = tag(input, &meant)?;
    let sorted = sorted(shop, &ready, input, &meant)?;
    let first = &sorted.included[..sorted.included.len().min(SHOWN)];
    let handed = handed(shop, &ready, first)?;
    let (columns, sample) = match input.target {
        HandOverTarget::Csv | HandOverTarget::Xlsx => table::shown(&ready, &handed),
        target => formats::rows(target, &handed, &tag, input.plain, &ready),
    };
    Ok(HandOverPreview {
        file_name: file_name(input.target, &meant),
        people: count(meant.people.len()),
        included: count(sorted.included.len()),
        notes: notes(input, sorted.included.len()),
        left_out: sorted.left_out,
        may_be_everybody: may_be_everybody(input.target),
        tag,
        columns,
        sample,
    })
}

/// The file of a hand-over, with what to say of it once it is written.
///
/// # Errors
/// As [`preview_hand_over`]; [`crate::Code::Validation`] where nobody would stand in it.
pub fn hand_over(shop: &Shop, input: &HandOver) -> Result<(Exported, HandedOver)> {
    let ready = Ready::of(shop)?;
    let meant = meant(shop, &ready, input)?;
    let tag = tag(input, &meant)?;
    let sorted = sorted(shop, &ready, input, &meant)?;
    if sorted.included.is_empty() {
        let message = "Nobody of these may be handed over. No file was written";
        return Err(ApiError::invalid("target", message));
    }
    let handed = handed(shop, &ready, &sorted.included)?;
    let bytes = match input.target {
        HandOverTarget::Csv | HandOverTarget::Xlsx => table::file(
            shop,
            &ready,
            input.target,
            &meant.name,
            &meant.rules,
            &handed,
        )?,
        target => formats::file(target, &handed, &tag, input.plain, &ready)?,
    };
    let exported = Exported {
        name: file_name(input.target, &meant),
        bytes,
    };
    let done = HandedOver {
        path: String::new(),
        people: count(handed.len()),
        left_out: sorted.left_out,
    };
    Ok((exported, done))
}

/// Writes the file of a hand-over, whole or not at all.
///
/// # Errors
/// As [`hand_over`]; [`crate::Code::DiskFull`] or [`crate::Code::Unreadable`], as the system says.
pub fn write_hand_over(shop: &Shop, input: &HandOver, path: &Path) -> Result<HandedOver> {
    let (exported, done) = hand_over(shop, input)?;
    exported.write(path)?;
    Ok(HandedOver {
        path: path.to_string_lossy().into_owned(),
        ..done
    })
}

fn count(people: usize) -> u32 {
    u32::try_from(people).unwrap_or(u32::MAX)
}

/// A table stays with the merchant, and Shopify knows these people already: only there may stand who
/// has not agreed to be written to.
fn may_be_everybody(target: HandOverTarget) -> bool {
    matches!(
        target,
        HandOverTarget::Shopify | HandOverTarget::Csv | HandOverTarget::Xlsx
    )
}

fn meant(shop: &Shop, ready: &Ready, input: &HandOver) -> Result<Meant> {
    let indexes = |ids: &[CustomerId]| {
        let people = ready.segmenter.people();
        ids.iter().filter_map(|id| people.index(*id)).collect()
    };
    let Some(id) = input.segment else {
        let currency = ready.all.currency;
        let mut rule = rule_of(input.rule.as_ref(), input.text.as_deref(), currency)?;
        let others = ready.resolved(&mut rule, None)?;
        let members = ready.segmenter.members(&rule, &ready.asked(&others));
        return Ok(Meant {
            people: indexes(&ready.segmenter.ids(&members)),
            name: "Customers".to_owned(),
            rules: rule.text(currency),
        });
    };
    let record = shop.read(|tx| Ok(tx.segment(id.into())?))?;
    let (ids, rules) = match input.snapshot {
        None => {
            let members = ready.members_of(&record)?;
            (ready.segmenter.ids(&members), record.rules.clone())
        }
        Some(list) => {
            let lists = shop.read(|tx| Ok(tx.segment_snapshots(id.into())?))?;
            let list = lists.iter().find(|found| found.id == i64::from(list));
            let missing = || {
                let said = "This frozen list is not there any more".to_owned();
                ApiError::from(pannier_store::Error::Missing(said))
            };
            let list = list.ok_or_else(missing)?;
            let ids = shop.read(|tx| {
                let people = tx.people()?;
                let ids = tx.segment_snapshot_people(list.id)?;
                // Some of them may have been joined since.
                let ids: BTreeSet<CustomerId> = ids.iter().map(|id| people.person(*id)).collect();
                Ok(ids.into_iter().collect())
            })?;
            (ids, list.rules.clone())
        }
    };
    Ok(Meant {
        people: indexes(&ids),
        name: record.name,
        rules,
    })
}

fn tag(input: &HandOver, meant: &Meant) -> Result<String> {
    if !matches!(
        input.target,
        HandOverTarget::Shopify | HandOverTarget::Mailchimp | HandOverTarget::Klaviyo
    ) {
        return Ok(String::new());
    }
    let given = input.tag.as_deref().map(str::trim).unwrap_or_default();
    // A comma ends a tag there.
    let tag = if given.is_empty() {
        let name = meant.name.replace(',', " ");
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        given.to_owned()
    };
    if tag.chars().count() > 100 || tag.chars().any(|c| c == ',' || c.is_control()) {
        let message = "A tag has at most 100 characters on one line, without a comma";
        return Err(ApiError::invalid("tag", message));
    }
    Ok(tag)
}

/// Who stands in the file, by place in the columns, and the others by reason.
struct Sorted {
    included: Vec<u32>,
    left_out: Vec<LeftOut>,
}

fn sorted(shop: &Shop, ready: &Ready, input: &HandOver, meant: &Meant) -> Result<Sorted> {
    if input.everybody && !may_be_everybody(input.target) {
        let message = "Only people who agreed to e-mail may be handed to this program";
        return Err(ApiError::invalid("everybody", message));
    }
    let mut included = Vec::with_capacity(meant.people.len());
    let mut counts = REASONS.map(|_| 0_u32);
    shop.read(|tx| {
        let joined = tx.people()?;
        let erased = tx.erased_customers()?;
        for person in &meant.people {
            let reason = reason(tx, ready, input, *person, &joined, &erased)?;
            match reason.and_then(|reason| REASONS.iter().position(|one| *one == reason)) {
                None => included.push(*person),
                Some(place) => counts[place] += 1,
            }
        }
        Ok(())
    })?;
    let left_out = REASONS.into_iter().zip(counts);
    Ok(Sorted {
        included,
        left_out: left_out
            .filter(|(_, people)| *people > 0)
            .map(|(reason, people)| LeftOut { reason, people })
            .collect(),
    })
}

/// Why someone is left out, where they are.
fn reason(
    tx: &ReadTx,
    ready: &Ready,
    input: &HandOver,
    person: u32,
    joined: &People,
    erased: &BTreeSet<CustomerId>,
) -> Result<Option<LeftOutReason>> {
    use pannier_core::Reach;
    let people = ready.segmenter.people();
    let id = people.id[person as usize];
    let contacts = people.contacts[person as usize];
    if erased.contains(&id) {
        return Ok(Some(LeftOutReason::Erased));
    }
    if input.everybody {
        let known = contacts.has_email() || contacts.has_phone();
        let needs_it = input.target == HandOverTarget::Shopify;
        return Ok((needs_it && !known).then_some(LeftOutReason::NoAddress));
    }
    Ok(match contacts.reach(Channel::Email) {
        Reach::SaidNo => Some(LeftOutReason::SaidNo),
        Reach::NotAsked => Some(LeftOutReason::NeverAsked),
        Reach::NoAddress => Some(LeftOutReason::NoAddress),
        // Of those who were joined, one can have said yes, and another one have the address.
        Reach::Reachable if joined.same(id).len() > 1 => {
            let agreed = tx
                .person_contact(id, joined)?
                .is_some_and(|contact| contact.agreed);
            (!agreed).then_some(LeftOutReason::NoAddress)
        }
        Reach::Reachable => None,
    })
}

fn handed(shop: &Shop, ready: &Ready, people: &[u32]) -> Result<Vec<Handed>> {
    let countries = Countries::default();
    let columns = ready.segmenter.people();
    shop.read(|tx| {
        let joined = tx.people()?;
        let own_country = tx.shop()?.country;
        let mut handed = Vec::with_capacity(people.len());
        for person in people {
            let at = *person as usize;
            let id = columns.id[at];
            let Some(mut contact) = tx.person_contact(id, &joined)? else {
                continue;
            };
            if contact.content.zip.is_empty() || contact.content.phone.is_none() {
                // What their orders say.
                let known = tx.customer_record(id, &joined)?.facts;
                let content = &mut contact.content;
                if content.zip.is_empty() && content.city.is_empty() {
                    content.zip = known.zip;
                    content.city = known.city;
                    content.country = known.country;
                }
                let country = countries.code(&content.country).unwrap_or(&own_country);
                let parsed = || Phone::parse(&known.phone, country).ok();
                content.phone = content
                    .phone
                    .take()
                    .or_else(|| parsed().map(|phone| phone.as_str().to_owned()));
            }
            let code = countries.code(&contact.content.country);
            let (orders, spent, last) = ready.segmenter.orders_of(*person);
            handed.push(Handed {
                country: code.unwrap_or_default().to_owned(),
                contact,
                orders,
                spent,
                last,
                reach: columns.contacts[at].reach(Channel::Email),
            });
        }
        Ok(handed)
    })
}

fn file_name(target: HandOverTarget, meant: &Meant) -> String {
    let (program, extension) = match target {
        HandOverTarget::Shopify => ("shopify", "csv"),
        HandOverTarget::Mailchimp => ("mailchimp", "csv"),
        HandOverTarget::Klaviyo => ("klaviyo", "csv"),
        HandOverTarget::Google => ("google-customer-match", "csv"),
        HandOverTarget::Meta => ("meta-audience", "csv"),
        HandOverTarget::Csv => ("people", "csv"),
        HandOverTarget::Xlsx => ("people", "xlsx"),
    };
    let words = pannier_core::plain_words(&meant.name);
    let words: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let name: String = words.join("-").chars().take(60).collect();
    if name.is_empty() {
        format!("{program}.{extension}")
    } else {
        format!("{name}-{program}.{extension}")
    }
}

/// What to know before the file is used.
fn notes(input: &HandOver, people: usize) -> Vec<String> {
    let told = "Say in your privacy notice that you share hashed addresses with";
    let mut notes: Vec<String> = match input.target {
        HandOverTarget::Shopify => vec![
            "In Shopify, choose to overwrite customers that are there: the file holds their tags and the new one, and nothing else of them".to_owned(),
        ],
        HandOverTarget::Mailchimp => vec![
            "Import it as subscribed: everyone in it agreed to e-mail".to_owned(),
        ],
        HandOverTarget::Klaviyo => vec![
            "Klaviyo sends nobody in an uploaded list a question whether they agree: all of them did".to_owned(),
        ],
        HandOverTarget::Google => vec![
            format!("{told} Google"),
            "Google matches a name only together with country and postcode".to_owned(),
        ],
        HandOverTarget::Meta => vec![format!("{told} Meta")],
        HandOverTarget::Csv | HandOverTarget::Xlsx => Vec::new(),
    };
    if input.target == HandOverTarget::Meta && people < LEAST_OF_META {
        notes.push(format!(
            "Meta takes audiences of {LEAST_OF_META} people or more"
        ));
    }
    if input.everybody {
        notes.push(
            "It also holds people who did not agree to e-mail: do not write to them all".to_owned(),
        );
    }
    notes
}
