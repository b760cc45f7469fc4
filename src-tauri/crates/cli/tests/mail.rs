//! Mail from the command line: accounts, a message from its words to what became of everyone, the
//! list of those never written to, and what comes back.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[path = "support/desk.rs"]
mod desk;
#[path = "../../../../tests/support/fault_smtp.rs"]
#[expect(dead_code, reason = "a part of it is enough here")]
mod fault_smtp;

use desk::Desk;
use fault_smtp::{FaultSmtp, Plan};
use serde_json::json;

const CUSTOMERS: &str = "\
Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags
'1,Ada,Moss,ada@example.com,yes,vip
'2,Bo,Lark,bo@example.com,no,
'3,Ida,Berg,ida@example.com,yes,
";

/// A message to everyone who agreed, nobody held back.
fn plan(desk: &Desk, account: &str) -> String {
    desk.write("may.txt", "Dear {{ first_name }},\n\nlook at what is new.");
    let planned = desk.json(&[
        "send",
        "plan",
        "--name",
        "May",
        "--subject",
        "Offers for {{ first_name }}",
        "--text",
        "may.txt",
        "--account",
        account,
        "--holdout",
        "0",
    ]);
    assert_eq!(planned["row"]["counts"]["ready"], 2, "{planned}");
    planned["row"]["id"].to_string()
}

#[test]
fn accounts_are_kept_tried_and_taken_away() {
    let desk = Desk::with(CUSTOMERS);
    let server = FaultSmtp::open(Plan::default());
    let account = desk.account(&server);
    let known = desk.json(&["accounts", "list"]);
    assert_eq!(
        known["accounts"][0]["settings"]["address"],
        "shop@wren.example"
    );
    assert_eq!(
        known["accounts"][0]["day"],
        json!({ "used": 0, "most": 450 })
    );
    assert!(desk.text(&["accounts", "list"]).contains("today 0 of 450"));
    let tested = desk.json(&["accounts", "test", &account, "--to", "me@wren.example"]);
    assert_eq!(tested["sent"], true, "{tested}");
    assert_eq!(server.count(), 1);
    // A page that is not there is not led to, and an account by password has no browser.
    assert!(
        desk.refused(&["accounts", "page", &account, "http://wren.example/no"])
            .contains("https://")
    );
    assert!(
        desk.refused(&["accounts", "connect", &account])
            .contains("Google and Microsoft")
    );
    desk.json(&["accounts", "page-file", "worker", "no.js"]);
    assert!(desk.read("no.js").contains("export default"));
    desk.json(&["accounts", "remove", &account]);
    assert_eq!(desk.json(&["accounts", "list"])["accounts"], json!([]));
}

#[test]
fn a_message_is_looked_at_sent_and_told_of() {
    let desk = Desk::with(CUSTOMERS);
    let server = FaultSmtp::open(Plan::default());
    let account = desk.account(&server);
    let id = plan(&desk, &account);
    let files = desk.json(&["send", "start", &id, "--dry-run", "out"]);
    assert_eq!(files["files"], 2, "{files}");
    assert!(server.count() == 0, "nothing was sent");
    let folder = std::fs::read_dir(desk.folder.path().join("out")).unwrap();
    let mut mails: Vec<String> = folder
        .map(|entry| {
            let path = entry.unwrap().path();
            assert_eq!(path.extension().unwrap(), "eml");
            std::fs::read_to_string(path).unwrap()
        })
        .collect();
    mails.sort_by_key(|mail| !mail.contains("ada@example.com"));
    assert!(mails[0].contains("Subject: Offers for Ada"), "{}", mails[0]);
    assert!(mails[0].contains("List-Unsubscribe: <mailto:shop@wren.example"));
    assert!(mails[1].contains("ida@example.com"));

    let planned = desk.json(&["send", "status", &id]);
    assert_eq!(planned["row"]["state"], "planned");
    let sent = desk.json(&["send", "start", &id]);
    assert_eq!(sent["finished"], true, "{sent}");
    assert_eq!(server.count(), 2);
    assert!(desk.text(&["send", "status"]).contains("May  (finished)"));
    let rows = desk.json(&["outbox", &id, "--state", "sent"]);
    let mut addresses: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["address"].as_str().unwrap())
        .collect();
    addresses.sort_unstable();
    assert_eq!(addresses, ["ada@example.com", "ida@example.com"]);
    desk.json(&["outbox", &id, "--csv", "out.csv"]);
    assert!(desk.read("out.csv").contains("ada@example.com,sent,"));
    // What has ended is not started again, and nobody of it gets it twice.
    assert_eq!(desk.json(&["send", "retry", &id]), 0);
    let again = desk.json(&["send", "start", &id]);
    assert_eq!(again["message"]["row"]["counts"]["sent"], 2, "{again}");
    assert_eq!(server.count(), 2);
    assert!(desk.run(&["doctor"]).status.success());
}

#[test]
fn a_message_that_was_stopped_reaches_nobody_and_a_no_holds() {
    let desk = Desk::with(CUSTOMERS);
    let server = FaultSmtp::open(Plan::default());
    let account = desk.account(&server);
    assert_eq!(desk.json(&["suppress", "add", "Ida@Example.com"]), true);
    assert_eq!(desk.json(&["suppress", "add", "ida@example.com"]), false);
    let preview = {
        desk.write("may.txt", "Dear reader");
        desk.json(&[
            "send",
            "plan",
            "--name",
            "May",
            "--subject",
            "Offers",
            "--text",
            "may.txt",
            "--account",
            &account,
            "--preview",
        ])
    };
    assert_eq!(
        (&preview["people"], &preview["ready"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(
        desk.json(&["send", "status"]),
        json!([]),
        "nothing was written"
    );
    desk.json(&["suppress", "remove", "ida@example.com"]);
    let id = plan(&desk, &account);
    let stopped = desk.json(&["send", "stop", &id]);
    assert_eq!(stopped["row"]["state"], "stopped", "{stopped}");
    desk.json(&["send", "start", &id]);
    assert!(server.count() == 0);
    desk.write("no.csv", "address\nx@else.example\nnobody\n");
    let read = desk.json(&["suppress", "import", "no.csv"]);
    assert_eq!(read["added"], 1, "{read}");
    desk.json(&["suppress", "export", "list.csv"]);
    assert!(desk.read("list.csv").contains("x@else.example"));
    assert!(desk.text(&["suppress", "list"]).contains("x@else.example"));
}

#[test]
fn an_inbox_that_cannot_be_read_says_so() {
    let desk = Desk::with(CUSTOMERS);
    let server = FaultSmtp::open(Plan::default());
    let account = desk.account(&server);
    let refused = desk.refused(&["inbox", "poll", &account]);
    assert!(refused.contains("No server to read mail from"), "{refused}");
    assert!(desk.refused(&["inbox", "poll", "99"]).contains("number 99"));
    assert_eq!(desk.json(&["inbox", "events"]), json!([]));
    // A password is no argument, which others on the computer could read.
    let add = ["accounts", "add", "shop@wren.example", "--password", "p4ss"];
    assert_eq!(desk.run(&add).status.code(), Some(2));
}
