//! Suggestions for the columns of a file once more, after the merchant has said what it holds, what
//! a row of it is, or what some of its columns mean.

use std::path::Path;

use pannier_core::Cancel;
use pannier_store::ReadTx;

use super::{
    KnownColumns, MappingDraft, RowShape,
    columns::{draft_of, draft_of_said},
    known::kept_in,
    suggest::Given,
};
use crate::{
    Kind, Options, Refusal, Result,
    profile::Field,
    sniff::{Stop, look},
    table,
    unpack::{Spool, unpack},
};

/// What the merchant has said of a file so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SuggestionFor {
    /// Name of the file in its report.
    pub file: String,
    /// What it holds; nothing where that is to be guessed.
    pub kind: Option<Kind>,
    /// What a row is; nothing where that is to be guessed.
    pub rows: Option<RowShape>,
    /// For columns that something was said of, their place and the key of their meaning, or that
    /// they have none.
    pub columns: Vec<(usize, Option<String>)>,
}

/// What the columns of one table of a file may mean, beside what was said of it.
///
/// # Errors
/// The inner one says why the file is no table of which anything can be suggested. Else
/// [`crate::Error::Cancelled`].
pub fn suggest(
    path: &Path,
    said: &SuggestionFor,
    tx: &ReadTx,
    cancel: &Cancel,
) -> Result<Result<MappingDraft, Refusal>> {
    match draft(path, said, tx, cancel) {
        Ok(draft) => Ok(Ok(draft)),
        Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
        Err(Stop::Cancelled(cancelled)) => Err(cancelled.into()),
    }
}

fn draft(
    path: &Path,
    said: &SuggestionFor,
    tx: &ReadTx,
    cancel: &Cancel,
) -> Result<MappingDraft, Stop> {
    let mut spool = Spool::default();
    let parts = unpack(path, &mut spool, cancel)?;
    let part = parts.into_iter().find(|part| part.name == said.file);
    let part = part.ok_or_else(|| {
        Stop::Refused(Refusal::new(
            "This table is not in the file any more",
            "Drop the file again",
        ))
    })?;
    let looked = look(&part.path, cancel)?;
    let saved = kept_in(tx);
    let options = Options::default();
    let table = match table::find(
        &looked.head,
        &KnownColumns::of(&options, &part.name, &saved),
    ) {
        Ok(table) => table,
        Err(unknown) => {
            return draft_of_said(&looked.head, &unknown, &given(said))
                .ok_or(Stop::Refused(unknown.refusal));
        }
    };
    let profile = &table.found.profile;
    match profile.kind {
        // What a platform's columns mean is known, whatever its rows are.
        Some(kind) if said.kind.is_none_or(|said| said == kind) => {
            let mut draft = draft_of(&looked.head, &table, profile, kind);
            draft.rows = said.rows.unwrap_or(draft.rows);
            Ok(draft)
        }
        _ => {
            let unknown = table.as_unknown();
            draft_of_said(&looked.head, &unknown, &given(said))
                .ok_or(Stop::Refused(unknown.refusal))
        }
    }
}

fn given(said: &SuggestionFor) -> Given {
    let columns = said.columns.iter().map(|(position, key)| {
        let field = key.as_deref().and_then(Field::of_key);
        (*position, field)
    });
    Given {
        kind: said.kind,
        rows: said.rows,
        columns: columns.collect(),
    }
}
