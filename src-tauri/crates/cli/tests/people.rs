//! One customer, and people for other programs, from the command line.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::process::{Command, Output};

use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_pannier-cli");
const CUSTOMERS: &str = "\
Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags
'1,Ada,Moss,ada@example.com,yes,vip
'2,Bo,Lark,bo@example.com,no,
";

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(PROGRAM)
            .args(["--shop", "wren.pannier"])
            .args(arguments)
            .env("PANNIER_NOW", "2026-06-30T12:00:00Z")
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[&["--json"], arguments].concat());
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }
}

fn desk() -> Desk {
    let desk = Desk {
        folder: tempfile::tempdir().unwrap(),
    };
    let new = [
        "new",
        "--currency",
        "EUR",
        "--country",
        "DE",
        "--time-zone",
        "Europe/Berlin",
        "--name",
        "Wren",
    ];
    assert!(desk.run(&new).status.success());
    std::fs::write(desk.folder.path().join("customers.csv"), CUSTOMERS).unwrap();
    desk.json(&["import", "customers.csv"]);
    desk
}

#[test]
fn people_are_written_for_another_program_or_only_counted() {
    let desk = desk();
    let seen = desk.json(&["segment", "everyone", "--export", "mailchimp"]);
    assert_eq!((&seen["people"], &seen["included"]), (&json!(2), &json!(1)));
    assert_eq!(seen["left_out"][0]["people"], 1, "{seen}");
    let to = [
        "segment", "everyone", "--export", "shopify", "--tag", "Summer", "--out", "out.csv",
    ];
    let done = desk.json(&to);
    assert_eq!(
        (&done["path"], &done["people"]),
        (&json!("out.csv"), &json!(1))
    );
    assert_eq!(
        desk.read("out.csv"),
        "Email,Tags\r\nada@example.com,\"vip, Summer\"\r\n"
    );
    let refused = desk.run(&["segment", "everyone", "--export", "meta", "--everybody"]);
    assert_eq!(refused.status.code(), Some(1));
}

#[test]
fn one_customer_is_noted_handed_out_proved_and_erased() {
    let desk = desk();
    desk.json(&["customer", "note", "ada@example.com", "Likes linen"]);
    let notes = desk.json(&["customer", "notes", "1"]);
    assert_eq!(notes[0]["text"], "Likes linen");
    let tags = desk.json(&["customer", "tag", "ada@example.com", "friend"]);
    assert_eq!(tags["own_tags"], json!(["friend"]));
    let tags = desk.json(&["customer", "tag", "ada@example.com", "friend", "--remove"]);
    assert_eq!(tags["own_tags"], json!([]));
    let files = desk.json(&["customer", "export", "ada@example.com", "--out", "held"]);
    assert_eq!(files["files"][1], "held/customer-data-ada-moss.json");
    assert!(
        desk.read("held/customer-data-ada-moss.json")
            .contains("Likes linen")
    );
    desk.json(&[
        "customer",
        "consent",
        "ada@example.com",
        "--out",
        "consent.html",
    ]);
    assert!(desk.read("consent.html").contains("agreed"));
    let would = desk.json(&["customer", "erase", "ada@example.com"]);
    assert_eq!(would["confirm"], "Ada Moss");
    assert_eq!(
        desk.json(&["customer", "notes", "1"])[0]["text"],
        "Likes linen",
        "nothing was done"
    );
    let erased = desk.json(&["customer", "erase", "ada@example.com", "--yes"]);
    assert_eq!(erased["overwritten"], true);
    let gone = desk.run(&["customer", "notes", "ada@example.com"]);
    assert_eq!(gone.status.code(), Some(1));
    assert!(desk.run(&["doctor"]).status.success());
}
