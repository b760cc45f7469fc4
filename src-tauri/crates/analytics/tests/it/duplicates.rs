//! Who is likely to be one person, and why.

use std::collections::BTreeSet;

use pannier_analytics::{Likely, Sign, likely_duplicates};
use pannier_core::{CustomerFacts, CustomerId};
use proptest::prelude::*;

/// Name, e-mail, number, street, postcode.
type Said<'t> = (&'t str, &'t str, &'t str, &'t str, &'t str);

fn customer(id: i64, (name, email, phone, street, zip): Said) -> CustomerFacts {
    let (first, last) = name.split_once(' ').unwrap_or(("", name));
    CustomerFacts {
        id: CustomerId(id),
        person: CustomerId(id),
        email: (!email.is_empty()).then(|| email.to_owned()),
        phone: phone.to_owned(),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        street: street.to_owned(),
        zip: zip.to_owned(),
        city: String::new(),
        country: String::new(),
        orders: 1,
        newest_day: None,
    }
}

fn likely(all: &[Said]) -> Vec<Likely> {
    let customers: Vec<CustomerFacts> = (1..)
        .zip(all)
        .map(|(id, said)| customer(id, *said))
        .collect();
    likely_duplicates(&customers, &BTreeSet::new(), "DE")
}

fn signs(a: Said, b: Said) -> Vec<Sign> {
    let found = likely(&[a, b]);
    let same = likely(&[b, a]);
    assert_eq!(found.len(), same.len(), "the order does not matter");
    found
        .into_iter()
        .next()
        .map(|l| l.signs)
        .unwrap_or_default()
}

fn by_email(name: &'static str, a: &'static str, b: &'static str) -> Vec<Sign> {
    signs((name, a, "", "", ""), (name, b, "", "", ""))
}

#[test]
fn one_number_written_two_ways_is_a_sign() {
    let here = ("", "a@x.example", "030 901820", "", "");
    assert_eq!(
        signs(here, ("", "b@y.example", "+49 30 90 18 20", "", "")),
        [Sign::Phone]
    );
    assert_eq!(
        signs(here, ("", "b@y.example", "+43 30 901820", "", "")),
        []
    );
    assert_eq!(signs(here, ("", "b@y.example", "901820", "", "")), []);
}

#[test]
fn a_number_that_many_have_says_nothing() {
    let emails: Vec<String> = (0..30).map(|n| format!("{n}-buyer@{n}.example")).collect();
    let all: Vec<Said> = emails
        .iter()
        .map(|e| ("", e.as_str(), "030 901820", "", ""))
        .collect();
    assert_eq!(likely(&all), []);
    assert_eq!(likely(&all[..3]).len(), 3);
}

#[test]
fn names_are_one_however_they_are_written() {
    let at = |name| (name, "", "", "", "06304");
    for (a, b) in [
        ("Jürgen Müller", "JUERGEN MUELLER"),
        ("Ann Lee", "Lee Ann"),
        ("Ann Lee", "Dr. Ann M. Lee"),
        ("Zoë Straße", "Zoe Strasse"),
        ("Søren Łukasz", "Soren Lukasz"),
    ] {
        assert_eq!(signs(at(a), at(b)), [Sign::NameAndZip], "{a}, {b}");
    }
    for (a, b) in [("Ann Lee", "Ben Lee"), ("Ann", "Ann"), ("", "")] {
        assert_eq!(signs(at(a), at(b)), [], "{a}, {b}");
    }
    assert_eq!(signs(at("Ann Lee"), ("Ann Lee", "", "", "", "06305")), []);
}

#[test]
fn one_name_at_one_address_is_a_sign_and_a_household_a_weak_one() {
    let home = ("Ann Lee", "a@x.example", "", "Haupt-Straße 12", "06304");
    let same = ("Ann Lee", "b@y.example", "", "Hauptstr. 12", "06304");
    let kin = ("Ben Lee", "c@z.example", "", "Hauptstrasse 12", "06304");
    let lodger = ("Ida Moss", "d@z.example", "", "Hauptstr. 12", "06304");
    let far = ("Ann Lee", "e@z.example", "", "Hauptstr. 12", "80331");
    assert_eq!(signs(home, same), [Sign::NameAndStreet]);
    assert_eq!(signs(home, kin), [Sign::Household]);
    assert_eq!(signs(home, lodger), []);
    assert_eq!(signs(home, far), []);
    let all = likely(&[home, kin, same, lodger, far]);
    assert_eq!(
        all[0].signs,
        [Sign::NameAndStreet],
        "a household never comes first"
    );
    assert!(
        all[1..]
            .iter()
            .all(|l| l.signs == [Sign::Household] && l.score < 20),
        "{all:?}"
    );
    assert_eq!(all.len(), 3, "Ann twice, Ben with each of them");
}

#[test]
fn addresses_of_one_mailbox_are_a_sign() {
    for (a, b) in [
        ("ann.lee@gmail.com", "annlee@googlemail.com"),
        ("ann+shop@x.example", "ann@x.example"),
        ("ann.lee+a@gmail.com", "annlee+b@gmail.com"),
    ] {
        assert_eq!(by_email("", a, b), [Sign::Mailbox], "{a}, {b}");
    }
    for (a, b) in [
        ("ann@x.example", "ann@y.example"),
        ("annlee@x.example", "annle@x.example"),
    ] {
        assert_eq!(
            by_email("", a, b),
            [],
            "{a}, {b}: without a name they are nobody's"
        );
    }
}

#[test]
fn dots_are_a_weaker_sign_where_they_tell_mailboxes_apart() {
    let at = |email, zip| ("Ann Lee", email, "", "", zip);
    let score = |zip| {
        likely(&[
            at("ann.lee@x.example", "06304"),
            at("annlee@x.example", zip),
        ])[0]
            .score
    };
    let dots = by_email("Ann Lee", "ann.lee@x.example", "annlee@x.example");
    assert_eq!(dots, [Sign::Name, Sign::Dots]);
    assert_eq!(
        (score("06304"), score(""), score("80331")),
        (70, 70, 49),
        "namesakes live elsewhere"
    );
}

#[test]
fn slips_are_a_sign_only_with_the_same_name() {
    let slip = [Sign::AddressSlip, Sign::Name];
    for b in [
        "anlee@x.example",
        "annleee@x.example",
        "amnlee@x.example",
        "nanlee@x.example",
    ] {
        assert_eq!(by_email("Ann Lee", "annlee@x.example", b), slip, "{b}");
        let other = ("Bo Moss", b, "", "", "");
        assert_eq!(
            signs(("Ann Lee", "annlee@x.example", "", "", ""), other),
            [],
            "{b}"
        );
    }
    for (a, b) in [
        ("annlee82@x.example", "annlee83@x.example"),
        ("annlee@x.example", "annlee1@x.example"),
        ("ann@x.example", "an@x.example"),
        ("annlee@x.example", "aleen@x.example"),
    ] {
        assert_eq!(by_email("Ann Lee", a, b), [], "{a}, {b}");
    }
}

#[test]
fn a_misspelt_provider_is_a_sign_and_another_provider_is_none() {
    let slip = [Sign::ProviderSlip, Sign::Name];
    for domain in ["gmial.com", "gmail.con", "gmai.com", "gmaill.com"] {
        let typed = format!("ann@{domain}");
        let right = ("Ann Lee", "ann@gmail.com", "", "", "");
        assert_eq!(
            signs(("Ann Lee", &typed, "", "", ""), right),
            slip,
            "{domain}"
        );
    }
    for other in ["ann@mail.com", "ann@ymail.com", "ann@x.example"] {
        assert_eq!(by_email("Ann Lee", "ann@gmail.com", other), [], "{other}");
    }
}

#[test]
fn several_reasons_weigh_more_and_other_first_names_less() {
    let a = (
        "Ann Lee",
        "ann.lee@gmail.com",
        "030 901820",
        "Weg 1",
        "06304",
    );
    let all = [
        a,
        (
            "Ann Lee",
            "annlee@gmail.com",
            "+4930901820",
            "Weg 1",
            "06304",
        ),
        ("Ben Lee", "ben@x.example", "+49 30 901820", "", ""),
    ];
    let found = likely(&all);
    assert_eq!(
        found[0].signs,
        [Sign::Mailbox, Sign::NameAndStreet, Sign::Phone]
    );
    assert!(found[0].score > 95, "{found:?}");
    let phone_only: Vec<&Likely> = found.iter().filter(|l| l.signs == [Sign::Phone]).collect();
    assert_eq!(phone_only.len(), 2);
    assert!(phone_only.iter().all(|l| l.score == 30), "{phone_only:?}");
}

#[test]
fn people_who_were_joined_or_kept_apart_are_not_suggested_again() {
    let said = ("Ann Lee", "", "", "Weg 1", "06304");
    let mut all: Vec<CustomerFacts> = (1..=4).map(|id| customer(id, said)).collect();
    let pairs = |all: &[CustomerFacts], apart: &[(i64, i64)]| -> Vec<(usize, usize)> {
        let apart = apart
            .iter()
            .map(|(a, b)| (CustomerId(*a), CustomerId(*b)))
            .collect();
        let found = likely_duplicates(all, &apart, "DE");
        found.iter().map(|l| (l.a, l.b)).collect()
    };
    assert_eq!(pairs(&all, &[]).len(), 6);
    assert_eq!(pairs(&all, &[(1, 2)]).len(), 5);
    all[1].person = CustomerId(1);
    all[3].person = CustomerId(3);
    assert_eq!(pairs(&all, &[]), [(0, 2)], "two people, named once");
    assert_eq!(pairs(&all, &[(1, 3)]), []);
}

proptest! {
    #[test]
    fn every_pair_is_named_once_for_a_reason(
        picked in prop::collection::vec((0..4_usize, 0..5_usize, 0..3_usize, 0..3_usize), 0..12),
    ) {
        let names = ["", "Ann Lee", "Ben Lee", "A. Lee"];
        let emails = ["", "ann.lee@gmail.com", "annlee@gmail.com", "anlee@gmail.com", "annlee@gmial.com"];
        let phones = ["", "030 901820", "+49 30 901820"];
        let streets = ["", "Weg 1", "Weg 2"];
        let all: Vec<Said> = picked
            .iter()
            .map(|(name, email, phone, street)| {
                (names[*name], emails[*email], phones[*phone], streets[*street], "06304")
            })
            .collect();
        let found = likely(&all);
        let pairs: BTreeSet<(usize, usize)> = found.iter().map(|l| (l.a, l.b)).collect();
        prop_assert_eq!(pairs.len(), found.len());
        for l in &found {
            prop_assert!(l.a < l.b && (1..=99).contains(&l.score) && !l.signs.is_empty());
            prop_assert!(l.signs != [Sign::Name], "a name alone is no reason");
        }
        prop_assert!(found.is_sorted_by_key(|l| std::cmp::Reverse(l.score)));
    }
}
