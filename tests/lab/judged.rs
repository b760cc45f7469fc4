//! The message as the app sends it, before the judges: two parsers, and a filter of junk.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use mail_parser::MessageParser;
use pannier_api::write_sending_files;

use crate::place::{Place, person};

/// Says of each part and header what is wrong with it.
const PARSER: &str = "import sys, email\n\
    from email import policy\n\
    for path in sys.argv[1:]:\n\
    \x20   mail = email.message_from_bytes(open(path, 'rb').read(), policy=policy.default)\n\
    \x20   parts = list(mail.walk())\n\
    \x20   found = [d for p in parts for d in p.defects]\n\
    \x20   found += [d for p in parts for h in p.values() for d in getattr(h, 'defects', ())]\n\
    \x20   assert not found, (path, found)\n\
    \x20   assert len(mail['to'].addresses) == 1 and len(mail['from'].addresses) == 1, path\n\
    \x20   assert len(parts) == 3, (path, len(parts))\n\
    print('fine')\n";

/// How much a mail looks like junk.
pub(crate) fn score(file: &Path) -> f64 {
    let report = Command::new("spamassassin")
        .args(["-L", "-t"])
        .stdin(fs::File::open(file).unwrap())
        .stderr(Stdio::null())
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&report.stdout).into_owned();
    report
        .lines()
        .find_map(|line| line.strip_prefix("Content analysis details:"))
        .and_then(|rest| rest.trim().strip_prefix('('))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|score| score.parse().ok())
        .unwrap_or_else(|| panic!("{report}"))
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn what_the_app_sends_has_no_defect_and_does_not_look_like_junk() {
    let long = "Zoë ".repeat(2_500);
    let names = [
        "Ann",
        "",
        "Zoë",
        "\"O'Brien, Anna\"",
        "小さな店の石鹸 🧼",
        "=?utf-8?Q?not_encoded?=",
        long.trim(),
    ];
    let people: Vec<String> = (1..)
        .zip(names)
        .map(|(number, name)| person(number, name, &format!("j{number}@judged.example"), true))
        .collect();
    let place = Place::open("judged@lavender-lane.example", "TLS", &people);
    let mut settings = place.settings.clone();
    settings.one_click_url = "https://wren.example/no".into();
    place.save(Some(place.account), settings, "secret");
    let id = place.planned();
    let folder = place.path("out");
    let written = write_sending_files(&place.shop, id, &folder).unwrap().files;
    assert_eq!(written, names.len() as u64);
    let files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    let output = Command::new("python3")
        .args(["-c", PARSER])
        .args(&files)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    for file in &files {
        let bytes = fs::read(file).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(
            text.split("\r\n")
                .all(|line| line.len() <= 998 && !line.contains(['\r', '\n']))
        );
        let mail = MessageParser::default().parse(&bytes).unwrap();
        assert!(
            mail.body_text(0)
                .unwrap()
                .contains("https://wren.example/no?u=")
        );
        assert!(mail.body_html(0).unwrap().contains("Lane 1"));
        assert_eq!(mail.to().unwrap().iter().count(), 1);
        assert!(mail.parts.iter().all(|part| !part.is_encoding_problem));
        let score = score(file);
        assert!(score < 2.0, "{score}: {text}");
    }
}
