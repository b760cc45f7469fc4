//! Notes on a customer, and tags of the merchant's own.

use std::collections::BTreeSet;

use pannier_core::{CustomerId, ShopZone};
use pannier_store::{NoteRecord, ReadTx};

use crate::{
    ApiError, Result, Shop,
    views::{ChangeNote, CustomerNote, CustomerTag, WriteNote},
};

/// Characters of a note at most.
const LONGEST_NOTE: usize = 5_000;

/// Characters of a tag at most: Shopify takes no longer ones.
const LONGEST_TAG: usize = 255;

/// Writes a note on a customer.
///
/// # Errors
/// [`crate::Code::Validation`] for a text that is empty or too long, [`crate::Code::NotFound`] when
/// the customer is gone, [`crate::Code::Conflict`] for one without id, address and number, or what
/// the file says.
pub fn write_note(shop: &Shop, input: &WriteNote) -> Result<CustomerNote> {
    let text = checked_note(&input.text)?;
    let now = shop.clock().now();
    let zone = shop.record()?.zone;
    let id = shop.write(|tx| {
        let person = tx.people()?.person(CustomerId(input.customer));
        Ok(tx.write_note(person, text, now)?)
    })?;
    let note = NoteRecord {
        id,
        text: text.to_owned(),
        written_at: now,
        changed_at: None,
    };
    Ok(note_view(&note, zone))
}

/// Changes what a note says.
///
/// # Errors
/// As [`write_note`]; [`crate::Code::NotFound`] when the note is gone.
pub fn change_note(shop: &Shop, input: &ChangeNote) -> Result<CustomerNote> {
    let text = checked_note(&input.text)?;
    let now = shop.clock().now();
    let zone = shop.record()?.zone;
    let note = shop.write(|tx| Ok(tx.change_note(input.id, text, now)?))?;
    Ok(note_view(&note, zone))
}

/// Takes a note away.
///
/// # Errors
/// [`crate::Code::NotFound`] when it is gone already, or what the file says.
pub fn remove_note(shop: &Shop, id: i64) -> Result<()> {
    shop.write(|tx| Ok(tx.remove_note(id)?))
}

/// Gives a customer a tag of the merchant's own; all that they have then. One that they have
/// already, in any case, is left as it is.
///
/// # Errors
/// [`crate::Code::Validation`] for a tag that is none, else as [`write_note`].
pub fn add_tag(shop: &Shop, input: &CustomerTag) -> Result<Vec<String>> {
    let tag = checked_tag(&input.tag)?;
    let now = shop.clock().now();
    shop.write(|tx| {
        let (person, ids) = same_person(tx, input.customer)?;
        tx.add_own_tag(&ids, person, tag, now)?;
        Ok(tx.own_tags(&ids)?)
    })
}

/// Takes a tag of the merchant's own from a customer; all that they have left. Tags of customers
/// files stay.
///
/// # Errors
/// What the file says.
pub fn remove_tag(shop: &Shop, input: &CustomerTag) -> Result<Vec<String>> {
    shop.write(|tx| {
        let (_, ids) = same_person(tx, input.customer)?;
        tx.remove_own_tag(&ids, cleaned(&input.tag))?;
        Ok(tx.own_tags(&ids)?)
    })
}

fn same_person(tx: &ReadTx, customer: i64) -> Result<(CustomerId, BTreeSet<CustomerId>)> {
    let people = tx.people()?;
    let person = people.person(CustomerId(customer));
    Ok((person, people.same(person)))
}

pub(super) fn note_view(note: &NoteRecord, zone: ShopZone) -> CustomerNote {
    CustomerNote {
        id: note.id,
        text: note.text.clone(),
        written_at: note.written_at.0,
        written_on: zone.day_of(note.written_at).to_string(),
        changed_on: note.changed_at.map(|at| zone.day_of(at).to_string()),
    }
}

fn checked_note(text: &str) -> Result<&str> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_NOTE {
        let message = format!("A note has one to {LONGEST_NOTE} characters. Nothing was changed");
        return Err(ApiError::invalid("text", message));
    }
    Ok(text)
}

/// As the tags of files are read: without blanks and quotes around it.
fn cleaned(tag: &str) -> &str {
    tag.trim().trim_matches('"').trim()
}

fn checked_tag(tag: &str) -> Result<&str> {
    let tag = cleaned(tag);
    let fits = !tag.is_empty()
        && tag.chars().count() <= LONGEST_TAG
        && !tag.chars().any(|c| c == ',' || c.is_control());
    if fits {
        Ok(tag)
    } else {
        let message = format!(
            "A tag has one to {LONGEST_TAG} characters on one line, without a comma. Nothing was changed"
        );
        Err(ApiError::invalid("tag", message))
    }
}

/// The tags that customers files say, each once, in their order.
pub(super) fn said_tags<'t>(said: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let tags = said.flat_map(|tags| tags.split(',')).map(cleaned);
    tags.filter(|tag| !tag.is_empty() && seen.insert(*tag))
        .map(str::to_owned)
        .collect()
}
