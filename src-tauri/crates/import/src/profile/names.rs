//! The names that columns of each meaning have, over all platforms and languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{Field, profiles};
use crate::Kind;

type Names = BTreeMap<(Kind, Field), BTreeSet<String>>;

/// Names of columns that no platform has but people give.
static USUAL: &str = include_str!("../../../../../assets/column-names.toml");

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::new();
    // A test reads it and says what is wrong with it.
    let usual: BTreeMap<Field, Vec<String>> = toml::from_str(USUAL).unwrap_or_default();
    for (field, own) in usual {
        for kind in Kind::ALL.into_iter().filter(|kind| field.is_of(*kind)) {
            let all = names.entry((kind, field)).or_default();
            all.extend(own.iter().cloned());
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::fold;

    #[test]
    fn the_usual_names_are_folded_and_mean_one_thing_in_a_kind() {
        let usual: BTreeMap<Field, Vec<String>> = toml::from_str(USUAL).unwrap();
        for (field, names) in &usual {
            for name in names {
                assert_eq!(fold(name), *name, "{field:?}");
                for (other, others) in &usual {
                    let together = Kind::ALL
                        .into_iter()
                        .any(|k| field.is_of(k) && other.is_of(k));
                    let is_other = together && other != field;
                    assert!(
                        !is_other || !others.contains(name),
                        "{name}: {field:?}, {other:?}"
                    );
                }
            }
        }
    }
}
