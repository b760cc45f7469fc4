//! Records besides orders and customers: products, carts that were left behind, payments, refunds
//! of their own, behaviour.
//!
//! Each import keeps what it said of a record. The record reads as what the imports that stand say
//! of it, later exports over earlier ones; a field that a file has no column for is not said, and
//! leaves what is known. Taking an import back takes out what it said, and what is left is read
//! again: the same as if the import had never been.

mod attached;
mod balances;
mod behaviour;
mod catalogue;
mod catalogued;
mod cataloguing;
mod checkouts;
mod links;
mod matching;
mod payments;
mod read;
mod refunds;
mod saying;
mod totals;
mod undo;

use std::borrow::Cow;

use pannier_core::{ImportId, SourceId, Timestamp};
use rusqlite::{OptionalExtension, named_params};
use serde::{Serialize, de::DeserializeOwned};

pub use balances::BalanceContent;
pub use behaviour::{BehaviourContent, BehaviourKind, BehaviourWriter};
pub use catalogue::{CatalogueContent, CatalogueStatus, VariantContent};
pub use catalogued::{KnownCatalogue, SaidProduct};
pub use cataloguing::CatalogueWriter;
pub use checkouts::{CartLine, CheckoutContent};
pub use matching::{LightOrder, OrderIndex, PaymentHint};
pub use payments::{PaymentContent, PaymentKind, PaymentStatus};
pub use read::{BehaviourRecord, CheckoutRecord, PaymentRecord};
pub use refunds::RefundContent;
pub use totals::KeptTotals;

pub(crate) use saying::fingerprint as said_fingerprint;
use saying::{all_said, fingerprint, to_json};

use super::Sighting;
use crate::{Error, ReadTx, Result, WriteTx};

/// A kind of record besides orders and customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeptKind {
    /// What the shop sells.
    Products,
    /// Carts that were left behind.
    Checkouts,
    /// Payments, one by one.
    Payments,
    /// Refunds that are no part of an order’s own rows.
    Refunds,
    /// Views, wishes and carts.
    Behaviour,
    /// Points in another programme.
    Balances,
}

impl KeptKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Products,
        Self::Checkouts,
        Self::Payments,
        Self::Refunds,
        Self::Behaviour,
        Self::Balances,
    ];

    /// `products`, `checkouts`, `payments`, `refunds`, `behaviour` or `balances`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Products => "products",
            Self::Checkouts => "checkouts",
            Self::Payments => "payments",
            Self::Refunds => "refunds",
            Self::Behaviour => "behaviour",
            Self::Balances => "balances",
        }
    }

    /// The statement that finds a record by its key.
    fn find(self) -> &'static str {
        match self {
            Self::Products => {
                "SELECT id FROM catalogue_product WHERE source_id = :source AND external_id = :key"
            }
            Self::Checkouts => {
                "SELECT id FROM checkout WHERE source_id = :source AND external_id = :key"
            }
            Self::Payments => {
                "SELECT id FROM payment WHERE source_id = :source AND external_id = :key"
            }
            Self::Refunds => {
                "SELECT id FROM refund WHERE source_id = :source AND external_id = :key"
            }
            Self::Balances => {
                "SELECT id FROM points_balance WHERE source_id = :source AND external_id = :key"
            }
            // Known by all that it says.
            Self::Behaviour => "SELECT NULL WHERE :source IS NULL AND :key IS NULL",
        }
    }

    /// The statement that deletes a record.
    fn delete(self) -> &'static str {
        match self {
            Self::Products => "DELETE FROM catalogue_product WHERE id = :id",
            Self::Checkouts => "DELETE FROM checkout WHERE id = :id",
            Self::Payments => "DELETE FROM payment WHERE id = :id",
            Self::Refunds => "DELETE FROM refund WHERE id = :id",
            Self::Behaviour => "DELETE FROM behaviour WHERE id = :id",
            Self::Balances => "DELETE FROM points_balance WHERE id = :id",
        }
    }
}

/// Where a record comes from.
#[derive(Debug, Clone, Copy)]
pub struct KeptPlace {
    /// Its source.
    pub source: SourceId,
    /// The import that says it.
    pub import: ImportId,
    /// The file that says it.
    pub file: i64,
}

/// What a file says of a record, and how it is stored.
pub trait Kept: Clone + PartialEq + Serialize + DeserializeOwned {
    /// Which kind of record it is.
    const KIND: KeptKind;

    /// What it is known by within its source.
    fn key(&self) -> Cow<'_, str>;

    /// This over what was said before: what it does not say stays.
    #[must_use]
    fn over(self, before: &Self) -> Self;

    /// Writes a new record; returns its row.
    #[doc(hidden)]
    fn insert(&self, tx: &WriteTx, place: &KeptPlace) -> Result<i64>;

    /// Writes other content into a record that is there.
    #[doc(hidden)]
    fn rewrite(&self, tx: &WriteTx, id: i64) -> Result<()>;
}

impl ReadTx<'_> {
    /// What it would mean to say that of a record, in a file whose newest moment is `newest_at`:
    /// `source` is nothing while none was seen.
    pub fn kept_verdict<K: Kept>(
        &self,
        source: Option<SourceId>,
        newest_at: Option<Timestamp>,
        said: &K,
    ) -> Result<Sighting> {
        let known = match source {
            Some(source) => self.kept_id(source, said)?,
            None => None,
        };
        let Some(id) = known else {
            return Ok(Sighting::New);
        };
        let seen = self.kept_seen(K::KIND, id)?;
        if all_said(&seen, &fingerprint(&to_json(said)?)) {
            return Ok(Sighting::Unchanged);
        }
        let mut all = self.kept_said::<K>(id)?;
        let Some(now) = laid_over(all.iter().map(|(_, said)| said)) else {
            return Ok(Sighting::New);
        };
        let newest_at = newest_at.map(|at| at.0);
        let place = all.partition_point(|(of, _)| *of <= newest_at);
        all.insert(place, (newest_at, said.clone()));
        let then = laid_over(all.iter().map(|(_, said)| said));
        Ok(if then == Some(now) {
            Sighting::Unchanged
        } else {
            Sighting::Updated
        })
    }

    pub(super) fn kept_id<K: Kept>(&self, source: SourceId, said: &K) -> Result<Option<i64>> {
        let mut statement = self.connection().prepare_cached(K::KIND.find())?;
        let params = named_params! { ":source": source.0, ":key": said.key() };
        Ok(statement.query_row(params, |row| row.get(0)).optional()?)
    }

    /// A record as the imports that stand say it; nothing where none does.
    pub(super) fn kept_content<K: Kept>(&self, id: i64) -> Result<Option<K>> {
        let all = self.kept_said::<K>(id)?;
        Ok(laid_over(all.iter().map(|(_, said)| said)))
    }

    /// What imports that stand say of a record, each with the newest moment of its file: of the
    /// oldest export first, of files that speak of no moment in the order they came.
    fn kept_said<K: Kept>(&self, id: i64) -> Result<Vec<(Option<i64>, K)>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT f.newest_at, r.said FROM import_sighting s
               JOIN said_record r ON r.id = s.said_id
               JOIN import_file f ON f.id = s.import_file_id
              WHERE s.kind = :kind AND s.record_id = :id
              ORDER BY f.newest_at, s.import_id",
        )?;
        let mut rows = statement.query(named_params! { ":kind": K::KIND.word(), ":id": id })?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let said = row.get_ref("said")?.as_str();
            let said = from_json(said.map_err(rusqlite::Error::from)?)?;
            all.push((row.get("newest_at")?, said));
        }
        Ok(all)
    }
}

/// What several imports say of a record, later exports over earlier ones.
fn laid_over<'k, K: Kept + 'k>(all: impl Iterator<Item = &'k K>) -> Option<K> {
    all.fold(None, |before: Option<K>, said| {
        Some(match before {
            None => said.clone(),
            Some(before) => said.clone().over(&before),
        })
    })
}

impl WriteTx<'_> {
    /// Keeps how many things of a kind a file brought: new, updated, unchanged.
    pub fn insert_import_count(&self, file: i64, kind: KeptKind, counts: [u64; 3]) -> Result<()> {
        let stored = counts.map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        self.connection()
            .prepare_cached(
                "INSERT INTO import_count (import_file_id, kind, new, updated, unchanged)
                 VALUES (:file, :kind, :new, :updated, :unchanged)",
            )?
            .execute(named_params! {
                ":file": file, ":kind": kind.word(), ":new": stored[0], ":updated": stored[1],
                ":unchanged": stored[2],
            })?;
        Ok(())
    }
}

fn from_json<T: DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json)
        .map_err(|e| Error::Damaged(format!("what a file said cannot be read: {e}")))
}
