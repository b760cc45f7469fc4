//! How SQLite finds what the questions about messages ask for: by an index, wherever a table grows with
//! the shop.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::{fs, path::Path};

use pannier_core::{Currency, FixedClock, Timestamp};
use pannier_store::{NewShop, OpenOptions, Role, Store};

/// Tables that grow with people, orders and messages.
const LARGE: [&str; 8] = [
    "outbox",
    "customer",
    "consent",
    "orders",
    "suppressed_address",
    "inbox_event",
    "customer_key",
    "erased_word",
];

/// Statements that read a whole table since they want all of it, by how they begin.
const ALL_OF_IT: [&str; 4] = [
    // A message is planned against the whole list at once.
    "SELECT address_hash, reason, added_at FROM suppressed_address",
    // A token says nothing of whose it is: everyone's are made and compared.
    "SELECT email AS address FROM customer",
    // Words are looked for within addresses.
    "SELECT reason, count(*) AS count FROM suppressed_address",
    // How many there are, and the newest.
    "SELECT count(*) AS count, max(added_at) AS newest FROM suppressed_address",
];

/// Every statement of the module, as it stands in its files.
fn statements() -> Vec<(String, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for (folder, ending) in [("sending", "rs"), ("sql/sending", "sql")] {
        for file in fs::read_dir(source.join(folder)).unwrap() {
            let path = file.unwrap().path();
            assert!(path.extension().is_some_and(|known| known == ending));
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            if ending == "sql" {
                found.push((name, text));
            } else {
                found.extend(quoted(&text).into_iter().map(|sql| (name.clone(), sql)));
            }
        }
    }
    found
}

/// Quoted texts that begin as a statement does.
fn quoted(source: &str) -> Vec<String> {
    let code: Vec<&str> = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code.join("\n");
    let parts = code.split('"').skip(1).step_by(2);
    let begins = ["SELECT ", "UPDATE ", "DELETE ", "INSERT ", "WITH "];
    let texts = parts.filter(|text| begins.iter().any(|word| text.starts_with(word)));
    texts.map(ToOwned::to_owned).collect()
}

/// A statement that is made of a part, with each part that it is made with.
fn made(name: &str, sql: &str) -> Vec<String> {
    if !sql.contains("{condition}") {
        return vec![sql.to_owned()];
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/sending")
        .join(name);
    let text = fs::read_to_string(source).unwrap();
    let conditions = text.split("rows_where(\"").skip(1);
    let conditions = conditions.filter_map(|rest| rest.split('"').next());
    let made: Vec<String> = conditions
        .map(|condition| sql.replace("{condition}", condition))
        .collect();
    assert!(made.len() >= 4, "{made:?}");
    made
}

#[test]
#[expect(clippy::disallowed_methods, reason = "plays another program")]
fn what_grows_is_searched_by_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wren.pannier");
    let new = NewShop {
        name: "Wren & Willow".into(),
        currency: Currency::EUR,
        country: "DE".into(),
        zone: "Europe/Berlin".parse().unwrap(),
        is_sample: false,
    };
    let clock = FixedClock(Timestamp(1_782_820_800_000));
    drop(Store::create(&path, &new, OpenOptions::new(Role::Owner), &clock).unwrap());
    let raw = rusqlite::Connection::open(&path).unwrap();
    let mut looked_at = 0;
    for (name, sql) in statements() {
        for sql in made(&name, &sql) {
            let mut statement = raw
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .unwrap_or_else(|error| panic!("{name}: {error}: {sql}"));
            let steps = statement
                .raw_query()
                .mapped(|row| row.get::<_, String>("detail"));
            let steps: Vec<String> = steps.map(Result::unwrap).collect();
            looked_at += 1;
            if ALL_OF_IT.iter().any(|begin| sql.starts_with(begin)) {
                continue;
            }
            for step in &steps {
                let whole = LARGE.iter().find(|table| {
                    let scan = format!("SCAN {table}");
                    // In the order of an index it ends with the page that is shown; over the index of a
                    // part it reads that part.
                    *step == scan || step.starts_with(&format!("{scan} USING COVERING"))
                });
                let newest = sql.contains("ORDER BY id DESC LIMIT");
                assert!(whole.is_none() || newest, "{name}: {steps:?}: {sql}");
                let sorts = step == "USE TEMP B-TREE FOR ORDER BY" && name == "page.sql";
                assert!(!sorts, "a page sorts the whole list: {sql}");
            }
        }
    }
    assert!(looked_at > 60, "{looked_at}");
}
