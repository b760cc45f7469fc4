//! Every profile that is read is told from every other.

use super::{ENOUGH, recognise, score};
use crate::{
    header::Header,
    profile::{Profile, profiles},
};

fn first(names: &str) -> &str {
    names
        .split('|')
        .next()
        .unwrap_or_default()
        .trim_start_matches('*')
}

fn header<'n>(names: impl Iterator<Item = &'n String>) -> Header {
    let mut list: Vec<&str> = Vec::new();
    for name in names.map(|names| first(names)) {
        if !list.contains(&name) {
            list.push(name);
        }
    }
    Header::new(list.into_iter())
}

fn found(header: &Header) -> Option<String> {
    recognise(header).map(|found| found.profile.what.clone())
}

/// What the others make of a header, for messages.
fn rivals(header: &Header) -> String {
    let mut rivals: Vec<(f64, &str)> = profiles()
        .iter()
        .map(|profile| (score(profile, header), profile.what.as_str()))
        .collect();
    rivals.sort_by(|a, b| b.0.total_cmp(&a.0));
    format!("{:?}\n{:?}", header.names, &rivals[..3])
}

fn read() -> impl Iterator<Item = &'static Profile> {
    let all = profiles().iter().map(std::convert::AsRef::as_ref);
    all.filter(|profile| profile.kind.is_some())
}

#[test]
fn a_file_with_all_columns_of_its_profile_is_known() {
    for profile in read() {
        let detect = &profile.detect;
        let names = detect.required.iter().chain(&detect.strong);
        let header = header(names.chain(profile.columns.values().flatten()));
        assert_eq!(
            found(&header),
            Some(profile.what.clone()),
            "{}",
            rivals(&header)
        );
    }
}

#[test]
fn a_file_with_few_columns_of_its_profile_is_known() {
    for profile in read() {
        let detect = &profile.detect;
        for skipped in 0..detect.strong.len().max(1) {
            let mut strong = detect.strong.clone();
            strong.rotate_left(skipped);
            let few = (0..=strong.len())
                .map(|count| header(detect.required.iter().chain(&strong[..count])));
            let Some(header) = few
                .into_iter()
                .find(|header| score(profile, header) >= ENOUGH)
            else {
                panic!("{} cannot be known", profile.what);
            };
            assert_eq!(
                found(&header),
                Some(profile.what.clone()),
                "{}",
                rivals(&header)
            );
        }
    }
}
