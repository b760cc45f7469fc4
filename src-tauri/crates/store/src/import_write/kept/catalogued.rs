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

/// Products of a source of which all imports that stand said the same, by what they said: that
/// holds what a product is known by.
#[derive(Debug, Default)]
pub struct KnownCatalogue(HashMap<Fingerprint, SaidProduct>);

/// A product of which all imports that stand said the same, and what that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidProduct {
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
        let mut last: Option<(SaidProduct, bool)> = None;
        while let Some(row) = rows.next()? {
            let seen = SaidProduct {
                id: row.get(0)?,
                said: row.get(1)?,
                hash: row.get(2)?,
            };
            match &mut last {
                Some((product, is_same)) if product.id == seen.id => {
                    *is_same &= product.hash == seen.hash;
                }
                _ => known.add(last.replace((seen, true))),
            }
        }
        known.add(last);
        Ok(known)
    }
}

impl KnownCatalogue {
    fn add(&mut self, product: Option<(SaidProduct, bool)>) {
        if let Some((product, true)) = product {
            self.0.insert(product.hash, product);
        }
    }

    /// The product of which all imports said just that.
    pub fn find(&self, said: &CatalogueContent) -> Result<Option<SaidProduct>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        Ok(self.0.get(&fingerprint(&to_json(said)?)).copied())
    }
}
