//! Consent as it can be shown to others: what was said, by whom, when, and where that stands.

use std::{collections::BTreeSet, path::Path};

use pannier_core::{Channel, ConsentSource, ConsentState, CustomerId, ShopZone, Timestamp};
use pannier_report::{Block, Cell, Column, Document, Kind, Note, Table};
use pannier_store::ConsentEntry;

use super::{about, file_name, word_for, written};
use crate::{ApiError, Exported, Result, Shop};

const CHANNELS: [Channel; 3] = [Channel::Email, Channel::Sms, Channel::WhatsApp];

/// The consent of one person, channel by channel, as a page to print.
///
/// # Errors
/// [`crate::Code::NotFound`] when they are gone, or what the file says.
pub fn consent_proof(shop: &Shop, customer: i64) -> Result<Exported> {
    let zone = shop.record()?.zone;
    let (card, ids, entries, now) = shop.read(|tx| {
        let people = tx.people()?;
        let person = people.person(CustomerId(customer));
        let ids = people.same(person);
        let card = tx.customer_cards(&[person])?.into_iter().next();
        let gone = || {
            let said = "This customer is not in the shop file any more".to_owned();
            ApiError::from(pannier_store::Error::Missing(said))
        };
        let card = card.ok_or_else(gone)?;
        let mut now = Vec::new();
        for channel in CHANNELS {
            let mut states = BTreeSet::new();
            for id in &ids {
                states.insert(rank(tx.consent(*id, channel)?));
            }
            now.push((channel, states.into_iter().next().unwrap_or(2)));
        }
        Ok((card, ids.len(), tx.consent_history(&ids)?, now))
    })?;
    let called = word_for(Some(&card));
    let about = about(shop, &format!("Consent of {called}"))?;
    let mut blocks = Vec::new();
    let mut rows = vec![
        ("Name", format!("{} {}", card.first_name, card.last_name)),
        ("E-mail", card.email.clone()),
        ("Phone", card.phone.clone()),
    ];
    if ids > 1 {
        rows.push(("Entries of the files", format!("{ids}, joined by the shop")));
    }
    let mut table = Table::new("Whose", texts(&["What", "Held"]), "");
    for (what, held) in rows.iter().filter(|(_, held)| !held.trim().is_empty()) {
        table.push([Cell::text(*what), Cell::text(held.trim())]);
    }
    blocks.push(Block::Table(table));
    let mut table = Table::new("What holds now", texts(&["Channel", "State"]), "");
    for (channel, state) in now {
        table.push([Cell::text(channel_word(channel)), Cell::text(RANKED[state])]);
    }
    blocks.push(Block::Table(table));
    history(&mut blocks, &entries, zone);
    blocks.push(Block::Note(Note::plain(
        "Files that shops export do not hold the words that were agreed to, nor the form they stood \
         on. Keep those with this page.",
    )));
    let document = Document { about, blocks };
    Ok(Exported {
        name: file_name("consent", &called, "html"),
        bytes: written(&document)?.into_bytes(),
    })
}

/// Writes the consent of one person as a page.
///
/// # Errors
/// As [`consent_proof`]; [`crate::Code::DiskFull`] or [`crate::Code::Unreadable`], as the system says.
pub fn write_consent_proof(shop: &Shop, customer: i64, path: &Path) -> Result<()> {
    consent_proof(shop, customer)?.write(path)
}

/// A no before a yes before nothing.
const RANKED: [&str; 3] = ["said no", "agreed", "never asked, or no answer"];

fn rank(state: ConsentState) -> usize {
    match state {
        ConsentState::Unsubscribed => 0,
        ConsentState::Subscribed => 1,
        ConsentState::NotSubscribed => 2,
    }
}

/// The history, a table for each channel on which anything was said; the oldest first.
pub(super) fn history(blocks: &mut Vec<Block>, entries: &[ConsentEntry], zone: ShopZone) {
    for channel in CHANNELS {
        let own: Vec<&ConsentEntry> = entries
            .iter()
            .rev()
            .filter(|entry| entry.channel == channel)
            .collect();
        let title = format!("History: {}", channel_word(channel));
        let heads = [
            "Said",
            "What",
            "Who said so",
            "Where it stands",
            "Known to the shop since",
        ];
        let mut table = Table::new(title, texts(&heads), "Nothing was ever said");
        for entry in own {
            let event = &entry.event;
            let said = match event.dated_at {
                Some(dated) => at(dated, zone),
                None => "the file does not say when".to_owned(),
            };
            let stands = match (entry.order.is_empty(), entry.proof.is_empty()) {
                (false, _) => format!("the box of order {}", entry.order),
                (true, false) => entry.proof.clone(),
                (true, true) => "not known".to_owned(),
            };
            table.push([
                Cell::text(said),
                Cell::text(RANKED[rank(event.state)]),
                Cell::text(source_word(event.source)),
                Cell::text(stands),
                Cell::text(at(event.recorded_at, zone)),
            ]);
        }
        blocks.push(Block::Table(table));
    }
}

fn texts(heads: &[&str]) -> Vec<Column> {
    heads
        .iter()
        .map(|head| Column::new(*head, Kind::Text))
        .collect()
}

/// A moment in the shop's zone, with what that is off UTC.
pub(super) fn at(at: Timestamp, zone: ShopZone) -> String {
    zone.with_offset(zone.local(at), "%Y-%m-%d %H:%M %:z")
}

pub(super) fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "e-mail",
        Channel::Sms => "text message",
        Channel::WhatsApp => "WhatsApp",
    }
}

pub(super) fn state_word(state: ConsentState) -> &'static str {
    match state {
        ConsentState::Subscribed => "yes",
        ConsentState::NotSubscribed => "nothing",
        ConsentState::Unsubscribed => "no",
    }
}

pub(super) fn source_word(source: ConsentSource) -> &'static str {
    match source {
        ConsentSource::Person => "the person",
        ConsentSource::CustomersFile => "the shop’s list of customers",
        ConsentSource::Order => "the box of an order",
    }
}
