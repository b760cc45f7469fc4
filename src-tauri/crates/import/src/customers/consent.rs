//! What a row says of consent, in the words of its platform.

use pannier_core::{Channel, ConsentState, ShopZone, Timestamp};
use pannier_store::ConsentSaid;

use super::Reading;
use crate::{
    cells::yes_no,
    dates,
    header::fold,
    profile::{Field, Fields, Meaning, Profile},
    records::Row,
    report::shortened,
};

/// The columns that speak of consent.
#[derive(Debug, Clone, Default)]
pub(super) struct ConsentColumns {
    channels: [Option<usize>; 3],
    refusal: Option<usize>,
    /// When they said yes, and when no; the first one with a date in it counts.
    yes_at: Vec<usize>,
    no_at: Vec<usize>,
}

const CHANNELS: [(Channel, Field); 3] = [
    (Channel::Email, Field::EmailConsent),
    (Channel::Sms, Field::SmsConsent),
    (Channel::WhatsApp, Field::WhatsAppConsent),
];

impl ConsentColumns {
    pub(super) fn of(fields: &Fields) -> Self {
        Self {
            channels: CHANNELS.map(|(_, field)| fields.one(field)),
            refusal: fields.one(Field::EmailRefusal),
            yes_at: fields.many(Field::ConsentAt).to_vec(),
            no_at: fields.many(Field::RefusalAt).to_vec(),
        }
    }

    /// What a row says, channel by channel; nothing where it has no word that is known.
    pub(super) fn said(&self, row: &Row, reading: &Reading) -> Vec<ConsentSaid> {
        let said = CHANNELS.into_iter().zip(self.channels);
        let said = said.filter_map(|((channel, _), position)| {
            let mut state =
                position.and_then(|position| state(row.cell(position), &reading.profile));
            if channel == Channel::Email {
                state = self.of_email(row, reading, state);
            }
            let dated_at = match (channel, state?) {
                (Channel::Email, ConsentState::Subscribed) => moment(row, &self.yes_at, reading),
                (Channel::Email, ConsentState::Unsubscribed) => moment(row, &self.no_at, reading),
                _ => None,
            };
            Some(ConsentSaid {
                channel,
                state: state?,
                dated_at,
            })
        });
        said.collect()
    }

    /// A word for consent that is none that is known.
    pub(super) fn odd_word(&self, row: &Row, reading: &Reading) -> Option<String> {
        let cells = self.channels.iter().flatten().map(|at| row.cell(*at));
        let mut odd = cells.filter(|cell| is_odd(cell, &reading.profile));
        odd.next().map(shortened)
    }

    /// What holds for e-mail: a “do not contact” before anything else, and what the whole list is
    /// where the row has no word of its own.
    fn of_email(
        &self,
        row: &Row,
        reading: &Reading,
        state: Option<ConsentState>,
    ) -> Option<ConsentState> {
        let refusal = self
            .refusal
            .and_then(|position| refusal(row.cell(position)));
        match (refusal, state) {
            (Some(true), _) => Some(ConsentState::Unsubscribed),
            (_, Some(state)) => Some(state),
            (Some(false), None) => Some(ConsentState::Subscribed),
            (None, None) => reading.of_all,
        }
    }
}

pub(super) fn is_yes(said: &ConsentSaid) -> bool {
    said.state == ConsentState::Subscribed
}

/// What everyone in a file said of e-mail, as its kind is a list of those; the names of such files
/// tell more than their columns, which those of other lists have as well.
pub(super) fn of_all(profile: &Profile, file: &str) -> Option<ConsentState> {
    let consent = profile.layout.consent.and_then(meant)?;
    let name = file.to_lowercase().replace(['_', '-', ' '], "");
    if name.contains("nonsubscribed") || name.contains("notsubscribed") {
        None
    } else if name.contains("unsubscribed") || name.contains("cleaned") {
        Some(ConsentState::Unsubscribed)
    } else {
        Some(consent)
    }
}

/// What a column for those who must not be written to says. Whatever stands there, such as the
/// reason of it, is a refusal, where it is no plain no.
fn refusal(cell: &str) -> Option<bool> {
    match cell.trim() {
        "" | "[]" | "{}" | "-" => None,
        cell => Some(yes_no(cell).unwrap_or(true)),
    }
}

/// What a word says. The words of a profile for a no are those of someone who left a list; a
/// plain “no” is a box without a tick.
fn state(cell: &str, profile: &Profile) -> Option<ConsentState> {
    if let Some(state) = profile.meaning(cell).and_then(meant) {
        return Some(state);
    }
    let word = fold(cell);
    if LEFT.iter().any(|left| word.starts_with(left)) {
        return Some(ConsentState::Unsubscribed);
    }
    if word.is_empty() {
        return None;
    }
    // A word that is not known is no yes: whoever said yes before has it no more.
    Some(match yes_no(cell) {
        Some(true) => ConsentState::Subscribed,
        Some(false) | None => ConsentState::NotSubscribed,
    })
}

/// How words begin for someone who left a list, or complained, on any platform.
const LEFT: &[&str] = &[
    "unsubscribed",
    "unsubscribe",
    "opted out",
    "opted_out",
    "opted-out",
    "opt-out",
    "opt out",
    "optout",
    "complain",
    "spam",
    "marked as spam",
    "junk",
    "abuse",
    "blocked",
    "blacklist",
    "blocklist",
    "suppress",
    "abgemeldet",
    "widerrufen",
    "désabonné",
    "désinscrit",
    "dado de baja",
    "disiscritto",
    "uitgeschreven",
    "afgemeld",
];

/// Whether a word for consent is none that is known.
fn is_odd(cell: &str, profile: &Profile) -> bool {
    let word = fold(cell);
    !word.is_empty()
        && profile.meaning(cell).and_then(meant).is_none()
        && yes_no(cell).is_none()
        && !LEFT.iter().any(|left| word.starts_with(left))
}

fn meant(meaning: Meaning) -> Option<ConsentState> {
    match meaning {
        Meaning::Yes => Some(ConsentState::Subscribed),
        Meaning::No => Some(ConsentState::Unsubscribed),
        _ => None,
    }
}

/// The moment in the first of those columns that has one. One that lies ahead says nothing: it
/// would outlive every “no”.
fn moment(row: &Row, columns: &[usize], reading: &Reading) -> Option<Timestamp> {
    let zone = reading.profile.layout.time_zone.as_ref();
    let zone: Option<ShopZone> = zone.and_then(|zone| zone.parse().ok());
    let zone = zone.unwrap_or(reading.shop.zone);
    let mut cells = columns.iter().map(|position| row.cell(*position).trim());
    let cell = cells.find(|cell| !cell.is_empty())?;
    let written = dates::read(cell)?;
    let at = written.moment(reading.dates, zone)?.at;
    (dates::is_plausible(at, reading.shop.now) && at <= reading.shop.now).then_some(at)
}
