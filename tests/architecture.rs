//! The house rules that a compiler does not know: who may depend on whom, and how large a file
//! may grow. They are written down in ARCHITECTURE.md.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test a panic is the message"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// What each crate of the workspace may build on. A new crate says so here first.
const ARROWS: &[(&str, &[&str])] = &[
    ("pannier-core", &[]),
    ("pannier-store", &["pannier-core"]),
    ("pannier-import", &["pannier-core", "pannier-store"]),
    ("pannier-loyalty", &["pannier-core", "pannier-store"]),
    ("pannier-campaign", &["pannier-core", "pannier-store"]),
    ("pannier-compose", &["pannier-core"]),
    ("pannier-analytics", &["pannier-core"]),
    ("pannier-recommend", &["pannier-core"]),
    ("pannier-measure", &["pannier-core"]),
    ("pannier-report", &["pannier-core"]),
    ("pannier-messaging", &[]),
    ("pannier-mail", &["pannier-core"]),
    ("pannier-keychain", &[]),
    (
        "pannier-api",
        &[
            "pannier-core",
            "pannier-store",
            "pannier-import",
            "pannier-loyalty",
            "pannier-campaign",
            "pannier-compose",
            "pannier-mail",
            "pannier-keychain",
            "pannier-analytics",
            "pannier-recommend",
            "pannier-measure",
            "pannier-report",
            "pannier-messaging",
        ],
    ),
    ("pannier-cli", &["pannier-core", "pannier-api"]),
    ("pannier", &["pannier-core", "pannier-api"]),
];

/// The commands of development, outside the arrows: it may build on any crate but not on Tauri.
const OUTSIDE: &str = "xtask";

/// Outside crates that one of ours alone may name; the rest asks that one.
const KEEPERS: &[(&str, &[&str])] = &[
    ("rusqlite", &["pannier-store"]),
    ("libsqlite3-sys", &["pannier-store"]),
    ("lettre", &["pannier-mail"]),
    ("mrml", &["pannier-compose"]),
    ("async-imap", &["pannier-mail"]),
    ("hickory-resolver", &["pannier-mail"]),
    ("keyring", &["pannier-keychain"]),
    ("reqwest", &["pannier-messaging", "pannier-mail"]),
    ("ureq", &["pannier-messaging", "pannier-mail"]),
    ("hyper", &["pannier-messaging", "pannier-mail"]),
    ("clap", &["pannier-cli", OUTSIDE]),
    ("anyhow", &["pannier-cli", OUTSIDE]),
];

/// A file over this many lines is split, now.
const HARD_LIMIT: usize = 700;
/// A file over this many lines is split soon.
const SOFT_LIMIT: usize = 400;
/// So many files, of a hundred, may wait to be split.
const OVER_SOFT_LIMIT_PERCENT: usize = 10;

#[test]
fn crates_build_on_each_other_in_one_direction() {
    let packages = packages();
    for package in &packages {
        if package.name == OUTSIDE {
            continue;
        }
        let allowed = ARROWS
            .iter()
            .find(|(name, _)| *name == package.name)
            .unwrap_or_else(|| panic!("{} has no place among the arrows", package.name))
            .1;
        for needed in package
            .needs
            .iter()
            .filter(|needed| needed.starts_with("pannier"))
        {
            assert!(
                allowed.contains(&needed.as_str()),
                "{} must not build on {needed}: the arrows allow {allowed:?}",
                package.name
            );
        }
    }
    for (name, _) in ARROWS {
        assert!(
            packages.iter().any(|package| package.name == *name),
            "{name} is among the arrows but no crate: a crate starts with its first use-case"
        );
    }
}

#[test]
fn tauri_is_named_in_the_app_alone() {
    for package in packages()
        .iter()
        .filter(|package| package.name != "pannier")
    {
        let all = package.needs.iter().chain(&package.needs_for_tests);
        for needed in all {
            assert!(
                !needed.starts_with("tauri") && needed != "wry" && needed != "tao",
                "{} names {needed}; only the app knows that there is a window",
                package.name
            );
        }
    }
}

#[test]
fn databases_mail_and_the_network_have_one_keeper_each() {
    for package in packages() {
        for needed in &package.needs {
            let keepers = KEEPERS
                .iter()
                .find(|(name, _)| name == needed)
                .map(|(_, keepers)| *keepers);
            assert!(
                keepers.is_none_or(|keepers| keepers.contains(&package.name.as_str())),
                "{} names {needed}, which belongs to {keepers:?}",
                package.name
            );
        }
    }
}

#[test]
fn no_crate_is_empty() {
    for package in packages() {
        let code: usize = rust_files(&package.sources)
            .iter()
            .map(|file| Source::read(file).code)
            .sum();
        assert!(
            code >= 20,
            "{} has {code} lines of code: start it with its first use",
            package.name
        );
    }
}

#[test]
fn files_stay_small() {
    let mut sizes: Vec<(usize, PathBuf)> = our_files()
        .into_iter()
        .map(|file| (Source::read(&file).lines, file))
        .collect();
    sizes.sort();
    let over = |limit: usize| -> Vec<String> {
        sizes
            .iter()
            .filter(|(lines, _)| *lines > limit)
            .map(|(lines, file)| format!("{lines} {}", file.display()))
            .collect()
    };
    assert!(
        over(HARD_LIMIT).is_empty(),
        "split these: {:#?}",
        over(HARD_LIMIT)
    );
    let waiting = over(SOFT_LIMIT);
    assert!(
        waiting.len() * 100 <= sizes.len() * OVER_SOFT_LIMIT_PERCENT,
        "{} of {} files are over {SOFT_LIMIT} lines: {waiting:#?}",
        waiting.len(),
        sizes.len()
    );
}

#[test]
fn every_module_says_what_it_owns() {
    let silent: Vec<PathBuf> = our_files()
        .into_iter()
        .filter(|file| !Source::read(file).introduced)
        .collect();
    assert!(
        silent.is_empty(),
        "these begin without a line of `//!`: {silent:#?}"
    );
}

#[test]
fn nothing_is_registered_in_statics() {
    let changing = [
        "Mutex<",
        "RwLock<",
        "RefCell<",
        "OnceLock<",
        "OnceCell<",
        "Atomic",
    ];
    let mut found = Vec::new();
    for file in our_files() {
        for line in Source::read(&file).text.lines().map(str::trim_start) {
            let item = line
                .trim_start_matches("pub(crate) ")
                .trim_start_matches("pub ");
            let shared =
                item.starts_with("static ") && changing.iter().any(|kind| item.contains(kind));
            if shared || item.starts_with("static mut ") || item.starts_with("thread_local!") {
                found.push(format!("{}: {line}", file.display()));
            }
        }
    }
    assert!(
        found.is_empty(),
        "state belongs to the shop that is open, not to the program: {found:#?}"
    );
}

/// A package of the workspace.
struct Package {
    name: String,
    /// What it and its build script depend on.
    needs: Vec<String>,
    needs_for_tests: Vec<String>,
    sources: PathBuf,
}

fn packages() -> Vec<Package> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(Package::of)
        .collect()
}

impl Package {
    fn of(package: &Value) -> Self {
        let mut needs: BTreeMap<bool, Vec<String>> = BTreeMap::new();
        for dependency in package["dependencies"].as_array().unwrap() {
            let for_tests = dependency["kind"] == "dev";
            needs
                .entry(for_tests)
                .or_default()
                .push(text(&dependency["name"]));
        }
        let folder = PathBuf::from(text(&package["manifest_path"]))
            .parent()
            .unwrap()
            .to_path_buf();
        let name = text(&package["name"]);
        let sources = if name == "pannier" {
            folder.join("src-tauri/src")
        } else {
            folder.join("src")
        };
        Self {
            name,
            needs: needs.remove(&false).unwrap_or_default(),
            needs_for_tests: needs.remove(&true).unwrap_or_default(),
            sources,
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// What the tests above ask of a file. Its unit tests, at the end, do not count.
struct Source {
    text: String,
    /// Lines in all.
    lines: usize,
    /// Lines that are neither empty nor comment.
    code: usize,
    /// It begins with `//!`.
    introduced: bool,
}

impl Source {
    fn read(file: &Path) -> Self {
        let whole = fs::read_to_string(file).unwrap();
        let end = whole.find("\n#[cfg(test)]\nmod ").unwrap_or(whole.len());
        let text = whole[..end].to_owned();
        let code = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with("//"))
            .count();
        Self {
            lines: text.lines().count(),
            code,
            introduced: whole.starts_with("//!"),
            text,
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files of the program and its crates, tests left out.
fn our_files() -> Vec<PathBuf> {
    let files = rust_files(&root().join("src-tauri"));
    assert!(files.len() > 20, "the sources were not found");
    files
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "tests" | "benches" | "target") {
                found.extend(rust_files(&path));
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") && name != "tests.rs"
        {
            found.push(path);
        }
    }
    found
}
