//! The command line as people script it: JSON, exit codes, sentences.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[path = "../../../../tests/support/shopify.rs"]
mod shopify;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};
use shopify::{Order, export, order, thousand_orders_of_may};

const PROGRAM: &str = env!("CARGO_BIN_EXE_pannier-cli");
const DAY: &str = "2026-05-04 12:00:00 +0200";

struct Desk {
    folder: tempfile::TempDir,
}

fn desk() -> Desk {
    let desk = Desk {
        folder: tempfile::tempdir().unwrap(),
    };
    let made = desk.run(&[
        "new",
        "--currency",
        "EUR",
        "--country",
        "DE",
        "--time-zone",
        "Europe/Berlin",
        "--name",
        "Wren",
    ]);
    assert!(made.status.success(), "{made:?}");
    desk
}

impl Desk {
    fn shop(&self) -> PathBuf {
        self.folder.path().join("wren.pannier")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.arg("--shop").arg(self.shop()).args(arguments);
        command
            .env("PANNIER_NOW", "2026-06-30T12:00:00Z")
            .current_dir(self.folder.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[&["--json"], arguments].concat());
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Runs what must fail; the sentence it says.
    fn refusal(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
        let sentence = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            sentence.trim_end().lines().count(),
            1,
            "one sentence, not {sentence:?}"
        );
        sentence
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &'static str {
        std::fs::write(self.folder.path().join(name), content).unwrap();
        name.to_owned().leak()
    }

    fn orders(&self) -> u64 {
        self.json(&["orders", "--limit", "1"])["total"]
            .as_u64()
            .unwrap()
    }
}

fn two_orders() -> Vec<Order> {
    let mug = ("Stoneware mug".to_owned(), 2, "12.40".to_owned());
    vec![
        Order {
            lines: vec![("Linen throw".into(), 1, "49.00".into()), mug],
            discount: "7.38".into(),
            shipping: "4.90".into(),
            tax: "11.38".into(),
            total: "71.32".into(),
            ..order(1002, "2026-05-04 18:30:00 +0200", "anna@example.com", "0")
        },
        order(1001, DAY, "pieter@example.com", "57.80"),
    ]
}

#[test]
fn import_and_report_speak_documented_json() {
    let desk = desk();
    let file = desk.file("orders_export.csv", export(&two_orders()));
    insta::assert_json_snapshot!("import", desk.json(&["import", file]));
    insta::assert_json_snapshot!(
        "import_again",
        desk.json(&["import", file])["files"][0]["row_verdicts"]
    );
    insta::assert_json_snapshot!("report", desk.json(&["report", "aov", "--by", "month"]));
    insta::assert_json_snapshot!("orders", desk.json(&["orders"]));
    insta::assert_json_snapshot!("doctor", desk.json(&["doctor"]));
    insta::assert_json_snapshot!("imports", desk.json(&["imports"]));
    insta::assert_json_snapshot!("undo", desk.json(&["undo-import", "1"]));
    assert!(desk.refusal(&["undo-import", "1"]).contains("undone"));
    assert!(desk.refusal(&["undo-import", "77"]).contains("77"));
}

#[test]
fn customers_are_joined_and_parted_by_email_number_or_id() {
    let desk = desk();
    let customers = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Address1,\
Default Address Zip,Default Address City,Default Address Country Code,Phone,Total Spent,Total Orders,Note,Tax Exempt,Tags\n\
'7001,Anna,Lark,anna.lark@gmail.com,yes,Oak Street 12,06304,Halle,DE,,0,0,,no,\n\
'7002,Anna,Lark,annalark@googlemail.com,yes,Oak St. 12,06304,Halle,DE,,0,0,,no,\n\
'7003,Ben,Lark,ben@example.com,no,Oak Street 12,06304,Halle,DE,,0,0,,no,\n";
    let file = desk.file("customers_export.csv", customers);
    desk.json(&["import", file]);
    insta::assert_json_snapshot!("duplicates", desk.json(&["duplicates"]));
    let anna = ["anna.lark@gmail.com", "ANNALARK@googlemail.com"];
    let joined = desk.json(&["join", anna[0], anna[1]]);
    insta::assert_json_snapshot!("join", joined);
    assert_eq!(
        desk.json(&["join", "7002", "shopify:7001"])["changed"],
        false
    );
    assert_eq!(
        desk.json(&["duplicates"])["likely"],
        1,
        "Ben is compared with one Anna"
    );
    insta::assert_json_snapshot!("joined", desk.json(&["duplicates", "--list", "joined"]));
    assert_eq!(desk.json(&["part", "7001", anna[1]])["changed"], true);
    assert_eq!(desk.json(&["keep-apart", "7001", "7003"])["changed"], true);
    let now = desk.json(&["duplicates"]);
    assert_eq!((&now["likely"], &now["apart"]), (&json!(2), &json!(1)));
    assert_eq!(
        desk.json(&["keep-apart", "7001", "7003", "--undo"])["changed"],
        true
    );
    let text = desk.run(&["duplicates", "--limit", "1"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains("same name and address") && text.contains("1 of 3 pairs"),
        "{text}"
    );
    assert!(
        desk.refusal(&["join", "7001", "nobody@example.com"])
            .contains("nobody@example.com")
    );
    assert!(
        desk.refusal(&["join", "7001", anna[0]])
            .contains("same customer")
    );
    assert_eq!(desk.json(&["doctor"])["healthy"], true);
}

#[test]
fn a_suggested_mapping_can_be_given_to_an_import() {
    let desk = desk();
    let till = "Receipt;Sold on;Article;Pieces;Unit price;Client e-mail\n\
                R-1;31.01.2026 10:05;Cup;2;4,50;ann@example.com\n\
                R-1;31.01.2026 10:05;Plate;1;12,00;ann@example.com\n\
                R-2;01.02.2026 11:00;Cup;1;4,50;bo@example.com\n";
    let file = desk.file("till.csv", till);
    let refusal = desk.refusal(&["import", file]);
    assert!(
        refusal.contains("no export that Pannier knows"),
        "{refusal}"
    );

    let suggested = desk.json(&["mapping", "suggest", file]);
    insta::assert_json_snapshot!("mapping", suggested);
    let printed = desk.run(&["mapping", "suggest", file]).stdout;
    let mapping = desk.file("till.toml", printed);
    let imported = desk.json(&["import", file, "--mapping", mapping]);
    assert_eq!(imported["files"][0]["orders"]["new"], 2);
    let report = desk.json(&["report", "aov"]);
    assert_eq!(report["revenue"]["text"], "25.50");
    assert_eq!(
        desk.json(&["mappings"]),
        serde_json::json!([]),
        "it was given, not kept"
    );

    let people = desk.json(&["mapping", "suggest", file, "--kind", "customers"]);
    assert_eq!(people[0]["kind"], "customers");
    assert_eq!(people[0]["columns"][5]["field"], "email", "{people}");

    let refusal = desk.refusal(&["import", file, "--mapping", "nowhere.toml"]);
    assert!(refusal.contains("There is no such file"), "{refusal}");
    let nonsense = desk.file("nonsense.toml", "colour = \"red\"\n");
    let refusal = desk.refusal(&["import", file, "--mapping", nonsense]);
    assert!(refusal.contains("no mapping of Pannier"), "{refusal}");
    let colours = desk.file("colours.csv", "Colour,Weight\nred,5\n");
    let refusal = desk.refusal(&["mapping", "suggest", colours]);
    assert!(refusal.contains("Too little could be guessed"), "{refusal}");
}

#[test]
fn refunds_that_name_no_order_stand_beside_the_average() {
    let desk = desk();
    let header = "Date,Time,Time Zone,Item,Qty,Price Point Name,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Event Type";
    let rows = [
        "2026-02-01,10:00:00,Eastern Time (US & Canada),Tea,2.0,Regular,,8.00,0.00,8.00,0.00,T1,Payment",
        "2026-02-02,10:00:00,Eastern Time (US & Canada),Tea,-1.0,Regular,,-4.00,0.00,-4.00,0.00,T2,Refund",
        "2026-02-03,10:00:00,Eastern Time (US & Canada),Tea,1.0,Regular,,4.00,0.00,4.00,0.00,T3,Payment",
    ];
    let file = desk.file("items.csv", format!("{header}\n{}\n", rows.join("\n")));
    desk.json(&["import", file]);
    let report = desk.json(&["report", "aov"]);
    assert_eq!(
        (&report["orders"], &report["revenue"]["text"]),
        (&2.into(), &"12.00".into())
    );
    assert_eq!(report["refunds_without_order"]["count"], 1);
    assert_eq!(report["refunds_without_order"]["amount"]["text"], "4.00");
    let later = desk.json(&["report", "aov", "--from", "2026-02-03"]);
    assert_eq!(later["refunds_without_order"]["count"], 0);
    let words = String::from_utf8(desk.run(&["report", "aov"]).stdout).unwrap();
    assert!(
        words.contains("4.00 EUR refunded without naming an order (1)"),
        "{words}"
    );
}

#[test]
fn the_fields_example_is_31() {
    let desk = desk();
    let file = desk.file("may.csv", thousand_orders_of_may());
    desk.json(&["import", file]);
    let report = desk.json(&[
        "report",
        "aov",
        "--from",
        "2022-05-01",
        "--until",
        "2022-06-01",
    ]);
    assert_eq!(
        report["aov"],
        json!({ "minor": 3100, "currency": "USD", "text": "31.00" })
    );
    assert_eq!(
        (&report["orders"], &report["revenue"]["minor"]),
        (&json!(1000), &json!(3_100_000))
    );
    let words = String::from_utf8(desk.run(&["report", "aov"]).stdout).unwrap();
    assert!(
        words.starts_with("Average order value 31.00 USD = 31000.00 USD ÷ 1000 orders"),
        "{words}"
    );
}

#[test]
fn several_currencies_stand_under_currencies_and_none_is_null() {
    let desk = desk();
    assert_eq!(desk.json(&["report", "aov"])["aov"], Value::Null);
    let dollars = Order {
        currency: "USD".into(),
        ..order(2, DAY, "b@example.com", "70.00")
    };
    desk.json(&[
        "import",
        desk.file(
            "a.csv",
            export(&[order(1, DAY, "a@example.com", "10.00"), dollars]),
        ),
    ]);
    let report = desk.json(&["report", "aov"]);
    let texts: Vec<&Value> = report["currencies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| &c["aov"]["text"])
        .collect();
    assert_eq!(texts, ["10.00", "70.00"]);
}

#[test]
fn a_trial_and_a_refusal_write_nothing() {
    let desk = desk();
    let good = desk.file("good.csv", export(&two_orders()));
    assert_eq!(
        desk.json(&["import", good, "--dry-run"])["import_id"],
        Value::Null
    );
    assert_eq!(desk.orders(), 0);

    let bank = desk.file(
        "bank.csv",
        "01.05.2026;SEPA;Miete;-800,00\n02.05.2026;SEPA;Strom;-60,00\n",
    );
    let sentence = desk.refusal(&["import", good, bank]);
    assert!(
        sentence.contains("bank.csv") && sentence.contains("Nothing was imported"),
        "{sentence}"
    );
    assert_eq!(desk.orders(), 0);
    desk.json(&["import", good, bank, "--accept-rejects"]);
    assert_eq!(desk.orders(), 2);
    desk.refusal(&["import", bank, "--accept-rejects"]);
}

#[test]
fn rejected_rows_need_a_yes_and_are_in_the_json_either_way() {
    let desk = desk();
    let bad = Order {
        currency: "EURO".into(),
        ..order(9, DAY, "b@example.com", "20.00")
    };
    let file = desk.file(
        "a.csv",
        export(&[order(1, DAY, "a@example.com", "10.00"), bad]),
    );
    let output = desk.run(&["--json", "import", file]);
    assert_eq!(output.status.code(), Some(1));
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(seen["files"][0]["row_verdicts"]["rejected"], 1);
    assert_eq!(
        (&seen["files"][0]["rejected"][0]["line"], &seen["import_id"]),
        (&json!(3), &Value::Null)
    );
    assert!(desk.refusal(&["import", file]).contains("--accept-rejects"));
    assert_eq!(desk.orders(), 0);
    desk.json(&["import", file, "--accept-rejects"]);
    assert_eq!(desk.orders(), 1);
}

#[test]
fn what_is_undecidable_names_the_option_that_decides_it() {
    let desk = desk();
    let both_ways = [
        order(1, "03/04/2026 12:00", "a@example.com", "10.00"),
        order(2, "05/04/2026 12:00", "b@example.com", "20.00"),
    ];
    let file = desk.file("a.csv", export(&both_ways));
    assert!(desk.refusal(&["import", file]).contains("--date-order"));
    desk.json(&["import", file, "--date-order", "dmy"]);
    let report = desk.json(&["report", "aov"]);
    assert_eq!(
        (&report["from"], &report["until"]),
        (&json!("2026-04-03"), &json!("2026-04-06"))
    );
}

#[test]
fn orders_beside_payments_that_count_need_to_be_told_what_they_are() {
    let paid = "id,Created date (UTC),Amount,Amount Refunded,Currency,Description,Fee,Status,Customer Email\n\
                ch_1,2026-05-04 10:05:00,31.00,0.00,eur,,0.50,Paid,a@example.com\n";
    for (are, orders) in [("same", 1), ("different", 2)] {
        let desk = desk();
        let payments = desk.file("payments.csv", paid);
        desk.json(&["import", payments, "--payments", "orders"]);
        let file = desk.file(
            "orders.csv",
            export(&[order(1, DAY, "a@example.com", "31.00")]),
        );
        let why = desk.refusal(&["import", file]);
        assert!(
            why.contains("1 of the 1 new orders look like them"),
            "{why}"
        );
        assert!(why.contains("--sales same"), "{why}");
        assert_eq!(desk.orders(), 1, "nothing was written");
        let asked = desk.run(&["--json", "import", file]);
        let asked: Value = serde_json::from_slice(&asked.stdout).unwrap();
        assert_eq!(asked["same_sales"]["alike"], 1, "{asked}");
        let done = desk.json(&["import", file, "--sales", are]);
        assert_eq!(desk.orders(), orders, "{done}");
        desk.json(&["undo-import", &done["import_id"].to_string()]);
        assert_eq!(desk.orders(), 1);
        assert_eq!(desk.json(&["doctor"])["findings"], json!([]));
    }
}

#[test]
fn payments_in_a_shop_without_orders_need_to_be_told_what_they_are() {
    let paid = "id,Created date (UTC),Amount,Amount Refunded,Currency,Description,Fee,Status\n\
                ch_1,2026-04-13 10:00:00,12.50,0.00,eur,Workshop,0.40,Paid\n";
    for (are, orders, payments) in [("orders", 1, 0), ("payments", 0, 1)] {
        let desk = desk();
        let file = desk.file("payments.csv", paid);
        assert!(
            desk.refusal(&["import", file])
                .contains("--payments orders")
        );
        let done = desk.json(&["import", file, "--payments", are]);
        let file = &done["files"][0];
        assert_eq!(file["orders"]["new"], orders, "{done}");
        assert_eq!(file["payments"]["new"], payments, "{done}");
        assert_eq!(desk.orders(), orders);
    }
}

#[test]
fn wrong_usage_is_two_and_a_shop_that_is_not_there_is_one() {
    let desk = desk();
    for arguments in [
        &["report", "aov", "--by", "fortnight"][..],
        &["import"],
        &["nonsense"],
        &[],
    ] {
        assert_eq!(desk.run(arguments).status.code(), Some(2), "{arguments:?}");
    }
    assert!(
        desk.refusal(&[
            "new",
            "--currency",
            "EUR",
            "--country",
            "DE",
            "--time-zone",
            "Europe/Berlin",
            "--name",
            "W"
        ])
        .contains("already")
    );
    std::fs::remove_file(desk.shop()).unwrap();
    assert!(desk.refusal(&["doctor"]).contains("no shop file"));
    assert!(
        desk.refusal(&["report", "aov", "--from", "yesterday"])
            .contains("no shop file")
    );
}

#[test]
fn a_day_that_is_none_is_named() {
    let desk = desk();
    assert!(
        desk.refusal(&["report", "aov", "--from", "2026-02-30"])
            .contains("2026-02-30")
    );
    assert!(
        desk.refusal(&[
            "report",
            "aov",
            "--from",
            "2026-03-01",
            "--until",
            "2026-02-01"
        ])
        .contains("before it begins")
    );
}

#[test]
fn backups_are_made_listed_and_restored() {
    let desk = desk();
    let made = desk.json(&["backup"]);
    let name = made["name"].as_str().unwrap();
    desk.json(&["import", desk.file("a.csv", export(&two_orders()))]);
    desk.json(&["restore", name]);
    assert_eq!(desk.orders(), 0);
    let backups = desk.json(&["backups"]);
    let reasons: Vec<&Value> = backups
        .as_array()
        .unwrap()
        .iter()
        .map(|b| &b["reason"])
        .collect();
    assert!(
        reasons.contains(&&json!("asked")) && reasons.contains(&&json!("before_restore")),
        "{reasons:?}"
    );
    assert!(
        desk.refusal(&["restore", "no-such.pannier"])
            .contains("no-such")
    );
}

#[test]
fn a_damaged_shop_file_says_so_and_can_be_restored() {
    let desk = desk();
    desk.json(&["import", desk.file("a.csv", export(&two_orders()))]);
    let name = desk.json(&["backup"])["name"].as_str().unwrap().to_owned();
    let mut bytes = std::fs::read(desk.shop()).unwrap();
    let end = bytes.len();
    bytes[100..end].fill(0x5A);
    std::fs::write(desk.shop(), bytes).unwrap();
    assert!(desk.refusal(&["doctor"]).contains("damaged"));
    assert!(!desk.json(&["backups"]).as_array().unwrap().is_empty());
    desk.json(&["restore", &name]);
    assert_eq!(desk.orders(), 2);
}

#[test]
fn a_shop_file_that_is_gone_comes_back_from_a_backup_and_a_bad_backup_is_named() {
    let desk = desk();
    desk.json(&["import", desk.file("a.csv", export(&two_orders()))]);
    let name = desk.json(&["backup"])["name"].as_str().unwrap().to_owned();
    std::fs::remove_file(desk.shop()).unwrap();
    desk.json(&["restore", &name]);
    assert_eq!(desk.orders(), 2);
    let path = desk.folder.path().join("backups").join("wren").join(&name);
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let sentence = desk.refusal(&["restore", &name]);
    assert!(
        sentence.contains("The backup") && sentence.contains("not touched"),
        "{sentence}"
    );
    assert_eq!(desk.orders(), 2);
}

#[test]
fn an_answer_that_cannot_be_written_is_a_failure_and_a_closed_pipe_is_none() {
    let desk = desk();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = desk
        .command(&["--json", "orders"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("could not be written")
    );
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = desk
        .command(&["--json", "orders"])
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_clock_that_is_none_is_named() {
    let desk = desk();
    let output = desk
        .command(&["report", "aov"])
        .env("PANNIER_NOW", "soon")
        .output()
        .unwrap();
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(1) && sentence.contains("soon"),
        "{sentence}"
    );
}

/// Another user of this machine, where we may become one.
fn as_nobody(command: &Command) -> Option<Command> {
    let mut other = Command::new("setpriv");
    other.args([
        "--reuid",
        "65534",
        "--regid",
        "65534",
        "--clear-groups",
        "--",
    ]);
    let may = other.arg("true").status().is_ok_and(|s| s.success());
    if !may {
        skipped("a file without read permission, as an ordinary user");
        return None;
    }
    let mut other = Command::new("setpriv");
    other.args([
        "--reuid",
        "65534",
        "--regid",
        "65534",
        "--clear-groups",
        "--",
    ]);
    other
        .arg(command.get_program())
        .args(command.get_args())
        .current_dir(command.get_current_dir().unwrap());
    Some(other)
}

#[expect(clippy::print_stdout, reason = "says what this run could not try")]
fn skipped(name: &str) {
    println!("SKIPPED (not allowed here): {name}");
}

#[test]
fn an_ordinary_user_is_told_which_file_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    let file = desk.file("secret.csv", export(&two_orders()));
    let everyone = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(desk.folder.path(), everyone.clone()).unwrap();
    for suffix in ["", "-wal", "-shm"] {
        let path = desk.folder.path().join(format!("wren.pannier{suffix}"));
        if path.exists() {
            std::fs::set_permissions(path, everyone.clone()).unwrap();
        }
    }
    std::fs::set_permissions(
        desk.folder.path().join(file),
        std::fs::Permissions::from_mode(0o600),
    )
    .unwrap();
    // The program itself stands in a folder that others may not enter; a copy does not.
    let program = desk.folder.path().join("pannier-cli");
    std::fs::copy(PROGRAM, &program).unwrap();
    let mut command = Command::new(&program);
    command
        .arg("--shop")
        .arg(desk.shop())
        .args(["import", file])
        .current_dir(desk.folder.path());
    let Some(mut other) = as_nobody(&command) else {
        return;
    };
    let output = other.output().unwrap();
    let sentence = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{sentence}");
    assert!(
        sentence.contains("secret.csv") && sentence.contains("read"),
        "{sentence}"
    );
}

/// A file system of a few megabytes, where mounting is allowed.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: &Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "pannier-test"])
            .arg(at)
            .output()
            .is_ok_and(|o| o.status.success());
        if !mounted {
            skipped("a full disk, on a file system of two megabytes");
        }
        mounted.then(|| Self(at.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_is_named_and_nothing_is_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(&folder.path().join("small"), "2m") else {
        return;
    };
    let shop = disk.0.join("wren.pannier");
    let many: Vec<Order> = (0..8_000)
        .map(|i| order(i, DAY, &format!("b{i}@example.com"), "10.00"))
        .collect();
    let file = folder.path().join("many.csv");
    std::fs::write(&file, export(&many)).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command
            .arg("--shop")
            .arg(&shop)
            .args(arguments)
            .output()
            .unwrap()
    };
    let made = run(&[
        "new",
        "--currency",
        "EUR",
        "--country",
        "DE",
        "--time-zone",
        "Europe/Berlin",
        "--name",
        "W",
    ]);
    assert!(made.status.success(), "{made:?}");
    let full = run(&["import", file.to_str().unwrap()]);
    assert_eq!(full.status.code(), Some(1));
    let sentence = String::from_utf8(full.stderr).unwrap();
    assert!(sentence.contains("disk is full"), "{sentence}");
    let health = run(&["doctor"]);
    assert!(health.status.success(), "{health:?}");
    let orders: Value = serde_json::from_slice(&run(&["--json", "orders"]).stdout).unwrap();
    assert_eq!(orders["total"], 0);
}

#[test]
fn reports_explain_and_advise() {
    let desk = desk();
    let file = desk.file("orders_export.csv", thousand_orders_of_may());
    desk.json(&["import", file]);
    let halves = ["--from", "2022-05-16", "--until", "2022-06-01"];
    let before = [
        "--before-from",
        "2022-05-01",
        "--before-until",
        "2022-05-16",
    ];
    let why = desk.json(&[&["report", "why"][..], &halves, &before].concat());
    let minor = |value: &Value| value["minor"].as_i64().unwrap();
    let parts = why["parts"].as_array().unwrap();
    let sum: i64 = parts.iter().map(|part| minor(&part["amount"])).sum();
    assert_eq!(minor(&why["change"]), sum, "{why}");
    assert_eq!(
        minor(&why["before"]["aov"]) + sum,
        minor(&why["after"]["aov"])
    );
    assert!(
        desk.refusal(&[
            "report",
            "why",
            "--from",
            "2022-06-01",
            "--until",
            "2022-05-01"
        ])
        .contains("before it begins")
    );

    let groups = [
        "report",
        "why",
        "--group",
        "customer=returning",
        "--against",
        "customer=new",
    ];
    let told = desk.json(&groups);
    let sum: i64 = told["why"]["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| minor(&part["amount"]))
        .sum();
    assert_eq!(
        minor(&told["why"]["before"]["aov"]) + sum,
        minor(&told["why"]["after"]["aov"]),
        "{told}"
    );
    assert_eq!(
        (told["by"].as_str(), told["both"].as_u64()),
        (Some("customer"), Some(0))
    );
    let by_day = desk.json(&[&["report", "why", "--by", "weekday"][..], &halves, &before].concat());
    let by_day = &by_day["by_group"];
    assert_eq!(by_day["rows"].as_array().unwrap().len(), 7);
    assert!(
        desk.refusal(&[
            "report",
            "why",
            "--group",
            "customer=new",
            "--against",
            "hour=3"
        ])
        .contains("of one kind")
    );

    let explored = desk.json(&["report", "explore", "--by", "weekday"]);
    let monday = &explored["breakdown"]["rows"][0];
    assert!(monday["figures"]["units_per_order"].is_number(), "{monday}");
    assert!(explored["explore"]["first_day"].is_string());

    let cohorts = desk.json(&["report", "cohorts"]);
    assert_eq!(cohorts["rows"][0]["key"], "2022-05-01");
    let customers = cohorts["customers"].as_u64().unwrap();
    assert!(cohorts["returned"].as_u64().unwrap() <= customers);
    let advice = desk.json(&["report", "thresholds", "--at", "40", "--tops-up", "20"]);
    assert_eq!(minor(&advice["chosen"]["threshold"]), 4_000);
    assert_eq!(advice["assumed"]["tops_up"]["from"], "given");
    assert_eq!(desk.json(&["report", "bundles"])["orders"], 1_000);
    assert!(desk.json(&["report", "opportunities"])["list"].is_array());
    for report in ["cohorts", "thresholds", "bundles", "opportunities"] {
        let text = String::from_utf8(desk.run(&["report", report]).stdout).unwrap();
        assert!(!text.trim().is_empty(), "{report}");
    }
}

#[test]
fn the_whole_report_is_written_or_printed() {
    let desk = desk();
    let file = desk.file("orders_export.csv", export(&two_orders()));
    desk.json(&["import", file]);

    let full = ["report", "full", "--locale", "en-GB"];
    let printed = desk.json(&[&full[..], &["--format", "json"]].concat());
    insta::assert_json_snapshot!("report_full", printed);
    let plain = desk.run(&[&full[..], &["--format", "json"]].concat());
    assert_eq!(
        serde_json::from_slice::<Value>(&plain.stdout).unwrap(),
        printed
    );

    for (format, start) in [
        ("pdf", "%PDF-"),
        ("html", "<!doctype html>"),
        ("xlsx", "PK"),
        ("csv", "\u{feff}"),
        ("json", "{"),
    ] {
        let out = format!("report.{format}");
        let written = desk.json(&[&full[..], &["--format", format, "--out", &out]].concat());
        let bytes = std::fs::read(desk.folder.path().join(&out)).unwrap();
        assert!(bytes.starts_with(start.as_bytes()), "{format}");
        assert_eq!(
            written,
            json!({ "written": out, "format": format, "from": "2026-05-04",
                "until": "2026-05-05", "bytes": bytes.len() })
        );
    }
    let nowhere = desk.refusal(&full);
    assert!(nowhere.contains("--out FILE"), "{nowhere}");
    let unwritable = desk.refusal(&[&full[..], &["--out", "no/such/folder.pdf"]].concat());
    assert!(unwritable.contains("could not be written"), "{unwritable}");
}

#[test]
fn segments_are_tried_out_saved_and_listed() {
    let desk = desk();
    let orders = desk.file("orders.csv", export(&two_orders()));
    desk.json(&["import", orders]);
    let rules = "spent at least 55.00 and not tagged \"wholesale\"";
    let seen = desk.json(&["segment", rules]);
    assert_eq!(seen["text"], rules);
    assert_eq!(
        (&seen["figures"]["people"], &seen["everyone"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(seen["steps"][0]["left"], 2, "{seen}");
    let reason = &seen["sample"][0]["reasons"][0];
    assert_eq!(reason["found"]["kind"], "amount", "{reason}");
    let wrong = desk.refusal(&["segment", "spent atleast 55"]);
    assert_eq!(
        wrong.trim_end(),
        "At character 7: “atleast” is not understood here. Did you mean “at least”?"
    );
    desk.json(&["segment", "save", "Spenders", rules, "--persona", "1"]);
    let shown = desk.json(&["segment", "show", "spenders"]);
    assert_eq!(shown["row"]["persona"], 2, "{shown}");
    assert_eq!(shown["now"]["figures"]["people"], 2);
    let list = String::from_utf8(desk.run(&["segment", "list"]).stdout).unwrap();
    assert!(
        list.starts_with("1. Spenders: 2 people, 124.22 EUR of 2 orders, average 62.11"),
        "{list}"
    );
    assert_eq!(list.lines().count(), 22, "eleven segments, two lines each");
    assert_eq!(desk.json(&["segment", "snapshot", "Spenders"])["people"], 2);
    desk.run(&["segment", "delete", "Spenders"]);
    let gone = desk.refusal(&["segment", "show", "Spenders"]);
    assert!(
        gone.starts_with("No segment is called “Spenders”"),
        "{gone}"
    );
    desk.json(&["segment", "restore", "Spenders"]);
    let both = desk.json(&["segment", "overlap"]);
    assert_eq!(both["both"][0][0], 2, "{both}");
}

#[test]
fn a_programme_is_tried_set_and_points_are_looked_up_and_spent() {
    let desk = desk();
    let orders: Vec<Order> = (1..=10)
        .map(|number| order(number, DAY, "ada@example.com", "120.00"))
        .collect();
    let file = desk.file("orders_export.csv", export(&orders));
    desk.json(&["import", file]);
    let shown = desk.json(&["loyalty", "programme", "show"]);
    assert_eq!(shown["holds"], Value::Null);
    let tried = desk.json(&["loyalty", "programme", "try", "--suggested"]);
    assert_eq!(
        (&tried["this"]["points"], &tried["this"]["rewards"]),
        (&json!(100), &json!(1))
    );
    let with = ["--suggested", "--beside", "90.00", "--redeemed", "50"];
    let with = [&["loyalty", "programme", "try"][..], &with].concat();
    let tried = desk.json(&with);
    assert_eq!(tried["beside"][0]["threshold"]["text"], "90.00");
    assert_eq!(tried["assumed"]["redeemed"]["from"], "given");
    let told = String::from_utf8(desk.run(&with).stdout).unwrap();
    assert!(told.contains("Likely cost: 100 points given"), "{told}");
    assert!(
        desk.refusal(&[
            "loyalty",
            "programme",
            "try",
            "--suggested",
            "--margin",
            "101"
        ])
        .contains("Write a share from 0 to 100 %")
    );
    let programme = shown["suggested"].as_str().unwrap();
    let programme = desk.file("programme.json", programme);
    let set = desk.json(&[
        "loyalty",
        "programme",
        "set",
        programme,
        "--from",
        "2026-05-01",
    ]);
    assert_eq!(set["lines"], 10);
    assert_eq!(desk.json(&["loyalty", "post"])["lines"], 0);
    let balance = desk.json(&["loyalty", "balance", "ada@example.com"]);
    assert_eq!(balance["available"], 100);
    assert_eq!(balance["messages"]["points.balance"], "100");
    let owed = desk.json(&[
        "loyalty",
        "liability",
        "--redeemed",
        "50",
        "--breakage",
        "0",
    ]);
    // 100 points are 25 % of 120.00, of which half is spent.
    assert_eq!(owed["likely"]["text"], "15.00");
    let redeemed = desk.json(&["loyalty", "redeem", "ada@example.com", "--reward", "2"]);
    assert_eq!(redeemed["available"], 0);
    let export = ["loyalty", "codes", "export", "codes.csv"];
    assert_eq!(desk.json(&export)["codes"], 1);
    assert!(desk.refusal(&export).contains("were written before"));
    let told = String::from_utf8(desk.run(&["loyalty", "codes", "show"]).stdout).unwrap();
    assert!(told.contains("1 to be used (0 in no file yet)"), "{told}");
    assert!(desk.refusal(&["loyalty", "give", "99"]).contains("99"));
    assert_eq!(desk.json(&["loyalty", "effect"])["start"], Value::Null);
    let refused = desk.refusal(&["loyalty", "start", "set", "--days", "30"]);
    assert!(refused.contains("The programme has begun"), "{refused}");
    assert_eq!(redeemed["reward"]["code"].as_str().unwrap().len(), 10);
    assert!(
        desk.refusal(&["loyalty", "redeem", "ada@example.com"])
            .contains("0 to spend")
    );
    let lines = desk.json(&["loyalty", "ledger", "ada@example.com"]);
    assert_eq!(lines.as_array().unwrap().len(), 11);
    assert_eq!(lines[10]["kind"], "redeem");
    assert_eq!(desk.json(&["doctor"])["healthy"], true);
    let bad = desk.file("bad.json", "{\"rules\": 1}");
    assert!(
        desk.refusal(&["loyalty", "programme", "set", bad])
            .contains("not a programme")
    );
    let shown = String::from_utf8(desk.run(&["loyalty", "programme", "show"]).stdout).unwrap();
    assert!(shown.contains("Now, from 2026-05-01:"), "{shown}");
}

#[test]
fn suggestions_are_told_proven_and_written() {
    let desk = desk();
    let orders: Vec<Order> = (0..240)
        .map(|nth: u32| {
            let day = format!("2026-{:02}-{:02} 12:00:00 +0100", 1 + nth % 6, 1 + nth / 9);
            let mut made = order(
                1_000 + nth,
                &day,
                &format!("p{}@example.com", nth % 60),
                "69.00",
            );
            let line = |name: &str, price: &str| (name.to_owned(), 1, price.to_owned());
            made.lines = match nth % 3 {
                0 => vec![line("Teapot", "60.00"), line("Black tea", "9.00")],
                1 => vec![line("Candle", "14.00"), line("Basket", "45.00")],
                _ => vec![line("Wool rug", "140.00")],
            };
            made
        })
        .collect();
    desk.file("orders.csv", export(&orders));
    desk.json(&["import", "orders.csv"]);
    let found = desk.json(&["recommend", "product", "Black tea"]);
    assert_eq!(found["goes_with"]["list"][0]["name"], "Teapot");
    assert_eq!(found["goes_with"]["list"][0]["behind"]["orders"], 80);
    let text = desk.run(&["recommend", "product", "SKU-Black-tea"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains("80 of 80 orders with Black tea also had Teapot"),
        "{text}"
    );
    let someone = desk.json(&["recommend", "customer", "p1@example.com"]);
    assert!(someone["suggested"]["list"].is_array());
    let quality = desk.json(&["recommend", "evaluate"]);
    assert_eq!(quality["products"], 5);
    let written = desk.json(&["recommend", "export", "--platform", "json", "out.json"]);
    assert_eq!(written["products"], 4);
    let file = std::fs::read_to_string(desk.folder.path().join("out.json")).unwrap();
    assert!(file.contains("Black tea"));
    let refused = desk.run(&["recommend", "export", "--platform", "shopware", "out.csv"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("products file of Shopware"), "{said}");
    let text = desk.run(&["recommend", "evaluate"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("Made as"), "{text}");
    assert!(
        text.contains("of 5 products have nothing that goes with them"),
        "{text}"
    );
    rules_for_suggestions(&desk);
}

fn rules_for_suggestions(desk: &Desk) {
    let rules = |arguments: &[&str]| {
        let output = desk.run(&[&["recommend", "rules"], arguments].concat());
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let usual = "1. Never show gift cards\n2. Never show what is sold out\n3. Never show someone \
        what they already have, unless it is usually bought again\n";
    assert_eq!(rules(&[]), usual);
    let added = rules(&[
        "add",
        "always",
        "product:SKU-Teapot",
        "--beside",
        "product:Black tea",
        "--at",
        "1",
    ]);
    assert!(
        added.starts_with("1. Always show Teapot first beside Black tea\n2. Never"),
        "{added}"
    );
    let added = rules(&["add", "at-most:2", "all"]);
    assert!(
        added.ends_with("5. Show at most 2 of one category\n"),
        "{added}"
    );
    let moved = rules(&["move", "5", "1"]);
    assert!(moved.starts_with("1. Show at most 2"), "{moved}");
    let removed = rules(&["remove", "2"]);
    assert!(!removed.contains("Teapot"), "{removed}");
    let added = rules(&["add", "never", "margin-under:20%"]);
    assert!(added.contains("less than 20 % of its price"), "{added}");
    assert!(
        desk.refusal(&["recommend", "rules", "remove", "9"])
            .contains("no rule 9")
    );
    assert!(
        desk.refusal(&["recommend", "rules", "add", "seldom", "all"])
            .contains("at-most:N")
    );
    assert!(
        desk.refusal(&["recommend", "rules", "add", "never", "everything"])
            .contains("names no products")
    );
    assert!(
        desk.refusal(&["recommend", "rules", "add", "never", "all"])
            .contains("nothing to show anywhere")
    );
    assert_eq!(rules(&["usual"]), usual);
}
