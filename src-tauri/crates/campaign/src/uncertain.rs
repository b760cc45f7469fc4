//! The merchant's word on messages that may have been sent, and on those that failed.

use pannier_core::Timestamp;
use pannier_store::{OutboxFilter, OutboxState, Reason, Store};

use crate::{Error, Journal, Result};

/// Takes the merchant's word on someone who may have got a message: they did, or it is sent again.
///
/// # Errors
/// [`Error::SendsElsewhere`] while anything is sent, [`pannier_store::Error::Conflict`] where it is
/// settled already.
pub fn decide(store: &Store, row: i64, again: bool, now: Timestamp) -> Result<()> {
    let journal = open(store)?;
    let row = store.read(|tx| tx.outbox_row(row))?;
    believe(store, &journal, row.sending, now)?;
    if again {
        // Else the next start would take the journal's word that it may have left.
        journal.not(&row.word).map_err(Error::Journal)?;
    }
    store.write(|tx| -> Result<()> {
        tx.decide_uncertain(row.id, again, now)?;
        if again {
            // The merchant starts it.
            tx.reopen_sending(row.sending)?;
        }
        Ok(())
    })
}

/// Lets those who failed be tried again, and nobody else. Returns how many.
///
/// # Errors
/// As [`decide`].
pub fn retry(store: &Store, sending: i64, now: Timestamp) -> Result<u64> {
    let journal = open(store)?;
    believe(store, &journal, sending, now)?;
    let filter = OutboxFilter {
        state: Some(OutboxState::Failed),
        ..OutboxFilter::default()
    };
    let failed = store.read(|tx| tx.outbox_page(sending, &filter, 0, u64::MAX))?;
    // What came back was sent.
    let sent = Some(Reason::CameBack);
    for row in failed.iter().filter(|row| row.reason != sent) {
        journal.not(&row.word).map_err(Error::Journal)?;
    }
    store.write(|tx| -> Result<u64> {
        let again = tx.retry_failed(sending, now)?;
        if again > 0 {
            tx.reopen_sending(sending)?;
        }
        Ok(again)
    })
}

/// Takes over what the journal knows and an older copy of the shop file that was put back does not:
/// who has the message is not tried again.
fn believe(store: &Store, journal: &Journal, sending: i64, now: Timestamp) -> Result<()> {
    store.write(|tx| tx.recover_outbox_of(sending, &|word| journal.knows(word), now))?;
    Ok(())
}

fn open(store: &Store) -> Result<Journal> {
    let key = store.read(|tx| tx.shop_key())?;
    Journal::open(store.path(), key)
}
