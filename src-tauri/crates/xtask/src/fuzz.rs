//! Fuzzing what reads a shop's files: the targets in `src-tauri/fuzz`, a workspace of its own.

use std::fs;

use anyhow::{Context, Result};

use crate::workspace::{answer, cargo, root, succeed, target};

/// The targets. Each has a folder of seeds with its name.
pub(crate) const TARGETS: [&str; 5] = ["reader", "detection", "values", "unpacking", "workbooks"];

/// The longest input that is tried (bytes): enough for rows and packed files, and still quick.
const LONGEST: &str = "-max_len=16384";
/// No input may take longer (seconds) or more memory (megabytes).
const LIMITS: [&str; 2] = ["-timeout=20", "-rss_limit_mb=2048"];

/// Fetches cargo-fuzz where it is missing.
pub(crate) fn prepare() -> Result<()> {
    if answer(cargo().args(["fuzz", "--version"])).is_err() {
        println!("cargo-fuzz is missing: it builds the fuzzer. Installing it with cargo.");
        succeed(cargo().args(["install", "--locked", "cargo-fuzz"]))?;
    }
    Ok(())
}

/// Fuzzes a target for so long. What is new is kept under `target` for the next time.
pub(crate) fn fuzz(name: &str, seconds: u32) -> Result<()> {
    let folder = target().join("fuzz");
    let corpus = folder.join("corpus").join(name);
    fs::create_dir_all(&corpus)?;
    let seeds = root().join("src-tauri/fuzz/seeds").join(name);
    let mut fuzz = cargo();
    fuzz.args(["fuzz", "run", "--fuzz-dir", "src-tauri/fuzz"])
        // Our code is safe Rust, and without a sanitizer no nightly compiler is needed.
        .args(["--sanitizer", "none", "--target-dir"])
        .arg(folder.join("build"))
        .arg(name)
        .args([&corpus, &seeds])
        .args(["--", LONGEST, "-print_final_stats=1"])
        .args(LIMITS)
        .arg(format!("-max_total_time={seconds}"));
    succeed(&mut fuzz).with_context(|| {
        format!(
            "what it found is in src-tauri/fuzz/artifacts/{name}: mend it, and keep it in src-tauri/fuzz/seeds/{name}"
        )
    })
}
