//! Everyone of a message, page by page and as a file, and the merchant's word on some of them.

use std::collections::BTreeSet;

use pannier_core::{CustomerId, Timestamp};
use pannier_store::{OutboxFilter, OutboxRow as Stored, OutboxState as State, Reason};

use super::{
    count, number,
    returned::event,
    words::{outbox_state, reason_words, stored_state, suppression_words},
};
use crate::{
    ApiError, Exported, Result, Shop,
    views::{CustomerMail, CustomerMessage, DecideUncertain, ListOutbox, OutboxPage, OutboxRow},
};

/// Rows of a page at most.
const MOST: u32 = 200;

/// People that are read at once for a file.
const BATCH: u64 = 10_000;

fn filter(input: &ListOutbox) -> Result<OutboxFilter> {
    let reason = match input.reason.as_deref() {
        None => None,
        Some(word) => {
            let refuse = || ApiError::invalid("reason", "There is no such reason");
            Some(Reason::of_word(word).ok_or_else(refuse)?)
        }
    };
    Ok(OutboxFilter {
        state: input.state.map(stored_state),
        reason,
        search: input.search.trim().to_owned(),
    })
}

pub(super) fn outbox_row(row: Stored) -> OutboxRow {
    let waits = row.state == State::Ready && row.next_at > Timestamp(0);
    OutboxRow {
        id: row.id,
        customer: row.customer.map(|customer| customer.0),
        name: row.name,
        address: row.address,
        state: outbox_state(row.state),
        why: row
            .reason
            .map_or_else(String::new, |reason| reason_words(reason).to_owned()),
        said: row.said,
        left_at: row.body_at.map(|at| at.0),
        next_at: waits.then_some(row.next_at.0),
    }
}

/// A page of everyone of a message.
///
/// # Errors
/// [`crate::Code::Validation`] for a reason that there is not, or what the shop file says.
pub fn list_outbox(shop: &Shop, input: &ListOutbox) -> Result<OutboxPage> {
    let filter = filter(input)?;
    shop.read(|tx| {
        let sending = i64::from(input.id);
        let rows = tx.outbox_page(
            sending,
            &filter,
            input.offset.into(),
            input.limit.min(MOST).into(),
        )?;
        Ok(OutboxPage {
            total: count(tx.outbox_count(sending, &filter)?),
            rows: rows.into_iter().map(outbox_row).collect(),
        })
    })
}

/// The same people as a file for a table.
///
/// # Errors
/// As [`list_outbox`].
pub fn export_outbox(shop: &Shop, input: &ListOutbox) -> Result<Exported> {
    let filter = filter(input)?;
    let mut file = csv::Writer::from_writer(Vec::new());
    let full = |error: csv::Error| ApiError::new(crate::Code::Internal, error.to_string());
    file.write_record(["name", "address", "state", "why", "server", "left_at"])
        .map_err(full)?;
    let name = shop.read(|tx| {
        let sending = tx.sending(input.id.into())?;
        let mut offset = 0;
        loop {
            let rows = tx.outbox_page(sending.id, &filter, offset, BATCH)?;
            let last = (rows.len() as u64) < BATCH;
            offset += rows.len() as u64;
            for row in rows {
                let left = row.body_at.map_or_else(String::new, |at| at.to_string());
                let why = row.reason.map_or("", reason_words);
                let cells = [
                    plain(&row.name),
                    plain(&row.address),
                    row.state.word().to_owned(),
                    why.to_owned(),
                    plain(&row.said),
                    left,
                ];
                file.write_record(cells).map_err(full)?;
            }
            if last {
                return Ok(sending.settings.name);
            }
        }
    })?;
    let bytes = file
        .into_inner()
        .map_err(|error| ApiError::new(crate::Code::Internal, error.to_string()))?;
    Ok(Exported {
        name: format!("{}.csv", file_word(&name)),
        bytes,
    })
}

/// A cell that no program of tables takes for a formula.
pub(super) fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn file_word(name: &str) -> String {
    let word = name
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    if word.is_empty() {
        "outbox".to_owned()
    } else {
        word
    }
}

/// Lets those who failed be tried again when the message is started, and nobody else. Returns how
/// many.
///
/// # Errors
/// [`crate::Code::Busy`] while anything is sent, or what the shop file says.
pub fn retry_failed(shop: &Shop, id: u32) -> Result<u32> {
    let again = pannier_campaign::retry(shop.store(), id.into(), shop.clock().now())?;
    Ok(count(again))
}

/// Takes the merchant's word on someone who may have got a message.
///
/// # Errors
/// [`crate::Code::Busy`] while anything is sent, [`crate::Code::Conflict`] where it is settled.
pub fn decide_uncertain(shop: &Shop, input: DecideUncertain) -> Result<()> {
    pannier_campaign::decide(shop.store(), input.row, input.again, shop.clock().now())?;
    Ok(())
}

/// Mail to one customer, all who were joined with them among it, and what came back of it.
///
/// # Errors
/// What the shop file says.
pub fn customer_mail(shop: &Shop, customer: i64) -> Result<CustomerMail> {
    shop.read(|tx| {
        let members = tx.people()?.same(CustomerId(customer));
        let (mut messages, mut events) = (Vec::new(), Vec::new());
        let (mut suppressed_why, mut addresses) = (String::new(), BTreeSet::new());
        for member in members {
            for row in tx.outbox_of_customer(member)? {
                let sending = tx.sending(row.sending)?;
                addresses.insert(row.address.clone());
                messages.push(CustomerMessage {
                    sending: number(sending.id),
                    name: sending.settings.name,
                    row: outbox_row(row),
                });
            }
            events.extend(tx.inbox_events_of(member)?.into_iter().map(event));
            let cards = tx.customer_cards(&[member])?;
            addresses.extend(cards.into_iter().map(|card| card.email));
        }
        for address in addresses.iter().filter(|address| !address.is_empty()) {
            if let Some(known) = tx.suppressed_address(&tx.address_hash(address)?)? {
                suppression_words(known.reason).clone_into(&mut suppressed_why);
            }
        }
        messages.sort_by_key(|message| std::cmp::Reverse(message.row.id));
        events.sort_by_key(|event| std::cmp::Reverse(event.id));
        Ok(CustomerMail {
            messages,
            events,
            suppressed_why,
        })
    })
}
