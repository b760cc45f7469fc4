//! Addresses that nothing is sent to any more, each with why. Erasing a person keeps the hash.

use pannier_core::Timestamp;
use rusqlite::{OptionalExtension, Row, named_params};

use super::{Reason, address_word, stored_words};
use crate::{Error, ReadTx, Result, Topic, WriteTx};

stored_words! {
    /// Why an address is on the list.
    SuppressionReason {
        /// Its reader said no.
        Unsubscribed = "unsubscribed",
        /// Its reader called a message unwanted.
        Complained = "complained",
        /// It does not exist.
        Bounced = "bounced",
        /// It did not take several messages.
        Full = "full",
        /// The merchant says so.
        ByHand = "by_hand",
        /// Its owner was erased.
        Erased = "erased",
    }
}

impl SuppressionReason {
    /// Whether its reader said so: only a later opt-in of theirs lifts that.
    pub fn is_their_word(self) -> bool {
        matches!(self, Self::Unsubscribed | Self::Complained)
    }

    /// Whether the merchant may take the address off the list.
    pub fn may_be_lifted(self) -> bool {
        matches!(self, Self::Bounced | Self::Full | Self::ByHand)
    }

    /// Of two reasons for one address the graver holds.
    fn gravity(self) -> u8 {
        match self {
            Self::Erased => 5,
            Self::Complained => 4,
            Self::Unsubscribed => 3,
            Self::ByHand => 2,
            Self::Bounced => 1,
            Self::Full => 0,
        }
    }

    /// Why a message to such an address is skipped.
    pub(crate) fn skips(self) -> Reason {
        match self {
            Self::Unsubscribed => Reason::SaidNo,
            Self::Complained => Reason::Complained,
            Self::Bounced => Reason::Bounced,
            Self::Full => Reason::OftenFull,
            Self::ByHand => Reason::ByHand,
            Self::Erased => Reason::Erased,
        }
    }
}

/// An address to be put on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSuppression<'a> {
    /// Normalised.
    pub address: &'a str,
    /// Why.
    pub reason: SuppressionReason,
    /// Where that is known from; it names nobody.
    pub source: &'a str,
    /// The server's or the reader's words.
    pub said: &'a str,
    /// When that was (UTC).
    pub at: Timestamp,
}

/// An address on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressedAddress {
    /// Keyed: what it is known by.
    pub hash: [u8; 32],
    /// Empty once its owner was erased.
    pub address: String,
    /// Why.
    pub reason: SuppressionReason,
    /// Where that is known from.
    pub source: String,
    /// The server's or the reader's words.
    pub said: String,
    /// Since when (UTC).
    pub added_at: Timestamp,
}

fn suppressed(row: &Row) -> Result<SuppressedAddress> {
    Ok(SuppressedAddress {
        hash: row.get("address_hash")?,
        address: row.get("address")?,
        reason: SuppressionReason::stored(&row.get::<_, String>("reason")?)?,
        source: row.get("source")?,
        said: row.get("said")?,
        added_at: Timestamp(row.get("added_at")?),
    })
}

impl ReadTx<'_> {
    /// The keyed hash that an address is known by, normalised before.
    pub fn address_hash(&self, address: &str) -> Result<[u8; 32]> {
        self.word_hash(&address_word(address))
    }

    /// How many addresses nothing is sent to, and when the newest was added (UTC): by this it can be
    /// told whether the list changed.
    pub fn suppressed_state(&self) -> Result<(u64, Option<Timestamp>)> {
        let sql = "SELECT count(*) AS count, max(added_at) AS newest FROM suppressed_address";
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.query_row([], |row| {
            let count: i64 = row.get("count")?;
            let newest: Option<i64> = row.get("newest")?;
            Ok((count.unsigned_abs(), newest.map(Timestamp)))
        })?)
    }

    /// The keyed hash of a word that someone is known by.
    pub(crate) fn word_hash(&self, word: &str) -> Result<[u8; 32]> {
        Ok(*blake3::keyed_hash(&self.shop_key()?, word.as_bytes()).as_bytes())
    }

    /// Addresses of everyone known, and of everyone who was ever considered for a message.
    pub fn known_addresses(&self) -> Result<Vec<String>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT email AS address FROM customer WHERE email IS NOT NULL
             UNION SELECT address FROM outbox WHERE address <> ''",
        )?;
        let addresses = statement.query_map([], |row| row.get("address"))?;
        Ok(addresses.collect::<rusqlite::Result<_>>()?)
    }

    /// Why an address is on the list, where it is.
    pub fn suppressed_address(&self, hash: &[u8; 32]) -> Result<Option<SuppressedAddress>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT address_hash, address, reason, source, said, added_at
               FROM suppressed_address WHERE address_hash = :hash",
        )?;
        let mut rows = statement.query(named_params! { ":hash": hash })?;
        rows.next()?.map(suppressed).transpose()
    }

    /// Addresses on the list in which `search` stands, the newest first.
    pub fn suppressed_addresses(
        &self,
        search: &str,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<SuppressedAddress>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT address_hash, address, reason, source, said, added_at
               FROM suppressed_address WHERE :search = '' OR instr(address, lower(:search)) > 0
              ORDER BY added_at DESC, address_hash LIMIT :limit OFFSET :offset",
        )?;
        let mut rows = statement.query(named_params! {
            ":search": search, ":limit": i64::try_from(limit).unwrap_or(i64::MAX),
            ":offset": i64::try_from(offset).unwrap_or(i64::MAX),
        })?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(suppressed(row)?);
        }
        Ok(found)
    }

    /// How many addresses on the list there are in which `search` stands, by why.
    pub fn count_suppressed(&self, search: &str) -> Result<Vec<(SuppressionReason, u64)>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT reason, count(*) AS count FROM suppressed_address
              WHERE :search = '' OR instr(address, lower(:search)) > 0 GROUP BY reason ORDER BY reason",
        )?;
        let mut rows = statement.query(named_params! { ":search": search })?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            let reason = SuppressionReason::stored(&row.get::<_, String>("reason")?)?;
            counts.push((reason, row.get::<_, i64>("count")?.unsigned_abs()));
        }
        Ok(counts)
    }
}

impl WriteTx<'_> {
    /// Puts an address on the list. Whether that is news: a graver reason replaces a lighter one,
    /// and a later word of its reader an earlier one.
    pub fn suppress_address(&self, new: &NewSuppression) -> Result<bool> {
        let hash = self.address_hash(new.address)?;
        if let Some(known) = self.suppressed_address(&hash)? {
            let same_later =
                known.reason == new.reason && new.reason.is_their_word() && new.at > known.added_at;
            if known.reason.gravity() >= new.reason.gravity() && !same_later {
                return Ok(false);
            }
        }
        self.connection()
            .prepare_cached(
                "INSERT INTO suppressed_address (address_hash, address, reason, source, said, added_at)
                 VALUES (:hash, :address, :reason, :source, :said, :at)
                 ON CONFLICT (address_hash) DO UPDATE SET address = excluded.address, reason = excluded.reason,
                   source = excluded.source, said = excluded.said, added_at = excluded.added_at",
            )?
            .execute(named_params! {
                ":hash": hash, ":address": new.address, ":reason": new.reason.word(),
                ":source": new.source, ":said": new.said, ":at": new.at.0,
            })?;
        self.touch(Topic::Sending);
        Ok(true)
    }

    /// Takes an address off the list; gives what was there.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is not on it, [`Error::Conflict`] where its reader said no, or was
    /// erased.
    pub fn unsuppress_address(&self, hash: &[u8; 32]) -> Result<SuppressedAddress> {
        let gone =
            || Error::Missing("This address is not on the list. Nothing was changed".to_owned());
        let known = self.suppressed_address(hash)?.ok_or_else(gone)?;
        if !known.reason.may_be_lifted() {
            let theirs =
                "They said no themselves: only they can say yes again. Nothing was changed";
            return Err(Error::Conflict(theirs.to_owned()));
        }
        self.connection()
            .prepare_cached("DELETE FROM suppressed_address WHERE address_hash = :hash")?
            .execute(named_params! { ":hash": hash })?;
        self.touch(Topic::Sending);
        Ok(known)
    }

    /// Puts an address whose mailbox did not take the last three messages on the list. Whether it is
    /// there now.
    pub fn suppress_if_often_full(
        &self,
        hash: &[u8; 32],
        address: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/sending/soft_in_a_row.sql"))?;
        let in_a_row: Option<bool> = statement
            .query_row(named_params! { ":hash": hash }, |row| row.get(0))
            .optional()?;
        if in_a_row != Some(true) {
            return Ok(false);
        }
        self.suppress_address(&NewSuppression {
            address,
            reason: SuppressionReason::Full,
            source: "its mailbox did not take the last three messages",
            said: "",
            at: now,
        })
    }
}
