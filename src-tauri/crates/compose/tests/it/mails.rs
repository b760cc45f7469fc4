//! The mails of all designs and kinds, as files that other programs judge.
//! `PANNIER_WRITE_MAILS=1 cargo test -p pannier-compose` writes them anew.

use std::{env, fs, path::PathBuf};

use pannier_compose::{CampaignKind, Language, compile, designs};
use pannier_mail::as_file;

use crate::{
    outgoing::{AT, message},
    people::{brand, mail, person},
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/mails")
}

#[test]
fn the_mails_of_the_designs_are_those_that_were_judged() {
    let writes = env::var_os("PANNIER_WRITE_MAILS").is_some();
    for design in designs(Language::En) {
        let compiled = compile(&design.document, &brand()).unwrap();
        let mail = compiled.render(&person(Language::En)).unwrap();
        for (ending, now) in [
            ("html", mail.html.as_str()),
            ("txt", &mail.text),
            ("mjml", compiled.mjml(Language::En).unwrap()),
            ("template.html", compiled.html(Language::En).unwrap()),
        ] {
            let file = folder().join(format!("{}.{ending}", design.name));
            if writes {
                fs::create_dir_all(folder()).unwrap();
                fs::write(&file, now).unwrap();
            }
            let judged = fs::read_to_string(&file).unwrap_or_default();
            assert!(
                judged == now,
                "{} is not as it was: PANNIER_WRITE_MAILS=1 writes it, and the checks of ui judge it",
                file.display()
            );
        }
    }
}

#[test]
fn no_line_of_a_mail_is_too_long() {
    for kind in CampaignKind::ALL {
        let file = as_file(&message(&mail(kind, Language::Fr)), AT).unwrap();
        let longest = file.split(|byte| *byte == b'\n').map(<[u8]>::len).max();
        assert!(longest.unwrap() <= 999, "{kind:?}: {longest:?}");
    }
}

#[test]
fn a_logo_drawn_for_paper_is_seen_on_every_ground_and_at_night() {
    let mut with = brand();
    with.logo = Some("0123456789abcdef0123456789abcdef".to_owned());
    for design in designs(Language::En) {
        let plain = compile(&design.document, &brand()).unwrap();
        let plain = plain.html(Language::En).unwrap();
        assert!(
            !plain.contains(".lg table td"),
            "nothing to stand on a plate"
        );
        let compiled = compile(&design.document, &with).unwrap();
        let html = compiled.html(Language::En).unwrap();
        let (day, night) = html
            .split_once("@media (prefers-color-scheme:dark)")
            .unwrap_or((html, ""));
        let plate =
            |of: &str, class: &str| of.contains(&format!(".{class} .lg table td{{background:"));
        match design.name {
            "night" => assert!(plate(day, "cd") && night.is_empty()),
            "ticket" => assert!(plate(day, "ag")),
            "market" | "parcel" => assert!(!plate(day, "pg") && plate(night, "pg")),
            _ => assert!(!plate(day, "cd") && plate(night, "cd"), "{}", design.name),
        }
    }
}
