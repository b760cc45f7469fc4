//! Who had said no when, as files are read again.
//!
//! A “no” reaches every word that its customer is known by, also one that they leave later. At
//! the end of reading again only the last words are left, so the “no” is followed row by row.

use std::collections::HashMap;

use pannier_core::{Channel, CustomerId};
use rusqlite::named_params;

use super::consent::{CHANNELS, Told, channel_word};
use crate::{Result, WriteTx};

/// Where a “no” came from.
#[derive(Debug, Clone)]
struct No {
    recorded_at: i64,
    dated_at: Option<i64>,
    proof: String,
}

/// What has been said no to so far.
#[derive(Debug, Default)]
pub(super) struct SaidNo {
    customers: HashMap<(CustomerId, Channel), No>,
    words: HashMap<([u8; 32], Channel), No>,
}

impl WriteTx<'_> {
    /// Lets a customer's “no”, as far as files have `told` by now, reach the words that they are
    /// known by at this point, and the other way round.
    pub(super) fn follow_no(
        &self,
        so_far: &mut SaidNo,
        customer: CustomerId,
        told: Told,
    ) -> Result<()> {
        let unsubscribings = self.unsubscribings(customer, told)?;
        for channel in CHANNELS {
            let hashes = self.words_of(customer, channel)?;
            let own = unsubscribings.iter().find(|said| said.channel == channel);
            let no = so_far
                .customers
                .get(&(customer, channel))
                .cloned()
                .or_else(|| {
                    own.map(|said| No {
                        recorded_at: said.recorded_at,
                        dated_at: said.dated_at,
                        proof: said.proof.clone(),
                    })
                })
                .or_else(|| {
                    let taken = |hash: &[u8; 32]| so_far.words.get(&(*hash, channel)).cloned();
                    hashes.iter().find_map(taken)
                });
            if let Some(no) = no {
                for hash in hashes {
                    let known = so_far.words.entry((hash, channel));
                    known.or_insert_with(|| no.clone());
                }
                so_far.customers.insert((customer, channel), no);
            }
        }
        Ok(())
    }

    /// Keeps for good what was said no to on the way.
    pub(super) fn keep_followed(&self, so_far: &SaidNo) -> Result<()> {
        for ((hash, channel), no) in &so_far.words {
            self.connection()
                .prepare_cached(
                    "INSERT OR IGNORE INTO suppression (word_hash, channel, source, recorded_at, dated_at, proof)
                     VALUES (:hash, :channel, 'customers_file', :at, :dated_at, :proof)",
                )?
                .execute(named_params! {
                    ":hash": hash, ":channel": channel_word(*channel), ":at": no.recorded_at,
                    ":dated_at": no.dated_at, ":proof": no.proof,
                })?;
        }
        Ok(())
    }
}
