//! The shop file from outside: made, opened, locked, filled up, damaged, migrated, restored.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::{path::PathBuf, sync::Arc};

use pannier_core::{Currency, FixedClock, Timestamp};
use pannier_store::{
    BackupReason, Error, MIGRATIONS, Migration, NewShop, OpenOptions, Role, Store, Topic,
    list_backups, restore,
};

const NOON: FixedClock = FixedClock(Timestamp(1_782_820_800_000));

struct Place {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wren.pannier");
    Place {
        _folder: folder,
        path,
    }
}

fn wren() -> NewShop {
    NewShop {
        name: "Wren & Willow".into(),
        currency: Currency::EUR,
        country: "DE".into(),
        zone: "Europe/Berlin".parse().unwrap(),
        is_sample: false,
    }
}

fn owner() -> OpenOptions {
    OpenOptions::new(Role::Owner)
}

fn rename(store: &Store, name: &str) -> Result<(), Error> {
    store.write(|tx| {
        let mut shop = tx.shop()?;
        name.clone_into(&mut shop.name);
        tx.update_shop(&shop)
    })
}

fn name(store: &Store) -> String {
    store.read(|tx| tx.shop()).unwrap().name
}

/// A raw connection, as another program would have one.
#[expect(clippy::disallowed_methods, reason = "plays another program")]
fn other_program(place: &Place) -> rusqlite::Connection {
    rusqlite::Connection::open(&place.path).unwrap()
}

#[test]
fn a_shop_is_made_once_and_opens_again() {
    let place = place();
    drop(Store::create(&place.path, &wren(), owner(), &NOON).unwrap());
    let again = Store::create(&place.path, &wren(), owner(), &NOON);
    assert!(matches!(again, Err(Error::AlreadyThere(_))));
    let store = Store::open(&place.path, OpenOptions::new(Role::Guest), &NOON).unwrap();
    assert_eq!(name(&store), "Wren & Willow");
    assert!(store.read(|tx| tx.health()).unwrap().findings.is_empty());
}

#[test]
fn what_is_no_shop_is_left_alone() {
    let place = place();
    assert!(matches!(
        Store::open(&place.path, owner(), &NOON),
        Err(Error::NotFound(_))
    ));
    std::fs::write(&place.path, "Name,Email\n#1,a@example.com\n".repeat(400)).unwrap();
    let before = std::fs::read(&place.path).unwrap();
    assert!(matches!(
        Store::open(&place.path, owner(), &NOON),
        Err(Error::NotAShop(_))
    ));
    assert_eq!(std::fs::read(&place.path).unwrap(), before);
    assert!(matches!(
        Store::open(place.path.parent().unwrap(), owner(), &NOON),
        Err(Error::NotAShop(_))
    ));
}

#[test]
fn a_failed_write_leaves_nothing_and_a_commit_is_told() {
    let place = place();
    let store = Store::create(&place.path, &wren(), owner(), &NOON).unwrap();
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    store.listen(move |topics| sink.lock().unwrap().extend(topics.iter().copied()));
    let failed: Result<(), Error> = store.write(|tx| {
        let mut shop = tx.shop()?;
        shop.name = "Half".into();
        tx.update_shop(&shop)?;
        Err(Error::Conflict("stop here".into()))
    });
    assert!(failed.is_err());
    assert_eq!(name(&store), "Wren & Willow");
    assert!(
        told.lock().unwrap().is_empty(),
        "nothing is told of what was rolled back"
    );
    rename(&store, "Whole").unwrap();
    assert_eq!(name(&store), "Whole");
    assert_eq!(*told.lock().unwrap(), [Topic::Settings]);
}

#[test]
fn a_lock_of_another_program_is_named() {
    let place = place();
    let store = Store::create(&place.path, &wren(), owner(), &NOON).unwrap();
    let other = other_program(&place);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(rename(&store, "Mine"), Err(Error::Busy)));
    assert_eq!(name(&store), "Wren & Willow", "reading goes on meanwhile");
    other.execute_batch("ROLLBACK").unwrap();
    rename(&store, "Mine").unwrap();
}

#[test]
fn what_another_program_commits_is_noticed_and_our_own_is_not() {
    let place = place();
    let store = Store::create(&place.path, &wren(), owner(), &NOON).unwrap();
    rename(&store, "Ours").unwrap();
    assert!(!store.changed_elsewhere().unwrap());
    other_program(&place)
        .execute_batch("UPDATE shop SET name = 'Theirs'")
        .unwrap();
    assert!(store.changed_elsewhere().unwrap());
    assert!(!store.changed_elsewhere().unwrap(), "once is enough");
}

#[test]
fn a_full_disk_is_named_and_nothing_is_half_written() {
    let place = place();
    drop(Store::create(&place.path, &wren(), owner(), &NOON).unwrap());
    let pages: u32 = other_program(&place)
        .pragma_query_value(None, "page_count", |r| r.get(0))
        .unwrap();
    let options = OpenOptions {
        page_limit: Some(pages + 1),
        ..owner()
    };
    let store = Store::open(&place.path, options, &NOON).unwrap();
    assert!(matches!(
        rename(&store, &"x".repeat(100_000)),
        Err(Error::DiskFull)
    ));
    assert_eq!(name(&store), "Wren & Willow");
    assert!(store.read(|tx| tx.health()).unwrap().findings.is_empty());
}

#[test]
fn a_damaged_file_says_so_and_a_backup_brings_it_back() {
    let place = place();
    let store = Store::create(&place.path, &wren(), owner(), &NOON).unwrap();
    let backup = store.back_up(BackupReason::Asked, &NOON).unwrap();
    drop(store);
    let mut bytes = std::fs::read(&place.path).unwrap();
    let middle = bytes.len() / 2;
    bytes[100..middle].fill(0xA5);
    std::fs::write(&place.path, &bytes).unwrap();
    let opened = Store::open(&place.path, owner(), &NOON);
    assert!(matches!(opened, Err(Error::Damaged(_))), "{opened:?}");
    restore(&place.path, &backup.name, &NOON).unwrap();
    assert_eq!(
        name(&Store::open(&place.path, owner(), &NOON).unwrap()),
        "Wren & Willow"
    );
    let aside = list_backups(&place.path).unwrap();
    assert!(
        aside
            .iter()
            .any(|b| b.reason == BackupReason::BeforeRestore),
        "the damaged file is kept"
    );
}

#[test]
fn restoring_keeps_the_present_and_reaches_open_windows() {
    let place = place();
    let store = Store::create(&place.path, &wren(), owner(), &NOON).unwrap();
    let backup = store.back_up(BackupReason::Asked, &NOON).unwrap();
    rename(&store, "Later").unwrap();
    restore(&place.path, &backup.name, &NOON).unwrap();
    assert!(store.changed_elsewhere().unwrap());
    assert_eq!(name(&store), "Wren & Willow");
    let kept = store
        .backups()
        .unwrap()
        .into_iter()
        .find(|b| b.reason == BackupReason::BeforeRestore)
        .unwrap();
    restore(&place.path, &kept.name, &NOON).unwrap();
    assert_eq!(name(&store), "Later", "a restore can itself be undone");
    assert!(matches!(
        restore(&place.path, "../../etc/passwd", &NOON),
        Err(Error::NoBackup(_))
    ));
}

#[test]
fn daily_copies_are_one_a_day_for_two_weeks() {
    let place = place();
    let store = Store::create(&place.path, &wren(), owner(), &NOON).unwrap();
    for day in 0..20_i64 {
        let clock = FixedClock(Timestamp(NOON.0.0 + day * 86_400_000));
        assert!(store.back_up_daily(&clock).unwrap().is_some());
        assert!(store.back_up_daily(&clock).unwrap().is_none(), "one a day");
    }
    let daily = store.backups().unwrap();
    assert_eq!(daily.len(), 15, "today's and the fourteen before it");
}

const SECOND: &[Migration] = &[
    MIGRATIONS[0],
    Migration {
        number: MIGRATIONS[0].number + 1,
        name: "second",
        sql: "ALTER TABLE shop ADD COLUMN motto TEXT NOT NULL DEFAULT ''",
    },
];
const BROKEN: &[Migration] = &[
    MIGRATIONS[0],
    Migration {
        number: MIGRATIONS[0].number + 1,
        name: "broken",
        sql: "ALTER TABLE shop ADD COLUMN motto TEXT; INSERT INTO no_such_table VALUES (1)",
    },
];

#[test]
fn an_older_file_is_backed_up_and_brought_up_to_date() {
    let place = place();
    drop(Store::create(&place.path, &wren(), owner(), &NOON).unwrap());
    let guest = OpenOptions {
        migrations: SECOND,
        ..OpenOptions::new(Role::Guest)
    };
    assert!(matches!(
        Store::open(&place.path, guest, &NOON),
        Err(Error::TooOld)
    ));
    let broken = OpenOptions {
        migrations: BROKEN,
        ..owner()
    };
    assert!(Store::open(&place.path, broken, &NOON).is_err());
    let columns: i64 = other_program(&place)
        .query_row(
            "SELECT count(*) FROM pragma_table_info('shop') WHERE name = 'motto'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(columns, 0, "a step that fails leaves nothing of itself");
    let store = Store::open(
        &place.path,
        OpenOptions {
            migrations: SECOND,
            ..owner()
        },
        &NOON,
    )
    .unwrap();
    assert_eq!(name(&store), "Wren & Willow");
    assert!(
        store
            .backups()
            .unwrap()
            .iter()
            .any(|b| b.reason == BackupReason::BeforeMigration)
    );
    drop(store);
    let older_program = Store::open(&place.path, owner(), &NOON);
    assert!(
        matches!(older_program, Err(Error::TooNew { .. })),
        "and the older program leaves it alone"
    );
}

#[test]
fn the_schema_is_what_it_was() {
    let place = place();
    drop(Store::create(&place.path, &wren(), owner(), &NOON).unwrap());
    let other = other_program(&place);
    let mut statement = other
        .prepare("SELECT type || ' ' || name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'order_search_%' ORDER BY 1")
        .unwrap();
    let names: Vec<String> = statement
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    insta::assert_snapshot!(names.join("\n"));
    let lax: Vec<String> = other
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'order_search%'")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(lax.is_empty(), "every table is STRICT, not so: {lax:?}");
}
