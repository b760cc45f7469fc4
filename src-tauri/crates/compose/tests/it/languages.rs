//! Every kind in every language: whole, without a fault, and each in its own words.

use std::collections::BTreeSet;

use pannier_compose::{
    CampaignKind, Language, Level, compile, designs, findings, kind_document,
    kind_document_for_each,
};

use crate::people::{brand, mail, person, with_gift_card};

#[test]
fn starters_have_no_fault_in_any_language() {
    for kind in CampaignKind::ALL {
        for language in Language::ALL {
            let document = kind_document(kind, language);
            let sample = person(language);
            let sample = if kind == CampaignKind::GiftCard {
                with_gift_card(sample)
            } else {
                sample
            };
            let found = findings(&document, &brand(), &[sample]);
            assert!(found.is_empty(), "{kind:?} in {language}: {found:#?}");
        }
    }
}

#[test]
fn every_mail_is_whole_and_small() {
    for kind in CampaignKind::ALL {
        for language in Language::ALL {
            let mail = mail(kind, language);
            let about = format!("{kind:?} in {language}");
            assert!(
                mail.html.len() < 60_000,
                "{about}: {} bytes",
                mail.html.len()
            );
            for (part, text) in [("HTML", &mail.html), ("text", &mail.text)] {
                let longest = text.lines().map(str::len).max().unwrap();
                assert!(
                    longest <= 998,
                    "{about}: a line of the {part} has {longest} bytes"
                );
                for broken in ["{{", "{%", "undefined", "none,", "  ,"] {
                    assert!(
                        !text.contains(broken),
                        "{about}: {broken} in the {part}\n{text}"
                    );
                }
                assert!(text.contains("Norwich NR1 4AB"), "{about}: {part}");
                assert!(
                    text.contains("https://lavender-lane.example/u/k3q9"),
                    "{about}: {part}"
                );
                assert!(
                    !text.contains("http://") || text.contains("http://www.w3.org"),
                    "{about}"
                );
            }
            assert!(
                mail.html.contains(&format!("<html lang=\"{language}\"")),
                "{about}"
            );
            assert!(
                !mail.subject.is_empty() && !mail.subject.contains('!'),
                "{about}"
            );
            assert!(
                mail.subject.chars().count() <= 60,
                "{about}: {}",
                mail.subject
            );
            for picture in &mail.pictures {
                let shown = format!("\"cid:{}\"", picture.id);
                assert!(mail.html.contains(&shown), "{about}: {picture:?}");
            }
        }
    }
}

#[test]
fn everyone_gets_their_own_language() {
    for kind in CampaignKind::ALL {
        let document = kind_document_for_each(kind, Language::Nl);
        let compiled = compile(&document, &brand()).unwrap();
        assert_eq!(compiled.languages().count(), 6);
        let mut subjects = BTreeSet::new();
        for language in Language::ALL {
            let sample = with_gift_card(person(language));
            let sample = if kind == CampaignKind::GiftCard {
                sample
            } else {
                person(language)
            };
            let own = compile(&kind_document(kind, language), &brand()).unwrap();
            let mail = compiled.render(&sample).unwrap();
            assert_eq!(mail, own.render(&sample).unwrap(), "{kind:?} in {language}");
            subjects.insert(mail.subject);
        }
        assert_eq!(subjects.len(), 6, "{kind:?}: {subjects:?}");
        let mut nobody_knows = person(Language::En);
        nobody_knows.language = None;
        assert_eq!(compiled.language_for(nobody_knows.language), Language::Nl);
        let found = findings(&document, &brand(), &[]);
        let stops = found.iter().filter(|one| one.level == Level::Stop);
        assert_eq!(stops.count(), 0, "{found:#?}");
    }
}

#[test]
fn ids_and_places_are_the_same_in_every_language() {
    for kind in CampaignKind::ALL {
        let places = |language| -> Vec<String> {
            kind_document(kind, language).texts().into_keys().collect()
        };
        for language in Language::ALL {
            assert_eq!(places(language), places(Language::En), "{kind:?}");
        }
    }
}

#[test]
fn there_are_eight_designs_and_each_looks_otherwise() {
    let designs = designs(Language::En);
    assert_eq!(designs.len(), 8);
    let names: BTreeSet<_> = designs.iter().map(|design| design.name).collect();
    assert_eq!(names.len(), 8);
    for (place, one) in designs.iter().enumerate() {
        for other in &designs[place + 1..] {
            assert_ne!(one.document.look, other.document.look);
        }
    }
}

#[test]
fn a_language_is_known_by_what_files_say() {
    assert_eq!(Language::of("de-AT"), Some(Language::De));
    assert_eq!(Language::of(" FR_fr"), Some(Language::Fr));
    assert_eq!(Language::of("pl"), None);
    assert_eq!(Language::of_country("at"), Some(Language::De));
    assert_eq!(Language::of_country("BE"), None);
}
