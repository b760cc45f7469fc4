//! The profiles that Pannier comes with.

use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::Profile;

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../../assets/import-profiles");

/// Several profiles in one file: kinds of files that are refused by name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Several {
    file: Vec<Profile>,
}

fn read(text: &str) -> Result<Vec<Profile>, toml::de::Error> {
    match toml::from_str::<Profile>(text) {
        Ok(profile) => Ok(vec![profile]),
        Err(error) => match toml::from_str::<Several>(text) {
            Ok(several) => Ok(several.file),
            Err(_) if !text.contains("[[file]]") => Err(error),
            Err(error) => Err(error),
        },
    }
}

static PROFILES: LazyLock<Vec<Arc<Profile>>> = LazyLock::new(|| {
    let texts = FILES.files().filter_map(|file| file.contents_utf8());
    // A file that cannot be read is found by the test below, before anything is shipped.
    let profiles = texts.filter_map(|text| read(text).ok());
    profiles.flatten().map(Arc::new).collect()
});

/// All of them.
pub(crate) fn profiles() -> &'static [Arc<Profile>] {
    &PROFILES
}

/// Platforms of payments that can be taken for orders.
pub(crate) fn services() -> Vec<&'static str> {
    let services = profiles().iter().filter(|p| p.layout.may_be_orders);
    services.map(|profile| profile.platform.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{header::fold, profile::Field};

    #[test]
    fn every_profile_can_be_read_and_makes_sense() {
        for file in FILES.files() {
            let path = file.path().display();
            let text = file.contents_utf8().unwrap();
            let profiles = read(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            for profile in profiles {
                let Profile {
                    platform,
                    kind,
                    what,
                    need,
                    detect,
                    columns,
                    words,
                    ignore,
                    ..
                } = &profile;
                assert!(!what.is_empty() && !need.is_empty(), "{path}: {platform}");
                assert!(
                    what.starts_with("This is") && !what.ends_with('.'),
                    "{path}: {what}"
                );
                assert!(!detect.required.is_empty(), "{path}: nothing is required");
                let names = detect
                    .required
                    .iter()
                    .chain(&detect.strong)
                    .chain(&detect.against)
                    .chain(columns.values().flatten())
                    .chain(ignore.iter().map(|rule| &rule.column))
                    .flat_map(|names| names.split('|'));
                for name in names.chain(words.values().flatten().map(String::as_str)) {
                    assert_eq!(fold(name), name, "{path}: names and words are folded");
                }
                assert_eq!(kind.is_some(), !columns.is_empty(), "{path}: {platform}");
                for field in columns.keys() {
                    let kind = kind.unwrap();
                    assert!(field.is_of(kind), "{path}: {field:?} is not of {kind:?}");
                }
                if *kind == Some(crate::Kind::Orders) {
                    assert!(columns.contains_key(&Field::PlacedAt), "{path}");
                }
            }
        }
    }
}
