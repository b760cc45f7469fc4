//! Real data beside the project, for checks that compare with it. The project builds and passes
//! without it: such a check then says by name that it was skipped.

use std::{
    env,
    fs::OpenOptions,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The path of a file under `../shared`, or nothing after noting that `test` was skipped: on the
/// standard error, and in the file that `PANNIER_SKIP_LOG` names.
///
/// # Panics
/// When the file is absent and `PANNIER_REQUIRE_SHARED` is `1`.
pub(crate) fn shared(test: &str, file: &str) -> Option<PathBuf> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find(|folder| folder.join("Cargo.lock").is_file())?;
    let path = project.join("../shared").join(file);
    if path.is_file() {
        return Some(path);
    }
    let required = env::var_os("PANNIER_REQUIRE_SHARED").is_some_and(|value| value == "1");
    assert!(!required, "{test} needs ../shared/{file}");
    let line = format!("SKIPPED (no ../shared): {test}\n");
    // Past the capture of the test runner, so that a skipped check never looks like a passed one.
    let mut noted = io::stderr().write_all(line.as_bytes());
    if let Some(log) = env::var_os("PANNIER_SKIP_LOG") {
        let appended = OpenOptions::new().create(true).append(true).open(log);
        noted = noted.and(appended.and_then(|mut log| log.write_all(line.as_bytes())));
    }
    assert!(
        noted.is_ok(),
        "{test} was skipped, and that could not be noted: {noted:?}"
    );
    None
}
