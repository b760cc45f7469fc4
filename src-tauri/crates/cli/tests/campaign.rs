//! Campaigns from the command line: begun, checked, looked at, tried, sent, and what came of them.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[path = "support/desk.rs"]
mod desk;
#[path = "../../../../tests/support/fault_smtp.rs"]
#[expect(dead_code, reason = "a part of it is enough here")]
mod fault_smtp;
#[path = "../../../../tests/support/shopify.rs"]
#[expect(dead_code, reason = "a part of it is enough here")]
mod shopify;

use std::{collections::BTreeMap, fmt::Write as _};

use desk::Desk;
use fault_smtp::{At, Deed, FaultSmtp, Plan, say};
use serde_json::{Value, json};
use shopify::{Order, export, order};

const CUSTOMERS: &str = "\
Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags
'1,Ada,Moss,ada@example.com,yes,vip
'2,Bo,Lark,bo@example.com,no,
'3,Ida,Berg,ida@example.com,yes,
";

/// A reward for everybody, with those words more.
fn reward(desk: &Desk, account: &str, more: &[&str]) -> String {
    let arguments = [
        "campaign",
        "create",
        "--kind",
        "reward",
        "--name",
        "Summer",
        "--language",
        "en",
        "--rules",
        "everyone",
        "--account",
        account,
        "--ends",
        "2026-07-12T23:59",
        "--day-and-night",
    ];
    let made = desk.json(&[&arguments, more].concat());
    assert_eq!(
        made["content"]["offer"]["endsAt"], "2026-07-12T23:59",
        "{made}"
    );
    made["row"]["sending"]["id"].to_string()
}

/// What a check says of a gate.
fn gate<'c>(check: &'c Value, code: &str) -> &'c Value {
    let gates = check["gates"].as_array().unwrap();
    let found = gates.iter().find(|gate| gate["code"] == code);
    found.unwrap_or_else(|| panic!("{code} is not in {check:#}"))
}

/// What a command says as JSON although it fails.
fn failing(desk: &Desk, arguments: &[&str]) -> Value {
    let output = desk.run(&[&["--json"], arguments].concat());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Whose each code of a table is.
fn codes(table: &str) -> BTreeMap<String, String> {
    let rows = table.lines().skip(1).map(|line| {
        let mut cells = line.split(',');
        let code = cells.next().unwrap().to_owned();
        (cells.next_back().unwrap().to_owned(), code)
    });
    rows.collect()
}

#[test]
fn a_campaign_is_looked_at_from_all_sides_before_it_goes_out() {
    let desk = Desk::with(CUSTOMERS);
    let server = FaultSmtp::open(Plan::default());
    let account = desk.account(&server);
    let id = reward(&desk, &account, &["--make-codes", "--holdout", "0"]);
    let id = id.as_str();
    insta::assert_snapshot!("campaign_status", desk.text(&["campaign", "status", id]));

    let check = failing(&desk, &["campaign", "check", id]);
    assert_eq!(gate(&check, "test")["level"], "stop");
    assert_eq!(check["people"]["ready"], 2, "Bo did not agree: {check:#}");
    let output = desk.run(&["campaign", "check", id]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("stop  No test was sent yet"), "{said}");
    assert!(said.contains("2 of 3 people would get it, 0 would be held back"));
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert_eq!(sentence, "One thing to mend before it can be sent\n");

    let preview = ["campaign", "preview", id, "--as", "ida@example.com"];
    insta::assert_snapshot!("campaign_preview", desk.text(&preview));
    let shown = desk.json(&[&preview[..], &["--html", "ida.html"]].concat());
    assert_eq!(
        (&shown["name"], &shown["total"]),
        (&json!("Ida Berg"), &json!(2))
    );
    assert!(desk.read("ida.html").contains("Hello Ida,"));
    let first = desk.json(&["campaign", "preview", id]);
    assert_eq!(first["position"], 0);

    let sent = desk.json(&["campaign", "test", id, "--to", "me@wren.example"]);
    assert_eq!(sent["sent"], true, "{sent}");
    assert_eq!(server.taken()[0].recipient, "me@wren.example");
    let check = desk.json(&["campaign", "check", id]);
    assert_eq!(gate(&check, "test")["level"], "fine");
    // A mail that was changed is to be tried anew, and so is one of another campaign.
    let other = reward(&desk, &account, &["--code", "SUMMER"]);
    let check = failing(&desk, &["campaign", "check", &other]);
    assert_eq!(gate(&check, "test")["level"], "stop");
}

#[test]
fn what_makes_no_sense_is_refused_with_a_sentence_and_leaves_nothing() {
    let desk = Desk::with(CUSTOMERS);
    let server = FaultSmtp::open(Plan::default());
    let account = desk.account(&server);
    for (more, words) in [
        (["--ends", "tomorrow"], "2026-07-12T23:59"),
        (["--segment", "77"], "A segment is not there"),
        (["--language", "tlh"], "tlh"),
        (["--account", "99"], "mail account is not there"),
        (["--holdout", "95"], "90"),
        (["--codes", "nowhere.csv"], "nowhere.csv"),
        (["--content", "nowhere.json"], "nowhere.json"),
    ] {
        let refused = desk.refused(&[&["campaign", "create"], &more[..]].concat());
        assert!(refused.contains(words), "{more:?}: {refused}");
        assert_eq!(refused.lines().count(), 1, "{refused}");
    }
    assert_eq!(
        desk.json(&["campaign", "status"]),
        json!([]),
        "no draft stays"
    );
    for command in [
        "check", "preview", "test", "plan", "send", "status", "result",
    ] {
        let refused = desk.refused(&["campaign", command, "77"]);
        assert!(!refused.trim().is_empty(), "{command}");
    }

    // Rules may be half written in a draft; the check says so.
    let id = desk.json(&["campaign", "create", "--rules", "orders at most a few"])["row"]["sending"]
        ["id"]
        .to_string();
    let check = failing(&desk, &["campaign", "check", &id]);
    assert_eq!(gate(&check, "audience")["level"], "stop");

    let id = reward(&desk, &account, &["--make-codes"]);
    let id = id.as_str();
    for stranger in ["nobody@example.com", "bo@example.com"] {
        let refused = desk.refused(&["campaign", "preview", id, "--as", stranger]);
        assert!(refused.contains("Nobody"), "{stranger}: {refused}");
    }
    let refused = desk.refused(&["campaign", "codes", id, "codes.csv"]);
    assert!(refused.contains("There are no codes yet"), "{refused}");
    let refused = desk.refused(&["campaign", "result", id]);
    assert!(refused.contains("sent"), "{refused}");
    for command in ["plan", "send"] {
        let refused = desk.refused(&["campaign", command, id]);
        assert!(refused.contains("No test was sent yet"), "{refused}");
    }
    assert_eq!(
        desk.json(&["campaign", "status", id])["row"]["sending"]["state"],
        "draft"
    );
    assert_eq!(server.count(), 0, "nothing left");
}

#[test]
fn each_gets_their_own_code_and_it_waits_until_the_shop_has_them() {
    let desk = Desk::with(CUSTOMERS);
    let server = FaultSmtp::open(Plan::default());
    let account = desk.account(&server);
    let id = reward(&desk, &account, &["--make-codes", "--holdout", "0"]);
    let id = id.as_str();
    desk.json(&["campaign", "test", id]);
    let planned = desk.json(&["campaign", "plan", id]);
    assert_eq!(planned["row"]["sending"]["state"], "planned", "{planned}");
    assert_eq!(planned["codes"]["given"], 2);
    let refused = desk.refused(&["campaign", "send", id]);
    assert!(
        refused.contains("Hand the codes to your shop first"),
        "{refused}"
    );
    desk.json(&["campaign", "codes", id, "codes.csv", "--target", "csv"]);
    let codes = codes(&desk.read("codes.csv"));
    assert_eq!(codes.len(), 2, "{codes:?}");
    desk.json(&["campaign", "codes", id, "coupons.csv"]);
    assert!(desk.read("coupons.csv").starts_with("post_title,"));

    let files = desk.json(&["campaign", "send", id, "--dry-run", "out"]);
    assert_eq!(files, 2);
    assert_eq!(server.count(), 1, "the test alone was sent");
    for entry in std::fs::read_dir(desk.folder.path().join("out")).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(path.extension().unwrap(), "eml");
        let mail = std::fs::read_to_string(path).unwrap();
        let whose = codes.iter().filter(|(address, _)| mail.contains(*address));
        let whose: Vec<_> = whose.collect();
        assert_eq!(whose.len(), 1);
        assert!(mail.contains(whose[0].1), "{mail}");
    }

    let sent = desk.json(&["campaign", "send", id]);
    assert_eq!(sent["row"]["counts"]["sent"], 2, "{sent}");
    assert_eq!(server.count(), 3);
    for mail in &server.taken()[1..] {
        let (own, others): (Vec<_>, Vec<_>) = codes
            .iter()
            .partition(|(address, _)| **address == mail.recipient);
        assert!(mail.body.contains(own[0].1), "{}", mail.body);
        assert!(others.iter().all(|(_, code)| !mail.body.contains(*code)));
    }
    let said = desk.text(&["campaign", "status"]);
    assert!(said.contains("Summer  (finished)"), "{said}");
    let refused = desk.refused(&["campaign", "send", id]);
    assert!(refused.contains("has ended"), "{refused}");
    assert_eq!(server.count(), 3, "nobody gets it twice");
    let said = desk.text(&["campaign", "result", id]);
    assert!(said.contains("0 of 2 codes used"), "{said}");
}

#[test]
fn codes_of_the_shop_and_a_content_of_its_own_are_taken_from_files() {
    let desk = Desk::with(CUSTOMERS);
    let server = FaultSmtp::open(Plan::default());
    let account = desk.account(&server);
    desk.write("list.csv", "Code\nONE-1\nTWO-2\nTHREE-3\n");
    let more = ["--codes", "list.csv", "--holdout", "0"];
    let id = reward(&desk, &account, &more);
    desk.json(&["campaign", "test", &id]);
    let sent = desk.json(&["campaign", "send", &id]);
    assert_eq!(sent["row"]["counts"]["sent"], 2, "a draft is settled first");
    let given: Vec<bool> = ["ONE-1", "TWO-2"]
        .map(|code| {
            server.taken()[1..]
                .iter()
                .any(|mail| mail.body.contains(code))
        })
        .to_vec();
    assert_eq!(given, [true, true]);
    let detail = desk.json(&["campaign", "status", &id]);
    assert_eq!(detail["codes"]["free"], 1, "{detail}");

    // What `status` says can be begun with again, and what is said beside it holds.
    let mut content = detail["content"].clone();
    content["offer"]["endsAt"] = json!("2026-07-20T12:00");
    desk.write("content.json", &content.to_string());
    let made = desk.json(&[
        "campaign",
        "create",
        "--content",
        "content.json",
        "--name",
        "Again",
        "--code",
        "AGAIN",
    ]);
    let said = &made["content"];
    assert_eq!(said["name"], "Again");
    assert_eq!(
        said["offer"]["codes"],
        json!({ "kind": "shared", "code": "AGAIN" })
    );
    assert_eq!(said["offer"]["endsAt"], "2026-07-20T12:00");
    assert_eq!(said["document"], content["document"]);
}

#[test]
fn whoever_failed_is_tried_again_when_it_is_sent_again() {
    let desk = Desk::with(CUSTOMERS);
    // Once, the server does not like the mail to Ida.
    let server = FaultSmtp::open(Plan::by(|moment| {
        let once = moment.at == At::Dot && moment.time == 1;
        if once && moment.recipient == "ida@example.com" {
            say("554 5.6.0 not like this")
        } else {
            Deed::Usual
        }
    }));
    let account = desk.account(&server);
    let id = reward(&desk, &account, &["--code", "SUMMER", "--holdout", "0"]);
    desk.json(&["campaign", "test", &id]);
    let sent = desk.json(&["campaign", "send", &id]);
    let counts = &sent["row"]["counts"];
    assert_eq!((&counts["sent"], &counts["failed"]), (&json!(1), &json!(1)));
    let said = desk.text(&["send", "retry", &id]);
    assert_eq!(
        said,
        format!("1 person is tried again as soon as it is sent again: campaign send {id}\n")
    );
    assert_eq!(server.count(), 2, "nothing leaves by that alone");
    let sent = desk.json(&["campaign", "send", &id]);
    assert_eq!(sent["row"]["counts"]["sent"], 2, "{sent}");
    assert_eq!(server.count(), 3);
    let said = desk.text(&["send", "retry", &id]);
    assert_eq!(said, "Nobody of it failed\n");
}

#[test]
fn a_result_waits_for_its_days_and_then_says_what_came_of_it() {
    let mut customers =
        String::from("Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags\n");
    for number in 0..400 {
        let _ = writeln!(customers, "'{number},Mara,Moss,p{number}@example.com,yes,");
    }
    let desk = Desk::with(&customers);
    let server = FaultSmtp::open(Plan::default());
    let account = desk.account(&server);
    let id = reward(&desk, &account, &["--code", "SUMMER", "--holdout", "50"]);
    let id = id.as_str();
    desk.json(&["campaign", "test", id]);
    desk.json(&["campaign", "send", id]);
    let mails = server.taken().split_off(1);
    let early = desk.json(&["campaign", "result", id]);
    assert_eq!(early["main"]["verdict"], "stillCounting", "{early:#}");
    assert_eq!(early["main"]["first"]["people"], mails.len());
    assert!(desk.text(&["campaign", "result", id]).contains("ounting"));

    // The days are over, but their orders are not there yet.
    let later = "2026-08-15T12:00:00Z";
    let waiting = desk.json_at(later, &["campaign", "result", id]);
    assert_eq!(waiting["needs_orders"], true);
    let orders: Vec<Order> = (1..)
        .zip(&mails)
        .map(|(number, mail)| Order {
            code: if number % 2 == 0 { "SUMMER" } else { "" }.into(),
            ..order(
                number,
                "2026-07-03 10:00:00 +0200",
                &mail.recipient,
                "50.00",
            )
        })
        .collect();
    let last = order(
        9_000,
        "2026-08-14 10:00:00 +0200",
        "else@example.com",
        "50.00",
    );
    desk.write("orders_export.csv", &export(&[orders, vec![last]].concat()));
    desk.json_at(later, &["import", "orders_export.csv"]);
    let result = desk.json_at(later, &["campaign", "result", id]);
    assert_eq!(result["main"]["verdict"], "worked", "{result:#}");
    assert_eq!(result["main"]["first"]["buyers"], mails.len());
    assert_eq!(result["main"]["second"]["buyers"], 0);
    assert_eq!(result["attribution"]["code_orders"], mails.len() / 2);
    let said = desk.text_at(later, &["campaign", "result", id]);
    let orders = format!("Apart: {} orders within 5 days after the mail", mails.len());
    assert!(said.contains(&orders), "{said}");
}
