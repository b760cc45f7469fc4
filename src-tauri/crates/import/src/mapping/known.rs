//! What the columns of one file are taken for: what the merchant says of it now, a mapping that
//! was handed over or saved, and else the platform that has such columns.

use std::sync::Arc;

use pannier_store::ReadTx;

use super::{Mapping, MappingSaid, header_key, profile_of};
use crate::{
    Options,
    detect::{self, Match},
    header::Header,
    profile::Profile,
    table::Recognise,
};

/// Looks up the mappings that a shop file keeps, by the key of a header. One that cannot be read
/// any more is none.
pub(crate) fn kept_in(tx: &ReadTx) -> impl Fn(&str) -> Option<Arc<Profile>> {
    |key| {
        let record = tx.mapping_of(key).ok().flatten()?;
        let mapping = Mapping::from_text(&record.text).ok();
        mapping.map(|mapping| mapping.0)
    }
}

/// How one file is recognised.
pub(crate) struct KnownColumns<'k> {
    said: Option<&'k MappingSaid>,
    given: Option<&'k Arc<Profile>>,
    saved: &'k dyn Fn(&str) -> Option<Arc<Profile>>,
}

impl<'k> KnownColumns<'k> {
    /// For the file of that name in its report. `saved` looks up a mapping by the key of a header.
    pub(crate) fn of(
        options: &'k Options,
        file: &str,
        saved: &'k dyn Fn(&str) -> Option<Arc<Profile>>,
    ) -> Self {
        Self {
            said: options.mappings.iter().find(|said| said.file == file),
            given: options.mapping.as_ref().map(|mapping| &mapping.0),
            saved,
        }
    }

    /// What the merchant says of the file.
    pub(crate) fn said(&self) -> Option<&'k MappingSaid> {
        self.said
    }
}

impl Recognise for KnownColumns<'_> {
    fn recognise(&self, header: &Header) -> Option<Match> {
        let sure = |profile| {
            Some(Match {
                profile,
                score: 2.0,
            })
        };
        if let Some(said) = self.said {
            let known = detect::recognise(header).map(|found| found.profile);
            // Of a line that is not the header, it says nothing.
            let has_all = said
                .columns
                .iter()
                .all(|(position, _)| *position < header.len());
            let profile = profile_of(said, header, known.as_deref()).ok();
            return profile
                .filter(|_| has_all && header.len() > 1)
                .and_then(|profile| sure(Arc::new(profile)));
        }
        if let Some(given) = self.given {
            let mut names = given.columns.values().flatten();
            if names.all(|name| header.has_any(name)) {
                return sure(Arc::clone(given));
            }
        }
        (self.saved)(&header_key(header))
            .and_then(sure)
            .or_else(|| detect::recognise(header))
    }
}
