//! The names that columns of each meaning have, over all platforms and languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{Field, profiles};
use crate::Kind;

type Names = BTreeMap<(Kind, Field), BTreeSet<String>>;

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::new();
    for profile in profiles() {
        let Some(kind) = profile.kind else { continue };
        for (field, columns) in &profile.columns {
            let own = columns.iter().flat_map(|column| column.split('|'));
            let all = names.entry((kind, *field)).or_default();
            all.extend(own.filter(|name| !name.starts_with('*')).map(str::to_owned));
        }
    }
    names
});

/// Folded names of columns with that meaning.
pub(crate) fn column_names(kind: Kind, field: Field) -> Vec<&'static str> {
    let own = NAMES.get(&(kind, field)).into_iter().flatten();
    own.map(String::as_str).collect()
}
