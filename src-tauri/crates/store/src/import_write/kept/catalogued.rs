//! What is known of the products of a source, read at once: looking up each of many takes longer.

use std::collections::HashMap;

use pannier_core::SourceId;

use super::{
    CatalogueContent,
    saying::{fingerprint, to_json},
};
use crate::{ReadTx, Result, import_write::Fingerprint};

/// A file of fewer products looks each of them up.
const MANY: u64 = 1_000;

/// The products of a source of which all imports that stand said the same.
#[derive(Debug, Default)]
pub struct KnownCatalogue(HashMap<Fingerprint, Known>);

/// A product, and what all imports said of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) id: i64,
    pub(super) said: i64,
    pub(super) hash: Fingerprint,
}

impl ReadTx<'_> {
    /// What is known of the products of a source, for a file of so many; nothing where they are
    /// few.
    pub fn known_catalogue(
        &self,
        source: Option<SourceId>,
        records: u64,
    ) -> Result<KnownCatalogue> {
        let mut known = KnownCatalogue::default();
        let (Some(source), true) = (source, records >= MANY) else {
            return Ok(known);
        };
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../../sql/kept/known_catalogue.sql"))?;
        let mut rows = statement.query([source.0])?;
        while let Some(row) = rows.next()? {
            let key = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let product = Known {
                id: row.get(1)?,
                said: row.get(2)?,
                hash: row.get(3)?,
            };
            known.0.insert(fingerprint(key), product);
        }
        Ok(known)
    }
}

impl KnownCatalogue {
    /// Whether all imports said just that.
    pub fn says(&self, said: &CatalogueContent) -> Result<bool> {
        Ok(self.find(said)?.is_some())
    }

    /// The product of which all imports said just that.
    pub(super) fn find(&self, said: &CatalogueContent) -> Result<Option<Known>> {
        let Some(known) = self.0.get(&fingerprint(&said.external_id)) else {
            return Ok(None);
        };
        let is_same = known.hash == fingerprint(&to_json(said)?);
        Ok(is_same.then_some(*known))
    }

    /// Something else is said of a product.
    pub(super) fn forget(&mut self, said: &CatalogueContent) {
        self.0.remove(&fingerprint(&said.external_id));
    }
}
