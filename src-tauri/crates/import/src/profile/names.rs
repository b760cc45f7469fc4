//! The names that columns of each meaning have, over all platforms and languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{Field, Meaning, profiles};
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

/// The words for where an order stands that the platforms have between them: what most of them
/// mean by each.
pub(crate) fn usual_words(kind: Kind) -> BTreeMap<Meaning, Vec<String>> {
    let mut said: BTreeMap<&str, BTreeMap<Meaning, usize>> = BTreeMap::new();
    for profile in profiles()
        .iter()
        .filter(|profile| profile.kind == Some(kind))
    {
        for (meaning, words) in &profile.words {
            for word in words {
                *said.entry(word).or_default().entry(*meaning).or_default() += 1;
            }
        }
    }
    let mut words: BTreeMap<Meaning, Vec<String>> = BTreeMap::new();
    for (word, meanings) in said {
        let most = meanings.into_iter().max_by_key(|(_, times)| *times);
        if let Some((meaning, _)) = most {
            words.entry(meaning).or_default().push(word.to_owned());
        }
    }
    words
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
